"""Care of the file: is the file whole, do the tables agree with the journal, backups, who sits here, the PIN."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from sync.agreement import facts, journal
from sync.agreement.errors import ChainBroken
from sync.agreement.values import value
from village_desk.domain.basics import moments, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.progress import Progress, silent
from village_desk.services.care import beginning, outside_backups
from village_desk.services.care.outside_backups import OutsideStanding as OutsideStanding
from village_desk.settings import NAMES, Settings, choices
from village_desk.store import history, rebuilding
from village_desk.store.connection import troubles, witness
from village_desk.store.database import Store
from village_desk.store.file import backups, checking, opening, outside, restoring, sticks
from village_desk.store.file.backups import Backup as Backup
from village_desk.store.file.restoring import Lost
from village_desk.store.file.restoring import RestorePlan as RestorePlan
from village_desk.store.file.room import Room as Room
from village_desk.store.subjects import office, people, receipts
from village_desk.words import _

_PROXY = re.compile(r"https?://[A-Za-z0-9.-]+:[0-9]{1,5}/?")
"""Without a name and a password: settings are facts, and facts go to the township."""


@value
class CheckUp:
    """The result of a check of the whole desk. ``fault``: the first fault, in words; or empty.

    ``doubt``: something that is no fault and should be looked into, in words: the witness of receipt numbers is
    missing.
    """

    facts: int
    people: int
    receipts: int
    fault: str
    doubt: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.fault


def restore_words(plan: RestorePlan) -> str:
    """The effect of a restore and the facts lost by it, in lines, to be confirmed."""
    when = moments.full(plan.made_at) if plan.made_at else _("什么时候做的不知道")
    whose = _("备份：{village}（{desk}），{when}，{people} 人，凭条 {receipts} 张。").format(
        village=plan.village.name, desk=plan.village.desk, when=when, people=plan.people, receipts=plan.receipts
    )
    kept = _("现在的文件会留在旁边，不删。") if plan.standing else ""
    lost = filter(None, [_lost_words(plan.lost), _receipts_lost(plan.lost.numbers)])
    return "\n".join([whose, *lost, kept + _("以后的凭条用新号段，不会重号。")])


_NAMED = 5
"""So many receipts are named; of more the number is told."""


def _receipts_lost(numbers: tuple[str, ...]) -> str:
    """Which receipts would be missing, the newest first."""
    if not numbers:
        return ""
    named = _("、").join(numbers[:_NAMED])
    more = _(" 等 {count} 张").format(count=len(numbers)) if len(numbers) > _NAMED else ""
    return _("少的凭条：{named}{more}").format(named=named, more=more)


def _lost_words(lost: Lost) -> str:
    """The loss in words, from the known numbers; an unknown number is called not known."""
    if lost.facts == 0 and not lost.least:
        return _("这份备份之后没有新记录，什么都不会丢。")
    if lost.facts is None and lost.receipts == 0:
        words = _("这份备份之后没有开过凭条；别的记录少不少，看不出来。")
    elif lost.facts is None and lost.receipts is None:
        words = _("这份备份之后记过什么、收过多少钱，看不出来。")
    elif lost.fen is None:
        count = _("至少 {facts} 条").format(facts=lost.facts) if lost.facts else _("若干条")
        words = _("这份备份之后的记录会没有：{count}，里面有凭条；几张、多少钱看不出来。").format(count=count)
    else:
        most = _("至少有") if lost.least else _("有")
        words = _("这份备份之后的记录会没有：{most} {facts} 条，其中凭条 {receipts} 张，收款 {yuan} 元。").format(
            most=most, facts=lost.facts, receipts=lost.receipts, yuan=money.short(lost.fen)
        )
    return words + _("报过镇所的，恢复后上报一次就能取回；没报过的，照凭条存根重开。")


class Keeping:
    """The care of one desk file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def check(self, progress: Progress = silent) -> CheckUp:
        """File, chain, receipt numbers, the tables against the journal: the first fault of these; and the witness."""
        fault = self._file_fault(progress) or self._chain_fault() or self._number_fault() or self._table_fault(progress)
        return replace(self.held(), fault=fault, doubt=self._witness_doubt())

    def held(self) -> CheckUp:
        """The counts of the file, without looking for faults."""
        db = self._store.db
        counted = [each.receipts for each in receipts.totals(db)]
        return CheckUp(history.count(db), people.count(db), sum(counted), "")

    def rebuild(self, progress: Progress = silent) -> int:
        """Drop the tables and replay the journal; returns the number of facts. Refused when the chain is broken."""
        fault = self._chain_fault()
        if fault:
            raise Refused(fault, _("流水被改动过，不能重建；请用备份恢复"), "chain")
        return rebuilding.rebuild(self._store, progress)

    def back_up(self, progress: Progress = silent) -> backups.Backup:
        """Make a backup that was opened and counted. Raises as ``backups.make``."""
        return backups.make(self._store, progress=progress)

    def back_up_to(self, folder: Path, progress: Progress = silent) -> backups.Backup:
        """The same on a stick or a second disk. Refused ``no_folder``, ``same_place``; else as ``backups.make``."""
        if not folder.is_dir():
            message = _("找不到这个文件夹：{name}").format(name=folder.name or folder)
            raise Refused(message, _("请插好 U 盘，看清盘符再试"), "no_folder")
        if backups.folder_of(self._store.path).resolve() == folder.resolve():
            raise Refused(_("这是平常放备份的文件夹"), _("请选 U 盘或另一块盘上的文件夹"), "same_place")
        try:
            made = backups.make(self._store, folder, progress)
        except Trouble as trouble:
            if folder.is_dir():
                raise
            raise outside_backups.taken_away() from trouble
        if outside.is_outside(self._store.path, folder):
            outside.note(self._store, made)
        return made

    def last_outside_backup(self) -> backups.Backup | None:
        """The last backup of this file on another disk, made by this program; None if none is known."""
        return outside.last(self._store.path)

    def outside_standing(self) -> OutsideStanding:
        """The same with its age, the facts that are not in it, and whether a new one is due."""
        return outside_backups.standing(self._store)

    def sticks(self) -> list[Path]:
        """The roots of the sticks that are plugged in now."""
        return sticks.plugged()

    def back_up_when_due(self) -> backups.Backup | None:
        """Make a backup when something happened since the last one: for the end of a day and of a big step."""
        made = backups.newest(self._store.path)
        head = self._store.head()
        due = made is None or made.place < (head.ordinal, head.seq)
        return self.back_up() if due else None

    def backups(self) -> list[backups.Backup]:
        """The backups of this desk, the latest first."""
        return backups.listed(self._store.path)

    def plan_restore(self, backup: Path, pin: str = "") -> RestorePlan:
        """What would change if the backup took the place of this file. Raises as ``restoring.plan_beside``."""
        return restoring.plan_beside(self._store, backup, pin)

    def space(self) -> Room:
        """The backups beside the file, and the room for them. Trouble where the disk cannot be asked."""
        with troubles.as_trouble(_("看不了磁盘空间"), self._store.path, OSError):
            return backups.space(self._store)

    def prove_pin(self, pin: str) -> None:
        """Whether who sits there knows the PIN. Refused beside ``pin``; wrong tries are counted as at the door."""
        opening.prove(self._store, pin)

    def seconds_to_wait(self) -> int:
        """How long no PIN is taken after wrong ones; 0 when one is taken now."""
        return opening.seconds_to_wait(self._store.path, self._store.clock)

    def settings(self) -> Settings:
        """The settings of this desk."""
        values = office.settings(self._store.db)
        known = {each.name: values[each.name] for each in fields(Settings) if each.name in values}
        return Settings(**known)

    def set(self, name: str, value: str) -> Settings:
        """Change a setting; the change is a fact. Refused beside the field when the value cannot be."""
        if name not in NAMES:
            raise KeyError(name)
        wanted = texts.address(value) if name == "township_url" else texts.plain(value)
        if name == "township_url" and wanted and not wanted.startswith(("http://", "https://")):
            raise Refused(_("镇所地址应以 http:// 或 https:// 开头"), _("请向镇所要地址"), "url", name)
        if name == "coordinator" and any(each.isdigit() for each in wanted):
            raise beginning.no_name()
        if name == "proxy" and wanted and not _PROXY.fullmatch(wanted):
            cure = _("请问管网络的人；代理要密码的，在电脑里设")
            raise Refused(_("代理应写成 http://地址:端口"), cure, "proxy", name)
        if wanted not in [each for _words, each in choices(name)] and choices(name):
            raise Refused(_("没有这一项可选"), _("请在列出的里面选一个"), "choice", name)
        if wanted != getattr(self.settings(), name):
            with self._store.writing():
                self._store.record(facts.SettingChanged(name, wanted))
        if name == "coordinator":
            self._store.by = wanted or _("协办员")
        return self.settings()

    def _witness_doubt(self) -> str:
        """A doubt if the witness is missing: the program never removes it, but an older program made none."""
        if not self._store.lacks_witness():
            return ""
        words = _("防重号的记号（{folder}）不见了，或者比开过的凭条旧。程序不会删它：请查一查谁动过这个文件夹。")
        words += _("末尾的凭条要是被人从文件里抹掉，缺了它就看不出来，请拿凭条存根核对。再开一张凭条就会重新记上")
        return words.format(folder=witness.folder_of(self._store.path).name)

    def _file_fault(self, progress: Progress) -> str:
        return "" if checking.check(self._store, progress) else _("文件损坏")

    def _chain_fault(self) -> str:
        try:
            journal.verify(self._store.db, self._store.village().desk)
        except ChainBroken as broken:
            return _("流水从 {place} 起对不上，有人改动过文件").format(place=broken.detail)
        return ""

    def _number_fault(self) -> str:
        for series, serials in receipts.series(self._store.db).items():
            if serials != list(range(1, len(serials) + 1)):
                return _("凭条号段 {series} 有缺号").format(series=series)
        return ""

    def _table_fault(self, progress: Progress) -> str:
        name = rebuilding.first_difference(self._store, progress)
        return _("表 {name} 与流水不一致").format(name=name) if name else ""
