"""Rows that repeat: which rows of a form they are, and which lines a list makes of them, page by page. No XML."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Protocol

from sync.agreement.values import value
from village_desk.domain.form_fields import Record
from village_desk.words import _
from village_desk.workbooks.forms.form_problem import Problem
from village_desk.workbooks.forms.form_sheet import Area, Spot, name_of
from village_desk.workbooks.forms.placeholders import Band, Marked

GROUPED_BY = "村民小组"
"""The field by which records stand in groups; ``{组.名称}`` says it."""
_REPEATED = (Band.GROUP, Band.RECORD, Band.GROUP_SUM, Band.PAGE_SUM)
"""The bands in the order in which they stand below each other."""


Words = Callable[[int, Record, int], Mapping[int, str]]
"""The words of a template's row filled with a record of that number, by column."""


class PageRoom(Protocol):
    """How much room pages have for records: points of height, measured by whoever draws them.

    A little is left free: Excel measures a little differently, and would begin a page of its own.
    """

    @property
    def first(self) -> float:
        """On the first page, below the fixed rows and the repeated titles; sums at the foot not yet taken off."""

    @property
    def later(self) -> float:
        """On every other page."""

    def height(self, row: int, words: Mapping[int, str]) -> float:
        """Of the template's row when its cells, by column counted from 1, hold these words; at least its own."""


@value
class Block:
    """The rows that one list fills, below each other: headings of groups, records, sums of groups and of pages."""

    list: str
    bands: Mapping[Band, range]

    @property
    def records(self) -> range:
        """The rows of one record."""
        return self.bands[Band.RECORD]

    @property
    def rows(self) -> range:
        """All of its rows in the template."""
        return range(min(each.start for each in self.bands.values()), max(each.stop for each in self.bands.values()))

    def is_spanned(self, top: int, bottom: int) -> bool:
        """Whether merged cells from ``top`` to ``bottom`` go over all of its rows, and so grow with them.

        Those over the rows of one record alone belong to each record.
        """
        rows = set(self.rows)
        return rows <= set(range(top, bottom + 1)) and not set(range(top, bottom + 1)) <= set(self.records)

    @property
    def is_plain(self) -> bool:
        """Whether only records repeat, so that a sum may simply be taken over all rows."""
        return len(self.bands) == 1


@value
class BandRow:
    """One row to be written: the template's row, the records it speaks of, the number of the first of them.

    ``height`` is in points, 0 where the template's counts. ``ends_page``: the next line begins a page.
    """

    row: int
    band: Band
    records: Sequence[Record]
    number: int = 1
    height: float = 0.0
    ends_page: bool = False


def blocks(
    cells: Mapping[Spot, Marked], merges: Sequence[Area], labels: Collection[Spot] = ()
) -> tuple[list[Block], list[Problem]]:
    """The blocks of a form from top to bottom, and what is wrong with them.

    ``labels``: the cells that hold fixed words alone; one that is merged downwards adds no line to a record.
    """
    named, problems = _named_rows(cells)
    lists = list(dict.fromkeys(name for _band, name in named))
    found = []
    growing = [each for each in merges if each[:2] not in labels]
    for each in lists:
        bands = {band: _grown(rows, named.values(), growing) for (band, name), rows in named.items() if name == each}
        amiss = _amiss(bands, cells)
        problems += amiss
        if not amiss:
            found.append(Block(each, bands))
    problems += _split_merges(found, cells, merges)
    found.sort(key=lambda block: block.rows.start)
    for above, below in zip(found, found[1:], strict=False):
        if below.rows.start < above.rows.stop:
            problems.append(Problem(name_of(below.rows.start, 1), _("两个名单的行混在一起"), _("请把它们上下分开")))
    return found, problems


def _named_rows(cells: Mapping[Spot, Marked]) -> tuple[dict[tuple[Band, str], range], list[Problem]]:
    by_row: dict[int, set[tuple[Band, str]]] = {}
    for (row, _column), marked in cells.items():
        by_row.setdefault(row, set()).update((p.band, p.list) for p in marked.places if p.band in _REPEATED)
    problems = [
        Problem(name_of(row, 1), _("一行里有两种会重复的字段"), _("名单、组、小计、本页要各占一行"))
        for row, bands in by_row.items()
        if len(bands) > 1
    ]
    rows: dict[tuple[Band, str], range] = {}
    for row, bands in sorted(by_row.items()):
        for each in bands:
            rows[each] = range(rows[each].start if each in rows else row, row + 1)
    return rows, problems


def _grown(rows: range, bands: Collection[range], merges: Sequence[Area]) -> range:
    """The rows with those that are merged with the last of them: the second line of a record.

    Cells merged over rows of another band stand beside both, and add none.
    """
    others = {row for band in bands if band != rows for row in band}
    ends = [
        bottom + 1 for top, _left, bottom, _right in merges if top in rows and others.isdisjoint(range(top, bottom + 1))
    ]
    return range(rows.start, max([rows.stop, *ends]))


def _amiss(bands: Mapping[Band, range], cells: Mapping[Spot, Marked]) -> list[Problem]:
    first = min(each.start for each in bands.values())
    where = next(name_of(*spot) for spot in sorted(cells) if spot[0] == first)
    if Band.RECORD not in bands:
        return [Problem(where, _("有组、小计或本页，却没有名单的行"), _("请加一行 {.姓名} 这样的字段"))]
    standing = [bands[each] for each in _REPEATED if each in bands]
    if all(above.stop == below.start for above, below in zip(standing, standing[1:], strict=False)):
        return []
    return [Problem(where, _("会重复的行不挨着"), _("从上到下应是：组、名单、小计、本页，中间不要夹别的行"))]


def _split_merges(found: Sequence[Block], cells: Mapping[Spot, Marked], merges: Sequence[Area]) -> Iterator[Problem]:
    for top, left, bottom, right in merges:
        rows = set(range(top, bottom + 1))
        repeats = (top, left) in cells and any(each.band in _REPEATED for each in cells[top, left].places)
        for block in found:
            split = any(rows & set(band) and not rows <= set(band) for band in block.bands.values())
            if split and (repeats or not block.is_spanned(top, bottom)):
                where = f"{name_of(top, left)}:{name_of(bottom, right)}"
                cure = _("请取消这处合并，或者让它从头到尾盖住会重复的行")
                yield Problem(where, _("合并的格子跨进了会重复的行"), cure)


@dataclass
class Arranging:
    """The lines that a block makes of its list. ``tail``: the template's rows below it, which want to stay with it."""

    block: Block
    room: PageRoom | None = None
    words: Words | None = None
    tail: Sequence[int] = ()
    _heights: dict[int, float] = field(default_factory=dict)

    def lines(self, records: Sequence[Record]) -> list[BandRow]:
        """The lines in their order. An empty list makes one empty record."""
        pages = self._pages(list(self._units(records or [{}])))
        lines: list[BandRow] = []
        number = 1
        for page in pages:
            lines += [line for unit in page for line in unit]
            count = sum(1 for unit in page for line in unit if line.row == self.block.records.start)
            spoken = records[number - 1 : number - 1 + count]
            lines += self._of_band(Band.PAGE_SUM, spoken, number)
            if page is not pages[-1]:
                lines[-1] = _ending_page(lines[-1])
            number += count
        return lines

    def _units(self, records: Sequence[Record]) -> Iterator[list[BandRow]]:
        """What stays on one page: a record, with its group's heading before it and its group's sum behind it."""
        number = 1
        for _key, grouped in groupby(records, lambda record: record.get(GROUPED_BY)):
            group = list(grouped)
            for place, record in enumerate(group):
                unit = self._of_band(Band.GROUP, group, number) if place == 0 else []
                unit += self._record(record, number + place)
                if place == len(group) - 1:
                    unit += self._of_band(Band.GROUP_SUM, group, number)
                yield unit
            number += len(group)

    def _record(self, record: Record, number: int) -> list[BandRow]:
        return [
            BandRow(row, Band.RECORD, (record,), number, self._height(row, record, number))
            for row in self.block.records
        ]

    def _of_band(self, band: Band, records: Sequence[Record], number: int) -> list[BandRow]:
        return [BandRow(row, band, records, number) for row in self.block.bands.get(band, ())]

    def _pages(self, units: list[list[BandRow]]) -> list[list[list[BandRow]]]:
        if self.room is None:
            return [units]
        foot = sum(map(self._fixed, self.block.bands.get(Band.PAGE_SUM, ())))
        first, later = (room - foot for room in (self.room.first, self.room.later))
        pages: list[list[list[BandRow]]] = [[]]
        left = first
        for unit in units:
            height = self._whole(unit)
            if height > left and pages[-1]:
                pages.append([])
                left = later
            pages[-1].append(unit)
            left -= height
        tail = sum(map(self._fixed, self.tail))
        if tail > left and len(pages[-1]) > 1 and tail + self._whole(pages[-1][-1]) <= later:
            pages.append([pages[-1].pop()])  # what stands below the list never stands on a page alone
        return pages

    def _whole(self, unit: list[BandRow]) -> float:
        return sum(line.height or self._fixed(line.row) for line in unit)

    def _fixed(self, row: int) -> float:
        if row not in self._heights:
            self._heights[row] = self.room.height(row, {}) if self.room else 0.0
        return self._heights[row]

    def _height(self, row: int, record: Record, number: int) -> float:
        """The height that the record's words need, where that is more than the template's."""
        if self.room is None or self.words is None:
            return 0.0
        needed = self.room.height(row, self.words(row, record, number))
        return needed if needed > self._fixed(row) else 0.0


def _ending_page(line: BandRow) -> BandRow:
    return BandRow(line.row, line.band, line.records, line.number, line.height, True)
