"""A house's fees by command: ticks and tiers as arguments, change, what is missing; the receipts listed; the cash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts

pytestmark = pytest.mark.usefixtures("still")

HEAD, WIFE, SON = id_number("19700512", 1), id_number("19720301", 2), id_number("20000101", 3)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk with a house of three who owe."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    for name, number in (("单雄信", HEAD), ("罗氏", WIFE), ("单小雄", SON)):
        found.done("register", name, number, "--group", "3", "--household", "12", "--head", "单雄信")
    return found


def test_two_of_a_house_pay_their_tiers_and_the_third_is_missing(scripts: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "slips.pdf"
    pays = ("--pays", f"{HEAD[-4:]}=500", "--pays", "罗氏=300")
    done = scripts.done("collect", "--household", "12", *pays, "--given", "1000", "--out", str(out))
    assert [(each["name"], each["amount_fen"]) for each in done["receipts"]] == [("单雄信", 50000), ("罗氏", 30000)]
    assert (done["fen"], done["change_fen"], [each["name"] for each in done["missing"]]) == (80000, 20000, ["单小雄"])
    assert out.read_bytes()[:4] == b"%PDF"
    rest = scripts.done("collect", "--household", SON)
    assert ([each["name"] for each in rest["receipts"]], rest["missing"]) == (["单小雄"], [])
    assert scripts.done("cash")["cash_fen"] == 80000 + rest["fen"]
    assert scripts.run("cash").stdout.startswith("2026-11-02 收现金 900.00 元，3 笔有效")


def test_too_little_cash_a_stranger_and_one_who_may_not_pay_leave_all_as_it_was(scripts: Scripts) -> None:
    short = scripts.refused("collect", "--household", "12", "--pays", "罗氏=300", "--given", "200")
    assert (short["error"], "还差 100 元" in short["message"]) == ("given", True)
    stranger = scripts.refused("collect", "--household", "12", "--pays", "王五=300")
    assert (stranger["error"], HEAD in str(stranger)) == ("unknown_member", False)
    wrong = scripts.refused("collect", "--household", "12", "--pays", "罗氏=300", "--pays", "单小雄=111")
    assert (wrong["error"], "单小雄" in wrong["message"]) == ("tier_not_offered", True)
    assert scripts.done("receipts")["receipts"] == []


def test_who_pays_for_a_special_group_is_asked_with_its_word(scripts: Scripts) -> None:
    scripts.done("change", WIFE, "--set", "特殊群体=重度残疾人")
    asked = scripts.refused("collect", "--household", "12")
    assert (asked["error"], asked["sure"]) == ("who_pays", "self-pays")
    fee = (WIFE, "--year", "2026", "--tier", "300")
    alone = scripts.refused("collect", *fee)
    assert (alone["error"], alone["sure"]) == ("who_pays", "self-pays"), "one fee is asked about as those of a house"
    assert scripts.done("receipts")["receipts"] == []
    assert len(scripts.done("collect", "--household", "12", "--sure", "self-pays")["receipts"]) == 3


def test_the_receipts_are_listed_with_their_state_and_sum(scripts: Scripts) -> None:
    taken = scripts.done("collect", "--household", "12")["receipts"]
    scripts.done("void", taken[0]["receipt"], "--reason", "重复")
    listed = scripts.done("receipts", "--day", "2026-11-02")
    assert [each["state"] for each in listed["receipts"]] == ["issued", "issued", "void"]
    assert (listed["voids"], listed["fen"]) == (1, sum(each["amount_fen"] for each in taken[1:]))
    assert [each["name"] for each in scripts.done("receipts", "--state", "void")["receipts"]] == [taken[0]["name"]]
    assert scripts.done("receipts", "--text", "罗")["receipts"][0]["name"] == "罗氏"
    assert "3 张，作废 1 张，有效的共" in scripts.run("receipts").stdout
    assert scripts.refused("receipts", "--state", "lost")["error"] == "state"


def test_those_named_of_a_group_are_taken_together_and_nobody_else(scripts: Scripts) -> None:
    other = id_number("19850101", 4)
    scripts.done("register", "程咬金", other, "--group", "3", "--household", "13", "--head", "程咬金")
    pays = ("--pays", "程咬金=300", "--pays", f"{SON[-4:]}=500")
    wrong = scripts.refused("collect", "--group", "3", *pays, "--pays", "罗氏=111")
    assert (wrong["error"], scripts.done("receipts")["receipts"]) == ("tier_not_offered", [])
    assert scripts.refused("collect", "--group", "3", *pays, "--given", "700")["error"] == "given"
    assert scripts.refused("collect", "--group", "3")["error"] == "nobody"
    done = scripts.done("collect", "--group", "3组", *pays, "--given", "820")
    assert [(each["name"], each["amount_fen"]) for each in done["receipts"]] == [("程咬金", 30000), ("单小雄", 50000)]
    assert (done["fen"], done["change_fen"], len(done["missing"])) == (80000, 2000, 2)
    again = scripts.refused("collect", "--group", "3", "--pays", "程咬金=300")
    assert again["error"] == "already_paid"
