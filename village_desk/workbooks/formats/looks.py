"""How a workbook that is given back looks: one format for each kind of cell, made once."""

from enum import Enum

from xlsxwriter import Workbook
from xlsxwriter.format import Format

_GRID = {"border": 1, "border_color": "#BFC8D1", "valign": "vcenter"}
_HEADER = {**_GRID, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EEF3"}
_TITLE = {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"}


class Ground(Enum):
    """The colour of a cell's ground, by meaning: nothing, its row is held, it is the reason why."""

    PLAIN = ""
    HELD = "#FFF3DC"
    REASON = "#F8CFCF"


class Looks:
    """The formats of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Ground, str], Format] = {}
        self.title: Format = book.add_format(_TITLE)
        self.header: Format = book.add_format(_HEADER)
        self.free: Format = book.add_format({"valign": "vcenter"})
        self.typed_text: Format = book.add_format({"num_format": "@"})

    def cell(self, ground: Ground, number_format: str = "", wrap: bool = False) -> Format:
        """The format of a cell of the table. ``number_format`` is Excel's: ``@`` keeps digits as text."""
        key = (ground, number_format + "¶" * wrap)
        if key not in self._made:
            self._made[key] = self._book.add_format(_properties(ground, number_format, wrap))
        return self._made[key]


def _properties(ground: Ground, number_format: str, wrap: bool) -> dict[str, object]:
    properties: dict[str, object] = {**_GRID, "text_wrap": wrap}
    if number_format:
        properties["num_format"] = number_format
    if ground is not Ground.PLAIN:
        properties["bg_color"] = ground.value
    if ground is Ground.REASON:
        properties["bold"] = True
    return properties
