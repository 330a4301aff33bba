"""The tier that a person chose, read from a cell of a roster: an amount in figures or words, or words for none."""

import re
from collections.abc import Callable
from functools import lru_cache

from village_desk.domain.basics import money, numerals
from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.cells import Cell

_AMOUNT = re.compile(
    rf"[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|[{numerals.CHARACTERS}]*[百佰千仟][{numerals.CHARACTERS}]*"
)
_UNITS = re.compile(r"[¥￥元圆块整档次/,.、:()]|每|年|人")
_RANK = re.compile(r"第?[0-9一二三四五六七八九十]{1,2}[档级挡]次?")
_PAID_BY_OTHERS = re.compile(
    r"代缴费?|已缴|已交|应缴|拟缴|选择?|政府|财政|民政|残联|低保|特困|五保|重残|重度残疾|残疾|贫困|脱贫|监测|困难|补贴|补助|资助|减免|缴费|保障|户|人员|对象|人"
)
_DEAD = re.compile(r"死亡|已故|去世|过世|亡故")
_NO_TIER = re.compile(
    r"领取|领待遇|待遇|享受|已领|退休|到龄|超龄|[5-9][0-9]周?岁|满[五六七八]十|免缴|不缴|未缴|没缴|免交|不交|未交|停保|停缴|断缴|断保|"
    r"中断|已缴|已交|缴清|缴满|欠缴|暂缓|暂不|不参保|未参保|未选|没选|职保|职工|在校|学生|参军|服兵役|服刑|转出|迁出|外迁|注销|销户|退保"
)

_MOST_TIERS = 256
"""A column of tiers holds the same few words again and again: so many are understood once."""


def read(cell: Cell, offers: Callable[[int], bool]) -> int:
    """The chosen tier in fen, 0 when none is chosen.

    Refused: ``tier_words`` for words that say why none is chosen, ``tier_unreadable``, and ``tier_not_offered`` where
    the policy does not offer it.
    """
    if cells.is_blank(cell):
        return 0
    found, fen = _amount(cells.text(cell))
    if fen and not offers(fen):
        cure = _("请照今年的缴费档次改正；没选档次就留空")
        raise Refused(_("没有 {yuan} 元这一档").format(yuan=found), cure, "tier_not_offered")
    return fen


def any_amount(cell: Cell) -> int:
    """The fen of any amount in the cell, 0 for words: this is what a sum under the column adds up."""
    try:
        return read(cell, lambda _fen: True)
    except Refused:
        return 0


def must_name_no_payer(cell: Cell) -> None:
    """Refused ``tier_paid_by`` when the cell states a payer besides the amount: 200(代缴)."""
    aside = "" if cells.is_blank(cell) else _aside(cells.text(cell))
    if aside:
        message = _("缴费档次里还写着“{words}”，只记了金额").format(words=aside)
        raise Refused(message, _("由政府代缴的，请在“特殊群体”一列写明是哪一种"), "tier_paid_by")


@lru_cache(maxsize=_MOST_TIERS)
def _amount(written: str) -> tuple[str, int]:
    """The amount in a cell, in figures and in fen. Refused when there is none or more than one."""
    squeezed = _squeezed(written)
    amounts = _AMOUNT.findall(squeezed)
    says_why = _NO_TIER.search(squeezed) or _DEAD.search(squeezed)
    if says_why and (not amounts or re.search("岁", squeezed)):
        raise _no_tier(written)
    rest = _UNITS.sub("", _aside_of(squeezed))
    if len(amounts) != 1 or _RANK.fullmatch(squeezed) or _PAID_BY_OTHERS.sub("", rest):
        cure = _("请只填金额，如 200；没选档次就留空")
        raise Refused(_("缴费档次“{written}”看不懂").format(written=written), cure, "tier_unreadable")
    words = numerals.read(amounts[0])
    found = amounts[0] if words is None else str(words)
    return found, _fen(found)


def _no_tier(written: str) -> Refused:
    dead = _DEAD.search(_squeezed(written))
    cure = _("人照收；人若已去世，请在本台记下死亡日期") if dead else _("人照收；要选档次请填金额，如 200")
    return Refused(_("缴费档次写的是“{written}”，当作没选档次").format(written=written), cure, "tier_words")


@lru_cache(maxsize=_MOST_TIERS)
def _aside(written: str) -> str:
    """The words beside the amount and its unit."""
    squeezed = _squeezed(written)
    rest = _aside_of(squeezed)
    return _UNITS.sub("", rest) if _AMOUNT.search(squeezed) and _PAID_BY_OTHERS.search(rest) else ""


def _aside_of(squeezed: str) -> str:
    return _AMOUNT.sub("", squeezed, count=1)


def _squeezed(written: str) -> str:
    return re.sub(r"\s", "", written)


def _fen(yuan: str) -> int:
    try:
        return money.read(yuan)
    except Refused as no:
        raise Refused(no.message, no.cure, "tier_unreadable") from None
