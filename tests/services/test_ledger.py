"""The drawer: fees, voids, cash paid on, deposited, handed over and reversed; the day closed; and all of it rebuilt."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sync.agreement.facts import CashDeposited, CashRemitted
from tests.desks import StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.books.passing_on import Remittance
from village_desk.services.collecting import Payment

TODAY = date(2026, 11, 2)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    with new_desk(tmp_path, clock) as made:
        yield made


def fee(desk: Desk, serial: int, fen: int = 20000, name: str = "") -> str:
    """A fee of somebody new; the number of its receipt."""
    person = register(desk, name or f"张{serial}", serial=serial)
    choices = desk.collecting.choices(person)
    return desk.collecting.collect(Payment(person, choices.on.year, fen)).number


def refused(work: Callable[[], object]) -> str:
    """The code with which it is refused."""
    with pytest.raises(Refused) as found:
        work()
    return found.value.code


def paid_on(number: str, ticket: str = "", on: date = TODAY) -> Remittance:
    return Remittance(number, "phone", on, ticket, "2026-01", "2026-12")


def test_a_day_in_four_figures(desk: Desk) -> None:
    first, second, third = (fee(desk, each) for each in range(3))
    desk.collecting.void(second, "收错了")
    desk.passing_on.remit([paid_on(first, "342026110200000001")])
    sheet = desk.ledger.sheet()
    assert (sheet.receipts_fen, sheet.receipts, sheet.voids) == (40000, 2, 1)
    assert (sheet.held_fen, sheet.remitted_fen, sheet.out_fen) == (20000, 20000, 20000)
    desk.passing_on.deposit(20000, "镇农商行", TODAY, "回单 88")
    assert desk.ledger.held() == 0
    assert (CashDeposited.KIND, -20000) in [(each.way, each.fen) for each in desk.ledger.lines(TODAY, TODAY)]
    assert third in {each.receipt for each in desk.ledger.lines(TODAY, TODAY)}


def test_cash_is_passed_on_once_and_no_more_than_there_is(desk: Desk) -> None:
    one, other = fee(desk, 1), fee(desk, 2)
    desk.passing_on.remit([paid_on(one, "T1")])
    assert refused(lambda: desk.passing_on.remit([paid_on(one, "T2")])) == "remitted"
    assert refused(lambda: desk.passing_on.remit([paid_on(other, "T1")])) == "ticket_used"
    assert refused(lambda: desk.passing_on.deposit(20001, "银行", TODAY)) == "more_than_held"
    assert refused(lambda: desk.passing_on.hand_over(20001, "李会计", TODAY)) == "more_than_held"
    assert refused(lambda: desk.passing_on.deposit(0, "银行", TODAY)) == "amount"
    assert refused(lambda: desk.passing_on.deposit(100, " ", TODAY)) == "place"
    assert refused(lambda: desk.passing_on.hand_over(100, "", TODAY)) == "other"
    assert refused(lambda: desk.passing_on.remit([paid_on(other, on=TODAY + timedelta(days=1))])) == "future"
    assert refused(lambda: desk.passing_on.remit([paid_on(other, on=TODAY - timedelta(days=1))])) == "too_early"
    assert refused(lambda: desk.passing_on.remit([Remittance(other, "pigeon", TODAY)])) == "channel"
    assert desk.ledger.held() == 20000


def test_many_are_paid_on_or_none(desk: Desk) -> None:
    one, other = fee(desk, 1), fee(desk, 2)
    assert refused(lambda: desk.passing_on.remit([paid_on(one, "T"), paid_on(other, "T")])) == "ticket_used"
    assert desk.ledger.remittance(one) is None
    assert desk.ledger.held() == 40000


def test_money_that_left_is_not_given_back(desk: Desk) -> None:
    one, other = fee(desk, 1), fee(desk, 2)
    desk.passing_on.remit([paid_on(one)])
    assert refused(lambda: desk.collecting.void(one, "错")) == "remitted"
    desk.passing_on.deposit(20000, "银行", TODAY)
    assert refused(lambda: desk.collecting.void(other, "错")) == "short"
    desk.passing_on.hand_over(20000, "镇所小王", TODAY, into=True, reason="退回")
    desk.collecting.void(other, "错")
    assert desk.ledger.held() == 0


def test_an_entry_is_reversed_once_and_stands_in_the_ledger_twice(desk: Desk) -> None:
    one = fee(desk, 1)
    [entry] = desk.passing_on.remit([paid_on(one, "T")])
    assert refused(lambda: desk.passing_on.reverse(entry.fact, " ")) == "reason"
    desk.passing_on.reverse(entry.fact, "点错了人")
    assert refused(lambda: desk.passing_on.reverse(entry.fact, "再来")) == "reversed"
    assert [(each.way, each.fen) for each in desk.ledger.lines(TODAY, TODAY)][1:] == [
        (CashRemitted.KIND, -20000),
        (CashRemitted.KIND, 20000),
    ]
    desk.passing_on.remit([paid_on(one, "T")])
    assert desk.ledger.held() == 0
    assert refused(lambda: desk.passing_on.reverse("nothing", "x")) == "unknown_entry"


def test_money_that_came_in_and_went_on_is_not_reversed(desk: Desk) -> None:
    came = desk.passing_on.hand_over(5000, "组长老李", TODAY, into=True)
    desk.passing_on.deposit(5000, "银行", TODAY)
    assert refused(lambda: desk.passing_on.reverse(came.fact, "错")) == "more_than_held"


def test_the_oldest_money_is_deposited_first(desk: Desk, clock: StillClock) -> None:
    old, new = fee(desk, 1), ""
    clock.move(days=3)
    new = fee(desk, 2)
    assert [(each.receipt.number, each.days) for each in desk.ledger.open_receipts()] == [(old, 3), (new, 0)]
    desk.passing_on.deposit(20000, "银行", desk.today())
    assert [each.receipt.number for each in desk.ledger.open_receipts()] == [new]
    desk.passing_on.remit([paid_on(new, on=desk.today())])
    assert not desk.ledger.open_receipts()


def test_a_difference_is_explained_once(desk: Desk, clock: StillClock) -> None:
    fee(desk, 1)
    assert refused(lambda: desk.closing.close({10000: 1})) == "unexplained"
    assert refused(lambda: desk.closing.close({10000: 1}, reason="change")) == "unexplained"
    assert refused(lambda: desk.closing.close({10000: -1})) == "counts"
    close = desk.closing.close({10000: 1}, reason="change", comment="多找了一百，明天送来")
    assert (close.difference_fen, close.counts, close.turn) == (-10000, {10000: 1}, 1)
    assert desk.ledger.sheet().is_closed
    clock.move(days=1)
    fee(desk, 2)
    again = desk.closing.close({10000: 3})
    assert (again.difference_fen, again.comment) == (-10000, "多找了一百，明天送来")
    clock.move(days=1)
    right = desk.closing.close({10000: 4})
    assert (right.difference_fen, right.reason) == (0, "")


def test_a_day_is_closed_again_after_more_came(desk: Desk, clock: StillClock) -> None:
    number = fee(desk, 1)
    desk.closing.close({10000: 2})
    desk.collecting.void(number, "错")
    assert not desk.ledger.sheet().is_closed
    assert desk.closing.close({}).turn == 2
    assert desk.ledger.sheet().is_closed


def test_the_day_that_nobody_closed_is_asked_for_next_morning(desk: Desk, clock: StillClock) -> None:
    fee(desk, 1)
    assert desk.ledger.not_closed() is None
    clock.move(days=1)
    assert desk.ledger.not_closed() == TODAY
    fee(desk, 2)
    assert desk.closing.close({10000: 2}, TODAY).ledger_fen == 20000, "what came later is not of that day"
    assert desk.ledger.not_closed() is None
    desk.closing.close({10000: 4})
    assert refused(lambda: desk.closing.close({10000: 2}, TODAY)) == "closed_later"
    assert refused(lambda: desk.closing.close({}, desk.today() + timedelta(days=1))) == "future"


def test_a_proof_is_given_for_what_was_paid_on(desk: Desk) -> None:
    number = fee(desk, 1)
    assert refused(lambda: desk.passing_on.give_proof(number, TODAY)) == "not_remitted"
    desk.passing_on.remit([paid_on(number)])
    desk.passing_on.give_proof(number, TODAY, "儿媳")
    assert desk.ledger.proof(number) == ("2026-11-02", "儿媳")


class Season:
    """A desk to which anything may happen, and its drawer counted beside it."""

    def __init__(self, desk: Desk, clock: StillClock, seed: int) -> None:
        self.desk, self.clock, self.chance = desk, clock, random.Random(seed)
        self.held, self.people = 0, 0
        self.standing: list[str] = []
        self.entries: list[tuple[str, int]] = []

    def step(self) -> None:
        """One more thing, or its refusal."""
        self.clock.move(minutes=7)
        work = self.chance.choice([self.take, self.take, self.take, self.void, self.remit, self.pass_on, self.reverse])
        try:
            work()
        except Refused as no:
            assert no.code in ("more_than_held", "short"), no.code

    def take(self) -> None:
        self.people += 1
        self.standing.append(fee(self.desk, self.people))
        self.held += 20000

    def void(self) -> None:
        if self.standing:
            self.desk.collecting.void(self.standing[-1], "错")
            self.standing.pop()
            self.held -= 20000

    def remit(self) -> None:
        if self.standing:
            number = self.standing[0]
            self.desk.passing_on.remit([paid_on(number, f"T{number}", self.desk.today())])
            self.standing.remove(number)
            self.held -= 20000

    def pass_on(self) -> None:
        fen, today = self.chance.randrange(1, 30000), self.desk.today()
        if self.chance.random() < 0.5:
            entry = self.desk.passing_on.deposit(fen, "银行", today)
        else:
            entry = self.desk.passing_on.hand_over(fen, "李会计", today, self.chance.random() < 0.5)
        self.entries.append((entry.fact, entry.fen))
        self.held += entry.fen

    def reverse(self) -> None:
        self.clock.move(days=1)
        if self.entries:
            self.desk.passing_on.reverse(self.entries[-1][0], "错")
            self.held -= self.entries.pop()[1]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_drawer_is_in_less_out(desk: Desk, clock: StillClock, seed: int) -> None:
    """And the same after a rebuild of the tables from the journal."""
    season = Season(desk, clock, seed)
    for _step in range(60):
        season.step()
        assert desk.ledger.held() == season.held >= 0
    span = (TODAY, desk.today())
    before = desk.ledger.lines(*span)
    assert sum(each.fen for each in before) == season.held
    desk.keeping.rebuild()
    assert desk.ledger.lines(*span) == before
    assert desk.ledger.held() == season.held
