"""Joining the scheme (R1): from which age on, and what is asked of who moved in late."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "enrolment"


@value
class Enrolment:
    """From which age on people may join (R1); how long who moved in after the age of drawing must have lived here.

    From ``student_doubt_age`` on "still a student" is doubted; 0 when the place does not ask.
    """

    period: Period
    source: Source
    min_age: int
    moved_in_years: int
    student_doubt_age: int


def min_age(policy: Policy, on: date) -> int:
    """The age from which on people may join on a day; 0 where the file does not say."""
    rule = policy.value(Enrolment, on)
    return rule.min_age if rule else 0


def _read(file: PolicyTable) -> tuple[Enrolment, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> Enrolment:
    return Enrolment(
        row.period(),
        row.source(),
        row.years("min_age"),
        row.years("moved_in_years", 0),
        row.years("student_doubt_age", 0),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Who may join (R1)."""
    rule = policy.value(Enrolment, on)
    if rule is None:
        return
    yield clauses.of(rule, _("年满 {age} 周岁可以参保").format(age=rule.min_age))
    if rule.moved_in_years:
        words = _("到领取年龄以后才迁入的，户口在本地满 {years} 年才能参保").format(years=rule.moved_in_years)
        yield clauses.of(rule, words)
    if rule.student_doubt_age:
        words = _("{age} 岁起还登记为在校学生的，提示核实").format(age=rule.student_doubt_age)
        yield clauses.of(rule, words)


MECHANISM = Mechanism(KEY, Enrolment, ClauseSubject.ENROLMENT, _read, _clauses)
