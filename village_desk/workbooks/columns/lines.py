"""The rows under a header: which are people, totals, headings and footers, and the values of their fields."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import FIELDS, Content
from village_desk.words import _
from village_desk.workbooks.columns import row_words
from village_desk.workbooks.columns.headers import HeadedTable, Header
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import column
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

T = TypeVar("T")

_SHOWN = 30

_LONG = re.compile(r"[0-9]{6}")
_WHOLE = re.compile(r"[0-9]{14}")
_BROKEN = re.compile(r"[^年月日:/.-]*[0-9#*][^年月日:.-]*")
"""What is left of an identity number that was damaged, masked or is an error of Excel's."""
_FIGURE = re.compile(r"[0-9]")
_SERIAL = re.compile(r"[0-9]{1,6}[.、]?")
_OF_A_HOUSE = (Content.GROUP, Content.HOUSE, Content.HEAD)
_WHO = (Content.NAME, Content.IDENTITY)
_OWN = tuple(column(name) for name, info in FIELDS.items() if info.content not in (*_OF_A_HOUSE, *_WHO))
"""The columns of what belongs to one person alone, whom a row is about."""
_TALLEST_MERGED = 50
_EVIDENCE = ("head", "relation", "sex", "phone", "tier", "account", "base", "total")
"""Fields besides name and number of which two or more show that a row is about a person."""


class Sort(Enum):
    """The sort of a row under a header."""

    PERSON = "person"
    TOTAL = "total"
    ASIDE = "aside"


@dataclass(slots=True)
class Line:
    """One row under a header: ``row`` as Excel shows it.

    ``shared`` are fields of a person's own whose cell is merged with one above: its value counts for that row alone.
    """

    sheet: str
    row: int
    cells: list[Cell]
    header: Header
    problems: list[Problem] = field(default_factory=list)
    sort: Sort = Sort.ASIDE
    shared: frozenset[str] = frozenset()

    @property
    def held(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.holds for problem in self.problems)

    def fields(self, name: str) -> list[Cell]:
        """The cells of every column that holds a field."""
        return [self.cells[place] if place < len(self.cells) else "" for place in self.header.columns.get(name, ())]

    def cell(self, name: str) -> Cell:
        """The cell of a field: the first one filled, where several columns hold it."""
        places = self.header.columns.get(name, ())
        if len(places) > 1:
            return next((cell for cell in self.fields(name) if not cells.is_blank(cell)), "")
        return self.cells[places[0]] if places and places[0] < len(self.cells) else ""

    def text(self, name: str) -> str:
        """The text of a field, empty for a stroke or 无."""
        return cells.words(self.cell(name))

    def read(self, name: str, reader: Callable[[Cell], T], instead: T, holds: bool = True) -> T:
        """The value of a field by ``reader``; its refusal becomes a problem, and ``instead`` is returned."""
        try:
            return reader(cells.readable(self.cell(name)))
        except Refused as no:
            self.doubt(name, no, holds)
            return instead

    def read_all(self, name: str, reader: Callable[[Cell], T], instead: T) -> list[T]:
        """The values of each column of a field by ``reader``; a refusal becomes a problem with ``instead``."""
        found = []
        for cell in self.fields(name):
            try:
                found.append(reader(cells.readable(cell)))
            except Refused as no:
                self.doubt(name, no)
                found.append(instead)
        return found

    def check(self, name: str, rule: Callable[[], None], holds: bool = True) -> None:
        """Check a field by a rule; a refusal becomes a problem."""
        try:
            rule()
        except Refused as no:
            self.doubt(name, no, holds)

    def doubt(self, name: str, why: Refused, holds: bool = True) -> None:
        """Adds a problem about a field, "" for the row as a whole; long numbers in its words are masked."""
        label = self.header.label(name)
        who, what = self._shown("name"), self._shown(name) if label else ""
        words = (why.code, identity.mask_in(why.message), why.cure)
        self.problems.append(Problem(self.row, self.sheet, label, *words, holds, who, what, name if label else ""))

    def _shown(self, name: str) -> str:
        """The cell of a field as a list of problems may show it: short, its long numbers masked."""
        return identity.mask_in(cells.text(self.cell(name)))[:_SHOWN]

    def filled(self) -> list[str]:
        """The words of the cells that say something, in order."""
        return [words for words in map(cells.words, self.cells) if words]

    def heading(self) -> str:
        """The group that a heading between the rows names, such as 第3组; nothing when the row is none."""
        return row_words.heading(self.filled())

    def is_numbered(self) -> bool:
        """Whether an identity number stands in the row, be it damaged: then the row is about somebody."""
        written = self.text("id_number")
        if not _LONG.search(written) or row_words.signs_off(written):
            return False
        return bool(self.text("name")) or self.has_serial() or _WHOLE.search(written) is not None

    def is_displaced(self) -> bool:
        """Whether an identity number stands in the row, but in no column of one: cells were moved to the side."""
        own = {*self.header.columns.get("id_number", ()), *self.header.columns.get("other_person", ())}
        found = (cell for place, cell in enumerate(self.cells) if place not in own and isinstance(cell, str))
        return any(identity.is_one(cells.text(cell)) for cell in found)

    def report_displaced(self) -> None:
        """Holds the row of a person without a number in its column, if one stands in another column."""
        if self.sort is Sort.PERSON and self.is_displaced():
            message = _("这一行的身份证号不在“{label}”那一列").format(label=self.header.label("id_number"))
            cure = _("请看这一行是不是错了格，各格对齐了再导入")
            self.doubt("", Refused(message, cure, "row_displaced"))

    def has_serial(self) -> bool:
        """Whether the row has a number of its own, as the rows of people have."""
        return _SERIAL.fullmatch(self.text("serial")) is not None

    def repeats_header(self) -> bool:
        """Printed rosters carry their header on every page."""
        return all(self.text(name) == self.header.label(name) for name in ("name", "id_number"))

    def is_about_someone(self, alone: bool) -> bool:
        """Whether a row without an identity number is of a person whose number is missing.

        ``alone``: the row stands where no person is expected, so that only a whole row with a number of its own
        counts.
        """
        named, evidence = self.is_named(), sum(bool(self.text(name)) for name in _EVIDENCE)
        if named and _BROKEN.fullmatch(self.text("id_number")):
            return True
        if alone:
            return named and self.has_serial() and (self._is_paid() if self._pays() else evidence > 0)
        if self.has_serial():
            return evidence >= 2 or (named and not self._pays())
        if self.text("serial") and not _FIGURE.search(self.text("serial")):
            return False
        if self._pays():
            return self._is_paid() and (named or bool(self.text("account")))
        return named or (evidence >= 2 and not self.text("name"))

    def is_named(self) -> bool:
        """Whether something that may be a name stands in the column of names."""
        return row_words.may_be_a_name(self.text("name"))

    def sums_up(self) -> bool:
        """Whether the row has an amount and nothing else of a payee: a total without a word for it."""
        return self._pays() and self._is_paid() and not self.is_named() and not self.text("account")

    def report_shared(self) -> None:
        """Remarks on values of merged cells that count for the first of their rows only."""
        for name in sorted(self.shared):
            message = _("这一格与上面的合并了，只算上面第一个人的")
            self.doubt(name, Refused(message, _("若也是这个人的，请取消合并，各填各的"), "cell_shared"), holds=False)

    def report_aside(self) -> None:
        """Remarks on a row that was not taken for a person although it may contain a name."""
        if self.sort is not Sort.ASIDE or not self.is_named() or self.repeats_header():
            return
        if not row_words.signs_off(self.filled()[0]):
            message = _("这一行没有身份证号，没有当作人：{words}").format(words=self.text("name"))
            self.doubt(
                "", Refused(message, _("若是人，请补上身份证号和序号；是签字或说明就不用管"), "row_aside"), holds=False
            )

    def _pays(self) -> bool:
        return "total" in self.header.columns

    def _is_paid(self) -> bool:
        amount = self.text("total").removesuffix("元").replace(",", "").replace(".", "")
        return amount.isdecimal()


def under(table: HeadedTable) -> Iterator[Line]:
    """Every row under the header, in order, each with its sort; rows under a further header belong to that one."""
    rows = list(_rows(table))
    numbered = {place for place, line in enumerate(rows) if line.is_numbered()}
    last = max(numbered, default=len(rows))
    ended = False
    for place, line in enumerate(rows):
        if place in numbered:
            line.sort = Sort.PERSON
        else:
            line.sort = _sort(line, ended)
            line.report_displaced()
        ended = place >= last and (ended or line.sort is not Sort.PERSON)
        yield line


def _rows(table: HeadedTable) -> Iterator[Line]:
    header, below = table.header, {header.row: header for header in table.below}
    shared = _shared(table)
    for place, cells_of in enumerate(table.sheet.rows[header.row + 1 :], table.header.row + 1):
        header = below.get(place, header)
        line = Line(table.sheet.name, place + 1, cells_of, header)
        if shared:
            line.shared = frozenset(
                name for name in _OWN for column in header.columns.get(name, ()) if (place, column) in shared
            )
        yield line


def _shared(table: HeadedTable) -> set[tuple[int, int]]:
    """The places of merged cells below their first row: the value counts for the first row only."""
    return {
        (row, column)
        for (top, left), (bottom, right) in table.sheet.merged
        if table.header.row < top < bottom and bottom - top < _TALLEST_MERGED
        for row in range(top + 1, bottom + 1)
        for column in range(left, right + 1)
    }


def _sort(line: Line, ended: bool) -> Sort:
    """The sort of a row without an identity number.

    ``ended``: all people with one stand above, and another row came since.
    """
    filled = line.filled()
    if not filled or line.repeats_header() or row_words.heading(filled):
        return Sort.ASIDE
    if row_words.is_total(filled):
        return Sort.TOTAL
    if row_words.signs_off(filled[0]):
        return Sort.ASIDE
    if line.is_about_someone(alone=ended) or line.is_displaced():
        return Sort.PERSON
    return Sort.TOTAL if line.sums_up() else Sort.ASIDE
