"""The dated values of a death (R11): funeral aid and its window, the refund of the account, when to tell."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "death"


class RefundParts(Enum):
    """The heirs' share of the rest of the account: all of it, or (old rules) without the government's subsidy."""

    ALL = "all"
    WITHOUT_SUBSIDY = "without_subsidy"


@value
class DeathRule:
    """Funeral aid is a fixed amount, or a number of base pensions of the month of death; nothing when both are 0.

    ``notice_working_days``: within how many working days the relatives tell the agency (national); ``report_days``: the
    county's own days to report and strike off, of which ``working_days`` says the kind. ``claim_months``,
    ``claim_days``, ``claim_working_days``: the window in which funeral aid is claimed. 0 where the file says nothing.
    """

    period: Period
    source: Source
    funeral_fen: int
    funeral_times: Fraction
    refund: RefundParts
    report_days: int
    working_days: bool
    notice_working_days: int
    claim_months: int
    claim_days: int
    claim_working_days: int

    def funeral_aid(self, base_fen: int) -> int:
        """The funeral aid in fen when the base pension of the month of death is so much."""
        return self.funeral_fen + Rounding.CENT.fen(self.funeral_times * base_fen)

    def claim_by(self, death: date) -> date | None:
        """The last day to claim funeral aid; None where the file names none, or counts working days.

        Which days are working days is decided each year: no day is invented from them.
        """
        if self.claim_days:
            return death + timedelta(days=self.claim_days)
        if not self.claim_months:
            return None
        month = Month.of(death) + self.claim_months
        return date(month.year, month.number, min(death.day, monthrange(month.year, month.number)[1]))


_CLAIM = ("claim_months", "claim_days", "claim_working_days")
"""The keys of the window in which funeral aid is claimed: one of them."""


def _read(file: PolicyTable) -> tuple[DeathRule, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> DeathRule:
    if row.has("funeral") and row.has("funeral_times"):
        row.wrong("funeral", _("funeral（元）和 funeral_times（几个月基础养老金）只写一个"))
    claims = [key for key in _CLAIM if row.has(key)]
    if len(claims) > 1:
        row.wrong(claims[1], _("{keys} 只写一个").format(keys=_("、").join(_CLAIM)))
    return DeathRule(
        row.period(),
        row.source(),
        row.money("funeral", 0),
        Fraction(row.whole("funeral_times", 0)),
        row.word("refund", RefundParts, RefundParts.ALL),
        row.whole("report_days", 0),
        row.flag("working_days", False),
        row.whole("tell_working_days", 0),
        *(row.whole(key, 0) for key in _CLAIM),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """The heirs' amounts, and the days within which to tell, to report and to claim (R11)."""
    rule = policy.value(DeathRule, on)
    if rule is None:
        return
    whole = rule.refund is RefundParts.ALL
    yield clauses.of(rule, _("个人账户余额全部退给继承人") if whole else _("个人账户余额退给继承人，政府补贴部分不退"))
    if funeral := _funeral(rule):
        yield clauses.of(rule, funeral)
    if claim := claim_words(rule):
        yield clauses.of(rule, claim)
    if rule.notice_working_days:
        yield clauses.of(rule, _("死亡后 {days} 个工作日内告诉经办机构").format(days=rule.notice_working_days))
    if rule.report_days:
        words = _("死亡后 {days} 个工作日内申报") if rule.working_days else _("死亡后 {days} 天内申报")
        yield clauses.of(rule, words.format(days=rule.report_days))


def claim_words(rule: DeathRule) -> str:
    """The window of funeral aid in words; empty where the file names none."""
    if rule.claim_months:
        return _("丧葬补助金在死亡后 {months} 个月内申领").format(months=rule.claim_months)
    if rule.claim_days:
        return _("丧葬补助金在死亡后 {days} 天内申领").format(days=rule.claim_days)
    if rule.claim_working_days:
        return _("丧葬补助金在死亡后 {days} 个工作日内申领").format(days=rule.claim_working_days)
    return ""


def _funeral(rule: DeathRule) -> str:
    if rule.funeral_times:
        return _("丧葬补助金：死亡当月基础养老金的 {times} 倍").format(times=rule.funeral_times)
    return _("丧葬补助金 {fen} 元").format(fen=money.short(rule.funeral_fen)) if rule.funeral_fen else ""


MECHANISM = Mechanism(KEY, DeathRule, ClauseSubject.DEATH, _read, _clauses)
