"""Brings the tables of books that an earlier program began to their present form, in one transaction. No rules.

Each step is written out, as it was on its day, in SQL that SQLite and PostgreSQL read alike; a new one is added at
the end. A table whose keys change is made anew beside the old one, filled, and takes its place.
"""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from sync.township.store import engines, tables

FIRST = 2
"""Of books that the commit before the first release made; those of before that nobody has."""

_TO_3 = ("CREATE INDEX facts_kept ON facts (desk) WHERE verdict = 'kept'",)
"""What was kept is found again when the program knows its kind."""

_TO_4 = ("CREATE INDEX facts_payout_lists ON facts (desk) WHERE kind = 'payout_list.taken/2'",)
"""The lists that name a person are found among a village's lists, as they are no facts of that person."""

_TO_5 = (
    "CREATE INDEX facts_ends ON facts (about) WHERE kind IN ('death.noted/1', 'drawing.noted/1', 'note.struck/1')",
)
"""Who is noted as dead or as drawing is found among all facts; also of notes that came before."""

_TO_6 = (
    """
    CREATE TABLE contributions_6 (
        desk TEXT NOT NULL REFERENCES desks (desk),
        receipt TEXT NOT NULL,
        fact TEXT NOT NULL,
        person TEXT NOT NULL,
        year BIGINT NOT NULL,
        tier_fen BIGINT NOT NULL,
        amount_fen BIGINT NOT NULL,
        government_fen BIGINT NOT NULL,
        collected_at TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('counted', 'void', 'refused')),
        taken_by TEXT NOT NULL,
        kind TEXT DEFAULT '' NOT NULL,
        whole_fen BIGINT DEFAULT '0' NOT NULL,
        CHECK (state = 'refused' OR (amount_fen >= 0 AND tier_fen >= 0)),
        PRIMARY KEY (desk, receipt),
        UNIQUE (taken_by, fact)
    )
    """,
    "INSERT INTO contributions_6 SELECT desk, receipt, fact, person, year, tier_fen, amount_fen, government_fen,"
    " collected_at, state, taken_by, '', 0 FROM contributions",
    "DROP TABLE contributions",
    "ALTER TABLE contributions_6 RENAME TO contributions",
    "CREATE INDEX contributions_person ON contributions (desk, person, year)",
)
"""Of a payment what it is to its year, and the tier of which it is a part; and the zero tier can be booked."""

_TO_7 = (
    "ALTER TABLE contributions ADD COLUMN channel TEXT DEFAULT 'village_cash' NOT NULL",
    *(
        f"UPDATE contributions SET channel = '{channel}' WHERE EXISTS (SELECT 1 FROM facts f WHERE"
        " f.desk = contributions.taken_by AND f.id = contributions.fact"
        f""" AND replace(f.body, '"channel":"{channel}"', '') <> f.body)"""
        for channel in ("bank", "tax", "township")
    ),
    "ALTER TABLE contributions ADD COLUMN given_back BOOLEAN DEFAULT false NOT NULL",
    "UPDATE contributions SET given_back = true WHERE state = 'refused' AND EXISTS (SELECT 1 FROM facts f WHERE"
    " f.desk = contributions.taken_by AND f.about = contributions.person AND f.kind = 'receipt.voided/1'"
    """ AND f.verdict = 'accepted' AND replace(f.body, '"' || contributions.receipt || '"', '') <> f.body)""",
)
"""By which way the money came: only village cash lies in a drawer. And whether that of a refused fee was given back."""

_TO_8 = ("CREATE INDEX facts_voids ON facts (desk) WHERE kind = 'receipt.voided/1'",)
"""The numbers of red entries stand in the facts that make receipts void."""

_STEPS = (_TO_3, _TO_4, _TO_5, _TO_6, _TO_7, _TO_8)


def schema(db: Connection) -> int:
    """Of these books. Empty books that were just made, by somebody else at this moment, are of now."""
    found = db.execute(select(tables.township.c.schema)).scalar()
    return tables.SCHEMA if found is None else int(found)


def migrate(db: Connection) -> None:
    """Apply the pending steps. Call inside a writing transaction: if it is killed, all steps are done or none."""
    engines.alone(db)
    for step in _STEPS[schema(db) - FIRST :]:
        for each in step:
            db.exec_driver_sql(each)
    tables.metadata.create_all(db)  # older commands made only the tables they knew
    db.execute(update(tables.township).values(schema=tables.SCHEMA))
