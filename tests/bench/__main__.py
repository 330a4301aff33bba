"""``make bench``: the work of the desk against the least that any program could do, as ratios within one run.

Nothing here is a test: the figures are printed for a person to read. Times move with the machine, ratios hardly.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.bench import county, road, roster_paper, thin, villages
from tests.desks import StillClock, new_desk
from village_desk.desk import Desk
from village_desk.domain.receipts import Payer
from village_desk.services.collecting import Payment
from village_desk.store import notes


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def line(name: str, ours: float, theirs: float, against: str, bound: str = "") -> None:
    """One row of the table: milliseconds, the ratio, and what it must reach."""
    ratio = f"{ours / theirs:6.2f}" if theirs else "     —"
    print(f"{name:<44}{ours * 1000:10.2f} ms {ratio} x  {against:<34}{bound}", flush=True)


def importing(folder: Path) -> None:
    """1,000 rows: the whole import against calamine reading the same file."""
    from python_calamine import CalamineWorkbook

    book = villages.workbook(folder / "roster.xlsx", 1000)
    bare = best(lambda: CalamineWorkbook.from_path(str(book)).get_sheet_by_index(0).to_python())
    with new_desk(folder / "import") as desk:
        dry = best(lambda: desk.importing.read(book), 3)
        preview = desk.importing.read(book)
        began = perf_counter()
        desk.importing.take(preview)
        taken = perf_counter() - began
    line("import 1,000 rows: dry run", dry, bare, "calamine reading the file")
    line("import 1,000 rows: recording", taken, bare, "calamine reading the file")


def finding(desk: Desk) -> None:
    """A keystroke among 50,000 people against a LIKE scan of the same table."""
    typed = ["王", "王秀", "秀英", "z", "zs", "zsf", "wangx", "1234", "3组 王", "0012"]

    def ours() -> None:
        for text in typed:
            desk.finding.find(text)

    def scan() -> None:
        for text in typed:
            like = f"%{text.split()[-1]}%"
            columns = "name LIKE ? OR id_number LIKE ? OR phone LIKE ? OR household LIKE ?"
            desk._store.db.execute(f"SELECT * FROM people WHERE {columns} LIMIT 20", [like] * 4).fetchall()

    each = {text: best(functools.partial(desk.finding.find, text), 3) for text in typed}
    worst = max(each, key=lambda text: each[text])
    line("find among 50,000: mean keystroke", best(ours, 3) / len(typed), best(scan, 3) / len(typed), "LIKE scan")
    line(f"find among 50,000: slowest ({worst})", each[worst], 0, "", "at most 5 ms")


def fees(folder: Path) -> None:
    """1,000 fees, each its own transaction synced to the disk, against bare inserts committed one by one."""
    with new_desk(folder / "fees") as desk:
        people = villages.people(desk, 1800)[:1000]
        payments = [Payment(person, 2026, 10000, Payer.SELF) for person in people]
        desk._store.db.execute("CREATE TABLE bare (a TEXT, b INTEGER)")

        def bare() -> None:
            for place in range(1000):
                desk._store.db.execute("INSERT INTO bare VALUES (?, ?)", ["x" * 400, place])

        theirs = best(bare, 1)
        began = perf_counter()
        for payment in payments:
            desk.collecting.collect(payment)
        line("1,000 fees", perf_counter() - began, theirs, "bare inserts, each committed")
        road.bytes_of(desk)


def assessing(folder: Path) -> None:
    """A whole village of 5,000, ten paid years each, against reading the same people and notes from the file."""
    with new_desk(folder / "assess") as desk:
        villages.people(desk, 5000)
        villages.note_years(desk, 2012, 2021)
        lives = functools.partial(notes.lives, desk._store.db)
        line(
            "assess 5,000 people", best(desk.assessing.everyone, 3), best(lives, 3), "reading their notes", "under 1 s"
        )


def paper() -> None:
    """A roster of 1,000 payees against reportlab's bare canvas drawing the same strings."""
    ours, theirs = roster_paper.against_the_bare_canvas(best)
    line("roster of 1,000 payees", ours, theirs, "bare canvas, same strings", "at most 1.5 x and under 1 s")


def window(folder: Path) -> None:
    """The window on a desk of 5,000 people, in a process of its own: from start to ready to type in."""
    with new_desk(folder / "window") as desk:
        villages.people(desk, 5000)
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.bench.window", str(desk.path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    seconds, megabytes = (float(each) for each in ended.stdout.split()[-2:])
    line("window ready, 5,000 people", seconds, 0, f"{megabytes:.0f} MB", "at most 1.5 s and 200 MB")


def main() -> None:
    """All of it, one after the other."""
    print(f"Village Desk bench, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("import", "find", "fees", "assess", "window"):
            (folder / part).mkdir()
        importing(folder)
        with new_desk(folder / "find", StillClock()) as desk:
            villages.people(desk, 50_000)
            finding(desk)
        fees(folder)
        assessing(folder)
        paper()
        window(folder)
        county.bench(folder / "county", 10)
        thin.bench(folder / "thin", (1000, 5000))


if __name__ == "__main__":
    main()
