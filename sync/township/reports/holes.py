"""Missing numbers in a desk's series of receipts: a number never came, and a later one of the series did. Selects.

A desk gives its numbers out without a gap (``receipts.py``) and seals its facts in the order of their happening, so
that a missing number was taken out of the journal before it was sent, or is still on its way: in a batch that is
held, on a stick, or at a desk that has not yet sent again the facts that restored books forgot. A number has come
with its money, whether that counts, is void or was refused, with a void that waits for it, and as that of a red entry.

The limit: a receipt that was issued and erased before anything later of its series was sent leaves no hole. The last
number that came is the last that is known; only the counterfoils can show more (``NOT_KNOWN``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlalchemy import Connection, func, select, true

from sync.agreement import receipts
from sync.agreement.facts import ContributionCollected
from sync.agreement.receipts import Numbered
from sync.agreement.values import value
from sync.township.store.tables import batches, contributions, early
from sync.township.store.tables import facts as rows
from sync.township.subjects.contributions import reds

NOT_KNOWN = "各号段最后一张之后还有没有没报的凭条，账上看不出来，要和存根核对"


@value
class Hole:
    """Numbers that follow each other and never came: the first, the last (both without check digits), their count.

    ``next``: the number behind them, which came, and ``next_at`` the time of its fee (ISO 8601); ``held``: the number
    of the desk's batches that wait for an earlier one, and may bring them.
    """

    desk: str
    first: str
    last: str
    count: int
    next: str
    next_at: str
    held: int

    def in_words(self) -> str:
        """The hole in words for a clerk."""
        which = f"{self.first} " if self.count == 1 else f"{self.first} 至 {self.last}（{self.count} 张）"
        words = f"凭条号 {which}一直没有报上来，后面的 {self.next} 是 {self.next_at[:10]} 收的，已经报来"
        return f"{words}；这台还有 {self.held} 批在等前一批，可能在里面" if self.held else words


def find(db: Connection, desks: Sequence[str] | None) -> list[Hole]:
    """The holes of these desks, of all for None; each series in its order."""
    return [hole for desk, series in _suspect(db, desks) for hole in _holes(db, desk, series)]


def _suspect(db: Connection, desks: Sequence[str] | None) -> Iterator[tuple[str, str]]:
    """The series (of which desk) of which fewer numbers have come than the highest of them says."""
    number, desk = contributions.c.receipt, contributions.c.taken_by
    series = func.substr(number, 1, func.length(number) - receipts.TAIL)
    highest = func.max(func.substr(number, func.length(number) - receipts.TAIL + 2, receipts.SERIAL))
    received = func.count(func.substr(number, 1, func.length(number) - 2).distinct())
    query = select(desk, series.label("series"), highest.label("highest"), received.label("numbers"))
    chosen = true() if desks is None else desk.in_(desks)
    query = query.where(chosen, number.like("_%-____-______-_")).group_by(desk, series).order_by(desk, series)
    for row in db.execute(query):
        if row.highest.isascii() and row.highest.isdigit() and row.numbers < int(row.highest):
            yield row.taken_by, row.series


def _holes(db: Connection, desk: str, series: str) -> Iterator[Hole]:
    taken_at = dict(_taken(db, desk))
    numbers = map(receipts.read, [*taken_at, *_known_otherwise(db, desk)])
    serials = sorted({each.serial for each in numbers if each and each.series == series})
    behind = {each.serial: text for text in taken_at if (each := receipts.read(text)) and each.series == series}
    held = select(func.count()).select_from(batches).where(batches.c.desk == desk, batches.c.answer.is_(None))
    waiting = db.execute(held).scalar_one()
    for before, after in pairwise([0, *serials]):
        if after - before > 1 and (later := min((each for each in behind if each >= after), default=0)):
            first, last = (str(Numbered(series, each)) for each in (before + 1, after - 1))
            yield Hole(desk, first, last, after - before - 1, behind[later], taken_at[behind[later]], waiting)


def _taken(db: Connection, desk: str) -> Iterator[tuple[str, str]]:
    """The receipt numbers that came with money, and the time of each fee."""
    query = select(contributions.c.receipt, contributions.c.collected_at).where(contributions.c.taken_by == desk)
    yield from ((row[0], row[1]) for row in db.execute(query))


def _known_otherwise(db: Connection, desk: str) -> Iterator[str]:
    """Numbers known otherwise: from fees refused as no fee at all, from voids that wait, and of red entries."""
    refused = (rows.c.desk == desk) & (rows.c.verdict == "refused") & (rows.c.kind == ContributionCollected.KIND)
    for body in db.execute(select(rows.c.body).where(refused)).scalars():
        yield str(json.loads(body).get("receipt", ""))
    yield from db.execute(select(early.c.awaits).where(early.c.desk == desk)).scalars()
    yield from (red for red, _receipt in reds(db, [desk]))
