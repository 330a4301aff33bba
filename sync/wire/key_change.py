"""The township's change of key: the message about the next key, signed by the key before, and the proof. No I/O."""

from __future__ import annotations

from sync.agreement import journal, protocol
from sync.agreement.sent import KeyNext
from sync.wire import keys
from sync.wire.keys import DeskKey


def announce(before: DeskKey, after: DeskKey, until: str) -> KeyNext:
    """What goes down to every desk, to be signed by ``before``; the same key is announced once."""
    proof = after.sign(protocol.KEY_NEXT, _covered(before.public, after.public, until)).hex()
    return KeyNext(f"key-{after.public[:24]}", before.public, after.public, until, proof)


def is_proven(change: KeyNext) -> bool:
    """Whether the message's proof was made by the holder of the next key, over exactly these fields."""
    try:
        proof = bytes.fromhex(change.proof)
    except ValueError:
        return False
    return keys.verify(change.key, protocol.KEY_NEXT, _covered(change.before, change.key, change.until), proof)


def _covered(before: str, after: str, until: str) -> bytes:
    return journal.canonical([before, after, until])
