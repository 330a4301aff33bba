"""The declaration of a register: its columns, groups, sums, strips and room on the sheet. Nothing is drawn here.

Official forms are Chinese only, so the words of a register stand in the code as they print.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any, Generic, TypeVar

from sync.agreement.values import value
from village_desk.documents.paper import A4, A4_ACROSS, PADDING, Align, Box, Line, Style, minute
from village_desk.domain.basics import money

L = TypeVar("L")
"""The lines of a register: any value."""


@value
class Column(Generic[L]):
    """A column: its width in millimetres, its name in one or two lines, the style of its words, what it says of a line.

    ``words`` None leaves room to write. ``fen`` makes it an amount, which is summed; it prints as figures unless
    ``words`` says otherwise. ``together``: lines below each other of which all such columns say the same share a cell.
    """

    width: float
    name: str
    style: Style
    words: Callable[[L], str] | None = None
    second: str = ""
    fen: Callable[[L], int] | None = None
    together: bool = False

    def says(self) -> Callable[[L], str] | None:
        """What prints in a line's cell; None for room to write."""
        if self.words is not None or self.fen is None:
            return self.words
        fen = self.fen
        return lambda line: money.figures(fen(line))


@value
class Layout:
    """Millimetres of a sheet: its edges, and the heights of what stands between them.

    ``row``: of a line; ``foot``: of what stands below the table; ``column_names``: of the two lines of names.
    """

    size: tuple[float, float]
    left: float
    right: float
    top: float
    bottom: float
    row: float
    head: float = 15.0
    column_names: float = 9.0
    heading: float = 6.5
    subtotal: float = 6.5
    sum: float = 7.0
    words: float = 8.0
    foot: float = 9.0

    @property
    def width(self) -> float:
        """Of the table."""
        return self.right - self.left

    @property
    def table(self) -> float:
        """Where the table begins."""
        return self.top + self.head

    def flush(self, at: float, y: float, width: float) -> Box:
        """A box whose words begin and end exactly there: ``at`` is counted from the left edge of the table."""
        return Box(self.left + at - PADDING, y, width + 2 * PADDING, 6)


def across(row: float) -> Layout:
    """A4 on its side, with 12 mm more at the left for binding."""
    return Layout(A4_ACROSS, left=24.0, right=285.0, top=12.0, bottom=198.0, row=row)


def upright(row: float) -> Layout:
    """A4 upright, with 12 mm more at the left for binding."""
    return Layout(A4, left=24.0, right=198.0, top=12.0, bottom=285.0, row=row)


@value
class Strip:
    """Words that stand on every page above or below the table."""

    box: Box
    words: str
    style: Style


@value
class Sums:
    """How many lines, and the sum of each amount column in fen."""

    count: int = 0
    fen: tuple[int, ...] = ()

    @classmethod
    def of(cls, lines: Sequence[L], amounts: Iterable[Callable[[L], int]]) -> Sums:
        """The sums of some lines."""
        return cls(len(lines), tuple(sum(map(amount, lines)) for amount in amounts))

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.count + other.count, tuple(map(sum, zip_longest(self.fen, other.fen, fillvalue=0))))


@value
class Register(Generic[L]):
    """A register to draw; ``lines`` stand in their order, those of a group together.

    ``name``: of the document, ``title``: what stands above. ``which`` says which line it is of one that something must
    be written into by hand. ``group`` gives the key of a line's group, ``group_words`` its words; without ``group``
    there are no headings. ``unit`` is what is counted. ``page_sums``: each page ends with its sum and the sum so far.
    ``in_words``: a label, and the place of the amount, among the amounts, whose whole it says in words. ``tails``
    stand beside the sum of a page and of the whole. ``code`` marks a page in the box ``mark``. ``page_at``: where x
    of y stands. ``blanks`` are lines to write on. ``breaks``: how many lines each page had when it was printed;
    empty: as they fit.
    """

    name: str
    title: str
    layout: Layout
    columns: tuple[Column[L], ...]
    lines: Sequence[L]
    which: Callable[[L], str]
    strips: tuple[Strip, ...]
    page_at: Box
    group: Callable[[L], Hashable] | None = None
    group_words: Callable[[Any], str] = str
    unit: str = "人"
    page_sums: bool = False
    in_words: tuple[str, int] | None = None
    tails: tuple[str, str] = ("", "")
    code: Callable[[int], str] | None = None
    mark: Box | None = None
    blanks: tuple[Line, ...] = ()
    breaks: tuple[int, ...] = ()

    @property
    def amounts(self) -> list[Callable[[L], int]]:
        """What is summed."""
        return [column.fen for column in self.columns if column.fen is not None]

    @property
    def room(self) -> float:
        """Millimetres that a page has for headings, lines and subtotals."""
        layout, sums = self.layout, 2 * self.layout.sum if self.page_sums else 0.0
        return layout.bottom - layout.top - layout.head - layout.column_names - sums - layout.foot

    @property
    def closing(self) -> float:
        """Millimetres that the last page needs besides."""
        whole = 0.0 if self.page_sums else self.layout.sum
        return whole + (0.0 if self.in_words is None else self.layout.words)


@value
class Made:
    """Where, by whom and when a register is made: it stands on every page."""

    village_name: str
    desk: str
    by: str
    at: datetime


_SMALL = Style(10.5)
_LARGE = Style(11)


def usual_strips(layout: Layout, made: Made, about: str) -> tuple[Strip, ...]:
    """Village and what the register is about above the table; who made it when, and by which desk, below."""
    line, foot, width = layout.top + 8.6, layout.bottom - 6, layout.width
    by = f"制表：{made.by}　{minute(made.at)}　协办台 {made.desk}"
    village = width * 0.45
    return (
        Strip(layout.flush(0, line, village), f"单位：{made.village_name}", _LARGE),
        Strip(layout.flush(village + 2, line, width - village - 2), about, Style(11, bold=True, align=Align.RIGHT)),
        Strip(layout.flush(0, foot, width - 42), by, _SMALL),
    )


def headed(headings: Mapping[str, str] | None) -> Callable[[Any], str]:
    """The words above a group of lines: those that are given for it, with the cadre who answers for it, or its own."""
    given = headings or {}
    return lambda group: given.get(str(group), str(group))


def page_number(layout: Layout) -> Box:
    """Where page x of y stands: at the right of the foot."""
    return layout.flush(layout.width - 40, layout.bottom - 6, 40)
