"""The formats of a workbook's cells: what a number in one of them is, and copies that differ in one respect."""

import re
from copy import deepcopy
from enum import Enum

from lxml.etree import _Element

from village_desk.workbooks.forms.parts import Parts, written

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Excel's own formats that show days and hours; 27 to 36 and 50 to 58 are those of the Chinese program."""
_TEXT, _GENERAL = 49, 0
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_SPELLED = re.compile(r"\[dbnum", re.IGNORECASE)


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
        copy.set(name, value)
        if name == "numFmtId":
            copy.set("applyNumberFormat", "1")
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
