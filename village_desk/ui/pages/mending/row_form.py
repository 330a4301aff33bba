"""One held row as a form: the bad field large, what it says, and the other cells of the row under it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from village_desk.services.roster import held_words
from village_desk.services.roster.held_words import RowState
from village_desk.services.roster.mending import HeldRow
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import Scrolled, column, empty, grid, held, row
from village_desk.ui.kit.forms import line
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.pages.mending.bad_field import BadField
from village_desk.words import _

_COLUMNS = 3


class _Cell(QWidget):
    """A cell of the row with its heading over it."""

    def __init__(self, field: str, heading: str, text: str) -> None:
        super().__init__()
        self.line = line(text, _("没有填"))
        self.line.setObjectName(f"cell_{field}")
        self.line.setAccessibleName(heading)
        self._heading = heading
        self._words = label(heading, "small", f"heading_{field}")
        self.setLayout(column(self._words, self.line, gap=4))

    def say(self, word: str) -> None:
        """What is wrong with the cell; "" for nothing."""
        self._words.setText(_("{heading}：{word}").format(heading=self._heading, word=word) if word else self._heading)
        restyle(self._words, tone="now" if word else "")
        restyle(self.line, wrong="true" if word else "")


class RowForm(QWidget):
    """The row. ``edited``: something was typed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._field, self._row = "", ""
        self._cells: dict[str, _Cell] = {}
        self.name = label("", "title", "held_name")
        self._where = label("", "muted", "held_where")
        self._place = label("", "muted", "held_place")
        self._heading = label("", "strong", "bad_heading")
        self._before = label("", "small", "held_before")
        self.bad = BadField()
        self.bad.textChanged.connect(self.edited)
        self._says = label("", "", "held_says", wrap=True)
        self._says.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._grid = grid(columns=_COLUMNS)
        inside = held(column(self._grid, None), "body")
        self._scrolled = Scrolled(inside)
        self._scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolled.setMinimumHeight(style.size("held_row"))
        self._scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heading = row(self._heading, None, self._before)
        lines = column(row(self.name, self._where, None, self._place, gap=12), heading, self.bad, self._says, gap=8)
        lines.addWidget(self._scrolled, 1)
        self.setLayout(lines)

    def show_row(self, found: HeldRow, typed: Mapping[str, str], place: str) -> None:
        """Show a row with what was typed into it earlier. ``place``: the words of its place in the list."""
        self._place.setText(place)
        if found.id == self._row:
            return
        self._row, self._field = found.id, held_words.bad_field(found.held)
        self.name.setText(held_words.named(found.held))
        self._where.setText(_("{file} 第 {row} 行").format(file=found.held.file, row=found.held.number))
        self._heading.setText(held_words.heading(found.held, self._field))
        before = found.held.text(self._field)
        self._before.setText(_("原来写的：{text}").format(text=before) if before else _("原来没有填"))
        self._fill(found, typed)
        self.bad.setAccessibleName(self._heading.text())
        self.bad.show_value(typed.get(self._field, before), self._field == "id_number")

    def forget(self) -> None:
        """What is shown next is shown anew."""
        self._row = ""

    def typed(self) -> dict[str, str]:
        """What stands in the fields now, by field."""
        return {self._field: self.bad.value(), **{name: each.line.text() for name, each in self._cells.items()}}

    def say(self, state: RowState) -> None:
        """Show what the row says now: the word at the bad field, a line under it, and what else is wrong."""
        wrong = state.words.get(self._field, "")
        self.bad.say(wrong or (_("对了") if self.bad.text() else ""), not wrong)
        self._says.setText(state.sentence)
        restyle(self._says, tone="" if state.may_be_taken else "attention")
        for field, cell in self._cells.items():
            cell.say(state.words.get(field, ""))

    def field(self, name: str) -> QLineEdit:
        """The line of a field; the bad one where the row has no such field."""
        return self._cells[name].line if name in self._cells else self.bad

    def _fill(self, found: HeldRow, typed: Mapping[str, str]) -> None:
        empty(self._grid)
        self._cells = {}
        for field, heading, text in held_words.fields(found.held):
            if field != self._field:
                self._cells[field] = _Cell(field, heading, typed.get(field, text))
        for place, cell in enumerate(self._cells.values()):
            self._grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS)
            cell.line.textChanged.connect(self.edited)
