"""The focus ring: one frame a window, drawn around whatever has the keyboard, outside of it. Never takes a click."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from village_desk.ui import style

_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Paint}


@runtime_checkable
class HasFocusPlace(Protocol):
    """A widget whose keyboard focus is on a part of it."""

    def focus_place(self) -> QRect:
        """That part, in the widget's own coordinates."""


class FocusRing(QWidget):
    """Follows the keyboard through one window; hidden while the keyboard is elsewhere or its widget out of sight."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("focus_ring")
        self._window = window
        self._followed: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._settle)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self.follow)

    def follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        """The keyboard moved: watch the widget and all that it lies in."""
        for each in filter(isValid, self._followed):
            each.removeEventFilter(self)
        self._followed = self._chain(reached)
        for each in self._followed:
            each.installEventFilter(self)
        self._later.start(0)

    def _chain(self, widget: QWidget | None) -> list[QWidget]:
        chain: list[QWidget] = []
        if isinstance(widget, QAbstractScrollArea):
            chain.append(widget.viewport())
        while widget is not None and widget is not self._window:
            chain.append(widget)
            widget = widget.parentWidget() if not widget.isWindow() else None
        return chain if widget is not None else []

    def _settle(self) -> None:
        widget = QApplication.focusWidget()
        if not self._followed or widget is None or widget.visibleRegion().isEmpty():
            self.setVisible(False)
            return
        reach = style.size("ring")
        self.setGeometry(self._place(widget).adjusted(-reach, -reach, reach, reach))
        self.raise_()
        self.setVisible(True)

    def _place(self, widget: QWidget) -> QRect:
        """Where the widget says its focus is, such as one row of a table; else all of it."""
        inside = widget.focus_place() if isinstance(widget, HasFocusPlace) else widget.rect()
        return QRect(widget.mapTo(self._window, inside.topLeft()), inside.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the ring surrounds moved, changed, or left the sight: look again when that is over."""
        if event.type() in _MOVES:
            self._later.start(0)
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
