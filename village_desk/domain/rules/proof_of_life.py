"""The cycle of proof of life (R12): when the next pass is due, warned of, and too late, and when pay goes on again."""

from datetime import date, timedelta

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.mechanisms.practice import Practice, ProofCounting
from village_desk.domain.policy.policy import Policy


@value
class ProofCycle:
    """The last day of a cycle, the first day of its warning (None: the policy names none), and the first unpaid month.

    The warning covers the last months of the cycle; grace lies between the last day and the first unpaid month.
    """

    due: date
    warned_from: date | None
    paused: Month


def cycle(policy: Policy, passed: date, birth: date, on: date) -> ProofCycle | None:
    """The cycle after a pass, or after the approval of a claim, by the rule of a day.

    It begins with the month after the pass, or, where the place counts so, with the month of birth after the cycle
    in which the pass was. None where the policy asks for no proof of life.
    """
    ways = policy.value(Practice, on)
    if ways is None or not ways.proof_months:
        return None
    last = _last_month(ways, passed, birth)
    warned = (last + (1 - ways.proof_warning_months)).first_day() if ways.proof_warning_months else None
    return ProofCycle(_last_day(last), warned, last + 1 + ways.proof_grace_months)


def paid_again_from(policy: Policy, passed: date) -> Month | None:
    """The month in which a paused pension is paid again after a late pass; None where the policy does not say."""
    ways = policy.value(Practice, passed)
    if ways is None or not ways.proof_resume_day:
        return None
    return Month.of(passed) + (0 if passed.day <= ways.proof_resume_day else 1)


def _last_month(ways: Practice, passed: date, birth: date) -> Month:
    month = Month.of(passed)
    if ways.proof_counting is ProofCounting.LAST_PASS:
        return month + ways.proof_months
    begun = Month(month.year if birth.month <= month.number else month.year - 1, birth.month)
    return begun + (2 * ways.proof_months - 1)


def _last_day(month: Month) -> date:
    return (month + 1).first_day() - timedelta(days=1)
