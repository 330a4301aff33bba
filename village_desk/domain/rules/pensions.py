"""The amount of a pension (R8, R9), part by part, for any month and as known on any day."""

from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Part, Reason, total
from village_desk.domain.policy.drawing import Drawing, DueMonth
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@value
class Pension:
    """The amount of a month in parts; ``policy`` is the id of its policy.

    ``parts`` are paid each month; ``once`` are paid beside them for this month alone. ``unknown``: parts that are owed
    and cannot be worked out; they are in no figure.
    """

    month: Month
    parts: tuple[Part, ...]
    policy: str
    once: tuple[Part, ...] = ()
    unknown: tuple[Reason, ...] = ()

    @property
    def monthly_fen(self) -> int:
        """The sum paid each month, in fen; people call this the pension."""
        return total(self.parts)

    @property
    def once_fen(self) -> int:
        """The amount paid beside the monthly pension for this month alone, in fen."""
        return total(self.once)

    @property
    def due_fen(self) -> int:
        """All that is paid for this very month, in fen."""
        return self.monthly_fen + self.once_fen

    @property
    def base_fen(self) -> int:
        """The base of all levels with its monthly additions: everything but the account part."""
        return self.monthly_fen - self.account_fen

    @property
    def account_fen(self) -> int:
        """The account part, which goes on unchanged when the account is used up."""
        return sum(part.fen for part in self.parts if part.code == "account")

    def doubts(self) -> tuple[str, ...]:
        """The parts whose document is doubtful: ``基础养老金（中央） 163 元（非官方数据）``."""
        return tuple(part.in_words() for part in self.parts if part.source and part.source.doubt())

    def once_in_words(self) -> tuple[str, ...]:
        """A line for each amount that is paid once: ``2026年11月另一次性发 500 元（满65岁生日补贴）``."""
        words = _("{month}另一次性发 {amount} 元（{words}）")
        month = self.month.in_chinese()
        return tuple(words.format(month=month, amount=money.short(part.fen), words=part.words) for part in self.once)


def monthly(policy: Policy, drawing: Drawing, month: Month, known_on: date) -> Pension:
    """The pension owed for a month, with the values known on a day, as the sum of the parts of each mechanism.

    A part of zero is left out, but the account part and the base are always named.
    """
    due = DueMonth(drawing, month, known_on)
    parts = [part for mechanism in policy.paying for part in mechanism.parts(policy, due)]
    once = tuple([part for part in parts if part.once])
    return Pension(month, tuple([part for part in parts if not part.once]), policy.id, once)
