"""What a month's payout list takes: bytes of the desk file, of its batch, and on the wire; in parts, and line by line.

Names are as common as they are, amounts and accounts as random as real ones. A list line by line is what the first
release recorded; its tables are those of now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from sync.agreement import facts
from sync.agreement.facts import PayoutLineTaken, PayoutListLine, PayoutListPart, PayoutListTaken
from sync.desk import outbox
from sync.wire.batch import SealedBatch
from tests.bench import thin, villages
from tests.bench.records import Work
from tests.bench.sizes import Sizes
from tests.bench.table import line
from tests.desks import StillClock, new_desk
from village_desk.desk import Desk
from village_desk.services import paying
from village_desk.services.road import keyring

Form = Callable[[Desk, Sequence[PayoutListLine]], list[facts.Fact]]


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that was taken in: its facts, the bytes by which the desk file grew, of its batches, and on the wire."""

    facts: int
    file: int
    batch: int
    wire: int


def bench(folder: Path, sizes: Sizes) -> None:
    """The three sizes of the list in parts, against those line by line."""
    parts = measured(folder / "parts", sizes.listed, in_parts)
    lines = measured(folder / "lines", sizes.listed, line_by_line)
    against, of = f"line by line, {lines.facts:,} facts", f"payout list of {sizes.listed:,} lines"
    line(f"{of} as {parts.facts} facts: desk file", parts.file, lines.file, against, unit="B")
    line(f"{of}: batches", parts.batch, lines.batch, against, unit="B")
    line(f"{of}: thin line, both ways", parts.wire, lines.wire, against, unit="B")


def measured(folder: Path, payees: int, form: Form) -> Taken:
    """The list in this form on a desk whose people the township has already."""
    folder.mkdir(parents=True)
    with new_desk(folder, StillClock()) as desk:
        villages.people(desk, payees)
        before, sent = _pages(desk), _sealed(desk)
        recorded = form(desk, lines(desk))
        with desk._store.writing():
            desk._store.record_all(recorded)
        grown = _pages(desk) - before
        batches = _sealed(desk)
    works = [
        Work("list", len(recorded), (*sent, *batches[:place]), each, len(each.bytes))
        for place, each in enumerate(batches)
    ]
    wire = sum(thin.crossed(folder / f"wire-{place}", each) for place, each in enumerate(works))
    return Taken(len(recorded), grown, sum(len(each.bytes) for each in batches), wire)


def lines(desk: Desk) -> list[PayoutListLine]:
    """Everybody of the village is paid, in no order."""
    dice, people = Random(2026), [each.resident for each in desk.finding.roster()]
    dice.shuffle(people)
    found = []
    for number, who in enumerate(people, start=1):
        base, own, extra = 18900, dice.randint(2000, 40_000), dice.choice((0, 0, 0, 2000, 6000))
        account = f"621799{dice.randrange(10**13):013}"
        one = PayoutListLine(number, who.name, who.id_number, base, own, base + own + extra, who.id, extra, account)
        found.append(replace(one, way="社会化发放"))
    return found


def in_parts(desk: Desk, written: Sequence[PayoutListLine]) -> list[facts.Fact]:
    """As the desk records it."""
    parts, whole = list(paying.in_parts(written)), (desk._store.mint(), *_whole(written))
    return [PayoutListPart(*whole, part, len(parts), tuple(of)) for part, of in enumerate(parts, start=1)]


def line_by_line(desk: Desk, written: Sequence[PayoutListLine]) -> list[facts.Fact]:
    """As the first release recorded it."""
    taken = desk._store.mint()
    money = [(each.base_fen, each.account_fen, each.total_fen, each.extra_fen) for each in written]
    return [
        PayoutListTaken(taken, *_whole(written)),
        *(
            PayoutLineTaken(each.person, taken, each.number, each.name, each.id_number, *fen, each.account, each.way)
            for each, fen in zip(written, money, strict=True)
        ),
    ]


def _whole(written: Sequence[PayoutListLine]) -> tuple[str, int, int, str]:
    return "2026-11", len(written), sum(each.total_fen for each in written), "f" * 64


def _pages(desk: Desk) -> int:
    names = ("page_count", "freelist_count", "page_size")
    count, unused, size = (int(desk._store.db.execute(f"PRAGMA {each}").fetchone()[0]) for each in names)
    return (count - unused) * size


def _sealed(desk: Desk) -> list[SealedBatch]:
    key, found = keyring.key(desk._store), []
    with desk._store.writing() as db:
        while sealed := outbox.seal(db, desk.village.desk, key, desk.now()):
            found.append(sealed)
    return found
