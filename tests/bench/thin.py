"""The week over a thin line: seconds against bytes divided by bandwidth, and against the uncut time."""

from __future__ import annotations

import threading
from pathlib import Path
from random import Random
from time import perf_counter

from sync.batch import SealedBatch
from sync.client import Township
from sync.errors import NoLine
from sync.facts import PersonCorrected
from sync.protocol import Answered
from tests.bench import link
from tests.bench.link import Line
from tests.township.journals import DESK, Scribe
from tests.township.process import TownshipProcess, township

_PAUSE = threading.Event()


def bench(folder: Path, counts: tuple[int, ...]) -> None:
    """Corrections of two fields of so many people, uncut and cut every 30 KB."""
    for count in counts:
        (folder / str(count)).mkdir()
        clean = 0.0
        for cut_every in (0, 30_000):
            with township(_made(folder / str(count) / str(cut_every))) as office:
                scribe = Scribe(folder / str(count) / f"desk-{cut_every}")
                sealed = corrected(scribe, office, count)
                line = Line(cut_every=cut_every)
                took = send(office, sealed, line)
            show(count, sealed, line, took, clean)
            clean = took


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def corrected(scribe: Scribe, office: TownshipProcess, count: int) -> SealedBatch:
    """Everyone is registered over a good line; the batch with everyone's new telephone and tier is still to be sent."""
    people = scribe.register(count)
    with Township(office.url, DESK) as line:
        answered = line.send(scribe.sealed())
        assert isinstance(answered, Answered)
    dice = Random(2026)
    scribe.record(
        *[
            PersonCorrected(
                person=each,
                changes={"phone": f"1{dice.randrange(3 * 10**9, 10**10)}", "tier_fen": 100 * dice.choice((1, 2, 3, 5))},
            )
            for each in people
        ]
    )
    return scribe.sealed()


def send(office: TownshipProcess, sealed: SealedBatch, line: Line) -> float:
    """Seconds until the answer is here, however often the line is cut."""
    with link.before(office.url, line) as url, Township(url, DESK) as township_:
        began = perf_counter()
        while True:
            try:
                assert isinstance(township_.send(sealed), Answered)
                return perf_counter() - began
            except NoLine:
                _PAUSE.wait(0.5)


def show(count: int, sealed: SealedBatch, line: Line, took: float, clean: float) -> None:
    """One row of the table."""
    size = len(sealed.bytes)
    name = f"{count:,} corrections, 32 kbit/s, 300 ms" + (f", {line.cuts} cuts" if line.cut_every else "")
    against, most, bound = (
        (clean, 1.5, "the uncut time") if line.cut_every else (size / line.rate, 1.25, "bytes / bandwidth")
    )
    print(
        f"{name:<44}{took:10.1f} s  {took / against:6.2f} x  {bound:<34}at most {most} x;"
        f" {size:,} B, {line.crossed:,} on the wire",
        flush=True,
    )
