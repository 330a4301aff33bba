"""The notes and coins that are counted: a field each, with its sum. The keyboard alone: arrows, Tab, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout

from village_desk.domain.basics import money
from village_desk.domain.rules import drawer
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label
from village_desk.words import _

_FIELD = 88
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Counter:
    """How many there are of one note or coin."""

    def __init__(self, name: str, fen: int) -> None:
        self.fen = fen
        self.words = money.short(fen) + _(" 元") if fen >= 100 else _("{n} 角").format(n=fen // 10)
        self.field = QLineEdit()
        self.field.setObjectName(name)
        self.field.setAccessibleName(self.words)
        self.field.setFixedWidth(_FIELD)
        self.field.setMinimumHeight(44)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,5}")))
        self.sum = label("0.00", name=f"{name}_sum")
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def number(self) -> int:
        """As typed; nothing is none."""
        return int(self.field.text() or 0)


class CountingCard(Card):
    """The card. ``counted``: a number was changed."""

    counted = Signal()

    def __init__(self) -> None:
        super().__init__(name="counting")
        self._notes = [_Counter(f"note_{fen}", fen) for fen in drawer.NOTES]
        self._coins = [_Counter(f"coin_{fen}", fen) for fen in drawer.COINS]
        self._sum = label(role="title", name="counted_sum")
        self._words = label(role="muted", name="counted_words")
        notes, coins = (self._column(each) for each in ((_("纸币"), self._notes), (_("硬币"), self._coins)))
        self.add(row(notes, column(coins, None), gap=24))
        self.add(None)
        self.add(rule())
        self.add(row(label(_("点到")), self._words, None, self._sum))
        for each in self._all:
            each.field.textChanged.connect(self._show)
            each.field.installEventFilter(self)
        self._show()

    @property
    def _all(self) -> list[_Counter]:
        return [*self._notes, *self._coins]

    def _column(self, named: tuple[str, Sequence[_Counter]]) -> QVBoxLayout:
        title, counters = named
        lines = QGridLayout()
        lines.setHorizontalSpacing(12)
        lines.setVerticalSpacing(8)
        for place, each in enumerate(counters):
            words: QLabel = label(each.words)
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            words.setBuddy(each.field)
            for across, widget in enumerate((words, label("×", "muted"), each.field, each.sum)):
                lines.addWidget(widget, place, across)
        lines.setColumnStretch(3, 1)
        return column(label(title, "section"), lines, gap=12)

    def counts(self) -> dict[int, int]:
        """How many of each note or coin, by its fen."""
        found: dict[int, int] = {}
        for each in self._all:
            if each.number:
                found[each.fen] = found.get(each.fen, 0) + each.number
        return found

    @property
    def fen(self) -> int:
        """The sum."""
        return drawer.Counted(self.counts()).fen

    @property
    def is_touched(self) -> bool:
        """Whether anything was typed."""
        return any(each.field.text() for each in self._all)

    def clear(self) -> None:
        """Nothing is counted yet."""
        for each in self._all:
            each.field.clear()

    def first(self) -> QLineEdit:
        """The largest note."""
        return self._notes[0].field

    def next_field(self) -> QLineEdit | None:
        """The field after the one with the keyboard; None where no field or the last one has it."""
        fields = [each.field for each in self._all]
        here = next((place for place, each in enumerate(fields) if each.hasFocus()), len(fields))
        return fields[here + 1] if here + 1 < len(fields) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows go from field to field."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            fields = [each.field for each in self._all]
            step = _STEPS.get(Qt.Key(event.key()))
            if step and watched in fields:
                place = fields.index(watched) + step
                fields[max(0, min(place, len(fields) - 1))].setFocus()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        for each in self._all:
            each.sum.setText(money.figures(each.fen * each.number))
        self._sum.setText(_("{amount} 元").format(amount=money.figures(self.fen)))
        self._words.setText(money.in_words(self.fen))
        self.counted.emit()
