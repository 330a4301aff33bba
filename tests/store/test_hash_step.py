"""The step that makes the journal's hashes bytes, on a file that is not small."""

from pathlib import Path

import pytest

from sync.agreement import journal
from tests.bench import villages
from tests.desks import PIN, StillClock, new_desk
from village_desk.desk import Desk
from village_desk.store import migrations
from village_desk.store.connection.engine import Database

PEOPLE = 1500


def make_as_before(db: Database) -> None:
    """The journal as the first release has it; its rows keep their order."""
    names = "epoch, seq, id, at, by, kind, about, body"
    made, index = journal.SCHEMA.replace("hash BLOB", "hash TEXT").split(";")[1:3]
    db.execute("ALTER TABLE journal RENAME TO journal_now")
    db.execute("DROP INDEX journal_about")
    for statement in (made, index):
        db.execute(statement)
    db.execute(f"INSERT INTO journal SELECT {names}, lower(hex(hash)) FROM journal_now ORDER BY rowid")
    db.execute("DROP TABLE journal_now")
    db.execute(f"CREATE INDEX journal_kind ON journal (kind, epoch, seq) WHERE {journal.NOT_A_LINE}")
    db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm014_hashes_as_bytes'")


def pages(db: Database) -> int:
    return int(db.execute("PRAGMA page_count").fetchone()[0])


def test_the_file_hardly_grows_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "_ROWS", 200)
    with new_desk(tmp_path) as desk:
        villages.people(desk, PEOPLE)
        rows = [each.hash for each in journal.everything(desk._store.db)]
        schema = desk._store.db.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall()
        with desk._store.writing() as db:
            make_as_before(db)
        desk._store.db.execute("VACUUM")
        before = pages(desk._store.db)
    with Desk.open(desk.path, PIN, StillClock()) as desk:
        db = desk._store.db
        assert not migrations.pending(db)
        assert pages(db) < 1.1 * before
        assert [each.hash for each in journal.everything(db)] == rows
        assert db.execute("SELECT name FROM sqlite_master ORDER BY name").fetchall() == schema
        assert len(desk.finding.roster()) == len(rows) - 2
        assert desk.keeping.check().well
