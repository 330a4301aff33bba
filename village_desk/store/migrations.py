"""The schema as the list of steps that made it. A step is never edited after a release; a new one is added.

Tables that are kept (journal, messages of the township, sealed batches) change by steps here. Derived tables
(``tables.py``) are dropped and replayed whenever their shape changes, or the program knows other kinds or fields.
"""

import hashlib

from sqlite_utils import Migrations

from sync.agreement import facts, journal
from sync.desk import inbox, outbox
from village_desk.domain import people
from village_desk.store import contacts, replaying, tables
from village_desk.store.connection import engine
from village_desk.store.connection.engine import Database

steps = Migrations("village_desk")

HEARD = """
CREATE TABLE heard (
    place INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL,
    after_seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    body TEXT NOT NULL,
    signed BLOB NOT NULL,
    UNIQUE (kind, about)
) STRICT
"""


@steps(name="m011_every_reading")
def the_schema_of_the_first_release(db: Database) -> None:
    """The whole schema. The name is that of the last step by which files from before the first release were made."""
    for schema in (journal.SCHEMA, journal.LOOKED_UP, outbox.SCHEMA, outbox.LOOKED_UP, HEARD, inbox.SCHEMA):
        engine.run(db, schema)
    engine.run(db, contacts.SCHEMA)
    tables.make(db)


@steps()
def m012_what_the_program_knew(db: Database) -> None:
    """Which kinds of facts and fields of people the program knew that derived the tables last."""
    engine.run(db, "CREATE TABLE known (what TEXT PRIMARY KEY) STRICT")


@steps()
def m013_which_version_the_township_speaks(db: Database) -> None:
    """A table for the township's protocol version: the desk warns of kinds that the township does not know yet."""
    engine.run(db, contacts.VERSION)


_STEPS_BEFORE = frozenset(
    (
        "m001_what_is_kept",
        "m002_what_is_derived",
        "m003_what_came_down",
        "m005_what_happened_last",
        "m006_attachments",
        "m007_two_desks_of_a_village",
        "m008_order_of_changes",
        "m009_where_a_void_stands",
        "m010_asked_quickly",
    )
)
"""Steps in files from before the first release: the present first step is all of them together."""


def pending(db: Database) -> bool:
    """Whether a step must be applied, or the tables derived anew because this program knows other kinds or fields.

    Kinds and fields that an older program did not know are whole in the journal and in the township's messages;
    deriving the tables anew puts them in their place.
    """
    return bool(steps.pending(db)) or _derived_before(db) != _derives_now()


def apply(db: Database) -> None:
    """Apply the pending steps, each all or nothing."""
    steps.apply(db)
    if _derived_before(db) != _derives_now():
        with db.atomic():
            derive_anew(db)


def _derived_before(db: Database) -> set[str]:
    return {row[0] for row in db.execute("SELECT what FROM known").fetchall()}


def _derives_now() -> set[str]:
    """Everything that determines the derived tables: this program's kinds, fields, and a digest of its table shapes."""
    shape = hashlib.sha256(tables.schema().encode()).hexdigest()[:16]
    return {*facts.KINDS, *(f"person.{name}" for name in people.FIELDS), f"tables {shape}"}


def derive_anew(db: Database) -> None:
    """Drop the derived tables, replay all facts, note the kinds and fields known now. In a writing transaction."""
    tables.drop(db)
    tables.make(db)
    replaying.replay(db, db)
    db.execute("DELETE FROM known")
    db.conn.executemany("INSERT INTO known VALUES (?)", [[each] for each in sorted(_derives_now())])


def too_new(db: Database) -> bool:
    """Whether a newer program made the file: it has steps that this program does not know."""
    known = {step.name for step in steps.applied(db)} if db["_sqlite_migrations"].exists() else set()
    return bool(known - {step.name for step in steps._migrations} - _STEPS_BEFORE)
