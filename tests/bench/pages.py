"""The pages of a large village and of a desk of some years: what each costs at first and when something changed.

Processor time of a process of its own, medians; the exponent of a page's growth says how it follows the journal.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from sync.agreement import facts
from tests.bench import villages, years
from tests.bench.table import head, row
from tests.desks import PIN, StillClock, new_desk
from village_desk.desk import Desk
from village_desk.domain.receipts import ReceiptNumber
from village_desk.store import history

if TYPE_CHECKING:
    from village_desk.ui.window import Window

NAMES = ("today", "people", "person", "collect", "payouts", "township", "settings", "help", "import", "estimate")
_TIMES = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Size:
    """People and receipts of the large village; the ages of the desks of years, with a batch a week or each fee."""

    people: int = 50_000
    receipts: int = 20_000
    ages: tuple[int, ...] = (1, 3)
    each_fee: tuple[bool, ...] = (False, True)
    year: years.Size = years.Size(people=5000, fees=3000, lines=5000)


TINY = Size(people=30, receipts=12, ages=(1, 2), each_fee=(True,), year=years.Size(people=20, fees=10, lines=5))


def bench(folder: Path, size: Size) -> None:
    """The two tables."""
    folder.mkdir()
    with new_desk(folder / "large") as desk:
        _fill(desk, size)
    measured(desk.path)  # an installed program has its bytecode: here it is written
    print(f"\nPages with {size.people:,} people and {size.receipts:,} receipts, processor time in ms")
    head("page", "first", "after a change", "bound")
    for name, (first, again) in measured(desk.path).items():
        row(name, f"{first:.0f}", f"{again:.1f}", "100")
    for each_fee in size.each_fee:
        _years(folder, size, each_fee)


def _fill(desk: Desk, size: Size) -> None:
    payers = villages.people(desk, size.people)
    with desk._store.writing():
        for place in range(size.receipts):
            person, number = payers[place % len(payers)], str(ReceiptNumber("A", 1, 2026, place + 1))
            desk._store.record(facts.ContributionCollected(person, number, 2026, 10000, 10000, "national-2014"))
            desk._store.record(facts.ReceiptPrinted(person, number, 1))


def _years(folder: Path, size: Size, each_fee: bool) -> None:
    """The pages of desks of these ages, and the exponent of their growth against the journal."""
    taken, counts = [], []
    for age in size.ages:
        with years.make(folder / f"{'fee' if each_fee else 'week'}-{age}", age, size.year, each_fee) as desk:
            counts.append(history.count(desk._store.db))
            batches = desk.road.count_batches()
        taken.append(measured(desk.path))
    print(f"\nPages of a desk of {size.ages} years, a batch {'for each fee' if each_fee else 'a week'}, ms")
    print(f"{counts} facts, {batches:,} batches at last\n")
    head("page", *(f"{age}: first / after a change" for age in size.ages), "exponent", "bound")
    for name in NAMES:
        costs = [f"{each[name][0]:.0f} / {each[name][1]:.1f}" for each in taken]
        growth = math.log(taken[-1][name][1] / taken[0][name][1]) / math.log(counts[-1] / counts[0])
        row(name, *costs, f"{growth:.2f}", "50, 0.1")


def measured(path: Path) -> dict[str, tuple[float, float]]:
    """For each page, ms until it is shown for the first time, and when it is read again after a change."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPYCACHEPREFIX": str(path.parent.parent / "code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "tests.bench.pages", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, tuple[float, float]] = json.loads(ended.stdout)
    return found


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
