"""The month of a payout list: stated in a title, in the sheet's name or in a column, never taken from the clock.

A plain statement counts; without one, a possible one (a day, a year of two digits) is taken and reported as doubtful.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import numerals
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _
from village_desk.workbooks.columns import lines
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.lines import Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_IN_TITLE = re.compile(
    r"(20[0-9]{2})\s*[年./-]\s*(1[0-2]|0?[1-9])(?![0-9])(?!\s*月\s*[0-9]{1,2}\s*[日号]|\s*[./-]\s*[0-9])"
)
_NAMED = re.compile(r"(?<![0-9])(20[0-9]{2})(1[0-2]|0[1-9])(?![0-9])")
_FIRST_DAY = re.compile(r"(20[0-9]{2})\s*[年./-]\s*(1[0-2]|0?[1-9])\s*[月./-]\s*0?1(?![0-9])")
_ANY_DAY = re.compile(r"(20[0-9]{2})[年./-]?(1[0-2]|0?[1-9])[月./-]?[0-3]?[0-9]日?(?:\s.*)?")
_SHORT = re.compile(r"(?<![0-9])([0-9]{2})\s*年\s*(1[0-2]|0?[1-9])\s*月(?!\s*[0-9]{1,2}\s*[日号])")
_RANGE = re.compile(
    r"(20[0-9]{2})\s*年\s*(1[0-2]|0?[1-9])\s*月?\s*[至到和及、,~—–-]+\s*(?:(20[0-9]{2})\s*年\s*)?(1[0-2]|0?[1-9])\s*月(?:份|(?!\s*[0-9]))"
)
_CUT = re.compile(r"(20[0-9]{2})\.1")
"""January, or October as Excel shows the number 2026.10."""
_MADE_ON = re.compile(r"(制表|制单|打印|填报|填表|导出|编制|生成|报送)(时间|日期|年月|于)?\s*[:=]?\s*$")
_WORDED = re.compile(rf"([{numerals.CHARACTERS}0-9]{{2,4}})\s*年\s*([{numerals.CHARACTERS}]{{1,3}})\s*月")


@value
class Found:
    """The month of a list; ``doubt`` is a remark if it comes from a text that only possibly names the month."""

    month: Month
    doubt: Problem | None = None


@value
class _Stated:
    """A month stated at a place of the workbook; ``row`` as Excel shows it, 0 for the sheet's name."""

    month: Month
    sheet: str
    row: int
    written: str
    plainly: bool
    cut: bool = False


def of(tables: Iterable[HeadedTable]) -> Found:
    """The one month in titles, sheet names and the column 所属期.

    Refused ``no_month`` when there is none, ``two_months`` when they disagree, ``month_cut`` when it may be two.
    """
    every = [each for table in tables for each in _stated(table)]
    certain = [each for each in every if not each.cut]
    plainly = [each for each in certain if each.plainly]
    months = sorted({each.month for each in plainly or certain})
    _must_not_be_cut([each for each in every if each.cut], months)
    if not months:
        cure = _("请在标题里写上月份，如 2026年11月")
        raise Refused(_("看不出这是哪个月的名单"), cure, "no_month", "file")
    if len(months) > 1:
        words = _("、").join(month.in_chinese() for month in months)
        cure = _("请一个月一个工作簿，分开导入")
        raise Refused(_("名单里写着不止一个月份：{months}").format(months=words), cure, "two_months", "file")
    return Found(months[0], None if plainly else _doubt(certain[0]))


def _must_not_be_cut(cut: list[_Stated], months: list[Month]) -> None:
    """Asks where 2026.1 is the only month, or agrees with no other."""
    if cut and not {each.month for each in cut}.intersection(months):
        message = _("月份写的是“{written}”，分不清是 1 月还是 10 月").format(written=cut[0].written)
        raise Refused(message, _("请在标题里写明是哪个月，如 2026年10月"), "month_cut", "file")


def agreed(tables: Iterable[HeadedTable], month: Month) -> Found:
    """The month that somebody says besides. Refused with ``other_month`` when the list plainly names others only."""
    plainly = sorted({each.month for table in tables for each in _stated(table) if each.plainly})
    if plainly and month not in plainly:
        words = _("、").join(each.in_chinese() for each in plainly)
        message = _("名单里写的是 {stated}，不是 {month}").format(stated=words, month=month.in_chinese())
        raise Refused(message, _("请核对月份，或换成那个月的名单"), "other_month", "file")
    return Found(month)


def _doubt(stated: _Stated) -> Problem:
    message = _("月份是从“{written}”看出来的，当作 {month} 的名单").format(
        written=stated.written, month=stated.month.in_chinese()
    )
    cure = _("请核对月份；不对就在标题里写明，如 2026年11月")
    return Problem(stated.row, stated.sheet, "", "month_doubtful", message, cure, holds=False)


def _stated(table: HeadedTable) -> Iterator[_Stated]:
    name = table.sheet.name
    yield from _titled(name, name, 0)
    for row, line in enumerate(table.sheet.rows[: table.header.row], 1):
        for cell in line:
            yield from _titled(cell, name, row)
    if "month" in table.header.columns:
        for each in lines.under(table):
            if each.sort is Sort.PERSON:
                yield from _in_column(each.cell("month"), name, each.row)


def _titled(cell: Cell, sheet: str, row: int) -> Iterator[_Stated]:
    """The months in a title; a day such as 2026年11月3日 is no month, but the first of one may mean it."""
    if isinstance(cell, date):
        if cell.day == 1:
            yield _Stated(Month.of(cell), sheet, row, f"{cell:%Y-%m-%d}", plainly=False)
        return
    written = cells.text(cell) if cell != "" else ""
    cut = _CUT.fullmatch(written)
    if cut:
        yield from (
            _Stated(Month(int(cut[1]), month), sheet, row, written, plainly=False, cut=True) for month in (1, 10)
        )
    else:
        yield from _in_words(written, sheet, row)


def _in_words(written: str, sheet: str, row: int) -> Iterator[_Stated]:
    """The months in the words of a title; of several (10月至12月) the first and the last."""
    words = _in_figures(written)
    for several in _RANGE.finditer(words):
        yield _Stated(Month(int(several[3] or several[1]), int(several[4])), sheet, row, written, plainly=True)
        yield _Stated(Month(int(several[1]), int(several[2])), sheet, row, written, plainly=True)
    for pattern, plainly in ((_IN_TITLE, True), (_NAMED, True), (_FIRST_DAY, False), (_SHORT, False)):
        for found in pattern.finditer(words):
            if not _MADE_ON.search(words[: found.start()]):
                yield _Stated(_month(found), sheet, row, written, plainly)


def _in_column(cell: Cell, sheet: str, row: int) -> Iterator[_Stated]:
    """The months in a cell of the column 所属期; there a day stands for its month, as Excel writes months."""
    if isinstance(cell, date):
        yield _Stated(Month.of(cell), sheet, row, f"{cell:%Y-%m-%d}", plainly=True)
        return
    months = list(_titled(cell, sheet, row))
    written = cells.words(cell)
    day = _ANY_DAY.fullmatch(written)
    if day and not any(each.plainly for each in months):
        months = [_Stated(_month(day), sheet, row, written, plainly=True)]
    yield from months


def _month(found: re.Match[str]) -> Month:
    year = int(found[1])
    return Month(year if year > 99 else 2000 + year, int(found[2]))


def _in_figures(words: str) -> str:
    """The words with 二〇二六年十一月 as 2026年11月."""
    return _WORDED.sub(_figures, words)


def _figures(found: re.Match[str]) -> str:
    year = int(found[1]) if found[1].isascii() else numerals.read(found[1].replace("0", "〇"))
    month = numerals.read(found[2])
    return found[0] if year is None or month is None else f"{year}年{month}月"
