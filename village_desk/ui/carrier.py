"""Sends contents of attachments in the background: after the facts, and giving way when facts need the line.

It runs on a queue of its own, so that nothing she does waits for it; it opens no dialog and takes no keyboard.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit.jobs import Jobs
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.road.carrying import Carried


_AGAIN = timedelta(minutes=5)


class Carrier(QObject):
    """Sends the contents of one window. ``moved``: sending began or ended; ``progressed``: bytes sent, bytes in all.

    ``trouble`` is the error that stopped the last sending, in words; empty when there was none.
    """

    moved = Signal()
    progressed = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.trouble = ""
        self._own = Jobs(desk)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.begin)

    @property
    def running(self) -> bool:
        """Whether contents are on the line."""
        return self._own.busy

    def begin(self) -> None:
        """Send the waiting contents, unless a sending is under way."""
        self._again.stop()
        if not self._own.busy:
            job = self._own.start(_("正在传附件"), carry, self._done, self._failed)
            job.progressed.connect(self.progressed)
            job.ended.connect(self.moved)
            self.moved.emit()

    def stop(self) -> None:
        """She wants the line for herself; what arrived stays arrived, and the rest goes after the next facts."""
        self._own.stop()

    def close(self) -> None:
        """Stop, and wait until sending has stopped."""
        self._again.stop()
        self._own.close()

    def _done(self, carried: Carried) -> None:
        self.trouble = carried.in_words() if carried.refused else ""

    def _failed(self, error: object) -> None:
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, DeskError):
            assert isinstance(error, BaseException)
            raise error
        self.trouble = error.message
        self._again.start(int(_AGAIN.total_seconds() * 1000))


def carry(desk: Desk, progress: Progress) -> Carried:
    """The work of every try."""
    return desk.carrying.send(progress=progress)
