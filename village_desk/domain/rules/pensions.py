"""The monthly amount of a pension (R8, R9), part by part, for any month and as it was known on any day."""

from dataclasses import dataclass
from datetime import date

from village_desk.domain.basics import money
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import valid
from village_desk.domain.basics.reasons import Part, total
from village_desk.domain.policy.pension_values import BaseLine
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a pension is worked out from: the account in fen when drawing began, the paid years, the first month.

    ``last`` is the last month owed, when there is one (R11: the month of death).
    """

    birth: date
    first: Month
    account_fen: int
    paid_years: int
    last: Month | None = None

    def owed(self, month: Month) -> bool:
        """Whether the month is owed at all."""
        return self.first <= month and (self.last is None or month <= self.last)


@dataclass(frozen=True, slots=True)
class Pension:
    """The amount of a month in parts; ``policy`` is the id of the policy that it follows from.

    ``parts`` are paid each month; ``once`` are paid beside them for this month alone.
    """

    month: Month
    parts: tuple[Part, ...]
    policy: str
    once: tuple[Part, ...] = ()

    @property
    def monthly_fen(self) -> int:
        """What is paid each month, in fen: the pension that people speak of."""
        return total(self.parts)

    @property
    def once_fen(self) -> int:
        """What is paid beside the monthly pension for this month alone, in fen."""
        return total(self.once)

    @property
    def due_fen(self) -> int:
        """All that is paid for this very month, in fen."""
        return self.monthly_fen + self.once_fen

    @property
    def base_fen(self) -> int:
        """The base of all levels with what is added to it each month: all but the account part."""
        return self.monthly_fen - self.account_fen

    @property
    def account_fen(self) -> int:
        """The account part, which goes on unchanged when the account is used up."""
        return sum(part.fen for part in self.parts if part.code == "account")

    def once_in_words(self) -> tuple[str, ...]:
        """A line for each amount that is paid once: ``2026年11月另一次性发 500 元（满65岁生日补贴）``."""
        words = _("{month}另一次性发 {amount} 元（{words}）")
        month = self.month.in_chinese()
        return tuple(words.format(month=month, amount=money.short(part.fen), words=part.words) for part in self.once)


def monthly(policy: Policy, drawing: Drawing, month: Month, known_on: date) -> Pension:
    """The pension of a month that is owed, with the values that were known on a day.

    A part that is nothing is left out, but the account part and the base are always named.
    """
    base = policy.base_pension(month, known_on)
    parts = [_base_part(line) for line in base] or [Part("base", _("基础养老金"), 0)]
    parts += _additions(policy, drawing, month, sum(line.fen for line in base))
    parts.append(_account_part(policy, drawing))
    once = tuple(part for part in parts if part.once)
    return Pension(month, tuple(part for part in parts if not part.once), policy.id, once)


def account_part(policy: Policy, drawing: Drawing) -> int:
    """The account part in fen a month: the account divided by the months of the divisor."""
    return _account_part(policy, drawing).fen


def _base_part(line: BaseLine) -> Part:
    words = _("基础养老金（{level}）").format(level=line.level.in_words())
    return Part("base_" + line.level.value, words, line.fen, line.source)


def _additions(policy: Policy, drawing: Drawing, month: Month, base_fen: int) -> list[Part]:
    found = []
    day = month.first_day()
    if extra := valid(policy.years_extra, day):
        fen = extra.amount(drawing.paid_years, base_fen)
        found.append(
            Part("years_extra", _("年限加发（缴满 {over} 年以上）").format(over=extra.over), fen, extra.source)
        )
    if tilt := valid(policy.age_tilt, day):
        age = _age_before(drawing.birth, month)
        found.append(Part("age_tilt", _("高龄加发"), tilt.amount(age), tilt.source))
    return [part for part in found if part.fen]


def _age_before(birth: date, month: Month) -> int:
    """The age reached before the month began: an addition for an age starts in the month after the birthday."""
    age = month.year - birth.year
    return age if birthday(birth, age) < month.first_day() else age - 1


def _account_part(policy: Policy, drawing: Drawing) -> Part:
    divisor = valid(policy.divisors, drawing.first.first_day())
    if divisor is None:
        return Part("account", _("个人账户养老金"), 0)
    age = _age_before(drawing.birth, drawing.first)
    words = _("个人账户养老金（账户储存额 ÷ {months}）").format(months=divisor.at(age))
    return Part("account", words, divisor.monthly(drawing.account_fen, age), divisor.source)
