"""The geometry of Excel: how wide columns and how high rows are, in points. Draws nothing.

Columns are measured in digits of the workbook's default font, which this computer may not have: its width is taken from
a table and never from another font.
"""

from dataclasses import dataclass

from village_desk.documents.sheets.filled_sheet import FilledSheet
from village_desk.documents.sheets.looks import Typeface

_POINT = 0.75
"""Points in a pixel of Excel's geometry (96 dots an inch)."""

_DIGITS = {
    "宋体": {9: 6, 10: 7, 11: 8, 12: 8, 14: 10},
    "calibri": {8: 5, 9: 6, 10: 6, 11: 7, 12: 8, 14: 9},
    "arial": {8: 6, 9: 7, 10: 7, 11: 8, 12: 9, 14: 10},
    "等线": {10: 7, 11: 8, 12: 8},
    "微软雅黑": {9: 7, 10: 8, 11: 9, 12: 9},
    "times new roman": {10: 7, 11: 7, 12: 8},
    "tahoma": {8: 6, 9: 7, 10: 7, 11: 8},
}
"""Pixels of a default font's widest digit by its size: as Windows draws them at 96 dots an inch."""
_SAME = {
    **dict.fromkeys(
        ("simsun", "nsimsun", "新宋体", "黑体", "simhei", "仿宋", "仿宋_gb2312", "楷体", "楷体_gb2312"), "宋体"
    ),
    **dict.fromkeys(("方正仿宋_gb2312", "方正小标宋简体", "方正黑体简体", "华文宋体", "华文仿宋"), "宋体"),
    **{"dengxian": "等线", "microsoft yahei": "微软雅黑", "helvetica": "arial", "aptos narrow": "calibri"},
}
_HEIGHTS = {"宋体": 1.23, "calibri": 1.36, "arial": 1.275, "等线": 1.29, "微软雅黑": 1.5}
"""From one line to the next in sizes of the type, as Excel makes rows high."""
_USUAL_HEIGHT = 1.25
HIGHEST = 409.5
"""Points: Excel has no higher row."""


def family(face: Typeface) -> str:
    """The one name of the typeface's family in the tables."""
    name = face.name.strip().lower()
    return _SAME.get(name, name)


def digit_width(face: Typeface) -> int:
    """Pixels of the widest digit of a default font."""
    widths = _DIGITS.get(family(face), _DIGITS["宋体"])
    return widths.get(round(face.size)) or max(1, round(face.size / 0.75 * 0.53))


def leading(face: Typeface) -> float:
    """From one line to the next as Excel makes rows high, in sizes of the type."""
    return _HEIGHTS.get(family(face), _USUAL_HEIGHT)


def column_points(characters: float, digit: int) -> float:
    """The width of a column whose file says so many characters (ECMA-376 part 1, 18.3.1.13)."""
    return int((256 * characters + int(128 / digit)) / 256 * digit) * _POINT


def usual_points(base: int, digit: int) -> float:
    """The width of a column of which nothing is said: ``base`` digits and the padding, in whole eights of pixels."""
    pixels = base * digit + 5
    return -(-pixels // 8) * 8 * _POINT


@dataclass
class Measures:
    """Where the columns and rows of a sheet stand. Hidden ones have no width and no height."""

    sheet: FilledSheet

    def __post_init__(self) -> None:
        self.digit = digit_width(self.sheet.looks.normal)
        self.leading = max(leading(self.sheet.looks.normal), self.sheet.default_height / self.sheet.looks.normal.size)
        self._widths: dict[int, float] = {}
        self.natural: dict[int, float] = {}
        """Heights that rows without one of their own take from their words."""

    @property
    def indent(self) -> float:
        """Points of one step of an indent: three blanks of the default font, as half digits."""
        return 1.5 * self.digit * _POINT

    def width(self, column: int) -> float:
        """Points of a column."""
        if column not in self._widths:
            self._widths[column] = self._width(column)
        return self._widths[column]

    def _width(self, column: int) -> float:
        own = next((each for each in self.sheet.columns if each.first <= column <= each.last), None)
        if own is not None and (own.hidden or own.width == 0):
            return 0.0
        characters = own.width if own is not None and own.width is not None else self.sheet.default_width
        if characters is None:
            return usual_points(self.sheet.base_width, self.digit)
        return column_points(characters, self.digit)

    def height(self, row: int) -> float:
        """Points of a row: its own, or what its words need, or the sheet's."""
        own = self.sheet.rows.get(row)
        if own is None:
            return 0.0 if self.sheet.others_hidden else self.sheet.default_height
        if own.hidden:
            return 0.0
        return own.height if own.height is not None else self.natural.get(row, self.sheet.default_height)

    def widths(self, first: int, last: int) -> float:
        """Points of the columns from the first to the last."""
        return sum(self.width(each) for each in range(first, last + 1))

    def heights(self, first: int, last: int) -> float:
        """Points of the rows from the first to the last."""
        return sum(self.height(each) for each in range(first, last + 1))
