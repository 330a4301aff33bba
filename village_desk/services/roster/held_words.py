"""What is wrong with a held row in four words, for a list; and what stands beside a field while it is typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from village_desk.domain.basics import ages, identity
from village_desk.domain.basics.identity import IdentityNumber
from village_desk.domain.held_rows import HeldReason, RowHeld
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


def bad_field(row: RowHeld) -> str:
    """The field to begin with: of the first reason, or the identity number where the row as a whole is wrong."""
    return next((each.field for each in row.reasons if each.field), "id_number")


def bad_value(row: RowHeld) -> str:
    """What stands in that field."""
    return row.text(bad_field(row)) or _("没有填")


def of_number(checked: Checked, today: date) -> str:
    """What the identity number says of its person, once it can be trusted."""
    if not checked.person.id_number:
        return ""
    number = IdentityNumber(checked.person.id_number)
    birth, age = number.birth, ages.age(number.birth, today)
    words = _("{sex}，{year} 年 {month} 月 {day} 日生，{age} 岁").format(
        sex=number.sex.in_words(), year=birth.year, month=birth.month, day=birth.day, age=age
    )
    if checked.resident is None:
        return _("{words}，和别人不重").format(words=words)
    return _("{words}，花名册上有这个号码：{name}").format(words=words, name=checked.resident.name)
