"""The counter: a fee against a bare committed insert, the papers of many, what Enter costs the window's thread, and
the bytes that go up afterwards.

Fees and bare inserts go by turns, in the same encrypted file, on the same connection, with the program's own settings
(WAL, each commit on the disk). A fee waits for the disk twice, for its commit and for the witness of its number, and a
bare insert once: so by the clock the ratio comes near 2 where the disk or other programs hold a commit up for
milliseconds, and near that of processor time where they do not. How long a bare commit took is printed with it; two
runs can be compared only where that is alike.
"""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time, thread_time
from typing import TYPE_CHECKING

from sync.agreement import journal
from sync.desk import outbox
from sync.wire import keys
from tests.bench import kept, villages
from tests.bench.sizes import Sizes
from tests.bench.table import line, written
from tests.bench.timing import spent
from tests.desks import PIN, StillClock, new_desk
from tests.memory import peak_kib
from village_desk.desk import Desk
from village_desk.domain.receipts import Payer
from village_desk.services.collecting import Payment

if TYPE_CHECKING:
    from village_desk.ui.window import Window


def bench(folder: Path, sizes: Sizes) -> None:
    """Fees in turn with bare inserts, all their papers in one file, their batch; and Enter in the usual village."""
    with new_desk(folder) as desk:
        _fees(desk, sizes.fees)
        _bytes(desk)
    _enters(kept.large(folder, sizes.people, 0), sizes)


def _fees(desk: Desk, count: int) -> None:
    people = villages.people(desk, 2 * count)[:count]
    payments = [Payment(person, 2026, 10000, Payer.SELF) for person in people]
    ours, theirs = fee_and_bare(desk, payments)
    name, bare = f"{len(payments):,} fees", "bare inserts by turns in the same file, each committed"
    line(name, ours[1], theirs[1], bare, "3")
    line(f"{name}, by the clock", ours[0], theirs[0], f"{bare} in {written(theirs[0] / len(payments))}", "3")
    papers = spent(lambda: desk.papers.receipts(desk.collecting.unprinted()))
    line(f"{name} and their receipts in one PDF", ours[1] + papers, 0, "", "15 s for 2,000")


def _bytes(desk: Desk) -> None:
    """Seals what the desk has as it would be sent, and prints its size beside that of the gzipped lines."""
    db = desk._store.db
    lines = [journal.canonical([e.id, e.at, e.by, e.kind, e.about, dict(e.body)]) for e in journal.everything(db)]
    theirs = len(gzip.compress(b"\n".join(lines), 9))
    key = keys.create(desk.path.with_name("bench.key"), b"0" * 32)
    ours = 0
    with desk._store.writing():
        while sealed := outbox.seal(db, desk.village.desk, key, desk._store.clock()):
            ours += len(sealed.bytes)
    line(f"sending {len(lines):,} facts", ours, theirs, "gzip -9 of their JSON lines", "1.3", unit="B")


def _enters(path: Path, sizes: Sizes) -> None:
    """Enter at Collect in a process of its own: what the window's thread does until the fee stands recorded."""
    command = [sys.executable, "-m", "tests.bench.counter", str(path), str(sizes.enters)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    usual, most, megabytes = (float(each) for each in ended.stdout.split()[-3:])
    of = f"Enter takes a fee, {sizes.people:,} people"
    line(of, usual, 0, f"slowest {1000 * most:.1f} ms", "16 ms", megabytes=megabytes)


def fee_and_bare(desk: Desk, payments: list[Payment]) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds by the clock and of the processor, for our fees and for as many bare inserts.

    They go by turns, each as often first as second: what one left in memory or for the disk to do meets the other too.
    """
    execute = desk._store.db.execute
    execute("CREATE TABLE bare (a TEXT, b INTEGER)")
    took = [(0.0, 0.0), (0.0, 0.0)]
    for place, payment in enumerate(payments):
        pay: Callable[[], object] = partial(desk.collecting.collect, payment)
        insert: Callable[[], object] = partial(execute, "INSERT INTO bare VALUES (?, ?)", ["x" * 400, place])
        for whose, work in [(0, pay), (1, insert)][:: 1 if place % 2 else -1]:
            began = perf_counter(), process_time()
            work()
            took[whose] = took[whose][0] + perf_counter() - began[0], took[whose][1] + process_time() - began[1]
    return took[0], took[1]


def enter(path: Path, fees: int) -> None:
    """Print the processor's seconds of the window's thread for each Enter that takes a fee: median, most; megabytes."""
    from PySide6.QtWidgets import QApplication

    from village_desk.ui.kit import style

    app = QApplication([])
    style.dress(app)
    with Desk.open(path, PIN, StillClock()) as desk:
        owing = [each.resident.id for each in desk.finding.roster() if each.owes_this_year]
        print(*_taken(desk, owing[:fees]), peak_kib() / 1024)


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
