"""The government's subsidy on a contribution (缴费补贴, R3): the mechanisms that were found, and their reading.

A mechanism turns a tier into an amount; which one holds, and with which figures, is the policy's to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from village_desk.domain.basics.periods import Period
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy import levels
from village_desk.domain.policy.policy_file import Table, read_dated
from village_desk.words import _

Rows = tuple[tuple[int, int], ...]
"""Pairs of tier and subsidy, both fen, ascending."""


class Mechanism(Protocol):
    """How a subsidy follows from a tier."""

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The subsidy in fen, or None when the mechanism has no figure for the tier.

        ``ladder`` holds the tiers that are open to everybody, ascending.
        """


@dataclass(frozen=True, slots=True)
class ByTable:
    """查表: one row a tier."""

    rows: Rows

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The row of the very tier."""
        return dict(self.rows).get(tier_fen)


@dataclass(frozen=True, slots=True)
class FromTier:
    """分段: a row holds for its tier and all above, up to the next row."""

    rows: Rows

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The highest row not above the tier."""
        return next((subsidy for tier, subsidy in reversed(self.rows) if tier <= tier_fen), None)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """The subsidy as it holds for a period. ``back_paid`` says whether a back-paid year earns it (nearly nowhere)."""

    period: Period
    source: Source
    mechanism: Mechanism
    shares: tuple[levels.Share, ...]
    back_paid: bool
    least: bool

    def amount(self, tier_fen: int, ladder: Sequence[int]) -> int | None:
        """The whole subsidy of one year in fen, or None when the rule has no figure for the tier."""
        return 0 if tier_fen == 0 else self.mechanism.amount(tier_fen, ladder)


def read(rows: list[Table]) -> tuple[SubsidyRule, ...]:
    """The subsidy rules of a policy file. Refused when two hold on one day."""
    return read_dated(rows, _read_rule)


def _read_rule(row: Table) -> SubsidyRule:
    kinds = {"table": _by_table, "from_tier": _from_tier, "per_amount": _per_amount, "per_step": _per_step}
    kind = row.text("type")
    if kind not in kinds:
        row.wrong("type", _("“{value}”不认识，可写：{known}").format(value=kind, known="、".join(kinds)))
    return SubsidyRule(
        row.period(),
        row.source(),
        kinds[kind](row),
        levels.read(row),
        row.flag("back_paid", False),
        row.flag("at_least", False),
    )


def _by_table(row: Table) -> Mechanism:
    return ByTable(_rows(row, needed=True))


def _from_tier(row: Table) -> Mechanism:
    return FromTier(_rows(row, needed=True))


def _per_amount(row: Table) -> Mechanism:
    cap = row.money("added_cap") if row.has("added_cap") else None
    step = row.money("step")
    if not step:
        row.wrong("step", _("不能是 0"))
    return PerAmount(row.money("base"), row.money("first"), step, row.money("each"), cap)


def _per_step(row: Table) -> Mechanism:
    return PerStep(row.money("first"), row.money("each"), _rows(row, needed=False))


def _rows(row: Table, needed: bool) -> Rows:
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
