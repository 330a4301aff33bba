"""Facts about payout lists: taken in, sent by the township, printed for signing. With their cards."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sync.agreement import calendar
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    Card,
    Finding,
    Known,
    PersonId,
    Subject,
    Work,
    always_accepted,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
)
from sync.agreement.sent import PayoutListSent
from sync.agreement.sentences import Fen, say
from sync.agreement.values import value


@value
class PayoutListTaken:
    """A month's payout list of the township was taken in; its lines are facts of their own."""

    KIND: ClassVar[str] = "payout_list.taken/1"
    ABOUT: ClassVar[str] = "payout_list"
    payout_list: str
    month: str
    payees: int
    total_fen: int
    file: str


@value
class PayoutLineTaken:
    """One line of a payout list. ``person`` is empty when the desk does not know the payee."""

    KIND: ClassVar[str] = "payout_line.taken/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    payout_list: str
    line: int
    name: str
    id_number: str
    base_fen: int
    account_fen: int
    total_fen: int
    extra_fen: int = 0
    account: str = ""
    way: str = ""


@value
class PayoutRosterPrinted:
    """The signing roster of a payout list was printed."""

    KIND: ClassVar[str] = "payout_roster.printed/1"
    ABOUT: ClassVar[str] = "payout_list"
    payout_list: str
    pages: int


def _waits_for_list(fact: PayoutLineTaken, known: Known) -> Subject | None:
    """A line waits for its list. The township counts neither, and waits for nothing."""
    payout_list = Subject("payout_list", fact.payout_list)
    return None if known.whose(payout_list) else payout_list


def _judge_taken(fact: PayoutListTaken, books: Books, today: date) -> Finding | None:
    return None if calendar.is_month(fact.month) else Finding("date_impossible", "month")


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=PayoutListTaken,
        since="1.0",
        called="发放名单",
        work=Work.PAYING_OUT,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_taken,
        enter=leaves_no_trace,
        sentence=lambda fact: say("收到 {month} 发放名单：{payees} 人", month=fact.month, payees=fact.payees),
        mended_by=same_again,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutLineTaken,
        since="1.0",
        called="发放名单一行",
        work=Work.PAYING_OUT,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (*the_person(fact), Subject("payout_list", fact.payout_list)),
        waits_for=_waits_for_list,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("列入待遇发放名单，{total} 元", total=Fen(fact.total_fen)),
        mended_by=same_again,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutRosterPrinted,
        since="1.0",
        called="打印发放花名册",
        work=Work.PAYING_OUT,
        passed_on=False,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("打印发放花名册，{pages} 页", pages=fact.pages),
        mended_by=same_again,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutListSent,
        since="1.0",
        called="发放名单",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("payout_list", fact.sent),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所下发 {month} 发放名单：{payees} 人", month=fact.month, payees=fact.payees),
        mended_by=same_again,
        codes=NO_CODES,
    ),
)
