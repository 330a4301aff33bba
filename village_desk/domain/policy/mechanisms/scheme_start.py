"""When the scheme began in the place (R6): who had reached the age by then need not pay."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _

KEY = "scheme_start"


@value
class SchemeStart:
    """The day on which the scheme began."""

    on: date
    source: Source


def began(policy: Policy) -> date | None:
    """The day on which the scheme began in the place; None when the file leaves it to the county."""
    starts = policy.values(SchemeStart)
    return starts[0].on if starts else None


def _read(file: PolicyTable) -> tuple[SchemeStart, ...]:
    row = file.table(KEY)
    if row is None:
        return ()
    start = SchemeStart(row.day("on"), row.source())
    row.done()
    return (start,)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    rule = policy.value(EntitlementRule, on)
    if rule is None:
        return
    words = _("本地制度 {day} 启动：那天以前已满 {age} 周岁的不用缴费，到龄前不足 {years} 年的缴到到龄为止")
    for start in policy.values(SchemeStart):
        yield Clause(words.format(day=start.on, age=rule.age, years=rule.min_years), start.source)


MECHANISM = Mechanism(KEY, SchemeStart, ClauseSubject.ENTITLEMENT, _read, _clauses)
