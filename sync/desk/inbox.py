"""The desk's side table of the township's messages: its place in their chain.

The contents of the messages are stored elsewhere, with the facts; a rebuild leaves this table alone. Every function
takes a database connection with ``execute``; those that write are called inside the caller's writing transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # cryptography is loaded when a message is read
    from sync.wire.down import MessagePlace, Read

SCHEMA = """
CREATE TABLE came_down (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    sent TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""
"""The table of the inbox; the desk's migrations create it with this text."""


def place(db: Any, desk: str) -> MessagePlace:
    """The last message that the desk has."""
    from sync.wire.down import MessagePlace, beginning

    row = db.execute("SELECT number, id FROM came_down ORDER BY number DESC LIMIT 1").fetchone()
    return MessagePlace(*row) if row else beginning(desk)


def follows(db: Any, message: Read) -> bool:
    """Whether the message is the next one in the chain."""
    here = place(db, message.down.desk)
    return (message.down.number, message.down.prev) == (here.number + 1, here.id)


def keep(db: Any, message: Read, at: datetime) -> None:
    """Note that the desk has this message. Call inside the transaction that applies it."""
    row = [message.place.number, message.place.id, message.down.about, at.isoformat()]
    db.execute("INSERT INTO came_down (number, id, sent, at) VALUES (?, ?, ?, ?)", row)


def parting(db: Any, messages: Sequence[Read]) -> int:
    """The number at which the township's chain differs from the desk's (after a restore of its books); else 0.

    The message of this number follows what the desk has before it, and is another than the desk has at this number.
    """
    from sync.wire.down import beginning

    ids = dict(db.execute("SELECT number, id FROM came_down").fetchall())
    for each in sorted(messages, key=lambda each: each.place.number):
        number = each.place.number
        before = ids.get(number - 1, beginning(each.down.desk).id if number == 1 else "")
        if ids.get(number, each.place.id) != each.place.id and before == each.down.prev:
            return number
    return 0


def begin_again(db: Any, number: int = 1) -> None:
    """Forget the messages from ``number`` on, because the township's chain is another one from there on.

    Facts that were applied stay; they are recognised by their ids and not applied twice. Call inside a writing
    transaction.
    """
    db.execute("DELETE FROM came_down WHERE number >= ?", [number])
