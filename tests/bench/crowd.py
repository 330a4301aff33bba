"""The township's processor time for a fact in books of any size, and how long a desk waits that comes with all others.

On both kinds of store; on PostgreSQL the time of its own processes counts too, as Linux tells it.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sync.line.client import Township
from sync.township.http import garbage
from sync.wire import keys
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.bench import county, full_books
from tests.bench.sizes import Crowd, Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import of_process, of_server, spent
from tests.memory import peak_kib
from tests.township import postgres
from tests.township.counters import Counter
from tests.township.postgres import Server
from tests.township.process import township

_AIMS = {"SQLite": "80 µs", "PostgreSQL": "150 µs"}


def bench(folder: Path, sizes: Sizes) -> None:
    """A fact in full books, and the crowd without and with a first upload beside it."""
    garbage.spare()
    size, key = sizes.crowd, keys.load_or_create(folder / "key", b"")
    with postgres.server(hasty=False) as server:
        stores: dict[str, Server | None] = {"SQLite": None, "PostgreSQL": server}
        for store in stores.items():
            _full(folder / store[0], store, size, key)
        batches, upload = list(county.weeks(size.desks + 2, key)), _first_upload(size, key)
        for each, beside in (("alone", ()), ("beside", upload)):
            for store in stores.items():
                _crowd(folder / each / store[0], store, batches, beside)


def _full(folder: Path, store: tuple[str, Server | None], size: Crowd, key: DeskKey) -> None:
    """The cost of a fact in books of each size."""
    growth, first = Growth(), 0.0
    for villages in size.books:
        took = _intake(folder / str(villages), store[1], key, villages, size.batches)
        first, books = first or took, villages * county.FACTS
        of = f"a fact more in books of {books:,}, {store[0]}"
        line(of, took, first, "in the smallest books", _AIMS[store[0]], growth(books, took))


def _intake(folder: Path, server: Server | None, key: DeskKey, villages: int, batches: int) -> float:
    """Seconds of processor time for a fact: the next weeks of villages here and there in the books."""
    counter = Counter(folder, url=server.store() if server else "")
    place = full_books.fill(counter, key, villages)
    chosen = Random(villages).sample(range(villages), min(batches, villages))
    weeks = [county.week(each, key, full_books.place_of(place, each)) for each in chosen]
    took = sum(spent(partial(counter.receiver.receive, week.bytes), server) for week in weeks)
    assert all(counter.receiver.receive(week.bytes).ended for week in weeks)
    counter.close()
    return took / (county.FACTS * len(weeks))


def _crowd(
    folder: Path, store: tuple[str, Server | None], weeks: Sequence[SealedBatch], upload: Sequence[SealedBatch]
) -> None:
    """All desks at once; the last two come before the others, and the second one's time is what one alone takes.

    ``upload``: batches that one desk more sends meanwhile, one after the other; its own time is not shown.
    """
    folder.mkdir(parents=True)
    (name, server), crowd = store, weeks[:-2]
    with township(folder, url=server.store() if server else "") as office:
        _first, alone = (_send(office.url, [each]) for each in weeks[-2:])
        before = of_process(office.pid) + of_server(server)
        took = _at_once(office.url, crowd, upload)
        busy = of_process(office.pid) + of_server(server) - before
        megabytes = peak_kib(office.pid) / 1024
    beside = f", {sum(each.facts for each in upload):,} facts beside" if upload else ""
    of = f"{len(crowd)} desks at once, {name}{beside}"
    against = f"one alone; the first {took[0]:.1f} s, half {median(took):.1f} s"
    line(f"{of}: last answer, by the clock", took[-1], alone, against, "3 s", megabytes=megabytes)
    each_fact = busy / sum(each.facts for each in (*crowd, *upload))
    line(f"{of}: a fact", each_fact, 0, "", _AIMS[name], megabytes=megabytes)


def _at_once(url: str, weeks: Sequence[SealedBatch], upload: Sequence[SealedBatch]) -> list[float]:
    """Seconds until each desk has its answer, the shortest first."""
    with ThreadPoolExecutor(len(weeks) + 1) as desks:
        beside = desks.submit(_send, url, upload)
        took = sorted(desks.map(lambda each: _send(url, [each]), weeks))
        beside.result()
    return took


def _send(url: str, batches: Sequence[SealedBatch]) -> float:
    """Seconds until a desk has the answers to its batches."""
    began = perf_counter()
    if batches:
        with Township(url, batches[0].manifest.desk) as line:
            for each in batches:
                line.send(each)
    return perf_counter() - began


def _first_upload(size: Crowd, key: DeskKey) -> list[SealedBatch]:
    """All that a big village has, in the longest batches."""
    found: list[SealedBatch] = []
    for _ in range(size.first_upload):
        after = found[-1].manifest.place(found[-1].id) if found else None
        found.append(county.week(size.desks + 2, key, after, size.longest))
    return found
