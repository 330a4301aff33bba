"""The household sheet (住户登记单): who lives in which house and what they are to its head, A4 upright."""

from collections.abc import Sequence
from operator import attrgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.people_list import PersonLine, which
from village_desk.documents.registers.register import Column, Made, Register, page_number, upright, usual_strips

LAYOUT = upright(row=8.5)
_CENTRED = Style(10.5, align=Align.CENTRE)


@value
class MemberLine(PersonLine):
    """One person of a house: ``home`` is the house in words, ``relation`` what they are to its head."""

    home: str = ""
    relation: str = ""


COLUMNS = (
    Column[MemberLine](9, "序", Style(10, align=Align.CENTRE), attrgetter("number")),
    Column[MemberLine](23, "姓名", Style(12), attrgetter("name")),
    Column[MemberLine](16, "性别", _CENTRED, attrgetter("sex_and_age"), "年龄"),
    Column[MemberLine](21, "与户主", _CENTRED, attrgetter("relation"), "关系"),
    Column[MemberLine](42, "公民身份号码", _CENTRED, attrgetter("id_number")),
    Column[MemberLine](27, "电话", _CENTRED, attrgetter("phone")),
    Column[MemberLine](15, "档次", Style(10.5, align=Align.RIGHT), attrgetter("tier"), "（元）"),
    Column[MemberLine](21, "今年", _CENTRED, attrgetter("paid")),
)


def register(lines: Sequence[MemberLine], made: Made, about: str) -> Register[MemberLine]:
    """These people house by house; ``about`` says in words which houses they are."""
    return Register(
        name=f"住户登记单 {made.village_name}",
        title="住户登记单",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=which,
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("home"),
    )
