"""The files of the township's key: the key, the next and the former one during a change, and the ended ones.

    <books>.key   <books>.key.next   <books>.key.before   <books>.key.past: JSON, public key: when it ends or ended

Neither the books nor their backups contain these files. No rules.
"""

from __future__ import annotations

import json
from pathlib import Path

from sync import durable
from sync.agreement.errors import Damaged
from sync.wire import keys
from sync.wire.keys import DeskKey, TownshipKey


def read(path: Path, password: bytes) -> TownshipKey:
    """The key with its former keys. FileNotFoundError; Damaged ``key-file``."""
    key, before = keys.load(path, password), _load(_before(path), password)
    if before is not None and before.public == key.public:  # a change of the key that was cut in its last step
        before = None
    held = {key.public, before.public if before else ""}
    return TownshipKey.of(key, before, tuple(each for each in past(path) if each not in held))


def next_key(path: Path, password: bytes) -> DeskKey | None:
    """The key that will replace the present one; None as a rule."""
    return _load(_next(path), password)


def make_next(path: Path, password: bytes) -> DeskKey:
    """The key that will replace the present one, made now if it does not exist."""
    found = next_key(path, password)
    if found is not None:
        return found
    _next(path).unlink(missing_ok=True)  # an unreadable key: nobody has seen it yet
    return keys.create(_next(path), password)


def switch(path: Path) -> None:
    """The next key becomes the key, and the key the former one. After a cut, call it again to complete the switch."""
    durable.write(_before(path), path.read_bytes())
    durable.rename(_next(path), path)


def drop_before(path: Path) -> None:
    """The key before is held no more."""
    _before(path).unlink(missing_ok=True)
    durable.settle(path.parent)


def beside(path: Path) -> tuple[Path, Path]:
    """The other files that must be stored with the key where they exist."""
    return _before(path), _past(path)


def is_changing(path: Path) -> bool:
    """Whether there is a second key, next or former."""
    return _next(path).exists() or _before(path).exists()


def past(path: Path) -> dict[str, str]:
    """The public halves of the keys before this one, and when each ends or ended (ISO 8601).

    Damaged ``key-file``.
    """
    try:
        found = json.loads(_past(path).read_bytes())
    except FileNotFoundError:
        return {}
    except ValueError as reason:
        raise Damaged("key-file", _past(path).name) from reason
    return {str(public): str(until) for public, until in found.items()}


def note_past(path: Path, public: str, until: str) -> None:
    """Note when a key ends."""
    durable.write(_past(path), json.dumps(past(path) | {public: until}).encode())


def _load(path: Path, password: bytes) -> DeskKey | None:
    try:
        return keys.load(path, password)
    except (FileNotFoundError, Damaged):
        return None


def _next(path: Path) -> Path:
    return path.with_name(path.name + ".next")


def _before(path: Path) -> Path:
    return path.with_name(path.name + ".before")


def _past(path: Path) -> Path:
    return path.with_name(path.name + ".past")
