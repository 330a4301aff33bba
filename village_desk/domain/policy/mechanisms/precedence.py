"""Which special group counts for somebody who is in several (R5). The order changed over time (W9)."""

from collections.abc import Iterable, Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "precedence"


@value
class Precedence:
    """The order in which groups count, first wins."""

    period: Period
    source: Source
    order: tuple[str, ...]

    def first(self, groups: Iterable[str]) -> str | None:
        """The group that counts; one that the order does not name counts only when no other does."""
        known = [group for group in self.order if group in set(groups)]
        return known[0] if known else next(iter(sorted(groups)), None)


def _read(file: PolicyTable) -> tuple[Precedence, ...]:
    return read_dated(file.tables(KEY), _read_order)


def _read_order(row: PolicyTable) -> Precedence:
    order = special_groups.read_named(row, "order")
    return Precedence(row.period(), row.source(), order)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if order := policy.value(Precedence, on):
        names = " > ".join(special_groups.name(policy, key) for key in order.order)
        yield clauses.of(order, _("同时属于几个群体的，排在前面的算：{names}").format(names=names))


MECHANISM = Mechanism(KEY, Precedence, ClauseSubject.GROUPS, _read, _clauses)
