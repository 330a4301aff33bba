"""The board of villages: last contact, batches, open lines, people, and the season's progress. Selects only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, true

from sync.agreement.values import value
from sync.township.console.reading import names, seasons, waiting
from sync.township.console.reading.desk_list import doubts
from sync.township.console.reading.seasons import Progress
from sync.township.store.tables import KEPT, REFUSED, batches, desks, facts, people
from sync.township.wording.desk_clocks import Doubt

SILENT_AFTER = timedelta(days=7)


@value
class Village:
    """A line of the board. ``rank`` is 0 where nobody is due; ``refused``: open refused lines.

    ``facts``: facts in the books without refused and kept ones; ``kept``: facts of unknown kinds; ``people``: those
    in good standing. ``clock``: the worst doubt about the date of one of its PCs.
    """

    code: str
    name: str
    desks: tuple[str, ...]
    last_contact_at: str
    batches: int
    held: int
    facts: int
    refused: int
    kept: int
    people: int
    progress: Progress
    clock: Doubt = Doubt.NONE
    rank: int = 0

    def silent(self, now: datetime) -> int:
        """The whole days since the last contact, when that is more than a week; else 0."""
        quiet = now - datetime.fromisoformat(self.last_contact_at)
        return quiet.days if quiet > SILENT_AFTER else 0


def board(db: Connection, year: int, today: date) -> list[Village]:
    """All villages, the best of the year first; those with the same rate share a rank."""
    called, progress, counts = names.villages(db), seasons.progress(db, year, today), _counts(db)
    dates = doubts(db)
    sitting: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in db.execute(select(desks).order_by(desks.c.desk)):
        sitting[names.village_of(row.desk)].append(row)
    return _ranked(
        Village(
            code=code,
            name=called[code],
            desks=tuple(row.desk for row in rows),
            last_contact_at=max((row.heard_at for row in rows), key=datetime.fromisoformat),
            batches=sum(row.position for row in rows),
            progress=progress.get(code, Progress()),
            clock=max((dates.get(row.desk, Doubt.NONE) for row in rows), key=list(Doubt).index),
            **{name: counts[name].get(code, 0) for name in counts},
        )
        for code, rows in sitting.items()
    )


def _counts(db: Connection) -> dict[str, dict[str, int]]:
    """The counts by village."""
    waits = {desk: len(lines) for desk, lines in waiting.by_desk(db).items()}
    counted = select(facts.c.desk, func.count()).group_by(facts.c.desk)
    total, refused, kept = (_by_village(db.execute(counted.where(each))) for each in (true(), REFUSED, KEPT))
    held = select(batches.c.desk, func.count()).where(batches.c.answer.is_(None)).group_by(batches.c.desk)
    village = names.village_column(people.c.desk)
    known = select(village, func.count(people.c.id_number.distinct())).where(people.c.doubt == "").group_by(village)
    return {
        "refused": _by_village(waits.items()),
        "facts": {code: count - refused[code] - kept[code] for code, count in total.items()},
        "kept": kept,
        "held": _by_village(db.execute(held)),
        "people": _by_village(db.execute(known)),
    }


def _by_village(rows: Iterable[Any]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for desk, count in rows:
        found[names.village_of(desk)] += count
    return found


def _ranked(found: Iterable[Village]) -> list[Village]:
    best_first = sorted(found, key=lambda each: (-bool(each.progress.due), -each.progress.hundredths, each.code))
    ranked: list[Village] = []
    for place, each in enumerate(best_first, 1):
        same = bool(ranked) and ranked[-1].progress.hundredths == each.progress.hundredths
        rank = ranked[-1].rank if same else place
        ranked.append(replace(each, rank=rank if each.progress.due else 0))
    return ranked
