"""An estimate for a person by the policy of a day: payments and pension, two tiers side by side, with assumptions.

An estimate is no decision: its title says so, and every assumed number is among its assumptions.
"""

from datetime import date
from fractions import Fraction
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.estimates.growth import Growth
from village_desk.domain.people import PENSION_AGE
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.mechanisms.interest import InterestRule
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import missed_years
from village_desk.domain.rules.contributions import Contribution, contribution
from village_desk.domain.rules.pensions import Pension, monthly
from village_desk.domain.rules.person_facts import YearKind
from village_desk.words import _


@value
class Plan:
    """A person's intention: pay a tier for so many years from now on, on top of the present account.

    ``account_fen`` and ``paid_years`` are the account's present balance and its counted years. ``from_year``: the year
    of the first payment, and ``first``: the first month of drawing; None for this year, and for the month after the
    birthday. ``missed``: the years that are paid back now besides, without which the years are not enough.
    ``begun_fen``: the person's own parts of the years to come that are paid already.
    """

    birth: date
    tier_fen: int
    years: int
    account_fen: int = 0
    paid_years: int = 0
    memberships: tuple[Membership, ...] = ()
    from_year: int | None = None
    first: Month | None = None
    missed: int = 0
    begun_fen: int = 0


@value
class BackPaidYear:
    """One missed year as it is paid back, in fen. ``subsidy_fen`` is None where the policy says nothing about it."""

    tier_fen: int
    own_fen: int
    subsidy_fen: int | None

    def subsidy_words(self) -> str:
        """Whether the government adds something to such a year."""
        if not self.subsidy_fen:
            return missed_years.subsidy_words(None if self.subsidy_fen is None else False)
        return _("每年政府补 {fen} 元").format(fen=money.short(self.subsidy_fen))


@value
class Estimate:
    """What a plan costs and brings, in fen. ``pays_fen`` is the person's own money, now and later together.

    ``back``: what one missed year costs that is paid back, at its own tier; None where none is.
    """

    plan: Plan
    on: date
    yearly_own_fen: int
    yearly_government_fen: int
    account_fen: int
    pension: Pension
    assumptions: tuple[str, ...]
    policy: str
    policy_name: str
    back: BackPaidYear | None = None

    @property
    def coming_fen(self) -> int:
        """The person's own money of all the years to come."""
        return self.yearly_own_fen * self.plan.years - self.plan.begun_fen

    @property
    def back_fen(self) -> int:
        """The person's own money for all the missed years that are paid back."""
        return self.back.own_fen * self.plan.missed if self.back else 0

    @property
    def pays_fen(self) -> int:
        """The person's own money of the years to come and of the back payment."""
        return self.coming_fen + self.back_fen

    @property
    def monthly_fen(self) -> int:
        """The pension a month."""
        return self.pension.monthly_fen

    @property
    def months_to_break_even(self) -> int | None:
        """After how many months of drawing the own money has come back; None when nothing is drawn."""
        return -(-self.pays_fen // self.monthly_fen) if self.monthly_fen else None

    def title(self) -> str:
        """The title on every print of the estimate."""
        return _("估算，按 {day} 的政策《{name}》，不作为发放依据").format(day=self.on, name=self.policy_name)


@value
class Comparison:
    """Two plans side by side, the dearer one on the right."""

    left: Estimate
    right: Estimate

    @property
    def more_paid_fen(self) -> int:
        """How much more own money the right one takes."""
        return self.right.pays_fen - self.left.pays_fen

    @property
    def more_monthly_fen(self) -> int:
        """How much more the right plan pays each month."""
        return self.right.monthly_fen - self.left.monthly_fen

    @property
    def months_to_break_even(self) -> int | None:
        """After how many months of drawing the difference has come back; None when it never does."""
        if self.more_monthly_fen <= 0:
            return None
        return -(-self.more_paid_fen // self.more_monthly_fen)


def estimate(
    policy: Policy, plan: Plan, on: date, growth: Growth | None = None, unsure: tuple[str, ...] = ()
) -> Estimate:
    """The estimate of a plan by the policy of a day; without ``growth`` the account grows at the last known rate.

    ``unsure``: why what the account holds now is not final; it ends the assumptions.

    The account bears interest by the years that pass until the year in which drawing begins, however many of them are
    paid, so that a payment counts the same before and after it is made. Refused like the payments would be:
    ``tier_not_offered``, ``back_payment``.
    """
    if growth is None:
        growth, words = known_growth(policy, on)
    else:
        words = growth.in_words()
    year = _yearly(policy, plan.tier_fen, on, plan.memberships)
    back = _back_paid(policy, plan, on) if plan.missed else None
    first = plan.first or Month.of(birthday(plan.birth, _pension_age(policy, on))) + 1
    account = _account(growth, plan, year, back, first.year, on)
    drawing = Drawing(plan.birth, first, account, plan.paid_years + plan.years + plan.missed)
    pension = monthly(policy, drawing, max(first, Month.of(on)), on)
    return Estimate(
        plan,
        on,
        year.own_fen,
        year.government_fen + year.subsidy_fen,
        account,
        pension,
        (*_plan_words(plan, back), *words, _("基础养老金按现在的标准，以后调高不计在内"), *unsure),
        policy.id,
        policy.name,
        back,
    )


def compare(policy: Policy, one: Plan, two: Plan, on: date) -> Comparison:
    """Two plans side by side, the cheaper one on the left."""
    first, second = estimate(policy, one, on), estimate(policy, two, on)
    return Comparison(first, second) if first.pays_fen <= second.pays_fen else Comparison(second, first)


@lru_cache(maxsize=1024)
def _yearly(policy: Policy, tier_fen: int, on: date, memberships: tuple[Membership, ...]) -> Contribution:
    """A year at a tier: the same for all of the same groups. Refused as ``contribution``."""
    return contribution(policy, tier_fen, on.year, on, memberships)


@lru_cache(maxsize=64)
def known_growth(policy: Policy, on: date) -> tuple[Growth, tuple[str, ...]]:
    """The growth by the last rate known on a day, and its words; zero if no rate is known."""
    rule = policy.value(InterestRule, on)
    known = [rate for rate in rule.rates if rate.published is None or rate.published <= on] if rule else []
    if not known:
        return Growth(Fraction(0)), (_("没有公布利率，个人账户利息按 0 计算"),)
    last = known[-1]
    growth = Growth(last.yearly)
    words = _("个人账户利息按 {year} 年公布的利率 {percent}% 计算").format(
        year=last.year, percent=growth.interest_percent()
    )
    return growth, (words,)


def _account(
    growth: Growth, plan: Plan, year: Contribution, back: BackPaidYear | None, drawn_year: int, on: date
) -> int:
    """The account when drawing begins: what it holds, what is paid back now and each year to come, with interest."""
    now = plan.account_fen + (plan.missed * (back.tier_fen + (back.subsidy_fen or 0)) if back else 0)
    into_account, from_year = year.tier_fen + year.subsidy_fen, plan.from_year or on.year
    held = growth.held(now, drawn_year - on.year)
    return Rounding.CENT.fen(held + growth.paid(into_account, plan.years, drawn_year - from_year))


def _back_paid(policy: Policy, plan: Plan, on: date) -> BackPaidYear:
    """A missed year paid back on a day, at the plan's tier if that may be, else at the lowest that may."""
    groups = frozenset(each.group for each in plan.memberships if each.period.holds(on))
    tier = missed_years.tier_beside(policy, plan.tier_fen, on, groups) or plan.tier_fen
    paid = contribution(policy, tier, on.year - 1, on, plan.memberships, YearKind.BACK_PAID)
    known = missed_years.earns_subsidy(policy, on) is not None
    return BackPaidYear(tier, paid.own_fen, paid.subsidy_fen if known else None)


def _pension_age(policy: Policy, on: date) -> int:
    rule = policy.value(EntitlementRule, on)
    return rule.age if rule else PENSION_AGE


def _plan_words(plan: Plan, back: BackPaidYear | None) -> tuple[str, ...]:
    words = [_("再缴 {years} 年，每年一次，档次不变").format(years=plan.years) if plan.years else _("以后不再缴费")]
    if back:
        tier = money.short(back.tier_fen)
        words.append(_("现在补缴 {years} 年，每年 {tier} 元").format(years=plan.missed, tier=tier))
        if back.subsidy_fen is None:
            words.append(_("补缴给不给政府补贴，政策没有写，没有计入"))
    if plan.paid_years:
        words.append(_("以前已缴 {years} 年").format(years=plan.paid_years))
    return tuple(words)
