"""Programmes for a time under which special groups draw without having paid (R7)."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_all
from village_desk.words import _

KEY = "programme"


@value
class Programme:
    """For a time, people of these groups draw the base pension at the age without having paid."""

    period: Period
    source: Source
    groups: frozenset[str]


def _read(file: PolicyTable) -> tuple[Programme, ...]:
    return tuple(read_all(file.tables(KEY), _read_row))


def _read_row(row: PolicyTable) -> Programme:
    named = special_groups.read_named(row, "groups")
    return Programme(row.period(), row.source(), frozenset(named))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    for programme in policy.holding(Programme, on):
        names = special_groups.names(policy, programme.groups)
        yield clauses.of(programme, _("{groups}：到龄不缴费也能领基础养老金").format(groups=names))


MECHANISM = Mechanism(KEY, Programme, ClauseSubject.ENTITLEMENT, _read, _clauses)
