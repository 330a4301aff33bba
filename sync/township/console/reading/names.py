"""What villages and desks are called: from the first fact of each desk's journal. Selects only."""

from __future__ import annotations

import json
import string

from sqlalchemy import ColumnElement, Connection, func, select

from sync.facts import DeskOpened
from sync.township.tables import chains, desks, facts


def village_of(desk: str) -> str:
    """The division code of a desk's village: ``429004103002-A`` is a desk of 429004103002."""
    return desk.rpartition("-")[0] or desk


def desks_of(village: str) -> list[str]:
    """The names that desks of a village can have: an index finds these, in any collation."""
    return [f"{village}-{letter}" for letter in string.ascii_uppercase]


def village_column(desk: ColumnElement[str]) -> ColumnElement[str]:
    """The same, for a column."""
    return func.substr(desk, 1, 12)


def villages(db: Connection) -> dict[str, str]:
    """The name of every village that has a desk, by code; the code itself where no desk said a name."""
    found = {village_of(desk): "" for desk in db.execute(select(desks.c.desk).order_by(desks.c.desk)).scalars()}
    first = (facts.c.desk == chains.c.desk) & (facts.c.epoch == chains.c.epoch) & (facts.c.seq == 1)
    opened = select(facts.c.desk, facts.c.body).join_from(chains, facts, first)
    for desk, body in db.execute(opened.where(facts.c.kind == DeskOpened.KIND).order_by(facts.c.at)):
        found[village_of(desk)] = _name(body)
    return {code: name or code for code, name in found.items()}


def _name(body: str) -> str:
    name = json.loads(body).get("village_name")
    return name.strip() if isinstance(name, str) else ""
