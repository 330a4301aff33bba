"""During a key change the township signs for each desk with the key that desk already trusts.

``told_keys`` holds the number of the message that announces a key to a desk (0 where the desk paired under that key),
and whether the desk has ``known`` of it, by its own signed request.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    select,
    update,
)

from sync.agreement.errors import Damaged
from sync.township.store import bulk
from sync.township.store.tables import told_keys
from sync.wire import sealing
from sync.wire.keys import DeskKey, TownshipKey


def to(db: Connection, key: DeskKey, desk: str) -> DeskKey:
    """The key to sign with for this desk: the former key, until the desk confirms that it knows the new one."""
    before = key.before if isinstance(key, TownshipKey) else None
    if before is None:
        return key
    row = _announced(db, key, desk)
    return before if row is not None and not row.known else key


def known_to(db: Connection, key: DeskKey, desk: str) -> tuple[str, ...]:
    """The township's keys that a desk may know: a desk that paired since knows only the new one."""
    before = key.before if isinstance(key, TownshipKey) else None
    row = _announced(db, key, desk) if before else None
    return (key.public, before.public) if before and row is not None and row.number else (key.public,)


def met(db: Connection, key: DeskKey, desk: str) -> None:
    """The desk learns the township's key of now by pairing. Call inside Store.writing()."""
    if isinstance(key, TownshipKey) and key.before is not None:
        _note(db, key, desk, 0, known=True)


def note_announced(db: Connection, key: DeskKey, desk: str, number: int) -> None:
    """The message of this number tells the desk of the key. Call inside Store.writing()."""
    _note(db, key, desk, number, known=False)


def note_known(db: Connection, key: DeskKey, desk: str, named: str) -> None:
    """Note which key of the township the desk says that it knows. Call inside Store.writing()."""
    if isinstance(key, TownshipKey) and key.before is not None:
        db.execute(update(told_keys).where(_of(key, desk)).values(known=named == key.public))


def held(key: DeskKey) -> tuple[str, ...]:
    """The public halves of the keys that open data sealed for this township, the newest first."""
    before = key.before if isinstance(key, TownshipKey) else None
    return (key.public, before.public) if before else (key.public,)


def ever(key: DeskKey) -> set[str]:
    """The public halves of every key that the township has or had; a signature with any of them is the township's."""
    return {*held(key), *(key.ended if isinstance(key, TownshipKey) else ())}


def changed(key: DeskKey) -> bool:
    """Whether the key ever took the place of another one."""
    return isinstance(key, TownshipKey) and (key.before is not None or bool(key.ended))


def unseal(sealed: bytes, key: DeskKey) -> bytes:
    """Open data sealed for the township, under either of its keys. Raises Damaged as ``sealing.unseal``."""
    before = key.before if isinstance(key, TownshipKey) else None
    try:
        return sealing.unseal(sealed, key)
    except Damaged as reason:
        if before is None or reason.code != "another-reader":
            raise
    return sealing.unseal(sealed, before)


def _note(db: Connection, key: DeskKey, desk: str, number: int, known: bool) -> None:
    row = {"desk": desk, "public_key": key.public, "number": number, "known": known}
    bulk.upsert(db, told_keys, [row])


def _announced(db: Connection, key: DeskKey, desk: str) -> Row[Any] | None:
    return db.execute(select(told_keys).where(_of(key, desk))).first()


def _of(key: DeskKey, desk: str) -> ColumnElement[bool]:
    return (told_keys.c.desk == desk) & (told_keys.c.public_key == key.public)
