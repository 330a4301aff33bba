"""The same rows in every form in which tables are handed in: for trying, breaking and measuring the reading of each."""

import csv
import html
import io
from collections.abc import Callable, Mapping, Sequence

import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from tests.workbooks import old_books

Cell = str | float
Rows = Sequence[Sequence[Cell]]

_SS = "urn:schemas-microsoft-com:office:spreadsheet"


def xlsx(rows: Rows) -> bytes:
    """As Excel writes it: with a table of shared strings."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("花名册")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return buffer.getvalue()


def plain_xlsx(rows: Rows) -> bytes:
    """As programs of offices write it."""
    book, buffer = Workbook(write_only=True), io.BytesIO()
    sheet = book.create_sheet("花名册")
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: Rows) -> bytes:
    """Excel 97 to 2003."""
    return old_books.container("Workbook", old_books.workbook(rows))


def excel95(rows: Rows) -> bytes:
    """Excel 95, with a number format for nothing and Chinese in CP936."""
    return old_books.container("Book", old_books.workbook95(rows))


def locked_xlsx(rows: Rows) -> bytes:
    """With Excel's own password, as Excel 2010 and later."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx(rows))).encrypt("VelvetSweatshop", buffer)
    return buffer.getvalue()


def locked_xls(rows: Rows) -> bytes:
    """With Excel's own password, as Excel 97 to 2003."""
    stream = old_books.encrypted(old_books.workbook(rows), "VelvetSweatshop")
    return old_books.container("Workbook", stream)


def text(rows: Rows) -> bytes:
    """CSV in the code page of a Chinese Windows."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode("gb18030")


def wide_text(rows: Rows) -> bytes:
    """What Excel calls Unicode text."""
    return "".join("\t".join(map(str, row)) + "\r\n" for row in rows).encode("utf-16")


def page(rows: Rows) -> bytes:
    """A web page, as systems export it under the name .xls."""
    style = "style='mso-number-format:\"\\@\"'"
    lines = ("".join(f"<td {style}>{html.escape(str(cell))}</td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{line}</tr>\n" for line in lines)
    return f"<html><head><meta charset=gb2312></head><body><table border=1>\n{table}</table></body></html>".encode(
        "gbk"
    )


def xml(rows: Rows) -> bytes:
    """XML Spreadsheet 2003."""
    table = "".join(f"<Row>{''.join(map(_xml_cell, row))}</Row>\n" for row in rows)
    head = f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{_SS}" xmlns:ss="{_SS}">'
    return f'{head}<Worksheet ss:Name="花名册"><Table>{table}</Table></Worksheet></Workbook>'.encode()


def _xml_cell(cell: Cell) -> str:
    kind = "String" if isinstance(cell, str) else "Number"
    return f'<Cell><Data ss:Type="{kind}">{html.escape(str(cell))}</Data></Cell>'


FORMS: Mapping[str, Callable[[Rows], bytes]] = {
    "花名册.xlsx": xlsx,
    "导出.xlsx": plain_xlsx,
    "花名册.xls": xls,
    "老.xls": excel95,
    "只读.xlsx": locked_xlsx,
    "只读.xls": locked_xls,
    "花名册.csv": text,
    "花名册.txt": wide_text,
    "网页.xls": page,
    "2003.xml": xml,
}
"""How each form is made, by a name that such a file may have."""

DEARER = frozenset(("老.xls", "只读.xlsx", "只读.xls"))
"""Old and encrypted workbooks: they may cost ten times what the reading library takes, the others three times."""
