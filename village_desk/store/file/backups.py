"""Copies of the desk file, opened and counted before they count as backups. A backup never holds a key file."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sync import durable
from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.store.connection import troubles
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.file import checking
from village_desk.words import _

LATEST = 3
DAYS = 14
READY = ".restoring"
"""A restored file that is whole, on its way into its place."""
DRAFT = READY + ".part"
_NOT_MADE = _("备份没有做成")
_WHOSE = re.compile(r"^[0-9]{12}-[A-Z]-", re.ASCII)
_STAMP = "%Y%m%d-%H%M%S"
"""In the country's time, whatever the PC's zone: a name contains no zone."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, when it was made by this PC's clock, and where the journal ended then (ordinal of the epoch, seq).

    The place orders them, since a clock may be wrong.
    """

    path: Path
    made_at: datetime
    place: tuple[int, int]


def folder_of(path: Path) -> Path:
    """The backups of a desk file: a folder beside it."""
    return path.with_name(path.name + ".backups")


def listed(path: Path) -> list[Backup]:
    """The backups of a desk file, the latest first."""
    found = []
    for copy in folder_of(path).glob("*.vdesk"):
        try:
            found.append(_backup_of(copy))
        except ValueError:
            continue  # somebody else's file: not ours to list or to delete
    return sorted(found, key=lambda each: (each.place, each.made_at), reverse=True)


def make(store: Store, folder: Path | None = None, progress: Progress = silent) -> Backup:
    """Look through the file, copy it, open and count the copy, and only then call it a backup. Old ones go (the ring).

    A damaged file is not copied, since no earlier backup may go for it. ``folder`` is another place for the backup, a
    stick: no old backups are deleted there. Raises the Troubles of ``troubles.named`` (``damaged``), Trouble
    ``backup`` when the copy differs from the file, and Cancelled when ``progress`` does.
    """
    with troubles.as_trouble(_NOT_MADE, store.path):
        if not checking.check(store, progress):
            raise troubles.named("damaged", _NOT_MADE)
    made = _made(store, folder or folder_of(store.path))
    if folder is None:
        _tidy(store.path)
    return made


def _tidy(path: Path) -> None:
    """Delete the backups beyond the ring, and drafts that a killed program left."""
    old = [each.path for each in _beyond_the_ring(listed(path))]
    for each in (*old, *folder_of(path).glob(".*.part*")):
        with contextlib.suppress(OSError):  # the new backup counts all the same
            each.unlink(missing_ok=True)


def _made(store: Store, folder: Path) -> Backup:
    now, head = store.clock(), store.head()
    whose = "" if folder == folder_of(store.path) else store.village().desk + "-"  # a stick may be shared by desks
    place = folder / f"{whose}{now.astimezone(moments.BEIJING).strftime(_STAMP)}-{head.ordinal}-{head.seq:06}.vdesk"
    beside = folder / store.path.name
    with troubles.as_trouble(_NOT_MADE, beside, OSError):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            durable.settle(folder.parent)
        # ask for the cause while the draft still takes up its room
        with durable.drafted(place) as draft, troubles.as_trouble(_NOT_MADE, beside, OSError):
            _copy_and_count(store, draft)
    return Backup(place, now, (head.ordinal, head.seq))


def waits(path: Path) -> bool:
    """Whether a restored file waits to be brought into its place: its restore was cut off."""
    return path.with_name(path.name + READY).exists()


def made_at(backup: Path) -> datetime | None:
    """When a backup was made, by its name; None for a name that is not of ours."""
    try:
        return _backup_of(backup).made_at
    except ValueError:
        return None


def draft_of(path: Path, backup: Path) -> Path:
    """A copy of the backup beside the file, which may be changed; ``place_draft`` or ``forget_draft`` follows."""
    draft = path.with_name(path.name + DRAFT)
    durable.forget(draft)
    for tail in ("", "-wal"):  # a copy made by hand may have its newest pages in a WAL
        source = backup.with_name(backup.name + tail)
        if source.exists():
            durable.copy(source, draft.with_name(draft.name + tail))
    return draft


def forget_draft(path: Path) -> None:
    """Delete the draft of a restore that failed."""
    durable.forget(path.with_name(path.name + DRAFT))


def place_draft(path: Path) -> None:
    """The draft is whole: from now on the restore is finished by whoever comes next. Raises OSError."""
    durable.place(path.with_name(path.name + DRAFT), path.with_name(path.name + READY))


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


def _backup_of(copy: Path) -> Backup:
    """Raises ValueError for a name that is not of ours."""
    day, time, ordinal, seq = _WHOSE.sub("", copy.stem).split("-")
    made = datetime.strptime(f"{day}-{time}", _STAMP).replace(tzinfo=moments.BEIJING)
    return Backup(copy, made, (int(ordinal), int(seq)))


def _copy_and_count(store: Store, draft: Path) -> None:
    """Copy one state of the file, whoever works with it meanwhile, and count the copy as read from the disk."""
    with contextlib.closing(store.connect_to(draft)) as copy, store.reading() as db:
        held = _counted(db)
        with troubles.as_trouble(_NOT_MADE, draft):  # ask for the cause while the half copy still takes up its room
            db.conn.backup(copy.conn)
    durable.settle_file(draft)
    with contextlib.closing(store.connect_to(draft)) as copy:
        whole = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if not whole or _counted(copy) != held:
            raise Trouble(_("备份没有做成：抄出来的和文件不一样"), _("请检查这块盘，再做一次"), "backup")
        copy.execute("PRAGMA journal_mode=DELETE")


def _counted(db: Database) -> tuple[int, int]:
    found: tuple[int, int] = db.execute("SELECT count(*), coalesce(max(rowid), 0) FROM journal").fetchone()
    return found


def _beyond_the_ring(backups: list[Backup]) -> Iterable[Backup]:
    """All but the latest three, the last of each of the latest fourteen days, and the last of each month."""
    days: set[date] = set()
    months: set[Month] = set()
    for place, backup in enumerate(backups):
        day, month = backup.made_at.date(), Month.of(backup.made_at)
        keeps_day = day not in days and len(days) < DAYS
        if place >= LATEST and not keeps_day and month in months:
            yield backup
        days.add(day)
        months.add(month)
