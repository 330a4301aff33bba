"""Full lists of a group's members by command: what they change, what fails them, and what they say of last year."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts
from tests.workbooks.books import save

pytestmark = pytest.mark.usefixtures("still")

ZHANG, LI, WANG = (id_number("19800512", serial) for serial in (1, 2, 3))
HEADINGS = ["序号", "姓名", "身份证号", "身份类别", "残疾等级", "纳入资助时间", "低保证号"]


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    """A desk of a county that pays by the list of last year; one is a member by the roster."""
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "500101001200", "--name", "沟二社区", "--letter", "A")
    for name, number, stated in (("张三", ZHANG, "低保"), ("李四", LI, ""), ("王五", WANG, "")):
        found.done("register", name, number, *(("--special-group", stated) if stated else ()))
    found.done("policy", "adopt", "chongqing-government-paid", "--since", "2018-12-01")
    return found


def take(scripts: Scripts, month: str, *rows: list[str], more: tuple[str, ...] = ()) -> Any:
    path = save(scripts.file.parent / f"{month}.xlsx", [HEADINGS, *rows])
    return scripts.done("member", "import", str(path), "--group", "低保", "--month", month, *more)


def effects(told: Any) -> dict[str, str]:
    return {each["name"]: each["effect"] for each in told["changes"]}


def members(scripts: Scripts) -> list[str]:
    return [each["name"] for each in scripts.done("member", "list", "--group", "低保")]


def test_lists_month_by_month_bring_and_end_members_and_the_same_again_changes_nothing(scripts: Scripts) -> None:
    first = ["1", "李四", LI, "低保", "", "2025-03", "D1"]
    seen = take(scripts, "2026-09", first, more=("--dry-run",))
    assert effects(seen) == {"张三": "ended", "李四": "joined"}
    assert members(scripts) == ["张三"], "a dry run records nothing"
    take(scripts, "2026-09", first)
    assert members(scripts) == ["李四"]
    again = take(scripts, "2026-10", first)
    assert (effects(again), again["same"]) == ({}, 1)
    gone = take(scripts, "2026-11", ["1", "王五", WANG, "低保户", "", "", ""])
    assert effects(gone) == {"李四": "ended", "王五": "joined"}
    [line] = scripts.done("member", "show", LI)["groups"]
    assert (line["until"], line["certificate"], line["state"]) == ("2026-10-31", "D1", "over")
    assert scripts.done("check")["well"]


def test_a_list_of_last_year_settles_last_year_for_everybody(scripts: Scripts) -> None:
    assert scripts.done("member", "show", ZHANG)["questions"]
    take(scripts, "2025", ["1", "李四", LI, "低保", "", "", ""])
    assert scripts.done("member", "show", ZHANG)["questions"] == [], "who is not on it was no member then"
    assert members(scripts) == ["张三"], "and it says nothing of today"
    [line] = scripts.done("member", "show", LI)["groups"]
    assert (line["since"], line["until"], line["state"]) == ("", "2025-12-31", "over")


def test_who_is_on_the_roster_and_on_the_list_of_last_year_is_a_member_still(scripts: Scripts) -> None:
    take(scripts, "2025", ["1", "张三", ZHANG, "低保", "", "", ""])
    assert members(scripts) == ["张三"]
    assert scripts.done("member", "show", ZHANG)["questions"] == []


@pytest.mark.parametrize(
    "row",
    [
        ["2", "赵六", "", "低保", "", "", ""],
        ["2", "", WANG, "低保", "", "", ""],
        ["2", "王五", WANG, "低保", "", "去年", ""],
    ],
    ids=["no number", "no name", "no day"],
)
def test_one_row_that_cannot_be_read_fails_the_whole_list(scripts: Scripts, row: list[str]) -> None:
    path = save(scripts.file.parent / "a.xlsx", [HEADINGS, ["1", "李四", LI, "低保", "", "", ""], row])
    refused = scripts.refused("member", "import", str(path), "--group", "低保", "--month", "2026-11")
    assert (refused["error"], "第 3 行" in refused["message"]) == ("rows", True)
    assert members(scripts) == ["张三"]


def test_rows_of_other_groups_are_left_aside_and_strangers_are_named(scripts: Scripts) -> None:
    rows = [["1", "李四", LI, "残疾", "一级", "", ""], ["2", "外人", id_number("19700101", 9), "低保", "", "", ""]]
    told = take(scripts, "2026-11", ["3", "张三", ZHANG, "城乡低保", "", "", ""], *rows)
    assert (effects(told), told["unknown"], told["members"]) == ({"张三": "joined"}, ["外人"], 2)
    refused = scripts.refused(
        "member", "import", str(scripts.file.parent / "2026-11.xlsx"), "--group", "低保", "--month", "2026-11"
    )
    assert refused["error"] == "list_taken"


def test_a_month_that_is_none_or_to_come_is_refused(scripts: Scripts) -> None:
    path = save(scripts.file.parent / "a.xlsx", [HEADINGS, ["1", "李四", LI, "低保", "", "", ""]])
    for month in ("冬月", "2026-12"):
        refused = scripts.refused("member", "import", str(path), "--group", "低保", "--month", month)
        assert (refused["error"], refused["field"]) == ("period", "month")
