"""The mending desk: the held rows one after the other, the cursor in the bad field; Enter takes the row and goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics.errors import DeskError
from village_desk.domain.held_rows import NOT_TAKEN
from village_desk.services.roster import held_words
from village_desk.services.roster.held_words import RowState
from village_desk.services.roster.mending import Effect, HeldRow, Mending
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, Empty, rule
from village_desk.ui.kit.labels import restyle
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.mending.held_list import HeldList
from village_desk.ui.pages.mending.not_taken import NotTaken
from village_desk.ui.pages.mending.row_form import RowForm
from village_desk.words import _

_PURPOSE = _("改好一行，进花名册一人")
_DONE = {
    Effect.ADDS: _("{name}收下了"),
    Effect.CHANGES: _("{name}的资料按这一行更正了"),
    Effect.KNOWN: _("{name}已经在花名册上，一样的"),
}
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 5, Qt.Key.Key_PageUp: -5}


class _TakeButton(LargeButton):
    """Takes the row; while something holds it still, it says what, and shows no key."""

    def __init__(self) -> None:
        super().__init__("", name="take_row")
        self.setMinimumWidth(320)

    def show_state(self, state: RowState) -> None:
        """On, or off with the words of what is missing."""
        self.setEnabled(state.may_be_taken)
        self._key = "Enter" if state.may_be_taken else ""
        self.say(state.off or _("改好收下"))

    def _font(self) -> QFont:
        return super()._font() if self.isEnabled() else style.font("section", bold=True)


class MendingPage(Page):
    """What was typed into a row stays until the row has ended, wherever she went meanwhile."""

    name = "mending"
    scrolls = False

    def __init__(self, mending: Mending, today: Callable[[], date]) -> None:
        super().__init__("", _PURPOSE)
        self._mending = mending
        self._today = today
        self._rows: list[HeldRow] = []
        self._current = ""
        self._drafts: dict[str, dict[str, str]] = {}
        self._ended = ""
        self._state = RowState({}, "")
        self._build()

    def _build(self) -> None:
        self.list = HeldList()
        self.list.chosen.connect(self._go_to)
        self._left = Card("", self.list, name="held_card")
        self._left.inside.setContentsMargins(0, 0, 0, 0)
        self._left.setFixedWidth(style.size("list"))
        self.form = RowForm()
        self.form.edited.connect(self._edited)
        self._later = Button(_("先放着"), key="F2", name="later")
        self._later.clicked.connect(self._put_off)
        self._drop = Button(_("不收这人"), "quiet", key="F8", name="not_taken")
        self._drop.clicked.connect(self._not_taken)
        self._take_button = _TakeButton()
        self._take_button.clicked.connect(self._take)
        self.main = self._take_button
        self._back = Button(_("放回来"), "quiet", key="Ctrl+Z", name="bring_back")
        self._back.clicked.connect(self._bring_back)
        self._back.hide()
        buttons = row(self._later, self._drop, self._back, None, self._take_button)
        self._right = Card("", self.form, rule(), buttons, name="row_card")
        self._right.inside.setStretch(0, 1)
        self._both = held(row(self._left, self._right))
        self._none = Empty(_("没有暂扣的行"), _("导入花名册时拿不准的行会在这里，一行一行改好。"), icon="tick")
        self._save = Button(_("存问题表"), icon="save", key="Ctrl+E", name="save_held")
        self._save.clicked.connect(self._save_rows)
        self._list = Button(_("打印单子"), icon="print", key="Ctrl+P", name="list_held")
        self._list.clicked.connect(lambda: self.wanted.emit(Place("workbook", "held")))
        for each in (self._list, self._save):
            self.beside.addWidget(each)
        self.body.addWidget(self._both, 1)
        self.body.addWidget(self._none, 1)

    # what the window calls

    def refresh(self) -> None:
        """Read the rows again; the row at hand stays, with what was typed."""
        self._rows = self._mending.rows()
        self._both.setVisible(bool(self._rows))
        self._none.setVisible(not self._rows)
        for each in (self._list, self._save):
            each.setVisible(bool(self._rows))
        self.title.setText(_("暂扣的 {n} 行").format(n=len(self._rows)) if self._rows else _("暂扣的行"))
        if self._rows:
            self._show(self._current if self._at(self._current) >= 0 else self._rows[0].id)

    def open(self, about: str) -> None:
        """Begin with the row of that id."""
        self._current = about
        self.set_stale()

    def first_field(self) -> QWidget | None:
        """The bad field."""
        return self.form.bad if self._rows else self

    def missing(self) -> QWidget | None:
        """The field that holds the row still."""
        return self.form.field(self._state.missing)

    def set_narrow(self, narrow: bool, named: bool) -> None:
        """In a narrow window the row has all the room: its place among the others stands beside its name."""
        super().set_narrow(narrow, named=True)
        self._heading.setVisible(not narrow)
        self._left.setVisible(not narrow)

    def leave(self) -> None:
        """What was done last is no news when she comes again."""
        super().leave()
        self._ended = ""
        self._back.hide()
        self._say_done(_PURPOSE, "")

    def say(self, error: DeskError) -> None:
        """Beside the field that is named, which the form has said already; otherwise above."""
        if self._state.may_be_taken:
            super().say(error)

    # one row

    def _show(self, row_id: str) -> None:
        self._current = row_id
        place = self._at(row_id)
        words = _("第 {n} 行，共 {all} 行").format(n=place + 1, all=len(self._rows))
        self.form.show_row(self._rows[place], self._drafts.get(row_id, {}), words)
        self.list.show_rows(self._rows, row_id)
        self._edited()

    def _edited(self) -> None:
        """Something was typed: the row is read again as an import would."""
        if self._at(self._current) < 0:
            return
        self._drafts[self._current] = self.form.typed()
        with faults.presented(self):
            self._state = held_words.state_of(self._mending.check(self._current, self.form.typed()), self._today())
            self.form.say(self._state)
        self._take_button.show_state(self._state)

    def _take(self) -> None:
        with faults.presented(self):
            done = self._mending.take(self._current, self.form.typed())
            self._ended = ""
            self._go_on(_DONE[done.effect].format(name=done.resident.name))

    def _put_off(self) -> None:
        with faults.presented(self):
            found = self._mending.later(self._current)
            self._ended = found.id
            self._go_on(_("{name}先放着，明天再看").format(name=held_words.named(found.held)), keeps=True)

    def _not_taken(self) -> None:
        reason = NotTaken.ask(self, self.form.name.text())
        if not reason:
            return
        with faults.presented(self):
            found = self._mending.drop(self._current, reason)
            self._ended = found.id
            words = _("{name}不收：{reason}").format(name=held_words.named(found.held), reason=NOT_TAKEN[reason])
            self._go_on(words)

    def _save_rows(self) -> None:
        out = dialogs.SaveFile.ask(self, _("存问题表"), _("暂扣的行.xlsx"), _("Excel 工作簿 (*.xlsx)"))
        if out is None:
            return
        with faults.presented(self):
            count = self._mending.save(out)
            words = _("问题表存好了，{count} 行：{name}").format(count=count, name=out.name)
            self.show_done(words, _("改好再导入一次，不会重复；改好的行自己去掉。"))

    def _bring_back(self) -> None:
        with faults.presented(self):
            found = self._mending.again(self._ended)
            self._current, self._ended = found.id, ""
            self._tell(_("{name}放回来了").format(name=held_words.named(found.held)))

    def _go_on(self, words: str, keeps: bool = False) -> None:
        """The next row that waits today opens by itself; after the last one all that waits is shown."""
        if not keeps:
            self._drafts.pop(self._current, None)
        behind = self._rows[self._at(self._current) + 1 :] + self._rows[: self._at(self._current)]
        due = [each.id for each in behind if each.is_due(self._today())]
        self._current = due[0] if due else ""
        self.form.forget()
        if due:
            self._tell(words)
        else:
            self.changed.emit()
            self.wanted.emit(Place("todo", "", words, _("暂扣的行今天都办完了。")))

    def _tell(self, words: str) -> None:
        self.form.forget()
        self._say_done(words, "done")
        self._back.setVisible(bool(self._ended))
        self.notice.hide()
        self.changed.emit()
        self.form.bad.setFocus()

    def _say_done(self, words: str, tone: str) -> None:
        self.purpose.setText(words)
        restyle(self.purpose, tone=tone)

    def _at(self, row_id: str) -> int:
        return next((place for place, each in enumerate(self._rows) if each.id == row_id), -1)

    def _go_to(self, row_id: str) -> None:
        self._show(row_id)
        self.form.bad.setFocus()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from row to row, also while a field has the keyboard; Ctrl+Z brings back who was not taken."""
        if event.matches(QKeySequence.StandardKey.Undo) and self._back.isVisible():
            self._back.click()
            return
        step = _STEPS.get(Qt.Key(event.key())) if self._rows else None
        if step is None:
            super().keyPressEvent(event)
        else:
            place = max(0, min(self._at(self._current) + step, len(self._rows) - 1))
            self._go_to(self._rows[place].id)
