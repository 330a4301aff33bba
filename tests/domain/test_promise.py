"""What is promised for the years to come: it never falls because somebody paid, and counts the back payment it asks.

Money in fen. Each sum was worked out by hand in the comment beside it.
"""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.places import PENSION, SUBSIDY, TIERS, place, table
from village_desk.commands import output_scheme
from village_desk.domain.assessing import Assessment, assess
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind
from village_desk.services import explaining

ON = date(2026, 3, 1)
AGE = 'age = 60\nmin_years = 15\nturning_year = "{turning}"'
START = '[scheme_start]\non = 2009-09-01\ndocument = "test"\n'
ENROLMENT = table("enrolment", "min_age = 16")
RATE = table("interest", 'convention = "{convention}"\nrates = [{{year = 2025, percent = {percent}}}]')
NOT_SAID = SUBSIDY.replace("back_paid = false\n", "")
ALSO_BACK = SUBSIDY.replace("back_paid = false", "back_paid = true")


def county(back: str = "allowed = true", *more: str, subsidy: str = SUBSIDY, turning: str = "required") -> Policy:
    """A county that began in 2009. ``back``: its rule of back payment, empty for none."""
    rules = (table("entitlement", AGE.format(turning=turning)), table("back_pay", back) if back else "")
    return place(TIERS, subsidy, PENSION, ENROLMENT, *rules, *more, START)


def paid(*years: int, tier: int = 20000) -> tuple[PaidYear, ...]:
    return tuple(PaidYear(year, date(year, 3, 1), tier) for year in years)


LATE = PersonFacts(date(1968, 5, 1), paid(2025), tier_fen=20000)
"""Sixty on 2028-05-01: may pay 2026, 2027, 2028; with 2025 that is 4 of 15, so that 11 of 2009 to 2024 are missing."""


def promised(known: Policy, facts: PersonFacts, on: date = ON) -> int:
    found = assess(known, facts, on).expected
    assert found is not None
    return found.monthly_fen


def test_a_fee_that_is_paid_promises_what_it_promised_before() -> None:
    known = county("allowed = true", RATE.format(convention="E", percent=2))
    facts = PersonFacts(date(1968, 6, 1), paid(*range(2013, 2026)), tier_fen=20000, account_fen=1_000_000)
    facts = replace(facts, account_day=date(2025, 12, 31))
    before, after = (assess(known, each, ON).expected for each in (facts, replace(facts, paid=facts.paid + paid(2026))))
    # Drawn from 2028: 10,000.00 has two years of interest, 230.00 of 2026 two, of 2027 one, of 2028 none:
    # 10,000 x 1.0404 + 230 x (1.0404 + 1.02 + 1) = 10,404.00 + 703.892 = 11,107.892; / 139 = 79.913; + 123 = 202.91
    assert before is not None and after is not None
    assert (before.account_fen, before.monthly_fen, before.pays_fen) == (1_110_789, 20_291, 60_000)
    assert (after.account_fen, after.monthly_fen, after.pays_fen) == (1_110_789, 20_291, 40_000)


def test_a_fee_taken_on_the_day_of_the_county_s_figure_is_not_in_it() -> None:
    facts = replace(LATE, account_fen=500_000, account_day=ON)
    receipt = PaidYear(2026, ON, 20000, by_receipt=True)
    # 5,000 + 230 x 3 + 200 x 11 = 7,890.00; / 139 = 56.763; + 123 = 179.76, before and after
    assert promised(county(), facts) == promised(county(), replace(facts, paid=(*facts.paid, receipt))) == 17_976


def test_a_back_payment_that_is_needed_is_counted_with_what_it_costs() -> None:
    found = assess(county(), LATE, ON)
    assert found.expected is not None and found.entitlement.missed is not None
    # 3 x 200 to come + 11 x 200 back = 2,800; account 230 + 3 x 230 + 11 x 200 = 3,120.00; / 139 = 22.446; + 123
    assert (found.expected.coming_fen, found.expected.back_fen, found.expected.pays_fen) == (60_000, 220_000, 280_000)
    assert (found.expected.account_fen, found.expected.monthly_fen) == (312_000, 14_545)
    # 2,800 / 145.45 = 19.25
    assert found.expected.months_to_break_even == 20
    assert (found.entitlement.short, found.entitlement.first) == (11, Month(2028, 6))
    # the least that it costs: 11 x 100
    assert found.entitlement.missed.least_cost_fen == 110_000
    assert "11 年，最少共 1,100 元；补缴没有政府补贴" in found.entitlement.reasons[-1].cure


def test_it_is_paid_at_its_own_tier_where_the_policy_names_tiers() -> None:
    found = assess(county("allowed = true\ntiers = [500, 1000]"), LATE, ON).expected
    # 3 x 200 + 11 x 500 = 6,100; account 230 x 4 + 5,500 = 6,420.00; / 139 = 46.187; + 123 = 169.19
    assert found is not None
    assert (found.pays_fen, found.account_fen, found.monthly_fen) == (610_000, 642_000, 16_919)
    assert "现在补缴 11 年，每年 500 元" in found.assumptions


@pytest.mark.parametrize(
    ("subsidy", "account", "words"),
    [
        # 230 + 3 x 230 + 11 x 230 = 3,450.00
        (ALSO_BACK, 345_000, "每年政府补 30 元"),
        (SUBSIDY, 312_000, "补缴没有政府补贴"),
        (NOT_SAID, 312_000, "补缴给不给政府补贴，政策没有写"),
    ],
)
def test_whether_the_government_adds_to_it_is_what_the_policy_says(subsidy: str, account: int, words: str) -> None:
    found = assess(county(subsidy=subsidy), LATE, ON)
    assert found.expected is not None and found.expected.account_fen == account
    assert any(words in line for line in explaining.assessment(found))
    unknown = "补缴给不给政府补贴，政策没有写，没有计入" in found.expected.assumptions
    assert unknown == (subsidy is NOT_SAID)


def test_the_figures_for_scripts_say_null_for_what_the_policy_does_not_say() -> None:
    answer = as_json(assess(county(subsidy=NOT_SAID), LATE, ON))
    assert answer["entitlement"]["back_payment"] == {
        "years": 11,
        "of": list(range(2009, 2025)),
        "least_fen": 110_000,
        "subsidy": None,
    }
    assert answer["expected"]["back_payment"] == {
        "years": 11,
        "tier_fen": 20_000,
        "yearly_own_fen": 20_000,
        "subsidy_fen": None,
        "pays_fen": 220_000,
    }
    assert (answer["expected"]["pays_fen"], answer["entitlement"]["short"]) == (280_000, 11)


def as_json(found: Assessment) -> dict[str, dict[str, object]]:
    return output_scheme.assessment(Resident("p1", "谭少怀", "429004196805014098"), found)


@pytest.mark.parametrize(
    ("back", "cure"),
    [
        ("", "现行政策没有写能不能补缴"),
        ("allowed = false", "现行政策不办补缴"),
        ("allowed = true\ntiers = [150]", "补缴用哪一档政策没有写"),  # 150 is a tier of nobody
    ],
)
def test_nothing_is_promised_where_the_years_cannot_be_enough(back: str, cure: str) -> None:
    found = assess(county(back), LATE, ON)
    # 1 paid + 3 to come = 4, fewer than 15, and none can be paid back as far as the policy says
    assert (found.expected, found.entitlement.first, found.entitlement.short) == (None, None, 11)
    assert cure in found.entitlement.reasons[-1].cure
    words = "\n".join(explaining.assessment(found))
    assert "还没到龄，到龄时年限还不够" in words and "起领取" not in words and "每月" not in words


@pytest.mark.parametrize(("since", "enough"), [("2014-02-21", True), ("2015-01-01", False)])
def test_without_the_start_of_the_scheme_years_are_open_since_the_rule_holds(since: str, enough: bool) -> None:
    rules = (table("entitlement", AGE.format(turning="required")), table("back_pay", "allowed = true"))
    known = place(TIERS, SUBSIDY, PENSION, *(each.replace("2009-01-01", since) for each in rules))
    found = assess(known, replace(LATE, paid=()), ON)
    # 2026, 2027, 2028 to come; 2014 to 2025 are 12 years, 3 + 12 = 15; 2015 to 2025 are 11, 3 + 11 = 14
    assert (found.expected is not None, found.entitlement.first is not None) == (enough, enough)
    assert found.entitlement.short == 12


def test_a_child_with_a_tier_pays_from_sixteen_on() -> None:
    found = assess(county(), PersonFacts(date(2014, 6, 1), tier_fen=20000), ON)
    # sixteen in 2030, sixty in 2074: 45 years at 200
    assert found.expected is not None
    assert (found.expected.plan.years, found.expected.pays_fen) == (45, 45 * 20_000)
    assert "还能缴 45 年" in found.entitlement.reasons[1].words


def test_a_high_tier_of_years_paid_back_is_not_taken_for_the_yearly_one() -> None:
    back = PaidYear(2024, date(2026, 2, 1), 500_000, YearKind.BACK_PAID)
    found = assess(county(), replace(LATE, tier_fen=0, paid=(back, *paid(2025))), ON).expected
    assert found is not None and found.plan.tier_fen == 20_000


def test_who_is_sixty_and_short_is_told_what_the_back_payment_costs() -> None:
    facts = PersonFacts(date(1965, 5, 1), paid(*range(2016, 2026)), tier_fen=50000)
    found = assess(county("allowed = true\ntiers = [500, 1000]"), facts, ON)
    # 2016 to 2025 are 10 of 15: 5 of 2009 to 2015 at 500 or more
    assert found.entitlement.missed is not None and found.expected is None
    assert found.entitlement.missed.least_cost_fen == 250_000
    assert "5 年，最少共 2,500 元" in found.entitlement.reasons[0].cure


GROUPS = '[[groups]]\nkey = "poor"\nname = "困难"\n'
PAYS = table("gov_paid", 'groups = ["poor"]\namount = 100\nlist = "on_day"')
BACKS = [
    "",
    "allowed = false",
    "allowed = true",
    "allowed = true\ntiers = [500, 1000]",
    "allowed = true\ntiers = [100]",
]
POLICIES = st.builds(
    lambda back, subsidy, turning, convention, percent, interest: county(
        back,
        GROUPS,
        PAYS,
        RATE.format(convention=convention, percent=percent) if interest else "",
        subsidy=subsidy,
        turning=turning,
    ),
    st.sampled_from(BACKS),
    st.sampled_from([SUBSIDY, NOT_SAID, ALSO_BACK]),
    st.sampled_from(["required", "waived"]),
    st.sampled_from("ABE"),
    st.sampled_from(["0.35", "2.75", "8"]),
    st.booleans(),
)
TIERS_FEN = [10000, 20000, 30000, 50000, 100000, 200000, 500000]
NOW = date(2026, 11, 2)
PEOPLE = st.builds(
    lambda birth, years, tier, poor, account: PersonFacts(
        birth,
        paid(*sorted(year for year in years if year >= birth.year + 17), tier=tier),
        (Membership("poor", Period(date(2000, 1, 1))),) if poor else (),
        tier_fen=tier,
        account_fen=account,
        account_day=date(2025, 12, 31) if account is not None else None,
    ),
    st.dates(date(1966, 11, 3), date(2012, 12, 31)),
    st.sets(st.integers(2009, 2026)),
    st.sampled_from(TIERS_FEN),
    st.booleans(),
    st.none() | st.integers(0, 5_000_000),
)


@settings(max_examples=150, deadline=None)
@given(POLICIES, PEOPLE, st.data())
def test_paying_one_more_year_never_lowers_the_promise(known: Policy, facts: PersonFacts, data: st.DataObject) -> None:
    before = assess(known, facts, NOW)
    unpaid = before.entitlement.open_years
    if before.expected is None or not unpaid:
        return
    year = data.draw(st.just(unpaid[-1]) | st.sampled_from(unpaid))
    more = PaidYear(year, NOW, facts.tier_fen, by_receipt=True)
    if year < NOW.year:
        tier = before.expected.back.tier_fen if before.expected.back else facts.tier_fen
        more = replace(more, tier_fen=tier, kind=YearKind.BACK_PAID)
    after = assess(known, replace(facts, paid=(*facts.paid, more)), NOW)
    assert after.expected is not None
    assert after.expected.monthly_fen >= before.expected.monthly_fen
    assert after.expected.pays_fen <= before.expected.pays_fen


@settings(max_examples=150, deadline=None)
@given(POLICIES, PEOPLE)
def test_the_cost_is_the_years_to_come_and_what_is_paid_back_and_the_years_are_enough(
    known: Policy, facts: PersonFacts
) -> None:
    found = assess(known, facts, NOW)
    # counted anew from the tables above, without the rules: the years from 2009 and sixteen to sixty
    waived = "到龄那一年不用缴费" in rules_of(known)
    years = set(range(max(2009, facts.birth.year + 16), facts.birth.year + (60 if waived else 61)))
    done, needed = {each.year for each in facts.paid}, min(15, len(years))
    coming = {year for year in years - done if year >= 2026}
    short = max(0, needed - len(done) - len(coming))
    back = next((text for text in BACKS if text == back_of(known)), "")
    if found.expected is None:
        assert short and ("allowed = true" not in back or len(years - done - coming) < short)
        return
    assert "allowed = true" in back or not short
    own = facts.tier_fen - (10000 if facts.memberships else 0)
    least = {"allowed = true\ntiers = [500, 1000]": [50000, 100000], "allowed = true\ntiers = [100]": [10000]}.get(back)
    back_tier = facts.tier_fen if least is None or facts.tier_fen in least else least[0]
    assert found.expected.pays_fen == len(coming) * own + short * back_tier
    assert len(done) + len(coming) + short >= needed


def rules_of(known: Policy) -> str:
    return "\n".join(each.words for mechanism in known.mechanisms for each in mechanism.clauses(known, NOW))


def back_of(known: Policy) -> str:
    """Which of the rules of back payment a county has, by what it says of itself."""
    said = rules_of(known)
    if "补缴只能选：100 元" in said:
        return BACKS[4]
    if "补缴只能选" in said:
        return BACKS[3]
    return BACKS[2] if "以前没缴的年份可以补缴" in said else BACKS[1] if "不能补缴" in said else ""
