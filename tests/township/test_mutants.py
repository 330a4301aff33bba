"""The design broken on purpose, one way at a time: the state machine must notice each (I12)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, insert

from sync.township.intake import applying
from sync.township.store import ledger, tables
from sync.wire import batch as batches
from sync.wire import keys
from tests.township.disasters import Design
from tests.township.journals import Scribe
from tests.township.test_machine import Village

Step = Callable[[Village], object]

RESTORED: list[Step] = [
    lambda village: village.somebody_works(which=0, fees=1, wrong=False, void=False),
    lambda village: village.a_good_line(which=0),
    lambda village: village.a_disk_is_copied(which=0),
    lambda village: village.somebody_works(which=0, fees=2, wrong=False, void=False),
    lambda village: village.a_good_line(which=0),
    lambda village: village.a_desk_is_restored(which=0, told=False),
    lambda village: village.somebody_works(which=0, fees=3, wrong=False, void=True),
    lambda village: village.a_good_line(which=0),
    lambda village: village.a_good_line(which=0),
]
"""A disk from before the last batch comes back, and work goes on from there."""

UNSENT_COPY: list[Step] = [
    lambda village: village.somebody_works(which=0, fees=2, wrong=False, void=False),
    lambda village: village.a_disk_is_copied(which=0),
    lambda village: village.somebody_works(which=0, fees=1, wrong=False, void=False),
    lambda village: village.a_good_line(which=0),
    lambda village: village.a_desk_is_restored(which=0, told=False),
    lambda village: village.a_good_line(which=0),
    lambda village: village.a_good_line(which=0),
]
"""What the copy still has to send is at the township already, in a batch that is not the copy's."""

FORGOTTEN: list[Step] = [
    lambda village: village.the_books_are_backed_up(),
    lambda village: village.somebody_works(which=0, fees=2, wrong=False, void=False),
    lambda village: village.a_week_is_sealed(which=0),
    lambda village: village.a_stick_is_written(which=0),
    lambda village: village.a_stick_arrives(which=0),
    lambda village: village.the_books_are_restored(which=0),
    lambda village: village.a_letter_comes_back(which=0, desk=0),
]
"""The answer to a batch comes home after the books that gave it were put back to before."""

FORGED: list[Step] = [
    lambda village: village.somebody_works(which=0, fees=1, wrong=False, void=False),
    lambda village: village.a_stick_is_written(which=0),
    lambda village: village.somebody_forges(which=0),
]


class CountingMinter:
    """Ids from a counter that is stored with the desk: a restored disk counts from there once more."""

    def __init__(self, scribe: Scribe) -> None:
        used = [int(row[0].rsplit("-", 1)[1]) for row in scribe.db.execute("SELECT id FROM journal").fetchall()]
        self._count = max(used, default=0)
        self._desk = scribe.desk

    def mint(self) -> str:
        """The next number."""
        self._count += 1
        return f"{self._desk}-{self._count}"


class CountedIds(Village):
    """Ids are minted from a stored counter."""

    design = Design(minter=CountingMinter)


class AnyTimeline(Village):
    """Answers of a discarded timeline are believed."""

    design = Design(believes_any_timeline=True)


def play(machine: type[Village], steps: Sequence[Step]) -> None:
    """The steps one after the other, the invariants after each, the audit at the end."""
    village = machine()
    try:
        for step in steps:
            step(village)
            village.the_books_are_sound()
            village.answers_hold()
    finally:
        village.teardown()


def caught(machine: type[Village], steps: Sequence[Step]) -> str:
    """The machine's complaint; the test fails when there is none."""
    with pytest.raises((AssertionError, pytest.fail.Exception)) as found:
        play(machine, steps)
    return str(found.value)


@pytest.mark.parametrize("steps", [RESTORED, UNSENT_COPY, FORGOTTEN, FORGED])
def test_the_design_as_it_is_stands_each_of_these_schedules(steps: list[Step]) -> None:
    play(Village, steps)


def test_ids_from_a_stored_counter_are_caught() -> None:
    said = caught(CountedIds, RESTORED)
    assert "id_reused" in said or "another fact stands" in said or "to the fen" in said


def test_answers_of_a_discarded_timeline_are_caught() -> None:
    said = caught(AnyTimeline, FORGOTTEN)
    assert "not at the township" in said or "still waits" in said


def test_a_township_that_counts_a_fact_whenever_it_comes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """No look at what came before, and no unique key: the second arrival gets a row of its own."""

    def forgets(db: Connection, desk: str, ids: object) -> dict[str, Any]:
        return {}

    def inserts(db: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        known = {id_ for row in rows for id_ in ledger.known_facts(db, row["desk"], [row["id"]])}
        db.execute(insert(tables.facts), [dict(row) | twice(row, known) for row in rows]) if rows else None
        return len(rows)

    def twice(row: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
        return {"id": f"{row['id']} {row['batch'][:8]}"} if row["id"] in known else {}

    careless = SimpleNamespace(fact_row=ledger.fact_row, known_facts=forgets, insert_facts=inserts)
    monkeypatch.setattr(applying, "ledger", careless)
    said = caught(Village, UNSENT_COPY)
    assert "one of them twice" in said or "refused" in said


def test_a_township_that_checks_no_signature_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    trusting = SimpleNamespace(verify=lambda *_: True, DeskKey=keys.DeskKey)
    monkeypatch.setattr(batches, "keys", trusting)
    assert "DID NOT RAISE" in caught(Village, FORGED)
