"""The personal account by sub-account, year by year (R10). Keeps books; knows neither entitlement nor screens."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from sync.agreement.values import value
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.basics.rounding import Rounding, apportion
from village_desk.domain.basics.sources import Source
from village_desk.domain.policy.levels import Level
from village_desk.domain.policy.mechanisms.interest import (
    Booking,
    Convention,
    Counting,
    InterestRule,
    Rate,
    YearInterest,
)
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


class SubAccount(Enum):
    """Where money of an account came from; refunds and transfers treat the kinds differently."""

    PERSONAL = "personal"
    SUBSIDY_CENTRAL = "subsidy_central"
    SUBSIDY_PROVINCE = "subsidy_province"
    SUBSIDY_CITY = "subsidy_city"
    SUBSIDY_COUNTY = "subsidy_county"
    SUBSIDY_ALL = "subsidy_all"
    GOVERNMENT_PAID = "government_paid"
    COLLECTIVE = "collective"
    SPONSOR = "sponsor"
    BROUGHT_IN = "brought_in"

    @classmethod
    def of_subsidy(cls, level: Level) -> "SubAccount":
        """The sub-account of a level's subsidy."""
        return _OF_LEVEL[level]

    @property
    def is_subsidy(self) -> bool:
        """Whether it holds the government's subsidy, which some refunds leave out."""
        return self.value.startswith("subsidy_")

    def in_words(self) -> str:
        """The name of the line on a statement."""
        if self.is_subsidy:
            return _("{level}补贴").format(level=Level(self.value.removeprefix("subsidy_")).in_words())
        return {
            "personal": _("个人缴费"),
            "government_paid": _("政府代缴"),
            "collective": _("集体补助"),
            "sponsor": _("社会资助"),
            "brought_in": _("转入"),
        }[self.value]


_OF_LEVEL = {level: SubAccount("subsidy_" + level.value) for level in Level}


@value
class AccountEntry:
    """An amount in fen booked to a sub-account on the day it arrived; negative when it left."""

    day: date
    sub: SubAccount
    fen: int


class Deposit(NamedTuple):
    """An amount in fen that reached the account on a day, whatever its sub-account."""

    day: date
    fen: int


@value
class StatementLine:
    """A sub-account's year: opening, booked in, booked out (negative), interest, closing; all fen."""

    sub: SubAccount
    opening_fen: int
    in_fen: int
    out_fen: int
    interest_fen: int

    @property
    def closing_fen(self) -> int:
        """The balance at the end of the year."""
        return self.opening_fen + self.in_fen + self.out_fen + self.interest_fen


@value
class Statement:
    """An account's year (F22). ``provisional``: the rate is not published yet, so the interest may still change."""

    year: int
    lines: tuple[StatementLine, ...]
    rate: Fraction
    provisional: bool
    policy: str
    source: Source | None

    @property
    def interest_fen(self) -> int:
        """The interest of the whole account."""
        return sum(line.interest_fen for line in self.lines)

    @property
    def closing_fen(self) -> int:
        """What the whole account holds at the end."""
        return sum(line.closing_fen for line in self.lines)

    def balances(self) -> dict[SubAccount, int]:
        """The balance of each sub-account at the end: the opening of the next year."""
        return {line.sub: line.closing_fen for line in self.lines}

    def remark(self) -> Reason | None:
        """The remark to print beside provisional interest."""
        if not self.provisional:
            return None
        words = _("{year} 年的利率还没有公布，利息是暂算的").format(year=self.year)
        return Reason("interest_provisional", words, _("利率公布后会重新计算，以县里的对账单为准"))


def close_year(
    policy: Policy,
    year: int,
    opening: Mapping[SubAccount, int],
    entries: Iterable[AccountEntry],
    known_on: date,
    until: int = 12,
) -> Statement:
    """The statement of a year, up to the end of the month ``until``, with the rates known on a day.

    The interest of the whole account is rounded once and then divided, so that the sub-accounts make the account.
    """
    entries = [each for each in entries if each.day.year == year and each.day.month <= until]
    subs = [sub for sub in SubAccount if sub in opening or any(each.sub is sub for each in entries)]
    rule, rate, provisional = _rate(policy, year, known_on)
    interest_of = rule.of_year(rate, until)
    total = interest_of.fen(sum(opening.values()), entries)
    shares = [interest_of.exact(opening.get(sub, 0), [e for e in entries if e.sub is sub]) for sub in subs]
    interest = apportion(total, _whole(shares))
    lines = tuple(
        _line(sub, opening.get(sub, 0), [e.fen for e in entries if e.sub is sub], fen)
        for sub, fen in zip(subs, interest, strict=True)
    )
    return Statement(year, lines, rate.yearly, provisional, policy.id, rule.source)


def statements(
    policy: Policy, entries: Iterable[AccountEntry], known_on: date, last_year: int
) -> tuple[Statement, ...]:
    """The statements of all years from the first entry on."""
    booked = list(entries)
    found: list[Statement] = []
    opening: dict[SubAccount, int] = {}
    for year in range(min((each.day.year for each in booked), default=last_year + 1), last_year + 1):
        found.append(close_year(policy, year, opening, booked, known_on))
        opening = found[-1].balances()
    return tuple(found)


def balance(
    policy: Policy, bookings: Iterable[Booking], known_on: date, until: Month, opening: tuple[int, int] | None = None
) -> tuple[int, tuple[int, ...]]:
    """What the whole account holds after the month ``until`` in fen, and the years whose rate is not published.

    Quick, without sub-accounts. ``opening``: a year, and the balance at its beginning; no booking is earlier then, and
    none is later than ``until``.
    """
    by_year: dict[int, list[Booking]] = {}
    for each in bookings:
        by_year.setdefault(each.day.year, []).append(each)
    first, closing = opening or (min(by_year, default=until.year + 1), 0)
    years, unpublished = _years(policy, first, until, known_on)
    for year, interest_of in years:
        booked = by_year.get(year, ())
        closing += sum([each.fen for each in booked]) + interest_of.fen(closing, booked)
    return closing, unpublished


@lru_cache(maxsize=1024)
def _years(
    policy: Policy, first: int, until: Month, known_on: date
) -> tuple[tuple[tuple[int, YearInterest], ...], tuple[int, ...]]:
    """The years from one to the month ``until``, each with its interest; and those whose rate is not published."""
    found, unpublished = [], []
    for year in range(first, until.year + 1):
        rule, rate, provisional = _rate(policy, year, known_on)
        found.append((year, rule.of_year(rate, until.number if year == until.year else 12)))
        unpublished += [year] if provisional else []
    return tuple(found), tuple(unpublished)


def _rate(policy: Policy, year: int, known_on: date) -> tuple[InterestRule, Rate, bool]:
    rule = policy.value(InterestRule, date(year, 12, 31)) or _no_rule(policy)
    return rule, *rule.rate(year, known_on)


def _no_rule(policy: Policy) -> InterestRule:
    return InterestRule(policy.period, policy.source, Convention.B, Counting.NONE, Rounding.CENT, (), False)


def _whole(shares: list[Fraction]) -> list[int]:
    """Weights as whole numbers in the same proportion."""
    under = 1
    for share in shares:
        under = under * share.denominator
    return [int(share * under) for share in shares]


def _line(sub: SubAccount, opening: int, fens: list[int], interest: int) -> StatementLine:
    return StatementLine(
        sub, opening, sum(fen for fen in fens if fen > 0), sum(fen for fen in fens if fen < 0), interest
    )
