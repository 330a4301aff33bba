"""The lock while she is away: the window is out of sight as it stands, its work goes on, and the PIN brings it back."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog, QLineEdit, QPlainTextEdit, QWidget

from village_desk.services.keeping import Keeping
from village_desk.ui.doors import AskingDoor
from village_desk.words import _

_EVERY = 1000
"""Milliseconds between two looks whether somebody is there."""


class LockDoor(AskingDoor):
    """Stands where the window stood. ``gone``: the door is there no more.

    Whoever closes it without the PIN closes the window behind it as well, and nothing was seen.
    """

    gone = Signal()

    def __init__(self, window: QWidget, village: str, keeping: Keeping) -> None:
        self._keeping = keeping
        words = _("锁上了。打到一半的字都留着，上报和打印照常做完")
        super().__init__(village, words, _("打开"), self._prove)
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._window, self._proved = window, False
        self._veiled: list[tuple[QDialog, QWidget | None, list[QWidget]]] = []

    def stand(self) -> None:
        """Hide the window, and what asks something over it."""
        shown: list[QWidget] = QApplication.topLevelWidgets()
        self._veiled = [_veil(each) for each in shown if isinstance(each, QDialog) and each.isVisible()]
        middle = self._window.frameGeometry().center()
        self._window.hide()
        self.show()
        self.move(middle - self.rect().center())
        self._typed.setFocus()

    def seconds_to_wait(self) -> int:
        """Wrong tries count as at the door of the file."""
        return self._keeping.seconds_to_wait()

    def _prove(self) -> None:
        self._keeping.prove_pin(self.pin.text())
        self._proved = True
        self._window.show()
        self._window.activateWindow()
        for dialog, focused, inside in self._veiled:
            _unveil(dialog, focused, inside)
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Without the PIN the program ends."""
        super().closeEvent(event)
        self.gone.emit()
        if not self._proved:
            self._window.close()
        self.deleteLater()


def _veil(dialog: QDialog) -> tuple[QDialog, QWidget | None, list[QWidget]]:
    """Empty a question over the window: hiding it as a whole would answer it. What was hidden, and the keyboard."""
    inside = [each for each in dialog.children() if isinstance(each, QWidget) and not each.isHidden()]
    focused = dialog.focusWidget()
    for each in inside:
        each.hide()
    return dialog, focused, inside


def _unveil(dialog: QDialog, focused: QWidget | None, inside: list[QWidget]) -> None:
    for each in inside:
        each.show()
    dialog.activateWindow()
    if focused is not None:
        focused.setFocus()


class Away(QObject):
    """Notices that nobody touched a window for so many minutes: ``away``. 0 minutes: never."""

    away = Signal()

    def __init__(self, window: QWidget, minutes: Callable[[], int], clock: Callable[[], float] = monotonic) -> None:
        super().__init__(window)
        self._window, self._minutes, self._clock = window, minutes, clock
        self._touched = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._signs = _signs()

    def stop(self) -> None:
        """Look no more: the desk is about to be closed."""
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self._clock()

    def look(self) -> None:
        """Has nobody been there for long enough? What is out of sight is locked or closed."""
        signs, self._signs = self._signs, _signs()
        if signs != self._signs or not self._window.isVisible():
            self.touch()
            return
        minutes = self._minutes()
        if minutes and self._clock() - self._touched >= minutes * 60:
            self.touch()
            self.away.emit()


def _signs() -> tuple[object, ...]:
    """What a hand at the mouse or the keys changes. Looked at, as a filter would have every event of the window."""
    mouse, widget = QCursor.pos(), QApplication.focusWidget()
    at: object = None
    if isinstance(widget, QLineEdit):
        at = (widget.text(), widget.cursorPosition(), widget.selectionStart())
    elif isinstance(widget, QPlainTextEdit):
        at = (widget.textCursor().position(), widget.document().revision())
    elif isinstance(widget, QAbstractItemView):
        at = (widget.currentIndex().row(), widget.currentIndex().column())
    return mouse.x(), mouse.y(), id(widget), at
