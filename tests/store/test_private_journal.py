"""The private journal: written in the transaction of the other facts, kept whole, replayed after the journal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.domain.held_rows import HeldCell, HeldReason, RowHeld, RowNotTaken, RowPutOff
from village_desk.store import migrations, private_journal

HELD = RowHeld(
    "r-1",
    "花名册.xls",
    "Sheet1",
    86,
    (HeldCell("name", "姓名", "程咬金"), HeldCell("id_number", "身份证号", "4.29E+17", "number")),
    (HeldReason("id_damaged", "坏了", "重填", "id_number"),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_desk(tmp_path) as desk:
        with desk._store.writing():
            desk._store.record_private(HELD)
            desk._store.record_private(RowPutOff("r-1", "2026-12-01"))
        return desk.path


def kept(desk: Desk) -> list[tuple[str, ...]]:
    return desk._store.db.execute("SELECT kind, about FROM private_journal ORDER BY place").fetchall()


def test_a_fact_is_read_as_it_was_written(path: Path) -> None:
    with Desk.open(path, PIN, StillClock()) as desk:
        [found] = desk.mending.rows()
        assert found.held == HELD
        assert str(found.until) == "2026-12-01"


def test_what_fails_takes_the_private_facts_of_its_transaction_with_it(path: Path) -> None:
    with Desk.open(path, PIN, StillClock()) as desk:
        with pytest.raises(ZeroDivisionError), desk._store.writing():
            desk._store.record_private(RowNotTaken("r-1", "died"))
            raise ZeroDivisionError
        assert kept(desk) == [("row.held/1", "r-1"), ("row.put_off/1", "r-1")]
        assert len(desk.mending.rows()) == 1


def test_a_private_fact_is_no_fact_of_the_journal(path: Path) -> None:
    with Desk.open(path, PIN, StillClock()) as desk:
        before = desk._store.head()
        with desk._store.writing():
            desk._store.record_private(RowNotTaken("r-1", "died"))
        assert desk._store.head() == before
        register(desk, "罗成")
        assert desk._store.head().seq == before.seq + 1, "no gap"


def test_a_kind_of_a_newer_program_is_kept_and_changes_nothing(path: Path) -> None:
    with Desk.open(path, PIN, StillClock()) as desk:
        with desk._store.writing() as db:
            row = ["x-1", "2026-11-02T09:30:00+08:00", "", "row.sung/9", "r", "{}"]
            names = "(id, at, by, kind, about, body) VALUES (?, ?, ?, ?, ?, ?)"
            db.execute(f"INSERT INTO private_journal {names}", row)
        desk.keeping.rebuild()
        assert desk.keeping.check().well
        assert ("row.sung/9", "r") in kept(desk) and len(desk.mending.rows()) == 1


def test_a_file_of_before_gets_the_journal_by_a_step(path: Path) -> None:
    with Desk.open(path, PIN, StillClock()) as desk:
        desk._store.db.execute("DROP TABLE private_journal")
        desk._store.db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm015_facts_of_this_desk_alone'")
        desk._store.db.execute("DELETE FROM known WHERE what = 'row.held/1'")
        assert migrations.pending(desk._store.db)
    with Desk.open(path, PIN, StillClock()) as desk:
        assert kept(desk) == [] and desk.mending.rows() == []
        assert desk.keeping.check().well


def test_every_private_kind_has_a_card_and_none_is_a_kind_of_the_agreement() -> None:
    from sync.agreement import facts

    assert set(private_journal.CARDS) == {"row.held/1", "row.mended/1", "row.put_off/1", "row.not_taken/1"}
    assert not set(private_journal.CARDS) & set(facts.KINDS), "a kind that both had could go up"
