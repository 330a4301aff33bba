"""What this PC and its desk are and how they are: for her page 关于本机, for ``about``, and for whoever helps."""

from __future__ import annotations

import platform
from datetime import date
from pathlib import Path

from sync.agreement.values import value
from village_desk import __version__, places
from village_desk.domain import attachments
from village_desk.domain.basics import moments
from village_desk.services.care import outside_backups
from village_desk.services.care.outside_backups import OutsideStanding
from village_desk.services.policies import Policies
from village_desk.store.connection import engine
from village_desk.store.database import Store
from village_desk.store.file import backups, checking
from village_desk.store.file.ring import Backup
from village_desk.words import _


@value
class AboutDesk:
    """``checked``: the last day on which the whole file was found sound, None if not known.

    ``policy``: the name of the one in force, and since when (None where none was adopted). ``free``: bytes on the disk
    of the file, None where the system does not tell. ``faults``: bugs of the program that stand in its log.
    """

    version: str
    python: str
    database: str
    system: str
    desk: str
    village: str
    file: Path
    size: int
    policy: str
    policy_since: date | None
    checked: date | None
    backup: Backup | None
    outside: OutsideStanding
    free: int | None
    logs: Path
    faults: int

    def lines(self) -> list[tuple[str, str]]:
        """Each line of the page: what it is, and the value in words."""
        return [
            (_("程序版本"), self.version),
            (_("本台"), _("{village}（{desk}）").format(village=self.village, desk=self.desk)),
            (_("照哪份政策"), self._policy()),
            (
                _("文件检查"),
                _("{day} 从头看过，是好的").format(day=self.checked) if self.checked else _("今天还没查完"),
            ),
            (_("最近备份"), self._backup()),
            (_("U 盘备份"), self._outside()),
            (_("协办台文件"), _("{file}，{size}").format(file=self.file, size=attachments.size(self.size))),
            (_("磁盘还空"), attachments.size(self.free) if self.free is not None else _("看不出来")),
            (_("程序差错"), _("记下 {n} 次").format(n=self.faults) if self.faults else _("没有记下差错")),
            (_("电脑"), self.system),
        ]

    def _checked(self) -> str:
        return _("{day} 从头看过，是好的").format(day=self.checked) if self.checked else _("还没有查完过")

    def _policy(self) -> str:
        since = _("，从 {day} 起").format(day=self.policy_since) if self.policy_since else ""
        return _("《{name}》").format(name=self.policy) + since

    def _backup(self) -> str:
        if self.backup is None:
            return _("还没有")
        when, where = moments.full(self.backup.made_at), self.backup.path.parent
        return _("{when}，放在 {where}").format(when=when, where=where)

    def _outside(self) -> str:
        last = self.outside.last
        if last is None:
            return self.outside.in_words()
        return _("{words}。放在 {where}").format(words=self.outside.in_words(), where=last.path)


def about(store: Store, adopted: Policies) -> AboutDesk:
    """All of it, now."""
    today, village, left = store.today(), store.village(), _left(store)
    logs = places.logs()
    return AboutDesk(
        version=__version__,
        python=platform.python_version(),
        database=engine.version(store.db),
        system=f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
        desk=village.desk,
        village=village.name,
        file=store.path,
        size=store.path.stat().st_size,
        policy=adopted.on(today).name,
        policy_since=adopted.since(today),
        checked=checking.sound_on(store),
        backup=backups.newest(store.path),
        outside=outside_backups.standing(store),
        free=left,
        logs=logs,
        faults=faults(logs),
    )


def faults(logs: Path) -> int:
    """How many bugs stand in the log."""
    found = 0
    for each in log_files(logs):
        found += each.read_text("utf-8", "replace").count(_BUG)
    return found


_BUG = " a bug of "
"""How ``logs.bug`` begins."""


def log_files(logs: Path) -> list[Path]:
    """The log, its predecessors, and the notes of a crash."""
    return sorted(each for each in logs.glob("village-desk*.log*") if each.is_file())


def _left(store: Store) -> int | None:
    try:
        return backups.space(store).left.free
    except OSError:
        return None
