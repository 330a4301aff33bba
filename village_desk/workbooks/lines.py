"""The rows under a header: which are people, which are totals, headings and footers, and what stands in their fields.

A line gathers the problems of its row. Knows no household and no policy.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from village_desk.domain import identity
from village_desk.domain.errors import Refused
from village_desk.workbooks import cells
from village_desk.workbooks.cells import Cell
from village_desk.workbooks.headers import Header, Table
from village_desk.workbooks.problem import Problem

T = TypeVar("T")

_SHOWN = 30

_TOTAL = re.compile(r".{0,8}(小计|合计|总计|共计|累计)([:：]?[0-9,.]*[人户元]?)")
_FOOTER = re.compile(
    r"(制表|制单|审核|复核|填报|填表|负责人|经办人?[:：(]|村委会|单位(负责人|盖章)?[:：(]|盖章|备注[:：]|注[:：]|说明[:：]|第.{1,4}页|共.{1,4}页|以下空白)"
)
_LONG = re.compile(r"[0-9]{6}")
_EVIDENCE = ("head", "relation", "sex", "phone", "tier", "account", "base", "total")
"""Fields besides name and number of which two or more show that a row is about a person."""


class Sort(Enum):
    """What a row under a header is."""

    PERSON = "person"
    TOTAL = "total"
    ASIDE = "aside"


@dataclass(slots=True)
class Line:
    """One row under a header: ``row`` as Excel shows it."""

    sheet: str
    row: int
    cells: list[Cell]
    header: Header
    problems: list[Problem] = field(default_factory=list)

    @property
    def held(self) -> bool:
        """Whether a problem keeps the row out."""
        return any(problem.holds for problem in self.problems)

    def fields(self, name: str) -> list[Cell]:
        """The cells of every column that holds a field."""
        return [self.cells[place] for place in self.header.columns.get(name, ()) if place < len(self.cells)]

    def cell(self, name: str) -> Cell:
        """The cell of a field: the first one filled, where several columns hold it."""
        found = self.fields(name)
        if len(found) == 1:
            return found[0]
        return next((cell for cell in found if not cells.is_blank(cell)), "")

    def text(self, name: str) -> str:
        """What stands in a field, nothing for a stroke or 无."""
        return cells.words(self.cell(name))

    def read(self, name: str, reader: Callable[[Cell], T], instead: T, holds: bool = True) -> T:
        """What ``reader`` makes of a field; its refusal becomes a problem, and ``instead`` is given."""
        try:
            return reader(cells.readable(self.cell(name)))
        except Refused as no:
            self.doubt(name, no, holds)
            return instead

    def read_all(self, name: str, reader: Callable[[Cell], T], instead: T) -> list[T]:
        """What ``reader`` makes of each column of a field; a refusal becomes a problem, and ``instead`` is given."""
        found = []
        for cell in self.fields(name):
            try:
                found.append(reader(cells.readable(cell)))
            except Refused as no:
                self.doubt(name, no)
                found.append(instead)
        return found

    def check(self, name: str, rule: Callable[[], None], holds: bool = True) -> None:
        """Asks a rule about a field; where it refuses, the refusal becomes a problem."""
        try:
            rule()
        except Refused as no:
            self.doubt(name, no, holds)

    def doubt(self, name: str, why: Refused, holds: bool = True) -> None:
        """Adds a problem about a field, "" for the row as a whole."""
        label = self.header.label(name)
        who, what = self._shown("name"), self._shown(name) if label else ""
        self.problems.append(Problem(self.row, self.sheet, label, why.code, why.message, why.cure, holds, who, what))

    def _shown(self, name: str) -> str:
        """What stands in a field as a list of problems may show it: short, its long numbers masked."""
        return identity.mask_in(cells.text(self.cell(name)))[:_SHOWN]

    def sort(self) -> Sort:
        """What the row is. Whatever has a name or a number is a person, unless it is a total."""
        filled = self._filled()
        if not filled or self._repeats_header():
            return Sort.ASIDE
        if _LONG.search(self.text("id_number")):
            return Sort.PERSON
        if any(map(_TOTAL.fullmatch, filled[:2])):
            return Sort.TOTAL
        if _FOOTER.match(filled[0]) or _is_heading(filled) or not self._is_about_someone():
            return Sort.ASIDE
        return Sort.PERSON

    def heading(self) -> str:
        """The words of a heading between the rows, such as 第3组; nothing when the row is none."""
        filled = self._filled()
        return filled[0] if _is_heading(filled) else ""

    def _filled(self) -> list[str]:
        return [words for words in map(cells.words, self.cells) if words]

    def _is_about_someone(self) -> bool:
        if self.text("name") or self.text("id_number"):
            return True
        return sum(bool(self.text(name)) for name in _EVIDENCE) >= 2

    def _repeats_header(self) -> bool:
        """Printed rosters carry their header on every page."""
        return all(self.text(name) == self.header.label(name) for name in ("name", "id_number"))


def under(table: Table) -> Iterator[Line]:
    """Every row under the header, in order."""
    first = table.header.row + 1
    for place, row in enumerate(table.sheet.rows[first:], first + 1):
        yield Line(table.sheet.name, place, row, table.header)


def _is_heading(filled: list[str]) -> bool:
    return len(filled) == 1 and filled[0].endswith(("组", "队", "社"))
