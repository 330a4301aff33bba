"""Anyone is found as one types, by whatever the coordinator remembers of them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desks import id_number, new_desk, register
from village_desk.desk import Desk
from village_desk.store import search


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    found = new_desk(tmp_path_factory.mktemp("search"))
    register(found, "单雄信", serial=1, phone="13800001234", group=3, household="0012")
    register(found, "徐𬱖", serial=2, group=3, household="0012")
    register(found, "万俟𠅤", serial=3, group=4, household="0044")
    register(found, "张三丰", serial=5, group=10, household="0100")
    register(found, "阿依古丽·买买提", serial=7, group=5)
    register(found, "吕布", serial=9, group=5)
    register(found, "罗长生", serial=19, group=5)
    register(found, "王朝阳", serial=21, group=5)
    register(found, "覃玉珍", serial=11, birth="19560928", group=5)
    register(found, "葛\U000e0100文", serial=13, group=6)
    register(found, "⽟\uf9fe", serial=15, group=6)
    register(found, "王\ue863", serial=17, group=6)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("单雄信", "单雄信"),
        ("雄信", "单雄信"),
        ("信", "单雄信"),
        ("shanxiongxin", "单雄信"),
        ("danxiong", "单雄信"),
        ("sxx", "单雄信"),
        ("dxx", "单雄信"),
        ("shanxx", "单雄信"),
        ("1234", "单雄信"),
        ("13800001234", "单雄信"),
        ("𬱖", "徐𬱖"),
        ("徐𬱖", "徐𬱖"),
        ("moqi", "万俟𠅤"),
        ("wansi", "万俟𠅤"),
        ("万俟𠅤", "万俟𠅤"),
        ("三丰", "张三丰"),
        ("zsf", "张三丰"),
        ("sanfeng", "张三丰"),
        ("ＺＳＦ", "张三丰"),
        ("10组", "张三丰"),
        ("第10组 张", "张三丰"),
        ("买买提", "阿依古丽·买买提"),
        ("=单雄信", "单雄信"),
        ("3组-单", "单雄信"),
        ("sxx.1234", "单雄信"),
        ("lv", "吕布"),
        ("lubu", "吕布"),
        ("qinyz", "覃玉珍"),
        ("tan", "覃玉珍"),
        ("葛文", "葛\U000e0100文"),
        ("葛\U000e0100文", "葛\U000e0100文"),
        ("gewen", "葛\U000e0100文"),
        ("玉茶", "⽟\uf9fe"),
        ("⽟茶", "⽟\uf9fe"),
        ("王䶮", "王\ue863"),
        ("lcs", "罗长生"),
        ("lzs", "罗长生"),
        ("changsheng", "罗长生"),
        ("wangzy", "王朝阳"),
        ("wangcy", "王朝阳"),
        ("zhaoyang", "王朝阳"),
        (id_number("19560928", 11)[-4:], "覃玉珍"),
    ],
)
def test_a_person_is_found_by(desk: Desk, typed: str, name: str) -> None:
    assert name in [found.resident.name for found in desk.finding.find(typed)]


@pytest.mark.parametrize("typed", ["", " ", '"', "*", "NOT", "a OR b", "';--", "李", "信单", "张丰三"])
def test_what_fits_nobody_finds_nobody_and_breaks_nothing(desk: Desk, typed: str) -> None:
    assert desk.finding.find(typed) == []


def test_house_and_group_narrow_a_name(desk: Desk) -> None:
    assert [found.resident.name for found in desk.finding.find("3组 xu")] == ["徐𬱖"]
    assert {found.resident.name for found in desk.finding.find("0012")} == {"单雄信", "徐𬱖"}


def test_a_corrected_name_is_found_by_its_new_form_only(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        person = register(desk, "王秀英", serial=1)
        desk.registering.correct(person, {"name": "汪秀瑛"})
        assert [found.resident.id for found in desk.finding.find("汪秀瑛")] == [person]
        assert desk.finding.find("王秀英") == []


def test_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        for serial in (1, 2):
            register(desk, "王秀英", serial=serial, group=serial)
        register(desk, "王秀", serial=3)
        found = desk.finding.find("王秀")
        assert found[0].resident.name == "王秀", "the whole name comes first"
        assert [each.same_name for each in found] == [False, True, True]


def test_any_mark_on_the_keyboard_may_be_typed(desk: Desk) -> None:
    for mark in map(chr, range(0x20, 0x7F)):
        assert isinstance(desk.finding.find(f"q{mark}z"), list)
        assert isinstance(desk.finding.find(mark), list)


def test_the_usual_reading_stands_before_a_rare_one(tmp_path: Path) -> None:
    with new_desk(tmp_path) as desk:
        register(desk, "雷土生", serial=1, group=1)  # 土 is read cha in few words
        register(desk, "雷茶生", serial=3, group=2)
        assert [each.resident.name for each in desk.finding.find("lcs")][:1] == ["雷茶生"]


def test_a_long_name_has_each_reading_and_no_more_combinations_than_that() -> None:
    name = "阿" + "长朝重行乐" * 3
    found = search.readings(name)
    assert len(found) < 60
    assert {each[1] for each in found} >= {"zhang", "chang"}
    assert {each[2] for each in found} >= {"chao", "zhao"}


def test_single_characters_are_read_alike_without_the_phrases() -> None:
    read = (
        "import hashlib; from pypinyin import Style, pinyin;"
        "found = [pinyin(chr(each), style=Style.NORMAL, heteronym=True, errors='ignore')"
        " for each in [*range(0x3400, 0xA000), *range(0x20000, 0x32000)]];"
        "print(hashlib.sha256(repr(found).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", read],
            env=os.environ | {"PYPINYIN_NO_PHRASES": without},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for without in ("", "true")
    }
    assert len(answers) == 1
