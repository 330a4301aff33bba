"""The end of a relation on a person's page: strike off (F7), take back, and what is refunded of months paid twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics import days
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Asked, DeskError, Refused
from village_desk.services import explaining
from village_desk.services.roster.leavers import WISH, Departure, Leavers, Saying
from village_desk.ui.kit import dialogs, faults
from village_desk.ui.kit.arrange import Kept, column, empty, grid, held, put_in_tab_order, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Place
from village_desk.words import _


class LeavingForm(QWidget):
    """What is told of an end, the answer to it, and the button that records it. ``done`` hands over the Departure.

    All of it is made when first wanted: few looks at a person end so.
    """

    done = Signal(object)

    def __init__(self, leavers: Leavers) -> None:
        super().__init__()
        self.setObjectName("leaving_form")
        self._leavers = leavers
        self._person = ""
        self.hide()

    @cached_property
    def form(self) -> Form:
        """The fields by the names that refusals use."""
        reasons = [(each.words, each.words) for each in self._leavers.reasons()]
        fields = (
            Field("reason", _("原因"), choice([(_("请选"), ""), *reasons, (_("没有原因，本人想退保"), WISH)])),
            Field("on", _("从哪一天起"), line(placeholder="2026-10-30"), _("死亡填死亡日期；不知道就空着")),
            Field("told_by", _("谁告知的"), line(placeholder=_("如：本人、家属、派出所"))),
            Field("to", _("转到哪里，或哪种养老金"), line(), _("转走的写县（市、区）；已领别的，写哪种、在哪里")),
            Field("employee_years", _("职工保险满几年"), line(), _("转到职工养老保险时填")),
        )
        self._answer = column(gap=4)
        look = Button(_("先看结果"), name="leaving_look")
        look.clicked.connect(self._look)
        save = Button(_("登记注销"), icon="save", name="leaving_save")
        save.clicked.connect(self._save)
        close = Button(_("收起"), key="Esc", name="leaving_close")
        close.setShortcut("")
        close.clicked.connect(self.hide)
        self.setLayout(column(grid(*fields, columns=3), self._answer, row(None, close, look, save)))
        put_in_tab_order(self)
        return Form(*fields)

    def begin(self, person: str) -> None:
        """Show the form for this person; what was typed for the same person stays."""
        if person != self._person and self._person:
            self.form.accept()
            self.form.fields["reason"].control.setCurrentIndex(0)  # type: ignore[union-attr]
            for name in ("on", "told_by", "to", "employee_years"):
                self.form.fields[name].control.setText("")  # type: ignore[union-attr]
            self._show([])
        self._person = person
        self.form.accept()
        self.show()
        self.form.fields["reason"].control.setFocus()

    def say(self, error: DeskError) -> None:
        """Show an error beside the field that it names, otherwise beside the reason."""
        if not self.form.refuse(error):
            self.form.fields["reason"].refuse(error)

    def _look(self) -> None:
        self.form.accept()
        self._show([])
        with faults.presented(self):
            found = self._leavers.answer(self._person, self._saying())
            self._show([*explaining.departure(found.answer), *map(explaining.reason, found.house)])

    def _show(self, lines: Sequence[str]) -> None:
        empty(self._answer)
        for place, each in enumerate(lines):
            self._answer.addWidget(label(each, name=f"leaving_answer_{place}", wrap=True))

    def _save(self) -> None:
        self.form.accept()
        with faults.presented(self):
            saying = self._saying()
            if saying.is_wish:
                why_not = self._leavers.note_wish(self._person, saying)
                words = _("{words}。{cure}").format(words=why_not.words, cure=why_not.cure)
                self._show([_("本人的意愿记下了。"), words])
                return
            done = self._when_sure(saying)
            self.hide()
            self._show([])
            self.done.emit(done)

    def _when_sure(self, saying: Saying) -> Departure:
        """Record; each question in the way is put to her, and the usual answer is no, shown beside its field."""
        sure: list[str] = []
        while True:
            try:
                return self._leavers.strike_off(self._person, saying, sure)
            except Asked as asked:
                if not dialogs.Sure.ask(self, asked.message, asked.cure, _("确实要登记"), _("先不登记")):
                    raise
                sure.append(asked.word)

    def _saying(self) -> Saying:
        on = self.form.read("on", days.read) if self.form.text("on").strip() else None
        years = self.form.read("employee_years", _whole) if self.form.text("employee_years").strip() else None
        return Saying(self.form.text("reason"), on, self.form.text("told_by"), self.form.text("to"), years)

    def enter_button(self) -> None:
        """In this form Enter shows the answer from a field; a button with the keyboard is pressed itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field shows the answer first: what ends a relation is never done by Enter alone."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._look()
        else:
            super().keyPressEvent(event)


class LeavingCard(Card):
    """The card. ``struck_off`` and ``reinstated``: it was recorded; ``began``: the form opened; ``wanted``: a place."""

    began = Signal()
    struck_off = Signal(object)
    reinstated = Signal()
    wanted = Signal(object)

    def __init__(self, leavers: Leavers) -> None:
        super().__init__(name="leaving")
        self._leavers = leavers
        self._person = ""
        self.form = LeavingForm(leavers)
        self.form.done.connect(self.struck_off)
        self._off = Button(_("注销登记……"), name="strike_off")
        self._off.clicked.connect(self.begin)
        self._back = Button(_("撤销注销……"), "quiet", name="reinstate")
        self._back.clicked.connect(self._reinstate)
        self._paper = Button(_("打注销登记表"), icon="print", name="print_f7")
        self._paper.clicked.connect(self._print)
        self._lines = column(gap=4)
        self._kept = Kept(self._lines)
        self.add(row(label(_("注销和转移"), "section"), None, self._back, self._paper, self._off))
        self.add(held(self._lines))
        self.add(self.form)

    def show_person(self, person: str) -> None:
        """Show whether this person has left, and what is refunded."""
        if person != self._person:
            self.form.hide()
        self._person = person
        standing, refunds = self._leavers.standing(person), self._leavers.refunds(person)
        self._off.setVisible(not standing)
        self._back.setVisible(bool(standing))
        self._paper.setVisible(bool(standing))
        words = [explaining.struck_off(each.fact) for each in standing] + (
            explaining.refunds(refunds) if refunds else []
        )
        if self._kept.differs(words):
            usual = _("死亡、出国定居、领了别的养老金、转到外县或职工养老保险，在这里办注销。只是想退保的，不能办。")
            for each in words or [usual]:
                self._lines.addWidget(label(each, "" if words else "muted", wrap=True))

    def begin(self) -> None:
        """Open the form."""
        self.form.begin(self._person)
        self.began.emit()

    def _print(self) -> None:
        self.wanted.emit(Place("forms", f"{_('注销登记表')}@{self._person}"))

    def _reinstate(self) -> None:
        words = _("撤销以后又在花名册上，名单和应缴都会有；登记过的注销在经过里仍看得到。")
        reason = dialogs.Reason.ask(self, _("撤销注销"), words, _("撤销"), _("如：看错了人，本人还健在"))
        if reason:
            self._leavers.reinstate(self._person, reason)
            self.reinstated.emit()


def _whole(text: str) -> int:
    plain = texts.plain(text).removesuffix("年").strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 3):
        raise Refused(_("年数应填整数"), _("如 16"), "years")
    return int(plain)
