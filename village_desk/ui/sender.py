"""Sends over the line by itself: fees within minutes, other work when it has waited long, failures after pauses.

It runs on a queue of its own, so that nothing she does waits for it; it opens no dialog and takes no keyboard.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError
from village_desk.domain.basics.progress import Progress
from village_desk.domain.contacts import Ending
from village_desk.domain.pauses import Pauses
from village_desk.ui.carrier import Carrier
from village_desk.ui.kit.jobs import Jobs
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.road.results import Sent


_FIRST_LOOK = timedelta(minutes=1)
_LOOK = timedelta(minutes=1)


@value
class SendingPlan:
    """The desk's next step by itself: it is sending now, or tries again at a time, or neither."""

    running: bool = False
    next_at: datetime | None = None


class Sender(QObject):
    """The automatic tries of one window. ``sent`` and ``failed`` tell how one ended, ``moved`` that the plan did.

    ``carrier`` sends the attachments after the facts went, by hand or not.
    """

    sent = Signal(object)
    failed = Signal(object)
    moved = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, dice: Random) -> None:
        """``jobs`` is the window's queue: nothing is begun while that works."""
        super().__init__()
        self._desk = desk
        self._jobs = jobs
        self._own = Jobs(desk)
        self.carrier = Carrier(desk)
        self._pauses = Pauses(dice)
        self._running = False
        self._next_at: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        self._plan_again(_FIRST_LOOK)

    def plan(self) -> SendingPlan:
        """The next step."""
        return SendingPlan(self._running, self._next_at)

    def look(self) -> None:
        """Try to send, if there is reason to."""
        if self._running:
            return
        if self._jobs.busy or not self._desk.contacting.wants_a_try():
            self._wait(_FIRST_LOOK if self._jobs.busy else _LOOK)
            return
        self._timer.stop()
        self._running, self._next_at = True, None
        self._own.start(_("正在自动上报"), send, self._done, self._failed)
        self.moved.emit()

    def asked(self) -> None:
        """She sent by hand, and that has ended: the pauses begin anew."""
        self._pauses.reset()
        self._plan_again(_LOOK)
        last = self._desk.contacting.last_on_the_line()
        if last is not None and last.ending is Ending.DONE:
            self.carrier.begin()
        self.moved.emit()

    def review(self) -> None:
        """Data changed at the desk: drop a planned try that is not needed any more."""
        if self._next_at is not None and not self._desk.contacting.wants_a_try():
            self._plan_again(_LOOK)

    def close(self) -> None:
        """Stop, and wait until sending has stopped."""
        self._timer.stop()
        self._own.close()
        self.carrier.close()

    def _done(self, sent: Sent) -> None:
        self._running = False
        self._pauses.reset()
        self._plan_again(_LOOK)
        self.carrier.begin()
        self.sent.emit(sent)

    def _failed(self, error: object) -> None:
        self._running = False
        if not isinstance(error, DeskError | Cancelled):
            assert isinstance(error, BaseException)
            raise error
        self._plan_again(_LOOK)
        self.failed.emit(error)

    def _plan_again(self, otherwise: timedelta) -> None:
        """By how the last contact ended: another try after a pause, or a look later."""
        contacting = self._desk.contacting
        last = contacting.last_on_the_line()
        if last is not None and last.ending is Ending.TROUBLE and contacting.wants_a_try():
            pause = self._pauses.next()
            self._wait(pause)
            self._next_at = self._desk.now() + pause
        else:
            self._wait(otherwise)

    def _wait(self, pause: timedelta) -> None:
        self._next_at = None
        self._timer.start(int(pause.total_seconds() * 1000))


def send(desk: Desk, progress: Progress) -> Sent:
    """The work of every try, by hand or not."""
    return desk.exchanging.send(progress=progress)
