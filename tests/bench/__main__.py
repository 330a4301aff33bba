"""``make bench``: the work of the desk against the least that any program could do, as ratios within one run.

``python -m tests.bench tiny`` only shows that all of it runs.

Nothing here is a test: the figures are printed for a person to read. Times move with the machine, ratios hardly.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from sync.agreement import facts, protocol
from tests.bench import (
    checks,
    counter,
    county,
    crowd,
    disk,
    imports,
    pages,
    reading,
    road,
    roster_paper,
    start,
    thin,
    villages,
    years,
)
from tests.desks import StillClock, new_desk
from village_desk.desk import Desk
from village_desk.domain.receipts import Payer
from village_desk.services.collecting import Payment
from village_desk.store import history
from village_desk.store.subjects import notes


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each work: the rows of a roster, people to find, fees, Enters, people assessed and with a window,
    payees; the desks of some years and their ages; the pages; the county's villages, its longest batch, and its desks
    at once; the lines of a payout list; facts on the thin line, runs.
    """

    rows: int = 5000
    found: int = 50_000
    fees: int = 2000
    enters: int = 12
    people: int = 5000
    payees: tuple[int, ...] = (300, 3000, 30_000)
    ages: tuple[int, ...] = (1, 3)
    year: years.Size = years.Size(people=5000, fees=3000, lines=5000)
    pages: pages.Size = pages.Size()
    villages: int = 10
    corrections: int = protocol.BATCH_FACTS
    crowd: crowd.Size = crowd.Size(books=(100,), first_upload=2)
    thin: tuple[int, ...] = (1000, 5000)
    listed: int = 5000
    runs: int = 5


TINY = Sizes(
    rows=20,
    found=100,
    fees=5,
    enters=2,
    people=20,
    payees=(20,),
    ages=(1,),
    year=years.Size(people=20, fees=10, lines=5),
    pages=pages.TINY,
    villages=1,
    corrections=20,
    crowd=crowd.Size(books=(2,), batches=1, desks=2, first_upload=2, longest=20),
    thin=(20,),
    listed=20,
    runs=1,
)
"""So little of each that all of it is done in seconds: it measures nothing, and shows that every bench runs."""


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


def line(name: str, ours: float, theirs: float, against: str, bound: str = "") -> None:
    """One row of the table: milliseconds, the ratio, and its bound."""
    ratio = f"{ours / theirs:6.2f}" if theirs else "     —"
    print(f"{name:<44}{ours * 1000:10.2f} ms {ratio} x  {against:<46}{bound}", flush=True)


TYPED = ("王", "王秀", "秀英", "z", "zs", "zsf", "wangx", "1234", "3组 王", "0012")


def finding(desk: Desk, people: int) -> None:
    """A keystroke among so many people against a LIKE scan of the same table."""

    def ours() -> None:
        for text in TYPED:
            desk.finding.find(text)

    def scan() -> None:
        for text in TYPED:
            like = f"%{text.split()[-1]}%"
            columns = "name LIKE ? OR id_number LIKE ? OR phone LIKE ? OR household LIKE ?"
            desk._store.db.execute(f"SELECT * FROM people WHERE {columns} LIMIT 20", [like] * 4).fetchall()

    each = {text: best(functools.partial(desk.finding.find, text), 3) for text in TYPED}
    worst = max(each, key=lambda text: each[text])
    among = f"find among {people:,}"
    line(f"{among}: mean keystroke", best(ours, 3) / len(TYPED), best(scan, 3) / len(TYPED), "LIKE scan")
    line(f"{among}: slowest ({worst})", each[worst], 0, "", "at most 5 ms")


def fees(folder: Path, count: int) -> None:
    """Fees, each its own transaction synced to the disk, in turn with bare inserts committed one by one."""
    with new_desk(folder / "fees") as desk:
        people = villages.people(desk, 2 * count)[:count]
        payments = [Payment(person, 2026, 10000, Payer.SELF) for person in people]
        ours, theirs = counter.fee_and_bare(desk, payments)
        name, bare = f"{len(payments):,} fees", "bare inserts, each committed"
        line(name, ours[0], theirs[0], bare, "at most 3")
        line(f"{name}, processor", ours[1], theirs[1], bare, "at most 3")
        began = process_time()
        desk.papers.receipts(desk.collecting.unprinted())
        line(f"{name} and their receipts in one PDF", ours[1] + process_time() - began, 0, "", "15 s for 2,000")
        road.bytes_of(desk)


def assessing(folder: Path, count: int) -> None:
    """A whole village, ten paid years each, against reading the same people and notes from the file."""
    with new_desk(folder / "assess") as desk:
        villages.people(desk, count)
        villages.note_years(desk, 2012, 2021)
        lives = functools.partial(notes.lives, desk._store.db)
        ours, theirs = best(desk.assessing.everyone, 3), best(lives, 3)
        line(f"assess {count:,} people", ours, theirs, "reading their notes", "under 1 s for 5,000")


def paper(payees: int) -> None:
    """A roster of payees against reportlab's bare canvas drawing the same strings; how much memory it takes alone."""
    ours, theirs = roster_paper.against_the_bare_canvas(functools.partial(best, times=3), payees)
    command = [sys.executable, "-m", "tests.bench.roster_paper", str(payees)]
    megabytes = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    against = f"bare canvas, same strings; {megabytes} MB"
    line(f"roster of {payees:,} payees", ours, theirs, against, "at most 1.2 x and 200 MB")


def enters(path: Path, fees: int, of: str) -> None:
    """Enter at Collect in a process of its own: what the window's thread does until the fee stands recorded."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.bench.counter", str(path), str(fees)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    usual, most = (float(each) for each in ended.stdout.split()[-2:])
    line(f"Enter takes a fee, {of}", usual, 0, f"slowest {1000 * most:.1f} ms", "at most 16 ms of the processor")


def clicks(folder: Path, sizes: Sizes) -> None:
    """What a click asks of the journal, on desks of some years with a batch every week; and their check and rebuild."""
    first, made = 0.0, dict[int, Path]()
    for age in sizes.ages:
        with years.make(folder / f"years-{age}", age, sizes.year) as desk:
            of = f"{history.count(desk._store.db):,} facts in {desk.road.count_batches()} batches"
            took = min(_click(desk) for _ in range(20))
            first = first or took
            line(f"a click after {age} years", took, first, f"the first; {of}", "at most 5 ms")
            line(f"Today after {age} years", best(desk.reporting.today, 3), 0, "counts all people by an index")
            made[age] = desk.path
        start.bench(made[age], f"{sizes.year.people:,} people, {age} years", line)
    checks.bench(made, line)


def _click(desk: Desk) -> float:
    """Seconds for all that is asked of the journal, in sight and behind it, when something was recorded."""
    with desk._store.writing():
        desk._store.record(facts.SettingChanged("hotline", desk._store.mint()))
    began = perf_counter()
    desk.contacting.wants_a_try()
    desk.road.state()
    desk.road.batches(30)
    desk.judged()
    history.latest(desk._store.db, 10, (facts.ContributionCollected.KIND, facts.RosterImported.KIND))
    history.unanswered_epochs(desk._store.db)
    return perf_counter() - began


def main(sizes: Sizes) -> None:
    """All measurements, one after the other."""
    print(f"Village Desk bench, {os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("import", "find", "fees", "assess", "window"):
            (folder / part).mkdir()
        reading.bench(folder, sizes.people, line)
        imports.bench(folder / "import", sizes.rows, line)
        with new_desk(folder / "find", StillClock()) as desk:
            villages.people(desk, sizes.found)
            finding(desk, sizes.found)
        start.bench(desk.path, f"{sizes.found:,} people", line)
        fees(folder, sizes.fees)
        assessing(folder, sizes.people)
        for payees in sizes.payees:
            paper(payees)
        with new_desk(folder / "window") as desk:
            villages.people(desk, sizes.people)
        start.bench(desk.path, f"{sizes.people:,} people", line)
        enters(desk.path, sizes.enters, f"{sizes.people:,} people")
        clicks(folder, sizes)
        pages.bench(folder / "pages", sizes.pages)
        county.bench(folder / "county", sizes.villages, sizes.corrections)
        crowd.bench(folder / "crowd", sizes.crowd)
        disk.bench(folder / "disk", sizes.listed)
        thin.bench(folder / "thin", sizes.thin, sizes.runs)


if __name__ == "__main__":
    main(TINY if "tiny" in sys.argv[1:] else Sizes())
