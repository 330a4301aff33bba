"""A list as a new workbook: a heading row that stays in sight, and rows of words. Nothing typed becomes a formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook

from sync.agreement.values import value

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What the file gives as the time of its making: equal content gives equal bytes."""


class Count(int):
    """A number of people or papers, which is written as it is."""


@value
class PlainSheet:
    """A sheet: its title, the headings with the widths of their columns in digits, and the rows.

    A cell is words, a ``Count``, or an amount in fen, which is written as a number of yuan.
    """

    title: str
    widths: Mapping[str, int]
    rows: Iterable[Sequence[str | int]]


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
    sheet = book.add_worksheet(plain.title)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
    for column, (heading, width) in enumerate(plain.widths.items()):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, heading, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(plain.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Count):
                sheet.write_number(number, column, cell, wrapped)
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell / 100, amount)
            else:
                sheet.write_string(number, column, cell, wrapped)
