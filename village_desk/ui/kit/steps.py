"""The steps of a piece of work across the head of a page: done, now, still to come."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.ui.kit import style
from village_desk.words import _

_DISC = 28
_GAP = 10


class Steps(QWidget):
    """Numbered steps; the one at hand is filled, the ones behind carry a tick."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._names = names
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go(0)

    @property
    def at(self) -> int:
        """The step at hand, counted from 0."""
        return self._at

    def go(self, step: int) -> None:
        """This step is at hand now."""
        self._at = step
        words = _("第 {number} 步，共 {count} 步：{name}")
        self.setAccessibleName(words.format(number=step + 1, count=len(self._names), name=self._names[step]))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        metrics = QFontMetrics(style.font(bold=True))
        wide = sum(metrics.horizontalAdvance(name) + _DISC + 3 * _GAP for name in self._names)
        return QSize(wide, style.size("target"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc, words, a line to the next."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        each = self.width() // len(self._names)
        for step, name in enumerate(self._names):
            self._paint_step(painter, QRect(step * each, 0, each, self.height()), step, name)

    def _paint_step(self, painter: QPainter, place: QRect, step: int, name: str) -> None:
        disc = QRect(place.left(), place.center().y() - _DISC // 2, _DISC, _DISC)
        behind, here = step < self._at, step == self._at
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("primary" if here else "done_ground" if behind else "plain_ground"))
        painter.drawEllipse(disc)
        if behind:
            painter.drawPixmap(disc.adjusted(5, 5, -5, -5).topLeft(), style.picture("tick", "done", _DISC - 10))
        else:
            painter.setFont(style.font("small", bold=True))
            painter.setPen(style.colour("on_primary" if here else "plain"))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(step + 1))
        font = style.font(bold=here)
        painter.setFont(font)
        painter.setPen(style.colour("ink" if here else "muted"))
        words = QRect(disc.right() + _GAP, place.top(), place.width(), place.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, name)
        end = words.left() + QFontMetrics(font).horizontalAdvance(name) + _GAP
        if step + 1 < len(self._names) and end < place.right() - _GAP:
            painter.fillRect(QRect(end, place.center().y(), place.right() - _GAP - end, 2), style.colour("line"))
