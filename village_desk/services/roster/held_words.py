"""What is wrong with a held row in four words, for a list; and what stands beside a field while it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain import village_groups
from village_desk.domain.basics import ages, identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.identity import IdentityNumber
from village_desk.domain.held_rows import HeldReason, RowHeld
from village_desk.domain.people import FIELDS
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.services.roster.mending import Checked, Problem

_SHORT = {
    "name_missing": _("没有姓名"),
    "name_unreadable": _("不是姓名"),
    "name_length": _("姓名太长"),
    "id_missing": _("没有身份证号"),
    "id_damaged": _("Excel 存坏了"),
    "id_date": _("没有这个日子"),
    "id_check_digit": _("末位不对"),
    "same_id_two_names": _("和别人重号"),
    "same_person_differs": _("重复，内容不同"),
    "sex_contradicts": _("性别不符"),
    "birth_contradicts": _("出生日期不符"),
    "tier_not_offered": _("没有这一档"),
    "tier_unreadable": _("档次看不懂"),
    "row_displaced": _("错了格"),
    "id_other_name": _("和本台姓名不同"),
    "struck_off": _("已经注销"),
    "formula_without_value": _("公式没有结果"),
    "error_value": _("Excel 错误值"),
}
_CURES = {
    "id_damaged": _("请照身份证重填"),
    "error_value": _("请填上正确的内容"),
    "formula_without_value": _("请填上正确的内容"),
    "row_displaced": _("请把各格挪到该在的地方"),
}
"""Cures at the mending desk, where nobody goes back to the workbook."""
_DIGITS = 18


def short(reason: HeldReason | Problem, number: str) -> str:
    """The reason in four words. ``number``: the identity number as written."""
    if reason.code == "id_length":
        return _count(number) or _("号码不对")
    return _SHORT.get(reason.code, reason.message)


def _count(number: str) -> str:
    missing = _DIGITS - len(identity.clean(number))
    if not missing:
        return ""
    return (_("还差 {n} 位") if missing > 0 else _("多了 {n} 位")).format(n=abs(missing))


def of_row(row: RowHeld) -> str:
    """Why the row was held, in four words; of several reasons the first."""
    return short(row.reasons[0], row.text("id_number")) if row.reasons else ""


def named(row: RowHeld) -> str:
    """The person's name as written."""
    return row.name or _("没有姓名")


def group(row: RowHeld) -> str:
    """The group, as the program calls it where it can be read."""
    written = row.text("group")
    try:
        return village_groups.read(written).in_words() if written else ""
    except Refused:
        return written


def bad_field(row: RowHeld) -> str:
    """The field to begin with: of the first reason, or the identity number where the row as a whole is wrong."""
    return next((each.field for each in row.reasons if each.field), "id_number")


def bad_value(row: RowHeld) -> str:
    """What stands in that field."""
    return row.text(bad_field(row)) or _("没有填")


def heading(row: RowHeld, field: str) -> str:
    """The heading of a field in the workbook."""
    written = next((each.heading for each in row.cells if each.field == field and each.heading), "")
    return "".join(written.split()) or _USUAL.get(field, field)


def is_of_person(field: str) -> bool:
    """Whether a column of this field is read of a person."""
    return field in _USUAL


def fields(row: RowHeld) -> list[tuple[str, str, str]]:
    """The cells that are read of a person: field, heading and text, in the order of the workbook."""
    read = dict.fromkeys(each.field for each in row.cells if is_of_person(each.field))
    return [(each, heading(row, each), row.text(each)) for each in read]


_USUAL = {name.removesuffix("_fen"): info.headings[0] for name, info in FIELDS.items() if info.headings}
_USUAL |= {"sex": _("性别"), "birth": _("出生日期")}


@value
class RowState:
    """What a row says while it is mended. ``words``: by field, what is wrong in four words.

    ``sentence``: the first fault with its cure, or who would be taken. ``missing``: the field of that fault. ``off``:
    the words of a button that cannot be pressed yet.
    """

    words: Mapping[str, str]
    sentence: str
    missing: str = ""
    off: str = ""

    @property
    def may_be_taken(self) -> bool:
        """Whether nothing holds the row any more."""
        return not self.off


def state_of(checked: Checked, today: date) -> RowState:
    """What the row says as it stands now."""
    number = checked.row.text("id_number")
    words: dict[str, str] = {}
    for each in checked.problems:
        words.setdefault(each.field or "id_number", short(each, number))
    if not checked.problems:
        remarks = [each.in_words() for each in checked.remarks]
        return RowState(words, "\n".join([_of_number(checked, today), *remarks]))
    first = checked.problems[0]
    field = first.field or "id_number"
    sentence = _("。").join(filter(None, (first.message, _CURES.get(first.code, first.cure))))
    return RowState(words, sentence, field, _off(heading(checked.row, field), words[field]))


def _off(called: str, why: str) -> str:
    if called in why or why.startswith(_("没有")):
        return why
    return called + why if why[0] in _COUNTS else _("{heading}：{why}").format(heading=called, why=why)


_COUNTS = _("还多")
"""How the words begin that go on from a heading: 身份证号还差 1 位."""


def _of_number(checked: Checked, today: date) -> str:
    number = IdentityNumber(checked.person.id_number)
    birth, age = number.birth, ages.age(number.birth, today)
    words = _("{sex}，{year} 年 {month} 月 {day} 日生，{age} 岁").format(
        sex=number.sex.in_words(), year=birth.year, month=birth.month, day=birth.day, age=age
    )
    if checked.resident is None:
        return _("{words}，和别人不重").format(words=words)
    return _("{words}，已在花名册上，收下就按这一行更正").format(words=words)
