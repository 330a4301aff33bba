"""What a cell of a roster may look like, and what becomes of its row."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.workbooks.books import codes, grid, number, read, read_rows
from tests.workbooks.field import read_roster

PERSON = {"name": "张三", "id_number": number(1), "sex": "男", "group": "3组", "phone": "13812345678", "tier": 200}


def test_a_plain_row_is_read_as_it_stands(tmp_path: Path) -> None:
    row = {**PERSON, "ethnic": "汉族", "household": "0007", "head": "李四", "relation": "子", "note": "在外务工"}
    reading = read_rows(tmp_path, {**row, "special_group": "低保对象", "account": "6222 0212 3456 7890 128"})
    [person] = reading.people
    assert (person.row, person.name, person.id_number, person.group, person.tier_fen) == (
        2,
        "张三",
        number(1),
        3,
        20000,
    )
    assert (person.household, person.head, person.relation, person.note) == ("0007", "李四", "子", "在外务工")
    assert (person.phone, person.account) == ("13812345678", "6222021234567890128")
    assert (person.ethnic, person.special_group, reading.problems) == ("汉族", "低保对象", ())


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        " 110105 1949\n1231 002X\u200b",
        "110105-19491231-002X",
    ],
)
def test_an_identity_number_is_cleaned(written: str, tmp_path: Path) -> None:
    [person] = read_rows(tmp_path, {**PERSON, "sex": "女", "id_number": written}).people
    assert person.id_number == "11010519491231002X"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (429004199001011234, "id_damaged"),
        (4.20102199003077e17, "id_damaged"),
        (4.2e-5, "id_damaged"),
        ("4.20102199003077E+17", "id_damaged"),
        (number(1)[:15] + "000", "id_damaged"),
        ("110105491231002", "id_length"),
        (110105491231002, "id_length"),
        ("4290041970020300", "id_length"),
        (date(1970, 2, 3), "id_length"),
        ("429004200402311283", "id_date"),
        ("110105194912310021", "id_check_digit"),
        ("²²²²²²¹⁹⁷⁰⁰²⁰³⁰⁰¹⁴", "id_length"),
        ("", "id_missing"),
        ("无", "id_missing"),
        (True, "id_length"),
    ],
)
def test_a_number_that_cannot_be_trusted_holds_the_row(written: Any, code: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "sex": "", "id_number": written})
    assert (codes(reading, 2), reading.held, reading.people) == ([code], 1, ())


@pytest.mark.parametrize(("written", "said"), [("429004********0013", "星号"), ("42900419700203OO13", "认不出")])
def test_a_masked_or_misread_number_is_told_as_such(written: str, said: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "id_number": written})
    assert said in reading.problems[0].message


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 张　三 ", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("古丽娜尔・吐尔逊", "古丽娜尔·吐尔逊"),
        ("𬱖䶮", "𬱖䶮"),
        ("丁", "丁"),
    ],
)
def test_names_are_kept_without_the_spaces_that_line_up_columns(written: str, kept: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "name": written})
    assert [person.name for person in reading.people] == [kept]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("  ", "name_missing"),
        ("12345", "name_unreadable"),
        (12345, "name_unreadable"),
        ("???", "name_unreadable"),
        (date(2026, 1, 1), "name_unreadable"),
        ("长" * 41, "name_length"),
        ("@SUM(张三)", "name_unreadable"),
        ("张三😀", "name_picture"),
        ("张❤三", "name_picture"),
        ("+cmd|calc", "name_unreadable"),
    ],
)
def test_what_is_no_name_holds_the_row(written: Any, code: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "name": written})
    assert (codes(reading, 2), reading.held) == ([code], 1)


@pytest.mark.parametrize("written", ["李四2", "'; DROP TABLE people;--", "<script>王五</script>", "名\ue000字"])
def test_an_odd_name_is_kept_as_written_and_remarked_on(written: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "name": written})
    assert codes(reading, 2) == ["name_odd"]
    assert (reading.held, len(reading.people)) == (0, 1)


@pytest.mark.parametrize(
    ("written", "kept", "said"),
    [
        ("张建国（已故）", "张建国", "死亡日期"),
        ("张建国\n（已故）", "张建国", "死亡日期"),
        ("马玉芬(马玉兰)", "马玉芬", "马玉兰"),
        ("张三(大)", "张三", "备注"),
        ("张建国（户主）", "张建国", "户主"),
    ],
)
def test_words_in_brackets_behind_a_name_are_told_and_not_taken(
    written: str, kept: str, said: str, tmp_path: Path
) -> None:
    reading = read_rows(tmp_path, {**PERSON, "name": written})
    [problem] = reading.problems
    assert ([person.name for person in reading.people], problem.code, problem.holds) == ([kept], "name_aside", False)
    assert said in problem.message + problem.cure


@pytest.mark.parametrize(
    ("written", "kept"), [("王\ue863", "王䶮"), ("⽟珍", "玉珍"), ("马⻢儿", "马马儿"), ("茶\uf9fe明", "茶茶明")]
)
def test_a_name_of_old_codes_or_radicals_is_put_into_its_form_and_told(written: str, kept: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "name": written})
    assert [person.name for person in reading.people] == [kept]
    assert (codes(reading, 2), reading.held) == (["name_form"], 0)
    assert "U+" in reading.problems[0].message


def test_the_names_of_the_field() -> None:
    reading = read_roster("a-names.xlsx")
    names = [person.name for person in reading.people]
    assert (reading.rows, reading.held) == (39, 0)
    assert names[:4] + names[14:21] == [
        "张三",
        "李四",
        "王五",
        "刘六",
        "葛文",
        "杻大明",
        "玉珍",
        "马马儿",
        "王䶮",
        "张建国",
        "张建国",
    ]
    assert set(names[4:12]) == {"阿依古丽·买买提", "阿依古丽—买买提", "阿依古丽买买提"}
    again = read_roster("cl1.xlsx"), read_roster("cl2.xlsx")
    assert [[each.name for each in one.people] for one in again] == [["王䶮", "张建国", "葛文"]] * 2


@pytest.mark.parametrize("written", ["男", "1", 1, 1.0, "M", "男性", "", "未知", 9])
def test_a_sex_that_agrees_or_is_left_open_is_fine(written: Any, tmp_path: Path) -> None:
    assert read_rows(tmp_path, {**PERSON, "sex": written}).problems == ()


@pytest.mark.parametrize("written", ["女", "2", 2, "F"])
def test_a_sex_that_contradicts_the_number_holds_the_row(written: Any, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "sex": written})
    assert (codes(reading, 2), reading.held) == (["sex_contradicts"], 1)


@pytest.mark.parametrize(
    ("written", "fen"),
    [(200, 20000), (200.0, 20000), ("200元", 20000), ("２００", 20000), ("200元/年", 20000), ("￥1,000.00", 100000)]
    + [("200档", 20000), ("", 0), ("—", 0), ("无", 0), (0, 0), ("二百", 20000), ("贰佰元", 20000), ("每年200", 20000)]
    + [
        ("两千元/年", 200000),
        ("200块", 20000),
        ("200,", 20000),
        ("200元档", 20000),
        ("一千五", 150000),
        ("壹仟", 100000),
    ],
)
def test_a_tier_is_read_in_the_ways_it_is_written(written: Any, fen: int, tmp_path: Path) -> None:
    assert [person.tier_fen for person in read_rows(tmp_path, {**PERSON, "tier": written}).people] == [fen]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (150, "tier_not_offered"),
        ("50元", "tier_not_offered"),
        *(
            (words, "tier_unreadable")
            for words in ("第二档", "2档", "二档", "D2", "100/200", "100-200", "同上", "2,00")
        ),
        ("1e3", "tier_unreadable"),
        (-200, "tier_unreadable"),
        (100.005, "tier_unreadable"),
        (10**14, "tier_unreadable"),
        (date(1900, 7, 18), "tier_unreadable"),
        (True, "tier_unreadable"),
    ],
)
def test_a_tier_that_is_not_offered_or_unreadable_holds_the_row(written: Any, code: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "tier": written})
    assert (codes(reading, 2), reading.held) == ([code], 1)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "免缴",
            "未缴",
            "已领待遇",
            "到龄",
            "60岁以上",
            "停保",
            "不缴",
            "已缴",
            "退休",
            "领取",
            "死亡",
            "满60周岁",
            "领取待遇人员",
        ),
        *("职保", "在校学生", "已去世"),
    ],
)
def test_words_that_say_why_no_tier_was_chosen_hold_nobody_back(written: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "tier": written})
    assert (codes(reading, 2), reading.held, [each.tier_fen for each in reading.people]) == (["tier_words"], 0, [0])
    assert written in reading.problems[0].message


@pytest.mark.parametrize(
    ("written", "fen"),
    [("200(代缴)", 20000), ("200（政府代缴）", 20000), ("100（低保）", 10000), ("政府代缴100元", 10000)],
)
def test_who_pays_a_tier_is_told_and_the_amount_is_kept(written: str, fen: int, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "tier": written})
    assert (codes(reading, 2), reading.held, [each.tier_fen for each in reading.people]) == (["tier_paid_by"], 0, [fen])


@pytest.mark.parametrize("written", ["二档", "同上", "100/200", "???", date(1900, 7, 18)])
def test_no_unreadable_tier_keeps_anybody_of_pension_age_off_the_roster(written: Any, tmp_path: Path) -> None:
    elder = {**PERSON, "id_number": number(1, "19661101"), "tier": written}
    reading = read_rows(tmp_path, elder)
    assert (reading.held, len(reading.people), reading.people[0].tier_fen) == (0, 1, 0)
    assert [each.holds for each in reading.problems] == [False]
    assert read_rows(tmp_path, {**elder, "id_number": number(1, "19661102")}).held == 1


def test_the_tiers_of_the_field() -> None:
    """Of 44 kinds ten hold a payer back: eight from which no amount can be told, and two that are not offered."""
    reading = read_roster("d-tiers.xlsx")
    held = {each.value for each in reading.problems if each.holds}
    assert held == {"第二档", "2档", "二档", "100/200", "100-200", "150", "200.5", "D2", "同上", "2,00"}
    assert (reading.rows, reading.held) == (44, 10)
    elders = read_roster("el-tier.xlsx")
    assert (elders.rows, elders.held, len(elders.people)) == (8, 0, 8)
    assert [each.code for each in elders.problems] == ["tier_words"] * 5


@pytest.mark.parametrize(
    ("written", "kept"),
    [("138-1234-5678", "13812345678"), (13812345678, "13812345678"), ("+86 138 1234 5678", "13812345678")]
    + [("0728-5221234", "07285221234"), ("5221234", "5221234"), ("无", "")],
)
def test_a_telephone_number_becomes_digits(written: Any, kept: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "phone": written})
    assert [person.phone for person in reading.people] == [kept]
    assert reading.problems == ()


@pytest.mark.parametrize(
    "written",
    [
        "1.38E+10",
        "见户主",
        1.38e16,
        date(2026, 1, 1),
        "1380000100",
        "11111111111",
        "138****1000",
        "同上",
        "0",
        "138000010000",
    ],
)
def test_a_bad_telephone_number_is_left_out_and_the_person_kept(written: Any, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "phone": written})
    assert (codes(reading, 2), reading.held) == (["phone_unreadable"], 0)
    assert [person.phone for person in reading.people] == [""]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        *((f"13800001000{mark}13900001000", "13800001000") for mark in "/ 、\n;，"),
        ("13800001000(儿子)", "13800001000"),
        ("儿子13800001000", "13800001000"),
        ("138-0000-1000张三", "13800001000"),
        ("0728-5234567转801", "07285234567"),
    ],
)
def test_the_first_of_several_telephone_numbers_is_taken_and_told(written: str, kept: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "phone": written})
    assert (codes(reading, 2), reading.held, [each.phone for each in reading.people]) == (["phone_more"], 0, [kept])


def test_the_telephones_of_the_field() -> None:
    reading = read_roster("d-phones.xlsx")
    told = {problem.row: problem.code for problem in reading.problems}
    silent = {person.phone for person in reading.people if person.row not in told}
    assert (reading.rows, reading.held) == (35, 0)
    assert silent <= {"", "13800001000", "13800000000", "7281234567", "07281234567", "07285234567"}
    assert list(told.values()).count("phone_more") == 8


@pytest.mark.parametrize(("written", "said"), [("42900419700203001*", "字母 X"), ("429004********0013", "星号")])
def test_a_star_for_an_x_is_not_told_as_a_masked_number(written: str, said: str, tmp_path: Path) -> None:
    [problem] = read_rows(tmp_path, {**PERSON, "id_number": written}).problems
    assert said in problem.message + problem.cure


def test_what_makes_a_number_of_fifteen_digits_whole_can_be_typed(tmp_path: Path) -> None:
    [problem] = read_rows(tmp_path, {**PERSON, "id_number": number(1)[:6] + number(1)[8:17]}).problems
    assert "19" in problem.cure and f"最后补上 {number(1)[-1]}" in problem.cure


def test_the_identity_numbers_of_the_field() -> None:
    reading = read_roster("b-ids.xlsx")
    assert (reading.rows, all(problem.cure for problem in reading.problems)) == (42, True)
    assert sum("星号" in problem.message for problem in reading.problems) == 0


@pytest.mark.parametrize("written", [6.22202123456789e18, "6.22202E+18", date(2026, 3, 12)])
def test_an_account_that_excel_changed_is_left_out_and_the_person_kept(written: Any, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "account": written})
    assert (codes(reading, 2), reading.held) == (["account_damaged"], 0)
    assert [person.account for person in reading.people] == [""]


def test_a_mistyped_account_is_kept_and_remarked_on(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "account": "6222021234567890129"})
    assert (codes(reading, 2), [person.account for person in reading.people]) == (
        ["account_odd"],
        ["6222021234567890129"],
    )


@pytest.mark.parametrize(
    "written",
    [date(1970, 2, 3), datetime(1970, 2, 3, 0, 0), "1970-02-03", "1970.2.3", "1970年2月3日", 19700203, 25602, 24140]  # noqa: DTZ001
    + ["1970年02月", "1970.02", "197002", 197002, 1970.2, "1970-02", "1970.2.3.", "1970、2、3", "1970年2月3号"],
)
def test_a_birth_date_that_agrees_is_fine(written: Any, tmp_path: Path) -> None:
    assert read_rows(tmp_path, {**PERSON, "birth": written}).problems == ()


@pytest.mark.parametrize("written", ["1971-02-03", "1970年03月", "197003", 1970.3])
def test_a_birth_date_that_contradicts_the_number_holds_the_row(written: Any, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "birth": written})
    assert (codes(reading, 2), reading.held) == (["birth_contradicts"], 1)


def test_the_births_of_the_field_are_read_or_remarked_on() -> None:
    reading = read_roster("c2-births.xlsx")
    assert (reading.rows, reading.held) == (28, 0)
    assert {problem.code for problem in reading.problems} == {"birth_unreadable"}
    unread = {"61.3.12", "1961年三月十二", "1961 3 12", "1961.3.", "农历1961.1.26", "61", "1961"}
    assert {problem.value for problem in reading.problems} == unread


@pytest.mark.parametrize("written", ["70-2-3", "1970-02-30", "春天", 123])
def test_a_birth_date_that_cannot_be_read_is_remarked_on(written: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "birth": written})
    assert (codes(reading, 2), reading.held) == (["birth_unreadable"], 0)


@pytest.mark.parametrize(
    ("written", "group"),
    [("3组", 3), ("第3组", 3), ("三组", 3), ("3", 3), (3, 3), (3.0, 3), ("第三村民小组", 3), ("沟二社区12组", 12)]
    + [("十二组", 12), ("二十组", 20), ("二十三组", 23), ("３组", 3), ("03组", 3), ("5队", 5), ("", 0)]
    + [("组3", 3), ("3組", 3), ("3组（东湾）", 3), ("东湾（3组）", 3), ("二十一组", 21)],
)
def test_a_group_is_read_in_the_ways_it_is_written(written: Any, group: int, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "group": written})
    assert [person.group for person in reading.people] == [group]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [("王家湾", "王家湾组"), ("王家湾组", "王家湾组"), ("三里湾组", "三里湾组"), ("湾里", "湾里组"), ("东組", "东组")],
)
def test_a_group_may_have_a_name(written: str, name: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "group": written})
    assert [(person.group, person.group_name) for person in reading.people] == [(0, name)]
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (date(2026, 3, 1), "group_unreadable"),
        ("组", "group_unreadable"),
        ("同上", "group_unreadable"),
        ("8组8号", "group_unreadable"),
        ("1-2组", "group_several"),
        ("1、2组", "group_several"),
        ("12-3", "group_several"),
    ],
)
def test_a_group_that_is_none_is_remarked_on(written: Any, code: str, tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "group": written})
    assert (codes(reading, 2), reading.held) == ([code], 0)
    assert [(person.group, person.group_name) for person in reading.people] == [(0, "")]


def test_the_groups_of_the_field() -> None:
    reading = read_roster("d-groups.xlsx")
    told = {problem.value: problem.code for problem in reading.problems}
    assert (reading.rows, reading.held) == (32, 0)
    assert told == {
        "1、2组": "group_several",
        "1-2组": "group_several",
        "12-3": "group_several",
        "8组8号": "group_unreadable",
    }
    named = {person.group_name for person in reading.people} - {""}
    assert named == {"王家湾组", "上湾组", "湾里组", "东组", "西组", "前进组"}
    kept = read_roster("grp-named.xlsx").people
    assert {person.group_name for person in kept} == {"王家湾组", "李家台组", "新台组"}


def test_a_house_number_that_became_a_date_is_left_out_and_said(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {**PERSON, "household": date(2026, 3, 12)})
    assert (codes(reading, 2), [person.household for person in reading.people]) == (["household_date"], [""])


def test_dates_of_old_mac_workbooks_are_the_days_they_show(tmp_path: Path) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in grid([{**PERSON, "birth": date(1970, 2, 3)}]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").problems == ()


def test_a_held_row_tells_every_reason(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {"name": "", "id_number": "123", "tier": 150, "relation": "子"})
    assert codes(reading, 2) == ["name_missing", "id_length", "tier_not_offered"]
    assert reading.held == 1
