"""Brings the tables of books that an earlier program began to what they are now, in one transaction. No rules.

Each step is written out, as it was on its day, in SQL that SQLite and PostgreSQL read alike. A table whose keys change
is made anew beside the old one, filled, and takes its place.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, select, update

from sync.township import engines, tables

_TO_2 = (
    (
        "early",
        """CREATE TABLE early_1 AS
            SELECT early.fact, early.village, early.awaits, facts.desk
            FROM early JOIN facts ON facts.id = early.fact""",
        "DROP TABLE early",
    ),
    (
        "contributions",
        """CREATE TABLE contributions_2 (
            desk TEXT NOT NULL,
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
            PRIMARY KEY (desk, receipt),
            CHECK (state = 'refused' OR (amount_fen >= 0 AND tier_fen > 0)),
            UNIQUE (taken_by, fact),
            FOREIGN KEY(desk) REFERENCES desks (desk)
        )""",
        """INSERT INTO contributions_2
            SELECT c.desk, c.receipt, c.fact, c.person, c.year, c.tier_fen, c.amount_fen, c.government_fen,
                c.collected_at, c.state, coalesce((SELECT facts.desk FROM facts WHERE facts.id = c.fact), c.desk)
            FROM contributions c""",
        "DROP TABLE contributions",
        "ALTER TABLE contributions_2 RENAME TO contributions",
        "CREATE INDEX contributions_person ON contributions (desk, person, year)",
    ),
    (
        "attachments",
        """CREATE TABLE attachments_2 (
            desk TEXT NOT NULL,
            fact TEXT NOT NULL,
            person TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            bytes BIGINT NOT NULL,
            media TEXT NOT NULL,
            title TEXT NOT NULL,
            added_at TEXT NOT NULL,
            removed BOOLEAN NOT NULL,
            added_by TEXT NOT NULL,
            PRIMARY KEY (added_by, fact)
        )""",
        """INSERT INTO attachments_2
            SELECT a.desk, a.fact, a.person, a.sha256, a.bytes, a.media, a.title, a.added_at, a.removed,
                coalesce((SELECT facts.desk FROM facts WHERE facts.id = a.fact), a.desk)
            FROM attachments a""",
        "DROP TABLE attachments",
        "ALTER TABLE attachments_2 RENAME TO attachments",
        "CREATE INDEX attachments_person ON attachments (desk, person)",
        "CREATE INDEX attachments_sha256 ON attachments (sha256)",
    ),
    (
        "facts",
        """CREATE TABLE facts_2 (
            id TEXT NOT NULL,
            desk TEXT NOT NULL,
            epoch TEXT NOT NULL,
            seq BIGINT NOT NULL,
            batch TEXT NOT NULL,
            at TEXT NOT NULL,
            "by" TEXT NOT NULL,
            kind TEXT NOT NULL,
            about TEXT NOT NULL,
            body TEXT NOT NULL,
            digest TEXT NOT NULL,
            verdict TEXT NOT NULL,
            code TEXT NOT NULL,
            field TEXT NOT NULL,
            PRIMARY KEY (desk, id),
            UNIQUE (desk, epoch, seq),
            FOREIGN KEY(batch) REFERENCES batches (id)
        )""",
        """INSERT INTO facts_2
            SELECT id, desk, epoch, seq, batch, at, "by", kind, about, body, digest, verdict, code, field FROM facts""",
        "DROP TABLE facts",
        "ALTER TABLE facts_2 RENAME TO facts",
        "CREATE INDEX facts_about ON facts (desk, about)",
        "CREATE INDEX facts_refused ON facts (desk) WHERE verdict = 'refused'",
    ),
    (
        "early_1",
        """CREATE TABLE early (
            fact TEXT NOT NULL,
            village TEXT NOT NULL,
            awaits TEXT NOT NULL,
            desk TEXT NOT NULL,
            PRIMARY KEY (desk, fact),
            FOREIGN KEY(desk, fact) REFERENCES facts (desk, id)
        )""",
        "INSERT INTO early SELECT fact, village, awaits, desk FROM early_1",
        "DROP TABLE early_1",
        "CREATE INDEX early_village ON early (village)",
    ),
)
"""Ids count once for each desk: whose fact it is stands beside each id. Each part is done where its table is there."""

_TO_3 = (("facts", "CREATE INDEX facts_kept ON facts (desk) WHERE verdict = 'kept'"),)
"""What was kept is found again when the program knows its kind."""

_STEPS = (_TO_2, _TO_3)


def schema(db: Connection) -> int:
    """Of these books. Empty books that were just made, by somebody else at this moment, are of now."""
    found = db.execute(select(tables.township.c.schema)).scalar()
    return tables.SCHEMA if found is None else int(found)


def migrate(db: Connection) -> None:
    """Do what is due. Call inside a writing transaction: killed at any moment, all of it was done or nothing."""
    engines.alone(db)
    for step in _STEPS[schema(db) - 1 :]:
        for table, *statements in step:
            if inspect(db).has_table(table):
                for each in statements:
                    db.exec_driver_sql(each)
    db.execute(update(tables.township).values(schema=tables.SCHEMA))
