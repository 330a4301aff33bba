"""The township's store: set up to survive a power cut, refuses what it does not understand, counts a fact once."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from sync.agreement.facts import Refusal
from sync.township.store import ledger, tables
from sync.township.store.database import Store, StoreTrouble
from sync.wire.lines import Line
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe


def test_a_commit_is_on_the_disk_and_keys_hold(counter: Counter) -> None:
    with counter.store.reading() as db:
        found = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0}


def test_the_sqlite_in_use_is_not_the_one_with_the_wal_bug() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)


def test_the_books_are_for_this_user_only(counter: Counter, tmp_path: Path) -> None:
    for path in (tmp_path / "township").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_a_newer_store_is_refused(counter: Counter, tmp_path: Path) -> None:
    with counter.store.writing() as db:
        db.execute(tables.township.update().values(schema=99))
    counter.close()
    for opening in (Store.open, lambda url: Store.create(url, lambda: NOON)):
        with pytest.raises(StoreTrouble, match="store-newer"):
            opening(str(tmp_path / "township" / "books.db"))


def test_a_file_that_is_no_store_is_not_taken_for_one(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with pytest.raises(StoreTrouble, match="store-missing"):
        Store.open(str(path))
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE pigeons (name TEXT)")
    other.close()
    with pytest.raises(StoreTrouble, match="store-missing"):
        Store.open(str(path))
    with pytest.raises(StoreTrouble, match="store-missing"):
        Store.create("sqlite://", lambda: NOON)


def test_a_failed_transaction_leaves_nothing(counter: Counter) -> None:
    before = counter.digest()
    with pytest.raises(ZeroDivisionError), counter.store.writing() as db:
        db.execute(tables.pieces.insert(), {"batch": "b", "start": 0, "bytes": b"x", "received_at": "now"})
        raise ZeroDivisionError
    assert counter.digest() == before


def test_the_index_counts_a_fact_once_whatever_was_checked_before(scribe: Scribe, counter: Counter) -> None:
    """Where two desks bring the same fact at the same moment, only the unique key stands between them."""
    scribe.register(1)
    counter.take(scribe)
    with counter.store.reading() as db:
        known = dict(db.execute(tables.facts.select()).mappings().one())
    with counter.store.writing() as db:
        assert ledger.insert_facts(db, [known, known | {"id": "another", "seq": 2}]) == 1
    assert counter.status().facts == 2


def test_an_unreadable_line_has_no_row() -> None:
    with pytest.raises(ValueError, match="unreadable"):
        ledger.fact_row(Line(1, b"[]", None, ""), DESK, "b", Refusal("", "refused", "unreadable"), "")
