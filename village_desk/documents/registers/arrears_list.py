"""The list of who is behind with the year's fee (催缴名单, F18): house by house, with the rate beside it, A4 across."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from sync.agreement.values import value
from village_desk.documents.paper import Align, Style
from village_desk.documents.registers.register import (
    Column,
    Made,
    Register,
    Strip,
    across,
    headed,
    page_number,
    usual_strips,
)

LAYOUT = replace(across(row=8.5), head=21.0)
_CENTRED = Style(10.5, align=Align.CENTRE)


@value
class ArrearsLine:
    """Somebody who is behind, in words."""

    number: str
    group: str
    house: str
    head: str
    name: str
    age: str
    last_tier: str
    phone: str
    cadre: str
    until: str
    outcome: str


COLUMNS = (
    Column[ArrearsLine](10, "序", _CENTRED, attrgetter("number")),
    Column[ArrearsLine](14, "户号", _CENTRED, attrgetter("house"), together=True),
    Column[ArrearsLine](26, "户主", Style(10.5), attrgetter("head"), together=True),
    Column[ArrearsLine](30, "姓名", Style(12), attrgetter("name")),
    Column[ArrearsLine](13, "年龄", _CENTRED, attrgetter("age")),
    Column[ArrearsLine](22, "上年档次", Style(10.5, align=Align.RIGHT), attrgetter("last_tier"), "（元）"),
    Column[ArrearsLine](32, "电话", _CENTRED, attrgetter("phone")),
    Column[ArrearsLine](28, "负责干部", Style(10.5), attrgetter("cadre")),
    Column[ArrearsLine](27, "约定日期", _CENTRED, attrgetter("until")),
    Column[ArrearsLine](59, "结果", Style(10.5), attrgetter("outcome")),
)


def register(
    lines: Sequence[ArrearsLine],
    made: Made,
    year: int,
    about: str,
    rate: str,
    headings: Mapping[str, str] | None = None,
) -> Register[ArrearsLine]:
    """The list; ``about`` says by which definition, ``rate`` the rate with its definition."""
    beside = Strip(LAYOUT.flush(0, LAYOUT.top + 14.6, LAYOUT.width), rate, Style(10.5))
    return Register(
        name=f"催缴名单 {made.village_name} {year}",
        title=f"{year} 年度城乡居民养老保险催缴名单",
        layout=LAYOUT,
        columns=COLUMNS,
        lines=lines,
        which=lambda line: line.name,
        strips=(*usual_strips(LAYOUT, made, about), beside),
        page_at=page_number(LAYOUT),
        group=attrgetter("group"),
        group_words=headed(headings),
    )
