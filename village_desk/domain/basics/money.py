"""Money: whole fen as ``int``. Reading amounts, writing them in figures and in 人民币大写. Never float."""

import re
from decimal import Decimal, InvalidOperation

from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

LARGEST = 10**11
"""One thousand million yuan in fen: above it an amount is a typing mistake."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")
_AMOUNT = re.compile(r"-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]{1,2}0*)?")
"""Commas between thousands only: 201,48 is no amount, and never 20,148. Zeros behind the fen say nothing."""


def read(text: str) -> int:
    """The fen of an amount in yuan as typed: ``1,000``, ``１００元``, ``￥30.5``.

    Refused when it is no amount, has more than two decimals, or is beyond LARGEST.
    """
    plain = texts.plain(text).lstrip("¥￥").removesuffix("元").strip()
    if not _AMOUNT.fullmatch(plain):
        raise Refused(_("“{text}”不是金额").format(text=text), _("请填数字，最多两位小数，如 200 或 200.50"), "amount")
    return from_yuan(Decimal(plain.replace(",", "")))


def from_yuan(yuan: Decimal | int | str) -> int:
    """The fen of an exact amount in yuan. Refused when it has parts of a fen or is beyond LARGEST."""
    try:
        fen = Decimal(yuan) * 100
    except InvalidOperation:
        raise Refused(_("“{text}”不是金额").format(text=yuan), code="amount") from None
    if fen != fen.to_integral_value():
        raise Refused(_("{yuan} 元不到一分的部分没法收").format(yuan=yuan), _("请填到分为止"), "amount")
    if abs(fen) > LARGEST:
        raise Refused(_("{yuan} 元太大了").format(yuan=yuan), _("请核对金额"), "amount")
    return int(fen)


def figures(fen: int) -> str:
    """The amount in yuan with two decimals and thousands separated: ``1,234.50``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    return f"{sign}{yuan:,}.{rest:02d}"


def short(fen: int) -> str:
    """The amount in yuan as short as it is exact: ``200``, ``200.50``."""
    text = figures(fen)
    return text.removesuffix(".00")


def in_words(fen: int) -> str:
    """人民币大写 in the canonical form of domain.md 5.1; zero fen is 人民币零元整, a negative amount begins with 负."""
    yuan, rest = divmod(abs(fen), 100)
    jiao, last = divmod(rest, 10)
    words = ("负" if fen < 0 else "") + (_yuan_in_words(yuan) + "元" if yuan or not rest else "")
    if not rest:
        return "人民币" + words + "整"
    if yuan and (not jiao or yuan % 10 == 0):
        words += "零"
    words += f"{_DIGITS[jiao]}角" if jiao else ""
    return "人民币" + words + (f"{_DIGITS[last]}分" if last else "")


def _yuan_in_words(yuan: int) -> str:
    if not yuan:
        return _DIGITS[0]
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    words, gap = "", False
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            gap = True
            continue
        if words and (gap or group < 1000):
            words += "零"
        words += _group_in_words(group) + _GROUPS[place]
        gap = False
    return words


def _group_in_words(group: int) -> str:
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += ("零" if gap else "") + _DIGITS[digit] + _PLACES[place]
        gap = False
    return words
