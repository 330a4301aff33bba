"""Who may draw (R7): the age, the paid years, and whether the year of the birthday must be paid."""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "entitlement"


class TurningYear(Enum):
    """Whether the year in which somebody reaches the age must be paid for."""

    REQUIRED = "required"
    WAIVED = "waived"


@value
class EntitlementRule:
    """Who may draw: the age, the full number of paid years, and whether the turning year must be paid."""

    period: Period
    source: Source
    age: int
    min_years: int
    turning_year: TurningYear


def years_to_pay(birth: date, min_age: int, age: int, start: date, turning: TurningYear) -> range:
    """The calendar years in which somebody could pay: from the start of the scheme to the age of drawing.

    Empty for who had reached the age before the scheme began. Their number, or the full number of years if that is
    less, is what entitles.
    """
    reached = birthday(birth, age)
    if reached < start:
        return range(0)
    first = max(start.year, birth.year + min_age)
    return range(first, reached.year + (turning is TurningYear.REQUIRED))


def _read(file: PolicyTable) -> tuple[EntitlementRule, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> EntitlementRule:
    turning = row.word("turning_year", TurningYear, TurningYear.REQUIRED)
    return EntitlementRule(row.period(), row.source(), row.years("age"), row.years("min_years"), turning)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    rule = policy.value(EntitlementRule, on)
    if rule:
        words = _("年满 {age} 周岁、缴满 {years} 年，从下个月起领取").format(age=rule.age, years=rule.min_years)
        yield clauses.of(rule, words)
        required = rule.turning_year is TurningYear.REQUIRED
        yield clauses.of(rule, _("到龄那一年也要缴费") if required else _("到龄那一年不用缴费"))


MECHANISM = Mechanism(KEY, EntitlementRule, ClauseSubject.ENTITLEMENT, _read, _clauses)
