"""A policy: the dated values of one place, read from the text of a policy file. Holds values and looks them up by day.

Mechanisms live in the modules that this one composes; no figure of any place stands in code.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period, valid
from village_desk.domain.basics.sources import Certainty, Source
from village_desk.domain.policy import (
    aid,
    back_payment,
    death_values,
    entitlement_rules,
    government_paid,
    income_scheme,
    interest,
    levels,
    pension_values,
    practice,
    special_groups,
    subsidies,
    tiers,
)
from village_desk.domain.policy.policy_file import Table, open_table
from village_desk.domain.policy.tiers import Tier
from village_desk.words import _

NOBODY_SPECIAL: frozenset[str] = frozenset()
"""The special groups of somebody who is in none."""


@dataclass(frozen=True)
class Subsidy:
    """The subsidy of one tier and year in fen, by level, with the document that it follows from."""

    total_fen: int
    parts: tuple[tuple[levels.Level, int], ...]
    source: Source


@dataclass(frozen=True, eq=False)
class Policy:
    """The values of one place. ``id`` is what every decision keeps; ``jurisdiction`` is a division code."""

    id: str
    name: str
    jurisdiction: str
    period: Period
    source: Source
    all_tiers: tuple[Tier, ...]
    subsidy_rules: tuple[subsidies.SubsidyRule, ...]
    groups: tuple[special_groups.SpecialGroup, ...]
    precedence: tuple[special_groups.Precedence, ...]
    government_pays: tuple[government_paid.GovernmentPays, ...]
    aid: tuple[aid.AidRule, ...]
    back_payment: tuple[back_payment.BackPayment, ...]
    scheme_start: tuple[date, Source] | None
    enrolment: tuple[entitlement_rules.Enrolment, ...]
    entitlement: tuple[entitlement_rules.EntitlementRule, ...]
    start_cohorts: tuple[entitlement_rules.StartCohort, ...]
    bundling: tuple[entitlement_rules.Bundling, ...]
    programmes: tuple[entitlement_rules.Programme, ...]
    base_lines: tuple[pension_values.BaseLine, ...]
    years_extra: tuple[pension_values.YearsExtra, ...]
    age_tilt: tuple[pension_values.AgeTilt, ...]
    divisors: tuple[pension_values.Divisor, ...]
    interest: tuple[interest.InterestRule, ...]
    death: tuple[death_values.DeathRule, ...]
    income_schemes: tuple[income_scheme.IncomeScheme, ...]
    practice: tuple[practice.Practice, ...]
    case_tables: tuple[Table, ...]

    def covers(self, division_code: str) -> bool:
        """Whether a village of this 12-digit code lies in the policy's place; 100000 is the whole country."""
        place = self.jurisdiction.rstrip("0")
        place += "0" * (-len(place) % 2 if len(place) <= 6 else -len(place) % 3)
        return self.jurisdiction == "100000" or division_code.startswith(place)

    def tiers(self, on: date, groups: frozenset[str] = NOBODY_SPECIAL) -> tuple[Tier, ...]:
        """The tiers offered on a day, ascending: those open to everybody, and those of the special groups named."""
        return _tiers(self, self._changed(on), groups)

    def offers(self, tier_fen: int, on: date, groups: frozenset[str] = NOBODY_SPECIAL) -> bool:
        """Whether the amount is a tier offered on the day."""
        return any(tier.takes(tier_fen) for tier in self.tiers(on, groups))

    def subsidy(self, tier_fen: int, on: date) -> int:
        """The subsidy in fen that a contribution of the tier earns on the day; Refused (``tier_not_offered``)."""
        return self.subsidy_parts(tier_fen, on).total_fen

    def subsidy_parts(self, tier_fen: int, on: date) -> Subsidy:
        """The same, by level of government and with its document."""
        found = self.find_subsidy(tier_fen, on)
        if found is None:
            raise Refused(
                _("{on} 的政策没有 {tier} 元这一档").format(on=on, tier=money.short(tier_fen)),
                _("请从列出的档次里选"),
                "tier_not_offered",
                "tier",
            )
        return found

    def find_subsidy(self, tier_fen: int, on: date) -> Subsidy | None:
        """The same, or None when the policy has no figure for the tier."""
        return _subsidy(self, tier_fen, self._changed(on))

    @cached_property
    def _changes(self) -> list[date]:
        """The days on which tiers or subsidies change, ascending: between two of them all days are alike."""
        periods = [tier.period for tier in self.all_tiers] + [rule.period for rule in self.subsidy_rules]
        ends = [each.last + timedelta(days=1) for each in periods if each.last]
        return sorted({date.min, *(each.first for each in periods), *ends})

    def _changed(self, on: date) -> date:
        """The last day of change up to a day: it stands for the day in what is looked up again and again."""
        return self._changes[bisect_right(self._changes, on) - 1]

    def group_name(self, key: str) -> str:
        """What the place calls a special group."""
        return next((group.name for group in self.groups if group.key == key), key)

    def min_age(self, on: date) -> int:
        """The age from which on people may join on a day; 0 where the file does not say."""
        rule = valid(self.enrolment, on)
        return rule.min_age if rule else 0

    def base_pension(self, month: Month, known_on: date) -> tuple[pension_values.BaseLine, ...]:
        """The base pension of a month, one line a level, as it was known on a day; none before the first."""
        return _base_pension(self, month, known_on)


def read(text: str, source: str) -> Policy:
    """The policy that a file holds. ``source`` is what the file is called in refusals.

    Refused (code ``policy``) with file, line, key and reason when anything in it is wrong; nothing is guessed.
    """
    return read_table(open_table(text, source))


def read_table(file: Table) -> Policy:
    """The same from a file that is already taken apart."""
    for row in file.tables("documents"):
        _read_document(row)
    groups = special_groups.read(file.tables("groups"))
    policy = Policy(
        id=file.text("id"),
        name=file.text("name"),
        jurisdiction=_read_jurisdiction(file),
        period=file.period(),
        source=file.source(),
        all_tiers=tiers.read(file.tables("tiers"), groups),
        subsidy_rules=subsidies.read(file.tables("subsidy")),
        groups=groups,
        precedence=special_groups.read_precedence(file.tables("precedence"), groups),
        government_pays=government_paid.read(file.tables("gov_paid"), groups),
        aid=aid.read(file.tables("aid")),
        back_payment=back_payment.read(file.tables("back_pay")),
        scheme_start=entitlement_rules.read_scheme_start(file),
        enrolment=entitlement_rules.read_enrolment(file.tables("enrolment")),
        entitlement=entitlement_rules.read_rules(file.tables("entitlement")),
        start_cohorts=entitlement_rules.read_cohorts(file.tables("start_cohort")),
        bundling=entitlement_rules.read_bundling(file.tables("bundling")),
        programmes=entitlement_rules.read_programmes(file.tables("programme"), groups),
        base_lines=pension_values.read_base(file.tables("base_pension")),
        years_extra=pension_values.read_years_extra(file.tables("years_extra")),
        age_tilt=pension_values.read_age_tilt(file.tables("age_tilt")),
        divisors=pension_values.read_divisor(file.tables("divisor")),
        interest=interest.read(file.tables("interest")),
        death=death_values.read(file.tables("death")),
        income_schemes=income_scheme.read(file.tables("income_scheme")),
        practice=practice.read(file.tables("practice")),
        case_tables=tuple(file.tables("cases")),
    )
    file.done()
    _check_whole(policy, file)
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


def _check_whole(policy: Policy, file: Table) -> None:
    """What only shows when the parts are seen together: a tier that is offered but has no subsidy."""
    for tier in policy.all_tiers:
        for rule in policy.subsidy_rules:
            first = max(tier.period.first, rule.period.first)
            if (
                tier.period.holds(first)
                and rule.period.holds(first)
                and _amount(policy, tier.amount_fen, first) is None
            ):
                file.wrong("subsidy", _("档次 {tier} 元没有写补贴").format(tier=money.short(tier.amount_fen)))


def _amount(policy: Policy, tier_fen: int, on: date) -> int | None:
    rule = valid(policy.subsidy_rules, on)
    ladder = [tier.amount_fen for tier in policy.tiers(on) if tier.amount_fen]
    return rule.amount(tier_fen, ladder) if rule else 0


@lru_cache(maxsize=4096)
def _tiers(policy: Policy, on: date, groups: frozenset[str]) -> tuple[Tier, ...]:
    return tuple(tier for tier in policy.all_tiers if tier.period.holds(on) and tier.is_for(groups))


@lru_cache(maxsize=4096)
def _subsidy(policy: Policy, tier_fen: int, on: date) -> Subsidy | None:
    rule = valid(policy.subsidy_rules, on)
    if rule is None:
        return Subsidy(0, (), policy.source)
    offered = any(tier.period.holds(on) and tier.takes(tier_fen) for tier in policy.all_tiers)
    amount = _amount(policy, tier_fen, on) if offered else None
    return None if amount is None else Subsidy(amount, levels.split(amount, rule.shares), rule.source)


@lru_cache(maxsize=4096)
def _base_pension(policy: Policy, month: Month, known_on: date) -> tuple[pension_values.BaseLine, ...]:
    return _latest(line for line in policy.base_lines if line.first <= month and line.known(known_on))


def _latest(lines: Iterable[pension_values.BaseLine]) -> tuple[pension_values.BaseLine, ...]:
    """The last line of each level; ``lines`` ascend by month."""
    found = {line.level: line for line in lines}
    return tuple(found[level] for level in levels.Level if level in found)
