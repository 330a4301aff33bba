"""The program with a window: makes the application, lets somebody in, shows the desk."""

from __future__ import annotations

import contextlib
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from village_desk import logs
from village_desk.desk import Desk
from village_desk.domain.basics.errors import DeskError
from village_desk.ui.doors import Door, PinDoor
from village_desk.ui.kit import faults, style
from village_desk.ui.kit.focus import FocusFollower
from village_desk.ui.kit.page import Place
from village_desk.ui.window import Window
from village_desk.words import _

if TYPE_CHECKING:  # a first start is loaded where there is no file, the others when they are wanted
    from village_desk.ui.first.first_start import Begun, FirstStart
    from village_desk.ui.lock_door import Away, LockDoor
    from village_desk.ui.stick_watch import StickWatch
    from village_desk.ui.wishes import Wish
    from village_desk.ui.work_door import Ended

_WIDE, _HIGH = 1366, 768
_STYLE = "Fusion"
"""The style under our sheet. Said to Qt as an argument, as ``setStyle`` hands back a QStyle, whose enums take 4 ms."""
LOCK_KEY = "Ctrl+L"
_SETTLED = 1000
"""Milliseconds after which the window of a desk stands, and what its pages need is loaded behind it."""


class Program(QObject):
    """Which window is open: a door first, then the desk."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._desk: Desk | None = None
        self._first: FirstStart | None = None
        self._locked: LockDoor | None = None
        self._practising = False
        self._watching: list[Away | StickWatch] = []
        self._kept: dict[type[Door], Door] = {}
        self.shown: QWidget | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED)
        self._settled.timeout.connect(self._guard)

    def start(self) -> None:
        """Show the door for the file, for a new desk if there is none, or for an unfinished recovery."""
        if Desk.is_recovering(self._path):
            self._recover()
        elif Desk.is_there(self._path):
            self._let_in(PinDoor(self._path))
        else:
            self._begin()

    def _begin(self) -> None:
        from village_desk.ui.first.first_start import FirstStart

        if self._first is None:
            self._first = FirstStart(self._path)
            self._first.resize(_WIDE, _HIGH)
            self._first.recover.connect(self._recover)
            self._first.begun.connect(self._begun)
        self._show(self._first)

    def _begun(self, begun: Begun) -> None:
        """A desk was made just now: its window opens with what is to be said, and at the roster if there is one."""
        self._practising = begun.practice
        self.enter(begun.desk)
        window = self.shown
        assert isinstance(window, Window)
        if begun.roster is not None:
            window.go(Place("import", str(begun.roster)))
        if begun.words:
            window.page().show_done(begun.words, begun.under)

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
        window.wished.connect(self._grant)
        window.resize(_WIDE, _HIGH)
        doors: list[QWidget] = [*self._kept.values(), *([self._first] if self._first else [])]
        self._kept, self._first = {}, None
        self._show(window)
        QTimer.singleShot(_SETTLED, window, window.load_pages)
        self._settled.start()
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

    def _guard(self) -> None:
        """From now on the window is locked by its key, or when nobody was there for long; a stick is noticed.

        Not in the practice village: nobody is told its PIN, and its people need no copy.
        """
        from village_desk.ui.lock_door import Away
        from village_desk.ui.stick_watch import StickWatch

        window, desk = self.shown, self._desk
        if isinstance(window, Window) and desk is not None and not self._practising:
            QShortcut(QKeySequence(LOCK_KEY), window, self.lock)
            away = Away(window, partial(_lock_minutes, desk))
            away.away.connect(self.lock)
            self._watching = [away, StickWatch(window, desk)]

    def lock(self) -> None:
        """Hide the window until somebody types the PIN."""
        from village_desk.ui.lock_door import LockDoor

        window = self.shown
        if self._practising and isinstance(window, Window):
            window.page().show_done(_("练习村不锁：没有人知道它的口令"))
        elif self._locked is None and isinstance(window, Window) and self._desk is not None:
            self._locked = LockDoor(window, self._desk.village.name, self._desk.keeping)
            self._locked.gone.connect(self._unlocked)
            self._locked.stand()

    def _unlocked(self) -> None:
        self._locked = None

    def _grant(self, wish: Wish) -> None:
        """Do what a page wants: lock the window, or work on the closed file and open it again."""
        from village_desk.ui.wishes import LockNow
        from village_desk.ui.work_door import WorkDoor

        if isinstance(wish, LockNow):
            self.lock()
            return
        window = self.shown
        if window is not None and window.close():
            self.leave()
            door = WorkDoor(self._path, wish)
            door.opened.connect(self._reopened)
            door.locked_out.connect(self._let_in_again)
            self._show(door)
            door.begin()

    def _reopened(self, desk: Desk, ended: Ended) -> None:
        """The work is over, well or not: the window is there again, on the page from which it was wanted."""
        self.enter(desk)
        window = self.shown
        assert isinstance(window, Window)
        window.go(Place(ended.page))
        if ended.error is not None:
            window.page().say(ended.error)
        else:
            window.page().show_done(ended.words, ended.under)

    def _let_in_again(self, error: DeskError) -> None:
        """The file does not open after the work: the door says why, and has the ways out."""
        door = PinDoor(self._path)
        self._let_in(door)
        door.say(error)

    def leave(self) -> None:
        """The program ends: the file is closed and let go."""
        self._settled.stop()
        for each in self._watching:
            each.stop()
        self._watching = []
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _show(self, window: QWidget) -> None:
        before, self.shown = self.shown, window
        if isinstance(window, Window):
            window.show() if window.recall() else window.showMaximized()
        elif window is self._first and _is_small(window):
            window.showMaximized()
        else:
            window.show()
            window.move(window.screen().availableGeometry().center() - window.frameGeometry().center() + window.pos())
        if before is not None and (before is self._first or before in self._kept.values()):
            before.hide()
        elif before is not None:
            before.close()
            before.deleteLater()


def _is_small(window: QWidget) -> bool:
    """Whether the screen has no room around a window of the usual size."""
    room = window.screen().availableGeometry().size()
    return room.width() <= _WIDE or room.height() <= _HIGH


def _lock_minutes(desk: Desk) -> int:
    """After how many minutes the window is locked; 0 for never."""
    return int(desk.keeping.settings().lock_minutes)


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
    from village_desk.ui import type_size

    type_size.apply(path)
    app = application()
    faults.install()
    program = Program(path)
    program.enter(desk) if desk is not None else program.start()
    try:
        return app.exec()
    finally:
        program.leave()
