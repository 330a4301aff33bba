"""A list as a new workbook: a heading row that stays in sight, and rows of words. Nothing typed becomes a formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What the file gives as the time of its making: equal content gives equal bytes."""


def write(title: str, widths: Mapping[str, int], rows: Iterable[Sequence[str | int]]) -> bytes:
    """The workbook with one sheet ``title``. ``widths``: the headings with the widths of their columns in digits.

    A cell is words, or an amount in fen, which is written as a number of yuan.
    """
    out = BytesIO()
    with Workbook(out, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(title)
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        amount = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        for column, (heading, width) in enumerate(widths.items()):
            sheet.set_column(column, column, width, wrapped)
            sheet.write_string(0, column, heading, book.add_format({"bold": True, "bottom": 1}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            for column, words in enumerate(row):
                if isinstance(words, int):
                    sheet.write_number(number, column, words / 100, amount)
                else:
                    sheet.write_string(number, column, words, wrapped)
    return out.getvalue()
