"""Two desks and their township with cash in any order (hypothesis): in hand is in less out on a desk at every moment,
and at the township once all is sent; numbers, red ones too, have neither gap nor double; years equal the ledger.

Each desk counts its drawer apart, by hand. ``VILLAGE_SCHEDULES``, ``VILLAGE_SEED`` as in ``township/test_machine.py``.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sync.township.reports import drawers, holes
from sync.township.subjects import cash
from tests.desks import register
from tests.services.test_village_machine import PC, QUICK
from tests.township.counters import NOON
from tests.township.disasters import Office
from tests.township.inside import GOOD, LOST, UNHEARD, URL, InsideLine
from tests.township.test_machine import run
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.receipts import Receipt, ReceiptNumber
from village_desk.services.books.passing_on import Remittance
from village_desk.services.collecting import Payment
from village_desk.store import rebuilding
from village_desk.store.subjects import receipts

SHORT = 8
MAY_BE_REFUSED = {"more_than_held", "short", "remitted", "void", "already_void", "reversed", "closed_later", "no_cash"}
_pc = st.integers(0, 1)
_any = st.integers(0, 10**6)
_fen = st.integers(1, 30_000)
_faults = st.lists(st.sampled_from((GOOD, LOST, UNHEARD)), max_size=6)


@contextmanager
def perhaps() -> Iterator[None]:
    """What may be refused with good reason, and is then not done at all."""
    try:
        yield
    except Refused as no:
        assert no.code in MAY_BE_REFUSED, no.code


class Drawer:
    """A desk's drawer as somebody counts it beside the program."""

    def __init__(self, pc: PC) -> None:
        self.pc = pc
        self.held, self.collected = 0, 0
        self.entries: list[tuple[str, int]] = []
        self.used: list[str] = []


class Money(RuleBasedStateMachine):
    """Desks A and B of a village, a stick each, one township."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="village-money-", dir=QUICK))
        self.office, self.line = Office(self.folder), InsideLine()
        self.line.serve(self.office.counter)
        self.drawers = [Drawer(PC(self.folder, letter, self.line)) for letter in "AB"]
        self.count = itertools.count(1)
        for each in self.drawers:
            self._stick(each).mkdir()

    def _stick(self, drawer: Drawer) -> Path:
        return self.folder / f"stick-{drawer.pc.name[-1]}"

    def _receipt(self, drawer: Drawer, which: int) -> Receipt | None:
        own = [each for each in drawer.pc.desk.collecting.recent(50) if not each.desk]
        return own[which % len(own)] if own else None

    @rule(pc=_pc, fen=st.sampled_from((20000, 30000)))
    def a_fee_is_taken(self, pc: int, fen: int) -> None:
        here, serial = self.drawers[pc], next(self.count)
        desk = here.pc.desk
        person = register(desk, f"村民{serial}", serial=serial % 1000)
        number = desk.collecting.collect(Payment(person, desk.today().year, fen)).number
        here.used.append(number)
        here.held += fen
        here.collected += fen

    @rule(pc=_pc, which=_any)
    def a_fee_is_taken_back(self, pc: int, which: int) -> None:
        """Made void, or by a red entry, as the day and the township have it."""
        here = self.drawers[pc]
        if receipt := self._receipt(here, which):
            with perhaps():
                void = here.pc.desk.collecting.void(receipt.number, "写错")
                here.held -= receipt.amount_fen
                here.collected -= receipt.amount_fen
                here.used += [void.red] if void.red else []

    @rule(pc=_pc)
    def yesterdays_last_fee_is_taken_back(self, pc: int) -> None:
        """By a red entry, whose number is followed by the next fee's."""
        self.a_fee_is_taken(pc, 20000)
        self.drawers[pc].pc.clock.move(days=1)
        self.a_fee_is_taken_back(pc, 0)
        self.a_fee_is_taken(pc, 30000)

    @rule(pc=_pc, which=_any)
    def cash_is_paid_on(self, pc: int, which: int) -> None:
        here = self.drawers[pc]
        if receipt := self._receipt(here, which):
            with perhaps():
                ticket = f"T{next(self.count)}"
                [entry] = here.pc.desk.passing_on.remit([Remittance(receipt.number, "phone", self._day(here), ticket)])
                self._moved(here, entry.fact, entry.fen)

    @rule(pc=_pc, fen=_fen)
    def cash_is_deposited(self, pc: int, fen: int) -> None:
        here = self.drawers[pc]
        with perhaps():
            entry = here.pc.desk.passing_on.deposit(fen, "镇农商行", self._day(here))
            self._moved(here, entry.fact, entry.fen)

    @rule(pc=_pc, fen=_fen, into=st.booleans())
    def cash_is_handed_over(self, pc: int, fen: int, into: bool) -> None:
        here = self.drawers[pc]
        with perhaps():
            entry = here.pc.desk.passing_on.hand_over(fen, "李会计", self._day(here), into)
            self._moved(here, entry.fact, entry.fen)

    @rule(pc=_pc, which=_any)
    def an_entry_is_reversed(self, pc: int, which: int) -> None:
        here = self.drawers[pc]
        if here.entries:
            fact, fen = here.entries[which % len(here.entries)]
            with perhaps():
                here.pc.desk.passing_on.reverse(fact, "记错")
                here.held -= fen

    def _day(self, here: Drawer) -> date:
        return here.pc.desk.today()

    def _moved(self, here: Drawer, fact: str, fen: int) -> None:
        here.entries.append((fact, fen))
        here.held += fen

    @rule(pc=_pc, missing=st.sampled_from((0, 0, 100)))
    def the_day_is_closed(self, pc: int, missing: int) -> None:
        here = self.drawers[pc]
        counts = {1: max(here.held - missing, 0)}
        with perhaps():
            here.pc.desk.closing.close(counts, reason="change", comment="找错了")

    @rule(pc=_pc, days=st.integers(0, 3), minutes=st.integers(1, 300))
    def time_goes_by(self, pc: int, days: int, minutes: int) -> None:
        self.drawers[pc].pc.clock.move(days=days, minutes=minutes)

    @rule(pc=_pc, faults=_faults)
    def a_desk_sends(self, pc: int, faults: list[str]) -> None:
        self.line.faults = iter(faults)
        with suppress(Trouble):
            self.drawers[pc].pc.desk.exchanging.send(URL)
        self.line.faults = iter(())

    @rule(pc=_pc)
    def a_stick_is_written(self, pc: int) -> None:
        with suppress(Refused):
            self.drawers[pc].pc.desk.exchanging.write_stick(self._stick(self.drawers[pc]))

    @rule(pc=_pc)
    def a_stick_is_at_the_township(self, pc: int) -> None:
        desk = self.office.counter.for_sticks()
        desk.answer(self._stick(self.drawers[pc]), desk.take(self._stick(self.drawers[pc])))

    @rule(pc=_pc)
    def a_stick_comes_home(self, pc: int) -> None:
        with suppress(Refused):
            self.drawers[pc].pc.desk.exchanging.read_stick(self._stick(self.drawers[pc]))

    @rule(pc=_pc)
    def a_program_starts_again(self, pc: int) -> None:
        self.drawers[pc].pc.close()
        self.drawers[pc].pc.open()

    @invariant()
    def what_is_in_hand_is_in_less_out(self) -> None:
        for each in self.drawers:
            assert each.pc.desk.ledger.held() == each.held >= 0

    @invariant()
    def numbers_have_neither_gap_nor_double(self) -> None:
        for each in self.drawers:
            given = [ReceiptNumber.read(number) for number in each.used]
            assert len(set(each.used)) == len(each.used)
            for series, serials in receipts.series(each.pc.store.db).items():
                assert serials == list(range(1, len(serials) + 1))
                assert serials == sorted(number.serial for number in given if number.series == series)

    def teardown(self) -> None:
        try:
            for _round in range(3):
                for each in self.drawers:
                    each.pc.clock.now = max(each.pc.clock.now, NOON)
                    each.pc.desk.exchanging.send(URL)
            self._settled()
        finally:
            self.office.counter.close()
            for each in self.drawers:
                each.pc.close()
            shutil.rmtree(self.folder)

    def _settled(self) -> None:
        with self.office.counter.store.reading() as db:
            assert holes.find(db, None) == []
            for each in self.drawers:
                found = {one.name: one.number for one in cash.sums(db, [each.pc.name])}
                assert found["cash_in_hand"] == each.held, f"{each.pc.name}: in hand above"
                for drawer in drawers.drawers(db, [each.pc.name]):
                    assert drawer.in_hand_fen == each.held, "the ledger above"
                    assert drawer.open_receipts == len(each.pc.desk.ledger.open_receipts()), "what still lies there"
        collected = sum(each.collected for each in self.drawers)
        assert sum(each.net_fen for each in self.office.counter.status().money.values()) == collected
        for each in self.drawers:
            assert sum(total.net_fen for total in receipts.totals(each.pc.store.db)) == each.collected
            assert rebuilding.first_difference(each.pc.store) == "", "a rebuild makes other tables"
            assert each.pc.desk.keeping.check().well


def test_cash_is_the_same_on_both_ends() -> None:
    run(Money, SHORT)
