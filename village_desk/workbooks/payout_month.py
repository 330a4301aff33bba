"""Which month a payout list is for: said in a title, in the sheet's name or in a column, never taken from the clock."""

import re
from collections.abc import Iterable, Iterator

from village_desk.domain.errors import Refused
from village_desk.domain.months import Month
from village_desk.words import _
from village_desk.workbooks import cells, lines
from village_desk.workbooks.headers import Table

_IN_TITLE = re.compile(
    r"(20[0-9]{2})\s*[年./-]\s*(1[0-2]|0?[1-9])(?![0-9])(?!\s*月\s*[0-9]{1,2}\s*日|\s*[./-]\s*[0-9])"
)
_NAMED = re.compile(r"(?<![0-9])(20[0-9]{2})(1[0-2]|0[1-9])(?![0-9])")


def of(tables: Iterable[Table]) -> Month:
    """The one month that titles, sheet names and the column 所属期 name.

    Refused with ``no_month`` when they name none, ``two_months`` when they disagree.
    """
    months = sorted({month for table in tables for month in _named(table)})
    if not months:
        cure = _("请在标题里写上月份，如 2026年11月")
        raise Refused(_("看不出这是哪个月的名单"), cure, "no_month", "file")
    if len(months) > 1:
        words = _("、").join(month.in_chinese() for month in months)
        cure = _("请一个月一个工作簿，分开导入")
        raise Refused(_("名单里写着不止一个月份：{months}").format(months=words), cure, "two_months", "file")
    return months[0]


def _named(table: Table) -> Iterator[Month]:
    yield from _months(table.sheet.name)
    for row in table.sheet.rows[: table.header.row]:
        for cell in row:
            yield from _months(cells.text(cell))
    if "month" in table.header.columns:
        for line in lines.under(table):
            yield from _months(line.text("month"))


def _months(words: str) -> Iterator[Month]:
    """The months in a text; a day such as 2026年11月3日 is no month."""
    for found in (*_IN_TITLE.finditer(words), *_NAMED.finditer(words)):
        yield Month(int(found[1]), int(found[2]))
