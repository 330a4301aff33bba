"""The desk's key, in a file of its own beside the desk file (a backup must not carry it), and the next key.

When a key has ended, the next one is on the disk before the township learns of it, and replaces the old one in one
step. So there is always a key here, and the township never has one that is not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sync import durable
from sync.agreement.errors import Damaged
from village_desk.domain.basics.errors import Trouble
from village_desk.store.database import Store
from village_desk.words import _

if TYPE_CHECKING:  # cryptography is loaded when the road is first used
    from sync.wire.keys import DeskKey


def key(store: Store) -> DeskKey:
    """The key, made at first use. Trouble ``key_file``."""
    from sync.wire import keys

    with _in_words():
        return keys.load_or_create(_place(store), _password(store))


def successor(store: Store) -> DeskKey | None:
    """The key that was made to take the place of this one and did not yet; None as a rule. Trouble ``key_file``."""
    from sync.wire import keys

    with _in_words():
        try:
            return keys.load(_next(store), _password(store))
        except (FileNotFoundError, Damaged):  # an unreadable key: nobody has seen it yet
            return None


def make_successor(store: Store) -> DeskKey:
    """A new key for the place of this one, and of a successor that ended too. Trouble ``key_file``."""
    from sync.wire import keys

    with _in_words():
        _next(store).unlink(missing_ok=True)
        return keys.create(_next(store), _password(store))


def adopt(store: Store) -> None:
    """The successor is the key from now on. Trouble ``key_file``; then all is as before."""
    with _in_words():
        durable.rename(_next(store), _place(store))


def sealed_again(path: Path, secret: bytes, new_secret: bytes) -> bytes:
    """The content of a key's file for another secret of the desk file; as it is where it could not be read before."""
    from sync.wire import keys

    try:
        return keys.sealed_again(path, secret.hex().encode(), new_secret.hex().encode())
    except Damaged:
        return path.read_bytes()


def _place(store: Store) -> Path:
    return store.path.with_name(store.path.name + ".key")


def _next(store: Store) -> Path:
    return store.path.with_name(store.path.name + ".key.next")


def _password(store: Store) -> bytes:
    return store.secret.hex().encode()


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(_("密钥文件读写不了"), _("请检查协办台文件夹是否只读"), "key_file") from error
