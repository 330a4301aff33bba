"""What earlier programs left behind is opened by this one: nothing is lost, and it goes on as ever."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sync.township.reports import status
from sync.township.store import tables
from sync.township.store.database import Store
from tests.releases import making
from tests.releases.making import PIN, clock
from tests.township.postgres import Server, server
from tests.township.process import ROOT
from tests.township.test_migrating import layout
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptState, TownshipState
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.store import migrations
from village_desk.store.connection import engine

DATA = Path(__file__).parent.parent / "data" / "releases"
BEFORE = DATA / "before-1.0.zip"
"""Made by the commit before the first release (d64c4e6) with ``making.py``; the desk is A of two."""


pytestmark = pytest.mark.usefixtures("real_keys")


@pytest.fixture
def left(tmp_path: Path) -> Path:
    """What was left behind, in a folder of its own."""
    with zipfile.ZipFile(BEFORE) as kept:
        kept.extractall(tmp_path / "left")
    return tmp_path / "left"


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server]:
    with server() as running:
        yield running


def test_a_desk_file_of_before_the_first_release_is_opened_with_all_that_is_in_it(left: Path) -> None:
    with Desk.open(left / "a" / "desk.vdesk", PIN, clock) as desk:
        names = sorted(each.resident.name for each in desk.finding.roster())
        assert names == ["单雄信", "徐茂公", "秦琼", "程咬金"]
        [first] = desk.finding.find("单雄信")
        assert desk.finding.person(first.resident.id).phone == "13900000000", "the other PC's word"
        assert desk.finding.find("程咬金")[0].resident.note == "低保", "the township's word"
        receipts = desk.collecting.recent()
        assert [each.state for each in receipts].count(ReceiptState.VOID) == 1
        assert [each.amount_fen for each in receipts] == [50000, 20000, 20000, 20000, 20000]
        states = [each.township for each in receipts]
        assert states == [TownshipState.WAITING] * 2 + [TownshipState.ACCEPTED] * 3
        [taken] = desk.paying.lists()
        assert (str(taken.month), taken.total_fen) == ("2026-11", 15000)
        assert [each.attachment.title for each in desk.attaching.of_person(first.resident.id)] == ["身份证"]
        assert [each.words for each in desk.road.state().kept] == ["下发名单：存疑名单"]
        answered = [each.answered_at is not None for each in desk.road.batches()]
        assert answered == [False, True]
        check = desk.keeping.check()
        assert check.well, check.fault
        assert not migrations.pending(desk._store.db)


def test_a_desk_file_of_before_the_first_release_has_the_tables_of_a_new_file_and_no_others(left: Path) -> None:
    """A table that stays behind is never looked at again, until a later program wants its name."""
    Desk.create(left / "new.vdesk", PIN, Village("429004103002", "沟二社区", "A"), clock).close()
    there = []
    for path in (left / "new.vdesk", left / "a" / "desk.vdesk"):
        with Desk.open(path, PIN, clock) as desk:
            there.append(sorted(desk._store.db.execute("SELECT type, name FROM sqlite_master").fetchall()))
    assert there[0] == there[1]


def test_its_batch_on_the_way_and_what_follows_go_to_the_township_that_was_upgraded_too(left: Path) -> None:
    with (
        making.office(str(left / "township.db"), left / "township.db.key") as url,
        Desk.open(left / "a" / "desk.vdesk", PIN, clock) as desk,
    ):
        waiting = desk.road.state().waiting
        sent = desk.exchanging.send(url)
        assert (sent.refused, sent.kept, sent.waiting) == (0, 0, 0)
        assert waiting > 0
        assert desk.collecting.collect(Payment(desk.finding.find("秦琼")[0].resident.id, 2025, 20000)).number
        assert desk.exchanging.send(url).refused == 0
    with closing(Store.open(str(left / "township.db"))) as books:
        found = status.read(books)
    assert {year: money.net_fen for year, money in found.money.items()} == {"2025": 40000, "2026": 120000}
    assert (found.refused, found.kept, found.people) == (0, 0, 4)


def test_the_towns_books_are_what_new_books_are(left: Path, tmp_path: Path) -> None:
    old, new = Store.open(str(left / "township.db")), Store.create(str(tmp_path / "new.db"), clock)
    try:
        assert _towns(old) == layout(new)
        with old.reading() as db:
            assert db.execute(tables.township.select()).one().schema == tables.SCHEMA
    finally:
        old.close()
        new.close()


def test_the_same_of_a_countys_books(left: Path, postgresql: Server) -> None:
    address, fresh = postgresql.store(), postgresql.store()
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as db:
        db.execute((left / "postgresql" / "township.sql").read_bytes())
    key = left / "postgresql" / "township.db.key"
    old, new = Store.open(address, key_file=key), Store.create(fresh, clock, key_file=left / "new.key")
    try:
        assert _towns(old) == layout(new)
        found = status.read(old)
        assert (found.people, found.refused, found.kept) == (4, 0, 0)
        assert found.money["2026"].net_fen == 70000
    finally:
        old.close()
        new.close()


def _towns(store: Store) -> dict[str, Any]:
    """The layout without what the console made for itself."""
    return {name: each for name, each in layout(store).items() if not name.startswith("console_")}


def test_a_desk_file_says_which_program_derived_its_tables_last(left: Path) -> None:
    """A program that knows another kind or field finds what was lived anew; the same program leaves the tables."""
    with Desk.open(left / "a" / "desk.vdesk", PIN, clock) as desk:
        db, store = desk._store.db, desk._store
        with store.writing():
            db.execute("DELETE FROM attachments")
        assert not store.outdated
        store.migrate()
        assert db.execute("SELECT count(*) FROM attachments").fetchone() == (0,)
        with store.writing():
            db.execute("DELETE FROM known WHERE what = 'note.struck/1'")
        assert store.outdated
        store.migrate()
        assert not store.outdated
        assert db.execute("SELECT count(*) FROM attachments").fetchone() == (1,)


_KILLED_AT = """
import os, sys
from pathlib import Path
from tests.releases.making import PIN, clock
from village_desk.desk import Desk
from village_desk.store.connection.engine import Database
execute = Database.execute

def dying(self, sql, values=()):
    if sql.startswith(sys.argv[2]):
        os._exit(9)
    return execute(self, sql, values)

Database.execute = dying
Desk.open(Path(sys.argv[1]), PIN, clock)
"""


@pytest.mark.parametrize("at", ["INSERT INTO journal_anew", "DROP TABLE journal", "ALTER TABLE journal_anew", "CREATE"])
def test_the_step_that_makes_hashes_bytes_may_be_killed_anywhere(left: Path, at: str) -> None:
    file = left / "a" / "desk.vdesk"
    ended = subprocess.run([sys.executable, "-c", _KILLED_AT, str(file), at], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 9, ended.stderr
    with Desk.open(file, PIN, clock) as desk:
        hashes = [stored for (stored,) in desk._store.db.execute("SELECT hash FROM journal")]
        assert {(type(each), len(each)) for each in hashes} == {(bytes, 32)}
        assert desk.keeping.check().well
        [index] = desk._store.db.execute(
            "SELECT count(*) FROM sqlite_master WHERE tbl_name = 'journal' AND type = 'index' AND sql IS NOT NULL"
        ).fetchone()
        assert index == 2
        assert desk.collecting.collect(Payment(desk.finding.find("秦琼")[0].resident.id, 2025, 20000)).number


def test_bringing_a_file_up_to_date_says_how_far_it_is(left: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "_ROWS", 4)
    seen: list[tuple[int, int]] = []
    with Desk.open(left / "a" / "desk.vdesk", PIN, clock, lambda done, total: seen.append((done, total))) as desk:
        assert desk.keeping.check().well
        rows = desk._store.db.execute("SELECT count(*) FROM journal").fetchone()[0]
    blocks = -(-rows // 4)
    assert seen[:blocks] == [(done, blocks) for done in range(blocks)]
    assert seen[-1][0] == seen[-1][1] > rows, "then the tables are derived anew, the township's messages too"


def test_a_hash_that_is_none_is_carried_into_the_step_and_told_by_the_check(left: Path) -> None:
    file = left / "a" / "desk.vdesk"
    key = engine.key_of(PIN, salt := engine.salt_of(file))
    with closing(engine.connect(file, key, salt)) as db:
        db.execute("UPDATE journal SET hash = 'no hash' WHERE seq = 3")
    with Desk.open(file, PIN, clock) as desk:
        assert not desk.keeping.check().well
