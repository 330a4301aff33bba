"""The schema as the list of steps that made it. A step is never edited after a release; a new one is added.

Tables that are kept (both journals, messages of the township, sealed batches) change by steps here. Derived tables
(``tables.py``) are dropped and replayed whenever their shape changes, or the program knows other kinds or fields.
"""

import hashlib
from collections.abc import Callable
from functools import partial

from sync.agreement import facts, journal
from sync.desk import inbox, outbox
from village_desk.domain import people
from village_desk.domain.basics.progress import Progress, counted, silent
from village_desk.store import contacts, private_journal, replaying, tables
from village_desk.store.connection import engine
from village_desk.store.connection.engine import Database

Step = Callable[[Database, Progress], None]
_SET = "village_desk"
_ROWS = 10_000
"""Rows that a step copies between two reports of its progress."""
_STEPS: dict[str, Step] = {}
"""The steps in their order, by the names that stand in the file when they were applied."""


def _step(function: Step, name: str = "") -> Step:
    """Make a function a step, under its own name as a rule."""
    _STEPS[name or function.__name__] = function
    return function


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


@partial(_step, name="m011_every_reading")
def the_schema_of_the_first_release(db: Database, progress: Progress) -> None:
    """The whole schema. The name is that of the last step by which files from before the first release were made."""
    for schema in (journal.SCHEMA, journal.LOOKED_UP, outbox.SCHEMA, outbox.LOOKED_UP, HEARD, inbox.SCHEMA):
        engine.run(db, schema)
    engine.run(db, contacts.SCHEMA)
    tables.make(db)


@_step
def m012_what_the_program_knew(db: Database, progress: Progress) -> None:
    """Which kinds of facts and fields of people the program knew that derived the tables last."""
    engine.run(db, "CREATE TABLE known (what TEXT PRIMARY KEY) STRICT")


@_step
def m013_which_version_the_township_speaks(db: Database, progress: Progress) -> None:
    """A table for the township's protocol version: the desk warns of kinds that the township does not know yet."""
    engine.run(db, contacts.VERSION)


@_step
def m014_hashes_as_bytes(db: Database, progress: Progress) -> None:
    """The journal's hashes as bytes, half as long as their digits. What is no hash stays as it is: a check tells it.

    The rows are moved block by block into the room that the derived tables and the moved rows leave, so that the file
    hardly grows; a file is never made smaller again, and each backup is as long.
    """
    made = "SELECT type FROM pragma_table_info('journal') WHERE name = 'hash'"
    if db.execute(made).fetchone() == ("BLOB",):
        return
    old = db.execute("SELECT sql FROM sqlite_master WHERE name = 'journal'").fetchone()[0]
    kept = [sql for (sql,) in db.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'journal' AND type = 'index'")]
    tables.drop(db)
    db.execute(old.replace("journal", "journal_anew", 1).replace("hash TEXT", "hash BLOB"))
    names = "epoch, seq, id, at, by, kind, about, body"
    [last] = db.execute("SELECT coalesce(max(rowid), 0) FROM journal").fetchone()
    blocks = range(0, last, _ROWS)
    for done in counted(blocks, len(blocks), progress):
        block = [done, done + _ROWS]
        db.execute(
            f"INSERT INTO journal_anew ({names}, hash) SELECT {names}, coalesce(unhex(hash), CAST(hash AS BLOB))"
            " FROM journal WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
            block,
        )
        db.execute("DELETE FROM journal WHERE rowid > ? AND rowid <= ?", block)
    db.execute("DROP TABLE journal")
    db.execute("ALTER TABLE journal_anew RENAME TO journal")
    for sql in filter(None, kept):
        db.execute(sql)
    derive_anew(db, progress)


@_step
def m015_facts_of_this_desk_alone(db: Database, progress: Progress) -> None:
    """The private journal: facts that never go up."""
    engine.run(db, private_journal.SCHEMA)


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
    return bool(_STEPS.keys() - _applied(db)) or _derived_before(db) != _derives_now()


def apply(db: Database, progress: Progress = silent) -> None:
    """Apply the pending steps, each all or nothing; ``progress`` counts anew in each, and may stop between them."""
    if _STEPS.keys() - _applied(db):
        _apply_steps(db, progress)
    if _derived_before(db) != _derives_now():
        with db.atomic():
            derive_anew(db, progress)


def _apply_steps(db: Database, progress: Progress) -> None:
    """The library is loaded only where a step must be applied: never at the start of a desk that is up to date."""
    target = engine.for_steps(db)
    from sqlite_utils import Migrations

    steps = Migrations(_SET)
    for name, step in _STEPS.items():
        steps(name=name)(_on(db, step, progress))
    steps.apply(target)


def _on(db: Database, step: Step, progress: Progress) -> Callable[[object], None]:
    """The step on our connection; the library's, which it hands over, is the same one."""

    def run(_target: object) -> None:
        step(db, progress)

    return run


def _applied(db: Database) -> set[str]:
    """The names of the steps in the file, where the library noted them."""
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone() is None:
        return set()
    rows = db.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [_SET]).fetchall()
    return {name for (name,) in rows}


def _derived_before(db: Database) -> set[str]:
    return {row[0] for row in db.execute("SELECT what FROM known").fetchall()}


def _derives_now() -> set[str]:
    """Everything that determines the derived tables: this program's kinds, fields, and a digest of its table shapes."""
    shape = hashlib.sha256(tables.schema().encode()).hexdigest()[:16]
    return {*facts.KINDS, *private_journal.CARDS, *(f"person.{name}" for name in people.FIELDS), f"tables {shape}"}


def derive_anew(db: Database, progress: Progress = silent) -> None:
    """Drop the derived tables, replay all facts, note the kinds and fields known now. In a writing transaction."""
    replaying.derive(db, progress)
    db.execute("DELETE FROM known")
    db.executemany("INSERT INTO known VALUES (?)", [[each] for each in sorted(_derives_now())])


def too_new(db: Database) -> bool:
    """Whether a newer program made the file: it has steps that this program does not know."""
    return bool(_applied(db) - _STEPS.keys() - _STEPS_BEFORE)
