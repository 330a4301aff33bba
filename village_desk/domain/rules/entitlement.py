"""The answer to "may this person draw the pension" (R7), as eligibility.py gives it. Values only."""

from dataclasses import dataclass
from enum import Enum

from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.basics.sources import Source
from village_desk.words import _


class Answer(Enum):
    """YES: now. NOT_YET: when the age comes. NO: something is missing. UNDECIDED: the facts do not let us say."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"
    PAUSED = "paused"
    ENDED = "ended"
    UNDECIDED = "undecided"

    def in_words(self) -> str:
        """The word at the head of the answer."""
        return {
            "yes": _("可以领取"),
            "not_yet": _("还没到龄"),
            "no": _("暂时不能领取"),
            "paused": _("已暂停领取"),
            "ended": _("已终止"),
            "undecided": _("说不准，要先核实"),
        }[self.value]


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The answer with all that it rests on.

    ``first`` is the first month (for NOT_YET: the expected one), ``base_only`` that no paid years were needed.
    ``blocked_above``: entitled here, but the upper system asks for ``need_pay_year`` first (W20).
    ``contradictory``: the reasons name facts that do not fit together.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    policy: str
    source: Source
    first: Month | None = None
    last: Month | None = None
    required: int = 0
    paid: int = 0
    missing: int = 0
    open_years: tuple[int, ...] = ()
    base_only: bool = False
    blocked_above: bool = False
    need_pay_year: int | None = None
    contradictory: bool = False
