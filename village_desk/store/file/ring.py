"""Which backups stay: a ring of days, months and years under a cap in bytes. Pure: it looks at names, times and sizes.

The last copy of a day is the last of its month until the next one comes, and the last of a month that of its year: what
has to become old is never let go young.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from sync.agreement.values import value

LEAST = 3
"""So many of the latest stay whatever the cap: one of them may turn out to be damaged."""
DAYS, MONTHS, YEARS = 14, 12, 10


@value
class Backup:
    """A copy, when it was made by this PC's clock, where the journal ended then (ordinal of the epoch, seq), its bytes.

    The place orders them, since a clock may be wrong. ``own``: it is a copy of the file that stands here now; a place
    in another file's journal says nothing about this one.
    """

    path: Path
    made_at: datetime
    place: tuple[int, int]
    size: int
    own: bool = True


_SCALES: tuple[tuple[Callable[[Backup], object], int], ...] = (
    (lambda each: each.path, LEAST),
    (lambda each: each.made_at.date(), DAYS),
    (lambda each: (each.made_at.year, each.made_at.month), MONTHS),
    (lambda each: each.made_at.year, YEARS),
)
"""The last copy of each such period stays, for so many periods with a copy."""
_OUTSIDE = max(most for _period, most in _SCALES)


def beyond(backups: Sequence[Backup], cap: int) -> list[Backup]:
    """What goes, the least wanted first. ``backups``: the latest first; ``cap``: bytes of all that stay.

    Where the cap is too small for the ring, each scale loses its oldest in turn, so that near days, months and years
    are all left. The latest ``LEAST`` stay even beyond the cap.
    """
    ranks = _ranks(backups)
    wanted = sorted(range(len(backups)), key=lambda nth: (nth >= LEAST, ranks[nth], nth))
    room, going = cap, []
    for nth in wanted:
        if nth >= LEAST and (ranks[nth] >= _OUTSIDE or backups[nth].size > room):
            going.append(backups[nth])
        else:
            room -= backups[nth].size
    return going[::-1]


def before(backups: Sequence[Backup], coming: Backup, missing: int) -> list[Backup]:
    """What goes before a new copy for which ``missing`` bytes are missing: the least wanted, as few as it needs.

    None of the latest ``LEAST``, since the new one is not good yet. Empty where all others together do not help.
    """
    going: list[Backup] = []
    for each in beyond([coming, *backups], 0):
        if missing > 0 and each not in backups[:LEAST]:
            going.append(each)
            missing -= each.size
    return going if missing <= 0 else []


def _ranks(backups: Sequence[Backup]) -> list[int]:
    """For each copy its nearness to now, counted in periods on the scale where it is nearest; 0 is the newest."""
    ranks = [_OUTSIDE] * len(backups)
    for period, most in _SCALES:
        seen: set[object] = set()
        for nth, backup in enumerate(backups):
            if period(backup) not in seen and len(seen) < most:
                ranks[nth] = min(ranks[nth], len(seen))
                seen.add(period(backup))
    return ranks
