"""The township's key changes under this desk: which of its keys count now. The township's signed time decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.desk import outbox
from village_desk.store import contacts, from_township
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store

if TYPE_CHECKING:  # cryptography is loaded when the road is first used
    from datetime import datetime

    from village_desk.services.road.roads import Road


def follow(store: Store, road: Road) -> None:
    """The conversation goes on with the keys that the desk knows by now."""
    known = outbox.known_township(store.db)
    if known is not None:
        road.follow(known)


def note_time(db: Database, signed_time: str, at: datetime | None, version: str) -> None:
    """Keep the township's signed time, as ``contacts.note_time``; the key before ends when its time is over.

    Call inside a writing transaction.
    """
    contacts.note_time(db, signed_time, at, version)
    known, now = outbox.known_township(db), contacts.known_time(db)
    ends = from_township.key_ends(db, known.public_key) if known and known.before else None
    if ends is not None and now is not None and now >= ends:
        outbox.end_key_before(db)
