"""The strip of years: one cell a year, paid, missing or not required; hovering or the arrows say it in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from village_desk.ui import style

_HIGH = 64
_LEAST, _MOST, _GAP = 52, 92, 6


@dataclass(frozen=True, slots=True)
class Cell:
    """One year: the word under its number, its tone, and the whole sentence."""

    year: int
    word: str
    tone: str
    sentence: str


class YearStrip(QWidget):
    """The years of one person, the latest at the right; it wraps where the room ends. ``said`` tells the sentence."""

    said = Signal(str)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("years")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._cells: Sequence[Cell] = ()
        self._at = 0

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Show these years."""
        self._cells = cells
        self._at = max(0, len(cells) - 1)
        self.updateGeometry()
        self.update()

    def cells(self) -> Sequence[Cell]:
        """What is shown."""
        return self._cells

    def _in_a_row(self, width: int) -> int:
        return max(1, (width + _GAP) // (_LEAST + _GAP))

    def _place(self, number: int) -> QRect:
        in_a_row = min(self._in_a_row(self.width()), max(1, len(self._cells)))
        wide = min(_MOST, (self.width() + _GAP) // in_a_row - _GAP)
        down, across = divmod(number, in_a_row)
        return QRect(across * (wide + _GAP), down * (_HIGH + _GAP), wide, _HIGH)

    def _at_point(self, x: int, y: int) -> int | None:
        return next((each for each in range(len(self._cells)) if self._place(each).contains(x, y)), None)

    def _step(self, to: int) -> None:
        if self._cells:
            self._at = max(0, min(to, len(self._cells) - 1))
            self.said.emit(self._cells[self._at].sentence)
            self.update()

    def focus_place(self) -> QRect:
        """The year in hand."""
        return self._place(self._at) if self._cells else self.rect()

    # Qt

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(_LEAST * 4, _HIGH)

    def heightForWidth(self, width: int) -> int:
        """As many rows as the years need."""
        rows = -(-max(1, len(self._cells)) // self._in_a_row(width))
        return rows * (_HIGH + _GAP) - _GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each year in the ground of its tone, the one in hand with an edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, cell in enumerate(self._cells):
            place = self._place(number)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour(f"{cell.tone}_ground"))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 6, 6)
            painter.setPen(style.colour(cell.tone))
            painter.setFont(style.font(bold=True))
            painter.drawText(place.adjusted(0, 7, 0, -_HIGH // 2), Qt.AlignmentFlag.AlignCenter, str(cell.year))
            painter.setFont(style.font("small"))
            painter.drawText(place.adjusted(0, _HIGH // 2 - 2, 0, -6), Qt.AlignmentFlag.AlignCenter, cell.word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk along the years, Enter takes one."""
        steps = {Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._cells:
            self.chosen.emit(self._cells[self._at].year)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the year under it."""
        found = self._at_point(int(event.position().x()), int(event.position().y()))
        if found is not None:
            self._step(found)
            self.chosen.emit(self._cells[found].year)

    def event(self, event: QEvent) -> bool:
        """Hovering says the year in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at_point(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._cells[found].sentence if found is not None else "", self)
            return True
        return super().event(event)
