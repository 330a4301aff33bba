"""The focus ring: one frame drawn around the widget with the keyboard, outside of it. Never takes a click."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid

from village_desk.ui.kit import style

_STIRS = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Paint}


@runtime_checkable
class HasFocusPlace(Protocol):
    """A widget whose keyboard focus is on a part of it."""

    def focus_place(self) -> QRect:
        """That part, in the widget's own coordinates; an empty one wants no ring."""


class FocusRing(QWidget):
    """The frame in one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setObjectName("focus_ring")

    def surround(self, place: QRect) -> None:
        """Stand around a place of the window, above all else."""
        reach = style.size("ring")
        around = place.adjusted(-reach, -reach, reach, reach)
        if self.isVisible() and self.geometry() == around:
            return
        self.setGeometry(around)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A rounded frame."""
        reach = style.size("ring")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(style.colour("focus"), reach))
        half = reach // 2 + 1
        radius = style.size("radius") + half
        painter.drawRoundedRect(self.rect().adjusted(half - 1, half - 1, -half, -half), radius, radius)


class FocusFollower(QObject):
    """Moves the ring with the keyboard, through every window. Lives as long as the application.

    A ring dies with its window; what follows the application's own signal must not.
    """

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._ring: FocusRing | None = None
        self._followed: list[QWidget] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._settle)
        application.focusChanged.connect(self.follow)

    def follow(self, _left: QWidget | None, reached: QWidget | None) -> None:
        """The keyboard moved: watch the widget and its parents."""
        for each in filter(isValid, self._followed):
            each.removeEventFilter(self)
        self._followed = _chain(reached)
        for each in self._followed:
            each.installEventFilter(self)
        self._later.start(0)

    def _settle(self) -> None:
        widget = QApplication.focusWidget()
        if widget is None or widget.visibleRegion().isEmpty():
            self._hide()
            return
        window = widget.window()
        inside = widget.focus_place() if isinstance(widget, HasFocusPlace) else widget.rect()
        if inside.isEmpty():
            self._hide()
            return
        self._ring_in(window).surround(QRect(widget.mapTo(window, inside.topLeft()), inside.size()))

    def _ring_in(self, window: QWidget) -> FocusRing:
        if self._ring is None or not isValid(self._ring) or self._ring.parentWidget() is not window:
            self._hide()
            self._ring = FocusRing(window)
        return self._ring

    def _hide(self) -> None:
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The widget moved, changed or left the sight: place the ring anew when that is over."""
        if event.type() in _STIRS:
            self._later.start(0)
        return super().eventFilter(watched, event)


def _chain(widget: QWidget | None) -> list[QWidget]:
    """The widget and its parents up to the window; for a scroll area its viewport first."""
    chain = [widget.viewport()] if isinstance(widget, QAbstractScrollArea) else []
    while widget is not None and not widget.isWindow():
        chain.append(widget)
        widget = widget.parentWidget()
    return chain
