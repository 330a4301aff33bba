"""Many facts at once: a few statements for each, and the same tables as one by one."""

import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sync.agreement import facts, journal
from sync.agreement.sent import DeskTold, PassedOnLine
from tests import counting
from tests.desks import SAMPLE, StillClock, id_number, new_desk
from tests.workbooks import books
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Trouble
from village_desk.store import applying, rebuilding, replaying, tables
from village_desk.store.connection import engine

SERIALS = range(1, 1201)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with new_desk(tmp_path) as made:
        yield made


class OddClock(StillClock):
    """A clock that goes a minute at every look, and is set back again and again."""

    def __call__(self) -> datetime:
        self.move(minutes=1 if self.now.minute % 7 else -12)
        return self.now


def person(serial: int, name: str = "单雄信", **more: Any) -> facts.PersonRegistered:
    number = id_number(f"19{40 + serial // 1000}0512", serial % 1000)
    return facts.PersonRegistered(f"person-{serial}", name, number, **more)


def lines(of: str, count: int) -> list[facts.Fact]:
    return [
        facts.PayoutListTaken(of, "2026-10", count, 20000 * count, "发放.xls"),
        *(
            facts.PayoutLineTaken(f"person-{line}", of, line, "村民", id_number("19500101", 1), 16000, 4000, 20000)
            for line in range(1, count + 1)
        ),
    ]


def record(desk: Desk, new: Iterable[facts.Fact]) -> None:
    with desk._store.writing():
        desk._store.record_all(new)


def test_a_row_of_a_roster_costs_three_statements(desk: Desk) -> None:
    """Its place in the journal, in the table of people and in the search; seven were spent before."""
    preview = desk.importing.read(SAMPLE / "roster.xlsx")
    spent = counting.statements(desk._store.db.conn, lambda: desk.importing.take(preview))
    assert spent <= 3 * len(preview.to_add) + 60


def test_a_line_of_a_payout_list_costs_two_statements(desk: Desk, tmp_path: Path) -> None:
    title = [["2026年11月待遇发放明细"], books.PAYOUT_HEADER]
    path = books.save(tmp_path / "名单.xlsx", [*title, *(books.payee(order) for order in range(1, 301))], names=["表"])
    preview = desk.paying.read(path)
    spent = counting.statements(desk._store.db.conn, lambda: desk.paying.take(preview))
    assert spent <= 2 * 300 + 60


@contextmanager
def one_by_one(desk: Desk) -> Iterator[engine.Database]:
    """The tables that the journal makes when each fact is applied by itself."""
    with engine.scratch(desk.path.with_name("one-by-one"), desk._store.db) as made:
        tables.make(made)
        for entry in replaying.as_lived(desk._store.db):
            applying.apply(made, entry)
        yield made


def twice_over(desk: Desk) -> None:
    """More people than go together, with somebody among them who is on the roster already, and a doubled row."""
    record(desk, [person(7)])
    record(desk, (person(each) for each in SERIALS if each != 7))
    record(desk, [person(2001), facts.PersonRegistered("another", "罗士信", id_number("19420512", 1)), person(2002)])


def with_lists(desk: Desk) -> None:
    record(desk, [*(person(each) for each in SERIALS), *lines("list-a", 700), *lines("list-b", 3)])
    record(desk, [facts.PersonCorrected("person-3", {"phone": "13800001000"}), *lines("list-c", 2)])


def with_one_that_waits(desk: Desk) -> None:
    """The other PC corrected somebody whom this desk registers later."""
    body = '{"changes":{"note":"丙"}}'
    at = "2026-10-01T08:00:00+08:00"
    line = PassedOnLine("theirs-1", at, "李协办", facts.PersonCorrected.KIND, "person-5", body)
    with desk._store.writing():
        desk._store.receive(DeskTold("message-1", "429004103002-B", 1, (line,)), b"signed")
        desk._store.record_all(person(each) for each in range(1, 30))


@pytest.mark.parametrize("live", [twice_over, with_lists, with_one_that_waits])
def test_facts_applied_together_make_the_same_tables(desk: Desk, live: Callable[[Desk], None]) -> None:
    live(desk)
    with one_by_one(desk) as apart:
        assert rebuilding.differing(desk._store.db, apart) == ""
        assert desk.keeping.check().well
        desk.keeping.rebuild()
        assert rebuilding.differing(desk._store.db, apart) == ""


def test_a_clock_set_back_among_many_facts_is_noted_as_one_by_one(tmp_path: Path) -> None:
    with new_desk(tmp_path, OddClock()) as desk:
        record(desk, map(person, range(1, 1100)))
        noted = desk._store.db.execute("SELECT * FROM set_back").fetchall()
        with desk._store.writing() as db:
            journal.note_set_back(db)
        assert len(noted) > 100
        assert noted == desk._store.db.execute("SELECT * FROM set_back").fetchall()


def test_a_check_writes_nothing_that_can_be_read_and_leaves_nothing(desk: Desk) -> None:
    """The tables of a big desk do not fit into the memory that a check may take: the rest lies encrypted beside it."""
    place = desk._store.beside(".checking")
    with engine.scratch(place, desk._store.db) as fresh:
        tables.make(fresh)
        rows = ([f"fact-{each}", "READABLE" * 100] for each in range(engine.SCRATCH_KIB * 1024 // 400))
        fresh.executemany("INSERT INTO told VALUES (?, '', '', '', '', '', '', ?)", rows)
        written = place.read_bytes()
        assert len(written) > engine.SCRATCH_KIB * 512
        assert b"READABLE" not in written
    assert not place.exists()
    place.write_bytes(b"left by a killed program")
    assert desk.keeping.check().well
    assert not place.exists()


def test_a_check_that_cannot_write_its_file_says_so(desk: Desk) -> None:
    place = desk._store.beside(".checking")
    place.mkdir()
    with pytest.raises(Trouble):
        desk.keeping.check()
    place.rmdir()
    assert desk.keeping.check().well


def test_a_check_holds_no_table_in_memory(desk: Desk) -> None:
    """As much of Python's memory for ten lists as for one."""
    peaks = []
    for each in range(2):
        record(desk, (fact for of in range(9 * each + 1) for fact in lines(f"list-{each}-{of}", 600)))
        tracemalloc.start()
        assert desk.keeping.check().well
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]
