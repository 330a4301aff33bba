"""The years of which a policy file says nothing: its history begins later than the life it is asked about.

Old subsidies and rates that are not written make an account too low; that is said, and never passed over as zero.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from village_desk.domain.basics.periods import years_in_words
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.mechanisms.interest import InterestRule
from village_desk.domain.policy.mechanisms.subsidies import SubsidyRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, YearKind
from village_desk.words import _


def subsidies(policy: Policy, paid: Iterable[PaidYear]) -> Iterator[Reason]:
    """Why an account of these years is too low: the file has no subsidy of the day on which some of them were paid.

    A subsidy that arrived needs no rule; nor do years that were paid back or brought in.
    """
    without = [each.year for each in paid if _earns(each) and _unwritten(policy, each)]
    if without:
        words = _("{years} 年的补贴文件里没有写，账户按没有补贴算，偏低").format(years=years_in_words(without))
        yield Reason("subsidy_unwritten", words, _("请向镇所要以前的补贴文件，补进政策文件"))


def rates(policy: Policy, years: Iterable[int], on: date) -> tuple[tuple[Reason, ...], tuple[int, ...]]:
    """Why an account is too low, of whose years the rate is not known; and the years for which an earlier rate stands.

    Of the former the file has neither the rate nor an earlier one.
    """
    known = tuple(years)
    without = tuple(year for year in known if _no_rate(policy, year, on))
    if not without:
        return (), known
    words = _("{years} 年的计息利率文件里没有写，账户按没有利息算，偏低").format(years=years_in_words(without))
    reason = Reason("rate_unwritten", words, _("请向镇所要历年记账利率，补进政策文件"))
    return (reason,), tuple(year for year in known if year not in without)


def _earns(paid: PaidYear) -> bool:
    return paid.subsidy_fen is None and paid.kind not in (YearKind.BACK_PAID, YearKind.BROUGHT_IN)


def _unwritten(policy: Policy, paid: PaidYear) -> bool:
    return policy.value(SubsidyRule, policy.changed(paid.booked_on, SubsidyRule)) is None


@lru_cache(maxsize=1024)
def _no_rate(policy: Policy, year: int, known_on: date) -> bool:
    """Whether the file has neither the rate of a year nor an earlier one that could stand in."""
    rule = policy.value(InterestRule, date(year, 12, 31))
    return rule is None or not any(
        rate.year <= year and (rate.published is None or rate.published <= known_on) for rate in rule.rates
    )
