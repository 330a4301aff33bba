"""A file whose history begins later than a life says of which years it knows nothing, and what that makes too low."""

from dataclasses import replace
from datetime import date

import pytest

import resources
from tests.domain.places import ENTITLEMENT, PENSION, SUBSIDY, TIERS, place, table
from village_desk.domain.assessing import Assessment, assess
from village_desk.domain.basics.periods import years_in_words
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind

HUBEI = policy_file.read(resources.path("policies/hubei-2024.toml").read_text("utf-8"), "hubei-2024.toml")
TODAY = date(2026, 11, 30)
RATES = table("interest", 'convention = "B"\nrates = [{year = 2012, percent = 3}]')


def life(policy: Policy, *years: int, kind: YearKind = YearKind.PAID, subsidy: int | None = None) -> Assessment:
    paid = tuple(PaidYear(year, date(year, 3, 1), 30000, kind, subsidy_fen=subsidy) for year in years)
    return assess(policy, PersonFacts(date(1970, 1, 1), paid), TODAY)


def said(found: Assessment) -> list[str]:
    return [each.words for each in found.unsure if each.code.endswith("_unwritten")]


def test_subsidies_before_the_file_and_missing_rates_are_named_by_their_years() -> None:
    found = life(HUBEI, *range(2011, 2027))
    assert said(found) == [
        "2011至2023 年的补贴文件里没有写，账户按没有补贴算，偏低",
        "2011至2025 年的计息利率文件里没有写，账户按没有利息算，偏低",
    ]
    assert found.provisional and all("镇所" in each.cure for each in found.unsure)


@pytest.mark.parametrize("paid", [{"kind": YearKind.BACK_PAID}, {"subsidy": 3000}])
def test_a_year_that_needs_no_rule_of_subsidy_is_not_missed(paid: dict[str, object]) -> None:
    assert [each.code for each in life(HUBEI, 2020, **paid).unsure] == ["rate_unwritten"]  # type: ignore[arg-type]


def test_a_file_with_the_whole_history_has_nothing_to_say() -> None:
    whole = place(TIERS, SUBSIDY, PENSION, ENTITLEMENT, RATES)
    assert said(life(whole, 2013, 2015, 2026)) == []
    assert [words[:4] for words in said(life(whole, 2011))] == ["2011"]


def test_the_countys_own_figure_of_the_account_is_not_doubted() -> None:
    facts = PersonFacts(date(1970, 1, 1), (PaidYear(2012, date(2012, 3, 1), 30000),))
    stated = replace(facts, account_fen=1_000_000, account_day=TODAY)
    assert said(assess(HUBEI, stated, TODAY)) == []
    assert said(assess(HUBEI, facts, TODAY)) != []


def test_a_doubtful_document_is_marked_on_the_figure_that_rests_on_it() -> None:
    national = policy_file.read(resources.path("policies/national-2014.toml").read_text("utf-8"), "national")
    paid = tuple(PaidYear(year, date(year, 3, 1), 20000) for year in range(2011, 2026))
    born = PersonFacts(date(1966, 1, 1), paid)
    found = assess(national, born, TODAY)
    assert found.pension is not None
    assert found.pension.doubts() == ("基础养老金（中央） 163 元（非官方数据）",)
    before = assess(national, replace(born, birth=date(1965, 1, 1)), date(2025, 11, 30))
    assert before.pension is not None and before.pension.doubts() == ()


def test_a_row_of_years_is_said_by_its_ends() -> None:
    assert years_in_words([2015, 2010, 2012, 2011]) == "2010至2012、2015"
    assert years_in_words([2011, 2012]) == "2011、2012"
    assert years_in_words([]) == ""
