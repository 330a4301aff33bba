"""Long work beside the window: one job at a time on its own connection, with progress and a way to stop it.

A work is a plain function ``work(desk, progress)``. Connect to bound methods of a page only: when the page is gone,
they are quietly dropped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from village_desk.desk import Desk, as_trouble
from village_desk.domain.basics.errors import Cancelled
from village_desk.domain.basics.progress import Progress
from village_desk.services import recorded
from village_desk.ui.kit.garbage import Collector

Work = Callable[[Desk, Progress], Any]

_BETWEEN_REPORTS = 0.05


class Job(QObject):
    """One running piece of work. It emits exactly one of ``done`` and ``failed``, then ``ended``."""

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, words: str, work: Work) -> None:
        super().__init__()
        self.words = words
        self._work = work
        self._stop = threading.Event()
        self._reported = 0.0

    def stop(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def run(self, desk: Desk) -> None:
        """Do the work on this thread and signal how it ended; an error reports first what was recorded until then."""
        try:
            with recorded.recorded_first(), as_trouble(), desk.again() as own:
                result = self._work(own, self._progress)
        except BaseException as error:  # noqa: BLE001 - handed to the presenter, which raises what is a bug
            self.failed.emit(error)
        else:
            self.done.emit(result)
        self.ended.emit()

    def _progress(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        if done >= total or time.monotonic() - self._reported > _BETWEEN_REPORTS:
            self._reported = time.monotonic()
            self.progressed.emit(done, total)


class Jobs(QObject):
    """The queue of long work of one window: one at a time, in order."""

    started = Signal(object)
    idle = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._waiting: list[Job] = []
        self._beside: Jobs | None = None

    @property
    def path(self) -> Path:
        """The file of the desk that the work is done on."""
        return self._desk.path

    @property
    def beside(self) -> Jobs:
        """A second queue for work of a blink, such as drawing a paper: it waits for no long work, and needs no bar."""
        self._beside = self._beside or Jobs(self._desk)
        return self._beside

    @property
    def busy(self) -> bool:
        """Whether any work is under way."""
        return bool(self._waiting)

    def start(self, words: str, work: Work, done: Callable[[Any], None], failed: Callable[[object], None]) -> Job:
        """Begin a piece of work; ``words`` describe the work beside the bar. Returns at once."""
        job = Job(words, work)
        job.done.connect(done)
        job.failed.connect(failed)
        job.ended.connect(self._next)
        self._waiting.append(job)
        if len(self._waiting) == 1:
            Collector.begin()
        self.started.emit(job)
        self._pool.start(lambda: job.run(self._desk))
        return job

    def stop(self) -> None:
        """Ask the work under way to stop."""
        if self._waiting:
            self._waiting[0].stop()

    def close(self) -> None:
        """Stop all work and wait until it has stopped."""
        if self._beside is not None:
            self._beside.close()
        for job in self._waiting:
            job.stop()
        self._rest()

    def _next(self) -> None:
        if not self._waiting:
            return  # closed meanwhile
        self._waiting.pop(0)
        if not self._waiting:
            self._pool.waitForDone()
            Collector.end()
            self.idle.emit()

    def _rest(self) -> None:
        """Wait until every piece of work has left its thread; signals still to come are ignored."""
        self._pool.waitForDone()
        if self._waiting:
            self._waiting.clear()
            Collector.end()
