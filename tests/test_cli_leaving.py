"""People who leave, by command: the answer, the strike-off, its taking back, months paid twice, and who came over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")

HEAD, SON = id_number("19660301", 1), id_number("19900301", 3)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk with a house of two."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    for name, number in (("单雄信", HEAD), ("单小雄", SON)):
        found.done("register", name, number, "--group", "3", "--household", "12", "--head", "单雄信")
    return found


def words(scripts: Scripts, *call: str) -> str:
    """What a call says to people."""
    result = scripts.run(*call)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_answer_records_nothing_and_its_exit_says_whether_it_can_be_done(scripts: Scripts) -> None:
    told = scripts.done("leaving", HEAD, "--reason", "moved", "--to", "于都县")
    assert (told["may"], told["against"], told["form"], told["estimated"]) == (True, [], "F7", True)
    assert [each["code"] for each in told["reasons"]] == ["account_unknown", "head_left"]
    enough = scripts.done("leaving", HEAD, "--reason", "employee_scheme", "--employee-years", "15")
    assert (enough["may"], enough["questions"]) == (True, [])
    refused = scripts.run("leaving", HEAD, "--reason", "moved", "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["against"][0]["field"]) == (1, "to")
    assert scripts.refused("leaving", HEAD, "--reason", "wish")["error"] == "leave_wish"
    assert scripts.done("find", "单雄信")[0]["struck_off"] is False


def test_a_whole_leaving_from_the_question_to_the_form_and_back(scripts: Scripts, tmp_path: Path) -> None:
    asked = scripts.refused("strike-off", HEAD, "--reason", "other", "--told-by", "本人")
    assert (asked["error"], asked["sure"], asked["field"]) == ("other_reason", "other", "reason")
    done = scripts.done("strike-off", HEAD, "--reason", "death", "--on", "2026-10-20", "--told-by", "家属")
    assert (done["struck_off"], done["reason"], HEAD in str(done)) == (True, "death", False)
    assert [each["name"] for each in scripts.done("find", "单") if each["struck_off"]] == ["单雄信"]
    assert scripts.done("status")["people"] == 1
    out = tmp_path / "F7.pdf"
    scripts.done("form", "fill", "F7", HEAD, "--out", str(out))
    assert out.read_bytes()[:4] == b"%PDF"
    again = scripts.refused("strike-off", HEAD, "--reason", "moved", "--to", "于都", "--told-by", "本人")
    assert (again["error"], "reinstate" in again["cure"]) == ("struck_off_already", True)
    assert scripts.refused("reinstate", SON, "--reason", "x")["error"] == "not_struck_off"
    back = words(scripts, "reinstate", HEAD, "--reason", "看错了人")
    assert "又在花名册上" in back and "死亡的记载还在" in back
    assert scripts.done("status")["people"] == 2
    assert scripts.done("rebuild")["facts"] and scripts.done("check")["well"]


def test_words_for_people_name_the_next_step(scripts: Scripts) -> None:
    told = words(scripts, "strike-off", HEAD, "--reason", "moved", "--to", "于都县", "--told-by", "本人")
    assert "已登记注销：单雄信" in told and "household head" in told and "form fill F7" in told
    assert HEAD not in told


def test_a_wish_is_recorded_and_told_why_not(scripts: Scripts) -> None:
    told = scripts.done("strike-off", HEAD, "--reason", "wish", "--told-by", "本人")
    assert (told["wish"], told["struck_off"], "不能退保" in told["message"]) == (True, False, True)
    words = scripts.run("strike-off", HEAD, "--reason", "wish", "--told-by", "本人").stdout
    assert words.startswith("记下了") and "没有做完" not in words


def test_months_paid_twice_and_years_that_came_over(scripts: Scripts) -> None:
    told = scripts.done(
        *("employee-months", "add", SON, "--first", "2023-04", "--last", "2023-12", "--told-by", "缴费证明")
    )
    assert told["refunds"] == []
    assert scripts.done("employee-months", "show", SON)["refunds"] == []
    came = scripts.done("transfer", SON, "--years", "9", "--account", "9000", "--on", "2024-03-01", "--told-by", "函")
    assert (came["years"], came["paid_years"]) == (9, 9)
    assert scripts.refused("transfer", SON, "--years", "9", "--on", "2027-03-01", "--told-by", "函")["field"] == "on"
