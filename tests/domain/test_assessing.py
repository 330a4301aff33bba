"""One person assessed whole: standing, strip, entitlement, amount, next steps; and contradictions that stop it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from tests.domain.places import table
from tests.domain.test_eligibility import DAYS, ENROLMENT, FACTS, county, paid
from village_desk.domain.assessing import SchemeStanding, assess
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.eligibility import Answer
from village_desk.domain.rules.person_facts import (
    Hindrance,
    OtherKind,
    OtherPension,
    PaidOut,
    PaidYear,
    PersonFacts,
    YearKind,
)

COUNTY = county()
ON = date(2026, 3, 1)
ELDER = PersonFacts(date(1961, 4, 20), paid(*range(2009, 2022)), drawn_from=Month(2021, 5))


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (PersonFacts(date(2012, 1, 1)), SchemeStanding.TOO_YOUNG),
        (PersonFacts(date(1990, 1, 1)), SchemeStanding.MAY_JOIN),
        (PersonFacts(date(2004, 1, 1), hindrances=frozenset({Hindrance.STUDENT})), SchemeStanding.MAY_NOT_JOIN),
        (PersonFacts(date(1990, 1, 1), paid(2025)), SchemeStanding.PAYING),
        (PersonFacts(date(1964, 1, 1), paid(2010, 2011)), SchemeStanding.YEARS_MISSING),
        (PersonFacts(date(1961, 4, 20), paid(*range(2009, 2022))), SchemeStanding.MAY_APPLY),
        (PersonFacts(date(1966, 2, 20), paid(*range(2009, 2027))[:17]), SchemeStanding.MAY_APPLY),
        (ELDER, SchemeStanding.DRAWING),
        (replace(ELDER, paused_from=Month(2025, 6)), SchemeStanding.PAUSED),
        (replace(ELDER, death=date(2025, 6, 3)), SchemeStanding.ENDED),
        (
            PersonFacts(date(1961, 4, 20), other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2021, 5)),)),
            SchemeStanding.OTHER_PENSION,
        ),
        (PersonFacts(date(2004, 1, 1), paid(2010)), SchemeStanding.UNCLEAR),
    ],
)
def test_everybody_stands_somewhere(facts: PersonFacts, standing: SchemeStanding) -> None:
    found = assess(COUNTY, facts, ON)
    assert found.standing is standing and found.standing.in_words()


def test_the_strip_shows_each_year_and_what_it_was() -> None:
    years = (
        *paid(2010, 2012),
        PaidYear(2013, date(2013, 3, 1), 10000, YearKind.WAIVED),
        PaidYear(2011, date(2014, 3, 1), 10000, YearKind.BACK_PAID),
        PaidYear(2014, date(2014, 3, 1), 10000, YearKind.GOVERNMENT_PAID, government_fen=10000),
    )
    found = assess(COUNTY, PersonFacts(date(1970, 5, 5), years), date(2016, 3, 1))
    assert [(cell.year, cell.kind.value) for cell in found.strip] == [
        (2009, "gap"),
        (2010, "paid"),
        (2011, "back_paid"),
        (2012, "paid"),
        (2013, "waived"),
        (2014, "government_paid"),
        (2015, "gap"),
        (2016, "due"),
    ]
    assert [cell.kind.in_words() for cell in found.strip[:2]] == ["未缴", "已缴"]
    assert sum(cell.kind.counts for cell in found.strip) == found.entitlement.paid == 5


def test_the_strip_ends_with_the_year_of_the_sixtieth_birthday() -> None:
    found = assess(COUNTY, replace(ELDER, drawn_from=None), ON)
    assert (found.strip[0].year, found.strip[-1].year) == (2009, 2021)
    assert assess(COUNTY, PersonFacts(date(1945, 1, 1)), ON).strip == ()


def test_who_still_pays_sees_what_the_tier_of_now_would_bring() -> None:
    facts = PersonFacts(date(1975, 6, 1), paid(*range(2016, 2026)), tier_fen=50000)
    found = assess(COUNTY, facts, ON)
    assert found.account_fen == 10 * 23000 and found.provisional
    assert found.expected is not None
    assert (found.expected.plan.years, found.expected.account_fen) == (10, 10 * 23000 + 10 * 56000)
    assert found.pension is None
    assert [step.code for step in found.next_steps][0] == "pay_this_year"


def test_what_the_county_told_of_the_account_goes_before_what_was_worked_out() -> None:
    found = assess(COUNTY, replace(ELDER, account_fen=1390000), ON)
    assert (found.account_fen, found.provisional) == (1390000, False)
    assert found.pension is not None and found.pension.monthly_fen == 12300 + 10000


def test_who_draws_sees_the_parts_of_the_pension() -> None:
    found = assess(COUNTY, ELDER, ON)
    assert found.account_fen == 13 * 23000
    assert found.pension is not None
    assert [part.code for part in found.pension.parts] == ["base_all", "account"]
    assert found.pension.account_fen == 2151


def test_interest_makes_the_account_of_a_payer_grow_by_the_published_rates() -> None:
    known = county(
        table("interest", 'convention = "E"\nrates = [{year = 2024, percent = 2}, {year = 2025, percent = 3}]')
    )
    facts = PersonFacts(date(1975, 6, 1), (PaidYear(2024, date(2024, 1, 5), 100000, subsidy_fen=0),))
    found = assess(known, facts, ON)
    assert (found.account_fen, found.provisional) == (105060, False)


def test_months_paid_after_a_death_come_first_among_what_to_do() -> None:
    lists = tuple(PaidOut(Month(2025, month), 14451 + fen) for month, fen in ((7, 0), (8, 0), (9, 2000)))
    lists += (PaidOut(Month(2025, 10), 0),)  # the list of October names the person no more
    facts = replace(ELDER, death=date(2025, 6, 3), drawn_to=Month(2025, 9), paid_out=lists)
    found = assess(COUNTY, facts, ON)
    assert [step.code for step in found.next_steps] == ["recover_overpaid", "died"]
    # 144.51 + 144.51 + 164.51
    assert "3 个月，名单上共 453.53 元（2025年7月至2025年9月）" in found.next_steps[0].words
    assert found.overpaid is not None and found.overpaid.total_fen == 45353


def test_months_after_a_death_without_a_list_are_not_known() -> None:
    facts = replace(ELDER, death=date(2025, 6, 3), drawn_to=Month(2025, 9))
    found = assess(COUNTY, replace(facts, paid_out=(PaidOut(Month(2025, 8), 14451),)), date(2025, 12, 1))
    assert [step.code for step in found.next_steps] == ["recover_overpaid", "overpaid_unknown", "died"]
    assert found.overpaid is not None and found.overpaid.total_fen == 14451
    # July has no list here; nor have September, October and November, of which no later list says that paying ended
    assert found.overpaid.unknown == (Month(2025, 7), Month(2025, 9), Month(2025, 10), Month(2025, 11))
    assert "2025年7月、2025年9月至2025年11月的名单" in found.next_steps[1].words
    assert assess(COUNTY, replace(facts, drawn_from=None, drawn_to=None), ON).overpaid is None


def test_three_months_before_sixty_the_papers_are_called_for() -> None:
    facts = PersonFacts(date(1966, 5, 20), paid(*range(2009, 2027)))
    steps = [step.code for step in assess(COUNTY, facts, ON).next_steps]
    assert "prepare_to_apply" in steps
    assert "prepare_to_apply" not in [step.code for step in assess(COUNTY, facts, date(2026, 2, 28)).next_steps]


def test_contradictions_are_named_and_nothing_is_worked_out() -> None:
    facts = PersonFacts(date(2004, 1, 1), paid(2015, 2025), death=date(2020, 1, 1))
    found = assess(COUNTY, facts, ON)
    assert [reason.code for reason in found.contradictions] == ["paid_too_young", "death_before_payment"]
    assert (found.account_fen, found.pension, found.expected) == (None, None, None)
    assert "2015" in found.contradictions[0].words
    assert found.next_steps == found.contradictions


@settings(max_examples=200)
@given(FACTS, DAYS)
def test_every_person_can_be_assessed_and_every_answer_names_its_policy(facts: PersonFacts, on: date) -> None:
    found = assess(COUNTY, facts, on)
    assert found.policy == "test" and found.on == on
    assert found.entitlement.answer is not Answer.NO or found.next_steps
    if found.pension:
        assert found.pension.monthly_fen == sum(part.fen for part in found.pension.parts)
    counted = sum(cell.kind.counts for cell in found.strip)
    assert counted == len(facts.years(on))


def test_the_enrolment_rule_of_the_place_is_asked() -> None:
    assert "min_age = 16" in ENROLMENT
    assert assess(COUNTY, PersonFacts(date(2010, 3, 1)), ON).standing is SchemeStanding.MAY_JOIN
    assert assess(COUNTY, PersonFacts(date(2010, 3, 2)), ON).standing is SchemeStanding.TOO_YOUNG


def test_next_steps_ask_for_what_can_be_done_now() -> None:
    def steps(facts: PersonFacts) -> list[str]:
        return [step.code for step in assess(COUNTY, facts, ON).next_steps]

    assert steps(PersonFacts(date(1990, 1, 1))) == ["enrol"]
    assert steps(PersonFacts(date(2012, 1, 1))) == ["too_young"]
    assert steps(PersonFacts(date(1990, 1, 1), paid(2025))) == ["pay_this_year", "years_to_pay"]
    assert steps(PersonFacts(date(1990, 1, 1), paid(*range(2010, 2027)))) == []
    assert steps(ELDER) == []
