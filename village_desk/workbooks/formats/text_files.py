"""Exports that are text, whatever their file names: web pages, XML of 2003, and cells between separators, as sheets."""

import email
from collections.abc import Iterator

from village_desk.words import _
from village_desk.workbooks.formats import decoding, file_kinds, separated, web_page, xml_2003
from village_desk.workbooks.formats.sheet import Sheet

LARGEST_TEXT = 12 << 20
"""Far above any township as cells between separators; a page or XML says more about each cell."""

_BEGINNING = 4096
_OF_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def sheets(data: bytes, name: str) -> list[Sheet]:
    """The sheets of the file; a file without sheet names has one called ``name``, as Excel shows it.

    Refused: ``not_a_workbook`` when the bytes are no text or a page without a table, ``bomb``, ``empty``.
    """
    text = decoding.text(data)
    if text is None:
        raise file_kinds.not_a_workbook(_("这个文件不是表格"))
    start = text[:_BEGINNING].lstrip()
    if start[:13].lower() == "mime-version:":
        return list(_pages_of_archive(data))
    if not start.startswith("<"):
        return [_cells(text, name)]
    if "Workbook" in start and _OF_2003 in start:
        return xml_2003.sheets(text)
    return [_page(text, name)]


def _cells(text: str, name: str) -> Sheet:
    if len(text) > LARGEST_TEXT:
        raise file_kinds.too_many()
    return separated.sheet(text, name)


def _page(text: str, name: str) -> Sheet:
    found = web_page.sheet(text, name)
    if found is None and "<frameset" in text.lower():
        cure = _("表格在它旁边名字以 .files 结尾的文件夹里，请选那里面的 sheet001.htm")
        raise file_kinds.not_a_workbook(_("这个网页只是个目录，表格不在里面"), cure)
    if found is None:
        raise file_kinds.not_a_workbook(_("这个网页里没有表格"))
    return found


def _pages_of_archive(data: bytes) -> Iterator[Sheet]:
    """The pages with a table in a web archive (.mht), as Excel saves one: each is a sheet."""
    pages = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
    for place, part in enumerate(pages, 1):
        payload = part.get_payload(decode=True)
        found = web_page.sheet(decoding.text(payload) or "", str(place)) if isinstance(payload, bytes) else None
        if found:
            yield found
