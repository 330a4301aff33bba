"""A policy in plain Chinese: every shipped file can be shown for a day, with the document of every value."""

from datetime import date
from pathlib import Path

import pytest

import resources
from tests.domain.places import TIERS, place, table
from village_desk.domain import policy
from village_desk.domain.policy_words import describe

FILES = sorted(resources.path("policies").glob("*.toml"))


def shown(known: policy.Policy, on: date) -> str:
    return "\n".join(line.words for section in describe(known, on) for line in section.lines)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_policy_can_be_shown_with_its_documents(path: Path) -> None:
    known = policy.read(path.read_text("utf-8"), path.name)
    sections = describe(known, known.period.first)
    assert sections[0].title == "适用" and "有效" in sections[0].lines[0].words
    assert all(line.source.in_words() for section in sections for line in section.lines)
    assert all("{" not in line.words and "None" not in line.words for section in sections for line in section.lines)


def test_the_national_frame_shows_what_holds_on_the_day() -> None:
    text = resources.path("policies/national-2014.toml").read_text("utf-8")
    words = shown(policy.read(text, "n"), date(2025, 7, 9))
    assert "每年 100 元，至少补贴 30 元" in words and "每月 123 元，2024年1月起" in words
    assert "÷ 139" in words and "满 60 周岁、缴满 15 年" in words
    assert "每月 143 元" in shown(policy.read(text, "n"), date(2025, 7, 10))


def test_ranges_groups_rates_and_seasons_are_put_into_words() -> None:
    group = '[[groups]]\nkey = "poor"\nname = "贫困人口"\n'
    known = place(
        TIERS,
        group,
        table("tiers", 'amounts = [50]\ngroups = ["poor"]'),
        table("tiers", "min = 6000\nmax = 9000"),
        table("gov_paid", 'groups = ["poor"]\npercent = 50'),
        table("precedence", 'order = ["poor"]'),
        table("programme", 'groups = ["poor"]'),
        table("aid", "cap = 5000\ncap_with_own = 10000"),
        table("interest", 'convention = "C"\nrates = [{year = 2021, percent = 1.5, demand_percent = 0.35}]'),
        table("age_tilt", "rows = [{age = 65, amount = 5}]"),
        table("years_extra", "over = 15\npercent = 1"),
        table("death", 'refund = "without_subsidy"\nfuneral = 500\nreport_days = 30\nworking_days = true'),
        table("practice", 'village_day = 10\ntownship_day = 15\nwindow = ["04-01", "12-20"]'),
        table("back_pay", "allowed = false"),
    )
    words = shown(known, date(2021, 1, 1))
    for expected in (
        "每年 50 元（只限贫困人口）",
        "每年 6,000 至 9,000 元",
        "贫困人口：代缴 所选档次的 50%",
        "基础养老金的 1%",
        "认定顺序：贫困人口",
        "不超过5,000 元",
        "2021 年利率 1.5%",
        "65 岁起 5 元",
        "政府补贴部分不退",
        "30 个工作日内申报",
        "04-01 至 12-20",
        "不办补缴",
    ):
        assert expected in words
