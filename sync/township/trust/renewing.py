"""The township gets a new key: every desk is told by a message, both keys count for a while, then the old one ends.

Every step can be repeated: if a step is cut, the next start finishes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from sync.agreement.values import value
from sync.township.down import down_chain
from sync.township.keys import key_files, own_key, speakers, which_key
from sync.township.store import tables
from sync.township.store.database import Store
from sync.wire import key_change
from sync.wire.keys import DeskKey, TownshipKey

OVERLAP = timedelta(days=90)
"""So long both keys count."""


@value
class Renewal:
    """A change of the key: until when the former key counts (ISO 8601), and the desks that only know the former."""

    until: str
    waiting: tuple[str, ...]


def begin(store: Store, password: bytes, now: datetime) -> Renewal:
    """Put a new key in the place of the old one, and tell every desk; one change at a time: a running one goes on.

    Nobody else may have the books open. Raises as ``own_key.read``.
    """
    path = store.key_path
    own_key.read(store, password)
    settle(store, password, now)
    old, until = key_files.read(path, password), (now + OVERLAP).isoformat(timespec="seconds")
    if old.before is not None:
        return _state(store, old)
    following = key_files.make_next(path, password)
    key_files.note_past(path, old.public, until)
    with store.writing() as db:
        _announce(db, old, following, until, now)
    key_files.switch(path)
    settle(store, password, now)
    return _state(store, own_key.read(store, password))


def state(store: Store, password: bytes, now: datetime) -> Renewal | None:
    """The state of a key change, after doing what is due; no desk waits when the change has just ended.

    None when there was none. Damaged ``key-file``.
    """
    path = store.key_path
    if not path.exists():
        return None
    changing = key_files.read(path, password).before is not None
    settle(store, password, now)
    key = key_files.read(path, password)
    return _state(store, key) if changing or key.before else None


def settle(store: Store, password: bytes, now: datetime) -> None:
    """Continue a change of the key, if there is one. Damaged ``key-file``.

    Finishes a cut step, announces the key to desks that a restored book forgot, and lets the old key end when all
    desks know the new one or its time is over.
    """
    path = store.key_path
    if not path.exists() or not key_files.is_changing(path):
        return
    following = key_files.next_key(path, password)
    if following is not None and _is_announced(store, following):
        key_files.switch(path)
    key = key_files.read(path, password)
    if key.before is None:
        return
    until = _until(path, key)
    with store.writing() as db:
        over = not until or now >= datetime.fromisoformat(until) or not _waiting(db, key)
        if not over:
            _announce(db, key.before, key, until, now)
    if over:
        key_files.note_past(path, key.before.public, now.isoformat(timespec="seconds"))
        key_files.drop_before(path)


def _state(store: Store, key: TownshipKey) -> Renewal:
    if key.before is None:
        return Renewal("", ())
    with store.reading() as db:
        return Renewal(_until(store.key_path, key), tuple(_waiting(db, key)))


def _announce(db: Connection, before: DeskKey, after: DeskKey, until: str, now: datetime) -> None:
    """Send the change to every desk that has not been sent it, signed with the key that the desk knows."""
    for desk in _uninformed(db, after):
        number = down_chain.append(db, before, desk, key_change.announce(before, after, until), now)
        which_key.note_announced(db, after, desk, number)


def _uninformed(db: Connection, key: DeskKey) -> list[str]:
    informed = select(tables.told_keys.c.desk).where(tables.told_keys.c.public_key == key.public)
    rows = tables.desks.c.desk
    return list(db.execute(select(rows).where(rows.not_in(informed)).order_by(rows)).scalars())


def _is_announced(store: Store, key: DeskKey) -> bool:
    rows = tables.told_keys.c
    with store.reading() as db:
        return db.execute(select(rows.desk).where(rows.public_key == key.public).limit(1)).first() is not None


def _waiting(db: Connection, key: TownshipKey) -> list[str]:
    """The desks with a valid key that do not know the new key of the township yet."""
    known = db.execute(select(tables.desks.c.desk).order_by(tables.desks.c.desk)).scalars().all()
    speak = [desk for desk in known if speakers.speaker(db, desk)]
    uninformed = set(_uninformed(db, key))
    return [desk for desk in speak if desk in uninformed or which_key.to(db, key, desk) is key.before]


def _until(path: Path, key: TownshipKey) -> str:
    return key_files.past(path).get(key.before.public, "") if key.before else ""
