"""An estimate for a person by the policy of a day: payments and pension, two tiers side by side, with assumptions.

An estimate is no decision: its title says so, and every assumed number is among its assumptions.
"""

from datetime import date
from fractions import Fraction

from sync.agreement.values import value
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
from village_desk.domain.rules.contributions import contribution
from village_desk.domain.rules.pensions import Pension, monthly
from village_desk.words import _


@value
class Plan:
    """A person's intention: pay a tier for so many years from now on, on top of the present account.

    ``account_fen`` and ``paid_years`` are the account's present balance and its counted years.
    """

    birth: date
    tier_fen: int
    years: int
    account_fen: int = 0
    paid_years: int = 0
    memberships: tuple[Membership, ...] = ()


@value
class Estimate:
    """What a plan costs and brings, in fen. ``pays_fen`` is the person's own money, now and later together."""

    plan: Plan
    on: date
    yearly_own_fen: int
    yearly_government_fen: int
    account_fen: int
    pension: Pension
    assumptions: tuple[str, ...]
    policy: str
    policy_name: str

    @property
    def pays_fen(self) -> int:
        """The person's own money of all the years to come."""
        return self.yearly_own_fen * self.plan.years

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


def estimate(policy: Policy, plan: Plan, on: date, growth: Growth | None = None) -> Estimate:
    """The estimate of a plan by the policy of a day; without ``growth`` the account grows at the last known rate.

    Refused (``tier_not_offered``) like a payment of the tier would be.
    """
    if growth is None:
        growth, words = known_growth(policy, on)
    else:
        words = growth.in_words()
    year = contribution(policy, plan.tier_fen, on.year, on, plan.memberships)
    into_account = year.tier_fen + year.subsidy_fen
    account = Rounding.CENT.fen(growth.after(plan.account_fen, into_account, plan.years))
    age = _pension_age(policy, on)
    first = Month.of(birthday(plan.birth, age)) + 1
    drawing = Drawing(plan.birth, first, account, plan.paid_years + plan.years)
    pension = monthly(policy, drawing, max(first, Month.of(on)), on)
    return Estimate(
        plan,
        on,
        year.own_fen,
        year.government_fen + year.subsidy_fen,
        account,
        pension,
        (*_plan_words(plan), *words, _("基础养老金按现在的标准，以后调高不计在内")),
        policy.id,
        policy.name,
    )


def compare(policy: Policy, one: Plan, two: Plan, on: date) -> Comparison:
    """Two plans side by side, the cheaper one on the left."""
    first, second = estimate(policy, one, on), estimate(policy, two, on)
    return Comparison(first, second) if first.pays_fen <= second.pays_fen else Comparison(second, first)


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


def _pension_age(policy: Policy, on: date) -> int:
    rule = policy.value(EntitlementRule, on)
    return rule.age if rule else PENSION_AGE


def _plan_words(plan: Plan) -> tuple[str, ...]:
    words = [_("再缴 {years} 年，每年一次，档次不变").format(years=plan.years) if plan.years else _("以后不再缴费")]
    if plan.paid_years:
        words.append(_("以前已缴 {years} 年").format(years=plan.paid_years))
    return tuple(words)
