"""A workbook that may become a form: what it is for, what the check says of it, and the button that puts it in use."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.services.forms.catalogue import Moment, Subject
from village_desk.services.forms.checking import Checked
from village_desk.services.forms.installing import Described, Installed, KnownForm
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label, picture
from village_desk.ui.pages.forms import form_dialogs, form_jobs, form_list
from village_desk.words import _


class AddingRoom(QWidget):
    """One file. ``another``: it is to be chosen anew; ``ended`` with what was done and a hint; ``failed``: an error."""

    another = Signal()
    ended = Signal(str, str)
    failed = Signal(object)

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._what: Path | KnownForm = Path()
        self.main = LargeButton(_("装上这张表"), "tick", name="install_form")
        self._decline = Button(_("不要这张"), "quiet", name="decline_form")
        self._decline.clicked.connect(self._ask_declined)
        self._name, self._number = line(), line(placeholder=_("如 F4，没有就不填"))
        self._moment, self._subject = choice(form_list.moments()), choice(form_list.subjects())
        self._moment.activated.connect(self._check)
        self._subject.activated.connect(self._choose_subject)
        self._is_subject_hers = False
        self.main.clicked.connect(self._step)
        self._checked: Checked | None = None
        self._build()

    def _build(self) -> None:
        fields = (
            Field("form", _("表格名称"), self._name, _("同名的表会被换下")),
            Field("form_number", _("编号"), self._number),
            Field("form_moment", _("什么时候用"), self._moment),
            Field("form_subject", _("给谁"), self._subject),
        )
        self._form = Form(*fields)
        self._verdict = label("", "section", "form_verdict", wrap=True)
        self._findings = column(gap=10)
        about = Card(_("这是什么表"), row(*fields[:2]), row(*fields[2:]), name="form_about")
        found = Card("", self._verdict, self._findings, name="form_findings")
        cards = Scrolled(held(column(found, about, None), "body"))
        layout = column(cards, self._decline, self.main, gap=10)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def show_file(self, path: Path) -> None:
        """Look through another file."""
        self._show(path, path.stem, "")

    def show_received(self, sent: KnownForm) -> None:
        """Look through what the township sent: what it is for is not hers to say."""
        for box, word in ((self._moment, sent.moment), (self._subject, sent.for_whom)):
            box.setCurrentIndex(max(0, box.findData(word)))
        self._show(sent, sent.form, sent.number)

    def _show(self, what: Path | KnownForm, name: str, number: str) -> None:
        self._what = what
        self._decline.setVisible(isinstance(what, KnownForm))
        self._is_subject_hers = False
        self._name.setText(name)
        self._number.setText(number)
        for each in (self._name, self._number, self._moment, self._subject):
            each.setEnabled(isinstance(what, Path))
        self._form.accept()
        self._check()

    def _check(self) -> None:
        self._verdict.setText(_("正在检查……"))
        empty(self._findings)
        self._checked = None
        self.main.say(_("正在检查……"))
        posting = self._description().moment is Moment.POSTING
        work = partial(form_jobs.check, self._what, posting)
        self._jobs.start(_("正在检查表格"), work, self._show_check, self.failed.emit)

    def _choose_subject(self) -> None:
        self._is_subject_hers = True

    def _guess(self, found: Checked) -> None:
        """What the form's own words say of it, where she said nothing else."""
        if isinstance(self._what, KnownForm):
            return
        if found.guessed is not None and not self._is_subject_hers:
            self._subject.setCurrentIndex(self._subject.findData(found.guessed.value))
        if found.posting:
            self._moment.setCurrentIndex(self._moment.findData(Moment.POSTING.value))

    def _step(self) -> None:
        """Put it in use, or choose a file again that had to be mended; nothing before the check has spoken."""
        if self._checked is None:
            return
        if self._checked.refusals:
            self.another.emit()
            return
        work = partial(form_jobs.install, self._what, self._description())
        self._jobs.start(_("正在装上表格"), work, self._installed, self.failed.emit)

    def _installed(self, done: Installed) -> None:
        self.ended.emit(_("装好了：{name}").format(name=done.form), form_jobs.installed_words(done))

    def _ask_declined(self) -> None:
        """Of what the township sent: it waits no more."""
        sent = self._what
        why = form_dialogs.why_declined(self, sent.form) if isinstance(sent, KnownForm) else ""
        if isinstance(sent, KnownForm) and why:
            done = partial(self.ended.emit, _("不要了：{name}").format(name=sent.form), _("上报以后镇所就看到。"))
            work = partial(form_jobs.decline, sent, why)
            self._jobs.start(_("正在记下"), work, lambda _none: done(), self.failed.emit)

    def _description(self) -> Described:
        """What it is for, as filled in."""
        moment, subject = Moment(self._moment.currentData()), Subject(self._subject.currentData())
        return Described(self._name.text(), self._number.text().strip(), moment, subject)

    def _show_check(self, found: Checked) -> None:
        """What the check found: with a refusal it cannot be put in use."""
        empty(self._findings)
        self._checked = found
        self._guess(found)
        refused, remarks = len(found.refusals), len(found.remarks)
        good = _("可以用，有 {n} 处要知道").format(n=remarks) if remarks else _("可以用")
        self._verdict.setText(_("有 {n} 处要先改好，才能装上").format(n=refused) if refused else good)
        for place, words in enumerate(found.refusals):
            self._findings.addWidget(_line(words, "stop", "now", f"form_refusal_{place}"))
        for place, words in enumerate(found.remarks):
            self._findings.addWidget(_line(words, "info", "attention", f"form_known_{place}"))
        again = _("改好了，再选一次") if isinstance(self._what, Path) else _("另选一个文件")
        self.main.say(again if refused else _("装上这张表"))

    def refuse(self, error: DeskError) -> bool:
        """Beside its field, if it is about one."""
        return self._form.refuse(error)


def _line(words: str, icon: str, tone: str, name: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("card", tone)
    layout = row(picture(icon, tone), label(words, name=name, wrap=True), gap=12)
    layout.setContentsMargins(12, 8, 12, 8)
    layout.setStretch(1, 1)
    frame.setLayout(layout)
    return frame
