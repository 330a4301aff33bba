"""Progress as a bar with its words; drawn by hand, because it must be readable from two metres away."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from village_desk.ui.kit import style


class Bar(QWidget):
    """A part of a whole. ``height`` is 20 px for the one that matters, less for those of a list."""

    def __init__(self, done: int, due: int, words: str, height: int = 20) -> None:
        super().__init__()
        self._share = min(done, due) / due if due else 0.0
        self._height = height
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, self._height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the whole bar, and the done part in its colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole, round_by = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._height / 2
        painter.setPen(style.colour("edge"))  # an empty bar can be seen on white too
        painter.setBrush(style.colour("plain_ground"))
        painter.drawRoundedRect(whole, round_by, round_by)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._share:
            wide = max(self.width() * self._share, self._height)
            painter.setBrush(style.colour("done"))
            painter.drawRoundedRect(QRectF(0, 0, wide, self._height), round_by, round_by)
