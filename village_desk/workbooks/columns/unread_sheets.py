"""Sheets with people that were not read: hidden ones, and those without a header."""

from collections.abc import Iterator, Sequence

from village_desk.domain.basics import identity
from village_desk.words import _
from village_desk.workbooks.columns import headers
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import Words
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.opening import Book
from village_desk.workbooks.formats.sheet import Sheet


def remarks(
    book: Book, tables: Sequence[HeadedTable], words: Words, needed: Sequence[str], holds: bool = False
) -> Iterator[Problem]:
    """A remark (row 0) for each sheet that is none of the ``tables`` and has people.

    A hidden one is often last year's. On a shown one nobody may be missed: ``holds`` says how grave that is.
    """
    read = [table.sheet for table in tables]
    for sheet in book.sheets:
        if any(sheet is each for each in read):
            continue
        people = _people(sheet)
        if sheet.hidden:
            if people or headers.find(sheet, words, needed):
                yield _hidden(sheet)
        elif people:
            yield _without_header(sheet, people, holds)


def _people(sheet: Sheet) -> int:
    """In how many rows an identity number stands."""
    return sum(any(identity.is_one(cells.text(cell)) for cell in row if isinstance(cell, str)) for row in sheet.rows)


def _hidden(sheet: Sheet) -> Problem:
    message = _("工作表“{sheet}”是隐藏的，没有读").format(sheet=sheet.name)
    cure = _("要读它，请先在 Excel 里取消隐藏")
    return Problem(0, sheet.name, "", "sheet_hidden", message, cure, holds=False)


def _without_header(sheet: Sheet, people: int, holds: bool) -> Problem:
    message = _("工作表“{sheet}”里有 {count} 行带身份证号，找不到要用的列名，没有读").format(
        sheet=sheet.name, count=people
    )
    cure = _("若是名单里的人，请在这张表最上面写好和别的表一样的列名，再收一次；不是就不用管")
    return Problem(0, sheet.name, "", "sheet_unread", message, cure, holds=holds)
