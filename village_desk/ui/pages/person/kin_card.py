"""The children, spouse and parents of one person, and the form that notes one, on the roster or elsewhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Kept, column, empty, grid, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.relations import Relations, Relative

_MARKS = ("enrolled", "student", "other_scheme")


class KinForm(QWidget):
    """The form for one relation; ``done``: it was recorded. Made when it is first wanted, and anew for each person."""

    done = Signal()

    def __init__(self, relations: Relations) -> None:
        super().__init__()
        self._relations = relations
        self._person = ""
        self._form: Form | None = None
        self._inside = column()
        self.setLayout(self._inside)
        self.hide()

    def begin(self, person: str) -> None:
        """Show the form for this person; text typed for the same person stays."""
        if self._form is None or person != self._person:
            self._form, self._person = self._make(), person
        self.show()
        self._form.fields["relation"].control.setFocus()

    def say(self, error: DeskError) -> None:
        """Show an error beside the field that it names, otherwise beside the relation."""
        assert self._form is not None
        if not self._form.refuse(error):
            self._form.fields["relation"].refuse(error)

    def _make(self) -> Form:
        from village_desk.services.roster import relations

        empty(self._inside)
        kinds = [(words, word) for word, words in relations.kinds().items()]
        known = [(_("不清楚"), ""), (_("是"), "yes"), (_("不是"), "no")]
        hint = _("姓名，或身份证号后四位")
        fields = (
            Field("relation", _("是这个人的"), choice(kinds)),
            Field("other", _("花名册上的谁"), line(), hint),
            Field("name", _("不在花名册上：姓名"), line()),
            Field("birth", _("出生日期"), line(placeholder="1980-05-12"), _("只知道年份就写年份")),
            Field("enrolled", _("在外地参保没有"), choice(known)),
            Field("student", _("是不是在校学生"), choice(known)),
            Field("other_scheme", _("参加职工养老保险没有"), choice(known)),
            Field("told_by", _("谁告知的"), line()),
        )
        save = Button(_("记下"), icon="save", name="save_kin")
        save.clicked.connect(self._save)
        close = Button(_("收起"), name="close_kin")
        close.clicked.connect(self.hide)
        self._inside.addLayout(grid(*fields, columns=4))
        self._inside.addLayout(row(None, close, save))
        return Form(*fields)

    def _save(self) -> None:
        from village_desk.services.roster.relations import Elsewhere

        form = self._form
        assert form is not None
        form.accept()
        with faults.presented(self):
            other = self._relations.on_roster(form.text("other"))
            who = Elsewhere(form.text("name"), form.text("birth"), *(form.text(mark) for mark in _MARKS))
            self._relations.add(self._person, form.text("relation"), other, who, form.text("told_by"))
            self._person = ""
            self.hide()
            self.done.emit()


class KinCard(Card):
    """The kin of one person. ``changed_kin``: something was recorded."""

    changed_kin = Signal()

    def __init__(self, relations: Relations) -> None:
        super().__init__(name="kin_card")
        self._relations = relations
        self._person = ""
        self.form = KinForm(relations)
        self.form.done.connect(self.changed_kin)
        add = Button(_("记亲属"), icon="edit", name="add_kin")
        add.clicked.connect(lambda: self.form.begin(self._person))
        self._lines = column(gap=8)
        self._kept = Kept(self._lines)
        self.add(row(label(_("亲属"), "section"), None, add))
        self.add(self.form)
        self.add(self._lines)

    def say(self, error: DeskError) -> None:
        """Show an error that stands at no field."""
        dialogs.Notice.ask(self, _("没有记下"), str(error))

    def show_kin(self, person: str) -> None:
        """Show the kin of this person."""
        if person != self._person:
            self.form.hide()
        self._person = person
        found = self._relations.of_person(person)
        if not self._kept.differs((person, found)):
            return
        for each in found:
            self._lines.addWidget(self._line(each))
        if not found:
            self._lines.addWidget(label(_("没有记亲属。"), "muted"))

    def _line(self, each: Relative) -> QWidget:
        under = " · ".join(filter(None, (each.birth, each.marks, each.told_by)))
        name = " · ".join(filter(None, (each.in_words(), each.name)))
        words = held(column(label(name), label(under, "small", wrap=True), gap=0))
        strike = Button(_("划掉……"), "quiet", "void", name=f"strike_{each.id}")
        strike.clicked.connect(partial(self._strike, each))
        layout = row(words, strike)
        layout.setStretch(0, 1)
        return held(layout)

    def _strike(self, each: Relative) -> None:
        words = _("{relation}：划掉以后不再算数，经过里仍看得到。").format(relation=each.in_words())
        reason = dialogs.Reason.ask(self, _("划掉这条亲属"), words, _("划掉"), _("如：记错了人"))
        if reason:
            with faults.presented(self):
                self._relations.end(self._person, each.id, reason)
                self.changed_kin.emit()
