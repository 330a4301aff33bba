"""Books that an earlier program began are opened, nothing is lost, and they are what new books are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

from sync.agreement.facts import AttachmentAdded, ContributionCollected, ReceiptVoided
from sync.agreement.protocol import Answered, digest
from sync.township.store import tables
from sync.township.store.database import Store, StoreTrouble
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe, id_number
from tests.township.test_early import PAID, registration
from tests.township.test_siblings import B


def as_of_2(db: Connection) -> None:
    """The tables as the commit before the first release made them, with what is in the books of now."""
    db.exec_driver_sql("DROP INDEX facts_kept")
    db.exec_driver_sql("DROP INDEX facts_payout_lists")
    db.exec_driver_sql("DROP INDEX facts_ends")
    db.exec_driver_sql("DROP INDEX facts_voids")
    for column in ("channel", "given_back", "whole_fen"):
        db.exec_driver_sql(f"ALTER TABLE contributions DROP COLUMN {column}")
    db.exec_driver_sql("ALTER TABLE contributions DROP COLUMN kind")
    db.exec_driver_sql("UPDATE township SET schema = 2")


def layout(store: Store) -> dict[str, Any]:
    """Columns, keys and indexes of every table, without the names that a database gives to keys."""
    with store.reading() as db:
        found = inspect(db)
        return {
            each: (
                [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(each)],
                found.get_pk_constraint(each)["constrained_columns"],
                sorted(key["column_names"] for key in found.get_unique_constraints(each)),
                sorted((key["constrained_columns"], key["referred_table"]) for key in found.get_foreign_keys(each)),
                sorted(str(key["name"]) for key in found.get_indexes(each) if not key.get("duplicates_constraint")),
                len(found.get_check_constraints(each)),
            )
            for each in found.get_table_names()
        }


OF_8 = (
    "aliases attachment_blocks attachment_contents attachments batches chains contributions desks down_heads "
    "down_messages early ended_keys facts file_invitations invitations orders own_key passed_on_kinds "
    "people pieces told_keys township"
)
DIGEST_OF_8 = "aa29266f1e5a4940a8f03241a14589b8c1083fce0bcff254e78869e5ec75135d"
"""The tables of schema 8, and a digest of their columns, keys and indexes."""


def test_the_tables_of_a_schema_do_not_change_under_its_number(counter: Counter) -> None:
    """A changed table needs another number and a step, or books of the day before fail; a new table needs neither."""
    known = layout(counter.store)
    spelled = json.dumps({name: known[name] for name in OF_8.split()}, default=str)
    assert (tables.SCHEMA, digest(spelled.encode())) == (8, DIGEST_OF_8), "raise SCHEMA, add a step, and write it here"


@pytest.fixture
def lived(scribe: Scribe, counter: Counter, tmp_path: Path) -> Scribe:
    """Two desks' work is in the books: money, a refusal, attachments, and facts that wait. Returns the second desk."""
    second = Scribe(tmp_path / "second", desk=B)
    person = scribe.register(1)[0]
    scribe.collect(person, "A-2026-000001")
    scribe.collect(person, "A-2026-000002", year=1999)
    scribe.record(AttachmentAdded(person, digest(b"x"), 1, "image/png", "户口页"))
    counter.take(scribe)
    second.collect(person, "B-2026-000001", year=2025)
    second.record(ReceiptVoided(person, "B-2026-000002", "写错了"))
    second.record(ContributionCollected(person="p2", receipt="B-2026-000003", **PAID))
    counter.take(second)
    return second


@pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)
def test_books_of_an_earlier_schema_are_opened_and_go_on(
    scribe: Scribe, lived: Scribe, counter: Counter, books: str, tmp_path: Path
) -> None:
    wanted, before = (
        layout(counter.store),
        {each: sorted(map(str, counter.rows(each))) for each in tables.metadata.tables},
    )
    with counter.store.writing() as db:
        as_of_2(db)
    assert layout(counter.store) != wanted
    counter.close()
    later = counter.again()
    assert layout(later.store) == wanted
    after = {each: sorted(map(str, later.rows(each))) for each in tables.metadata.tables}
    assert {name for name in before if before[name] != after[name]} == set()
    [person] = {row.person for row in later.rows("people")}
    scribe.collect(person, "A-2026-000003", year=2024)
    lived.record(registration("p2", id_number=id_number(7)))
    lived.collect(person, "B-2026-000002", year=2023)
    assert [later.take(each).refused for each in (scribe, lived)] == [0, 0]
    found = later.status()
    assert (found.early, found.people) == (0, 2)
    assert [later.net_fen(year) for year in (2026, 2025, 2024, 2023)] == [40000, 20000, 20000, 0]
    later.close()


def test_a_command_that_only_reads_opens_them_too(lived: Scribe, counter: Counter, tmp_path: Path) -> None:
    with counter.store.writing() as db:
        as_of_2(db)
    counter.close()
    store = Store.open(str(tmp_path / "township" / "books.db"))
    with store.reading() as db:
        assert db.execute(tables.township.select()).one().schema == tables.SCHEMA
    store.close()


def test_a_batch_that_was_answered_before_is_answered_with_the_same_bytes(
    scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    scribe.register(3)
    batch = scribe.sealed()
    first = counter.hand(batch)
    assert isinstance(first, Answered)
    with counter.store.writing() as db:
        as_of_2(db)
    counter.close()
    later = counter.again()
    again = later.hand(batch)
    assert isinstance(again, Answered)
    assert again.bytes == first.bytes
    later.close()


def test_books_in_which_a_command_made_only_its_own_tables_are_opened(
    scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    """As the commands of before the first release did."""
    scribe.register(1)
    counter.take(scribe)
    wanted = layout(counter.store)
    with counter.store.writing() as db:
        as_of_2(db)
        for each in ("early", "attachments", "told_keys"):
            db.exec_driver_sql(f"DROP TABLE {each}")
    counter.close()
    later = counter.again()
    assert layout(later.store) == wanted
    scribe.collect(scribe.mint(), "A-2026-000001")
    assert [each.code for each in later.take(scribe).remarks] == ["person_awaited"]
    later.close()


def test_a_table_that_older_books_lack_is_made_when_they_are_opened(scribe: Scribe, counter: Counter) -> None:
    """So that a new kind of fact with a table of its own needs no step."""
    scribe.register(1)
    counter.take(scribe)
    wanted = layout(counter.store)
    with counter.store.writing() as db:
        db.exec_driver_sql("DROP TABLE aliases")
    counter.close()
    later = counter.again()
    assert layout(later.store) == wanted
    assert later.status().people == 1
    later.close()


def test_books_that_nobody_has_are_not_touched(counter: Counter, tmp_path: Path) -> None:
    with counter.store.writing() as db:
        db.exec_driver_sql("UPDATE township SET schema = 1")
    counter.close()
    with pytest.raises(StoreTrouble, match="store-odd"):
        Store.open(str(tmp_path / "township" / "books.db"))


def test_a_migration_that_fails_leaves_the_books_as_they_were(counter: Counter, scribe: Scribe, tmp_path: Path) -> None:
    scribe.register(1)
    counter.take(scribe)
    with counter.store.writing() as db:
        as_of_2(db)
        db.exec_driver_sql("CREATE INDEX facts_kept ON facts (by)")
    before = layout(counter.store)
    counter.close()
    with pytest.raises(StoreTrouble, match="store-away"):
        Store.create(str(tmp_path / "township" / "books.db"), lambda: NOON)
    with counter.store.reading() as db:
        assert db.execute(tables.township.select()).one().schema == 2
    assert layout(counter.store) == before
