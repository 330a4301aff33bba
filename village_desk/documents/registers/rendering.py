"""Draws any register, page by page: what pages share is drawn once, each line in one pass over its columns.

A cell whose words no font has stays blank on a line to write on; the paper says which (``Paper.by_hand``).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, Generic

from village_desk.documents import fonts
from village_desk.documents.grid import Rules
from village_desk.documents.paper import Align, Box, ByHand, Line, Paper, Sheet, Slot, Style
from village_desk.documents.registers.arranging import GroupStart, Page, Subtotal, pages
from village_desk.documents.registers.register import L, Register, Sums
from village_desk.domain.basics import money
from village_desk.domain.basics.progress import Progress, silent

_NAMES = Style(10.5, bold=True, align=Align.CENTRE)
_HEADING = Style(11, bold=True)
_SUM_OF = Style(10, bold=True, align=Align.RIGHT)
_MARK = Style(12, bold=True, align=Align.CENTRE)
_BLANK = "＿"
"""Stands for a character that no font has where words run on, as in a heading."""


def draw(register: Register[L], progress: Progress = silent, only: Collection[int] = ()) -> Paper:
    """The register as a PDF, or ``only`` these pages of it, each as it stands in the whole.

    Reports each finished page to ``progress``; raises Cancelled. Equal content: equal bytes.

    Nothing stops it for want of a font: what no font has is left blank, and ``by_hand`` of the paper says where.
    """
    drawing = _Drawing(register)
    arranged = pages(register)
    wanted = [page for page in arranged if not only or page.number in only]
    for done, page in enumerate(wanted, 1):
        drawing.draw(page, len(arranged))
        progress(done, len(wanted))
    return drawing.finish()


class _Drawing(Generic[L]):
    """One register on its sheet."""

    def __init__(self, register: Register[L]) -> None:
        self._register, self._layout = register, register.layout
        self._by_hand: dict[ByHand, None] = {}
        self._sheet = Sheet(register.layout.size, register.name)
        columns, left = register.columns, register.layout.left
        self._edges = [left + sum(column.width for column in columns[:place]) for place in range(len(columns) + 1)]
        every = [
            (self._sheet.slot(edge, column.width, column.style), says, column.together)
            for column, edge in zip(columns, self._edges, strict=False)
            if (says := column.says()) is not None
        ]
        self._cells = [(slot, says) for slot, says, together in every if not together]
        self._shared = [(slot, says) for slot, says, together in every if together]
        self._amounts = [place for place, column in enumerate(columns) if column.fen is not None]
        ends = {place + more for place in self._amounts for more in (0, 1)}
        self._around_sums = [self._edges[place] for place in sorted(ends)]

    def draw(self, page: Page[L], total: int) -> None:
        """One page, whole."""
        kinds, last = tuple(map(_kind, page.items)), page.number == total
        self._sheet.repeat("head", self._head)
        name = f"{last} {' '.join(kind.__name__ for kind in kinds)}"
        self._sheet.repeat(name, partial(self._frame, kinds, last))
        self._marks(page, total)
        y = self._items(page)
        self._sums_below(y, page, last)
        self._sheet.end_page()

    def finish(self) -> Paper:
        """The paper, once every page was drawn."""
        paper = self._sheet.finish()
        return Paper(paper.pdf, paper.pages, tuple(self._by_hand))

    # what pages share

    def _head(self) -> None:
        """What stands above and below the table on every page."""
        register, layout = self._register, self._layout
        title = Box(layout.left, layout.top, layout.width, 8)
        self._put(title, register.title, Style(18, bold=True, align=Align.CENTRE))
        if register.mark is not None:
            self._sheet.frame(register.mark, 0.8)
        for strip in register.strips:
            self._put(strip.box, strip.words, strip.style)
        if register.blanks:
            self._sheet.lines(register.blanks)

    def _frame(self, kinds: Sequence[type[Any]], last: bool) -> None:
        """The table of a page with rows of these kinds: its rules, the names of its columns, the words beside sums."""
        layout, rules = self._layout, Rules()
        self._column_names()
        first = y = self._ruled(rules, layout.table, layout.column_names, self._edges[1:-1])
        for place, kind in enumerate(kinds):
            shares = bool(self._shared) and self._is_line(kind) and kinds[place + 1 : place + 2] == (kind,)
            y = self._ruled(rules, y, self._height(kind), self._between(kind), shares)
        self._sheet.lines([(layout.left, edge, layout.right, edge) for edge in (first, y)], 1.0)
        for words in self._tails(last):
            y = self._ruled(rules, y, layout.sum, self._around_sums)
            beside = self._around_sums[-1] if self._around_sums else layout.left + layout.width / 4
            self._put(Box(beside, y - layout.sum, layout.right - beside, layout.sum), words, Style(10.5))
        if last and self._register.in_words is not None:
            y = self._ruled(rules, y, layout.words, [])
        if last and y + 8 < layout.bottom - layout.foot:
            ended = Box(layout.left, y + 1, layout.width, 6)
            self._put(ended, "——　以下空白　——", Style(10.5, align=Align.CENTRE))
        self._sheet.lines(rules.lines())
        self._sheet.frame(Box(layout.left, layout.table, layout.width, y - layout.table))

    def _column_names(self) -> None:
        table, height = self._layout.table, self._layout.column_names
        for column, x in zip(self._register.columns, self._edges, strict=False):
            if column.second:
                self._sheet.put(Box(x, table + 0.5, column.width, 4.2), column.name, _NAMES)
                self._sheet.put(Box(x, table + 4.4, column.width, 4.2), column.second, _NAMES)
            else:
                self._sheet.put(Box(x, table, column.width, height), column.name, _NAMES)

    def _ruled(self, rules: Rules, y: float, height: float, between: list[float], shares: bool = False) -> float:
        """Rules below a row and between its cells; gives where the next row begins.

        ``shares``: the columns that lines share get their rule page by page, at the right of them is the rest.
        """
        layout = self._layout
        for left, right in self._apart() if shares else ((layout.left, layout.right),):
            rules.across(left, right, y + height)
        for x in between:
            rules.down(x, y, y + height)
        return y + height

    def _apart(self) -> list[tuple[float, float]]:
        """The spans of the columns that no lines share."""
        spans: list[tuple[float, float]] = []
        for column, left, right in zip(self._register.columns, self._edges, self._edges[1:], strict=False):
            if not column.together:
                joins = bool(spans) and spans[-1][1] == left
                spans.append((spans.pop()[0] if joins else left, right))
        return spans

    # what differs

    def _marks(self, page: Page[L], total: int) -> None:
        """The page's code, and its number."""
        register = self._register
        if register.code is not None and register.mark is not None:
            self._put(register.mark, f"页标 {register.code(page.number)}", _MARK)
        number = f"第 {page.number} 页　共 {total} 页"
        self._sheet.put(register.page_at, number, Style(11, align=Align.RIGHT))

    def _items(self, page: Page[L]) -> float:
        """The rows of a page; gives where they end."""
        y = self._layout.table + self._layout.column_names
        before: list[str] | None = None
        for item in page.items:
            if isinstance(item, GroupStart):
                self._heading(y, item)
                before = None
            elif isinstance(item, Subtotal):
                words = f"{self._group(item.group)}小计　{item.sums.count} {self._register.unit}"
                self._sums(y, self._layout.subtotal, words, item.sums)
            else:
                before = self._line(y, item, before)
            y += self._height(type(item))
        return y

    def _line(self, y: float, line: L, before: list[str] | None) -> list[str] | None:
        """A line's cells; what it says in the shared columns, which it leaves out where the line before said it."""
        height = self._layout.row
        cells = [(slot, words) for slot, says in self._cells if (words := says(line))]
        shared = [says(line) for _slot, says in self._shared]
        if self._shared and shared != before:
            cells += [(slot, words) for (slot, _says), words in zip(self._shared, shared, strict=True) if words]
            if before is not None:
                self._sheet.lines([(slot.x, y, slot.x + slot.width, y) for slot, _says in self._shared])
        for slot in self._sheet.row(y, height, cells):
            words = next(words for other, words in cells if other is slot)
            self._is_by_hand(self._register.which(line), words)
            self._sheet.lines([_to_write_on(slot, y, height)])
        return shared

    def _heading(self, y: float, heading: GroupStart) -> None:
        goes_on = "（续）" if heading.goes_on else ""
        words = f"{self._group(heading.group)}{goes_on} · {heading.count} {self._register.unit}"
        self._put(Box(self._layout.left, y, self._layout.width, self._layout.heading), words, _HEADING)

    def _sums_below(self, y: float, page: Page[L], last: bool) -> None:
        """The sums below the rows; on the last page also of the whole, and in words."""
        register, layout, unit = self._register, self._layout, self._register.unit
        if register.page_sums:
            self._sums(y, layout.sum, f"本页小计　{page.sums.count} {unit}", page.sums)
            y += layout.sum
        if register.page_sums or last:
            self._sums(y, layout.sum, f"{'总计' if last else '累计'}　{page.running.count} {unit}", page.running)
            y += layout.sum
        if last and register.in_words is not None:
            label, place = register.in_words
            whole = page.running.fen[place]
            words = f"{label}（大写）：{money.in_words(whole)}　　￥{money.figures(whole)}"
            self._sheet.put(Box(layout.left, y, layout.width, layout.words), words, Style(13, bold=True))

    def _sums(self, y: float, height: float, words: str, sums: Sums) -> None:
        left, right = self._layout.left, (self._around_sums or [self._layout.right])[0]
        self._put(Box(left, y, right - left, height), words, _HEADING)
        for place, fen in zip(self._amounts, sums.fen, strict=True):
            box = Box(self._edges[place], y, self._register.columns[place].width, height)
            self._sheet.put(box, money.figures(fen), _SUM_OF)

    # small things

    def _tails(self, last: bool) -> tuple[str, ...]:
        """The words beside each row of sums; so many rows there are."""
        page, whole = self._register.tails
        if self._register.page_sums:
            return page, whole if last else ""
        return (whole,) if last else ()

    def _height(self, kind: type[Any]) -> float:
        heights = {GroupStart: self._layout.heading, Subtotal: self._layout.subtotal}
        return heights.get(kind, self._layout.row)

    def _between(self, kind: type[Any]) -> list[float]:
        """Where the upright rules of a row of this kind stand."""
        if self._is_line(kind):
            return self._edges[1:-1]
        return self._around_sums if kind is Subtotal else []

    @staticmethod
    def _is_line(kind: type[Any]) -> bool:
        return kind not in (GroupStart, Subtotal)

    def _group(self, group: Any) -> str:
        return self._register.group_words(group)

    def _put(self, box: Box, words: str, style: Style) -> None:
        """Words that run on: each character that no font has is left blank."""
        odd = fonts.missing(words) if words and not fonts.is_plain(words) else ""
        if odd:
            self._is_by_hand("抬头或组名", words)
            words = "".join(_BLANK if each in odd else each for each in words)
        self._sheet.put(box, words, style)

    def _is_by_hand(self, where: str, words: str) -> None:
        self._by_hand[ByHand(where, words, fonts.missing(words))] = None


def _kind(item: object) -> type[Any]:
    return type(item)


def _to_write_on(slot: Slot, y: float, height: float) -> Line:
    return (slot.x + 1.5, y + height - 2.0, slot.x + slot.width - 1.5, y + height - 2.0)
