"""Books that an earlier program began are opened, nothing is lost, and they are what new books are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect

from sync.facts import AttachmentAdded, ContributionCollected, ReceiptVoided
from sync.protocol import Answered, digest
from sync.township import tables
from sync.township.store import Store, StoreTrouble
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe, id_number
from tests.township.test_early import PAID, registration
from tests.township.test_siblings import B

OF_1 = """
ALTER TABLE early RENAME TO early_now;
ALTER TABLE facts RENAME TO facts_now;
ALTER TABLE contributions RENAME TO contributions_now;
ALTER TABLE attachments RENAME TO attachments_now;
DROP INDEX early_village; DROP INDEX facts_about; DROP INDEX facts_refused;
DROP INDEX contributions_person; DROP INDEX attachments_person; DROP INDEX attachments_sha256;
CREATE TABLE facts (
    id TEXT NOT NULL, desk TEXT NOT NULL, epoch TEXT NOT NULL, seq BIGINT NOT NULL, batch TEXT NOT NULL,
    at TEXT NOT NULL, "by" TEXT NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, body TEXT NOT NULL,
    digest TEXT NOT NULL, verdict TEXT NOT NULL, code TEXT NOT NULL, field TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (desk, epoch, seq), FOREIGN KEY(batch) REFERENCES batches (id)
);
CREATE INDEX facts_about ON facts (desk, about);
CREATE INDEX facts_refused ON facts (desk) WHERE verdict = 'refused';
CREATE TABLE contributions (
    desk TEXT NOT NULL, receipt TEXT NOT NULL, fact TEXT NOT NULL, person TEXT NOT NULL, year BIGINT NOT NULL,
    tier_fen BIGINT NOT NULL, amount_fen BIGINT NOT NULL, government_fen BIGINT NOT NULL, collected_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('counted', 'void', 'refused')),
    PRIMARY KEY (desk, receipt), CHECK (state = 'refused' OR (amount_fen >= 0 AND tier_fen > 0)),
    FOREIGN KEY(desk) REFERENCES desks (desk), UNIQUE (fact)
);
CREATE INDEX contributions_person ON contributions (desk, person, year);
CREATE TABLE early (
    fact TEXT NOT NULL, village TEXT NOT NULL, awaits TEXT NOT NULL,
    PRIMARY KEY (fact), FOREIGN KEY(fact) REFERENCES facts (id)
);
CREATE INDEX early_village ON early (village);
CREATE TABLE attachments (
    desk TEXT NOT NULL, fact TEXT NOT NULL, person TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BIGINT NOT NULL,
    media TEXT NOT NULL, title TEXT NOT NULL, added_at TEXT NOT NULL, removed BOOLEAN NOT NULL, PRIMARY KEY (fact)
);
CREATE INDEX attachments_person ON attachments (desk, person);
CREATE INDEX attachments_sha256 ON attachments (sha256);
INSERT INTO facts SELECT * FROM facts_now;
INSERT INTO contributions SELECT desk, receipt, fact, person, year, tier_fen, amount_fen, government_fen,
    collected_at, state FROM contributions_now;
INSERT INTO early SELECT fact, village, awaits FROM early_now;
INSERT INTO attachments SELECT desk, fact, person, sha256, bytes, media, title, added_at, removed FROM attachments_now;
DROP TABLE early_now; DROP TABLE facts_now; DROP TABLE contributions_now; DROP TABLE attachments_now;
UPDATE township SET schema = 1
"""
"""The tables as programs before the protocol's 1.19 made them, with what is in the books of now."""


def as_of_1(db: Connection) -> None:
    for each in OF_1.split(";"):
        db.exec_driver_sql(each)


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
def test_books_of_the_first_schema_are_opened_and_go_on(
    scribe: Scribe, lived: Scribe, counter: Counter, books: str, tmp_path: Path
) -> None:
    wanted, before = (
        layout(counter.store),
        {each: sorted(map(str, counter.rows(each))) for each in tables.metadata.tables},
    )
    with counter.store.writing() as db:
        as_of_1(db)
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
        as_of_1(db)
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
        as_of_1(db)
    counter.close()
    later = counter.again()
    again = later.hand(batch)
    assert isinstance(again, Answered)
    assert again.bytes == first.bytes
    later.close()


def test_books_from_before_there_were_attachments_are_opened(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(1)
    counter.take(scribe)
    with counter.store.writing() as db:
        as_of_1(db)
        for each in ("early", "attachments"):
            db.exec_driver_sql(f"DROP TABLE {each}")
    counter.close()
    later = counter.again()
    scribe.collect(scribe.mint(), "A-2026-000001")
    assert [each.code for each in later.take(scribe).remarks] == ["person_awaited"]
    later.close()


def test_a_migration_that_fails_leaves_the_books_as_they_were(counter: Counter, scribe: Scribe, tmp_path: Path) -> None:
    scribe.register(1)
    counter.take(scribe)
    with counter.store.writing() as db:
        as_of_1(db)
        db.exec_driver_sql("CREATE TABLE facts_2 (pigeon TEXT)")
    before = layout(counter.store)
    counter.close()
    with pytest.raises(StoreTrouble, match="store-away"):
        Store.create(str(tmp_path / "township" / "books.db"), lambda: NOON)
    with counter.store.reading() as db:
        assert db.execute(tables.township.select()).one().schema == 1
    assert layout(counter.store) == before
