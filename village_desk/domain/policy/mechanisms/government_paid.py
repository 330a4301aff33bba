"""What the government pays of a contribution for special groups (政府代缴, R5). The rest is the person's own."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import groupby

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding, percent
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.words import _

KEY = "gov_paid"


class ListRule(Enum):
    """When somebody must belong to the group: on the day of paying, on any day of the year, or of the year before."""

    ON_DAY = "on_day"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"

    def counts(self, membership: Membership, on: date) -> bool:
        """Whether the membership counts for a payment on the day."""
        return membership.period.meets(self.window(on))

    def window(self, on: date) -> Period:
        """The days on one of which somebody must belong to the group, for a payment on a day."""
        if self is ListRule.ON_DAY:
            return Period(on, on)
        year = on.year - (self is ListRule.LAST_YEAR)
        return Period(date(year, 1, 1), date(year, 12, 31))


@value
class GovernmentPays:
    """The government's payment for one group: a fixed amount, or a part of the tier; never more than the tier."""

    group: str
    period: Period
    source: Source
    fixed_fen: int
    part: Fraction
    listed: ListRule

    def amount(self, tier_fen: int) -> int:
        """The government's part of a tier in fen."""
        return min(tier_fen, self.fixed_fen + Rounding.CENT.fen(self.part * tier_fen))


def _read(file: PolicyTable) -> tuple[GovernmentPays, ...]:
    """Refused when two rows pay for one group on one day."""
    found: list[GovernmentPays] = []
    for row in file.tables(KEY):
        for group in special_groups.read_named(row, "groups"):
            pays = _read_row(row, group)
            if any(other.group == group and other.period.meets(pays.period) for other in found):
                row.wrong("groups", _("群体“{key}”同一时间有两条代缴规定").format(key=group))
            found.append(pays)
        row.done()
    return tuple(found)


def _read_row(row: PolicyTable, group: str) -> GovernmentPays:
    if row.has("amount") == row.has("percent"):
        row.wrong("amount", _("amount（元）和 percent（百分比）只写一个"))
    return GovernmentPays(
        group,
        row.period(),
        row.source(),
        row.money("amount", 0),
        row.percent("percent", Fraction(0)),
        row.word("list", ListRule, ListRule.ON_DAY),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Groups for which the same is paid stand in one clause."""
    held = policy.holding(GovernmentPays, on)
    for _key, alike in groupby(
        held, key=lambda pays: (pays.period, pays.source, pays.fixed_fen, pays.part, pays.listed)
    ):
        some = list(alike)
        names = special_groups.names(policy, frozenset(pays.group for pays in some))
        yield clauses.of(some[0], _paid_for(names, some[0]))


def _paid_for(names: str, pays: GovernmentPays) -> str:
    if pays.part:
        amount = _("所选档次的 {percent}%").format(percent=percent(pays.part))
    else:
        amount = _(" {fen} 元").format(fen=money.short(pays.fixed_fen))
    return _("{names}：政府代缴{amount}，其余自己缴（看{listed}）").format(
        names=names, amount=amount, listed=_listed(pays.listed)
    )


def _listed(rule: ListRule) -> str:
    return {
        ListRule.ON_DAY: _("缴费当天的名单"),
        ListRule.THIS_YEAR: _("当年的名单"),
        ListRule.LAST_YEAR: _("上一年的名单"),
    }[rule]


MECHANISM = Mechanism(KEY, GovernmentPays, ClauseSubject.GROUPS, _read, _clauses)
