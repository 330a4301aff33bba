"""A program that is newer than this one by a kind of facts: what the tests of old and new need of it. For tests only.

Inside of ``knowing()`` this process is that program: it makes, judges, counts, tells and applies the kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import ClassVar

import pytest

from sync.agreement import facts, protocol
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CODES,
    NO_OTHER,
    Card,
    Cash,
    Finding,
    Subject,
    Work,
    leaves_no_trace,
    never_waits,
    same_again,
)
from sync.agreement.sentences import Fen, say
from sync.agreement.values import value


@value
class CashDeposited:
    """A stand-in that no release takes: cash was paid in at the bank on a day, with the bank's ``slip``. No person."""

    KIND: ClassVar[str] = "trial.deposit/1"
    ABOUT: ClassVar[str] = "slip"
    slip: str
    on: str
    amount_fen: int


judged: list[tuple[str, str, date]] = []
"""By which desk, which slip and on which day it was judged, in order."""


def judge(fact: CashDeposited, books: Books, today: date) -> Finding | None:
    """Nothing below one fen was ever paid in; a day to come is only remarked on."""
    judged.append((books.desk, fact.slip, today))
    if fact.amount_fen <= 0:
        return Finding("amount_impossible", "amount_fen")
    return Finding("clock_suspect", "on", remark=True) if fact.on > today.isoformat() else None


CARD = Card(
    fact=CashDeposited,
    since=f"1.{int(protocol.VERSION.partition('.')[2]) + 1}",
    called="现金缴存",
    work=Work.OTHER,
    passed_on=True,
    shown_today=False,
    subjects=lambda fact: (Subject("slip", fact.slip),),
    waits_for=never_waits,
    cash=Cash("amount_fen", into_drawer=False),
    judge=judge,
    enter=leaves_no_trace,
    sentence=lambda fact: say("缴存银行 {amount} 元，回单 {slip}", amount=Fen(fact.amount_fen), slip=fact.slip),
    mended_by=same_again,
    menders=NO_OTHER,
    codes=NO_CODES,
)


@contextmanager
def knowing() -> Iterator[None]:
    """Inside, this process knows the kind."""
    judged.clear()
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(facts.KINDS, CashDeposited.KIND, CashDeposited)
        patched.setitem(facts.CARDS, CashDeposited.KIND, CARD)
        patched.setattr(protocol, "VERSION", CARD.since)
        yield
