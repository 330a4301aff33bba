"""Copies of the desk file, opened and counted before they count as backups. A backup never holds a key file."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from village_desk.domain.errors import Trouble
from village_desk.domain.months import Month
from village_desk.store import engine
from village_desk.store.database import Clock, Store
from village_desk.words import _

LATEST = 3
DAYS = 14
READY = ".restoring"
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, when it was made by this PC's clock, and where the journal ended then (ordinal of the epoch, seq).

    The place orders them, since a clock may be wrong; (0, 0) in the names of older programs.
    """

    path: Path
    made_at: datetime
    place: tuple[int, int] = (0, 0)


def folder_of(path: Path) -> Path:
    """Where the backups of a desk file stand: a folder beside it."""
    return path.with_name(path.name + ".backups")


def listed(path: Path) -> list[Backup]:
    """The backups of a desk file, the latest first."""
    found = []
    for copy in folder_of(path).glob("*.vdesk"):
        try:
            found.append(_named(copy))
        except ValueError:
            continue  # somebody else's file: not ours to list or to delete
    return sorted(found, key=lambda each: (each.place, each.made_at), reverse=True)


def make(store: Store) -> Backup:
    """Copy the file, open the copy, count its facts, and only then call it a backup. Old ones beyond the ring go."""
    folder = folder_of(store.path)
    now, head = store.clock(), store.head()
    place = folder / f"{now.strftime(_STAMP)}-{head.ordinal}-{head.seq:06}.vdesk"
    draft = place.with_suffix(".tmp")
    try:
        folder.mkdir(exist_ok=True)
        draft.unlink(missing_ok=True)
        _copy_and_count(store, draft)
        draft.replace(place)
    except (OSError, engine.DatabaseError) as error:
        draft.unlink(missing_ok=True)
        raise Trouble(_("备份没有做成"), _("请检查磁盘空间，再做一次"), "backup") from error
    for old in _beyond_the_ring(listed(store.path)):
        old.path.unlink(missing_ok=True)
    return Backup(place, now, (head.ordinal, head.seq))


def restore(path: Path, backup: Backup, clock: Clock) -> Path:
    """Put the backup in the place of the desk file; the damaged one is kept beside it and its new path returned.

    The next opening must begin a new epoch (``Store.begin_epoch``): paper was printed after the backup was made.
    """
    aside = _free(path.with_name(f"{path.name}.damaged-{clock().strftime(_STAMP)}"))
    draft = path.with_name(path.name + ".restoring")
    try:
        shutil.copyfile(backup.path, draft)
        for tail in ("-wal", "-shm"):
            leftover = path.with_name(path.name + tail)
            if leftover.exists():
                leftover.replace(aside.with_name(aside.name + tail))
        path.replace(aside)
        draft.replace(path)
    except OSError as error:
        raise Trouble(_("恢复没有做成，原文件没有动"), _("请检查磁盘空间，再做一次"), "restore") from error
    return aside


def waits(path: Path) -> bool:
    """Whether a restored file waits to be brought into its place: its restore was cut off."""
    return path.with_name(path.name + READY).exists()


def finish(path: Path) -> None:
    """TODO"""


def _free(wanted: Path) -> Path:
    """The name, or with a number behind it where a file of that name is there: nothing set aside is written over."""
    others = (wanted.with_name(f"{wanted.name}-{count}") for count in itertools.count(2))
    return next(each for each in itertools.chain([wanted], others) if not each.exists())


def _named(copy: Path) -> Backup:
    """Raises ValueError for a name that is not of ours."""
    day, time, *end = copy.stem.split("-")
    ordinal, seq = (int(each) for each in end) if end else (0, 0)
    return Backup(copy, datetime.strptime(f"{day}-{time}", _STAMP).astimezone(), (ordinal, seq))


def _copy_and_count(store: Store, draft: Path) -> None:
    copy = store.connect_to(draft)
    try:
        store.db.conn.backup(copy.conn)
        count = "SELECT count(*), coalesce(max(rowid), 0) FROM journal"
        whole = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        if not whole or copy.execute(count).fetchone() != store.db.execute(count).fetchone():
            raise OSError("the copy is not the file")
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


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
