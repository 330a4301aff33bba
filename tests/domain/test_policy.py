"""A policy says what holds on a day, and a file with a mistake is refused by its place."""

from datetime import date

import pytest

import resources
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.mechanisms import subsidies, tiers

NATIONAL = resources.path("policies/national-2014.toml").read_text("utf-8")
IN_FORCE = date(2014, 7, 1)


def test_the_national_frame_offers_twelve_tiers_from_its_first_day() -> None:
    frame = policy_file.read(NATIONAL, "national-2014.toml")
    yuan = [tier.amount_fen // 100 for tier in tiers.offered(frame, date(2014, 2, 21))]
    assert yuan == [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000]
    assert tiers.offered(frame, date(2014, 2, 20)) == ()
    assert tiers.offers(frame, 150000, IN_FORCE) and not tiers.offers(frame, 110000, IN_FORCE)


def test_the_national_floor_of_the_subsidy_rises_at_five_hundred() -> None:
    frame = policy_file.read(NATIONAL, "national-2014.toml")
    assert [subsidies.subsidy(frame, tier, IN_FORCE).total_fen for tier in (10000, 40000, 50000, 200000)] == [
        3000,
        3000,
        6000,
        6000,
    ]


def test_a_policy_covers_the_places_below_its_code() -> None:
    assert policy_file.read(NATIONAL, "n").covers("429004103002")
    county = policy_file.read(NATIONAL.replace('"100000"', '"420000"'), "n")
    assert county.covers("429004103002") and not county.covers("330000000000")


@pytest.mark.parametrize(
    ("right", "wrong", "place", "reason"),
    [
        ("at_least =", "at_leest =", "subsidy[1].at_leest", "不认识这一项"),
        ("2000]", "2000, 100]", "tiers[1].amounts", "档次 100 元重复"),
        ("tier = 500, subsidy = 60", "tier = 500", "subsidy[1].rows[2].subsidy", "缺少这一项"),
        ("subsidy = 60", "subsidy = 60.005", "subsidy[1].rows[2].subsidy", "不到一分"),
        ('type = "from_tier"', 'type = "guess"', "subsidy[1].type", "不认识"),
        ("from = 2014-02-21\ndocument", 'from = "2014-02-21"\ndocument', "from", "日期"),
        ('jurisdiction = "100000"', 'jurisdiction = "中国"', "jurisdiction", "区划代码"),
        ('certainty = "copy"', 'certainty = "sure"', "documents[1].certainty", "不认识"),
        ("100, 200,", "100 200,", "", "写法不对"),
    ],
)
def test_a_mistake_in_a_policy_file_is_named_by_file_line_and_key(
    right: str, wrong: str, place: str, reason: str
) -> None:
    assert right in NATIONAL
    with pytest.raises(Refused) as refusal:
        policy_file.read(NATIONAL.replace(right, wrong, 1), "my.toml")
    assert refusal.value.code == "policy"
    assert refusal.value.field == place
    assert reason in refusal.value.message and "my.toml 第 " in refusal.value.message
    assert refusal.value.cure
