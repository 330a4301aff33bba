"""The township's ledger: cash that desks paid on, deposited, handed over and reversed, days closed, and red entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agreement.facts import (
    CashDeposited,
    CashEntryReversed,
    CashHandedOver,
    CashRemitted,
    ContributionCollected,
    DayClosed,
    Fact,
    ProofGiven,
    ReceiptVoided,
)
from sync.agreement.journal import Entry
from sync.township.reports import holes
from sync.township.subjects import cash
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.test_early import PAID, codes, early
from tests.township.test_holes import number
from tests.township.test_migrating import as_of_2
from tests.township.test_siblings import B

DAY = "2026-11-24"
both = pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Scribe]:
    yield Scribe(tmp_path / "second", desk=B)


@pytest.fixture
def later(scribe: Scribe, tmp_path: Path) -> Scribe:
    """The same desk in a later epoch, whose batches come before those of its first one."""
    return scribe.copy(tmp_path / "later")


def remitted(person: str, receipt: str, fen: int = 20000, ticket: str = "") -> CashRemitted:
    return CashRemitted(person, receipt, fen, "phone", DAY, ticket)


def sums(counter: Counter, *desks: str) -> tuple[int, int, int]:
    """Paid on, deposited, and in the drawers, in fen."""
    with counter.store.reading() as db:
        found = {each.name: each.number for each in cash.sums(db, desks or None)}
    return found["remitted"], found["deposited"], found["cash_in_hand"]


def holes_of(counter: Counter) -> list[tuple[str, str]]:
    with counter.store.reading() as db:
        return [(each.first, each.last) for each in holes.find(db, None)]


def of_kind(entries: list[Entry], kind: type[Fact]) -> Entry:
    return next(each for each in entries if each.kind == kind.KIND)


@both
def test_what_went_out_is_no_more_in_hand(scribe: Scribe, counter: Counter) -> None:
    one, other, third, fourth = scribe.register(4)
    for place, person in enumerate((one, other, third), start=1):
        scribe.collect(person, number(place))
    scribe.collect(fourth, number(4), channel="bank")
    scribe.record(remitted(one, number(1), ticket="T1"), ProofGiven(one, number(1), DAY))
    entries = scribe.record(CashDeposited(DAY, 15000, "镇农商行"), CashHandedOver(DAY, "in", 500, "老李", "张协办"))
    said = counter.take(scribe)
    assert (said.not_accepted, said.remarks) == ((), ())
    assert sums(counter) == (20000, 15000, 25500)
    scribe.record(CashEntryReversed(of_kind(entries, CashDeposited).id, "写错了"))
    counter.take(scribe)
    assert sums(counter) == (20000, 0, 40500)


@both
def test_a_batch_that_comes_twice_counts_once(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    scribe.collect(person, number(1))
    entries = scribe.record(remitted(person, number(1)), DayClosed(DAY, 1, 0, 0, 20000, 20000, 1, 0))
    scribe.record(CashEntryReversed(entries[0].id, "错"))
    batch = scribe.sealed()
    counter.hand(batch)
    before = counter.digest()
    counter.hand(batch)
    assert counter.digest() == before
    assert sums(counter) == (0, 0, 20000)


@both
def test_a_reversal_comes_before_its_entry(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    [entry] = scribe.record(CashDeposited(DAY, 15000, "镇农商行"))
    said = early(later, counter, CashEntryReversed(entry.id, "写错了"))
    assert codes(said) == ["cash_entry_awaited"]
    counter.take(scribe)
    assert sums(counter) == (0, 0, 0)
    assert counter.status().early == 0


def test_cash_is_paid_on_before_its_receipt_comes(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    said = early(later, counter, remitted(person, number(1)), ProofGiven(person, number(1), DAY))
    assert codes(said) == ["receipt_awaited"], "told once of a receipt"
    assert counter.status().early == 1, "a proof leaves no trace here and never waits"
    scribe.collect(person, number(1))
    counter.take(scribe)
    assert sums(counter) == (20000, 0, 0)
    assert counter.status().early == 0


@both
def test_each_desk_has_a_drawer_of_its_own(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, number(1))
    scribe.record(remitted(one, number(1), ticket="T1"))
    counter.take(scribe)
    [deposit] = scribe.record(CashDeposited(DAY, 5000, "镇农商行"))
    counter.take(scribe)
    second.collect(other, number(1, "B-2026"), fen=10000)
    second.record(DayClosed(DAY, 1, 10000, 10000, 10000, 0, 1, 0), CashEntryReversed(deposit.id, "不是我的"))
    counter.take(second)
    assert sums(counter, scribe.desk) == (20000, 5000, -5000), "another desk does not reverse it"
    assert sums(counter, B) == (0, 0, 10000)
    assert [(each.desk, each.day) for each in counter.rows("day_closes")] == [(B, DAY)]


def test_a_refused_fee_lies_in_the_drawer_until_it_is_given_back(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    scribe.collect(person, number(1), year=1999)
    assert counter.verdict(scribe).code == "year_impossible"
    assert sums(counter) == (0, 0, 20000)
    scribe.record(ReceiptVoided(person, number(1), "退回", number(2)))
    counter.take(scribe)
    assert sums(counter) == (0, 0, 0)
    assert holes_of(counter) == []


def test_what_is_odd_is_remarked_and_stays(scribe: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, number(1))
    scribe.collect(other, number(2))
    scribe.record(remitted(one, number(1), ticket="T1"))
    counter.take(scribe)
    scribe.record(remitted(other, number(2), ticket="T1"))
    assert counter.verdict(scribe).code == "ticket_used"
    scribe.record(remitted(other, number(2), fen=1, ticket="T2"))
    assert counter.verdict(scribe).code == "remitted_more"
    scribe.record(DayClosed(DAY, 1, 0, 100, 0, 0, 0, 0))
    assert counter.verdict(scribe).code == "difference_unexplained"
    assert sums(counter) == (40001, 0, -1)


def test_a_later_close_of_a_day_stands_whichever_comes_first(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    early(later, counter, DayClosed(DAY, 2, 500, 500, 500, 0, 1, 0))
    scribe.record(DayClosed(DAY, 1, 0, 500, 500, 0, 1, 0, reason="unclear"))
    counter.take(scribe)
    assert [(each.turn, each.counted_fen) for each in counter.rows("day_closes")] == [(2, 500)]


@both
def test_a_red_entry_takes_back_and_uses_a_number(scribe: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, number(1))
    scribe.record(ReceiptVoided(one, number(1), "收错了", number(2)))
    scribe.collect(other, number(3))
    said = counter.take(scribe)
    assert (said.not_accepted, said.remarks) == ((), ())
    assert (counter.net_fen(2026), sums(counter)) == (20000, (0, 0, 20000))
    assert holes_of(counter) == []


def test_a_number_that_is_missing_beside_a_red_one_is_a_hole(scribe: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, number(1))
    scribe.record(ReceiptVoided(one, number(1), "收错了", number(3)))
    scribe.collect(other, number(4))
    counter.take(scribe)
    assert holes_of(counter) == [("A-2026-000002", "A-2026-000002")]


@both
def test_a_red_number_is_used_once(scribe: Scribe, counter: Counter) -> None:
    """The receipt counts no more all the same: the money was given back."""
    one, other, third = scribe.register(3)
    for place, person in enumerate((one, other, third), start=1):
        scribe.collect(person, number(place))
    scribe.record(ReceiptVoided(one, number(1), "错", number(4)))
    counter.take(scribe)
    scribe.record(ReceiptVoided(other, number(2), "错", number(4)))
    assert counter.verdict(scribe).code == "red_number_wrong"
    scribe.record(ReceiptVoided(third, number(3), "错", number(5, "B-2026")))
    assert counter.verdict(scribe).code == "red_number_wrong"
    assert sums(counter) == (0, 0, 0)
    scribe.collect(third, number(4))
    assert counter.verdict(scribe).code == "receipt_used"


def test_a_red_entry_comes_before_its_receipt(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    assert codes(early(later, counter, ReceiptVoided(person, number(1), "错", number(2)))) == ["receipt_awaited"]
    scribe.collect(person, number(3), year=2025)
    counter.take(scribe)
    assert holes_of(counter) == []
    scribe.collect(person, number(1))
    counter.take(scribe)
    assert (sums(counter), counter.net_fen(2026)) == ((0, 0, 20000), 0)


@both
def test_books_of_before_learn_what_lies_in_a_drawer(scribe: Scribe, counter: Counter) -> None:
    """By which way money came, refused fees and what was given back of them: from the facts, at the upgrade."""
    one, other = scribe.register(2)
    scribe.collect(one, number(1))
    for place, channel in enumerate(("bank", "tax", "township"), start=2):
        scribe.collect(one, number(place), year=2026 - place, channel=channel)
    scribe.collect(other, number(5), year=1999)
    scribe.collect(other, number(6), year=1998, channel="bank")
    scribe.collect(other, number(7), year=1997)
    scribe.record(ReceiptVoided(other, number(7), "退回", number(8)))
    counter.take(scribe)
    before = {each.receipt: (each.channel, each.given_back) for each in counter.rows("contributions")}
    assert sums(counter) == (0, 0, 40000)
    with counter.store.writing() as db:
        as_of_2(db)
    counter.close()
    after = counter.again()
    assert {each.receipt: (each.channel, each.given_back) for each in after.rows("contributions")} == before
    assert sums(after) == (0, 0, 40000)
    after.close()


def test_cash_of_a_person_who_comes_later_waits(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    fee = ContributionCollected(person=scribe.mint(), receipt=number(1), **PAID)
    assert codes(early(later, counter, fee, remitted(fee.person, number(1)))) == ["person_awaited"]
    assert sums(counter) == (20000, 0, 0)
