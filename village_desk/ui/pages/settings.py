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
from village_desk.words import _


class SettingsPage(Page):
    """The settings of this desk, and whether its file is well."""

    name = "settings"

    def __init__(
        self, keeping: Keeping, village: Village, jobs: Jobs, policies: Policies, today: Callable[[], date]
    ) -> None:
        super().__init__(_("设置"), _("{name} · 本台 {desk}").format(name=village.name, desk=village.desk))
        self._keeping = keeping
        self._policies, self._today = policies, today
        self._jobs = jobs
        self._form = Form(*(Field(name, settings.label(name), _control(name)) for name in settings.NAMES))
        self._shown: dict[str, str] = {}
        self._backups = BackupCard()
        self._backups.making.connect(self._back_up)
        self._backups.copying.connect(self._back_up_to)
        self._to_backups = into_sight(self._backups)
        self.body.addWidget(self._set())
        self.body.addWidget(self._policy())
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
        self._policy_words.setText(now_words(self._policies, self._today()))

    def open(self, about: str) -> None:
        """Show the card of that name, which is the backups'."""
        assert about == self._backups.objectName()
        self._to_backups.start(0)

    def first_field(self) -> QWidget | None:
        """None: what is typed here for the search box must not become a setting."""
        return None

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self._form.refuse(error):
            super().say(error)

    def _set(self) -> Card:
        return Card(_("可以改的"), grid(*self._form.fields.values(), columns=2))

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

    def _see_groups(self) -> None:
        self.wanted.emit(Place("groups"))

    def _see_policy(self) -> None:
        self.wanted.emit(Place("policy"))

    def _care(self) -> Card:
        check = self._line(
            _("检查"),
            label(_("文件、流水、凭条号、各表，从头对一遍。"), "muted", wrap=True),
            self._check,
            "shield",
            "check",
        )
        words = label(_("各表和流水对不上时，照流水重新做一遍；流水不会动。"), "muted", wrap=True)
        rebuild = self._line(_("重建各表"), words, self._rebuild, "table", "rebuild")
        return Card(_("看护文件"), column(check, rule(), rebuild, gap=12))

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
        counts = _("流水 {facts} 条，{people} 人，凭条 {receipts} 张").format(
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
        folder = dialogs.OpenFolder.ask(self, _("备份到哪个 U 盘？"))
        if folder is not None:
            work = partial(_back_up_to, folder)
            self._jobs.start(_("正在备份到 U 盘，请先别拔"), work, self._backed_up_to, self.failed)

    def _backed_up_to(self, made: Backup) -> None:
        words = _("备份到 U 盘做好了，打开数过：{name}").format(name=made.path.name)
        self.show_done(words, _("它和协办台文件用同一个口令打开，请收好。"))

    def _rebuild(self) -> None:
        self._jobs.start(_("正在重建各表"), _rebuild_all, self._rebuilt, self.failed)

    def _rebuilt(self, count: int) -> None:
        self.show_done(_("照 {count} 条流水重新做好了").format(count=count))
        self.changed.emit()


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
