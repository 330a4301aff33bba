"""A county's week: many villages' batches into the township's books, against raw inserts of the same rows.

Batch by batch in turn: the township takes it in, then all rows that this left are inserted into an empty store of the
same kind, by SQLAlchemy in one transaction. What a busy machine does meanwhile so falls on both. The batches are sealed
and the rows read before the clock runs.
"""

from __future__ import annotations

import dataclasses
import resource
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert, select

from sync.agreement import facts, identity, protocol
from sync.agreement.facts import ContributionCollected
from sync.agreement.journal import Entry, Minter, hash_of
from sync.agreement.protocol import BatchPlace
from sync.township.http import garbage
from sync.township.store import tables
from sync.township.store.database import Store
from sync.township.store.tables import orders
from sync.wire import batch, keys
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.bench import crowd, records
from tests.bench.table import head, row
from tests.bench.villages import residents
from tests.township import postgres
from tests.township.counters import Counter

FACTS = 1000
_TABLES = (tables.desks, tables.chains, tables.batches, tables.facts, tables.people, tables.contributions)
_AT = datetime.fromisoformat("2026-11-24T08:30:00+08:00")


@dataclasses.dataclass(frozen=True)
class Measured:
    """Facts a second of the township and of raw inserts, and the process's most memory afterwards in megabytes."""

    ours: float
    raw: float
    megabytes: float

    @property
    def ratio(self) -> float:
        """How much of the raw speed is reached."""
        return self.ours / self.raw


def week(village: int, key: DeskKey, after: BatchPlace | None = None, facts_most: int = FACTS) -> SealedBatch:
    """One village's sealed week: 500 people registered, each with a fee. ``after``: the place after an earlier week.

    The bodies are as a desk writes them, without what is as always.
    """
    (desk, epoch), minter = named(village), Minter()
    entries: list[Entry] = []
    place = after or protocol.beginning(desk, epoch)
    before = place.hash
    for number, each in enumerate(residents(facts_most // 2)):
        id_number = _of(area(village, place.number), each.id_number)
        born = dataclasses.replace(each, person=minter.mint(), id_number=id_number)
        receipt = f"A-2026-{place.seq + number:06}"
        fee = ContributionCollected(
            person=born.person, receipt=receipt, year=2026, tier_fen=10000, amount_fen=10000, policy="national-2014"
        )
        for fact in (born, fee):
            seq, body = place.seq + len(entries) + 1, facts.body(fact)
            entry = Entry(epoch, seq, minter.mint(), _AT.isoformat(), "张协办", fact.KIND, born.person, body, "")
            before = hash_of(before, entry)
            entries.append(dataclasses.replace(entry, hash=before))
    return batch.seal(desk, epoch, place, entries, key, _AT, "bench")


def named(village: int) -> tuple[str, str]:
    """The desk of a village, and its epoch."""
    return f"429004{village:06}-A", f"{village:08x}"


def area(village: int, weeks: int) -> int:
    """The first digits of the numbers of those whom a village registers after so many weeks: nobody is in two."""
    return 420000 + 20000 * weeks + village


def _of(area: int, number: str) -> str:
    """The same number in another county."""
    first = f"{area:06}{number[6:17]}"
    return first + identity.check_character(first)


def weeks(count: int, key: DeskKey, first: int = 0) -> Iterator[SealedBatch]:
    """So many villages' weeks."""
    return (week(village, key) for village in range(first, first + count))


def receive(counter: Counter, batches: Iterable[SealedBatch]) -> float:
    """Facts a second that the township takes in, verdicts, money, checks across villages and signed answers and all."""
    spent = [_timed(counter.receiver.receive, each.bytes) for each in batches]
    return FACTS * len(spent) / sum(spent)


def beside_raw(counter: Counter, bare: Store, batches: Iterable[SealedBatch]) -> tuple[float, float]:
    """Facts a second that the township takes in, and that go into the empty store when their rows are only inserted."""
    ours, raw, count = 0.0, 0.0, 0
    for each in batches:
        ours += _timed(counter.receiver.receive, each.bytes)
        raw += _timed(_insert, bare, _rows_of(counter, each))
        count += FACTS
    return count / ours, count / raw


def _timed(work: Callable[..., object], *given: object) -> float:
    began = perf_counter()
    work(*given)
    return perf_counter() - began


def _rows_of(counter: Counter, sealed: SealedBatch) -> list[tuple[Table, list[dict[str, Any]]]]:
    """All that the first batch of a desk left in the books."""
    named = [(each, each.c.desk == sealed.manifest.desk) for each in _TABLES]
    named += [(orders, orders.c.what == sealed.id)]
    with counter.store.reading() as db:
        return [(each, [dict(row) for row in db.execute(select(each).where(of)).mappings()]) for each, of in named]


def _insert(bare: Store, rows: list[tuple[Table, list[dict[str, Any]]]]) -> None:
    with bare.writing() as db:
        for table, some in rows:
            db.execute(insert(table), some)


def measure(folder: Path, villages: int, urls: tuple[str, str] = ("", "")) -> Measured:
    """The whole in one kind of store: files in the folder, or the two addresses."""
    key = keys.load_or_create(folder / "key", b"")
    counter = Counter(folder / "office", url=urls[0])
    bare = Store.create(urls[1] or str(folder / "bare.db"), lambda: _AT)
    ours, raw = beside_raw(counter, bare, weeks(villages, key))
    assert counter.status().facts == FACTS * villages
    counter.close()
    bare.close()
    return Measured(ours, raw, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def bench(folder: Path, villages: int, corrections: int = protocol.BATCH_FACTS) -> None:
    """Both kinds of store, and one batch as long as a batch may be, or of so many ``corrections``."""
    print(
        f"\n{villages} villages send {FACTS:,} facts each; against the same rows inserted by SQLAlchemy. Aim 0.4 x.\n"
    )
    garbage.spare()
    folder.mkdir(parents=True, exist_ok=True)
    head("store", "facts a second", "/ raw inserts", "memory")
    show("SQLite", measure(folder, villages))
    with postgres.server(hasty=False) as server:
        (folder / "postgresql").mkdir()
        show("PostgreSQL", measure(folder / "postgresql", villages, (server.store(), server.store())))
    longest(folder / "longest", corrections)


def show(kind: str, found: Measured) -> None:
    """One row of the table."""
    row(kind, f"{found.ours:,.0f}", f"{found.ratio:.2f}", f"{found.megabytes:.0f} MB")


def longest(folder: Path, count: int) -> None:
    """The longest batch, of so many corrections: a bad day's catching up must not hold up the others."""
    folder.mkdir()
    corrected, whole = records.works(folder, count)
    counter = Counter(folder / "office")
    for work in (whole, corrected):
        began = perf_counter()
        counter.receiver.receive(work.batch.bytes)
        print(
            f"\napplying {work.count:,} {work.name}, SQLite: {perf_counter() - began:.2f} s (at most 1 s)", flush=True
        )
    counter.close()


def flat(folder: Path, hundreds: int) -> None:
    """The speed and the memory of each hundred villages more, to a million facts, on SQLite."""
    key = keys.load_or_create(folder / "flat.key", b"")
    counter, first = Counter(folder / "flat"), 0.0
    print("\nFrom 10^5 to 10^6 facts, SQLite; the speed of each 100,000.\n")
    head("up to fact", "facts a second", "/ the first", "memory")
    for hundred in range(hundreds):
        found = receive(counter, weeks(100, key, 100 * hundred))
        first = first or found
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row(f"{(hundred + 1) * 100 * FACTS:,}", f"{found:,.0f}", f"{found / first:.2f}", f"{most:.0f} MB")
    counter.close()


def main() -> None:
    """The long ones: 300 villages in both kinds of store, and a million facts."""
    with tempfile.TemporaryDirectory() as name:
        bench(Path(name), 300)
        flat(Path(name), 10)
        crowd.bench(Path(name) / "crowd", crowd.Size())


if __name__ == "__main__":
    main()
