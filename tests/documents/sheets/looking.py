"""Small workbooks to draw, and what was drawn: the words at their places, strokes, grounds. For the tests of forms."""

import io
import re
import zlib
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.documents.reading import Read, read
from village_desk.documents import sheets
from village_desk.documents.paper import MM, Paper
from village_desk.documents.sheets import Drawn

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_NUMBER = r"(-?[0-9.]+)"
_LINE = re.compile(rf"{_NUMBER} {_NUMBER} m {_NUMBER} {_NUMBER} l")
_BOX = re.compile(rf"{_NUMBER} {_NUMBER} {_NUMBER} {_NUMBER} re")


@dataclass(frozen=True)
class Stroke:
    """A line in points from the upper left corner of its page, its thickness, its dashes as the PDF has them."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    dash: str
    ink: str

    @property
    def is_level(self) -> bool:
        return abs(self.y1 - self.y2) < 0.01


def sheet_of(font: str = "宋体", size: float = 11) -> Worksheet:
    """An empty sheet on A4 without margins, whose default font is this one."""
    book = Workbook()
    for each in book._fonts:  # type: ignore[attr-defined]  # the default font is the first; the stubs leave it out
        each.name, each.sz, each.scheme = font, size, None
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.page_setup.paperSize = 9
    for side in ("left", "right", "top", "bottom", "header", "footer"):
        setattr(sheet.page_margins, side, 0)
    return sheet


def fit_to_width(sheet: Worksheet) -> None:
    """The sheet is to be one page wide and as many high as it takes."""
    assert sheet.sheet_properties.pageSetUpPr is not None
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def bytes_of(sheet: Worksheet) -> bytes:
    """The workbook of the sheet as a file."""
    out = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(out)
    return out.getvalue()


def drawn(sheet: Worksheet) -> Drawn:
    """The sheet as a paper."""
    return sheets.draw(bytes_of(sheet))


def looked_at(sheet: Worksheet) -> Read:
    """The sheet as a paper, opened."""
    return read(drawn(sheet).paper)


def contents(paper: Paper) -> list[str]:
    """The drawing operations of each page."""
    found = []
    for stream in _STREAM.findall(paper.pdf):
        try:
            words = zlib.decompress(stream).decode("latin-1")
        except zlib.error:
            continue
        if words.startswith("1 0 0 1 0 0 cm"):
            found.append(words)
    return found


def strokes(paper: Paper, page: int = 0, high: float = 297.0) -> list[Stroke]:
    """The lines of a page in the order in which they were drawn; ``high`` is the paper's height in millimetres."""
    found, width, dash, ink = [], 1.0, "", ""
    for operation in contents(paper)[page].splitlines():
        if each := re.search(rf"{_NUMBER} w\b", operation):
            width = float(each[1])
        if each := re.search(r"(\[[0-9. ]*\]) \S+ d\b", operation):
            dash = each[1].replace("[]", "")
        if each := re.search(r"([0-9.]+ [0-9.]+ [0-9.]+) RG", operation):
            ink = each[1]
        for line in _LINE.findall(operation):
            x1, y1, x2, y2 = map(float, line)
            found.append(Stroke(x1, high * MM - y1, x2, high * MM - y2, width, dash, ink))
    return found


def grounds(paper: Paper, page: int = 0) -> list[tuple[str, tuple[float, ...]]]:
    """The filled rectangles of a page: colour, and x, y, width, height in points from the lower left corner."""
    found, ink = [], ""
    for operation in contents(paper)[page].splitlines():
        if each := re.search(r"([0-9.]+ [0-9.]+ [0-9.]+) rg", operation):
            ink = each[1]
        found += [(ink, tuple(map(float, box))) for box in _BOX.findall(operation)]
    return found
