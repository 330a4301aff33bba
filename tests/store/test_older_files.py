"""A file of an older program gets what makes it quick to ask, and says the same as before."""

from pathlib import Path

from sync import facts, journal, outbox
from tests.desks import PIN, StillClock, new_desk, register
from village_desk.desk import Desk
from village_desk.store import tables

_ADDED = ("m010_asked_quickly", "m011_every_reading")
_INDEXES = ("journal_kind", "batches_answered")


def _as_before(desk: Desk) -> None:
    """Take from the file what the steps since then added to it."""
    with desk._store.writing() as db:
        for step in _ADDED:
            db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [step])
        for index in _INDEXES:
            db.execute(f"DROP INDEX {index}")
        db.execute("DROP TABLE set_back")
        tables.drop(db)
        tables.run(
            db, "CREATE TABLE desk (village TEXT, village_name TEXT, letter TEXT); CREATE TABLE people (id TEXT)"
        )
        db.execute("INSERT INTO desk VALUES ('429004103002', '沟二社区', 'A')")
        db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT)")
        db.execute("CREATE TABLE acknowledged (epoch TEXT PRIMARY KEY, last_seq INTEGER)")


def test_an_older_file_is_made_quick_to_ask(tmp_path: Path) -> None:
    clock = StillClock()
    with new_desk(tmp_path, clock) as desk:
        register(desk, "王秀英")
        clock.move(days=-3)
        register(desk, "李建国", serial=3)
        before = outbox.waiting(desk._store.db)
        clock.move(days=3)
        _as_before(desk)
        path = desk.path
    with Desk.open(path, PIN, clock) as again:
        db = again._store.db
        made = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()}
        assert made >= {*_INDEXES, "receipts_year", "verdicts_verdict"}
        assert outbox.waiting(db) == before
        assert db.execute("SELECT count(*) FROM set_back").fetchone()[0] == 1
        assert [each.resident.name for each in again.finding.find("李")] == ["李建国"]
        assert again.keeping.check().fault == ""
        assert journal.count(db, again._store.head().epoch, 0, again._store.head().seq) == before.facts
        with again._store.writing():
            again._store.record(facts.SettingChanged("hotline", "12333"))
        assert outbox.waiting(db).facts == before.facts + 1
