"""One year's contribution: who pays which part, the government's additions, the bookings (R2, R3, R5, R6)."""

from collections.abc import Iterable
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.reasons import Part, Reason
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.mechanisms import special_groups, subsidies, tiers
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.mechanisms.government_paid import GovernmentPays
from village_desk.domain.policy.mechanisms.precedence import Precedence
from village_desk.domain.policy.mechanisms.second_payment import SecondPayment, SubsidyOfSecond
from village_desk.domain.policy.mechanisms.special_groups import Membership, SpecialGroup
from village_desk.domain.policy.mechanisms.subsidies import SubsidyRule
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import missed_years
from village_desk.domain.rules.accounts import AccountEntry, Deposit, SubAccount
from village_desk.domain.rules.person_facts import (
    PaidYear,
    YearKind,
)
from village_desk.words import _


@value
class Contribution:
    """The cost and the yield of one year, in fen. ``own``, ``government`` (and ``waived``) parts make the tier.

    ``subsidy_fen`` comes on top and is booked when it arrives. ``payment``: what it is to its year; ``whole_fen``: the
    tier of which an instalment is a part, else 0. ``assessed_by``: the slip by which the agency set a back payment.
    """

    year: int
    kind: YearKind
    tier_fen: int
    own_fen: int
    government_fen: int
    waived_fen: int
    subsidy_fen: int
    group: str | None
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    policy: str
    payment: PaymentKind = PaymentKind.REGULAR
    whole_fen: int = 0
    assessed_by: str = ""

    @property
    def is_paid_by_others(self) -> bool:
        """Whether the person pays nothing: then there is no cash, and no receipt for cash."""
        return not self.own_fen


def contribution(
    policy: Policy,
    tier_fen: int,
    year: int,
    on: date,
    memberships: tuple[Membership, ...] = (),
    kind: YearKind = YearKind.PAID,
    agreed: bool = False,
) -> Contribution:
    """The cost of a year at a tier for the person and the government, and its subsidy, when paid on a day.

    ``agreed``: the township agreed to a missed year of which the policy says nothing.
    Refused: ``tier_not_offered``, ``back_payment`` (missed years cannot be paid, or not at this tier).
    """
    groups = frozenset(each.group for each in memberships if each.period.holds(on))
    _check_tier(policy, tier_fen, on, groups)
    if kind is YearKind.BACK_PAID:
        _check_missed(policy, tier_fen, on, agreed)
    pays = None if kind is YearKind.BACK_PAID else government_part(policy, memberships, tier_fen, on)
    government = tier_fen if kind is YearKind.GOVERNMENT_PAID else pays.amount(tier_fen) if pays else 0
    waived = tier_fen - government if kind is YearKind.WAIVED else 0
    subsidy, parts, doubts = _subsidy(policy, tier_fen, on, kind)
    own = tier_fen - government - waived
    paying = paying_parts(own, government, waived, pays.source if pays else None)
    return Contribution(
        year,
        kind,
        tier_fen,
        own,
        government,
        waived,
        subsidy,
        pays.group if pays else None,
        (*paying, *parts),
        (*_reasons(policy, pays, kind, on), *doubts),
        policy.id,
    )


def paying_parts(own: int, government: int, waived: int = 0, source: Source | None = None) -> tuple[Part, ...]:
    """Who pays which part; ``source``: the document of the government's."""
    parts = (
        Part("own", _("本人缴"), own),
        Part("government", _("政府代缴"), government, source),
        Part("waived", _("免缴，由集体或政府代付"), waived),
    )
    return tuple(part for part in parts if part.fen)


def government_part(
    policy: Policy, memberships: tuple[Membership, ...], tier_fen: int, on: date
) -> GovernmentPays | None:
    """The one rule by which the government pays, or None. Nobody is paid for twice: precedence decides (W8, W9).

    Where no order of precedence holds, the rule that pays most counts.
    """
    holding = {
        pays.group: pays
        for pays in policy.holding(GovernmentPays, on)
        if any(each.group == pays.group and pays.listed.counts(each, on) for each in memberships)
    }
    if not holding:
        return None
    order = policy.value(Precedence, on)
    first = order.first(holding) if order else None
    return holding[first] if first else max(holding.values(), key=lambda pays: (pays.amount(tier_fen), pays.group))


def counted_group(policy: Policy, memberships: tuple[Membership, ...], on: date) -> SpecialGroup | None:
    """The one group under which somebody is kept when there are several (W9), or None."""
    order = policy.value(Precedence, on)
    holding = [each.group for each in memberships if each.period.holds(on)]
    key = order.first(holding) if order else next(iter(holding), None)
    return next((group for group in policy.values(SpecialGroup) if group.key == key), None)


def tier_takes_effect(chosen_on: date, paid_this_year: bool) -> int:
    """The first year for which a changed tier holds: this year while it is unpaid, else the next (R2)."""
    return chosen_on.year + paid_this_year


def bookings(policy: Policy, paid: PaidYear) -> tuple[AccountEntry, ...]:
    """The bookings of a paid year on the account; a subsidy that has not arrived is expected on the year's last day."""
    if paid.kind is YearKind.BROUGHT_IN:
        return (AccountEntry(paid.booked_on, SubAccount.BROUGHT_IN, paid.tier_fen),)
    waived = paid.tier_fen - paid.by_government_fen - paid.own_fen
    sums = [
        (SubAccount.PERSONAL, paid.own_fen),
        (SubAccount.GOVERNMENT_PAID, paid.by_government_fen),
        (SubAccount.COLLECTIVE, paid.collective_fen + waived),
        (SubAccount.SPONSOR, paid.sponsor_fen),
    ]
    day, subsidy = expected_subsidy(policy, paid)
    parts = [AccountEntry(day, SubAccount.of_subsidy(level), fen) for level, fen in subsidy if fen]
    return tuple([AccountEntry(paid.booked_on, sub, fen) for sub, fen in sums if fen] + parts)


def deposits(policy: Policy, paid: PaidYear) -> tuple[Deposit, ...]:
    """The same as ``bookings`` without the sub-accounts: quick, for who only asks for the balance."""
    own = Deposit(paid.booked_on, paid.tier_fen + paid.collective_fen + paid.sponsor_fen)
    day, subsidy = expected_subsidy(policy, paid)
    return (own, Deposit(day, sum([fen for _level, fen in subsidy]))) if subsidy else (own,)


def expected_subsidy(policy: Policy, paid: PaidYear) -> tuple[date, tuple[tuple[Level, int], ...]]:
    """The day of a paid year's subsidy and its amounts by level: the amounts noted, else those of the policy."""
    booked_on = paid.booked_on
    day = paid.subsidy_day or date(booked_on.year, 12, 31)
    if paid.subsidy_fen is not None:
        return day, ((Level.ALL, paid.subsidy_fen),)
    rule = policy.value(SubsidyRule, booked_on)
    bears = paid.kind is not YearKind.BROUGHT_IN and rule and (rule.back_paid or paid.kind is not YearKind.BACK_PAID)
    return day, _earned(policy, paid) if bears else ()


def _earned(policy: Policy, paid: PaidYear) -> tuple[tuple[Level, int], ...]:
    """The subsidy by level of one payment: of a last part that of the whole tier, of a top-up what the sum adds."""
    if paid.payment is PaymentKind.INSTALMENT:
        return _by_level(policy, paid.whole_fen, paid.booked_on) if paid.finishes else ()
    if paid.payment is PaymentKind.TOP_UP:
        return topped_up(policy, paid.before_fen, paid.tier_fen, paid.booked_on) or ()
    return _by_level(policy, paid.tier_fen, paid.booked_on)


def _by_level(policy: Policy, tier_fen: int, on: date) -> tuple[tuple[Level, int], ...]:
    found = subsidies.find_subsidy(policy, tier_fen, on)
    return found.parts if found else ()


def topped_up(policy: Policy, before_fen: int, more_fen: int, on: date) -> tuple[tuple[Level, int], ...] | None:
    """What a second payment adds to the year's subsidy, by level; None where the policy does not say."""
    rule = policy.value(SecondPayment, on)
    if rule is None or rule.subsidy is None:
        return None
    if rule.subsidy is SubsidyOfSecond.NONE:
        return ()
    whole = subsidies.of_sum(policy, before_fen + more_fen, on)
    if whole is None:
        return None
    first = dict(_by_level(policy, before_fen, on))
    return tuple((level, fen - first.get(level, 0)) for level, fen in whole.parts if fen > first.get(level, 0))


def _check_tier(policy: Policy, tier_fen: int, on: date, groups: frozenset[str]) -> None:
    if not tiers.offers(policy, tier_fen, on, groups):
        offered = spans_in_words((tier.amount_fen, tier.most_fen) for tier in tiers.offered(policy, on, groups))
        cure = _("可选：{offered} 元").format(offered=offered)
        for_others = next((each for each in policy.holding(Tier, on) if each.takes(tier_fen)), None)
        raise Refused(_not_offered(policy, tier_fen, for_others), cure, "tier_not_offered", "tier")


def _check_missed(policy: Policy, tier_fen: int, on: date, agreed: bool) -> None:
    rule = policy.value(BackPayment, on)
    if not (rule.allowed if rule else agreed):
        raise Refused(_("现行政策不办补缴"), _("请问乡镇人社所是否另有规定"), "back_payment", "year")
    if not tier_fen:
        raise Refused(_("补缴不能一分不缴"), _("请选要缴钱的一档"), "back_payment", "tier")
    if rule and not rule.takes(tier_fen):
        offered = "、".join(money.short(tier) for tier in rule.tiers_fen)
        raise Refused(
            _("补缴不能用 {tier} 元这一档").format(tier=money.short(tier_fen)),
            _("补缴可选：{offered} 元").format(offered=offered),
            "back_payment",
            "tier",
        )


def _not_offered(policy: Policy, tier_fen: int, for_others: Tier | None) -> str:
    if for_others is None:
        return _("现行政策没有 {tier} 元这一档").format(tier=money.short(tier_fen))
    names = special_groups.names(policy, for_others.groups)
    return _("{tier} 元这一档只有{groups}可以选").format(tier=money.short(tier_fen), groups=names)


def spans_in_words(spans: Iterable[tuple[int, int]]) -> str:
    """Tiers in yuan one after the other, a free amount by its ends: ``100、1,000 至 9,000``."""
    words = [
        money.short(least)
        if least == most
        else _("{least} 至 {most}").format(least=money.short(least), most=money.short(most))
        for least, most in spans
    ]
    return "、".join(words)


def _subsidy(
    policy: Policy, tier_fen: int, on: date, kind: YearKind
) -> tuple[int, tuple[Part, ...], tuple[Reason, ...]]:
    """The subsidy of a year with its parts; and why it is not known, where the file has no figure for the amount."""
    rule = policy.value(SubsidyRule, on)
    if rule is None or (kind is YearKind.BACK_PAID and not rule.back_paid):
        return 0, (), ()
    found = subsidies.find_subsidy(policy, tier_fen, on)
    if found is None:
        words = _("{tier} 元补多少，政策没有写").format(tier=money.short(tier_fen))
        return 0, (), (Reason("subsidy_unknown", words, _("请问乡镇人社所；这里先按没有补贴算")),)
    return found.total_fen, subsidy_parts(found.parts, found.source), ()


def subsidy_parts(by_level: Iterable[tuple[Level, int]], source: Source) -> tuple[Part, ...]:
    """A subsidy by level as parts of a sum."""
    words = _("{level}补贴")
    return tuple(
        Part("subsidy_" + level.value, words.format(level=level.in_words()), fen, source)
        for level, fen in by_level
        if fen
    )


def _reasons(policy: Policy, pays: GovernmentPays | None, kind: YearKind, on: date) -> tuple[Reason, ...]:
    reasons: list[Reason] = []
    if pays:
        name = special_groups.name(policy, pays.group)
        reasons.append(Reason("government_paid", _("属于{group}，政府代缴一部分").format(group=name)))
    if kind is YearKind.BACK_PAID:
        reasons += _back_paid_reasons(missed_years.earns_subsidy(policy, on))
    if kind is YearKind.WAIVED:
        reasons.append(Reason("waived", _("这一年作为奖励免缴，由集体或政府代付，照样算一年")))
    return tuple(reasons)


def _back_paid_reasons(subsidy: bool | None) -> list[Reason]:
    if subsidy:
        return []
    if subsidy is None:
        cure = _("请问乡镇人社所；这里先按没有补贴算")
        return [Reason("subsidy_back_paid_unknown", missed_years.subsidy_words(None), cure)]
    return [Reason("no_subsidy_back_paid", _("补缴的年份没有政府补贴"), _("以后每年按时缴费就有补贴"))]
