"""The list of people (名单): whoever a list of the desk shows, by villagers' group, A4 across."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.register import Column, Made, Register, across, headed, page_number, usual_strips

LAYOUT = across(row=8.0)
_CENTRED = Style(10.5, align=Align.CENTRE)


@value
class PersonLine:
    """One person as lists say them; the identity number comes masked. ``group`` in words, ``tier`` and ``paid`` too."""

    number: str
    name: str
    sex_and_age: str
    group: str
    house: str
    id_number: str
    phone: str
    tier: str
    paid: str
    note: str
    head: str = ""


COLUMNS = (
    Column[PersonLine](13, "序", _CENTRED, attrgetter("number")),
    Column[PersonLine](30, "姓名", Style(12), attrgetter("name")),
    Column[PersonLine](17, "性别年龄", _CENTRED, attrgetter("sex_and_age")),
    Column[PersonLine](38, "组、户", Style(10.5), lambda line: f"{line.group}　{line.house}"),
    Column[PersonLine](43, "公民身份号码", _CENTRED, attrgetter("id_number")),
    Column[PersonLine](29, "电话", _CENTRED, attrgetter("phone")),
    Column[PersonLine](18, "档次", Style(10.5, align=Align.RIGHT), attrgetter("tier"), "（元）"),
    Column[PersonLine](19, "今年", _CENTRED, attrgetter("paid")),
    Column[PersonLine](54, "备注", Style(10), attrgetter("note")),
)


def which(line: PersonLine) -> str:
    """How a message names a line of a list."""
    return f"第 {line.number} 行"


def register(
    lines: Sequence[PersonLine], made: Made, about: str, headings: Mapping[str, str] | None = None
) -> Register[PersonLine]:
    """The list of these people, those of a group together; ``about`` says who they are, ``headings``: ``headed``."""
    return Register(
        name=f"参保人员名单 {made.village_name}",
        title="城乡居民基本养老保险参保人员名单",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=which,
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("group"),
        group_words=headed(headings),
    )
