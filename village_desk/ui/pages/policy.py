"""The policy of this desk: its values on a day; choosing another policy, built in or from a file."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.domain.basics import days
from village_desk.domain.basics.errors import DeskError
from village_desk.domain.policy.policy import Policy
from village_desk.services import policies
from village_desk.services.policies import Policies, Proposal
from village_desk.ui.kit import dialogs, faults, wording
from village_desk.ui.kit.arrange import column, empty, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.words import _

_IN_FORCE = ""


class PolicyPage(Page):
    """Reading the policy in force, and adopting another."""

    name = "policy"

    def __init__(self, adopted: Policies, today: Callable[[], date]) -> None:
        super().__init__(_("政策"), _("本台照它算档次、补贴、年限和待遇"))
        self._policies = adopted
        self._today = today
        self._file_name, self._text = "", ""
        self._build()

    def _build(self) -> None:
        carried = [(policies.shipped(name).name, name) for name in policies.names()]
        self._which = choice([(_("正在用的"), _IN_FORCE), *carried])
        self._which.activated.connect(self._chosen)
        self._since = line()
        self._form = Form(Field("policy", _("看哪一份"), self._which), Field("since", _("从哪天起用"), self._since))
        from_file = Button(_("从文件打开……"), icon="import", key="Ctrl+O", name="policy_file")
        from_file.clicked.connect(self._open_file)
        self._now = label(role="strong", name="policy_now", wrap=True)
        fields = row(*self._form.fields.values())
        fields.setStretch(0, 2)
        fields.setStretch(1, 1)
        self.body.addWidget(Card("", row(self._now, from_file), fields))
        self._proposed_lines = column(gap=8)
        self._proposed = Card(_("本县的政策"), self._proposed_lines, name="policy_proposed")
        self.body.addWidget(self._proposed)
        self._sections = column(gap=16)
        self._described = Card("", self._sections, name="policy_described")
        self.body.addWidget(self._described)
        self.body.addStretch(1)
        self._adopt_button = Button(_("从这天起用这一份"), "primary", name="adopt_policy")
        self._adopt_button.clicked.connect(self._adopt)
        self.foot(main=None)
        self.footer.addWidget(self._adopt_button)

    def refresh(self) -> None:
        """Describe the policy in sight, and name the one that holds."""
        today = self._today()
        if not self._since.isModified():
            self._since.setText(today.isoformat())
        self._now.setText(now_words(self._policies, today))
        self._propose(today)
        shown = self._shown()
        self._describe(shown, max(today, shown.period.first))
        other = self._which.currentData() != _IN_FORCE
        self._adopt_button.setVisible(other)
        self._form.fields["since"].setVisible(other)

    def _propose(self, today: date) -> None:
        """What may be adopted with one click; hidden once somebody decided."""
        empty(self._proposed_lines)
        words = self._policies.proposal_words(today)
        self._proposed.setVisible(bool(words))
        self._proposed_lines.addWidget(label(words, name="proposal_words", wrap=True))
        for each in self._policies.proposed(today):
            button = Button(_("用这一份"), "primary", name=f"take_{each.policy.id}")
            button.clicked.connect(partial(self._take, each))
            since = _("《{name}》，从 {day} 起").format(name=each.policy.name, day=wording.day(each.since))
            line = row(label(since, wrap=True), button)
            line.setStretch(0, 1)
            self._proposed_lines.addLayout(line)

    def _take(self, proposal: Proposal) -> None:
        with faults.presented(self):
            self.show_done(self._policies.take(proposal).in_words())
            self.changed.emit()

    def first_field(self) -> QWidget | None:
        """Which one is looked at."""
        return self._which

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self._form.refuse(error):
            super().say(error)

    def _shown(self) -> Policy:
        name = str(self._which.currentData())
        if name == _IN_FORCE:
            return self._policies.on(self._today())
        return policies.read(self._text, self._file_name) if name == self._file_name else policies.shipped(name)

    def _describe(self, policy: Policy, on: date) -> None:
        empty(self._sections)
        heading = _("《{name}》在 {day} 的规定").format(name=policy.name, day=wording.day(on))
        self._sections.addWidget(label(heading, "section", "policy_name", wrap=True))
        for section in policies.described(policy, on):
            words = "\n".join(section.lines)
            self._sections.addLayout(column(label(section.title, "strong"), label(words, wrap=True), gap=4))

    def _chosen(self) -> None:
        self.notice.hide()
        self.show_top()
        self.set_stale()

    def _open_file(self) -> None:
        found = dialogs.OpenFile.ask(self, _("打开政策文件"), _("政策文件 (*.toml)"))
        if found is not None:
            with faults.presented(self):
                self._take_file(found)

    def _take_file(self, path: Path) -> None:
        """Show a file from outside; one with a mistake is refused, and nothing changes."""
        text = policies.text_of(path)
        read = policies.read(text, path.name)
        if self._file_name:
            self._which.removeItem(self._which.findData(self._file_name))
        self._file_name, self._text = path.name, text
        self._which.addItem(_("{name}（{file}）").format(name=read.name, file=path.name), path.name)
        self._which.setCurrentIndex(self._which.count() - 1)
        self._chosen()

    def _adopt(self) -> None:
        self._form.accept()
        with faults.presented(self):
            since = self._form.read("since", days.read)
            name = str(self._which.currentData())
            text = self._text if name == self._file_name else ""
            adopted = self._policies.adopt(name, since, text)
            self._which.setCurrentIndex(0)
            _unmodified(self._since)
            self.show_done(adopted.in_words())
            self.changed.emit()


def _unmodified(field: QLineEdit) -> None:
    field.setModified(False)


def now_words(adopted: Policies, today: date) -> str:
    """Which policy holds and since when, and which one comes."""
    since = adopted.since(today)
    name = adopted.on(today).name
    words = (
        _("正在用《{name}》，从 {day} 起").format(name=name, day=wording.day(since))
        if since
        else _("正在用《{name}》").format(name=name)
    )
    for day, coming in adopted.coming(today):
        words += _("；{day} 起换成《{name}》").format(day=wording.day(day), name=coming.name)
    for each in adopted.not_understood():
        words += _("；另一台电脑起用了政策 {name}，本机的程序还不认识，请升级").format(name=each)
    return words
