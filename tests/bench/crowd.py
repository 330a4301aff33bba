"""The township's processor time for a fact in books of any size, and how long a desk waits that comes with all others.

On both kinds of store; on PostgreSQL the time of its own processes counts too, as Linux tells it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from sync.agreement import protocol
from sync.line.client import Township
from sync.wire import keys
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.bench import county, full_books
from tests.bench.table import head, row
from tests.township import postgres
from tests.township.counters import Counter
from tests.township.postgres import Server
from tests.township.process import township


@dataclass(frozen=True, slots=True)
class Size:
    """Books of so many villages with 1,000 facts each, and batches that then come; desks at once; and a first upload
    of so many batches of so many facts each.
    """

    books: tuple[int, ...] = (100, 1000)
    batches: int = 20
    desks: int = 30
    first_upload: int = 10
    longest: int = protocol.BATCH_FACTS


def bench(folder: Path, size: Size) -> None:
    """All three tables."""
    folder.mkdir(parents=True)
    key = keys.load_or_create(folder / "key", b"")
    with postgres.server(hasty=False) as server:
        stores: dict[str, Server | None] = {"SQLite": None, "PostgreSQL": server}
        print("\nProcessor time of the township for a fact, in books that are full already. Aim: 80 and 150 µs.\n")
        head("facts in the books", *(f"{each}, µs" for each in stores))
        for villages in size.books:
            place = folder / f"{villages}"
            took = [_intake(place / name, each, key, villages, size.batches) for name, each in stores.items()]
            row(f"{villages * county.FACTS:,}", *(f"{each * 1e6:.0f}" for each in took))
        weeks, upload = list(county.weeks(size.desks + 2, key)), _first_upload(size, key)
        print(f"\n{size.desks} desks at once, {county.FACTS:,} facts each; seconds until the answer. Aim: 3 s.\n")
        _crowds(folder / "crowd", stores, weeks)
        print(f"\nThe same beside one desk with a first upload of {sum(each.facts for each in upload):,} facts.\n")
        _crowds(folder / "upload", stores, weeks, upload)


def _intake(folder: Path, server: Server | None, key: DeskKey, villages: int, batches: int) -> float:
    """Seconds of processor time for a fact: the next weeks of villages here and there in the books."""
    counter = Counter(folder, url=server.store() if server else "")
    place = full_books.fill(counter, key, villages)
    chosen = Random(villages).sample(range(villages), min(batches, villages))
    weeks = [county.week(each, key, full_books.place_of(place, each)) for each in chosen]
    spent = _spent(os.getpid(), server)
    for week in weeks:
        assert counter.receiver.receive(week.bytes).ended
    took = _spent(os.getpid(), server) - spent
    counter.close()
    return took / (county.FACTS * len(weeks))


def _crowds(
    folder: Path, stores: Mapping[str, Server | None], weeks: Sequence[SealedBatch], upload: Sequence[SealedBatch] = ()
) -> None:
    """A table of both stores: the last two desks come before the others, and the second one's time is shown.

    ``upload``: batches that one desk more sends meanwhile, one after the other; its own time is not in the table.
    """
    head("store", "one alone", "first", "median", "last", "µs a fact")
    for store, server in stores.items():
        place = folder / store
        place.mkdir(parents=True)
        with township(place, url=server.store() if server else "") as office:
            _first, alone = (_send(office.url, [each]) for each in weeks[-2:])
            spent = _spent(office.pid, server)
            took = _at_once(office.url, weeks[:-2], upload)
            spent = (_spent(office.pid, server) - spent) / sum(each.facts for each in (*weeks[:-2], *upload))
        row(store, *(f"{each:.2f}" for each in (alone, took[0], median(took), took[-1])), f"{spent * 1e6:.0f}")


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


def _first_upload(size: Size, key: DeskKey) -> list[SealedBatch]:
    """All that a big village has, in the longest batches."""
    found: list[SealedBatch] = []
    for _ in range(size.first_upload):
        after = found[-1].manifest.place(found[-1].id) if found else None
        found.append(county.week(size.desks + 2, key, after, size.longest))
    return found


def _spent(pid: int, server: Server | None) -> float:
    """Seconds of processor time of a process, and of PostgreSQL with all that it started."""
    ticks = _ticks(pid)
    if server is not None:
        keeper = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{keeper}/task/{keeper}/children").read_text().split()
        ticks += sum(map(_ticks, (keeper, *map(int, children))))
    return ticks / os.sysconf("SC_CLK_TCK")


def _ticks(pid: int) -> int:
    """Of a process and of the children that it had and that ended."""
    after_its_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, after_its_name[11:15]))
