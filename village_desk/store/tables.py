"""The derived tables: a convenience for reading, made from the journal by ``applying.py`` and from nothing else."""

import re

from village_desk.store.connection import engine
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import SUBJECTS


def schema() -> str:
    """The SQL that creates the tables of all subjects."""
    return "".join(subject.schema for subject in SUBJECTS)


def names() -> list[str]:
    """The derived tables, those that refer before those referred to: the order in which they can be dropped."""
    return re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", schema())[::-1]


def make(db: Database) -> None:
    """Make the derived tables, empty."""
    engine.run(db, schema())


def drop(db: Database) -> None:
    """Drop the derived tables. The journal stays."""
    for name in names():
        db.execute(f"DROP TABLE IF EXISTS {name}")
