"""The desks of a village as far as the township knows them. Selects only."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.agreement import protocol
from sync.township.store.tables import desks


def known_desks(db: Connection, desk: str) -> list[str]:
    """Every desk of this desk's village that the township has heard from or paired, this desk included."""
    names = protocol.desks_of(protocol.village_of(desk))
    return list(db.execute(select(desks.c.desk).where(desks.c.desk.in_(names)).order_by(desks.c.desk)).scalars())
