"""Rates with their definition beside them, because every county counts differently (domain 2C, W22, W23)."""

from enum import Enum

from sync.agreement.values import value
from village_desk.words import _


class RateKind(Enum):
    """The kinds of rates: which count is divided by which."""

    PAYING = "paying"
    ENROLMENT = "enrolment"
    PAYOUT = "payout"
    HIGH_TIER = "high_tier"
    LOWEST_TIER = "lowest_tier"
    AGAIN = "again"

    def in_words(self) -> str:
        """The name of the rate."""
        return {
            "paying": _("参保缴费率"),
            "enrolment": _("参保率"),
            "payout": _("发放率"),
            "high_tier": _("高档次占比"),
            "lowest_tier": _("最低档占比"),
            "again": _("续缴率"),
        }[self.value]

    def definition(self) -> str:
        """The definition that is printed beside the rate."""
        return {
            "paying": _("已缴人数 ÷ 应缴人数（不含领取待遇的人）"),
            "enrolment": _("参保人数 ÷ 16至59周岁登记人数"),
            "payout": _("已发人数 ÷ 核定应发人数"),
            "high_tier": _("选高档次的人数 ÷ 缴费人数"),
            "lowest_tier": _("按最低一档缴费的人数 ÷ 缴费人数"),
            "again": _("去年缴过、今年也缴了的人数 ÷ 去年缴过、今年还该缴的人数"),
        }[self.value]


@value
class Rate:
    """A rate: ``done`` of ``whole``, both numbers of people."""

    kind: RateKind
    done: int
    whole: int

    @property
    def missing(self) -> int:
        """How many are still missing: the length of the calling list."""
        return self.whole - self.done

    def percent(self) -> str:
        """With two decimals, half up: ``99.86%``; a dash when there is nobody to count."""
        if not self.whole:
            return "—"
        hundredths = (2 * self.done * 10_000 + self.whole) // (2 * self.whole)
        return f"{hundredths // 100}.{hundredths % 100:02d}%"


@value
class Takings:
    """People, and the fen that they paid together."""

    people: int
    fen: int
