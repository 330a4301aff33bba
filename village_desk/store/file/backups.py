"""Copies of the desk file, opened and counted before they count as backups. A backup never holds a key file."""

from __future__ import annotations

import contextlib
import itertools
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sync import durable
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.store.connection import engine, troubles
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.file import checking, ring, room
from village_desk.store.file.ring import Backup as Backup
from village_desk.words import _

READY = ".restoring"
"""A restored file that is whole, on its way into its place."""
DRAFT = READY + ".part"
_NOT_MADE = _("备份没有做成")
_WHOSE = re.compile(r"^[0-9]{12}-[A-Z]-", re.ASCII)
_STEP = 1000
"""Pages that are copied between two looks whether to stop: 4 MB."""
_PATIENCE = 0.05
_one_at_a_time = threading.Lock()
_STAMP = "%Y%m%d-%H%M%S"
"""In the country's time, whatever the PC's zone: a name contains no zone."""


def folder_of(path: Path) -> Path:
    """The backups of a desk file: a folder beside it."""
    return path.with_name(path.name + ".backups")


def listed(path: Path) -> list[Backup]:
    """The backups of a desk file, the latest first; behind them those of another file that stood here before.

    A practice file that was deleted leaves its backups, and its journal may have been longer than the new one is.
    """
    found, salt = [], _salt_of(path)
    for copy in folder_of(path).glob("*.vdesk"):
        with contextlib.suppress(ValueError, OSError):  # somebody else's, or gone: not ours to list or to delete
            found.append(_backup_of(copy, salt))
    return sorted(found, key=lambda each: (each.own, each.place, each.made_at), reverse=True)


def newest(path: Path) -> Backup | None:
    """The latest backup of the very file that stands here; None where it has none yet."""
    return next((each for each in listed(path) if each.own), None)


def make(store: Store, folder: Path | None = None, progress: Progress = silent, *, needed: bool = False) -> Backup:
    """Copy the file, look through the copy and count it, and only then call it a backup. Backups beyond the ring go.

    Copying reads every page of the file, so that a backup is also the look through the file that is made once a day. A
    damaged file gives no backup, and no earlier one goes for it. ``folder`` is another place for the backup, a stick:
    no old backups are deleted there. ``needed``: the desk cannot be opened without it, so that it may take the last
    room of the disk. Raises the Troubles of ``troubles.named`` (``damaged``; ``disk_full`` before anything is written,
    where the copy would not fit), Trouble ``backup`` when the copy differs from the file, and Cancelled when
    ``progress`` does.
    """
    where = folder or folder_of(store.path)
    with _alone(store.path, progress), troubles.as_trouble(_NOT_MADE, where / store.path.name, OSError):
        _let_go(folder_of(store.path).glob(".*.part*"))  # drafts that a killed program left
        coming = _coming(store, where)
        _find_room(store, coming, folder is None, progress, needed)
        made = _made(store, coming, progress)
        checking.note_sound(store)
        if folder is None:
            _tidy(store)
    return made


@contextlib.contextmanager
def _alone(path: Path, progress: Progress) -> Iterator[None]:
    """One thread at a time, and who waits can be stopped; a damage that is met is noted for the next opening."""
    while not _one_at_a_time.acquire(timeout=_PATIENCE):
        progress(0, 1)
    try:
        yield
    except Trouble as trouble:
        if trouble.code == "damaged":
            checking.doubt(path)
        raise
    finally:
        _one_at_a_time.release()


def space(store: Store) -> room.Room:
    """The backups beside the file and the room for them. Raises OSError."""
    backups, left = listed(store.path), room.left(store.db, folder_of(store.path))
    return room.Room(tuple(backups), room.cap(store.db, backups, left.free), left)


def _find_room(store: Store, coming: Backup, own: bool, progress: Progress, needed: bool) -> None:
    """Let go of older backups if the disk has no room else, as few as needed; Trouble where that is not enough."""
    look = partial(room.left, store.db, coming.path.parent)
    left = look() if own and not needed else look(spare=0)
    if own and left.missing:
        going = ring.before(listed(store.path), coming, left.missing)
        if going and not checking.check(store, progress):
            raise troubles.named("damaged", _NOT_MADE)
        _let_go(each.path for each in going)
        left = look(spare=left.spare)
    if left.missing:
        raise room.too_small(left, stick=not own)


def _tidy(store: Store) -> None:
    """Delete the backups beyond the ring or the cap."""
    with contextlib.suppress(OSError):
        found = space(store)
        _let_go(each.path for each in ring.beyond(found.backups, found.cap))


def _let_go(paths: Iterable[Path]) -> None:
    for each in paths:
        with contextlib.suppress(OSError):  # a backup counts all the same
            each.unlink(missing_ok=True)


def _coming(store: Store, folder: Path) -> Backup:
    """The backup that is about to be made."""
    now, head = store.clock(), store.head()
    whose = "" if folder == folder_of(store.path) else store.village().desk + "-"  # a stick may be shared by desks
    place = folder / f"{whose}{now.astimezone(moments.BEIJING).strftime(_STAMP)}-{head.ordinal}-{head.seq:06}.vdesk"
    return Backup(place, now, (head.ordinal, head.seq), room.left(store.db, folder).file)


def _made(store: Store, coming: Backup, progress: Progress) -> Backup:
    place = coming.path
    if not place.parent.exists():
        place.parent.mkdir(mode=0o700)
        durable.settle(place.parent.parent)
    # ask for the cause while the draft still takes up its room
    with durable.drafted(place) as draft, troubles.as_trouble(_NOT_MADE, place.with_name(store.path.name), OSError):
        copy_and_count(store, draft, progress)
    return replace(coming, size=place.stat().st_size)


def waits(path: Path) -> bool:
    """Whether a restored file waits to be brought into its place: its restore was cut off."""
    return path.with_name(path.name + READY).exists()


def made_at(backup: Path) -> datetime | None:
    """When a backup was made, by its name; None for a name that is not of ours."""
    try:
        return _read_name(backup)[0]
    except ValueError:
        return None


def draft_of(path: Path, backup: Path) -> Path:
    """A copy of the backup beside the file, which may be changed; ``place_draft`` or ``forget_draft`` follows."""
    draft = draft_place(path)
    durable.forget(draft)
    for tail in ("", "-wal"):  # a copy made by hand may have its newest pages in a WAL
        source = backup.with_name(backup.name + tail)
        if source.exists():
            durable.copy(source, draft.with_name(draft.name + tail))
    return draft


def draft_place(path: Path) -> Path:
    """Where the draft of a restore stands."""
    return path.with_name(path.name + DRAFT)


def forget_draft(path: Path) -> None:
    """Delete the draft of a restore that failed."""
    durable.forget(draft_place(path))


def place_draft(path: Path) -> None:
    """The draft is whole: from now on the restore is finished by whoever comes next. Raises OSError."""
    durable.place(draft_place(path), path.with_name(path.name + READY))


def finish(path: Path) -> Path | None:
    """Bring a restored file into its place, if one waits; the file that stood there is kept beside it.

    Returns the path of the kept file, or None if there was nothing to restore or no file before. If the program is
    killed at any moment, the next call goes on. Call with the lock of the file held. Raises OSError.
    """
    ready = path.with_name(path.name + READY)
    forget_draft(path)
    if not ready.exists():
        return None
    at = datetime.fromtimestamp(ready.stat().st_mtime, moments.BEIJING)
    aside = _free(path.with_name(f"{path.name}.damaged-{at.strftime(_STAMP)}"))
    moved = path.exists()
    for tail in ("-wal", "-shm", ""):  # no WAL of the old file may stand beside the new one
        old = path.with_name(path.name + tail)
        if old.exists():
            old.replace(aside.with_name(aside.name + tail))
    durable.settle(path.parent)
    durable.rename(ready, path)
    return aside if moved else None


def _free(wanted: Path) -> Path:
    """The path, or one with a number behind it where that file exists: nothing set aside is written over."""
    others = (wanted.with_name(f"{wanted.name}-{count}") for count in itertools.count(2))
    return next(each for each in itertools.chain([wanted], others) if not each.exists())


def _backup_of(copy: Path, salt: bytes) -> Backup:
    """Raises ValueError for a name that is not of ours, FileNotFoundError for a file that has gone meanwhile."""
    made, place = _read_name(copy)
    return Backup(copy, made, place, copy.stat().st_size, own=_salt_of(copy) == salt)


def _salt_of(file: Path) -> bytes:
    """What distinguishes a file and its copies from every other; empty where it cannot be read."""
    try:
        return engine.salt_of(file)
    except OSError:
        return b""


def _read_name(copy: Path) -> tuple[datetime, tuple[int, int]]:
    day, time, ordinal, seq = _WHOSE.sub("", copy.stem).split("-")
    made = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=moments.BEIJING)
    return made, (int(ordinal), int(seq))


def copy_and_count(store: Store, draft: Path, progress: Progress, outcome: str = _NOT_MADE) -> None:
    """Copy one state of the file, whoever works with it meanwhile, and count the copy as read from the disk.

    ``outcome``: how the messages of its Troubles end, which are those of ``make``.
    """
    held = _copy(store, draft, progress, outcome)
    durable.settle_file(draft)
    if _looked_through(store, draft, progress) != held:
        if not checking.check(store, progress):
            raise troubles.named("damaged", outcome)
        message = _("{outcome}：抄出来的和文件不一样").format(outcome=outcome)
        raise Trouble(message, _("请检查这块盘，再做一次"), "backup")
    progress(100, 100)


def _copy(store: Store, draft: Path, progress: Progress, outcome: str) -> tuple[int, int]:
    """Copy on a connection of its own, which takes no page from memory: the cipher proves each. Returns the counts."""
    with (
        contextlib.closing(store.connect_to(draft)) as copy,
        contextlib.closing(store.again()) as own,
        troubles.as_trouble(outcome, draft),  # ask for the cause while the half copy still takes up its room
        own.reading() as db,
    ):
        held = _counted(db)
        db.conn.backup(copy.conn, pages=_STEP, progress=_reported(progress))
    return held


def _looked_through(store: Store, draft: Path, progress: Progress) -> tuple[int, int] | None:
    """The counts of a copy in which nothing is wrong, as the disk gives it back; else None."""
    try:
        with contextlib.closing(store.connect_to(draft)) as copy:
            with checking.stoppable(copy, lambda _done, _total: progress(50, 100)):
                whole = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            copy.execute("PRAGMA journal_mode=DELETE")
            return _counted(copy) if whole else None
    except engine.WrongKey:
        return None
    except engine.DatabaseError as error:
        if troubles.is_damage(error):
            return None
        raise


def _reported(progress: Progress) -> Callable[[int, int, int], None]:
    """SQLite's report of the copying in per cent, as half of the work: the other half is looking through the copy."""

    def report(_status: int, remaining: int, total: int) -> None:
        progress(50 * (total - remaining) // max(1, total), 100)

    return report


def _counted(db: Database) -> tuple[int, int]:
    found: tuple[int, int] = db.execute("SELECT count(*), coalesce(max(rowid), 0) FROM journal").fetchone()
    return found
