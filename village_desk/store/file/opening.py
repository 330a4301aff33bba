"""How a desk file is made and opened with a PIN: the key, the price of a wrong PIN, the lock against a second program.

Beside ``desk.vdesk`` stand ``desk.vdesk.json`` (``companions.py``) and ``desk.vdesk.lock``. Only a file that is not
what was written is called damaged; one that cannot be written to now is opened to be read.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.values import value
from sync.locks import FileLock
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.villages import Village
from village_desk.store.connection import engine, troubles
from village_desk.store.database import Clock, Store
from village_desk.store.file import backups, checking, locks
from village_desk.store.file.companions import Companion
from village_desk.store.file.reading import ReadingCopy
from village_desk.words import _

if TYPE_CHECKING:  # loaded when somebody changes the PIN
    from village_desk.store.file.rekeying import Reseal

SMALLEST = 4096
"""Bytes of one page: a file that holds less was cut off and must not be written to."""
READABLE = ("disk_full", "read_only", "no_permission")
"""Troubles with which a file can be read and not written."""
RESTORED = ("damaged", "another_file")
"""The codes of Troubles at opening whose cure is a backup."""
_BESIDE = (".key", ".key.next", ".json", checking.ENDING, ".outside")
"""The endings of the small files beside a desk file."""
_NEW_PIN = (".newpin", ".newpin.part")
"""Those of the folders that a change of the PIN leaves when it is cut off (``rekeying.py``)."""
_NOT_OPENED = _("文件没有打开")


@value
class Opened:
    """An open store and the lock that keeps other programs from its file; release it when the store is closed."""

    store: Store
    lock: FileLock | ReadingCopy


def create(path: Path, pin: str, village: Village, clock: Clock) -> Opened:
    """Make a new desk file. Refused when it exists already or the PIN is too easy; a Trouble leaves none behind."""
    _check_pin(pin)
    with troubles.as_trouble(_("没有建成"), path, OSError):
        _refuse_existing(path)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = locks.take(path)
        try:
            _refuse_existing(path)
            return Opened(_created(path, pin, village, clock), lock)
        except BaseException:
            lock.release()
            raise


def _check_pin(pin: str, field: str = "pin") -> None:
    from village_desk.domain import pins

    pins.check(pin, field)


def _refuse_existing(path: Path) -> None:
    if path.exists() or backups.waits(path):
        raise Refused(_("这个文件已经有了，不会覆盖"), _("请换一个文件名，或直接打开它"), "exists")


def _created(path: Path, pin: str, village: Village, clock: Clock) -> Store:
    salt = secrets.token_bytes(engine.SALT_BYTES)
    key = engine.key_of(pin, salt)
    try:
        store = Store.create(path, key, salt, clock, village)
    except BaseException:
        discard(path)
        raise
    Companion.of(key, salt, village.name).write(path)
    checking.note_sound(store)
    return store


def open_(path: Path, pin: str, clock: Clock, progress: Progress = silent) -> Opened:
    """Open a desk file; read-only, with ``store.hindrance``, where it cannot be written to.

    ``progress`` counts what is done to bring the file of an older program up to date.

    Refused: ``no_file``, ``no_pin``, ``second_copy``, ``wrong_pin``, ``wait`` (too many wrong ones), ``newer_file``.
    Trouble: ``damaged`` when the PIN is right and the file is not sound; ``another_file`` when the PIN is that of the
    file that stood there before; else as of ``troubles.named``.
    """
    if not pin:
        raise Refused(_("还没有输口令"), _("请输口令再打开"), "no_pin", "pin")
    try:
        with as_trouble(path):
            return _open_to_write(path, pin, clock, progress)
    except Trouble as trouble:
        if trouble.code not in READABLE:
            raise
        return _open_to_read(path, pin, clock, trouble)


@contextmanager
def as_trouble(path: Path) -> Iterator[None]:
    """Raise an error that keeps the file from being opened as the Trouble that describes it.

    Damage names the latest backup, and the next opening looks through the whole file.
    """
    try:
        with troubles.as_trouble(_NOT_OPENED, path, OSError):
            yield
    except Trouble as trouble:
        if trouble.code != "damaged":
            raise
        checking.doubt(path)
        raise damaged(path) from trouble


def seconds_to_wait(path: Path, clock: Clock) -> int:
    """How long no PIN is taken after wrong ones; 0 when one is taken now."""
    return Companion.read(path).seconds_left(clock())


def _open_to_write(path: Path, pin: str, clock: Clock, progress: Progress) -> Opened:
    if not path.is_file() and not backups.waits(path):
        raise Refused(_("找不到协办台文件"), _("请先新建，或检查文件位置"), "no_file")
    lock = locks.take(path)
    try:
        finish_begun(path)
        store = open_sound(path, pin, clock)
        if store.outdated:
            backups.make(store, needed=True)
            store.migrate(progress)
    except BaseException:
        lock.release()
        raise
    return Opened(store, lock)


def finish_begun(path: Path) -> Path | None:
    """End what a killed program began: another PIN, or a restore; returns as ``backups.finish``. Raises OSError."""
    if any(path.with_name(path.name + each).exists() for each in _NEW_PIN):
        from village_desk.store.file import rekeying

        rekeying.finish(path)
    return backups.finish(path)


def change_pin(path: Path, pin: str, new_pin: str, clock: Clock, reseal: Reseal, progress: Progress = silent) -> None:
    """Lock a closed desk file with another PIN.

    Refused as ``open_``, ``pins.check`` and ``rekeying.change``; Trouble as these. Nothing has changed then, unless the
    message says that the new PIN holds.
    """
    from village_desk.store.file import rekeying

    _check_pin(new_pin, "new_pin")
    with as_trouble(path):
        opened = open_(path, pin, clock, progress)
        try:
            if opened.store.hindrance is not None:
                raise opened.store.hindrance
            try:
                rekeying.change(opened.store, new_pin, reseal, progress)
            finally:
                opened.store.close()
            with troubles.as_trouble(_("新口令已经换好，还差最后一步，下次用新口令打开时会做完"), path, OSError):
                rekeying.finish(path)
        finally:
            opened.lock.release()


def _open_to_read(path: Path, pin: str, clock: Clock, trouble: Trouble) -> Opened:
    with troubles.as_trouble(_NOT_OPENED, None, OSError):
        copy = _copy_of(path, trouble)
        try:
            store = open_sound(path, pin, clock, copy.file)
            store.migrate()
        except BaseException:
            copy.release()
            raise
    hindrance = troubles.named(trouble.code, _("现在只能看，什么都不能记"))
    hindrance.cure += _("；然后关掉程序再打开")
    store.hindrance = hindrance
    return Opened(store, copy)


def _copy_of(path: Path, trouble: Trouble) -> ReadingCopy:
    """A copy to read from; if the copy fails too, the first trouble is raised."""
    try:
        return ReadingCopy.make(path)
    except OSError as error:
        raise trouble from error


def open_sound(path: Path, pin: str, clock: Clock, opened: Path | None = None, whole: bool = False) -> Store:
    """The store of a file, or of its copy ``opened``, once the PIN is right and nothing is wrong at its ends.

    The whole file is looked through only if ``whole``, or if it is not vouched for (``checking.vouched``): the rest is
    read when it is needed, and once a day. Raises as ``open_``, besides OSError and engine.DatabaseError.
    """
    file = opened or path
    if file.stat().st_size < SMALLEST:
        raise damaged(path)
    companion = Companion.read(path)
    companion.refuse_if_waiting(clock())
    salt = engine.salt_of(file)
    key = engine.key_of(pin, salt)
    if companion.proves(key, salt) is False:
        raise _wrong_pin(path, companion, clock)
    whole = whole or not checking.vouched(path, salt)
    store = _connected(path, pin, key, salt, clock, opened, whole)
    if whole and opened is None:
        checking.note_sound(store)
    if companion != (right := Companion.of(key, salt, _village_name(store))):
        right.write(path)
    return store


def _village_name(store: Store) -> str:
    """For the door; empty where the file is of a program that did not keep it where this one looks."""
    try:
        return store.village().name
    except engine.DatabaseError:
        return ""


def village_name(path: Path) -> str:
    """The name of the village whose file stands there, as this PC last saw it; empty where that is not known."""
    companion = Companion.read(path)
    try:
        return companion.village if companion.salt == engine.salt_of(path).hex() else ""
    except OSError:
        return ""


def prove(store: Store, pin: str) -> None:
    """Whether who sits there knows the PIN of an open file. Refused as at the door, where wrong tries are counted."""
    if not pin:
        raise Refused(_("还没有输口令"), _("请输口令"), "no_pin", "pin")
    companion = Companion.read(store.path)
    companion.refuse_if_waiting(store.clock())
    if not secrets.compare_digest(engine.key_of(pin, store.salt), store.secret):
        raise _wrong_pin(store.path, companion, store.clock)
    if companion.wrong:
        Companion.of(store.secret, store.salt, store.village().name).write(store.path)


def _connected(path: Path, pin: str, key: bytes, salt: bytes, clock: Clock, opened: Path | None, whole: bool) -> Store:
    fault: Refused | Trouble = damaged(path)
    try:
        store = (without_faults if whole else _readable)(path, key, salt, clock, opened)
        if store is not None:
            return store
    except engine.WrongKey:
        fault = _unopened(path, pin, key, salt, clock)
    except engine.DatabaseError as error:
        if not troubles.is_damage(error):
            raise
    if isinstance(fault, Trouble):
        _read_through(opened or path)
    raise fault


def _readable(path: Path, key: bytes, salt: bytes, clock: Clock, opened: Path | None) -> Store:
    """The store, once its first page and the end of its journal were read, which is where the last commit stands."""
    store = Store.open(path, key, salt, clock, opened)
    try:
        store.head()
    except BaseException:
        store.close()
        raise
    return store


def without_faults(path: Path, key: bytes, salt: bytes, clock: Clock, opened: Path | None) -> Store | None:
    """The store of a file, or of its copy ``opened``, under that key; None when it has faults.

    Raises engine.WrongKey, engine.DatabaseError, Refused ``newer_file``.
    """
    store = Store.open(path, key, salt, clock, opened)
    try:
        faulty = checking.has_faults(store)
    except BaseException:
        store.close()
        raise
    if faulty:
        store.close()
    return None if faulty else store


def _unopened(path: Path, pin: str, key: bytes, salt: bytes, clock: Clock) -> Refused | Trouble:
    """The error for a key that opens nothing: a wrong PIN, unless the companion proves that the PIN is right."""
    companion = Companion.read(path)
    if companion.proves(key, salt):
        return damaged(path)
    if companion.knows_pin(pin):
        return _another_file(path)
    return _wrong_pin(path, companion, clock)


def _another_file(path: Path) -> Trouble:
    """The Trouble when the PIN fits the file that stood here last: it was exchanged, or its beginning is damaged."""
    made, message = backups.listed(path), _("这不是上次打开的那个协办台文件，或者它的开头坏了")
    cure = restore = _("换过文件的，请输那个文件的口令")
    if made:
        when = moments.full(made[0].made_at)
        cure += _("；没有换过的，点“用最近的备份恢复”，备份是 {when} 的，现在的文件会留着").format(when=when)
        restore += _("；没有换过的，用 restore 换上 {when} 的备份（先说会丢什么），现在的文件会留着").format(when=when)
    return Trouble(message, cure, "another_file", by_command=restore)


def _wrong_pin(path: Path, companion: Companion, clock: Clock) -> Refused:
    companion.count_wrong(clock())
    companion.write(path)
    return companion.wrong_pin(clock())


def _read_through(file: Path) -> None:
    """OSError when the disk does not give all of the file: SQLite calls that damage as well."""
    for tail in ("", "-wal"):
        part = file.with_name(file.name + tail)
        if part.exists():
            with part.open("rb") as bytes_:
                while bytes_.read(_BLOCK):
                    pass


_BLOCK = 2**20


def damaged(path: Path) -> Trouble:
    """The Trouble for a file that the disk or another program changed; its cure names the latest backup."""
    message, made = _("协办台文件损坏了，没有再写入任何内容"), backups.listed(path)
    if not made:
        cure = _("这里没有备份。请把损坏的文件移到别处留着，再打开窗口点“旧电脑坏了？”，从镇所找回它收到过的")
        recover = _("这里没有备份。请把损坏的文件移到别处留着，再用 recover 取回镇所收到过的")
        return Trouble(message, cure, "damaged", by_command=recover)
    cure = _("最近一次备份是 {when} 的，在窗口里点“用最近的备份恢复”；损坏的文件会留着")
    restore = _("最近一次备份是 {when} 的，请用 restore：先说会丢什么，再换上；损坏的文件会留着")
    when = moments.full(made[0].made_at)
    return Trouble(message, cure.format(when=when), "damaged", by_command=restore.format(when=when))


def discard(path: Path) -> None:
    """Delete a closed desk file that nobody worked with, and the files beside it; the desk file itself last."""
    for ending in (*_BESIDE, "-wal", "-shm", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def set_aside(path: Path) -> Path | None:
    """Move a closed desk file and the files beside it into a new folder; returns it, or None if there is no file.

    Refused ``second_copy`` while a program has the file open. On Trouble the files moved so far stay in the folder.
    """
    contents = ".attachments"
    beside = ("", "-wal", "-shm", *_BESIDE, contents, contents + "-wal", contents + "-shm")
    found = [each for ending in beside if (each := path.with_name(path.name + ending)).exists()]
    if not found:
        return None
    with troubles.as_trouble(_("文件没有移开"), path, OSError):
        lock = locks.take(path)
        try:
            folder = _new_folder(path)
            for each in found:
                each.rename(folder / each.name)
        finally:
            lock.release()
    return folder


def _new_folder(path: Path) -> Path:
    places = (path.with_name(f"{path.name}.unfinished-{number}") for number in count(1))
    folder = next(each for each in places if not each.exists())
    folder.mkdir(mode=0o700)
    return folder
