"""A county's week: many villages' batches into the township's books, against raw inserts of the same rows.

Batch by batch in turn: the township takes it in, then all rows that this left are inserted into an empty store of the
same kind, by SQLAlchemy in one transaction. What a busy machine does meanwhile so falls on both. The batches are sealed
and the rows read before the clock runs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
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
from tests.bench import records
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import spent
from tests.bench.villages import residents
from tests.township import postgres
from tests.township.counters import Counter
from tests.township.postgres import Server

FACTS = 1000
_TABLES = (tables.desks, tables.chains, tables.batches, tables.facts, tables.people, tables.contributions)
_AT = datetime.fromisoformat("2026-11-24T08:30:00+08:00")


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


def beside_raw(
    counter: Counter, bare: Store, batches: Iterable[SealedBatch], server: Server | None = None
) -> tuple[float, float]:
    """Seconds of the processor for a fact that the township takes in, verdicts, money, checks across villages and
    signed answers and all; and for one whose rows are only inserted into the empty store.
    """
    ours, raw, count = 0.0, 0.0, 0
    for each in batches:
        ours += spent(partial(counter.receiver.receive, each.bytes), server)
        raw += spent(partial(_insert, bare, _rows_of(counter, each)), server)
        count += FACTS
    return ours / count, raw / count


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


def bench(folder: Path, sizes: Sizes) -> None:
    """Both kinds of store, one batch as long as a batch may be, and the way to a million facts where that is asked."""
    garbage.spare()
    _week(folder / "sqlite", sizes.villages, None)
    with postgres.server(hasty=False) as server:
        _week(folder / "postgresql", sizes.villages, server)
    _longest(folder / "longest", sizes.corrections)
    _flat(folder / "flat", *sizes.million)


def _week(folder: Path, villages: int, server: Server | None) -> None:
    """The whole in one kind of store: files in the folder, or databases of the server."""
    folder.mkdir()
    key = keys.load_or_create(folder / "key", b"")
    counter = Counter(folder / "office", url=server.store() if server else "")
    bare = Store.create(server.store() if server else str(folder / "bare.db"), lambda: _AT)
    ours, raw = beside_raw(counter, bare, weeks(villages, key), server)
    assert counter.status().facts == FACTS * villages
    counter.close()
    bare.close()
    of = f"a fact of {villages * FACTS:,}, {'PostgreSQL' if server else 'SQLite'}"
    line(of, ours, raw, "SQLAlchemy's insert of its rows", "2.5")


def _longest(folder: Path, count: int) -> None:
    """The longest batch, of so many corrections: a bad day's catching up must not hold up the others."""
    folder.mkdir()
    corrected, whole = records.works(folder, count)
    counter = Counter(folder / "office")
    for work in (whole, corrected):
        took = spent(partial(counter.receiver.receive, work.batch.bytes))
        line(f"applying {work.count:,} {work.name}, SQLite", took, 0, "", "1 s")
    counter.close()


def _flat(folder: Path, parts: int, villages: int) -> None:
    """The cost of a fact and the memory, each time when so many villages more have sent their week, on SQLite."""
    folder.mkdir()
    key, counter = keys.load_or_create(folder / "key", b""), Counter(folder / "office")
    growth, first = Growth(), 0.0
    for part in range(parts):
        batches = weeks(villages, key, villages * part)
        took = sum(spent(partial(counter.receiver.receive, each.bytes)) for each in batches) / (villages * FACTS)
        first, count = first or took, (part + 1) * villages * FACTS
        line(f"a fact of the last before {count:,}, SQLite", took, first, "the first ones", "", growth(count, took))
    counter.close()
