"""Registers against the bare canvas: the same strings at the same places, and nothing else.

The payout roster has the most columns, the pocket list shares cells and is the dearest of the others.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from tests.bench.sizes import Sizes
from tests.bench.table import Growth, line
from tests.bench.timing import least
from tests.memory import peak_kib
from village_desk.documents import paper, payout_roster
from village_desk.documents.lettering import Lettering
from village_desk.documents.paper import Paper
from village_desk.documents.registers import people_list, pocket_list, rendering
from village_desk.documents.registers.register import Made, Register
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent

Drawn = tuple[int, float, float, str, float, str]
"""Page, place, words, size, font."""

_AT = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def bench(folder: Path, sizes: Sizes) -> None:
    """Rosters of some lengths, each file's memory of a process of its own."""
    for name, words in (("roster", "roster of {:,} payees"), ("pocket", "pocket list of {:,} people")):
        growth = Growth()
        for count in sizes.payees:
            ours, theirs = against_the_bare_canvas(name, count)
            command = [sys.executable, "-m", "tests.bench.roster_paper", name, str(count)]
            megabytes = int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
            against, grown = "bare canvas, the same strings", growth(count, ours)
            line(words.format(count), ours, theirs, against, "1.2; 200 MB", grown, megabytes)


def drawn(name: str, count: int) -> Callable[[Progress], Paper]:
    """The drawing of so many lines."""
    if name == "roster":
        return functools.partial(payout_roster.draw, roster(count))
    return functools.partial(rendering.draw, pocket(count))


def pocket(count: int) -> Register[people_list.PersonLine]:
    """A pocket list of so many people, three of a house."""
    lines = [
        people_list.PersonLine(
            number=str(place + 1),
            name="王秀英"[: 2 + place % 2],
            sex_and_age="女 47",
            group=f"第 {place // 100 + 1} 组",
            house=f"{place // 3:05}",
            id_number="429004********3838",
            phone=f"138{place:08}",
            tier="200",
            paid="未缴",
            note="",
            head="王秀英",
        )
        for place in range(count)
    ]
    made = Made("沟二社区", "429004103002-A", "协办员", _AT)
    return pocket_list.register(lines, made, 2026, f"今年未缴 · {count} 人")


def roster(count: int) -> payout_roster.PayoutRoster:
    """A roster of so many payees."""
    lines = tuple(
        payout_roster.RosterLine(
            code=f"{place // 100 + 1}-{place % 100 + 1:03d}",
            group=place // 100 + 1,
            name="王秀英"[: 2 + place % 2],
            sex="女",
            id_number="429004195312253838",
            account="6217191080453265048",
            base_fen=16000,
            account_fen=2000 + place,
            extra_fen=0,
            total_fen=18000 + place,
        )
        for place in range(count)
    )
    return payout_roster.PayoutRoster(
        "沟二社区", "429004103002", "429004103002-A", Month(2026, 11), lines, "协办员", _AT
    )


def against_the_bare_canvas(name: str, count: int) -> tuple[float, float]:
    """Seconds for ours, and for reportlab alone drawing what ours drew."""
    draw = drawn(name, count)
    calls = strings(draw)
    return least(functools.partial(draw, silent), 3), least(functools.partial(bare, calls), 3)


def strings(draw: Callable[[Progress], Paper]) -> list[Drawn]:
    """Every string of the register, on each page where it stands; also those that ours draws once for all pages."""
    found: list[Drawn] = []
    kept: dict[str, list[Drawn]] = {}
    page = 1
    add, repeat = Lettering.add, paper.Sheet.repeat

    def adding(letters: Any, x: float, baseline: float, words: str, size: float, font: Any, *more: Any) -> None:
        found.append((page, x, baseline, words, size, font.name))
        add(letters, x, baseline, words, size, font, *more)

    def repeating(sheet: Any, name: str, draw: Any) -> None:
        before = len(found)
        found.extend((page, *each[1:]) for each in kept.get(name, []))
        repeat(sheet, name, draw)
        kept.setdefault(name, found[before:])

    def turn(done: int, _total: int) -> None:
        nonlocal page
        page = done + 1

    Lettering.add, paper.Sheet.repeat = adding, repeating  # type: ignore[assignment, method-assign]
    try:
        draw(turn)
    finally:
        Lettering.add, paper.Sheet.repeat = add, repeat  # type: ignore[method-assign]
    return found


def bare(calls: list[Drawn]) -> None:
    """The strings on a canvas, positions ready, no rules, no measuring."""
    canvas, page = Canvas(BytesIO(), (297 * paper.MM, 210 * paper.MM), invariant=True), calls[0][0]
    for on, x, baseline, words, size, font in calls:
        if on != page:
            canvas.showPage()
            page = on
        canvas.setFont(font, size)
        canvas.drawString(x, baseline, words)
    canvas.showPage()
    canvas.save()


if __name__ == "__main__":
    drawn(sys.argv[1], int(sys.argv[2]))(silent)
    print(peak_kib() // 1024)
