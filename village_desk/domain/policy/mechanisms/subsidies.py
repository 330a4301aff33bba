"""The government's subsidy on a contribution (缴费补贴, R3): the formulas that were found, and their figures.

A formula turns a tier into an amount; which one holds, and with which figures, is the policy's to say.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import clauses, levels
from village_desk.domain.policy.clauses import Clause, ClauseSubject
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Mechanism, Policy
from village_desk.domain.policy.reader import PolicyTable, read_dated
from village_desk.words import _

KEY = "subsidy"

Rows = tuple[tuple[int, int], ...]
"""Pairs of tier and subsidy, both fen, ascending."""


class Formula(Protocol):
    """How a subsidy follows from a tier."""

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The subsidy in fen, or None when the formula has no figure for the tier.

        ``ladder`` holds the tiers that are open to everybody, ascending.
        """


@value
class ByTable:
    """查表: one row a tier."""

    rows: Rows

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The row of the very tier."""
        return dict(self.rows).get(tier_fen)


@value
class FromTier:
    """分段: a row holds for its tier and all above, up to the next row."""

    rows: Rows

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The highest row not above the tier."""
        return next((subsidy for tier, subsidy in reversed(self.rows) if tier <= tier_fen), None)


@value
class PerAmount:
    """每多缴若干元: ``first`` at ``base``, ``each`` more per further full ``step``; the cap is on what is added."""

    base_fen: int
    first_fen: int
    step_fen: int
    each_fen: int
    added_cap_fen: int | None

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """W6: 100 → 30, 200 → 30+10, 1500 → 30+100 because of the cap."""
        if tier_fen < self.base_fen:
            return None
        added = (tier_fen - self.base_fen) // self.step_fen * self.each_fen
        return self.first_fen + (added if self.added_cap_fen is None else min(added, self.added_cap_fen))


@value
class PerStep:
    """每提高一档: ``first`` at the lowest tier open to everybody, ``each`` more for every tier above it.

    ``rows`` are tiers outside the ladder, such as the hardship tier.
    """

    first_fen: int
    each_fen: int
    rows: Rows

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """W7: counts steps of the ladder, not hundreds of yuan."""
        if tier_fen in ladder:
            return self.first_fen + ladder.index(tier_fen) * self.each_fen
        return dict(self.rows).get(tier_fen)


@value
class SubsidyRule:
    """The subsidy of a period. ``back_paid``: whether a back-paid year earns it; None where the file does not say."""

    period: Period
    source: Source
    formula: Formula
    shares: tuple[levels.Share, ...]
    back_paid: bool | None
    least: bool

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The whole subsidy of one year in fen, or None when the rule has no figure for the tier."""
        return 0 if tier_fen == 0 else self.formula.amount(tier_fen, ladder)


@value
class Subsidy:
    """The subsidy of one tier and year in fen, by level, with its document."""

    total_fen: int
    parts: tuple[tuple[levels.Level, int], ...]
    source: Source


def subsidy(policy: Policy, tier_fen: int, on: date) -> Subsidy:
    """The subsidy that a contribution of the tier earns on the day; Refused (``tier_not_offered``)."""
    found = find_subsidy(policy, tier_fen, on)
    if found is None:
        raise Refused(
            _("{on} 的政策没有 {tier} 元这一档").format(on=on, tier=money.short(tier_fen)),
            _("请从列出的档次里选"),
            "tier_not_offered",
            "tier",
        )
    return found


def find_subsidy(policy: Policy, tier_fen: int, on: date) -> Subsidy | None:
    """The same, or None when the policy has no figure for the tier."""
    return _find(policy, tier_fen, policy.changed(on, Tier, SubsidyRule))


def of_sum(policy: Policy, fen: int, on: date) -> Subsidy | None:
    """The subsidy of a sum that need be no tier, as of a year that was topped up; None where the rule has no figure."""
    rule = policy.value(SubsidyRule, on)
    if rule is None:
        return Subsidy(0, (), policy.source)
    amount = _amount(policy, rule, fen, on)
    return None if amount is None else Subsidy(amount, levels.split(amount, rule.shares), rule.source)


@lru_cache(maxsize=4096)
def _find(policy: Policy, tier_fen: int, on: date) -> Subsidy | None:
    rule = policy.value(SubsidyRule, on)
    if rule is None:
        return Subsidy(0, (), policy.source)
    offered = any(tier.takes(tier_fen) for tier in policy.holding(Tier, on))
    amount = _amount(policy, rule, tier_fen, on) if offered else None
    return None if amount is None else Subsidy(amount, levels.split(amount, rule.shares), rule.source)


def _amount(policy: Policy, rule: SubsidyRule, tier_fen: int, on: date) -> int | None:
    ladder = [tier.amount_fen for tier in tiers.offered(policy, on) if tier.amount_fen]
    return rule.amount(tier_fen, ladder)


def _check(policy: Policy, file: PolicyTable) -> None:
    """A tier that is offered must have a subsidy."""
    for tier in policy.values(Tier):
        for rule in policy.values(SubsidyRule):
            first = max(tier.period.first, rule.period.first)
            both = tier.period.holds(first) and rule.period.holds(first)
            if both and _amount(policy, rule, tier.amount_fen, first) is None:
                file.wrong(KEY, _("档次 {tier} 元没有写补贴").format(tier=money.short(tier.amount_fen)))


def _read(file: PolicyTable) -> tuple[SubsidyRule, ...]:
    return read_dated(file.tables(KEY), _read_rule)


def _read_rule(row: PolicyTable) -> SubsidyRule:
    kinds = {"table": _by_table, "from_tier": _from_tier, "per_amount": _per_amount, "per_step": _per_step}
    kind = row.text("type")
    if kind not in kinds:
        row.wrong("type", _("“{value}”不认识，可写：{known}").format(value=kind, known="、".join(kinds)))
    return SubsidyRule(
        row.period(),
        row.source(),
        kinds[kind](row),
        levels.read(row),
        row.flag("back_paid") if row.has("back_paid") else None,
        row.flag("at_least", False),
    )


def _by_table(row: PolicyTable) -> Formula:
    return ByTable(_rows(row, needed=True))


def _from_tier(row: PolicyTable) -> Formula:
    return FromTier(_rows(row, needed=True))


def _per_amount(row: PolicyTable) -> Formula:
    cap = row.money("added_cap") if row.has("added_cap") else None
    step = row.money("step")
    if not step:
        row.wrong("step", _("不能是 0"))
    return PerAmount(row.money("base"), row.money("first"), step, row.money("each"), cap)


def _per_step(row: PolicyTable) -> Formula:
    return PerStep(row.money("first"), row.money("each"), _rows(row, needed=False))


def _rows(row: PolicyTable, needed: bool) -> Rows:
    pairs: dict[int, int] = {}
    for each in row.tables("rows"):
        tier = each.money("tier")
        if tier in pairs:
            each.wrong("tier", _("档次 {amount} 元重复").format(amount=tier // 100))
        pairs[tier] = each.money("subsidy")
        each.done()
    if needed and not pairs:
        row.wrong("rows", _("至少写一行档次和补贴"))
    return tuple(sorted(pairs.items()))


def _clauses(policy: Policy, on: date) -> Iterator[Clause]:
    """How the subsidy follows from the tier, and its amount at each tier of the day, by level of government (R3)."""
    rule = policy.value(SubsidyRule, on)
    if rule is None:
        return
    if rule.least:
        yield clauses.of(rule, _("以下是最低标准，各地可以更高"))
    if words := _in_words(rule.formula):
        yield clauses.of(rule, words)
    offered = {tier.amount_fen for tier in policy.holding(Tier, on) if tier.amount_fen}
    for tier_fen in sorted(offered):
        if found := find_subsidy(policy, tier_fen, on):
            yield clauses.of(rule, _at_tier(tier_fen, found))
    yield clauses.of(rule, _back_paid_words(rule))


def _back_paid_words(rule: SubsidyRule) -> str:
    if rule.back_paid is None:
        return _("补缴的年份给不给补贴，政策没有写")
    return _("补缴的年份也给补贴") if rule.back_paid else _("补缴的年份没有补贴")


def _in_words(formula: Formula) -> str:
    """The formula in words; empty for a plain table, which explains itself."""
    if isinstance(formula, FromTier):
        words = _("，").join(
            _("{tier} 元起补 {fen} 元").format(tier=money.short(tier), fen=money.short(fen))
            for tier, fen in formula.rows
        )
        return _("分段：{rows}").format(rows=words)
    if isinstance(formula, PerAmount):
        return _per_amount_words(formula)
    if isinstance(formula, PerStep):
        return _("最低一档补 {first} 元，每提高一档多补 {each} 元").format(
            first=money.short(formula.first_fen), each=money.short(formula.each_fen)
        )
    return ""


def _per_amount_words(formula: PerAmount) -> str:
    words = _("{base} 元补 {first} 元，每多缴 {step} 元多补 {each} 元").format(
        base=money.short(formula.base_fen),
        first=money.short(formula.first_fen),
        step=money.short(formula.step_fen),
        each=money.short(formula.each_fen),
    )
    if formula.added_cap_fen is None:
        return words
    return words + _("，多补的部分最多 {cap} 元").format(cap=money.short(formula.added_cap_fen))


def _at_tier(tier_fen: int, found: Subsidy) -> str:
    words = _("{tier} 元档补贴 {fen} 元").format(tier=money.short(tier_fen), fen=money.short(found.total_fen))
    shares = [
        _("{level} {fen} 元").format(level=level.in_words(), fen=money.short(fen))
        for level, fen in found.parts
        if level is not levels.Level.ALL
    ]
    return words + (_("（{shares}）").format(shares=_("，").join(shares)) if shares else "")


MECHANISM = Mechanism(KEY, SubsidyRule, ClauseSubject.SUBSIDY, _read, _clauses, check=_check)
