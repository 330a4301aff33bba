"""The payout signing roster (待遇发放签字花名册, F11): a month's payees with room to sign, A4 across. A register.

Official forms are Chinese only, so their words stand in the code as they print and do not go through the catalogue;
only refusals do.
"""

from collections.abc import Collection
from operator import attrgetter

from village_desk.documents.paper import Align, Box, Paper, Style, minute
from village_desk.documents.registers import rendering
from village_desk.documents.registers.arranging import Page, pages
from village_desk.documents.registers.register import Column, Register, Strip, across
from village_desk.documents.roster_lines import Group, PayoutRoster, RosterLine, in_groups, of, row_codes
from village_desk.domain.basics import identity
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.words import _

__all__ = ["PayoutRoster", "RosterLine", "arranged", "draw", "page_mark", "row_codes"]

LAYOUT = across(row=11.0)
"""A row is tall enough for a signature or a fingerprint."""

_CENTRED = Style(10.5, align=Align.CENTRE)
_AMOUNT = Style(11, align=Align.RIGHT)
_TOTAL = Style(11.5, bold=True, align=Align.RIGHT)
_CODE = Style(11, bold=True, align=Align.CENTRE)


def _masked(line: RosterLine) -> str:
    return identity.mask(line.id_number)


def _account(line: RosterLine) -> str:
    return identity.mask_account(line.account)


COLUMNS = (
    Column[RosterLine](15, "行码", _CODE, attrgetter("code")),
    Column[RosterLine](27, "姓名", Style(13), attrgetter("name")),
    Column[RosterLine](8, "性", _CENTRED, attrgetter("sex"), "别"),
    Column[RosterLine](40.5, "公民身份号码", _CENTRED, _masked),
    Column[RosterLine](24, "社保卡", _CENTRED, _account, "银行账号"),
    Column[RosterLine](21, "基础", _AMOUNT, second="养老金", fen=attrgetter("base_fen")),
    Column[RosterLine](20, "个人账户", _AMOUNT, second="养老金", fen=attrgetter("account_fen")),
    Column[RosterLine](19, "加发", _AMOUNT, fen=attrgetter("extra_fen")),
    Column[RosterLine](21.5, "合计", _TOTAL, second="（元）", fen=attrgetter("total_fen")),
    Column[RosterLine](27, "领款人签字", _CENTRED, second="（按指印）"),
    Column[RosterLine](21, "代领人", _CENTRED, second="及关系"),
    Column[RosterLine](17, "日期", Style(9), attrgetter("note"), "备注"),
)
_SIGNED = ((62, "复核："), (118, "发放："), (174, "日期："))


def page_mark(roster: PayoutRoster, page: int) -> str:
    """A mark that differs for every page: month, letter, kind, edition, page.

    Such as ``2611-A-03``, ``2611-A-补03``, ``2611-A-2-03``; the first edition has no number.
    """
    month = f"{roster.month.year % 100:02d}{roster.month.number:02d}"
    edition = f"{roster.edition}-" if roster.edition > 1 else ""
    return f"{month}-{roster.desk.rpartition('-')[2]}-{roster.kind[:1]}{edition}{page:02d}"


def _register(roster: PayoutRoster) -> Register[RosterLine]:
    anew = f"第 {roster.edition} 次编页" if roster.edition > 1 else ""
    which = "，".join(filter(None, (roster.kind, anew)))
    foot = LAYOUT.bottom - 6
    return Register(
        name=f"待遇发放签字花名册 {roster.village_name} {roster.month}",
        title="城乡居民基本养老保险待遇发放签字花名册" + (f"（{which}）" if which else ""),
        layout=LAYOUT,
        columns=COLUMNS,
        lines=roster.lines if roster.breaks else in_groups(roster.lines),
        which=lambda line: f"行码 {line.code}",
        strips=_strips(roster),
        page_at=LAYOUT.flush(LAYOUT.width - 40, foot, 40),
        group=of,
        group_words=_group,
        page_sums=True,
        in_words=("总计金额", -1),
        tails=("本页实签　　　人　代领　　　人", "全册实签　　　人　未领　　　人"),
        code=lambda page: page_mark(roster, page),
        mark=Box(LAYOUT.right - 42, LAYOUT.top, 42, 7),
        blanks=tuple((LAYOUT.left + at + 12, foot + 5.4, LAYOUT.left + at + 48, foot + 5.4) for at, _who in _SIGNED),
        breaks=roster.breaks,
    )


def _strips(roster: PayoutRoster) -> tuple[Strip, ...]:
    """What stands above and below the table on every page."""
    line, foot = LAYOUT.top + 8.6, LAYOUT.bottom - 6
    month = f"待遇所属期：{roster.month.in_chinese()}"
    made = f"制表 {minute(roster.made_at)}　协办台 {roster.desk}"
    return (
        Strip(LAYOUT.flush(0, line, 102), f"单位：{roster.village_name}", Style(11)),
        Strip(Box(LAYOUT.left + 103, line, 55, 6), month, Style(12, bold=True, align=Align.CENTRE)),
        Strip(LAYOUT.flush(LAYOUT.width - 92, line, 92), made, Style(10.5, align=Align.RIGHT)),
        Strip(LAYOUT.flush(0, foot, 60), f"制表：{roster.made_by}", Style(11)),
        *(Strip(LAYOUT.flush(at, foot, 60), who, Style(11)) for at, who in _SIGNED),
    )


def _group(group: Group) -> str:
    number, name = group
    return f"第 {number} 组" if number else name or "未分组"


def arranged(roster: PayoutRoster) -> list[Page[RosterLine]]:
    """What stands on which page."""
    return pages(_register(roster))


def draw(roster: PayoutRoster, progress: Progress = silent, only: Collection[int] = ()) -> Paper:
    """The roster as a PDF, groups in order, or ``only`` these pages, each as it stands in the whole.

    Reports each finished page to ``progress``.

    Refused ``empty`` without payees; raises Cancelled. What no font can draw is left blank (``Paper.by_hand``).
    """
    if not roster.lines:
        raise Refused(_("这份名单里没有领款人"), _("请先导入镇所发来的发放名单"), "empty")
    return rendering.draw(_register(roster), progress, only)
