"""The commands of forms: a county's own form is checked, put in use, filled, and withdrawn."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.desks import StillClock, id_number
from tests.test_cli import Scripts
from tests.workbooks.books import save
from village_desk.services.forms import catalogue, checking

NUMBER = id_number("19800512", 1)


@pytest.fixture
def scripts(tmp_path: Path, still: StillClock) -> Scripts:
    found = Scripts(tmp_path, still)
    found.done("new", "--village", "429004103002", "--name", "沟二社区", "--letter", "A")
    roster = [["姓名", "身份证号", "村民小组"], ["单雄信", NUMBER, "三组"]]
    found.done("import-roster", str(save(tmp_path / "花名册.xlsx", roster)))
    return found


def own(folder: Path, *rows: list[str]) -> str:
    """A form as a county keeps it."""
    return str(save(folder / "本县登记表.xlsx", [list(row) for row in rows]))


def test_a_form_of_the_county_is_checked_put_in_use_filled_and_withdrawn(scripts: Scripts, tmp_path: Path) -> None:
    form = own(
        tmp_path, ["本县参保登记表\n（一式三份）"], ["姓名", "{姓名}", "组", "{小组}"], ["号码", "{身份证号码:掩码}"]
    )
    checked = scripts.done("form", "check", form)
    assert (checked["fit"], checked["subject"]) == (True, "person")
    scripts.done("form", "install", form, "--name", "参保登记表", "--number", "F1", "--moment", "新参保")
    listed = {each["name"]: each["origin"] for each in scripts.done("form", "list")}
    assert (listed["参保登记表"], listed["变更登记表"]) == ("village", "shipped")
    out = tmp_path / "表.pdf"
    filled = scripts.done("form", "fill", "F1", NUMBER, "--out", str(out))
    assert (filled["origin"], filled["copies"], filled["blanks"]) == ("village", 1, [])
    assert out.read_bytes().startswith(b"%PDF")
    scripts.done("form", "withdraw", "参保登记表", "--reason", "县里换了新的")
    assert {each["name"]: each["origin"] for each in scripts.done("form", "list")}["参保登记表"] == "shipped"


def test_a_form_with_an_unknown_field_names_cell_and_nearest_and_changes_nothing(
    scripts: Scripts, tmp_path: Path
) -> None:
    wrong = own(tmp_path, ["{公民身份证号码号}"])
    ended = scripts.run("form", "check", wrong)
    assert ended.exit_code == 1 and "A1" in ended.stderr and "是不是" in ended.stderr
    assert scripts.refused("form", "install", wrong, "--name", "参保登记表")["error"] == "form"
    assert {each["origin"] for each in scripts.done("form", "list")} == {"shipped"}


@pytest.mark.parametrize("named", [("--number", "F12"), ("--name", "待遇发放公示表"), ("--name", "缴费公示")])
def test_a_form_in_the_place_of_a_posting_is_one_whatever_moment_was_said(
    scripts: Scripts, tmp_path: Path, named: tuple[str, str]
) -> None:
    whole = own(tmp_path, ["公示"], ["{.姓名}", "{.公民身份号码:全}"])
    assert scripts.refused("form", "install", whole, *named, "--for", "payouts")["error"] == "form"
    scripts.done("form", "install", own(tmp_path, ["公示"], ["{.姓名}", "{.金额}"]), *named, "--for", "payouts")
    assert [each["posting"] for each in scripts.done("form", "list") if each["origin"] == "village"] == [True]


def test_a_workbook_without_fields_is_told_as_what_it_is(scripts: Scripts, tmp_path: Path) -> None:
    [remark] = scripts.done("form", "check", own(tmp_path, ["姓名", "单雄信"]))["remarks"]
    assert "没有字段" in remark


@pytest.mark.parametrize("name", ["表.doc", "表"])
def test_a_file_that_is_neither_paper_nor_workbook_is_refused_before_anything_is_filled(
    scripts: Scripts, tmp_path: Path, name: str
) -> None:
    assert scripts.refused("form", "fill", "F1", NUMBER, "--out", str(tmp_path / name))["error"] == "file_kind"


def test_the_dictionary_is_kept_as_a_workbook_to_copy_from(scripts: Scripts, tmp_path: Path) -> None:
    out = tmp_path / "字段.xlsx"
    assert scripts.done("form", "fields", "--out", str(out))["file"] == str(out)
    written = {row[1] for row in CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()}
    assert {"{姓名}", "{.姓名}", "{合计.金额}"} <= written
    assert scripts.refused("form", "fields", "--out", str(tmp_path / "字段.pdf"))["error"] == "file_kind"


def test_the_dictionary_is_there_for_scripts(scripts: Scripts) -> None:
    found = {each["name"]: each for each in scripts.done("form", "fields")}
    assert found["公民身份号码"]["personal"] and "身份证号" in found["公民身份号码"]["aliases"]


def test_a_filled_workbook_takes_no_other_ones_place(scripts: Scripts, tmp_path: Path) -> None:
    form, out = own(tmp_path, ["{姓名}"]), tmp_path / "填好.xlsx"
    scripts.done("form", "install", form, "--name", "甲")
    before = Path(form).read_bytes()
    assert scripts.refused("form", "fill", "甲", NUMBER, "--out", form)["error"] == "other_file"
    assert Path(form).read_bytes() == before
    for _click in range(2):
        scripts.done("form", "fill", "甲", NUMBER, "--out", str(out))


def test_what_a_file_says_reaches_no_screen_as_a_command(scripts: Scripts, tmp_path: Path) -> None:
    form = own(tmp_path, ["_x001B_[31m红", "_xD800_字", "{姓名}"])
    ended = scripts.run("form", "check", form)
    assert ended.exit_code == 1 and "U+001B" in ended.stderr and "\x1b" not in ended.output
    assert not scripts.refused("form", "install", form)["message"].isascii()


def test_the_same_file_with_other_words_is_another_form_and_what_it_replaces_is_said(
    scripts: Scripts, tmp_path: Path
) -> None:
    form = own(tmp_path, ["本县登记表"], ["{姓名}"])
    first = scripts.done("form", "install", form, "--name", "参保登记表")
    assert (first["changed"], first["replaces"]) == (True, "程序自带的 F1 参保登记表")
    again = scripts.done("form", "install", form, "--name", "参保登记表")
    assert (again["changed"], again["remarks"][0]) == (False, "和正在用的一样，没有改动")
    other = scripts.done("form", "install", form, "--name", "参保登记表", "--for", "household", "--number", "M1")
    assert (other["changed"], other["replaces"]) == (True, "以前装的（本村自制）")
    [listed] = [each for each in scripts.done("form", "list") if each["name"] == "参保登记表"]
    assert (listed["number"], listed["subject"]) == ("M1", "household")


@pytest.mark.parametrize(
    ("rows", "whom", "impossible"),
    [
        ([["姓名", "组"], ["{.姓名}", "{.小组}"]], "people", "person"),
        ([["{组.名称}"], ["{.性别}"], ["{小计.人数}"]], "people", "village"),
        ([["{年月}"], ["{.姓名}", "{.金额}"], ["{合计.金额}"]], "payouts", "person"),
        ([["户主 {户主}"], ["{.姓名}"]], "household", "person"),
        ([["{姓名}"], ["{成员.姓名}"]], "person", "people"),
        ([["{户编号}"]], "household", "payouts"),
        ([["{村名}", "{协办员}"]], "village", "people"),
    ],
)
def test_for_whom_a_form_is_follows_from_its_fields_and_what_cannot_be_is_refused(
    scripts: Scripts, tmp_path: Path, rows: list[list[str]], whom: str, impossible: str
) -> None:
    form = own(tmp_path, *rows)
    done = scripts.done("form", "install", form)
    assert (done["subject"], done["guessed"], "填谁" in done["remarks"][0]) == (whom, True, True)
    refused = scripts.refused("form", "install", form, "--for", impossible)
    assert refused["error"] == "form_subject" and f"--for {whom}" in refused["cure"]
    assert not scripts.done("form", "install", form, "--for", whom)["guessed"]


def test_the_forms_of_the_program_are_for_whom_their_fields_say() -> None:
    assert {each.name: checking.check(each.data(), each.posting).guessed for each in catalogue.shipped()} == {
        each.name: each.subject for each in catalogue.shipped()
    }


@pytest.mark.parametrize("hung", [["缴费公示"], ["缴费名单", "公示时间 {公示起}"]])
def test_a_form_that_says_itself_that_it_is_hung_up_is_a_posting(
    scripts: Scripts, tmp_path: Path, hung: list[str]
) -> None:
    options = ("--name", "缴费名单", "--moment", "对账")
    whole = own(tmp_path, hung, ["{.姓名}", "{.公民身份号码:全}"])
    assert "公示" in scripts.refused("form", "install", whole, *options)["message"]
    assert scripts.run("form", "check", whole).exit_code == 1
    scripts.done("form", "install", own(tmp_path, hung, ["{.姓名}", "{.公民身份号码}"]), *options)
    assert [each["moment"] for each in scripts.done("form", "list") if each["origin"] == "village"] == ["公示"]
    asked = own(tmp_path, ["审核表"], ["经公示无异议"], ["{公民身份号码}"])
    assert scripts.done("form", "install", asked, "--name", "审核表")["whole_numbers"], "not in its title"


def test_a_list_of_all_of_a_group_or_of_who_has_not_paid_is_printed_without_writing_numbers(
    scripts: Scripts, tmp_path: Path
) -> None:
    roster = [["姓名", "身份证号", "村民小组"], ["王伯当", id_number("19810512", 3), "二组"]]
    scripts.done("import-roster", str(save(tmp_path / "另一册.xlsx", roster)))
    scripts.done("form", "install", own(tmp_path, ["{.姓名}"]), "--name", "名单")
    for at, (options, names) in enumerate(
        [(["--all"], ["王伯当", "单雄信"]), (["--group", "3"], ["单雄信"]), (["--unpaid"], ["王伯当", "单雄信"])]
    ):
        filled = tmp_path / f"{at}.xlsx"
        scripts.done("form", "fill", "名单", *options, "--out", str(filled))
        assert [row[0] for row in CalamineWorkbook.from_path(filled).get_sheet_by_index(0).to_python()] == names
    out = str(tmp_path / "x.pdf")
    for words, code in (
        (("名单", NUMBER, "--all"), "options"),
        (("F12", "--all"), "options"),
        (("名单", "--group", "9"), "empty"),
    ):
        assert scripts.refused("form", "fill", *words, "--out", out)["error"] == code


def test_of_many_numbers_the_wrong_one_is_named_by_its_place_and_masked(scripts: Scripts, tmp_path: Path) -> None:
    out = str(tmp_path / "x.pdf")
    for wrong in (id_number("19830512", 7), "429004198305120007"):
        message = scripts.refused("form", "fill", "F1", NUMBER, wrong, "--out", out)["message"]
        assert message.startswith("第 2 个") and wrong not in message and wrong[-4:] in message
