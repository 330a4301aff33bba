"""The hand-out roster (发放签收表): who gets what, with room to sign, each page with its code, A4 upright."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from village_desk.documents.paper import Align, Box, Style
from village_desk.documents.registers.people_list import PersonLine, which
from village_desk.documents.registers.register import Column, Made, Register, headed, page_number, upright, usual_strips

LAYOUT = upright(row=11.0)
"""A row is tall enough for a signature or a fingerprint."""

_CENTRED = Style(10.5, align=Align.CENTRE)
_MARK = 40.0


def register(
    lines: Sequence[PersonLine], made: Made, what: str, about: str, headings: Mapping[str, str] | None = None
) -> Register[PersonLine]:
    """These people, and ``what`` each of them gets; ``headings`` as of ``headed``."""
    return Register(
        name=f"发放签收表 {made.village_name}",
        title="发放签收表",
        layout=LAYOUT,
        columns=_columns(what),
        lines=lines,
        which=which,
        strips=usual_strips(LAYOUT, made, about),
        page_at=page_number(LAYOUT),
        group=attrgetter("group"),
        group_words=headed(headings),
        tails=("", "实领　　　　人　　经办人：　　　　　　　证明人："),
        code=lambda page: page_mark(made, page),
        mark=Box(LAYOUT.right - _MARK, LAYOUT.top, _MARK, 7),
    )


def _columns(what: str) -> tuple[Column[PersonLine], ...]:
    return (
        Column(10, "序", _CENTRED, attrgetter("number")),
        Column(25, "姓名", Style(13), attrgetter("name")),
        Column(40, "公民身份号码", _CENTRED, attrgetter("id_number")),
        Column(36, "发放内容", _CENTRED, lambda _line: what),
        Column(27, "领取人签字", _CENTRED, second="（按指印）"),
        Column(20, "代领人", _CENTRED, second="及关系"),
        Column(16, "日期", _CENTRED),
    )


def page_mark(made: Made, page: int) -> str:
    """A mark that differs for every page: day and minute, the desk's letter, page; such as ``11030941-A-02``."""
    return f"{made.at:%m%d%H%M}-{made.desk.rpartition('-')[2]}-{page:02d}"
