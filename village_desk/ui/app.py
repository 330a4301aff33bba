"""The program with a window: makes the application, lets somebody in, shows the desk."""

import contextlib
import sys
from functools import cache
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from village_desk import logs
from village_desk.desk import Desk
from village_desk.ui.doors import Door, FirstDoor, PinDoor
from village_desk.ui.kit import faults, style
from village_desk.ui.kit.focus import FocusFollower
from village_desk.ui.window import Window

_WIDE, _HIGH = 1366, 768
_STYLE = "Fusion"
"""The style under our sheet. Said to Qt as an argument, as ``setStyle`` hands back a QStyle, whose enums take 4 ms."""
_SETTLED = 1000
"""Milliseconds after which the window of a desk stands, and what its pages need is loaded behind it."""


class Program(QObject):
    """Which window is open: a door first, then the desk."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._desk: Desk | None = None
        self._kept: dict[type[Door], Door] = {}
        self.shown: QWidget | None = None

    def start(self) -> None:
        """Show the door for the file, for a new desk if there is none, or for an unfinished recovery."""
        if Desk.is_recovering(self._path):
            self._recover()
        elif Desk.is_there(self._path):
            self._let_in(PinDoor(self._path))
        else:
            self._begin()

    def _begin(self) -> None:
        if FirstDoor not in self._kept:
            first = FirstDoor(self._path)
            first.recover.clicked.connect(self._recover)
            self._keep(first)
        self._show(self._kept[FirstDoor])

    def _recover(self) -> None:
        from village_desk.ui.recover_door import RecoverDoor

        if RecoverDoor not in self._kept:
            door = RecoverDoor(self._path)
            door.left.connect(self.start)
            self._keep(door)
        self._show(self._kept[RecoverDoor])

    def _keep(self, door: Door) -> None:
        """Keep the door with the text typed at it, for when somebody comes back to it."""
        self._kept[type(door)] = door
        door.opened.connect(self.enter)

    def _let_in(self, door: Door) -> None:
        door.opened.connect(self.enter)
        self._show(door)

    def enter(self, desk: Desk) -> None:
        """Somebody was let in: show the desk."""
        self._desk = desk
        window = Window(desk)
        window.restoring.connect(self._restore)
        window.resize(_WIDE, _HIGH)
        doors, self._kept = list(self._kept.values()), {}
        self._show(window)
        QTimer.singleShot(_SETTLED, window, window.load_pages)
        for door in doors:
            door.close()
            door.deleteLater()
        if words := desk.put_away_old_papers():
            window.page().notice.say(words, tone="attention")

    def _restore(self) -> None:
        """Leave the desk for the door, which offers the backup once the PIN is typed."""
        window = self.shown
        if window is not None and window.close():
            self.leave()
            self._let_in(PinDoor(self._path))

    def leave(self) -> None:
        """The program ends: the file is closed and let go."""
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _show(self, window: QWidget) -> None:
        before, self.shown = self.shown, window
        if isinstance(window, Window):
            window.show() if window.recall() else window.showMaximized()
        else:
            window.show()
            window.move(window.screen().availableGeometry().center() - window.frameGeometry().center() + window.pos())
        if before is not None and before in self._kept.values():
            before.hide()
        elif before is not None:
            before.close()
            before.deleteLater()


def application() -> QApplication:
    """The one application, dressed in the program's fonts and colours."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication([*sys.argv[:1], "-style", _STYLE])
    style.dress(app)
    _follower(app)
    return app


@cache
def _follower(app: QApplication) -> FocusFollower:
    """One for the application. Qt is not asked whether it has one: among its children is the QStyle (``_STYLE``)."""
    return FocusFollower(app)


def run(path: Path, desk: Desk | None = None) -> int:
    """Open the window on a desk file, or on an open desk; returns when the window is closed."""
    with contextlib.suppress(OSError):  # on a full disk there is no log, and the desk can still be read
        logs.start()
    app = application()
    faults.install()
    program = Program(path)
    program.enter(desk) if desk is not None else program.start()
    try:
        return app.exec()
    finally:
        program.leave()
