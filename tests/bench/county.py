"""A county's week: many villages' batches into the township's books, against raw inserts of the same rows.

Both go into the same kind of store in transactions of one batch; the batches are sealed before the clock runs.
"""

from __future__ import annotations

import dataclasses
import resource
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Table, insert, select

from sync import batch, keys, numbers, protocol
from sync.batch import SealedBatch
from sync.facts import ContributionCollected
from sync.journal import Entry, Minter, genesis, hash_of
from sync.keys import DeskKey
from sync.township import tables
from sync.township.store import Store
from tests.bench import records
from tests.bench.table import head, row
from tests.bench.villages import residents
from tests.township import postgres
from tests.township.counters import Counter

FACTS = 1000
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


def week(village: int, key: DeskKey) -> SealedBatch:
    """One village's sealed week: 500 people registered, each with a fee."""
    desk, minter, epoch = f"429004{village:06}-A", Minter(), f"{village:08x}"
    entries: list[Entry] = []
    before = genesis(desk, epoch)
    for number, each in enumerate(residents(FACTS // 2)):
        born = dataclasses.replace(each, person=minter.mint(), id_number=_of(village, each.id_number))
        receipt = f"A-2026-{number:06}"
        fee = ContributionCollected(
            person=born.person, receipt=receipt, year=2026, tier_fen=10000, amount_fen=10000, policy="national-2014"
        )
        for fact in (born, fee):
            at = _AT.isoformat()
            body = {name: value for name, value in dataclasses.asdict(fact).items() if name != "person"}
            entry = Entry(epoch, len(entries) + 1, minter.mint(), at, "张协办", fact.KIND, born.person, body, "")
            before = hash_of(before, entry)
            entries.append(dataclasses.replace(entry, hash=before))
    return batch.seal(desk, epoch, protocol.beginning(desk, epoch), entries, key, _AT, "bench")


def _of(village: int, number: str) -> str:
    """The same number in another county, so that nobody is in two villages."""
    first = f"{420000 + village:06}{number[6:17]}"
    return first + numbers.check_character(first)


def weeks(count: int, key: DeskKey, first: int = 0) -> Iterator[SealedBatch]:
    """So many villages' weeks."""
    return (week(village, key) for village in range(first, first + count))


def receive(counter: Counter, batches: Iterable[SealedBatch]) -> float:
    """Facts a second that the township takes in, verdicts, money, checks across villages and signed answers and all."""
    spent, count = 0.0, 0
    for each in batches:
        began = perf_counter()
        counter.receiver.receive(each.bytes)
        spent += perf_counter() - began
        count += FACTS
    return count / spent


def raw(counter: Counter, bare: Store) -> float:
    """Facts a second when the rows of the books are only inserted, into the same tables of an empty store."""
    spent, count = 0.0, 0
    with counter.store.reading() as db:
        for table in (tables.desks, tables.batches, tables.facts, tables.people, tables.contributions):
            for some in db.execute(select(table).execution_options(yield_per=FACTS)).mappings().partitions(FACTS):
                rows = [dict(row) for row in some]
                count += len(rows) if table is tables.facts else 0
                spent += _insert(bare, table, rows)
    return count / spent


def _insert(bare: Store, table: Table, rows: list[dict[str, Any]]) -> float:
    began = perf_counter()
    with bare.writing() as db:
        db.execute(insert(table), rows)
    return perf_counter() - began


def measure(folder: Path, villages: int, urls: tuple[str, str] = ("", "")) -> Measured:
    """The whole in one kind of store: files in the folder, or the two addresses."""
    key = keys.load_or_create(folder / "key", b"")
    counter = Counter(folder / "office", url=urls[0])
    bare = Store.create(urls[1] or str(folder / "bare.db"), lambda: _AT)
    ours = receive(counter, weeks(villages, key))
    theirs = raw(counter, bare)
    assert counter.status().facts == FACTS * villages
    counter.close()
    bare.close()
    return Measured(ours, theirs, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def bench(folder: Path, villages: int) -> None:
    """Both kinds of store, and one batch as long as a batch may be."""
    print(
        f"\n{villages} villages send {FACTS:,} facts each; against the same rows inserted by SQLAlchemy. Aim 0.4 x.\n"
    )
    head("store", "facts a second", "/ raw inserts", "memory")
    show("SQLite", measure(folder, villages))
    with postgres.server(hasty=False) as server:
        (folder / "postgresql").mkdir()
        show("PostgreSQL", measure(folder / "postgresql", villages, (server.store(), server.store())))
    longest(folder / "longest")


def show(kind: str, found: Measured) -> None:
    """One row of the table."""
    row(kind, f"{found.ours:,.0f}", f"{found.ratio:.2f}", f"{found.megabytes:.0f} MB")


def longest(folder: Path) -> None:
    """The longest batch, 5,000 corrections: a bad day's catching up must not hold up the others."""
    folder.mkdir()
    corrected, whole = records.works(folder, protocol.BATCH_FACTS)
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


if __name__ == "__main__":
    main()
