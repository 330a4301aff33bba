"""A second payment in one year (二次缴费): whether somebody who has paid may top up, up to what, and what it earns."""

from collections.abc import Iterator
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "second_payment"


class SubsidyOfSecond(Enum):
    """What a second payment earns: nothing; or the subsidy of the whole year's sum, less what the first one earned."""

    NONE = "none"
    BY_TOTAL = "by_total"


class TotalOfYear(Enum):
    """What both payments must come to: one of the tiers, or any whole yuan."""

    TIER = "tier"
    FREE = "free"


@value
class SecondPayment:
    """Whether the year's payment may be topped up. ``most_fen``: the most of a whole year; None is the highest tier.

    ``subsidy`` is None where the file does not say. A window is month and day.
    """

    period: Period
    source: Source
    allowed: bool
    most_fen: int | None
    total: TotalOfYear
    subsidy: SubsidyOfSecond | None
    window: tuple[str, str] | None

    def is_open(self, on: date) -> bool:
        """Whether the day lies in the window, if there is one."""
        return self.window is None or self.window[0] <= f"{on:%m-%d}" <= self.window[1]


def most_fen(policy: Policy, rule: SecondPayment, on: date) -> int:
    """The most that a whole year may come to, in fen."""
    return tiers.highest_fen(policy, on) if rule.most_fen is None else rule.most_fen


def _read(file: PolicyTable) -> tuple[SecondPayment, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> SecondPayment:
    return SecondPayment(
        row.period(),
        row.source(),
        row.flag("allowed"),
        row.money("most_total") if row.has("most_total") else None,
        row.word("total", TotalOfYear, TotalOfYear.TIER),
        row.word("subsidy", SubsidyOfSecond) if row.has("subsidy") else None,
        row.season("window"),
    )


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """Whether, up to what and when the year's payment may be topped up, and what that earns."""
    rule = policy.value(SecondPayment, on)
    if rule is None:
        return
    if not rule.allowed:
        yield clauses.of(rule, _("一年只缴一次，不能二次缴费"))
        return
    most = money.short(most_fen(policy, rule, on))
    yield clauses.of(rule, _("当年缴过的还可以再缴（二次缴费），全年合计不超过 {most} 元").format(most=most))
    free = rule.total is TotalOfYear.FREE
    yield clauses.of(rule, _("合计可以是任意整元") if free else _("合计应正好是一个档次"))
    yield clauses.of(rule, _subsidy_words(rule.subsidy))
    if rule.window:
        yield clauses.of(rule, _("{season}办理").format(season=clauses.season(rule.window)))


def _subsidy_words(subsidy: SubsidyOfSecond | None) -> str:
    if subsidy is None:
        return _("二次缴费给不给补贴，政策没有写")
    none = subsidy is SubsidyOfSecond.NONE
    return _("二次缴费没有补贴") if none else _("补贴按全年合计算")


MECHANISM = Mechanism(KEY, SecondPayment, ClauseSubject.TIERS, _read, _clauses)
