"""The week over a bad line: bytes, seconds, cuts, a proxy that buffers, lost replies; beside peers on the same work.

Prints the tables of the README. What the peers needed is quoted from one comparison on one machine with the same kind
of line (``link.py``); their figures are ratios to the same bounds and are not measured again here.
"""

from __future__ import annotations

import statistics
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter

import pytest
import requests

from sync.agreement.errors import NoLine
from sync.agreement.protocol import Answered, KnownTownship
from sync.line.client import Township, Trust
from sync.wire import upload
from sync.wire.batch import SealedBatch
from tests.bench import link, records
from tests.bench.link import Line
from tests.bench.records import Work
from tests.bench.sizes import Sizes
from tests.bench.table import head, line, row
from tests.township import moods
from tests.township.journals import DESK
from tests.township.moods import Stranger
from tests.township.nginx import nginx
from tests.township.process import TownshipProcess, township

_PAUSE = threading.Event()
_ASKING = threading.Lock()
_CUT_EVERY = 30_000
_MOST = {("corrections of two fields", 1000): 20_000, ("whole records", 1000): 66_000}
"""Bytes that may be on the wire."""
_LOST = 0.4
"""The part of the replies that is lost."""


@dataclass(frozen=True, slots=True)
class Run:
    """One week got through: seconds to the answer, bytes on the wire both ways, cuts, and facts lost or doubled."""

    seconds: float
    crossed: int
    cuts: int
    wrong: int


Front = Callable[[Path, str], AbstractContextManager[str]]
"""What stands before the township: from a folder of its own and the township's URL to its own URL."""


def bench(folder: Path, sizes: Sizes) -> None:
    """All tables: the clean line for every count, cuts and lost replies for the first; some runs of these."""
    works = [each for count in sizes.thin for each in records.works(_made(folder / str(count)), count)]
    clean = {each: _run(_made(folder / "clean" / str(place)), each, Line()) for place, each in enumerate(works)}
    _show_clean(clean)
    first = [each for each in works if each.count == sizes.thin[0]][-sizes.cut :]
    fronts: dict[str, Front] = {"nothing": _nothing, "a proxy that buffers": _buffering}
    _show_cut(folder, {each: clean[each] for each in first}, fronts, sizes.runs)
    with _certified(folder / "certified") as certified:
        given, buffers = partial(_nginx, certified, False), partial(_nginx, certified, True)
        uncut = {each: _run(_made(folder / _named("tls", each.name)), each, Line(), buffers) for each in first}
        fronts = {"nginx as given out, TLS": given, "nginx that buffers, TLS": buffers}
        _show_cut(folder, uncut, fronts, sizes.runs)
    _show_lost(folder, first[-1], sizes.runs)


def crossed(folder: Path, work: Work) -> int:
    """The bytes that cross a thin line, both ways, until the batch has its answer."""
    return _run(_made(folder), work, Line()).crossed


@contextmanager
def _nothing(folder: Path, url: str) -> Iterator[str]:
    yield url


@contextmanager
def _buffering(folder: Path, url: str) -> Iterator[str]:
    with moods.moody(moods.relay(url)) as relay:
        yield relay.url


@contextmanager
def _nginx(certified: Path, buffers: bool, folder: Path, url: str) -> Iterator[str]:
    with nginx(folder / "nginx", url, buffers, certified) as front:
        yield front.url


@contextmanager
def _certified(folder: Path) -> Iterator[Path]:
    """A folder with a certificate that all these nginx show, and whose CA counts meanwhile."""
    with nginx(folder, "http://127.0.0.1:9") as front, pytest.MonkeyPatch.context() as patched:
        patched.setenv("SSL_CERT_FILE", str(front.authority))
        yield folder


def _show_clean(clean: dict[Work, Run]) -> None:
    print("\n32 kbit/s, 300 ms; seconds from the greeting to the verified answer. At most 1.25 x bytes / bandwidth.\n")
    head("work", "batch B", "wire B", "at most", "/ bound B", "s", "/ batch", "/ wire", "/ bound s", "peers / bound s")
    for work, run in clean.items():
        size, rate = len(work.batch.bytes), Line().rate
        most = _MOST.get((work.name, work.count))
        row(
            f"{work.count:,} {work.name}",
            f"{size:,}",
            f"{run.crossed:,}",
            f"{most:,}" if most else "",
            f"{run.crossed / work.bound:.2f}",
            f"{run.seconds:.1f}",
            *(f"{run.seconds / (each / rate):.2f}" for each in (size, run.crossed, work.bound)),
            "1.05-1.2 one request, 1.2-1.5 rsync, 10 PouchDB, 21 Kinto, 29 a POST each",
        )
    for work, run in clean.items():
        of, rate = f"{work.count:,} {work.name}, thin line", Line().rate
        line(f"{of}: bytes both ways", run.crossed, work.bound, "zstd -19 of whole records", unit="B")
        line(f"{of}: by the clock", run.seconds, run.crossed / rate, "bytes / bandwidth", "1.25")


def _show_cut(folder: Path, clean: dict[Work, Run], fronts: dict[str, Front], seeds: int) -> None:
    print("\nThe same, cut every 30 KB on average, dead for 1 s each time; medians. At most 1.5 x the uncut time.\n")
    head(
        "work",
        "behind",
        "uncut s, B",
        "done",
        "cuts",
        "s (range)",
        "/ uncut s",
        "wire B / uncut",
        "doubled",
        "peers: wire B / clean",
    )
    for work, uncut in clean.items():
        for behind, front in fronts.items():
            lines = [(work, Line(cut_every=_CUT_EVERY, seed=seed), front) for seed in _numbers(seeds)]
            runs = _at_once(folder / _named("cut", work.name, behind), lines)
            seconds = [run.seconds for run in runs]
            row(
                f"{work.count:,} {work.name}",
                behind,
                f"{uncut.seconds:.1f}, {uncut.crossed:,}",
                f"{sum(not run.wrong for run in runs)}/{len(runs)}",
                f"{statistics.median(run.cuts for run in runs):.0f}",
                f"{statistics.median(seconds):.1f} ({min(seconds):.1f}-{max(seconds):.1f})",
                f"{statistics.median(seconds) / uncut.seconds:.2f}",
                f"{statistics.median(run.crossed for run in runs) / uncut.crossed:.2f}",
                sum(run.wrong for run in runs),
                "1.07 tus, 3.3 one PATCH"
                if "buffers" in behind
                else "1.01 tus, 1.6 rsync, 4.6 PouchDB, 6.3 one POST, 9.9 Anki",
            )


def _show_lost(folder: Path, work: Work, seeds: int) -> None:
    print("\nFour of ten replies lost after the work was done, a good line.\n")
    head("work", "done", "replies lost", "doubled", "peers: doubled")
    runs = [_lost(_made(folder / f"lost-{seed}"), work, seed) for seed in _numbers(seeds)]
    doubled = sum(run.wrong for run in runs)
    peers = "0 with ids, 7,000 in 5 runs of one POST without"
    row(f"{work.count:,} {work.name}", f"{len(runs)}/{len(runs)}", sum(run.cuts for run in runs), doubled, peers)


def _numbers(seeds: int) -> range:
    return range(1, seeds + 1)


def _at_once(folder: Path, wanted: Sequence[tuple[Work, Line, Front]]) -> list[Run]:
    """Each on a line and before a township of its own. They wait for their lines nearly all of the time."""
    folders = [_made(folder / str(number)) for number, _ in enumerate(wanted)]
    with ThreadPoolExecutor(len(wanted)) as threads:
        return list(threads.map(lambda place, each: _run(place, *each), folders, wanted))


def _run(folder: Path, work: Work, line: Line, front: Front = _nothing) -> Run:
    with township(folder) as office, front(folder, office.url) as near, link.before(near, line) as url:
        known = _over_a_good_line(office, work.before)
        seconds = _send(url, known, work.batch)
        return Run(seconds, line.crossed, line.cuts, _wrong(office, work))


def _lost(folder: Path, work: Work, seed: int) -> Run:
    dice, lost = Random(seed), list[str]()

    def lose(stranger: Stranger, _: requests.Response) -> bool:
        if dice.random() >= _LOST:
            return False
        lost.append(stranger.command)
        moods.hang_up(stranger)
        return True

    with township(folder) as office, moods.moody(moods.relay(office.url, lose)) as proxy:
        known = _over_a_good_line(office, work.before)
        seconds = _send(proxy.url, known, work.batch)
        return Run(seconds, 0, len(lost), _wrong(office, work))


def _over_a_good_line(office: TownshipProcess, batches: Iterable[SealedBatch]) -> KnownTownship:
    """Send the facts from before the week; returns the township as the desk knows it afterwards."""
    with Township(office.url, DESK) as near:
        near.hello()
        for each in batches:
            assert isinstance(near.send(each), Answered)
        return near.known


def _send(url: str, known: KnownTownship, batch: SealedBatch) -> float:
    """Seconds until the answer is here: a conversation, and after a cut a short pause and another, as a desk does."""
    pace, trust, began, never_sent = upload.Pace(), Trust(), perf_counter(), True
    while True:
        with Township(url, DESK, known, pace=pace, trust=trust) as office:
            try:
                if never_sent:
                    never_sent = False
                    office.hello_with(batch)
                assert isinstance(office.send(batch), Answered)
                return perf_counter() - began
            except NoLine:
                _PAUSE.wait(0.5)


def _wrong(office: TownshipProcess, work: Work) -> int:
    """How many facts are too many or too few in the books. Asked in this process, so by one thread at a time."""
    with _ASKING:
        return abs(int(office.status()["facts"]) - work.batch.facts - sum(each.facts for each in work.before))


def _named(*words: str) -> str:
    """A folder's name that nginx reads without quotes."""
    return "-".join(words).replace(" ", "-").replace(",", "")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder
