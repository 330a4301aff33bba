"""The addition from an age on (高龄倾斜, R8)."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.reasons import Part
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.drawing import DueMonth
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "age_tilt"


@value
class AgeTilt:
    """What is added from an age on (高龄倾斜); the highest age reached counts, not their sum."""

    period: Period
    source: Source
    rows: tuple[tuple[int, int], ...]

    def amount(self, age: int) -> int:
        """The addition in fen a month at an age."""
        return next((fen for least, fen in reversed(self.rows) if age >= least), 0)


def _read(file: PolicyTable) -> tuple[AgeTilt, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> AgeTilt:
    return AgeTilt(row.period(), row.source(), row.by_age("rows", lambda each: each.money("amount")))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    if tilt := policy.value(AgeTilt, on):
        rows = _("，").join(_("满 {age} 岁 {fen} 元").format(age=age, fen=money.short(fen)) for age, fen in tilt.rows)
        yield clauses.of(tilt, _("高龄每月加发：{rows}（只算最高的一级）").format(rows=rows))


def _parts(policy: Policy, due: DueMonth) -> Iterator[Part]:
    tilt = policy.value(AgeTilt, due.day)
    if tilt and (fen := tilt.amount(due.age)):
        yield Part("age_tilt", _("高龄加发"), fen, tilt.source)


MECHANISM = Mechanism(KEY, AgeTilt, ClauseSubject.ON_TOP, _read, _clauses, _parts)
