"""Houses by command: who moves, parts, joins or becomes the head; nobody among strangers unseen, nothing half done."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.documents.reading import read
from tests.test_cli import Scripts
from village_desk.desk import Desk
from village_desk.documents.paper import Paper

pytestmark = pytest.mark.usefixtures("still", "qapp")

MAN, WIFE, SON = id_number("19660301", 1), id_number("19680301", 2), id_number("19900301", 3)
BRIDE, STRANGER = id_number("19910301", 4), id_number("19700301", 5)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """Group 3: the house 12 of four people; group 5: the house 7 of one."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    house = ("--group", "3", "--household", "12", "--head", "单雄信")
    for name, number, relation in (
        ("单雄信", MAN, "户主"),
        ("李秀英", WIFE, "妻"),
        ("单大", SON, "子"),
        ("罗氏", BRIDE, "儿媳"),
    ):
        sure = ("--sure", "12") if name != "单雄信" else ()
        found.done("register", name, number, *house, "--relation", relation, *sure)
    found.done("register", "秦琼", STRANGER, "--group", "5", "--household", "7", "--head", "秦琼", "--relation", "户主")
    return found


def facts(scripts: Scripts) -> int:
    """How many rows the journal has: a refusal adds none."""
    with Desk.open(scripts.file, PIN, scripts.clock) as desk:
        found: int = desk._store.db.execute("SELECT count(*) FROM journal").fetchone()[0]
        assert desk.keeping.check().well
    return found


def house(scripts: Scripts, which: str) -> tuple[int, str, str, dict[str, str]]:
    told = scripts.done("household", "show", which)
    return told["group"], told["household"], told["head"], {each["name"]: each["relation"] for each in told["members"]}


def test_a_son_and_his_wife_become_a_house_of_their_own_with_the_next_number(scripts: Scripts) -> None:
    told = scripts.done("household", "split", SON, BRIDE, "--head", SON, "--relation", "罗氏=妻")
    assert house(scripts, SON) == (3, "13", "单大", {"单大": "户主", "罗氏": "妻"})
    assert house(scripts, MAN) == (3, "12", "单雄信", {"单雄信": "户主", "李秀英": "妻"})
    assert {each["name"] for each in told["people"]} == {"单大", "罗氏"}
    assert told["relations_unknown"] == [] and MAN not in str(told)


def test_who_the_others_are_to_a_new_head_is_not_guessed(scripts: Scripts) -> None:
    told = scripts.done("household", "head", WIFE, "--relation", "单雄信=夫")
    assert house(scripts, "12") == (3, "12", "李秀英", {"李秀英": "户主", "单雄信": "夫", "单大": "", "罗氏": ""})
    assert told["relations_unknown"] == ["单大", "罗氏"]


def test_the_head_who_moves_away_leaves_no_house_without_one(scripts: Scripts) -> None:
    before = facts(scripts)
    call = ("move", MAN, "--group", "5", "--household", "9", "--head", "单雄信")
    told = scripts.refused(*call)
    assert (told["error"], told["field"]) == ("head_needed", "new_head")
    assert "李秀英、单大、罗氏" in told["cure"] and "--new-head" in told["cure"]
    assert facts(scripts) == before
    scripts.done(*call, "--new-head", WIFE)
    assert house(scripts, MAN) == (5, "9", "单雄信", {"单雄信": "户主"})
    assert house(scripts, "12")[2:] == ("李秀英", {"李秀英": "户主", "单大": "", "罗氏": ""})


def test_the_head_who_gets_another_name_stays_the_head_of_all(scripts: Scripts) -> None:
    scripts.done("change", MAN, "--set", "姓名=单雄")
    assert house(scripts, "12")[2:] == ("单雄", {"单雄": "户主", "李秀英": "妻", "单大": "子", "罗氏": "儿媳"})
    assert house(scripts, WIFE)[2] == "单雄"


@pytest.mark.parametrize("wanted", ["户编号=15", "村民小组=5"])
def test_a_correction_takes_no_head_away_from_the_house(scripts: Scripts, wanted: str) -> None:
    before = facts(scripts)
    told = scripts.refused("change", MAN, "--set", wanted)
    assert (told["error"], told["field"]) == ("head_leaves", "household" if "户" in wanted else "group")
    assert "3 人" in told["message"] and "--whole-house" in told["cure"] and facts(scripts) == before


def test_a_whole_house_moves_with_its_number_head_and_relations(scripts: Scripts) -> None:
    scripts.done("move", SON, "--group", "王家湾", "--whole-house")
    told = scripts.done("household", "show", "12")
    assert (told["group"], told["group_name"], told["head"]) == (0, "王家湾组", "单雄信")
    assert [each["relation"] for each in told["members"]] == ["户主", "妻", "子", "儿媳"]


def test_nobody_comes_among_strangers_unseen(scripts: Scripts) -> None:
    before = facts(scripts)
    call = ("move", SON, "--group", "5", "--household", "7", "--head", "秦琼")
    told = scripts.refused(*call)
    assert (told["error"], told["sure"]) == ("join_house", "7")
    assert "第 5 组 户号 7 户主秦琼，1 人：秦琼" in told["message"]
    assert facts(scripts) == before
    scripts.done(*call, "--sure", "7")
    assert house(scripts, "7")[3] == {"秦琼": "户主", "单大": ""}


def test_two_houses_become_one(scripts: Scripts) -> None:
    told = scripts.refused("household", "join", "7", "--into", "12")
    assert (told["error"], told["sure"]) == ("join_house", "12")
    scripts.done("household", "join", STRANGER, "--into", "12", "--sure", "12", "--relation", "秦琼=其他")
    assert house(scripts, "12")[3]["秦琼"] == "其他"


REFUSED: dict[str, tuple[tuple[str, ...], str, str]] = {
    "people of two houses": (("household", "split", SON, STRANGER, "--head", SON), "not_one_house", "不是一户"),
    "a head who stays": (("household", "split", SON, "--head", MAN), "head_outside", "分出去的人"),
    "everybody": (("household", "split", MAN, WIFE, SON, BRIDE, "--head", MAN), "whole_house", "household head"),
    "a number that somebody has": (("household", "split", SON, "--head", SON, "--number", "12"), "number_taken", "13"),
    "the house to itself": (("household", "join", "12", "--into", MAN), "same_house", "写两户"),
    "who is the head already": (("household", "head", MAN), "already_head", "单雄信"),
    "nowhere else": (("move", SON, "--group", "3", "--whole-house"), "same_house", "第 3 组 户号 12"),
    "a relation of a stranger": (("household", "head", WIFE, "--relation", "秦琼=友"), "relation_whom", "秦琼"),
    "a house that is not there": (("household", "show", "99"), "unknown_house", "99"),
    "a part of a house to a head who left": (
        ("household", "split", MAN, "--head", MAN, "--new-head", STRANGER),
        "head_outside",
        "可选：李秀英",
    ),
    "by oneself without a house": (("move", SON, "--group", "5"), "own_house", "--household"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_right_is_refused_and_nothing_is_recorded(scripts: Scripts, case: str) -> None:
    call, code, words = REFUSED[case]
    before = facts(scripts)
    told = scripts.refused(*call)
    assert (told["error"], words in told["message"] + told["cure"]) == (code, True), told
    assert facts(scripts) == before


def test_who_moves_out_by_themselves_begins_a_house(scripts: Scripts) -> None:
    told = scripts.refused("move", SON, "--group", "5")
    scripts.done("move", SON, "--group", "5", "--sure", told["sure"])
    assert house(scripts, SON) == (5, "8", "单大", {"单大": "户主"})


def test_a_house_whose_head_died_says_that_it_needs_one(scripts: Scripts) -> None:
    with Desk.open(scripts.file, PIN, scripts.clock) as desk:
        desk.noting.death(desk.finding.by_identity(MAN).id, date(2026, 10, 1), "家属")
    told = scripts.done("household", "show", "12")
    assert told["needs_head"] and "要定新户主" in scripts.run("household", "show", "12").stdout
    assert scripts.refused("household", "head", MAN)["error"] == "head_gone"
    scripts.done("household", "head", WIFE)
    told = scripts.done("household", "show", "12")
    assert not told["needs_head"]
    assert len(told["members"]) == 4, "the dead stay in the house where they lived"


def test_each_who_is_different_gets_the_form_of_changes_and_the_house_its_sheet(
    scripts: Scripts, tmp_path: Path
) -> None:
    papers, sheet = tmp_path / "f2.pdf", tmp_path / "house.pdf"
    told: dict[str, Any] = scripts.done(
        *("household", "split", SON, BRIDE, "--head", SON, "--relation", "罗氏=妻", "--papers", str(papers))
    )
    assert told["pdf"] == str(papers)
    found = read(Paper(papers.read_bytes(), 2))
    assert found.pages == 2
    bride = " ".join(found.text(1).split())
    assert "户编号 12" in bride and "户编号 13" in bride and "与户主关系 妻" in bride
    scripts.done("household", "show", "13", "--out", str(sheet))
    words = read(Paper(sheet.read_bytes(), 1)).text()
    assert "第 3 组 户号 13 户主单大" in words and "罗氏" in words and "李秀英" not in words
    scripts.done("registers", "print", "households", "--group", "3", "--out", str(sheet))
    assert "户号 12 户主单雄信" in read(Paper(sheet.read_bytes(), 1)).text()
