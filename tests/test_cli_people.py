"""People by hand, by command: registered beside who is there, changed with what must be shown; the other PC has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desks import PIN, StillClock, id_number
from tests.test_cli import Scripts
from tests.township.nearby import township
from village_desk.desk import Desk
from village_desk.domain.villages import Village

pytestmark = pytest.mark.usefixtures("still")

HEAD = id_number("19660301", 1)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk with the house of one family in group 3."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    found.done("register", "单雄信", HEAD, "--group", "三组", "--household", "12", "--head", "单雄信", "--tier", "200")
    return found


def people(scripts: Scripts) -> int:
    found: int = scripts.done("status")["people"]
    return found


def test_somebody_is_registered_in_one_call_and_what_the_scheme_says_of_them_is_told(scripts: Scripts) -> None:
    child = id_number("20150601", 3)
    told = scripts.done(
        "register", "单小妹", child, "--household", "12", "--head", "单雄信", "--relation", "孙女", "--set", "民族=苗族"
    )
    assert (told["group"], told["household"], told["head"]) == (3, "12", "单雄信")
    assert (told["may_enrol"], [each["code"] for each in told["remarks"]]) == (False, ["too_young"])
    assert "2031-06-01 起可以参保" in told["remarks"][0]["cure"]
    assert child not in str(told)
    assert {each["name"] for each in scripts.done("find", "12")} == {"单雄信", "单小妹"}
    assert scripts.done("check")["well"]


REFUSED: dict[str, tuple[tuple[str, ...], str, str, str]] = {
    # the call; the code, the field beside which it stands, and words that it must say
    "a number of the roster": (("王五", HEAD), "id_taken", "id_number", "单雄信（429004********"),
    "a short number": (("王五", HEAD[:15]), "id_length", "id_number", "15"),
    "no name": (("　", id_number("19900101", 1)), "name_missing", "name", "没有填姓名"),
    "a tier that is not offered": (
        ("王五", id_number("19900101", 1), "--tier", "150"),
        "tier_not_offered",
        "tier_fen",
        "可选：100",
    ),
    "a group that nobody can read": (
        ("王五", id_number("19900101", 1), "--group", "1-2组"),
        "group_several",
        "group",
        "不止",
    ),
    "a house by its number alone": (
        ("王五", id_number("19900101", 1), "--household", "12"),
        "join_house",
        "household",
        "第 3 组 户号 12 户主单雄信，1 人：单雄信",
    ),
    "a number with another head": (
        ("王五", id_number("19900101", 1), "--household", "12", "--head", "王五"),
        "house_other_head",
        "head",
        "户主单雄信",
    ),
    "a head whom nobody has": (
        ("王五", id_number("19900101", 1), "--head", "秦琼"),
        "new_house",
        "head",
        "秦琼",
    ),
    "a name that sounds the same, born on the same day": (
        ("单雄心", id_number("19660301", 5), "--group", "4"),
        "same_person",
        "name",
        "姓名同音，同一天出生",
    ),
    "a name that sounds the same, in the same house": (
        ("单雄心", id_number("19900101", 1), "--household", "12", "--head", "单雄信"),
        "same_person",
        "name",
        "姓名同音，同一户",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_may_not_be_registered_unseen_is_refused_beside_the_field_and_nothing_is_recorded(
    scripts: Scripts, case: str
) -> None:
    call, code, field, words = REFUSED[case]
    told = scripts.refused("register", *call)
    assert (told["error"], told["field"]) == (code, field)
    assert words in told["message"] + told["cure"] and told["cure"]
    assert people(scripts) == 1
    if "sure" in told:  # a question that is answered yes is not asked again
        scripts.done("register", *call, "--sure", told["sure"])
        assert people(scripts) == 2


def test_of_several_houses_that_fit_what_was_not_written_tells_them_apart(scripts: Scripts) -> None:
    other = id_number("19700101", 1)
    scripts.done("register", "单雄信", other, "--group", "4", "--household", "12", "--head", "单雄信")
    aside = ("--group", "4", "--household", "12", "--head", "单雄信(雄心)", "--sure", "12")
    scripts.done("register", "罗成", id_number("19700102", 1), *aside)
    call = ("register", "王五", id_number("19900101", 1), "--household", "12", "--head", "单雄信")
    told = scripts.refused(*call)
    assert (told["error"], told["field"], told["cure"]) == ("several_houses", "group", "请再填小组")
    assert "第 3 组" in told["message"] and "第 4 组" in told["message"]
    assert scripts.done(*call, "--group", "4")["group"] == 4
    assert (
        scripts.refused("register", "赵六", id_number("19900101", 5), "--head", "单雄信")["cure"] == "请再填小组或户号"
    )


def test_a_special_group_that_the_policy_does_not_know_is_told(scripts: Scripts) -> None:
    told = scripts.done("register", "王五", id_number("19900101", 1), "--special-group", "困难户", "--set", "账号=12")
    assert [each["code"] for each in told["remarks"]] == ["account_doubt", "group_unknown"]
    assert "困难户" in told["remarks"][1]["message"]


def test_the_same_call_twice_registers_once(scripts: Scripts) -> None:
    call = ("register", "王五", id_number("19900101", 1))
    scripts.done(*call)
    assert scripts.refused(*call)["error"] == "id_taken"
    assert people(scripts) == 2


def test_two_who_share_a_name_only_are_not_mixed_up(scripts: Scripts) -> None:
    scripts.done("register", "单雄信", id_number("19710405", 7), "--group", "4")
    assert people(scripts) == 2


def test_a_change_says_before_and_after_and_what_must_be_shown(scripts: Scripts) -> None:
    told = scripts.done("change", HEAD[-4:], "--set", "联系电话=13800000001", "--set", "社保卡账号=6217001234567890122")
    by_field = {each["field"]: each for each in told["changed"]}
    assert by_field["phone"]["before"] == "空白" and by_field["phone"]["proof"] == ""
    assert by_field["account"]["after"] == "621***0122" and by_field["account"]["proof"] == "社保卡或银行卡"
    assert (told["proofs"], told["form"]) == (["社保卡或银行卡"], "F2")
    assert scripts.done("change", HEAD, "--set", "电话=13800000001")["changed"] == []
    assert "不用交材料" in scripts.run("change", HEAD, "--set", "电话=13800000002").output


def test_a_change_is_refused_beside_its_field_and_moves_nobody_to_strangers(scripts: Scripts) -> None:
    other = id_number("19900101", 1)
    scripts.done("register", "王五", other, "--group", "3", "--household", "15", "--head", "王五")
    for wanted, code, field in (
        ("身份证号=" + HEAD, "id_other_name", "id_number"),
        ("档次=多", "amount", "tier_fen"),
        ("鞋码=42", "field_unknown", ""),
        ("户号=12", "join_house", "household"),
    ):
        told = scripts.refused("change", other, "--set", wanted)
        assert (told["error"], told["field"]) == (code, field)
    told = scripts.done("change", other, "--set", "户号=12", "--sure", "12")
    assert (told["household"], told["head"]) == ("12", "单雄信")
    told = scripts.done("change", other, "--set", "户号=16", "--set", "户主=王五", "--set", "组=4")
    assert (told["group"], told["household"], told["head"]) == (4, "16", "王五")
    assert scripts.run("change", other, "--set", "电话").exit_code == 2


def test_what_was_registered_and_changed_goes_up_and_reaches_the_other_pc(
    scripts: Scripts, still: StillClock, tmp_path: Path
) -> None:
    def seen(desk: Desk) -> Any:
        [found] = desk.finding.find("单雄信")
        return found.resident.phone, found.resident.household, found.resident.tier_fen

    scripts.done("change", HEAD, "--set", "电话=13800000001")
    folder = tmp_path / "office"
    folder.mkdir()
    other = Desk.create(tmp_path / "other.vdesk", PIN, Village("429004103002", "沟二社区", "B"), still)
    with township(folder, clock=still) as office, other:
        other.exchanging.send(office.url)
        assert scripts.done("send", "--to", office.url)["refused"] == 0
        other.exchanging.send(office.url)
        assert seen(other) == ("13800000001", "12", 20_000)
        other.newcomers.register({"name": "秦琼", "id_number": id_number("19900101", 1), "group": "4"})
        other.exchanging.send(office.url)
        scripts.done("send", "--to", office.url)
        assert [each["name"] for each in scripts.done("find", "秦琼")] == ["秦琼"]
        assert scripts.done("check")["well"] and other.keeping.check().well


def test_somebody_whom_both_pcs_registered_is_one_person_on_both(
    scripts: Scripts, still: StillClock, tmp_path: Path
) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    other = Desk.create(tmp_path / "other.vdesk", PIN, Village("429004103002", "沟二社区", "B"), still)
    with township(folder, clock=still) as office, other:
        other.newcomers.register({"name": "单雄信", "id_number": HEAD, "group": "3", "phone": "13800000001"})
        for _each in range(2):
            other.exchanging.send(office.url)
            assert scripts.done("send", "--to", office.url)["refused"] == 0
        other.exchanging.send(office.url)
        [here], [there] = scripts.done("find", "单雄信"), other.finding.find("单雄信")
        assert here["name"] == there.resident.name
        assert (people(scripts), other.finding.count()) == (1, 1)
