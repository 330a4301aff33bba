"""关于本机: the program, the desk, its health, its backups, and a report for whoever helps."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import column, empty, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.words import _

_LABEL = 120


class AboutPage(Page):
    """What she is asked on the telephone, in one place; each line can be copied."""

    name = "about"

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(_("关于本机"), _("打电话问技术人员时，照这里念"))
        self._desk, self._jobs = desk, jobs
        self._lines = column(gap=0)
        self.body.addWidget(Card("", self._lines, name="about_lines"))
        words = label(_("存成一个 zip 发给技术人员：版本、检查结果、数目、日志；没有姓名和号码。"), "muted", wrap=True)
        save = Button(_("存一份报告"), icon="save", key="Ctrl+S", name="save_report")
        save.clicked.connect(self._save)
        report = row(words, save)
        report.setStretch(0, 1)
        self.body.addWidget(Card(_("给技术人员的报告"), report))
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Ask for all of it anew."""
        empty(self._lines)
        for nth, (name, words) in enumerate(self._desk.about().lines()):
            if nth:
                self._lines.addWidget(rule())
            title, value = label(name, "muted"), label(words, name=f"about_{nth}", wrap=True)
            title.setFixedWidth(_LABEL)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = row(title, value)
            line.setStretch(1, 1)
            line.setContentsMargins(0, 8, 0, 8)
            self._lines.addLayout(line)

    def first_field(self) -> QWidget | None:
        """Nothing here is filled in."""
        return None

    def _save(self) -> None:
        proposed = _("协办台报告-{desk}.zip").format(desk=self._desk.village.desk)
        out = dialogs.SaveFile.ask(self, _("报告存到哪里？"), proposed, "ZIP (*.zip)")
        if out is not None:
            with faults.presented(self):
                self._jobs.start(_("正在写报告"), partial(_report, out), self._saved, self.failed)

    def _saved(self, out: Path) -> None:
        self.show_done(_("报告存好了：{out}").format(out=out), _("里面没有姓名和号码，可以发给技术人员。"))


def _report(out: Path, desk: Desk, progress: Progress) -> Path:
    desk.report(out, progress)
    return out
