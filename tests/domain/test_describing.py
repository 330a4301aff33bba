"""A policy in words: each value that holds on a day is said, with its document, and nothing of another time is."""

import copy
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import resources
from tests.domain.places import TIERS, place
from tests.domain.test_shipped_policies import at, leaves, other
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.describing import describe
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable, PolicyText

NEW_YEAR = date(2026, 1, 1)
DAYS = [
    ("national-2014", date(2025, 7, 9)),
    ("national-2014", date(2025, 7, 10)),
    ("national-2014", date(2019, 3, 1)),
    ("pilot-2009", date(2012, 1, 1)),
    ("pilot-2009", NEW_YEAR),
    ("henan-2024", date(2025, 3, 1)),
    ("hubei-2024", date(2024, 6, 1)),
    ("hubei-2024", NEW_YEAR),
    ("yunnan-2014", NEW_YEAR),
    ("hebei-xingtai", NEW_YEAR),
    ("chongqing-government-paid", NEW_YEAR),
    ("xiangtan-yuhu-groups", date(2020, 6, 1)),
    ("xiangtan-yuhu-groups", NEW_YEAR),
    ("xichong-forms", NEW_YEAR),
    ("yunhe-proposal", NEW_YEAR),
    ("example-county", date(2026, 6, 1)),
]

EVERYTHING = Path(__file__).with_name("everything.toml").read_text("utf-8")
"""A policy that has every kind of value there is, but for the other kinds of subsidy."""


def text_of(name: str) -> str:
    return resources.path(f"policies/{name}.toml").read_text("utf-8")


def said(known: Policy, on: date) -> str:
    return "\n".join(f"{section.title}\n" + "\n".join(section.lines) for section in describe(known, on))


def said_of(values: dict[str, Any], on: date) -> str:
    return said(policy_file.read_table(PolicyTable(copy.deepcopy(values), PolicyText("", "changed"))), on)


def shipped(name: str, on: date) -> str:
    return said(policy_file.read(text_of(name), name), on)


def holds(key: str, row: dict[str, Any], rows: list[dict[str, Any]], on: date) -> bool:
    """Whether a row of the file says something about the day; a base pension holds until the next of its level."""
    if key == "start_cohort" or "from" not in row:
        return True
    if key != "base_pension":
        return bool(row["from"] <= on <= row.get("to", date.max))
    if row.get("announced", date.min) > on:
        return False
    if row["from"] > str(Month.of(on)):
        return "announced" in row
    later = [each for each in rows if each["level"] == row["level"] and row["from"] < each["from"]]
    return not any(each["from"] <= str(Month.of(on)) and each.get("announced", date.min) <= on for each in later)


def of_the_day(values: dict[str, Any], on: date) -> dict[str, Any]:
    """The file without the rows of other times."""
    found = {
        key: [row for row in value if holds(key, row, value, on)] if rows_of_tables(value) else value
        for key, value in values.items()
    }
    return {key: value for key, value in found.items() if value}


def rows_of_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def unsaid(values: dict[str, Any], on: date) -> Iterator[tuple[Any, ...]]:
    """The values that can be changed without a word changing, but for changes that make the file a wrong one."""
    before = said_of(values, on)
    for where in leaves(values, ()):
        altered = copy.deepcopy(values)
        at(altered, where[:-1])[where[-1]] = other(values, where)
        with suppress(Refused):
            if said_of(altered, on) == before:
                yield where


@pytest.mark.parametrize(("name", "on"), DAYS)
def test_each_value_that_holds_on_the_day_is_said(name: str, on: date) -> None:
    values = of_the_day(tomllib.loads(text_of(name), parse_float=Decimal), on)
    del values["cases"]
    assert not list(unsaid(values, on))


@pytest.mark.parametrize(("name", "on"), DAYS)
def test_nothing_of_another_time_is_said(name: str, on: date) -> None:
    values = tomllib.loads(text_of(name), parse_float=Decimal)
    assert said_of(of_the_day(values, on), on) == said_of(values, on)


@pytest.mark.parametrize("path", sorted(resources.path("policies").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_policy_is_looked_at(path: Path) -> None:
    assert path.stem in {name for name, _on in DAYS}


def test_each_value_of_a_policy_with_everything_is_said() -> None:
    assert not list(unsaid(tomllib.loads(EVERYTHING, parse_float=Decimal), NEW_YEAR))


def test_subjects_without_a_value_on_the_day_are_left_out() -> None:
    assert [section.title for section in describe(place(TIERS), NEW_YEAR)] == ["适用地区和时间", "缴费档次"]
    assert [section.title for section in describe(place(TIERS), date(2008, 12, 31))] == ["适用地区和时间"]


def test_a_day_outside_the_policy_is_remarked_on() -> None:
    assert "注意：2026-01-01 不在有效期内" in shipped("pilot-2009", NEW_YEAR)
    assert "注意" not in shipped("pilot-2009", date(2014, 2, 20))


def test_every_document_stands_under_its_lines_with_its_days_and_how_sure_it_is() -> None:
    sections = describe(policy_file.read(text_of("national-2014"), "national"), NEW_YEAR)
    aid = next(section.lines for section in sections if section.title == "集体补助和社会资助")
    assert aid == (
        "两项一年合计不超过最高档次（2,000 元）",
        "依据：人社厅函〔2022〕30号（公开抄件）；2022-01-01 起；起始日期未核实",
    )
    assert all(section.lines[-1].startswith("依据：") for section in sections)


def test_a_raise_is_said_from_the_day_it_is_announced() -> None:
    assert "中央：每月 123 元，2024年1月起" in shipped("national-2014", date(2025, 7, 9))
    after = shipped("national-2014", date(2025, 7, 10))
    assert "中央：每月 143 元，2025年1月起（2025-07-10 公布，公布前的月份补发）" in after
    assert "每月 123 元" not in after


def test_a_raise_that_is_announced_for_later_is_said_beside_the_one_in_force() -> None:
    words = said(policy_file.read(EVERYTHING, "everything"), NEW_YEAR)
    assert "中央：每月 143 元" in words
    assert "县级：每月 12.50 元，2024年3月起" in words
    assert "各级合计每月 155.50 元" in words
    assert "2025-12-30 已公布：中央：每月 166 元，2026年7月起" in words
    assert "166" not in said(policy_file.read(EVERYTHING, "everything"), date(2025, 12, 29))


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("national-2014", NEW_YEAR, "500 元档补贴 60 元"),
        ("national-2014", NEW_YEAR, "以下是最低标准，各地可以更高"),
        ("pilot-2009", date(2012, 1, 1), "捆绑：不用缴费就能领的老人，应参保的子女都参保后才能领取"),
        ("pilot-2009", date(2012, 1, 1), "本地制度 2009-09-01 启动：那天以前已满 60 周岁的不用缴费"),
        ("henan-2024", NEW_YEAR, "5,000 元档补贴 340 元"),
        ("henan-2024", NEW_YEAR, "连同本人缴费，一年合计不超过 10,000 元"),
        ("henan-2024", NEW_YEAR, "计息办法 A：按当地公布的年利率；当年缴的从到账当月起按月计息"),
        ("henan-2024", NEW_YEAR, "2021 年利率 2.75%（2022-03-01 公布）"),
        ("henan-2024", NEW_YEAR, "2026 年的利率还没有公布，先按 2021 年的暂算"),
        ("henan-2024", date(2022, 1, 1), "还没有公布过利率"),
        ("hubei-2024", NEW_YEAR, "丧葬补助金：死亡当月基础养老金的 10 倍"),
        ("yunnan-2014", NEW_YEAR, "100 元补 30 元，每多缴 100 元多补 10 元，多补的部分最多 100 元"),
        ("yunnan-2014", NEW_YEAR, "缴费超过 15 年的，每多一年每月加发 2 元"),
        ("hebei-xingtai", NEW_YEAR, "最低一档补 30 元，每提高一档多补 15 元"),
        ("hebei-xingtai", NEW_YEAR, "只有困难群体可以选：100 元"),
        ("chongqing-government-paid", NEW_YEAR, "特困人员：政府代缴 100 元，其余自己缴（看上一年的名单）"),
        (
            "chongqing-government-paid",
            NEW_YEAR,
            "低保对象、重度残疾人（一、二级）、贫困人口：政府代缴 70 元，其余自己缴（看上一年的名单）",
        ),
        ("chongqing-government-paid", NEW_YEAR, "贫困人口：到龄不缴费也能领基础养老金"),
        ("xiangtan-yuhu-groups", date(2020, 12, 31), "排在前面的算：贫困人口一级 > 特困一级"),
        ("xiangtan-yuhu-groups", date(2021, 1, 1), "残二级 > 贫困人口一级"),
        ("yunhe-proposal", NEW_YEAR, "农村：缴费基数每年 3,716 元，个人缴 8%，即 297.28 元"),
        ("yunhe-proposal", NEW_YEAR, "政府补贴 15% 的，一年补：农村 557.40 元，城镇 1,921.95 元"),
        ("yunhe-proposal", NEW_YEAR, "补贴的 60% 进个人账户，其余进统筹账户"),
        ("yunhe-proposal", NEW_YEAR, "个人账户养老金每月 = 账户储存额 ÷ 156"),
    ],
)
def test_the_words_of_the_shipped_policies(name: str, on: date, expected: str) -> None:
    assert expected in shipped(name, on)


@pytest.mark.parametrize(
    "expected",
    [
        "只有贫困人口可以选：50 元",
        "每年可以选：6,000 至 9,000 元之间的任意整元",
        "50 元档补贴 30 元（省级 13.80 元，县级 9.20 元，市级 7 元）",
        "补缴的年份也给补贴",
        "贫困人口：政府代缴所选档次的 45%，其余自己缴（看上一年的名单）",
        "两项一年合计不超过 5,500 元",
        "每年4月15日至12月20日办理",
        "补缴只能选：200、300 元",
        "到龄以后不能再缴",
        "到龄那一年不用缴费",
        "1949-07-01 至 1949-12-31 出生的，到龄那一年不用缴费；但上级系统要先缴才放行",
        "缴费超过 16 年的，每多一年每月加发基础养老金的 1.5%",
        "高龄每月加发：满 65 岁 5 元，满 75 岁 10 元（只算最高的一级）",
        "按开始领取的年龄：63 岁起领 ÷ 117",
        "2024 年利率 1.5%，活期 0.35%（2025-02-01 公布）",
        "个人账户余额退给继承人，政府补贴部分不退",
        "死亡后 33 个工作日内申报",
        "死亡后 21 个工作日内告诉经办机构",
        "丧葬补助金在死亡后 3 个月内申领",
        "从上次通过的下个月算起",
        "到期前的最后 3 个月提醒",
        "停发以后，每月 10 日以前通过认证的当月恢复发放，以后的下月恢复",
        "村里可以代收现金，凭委托代收协议书",
        "本人去世：账户结清；要带死亡证明、户口注销页",
        "到龄缴费年限不足15年：账户结清",
        "缴费渠道：村里代收、手机",
        "村里经办人称“服务员”",
    ],
)
def test_the_words_of_a_policy_with_everything(expected: str) -> None:
    assert expected in said(policy_file.read(EVERYTHING, "everything"), NEW_YEAR)
