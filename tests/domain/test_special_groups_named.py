"""Which group of a policy the words of a roster name: exactly, by a word for the same, never by a part of it."""

import pytest

from village_desk.domain.policy.mechanisms.special_groups import SpecialGroup, named, near

GROUPS = (
    SpecialGroup("dibao", "低保对象", ""),
    SpecialGroup("tekun", "特困人员", ""),
    SpecialGroup("zhongcan", "重度残疾人（一、二级）", ""),
)


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        ("低保对象", ["dibao"]),
        ("低保户", ["dibao"]),
        ("低保对象、重度残疾人", ["dibao", "zhongcan"]),
        ("重度残疾人（一、二级）", ["zhongcan"]),
        ("残疾一级", ["zhongcan"]),
        ("五保", ["tekun"]),
        ("低保对象(2022年起)", ["dibao"]),
        ("残疾", []),
        ("残疾人", []),
        ("三级残疾", []),
        ("原低保对象(2024年已退出)", []),
        ("低保对象（已退出）", []),
        ("低保边缘家庭", []),
        ("低保已取消", []),
        ("人员", []),
        ("对象", []),
        ("", []),
    ],
)
def test_words_name_a_group_exactly_or_not(told: str, keys: list[str]) -> None:
    assert [group.key for group in named(GROUPS, told)] == keys


@pytest.mark.parametrize(
    ("told", "grade", "keys"),
    [
        ("残疾", "一级", ["zhongcan"]),
        ("残疾人", "肢体二级", ["zhongcan"]),
        ("残疾人", "2级", ["zhongcan"]),
        ("残疾", "三级", []),
        ("残疾", "", []),
        ("三级残疾", "一级", []),
        ("低保", "一级", ["dibao"]),
    ],
)
def test_a_grade_in_a_column_of_its_own_tells_the_disabled_apart(told: str, grade: str, keys: list[str]) -> None:
    assert [group.key for group in named(GROUPS, told, grade)] == keys


@pytest.mark.parametrize(
    ("told", "keys"),
    [
        ("残疾", ["zhongcan"]),
        ("残疾人", ["zhongcan"]),
        ("低保边缘家庭", ["dibao"]),
        ("困难户", ["dibao", "tekun"]),
        ("低保对象、残疾", ["zhongcan"]),
        ("低保对象", []),
        ("残疾三级", []),
        ("三级残疾人", []),
        ("退役军人", []),
        ("原低保对象(2024年已退出)", []),
        ("原残疾", []),
        ("", []),
    ],
)
def test_words_that_may_mean_a_group_name_none_and_are_told_apart_from_others(told: str, keys: list[str]) -> None:
    assert [group.key for group in near(GROUPS, told)] == keys
    assert not {*keys} & {group.key for group in named(GROUPS, told)}
