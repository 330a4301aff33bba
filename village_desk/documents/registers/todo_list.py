"""The pocket list of what waits (待办口袋名单): by group and house, phones, boxes to tick, room to write. A4 across."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.register import Column, Made, Register, across, headed, page_number, usual_strips

LAYOUT = across(row=9.0)
_CENTRED = Style(10.5, align=Align.CENTRE)
_TICK = Style(13, align=Align.CENTRE)


@value
class TodoPaperLine:
    """A thing that waits, in words."""

    number: str
    group: str
    house: str
    head: str
    name: str
    what: str
    why: str
    phone: str
    yuan: str
    noted: str


def _box(_line: TodoPaperLine) -> str:
    return "□"


COLUMNS = (
    Column[TodoPaperLine](10, "序", Style(10, align=Align.CENTRE), attrgetter("number")),
    Column[TodoPaperLine](14, "户号", _CENTRED, attrgetter("house"), together=True),
    Column[TodoPaperLine](24, "户主", Style(10.5), attrgetter("head"), together=True),
    Column[TodoPaperLine](26, "姓名", Style(12), attrgetter("name")),
    Column[TodoPaperLine](24, "办什么", Style(10.5), attrgetter("what")),
    Column[TodoPaperLine](44, "情况", Style(10), attrgetter("why")),
    Column[TodoPaperLine](29, "电话", _CENTRED, attrgetter("phone")),
    Column[TodoPaperLine](16, "元", Style(10.5, align=Align.RIGHT), attrgetter("yuan")),
    Column[TodoPaperLine](11, "办了", _TICK, _box),
    Column[TodoPaperLine](11, "约好", _TICK, _box),
    Column[TodoPaperLine](11, "不在", _TICK, _box),
    Column[TodoPaperLine](41, "哪天、怎么说", Style(9.5), attrgetter("noted")),
)


def register(
    lines: Sequence[TodoPaperLine], made: Made, year: int, about: str, headings: Mapping[str, str]
) -> Register[TodoPaperLine]:
    """The list; the year stands in its title, so that one of last year is seen."""
    return Register(
        name=f"待办口袋名单 {made.village_name} {year}",
        title=f"{year} 年待办口袋名单",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=lambda line: line.name,
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("group"),
        group_words=headed(headings),
    )
