"""The special groups of one person: what has to be asked, what stands, and the forms that note, end and deny."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from village_desk.domain.basics.errors import Asked, DeskError
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Kept, column, grid, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.belonging import Belonging, GroupLine, GroupQuestion


class MembershipForm(QWidget):
    """The form for one membership; ``done``: it was recorded. Made when it is first wanted."""

    done = Signal()

    def __init__(self, belonging: Belonging) -> None:
        super().__init__()
        self._belonging = belonging
        self._person = ""
        self._form: Form | None = None
        self.hide()

    def begin(self, person: str, group: str = "") -> None:
        """Show the form for this person, and this group where one is asked about."""
        if self._form is None:
            self._form = self._make()
        if person != self._person or group:
            self._person = person
            _begin_again(self._form, group)
        self.show()
        self._form.fields["group"].control.setFocus()

    def say(self, error: DeskError) -> None:
        """Show an error beside the field that it names, otherwise beside the group."""
        assert self._form is not None
        if not self._form.refuse(error):
            self._form.fields["group"].refuse(error)

    def _make(self) -> Form:
        fields = (
            Field("group", _("哪个群体"), choice([(each, each) for each in self._belonging.groups()])),
            Field("grade", _("等级"), line(placeholder=_("如：一级"))),
            Field("source", _("依据"), line(placeholder=_("如：民政名单、残疾证"))),
            Field("since", _("从哪天起"), line(placeholder="2025-03-01"), _("只知道月份就写月份；不知道就空着")),
            Field("until", _("最后一天"), line(), _("还在就空着")),
            Field("certificate", _("证号"), line()),
        )
        save = Button(_("记下"), icon="save", name="save_membership")
        save.clicked.connect(self._save)
        close = Button(_("收起"), name="close_membership")
        close.clicked.connect(self.hide)
        self.setLayout(column(grid(*fields, columns=3), row(None, close, save)))
        return Form(*fields)

    def _save(self) -> None:
        assert self._form is not None
        self._form.accept()
        with faults.presented(self):
            try:
                self._record(())
            except Asked as asked:
                if not dialogs.Sure.ask(self, asked.message, asked.cure, _("确实要记"), _("先不记")):
                    raise
                self._record((asked.word,))

    def _record(self, sure: tuple[str, ...]) -> None:
        from village_desk.services.roster.belonging import Typed

        assert self._form is not None
        typed = Typed(**{name: self._form.text(name) for name in self._form.fields})
        self._belonging.add(self._person, typed, sure)
        self._person = ""
        self.hide()
        self.done.emit()


class GroupsCard(Card):
    """The groups of one person. ``changed_groups``: something was recorded."""

    changed_groups = Signal()

    def __init__(self, belonging: Belonging) -> None:
        super().__init__(name="groups_card")
        self._belonging = belonging
        self._person = ""
        self.form = MembershipForm(belonging)
        self.form.done.connect(self.changed_groups)
        add = Button(_("记属于"), icon="edit", name="add_membership")
        add.clicked.connect(lambda: self.form.begin(self._person))
        self._lines = column(gap=8)
        self._kept = Kept(self._lines)
        self.add(row(label(_("特殊群体"), "section"), None, add))
        self.add(self.form)
        self.add(self._lines)

    def say(self, error: DeskError) -> None:
        """Show an error that stands at no field."""
        dialogs.Notice.ask(self, _("没有记下"), str(error))

    def show_groups(self, person: str) -> None:
        """Show the groups of this person and what has to be asked; nothing where the place has no groups."""
        if person != self._person:
            self.form.hide()
        self._person = person
        lines, questions = self._belonging.lines(person), self._belonging.questions(person)
        self.setVisible(bool(lines or questions or self._belonging.groups()))
        if not self._kept.differs((person, lines, questions)):
            return
        for question in questions:
            self._lines.addWidget(self._asking(question))
        for each in lines:
            self._lines.addWidget(self._line(each))
        if not (lines or questions):
            self._lines.addWidget(label(_("没有记特殊群体。"), "muted"))

    def _asking(self, question: GroupQuestion) -> QWidget:
        before = question.unsure.is_about_before
        yes = Button(_("补起始日期……") if before else _("是……"), name=f"yes_{question.unsure.group}")
        yes.clicked.connect(partial(self.form.begin, self._person, question.group))
        no = Button(_("那时不是") if before else _("不是"), name=f"no_{question.unsure.group}")
        no.clicked.connect(partial(self._deny, question))
        words = label(question.words, wrap=True, name=f"asked_{question.unsure.group}")
        return self._beside(words, yes, no)

    def _line(self, each: GroupLine) -> QWidget:
        from village_desk.services.roster.belonging import ROSTER, State

        grade = _("（{grade}）").format(grade=each.grade) if each.grade else ""
        under = " · ".join(filter(None, (each.in_words(), each.source, each.certificate)))
        words = column(
            label(each.group + grade + " · " + each.state.in_words()), label(under, "small", wrap=True), gap=0
        )
        buttons = []
        if each.state is State.NOW and each.key:
            buttons.append(Button(_("到期……"), "quiet", name=f"end_{each.id}"))
            buttons[-1].clicked.connect(partial(self._end, each))
        if each.id != ROSTER:
            buttons.append(Button(_("划掉……"), "quiet", "void", name=f"strike_{each.id}"))
            buttons[-1].clicked.connect(partial(self._strike, each))
        return self._beside(held(words), *buttons)

    def _beside(self, words: QWidget, *buttons: Button) -> QWidget:
        layout = row(words, *buttons)
        layout.setStretch(0, 1)
        return held(layout)

    def _deny(self, question: GroupQuestion) -> None:
        until = question.unsure.period.last
        with faults.presented(self):
            self._belonging.deny(self._person, question.group, until=until.isoformat() if until else "")
            self.changed_groups.emit()

    def _end(self, each: GroupLine) -> None:
        words = _("{group}：过了这一天就不再属于。").format(group=each.group)
        last = dialogs.Reason.ask(self, _("最后一天是哪天"), words, _("记到期"), _("如：2026-10-31"))
        if last:
            with faults.presented(self):
                self._belonging.end(self._person, each.group, last)
                self.changed_groups.emit()

    def _strike(self, each: GroupLine) -> None:
        words = _("{group}：划掉以后不再算数，经过里仍看得到。").format(group=each.group)
        reason = dialogs.Reason.ask(self, _("划掉这一条"), words, _("划掉"), _("如：记错了人"))
        if reason:
            with faults.presented(self):
                self._belonging.strike(self._person, each.id, reason)
                self.changed_groups.emit()


def _begin_again(form: Form, group: str) -> None:
    """Empty the fields; the group is the one that is asked about, if one is."""
    for name, field in form.fields.items():
        control = field.control
        if isinstance(control, QComboBox):
            control.setCurrentIndex(max(control.findData(group), 0))
        elif isinstance(control, QLineEdit) and name != "group":
            control.clear()
    form.accept()
