"""How often a widget, with what stands on it, was painted: whether there are pixels of what was asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget


class Paintings(QObject):
    """Counts them from now on; it lives as long as the widget."""

    def __init__(self, of: QWidget) -> None:
        super().__init__(of)
        self._of = of
        self.count = 0
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Something is about to be painted."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.count += watched is self._of or self._of.isAncestorOf(watched)
        return super().eventFilter(watched, event)
