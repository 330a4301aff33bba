"""The formats of a workbook's cells: what a number in one of them is, and copies that differ in one respect."""

import re
from copy import deepcopy
from enum import Enum

from lxml.etree import _Element

from village_desk.workbooks.forms.parts import Parts, child, written

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Excel's own formats that show days and hours; 27 to 36 and 50 to 58 are those of the Chinese program."""
_TEXT, _GENERAL = 49, 0
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SPELLED = re.compile(r"\[dbnum", re.IGNORECASE)


_WRAPPED = "wrapText"
_APPLIED = {"numFmtId": "applyNumberFormat", "fillId": "applyFill", _WRAPPED: "applyAlignment"}


class NumberKind(Enum):
    """What a cell makes of a number in it."""

    GENERAL = "general"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


class CellStyles:
    """The formats in ``xl/styles.xml``, by their numbers as cells name them (``s``)."""

    def __init__(self, parts: Parts, member: str) -> None:
        self._parts, self._member = parts, member
        self._tree = parts.tree(member) if member and parts.has(member) else None
        self._formats = [] if self._tree is None else list(self._tree.iterfind("{*}cellXfs/{*}xf"))
        self._codes = {} if self._tree is None else dict(map(_code, self._tree.iterfind("{*}numFmts/{*}numFmt")))
        self._copies: dict[tuple[int, str, str], int] = {}
        self._grounds: dict[str, int] = {}

    def kind(self, style: int) -> NumberKind:
        """What the format makes of a number."""
        number = self._number(style)
        if number in self._codes:
            return _kind(self._codes[number])
        if number in _DATES:
            return NumberKind.DATE
        return {_GENERAL: NumberKind.GENERAL, _TEXT: NumberKind.TEXT}.get(number, NumberKind.NUMBER)

    def is_spelled(self, style: int) -> bool:
        """Whether the format would write numbers as Chinese words ([DBNum2]), which only Excel can."""
        return bool(_SPELLED.search(self._codes.get(self._number(style), "")))

    def typed(self, style: int) -> int:
        """The format with the mark of text that was typed behind a quote: Excel makes no formula of it when edited."""
        return self._copy(style, "quotePrefix", "1")

    def with_number(self, style: int, number: int) -> int:
        """The format with one of Excel's own formats of numbers."""
        return self._copy(style, "numFmtId", str(number))

    def as_text(self, style: int) -> int:
        """The format with numbers kept as text: what is typed into such a cell stays as it was typed."""
        return self._copy(style, "numFmtId", str(_TEXT))

    def on_ground(self, style: int, colour: str) -> int:
        """The format on a ground of that colour, ``FFF3DC``."""
        if self._tree is None:
            return style
        if colour not in self._grounds:
            self._grounds[colour] = _add_ground(self._tree, colour)
        return self._copy(style, "fillId", str(self._grounds[colour]))

    def ground(self, style: int) -> str:
        """The colour of the format's ground, ``FFF3DC``, "" for none or one that is not said as a colour."""
        fills = [] if self._tree is None else self._tree.findall("{*}fills/{*}fill")
        number = int(self._formats[style].get("fillId") or 0) if 0 <= style < len(self._formats) else 0
        colour = fills[number].find("{*}patternFill/{*}fgColor") if number < len(fills) else None
        return (colour.get("rgb") or "")[2:] if colour is not None else ""

    def without_ground(self, style: int) -> int:
        """The format on no ground."""
        return self._copy(style, "fillId", "0")

    def wrapped(self, style: int) -> int:
        """The format with its words broken into lines, from the left."""
        return self._copy(style, _WRAPPED, "1")

    def put_back(self) -> None:
        """Changes the part if copies were made."""
        if self._copies and self._tree is not None:
            self._parts.change(self._member, written(self._tree))

    def _number(self, style: int) -> int:
        return int(self._formats[style].get("numFmtId") or 0) if 0 <= style < len(self._formats) else 0

    def _copy(self, style: int, name: str, value: str) -> int:
        if not 0 <= style < len(self._formats) or self._formats[style].get(name) == value:
            return style
        key = (style, name, value)
        if key not in self._copies:
            self._copies[key] = self._add(self._formats[style], name, value)
        return self._copies[key]

    def _add(self, original: _Element, name: str, value: str) -> int:
        copy = deepcopy(original)
        if name == _WRAPPED:
            _wrap(copy)
        else:
            copy.set(name, value)
        if name in _APPLIED:
            copy.set(_APPLIED[name], "1")
        around = original.getparent()
        assert around is not None
        around.append(copy)
        self._formats.append(copy)
        around.set("count", str(len(self._formats)))
        return len(self._formats) - 1


def _code(each: _Element) -> tuple[int, str]:
    return int(each.get("numFmtId") or 0), each.get("formatCode") or ""


def _kind(code: str) -> NumberKind:
    bare = _ASIDE.sub("", code).lower()
    if bare.strip() == "@":
        return NumberKind.TEXT
    if bare.strip() in ("general", "g/通用格式"):
        return NumberKind.GENERAL
    return NumberKind.DATE if re.search("[ymdhs]", bare) else NumberKind.NUMBER


def _add_ground(tree: _Element, colour: str) -> int:
    """Adds a fill of one colour; gives its number. Excel keeps 0 and 1 for itself."""
    fills = tree.find("{*}fills")
    assert fills is not None
    while len(fills) < 2:
        pattern = child(child(fills, "fill"), "patternFill")
        pattern.set("patternType", "none" if len(fills) == 1 else "gray125")
    pattern = child(child(fills, "fill"), "patternFill")
    pattern.set("patternType", "solid")
    child(pattern, "fgColor").set("rgb", f"FF{colour}")
    child(pattern, "bgColor").set("indexed", "64")
    fills.set("count", str(len(fills)))
    return len(fills) - 1


def _wrap(look: _Element) -> None:
    alignment = look.find("{*}alignment")
    if alignment is None:
        alignment = child(look, "alignment")
        look.insert(0, alignment)
    alignment.set("wrapText", "1")
    alignment.set("vertical", "center")
    alignment.set("horizontal", "left")
    if "shrinkToFit" in alignment.attrib:
        del alignment.attrib["shrinkToFit"]
