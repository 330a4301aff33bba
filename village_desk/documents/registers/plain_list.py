"""Any list with the columns that were chosen, on paper: A4 across, every column as wide as its words need."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.register import Column, Made, Register, across, page_number, usual_strips
from village_desk.domain.basics import money

LAYOUT = across(row=7.5)
_WORDS = Style(10.5)
_AMOUNT = Style(11, align=Align.RIGHT)

Row = tuple[str | int, ...]
"""What each column says of a line: words, or fen."""


@value
class PlainColumn:
    """A column: its heading, its width in digits, whether it holds amounts, and whether these are summed."""

    heading: str
    width: int
    amounts: bool = False
    summed: bool = False


def register(title: str, columns: Sequence[PlainColumn], lines: Sequence[Row], made: Made, about: str) -> Register[Row]:
    """The lines in their order under these columns; one page after the other carries on where the last one ends."""
    return Register(
        name=f"{title} {made.village_name}",
        title=title,
        layout=LAYOUT,
        columns=tuple(_column(place, each, columns) for place, each in enumerate(columns)),
        lines=lines,
        which=lambda line: str(line[0]),
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        unit="行",
    )


def _column(place: int, of: PlainColumn, columns: Sequence[PlainColumn]) -> Column[Row]:
    share = LAYOUT.width / sum(each.width for each in columns)
    says = itemgetter(place)
    if not of.amounts:
        return Column(of.width * share, of.heading, _WORDS, lambda line: str(says(line)))
    fen = (lambda line: int(says(line))) if of.summed else None
    return Column(of.width * share, of.heading, _AMOUNT, lambda line: _figures(says(line)), fen=fen)


def _figures(cell: str | int) -> str:
    return money.figures(cell) if isinstance(cell, int) else cell
