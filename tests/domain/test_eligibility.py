"""Who may draw, from which month, and what is missing (R1, R6, R7; W10, W11, W20, W21). Never a bare no."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.places import ENTITLEMENT, PENSION, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.eligibility import Answer, Entitlement, decide
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.person_facts import (
    Child,
    Hindrance,
    OtherKind,
    OtherPension,
    PaidYear,
    PersonFacts,
    Unsure,
    YearKind,
)

START = '[scheme_start]\non = {day}\ndocument = "test"\n'
ENROLMENT = table("enrolment", "min_age = 16\nmoved_in_years = 3\nstudent_doubt_age = 25")
PARTS = (TIERS, SUBSIDY, PENSION, ENTITLEMENT, ENROLMENT)


def county(*more: str, start: str = "2009-09-01") -> Policy:
    return place(*PARTS, *more, START.format(day=start))


COUNTY = county()


def paid(*years: int) -> tuple[PaidYear, ...]:
    """Each year paid in its own March."""
    return tuple(PaidYear(year, date(year, 3, 1), 20000) for year in years)


def back_paid(day: date, *years: int) -> tuple[PaidYear, ...]:
    return tuple(PaidYear(year, day, 20000, YearKind.BACK_PAID) for year in years)


APRIL_1961 = date(1961, 4, 20)
JULY = date(2021, 7, 9)


def test_the_turning_year_paid_late_in_the_year_loses_no_month() -> None:
    facts = PersonFacts(APRIL_1961, (*paid(*range(2009, 2021)), PaidYear(2021, JULY, 20000)))
    known = county(start="2009-01-01")
    before, after = (decide(known, facts, day) for day in (date(2021, 5, 30), JULY))
    assert (before.answer, before.missing, before.open_years) == (Answer.NO, 1, (2021,))
    assert "从2021年5月起补发" in before.reasons[-1].cure
    assert (after.answer, after.first) == (Answer.YES, Month(2021, 5))


def test_who_needs_fifteen_years_and_has_them_with_the_turning_year_draws_from_the_next_month() -> None:
    facts = PersonFacts(APRIL_1961, (*paid(*range(2007, 2021)), PaidYear(2021, JULY, 20000)))
    found = decide(county(start="2007-01-01"), facts, JULY)
    assert (found.required, found.first) == (15, Month(2021, 5))


def test_who_pays_back_after_sixty_draws_from_the_month_after_paying() -> None:
    years = (*paid(*range(2011, 2021)), PaidYear(2021, JULY, 20000), *back_paid(JULY, 2007, 2008, 2009, 2010))
    facts = PersonFacts(APRIL_1961, years)
    found = decide(county(start="2007-01-01"), facts, date(2021, 8, 1))
    assert (found.answer, found.paid, found.first) == (Answer.YES, 15, Month(2021, 8))


@pytest.mark.parametrize(
    ("birth", "first"),
    [
        (date(1961, 4, 30), Month(2021, 5)),
        (date(1961, 4, 1), Month(2021, 5)),
        (date(1960, 12, 15), Month(2021, 1)),
        (date(1964, 2, 29), Month(2024, 3)),
    ],
)
def test_the_pension_begins_in_the_month_after_the_birthday(birth: date, first: Month) -> None:
    facts = PersonFacts(birth, paid(*range(2009, birth.year + 61)))
    found = decide(COUNTY, facts, date(2026, 1, 1))
    assert (found.answer, found.first) == (Answer.YES, first)
    eve = decide(COUNTY, facts, first.first_day() - timedelta(days=1))
    assert eve.first == first and eve.answer is Answer.NOT_YET


COHORT = '[[start_cohort]]\nfrom = 1951-07-01\nto = 1951-12-31\nblocked_above = true\ndocument = "test"\n'
LATE_START = county(COHORT, start="2011-07-01")


@pytest.mark.parametrize(
    ("birth", "inside"),
    [(date(1951, 7, 1), True), (date(1951, 12, 31), True), (date(1951, 9, 9), True), (date(1952, 1, 1), False)],
)
def test_the_cohort_of_the_starting_year_is_entitled_here_and_blocked_above(birth: date, inside: bool) -> None:
    found = decide(LATE_START, PersonFacts(birth), date(2012, 2, 1))
    if inside:
        assert (found.answer, found.required) == (Answer.YES, 0)
        assert (found.blocked_above, found.need_pay_year) == (True, 2011)
        assert found.first is not None and found.first == Month.of(birth) + 721
        assert found.reasons[-1].code == "blocked_above" and found.reasons[-1].cure
    else:
        assert not found.blocked_above and found.answer is not Answer.YES


def test_who_was_sixty_the_day_before_the_start_is_outside_the_cohort_and_need_not_pay() -> None:
    found = decide(LATE_START, PersonFacts(date(1951, 6, 30)), date(2012, 2, 1))
    assert (found.answer, found.base_only, found.blocked_above) == (Answer.YES, True, False)
    assert found.first == Month(2011, 7)


def test_paying_the_starting_year_lifts_the_block() -> None:
    found = decide(LATE_START, PersonFacts(date(1951, 9, 9), paid(2011)), date(2012, 2, 1))
    assert (found.answer, found.blocked_above, found.need_pay_year) == (Answer.YES, False, None)


BUNDLED = county('[[bundling]]\nfrom = 2009-09-01\nto = 2014-02-20\ndocument = "test"\n')
IN_PILOT = date(2012, 1, 1)
ELDER = PersonFacts(date(1949, 5, 5))
ENROLLED = Child(date(1982, 1, 1), enrolled=True)
MISSING = Child(date(1979, 1, 1), enrolled=False)
SCHOOL = Child(date(1994, 6, 1), enrolled=False, student=True)
EMPLOYEE = Child(date(1979, 1, 1), enrolled=False, other_pension_scheme=True)


@pytest.mark.parametrize(
    ("children", "answer"),
    [
        ((ENROLLED, MISSING), Answer.NO),
        ((ENROLLED,), Answer.YES),
        ((ENROLLED, SCHOOL), Answer.YES),
        ((EMPLOYEE,), Answer.YES),
        ((), Answer.UNDECIDED),
        ((replace(MISSING, enrolled=None),), Answer.UNDECIDED),
        ((replace(MISSING, birth=None),), Answer.UNDECIDED),
        ((replace(MISSING, birth=None), MISSING), Answer.NO),
    ],
)
def test_while_bundling_holds_an_unenrolled_child_blocks_the_elder(children: tuple[Child, ...], answer: Answer) -> None:
    found = decide(BUNDLED, replace(ELDER, children=children), IN_PILOT)
    assert found.answer is answer
    if answer is Answer.NO:
        assert found.reasons[-1].code == "child_not_enrolled" and "子女参保" in found.reasons[-1].cure


def test_who_is_known_to_have_no_children_is_held_up_by_none() -> None:
    assert decide(BUNDLED, replace(ELDER, childless=True), IN_PILOT).answer is Answer.YES


def test_after_bundling_has_ended_no_child_blocks_anybody() -> None:
    facts = replace(ELDER, children=(MISSING,))
    assert decide(BUNDLED, facts, date(2014, 2, 20)).answer is Answer.NO
    assert decide(BUNDLED, facts, date(2014, 2, 21)).answer is Answer.YES
    assert decide(COUNTY, facts, IN_PILOT).answer is Answer.YES


def test_who_had_less_than_fifteen_years_to_sixty_needs_only_those() -> None:
    facts = PersonFacts(date(1956, 8, 1), paid(*range(2009, 2017)))
    found = decide(COUNTY, facts, date(2017, 1, 1))
    assert (found.answer, found.required, found.paid) == (Answer.YES, 8, 8)


def test_missing_years_are_named_with_what_would_cure_them() -> None:
    facts = PersonFacts(date(1956, 8, 1), paid(2009, 2010, 2012, 2016))
    found = decide(COUNTY, facts, date(2017, 1, 1))
    assert (found.answer, found.missing, found.open_years) == (Answer.NO, 4, (2011, 2013, 2014, 2015))
    assert "2011、2013、2014、2015" in found.reasons[0].cure


def test_before_sixty_it_is_said_how_many_years_are_still_to_pay_and_what_is_too_late() -> None:
    young = decide(COUNTY, PersonFacts(date(1990, 1, 1), paid(2024, 2025)), date(2026, 3, 1))
    assert (young.answer, young.missing, young.first) == (Answer.NOT_YET, 13, Month(2050, 2))
    assert [reason.code for reason in young.reasons] == ["age", "years_to_pay"]
    late = decide(COUNTY, PersonFacts(date(1968, 5, 1), paid(2025)), date(2026, 3, 1))
    assert [reason.code for reason in late.reasons] == ["age", "years_to_pay", "years_short"]
    assert "还差 11 年" in late.reasons[-1].words and "2009、2010" in late.reasons[-1].cure
    enough = decide(COUNTY, PersonFacts(date(1968, 5, 1), paid(*range(2009, 2026))), date(2026, 3, 1))
    assert enough.reasons[-1].code == "years_enough" and enough.missing == 0


def test_without_the_day_of_the_start_an_elder_is_not_judged() -> None:
    known = place(*PARTS)
    found = decide(known, PersonFacts(date(1949, 5, 5)), date(2026, 1, 1))
    assert found.answer is Answer.UNDECIDED
    assert [reason.code for reason in found.reasons] == ["no_scheme_start", "years_missing"]
    assert decide(known, PersonFacts(date(1964, 5, 5), paid(*range(2010, 2025))), date(2026, 1, 1)).answer is Answer.YES


def test_another_pension_of_the_state_is_said_with_the_way_out() -> None:
    other = OtherPension(OtherKind.EMPLOYEE, Month(2022, 3))
    facts = PersonFacts(APRIL_1961, paid(*range(2009, 2022)), other_pensions=(other,))
    assert decide(COUNTY, facts, date(2022, 2, 1)).answer is Answer.YES
    found = decide(COUNTY, facts, date(2022, 3, 1))
    assert found.answer is Answer.NO and found.reasons[0].code == "other_pension" and "职工" in found.reasons[0].words


def test_a_programme_lets_its_group_draw_without_years_for_its_time() -> None:
    group = '[[groups]]\nkey = "poor"\nname = "贫困人口"\n'
    time = '[[programme]]\ngroups = ["poor"]\nfrom = 2018-12-01\nto = 2020-12-31\ndocument = "test"\n'
    known = county(group, time)
    facts = PersonFacts(date(1958, 1, 1), memberships=(Membership("poor", Period(date(2017, 1, 1))),))
    during, afterwards = (decide(known, facts, day) for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert (during.answer, during.base_only) == (Answer.YES, True)
    assert during.reasons[0].code == "programme"
    assert afterwards.answer is Answer.NO


def test_a_programme_whose_group_is_only_likely_decides_nothing_and_says_what_to_ask() -> None:
    group = '[[groups]]\nkey = "poor"\nname = "贫困人口"\n'
    time = '[[programme]]\ngroups = ["poor"]\nfrom = 2018-12-01\ndocument = "test"\n'
    facts = PersonFacts(date(1958, 1, 1), unsure=(Unsure("poor", "困难户", "花名册"),))
    found = decide(county(group, time), facts, date(2020, 12, 31))
    assert (found.answer, found.reasons[0].code) == (Answer.UNDECIDED, "programme_unsure")
    assert "困难户" in found.reasons[0].words and found.reasons[0].cure


def test_a_pause_is_an_answer_of_its_own() -> None:
    facts = PersonFacts(APRIL_1961, paid(*range(2009, 2022)), drawn_from=Month(2021, 5), paused_from=Month(2025, 6))
    found = decide(COUNTY, facts, date(2026, 1, 1))
    assert found.answer is Answer.PAUSED and "资格认证" in found.reasons[-1].cure


def test_who_draws_already_stays_entitled_whatever_the_desk_knows_of_the_years() -> None:
    found = decide(COUNTY, PersonFacts(date(1962, 4, 1), drawn_from=Month(2022, 5)), date(2026, 1, 1))
    assert found.answer is Answer.YES
    assert [reason.code for reason in found.reasons] == ["drawing", "years_unknown"]


def test_after_a_death_the_last_month_is_told() -> None:
    facts = PersonFacts(APRIL_1961, paid(*range(2009, 2022)), death=date(2024, 5, 31), drawn_from=Month(2021, 5))
    found = decide(COUNTY, facts, date(2024, 9, 1))
    assert (found.answer, found.last) == (Answer.ENDED, Month(2024, 5))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PersonFacts(date(2000, 1, 1), paid(2015)), "paid_too_young"),
        (PersonFacts(APRIL_1961, paid(2015, 2015)), "paid_twice"),
        (PersonFacts(APRIL_1961, paid(2019), death=date(2018, 1, 1)), "death_before_payment"),
        (PersonFacts(APRIL_1961, (PaidYear(2024, date(2020, 1, 1), 20000),)), "paid_ahead"),
        (PersonFacts(APRIL_1961, drawn_from=Month(2021, 4)), "drawn_too_young"),
        (PersonFacts(APRIL_1961, paid(2023), drawn_from=Month(2021, 5)), "paid_while_drawing"),
        (PersonFacts(APRIL_1961, death=date(2021, 4, 30), drawn_from=Month(2021, 5)), "drawn_after_death"),
        (PersonFacts(APRIL_1961, drawn_from=Month(2021, 9), drawn_to=Month(2021, 5)), "drawn_backwards"),
        (PersonFacts(APRIL_1961, death=date(1950, 1, 1)), "death_before_birth"),
        (PersonFacts(APRIL_1961, death=date(2030, 1, 1)), "death_in_future"),
        (PersonFacts(date(2030, 1, 1)), "birth_in_future"),
        (
            PersonFacts(
                APRIL_1961,
                drawn_from=Month(2021, 5),
                drawn_to=Month(2025, 5),
                other_pensions=(OtherPension(OtherKind.PUBLIC, Month(2023, 1)),),
            ),
            "two_pensions",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_facts_that_cannot_all_be_true_are_named_and_nothing_is_guessed(facts: PersonFacts, code: str) -> None:
    found = decide(COUNTY, facts, date(2026, 1, 1))
    assert found.answer is Answer.UNDECIDED
    assert code in [reason.code for reason in found.reasons]
    assert all(reason.words and reason.cure for reason in found.reasons)
    assert found.first is None


FACTS = st.builds(
    PersonFacts,
    st.dates(date(1940, 1, 1), date(2012, 12, 31)),
    st.lists(
        st.builds(
            PaidYear,
            st.integers(2009, 2027),
            st.none() | st.dates(date(2009, 1, 1), date(2027, 12, 31)),
            st.just(20000),
            st.sampled_from(YearKind),
            noted_on=st.none() | st.dates(date(2009, 1, 1), date(2027, 12, 31)),
        ),
        max_size=20,
    ).map(tuple),
    death=st.none() | st.dates(date(2010, 1, 1), date(2027, 1, 1)),
    drawn_from=st.none() | st.builds(Month, st.integers(2009, 2027), st.integers(1, 12)),
    drawn_seen=st.none() | st.builds(Month, st.integers(2009, 2027), st.integers(1, 12)),
    paused_from=st.none() | st.builds(Month, st.integers(2009, 2027), st.integers(1, 12)),
)
DAYS = st.dates(date(2009, 9, 1), date(2027, 12, 31))


@settings(max_examples=300)
@given(FACTS, DAYS, st.sampled_from([COUNTY, LATE_START, BUNDLED, place(*PARTS)]))
def test_there_is_never_a_bare_no(facts: PersonFacts, on: date, known: Policy) -> None:
    found: Entitlement = decide(known, facts, on)
    assert found.reasons and all(reason.words for reason in found.reasons)
    if found.answer in (Answer.NO, Answer.UNDECIDED, Answer.PAUSED):
        assert any(reason.cure for reason in found.reasons)
    if found.answer is Answer.YES and found.first is None:
        assert {each.code for each in found.reasons} & {"first_unknown", "first_month_unknown"}
    if found.between:
        assert found.between[0] < found.between[1]


@settings(max_examples=200)
@given(FACTS, DAYS, st.integers(0, 4000))
def test_a_later_day_never_lowers_the_paid_years(facts: PersonFacts, on: date, days: int) -> None:
    later = on + timedelta(days=days)
    assert len(facts.years(on)) <= len(facts.years(later))
    assert set(facts.years(on)) <= set(facts.years(later))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PersonFacts(date(2010, 5, 1)), "too_young"),
        (PersonFacts(date(1990, 1, 1), hindrances=frozenset({Hindrance.STUDENT})), "student"),
        (PersonFacts(date(1990, 1, 1), hindrances=frozenset({Hindrance.EMPLOYEE_SCHEME})), "employee_scheme"),
        (PersonFacts(date(1990, 1, 1), hindrances=frozenset({Hindrance.HUKOU_ELSEWHERE})), "hukou_elsewhere"),
        (PersonFacts(date(1990, 1, 1), death=date(2025, 1, 1)), "dead"),
        (PersonFacts(date(1960, 1, 1), moved_in=date(2024, 3, 1)), "moved_in"),
    ],
)
def test_who_may_not_join_hears_why_and_when(facts: PersonFacts, code: str) -> None:
    found = may_enrol(COUNTY, facts, date(2026, 4, 30))
    assert not found.may and [reason.code for reason in found.reasons] == [code]
    assert all(reason.cure for reason in found.reasons)


def test_from_the_sixteenth_birthday_on_people_may_join() -> None:
    facts = PersonFacts(date(2010, 5, 1))
    assert may_enrol(COUNTY, facts, date(2026, 5, 1)).may
    assert "2026-05-01" in may_enrol(COUNTY, facts, date(2026, 4, 30)).reasons[0].cure


def test_who_moved_in_after_sixty_may_join_after_some_years() -> None:
    facts = PersonFacts(date(1960, 1, 1), moved_in=date(2024, 3, 1))
    assert may_enrol(COUNTY, facts, date(2027, 3, 1)).may
    assert may_enrol(COUNTY, replace(facts, moved_in=date(2019, 12, 31)), date(2020, 1, 1)).may


def test_an_old_student_is_doubted() -> None:
    facts = PersonFacts(date(2000, 1, 1), hindrances=frozenset({Hindrance.STUDENT}))
    assert [doubt.code for doubt in may_enrol(COUNTY, facts, date(2025, 1, 1)).doubts] == ["old_student"]
    assert may_enrol(COUNTY, facts, date(2024, 12, 31)).doubts == ()
