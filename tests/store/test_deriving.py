"""The tables made anew: what a line costs the disk does not grow with the file, and no reader's index is asked."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sync.agreement import facts
from sync.agreement.facts import PayoutListLine, PayoutListPart
from sync.agreement.journal import Entry
from tests.agreement.test_cards import sample
from tests.desks import id_number, new_desk
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.store import applying, tables
from village_desk.store.connection import engine
from village_desk.store.subjects.card import OWN, Origin

PAYEES = 400
LISTS = (5, 40)
PAGES = 20
"""So few are held in memory here, so that a small desk is to them what a desk of years is to those of a PC."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with new_desk(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engine.Database]:
    with new_desk(tmp_path_factory.mktemp("lived")) as made:
        yield made._store.db


def take_list(desk: Desk, number: int) -> None:
    """A month's list; the township names its payees in an order of its own."""
    order = Random(number).sample(range(PAYEES), PAYEES)
    of = (f"list-{number:03}", f"{2000 + number // 12}-{number % 12 + 1:02}", PAYEES, 20000 * PAYEES, "发放.xls", 1, 1)
    payee = ("村民", id_number("19500101", 1), 16000, 4000, 20000)
    lines = (PayoutListLine(line, *payee, f"person-{each:03}") for line, each in enumerate(order, start=1))
    with desk._store.writing():
        desk._store.record(PayoutListPart(*of, tuple(lines)))


def written() -> int:
    """The bytes that this process has handed to the system so far."""
    found = Path("/proc/self/io").read_text().split()
    return int(found[found.index("wchar:") + 1])


@pytest.mark.parametrize("work", ["rebuild", "check"])
def test_a_line_of_a_list_costs_the_disk_no_more_after_years(
    desk: Desk, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index over people is in no order of time: filled line by line, each line writes a page of it again."""
    monkeypatch.setattr(engine, "SCRATCH_KIB", 4 * PAGES)
    desk._store.db.execute(f"PRAGMA cache_size = {PAGES}")
    each = []
    for most in LISTS:
        for number in range(desk._store.head().seq, most + 1):
            take_list(desk, number)
        before = written()
        getattr(desk.keeping, work)()
        each.append((written() - before) / (most * PAYEES))
    assert each[1] < 1.2 * each[0]


@pytest.mark.parametrize("origin", [OWN, Origin("429004103002-B", "message", 7)])
@pytest.mark.parametrize("kind", sorted(applying.CARDS))
def test_applying_asks_no_index_that_only_readers_ask(
    lived: engine.Database, tmp_path: Path, kind: str, origin: Origin
) -> None:
    """A replay has none of them: what asks one would read the whole table for each fact."""
    asked: list[str] = []
    with engine.scratch(tmp_path / "filled", lived) as filled, engine.scratch(tmp_path / "whole", lived) as whole:
        tables.make_to_fill(filled)
        tables.make(whole)
        filled.conn.set_trace_callback(asked.append)
        for known in (facts.PersonRegistered, facts.KINDS[kind]):
            apply(filled, known, origin)
        filled.conn.set_trace_callback(None)
        questions = [each for each in asked if each.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")]
        assert questions
        for each in questions:
            assert plan(filled, each) == plan(whole, each), each


def apply(db: engine.Database, known: Any, origin: Origin) -> None:
    """A sample of the kind, straight by its card; of a sample that does not fit, what it asked until then counts."""
    fact = sample(known)
    at = "2026-11-02T09:30:00+08:00"
    entry = Entry("00000001", 1, known.KIND, at, "协办员", known.KIND, facts.about(fact), facts.body(fact), "00" * 32)
    with contextlib.suppress(Refused, ValueError, TypeError):
        applying.CARDS[known.KIND].apply(db, entry, fact, origin)


def plan(db: engine.Database, question: str) -> list[str]:
    return [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}").fetchall()]
