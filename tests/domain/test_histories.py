"""People with histories of their own under one county's policy (``jiangyuan.toml``), each worked out by hand.

The comment beside each person is the calculation, made before the program was asked and checked twice; money in fen.
Unless a comment says otherwise: a fee was paid on 1 March of its year, at 100 yuan up to 2015 and 200 from 2016, with a
subsidy of 30 booked on 31 December; interest counts from the month after a booking (convention B) and is rounded once a
year, half a fen up; a pension begins in the month after the condition is met, and the account bears interest up to the
month before; the account part is the account / 139; the base of 2024 was 123 + 20, of 2025 143 + 20 (announced on
2025-07-10), of 2026 is 163 + 20 (announced on 2026-06-20).
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from village_desk.domain.assessing import Assessment, assess
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingKind
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.accounts import SubAccount, statements
from village_desk.domain.rules.contributions import bookings, contribution
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.leaving import leave, move
from village_desk.domain.rules.overlap import refund
from village_desk.domain.rules.pausing import PauseReason, resume
from village_desk.domain.rules.person_facts import (
    Child,
    EmployeeMonths,
    Hindrance,
    Left,
    OtherKind,
    OtherPension,
    PaidOut,
    PaidYear,
    PersonFacts,
    YearKind,
    still_counts,
)
from village_desk.domain.rules.raises import raised
from village_desk.domain.rules.settlements import settle_death, settle_payer, valued

TEXT = (Path(__file__).parent / "jiangyuan.toml").read_text("utf-8")
COUNTY = policy_file.read(TEXT, "jiangyuan.toml")
SPRING, SUMMER = date(2026, 3, 10), date(2026, 7, 1)
"""Before and after the rate of 2025 (1.80 %) was published and the raise of 2026 announced."""


def fees(*years: int) -> tuple[PaidYear, ...]:
    """The usual fee of these years."""
    return tuple(_fee(year, date(year, 3, 1), 10000 if year < 2016 else 20000) for year in years)


def _fee(year: int, day: date, tier: int, kind: YearKind = YearKind.PAID, government_fen: int = 0) -> PaidYear:
    """A fee whose subsidy came on the last day of the year."""
    return PaidYear(year, day, tier, kind, government_fen, subsidy_day=date(day.year, 12, 31))


def back(on: date, tier: int, *years: int) -> tuple[PaidYear, ...]:
    return tuple(PaidYear(year, on, tier, YearKind.BACK_PAID) for year in years)


def member(group: str, first: date, last: date | None = None) -> tuple[Membership, ...]:
    return (Membership(group, Period(first, last)),)


@dataclass(frozen=True)
class History:
    """A person on a day, and the figures worked out by hand."""

    who: str
    facts: PersonFacts
    on: date
    expect: dict[str, object]


def figures(found: Assessment) -> dict[str, object]:
    """An assessment as plain figures."""
    answer, promise = found.entitlement, found.expected
    return {
        "standing": found.standing.value,
        "answer": answer.answer.value,
        "first": str(answer.first) if answer.first else None,
        "required": answer.required,
        "paid": answer.paid,
        "missing": answer.missing,
        "open": answer.open_years,
        "coming": answer.coming,
        "short": answer.short,
        "back_cost": answer.missed.least_cost_fen if answer.missed else None,
        "base_only": answer.base_only,
        "need_pay_year": answer.need_pay_year,
        "reasons": [reason.code for reason in answer.reasons],
        "last": str(answer.last) if answer.last else None,
        "account": found.account_fen,
        "provisional": found.provisional,
        "parts": {part.code: part.fen for part in found.pension.parts} if found.pension else None,
        "monthly": found.pension.monthly_fen if found.pension else None,
        "promise": promise.monthly_fen if promise else None,
        "promised_account": promise.account_fen if promise else None,
        "pays": promise.pays_fen if promise else None,
        "strip": "".join(cell.kind.value[0] for cell in found.strip),
        "overpaid": found.overpaid.total_fen if found.overpaid else None,
        "unknown": [str(month) for month in found.overpaid.unknown] if found.overpaid else None,
        "steps": [step.code for step in found.next_steps],
    }


# 1. Born 1966-04-18: sixty on 2026-04-18, first month 2026-05. Of 2011 to 2026 (16 years) the full 15 are needed; 2011
# (paid on 5 September 2011) to 2025 are exactly 15. The account, year by year, opening x rate + 9 months of the fee:
#   2011: 100 x 3/12 x 3.50 %           = 0.875 -> 0.88;   100 + 30 + 0.88                                    =   130.88
#   2012:   130.88 x 3.25 % + 100 x 9/12 x 3.25 % = 4.2536 + 2.4375 = 6.6911 -> 6.69                          =   267.57
#   2013:   267.57 x 3.00 % + 2.25     = 10.2771 -> 10.28  407.85    2014: 12.2355 + 2.25   = 14.4855 -> 14.49    552.34
#   2015:   552.34 x 2.75 % + 2.0625   = 17.2519 -> 17.25  699.59    2016: 10.49385 + 2.25  = 12.7439 -> 12.74    942.33
#   2017:   14.13495 + 2.25            = 16.3850 -> 16.38 1188.71    2018: 17.83065 + 2.25  = 20.0807 -> 20.08  1,438.79
#   2019:   21.58185 + 2.25            = 23.8319 -> 23.83 1692.62    2020: 33.8524  + 3.00  = 36.8524 -> 36.85  1,959.47
#   2021:   53.885425 + 4.125          = 58.0104 -> 58.01 2247.48    2022: 56.187   + 3.75  = 59.937  -> 59.94  2,537.42
#   2023:   55.82324 + 3.30            = 59.1232 -> 59.12 2826.54    2024: 56.5308  + 3.00  = 59.5308 -> 59.53  3,116.07
#   2025 in spring, at 2024's 2.00 %: 62.3214 + 3.00 = 65.3214 -> 65.32                                       = 3,411.39
#   2025 in summer, at its own 1.80 %: 56.08926 + 2.70 = 58.78926 -> 58.79                                    = 3,404.86
#   2026, January to April, at 2025's 1.80 %: 3,404.86 x 4/12 x 1.80 % = 20.4292 -> 20.43                       3,425.29
FIFTEEN = PersonFacts(date(1966, 4, 18), (_fee(2011, date(2011, 9, 5), 10000), *fees(*range(2012, 2026))))
# The promise in spring, if 2026 is paid at 200: account of 2026-01-01 + 230 = 3,641.39; / 139 = 26.197 -> 26.20;
# sixteen years: one above 15, + 2; + 143 + 20 = 191.20.
EXACTLY_FIFTEEN = History(
    "1 exactly fifteen, a month before sixty",
    replace(FIFTEEN, tier_fen=20000),
    SPRING,
    {"standing": "paying", "answer": "not_yet", "first": "2026-05", "required": 15, "paid": 15, "missing": 0}
    | {"coming": (2026,), "short": 0, "account": 341_139, "provisional": True, "promised_account": 364_139}
    | {"promise": 19_120, "pays": 20_000, "strip": "p" * 15 + "d", "steps": ["pay_this_year", "prepare_to_apply"]},
)
# In summer: 3,425.29 / 139 = 24.642 -> 24.64; + 183 = 207.64. 2026 is open and not needed.
FIFTEEN_AT_SIXTY = History(
    "1 exactly fifteen, sixty",
    FIFTEEN,
    SUMMER,
    {"standing": "may_apply", "answer": "yes", "first": "2026-05", "required": 15, "paid": 15, "account": 342_529}
    | {"provisional": True, "monthly": 20_764, "parts": {"base_central": 16300, "base_county": 2000, "account": 2464}},
)

# 2. The same birthday (W10 a): 2011 to 2024 are 14; the turning year 2026, paid on 6 July 2026, is the fifteenth. A
# year paid in its own year up to the turning year delays nothing: first month 2026-05. The county's figure of
# 2025-12-31 is 5,000.00, with January to April at 1.80 %: 30.00; + 200 (the subsidy of 2026 is not there yet) =
# 5,230.00; / 139 = 37.626 -> 37.63; + 183 = 220.63.
JULY = date(2026, 7, 6)
FOURTEEN = PersonFacts(date(1966, 4, 18), fees(*range(2011, 2025)), account_fen=500_000, account_day=date(2025, 12, 31))
TURNING_YEAR = History(
    "2 fourteen and the turning year",
    replace(FOURTEEN, paid=(*FOURTEEN.paid, PaidYear(2026, JULY, 20000))),
    date(2026, 8, 20),
    {"standing": "may_apply", "first": "2026-05", "required": 15, "paid": 15, "account": 523_000, "monthly": 22_063},
)
# Before that payment, on 1 July: 14 of 15, 2025 and 2026 are open; one back-paid year costs 200 at the least.
TURNING_YEAR_OPEN = History(
    "2 fourteen, before the turning year is paid",
    FOURTEEN,
    SUMMER,
    {
        "standing": "years_missing",
        "answer": "no",
        "first": None,
        "missing": 1,
        "open": (2025, 2026),
        "back_cost": 20_000,
    }
    | {"reasons": ["years_missing", "turning_year"], "monthly": None, "account": 500_000},
)

# 3. W10 b: 2011 to 2020 are 10; on 6 July 2026 the turning year and 2021 to 2024 are paid: 15, complete only by the
# back payment of 6 July: first month 2026-08. The county's 3,000.00 with seven months at 1.80 %: 31.50; + 5 x 200 =
# 4,031.50; / 139 = 29.004 -> 29.00; + 183.
BACK_AT_SIXTY = History(
    "3 ten, the turning year and four paid back",
    PersonFacts(
        date(1966, 4, 18),
        (*fees(*range(2011, 2021)), PaidYear(2026, JULY, 20000), *back(JULY, 20000, 2021, 2022, 2023, 2024)),
        account_fen=300_000,
        account_day=date(2025, 12, 31),
    ),
    date(2026, 8, 20),
    {"standing": "may_apply", "answer": "yes", "first": "2026-08", "paid": 15, "account": 403_150, "monthly": 21_200},
)

# 4. Born 1951-06-30: sixty the day before the scheme began on 2011-07-01. Nothing to pay, first month 2011-07. In March
# 2026 she is 74: + 10 for seventy; the raise of 2026 is not announced: 143 + 20 + 10 = 173.00. No account.
SIXTY_AT_START = History(
    "4 sixty the day before the start",
    PersonFacts(date(1951, 6, 30), drawn_from=Month(2011, 7)),
    SPRING,
    {"standing": "drawing", "required": 0, "paid": 0, "first": "2011-07", "base_only": True, "account": 0}
    | {"monthly": 17_300, "parts": {"base_central": 14300, "base_county": 2000, "age_tilt": 1000, "account": 0}},
)
# The same, who has no children to be bundled with and never applied: from the first month of the scheme; assessed in
# August 2011: 55 + 10 = 65.00.
SIXTY_AT_START_NEW = History(
    "4 sixty the day before the start, not applied yet",
    PersonFacts(date(1951, 6, 30), childless=True),
    date(2011, 8, 15),
    {"standing": "may_apply", "first": "2011-07", "required": 0, "base_only": True, "monthly": 6_500},
)

# 5. Born 1951-07-01, no children, sixty on the day of the start: in the cohort, 2011 is waived, so that no year is
# needed. First month 2011-08; 55 + 10 = 65.00; the system above asks for 2011 first.
COHORT = History(
    "5 start cohort, first day",
    PersonFacts(date(1951, 7, 1), childless=True),
    date(2011, 9, 1),
    {"standing": "may_apply", "first": "2011-08", "required": 0, "base_only": True, "need_pay_year": 2011}
    | {"reasons": ["entitled", "blocked_above"], "monthly": 6_500},
)
# 6. Born 1951-12-31, the cohort's last day, who paid 100 for 2011 on 20 October 2011: nothing is asked above. First
# month 2012-01. 2011: 100 x 2/12 x 3.50 % = 0.5833 -> 0.58; 130.58; / 139 = 0.939 -> 0.94; + 65 = 65.94. The rate of
# 2011 is published in March 2012 only, and none before it: in January 2012 it is taken as nothing: 130.00 / 139 =
# 0.935 -> 0.94.
COHORT_PAID = History(
    "6 start cohort, last day, paid; before the first rate",
    PersonFacts(date(1951, 12, 31), (_fee(2011, date(2011, 10, 20), 10000),)),
    date(2012, 1, 15),
    {"standing": "may_apply", "first": "2012-01", "required": 0, "paid": 1, "need_pay_year": None}
    | {"base_only": False, "account": 13_000, "provisional": True, "monthly": 6_594},
)
COHORT_PAID_LATER = History(
    "6 start cohort, last day, paid; after the first rate",
    COHORT_PAID.facts,
    date(2012, 4, 15),
    {"first": "2012-01", "account": 13_058, "provisional": False, "monthly": 6_594},
)
# 7. Born 1952-01-01, a day outside the cohort: 2011 and 2012 are needed. 500 on 2011-09-05, 500 on 2012-11-05, which is
# in its own year: first month 2012-02. 2011: 500 x 3/12 x 3.50 % = 4.375 -> 4.38 (half a fen up); + 500 + 60 = 564.38.
# January 2012 at 3.50 % (2012's rate is not there in December): 564.38 / 12 x 3.50 % = 1.6461 -> 1.65; 566.03; + 500 of
# November, without its subsidy of 31 December: 1,066.03; / 139 = 7.669 -> 7.67; + 65 = 72.67.
NEW_YEAR = History(
    "7 a day after the cohort, born on New Year's Day",
    PersonFacts(date(1952, 1, 1), (_fee(2011, date(2011, 9, 5), 50000), PaidYear(2012, date(2012, 11, 5), 50000))),
    date(2012, 12, 1),
    {"standing": "may_apply", "first": "2012-02", "required": 2, "paid": 2, "need_pay_year": None}
    | {"account": 106_603, "provisional": True, "monthly": 7_267},
)

# 8. Born 1964-02-29: sixty on 2024-02-29, first month 2024-03; 2011 to 2024 are 14, all needed, all paid. The
# county's figure of that day 12,345.67, + 30, the subsidy of 2024, which came on 31 December: 12,375.67; / 139 =
# 89.034 -> 89.03; 14 years are not above 15; + 143 + 20 = 252.03.
LEAP_DAY = History(
    "8 born on 29 February",
    PersonFacts(
        date(1964, 2, 29),
        (*fees(*range(2011, 2024)), PaidYear(2024, date(2024, 1, 15), 20000)),
        account_fen=1_234_567,
        account_day=date(2024, 2, 29),
    ),
    SPRING,
    {"standing": "may_apply", "first": "2024-03", "required": 14, "paid": 14, "account": 1_237_567, "monthly": 25_203},
)
# 9. Born 1956-02-29: seventy on 2026-03-01, as 2026 has no 29 February; the addition of 10 begins in the month after,
# so that March has the 5 of sixty-five still. 1,160.00 before the first month, then 200 and 30: 1,390.00 / 139 = 10.00;
# 143 + 20 + 5 + 10 = 178.00; April: 183.00.
SEVENTY = PersonFacts(
    date(1956, 2, 29),
    fees(*range(2011, 2017)),
    drawn_from=Month(2016, 3),
    account_fen=116_000,
    account_day=date(2016, 2, 29),
)
LEAP_DAY_TILT = History(
    "9 seventy without a 29 February, March", SEVENTY, SPRING, {"standing": "drawing", "required": 6, "monthly": 17_800}
)
LEAP_DAY_TILT_NEXT = History(
    "9 seventy without a 29 February, April", SEVENTY, date(2026, 4, 1), {"monthly": 18_300, "account": 139_000}
)

# 10. Born 1964-12-31: sixty on the last day of 2024, first month 2025-01, 14 years needed. Born 1965-01-01: sixty on
# the first day of 2025, first month 2025-02, 15 needed (2025 is its turning year). 2,780.00 / 139 = 20.00; in
# February 2025 the raise of 2025 is not announced: 123 + 20 + 20 = 163.00.
YEAR_END = History(
    "10 born on the last day of a year",
    PersonFacts(date(1964, 12, 31), fees(*range(2011, 2025)), account_fen=278_000, account_day=date(2024, 12, 31)),
    date(2025, 2, 10),
    {"standing": "may_apply", "first": "2025-01", "required": 14, "paid": 14, "monthly": 16_300},
)
YEAR_BEGIN = History(
    "10 born on the first day of the next",
    replace(YEAR_END.facts, birth=date(1965, 1, 1)),
    date(2025, 2, 10),
    {"standing": "years_missing", "answer": "no", "required": 15, "paid": 14, "missing": 1, "open": (2025,)}
    | {"reasons": ["years_missing", "turning_year"]},
)
YEAR_BEGIN_PAID = History(
    "10 born on the first day of the next, paid",
    replace(YEAR_BEGIN.facts, paid=(*fees(*range(2011, 2025)), PaidYear(2025, date(2025, 2, 10), 20000))),
    date(2025, 2, 10),
    # 2,780.00 with January at 2023's 2.20 % (2024's is not published): 5.0967 -> 5.10; 2,785.10 + 200 = 2,985.10;
    # / 139 = 21.4755 -> 21.48; + 143 = 164.48
    {"standing": "may_apply", "first": "2025-02", "required": 15, "paid": 15, "account": 298_510, "monthly": 16_448},
)
MONTH_END = History(
    "10 born on the last day of January",
    PersonFacts(date(1965, 1, 31), YEAR_BEGIN_PAID.facts.paid, account_fen=0, account_day=SPRING),
    SPRING,
    {"first": "2025-02", "required": 15, "monthly": 16_300},
)

# 11. Born 1964-05-05: sixty on 2024-05-05; 2011 to 2024 are 14. Paid in time 2016 to 2024: 9. Five are missing, 2011 to
# 2015; at 200, the lowest tier for back payment, 1,000. On 2025-06-01, after nine years:
#   2016: 2.25 -> 232.25   2017: 3.48375 + 2.25 = 5.7338 -> 5.73  467.98   2018: 7.0197 + 2.25 = 9.2697 -> 9.27   707.25
#   2019: 10.60875 + 2.25 = 12.8588 -> 12.86  950.11   2020: 19.0022 + 3.00 = 22.0022 -> 22.00                  1,202.11
#   2021: 33.058025 + 4.125 = 37.1830 -> 37.18 1,469.29  2022: 36.73225 + 3.75 = 40.4823 -> 40.48               1,739.77
#   2023: 38.27494 + 3.30 = 41.5749 -> 41.57 2,011.34   2024: 40.2268 + 3.00 = 43.2268 -> 43.23                 2,284.57
NINE = PersonFacts(date(1964, 5, 5), fees(*range(2016, 2025)))
AFTER_SIXTY_SHORT = History(
    "11 sixty and five years short",
    NINE,
    date(2025, 6, 1),
    {"standing": "years_missing", "answer": "no", "required": 14, "paid": 9, "missing": 5, "short": 5}
    | {"open": (2011, 2012, 2013, 2014, 2015), "back_cost": 100_000, "account": 228_457, "provisional": False},
)
# On 20 November 2025 the five are paid at 500, without subsidy: first month 2025-12. Eleven months of 2025 at 1.80 %:
# 2,284.57 x 11/12 x 1.80 % = 37.6954 -> 37.70; + 2,500 (November: nothing) = 4,822.27; / 139 = 34.693 -> 34.69; + 183.
AFTER_SIXTY_PAID = History(
    "11 paid back after sixty",
    replace(NINE, paid=(*NINE.paid, *back(date(2025, 11, 20), 50000, *range(2011, 2016)))),
    SUMMER,
    {"standing": "may_apply", "answer": "yes", "first": "2025-12", "paid": 14, "missing": 0, "account": 482_227}
    | {"provisional": False, "monthly": 21_769, "strip": "b" * 5 + "p" * 9},
)

# 12. Born 1975-06-01. 2016: 300 on 10 May; 2017: waived at 200, booked as paid by the collective, with its subsidy;
# 2018 and since: nothing. On 2019-03-10: 2016: 300 x 7/12 x 1.50 % = 2.625 -> 2.63; + 300 + 45 = 347.63. 2017: 347.63
# x 1.50 % + 200 x 7/12 x 1.50 % = 5.21445 + 1.75 = 6.96445 -> 6.96; + 230 = 584.59. 2018: 8.76885 -> 8.77; 593.36.
# Sixty on 2035-06-01: 2011 to 2035 are 25, 15 needed, 2 paid, 13 missing; 2019 to 2035 are 17 to come: enough. The
# promise at 200 a year for 17 years, at 1.50 %: 593.36 x 1.015^16 + 230 x (1.015^16 + ... + 1) = 752.96 + 4,416.31 =
# 5,169.28; / 139 = 37.189 -> 37.19; 19 years: 4 above 15, + 8; + 88 + 20: 153.19. It costs 17 x 200 = 3,400.
WAIVED = History(
    "12 a waived year",
    PersonFacts(
        date(1975, 6, 1),
        (_fee(2016, date(2016, 5, 10), 30000), _fee(2017, date(2017, 5, 10), 20000, YearKind.WAIVED)),
        tier_fen=20000,
    ),
    date(2019, 3, 10),
    {"standing": "paying", "answer": "not_yet", "first": "2035-07", "required": 15, "paid": 2, "missing": 13}
    | {"short": 0, "coming": tuple(range(2019, 2036)), "account": 59_336, "provisional": False}
    | {"strip": "gggggpwgd", "promised_account": 516_928, "promise": 15_319, "pays": 340_000},
)

# 13. 特困, born 1970-01-20: the government paid 100 of 100 on 2 April 2018 and 2019, each with 30 of subsidy. 2018:
# 100 x 8/12 x 1.50 % = 1.00; 131.00. 2019: 1.965 + 1.00 = 2.965 -> 2.97 (half a fen up); + 130 = 263.97.
GOVERNMENT_PAID = History(
    "13 years paid by the government",
    PersonFacts(
        date(1970, 1, 20),
        tuple(
            _fee(year, date(year, 4, 2), 10000, YearKind.GOVERNMENT_PAID, government_fen=10000) for year in (2018, 2019)
        ),
        member("tekun", date(2017, 5, 1)),
    ),
    date(2020, 5, 1),
    {"standing": "paying", "paid": 2, "account": 26_397, "provisional": False, "strip": "ggggggg" + "gg" + "d"},
)

# 14. Born 1970-02-10. Three employee years (2021 to 2023) came along on 2024-05-20 with 9,000.00; 500 on 2024-06-03 and
# on 2025-03-03. 2024: 9,000 x 7/12 x 2.00 % = 105.00; 500 x 6/12 x 2.00 % = 5.00; 9,000 + 560 + 110 = 9,670.00. 2025:
# 9,670 x 1.80 % = 174.06; 500 x 9/12 x 1.80 % = 6.75; + 560 = 10,410.81. Five years; sixty on 2030-02-10: 2026 to 2030
# are 5 to come, so that 5 of 2011 to 2020 must be paid back: at 200 at the least, 1,000; from 2030-03 then.
BROUGHT_IN = History(
    "14 years brought in from the employee scheme",
    PersonFacts(
        date(1970, 2, 10),
        (
            *(PaidYear(year, date(2024, 5, 20), 0, YearKind.BROUGHT_IN) for year in (2021, 2022)),
            PaidYear(2023, date(2024, 5, 20), 900_000, YearKind.BROUGHT_IN),
            _fee(2024, date(2024, 6, 3), 50000),
            _fee(2025, date(2025, 3, 3), 50000),
        ),
    ),
    SUMMER,
    {"standing": "paying", "first": "2030-03", "required": 15, "paid": 5, "missing": 10, "short": 5}
    | {"coming": (2026, 2027, 2028, 2029, 2030), "back_cost": 100_000, "account": 1_041_081, "provisional": False},
)

# 15. Born 1958-03-03: sixty in 2018; ten employee years (2001 to 2010) brought in on 2012-05-20 and 2011 to 2018
# paid: 18. First month 2018-04: the years brought in were there long before. 20,850.00 on the
# eve and the subsidy of 2018: 20,880.00 / 139 = 150.216 -> 150.22; three years above 15: 6; sixty-eight: 5; 143 + 20:
# 324.22.
MORE_THAN_FIFTEEN = History(
    "15 more than fifteen years, sixty-eight",
    PersonFacts(
        date(1958, 3, 3),
        (
            *(PaidYear(year, date(2012, 5, 20), 0, YearKind.BROUGHT_IN) for year in range(2001, 2011)),
            *fees(*range(2011, 2019)),
        ),
        drawn_from=Month(2018, 4),
        account_fen=2_085_000,
        account_day=date(2018, 3, 31),
    ),
    SPRING,
    {"standing": "drawing", "first": "2018-04", "required": 8, "paid": 18, "monthly": 32_422}
    | {"parts": {"base_central": 14300, "base_county": 2000, "years_extra": 600, "age_tilt": 500, "account": 15022}},
)

# 16. The subsidy came late: 500 on 2022-06-01, its 60 on 2023-03-15. 2022: 500 x 6/12 x 2.50 % = 6.25; 506.25. 2023:
# 506.25 x 2.20 % + 60 x 9/12 x 2.20 % = 11.1375 + 0.99 = 12.1275 -> 12.13; 578.38. In time: 566.25; 12.4575 -> 578.71.
LATE_SUBSIDY = History(
    "16 a subsidy that came late",
    PersonFacts(
        date(1980, 8, 8),
        (PaidYear(2022, date(2022, 6, 1), 50000, subsidy_fen=6000, subsidy_day=date(2023, 3, 15)),),
    ),
    date(2024, 3, 10),
    {"standing": "paying", "paid": 1, "account": 57_838, "provisional": False},
)
SUBSIDY_IN_TIME = History(
    "16 the same in time",
    PersonFacts(date(1980, 8, 8), (PaidYear(2022, date(2022, 6, 1), 50000),)),
    date(2024, 3, 10),
    {"account": 57_871},
)

# 17. The county's figure of 2024-12-31 is 8,765.43. A fee of 300 taken on that very day is not in it, nor its 45; nor
# 300 and 45 of 2025. Fees before that day are in it. 9,110.43, with 2025 at 2024's 2.00 %: 182.2086 + 300 x 8/12 x 2 %
# = 186.21; 9,110.43 + 345 + 186.21 = 9,641.64. The rate of 2025 is not published.
NOTED_THEN_FEES = History(
    "17 the county's figure, then fees",
    PersonFacts(
        date(1980, 8, 8),
        (
            *fees(*range(2016, 2024)),
            PaidYear(2024, date(2024, 12, 31), 30000, by_receipt=True),
            PaidYear(2025, date(2025, 4, 1), 30000, by_receipt=True),
        ),
        account_fen=876_543,
        account_day=date(2024, 12, 31),
    ),
    SPRING,
    {"standing": "paying", "paid": 10, "account": 964_164, "provisional": True},
)

# 18. Eleven years old with a tier on the roster: too young. Sixteen in 2030, sixty on 2074-06-01: 45 years to come, 15
# needed. 45 x 200 = 9,000.
CHILD = History(
    "18 eleven years old",
    PersonFacts(date(2014, 6, 1), tier_fen=20000),
    SPRING,
    {"standing": "too_young", "first": "2074-07", "required": 15, "paid": 0, "coming": tuple(range(2030, 2075))}
    | {"pays": 900_000, "steps": ["too_young"], "account": 0},
)
# 19. A student of twenty may not join now; one who has left school may.
STUDENT = History(
    "19 a student",
    PersonFacts(date(2005, 9, 9), hindrances=frozenset({Hindrance.STUDENT})),
    SPRING,
    {"standing": "may_not_join", "answer": "not_yet", "paid": 0, "steps": ["student"]},
)
LEFT_SCHOOL = History("19 who has left school", replace(STUDENT.facts, hindrances=frozenset()), SPRING, {})

# 20. 特困, born 1955-03-03, never paid; on the list since 2016. While the programme holds (2018-12 to 2020) the base
# pension is due without years, but from December 2018 at the earliest: 88 + 20 in May 2019 = 108.00. 2011 to 2015 would
# have been needed: 5.
PROGRAMME = History(
    "20 programme for poor elders",
    PersonFacts(date(1955, 3, 3), memberships=member("tekun", date(2016, 2, 1))),
    date(2019, 5, 10),
    {"standing": "may_apply", "answer": "yes", "first": "2018-12", "required": 5, "paid": 0, "base_only": True}
    | {"monthly": 10_800, "reasons": ["programme"]},
)
# Sixty on 2019-08-20: from September. On the list since 2019-03-15 only: from April.
PROGRAMME_SIXTY = History(
    "20 programme, sixty meanwhile",
    replace(PROGRAMME.facts, birth=date(1959, 8, 20)),
    date(2019, 8, 25),
    {"answer": "not_yet", "first": "2019-09", "base_only": True, "monthly": None},
)
PROGRAMME_LISTED = History(
    "20 programme, listed meanwhile",
    replace(PROGRAMME.facts, memberships=member("tekun", date(2019, 3, 15))),
    date(2019, 12, 10),
    {"answer": "yes", "first": "2019-04", "base_only": True},
)
PROGRAMME_OVER = History(
    "20 programme, over",
    PROGRAMME.facts,
    date(2021, 1, 1),
    {"standing": "years_missing", "answer": "no", "first": None, "missing": 5, "back_cost": 100_000},
)

# 21. Sixty at the start, with a son of thirty who has not enrolled: bundled up to 2014-02-20. From then: 55 + 10 =
# 65.00.
BUNDLED = PersonFacts(date(1949, 5, 5), children=(Child(date(1982, 1, 1), enrolled=False),))
BUNDLING = History(
    "21 bundled with a child",
    BUNDLED,
    date(2014, 2, 20),
    {"answer": "no", "reasons": ["sixty_at_start", "child_not_enrolled"]},
)
BUNDLING_OVER = History(
    "21 no more bundled", BUNDLED, date(2014, 2, 21), {"answer": "yes", "first": "2011-07", "monthly": 6_500}
)

# 22. Born 1962-05-05, moved in at sixty-one on 2023-08-15: may join from 2026-08-15. 2011 to 2022 are 12, none paid.
MOVED_IN = History(
    "22 moved in after sixty",
    PersonFacts(date(1962, 5, 5), moved_in=date(2023, 8, 15)),
    date(2026, 8, 14),
    {"standing": "years_missing", "answer": "no", "required": 12, "missing": 12, "back_cost": 240_000, "monthly": None},
)

# 23. Born 1962-06-06, 2011 to 2022 paid: from 2022-07. An employee pension since 2024-07: this one is due no more.
OTHER_PENSION = History(
    "23 an employee pension",
    PersonFacts(
        date(1962, 6, 6), fees(*range(2011, 2023)), other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2024, 7)),)
    ),
    SPRING,
    {"standing": "other_pension", "answer": "no", "first": "2022-07", "reasons": ["other_pension"], "monthly": None},
)

# 24. A payer, born 1970-09-09, paid 2011 (September) to 2015 and died on 2019-05-06. As of person 1 up to 2015: 699.59;
# 2016: 10.4939 -> 10.49; 710.08   2017: 10.6512 -> 10.65; 720.73   2018: 10.8110 -> 10.81; 731.54, for the heirs.
DEAD_PAYER = History(
    "24 a payer who died",
    PersonFacts(
        date(1970, 9, 9),
        (_fee(2011, date(2011, 9, 5), 10000), *fees(2012, 2013, 2014, 2015)),
        death=date(2019, 5, 6),
    ),
    date(2019, 6, 1),
    {"standing": "ended", "answer": "ended", "paid": 5, "last": "2019-05", "account": 73_154, "provisional": False}
    | {"monthly": None, "promise": None, "overpaid": None},
)

# 25. A payee died on 2025-08-03: August is owed, September and October were paid, 263.00 and 263.00 + a wrong 0.50:
# 526.50 comes back. Of November no list is here and none later: not known.
OVERPAID = History(
    "25 paid after a death",
    PersonFacts(
        date(1950, 1, 1),
        death=date(2025, 8, 3),
        drawn_from=Month(2011, 7),
        drawn_to=Month(2025, 10),
        paid_out=(PaidOut(Month(2025, 9), 26300), PaidOut(Month(2025, 10), 26350)),
    ),
    date(2025, 12, 5),
    {"standing": "ended", "last": "2025-08", "overpaid": 52_650, "unknown": ["2025-11"]}
    | {"steps": ["recover_overpaid", "overpaid_unknown", "died"]},
)

# 26. Paused since 2025-10, as the proof of life is missing; what would be due goes on: 143 + 20 + 5 (sixty-seven) +
# 50.00.
PAUSED = History(
    "26 paused",
    PersonFacts(
        date(1958, 12, 1),
        fees(*range(2011, 2019)),
        drawn_from=Month(2019, 1),
        paused_from=Month(2025, 10),
        account_fen=695_000,
        account_day=date(2018, 12, 31),
    ),
    SPRING,
    {"standing": "paused", "answer": "paused", "first": "2019-01", "required": 8, "monthly": 21_800},
)

# 27. Facts that cannot be: a fee after the death, and one before sixteen. Nothing is worked out.
CONTRADICTORY = History(
    "27 facts that do not fit",
    PersonFacts(date(2000, 1, 1), fees(2015, 2018, 2020), death=date(2019, 5, 5)),
    SPRING,
    {"standing": "unclear", "answer": "undecided", "account": None, "monthly": None, "promise": None}
    | {"reasons": ["paid_too_young", "death_before_payment"]},
)

# 28. Fifty-five, nothing paid yet, born 1970-12-31: sixty on 2030-12-31, first month 2031-01. 2011 to 2030 are 20, 15
# needed; 2026 to 2030 are 5 to come, 10 of 2011 to 2025 must be paid back: 2,000 at the least. At 500 for all: 15 x
# 500 = 7,500. Account of 2031-01-01 at 2.00 %: 10 x 500 has the interest of five years (2026 to 2030), the five fees
# with their 60 of five to one: 5,000 x 1.02^5 + 560 x (1.02^5 + 1.02^4 + 1.02^3 + 1.02^2 + 1.02) = 5,000 x 1.1040808
# + 560 x 5.3081210 = 5,520.404 + 2,972.548 = 8,492.95; / 139 = 61.100 -> 61.10; + 143 + 20 = 224.10.
NOT_JOINED = History(
    "28 fifty-five and not joined",
    PersonFacts(date(1970, 12, 31), tier_fen=50000),
    SPRING,
    {"standing": "may_join", "first": "2031-01", "required": 15, "missing": 15, "short": 10, "back_cost": 200_000}
    | {"promised_account": 849_295, "promise": 22_410, "pays": 750_000, "steps": ["enrol"]},
)

# 37. 2022 was paid at 500, nobody knows on which day; noted in January 2026. It may have been the last day of 2022: no
# interest for 2022; 560 x 2.20 % = 12.32 -> 572.32; 2024: 11.4464 -> 11.45 -> 583.77; 2025 in spring at 2024's 2.00 %:
# 11.6754 -> 11.68 -> 595.45, in summer at 1.80 %: 10.5079 -> 10.51 -> 594.28, and not final, as the day is not known.
UNDATED = PaidYear(2022, None, 50000, noted_on=date(2026, 1, 15), subsidy_day=date(2022, 12, 31))
DAY_UNKNOWN = History(
    "37 a day that nobody knows, spring",
    PersonFacts(date(1980, 8, 8), (UNDATED,)),
    SPRING,
    {"standing": "paying", "paid": 1, "account": 59_545, "provisional": True},
)
DAY_UNKNOWN_LATER = History(
    "37 a day that nobody knows, summer", DAY_UNKNOWN.facts, SUMMER, {"account": 59_428, "provisional": True}
)
# Who died on 2022-06-01 can have paid 2022 before: nothing to clear up. Who died on 2021-06-01 cannot.
DAY_UNKNOWN_DEAD = History(
    "37 died in the year of an unknown day",
    replace(DAY_UNKNOWN.facts, death=date(2022, 6, 1)),
    SPRING,
    {"standing": "ended", "answer": "ended", "last": "2022-06"},
)
DAY_UNKNOWN_TOO_LATE = History(
    "37 died in the year before",
    replace(DAY_UNKNOWN.facts, death=date(2021, 6, 1)),
    SPRING,
    {"standing": "unclear", "reasons": ["death_before_payment"]},
)

# 38. Born 1965-05-05: sixty on 2025-05-05, 2011 to 2025 are 15. 2024 was paid back, nobody knows when: noted on
# 2026-02-10. It may have been in January 2025 (first month 2025-06) or on that very day (2026-03): yes, but from when
# is not known.
BACK_UNKNOWN = History(
    "38 a back payment of an unknown day",
    PersonFacts(
        date(1965, 5, 5),
        (
            *fees(*range(2011, 2024)),
            PaidYear(2024, None, 20000, YearKind.BACK_PAID, noted_on=date(2026, 2, 10)),
            *fees(2025),
        ),
    ),
    SPRING,
    {"answer": "yes", "first": None, "required": 15, "paid": 15, "missing": 0},
)

# 39. In the employee scheme for all of 2024 and eleven months of 2025: 2024 does not count here, 2025 does. 2016 to
# 2025 paid: nine.
EMPLOYEE_YEAR = History(
    "39 a whole year in the employee scheme",
    PersonFacts(
        date(1975, 6, 1),
        fees(*range(2016, 2026)),
        employee=(EmployeeMonths(Month(2024, 1), Month(2025, 6)), EmployeeMonths(Month(2025, 8), Month(2025, 12))),
    ),
    SPRING,
    {"standing": "paying", "paid": 9, "required": 15, "missing": 6, "strip": "g" * 5 + "p" * 8 + "gpd"},
)

# 40. Struck off on 2025-03-04 as moved away, 2016 to 2024 paid: ended, nothing promised and nothing due.
STRUCK_OFF = History(
    "40 struck off",
    PersonFacts(
        date(1975, 6, 1), fees(*range(2016, 2025)), tier_fen=20000, left=Left(date(2025, 3, 4), "户籍跨县转出")
    ),
    SPRING,
    {"standing": "ended", "answer": "ended", "paid": 9, "promise": None, "monthly": None, "reasons": ["left"]},
)

# 41. Named on the list of February 2026, and nobody said since when: drawing, but from which month and so from which
# account is not known. Known is the base of 2026 before the raise: 143 + 20.
SEEN_ON_A_LIST = History(
    "41 seen on a list",
    PersonFacts(date(1962, 1, 20), fees(*range(2011, 2023)), drawn_seen=Month(2026, 2), drawn_to=Month(2026, 2)),
    SPRING,
    {"standing": "drawing", "answer": "yes", "first": None, "parts": {"base_central": 14300, "base_county": 2000}}
    | {"monthly": 16_300, "required": 12, "paid": 12},
)

HISTORIES = [each for each in list(globals().values()) if isinstance(each, History)]


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.who)
def test_a_person_comes_out_as_worked_out_by_hand(history: History) -> None:
    found = figures(assess(COUNTY, history.facts, history.on))
    assert {key: found[key] for key in history.expect} == history.expect


# 29. One account in five counties: 3,000 on 2021-12-31 and, in 2022, 500 on 17 May and its subsidy of 60 on 20
# December; 2.75 % for 2021, 2.50 % for 2022 (D: 6.69 and 6.12 %). Assessed in March 2023.
#   A, E from the month of booking, up to the next jiao: 2021: 3,000 / 12 x 2.75 % = 6.875 -> 6.90; 3,006.90. 2022:
#        75.1725 + 500 x 8/12 x 2.50 % (8.3333) + 60 x 1/12 x 2.50 % (0.125) = 83.6308 -> 83.70; + 560 = 3,650.60
#   B    from the next month: 2021: nothing; 2022: 75 + 500 x 7/12 x 2.50 % = 82.2917 -> 82.29; + 560    = 3,642.29
#   C    by days at 0.30 %: 2021: nothing; 2022: 75 + 500 x 228 days (17 May: 14 + 30 + 31 + 31 + 30 + 31 + 30 + 31)
#        / 365 x 0.30 % (0.93699) + 60 x 11 / 365 x 0.30 % (0.00542) = 75.9424 -> 75.94; + 560           = 3,635.94
#   D    the employee scheme's rate, this year's money without interest: 3,000 x 6.12 % = 183.60; + 560   = 3,743.60
RATES = "rates = [{{ year = 2021, percent = {} }}, {{ year = 2022, percent = {} }}]"
C_RATES = RATES.replace(" }}", ", demand_percent = 0.30 }}")
CONVENTIONS = [
    ('convention = "A"\n' + RATES.format("2.75", "2.50"), 365_060),
    ('convention = "B"\n' + RATES.format("2.75", "2.50"), 364_229),
    ('convention = "C"\n' + C_RATES.format("2.75", "2.50"), 363_594),
    ('convention = "D"\ncounts = "none"\n' + RATES.format("6.69", "6.12"), 374_360),
    ('convention = "E"\n' + RATES.format("2.75", "2.50"), 365_060),
]


def with_interest(rule: str) -> Policy:
    """The county with another rule of interest."""
    before, rest = TEXT.split("[[interest]]")
    return policy_file.read(before + "[[interest]]\n" + rule + "\n" + rest[rest.index("from = ") :], "other.toml")


@pytest.mark.parametrize(("rule", "account"), CONVENTIONS, ids="ABCDE")
def test_29_one_account_in_five_counties(rule: str, account: int) -> None:
    years = (
        PaidYear(2021, date(2021, 12, 31), 300_000, subsidy_fen=0),
        PaidYear(2022, date(2022, 5, 17), 50_000, subsidy_fen=6_000, subsidy_day=date(2022, 12, 20)),
    )
    found = assess(with_interest(rule), PersonFacts(date(1980, 8, 8), years), date(2023, 3, 10))
    assert (found.account_fen, found.provisional) == (account, False)


# 30. 低保 with half of the tier, by last year's list. On it from June to December 2024: of 300 in April 2025 the
# government pays 150, she 150; 45 of subsidy: 60 % of the province 27, the rest, 18, of the county. In 2026 she pays
# 300. Not on the list of 2023: in 2024 she pays all of it, although she is on the list by then.
DIBAO = member("dibao", date(2024, 6, 1), date(2024, 12, 31))


@pytest.mark.parametrize(
    ("on", "own", "government"),
    [(date(2024, 7, 1), 30000, 0), (date(2025, 4, 1), 15000, 15000), (date(2026, 4, 1), 30000, 0)],
)
def test_30_half_of_the_tier_by_last_year_s_list(on: date, own: int, government: int) -> None:
    found = contribution(COUNTY, 30000, on.year, on, DIBAO)
    assert (found.own_fen, found.government_fen, found.subsidy_fen) == (own, government, 4500)
    levels = {part.code: part.fen for part in found.parts if part.code.startswith("subsidy")}
    assert levels == {"subsidy_province": 2700, "subsidy_county": 1800}


# 31. 特困, 重残 and 低保 at once, all on the lists since 2020: 特困 comes first, 100 yuan whatever the tier. Of 500:
# 400 her own; of 100: nothing. Struck from the list of 特困 on 2025-03-31: 重残 from April, 100 as well, for whoever
# was on the list on any day of the year; only 低保 in 2027: half of the tier.
THREE = (
    *member("tekun", date(2020, 1, 1), date(2025, 3, 31)),
    *member("canji", date(2020, 1, 1), date(2026, 1, 31)),
    *member("dibao", date(2020, 1, 1)),
)


@pytest.mark.parametrize(
    ("on", "tier", "own", "group"),
    [
        (date(2025, 3, 31), 50000, 40000, "tekun"),
        (date(2025, 3, 31), 10000, 0, "tekun"),
        (date(2025, 4, 1), 50000, 40000, "canji"),
        (date(2026, 11, 1), 50000, 40000, "canji"),
        (date(2027, 1, 1), 50000, 25000, "dibao"),
        (date(2027, 1, 1), 10000, 5000, "dibao"),
    ],
)
def test_31_three_groups_at_once(on: date, tier: int, own: int, group: str) -> None:
    found = contribution(COUNTY, tier, on.year, on, THREE)
    assert (found.own_fen, found.government_fen, found.group) == (own, tier - own, group)


def test_31_the_tier_of_the_groups_is_not_for_others() -> None:
    with pytest.raises(Refused) as refusal:
        contribution(COUNTY, 10000, 2026, SPRING)
    assert refusal.value.code == "tier_not_offered"
    # up to 2015 it was for everybody; 4,000 to 6,000 by whole yuan since 2024: 5,123 has 200 of subsidy
    assert contribution(COUNTY, 10000, 2015, date(2015, 12, 31)).own_fen == 10000
    assert contribution(COUNTY, 512_300, 2026, SPRING).subsidy_fen == 20_000


# 32. A payee, 13,900.00 when drawing began in May 2021: 100.00 a month. Died on 2025-01-20: January is owed, the 45th
# month (2021: 8, 2022 to 2024: 36, 2025: 1): 13,900 - 4,500 = 9,400.00 is left. February and March were paid at the
# old rate, 143 + 100 = 243.00 each: 486.00 comes back. Settled in April: ten times 123 + 20 = 1,430.00: 9,400 + 1,430
# - 486 = 10,344.00. The raise of January is announced on 10 July: January's 20.00 is still owed; settled then: ten
# times 163 = 1,630.00.
DRAWN = Drawing(date(1961, 4, 18), Month(2021, 5), 1_390_000, 15, last=Month(2025, 1))
DIED = date(2025, 1, 20)


@pytest.mark.parametrize(
    ("known_on", "funeral", "total"), [(date(2025, 4, 1), 143_000, 1_034_400), (date(2025, 8, 1), 163_000, 1_054_400)]
)
def test_32_a_death_in_the_month_of_a_raise(known_on: date, funeral: int, total: int) -> None:
    over = valued(DIED, Month(2025, 3), (PaidOut(Month(2025, 2), 24_300), PaidOut(Month(2025, 3), 24_300)))
    found = settle_death(COUNTY, DRAWN, DIED, over, known_on)
    assert {part.code: part.fen for part in found.parts} == {
        "account_rest": 940_000,
        "funeral": funeral,
        "overpaid": -48_600,
    }
    assert found.total_fen == total


def test_32_the_raise_is_owed_for_the_month_of_death_alone() -> None:
    found = raised(COUNTY, DRAWN, Month(2025, 1), Month(2025, 7), date(2025, 7, 9), date(2025, 7, 10))
    assert {str(each.month): each.owed_fen for each in found.months} == {"2025-01": 2_000}
    # alive: January to June, which were paid without it, and July: 7 x 20
    alive = raised(
        COUNTY, replace(DRAWN, last=None), Month(2025, 1), Month(2025, 7), date(2025, 7, 9), date(2025, 7, 10)
    )
    assert alive.total_fen == 14_000


# 33. Person 24's heirs get the account of a payer whole: 731.54; no funeral aid, as nothing was drawn.
def test_33_the_heirs_of_a_payer() -> None:
    found = settle_payer(COUNTY, 73_154, date(2019, 5, 6))
    assert (found.total_fen, [part.code for part in found.parts]) == (73_154, ["account_rest"])
    assert "2019-06-05" in found.reasons[0].words


# 34. In the employee scheme from March to September 2024, 7 months; here 500 was paid and 100 of collective aid: 500
# x 7/12 = 291.6667 -> 291.67 and 100 x 7/12 = 58.33 are given back; the subsidy is not. The year counts: five months
# are left.
def test_34_seven_months_in_both_schemes() -> None:
    paid = PaidYear(2024, date(2024, 2, 2), 50_000, collective_fen=10_000)
    months = (EmployeeMonths(Month(2024, 3), Month(2024, 9)),)
    found = refund(paid, months)
    assert (found.months, found.total_fen) == (7, 29_167 + 5_833)
    assert still_counts(paid, months)


# 35. 300 in 2023 (2 May), 150 of it by the government as 低保, and 100 of collective aid; nothing since. 2023: (300 +
# 100) x 7/12 x 2.20 % = 5.1333 -> 5.13, by what was booked: own 1.925, government 1.925, collective 1.2833: 1.93 +
# 1.92 + 1.28; subsidy 27 and 18 on 31 December. 150 + 150 + 100 + 45 + 5.13 = 450.13. 2024 at 2.00 %: 9.0026 -> 9.00:
# own 151.93 -> 3.0386, government 151.92 -> 3.0384, collective 101.28 -> 2.0256, 27 -> 0.54, 18 -> 0.36: 3.04 + 3.04
# + 2.02 + .54 + .36. Own 154.97, government 154.96, collective 103.30, province 27.54, county 18.36: 459.13. Who
# moves takes all of it; who draws an employee pension gets it without the 45.90 of subsidy: 413.23; who drew the base
# of 143 + 20 for two months beside it gives 326.00 back: 87.23.
def test_35_what_goes_along_and_what_is_paid_out() -> None:
    paid = PaidYear(2023, date(2023, 5, 2), 30_000, government_fen=15_000, collective_fen=10_000)
    held = statements(COUNTY, bookings(COUNTY, paid), SPRING, 2024)[-1].balances()
    assert held == {
        SubAccount.PERSONAL: 15_497,
        SubAccount.SUBSIDY_PROVINCE: 2_754,
        SubAccount.SUBSIDY_COUNTY: 1_836,
        SubAccount.GOVERNMENT_PAID: 15_496,
        SubAccount.COLLECTIVE: 10_330,
    }
    assert move(held, drawing=False).total_fen == 45_913
    assert leave(LeavingKind.OTHER_PENSION, held).total_fen == 41_323
    assert leave(LeavingKind.OTHER_PENSION, held, base_drawn_fen=32_600).total_fen == 8_723


# 36. Person 26 proves to be alive in March 2026: October 2025 to February 2026 are paid back: 5 x 218.00 = 1,090.00
# (sixty- seven: + 5 in all of them). In July the raise is known: October to December 218.00, January and February
# 238.00: 1,130.00.
@pytest.mark.parametrize(("known_on", "total"), [(SPRING, 109_000), (SUMMER, 113_000)])
def test_36_a_pause_is_paid_back(known_on: date, total: int) -> None:
    drawing = Drawing(date(1958, 12, 1), Month(2019, 1), 695_000, 8)
    found = resume(COUNTY, drawing, Month(2025, 10), Month(2026, 3), PauseReason.NOT_VERIFIED, known_on)
    assert found.back_pay is not None and found.back_pay.total_fen == total


def test_who_may_join_and_from_when() -> None:
    assert may_enrol(COUNTY, LEFT_SCHOOL.facts, SPRING).may
    # a student of twenty-six may be no student any more: asked, not refused for that
    old = may_enrol(COUNTY, replace(STUDENT.facts, birth=date(2000, 3, 1)), SPRING)
    assert [each.code for each in old.doubts] == ["old_student"]
    # 22: three years after 2023-08-15
    waiting = may_enrol(COUNTY, MOVED_IN.facts, MOVED_IN.on)
    assert (waiting.may, "2026-08-15" in waiting.reasons[0].cure) == (False, True)
    assert may_enrol(COUNTY, MOVED_IN.facts, date(2026, 8, 15)).may
    # 18: sixteen on 2030-06-01
    assert "2030-06-01" in may_enrol(COUNTY, CHILD.facts, SPRING).reasons[0].cure
