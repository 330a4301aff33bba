"""Settings: the village, the settings of the desk, and care of the file: check, back up, rebuild."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from village_desk import settings
from village_desk.desk import Desk
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.domain.villages import Village
from village_desk.services.keeping import Backup, CheckUp, Keeping
from village_desk.services.policies import Policies
from village_desk.ui import type_size
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import column, grid, held, into_sight, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.forms import Control, Field, Form, choice, line
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.backup_card import BackupCard
from village_desk.ui.pages.policy import now_words
from village_desk.ui.remembered import Remembered
from village_desk.ui.wishes import LockNow
from village_desk.words import _

COPY = "copy"
"""The place on the page from which a copy to the stick is begun at once."""


class SettingsPage(Page):
    """The settings of this desk, and whether its file is well."""

    name = "settings"

    def __init__(
        self,
        keeping: Keeping,
        village: Village,
        jobs: Jobs,
        policies: Policies,
        today: Callable[[], date],
        remembered: Remembered,
    ) -> None:
        super().__init__(_("设置"), _("{name} · 本台 {desk}").format(name=village.name, desk=village.desk))
        self._keeping = keeping
        self._policies, self._today = policies, today
        self._jobs = jobs
        self._remembered = remembered
        self._form = Form(*(Field(name, settings.label(name), _control(name)) for name in settings.NAMES))
        self._shown: dict[str, str] = {}
        self._backups = BackupCard()
        self._backups.making.connect(self._back_up)
        self._backups.copying.connect(self._back_up_to)
        self._backups.choosing.connect(self._choose_backup)
        self._to_backups = into_sight(self._backups)
        self.body.addWidget(self._set())
        self.body.addWidget(self._policy())
        self.body.addWidget(self._pin())
        self.body.addWidget(self._backups)
        self.body.addWidget(self._care())
        self.body.addStretch(1)
        save = LargeButton(_("存设置"), name="save_settings")
        save.clicked.connect(self._save)
        self.foot(main=save)

    def refresh(self) -> None:
        """Read the settings, the backups and the room for them."""
        values = self._keeping.settings()
        for name, field in self._form.fields.items():
            self._show(name, field.control, str(getattr(values, name)))
        self._backups.show_room(self._keeping.space())
        self._backups.show_outside(self._keeping.outside_standing(), self._keeping.sticks())
        self._policy_words.setText(now_words(self._policies, self._today()))

    def open(self, about: str) -> None:
        """Show the card of the backups; ``copy``: begin to copy to the stick that is plugged in as well."""
        assert about in (self._backups.objectName(), COPY)
        self._to_backups.start(0)
        if about == COPY:
            self._back_up_to()

    def first_field(self) -> QWidget | None:
        """No setting gets the keyboard by itself: typing searches."""
        return None

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self._form.refuse(error):
            super().say(error)

    def _set(self) -> Card:
        self._type_size = choice(type_size.choices())
        self._type_size.setCurrentIndex(max(0, self._type_size.findData(self._remembered.get(type_size.NAME))))
        self._type_size.activated.connect(self._keep_type_size)
        size = Field("type_size", _("字的大小（下次打开起）"), self._type_size)
        return Card(_("可以改的"), grid(*self._form.fields.values(), size, columns=2))

    def _keep_type_size(self) -> None:
        """At once, and on this PC only: it is about the screen."""
        self._remembered.keep(type_size.NAME, str(self._type_size.currentData()))
        self.show_done(_("记住了，关掉程序再打开就是这个大小"))

    def _show(self, name: str, control: QWidget, value: str) -> None:
        """Show a stored value, unless she has changed the control and not saved yet."""
        if isinstance(control, QLineEdit) and not control.isModified():
            control.setText(value)
        elif isinstance(control, QComboBox) and control.currentData() == self._shown.get(name, control.currentData()):
            control.setCurrentIndex(control.findData(value))
        self._shown[name] = value

    def _policy(self) -> Card:
        self._policy_words = label(role="muted", name="policy_words", wrap=True)
        groups = label(_("各组的名称和包组干部，印在名单上"), "muted", wrap=True)
        return Card(
            _("照哪份政策办，有哪些小组"),
            self._line(_("查看和更换"), self._policy_words, self._see_policy, "eye", "see_policy"),
            self._line(_("小组和干部"), groups, self._see_groups, "people", "see_groups"),
        )

    def _pin(self) -> Card:
        words = label(_("怕口令被人知道了，或者换人管了，就换一个"), "muted", wrap=True)
        lock = label(_("离开时按 Ctrl+L：页面看不见，打到一半的字都留着，输口令回来"), "muted", wrap=True)
        paper = label(_("哪种纸用哪台打印机、几份、单面双面、凭条用什么纸；按 F12 也行"), "muted", wrap=True)
        about = label(_("版本、文件好不好、备份在哪里；给技术人员的报告"), "muted", wrap=True)
        return Card(
            _("口令、锁屏、打印、本机"),
            self._line(_("换口令"), words, partial(self._see, "pin"), "shield", "see_pin"),
            self._line(_("现在锁上"), lock, self._lock, "stop", "lock_now"),
            self._line(_("关于本机"), about, partial(self._see, "about"), "info", "see_about"),
            self._line(_("打印设置"), paper, self.choosing_print.emit, "print", "see_print"),
        )

    def _see(self, page: str) -> None:
        self.wanted.emit(Place(page))

    def _lock(self) -> None:
        self.wished.emit(LockNow())

    def _choose_backup(self) -> None:
        self.wanted.emit(Place("restore"))

    def _see_groups(self) -> None:
        self.wanted.emit(Place("groups"))

    def _see_policy(self) -> None:
        self.wanted.emit(Place("policy"))

    def _care(self) -> Card:
        check = self._line(
            _("检查"),
            label(_("文件、记录、凭条号、名单，从头对一遍。"), "muted", wrap=True),
            self._check,
            "shield",
            "check",
        )
        words = label(_("检查说对不上时，照记下的一条条重新整理一遍；记下的不会动。"), "muted", wrap=True)
        rebuild = self._line(_("重新整理"), words, self._rebuild, "table", "rebuild")
        return Card(_("文件好不好"), column(check, rule(), rebuild, gap=12))

    def _line(self, action: str, words: QWidget, slot: Callable[[], None], icon: str, name: str) -> QWidget:
        button = Button(action, icon=icon, name=name)
        button.clicked.connect(slot)
        return held(row(words, button))

    def _save(self) -> None:
        self._form.accept()
        with faults.presented(self):
            for name in self._form.fields:
                self._keeping.set(name, self._form.text(name))
            self.show_done(_("设置存好了"))
            self.changed.emit()

    def _check(self) -> None:
        self._jobs.start(_("正在检查"), _check_all, self._checked, self.failed)

    def _checked(self, found: CheckUp) -> None:
        counts = _("记录 {facts} 条，{people} 人，凭条 {receipts} 张").format(
            facts=found.facts, people=found.people, receipts=found.receipts
        )
        if found.well and found.doubt:
            self.notice.say(found.doubt, counts, "attention")
        elif found.well:
            self.show_done(_("检查过了，都对得上"), counts)
        else:
            self.notice.say(found.fault, _("请不要再收费，先用备份恢复或联系镇所。"), "now")

    def _back_up(self) -> None:
        self._jobs.start(_("正在备份"), _back_up, self._backed_up, self.failed)

    def _backed_up(self, _backup: object) -> None:
        self.show_done(_("备份做好了，打开数过，和现在一样"))
        self.changed.emit()

    def _back_up_to(self) -> None:
        plugged = self._keeping.sticks()
        folder = plugged[0] if len(plugged) == 1 else dialogs.OpenFolder.ask(self, _("备份到哪个 U 盘？"))
        if folder is not None:
            work = partial(_back_up_to, folder)
            self._jobs.start(_("正在备份到 U 盘，请先别拔"), work, self._backed_up_to, self.failed)

    def _backed_up_to(self, made: Backup) -> None:
        self.show_done(*_copied(self._keeping, made))
        self.changed.emit()

    def _rebuild(self) -> None:
        self._jobs.start(_("正在重新整理"), _rebuild_all, self._rebuilt, self.failed)

    def _rebuilt(self, count: int) -> None:
        self.show_done(_("照 {count} 条记录重新整理好了").format(count=count))
        self.changed.emit()


def _copied(keeping: Keeping, made: Backup) -> tuple[str, str]:
    """Where the copy lies, and whether it is on another disk at all."""
    words = _("备份到 U 盘做好了，打开数过：{name}").format(name=made.path)
    if keeping.last_outside_backup() != made:
        return words, _("这个文件夹和协办台文件在同一块盘上，盘坏了会一起没。请插 U 盘再备份一次。")
    return words, _("它和协办台文件用同一个口令打开。可以拔 U 盘了，请收好。")


def _control(name: str) -> Control:
    options = settings.choices(name)
    return choice(options) if options else line()


def _check_all(desk: Desk, progress: Progress) -> CheckUp:
    return desk.keeping.check(progress)


def _back_up(desk: Desk, progress: Progress) -> object:
    return desk.keeping.back_up(progress)


def _back_up_to(folder: Path, desk: Desk, progress: Progress) -> Backup:
    return desk.keeping.back_up_to(folder, progress)


def _rebuild_all(desk: Desk, progress: Progress) -> int:
    return desk.keeping.rebuild(progress)
