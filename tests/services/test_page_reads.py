"""The small reads behind the person's page: the notes in words, the last payout, the policy in force, two tiers."""

from datetime import date

from tests.desks import SAMPLE, register
from village_desk.desk import Desk
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.person_facts import Hindrance
from village_desk.services import explaining


def test_notes_are_told_in_words_the_latest_first(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512")
    desk.noting.years(person, 2013, 2015, 10_000, told_by="缴费本")
    desk.noting.hindrance(person, Hindrance.SOLDIER, "本人")
    soldier, years = desk.noting.noted(person)
    assert (soldier.words, soldier.told_by) == ("记不能参保：是现役军人", "本人")
    assert years.words.startswith("补记 2013—2015 年缴费")
    assert [year for year in range(2010, 2020) if years.speaks_of(year)] == [2013, 2014, 2015]
    assert not soldier.speaks_of(2014)


def test_the_latest_list_that_names_a_person_says_what_is_paid(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    taken = desk.paying.take(desk.paying.read(SAMPLE / "payout-list.xlsx"))
    line = next(each for each in desk.paying.lines(taken) if each.resident)
    assert line.resident
    found = desk.paying.latest(line.resident.id)
    assert found is not None
    assert (found.month, found.total_fen) == (Month(2026, 11), line.total_fen)
    assert found.base_fen + found.account_fen + found.extra_fen == found.total_fen
    assert any(words.startswith("基础养老金") for words in found.parts())
    assert desk.paying.latest(register(desk, "单雄信")) is None


def test_two_tiers_are_compared_before_any_was_chosen(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512")
    both = desk.assessing.compare(person, 20_000, 50_000)
    assert (both.left.plan.tier_fen, both.right.plan.tier_fen) == (20_000, 50_000)
    assert both.more_monthly_fen > 0


def test_a_policy_for_a_later_day_waits_for_it(desk: Desk) -> None:
    desk.policies.adopt("hubei-2024", date(2027, 1, 1))
    assert desk.policies.since(date(2026, 11, 2)) == date(2026, 11, 2)
    assert [(since, each.id) for since, each in desk.policies.coming(date(2026, 11, 2))] == [
        (date(2027, 1, 1), "hubei-2024")
    ]
    assert desk.policies.since(date(2027, 1, 1)) == date(2027, 1, 1)
    assert desk.policies.since(date(2020, 1, 1)) is None


def test_the_years_are_one_sentence(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512")
    desk.noting.years(person, 2013, 2015, 10_000)
    assert explaining.years(desk.assessing.assess(person)) == "已缴 3 年，需要 15 年，还差 12 年"
