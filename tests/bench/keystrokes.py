"""Find: a keystroke among the people of a large village against a LIKE scan of the same table, and from the key to the
pixels of the list in the window.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import thread_time
from typing import TYPE_CHECKING

from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.desks import PIN, StillClock
from tests.memory import peak_kib
from village_desk.desk import Desk
from village_desk.services.finding import Found

if TYPE_CHECKING:
    from village_desk.ui.window import Window

_TURNS = 20
"""A list is laid out by a timer of its own, and painted after that. One that stays as it was is not painted at all."""
TYPED = ("王", "王秀", "秀英", "z", "zs", "zsf", "wangx", "1234", "3组 王", "0012")


def bench(folder: Path, sizes: Sizes) -> None:
    """The mean and the slowest, in the usual village and in the large one."""
    growth = Growth()
    paths = {people: kept.large(folder, people, receipts) for people, receipts in ((sizes.people, 0), sizes.large)}
    for people, path in paths.items():
        with Desk.open(path, PIN, StillClock()) as desk:
            _find(desk, people, growth)
    growth = Growth()
    for people, path in paths.items():
        _pixels(path, people, growth)


def _find(desk: Desk, people: int, growth: Growth) -> None:
    each = {text: least(functools.partial(desk.finding.find, text)) for text in TYPED}
    bare = {text: least(functools.partial(_scan, desk, text)) for text in TYPED}
    ours, theirs = sum(each.values()) / len(TYPED), sum(bare.values()) / len(TYPED)
    worst = max(each, key=lambda text: each[text])
    line(f"find among {people:,}, mean keystroke", ours, theirs, "LIKE scan", "1", growth(people, ours))
    line(f"find among {people:,}, slowest ({worst})", each[worst], bare[worst], "LIKE scan", "5 ms")


def _scan(desk: Desk, text: str) -> None:
    like = f"%{text.split()[-1]}%"
    columns = "name LIKE ? OR id_number LIKE ? OR phone LIKE ? OR household LIKE ?"
    desk._store.db.execute(f"SELECT * FROM people WHERE {columns} LIMIT 20", [like] * 4).fetchall()


def _pixels(path: Path, people: int, growth: Growth) -> None:
    """In a process of its own, with the program's window: from each key until the list is painted."""
    command = [sys.executable, "-m", "tests.bench.keystrokes", str(path)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    usual, most, painted, megabytes = (float(each) for each in ended.stdout.split()[-4:])
    against = f"slowest {1000 * most:.1f} ms, {painted:.0f} paintings"
    line(f"key to pixels among {people:,}", usual, 0, against, "16 ms", growth(people, usual), megabytes)


def type_all(path: Path) -> None:
    """Print the window's thread's seconds from a key until its list is painted: median, most; paintings; megabytes."""
    from village_desk.domain.basics.progress import silent
    from village_desk.ui import rooms
    from village_desk.ui.app import application
    from village_desk.ui.kit.garbage import Collector
    from village_desk.ui.window import Window

    application()
    with Desk.open(path, PIN, StillClock()) as desk:
        window = Window(desk)
        window.resize(1366, 768)
        window.show()
        rooms.load(desk, silent)  # as the program does behind its window
        Collector.settle()
        print(*_typed(window), peak_kib() / 1024)
        window.close()


def _typed(window: Window) -> tuple[float, float, int]:
    from tests.bench.paintings import Paintings
    from village_desk.ui.app import application

    window.seek()
    app, paintings, took = application(), Paintings(window.search.results), list[float]()
    for character in _characters(window):
        app.processEvents()  # what was there before is shown
        found, before, began = window.search.found(), paintings.count, thread_time()
        _press(window, character)
        for _turn in range(_TURNS):
            app.processEvents()
            if paintings.count > before:
                break
        took.append(thread_time() - began)
        assert paintings.count > before or _names(window.search.found()) == _names(found), "others, and not painted"
    return median(took), max(took), paintings.count


def _names(found: Sequence[Found]) -> list[str]:
    return [each.resident.id for each in found]


def _characters(window: Window) -> Iterator[str]:
    """Those of each text, one after the other, from an empty box."""
    for text in TYPED:
        window.search.clear()
        yield from text


def _press(window: Window, character: str) -> None:
    """A key, or what an input method gives for several."""
    from PySide6.QtGui import QInputMethodEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    if character.isascii():
        QTest.keyClicks(window.search, character)
        return
    written = QInputMethodEvent("", [])
    written.setCommitString(character)
    QApplication.sendEvent(window.search, written)


if __name__ == "__main__":
    type_all(Path(sys.argv[1]))
