"""Receipts: their numbers, who paid by which channel, and the states they live through. Values only.

A receipt of the village is a handing-in slip (代收凭条), never the official ticket (domain.md 5.2).
"""

import re
from datetime import datetime
from enum import Enum
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.payment_kinds import PaymentKind as PaymentKind
from village_desk.words import _

_WRITTEN = re.compile(r"([A-Z])([0-9]*)-([0-9]{4})-([0-9]{6})-([0-9])")


class Payer(Enum):
    """Who pays a contribution: the person, a relative, or the government a part and the person the rest (R5)."""

    SELF = "self"
    RELATIVE = "relative"
    GOVERNMENT = "government"

    def in_words(self) -> str:
        """As on the slip."""
        return {"self": _("本人缴费"), "relative": _("亲属代缴"), "government": _("政府代缴一部分")}[self.value]


class Channel(Enum):
    """By which way the money came (seed digest 48: a list, not a constant)."""

    VILLAGE_CASH = "village_cash"
    BANK = "bank"
    TAX = "tax"
    TOWNSHIP = "township"

    def in_words(self) -> str:
        """As on the slip."""
        words = {
            "village_cash": _("村级代收现金"),
            "bank": _("银行转账"),
            "tax": _("税务渠道"),
            "township": _("镇所窗口"),
        }
        return words[self.value]


def payer_words(payer: str) -> str:
    """Who pays, as on the slip; a word of a newer program as it is."""
    known = {each.value: each for each in Payer}
    return known[payer].in_words() if payer in known else _not_understood(payer)


def channel_words(channel: str) -> str:
    """By which way the money came, as on the slip; a word of a newer program as it is."""
    known = {each.value: each for each in Channel}
    return known[channel].in_words() if channel in known else _not_understood(channel)


def _not_understood(word: str) -> str:
    """A word of a newer program."""
    return _("{word}（本机程序不认识）").format(word=word)


class ReceiptState(Enum):
    """Issued, or void: a void keeps its number for ever. A red entry takes back, too (domain.md 5.5)."""

    ISSUED = "issued"
    VOID = "void"

    def in_words(self) -> str:
        """The word on the pill."""
        return _("有效") if self is ReceiptState.ISSUED else _("已作废")


class TownshipState(Enum):
    """The township's verdict on a fact, or its absence."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    ALREADY_HAD = "already_had"
    REFUSED = "refused"
    KEPT = "kept"
    """The township's program does not know the kind yet: it has the fact, and judges the fact after its upgrade."""

    def in_words(self) -> str:
        """The word on the pill."""
        words = {
            "waiting": _("待上报"),
            "accepted": _("镇所已收"),
            "already_had": _("镇所已有"),
            "refused": _("镇所退回"),
            "kept": _("镇所升级后再认"),
        }
        return words[self.value]


@value
class ReceiptNumber:
    """A receipt number, ``A-2026-000123-8``: letter, year of issue, serial without gaps, check digit.

    The letter is the desk's; from its second epoch on the epoch's ordinal follows (``A2``). The check digit is ISO
    7064 mod 11,10 over the whole number.
    """

    letter: str
    ordinal: int
    year: int
    serial: int

    @classmethod
    def read(cls, text: str) -> "ReceiptNumber":
        """The number as typed or scanned; Refused when the text is no receipt number or its check digit is wrong."""
        match = _WRITTEN.fullmatch(re.sub(r"\s", "", texts.plain(text)).upper())
        if not match:
            raise Refused(_("“{text}”不是凭条号").format(text=text), _("凭条号形如 A-2026-000123-8"), "receipt_number")
        number = cls(match[1], int(match[2] or 1), int(match[3]), int(match[4]))
        if number.check_digit() != match[5]:
            raise Refused(_("凭条号 {text} 有一位写错了").format(text=text), _("请对照凭条核对"), "receipt_number")
        return number

    @property
    def series(self) -> str:
        """The series within which the serial counts: ``A-2026``."""
        return f"{self.letter}{self.ordinal if self.ordinal > 1 else ''}-{self.year}"

    def check_digit(self) -> str:
        """The last digit, which finds any single wrong one."""
        return _check_digit(f"{ord(self.letter) - 64:02d}{self.ordinal:03d}{self.year:04d}{self.serial:06d}")

    def __str__(self) -> str:
        return f"{self.series}-{self.serial:06d}-{self.check_digit()}"


@lru_cache(maxsize=64)
def _check_digit(digits: str) -> str:
    """Asked several times for each receipt that is given out."""
    from stdnum.iso7064 import mod_11_10  # loaded with the first receipt

    return str(mod_11_10.calc_check_digit(digits))


@value
class Receipt:
    """A receipt on the desk: money in fen, ``prints`` the number of confirmed prints.

    ``payer`` and ``channel`` are values of Payer and Channel, or words of a newer program. ``kind``: what the payment
    is to its year (``PaymentKind``; empty: all of it), ``whole_fen`` the tier of which it is a part, ``assessed_by``
    the slip by which the agency set it.

    ``reason`` and ``cure`` are the township's words when it refused the fact behind the receipt. ``desk`` is the
    other desk of the village that took the money; empty for this desk's own. ``red``: the number of the red entry that
    takes the receipt back; ``voided_at``: when it was made void or taken back.
    """

    number: str
    person: str
    name: str
    year: int
    tier_fen: int
    amount_fen: int
    government_fen: int
    payer: str
    payer_name: str
    relation: str
    channel: str
    policy: str
    collected_at: datetime
    by: str
    fact: str
    hash: str
    prints: int
    state: ReceiptState
    void_reason: str
    township: TownshipState
    reason: str = ""
    cure: str = ""
    desk: str = ""
    kind: str = ""
    whole_fen: int = 0
    assessed_by: str = ""
    red: str = ""
    voided_at: datetime | None = None

    @property
    def state_in_words(self) -> str:
        """The word on the pill: one that a red entry took back is no void one, though it counts as little."""
        return _("已红冲") if self.red else self.state.in_words()

    @property
    def taken_back_in_words(self) -> str:
        """What became of a receipt that counts no more."""
        if self.red:
            return _("凭条 {number} 已用红字 {red} 冲销").format(number=self.number, red=self.red)
        return _("凭条 {number} 已作废").format(number=self.number)

    @property
    def in_words(self) -> str:
        """人民币大写 of the cash taken."""
        return money.in_words(self.amount_fen)

    @property
    def payer_in_words(self) -> str:
        """Who paid, as on the slip: 亲属代缴：张三（儿子）."""
        if self.payer != Payer.RELATIVE.value or not self.payer_name:
            return payer_words(self.payer)
        relation = _("（{relation}）").format(relation=self.relation) if self.relation else ""
        return _("亲属代缴：{name}{relation}").format(name=self.payer_name, relation=relation)
