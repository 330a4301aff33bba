"""The strip of years: one cell a year, paid, missing or not required; hovering or the arrow keys show a sentence."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from sync.agreement.values import value
from village_desk.ui.kit import style

_HIGH, _LINE = 64, 22
"""A cell with one word under its year, and the room of the amount where a cell has one, in px."""

_LEAST, _MOST, _GAP = 72, 92, 6


@value
class Cell:
    """One year: the word under its number, its tone, and the whole sentence; ``amount`` stands under the word.

    ``now``: the year that is due, which gets an edge. ``open``: the year was not paid, and could be.
    """

    year: int
    word: str
    tone: str
    sentence: str
    amount: str = ""
    now: bool = False
    open: bool = False


class YearStrip(QWidget):
    """The years of one person, the latest at the right, in several rows if need be.

    ``pointed_at`` carries a sentence.
    """

    pointed_at = Signal(str)
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
        self._over: int | None = None

    def show_cells(self, cells: Sequence[Cell]) -> None:
        """Show these years."""
        self._cells = cells
        self._at = max(0, len(cells) - 1)
        self.updateGeometry()
        self.update()

    def cells(self) -> Sequence[Cell]:
        """The cells shown now."""
        return self._cells

    def _in_a_row(self, width: int) -> int:
        return max(1, (width + _GAP) // (_LEAST + _GAP))

    def place(self, number: int) -> QRect:
        """Where a cell stands, by its number."""
        in_a_row = min(self._in_a_row(self.width()), max(1, len(self._cells)))
        wide = min(_MOST, (self.width() + _GAP) // in_a_row - _GAP)
        down, across = divmod(number, in_a_row)
        return QRect(across * (wide + _GAP), down * (self._high() + _GAP), wide, self._high())

    def _high(self) -> int:
        return _HIGH + _LINE * any(cell.amount for cell in self._cells)

    def _at_point(self, x: int, y: int) -> int | None:
        return next((each for each in range(len(self._cells)) if self.place(each).contains(x, y)), None)

    def _step(self, to: int) -> None:
        if self._cells:
            self._at = max(0, min(to, len(self._cells) - 1))
            self.pointed_at.emit(self._cells[self._at].sentence)
            self.update()

    def focus_place(self) -> QRect:
        """The year in hand."""
        return self.place(self._at) if self._cells else self.rect()

    # Qt

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(_LEAST * 4, _HIGH)

    def heightForWidth(self, width: int) -> int:
        """As many rows as the years need."""
        rows = -(-max(1, len(self._cells)) // self._in_a_row(width))
        return rows * (self._high() + _GAP) - _GAP

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each year in the colour of its tone, the current one with an edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, cell in enumerate(self._cells):
            self._draw(painter, self.place(number), cell)

    def _draw(self, painter: QPainter, place: QRect, cell: Cell) -> None:
        painter.setPen(QPen(style.colour(cell.tone), 2) if cell.now else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(style.colour(f"{cell.tone}_ground"))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(style.colour(cell.tone))
        lines = [str(cell.year), cell.word, cell.amount]
        top = place.top() + (place.height() - _LINE * sum(map(bool, lines))) // 2
        for number, words in enumerate(lines):
            painter.setFont(style.font(bold=True) if not number else style.font("small"))
            line = QRect(place.left(), top + number * _LINE, place.width(), _LINE)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk along the years, the space bar takes one; Enter is the page's."""
        steps = {Qt.Key.Key_Left: self._at - 1, Qt.Key.Key_Right: self._at + 1, Qt.Key.Key_Home: 0}
        if event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space and self._cells:
            self.chosen.emit(self._cells[self._at].year)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the year that was clicked."""
        found = self._at_point(int(event.position().x()), int(event.position().y()))
        if found is not None:
            self._step(found)
            self.chosen.emit(self._cells[found].year)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the sentence of the year under the mouse."""
        found = self._at_point(int(event.position().x()), int(event.position().y()))
        if found is not None and found != self._over:
            self.pointed_at.emit(self._cells[found].sentence)
        self._over = found

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the sentence of the current year when the keyboard comes."""
        super().focusInEvent(event)
        self._step(self._at)

    def event(self, event: QEvent) -> bool:
        """Hovering says the year in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            found = self._at_point(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self._cells[found].sentence if found is not None else "", self)
            return True
        return super().event(event)
