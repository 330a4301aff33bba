"""Another PIN for a desk file, and for the files beside it that are locked with its key.

All of them are written anew under the new key into one folder, looked through and synced; the name that the folder gets
then is the change. Until that moment the old PIN opens everything, and from it on the new one: whoever comes next puts
the files into their places first (``finish``). The salt stays, so that the backups are still those of this file; they
keep the PIN with which they were made.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from sync import durable
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.progress import Progress
from village_desk.store import contents
from village_desk.store.connection import engine, troubles
from village_desk.store.database import Store
from village_desk.store.file import backups
from village_desk.words import _

READY = ".newpin"
"""The folder with all files under the new key, whole."""
_DRAFT = READY + ".part"
_COMPANION = ".json"
_KEYS = (".key", ".key.next")
"""The files beside the desk file that ``Reseal`` knows how to lock anew."""
_NOT_CHANGED = _("口令没有换，还用旧口令")

Reseal = Callable[[Path, bytes, bytes], bytes]
"""The content of a key's file under another secret: the file, the secret of now, the secret to come."""


def change(store: Store, new_pin: str, reseal: Reseal, progress: Progress) -> None:
    """Lock the files of an open desk with another PIN. Nothing may be written meanwhile; ``finish`` once it is closed.

    Refused ``same_pin``. After a Trouble of ``troubles.named`` or ``rekeying``, and after Cancelled, nothing changed.
    """
    new_key = engine.key_of(new_pin, store.salt)
    if new_key == store.secret:
        raise Refused(_("新口令和现在的一样"), _("请想一个不一样的"), "same_pin", "new_pin")
    path = store.path
    with troubles.as_trouble(_NOT_CHANGED, path, OSError):
        draft = _new_folder(path)
        try:
            _fill(draft, store, new_key, reseal, progress)
            durable.place_folder(draft, path.with_name(path.name + READY))
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


def waits(path: Path) -> bool:
    """Whether the files of a new PIN wait to be put into their places."""
    return path.with_name(path.name + READY).exists()


def finish(path: Path) -> None:
    """Put the files of a new PIN into their places, if such a change was made; what was half made goes.

    If the program is killed at any moment, the next call goes on. Call with the lock of the file held, and no
    connection open. Raises OSError.
    """
    shutil.rmtree(path.with_name(path.name + _DRAFT), ignore_errors=True)
    ready = path.with_name(path.name + READY)
    if not ready.exists():
        return
    path.with_name(path.name + _COMPANION).unlink(missing_ok=True)  # it knows the old key; the next opening writes it
    for name in (path.name, contents.place(path).name, *(path.name + each for each in _KEYS)):
        new, old = ready / name, path.with_name(name)
        if new.exists():
            for tail in ("-wal", "-shm"):  # all that stood there is in the new file
                old.with_name(old.name + tail).unlink(missing_ok=True)
            new.replace(old)
    durable.settle(path.parent)
    shutil.rmtree(ready)


def _new_folder(path: Path) -> Path:
    draft = path.with_name(path.name + _DRAFT)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    return draft


def _fill(draft: Path, store: Store, new_key: bytes, reseal: Reseal, progress: Progress) -> None:
    path = store.path
    desk = draft / path.name
    backups.copy_and_count(store, desk, progress, _NOT_CHANGED)
    _lock_anew(desk, store, new_key)
    held = contents.at_rest(store)
    if held is not None:
        durable.copy(held, draft / held.name)
        _lock_anew(draft / held.name, store, new_key)
    for key in (path.with_name(path.name + ending) for ending in _KEYS):
        if key.exists():
            durable.write(draft / key.name, reseal(key, store.secret, new_key))


def _lock_anew(file: Path, store: Store, new_key: bytes) -> None:
    engine.rekey(file, store.secret, new_key, store.salt)
    if not engine.is_whole(file, new_key, store.salt):
        raise Trouble(_("口令没有换：写出来的文件和原来的不一样"), _("请检查这块盘，再做一次"), "rekeying")
