"""The command payout-roster: what keeps a list out is listed, and a second list of a month waits for a word."""

from pathlib import Path
from typing import Any

import pytest

from tests.desks import StillClock
from tests.test_cli import Scripts
from tests.workbooks.books import PAYOUT_HEADER, number, payee, save

TITLE = "2026年11月待遇发放明细"


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    return found


def listed(folder: Path, *lines: list[Any], title: str = TITLE) -> tuple[str, ...]:
    file = save(folder / "名单.xlsx", [[title], PAYOUT_HEADER, *lines])
    return "payout-roster", str(file), "--out", str(folder / "花名册.pdf")


def test_every_line_that_keeps_a_list_out_is_listed_with_its_value_masked(scripts: Scripts, tmp_path: Path) -> None:
    wrong, twice = payee(2), payee(3, base=1.0)
    wrong[2] = number(2, "19500203")[:-1] + "5"
    command = listed(tmp_path, payee(1), wrong, twice)
    waiting = scripts.done("status")["waiting"]
    told = scripts.refused(*command)
    assert told["error"] == "list_damaged"
    first, second = (each for each in told["unmatched"] if each["holds"])
    assert (first["row"], first["column"], first["name"]) == (4, "公民身份号码", "谭少怀")
    assert first["value"] == "429004********0025" and first["cure"]
    assert (second["row"], second["value"]) == (5, "201.48")
    words = scripts.run(*command).stderr
    assert "表格第 4 行 谭少怀：公民身份号码“429004********0025”" in words and "表格第 5 行" in words
    assert "序号 0" not in words and wrong[2] not in words
    assert scripts.done("status")["waiting"] == waiting


def test_a_second_list_of_a_month_is_compared_and_waits_for_a_word(scripts: Scripts, tmp_path: Path) -> None:
    scripts.done(*listed(tmp_path, payee(1), payee(2)))
    waiting = scripts.done("status")["waiting"]
    scripts.done(*listed(tmp_path, payee(1), payee(2), title=TITLE + " "))
    assert scripts.done("status")["waiting"] == waiting, "the same list is no news, and a file is no print"
    command = listed(tmp_path, payee(1, extra=30.0, total=231.48), payee(3))
    told = scripts.refused(*command)
    earlier = told["earlier"]
    assert (told["error"], earlier["added"], earlier["gone"], earlier["changed"]) == ("month_known", 1, 1, 1)
    assert earlier["printed_pages"] == 0, "a file was made, nothing came out of a printer"
    words = scripts.run(*command).stderr
    assert "--replace" in words and "201.48 → 231.48" in words and "打印过" not in words
    assert scripts.done("status")["waiting"] == waiting
    assert scripts.done(*command, "--replace")["total_fen"] == 43296
    assert scripts.run(*command, "--replace", "--supplement").exit_code == 2


def test_a_supplement_is_taken_beside_the_months_list(scripts: Scripts, tmp_path: Path) -> None:
    scripts.done(*listed(tmp_path, payee(1), payee(2)))
    command = listed(tmp_path, payee(1, 20, 0, 0, 20))
    assert scripts.done(*command, "--supplement")["payees"] == 1
    waiting = scripts.done("status")["waiting"]
    scripts.done(*command, "--replace")
    assert scripts.done("status")["waiting"] == waiting + 2, "another word for a list that is here is a decision too"


def test_a_supplement_that_pays_most_of_the_month_again_is_asked_about(scripts: Scripts, tmp_path: Path) -> None:
    scripts.done(*listed(tmp_path, payee(1), payee(2), payee(3)))
    command = (*listed(tmp_path, payee(1), payee(2, 20, 0, 0, 20)), "--supplement")
    waiting = scripts.done("status")["waiting"]
    question = scripts.refused(*command)
    assert question["error"] == "payees_again"
    assert "发了 3 人，其中 2 人在这一份上又有（1 人金额一样）" in question["message"]
    assert scripts.done("status")["waiting"] == waiting
    assert scripts.done(*command, "--sure", question["sure"])["payees"] == 2
    assert scripts.done(*command)["payees"] == 2, "what was decided is asked once"


def test_a_payee_of_nothing_stands_on_the_list_and_on_the_roster(scripts: Scripts, tmp_path: Path) -> None:
    taken = scripts.done(*listed(tmp_path, payee(1), payee(2, 0, 0, 0, 0)))
    assert (taken["payees"], taken["total_fen"]) == (2, 20148)
    assert "nothing_paid" in [each["code"] for each in taken["unmatched"]] or "0 元" in str(taken["unmatched"])


def test_the_problems_of_a_roster_say_who_and_what(scripts: Scripts, tmp_path: Path) -> None:
    wrong = number(2)[:-1] + "5"
    file = save(tmp_path / "花名册.xlsx", [["姓名", "身份证号"], ["谭少怀", wrong]])
    [problem] = scripts.done("import-roster", str(file))["problems"]
    assert (problem["name"], problem["value"]) == ("谭少怀", f"429004********{wrong[-4:]}")
    assert "谭少怀，身份证号“429004********" in scripts.run("import-roster", str(file)).output


def test_an_unknown_amount_column_is_asked_and_answered_by_an_option_once(scripts: Scripts, tmp_path: Path) -> None:
    header = ["序号", "姓名", "公民身份号码", "基础养老金", "村集体添补", "应发合计"]

    def command(month: int) -> tuple[str, ...]:
        line = [1, "谭少怀", number(1, "19500203"), 160, 30, 190]
        file = save(tmp_path / "名单.xlsx", [[f"2026年{month}月"], header, line])
        return "payout-roster", str(file), "--out", str(tmp_path / "花名册.pdf")

    told = scripts.refused(*command(11))
    assert told["error"] == "columns_asked"
    assert [each["heading"] for each in told["columns"] if each["asked"]] == ["村集体添补"]
    assert {"addition", "deduction", "basic", "personal-account", "ignore"} <= told["names"].keys()
    words = scripts.run(*command(11)).stderr
    assert "--column '村集体添补=名称'" in words and "addition＝加发（补发也算）" in words
    assert scripts.run(*command(11), "--column", "村集体添补").exit_code == 2
    assert scripts.refused(*command(11), "--column", "村集体添补=工资")["error"] == "column_field"
    assert scripts.done(*command(11), "--column", "村集体添补=addition")["total_fen"] == 19000
    assert "按本台说过的读：“村集体添补”＝加发（补发也算）" in scripts.run(*command(12)).output


def test_the_columns_of_a_roster_are_said_by_an_option_once(scripts: Scripts, tmp_path: Path) -> None:
    file = save(tmp_path / "花名册.xlsx", [["户内称呼", "身份证号"], ["谭少怀", number(1)]])
    told = scripts.refused("import-roster", str(file))
    assert (told["error"], told["columns"][0]["heading"]) == ("no_header", "户内称呼")
    assert scripts.done("import-roster", str(file), "--dry-run", "--column", "户内称呼=name")["added"] == 1
    assert scripts.refused("import-roster", str(file))["error"] == "no_header", "a dry run remembers nothing"
    assert scripts.done("import-roster", str(file), "--column", "户内称呼=name")["added"] == 1
    assert scripts.done("import-roster", str(file))["unchanged"] == 1
