"""The look through the whole desk file, once a day behind the work: is it due, what did it find. Repairs nothing."""

from __future__ import annotations

from village_desk.domain.basics import moments
from village_desk.domain.basics.errors import Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.store.connection import troubles
from village_desk.store.database import Store
from village_desk.store.file import backups, checking
from village_desk.words import _

_NOT_CHECKED = _("文件没有查完")


class FileCheck:
    """The check of one desk file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def is_due(self) -> bool:
        """Whether the file has not been looked through today."""
        return checking.is_due(self._store)

    def run(self, progress: Progress = silent) -> Trouble | None:
        """Look through the file; the Trouble ``damaged`` for her when something in it is not what was written.

        Raises Cancelled when ``progress`` does, and the Troubles of ``troubles.named`` where the file could not be
        looked through: no sound file is called damaged.
        """
        with troubles.as_trouble(_NOT_CHECKED, self._store.path):
            return None if checking.check(self._store, progress) else self._damaged()

    def _damaged(self) -> Trouble:
        """She is in the middle of her work, which goes on where the file can be read: what to do, and by which backup.

        What went up to the township is given back after a restore, so that sending comes first.
        """
        message, made = _("协办台文件有损坏：查文件时发现有内容读不出来"), backups.listed(self._store.path)
        if not made:
            cure = _("读得出的照常能用。请先上报一次，再关掉程序，把文件移到别处留着，打开窗口点“从镇所找回”")
            return Trouble(message, cure, "damaged")
        cure = _("读得出的照常能用。请先上报一次，再点“去恢复”，用 {when} 的备份换下它；报过镇所的，恢复后能取回")
        return Trouble(message, cure.format(when=moments.full(made[0].made_at)), "damaged")
