"""Reads a full list of the members of special groups, as civil affairs or the federation of the disabled send it.

One row without a name or a number, or with a day that nobody can read, fails the whole list: whoever is missing from
a full list would be taken for one who left.
"""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from sync.agreement.values import value
from village_desk.domain.basics import days
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.words import _
from village_desk.workbooks.columns import fields, headers, lines
from village_desk.workbooks.columns.lines import Line, Sort
from village_desk.workbooks.columns.problem import Problem
from village_desk.workbooks.columns.vocabulary import ROSTER, ROSTER_NEEDS, Words
from village_desk.workbooks.formats import cells, opening
from village_desk.workbooks.formats.cells import Cell

_OWN: Words = {
    "grade": ("残疾等级", "残疾级别", "等级", "级别"),
    "since": ("纳入资助时间", "起始保障年月", "纳入时间", "开始时间", "享受开始时间", "发证日期"),
    "until": ("身份取消时间", "取消时间", "退出时间", "停发时间"),
    "certificate": ("低保证号", "残疾证号", "残疾人证号", "证书编号"),
}
MEMBERS: Words = {**{field: names for field, names in ROSTER.items() if field != "membership"}, **_OWN}
"""The columns of a list of members (特殊群体名单)."""


@value
class MemberRow:
    """A member: ``special_group`` is the group as the row says it, "" for none; days as facts carry them."""

    row: int
    sheet: str
    name: str
    id_number: str
    special_group: str
    grade: str
    since: str
    until: str
    certificate: str


@value
class MemberReading:
    """A list as read; ``file`` is the SHA-256 of its bytes. It can be taken only without ``problems``."""

    file: str
    rows: tuple[MemberRow, ...]
    problems: tuple[Problem, ...]


def read(path: Path, today: date) -> MemberReading:
    """The list at ``path``, every visible sheet with a header. Refused or Trouble as ``roster.read``."""
    book = opening.open_book(path)
    below = [line for table in headers.tables(book, MEMBERS, ROSTER_NEEDS) for line in lines.under(table)]
    rows = [_row(line, today) for line in below if line.sort is Sort.PERSON]
    for line in below:
        if line.sort is Sort.ASIDE and line.is_named() and not line.repeats_header():
            line.report_aside()
    problems = [each for line in below for each in line.problems if each.holds or each.code == "row_aside"]
    return MemberReading(book.file, tuple(rows), (*problems, *_contradicting(rows)))


def _row(line: Line, today: date) -> MemberRow:
    return MemberRow(
        line.row,
        line.sheet,
        line.read("name", fields.name, ""),
        line.read("id_number", partial(fields.id_number, today=today), ""),
        line.text("special_group"),
        line.text("grade"),
        line.read("since", _day_or_month, ""),
        line.read("until", _day_or_month, ""),
        line.text("certificate"),
    )


def _day_or_month(cell: Cell) -> str:
    """A day or a month as facts carry it; "" for an empty cell."""
    written = cells.words(cell)
    if not written:
        return ""
    try:
        return days.read(written.split(" ")[0]).isoformat()
    except Refused as no:
        try:
            return str(Month.read(written))
        except Refused:
            raise Refused(no.message, _("请写成 2026-11-02 或 2026-11"), "date") from None


def _contradicting(rows: Sequence[MemberRow]) -> list[Problem]:
    """A number under two names."""
    names: dict[str, str] = {}
    found = []
    for each in rows:
        if each.id_number and names.setdefault(each.id_number, each.name) != each.name:
            message = _("同一个身份证号，名单上有两个姓名")
            found.append(
                Problem(each.row, each.sheet, "", "two_names", message, _("请民政、残联核对"), True, each.name)
            )
    return found
