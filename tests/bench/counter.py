"""The counter: a fee against a bare committed insert in the same file, and what Enter costs the window's thread."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time
from typing import TYPE_CHECKING

from tests.desks import PIN, StillClock
from village_desk.desk import Desk
from village_desk.services.collecting import Payment

if TYPE_CHECKING:
    from village_desk.ui.window import Window


def fee_and_bare(desk: Desk, payments: list[Payment]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds by the clock and of the processor, for our fees and for as many bare inserts, one after the other."""
    execute = desk._store.db.execute
    execute("CREATE TABLE bare (a TEXT, b INTEGER)")
    ours, theirs = [0.0, 0.0], [0.0, 0.0]
    for place, payment in enumerate(payments):
        began = perf_counter(), process_time()
        desk.collecting.collect(payment)
        between = perf_counter(), process_time()
        execute("INSERT INTO bare VALUES (?, ?)", ["x" * 400, place])
        ended = perf_counter(), process_time()
        for kind in (0, 1):
            ours[kind] += between[kind] - began[kind]
            theirs[kind] += ended[kind] - between[kind]
    return (ours[0], ours[1]), (theirs[0], theirs[1])


def enter(path: Path, fees: int) -> None:
    """Print the processor's seconds of the window's thread for each Enter that takes a fee: median and most."""
    from PySide6.QtWidgets import QApplication

    from village_desk.ui.kit import style

    app = QApplication([])
    style.dress(app)
    with Desk.open(path, PIN, StillClock()) as desk:
        owing = [each.resident.id for each in desk.finding.roster() if each.owes_this_year]
        print(*_taken(desk, owing[:fees]))


def _taken(desk: Desk, people: list[str]) -> tuple[float, float]:
    from village_desk.ui.window import Window

    window = Window(desk)
    window.resize(1366, 768)
    window.show()
    took = [_enter(window, person) for person in people]
    window.close()
    return median(took), max(took)


def _enter(window: Window, person: str) -> float:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from village_desk.ui.kit.page import Place

    window.go(Place("collect", person))
    _settle(window)
    main = window.page().main
    assert main is not None
    began = thread_time()
    QTest.keyClick(main, Qt.Key.Key_Return)
    took = thread_time() - began
    _settle(window)
    return took


def _settle(window: Window) -> None:
    """Until drafts and papers are drawn and shown. In a loop of events of its own, which lets other threads run."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(300, loop.quit)
    loop.exec()
    while window.jobs.beside.busy:
        QTimer.singleShot(20, loop.quit)
        loop.exec()


if __name__ == "__main__":
    enter(Path(sys.argv[1]), int(sys.argv[2]))
