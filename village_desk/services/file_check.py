"""The look through the whole desk file behind the work, which is a backup where there is something to back up.

Once a day, and when much was recorded at once. Is it due, what did it find; repairs nothing.
"""

from __future__ import annotations

from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.store.connection import troubles
from village_desk.store.database import Store
from village_desk.store.file import backups, checking
from village_desk.words import _

_NOT_CHECKED = _("文件没有查完")
_MUCH = 200
"""So many facts since the last backup are a big step, such as an import, behind which one is made at once."""


class FileCheck:
    """The check of one desk file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def is_due(self) -> bool:
        """Whether the file has not been looked through today, or much was recorded since the last backup."""
        writes = self._store.hindrance is None
        return checking.is_due(self._store) or (writes and self._unsaved() >= _MUCH)

    def run(self, progress: Progress = silent) -> Trouble | None:
        """Make a backup if something was recorded since the last one, else look through the file.

        Returns the Trouble ``damaged`` for her when something in it is not what was written. Where the disk has no room
        for a backup the file is looked through all the same; the first page tells of the room. Raises Cancelled when
        ``progress`` does, and the Troubles of ``troubles.named`` where the file could not be looked through: no sound
        file is called damaged.
        """
        if self._unsaved() and self._store.hindrance is None:
            try:
                backups.make(self._store, progress=progress)
                return None
            except Trouble as trouble:
                if trouble.code == "damaged":
                    return self._damaged()
                if trouble.code != "disk_full":
                    raise
                if not checking.is_due(self._store):
                    return None
        with troubles.as_trouble(_NOT_CHECKED, self._store.path):
            return None if checking.check(self._store, progress) else self._damaged()

    def _unsaved(self) -> int:
        """How many facts were recorded since the last backup; all of this life of the journal where none is of it."""
        head, made = self._store.head(), backups.newest(self._store.path)
        ordinal, seq = made.place if made else (0, 0)
        return head.seq - seq if ordinal == head.ordinal else head.seq

    def _damaged(self) -> Trouble:
        """She is in the middle of her work, which goes on where the file can be read: what to do, and by which backup.

        What went up to the township is given back after a restore, so that sending comes first.
        """
        message, made = _("协办台文件有损坏：查文件时发现有内容读不出来"), backups.listed(self._store.path)
        if not made:
            cure = _("读得出的照常能用。请先上报一次，关掉程序，把文件移开留着，再打开窗口点“旧电脑坏了？”从镇所找回")
            recover = _("读得出的照常能用。请先用 send 上报一次，把文件移到别处留着，再用 recover 从镇所找回")
            return Trouble(message, cure, "damaged", by_command=recover)
        cure = _("读得出的照常能用。请先上报一次，再点“去恢复”，用 {when} 的备份换下它；报过镇所的，恢复后能取回")
        restore = _("读得出的照常能用。请先用 send 上报一次，再用 restore 换上 {when} 的备份；报过镇所的，恢复后能取回")
        when = moments.full(made[0].made_at)
        return Trouble(message, cure.format(when=when), "damaged", by_command=restore.format(when=when))
