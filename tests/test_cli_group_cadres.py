"""Villagers' groups by command: a new one, its name, its cadre; on lists and forms; none with people goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.documents.reading import read
from tests.test_cli import Scripts
from tests.test_cli_households import facts
from tests.workbooks.books import save
from village_desk.desk import Desk
from village_desk.documents.paper import Paper

pytestmark = pytest.mark.usefixtures("still", "qapp")

MAN, WIFE, OTHER = id_number("19860301", 1), id_number("19880301", 2), id_number("19900301", 3)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """Two people in the group 王家湾, one in group 3."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    for name, number, group in (("王国庆", MAN, "王家湾"), ("李秀英", WIFE, "王家湾"), ("张三", OTHER, "3")):
        found.done("register", name, number, "--group", group)
    return found


def groups(scripts: Scripts) -> dict[str, tuple[str, str, int]]:
    listed = scripts.done("group", "list")
    return {str(each["group"] or each["group_name"]): (each["name"], each["cadre"], each["people"]) for each in listed}


def test_a_group_has_a_name_and_a_cadre(scripts: Scripts) -> None:
    scripts.done("group", "name", "3", "东湾")
    scripts.done("group", "cadre", "三组", "刘书记", "--phone", "13800001234", "--term", "2024—2026")
    scripts.done("group", "cadre", "王家湾", "周会计")
    assert groups(scripts) == {"3": ("东湾", "刘书记", 1), "王家湾组": ("", "周会计", 2)}
    assert "第 3 组（东湾）　包组干部 刘书记 13800001234" in scripts.run("group", "list").stdout
    scripts.done("group", "cadre", "东湾", "陈主任")
    assert groups(scripts)["3"] == ("东湾", "陈主任", 1), "it is found by what it is called too"
    for call in (("add", "东湾组"), ("name", "王家湾", "东湾")):
        assert scripts.refused("group", *call)["error"] == "name_taken"
    scripts.done("group", "cadre", "3", "--nobody")
    assert groups(scripts)["3"] == ("东湾", "", 1)


def test_a_group_is_added_gets_people_and_goes_only_when_they_left(scripts: Scripts) -> None:
    scripts.done("group", "add", "李家台", "--cadre", "周会计")
    scripts.done("group", "add", "7", "--name", "西湾")
    assert (groups(scripts)["李家台组"], groups(scripts)["7"]) == (("", "周会计", 0), ("西湾", "", 0))
    scripts.done("move", MAN, "--group", "李家台", "--sure", MAN[-4:])
    told = scripts.refused("group", "drop", "李家台")
    assert (told["error"], "还有 1 人" in told["message"]) == ("group_has_people", True)
    scripts.done("group", "drop", "7")
    assert "7" not in groups(scripts)


def test_the_people_of_a_group_follow_its_new_name_and_its_cadre_stays(scripts: Scripts) -> None:
    scripts.done("group", "cadre", "王家湾", "周会计", "--phone", "1")
    scripts.done("group", "name", "王家湾", "新湾")
    assert groups(scripts) == {"3": ("", "", 1), "新湾组": ("", "周会计", 2)}
    assert {each["name"] for each in scripts.done("find", "新湾")} == {"王国庆", "李秀英"}
    with Desk.open(scripts.file, PIN, scripts.clock) as desk:
        [latest, *_before] = desk.registering.history(desk.finding.by_identity(MAN).id)
        assert latest.words == "小组改名：村民小组名称 新湾组"
        before = desk.group_cadres.listed()
        desk.keeping.rebuild()
        assert (desk.group_cadres.listed(), desk.keeping.check().well) == (before, True)


REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "a group that is there": (("add", "王家湾"), "group_known", "group"),
    "a number that is there": (("add", "三组"), "group_known", "group"),
    "a name that another one bears": (("name", "3", "王家湾组"), "name_taken", "name"),
    "a name for a named one that another one bears": (("name", "王家湾", "3"), "name_taken", "name"),
    "nobody's group": (("cadre", "9", "刘书记"), "unknown_group", "group"),
    "no name": (("name", "3", " "), "name_missing", "name"),
    "a group of nobody": (("drop", "9"), "unknown_group", "group"),
    "two groups": (("add", "1-2组"), "group_several", "group"),
    "a cadre with too long a term": (("cadre", "3", "刘书记", "--term", "年" * 50), "too_long", "term"),
    "no cadre named": (("cadre", "3"), "cadre", "cadre"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_right_is_refused_beside_its_field_and_nothing_is_recorded(scripts: Scripts, case: str) -> None:
    call, code, field = REFUSED[case]
    before = facts(scripts)
    told = scripts.refused("group", *call)
    assert (told["error"], told["field"], bool(told["cure"])) == (code, field, True)
    assert facts(scripts) == before


def test_the_cadre_stands_on_the_lists_by_group_and_in_the_forms(scripts: Scripts, tmp_path: Path) -> None:
    scripts.done("group", "name", "3", "东湾")
    scripts.done("group", "cadre", "3", "刘书记", "--phone", "13800001234")
    for kind in ("people", "pocket", "handout", "households"):
        out = tmp_path / f"{kind}.pdf"
        scripts.done("registers", "print", kind, "--out", str(out))
        assert "包组干部 刘书记 13800001234" in read(Paper(out.read_bytes(), 1)).text(), kind
    form = save(tmp_path / "谈话.xlsx", [["姓名", "{姓名}"], ["干部", "{包组干部}"], ["组", "{村民小组}{小组别名}"]])
    scripts.done("form", "install", str(form), "--name", "谈话")
    filled = tmp_path / "谈话.pdf"
    scripts.done("form", "fill", "谈话", OTHER, "--out", str(filled))
    words = read(Paper(filled.read_bytes(), 1)).text()
    assert "刘书记" in words and "东湾" in words
