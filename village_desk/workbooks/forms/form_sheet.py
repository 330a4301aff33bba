"""The sheet of a form as a tree: its rows and cells by place, and where new elements belong. Fills nothing."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.forms.parts import BOOK, Parts

Spot = tuple[int, int]
"""The row and the column of a cell, both counted from 1."""
Area = tuple[int, int, int, int]
"""A rectangle of cells: first row, first column, last row, last column."""

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ORDER = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection"),
    *("protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells"),
    *("phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors"),
    *("smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
    *("webPublishItems", "tableParts", "extLst"),
)
"""The order of a sheet's parts (ECMA-376 part 1, 18.3.1.99): in another one Excel calls the file damaged."""


class FormSheet:
    """A sheet of a workbook, the first visible one unless ``place`` says which, from 0.

    Rows and cells say where they stand once this is made.
    """

    def __init__(self, parts: Parts, place: int | None = None) -> None:
        self.parts = parts
        self.name, self.member = _sheet(parts, place)
        self.tree = parts.tree(self.member)
        data = self.tree.find("{*}sheetData")
        if data is None:
            raise file_kinds.damaged()
        self.data: _Element = data
        _number(data)

    def rows(self) -> Iterator[tuple[int, _Element]]:
        """The rows in their order, with their numbers."""
        return ((int(row.get("r") or 0), row) for row in self.data.iterfind("{*}row"))

    def cells(self) -> Iterator[tuple[Spot, _Element]]:
        """The cells in the order of reading, with their places."""
        for _number_of_row, row in self.rows():
            for cell in row.iterfind("{*}c"):
                yield spot(cell.get("r") or ""), cell

    def merges(self) -> list[Area]:
        """The merged areas."""
        found = self.tree.iterfind("{*}mergeCells/{*}mergeCell")
        return [area(each.get("ref") or "") for each in found]

    def part_of_book(self, kind: str) -> str:
        """The part that the workbook calls its ``styles`` or ``sharedStrings``; "" if it has none."""
        return next((each.target for each in self.parts.relations(BOOK) if each.kind == kind), "")

    def insert(self, name: str) -> _Element:
        """A new part of the sheet in its right place."""
        element = etree.Element(f"{{{etree.QName(self.tree).namespace}}}{name}")
        later = set(_ORDER[_ORDER.index(name) + 1 :])
        for place, each in enumerate(self.tree):
            if isinstance(each.tag, str) and etree.QName(each).localname in later:
                self.tree.insert(place, element)
                return element
        self.tree.append(element)
        return element


def style(cell: _Element) -> int:
    """The number of the cell's format."""
    written = cell.get("s") or "0"
    return int(written) if written.isdecimal() else 0


def spot(name: str) -> Spot:
    """The row and column of a cell's name, ``B5`` or ``$B$5``. Refused ``not_a_workbook`` for another word."""
    found = _PLACE.fullmatch(name)
    if found is None:
        raise file_kinds.damaged()
    return int(found[2]), column_number(found[1])


def area(ref: str) -> Area:
    """The rectangle of ``B5:C7`` or ``B5``. Refused as ``spot``."""
    first, _colon, last = ref.partition(":")
    top, left = spot(first)
    bottom, right = spot(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def name_of(row: int, column: int) -> str:
    """``B5``."""
    return f"{column_letters(column)}{row}"


def column_number(letters: str) -> int:
    """2 for B."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """B for 2."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(parts: Parts, place: int | None) -> tuple[str, str]:
    """Name and part of a sheet, the first that is not hidden unless another is meant."""
    targets = {each.id: each.target for each in parts.relations(BOOK)}
    for number, sheet in enumerate(parts.tree(BOOK).iterfind("{*}sheets/{*}sheet")):
        if number == place or (place is None and sheet.get("state", "visible") == "visible"):
            member = targets.get(_relation(sheet), "")
            if not parts.has(member):
                raise file_kinds.damaged()
            return sheet.get("name") or "", member
    raise file_kinds.damaged()


def _relation(sheet: _Element) -> str:
    """``r:id``, whose namespace differs between the two dialects of the format."""
    return next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")


def _number(data: _Element) -> None:
    """Writes their places to rows and cells that leave them out, which means: behind the one before."""
    row_number = 0
    for row in data.iterfind("{*}row"):
        row_number = int(row.get("r") or _row_of_cells(row) or row_number + 1)
        row.set("r", str(row_number))
        column = 0
        for cell in row.iterfind("{*}c"):
            written = cell.get("r")
            column = spot(written)[1] if written else column + 1
            cell.set("r", name_of(row_number, column))


def _row_of_cells(row: _Element) -> int:
    """The row that the first cell says, 0 if none does."""
    first = row.find("{*}c")
    written = first.get("r") if first is not None else None
    return spot(written)[0] if written else 0
