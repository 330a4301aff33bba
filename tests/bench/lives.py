"""The assessment of a whole village, ten paid years each, against reading the same people and notes from the file."""

import functools
from pathlib import Path

from tests.bench import villages
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.desks import new_desk
from village_desk.store.subjects import notes


def bench(folder: Path, sizes: Sizes) -> None:
    """A fifth of the village, and all of it."""
    growth = Growth()
    for count in (sizes.people // 5, sizes.people):
        place = folder / str(count)
        place.mkdir()
        with new_desk(place) as desk:
            villages.people(desk, count)
            villages.note_years(desk, 2012, 2021)
            ours = least(desk.assessing.everyone, 3)
            theirs = least(functools.partial(notes.lives, desk._store.db), 3)
        line(f"assess {count:,} people", ours, theirs, "reading their notes", "1 s for 5,000", growth(count, ours))
