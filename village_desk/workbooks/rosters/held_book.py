"""The held rows as a workbook of their own: what is wrong stands first, then the cells; it can be imported again."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from village_desk import places
from village_desk.domain.held_rows import RowHeld
from village_desk.words import _
from village_desk.workbooks.formats.looks import Ground, Looks
from village_desk.workbooks.rosters import held

STATE, FAULT = "状态", "错误信息"
"""Columns that rosters have from audits: known as such, and not read."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTHS = (10, 48)
_WIDTH = 18


def write(rows: Sequence[RowHeld], out: Path) -> None:
    """Write the rows, those of one file under each other. Trouble when ``out`` cannot be written."""
    fields = list(dict.fromkeys(each.field for row in rows for each in row.cells if held.heading(each.field)))
    buffer = io.BytesIO()
    book = Workbook(buffer, _OPTIONS)
    looks, sheet = Looks(book), book.add_worksheet(_("待改正"))
    for place, heading in enumerate((STATE, FAULT, *map(held.heading, fields))):
        sheet.write_string(0, place, heading, looks.header)
        sheet.set_column(place, place, _WIDTHS[place] if place < len(_WIDTHS) else _WIDTH, looks.typed_text)
    for place, row in enumerate(sorted(rows, key=lambda each: each.file), start=1):
        _write_row(sheet, looks, place, row, fields)
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    places.write(out, buffer.getvalue(), makes_folder=False)


def _write_row(sheet: Worksheet, looks: Looks, place: int, row: RowHeld, fields: Iterable[str]) -> None:
    """Every cell is text: a number that is corrected by hand stays as it is typed."""
    faults = "\n".join(_("。").join(filter(None, (each.message, each.cure))) for each in row.reasons)
    where = _("{file} 第 {row} 行").format(file=row.file, row=row.number)
    sheet.write_string(place, 0, _("待改正"), looks.cell(Ground.HELD))
    sheet.write_string(place, 1, f"{faults}\n{where}", looks.cell(Ground.HELD, wrap=True))
    blamed = {each.field for each in row.reasons}
    for column, field in enumerate(fields, start=2):
        ground = Ground.REASON if field in blamed else Ground.HELD
        sheet.write_string(place, column, row.text(field), looks.cell(ground, "@"))
