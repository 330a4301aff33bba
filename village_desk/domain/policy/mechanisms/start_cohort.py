"""The cohorts of the start (W20): people born in a span who need not pay the year of their birthday."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "start_cohort"


@value
class StartCohort:
    """People born in a span need not pay the turning year; ``blocked_above``: the upper system asks for it (W20)."""

    period: Period
    source: Source
    blocked_above: bool


def _read(file: PolicyTable) -> tuple[StartCohort, ...]:
    """``from`` and ``to`` are days of birth."""
    return read_dated(
        file.tables(KEY), lambda row: StartCohort(row.period(), row.source(), row.flag("blocked_above", False))
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    for cohort in policy.values(StartCohort):
        words = _("{born} 出生的，到龄那一年不用缴费").format(born=cohort.period.in_words())
        blocked = _("；但上级系统要先缴才放行") if cohort.blocked_above else ""
        yield Clause(words + blocked, cohort.source)


MECHANISM = Mechanism(KEY, StartCohort, ClauseSubject.ENTITLEMENT, _read, _clauses)
