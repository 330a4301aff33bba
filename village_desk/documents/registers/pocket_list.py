"""The pocket list (催缴入户名单): who still owes this year, house by house, with room to tick and write, A4 upright."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.people_list import PersonLine, which
from village_desk.documents.registers.register import Column, Made, Register, headed, page_number, upright, usual_strips

LAYOUT = upright(row=9.0)
_CENTRED = Style(10.5, align=Align.CENTRE)
_TICK = Style(13, align=Align.CENTRE)


def _box(_line: PersonLine) -> str:
    return "□"


COLUMNS = (
    Column[PersonLine](9, "序", Style(10, align=Align.CENTRE), attrgetter("number")),
    Column[PersonLine](12, "户号", _CENTRED, attrgetter("house"), together=True),
    Column[PersonLine](18, "户主", Style(10.5), attrgetter("head"), together=True),
    Column[PersonLine](21, "姓名", Style(12), attrgetter("name")),
    Column[PersonLine](13, "性别", _CENTRED, attrgetter("sex_and_age"), "年龄"),
    Column[PersonLine](25, "电话", Style(10, align=Align.CENTRE), attrgetter("phone")),
    Column[PersonLine](13, "档次", Style(10.5, align=Align.RIGHT), attrgetter("tier"), "（元）"),
    Column[PersonLine](10.5, "收了", _TICK, _box),
    Column[PersonLine](10.5, "约好", _TICK, _box),
    Column[PersonLine](10.5, "不在", _TICK, _box),
    Column[PersonLine](31.5, "哪天来、怎么说", _CENTRED),
)


def register(
    lines: Sequence[PersonLine], made: Made, year: int, about: str, headings: Mapping[str, str] | None = None
) -> Register[PersonLine]:
    """The list of these people, those of a house together within their group; ``headings`` as of ``headed``."""
    return Register(
        name=f"催缴入户名单 {made.village_name} {year}",
        title=f"{year} 年度城乡居民养老保险催缴入户名单",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=which,
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("group"),
        group_words=headed(headings),
    )
