"""What a person's account holds on a day, or held when drawing began, and why such a figure is not final.

The account stops where the rule stops it: at the month in which drawing begins. Every assumption is named.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import years_in_words
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy.mechanisms.interest import DrawingYear, InterestRule, Unclaimed
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import unwritten
from village_desk.domain.rules.accounts import Deposit, balance
from village_desk.domain.rules.contributions import deposits
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts
from village_desk.words import _

RATE_UNPUBLISHED = "rate_unpublished"
"""The code of the reason that the rate of a year is not known."""


@value
class AccountFigure:
    """A balance in fen; ``unsure``: why it is not final, empty where it is.

    ``to_come_fen``: what is booked after the day of the figure for years that are paid, such as their subsidy.
    """

    fen: int
    unsure: tuple[Reason, ...] = ()
    to_come_fen: int = 0


@value
class _Booked:
    """A payment as the account has it: its deposits, the earliest day that it can have been made, what is not known.

    ``unwritten``: the file has no subsidy of its day. ``day_assumed``: it earns one, and nobody said when that arrived.
    """

    paid: PaidYear
    earliest: date
    deposits: tuple[Deposit, ...]
    unwritten: bool
    day_assumed: bool


@lru_cache(maxsize=8192)
def _booked(policy: Policy, paid: PaidYear) -> _Booked:
    """Worked out once for all who made the same payment: a village pays few tiers, and many years without a day."""
    found = deposits(policy, paid)
    assumed = paid.subsidy_day is None and any(each.fen for each in found[1:])
    return _Booked(paid, paid.earliest, found, unwritten.has_no_subsidy(policy, paid), assumed)


def held(policy: Policy, facts: PersonFacts, on: date, stop: Month | None = None) -> AccountFigure:
    """The balance as known on a day: the county's figure and what came since, or worked out from the paid years.

    Interest is borne up to the year before this one, or, when drawing began in the month ``stop``, up to that month as
    the place says for the year; what is booked later bears none.
    """
    until, silent = _until(policy, on, stop)
    stated_on = (facts.account_day or on) if facts.account_fen is not None else None
    paid = [_booked(policy, each) for each in facts.paid if each.by(on)]
    later = paid if stated_on is None else [each for each in paid if each.earliest > stated_on]
    booked = [entry for each in paid for entry in each.deposits if stated_on is None or _since(stated_on, each, entry)]
    entries = [each for each in booked if each.day <= on]
    stopped = (until + 1).first_day()
    opening = None
    if stated_on:
        within_the_year = _sum(entries, date.min, min(stopped, date(stated_on.year + 1, 1, 1)))
        opening = stated_on.year + 1, (facts.account_fen or 0) + within_the_year
    bearing = [each for each in entries if each.day < stopped and (stated_on is None or each.day.year > stated_on.year)]
    closed, unpublished = balance(policy, bearing, on, until, opening)
    unsure = [*unwritten.subsidies(tuple([each.paid.year for each in later if each.unwritten]))]
    if closed:
        unsure += _of_rates(policy, unpublished, on)
    if closed != _sum(bearing, date.min, stopped) + (opening[1] if opening else 0):
        unsure += _assumed([each for each in later if each.earliest < stopped], stated_on, stopped)
        unsure += silent
    if stated_on:
        unsure += _doubtful(paid, stated_on)
    to_come = sum([each.fen for each in booked if each.day > on])
    return AccountFigure(closed + _sum(entries, stopped, date.max), tuple(unsure), to_come)


def claimed_late(policy: Policy, first: Month) -> tuple[bool, tuple[Reason, ...]]:
    """Whether the account of who could draw from a month on, and does not, stops there; and why that is not sure."""
    rule = policy.value(InterestRule, first.first_day())
    if rule is None or rule.unclaimed:
        return rule is None or rule.unclaimed is Unclaimed.STOPS, ()
    words = _("政策没有写到龄没申请的账户计息到哪个月，暂按算到{month}").format(month=(first + -1).in_chinese())
    return True, (Reason("unclaimed", words, _("以县里核定的为准")),)


def _until(policy: Policy, on: date, stop: Month | None) -> tuple[Month, list[Reason]]:
    """The last month that bears interest, and the remark where the policy does not say so of the year of drawing."""
    if stop is None or stop.number == 1:
        return Month((stop.year if stop else on.year) - 1, 12), []
    rule = policy.value(InterestRule, stop.first_day())
    if rule and rule.drawing_year is DrawingYear.NONE:
        return Month(stop.year - 1, 12), []
    words = _("政策没有写起领当年怎么计息，暂按月算到{month}").format(month=(stop + -1).in_chinese())
    silent = [Reason("drawing_year", words, _("以县里核定的为准"))] if rule and not rule.drawing_year else []
    return stop + -1, silent


def _since(stated_on: date, booked: _Booked, entry: Deposit) -> bool:
    """Whether the county's figure of a day cannot hold a deposit yet.

    What was paid here on the very day of the figure has not reached the county on that day; of a payment without a day
    it is taken that the county has it, unless that cannot be.
    """
    paid = booked.paid
    if paid.day is None:
        return booked.earliest > stated_on
    return entry.day > stated_on or (paid.by_receipt and paid.day == stated_on)


def _assumed(bearing: Sequence[_Booked], stated_on: date | None, stopped: date) -> Iterator[Reason]:
    """The assumptions on which interest rests: days of payment and of subsidies, a figure within a year."""
    undated = tuple([each.paid.year for each in bearing if each.paid.day is None])
    if undated:
        yield _day_unknown(undated)
    if any([each.day_assumed for each in bearing]):
        words = _("政府补贴哪天到账，本台不知道，按缴费当年年底到账暂算")
        yield Reason("subsidy_day_assumed", words, _("以县里的对账单为准"))
    if stated_on and (stated_on.month, stated_on.day) != (12, 31) and stated_on.year < stopped.year:
        words = _("县里的余额是 {day} 的，那年余下月份的利息没有算").format(day=stated_on)
        yield Reason("told_within_year", words, _("可请镇所提供年底的余额"))


@lru_cache(maxsize=1024)
def _day_unknown(years: tuple[int, ...]) -> Reason:
    words = _("{years} 年没有记是哪天缴的，利息按最晚的日子暂算").format(years=years_in_words(years))
    return Reason("payment_day_unknown", words, _("可照票据把缴费日期记上（划掉重记）"))


def _doubtful(booked: Iterable[_Booked], stated_on: date) -> Iterator[Reason]:
    before = [each.paid for each in booked if each.paid.day is None and each.earliest <= stated_on]
    undated = [each.year for each in before if stated_on < each.booked_on]
    if undated:
        words = _("{years} 年没有记是哪天缴的，当作县里 {day} 的余额已经算进去").format(
            years=years_in_words(undated), day=stated_on
        )
        yield Reason("payment_day_unknown", words, _("可照票据把缴费日期记上（划掉重记）"))


@lru_cache(maxsize=256)
def _of_rates(policy: Policy, unpublished: tuple[int, ...], on: date) -> tuple[Reason, ...]:
    """Why interest is not final, of years whose rate is not published: the same for all accounts of these years."""
    too_low, waiting = unwritten.rates(policy, unpublished, on)
    if not waiting:
        return too_low
    words = _("{years} 年的利率还没有公布，利息是暂算的").format(years=years_in_words(waiting))
    return (*too_low, Reason(RATE_UNPUBLISHED, words, _("以县里的对账单为准")))


def _sum(entries: Iterable[Deposit], first: date, before: date) -> int:
    return sum([each.fen for each in entries if first <= each.day < before])
