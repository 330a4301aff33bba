"""Two real desks of one village and their township under faults in any order (hypothesis): both roads, both ways.

After every step each desk has what came down without a gap and each thing once (I10). In the end both desks and the
township agree on every person, on the money of every year to the fen, and a rebuild makes the same tables.
``VILLAGE_SCHEDULES`` and ``VILLAGE_SEED`` as in ``tests/township/test_machine.py``.
"""

from __future__ import annotations

import itertools
import json
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sync.agreement import facts, sent
from sync.agreement.protocol import KnownTownship
from sync.desk import outbox
from sync.township.down.downward import Downward, new_id
from sync.township.store import tables
from tests.desks import StillClock, id_number
from tests.township.counters import NOON
from tests.township.disasters import Office, spoil
from tests.township.inside import GOOD, LOST, UNHEARD, URL, InsideLine
from tests.township.test_machine import run
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.villages import Village as Place
from village_desk.services.collecting import Payment
from village_desk.services.road.carrying import Carrying
from village_desk.services.road.dialing import Dialing
from village_desk.services.road.exchanging import Exchanging
from village_desk.services.road.joining import Joining
from village_desk.services.road.line import LineRoad
from village_desk.store import rebuilding
from village_desk.store.database import Store
from village_desk.store.subjects import people

KEY, SALT = bytes(32), bytes(16)
QUICK = "/dev/shm" if Path("/dev/shm").is_dir() else None
SHORT = 12
FIELDS = ("phone", "household", "note", "group", "name")
_any = st.integers(0, 10**6)
_who = st.integers(0, 2)
_field = st.sampled_from(FIELDS)
_faults = st.lists(st.sampled_from((GOOD, LOST, UNHEARD)), max_size=8)


class Inside(Dialing):
    """Lines without sockets."""

    def __init__(self, store: Store, line: InsideLine) -> None:
        super().__init__(store)
        self._line = line

    def _to(self, url: str, known: KnownTownship | None) -> LineRoad:
        found = super()._to(url, known)
        self._line.carry(found)
        return found


class PC:
    """One PC with its file, opened with a raw key: the price of a PIN is not what is tried here."""

    def __init__(self, folder: Path, letter: str, line: InsideLine) -> None:
        self._line = line
        self.path = folder / f"{letter}.vdesk"
        self.clock = StillClock()
        self._place = Place("429004103002", "沟二社区", letter)
        self.open()

    @property
    def name(self) -> str:
        return self._place.desk

    def open(self) -> None:
        if self.path.exists():
            self.store = Store.open(self.path, KEY, SALT, self.clock)
        else:
            self.store = Store.create(self.path, KEY, SALT, self.clock, self._place)
            self.store.db.execute("PRAGMA synchronous=OFF")
        self.desk, dialing = Desk(self.store), Inside(self.store, self._line)
        self.desk.exchanging = Exchanging(self.store, dialing)
        self.desk.joining = Joining(self.store, dialing, self.desk.exchanging)
        self.desk.carrying = Carrying(self.store, dialing)

    def close(self) -> None:
        self.store.close()

    def copy(self, to: Path) -> None:
        """The disk as it is, but for the key, which no backup holds."""
        self.close()
        shutil.copyfile(self.path, to)
        self.open()

    def put_back(self, copy: Path, told: bool) -> None:
        """The disk as it was. ``told``: by the program, which begins a new epoch at once."""
        self.close()
        shutil.copyfile(copy, self.path)
        self.open()
        if told:
            self.store.begin_epoch("restored")

    def person(self, who: int) -> str | None:
        """The id that this desk has for a person."""
        found = people.by_identity(self.store.db, number(who))
        return found.id if found else None


def number(who: int) -> str:
    """The identity number of one of the machine's people."""
    return id_number("19800512", 1 + 2 * who)


def _payee(who: int, person: str) -> facts.PayoutListLine:
    return facts.PayoutListLine(who + 1, f"村民{who}", number(who), 15000, 0, 15000, person)


def payouts_of(pc: PC) -> dict[str, list[str]]:
    """The identity numbers on the lists that were taken in, by month."""
    taken = [each for each in pc.desk.paying.all_lists() if each.file]
    return {str(each.month): [line.id_number for line in pc.desk.paying.lines(each.id)] for each in taken}


class TwoDesks(RuleBasedStateMachine):
    """Desks A and B, one stick, one township."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="village-two-", dir=QUICK))
        self.office, self.line = Office(self.folder), InsideLine()
        self.line.serve(self.office.counter)
        self.pcs = [PC(self.folder, letter, self.line) for letter in "AB"]
        self.stick = self.folder / "stick"
        self.stick.mkdir()
        self.count = itertools.count(1)
        self.books: list[Path] = []
        self.disks: list[tuple[int, Path]] = []
        self.told: dict[str, set[str]] = {pc.name: set() for pc in self.pcs}

    def _value(self, field: str) -> str | int:
        count = next(self.count)
        return count if field == "group" else f"{field}{count}"

    @rule(pc=st.integers(0, 1), who=_who, field=_field)
    def somebody_registers(self, pc: int, who: int, field: str) -> None:
        here = self.pcs[pc]
        if here.person(who) is None:
            values = {"name": f"村民{who}"} | {field: self._value(field)}
            with here.store.writing():
                here.store.record(
                    facts.PersonRegistered(person=here.store.mint(), id_number=number(who), **values)  # type: ignore[arg-type]
                )

    @rule(pc=st.integers(0, 1), who=_who, field=_field)
    def somebody_corrects(self, pc: int, who: int, field: str) -> None:
        here = self.pcs[pc]
        if person := here.person(who):
            here.desk.registering.correct(person, {field: self._value(field)})

    @rule(pc=st.integers(0, 1), who=_who, year=st.sampled_from((2025, 2026)), tier=st.sampled_from((20000, 30000)))
    def a_fee_is_taken(self, pc: int, who: int, year: int, tier: int) -> None:
        here = self.pcs[pc]
        if person := here.person(who):
            with suppress(Refused):
                here.desk.collecting.collect(Payment(person, year, tier))

    @rule(pc=st.integers(0, 1), which=_any)
    def a_receipt_is_void(self, pc: int, which: int) -> None:
        here = self.pcs[pc]
        own = [each.number for each in here.desk.collecting.recent(20) if not each.desk]
        if own:
            with suppress(Refused):
                here.desk.collecting.void(own[which % len(own)], "写错")

    @rule(pc=st.integers(0, 1), month=st.sampled_from(("2026-10", "2026-11")))
    def a_payout_list_is_taken_in(self, pc: int, month: str) -> None:
        """Both PCs have the same workbook of a month."""
        here = self.pcs[pc]
        if month not in payouts_of(here):
            whole = (here.store.mint(), month, 3, 45000, "f" * 64)
            with here.store.writing():
                for part, people_of in enumerate(((0, 1), (2,)), start=1):
                    lines = tuple(_payee(who, here.person(who) or "") for who in people_of)
                    here.store.record(facts.PayoutListPart(*whole, part, 2, lines))

    @rule(pc=st.integers(0, 1), faults=_faults)
    def a_desk_sends(self, pc: int, faults: list[str]) -> None:
        self.line.faults = iter(faults)
        with suppress(Trouble):
            self.pcs[pc].desk.exchanging.send(URL)
        self.line.faults = iter(())

    @rule(pc=st.integers(0, 1))
    def a_stick_is_written(self, pc: int) -> None:
        with suppress(Refused):  # it has not met its township yet
            self.pcs[pc].desk.exchanging.write_stick(self.stick)

    @rule()
    def a_stick_is_at_the_township(self) -> None:
        self._take(self.stick)

    def _take(self, where: Path) -> None:
        desk = self.office.counter.for_sticks()
        desk.answer(where, desk.take(where))

    @rule(pc=st.integers(0, 1))
    def a_stick_comes_home(self, pc: int) -> None:
        with suppress(Refused):
            self.pcs[pc].desk.exchanging.read_stick(self.stick)

    @rule(which=_any, cut=st.booleans(), at=_any)
    def a_file_on_the_stick_is_damaged(self, which: int, cut: bool, at: int) -> None:
        files = sorted(each for each in self.stick.rglob("*.vdd"))
        if files:
            spoil(files[which % len(files)], at, cut)

    @rule(pc=st.integers(0, 1))
    def a_program_starts_again(self, pc: int) -> None:
        self.pcs[pc].close()
        self.pcs[pc].open()

    @rule(pc=st.integers(0, 1))
    def the_tables_are_rebuilt(self, pc: int) -> None:
        rebuilding.rebuild(self.pcs[pc].store)

    @rule(pc=st.integers(0, 1), year=st.sampled_from((1970, 2025, 2026, 2099)))
    def a_clock_jumps(self, pc: int, year: int) -> None:
        clock = self.pcs[pc].clock
        clock.now = clock.now.replace(year=year)

    @rule(pc=st.integers(0, 1), what=st.integers(0, 3))
    def the_township_says_something(self, pc: int, what: int) -> None:
        payee = sent.PayoutSentLine("村民", number(0), 15000, 0, 15000)
        said: Any = (
            sent.NumbersGiven(new_id(), "收据", "000001", "000900"),
            sent.PayoutListSent(new_id(), "2026-11", 1, 15000, (payee,)),
            sent.PaidListSent(new_id(), "税务", "tax", (sent.PaidLine(number(0), 2025, 20000),)),
            sent.ListSent(new_id(), "核查", ("一",), (sent.Question(number(0), "村民", ("x",)),)),
        )[what]
        self._downward().send(self.pcs[pc].name, said)

    def _downward(self) -> Downward:
        return Downward(self.office.counter.store, self.office.counter.key, lambda: NOON)

    @rule(pc=st.integers(0, 1), which=_any, field=_field)
    def the_township_corrects(self, pc: int, which: int, field: str) -> None:
        known = [row.person for row in self.office.rows(tables.people)]
        if known:
            person = known[which % len(known)]
            change = sent.CorrectedAbove(new_id(), person, {field: self._value(field)})
            self._downward().send(self.pcs[pc].name, change)

    @rule(pc=st.integers(0, 1))
    def a_disk_is_copied(self, pc: int) -> None:
        copy = self.folder / f"disk-{len(self.disks)}"
        self.pcs[pc].copy(copy)
        self.disks.append((pc, copy))

    @precondition(lambda self: self.disks)
    @rule(which=_any, told=st.booleans())
    def a_desk_is_restored(self, which: int, told: bool) -> None:
        pc, copy = self.disks[which % len(self.disks)]
        self.pcs[pc].put_back(copy, told)

    @rule()
    def the_books_are_backed_up(self) -> None:
        self.books.append(self.office.back_up())

    @precondition(lambda self: self.books)
    @rule(which=_any, told=st.booleans())
    def the_books_are_restored(self, which: int, told: bool) -> None:
        """``told``: by the command, which begins a new timeline; else somebody copies the file back by hand."""
        (self.office.restore if told else self.office.put_back)(self.books[which % len(self.books)])
        self.line.serve(self.office.counter)

    @invariant()
    def what_came_down_has_no_gap(self) -> None:
        """Every message that the desk has is one that its township wrote, in its place, and each once (I10)."""
        messages = self.office.rows(tables.down_messages)
        for pc in self.pcs:
            self.told[pc.name] |= {row.id for row in messages if row.desk == pc.name}
            rows = pc.store.db.execute("SELECT number, id FROM came_down ORDER BY number").fetchall()
            assert [row[0] for row in rows] == list(range(1, len(rows) + 1)), "a gap in what came down"
            assert {row[1] for row in rows} <= self.told[pc.name], "nobody said that"
            answered = outbox.answered(pc.store.db)
            assert outbox.count_answered(pc.store.db) == len(answered), "batches of an epoch with a gap"

    def teardown(self) -> None:
        try:
            for _round in range(3):
                for pc in self.pcs:
                    pc.clock.now = NOON
                    pc.desk.exchanging.send(URL)
            self.what_came_down_has_no_gap()
            self._settled()
        finally:
            self.office.counter.close()
            for pc in self.pcs:
                pc.close()
            shutil.rmtree(self.folder)

    def _settled(self) -> None:
        books = {row.id_number: json.loads(row.fields) for row in self.office.rows(tables.people) if not row.doubt}
        money = {int(year): each.net_fen for year, each in self.office.counter.status().money.items()}
        for pc in self.pcs:
            assert outbox.waiting(pc.store.db).facts == 0, "something still waits"
            assert not pc.desk.road.state().refused, "refused"
            assert rebuilding.first_difference(pc.store) == "", "a rebuild makes other tables"
            here = {each.id_number: each for each in people.everyone(pc.store.db)}
            assert here.keys() == books.keys(), "the people are not the same"
            for who, fields in books.items():
                mine = {name: getattr(here[who], name) for name in FIELDS}
                theirs = {name: fields.get(name, type(mine[name])()) for name in FIELDS}
                assert mine == theirs, f"{pc.name} knows another person"
            sums = {each.year: each.net_fen for each in pc.desk.reporting.village_totals()}
            assert sums == money, f"{pc.name}: money to the fen"
            assert not pc.store.db.execute("SELECT count(*) FROM parked").fetchone()[0], "a fact waits for a person"
            assert all(each == [number(who) for who in range(3)] for each in payouts_of(pc).values()), "a line is lost"
        one, other = map(payouts_of, self.pcs)
        assert one == other, "a payout list is on one PC alone"


def test_two_desks_and_the_township_come_to_the_same() -> None:
    run(TwoDesks, SHORT)
