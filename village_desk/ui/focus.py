"""The focus ring: one frame a window, drawn around whatever has the keyboard, outside of it. Never takes a click."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from village_desk.ui import style

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}


class FocusRing(QWidget):
    """Follows the keyboard through one window; hidden while the keyboard is elsewhere or its widget out of sight."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("focus_ring")
        self._window = window
        self._followed: list[QWidget] = []
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.follow)

    def follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        """The keyboard moved: watch the widget and all that it lies in."""
        for each in self._followed:
            each.removeEventFilter(self)
        self._followed = self._chain(reached)
        for each in self._followed:
            each.installEventFilter(self)
        self._settle()

    def _chain(self, widget: QWidget | None) -> list[QWidget]:
        chain: list[QWidget] = []
        while widget is not None and widget is not self._window:
            chain.append(widget)
            widget = widget.parentWidget() if not widget.isWindow() else None
        return chain if widget is not None else []

    def _settle(self) -> None:
        self.setVisible(False)
        if not self._followed or self._followed[0].visibleRegion().isEmpty():
            return
        widget, reach = self._followed[0], style.size("ring")
        place = QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())
        self.setGeometry(place.adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.setVisible(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the ring surrounds moved, or left the sight."""
        if event.type() in _MOVES:
            self._settle()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame."""
        reach = style.size("ring")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.colour("focus"), reach))
        half = reach // 2 + 1
        radius = style.size("radius") + half
        painter.drawRoundedRect(self.rect().adjusted(half - 1, half - 1, -half, -half), radius, radius)
