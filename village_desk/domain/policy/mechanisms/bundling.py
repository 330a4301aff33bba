"""Bundling (捆绑, 2009 pilot): an elder who need not pay draws once the children have enrolled (W21)."""

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

KEY = "bundling"


@value
class Bundling:
    """While it holds, an elder draws only when the children who must enrol have done so (捆绑, 2009 pilot)."""

    period: Period
    source: Source


def _read(file: PolicyTable) -> tuple[Bundling, ...]:
    return read_dated(file.tables(KEY), lambda row: Bundling(row.period(), row.source()))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if bundling := policy.value(Bundling, on):
        yield clauses.of(bundling, _("捆绑：不用缴费就能领的老人，应参保的子女都参保后才能领取"))


MECHANISM = Mechanism(KEY, Bundling, ClauseSubject.ENTITLEMENT, _read, _clauses)
