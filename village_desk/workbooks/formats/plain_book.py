"""A list as a new workbook: a heading row that stays in sight, and rows of words. Nothing typed becomes a formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from sync.agreement.values import value

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What the file gives as the time of its making: equal content gives equal bytes."""
_LONGEST_CHOICE = 255
"""The most characters that Excel takes in a list to choose from."""


class Count(int):
    """A number of people or papers, which is written as it is."""


@value
class PlainSheet:
    """A sheet: its title, the headings with the widths of their columns in digits, and the rows.

    A cell is words, a ``Count``, or an amount in fen, which is written as a number of yuan. ``above``: lines above the
    heading. ``asked``: the headings of the columns that are to be filled in; ``choices``: of each row the words that
    are offered in the first of them.
    """

    title: str
    widths: Mapping[str, int]
    rows: Iterable[Sequence[str | int]]
    above: Sequence[str] = ()
    asked: Sequence[str] = ()
    choices: Sequence[Sequence[str]] = ()


def write(title: str, widths: Mapping[str, int], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The workbook with one sheet, as ``PlainSheet`` has it."""
    return write_all([PlainSheet(title, widths, rows)])


def write_all(sheets: Iterable[PlainSheet]) -> bytes:
    """The workbook with these sheets."""
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        for each in sheets:
            _write(book, each)
    return out.getvalue()


def _write(book: Workbook, plain: PlainSheet) -> None:
    sheet, looks = book.add_worksheet(plain.title), _Looks(book)
    for number, words in enumerate(plain.above):
        sheet.write_string(number, 0, words, looks.head if not number else None)
    for column, (heading, width) in enumerate(plain.widths.items()):
        sheet.set_column(column, column, width, looks.plain)
        sheet.write_string(len(plain.above), column, heading, looks.heading)
    sheet.freeze_panes(len(plain.above) + 1, 0)
    asked = {column for column, heading in enumerate(plain.widths) if heading in plain.asked}
    for number, row in enumerate(plain.rows, len(plain.above) + 1):
        for column, cell in enumerate(row):
            _write_cell(sheet, (number, column), cell, looks, column in asked)
    for number, choices in enumerate(plain.choices, len(plain.above) + 1):
        _offer(sheet, (number, min(asked)), choices)


class _Looks:
    """How cells look."""

    def __init__(self, book: Workbook) -> None:
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        self.asked = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF7E0", "num_format": "@"})
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.head = book.add_format({"bold": True})


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: str | int, looks: _Looks, asked: bool) -> None:
    if isinstance(cell, Count):
        sheet.write_number(*at, cell, looks.plain)
    elif isinstance(cell, int):
        sheet.write_number(*at, cell / 100, looks.amount)
    else:
        sheet.write_string(*at, cell, looks.asked if asked else looks.plain)


def _offer(sheet: Worksheet, at: tuple[int, int], words: Sequence[str]) -> None:
    """A list to choose from, where Excel takes one that long; other words are warned of, and can be written."""
    if 0 < sum(len(each) + 1 for each in words) <= _LONGEST_CHOICE:
        sheet.data_validation(*at, *at, {"validate": "list", "source": list(words), "error_type": "warning"})
