"""Pausing a pension and resuming it, with the back payment for the pause (R12)."""

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms.practice import Practice
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.pensions import monthly
from village_desk.domain.rules.raises import BackPay, BackPayKind, OwedMonth, months_between
from village_desk.words import _


class PauseReason(Enum):
    """The reasons for a pause. The first three have the codes of a real county system; the others its words."""

    PAUSED = "1200"
    NOT_VERIFIED = "1201"
    PRISON = "1202"
    DETAINED = "detained"
    PROBATION = "probation"
    OTHER = "1299"

    def in_words(self) -> str:
        """The reason in the words of the county's list of paused people."""
        return {
            "1200": _("待遇暂停"),
            "1201": _("未提供生存证明"),
            "1202": _("服刑"),
            "detained": _("羁押未判决"),
            "probation": _("缓刑、管制"),
            "1299": _("其他"),
        }[self.value]

    @property
    def pauses(self) -> bool:
        """Probation does not pause the pension; it only leaves out the raises."""
        return self is not PauseReason.PROBATION


@value
class Resumption:
    """The pension goes on from a month; ``back_pay`` is None when the pause is not paid for."""

    first: Month
    back_pay: BackPay | None
    reason: Reason


def resume(
    policy: Policy,
    drawing: Drawing,
    paused: Month,
    resumed: Month,
    why: PauseReason,
    known_on: date,
    innocent: bool = False,
) -> Resumption:
    """Go on from ``resumed``; ``paused`` is the first month that was not paid.

    Not verified in time: the policy says whether the pause is paid (``proof_back_paid``), else only its months of
    grace are. Prison is never paid; detention is when the person turns out innocent.
    """
    if why in (PauseReason.PRISON, PauseReason.PROBATION) or (why is PauseReason.DETAINED and not innocent):
        words = _("{why}期间的养老金不补发").format(why=why.in_words())
        return Resumption(resumed, None, Reason("pause_not_paid", words, _("从恢复的月份起照原标准发放")))
    months = [month for month in months_between(paused, resumed + -1) if drawing.owed(month)]
    if why is PauseReason.NOT_VERIFIED:
        months = months[: _paid_back(policy, known_on, len(months))]
    lines = tuple(OwedMonth(month, 0, monthly(policy, drawing, month, known_on).due_fen) for month in months)
    words = _("补发 {count} 个月").format(count=len(lines))
    return Resumption(resumed, BackPay(BackPayKind.RESUMED, lines, policy.id), Reason("pause_paid", words))


def _paid_back(policy: Policy, on: date, months: int) -> int:
    """How many of the paused months are paid for when proof of life came late."""
    practice = policy.value(Practice, on)
    if practice is None or practice.proof_back_paid:
        return months
    return min(months, practice.proof_grace_months)
