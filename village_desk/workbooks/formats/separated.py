"""Text with separators (CSV, tab text) as a sheet: every cell stays the text that was written, so no digit is lost."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from village_desk.workbooks.formats import file_kinds
from village_desk.workbooks.formats.cells import Cell
from village_desk.workbooks.formats.extent import MOST_CELLS
from village_desk.workbooks.formats.sheet import Sheet

MOST_ROWS = 1 << 20
"""As many as a sheet of Excel has."""

_SEPARATORS = "\t,;|，"
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_SAMPLE, _BEGINNING = 50, 100_000
_SIGNS = ("=", "'", '"')
_AS_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def sheet(text: str, name: str) -> Sheet:
    """The lines of ``text`` as the rows of a sheet. Refused with ``bomb`` when there are more than a roster has."""
    declared = _DECLARED.match(text)
    separator = declared[1] if declared else _separator(text)
    if text.count("\n") + text.count("\r") > 2 * MOST_ROWS or text.count(separator) > MOST_CELLS:
        raise file_kinds.too_many()
    lines = text[declared.end() :] if declared else text
    try:
        rows = list(_rows(lines, separator, csv.QUOTE_MINIMAL))
    except csv.Error:
        rows = list(_rows(lines, separator, csv.QUOTE_NONE))
    return Sheet(name, rows, [])


def _separator(text: str) -> str:
    """The sign that stands equally often in most of the first lines."""
    lines = [line for line in text[:_BEGINNING].splitlines() if line.strip()][:_SAMPLE]
    return max(_SEPARATORS, key=lambda sign: _agreement([line.count(sign) for line in lines]))


def _agreement(counts: list[int]) -> int:
    ((usual, lines),) = Counter(count for count in counts if count).most_common(1) or [(0, 0)]
    return usual * lines


def _rows(text: str, separator: str, quoting: Literal[0, 3]) -> Iterator[list[Cell]]:
    """Rows of cells; csv.Error when a quote is not closed: it would swallow the rows below without a word."""
    strict = quoting == csv.QUOTE_MINIMAL
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))  # a setting of the whole program: never lowered
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting, strict=strict):
        yield [kept_as_text(cell) for cell in row]


def kept_as_text(cell: str) -> str:
    """The text of a cell whose writer kept Excel from making it a number: ``="429004…"`` or ``'429004…``."""
    if cell[:1] not in _SIGNS:
        return cell
    formula = _AS_FORMULA.fullmatch(cell)
    if formula:
        return formula[1].replace('""', '"')
    return cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell.removeprefix("'")
