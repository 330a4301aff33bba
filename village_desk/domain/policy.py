"""A policy: the dated values of one place, read from the text of a policy file. Holds values and looks them up by day.

Mechanisms live in the modules that this one composes; no figure of any place stands in code.
"""

from dataclasses import dataclass
from datetime import date

from village_desk.domain import levels, money, subsidies, tiers
from village_desk.domain.errors import Refused
from village_desk.domain.periods import Period, valid
from village_desk.domain.policy_file import Table, open_table
from village_desk.domain.sources import Certainty, Source
from village_desk.domain.subsidies import SubsidyRule
from village_desk.domain.tiers import Tier
from village_desk.words import _


@dataclass(frozen=True)
class Subsidy:
    """The subsidy of one tier and year in fen, by level, with the document that it follows from."""

    total_fen: int
    parts: tuple[tuple[levels.Level, int], ...]
    source: Source


@dataclass(frozen=True)
class Policy:
    """The values of one place. ``id`` is what every decision keeps; ``jurisdiction`` is a division code."""

    id: str
    name: str
    jurisdiction: str
    period: Period
    source: Source
    all_tiers: tuple[Tier, ...]
    subsidy_rules: tuple[SubsidyRule, ...]

    def covers(self, division_code: str) -> bool:
        """Whether a village of this 12-digit code lies in the policy's place; 100000 is the whole country."""
        place = self.jurisdiction.rstrip("0")
        place += "0" * (-len(place) % 2 if len(place) <= 6 else -len(place) % 3)
        return self.jurisdiction == "100000" or division_code.startswith(place)

    def tiers(self, on: date, groups: frozenset[str] = frozenset()) -> tuple[Tier, ...]:
        """The tiers offered on a day, ascending: those open to everybody, and those of the special groups named."""
        return tuple(tier for tier in self.all_tiers if tier.period.holds(on) and tier.is_for(groups))

    def offers(self, tier_fen: int, on: date, groups: frozenset[str] = frozenset()) -> bool:
        """Whether the amount is a tier offered on the day."""
        return any(tier.takes(tier_fen) for tier in self.tiers(on, groups))

    def subsidy(self, tier_fen: int, on: date) -> int:
        """The subsidy in fen that a contribution of the tier earns on the day; Refused (``tier_not_offered``)."""
        return self.subsidy_parts(tier_fen, on).total_fen

    def subsidy_parts(self, tier_fen: int, on: date) -> Subsidy:
        """The same, by level of government and with its document."""
        rule = valid(self.subsidy_rules, on)
        if rule is None:
            return Subsidy(0, (), self.source)
        ladder = [tier.amount_fen for tier in self.tiers(on) if tier.amount_fen]
        amount = rule.amount(tier_fen, ladder)
        if amount is None:
            raise Refused(
                _("{on} 的政策没有 {tier} 元这一档").format(on=on, tier=money.short(tier_fen)),
                _("请从列出的档次里选"),
                "tier_not_offered",
                "tier",
            )
        return Subsidy(amount, levels.split(amount, rule.shares), rule.source)


def read(text: str, source: str) -> Policy:
    """The policy that a file holds. ``source`` is what the file is called in refusals.

    Refused (code ``policy``) with file, line, key and reason when anything in it is wrong; nothing is guessed.
    """
    file = open_table(text, source)
    for row in file.tables("documents"):
        _read_document(row)
    policy = Policy(
        id=file.text("id"),
        name=file.text("name"),
        jurisdiction=_read_jurisdiction(file),
        period=file.period(),
        source=file.source(),
        all_tiers=tiers.read(file.tables("tiers")),
        subsidy_rules=subsidies.read(file.tables("subsidy")),
    )
    file.done()
    return policy


def _read_document(row: Table) -> None:
    key = row.text("key")
    if key in row.file.documents:
        row.wrong("key", _("文件名“{key}”重复").format(key=key))
    dated = row.day("dated") if row.has("dated") else None
    sure = row.word("certainty", Certainty)
    row.file.documents[key] = Source(row.text("number", ""), row.text("title"), dated, sure, row.text("note", ""))
    row.done()


def _read_jurisdiction(file: Table) -> str:
    code = file.text("jurisdiction")
    if len(code) not in (6, 9, 12) or not code.isascii() or not code.isdigit():
        file.wrong("jurisdiction", _("区划代码应为 6、9 或 12 位数字，如 429004"))
    return code
