"""What a sheet says of its printing: paper, margins, scale, titles, print area, breaks, heads and feet.

Reads the words of the file (ECMA-376 part 1, 18.3.1); decides nothing about pages.
"""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sync.agreement.values import value
from village_desk.documents.paper import MM
from village_desk.documents.sheets.references import column_of, number_of, unescaped

_INCH = 72.0
_YES = ("1", "true", "on")

_PAPERS = {
    **{1: (215.9, 279.4), 5: (215.9, 355.6), 8: (297.0, 420.0), 9: (210.0, 297.0), 10: (210.0, 297.0)},
    **{11: (148.0, 210.0), 12: (257.0, 364.0), 13: (182.0, 257.0), 14: (215.9, 330.2), 70: (105.0, 148.0)},
    **{28: (229.0, 162.0), 34: (176.0, 250.0), 93: (146.0, 215.0), 94: (97.0, 151.0), 127: (184.0, 260.0)},
}
"""Width and height in millimetres of the papers by the format's number; any other is taken for A4."""

Lines = tuple[int, int]
"""The first and the last of rows or columns, counted from 1."""


@value
class Margins:
    """Points from the edges of the paper; ``head`` and ``foot`` are where the words outside the sheet stand."""

    left: float
    right: float
    top: float
    bottom: float
    head: float
    foot: float


@value
class HeadFoot:
    """The codes above and below every page, and those of the first and of even pages where they differ."""

    head: str = ""
    foot: str = ""
    first: tuple[str, str] | None = None
    even: tuple[str, str] | None = None
    scaled: bool = True
    aligned: bool = True

    def of(self, number: int) -> tuple[str, str]:
        """The codes above and below the page of that place, counted from 1."""
        if number == 1 and self.first is not None:
            return self.first
        if number % 2 == 0 and self.even is not None:
            return self.even
        return self.head, self.foot


@value
class PageSetup:
    """How a sheet is printed. Sizes in points.

    ``fit`` are the pages across and down that it must fit on (0: as many as there are) or None for ``scale``, a part
    of 1. ``areas`` are the print areas as they are written. Breaks lie before the row or column.
    """

    size: tuple[float, float]
    margins: Margins
    scale: float
    fit: tuple[int, int] | None
    first_number: int
    across_first: bool
    centred: tuple[bool, bool]
    headings: HeadFoot
    title_rows: Lines | None
    title_columns: Lines | None
    areas: tuple[str, ...]
    row_breaks: frozenset[int]
    column_breaks: frozenset[int]
    gridlines: bool


def page_setup(root: Element, defined: Mapping[str, str]) -> PageSetup:
    """The printing options of a sheet's tree; ``defined`` are the names that the workbook has for this sheet."""
    setup = root.find("{*}pageSetup")
    setup = Element("pageSetup") if setup is None else setup
    options = root.find("{*}printOptions")
    options = Element("printOptions") if options is None else options
    titles = defined.get("_xlnm.Print_Titles", "")
    return PageSetup(
        size=_size(setup),
        margins=_margins(root.find("{*}pageMargins")),
        scale=min(max(number_of(setup.get("scale", "100")), 10.0), 400.0) / 100,
        fit=_fit(root, setup),
        first_number=_first_number(setup),
        across_first=setup.get("pageOrder") == "overThenDown",
        centred=(options.get("horizontalCentered") in _YES, options.get("verticalCentered") in _YES),
        headings=_headings(root.find("{*}headerFooter")),
        title_rows=_title(r"\$?([0-9]+):\$?([0-9]+)", titles),
        title_columns=_title(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", titles),
        areas=_areas(defined.get("_xlnm.Print_Area", "")),
        row_breaks=_breaks(root, "rowBreaks"),
        column_breaks=_breaks(root, "colBreaks"),
        gridlines=options.get("gridLines") in _YES,
    )


def _size(setup: Element) -> tuple[float, float]:
    width, height = _PAPERS.get(int(setup.get("paperSize", "9")), _PAPERS[9])
    if setup.get("orientation") == "landscape":
        width, height = height, width
    return width * MM, height * MM


def _margins(element: Element | None) -> Margins:
    """Excel's own margins where the sheet has none."""
    given = {} if element is None else element.attrib
    usual = {"left": 0.7, "right": 0.7, "top": 0.75, "bottom": 0.75, "header": 0.3, "footer": 0.3}
    inches = [number_of(str(given.get(name, size))) * _INCH for name, size in usual.items()]
    return Margins(*inches)


def _fit(root: Element, setup: Element) -> tuple[int, int] | None:
    fits = root.find("{*}sheetPr/{*}pageSetUpPr")
    if fits is None or fits.get("fitToPage") not in _YES:
        return None
    return int(setup.get("fitToWidth", "1")), int(setup.get("fitToHeight", "1"))


def _first_number(setup: Element) -> int:
    return int(setup.get("firstPageNumber", "1")) if setup.get("useFirstPageNumber") in _YES else 1


def _headings(element: Element | None) -> HeadFoot:
    if element is None:
        return HeadFoot()
    words = {each.tag.rpartition("}")[2]: unescaped(each.text or "") for each in element}
    first = (words.get("firstHeader", ""), words.get("firstFooter", ""))
    even = (words.get("evenHeader", ""), words.get("evenFooter", ""))
    return HeadFoot(
        head=words.get("oddHeader", ""),
        foot=words.get("oddFooter", ""),
        first=first if element.get("differentFirst") in _YES else None,
        even=even if element.get("differentOddEven") in _YES else None,
        scaled=element.get("scaleWithDoc", "1") in _YES,
        aligned=element.get("alignWithMargins", "1") in _YES,
    )


_SHEET = re.compile(r"'(?:[^']|'')*'!|[^',!]+!")
"""The name of a sheet before a reference, which may hold commas and colons when it is quoted."""


def _title(pattern: str, titles: str) -> Lines | None:
    for part in _areas(titles):
        found = re.fullmatch(pattern, part)
        if found:
            first, last = (int(each) if each.isdigit() else column_of(each) for each in found.groups())
            return first, last
    return None


def _areas(names: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _SHEET.sub("", names).split(",") if part.strip())


def _breaks(root: Element, name: str) -> frozenset[int]:
    """The breaks by the first row or column after them: the file names the last one before."""
    return frozenset(int(each.get("id", "0")) + 1 for each in root.iterfind(f"{{*}}{name}/{{*}}brk"))
