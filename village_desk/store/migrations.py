"""The schema as the list of steps that made it. A step is never edited after a release; a new one is added.

What is kept (journal, what was heard from the township, sealed batches) changes by steps here. What is only derived
(``tables.py``) is dropped and replayed by a step whenever its shape changes.
"""

from sqlite_utils import Migrations

from sync import inbox, journal, outbox
from village_desk.store import contacts, replaying, search, tables
from village_desk.store.engine import Database

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


@steps()
def m001_what_is_kept(db: Database) -> None:
    """The journal, the batches, and what the township said."""
    for schema in (journal.SCHEMA, outbox.SCHEMA, HEARD):
        tables.run(db, schema)


@steps()
def m002_what_is_derived(db: Database) -> None:
    """People, receipts, lists: made from the journal."""
    tables.make(db)


@steps()
def m003_what_came_down(db: Database) -> None:
    """The place in the township's chain of messages; the derived tables with what such messages add to them."""
    tables.run(db, inbox.SCHEMA)
    derive_anew(db)


@steps()
def m005_what_happened_last(db: Database) -> None:
    """The last contact with the township by each road, and its last signed time."""
    tables.run(db, contacts.SCHEMA)


@steps()
def m006_attachments(db: Database) -> None:
    """The derived tables with what was put to people, and which contents the township has."""
    derive_anew(db)


@steps()
def m007_two_desks_of_a_village(db: Database) -> None:
    """What the other desk told, and whose change of a field is the last word."""
    derive_anew(db)


@steps()
def m008_order_of_changes(db: Database) -> None:
    """Every change of a field with its place, so that a restored township can give it another."""
    derive_anew(db)


@steps()
def m009_where_a_void_stands(db: Database) -> None:
    """Receipts with the place of their void, so that a batch knows what it takes back."""
    derive_anew(db)


@steps()
def m010_asked_quickly(db: Database) -> None:
    """Indexes, so that what is asked at every click does not read the years before."""
    for schema in (journal.LOOKED_UP, outbox.LOOKED_UP):
        tables.run(db, schema)
    journal.note_set_back(db)
    derive_anew(db)


@steps()
def m011_every_reading(db: Database) -> None:
    """People are found by every reading of their names, and digits say of which number they are."""
    search.make_anew(db)


@steps()
def m012_what_the_township_keeps(db: Database) -> None:
    """The township's verdicts with those that are put off, and what it says of these later."""
    derive_anew(db)


def derive_anew(db: Database) -> None:
    """Drop what is derived and replay the journal: for every step that changes the shape of a derived table."""
    tables.drop(db)
    tables.make(db)
    replaying.replay(db, db)


def too_new(db: Database) -> bool:
    """Whether the file holds a step that this program does not know: a newer program made it."""
    known = {step.name for step in steps.applied(db)} if db["_sqlite_migrations"].exists() else set()
    return bool(known - {step.name for step in steps._migrations})
