"""The dated values of entitlement (R7): age, years, turning year, bundling, start cohorts, programmes. No decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.back_payment import TurningYear
from village_desk.domain.policy.policy_file import Table, read_all, read_dated
from village_desk.domain.policy.special_groups import SpecialGroup, check_known


@dataclass(frozen=True, slots=True)
class EntitlementRule:
    """Who may draw: the age, the full number of paid years, and whether the turning year must be paid."""

    period: Period
    source: Source
    age: int
    min_years: int
    turning_year: TurningYear


@dataclass(frozen=True, slots=True)
class Bundling:
    """While it holds, an elder draws only when the children who must enrol have done so (捆绑, 2009 pilot)."""

    period: Period
    source: Source


@dataclass(frozen=True, slots=True)
class StartCohort:
    """Those born in a span need not pay the turning year here; ``blocked_above``: the upper system wants it (W20)."""

    period: Period
    source: Source
    blocked_above: bool


@dataclass(frozen=True, slots=True)
class Programme:
    """For a time, people of these groups draw the base pension at the age without having paid."""

    period: Period
    source: Source
    groups: frozenset[str]


@dataclass(frozen=True, slots=True)
class Enrolment:
    """From which age on people may join (R1); how long who moved in after the age of drawing must have lived here.

    From ``student_doubt_age`` on "still a student" is doubted; 0 when the place does not ask.
    """

    period: Period
    source: Source
    min_age: int
    moved_in_years: int
    student_doubt_age: int


def read_rules(rows: Sequence[Table]) -> tuple[EntitlementRule, ...]:
    """The ``entitlement`` rules of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_rule)


def _read_rule(row: Table) -> EntitlementRule:
    turning = row.word("turning_year", TurningYear, TurningYear.REQUIRED)
    return EntitlementRule(row.period(), row.source(), row.years("age"), row.years("min_years"), turning)


def read_bundling(rows: Sequence[Table]) -> tuple[Bundling, ...]:
    """The times in which bundling holds."""
    return read_dated(rows, lambda row: Bundling(row.period(), row.source()))


def read_cohorts(rows: Sequence[Table]) -> tuple[StartCohort, ...]:
    """The start cohorts; ``from`` and ``to`` are days of birth."""
    return read_dated(rows, lambda row: StartCohort(row.period(), row.source(), row.flag("blocked_above", False)))


def read_programmes(rows: Sequence[Table], groups: Sequence[SpecialGroup]) -> tuple[Programme, ...]:
    """The programmes under which a group draws without paying."""
    return tuple(read_all(rows, lambda row: _read_programme(row, groups)))


def _read_programme(row: Table, groups: Sequence[SpecialGroup]) -> Programme:
    named = row.texts("groups")
    check_known(row, "groups", named, groups)
    return Programme(row.period(), row.source(), frozenset(named))


def read_enrolment(rows: Sequence[Table]) -> tuple[Enrolment, ...]:
    """The ``enrolment`` rules. Refused when two hold on one day."""
    return read_dated(rows, _read_enrolment)


def _read_enrolment(row: Table) -> Enrolment:
    return Enrolment(
        row.period(),
        row.source(),
        row.years("min_age"),
        row.years("moved_in_years", 0),
        row.years("student_doubt_age", 0),
    )


def read_scheme_start(file: Table) -> tuple[date, Source] | None:
    """When the scheme began in the place (table ``scheme_start``); None when the file leaves it to the county."""
    row = file.table("scheme_start")
    if row is None:
        return None
    found = (row.day("on"), row.source())
    row.done()
    return found
