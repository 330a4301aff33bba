"""One year's contribution: who pays which part (R2, R4, R5, R6; W8, W9, W19)."""

from datetime import date

import pytest

from tests.domain.places import ENTITLEMENT, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.periods import Period
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.aid import AidRule
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.contributions import bookings, contribution, counted_group, tier_takes_effect
from village_desk.domain.rules.person_facts import PaidYear, YearKind

DAY = date(2020, 5, 5)
SINCE = Period(date(2019, 1, 1))
GROUPS = """
[[groups]]
key = "tekun"
name = "特困人员"
code = "031"

[[groups]]
key = "dibao"
name = "低保对象"
code = "061"
"""
PAYS = table("gov_paid", 'groups = ["tekun"]\namount = 100') + table("gov_paid", 'groups = ["dibao"]\namount = 70')
CITY = place(TIERS, SUBSIDY, ENTITLEMENT, GROUPS, PAYS)


@pytest.mark.parametrize(
    ("group", "tier", "government", "own"),
    [("dibao", 100, 70, 30), ("dibao", 500, 70, 430), ("tekun", 100, 100, 0), ("tekun", 500, 100, 400)],
)
def test_the_government_pays_its_part_and_the_rest_is_the_persons(
    group: str, tier: int, government: int, own: int
) -> None:
    found = contribution(CITY, tier * 100, 2020, DAY, (Membership(group, SINCE),))
    assert (found.government_fen, found.own_fen) == (government * 100, own * 100)
    assert sum(part.fen for part in found.parts) == found.tier_fen + found.subsidy_fen
    assert found.reasons[0].code == "government_paid" and found.policy == "test"


def test_nobody_is_paid_for_twice() -> None:
    both = (Membership("dibao", SINCE), Membership("tekun", SINCE))
    assert contribution(CITY, 10000, 2020, DAY, both).government_fen == 10000


@pytest.mark.parametrize(
    ("rule", "first", "last", "pays"),
    [
        ("on_day", date(2020, 1, 1), date(2020, 5, 4), False),
        ("this_year", date(2020, 1, 1), date(2020, 5, 4), True),
        ("this_year", date(2020, 12, 31), None, True),
        ("last_year", date(2020, 1, 1), None, False),
        ("last_year", date(2019, 3, 1), date(2019, 3, 31), True),
    ],
)
def test_when_somebody_must_be_on_the_list_is_the_places_rule(
    rule: str, first: date, last: date | None, pays: bool
) -> None:
    known = place(TIERS, GROUPS, table("gov_paid", f'groups = ["dibao"]\npercent = 50\nlist = "{rule}"'))
    found = contribution(known, 20000, 2020, DAY, (Membership("dibao", Period(first, last)),))
    assert found.government_fen == (10000 if pays else 0)


def test_a_back_paid_year_earns_no_subsidy_and_says_so() -> None:
    found = contribution(CITY, 20000, 2017, DAY, kind=YearKind.BACK_PAID)
    assert (found.own_fen, found.subsidy_fen) == (20000, 0)
    assert [reason.code for reason in found.reasons] == ["no_subsidy_back_paid"]


def test_where_missed_years_cannot_be_paid_it_is_said_with_a_cure() -> None:
    with pytest.raises(Refused) as refusal:
        contribution(place(TIERS), 20000, 2017, DAY, kind=YearKind.BACK_PAID)
    assert refusal.value.code == "back_payment" and refusal.value.cure


def test_back_payment_may_be_limited_to_some_tiers() -> None:
    known = place(TIERS, table("back_pay", "allowed = true\ntiers = [200, 500]"))
    assert contribution(known, 50000, 2017, DAY, kind=YearKind.BACK_PAID).own_fen == 50000
    with pytest.raises(Refused, match="200、500"):
        contribution(known, 30000, 2017, DAY, kind=YearKind.BACK_PAID)


def test_a_waived_year_is_paid_by_somebody_else_and_never_a_hole() -> None:
    found = contribution(CITY, 10000, 2020, DAY, kind=YearKind.WAIVED)
    assert (found.own_fen, found.waived_fen, found.subsidy_fen) == (0, 10000, 3000)
    booked = bookings(CITY, PaidYear(2020, DAY, 10000, YearKind.WAIVED))
    assert {entry.sub: entry.fen for entry in booked} == {SubAccount.COLLECTIVE: 10000, SubAccount.SUBSIDY_ALL: 3000}


def test_a_changed_tier_holds_this_year_only_while_it_is_unpaid() -> None:
    assert tier_takes_effect(DAY, paid_this_year=False) == 2020
    assert tier_takes_effect(DAY, paid_this_year=True) == 2021


def test_a_tier_for_a_group_is_not_for_others() -> None:
    known = place(TIERS, GROUPS, table("tiers", 'amounts = [50]\ngroups = ["dibao"]'))
    assert contribution(known, 5000, 2020, DAY, (Membership("dibao", SINCE),)).own_fen == 5000
    with pytest.raises(Refused) as refusal:
        contribution(known, 5000, 2020, DAY)
    assert refusal.value.code == "tier_not_offered" and "100、200" in refusal.value.cure


def test_any_whole_yuan_of_a_range_is_a_tier() -> None:
    known = place(table("tiers", "min = 1000\nmax = 9000"))
    assert tiers.offers(known, 123400, DAY) and tiers.offers(known, 900000, DAY)
    assert not tiers.offers(known, 123450, DAY) and not tiers.offers(known, 900100, DAY)


def test_collective_aid_and_sponsoring_stay_within_the_highest_tier() -> None:
    rule = place(TIERS, table("aid", "")).values(AidRule)[0]
    rule.check(300000 + 200000, 0, DAY, 500000)
    with pytest.raises(Refused, match=r"0\.01") as refusal:
        rule.check(300000 + 200001, 0, DAY, 500000)
    assert refusal.value.code == "aid_cap"


def test_sponsoring_may_have_a_season_and_a_cap_together_with_the_own_payment() -> None:
    known = place(TIERS, table("aid", 'cap_with_own = 10000\ncap = 5000\nwindow = ["04-15", "12-20"]'))
    rule = known.values(AidRule)[0]
    rule.check(500000, 500000, date(2024, 4, 15), 500000)
    with pytest.raises(Refused) as early:
        rule.check(100, 0, date(2024, 4, 14), 500000)
    assert early.value.code == "aid_window"
    with pytest.raises(Refused) as much:
        rule.check(500000, 500001, date(2024, 4, 15), 500000)
    assert much.value.code == "aid_cap"


PRECEDENCE = """
[[precedence]]
order = ["dibao", "tekun"]
from = 2019-01-01
to = 2019-12-31
document = "test"

[[precedence]]
order = ["tekun", "dibao"]
from = 2020-01-01
document = "test"
"""


def test_precedence_changes_from_one_day_to_the_next() -> None:
    known = place(TIERS, GROUPS, PAYS, PRECEDENCE)
    both = (Membership("dibao", SINCE), Membership("tekun", SINCE))
    before, after = (counted_group(known, both, day) for day in (date(2019, 12, 31), date(2020, 1, 1)))
    assert before and after and (before.code, after.code) == ("061", "031")
    assert contribution(known, 10000, 2019, date(2019, 12, 31), both).government_fen == 7000
    assert contribution(known, 10000, 2020, date(2020, 1, 1), both).government_fen == 10000
