"""The derived tables: a convenience for reading, made from the journal by ``applying.py`` and from nothing else."""

import re

from village_desk.store.connection import engine
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import SUBJECTS


def schema() -> str:
    """The SQL that creates the tables of all subjects, with their indexes."""
    return _FILLED + _LOOKED_UP


def names() -> list[str]:
    """The derived tables, those that refer before those referred to: the order in which they can be dropped."""
    return re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", _FILLED)[::-1]


def make(db: Database) -> None:
    """Make the derived tables, empty."""
    engine.run(db, schema())


def make_to_fill(db: Database) -> None:
    """The same without the indexes that only readers ask; ``index`` follows, if anybody will read."""
    engine.run(db, _FILLED)


def index(db: Database) -> None:
    """Make those indexes over all the rows that are there."""
    engine.run(db, _LOOKED_UP)


def drop(db: Database) -> None:
    """Drop the derived tables, those of earlier programs too. The journal stays."""
    for name in (*_OF_BEFORE, *names()):
        db.execute(f"DROP TABLE IF EXISTS {name}")


_OF_BEFORE = ("counters", "imports")
"""The derived tables of released programs that this one has no more: a later one may call a table by such a name."""
_FILLED = "".join(subject.schema for subject in SUBJECTS)
_LOOKED_UP = "".join(subject.looked_up for subject in SUBJECTS)
