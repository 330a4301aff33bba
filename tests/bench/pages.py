"""The pages of a large village and of a desk of some years: what each costs at first and when something changed.

Processor time of a process of its own, medians; the exponent of a page's growth says how it follows the journal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from sync.agreement import facts
from tests.bench import kept, years
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, head, line, row
from tests.desks import PIN, StillClock
from tests.memory import peak_kib
from village_desk.desk import Desk
from village_desk.store import history

if TYPE_CHECKING:
    from village_desk.ui.window import Window

NAMES = ("today", "people", "person", "collect", "payouts", "township", "settings", "help", "import", "estimate")
_TIMES = 5

Pages = dict[str, tuple[float, float]]


def bench(folder: Path, sizes: Sizes) -> None:
    """Of the large village, and of desks of some years that sent a batch a week or one for each fee."""
    people, receipts = sizes.large
    path = kept.large(folder, people, receipts)
    measured(path)  # an installed program has its bytecode: here it is written
    print(f"\nPages with {people:,} people and {receipts:,} receipts, processor time in ms")
    head("page", "first", "after a change", "bound")
    found, megabytes = measured(path)
    for name, (first, again) in found.items():
        row(name, f"{first:.0f}", f"{again:.1f}", "100")
    _dearest(found, f"{people:,} people", 0, (None, None), megabytes)
    for each_fee, ages in ((False, sizes.ages), (True, sizes.fee_ages)):
        _years(folder, ages, sizes.year, each_fee)


def _years(folder: Path, ages: Sequence[int], year: years.Size, each_fee: bool) -> None:
    """The pages of desks of these ages, and the exponent of their growth against the journal."""
    paths = [kept.of_years(folder, age, year, each_fee) for age in ages]
    counts, batches = zip(*map(_counted, paths), strict=True)
    taken = [measured(path) for path in paths]
    print(f"\nPages of a desk of {ages} years, a batch {'for each fee' if each_fee else 'a week'}, ms")
    print(f"{counts} facts, {batches[-1]:,} batches at last\n")
    head("page", *(f"{age}: first / after a change" for age in ages), "exponent", "bound")
    for name in NAMES:
        costs = [f"{pages[name][0]:.0f} / {pages[name][1]:.1f}" for pages, _megabytes in taken]
        growth = Growth()
        grown = [growth(count, pages[name][1]) for count, (pages, _) in zip(counts, taken, strict=True)]
        row(name, *costs, "" if grown[-1] is None else f"{grown[-1]:.2f}", "50, 0.1")
    growths, batch = (Growth(), Growth()), "for each fee" if each_fee else "a week"
    for age, count, (pages, megabytes) in zip(ages, counts, taken, strict=True):
        _dearest(pages, f"{age} years, a batch {batch}", count, growths, megabytes)


def _dearest(
    pages: Pages, of: str, count: int, growths: tuple[Growth, Growth] | tuple[None, None], megabytes: float
) -> None:
    """The page that costs most, at first and when something changed, as lines; against all pages together."""
    for place, what in enumerate(("shown first", "after a change")):
        name, cost = max(((name, each[place] / 1000) for name, each in pages.items()), key=lambda each: each[1])
        growth = growths[place]
        grown = growth(count, cost) if growth else None
        together = sum(each[place] for each in pages.values()) / 1000
        bound = "50 ms" if growth else "100 ms"
        line(f"dearest page {what}, {of}", cost, together, f"{name}, of all pages", bound, grown, megabytes)


def _counted(path: Path) -> tuple[int, int]:
    """Facts and batches of a desk file."""
    with Desk.open(path, PIN, StillClock()) as desk:
        return history.count(desk._store.db), desk.road.count_batches()


def measured(path: Path) -> tuple[Pages, float]:
    """For each page, ms until it is shown for the first time, and when it is read again after a change; megabytes."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(path.parent.parent / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.bench.pages", str(path)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    found: Pages = json.loads(ended.stdout.splitlines()[0])
    return found, float(ended.stdout.splitlines()[1])


def main(path: Path) -> None:
    """Print the pages of a desk file."""
    from village_desk.domain.basics.progress import silent
    from village_desk.ui import rooms
    from village_desk.ui.app import application
    from village_desk.ui.window import Window

    app = application()
    with Desk.open(path, PIN, StillClock()) as desk:
        window = Window(desk)
        window.resize(1366, 768)
        window.show()
        app.processEvents()
        rooms.load(desk, silent)  # as the program does behind its window
        people = desk._store.db.execute("SELECT person FROM receipts ORDER BY rowid DESC LIMIT 1").fetchone()
        print(json.dumps({name: _page(desk, window, name, people[0], app.processEvents) for name in NAMES}))
        window.close()
    print(peak_kib() / 1024)


def _page(desk: Desk, window: Window, name: str, person: str, settle: Callable[[], object]) -> tuple[float, float]:
    from village_desk.ui.kit.page import Place

    if name == "today":  # it is there from the start
        window._pages.pop(name)
    place = Place(name, person if name in ("person", "collect", "estimate") else "")
    first = _ms(partial(window.go, place)) + _ms(settle)
    again = []
    for _time in range(_TIMES):
        with desk._store.writing():
            desk._store.record(facts.SettingChanged("hotline", desk._store.mint()))
        again.append(_ms(window.changed))
        settle()
    return first, median(again)


def _ms(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return (process_time() - began) * 1000


if __name__ == "__main__":
    main(Path(sys.argv[1]))
