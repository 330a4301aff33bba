"""Looks through the desk file and backs it up behind the work: soon after the start, once a day, after a big step, and
when something could not be read.

It runs on a queue of its own, so that nothing she does waits for it; it opens no dialog and takes no keyboard.
"""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Trouble
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit import faults
from village_desk.ui.kit.jobs import Jobs
from village_desk.words import _

_FIRST_LOOK = timedelta(seconds=20)
_LOOK = timedelta(minutes=30)
_TOLD = ("damaged", "disk", "backup", "read_only", "no_permission")
"""Other troubles, such as a program that has the file for a moment, are met again at the next look."""


class FileChecker(QObject):
    """The checks of one window. ``found``: the trouble with the file, which is told once. ``ended``: one was made."""

    found = Signal(object)
    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._own = Jobs(desk)
        self._code = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(int(_FIRST_LOOK.total_seconds() * 1000))
        faults.signs.damaged.connect(self.doubt)

    @property
    def running(self) -> bool:
        """Whether the file is being looked through."""
        return self._own.busy

    def look(self) -> None:
        """Look through the file if that is due."""
        self._timer.setInterval(int(_LOOK.total_seconds() * 1000))
        if not self._own.busy and not self._code and self._desk.file_check.is_due():
            self._own.start(_("正在查文件"), check, self._done, self._failed)

    def doubt(self) -> None:
        """Something could not be read at another place of the window."""
        self._desk.doubt(self._desk.path)
        self.look()

    def close(self) -> None:
        """Stop, and wait until the check has stopped."""
        faults.signs.damaged.disconnect(self.doubt)
        self._timer.stop()
        self._own.close()
        self.blockSignals(True)  # what ended while it closed finds no desk any more

    def _done(self, trouble: Trouble | None) -> None:
        if trouble is not None:
            self._tell(trouble)
        self.ended.emit()

    def _failed(self, error: object) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, DeskError):
            assert isinstance(error, BaseException)
            raise error
        if isinstance(error, Trouble) and error.code in _TOLD:
            self._tell(error)

    def _tell(self, trouble: Trouble) -> None:
        """What was told is not looked for again: it stays in sight."""
        self._code = trouble.code
        self.found.emit(trouble)


def check(desk: Desk, progress: Progress) -> Trouble | None:
    """The work of every check."""
    return desk.file_check.run(progress)
