"""The payout roster against the bare canvas: the same strings at the same places, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from village_desk.documents import paper, payout_roster
from village_desk.domain.basics.months import Month

Best = Callable[[Callable[[], object]], float]


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
    made = datetime(2026, 11, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    return payout_roster.PayoutRoster(
        "沟二社区", "429004103002", "429004103002-A", Month(2026, 11), lines, "协办员", made
    )


def against_the_bare_canvas(best: Best, payees: int) -> tuple[float, float]:
    """Seconds for ours, and for reportlab alone drawing what ours drew."""
    wanted = roster(payees)
    calls = strings(wanted)
    return best(lambda: payout_roster.draw(wanted)), best(lambda: bare(calls))


def strings(wanted: payout_roster.PayoutRoster) -> list[tuple[Any, ...]]:
    """Every string that the roster draws: page, place, words, size, font."""
    found: list[tuple[Any, ...]] = []
    draw = paper.Sheet._draw_run

    def noting(sheet: Any, x: float, baseline: float, run: str, size: float, font: str) -> None:
        found.append((sheet._canvas.getPageNumber(), x, baseline, run, size, font))
        draw(sheet, x, baseline, run, size, font)

    paper.Sheet._draw_run = noting  # type: ignore[assignment, method-assign]
    try:
        payout_roster.draw(wanted)
    finally:
        paper.Sheet._draw_run = draw  # type: ignore[method-assign]
    return found


def bare(calls: list[tuple[Any, ...]]) -> None:
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
