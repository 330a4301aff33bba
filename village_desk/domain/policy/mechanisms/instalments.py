"""A year paid in parts (分次缴, such as two halves): in how many. The parts are as equal as whole fen let them be."""

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

KEY = "instalments"


@value
class Instalments:
    """In how many parts a year's tier may be paid."""

    period: Period
    source: Source
    parts: int


def _read(file: PolicyTable) -> tuple[Instalments, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> Instalments:
    parts = row.whole("parts", most=12)
    if parts < 2:
        row.wrong("parts", _("至少写 2；只缴一次的不用写这一块"))
    return Instalments(row.period(), row.source(), parts)


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """In how many parts a year may be paid."""
    rule = policy.value(Instalments, on)
    if rule:
        yield clauses.of(rule, _("一年的费可以分 {parts} 次缴").format(parts=rule.parts))


MECHANISM = Mechanism(KEY, Instalments, ClauseSubject.TIERS, _read, _clauses)
