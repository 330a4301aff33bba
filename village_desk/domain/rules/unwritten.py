"""The years of which a policy file says nothing: its history begins later than the life it is asked about.

Old subsidies and rates that are not written make an account too low; that is said, and never passed over as zero.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Dated, years_in_words
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.mechanisms import base_pension
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.mechanisms.base_pension import BaseLine
from village_desk.domain.policy.mechanisms.death import DeathRule
from village_desk.domain.policy.mechanisms.divisor import Divisor
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.mechanisms.interest import InterestRule
from village_desk.domain.policy.mechanisms.practice import Practice
from village_desk.domain.policy.mechanisms.scheme_start import began
from village_desk.domain.policy.mechanisms.subsidies import SubsidyRule
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, YearKind
from village_desk.words import _


def of_file(policy: Policy, on: date) -> tuple[Reason, ...]:
    """What a file does not say on a day, although people's years, accounts and months hang on it."""
    return (*_absent(policy, on), *_begins_late(policy))


def _absent(policy: Policy, on: date) -> Iterator[Reason]:
    needed: tuple[tuple[type[Dated], str], ...] = (
        (Tier, _("没有写缴费档次")),
        (SubsidyRule, _("没有写政府补贴，账户按没有补贴算，偏低")),
        (InterestRule, _("没有写计息，账户按没有利息算，偏低")),
        (EntitlementRule, _("没有写领取条件，能不能领说不准")),
        (BackPayment, _("没有写能不能补缴")),
        (Divisor, _("没有写计发月数，账户养老金算不出")),
        (DeathRule, _("没有写死亡的规定")),
        (Practice, _("没有写办事习惯：报送日子、认证、公示")),
    )
    for kind, words in needed:
        if not any(True for each in policy.values(kind) if each.period.holds(on)):
            yield Reason(f"no_{kind.__name__.lower()}", words)
    if began(policy) is None:
        yield Reason("no_scheme_start", _("没有写本县制度启动日期，所需年限先按最长的算"))
    if not base_pension.lines(policy, Month.of(on), on):
        yield Reason("no_base_pension", _("没有写基础养老金"))


def _begins_late(policy: Policy) -> Iterator[Reason]:
    """The history of subsidies, rates and base pensions begins later than the scheme, or the start is not known."""
    start = began(policy)
    first = min((each.period.first for each in policy.values(SubsidyRule)), default=None)
    if first and (start is None or start < first):
        words = _("补贴从 {day} 起才有，以前缴的年份按没有补贴算，账户偏低").format(day=first)
        yield Reason("subsidy_begins", words)
    years = [rate.year for rule in policy.values(InterestRule) for rate in rule.rates]
    if years and (start is None or start.year < min(years)):
        words = _("利率从 {year} 年起才有，以前的年份按没有利息算，账户偏低").format(year=min(years))
        yield Reason("rates_begin", words)
    months = [line.first for line in policy.values(BaseLine)]
    if months and start and Month.of(start) < min(months):
        words = _("基础养老金从{month}起才有，以前的月份补发、结算都算不出").format(month=min(months).in_chinese())
        yield Reason("base_begins", words)


def has_no_subsidy(policy: Policy, paid: PaidYear) -> bool:
    """Whether the file has no subsidy of the day of a payment.

    A subsidy that arrived needs no rule; nor do years that were paid back or brought in.
    """
    earns = paid.subsidy_fen is None and paid.kind not in (YearKind.BACK_PAID, YearKind.BROUGHT_IN)
    return earns and policy.value(SubsidyRule, paid.booked_on) is None


@lru_cache(maxsize=1024)
def subsidies(years: tuple[int, ...]) -> tuple[Reason, ...]:
    """Why an account is too low, of whose payments of these years the file has no subsidy."""
    if not years:
        return ()
    words = _("{years} 年的补贴文件里没有写，账户按没有补贴算，偏低").format(years=years_in_words(years))
    return (Reason("subsidy_unwritten", words, _("请向镇所要以前的补贴文件，补进政策文件")),)


def rates(policy: Policy, years: tuple[int, ...], on: date) -> tuple[tuple[Reason, ...], tuple[int, ...]]:
    """Why an account is too low, of whose years the rate is not known; and the years for which an earlier rate stands.

    Of the former the file has neither the rate nor an earlier one.
    """
    without = tuple(year for year in years if _no_rate(policy, year, on))
    if not without:
        return (), years
    words = _("{years} 年的计息利率文件里没有写，账户按没有利息算，偏低").format(years=years_in_words(without))
    reason = Reason("rate_unwritten", words, _("请向镇所要历年记账利率，补进政策文件"))
    return (reason,), tuple(year for year in years if year not in without)


def _no_rate(policy: Policy, year: int, known_on: date) -> bool:
    """Whether the file has neither the rate of a year nor an earlier one that could stand in."""
    rule = policy.value(InterestRule, date(year, 12, 31))
    return rule is None or not any(
        rate.year <= year and (rate.published is None or rate.published <= known_on) for rate in rule.rates
    )
