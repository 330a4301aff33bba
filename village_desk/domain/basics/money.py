"""Money: whole fen as ``int``. Reading amounts, writing them in figures and in 人民币大写. Never float."""

from decimal import Decimal

from sync.agreement import money as shared
from sync.agreement.money import LARGEST, figures, short
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

__all__ = ["LARGEST", "figures", "from_yuan", "in_words", "read", "short"]

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def read(text: str) -> int:
    """The fen of an amount in yuan as typed: ``1,000``, ``１００元``, ``￥30.5``.

    Refused when it is no amount, has more than two decimals, or is beyond LARGEST.
    """
    plain = texts.plain(text).lstrip("¥￥").removesuffix("元").strip()
    try:
        return shared.read(plain)
    except shared.NoAmount as no:
        raise _refusal(no, text) from None


def from_yuan(amount: Decimal | int | str) -> int:
    """The fen of an exact amount in yuan. Refused when it has parts of a fen or is beyond LARGEST."""
    try:
        return shared.exact(amount)
    except shared.NoAmount as no:
        raise _refusal(no, str(amount)) from None


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


def _refusal(no: shared.NoAmount, text: str) -> Refused:
    if no.why == "parts_of_a_fen":
        return Refused(_("{yuan} 元不到一分的部分没法收").format(yuan=text), _("请填到分为止"), "amount")
    if no.why == "too_large":
        return Refused(_("{yuan} 元太大了").format(yuan=text), _("请核对金额"), "amount")
    return Refused(_("“{text}”不是金额").format(text=text), _("请填数字，最多两位小数，如 200 或 200.50"), "amount")


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
