"""Back payment (补缴, R6): whether missed years may be paid later, and at which tiers."""

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

KEY = "back_pay"


@value
class BackPayment:
    """Whether missed years may be paid later, at which tiers (empty: all offered), and whether after the age too.

    ``most_years``: how many years of a life, 0 where there is no limit. ``assessed``: whether the agency sets each
    amount first (核定).
    """

    period: Period
    source: Source
    allowed: bool
    tiers_fen: tuple[int, ...]
    after_age: bool
    most_years: int
    assessed: bool

    def takes(self, tier_fen: int) -> bool:
        """Whether a missed year may be paid at this tier, as far as this rule says; never with nothing."""
        return self.allowed and tier_fen > 0 and (not self.tiers_fen or tier_fen in self.tiers_fen)


def _read(file: PolicyTable) -> tuple[BackPayment, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> BackPayment:
    return BackPayment(
        row.period(),
        row.source(),
        row.flag("allowed"),
        row.moneys("tiers"),
        row.flag("after_age", True),
        row.years("most_years", 0),
        row.flag("assessed", False),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Whether missed years may be paid later, at which tiers, and whether after the age too (R6)."""
    rule = policy.value(BackPayment, on)
    if rule is None:
        return
    if not rule.allowed:
        yield clauses.of(rule, _("以前没缴的年份不能补缴"))
        return
    yield clauses.of(rule, _("以前没缴的年份可以补缴"))
    if rule.tiers_fen:
        yield clauses.of(rule, _("补缴只能选：{tiers} 元").format(tiers=clauses.listed(rule.tiers_fen)))
    if rule.most_years:
        yield clauses.of(rule, _("一个人最多补缴 {years} 年").format(years=rule.most_years))
    if rule.assessed:
        yield clauses.of(rule, _("补缴要先由经办机构核定，凭核定单缴"))
    yield clauses.of(rule, _("到龄以后可以继续缴") if rule.after_age else _("到龄以后不能再缴"))


MECHANISM = Mechanism(KEY, BackPayment, ClauseSubject.BACK_PAYMENT, _read, _clauses)
