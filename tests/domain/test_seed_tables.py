"""The arithmetic of the seed reports where it is a rule of the scheme (domain 2C)."""

from datetime import date

import pytest

import resources
from village_desk.domain.basics.months import Month
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.mechanisms import base_pension, subsidies
from village_desk.domain.rules.rates import Rate, RateKind


@pytest.mark.parametrize(
    ("kind", "done", "whole", "percent"),
    [
        (RateKind.PAYING, 13_880, 13_900, "99.86%"),
        (RateKind.PAYING, 328_497, 339_181, "96.85%"),
        (RateKind.ENROLMENT, 21_898, 23_045, "95.02%"),
        (RateKind.HIGH_TIER, 9_427, 328_497, "2.87%"),
        (RateKind.PAYOUT, 9_583, 9_583, "100.00%"),
    ],
    ids=["T1", "T23", "T28", "T22", "T29"],
)
def test_a_rate_of_the_reports_comes_out_by_its_definition(kind: RateKind, done: int, whole: int, percent: str) -> None:
    assert Rate(kind, done, whole).percent() == percent
    assert "÷" in kind.definition() and kind.in_words()


def test_who_has_not_paid_is_the_length_of_the_calling_list() -> None:
    assert Rate(RateKind.PAYING, 13_880, 13_900).missing == 20
    assert Rate(RateKind.PAYING, 328_497, 339_181).missing == 10_684
    assert Rate(RateKind.ENROLMENT, 21_898, 23_045).missing == 1_147


def test_six_months_of_the_pilot_base_for_all_elders_make_the_reported_sum() -> None:
    pilot = policy_file.read(resources.path("policies/pilot-2009.toml").read_text("utf-8"), "pilot-2009.toml")
    months = [Month(2011, 7) + step for step in range(6)]
    monthly = [sum(line.fen for line in base_pension.lines(pilot, month, date(2012, 1, 1))) for month in months]
    assert 9_583 * sum(monthly) == 3_162_390_00


def test_the_mean_subsidy_of_a_county_keeps_the_national_floor() -> None:
    frame = policy_file.read(resources.path("policies/national-2014.toml").read_text("utf-8"), "national-2014.toml")
    mean_fen = 1_080_3500_00 // 328_497
    assert mean_fen == 3288 and mean_fen >= subsidies.subsidy(frame, 10_000, date(2014, 7, 1)).total_fen
