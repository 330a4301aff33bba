"""Which key speaks for which desk, and which ones did once. Selects only; asked before anybody listens to a desk."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.agreement.errors import TownshipRefused
from sync.township.store import tables
from sync.township.store.tables import ended_keys


def ended(db: Connection, desk: str) -> list[str]:
    """The keys that spoke for the desk once and do no more."""
    query = select(ended_keys.c.public_key).where(ended_keys.c.desk == desk).order_by(ended_keys.c.at)
    return list(db.execute(query).scalars())


def refuse_ended(db: Connection, desk: str, key: str) -> None:
    """TownshipRefused ``key-revoked`` or ``key-replaced`` for a key that spoke for this desk once."""
    mine = (ended_keys.c.desk == desk) & (ended_keys.c.public_key == key)
    how = db.execute(select(ended_keys.c.how).where(mine)).scalar()
    if how is not None:
        raise TownshipRefused(f"key-{how}", desk)


def speaker(db: Connection, desk: str) -> str | None:
    """The valid key of the desk; None for an unknown or revoked desk."""
    ended = select(ended_keys.c.public_key).where(ended_keys.c.desk == desk)
    mine = (tables.desks.c.desk == desk) & tables.desks.c.public_key.not_in(ended)
    found: str | None = db.execute(select(tables.desks.c.public_key).where(mine)).scalar()
    return found


def check_speaker(db: Connection, desk: str, key: str) -> None:
    """TownshipRefused unless the key speaks for the desk: ``desk-unknown``, ``desk-key``, and as ``refuse_ended``."""
    refuse_ended(db, desk, key)
    known = db.execute(select(tables.desks.c.public_key).where(tables.desks.c.desk == desk)).scalar()
    if known is None:
        raise TownshipRefused("desk-unknown", desk)
    if known != key:
        raise TownshipRefused("desk-key", desk)
