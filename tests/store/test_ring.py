"""Which backups stay: by day, month and year, never beyond the cap, never fewer than three."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.desks import StillClock
from village_desk.store.file import ring
from village_desk.store.file.ring import LEAST, Backup

MB = 2**20
NOON = StillClock().now.replace(hour=12)


def backup(made_at: datetime, seq: int, size: int = 1) -> Backup:
    return Backup(Path(f"{made_at:%Y%m%d-%H%M%S}-1-{seq:06}.vdesk"), made_at, (1, seq), size)


def aged(*days: float, size: int = 1) -> list[Backup]:
    """Backups of so many days ago, the latest first."""
    return [backup(NOON - timedelta(days=each), 1000 - nth, size) for nth, each in enumerate(days)]


def kept(backups: list[Backup], cap: int = 1000) -> list[float]:
    """How many days ago the backups were made that stay."""
    gone = ring.beyond(backups, cap)
    return [(NOON - each.made_at) / timedelta(days=1) for each in backups if each not in gone]


MONTH_ENDS = [33, 64, 95, 125, 156, 186, 217, 247, 278, 308]
"""Days in the ten months from September 2026 back to December 2025, since NOON is 2 November 2026."""

TABLE: dict[str, tuple[list[float], int, list[float]]] = {
    "none": ([], 10, []),
    "the latest three of one day": ([0, 0.1, 0.2, 0.3, 0.4], 10, [0, 0.1, 0.2]),
    "the last of each day": ([0, 0.1, 0.2, 1, 1.1, 1.2, 2, 2.1], 10, [0, 0.1, 0.2, 1, 2]),
    "the last of a month that its days have left": ([*range(15), 20, 33, 40], 100, [*range(14), 33]),
    "the last of a year that its months have left": (
        [*range(14), *MONTH_ENDS, 339, 370, 700, 720],
        100,
        [*range(14), *MONTH_ENDS, 700],
    ),
    "under a cap near and far": ([0, 1, 2, 3, 4, 5, 33, 64, 95, 310, 700], 6, [0, 1, 2, 33, 310, 700]),
    "the least beyond any cap": ([0, 1, 2, 3, 33], 1, [0, 1, 2]),
    "no cap at all": ([0, 1, 2, 3, 33], 0, [0, 1, 2]),
}


@pytest.mark.parametrize("case", TABLE)
def test_what_stays(case: str) -> None:
    made, cap, stays = TABLE[case]
    assert kept(aged(*made), cap) == sorted(stays)


def test_the_journal_orders_and_not_the_clock() -> None:
    """A clock that was years ahead for a day, and one that is behind now."""
    wrong = [backup(NOON + timedelta(days=4000), 900), backup(NOON - timedelta(days=9000), 990)]
    backups = sorted([*aged(0, 1, 2, 3), *wrong], key=lambda each: each.place, reverse=True)
    assert backups[0] not in ring.beyond(backups, 0)
    assert set(ring.beyond(backups, 0)) == set(backups[LEAST:])


def test_before_a_new_copy_as_few_go_as_its_room_needs_the_least_wanted_first() -> None:
    coming, backups = backup(NOON, 2000, 10), aged(1, 2, 3, 4, 33, 64, size=10)
    assert ring.before(backups, coming, missing=0) == []
    assert ring.before(backups, coming, missing=5) == ring.beyond([coming, *backups], 0)[:1]
    assert len(ring.before(backups, coming, missing=15)) == 2
    assert set(ring.before(backups, coming, missing=30)) == set(backups[LEAST:])
    assert ring.before(backups, coming, missing=31) == [], "nothing goes where that does not help"
    assert ring.before(aged(1, 2, 3, size=10), coming, missing=5) == [], "the least stay until the new one is good"


@pytest.mark.parametrize("cap", [5120 * MB, 2048 * MB, 1300 * MB])
def test_ten_years_of_a_growing_file_stay_under_the_cap_and_keep_near_and_far(cap: int) -> None:
    """Two backups on each working day, of a file that grows to 430 MB, as found in the field's figures."""
    start, days = NOON - timedelta(days=3650), 3650
    backups: list[Backup] = []
    most = 0
    for day in (each for each in range(days + 1) if (start + timedelta(days=each)).weekday() < 5):
        for hour in (0, 5):
            made = backup(start + timedelta(days=day, hours=hour), 2 * day + hour, (1 + 429 * day // days) * MB)
            backups.insert(0, made)
            gone = ring.beyond(backups, cap)
            backups = [each for each in backups if each not in gone]
            assert made in backups and len(backups) >= min(LEAST, 2 * day + 1)
            held = sum(each.size for each in backups)
            most = max(most, held)
            assert held <= cap
            if cap // made.size > LEAST and day > 60:
                assert (backups[-1].made_at.year, backups[-1].made_at.month) < (made.made_at.year, made.made_at.month)
    assert most > cap * 0.8


def test_without_a_cap_ten_years_are_less_than_half_of_what_a_copy_of_each_month_takes() -> None:
    start = NOON - timedelta(days=3650)
    backups: list[Backup] = []
    for day in range(3651):
        backups.insert(0, backup(start + timedelta(days=day), day, (1 + 429 * day // 3650) * MB))
        gone = ring.beyond(backups, 1000 * 1024 * MB)
        backups = [each for each in backups if each not in gone]
    assert len(backups) <= ring.DAYS + ring.MONTHS + ring.YEARS + LEAST
    years = {each.made_at.year for each in backups}
    assert len(years) == ring.YEARS
    assert all(before - after < timedelta(days=370) for before, after in pairwise(each.made_at for each in backups))
    assert sum(each.size for each in backups) < 14 * 1024 * MB


@pytest.mark.parametrize("disk", [4000 * MB, 2000 * MB, 1500 * MB])
def test_on_a_disk_that_runs_full_no_copy_is_promised_that_does_not_fit_and_three_stay(disk: int) -> None:
    """The desk file grows beside its copies; a quarter of the room is theirs, as it is without a setting."""
    backups: list[Backup] = []
    refused = 0
    for day in range(3651):
        size = (1 + 429 * day // 3650) * MB
        coming = backup(NOON + timedelta(days=day), day, size)
        held = sum(each.size for each in backups)
        free = disk - size - held
        cap, least = (free + held) // 4, backups[:LEAST]
        early = ring.before(backups, coming, missing=size - free)
        assert not set(early) & set(least)
        backups = [each for each in backups if each not in early]
        free += sum(each.size for each in early)
        if size > free:
            refused += 1
            assert len(backups) >= LEAST and not early
            continue
        backups.insert(0, coming)
        backups = [each for each in backups if each not in ring.beyond(backups, cap)]
        assert backups[:LEAST] == [coming, *least][:LEAST]
        assert sum(each.size for each in backups) <= max(cap, sum(each.size for each in backups[:LEAST]))
    assert bool(refused) == (disk < 5 * 430 * MB), "the file, three copies and the new one fit on the other"
