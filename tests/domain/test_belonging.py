"""Dated memberships: what is certain on a day, what is only likely, and when it has to be asked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.domain.places import TIERS, place, table
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.mechanisms.government_paid import ListRule
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.belonging import (
    Belonging,
    Denial,
    FullList,
    NotedGroups,
    NotedMembership,
    Stated,
    belonging,
)
from village_desk.domain.rules.contributions import contribution

GROUPS = """
[[groups]]
key = "dibao"
name = "低保对象"

[[groups]]
key = "zhongcan"
name = "重度残疾人"

[[groups]]
key = "plain"
name = "计生家庭"
"""
TODAY = date(2026, 11, 2)
UNTIL_2025 = Period(date(2000, 1, 1), date(2025, 12, 31))


def county(rule: str = "on_day") -> Policy:
    pays = table("gov_paid", f'groups = ["dibao", "zhongcan"]\namount = 100\nlist = "{rule}"')
    return place(TIERS, GROUPS, pays)


def known(policy: Policy, words: str = "", noted_groups: NotedGroups | None = None, on: date = TODAY) -> Belonging:
    return belonging(policy, Stated(words, TODAY, "花名册"), noted_groups or NotedGroups(), on)


def noted(first: date | None = None, last: date | None = None, seen: date = TODAY, place: int = 0) -> NotedMembership:
    return NotedMembership("m", "低保", "", "民政", first, last, seen, place)


def sure(found: Belonging) -> list[str]:
    return [each.group for each in found.memberships]


def asked(found: Belonging) -> list[str]:
    return [each.group for each in found.unsure]


@pytest.mark.parametrize(("rule", "unsure"), [("on_day", []), ("this_year", []), ("last_year", ["dibao"])])
def test_words_of_the_roster_count_today_and_say_nothing_of_the_year_before(rule: str, unsure: list[str]) -> None:
    policy = county(rule)
    found = known(policy, "低保户")
    assert (sure(found), asked(found)) == (["dibao"], unsure)
    paid = contribution(policy, 10000, 2026, TODAY, found.memberships)
    assert paid.government_fen == (0 if unsure else 10000)
    assert all(each.is_about_before and each.period.last == date(2026, 11, 1) for each in found.unsure)


def test_a_membership_with_its_beginning_leaves_nothing_to_ask() -> None:
    for first, counts in ((date(2025, 12, 31), True), (date(2026, 1, 1), False)):
        found = known(county("last_year"), "低保", NotedGroups((noted(first),)))
        assert not found.unsure
        assert [ListRule.LAST_YEAR.counts(each, TODAY) for each in found.memberships] == [counts]


def test_what_was_noted_stands_before_the_words_of_the_roster() -> None:
    over = noted(date(2020, 1, 1), date(2026, 10, 31))
    found = known(county(), "低保", NotedGroups((over,)))
    assert [each.period for each in found.memberships] == [over.period] and not found.unsure
    assert not [each for each in found.memberships if each.period.holds(TODAY)]


@pytest.mark.parametrize("words", ["残疾", "残疾人", "困难"])
def test_words_that_are_near_a_group_that_is_paid_for_are_asked_and_count_for_nothing(words: str) -> None:
    found = known(county(), words)
    assert not found.memberships
    assert asked(found) == (["dibao"] if words == "困难" else ["zhongcan"])
    assert {each.stated for each in found.unsure} == {words}


def test_a_group_on_which_nothing_hangs_is_not_asked_about() -> None:
    assert known(county(), "计划生育") == Belonging()
    assert known(place(TIERS, GROUPS), "残疾") == Belonging()
    tier = table("tiers", 'amounts = [50]\ngroups = ["plain"]')
    assert asked(known(place(TIERS, GROUPS, tier), "计划生育")) == ["plain"]
    assert asked(known(place(TIERS, GROUPS, table("programme", 'groups = ["plain"]')), "计划生育")) == ["plain"]


def test_a_denial_settles_the_words_of_the_roster() -> None:
    never = Denial("d", "重度残疾人", "残联", Period(date(1900, 1, 1)))
    assert known(county(), "残疾", NotedGroups((), (never,))) == Belonging()
    of_dibao = Denial("d", "低保", "民政", Period(date(1900, 1, 1)))
    assert known(county(), "低保", NotedGroups((), (of_dibao,))) == Belonging()


def test_a_denial_for_last_year_leaves_this_year_alone() -> None:
    before = Denial("d", "低保", "民政", UNTIL_2025)
    found = known(county("last_year"), "低保", NotedGroups((), (before,)))
    assert (sure(found), asked(found)) == (["dibao"], [])


def test_a_denial_from_a_day_on_leaves_the_time_before_it_unknown() -> None:
    since = Denial("d", "低保", "民政", Period(date(2026, 10, 1)))
    assert known(county(), "低保", NotedGroups((), (since,))) == Belonging()
    found = known(county("this_year"), "低保", NotedGroups((), (since,)))
    assert (sure(found), [each.period.last for each in found.unsure]) == ([], [date(2026, 9, 30)])


def test_a_denial_after_a_membership_contradicts_it_and_an_earlier_one_does_not() -> None:
    for order, certain in ((1, False), (-1, True)):
        denial = Denial("d", "低保对象", "残联", Period(date(1900, 1, 1)), order)
        found = known(county(), "", NotedGroups((noted(date(2020, 1, 1)),), (denial,)))
        assert (sure(found), asked(found)) == ((["dibao"], []) if certain else ([], ["dibao"]))


def test_a_full_list_of_last_year_says_who_was_no_member_then() -> None:
    of_2025 = FullList("低保对象", Period(date(2025, 1, 1), date(2025, 12, 31)))
    found = known(county("last_year"), "低保", NotedGroups(lists=(of_2025,)))
    assert (sure(found), asked(found)) == (["dibao"], [])
    other = FullList("重度残疾人", of_2025.period)
    assert asked(known(county("last_year"), "低保", NotedGroups(lists=(other,)))) == ["dibao"]


def test_a_past_day_is_not_told_by_the_roster_of_today() -> None:
    found = known(county(), "低保", on=date(2024, 5, 1))
    assert asked(found) == ["dibao"]
    assert not [each for each in found.memberships if each.period.holds(date(2024, 5, 1))]
