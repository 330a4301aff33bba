"""Long work: one at a time, its end is signalled to the page, it can be stopped, and the window stops it when
closing.
"""

from __future__ import annotations

import errno
import gc
import threading

from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import failing
from tests.clerk import Clerk
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, Trouble
from village_desk.domain.basics.progress import Progress
from village_desk.ui.kit.jobs import Jobs


class Told(QObject):
    """Remembers the signals to a page, and their threads."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []
        self.failed: list[object] = []
        self.threads: set[QThread] = set()

    def hear(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(QThread.currentThread())

    def hear_failure(self, error: object) -> None:
        self.failed.append(error)


def count(desk: Desk, _progress: Progress) -> int:
    return desk.finding.count()


def fail(_desk: Desk, _progress: Progress) -> None:
    raise Trouble("磁盘满了")


def test_the_result_comes_back_on_the_window_s_own_thread(dressed: QApplication, qtbot: QtBot, village: Desk) -> None:
    jobs, told = Jobs(village), Told()
    with qtbot.waitSignal(jobs.idle):
        jobs.start("数人", count, told.hear, told.hear_failure)
    assert told.done == [962]
    assert told.threads == {dressed.thread()}


def test_work_that_the_disk_fails_under_ends_in_words(dressed: QApplication, qtbot: QtBot, village: Desk) -> None:
    jobs, told = Jobs(village), Told()
    with failing.calls("pread", errno.ETIMEDOUT, village.path.parent, ".vdesk"), qtbot.waitSignal(jobs.idle):
        jobs.start("数人", count, told.hear, told.hear_failure)
    [trouble] = told.failed
    assert isinstance(trouble, Trouble) and trouble.code == "disk"


def test_a_widget_is_never_collected_on_the_thread_of_the_work(
    dressed: QApplication, qtbot: QtBot, village: Desk
) -> None:
    jobs, other, told = Jobs(village), Jobs(village), Told()
    waits = threading.Event()
    other.start("等着", lambda _desk, _progress: waits.wait(20), told.hear, told.hear_failure)
    with qtbot.waitSignal(jobs.idle):
        jobs.start("看收集器", lambda _desk, _progress: gc.isenabled(), told.hear, told.hear_failure)
    assert told.done == [False]
    assert not gc.isenabled(), "another queue still works"
    with qtbot.waitSignal(other.idle):
        waits.set()
    assert gc.isenabled()


def test_an_error_is_told_and_the_next_work_goes_on(dressed: QApplication, qtbot: QtBot, village: Desk) -> None:
    jobs, told = Jobs(village), Told()
    with qtbot.waitSignal(jobs.idle):
        jobs.start("出错", fail, told.hear, told.hear_failure)
        jobs.start("数人", count, told.hear, told.hear_failure)
    assert told.done == [962]
    assert [str(each) for each in told.failed] == ["磁盘满了"]


def test_work_that_is_stopped_ends_in_cancelled(dressed: QApplication, qtbot: QtBot, village: Desk) -> None:
    begun = threading.Event()

    def endless(_desk: Desk, progress: Progress) -> None:
        while True:
            progress(1, 2)
            begun.set()

    jobs, told = Jobs(village), Told()
    with qtbot.waitSignal(jobs.idle):
        jobs.start("没完", endless, told.hear, told.hear_failure)
        assert begun.wait(10)
        jobs.stop()
    assert [type(each) for each in told.failed] == [Cancelled]


def test_long_work_shows_its_count_and_the_button_that_stops_it(clerk: Clerk) -> None:
    release, told = threading.Event(), Told()

    def slow(_desk: Desk, progress: Progress) -> None:
        progress(312, 926)
        release.wait(30)
        progress(926, 926)

    clerk.window.jobs.start("正在收下花名册", slow, told.hear, told.hear_failure)
    clerk.waits_to_see("312 / 926")
    clerk.waits_to_see("正在收下花名册").clicks("job_stop")
    release.set()
    clerk.waits()
    assert [type(each) for each in told.failed] == [Cancelled]
    assert not clerk.window.job_bar.isVisible()


def test_closing_the_window_stops_the_work_and_waits_for_it(clerk: Clerk) -> None:
    ended = threading.Event()

    def patient(_desk: Desk, progress: Progress) -> None:
        try:
            while True:
                progress(1, 2)
        finally:
            ended.set()

    told = Told()
    clerk.window.jobs.start("没完", patient, told.hear, told.hear_failure)
    clerk.window.close()
    assert ended.is_set()
