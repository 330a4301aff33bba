"""The room that backups take, and what is left for them: on the disk of the desk file, or on a stick. Deletes nothing.

To look costs one question to the system and reads no copy, so that the first page may ask each time.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain import attachments
from village_desk.domain.basics.errors import Trouble
from village_desk.store.connection.engine import Database
from village_desk.store.file.ring import LEAST, Backup
from village_desk.store.subjects import office
from village_desk.words import _

SETTING = "backup_room"
"""The name of the setting: the cap of all backups beside the file in GB; empty: the program decides."""
GB = 2**30
_MOST = 5 * GB
_SHARE = 4
"""Of the room that the disk would have without backups, they take one part in so many, and at most ``_MOST``."""
_RESERVE = 64 * 2**20
"""No backup takes the last of the disk, unless the desk cannot be opened without: fees and papers need it."""
_WORK = 16 * 2**20
"""With less nobody can promise that a fee is taken."""
_LOW = 512 * 2**20
"""With less a disk is nearly full, however small the desk file is."""


@value
class Left:
    """Bytes: of the desk file, free on the disk of its backups, and the last of these, which no backup may take."""

    file: int
    free: int
    spare: int = _RESERVE

    @property
    def missing(self) -> int:
        """The bytes by which a new copy does not fit; 0 where it fits."""
        return max(0, self.file + self.spare - self.free)

    @property
    def further(self) -> int:
        """How many further copies fit."""
        return max(0, self.free - self.spare) // self.file

    def warning(self) -> str:
        """What to do before the room is short, in words; empty where there is enough."""
        if self.missing:
            words = _("磁盘快满了，放新备份还差 {missing}。请移走不用的文件，或备份到 U 盘")
            return words.format(missing=attachments.size(self.missing)) + self.goes_on()
        if self.further < LEAST:
            words = _("磁盘只剩 {free}，备份只放得下 {count} 份了。请移走不用的文件")
            return words.format(free=attachments.size(self.free), count=self.further)
        if self.free < _LOW:
            return _("磁盘快满了，只剩 {free}。请移走不用的文件").format(free=attachments.size(self.free))
        return ""

    def goes_on(self) -> str:
        """That fees are taken all the same, where that is so; else empty."""
        return _("；收费照常") if self.free > _WORK else ""


@value
class Room:
    """The backups beside the desk file, the latest first, the cap for all of them in bytes, and what is left."""

    backups: tuple[Backup, ...]
    cap: int
    left: Left

    @property
    def held(self) -> int:
        """The bytes of all backups."""
        return held(self.backups)


def held(backups: Sequence[Backup]) -> int:
    """The bytes of these backups."""
    return sum(each.size for each in backups)


def left(db: Database, folder: Path, spare: int = _RESERVE) -> Left:
    """What is left in a folder for copies of this file that leave so many bytes free. Raises OSError."""
    size = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
    there = folder if folder.exists() else folder.parent
    return Left(size, shutil.disk_usage(there).free, spare)


def short(db: Database, folder: Path) -> Left | None:
    """What is left where ``Left.warning`` has something to say; None also where the system does not answer."""
    try:
        found = left(db, folder)
    except OSError:
        return None
    return found if found.warning() else None


def cap(db: Database, backups: Sequence[Backup], free: int) -> int:
    """The most bytes that the backups beside the file may take, by the setting or by the disk."""
    chosen = office.settings(db).get(SETTING, "")
    return int(chosen) * GB if chosen.isdecimal() else min(_MOST, (free + held(backups)) // _SHARE)


def too_small(left: Left, stick: bool) -> Trouble:
    """The Trouble where a copy does not fit; its code is that of a full disk."""
    missing = attachments.size(left.missing)
    if stick:
        message = _("备份没有做成：那里放不下，还差 {missing}").format(missing=missing)
        return Trouble(message, _("请换一个 U 盘，或删掉它上面不用的文件"), "disk_full")
    message = _("备份没有做成：磁盘放不下，还差 {missing}。已经记下的都在").format(missing=missing)
    cure, option = (
        _("请移走不用的文件；也可以到“设置”备份到 U 盘"),
        _("请移走不用的文件；也可以用 backup --to 备份到 U 盘"),
    )
    return Trouble(message + left.goes_on(), cure, "disk_full", by_command=option)
