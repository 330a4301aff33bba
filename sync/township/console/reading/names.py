"""The names of villages and desks, from the first fact of each desk's journal. Selects only."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Connection, func, select

from sync.agreement.facts import DeskOpened
from sync.agreement.protocol import desks_of as desks_of
from sync.agreement.protocol import village_of as village_of
from sync.township.store.tables import chains, desks, facts


def village_column(desk: ColumnElement[str]) -> ColumnElement[str]:
    """``village_of`` for a column."""
    return func.substr(desk, 1, 12)


def villages(db: Connection) -> dict[str, str]:
    """The name of every village that has a desk, by code; the code itself where no desk gave a name."""
    found = {village_of(desk): "" for desk in db.execute(select(desks.c.desk).order_by(desks.c.desk)).scalars()}
    first = (facts.c.desk == chains.c.desk) & (facts.c.epoch == chains.c.epoch) & (facts.c.seq == 1)
    opened = select(facts.c.desk, facts.c.body).join_from(chains, facts, first)
    for desk, body in db.execute(opened.where(facts.c.kind == DeskOpened.KIND).order_by(facts.c.at)):
        found[village_of(desk)] = _name(body)
    return {code: name or code for code, name in found.items()}


def _name(body: str) -> str:
    name = json.loads(body).get("village_name")
    return name.strip() if isinstance(name, str) else ""
