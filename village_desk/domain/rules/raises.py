"""A raise announced late and valid from an earlier month: the amount still owed for each month (调整补发, W17)."""

from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.pensions import monthly
from village_desk.words import _


class BackPayKind(Enum):
    """The kinds of paying backwards as the county's system codes them (R12)."""

    ASSESSED = "11"
    RESUMED = "12"
    RAISED = "13"
    ENDED = "15"

    def in_words(self) -> str:
        """核定补发, 接续补发, 调整补发, 终止补发."""
        return {"11": _("核定补发"), "12": _("接续补发"), "13": _("调整补发"), "15": _("终止补发")}[self.value]


@value
class OwedMonth:
    """One month: the amount paid, and the amount due by the new values; fen."""

    month: Month
    paid_fen: int
    due_fen: int

    @property
    def owed_fen(self) -> int:
        """The difference; negative when too much was paid."""
        return self.due_fen - self.paid_fen


@value
class BackPay:
    """The back payment to a person, month by month. Months without a pension are left out."""

    kind: BackPayKind
    months: tuple[OwedMonth, ...]
    policy: str

    @property
    def total_fen(self) -> int:
        """The whole sum in fen."""
        return sum(month.owed_fen for month in self.months)


def raised(policy: Policy, drawing: Drawing, first: Month, last: Month, paid_knowing: date, known_on: date) -> BackPay:
    """The back-pay of the months ``first`` to ``last`` that were paid with the values known on ``paid_knowing``."""
    months = []
    for month in months_between(first, last):
        if drawing.owed(month):
            paid = monthly(policy, drawing, month, paid_knowing).due_fen
            due = monthly(policy, drawing, month, known_on).due_fen
            months.append(OwedMonth(month, paid, due))
    return BackPay(BackPayKind.RAISED, tuple(each for each in months if each.owed_fen), policy.id)


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from first to last, both included; none when last lies before first."""
    return [first + step for step in range(last - first + 1)]
