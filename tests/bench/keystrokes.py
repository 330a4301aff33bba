"""Find: a keystroke among the people of a large village against a LIKE scan of the same table."""

from __future__ import annotations

import functools
from pathlib import Path

from tests.bench import kept
from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.desks import PIN, StillClock
from village_desk.desk import Desk

TYPED = ("王", "王秀", "秀英", "z", "zs", "zsf", "wangx", "1234", "3组 王", "0012")


def bench(folder: Path, sizes: Sizes) -> None:
    """The mean and the slowest, in the usual village and in the large one."""
    growth = Growth()
    for people, receipts in ((sizes.people, 0), sizes.large):
        with Desk.open(kept.large(folder, people, receipts), PIN, StillClock()) as desk:
            _find(desk, people, growth)


def _find(desk: Desk, people: int, growth: Growth) -> None:
    each = {text: least(functools.partial(desk.finding.find, text)) for text in TYPED}
    bare = {text: least(functools.partial(_scan, desk, text)) for text in TYPED}
    ours, theirs = sum(each.values()) / len(TYPED), sum(bare.values()) / len(TYPED)
    worst = max(each, key=lambda text: each[text])
    line(f"find among {people:,}, mean keystroke", ours, theirs, "LIKE scan", "1", growth(people, ours))
    line(f"find among {people:,}, slowest ({worst})", each[worst], bare[worst], "LIKE scan", "5 ms")


def _scan(desk: Desk, text: str) -> None:
    like = f"%{text.split()[-1]}%"
    columns = "name LIKE ? OR id_number LIKE ? OR phone LIKE ? OR household LIKE ?"
    desk._store.db.execute(f"SELECT * FROM people WHERE {columns} LIMIT 20", [like] * 4).fetchall()
