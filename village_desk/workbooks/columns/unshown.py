"""Parts of a table that Excel does not show: hidden or filtered rows and hidden columns. They are read, and reported.

A column that is hidden gives way to a visible one for the same field already in ``headers``.
"""

from collections.abc import Iterator

from village_desk.words import _
from village_desk.workbooks.columns import lines
from village_desk.workbooks.columns.headers import HeadedTable
from village_desk.workbooks.columns.lines import Sort
from village_desk.workbooks.columns.problem import Problem

_MOST_NAMED = 8


def remarks(table: HeadedTable) -> Iterator[Problem]:
    """A remark (row 0, ``holds`` False) for people on hidden rows, for hidden columns read, and for those not read."""
    yield from _rows(table)
    read = {place for places in table.header.columns.values() for place in places}
    hidden = table.sheet.hidden_columns
    yield from _columns(table, sorted(read & hidden), "columns_hidden", _("表里隐藏的列也读了：{names}"))
    rivals = list(table.header.rivals)
    yield from _columns(table, rivals, "columns_passed_over", _("同样的内容有显示着的列，隐藏的没有读：{names}"))


def _rows(table: HeadedTable) -> Iterator[Problem]:
    hidden = table.sheet.hidden_rows
    if not hidden:
        return
    rows = [line.row for line in lines.under(table) if line.row - 1 in hidden and line.sort is Sort.PERSON]
    if rows:
        named = _("、").join(map(str, rows[:_MOST_NAMED]))
        words = _("表里有 {count} 行是隐藏的，也读了：第 {rows} 行")
        more = _("表里有 {count} 行是隐藏的，也读了：第 {rows} 等行")
        message = (more if len(rows) > _MOST_NAMED else words).format(count=len(rows), rows=named)
        cure = _("不该有的，请在 Excel 里取消隐藏或筛选，删掉再导入")
        yield Problem(0, table.sheet.name, "", "rows_hidden", message, cure, holds=False)


def _columns(table: HeadedTable, places: list[int], code: str, message: str) -> Iterator[Problem]:
    names = _("、").join(_("“{name}”").format(name=table.header.labels[place]) for place in places)
    if names:
        cure = _("请在 Excel 里取消隐藏看一看")
        yield Problem(0, table.sheet.name, "", code, message.format(names=names), cure, holds=False)
