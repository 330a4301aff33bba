"""Dates are never invented: a year without a day, a first month that nobody told, an account that stops in time."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.places import table
from tests.domain.test_eligibility import county, paid
from village_desk.domain.assessing import Assessment, SchemeStanding, assess
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.eligibility import Answer, decide
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind

COUNTY = county()
NOVEMBER = date(2026, 11, 29)
SEPTEMBER_1966 = date(1966, 8, 15)


def undated(*years: int, kind: YearKind = YearKind.PAID, noted_on: date = NOVEMBER) -> tuple[PaidYear, ...]:
    """Years that somebody noted without a day."""
    return tuple(PaidYear(year, None, 20000, kind, noted_on=noted_on) for year in years)


def codes(found: Assessment) -> list[str]:
    return [each.code for each in found.entitlement.reasons]


def test_a_year_without_a_day_does_not_contradict_a_death_within_it() -> None:
    facts = PersonFacts(date(1970, 1, 1), undated(2023, 2024, 2025), death=date(2025, 6, 1))
    found = assess(COUNTY, facts, NOVEMBER)
    assert found.entitlement.answer is Answer.ENDED and found.entitlement.paid == 3
    assert not found.contradictions
    late = assess(COUNTY, replace(facts, death=date(2024, 12, 31)), NOVEMBER)
    assert [each.code for each in late.contradictions] == ["death_before_payment"], "the year began after the death"
    assert "None" not in late.contradictions[0].words


def test_back_years_without_a_day_give_bounds_and_no_first_month() -> None:
    years = (*paid(*range(2014, 2027)), *undated(2012, 2013, kind=YearKind.BACK_PAID))
    found = decide(COUNTY, PersonFacts(SEPTEMBER_1966, years), NOVEMBER)
    assert (found.answer, found.first, found.between) == (Answer.YES, None, (Month(2026, 9), Month(2026, 12)))
    assert [each.code for each in found.reasons] == ["entitled", "first_unknown"]
    assert "2026年9月" in found.reasons[1].words and "2026年12月" in found.reasons[1].words


def test_back_years_with_their_day_give_the_month_after_it() -> None:
    dated = tuple(replace(each, day=NOVEMBER) for each in undated(2012, 2013, kind=YearKind.BACK_PAID))
    found = decide(COUNTY, PersonFacts(SEPTEMBER_1966, (*paid(*range(2014, 2027)), *dated)), NOVEMBER)
    assert (found.first, found.between) == (Month(2026, 12), None)


def test_a_day_that_changes_nothing_need_not_be_known() -> None:
    """Years paid in their own time, and back payments noted before the age came, lose no month."""
    before = date(2026, 8, 1)
    years = (*undated(*range(2014, 2027)), *undated(2012, 2013, kind=YearKind.BACK_PAID, noted_on=before))
    found = decide(COUNTY, PersonFacts(SEPTEMBER_1966, years), NOVEMBER)
    assert (found.answer, found.first) == (Answer.YES, Month(2026, 9))


RATES = ", ".join(f"{{year = {year}, percent = {12 if year > 2019 else 0}}}" for year in range(2009, 2026))
WORDS = 'convention = "E"\nrounding = "cent"\ndrawing_year = "months"\nunclaimed = "stops"\n'
BANK = table("interest", f"{WORDS}rates = [{RATES}]")
"""Twelve per cent from 2020 on: one a month, so that a month too many is seen."""
SUBSIDY_CAME = tuple(
    PaidYear(year, date(year, 1, 9), 100000, subsidy_fen=0, subsidy_day=date(year, 1, 9)) for year in range(2009, 2021)
)
WOMAN = PersonFacts(date(1961, 11, 20), SUBSIDY_CAME)
EARLY = county(BANK, start="2009-01-01")
"""Twelve years of 1,000 up to 2020; sixty in November 2021."""


def with_interest(**changed: str) -> Policy:
    body = BANK
    for key, word in changed.items():
        body = body.replace(f'{key} = "months"', word).replace(f'{key} = "stops"', word)
    return county(body, start="2009-01-01")


def woman(**changed: object) -> PersonFacts:
    with_the_last = (*SUBSIDY_CAME, replace(SUBSIDY_CAME[-1], year=2021, day=date(2021, 1, 9)))
    return replace(WOMAN, paid=with_the_last, **changed)  # type: ignore[arg-type]


def test_the_account_stops_in_the_month_in_which_drawing_begins() -> None:
    """12,000 with 12 % of 2020, then 1,000 in January 2021, and eleven months of 1 % on both: 16,028.40."""
    found = assess(EARLY, woman(drawn_from=Month(2021, 12)), NOVEMBER)
    assert found.standing is SchemeStanding.DRAWING and found.entitlement.first == Month(2021, 12)
    assert found.account_fen == 1200000 * 112 // 100 + 100000 + (1344000 + 100000) * 11 // 100
    assert found.unsure == ()
    assert found.pension is not None and not found.pension.unknown
    assert found.pension.account_fen == round(found.account_fen / 139)


def test_a_list_is_no_first_month_and_the_account_part_is_called_unknown() -> None:
    facts = woman(drawn_seen=Month(2026, 11), drawn_to=Month(2026, 11))
    found = assess(EARLY, facts, NOVEMBER)
    assert found.standing is SchemeStanding.DRAWING
    assert found.entitlement.first is None
    assert "本台见到的最早发放月份是2026年11月，实际起领月份不知道" in found.entitlement.reasons[0].words
    assert found.account_fen is None and found.provisional
    assert found.pension is not None
    assert [part.code for part in found.pension.parts] == ["base_all"]
    assert [each.code for each in found.pension.unknown] == ["account_unknown"]


def test_the_countys_balance_counts_only_where_it_is_of_before_the_first_month() -> None:
    before = woman(drawn_from=Month(2021, 12), account_fen=1444000, account_day=date(2020, 12, 31))
    before = replace(before, paid=())
    found = assess(EARLY, before, NOVEMBER)
    assert found.account_fen == 1444000 * 111 // 100, "eleven months of 2021"
    after = replace(before, account_day=date(2025, 12, 31))
    later = assess(EARLY, after, NOVEMBER)
    assert later.account_fen is None and later.pension is not None
    assert "起领以后的" in later.pension.unknown[0].words


def test_who_could_draw_and_does_not_stops_too_as_the_policy_says() -> None:
    stopped = assess(EARLY, woman(), NOVEMBER)
    assert (stopped.standing, stopped.entitlement.first) == (SchemeStanding.MAY_APPLY, Month(2021, 12))
    assert stopped.account_fen == 1602840 and stopped.unsure == ()
    runs = assess(with_interest(unclaimed='unclaimed = "runs_on"'), woman(), NOVEMBER)
    assert runs.account_fen is not None and runs.account_fen > 2500000, "four more years of 12 %"
    silent = assess(with_interest(unclaimed=""), woman(), NOVEMBER)
    assert silent.account_fen == 1602840
    assert [each.code for each in silent.unsure] == ["unclaimed"] and "2021年11月" in silent.unsure[0].words


@pytest.mark.parametrize(
    ("drawing_year", "fen", "unsure"),
    [('drawing_year = "none"', 1444000, []), ("", 1602840, ["drawing_year"])],
)
def test_the_year_of_drawing_bears_interest_as_the_policy_says(drawing_year: str, fen: int, unsure: list[str]) -> None:
    found = assess(with_interest(drawing_year=drawing_year), woman(drawn_from=Month(2021, 12)), NOVEMBER)
    assert (found.account_fen, [each.code for each in found.unsure]) == (fen, unsure)


def test_every_assumption_behind_an_account_is_named() -> None:
    facts = PersonFacts(date(1975, 6, 1), (*undated(2023), PaidYear(2024, date(2024, 3, 1), 50000)))
    policy = county(table("interest", 'convention = "E"\nrates = [{year = 2023, percent = 2}]'))
    found = assess(policy, facts, NOVEMBER)
    assert [each.code for each in found.unsure] == ["rate_unpublished", "payment_day_unknown", "subsidy_day_assumed"]
    assert "2024、2025 年" in found.unsure[0].words and "2023 年" in found.unsure[1].words
    quiet = county(table("interest", 'convention = "E"\nrates = [{year = 2009, percent = 0}]'))
    codes_of_none = [each.code for each in assess(quiet, facts, NOVEMBER).unsure]
    assert codes_of_none == ["rate_unpublished"], "where nothing bears interest no day matters"


def test_a_back_payment_without_a_day_bears_no_interest_before_it_was_noted() -> None:
    facts = PersonFacts(date(1975, 6, 1), undated(2010, kind=YearKind.BACK_PAID, noted_on=date(2025, 12, 1)))
    found = assess(EARLY, facts, NOVEMBER)
    assert found.account_fen == 20000 + 20000 // 100, "December 2025 alone"


def test_the_countys_figure_is_taken_to_hold_an_undated_payment() -> None:
    facts = PersonFacts(
        date(1975, 6, 1),
        undated(2020, kind=YearKind.BACK_PAID),
        account_fen=500000,
        account_day=date(2025, 12, 31),
    )
    found = assess(COUNTY, facts, NOVEMBER)
    assert found.account_fen == 500000
    assert [each.code for each in found.unsure] == ["payment_day_unknown"]


def test_two_months_that_differ_are_a_contradiction_only_when_the_list_is_the_earlier() -> None:
    facts = woman(drawn_from=Month(2022, 1), drawn_seen=Month(2026, 10), drawn_to=Month(2026, 11))
    assert not assess(EARLY, facts, NOVEMBER).contradictions
    wrong = assess(EARLY, replace(facts, drawn_from=Month(2026, 12)), NOVEMBER)
    assert [each.code for each in wrong.contradictions] == ["drawn_backwards"]


def test_a_list_after_a_death_is_overpaid_and_no_contradiction() -> None:
    facts = woman(death=date(2026, 6, 3), drawn_seen=Month(2026, 7), drawn_to=Month(2026, 8))
    found = assess(EARLY, facts, NOVEMBER)
    assert not found.contradictions and found.overpaid is not None
    assert found.entitlement.answer is Answer.ENDED
