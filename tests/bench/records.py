"""The work of the road's measurements: so many changed people, as whole records and as corrections of two fields.

The same as the peers had in their comparison: names, identity numbers, telephones and accounts as random as real ones,
people in no order, minutes between two of them. ``bound``: what zstd -19 makes of the whole records' canonical JSON
lines when each names its fact and its person by a random UUID, as a program would that thinks of nothing else.
"""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import zstandard

from sync.agreement import facts, journal, protocol
from sync.agreement.facts import PersonCorrected, PersonRegistered
from sync.agreement.journal import Entry, Minter
from sync.agreement.protocol import BatchPlace
from sync.wire import batch, keys
from sync.wire.batch import SealedBatch
from tests.bench.villages import residents
from tests.township.journals import DESK, MORNING

_EPOCH = "9f31c2aa"
_BEGAN = MORNING - timedelta(days=60)
"""So long ago that the last of them is past, too: a township remarks on each fact of a clock that is ahead."""
_KINSHIP = ("户主", "配偶", "之子", "之女", "之媳", "父亲", "母亲")


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """So many changed people: the batch that is measured, what the township must have had before it, and the bound."""

    name: str
    count: int
    before: tuple[SealedBatch, ...]
    batch: SealedBatch
    bound: int


def works(folder: Path, count: int) -> tuple[Work, Work]:
    """The people as corrections of telephone and account, and as whole records."""
    key, dice, minter = keys.load_or_create(folder / "key", b""), Random(count), Minter()
    people = _people(count, dice, minter)
    bound = _bound(people, dice)
    registered = _sealed(people, protocol.beginning(DESK, _EPOCH), key, dice, minter)
    dice.shuffle(people)
    corrected = _sealed(
        [_correction(each.person, dice) for each in people],
        registered.manifest.place(registered.id),
        key,
        dice,
        minter,
    )
    return (
        Work("corrections of two fields", count, (registered,), corrected, bound),
        Work("whole records", count, (), registered, bound),
    )


def _people(count: int, dice: Random, minter: Minter) -> list[PersonRegistered]:
    found = residents(count + count // 5)[:count]
    dice.shuffle(found)
    return [
        dataclasses.replace(
            each,
            person=minter.mint(),
            ethnic=dice.choice(("汉族", "汉族", "汉族", "土家族", "苗族")),
            relation=dice.choice(_KINSHIP),
            account=_account(dice),
            tier_fen=dice.choice((200, 300, 500, 1000, 2000)) * 100,
        )
        for each in found
    ]


def _account(dice: Random) -> str:
    return f"621799{dice.randrange(10**13):013}"


def _correction(person: str, dice: Random) -> PersonCorrected:
    phone = f"1{dice.randrange(3 * 10**9, 10**10)}"
    return PersonCorrected(person=person, changes={"phone": phone, "account": _account(dice)})


def _sealed(
    some: Sequence[facts.Fact], after: BatchPlace, key: keys.DeskKey, dice: Random, minter: Minter
) -> SealedBatch:
    return batch.seal(DESK, _EPOCH, after, _chained(some, after, dice, minter), key, MORNING, "bench")


def _chained(some: Iterable[facts.Fact], after: BatchPlace, dice: Random, minter: Minter) -> Iterable[Entry]:
    at, before = _BEGAN, after.hash
    for seq, fact in enumerate(some, start=after.seq + 1):
        at += timedelta(seconds=dice.randint(20, 600))
        body = facts.body(fact)
        entry = Entry(_EPOCH, seq, minter.mint(), at.isoformat(), "张协办", fact.KIND, facts.about(fact), body, "")
        before = journal.hash_of(before, entry)
        yield dataclasses.replace(entry, hash=before)


def _bound(people: Sequence[PersonRegistered], dice: Random) -> int:
    at, lines = _BEGAN, []
    for each in people:
        at += timedelta(seconds=dice.randint(20, 600))
        names = {name: str(uuid.UUID(int=dice.getrandbits(128), version=4)) for name in ("op", "entity")}
        lines.append(journal.canonical(names | {"at": at.isoformat(), "kind": each.KIND, **facts.body(each)}))
    return len(zstandard.ZstdCompressor(level=19).compress(b"\n".join(lines)))
