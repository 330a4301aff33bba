"""Where the people are in a workbook: titles, headers over several rows, columns in any order, totals, other sheets."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.workbooks.books import LABELS, codes, grid, number, read, read_rows, save
from tests.workbooks.field import read_roster
from village_desk.domain.basics.errors import Cancelled, Refused

ONE = {"name": "张三", "id_number": number(1), "group": "1组", "tier": 100}
TWO = {"name": "李四", "id_number": number(3), "group": "1组", "tier": 200}


def write(folder: Path, rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for corners in merged:
        sheet.merge_cells(corners)
    book.save(folder / "花名册.xlsx")
    return folder / "花名册.xlsx"


@pytest.mark.parametrize(
    "labels",
    [
        {"id_number": "身份证号", "tier": "选择档次", "name": "姓  名", "group": "组别"},
        {"tier": "缴费标准（元）", "name": "参保人\n姓名", "id_number": "证件号码*", "group": "村民小组："},
        {"group": "aaf103", "id_number": "AAC002", "name": "aac003", "tier": "档次"},
        {"name": "姓名", "group": "所在组", "tier": "缴费档次[元/年]", "id_number": "身份证/证件号码"},
    ],
)
def test_columns_are_found_by_any_name_in_any_order(labels: dict[str, str], tmp_path: Path) -> None:
    [person] = read(save(tmp_path / "a.xlsx", grid([ONE], labels))).people
    assert (person.name, person.id_number, person.group, person.tier_fen) == ("张三", number(1), 1, 10000)


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    titles: list[list[str]] = [["沟二社区花名册"], [], ["填报单位：沟二社区", "", "单位：元"]]
    [person] = read(save(tmp_path / "a.xlsx", [*titles, *grid([ONE])])).people
    assert (person.row, person.name) == (5, "张三")


def test_a_header_of_two_rows_merged_downwards_is_read(tmp_path: Path) -> None:
    rows = [["序号", "姓名", "身份证号", "缴费情况", ""], ["", "", "", "档次", "银行账号"]]
    path = write(
        tmp_path, [*rows, [1, "张三", number(1), 300, "6222021234567890128"]], ["A1:A2", "B1:B2", "C1:C2", "D1:E1"]
    )
    [person] = read(path).people
    assert (person.row, person.tier_fen, person.account) == (3, 30000, "6222021234567890128")


def test_the_words_above_say_whose_name_it_is(tmp_path: Path) -> None:
    rows = [["户主", "", "参保人", "", ""], ["姓名", "身份证号", "姓名", "身份证号", "档次"]]
    path = write(tmp_path, [*rows, ["王五", number(5), "张三", number(1), 100]], ["A1:B1", "C1:E1"])
    [person] = read(path).people
    assert (person.name, person.id_number, person.head) == ("张三", number(1), "王五")


def test_two_columns_for_the_same_thing_are_refused_rather_than_guessed(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", [["姓名", "姓名", "身份证号"], ["张三", "李四", number(1)]]))
    assert refused.value.code == "two_columns"
    assert "姓名" in refused.value.message


def test_a_second_telephone_column_fills_in_for_the_first(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "联系电话", "手机号码"], ["张三", number(1), "", "13812345678"]]
    [person] = read(save(tmp_path / "a.xlsx", rows)).people
    assert person.phone == "13812345678"


def test_rows_between_the_people_are_no_people(tmp_path: Path) -> None:
    header, one, two = grid([ONE, TWO])
    between: list[list[Any]] = [
        *([], ["1组小计", "1人"], ["", "本页合计：1人"], ["合计", "", "", "", "", "", "", "", "", "", 100]),
        *(header, ["制表人：王五", "审核人：赵六"], ["第1页 共2页"], ["备注：", "本表一式两份"], ["—", "/"]),
    ]
    reading = read(save(tmp_path / "a.xlsx", [header, one, *between, two, ["以下空白"]]))
    assert [person.name for person in reading.people] == ["张三", "李四"]
    assert (reading.rows, reading.problems) == (2, ())


def test_a_printed_line_with_only_its_number_is_nobody(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["序号", "姓名", "身份证号", "村民小组"],
        [1, "张三", number(1), "1组"],
        [2, "", "", "1组"],
        [3, "", "", ""],
    ]
    assert read(save(tmp_path / "a.xlsx", rows)).rows == 1


def test_someone_without_a_number_is_somebody_and_held(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, {"name": "张三"}, {"head": "李四", "relation": "子", "sex": "男"})
    assert (codes(reading, 2), codes(reading, 3)) == (["id_missing"], ["name_missing", "id_missing"])
    assert (reading.rows, reading.held) == (2, 2)


def test_every_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    notes = [["填表说明"], ["一、请勿改动表头"]]
    path = save(tmp_path / "a.xlsx", grid([ONE]), notes, grid([TWO]), names=["1组", "说明", "2组"])
    reading = read(path)
    assert [(person.sheet, person.row, person.name) for person in reading.people] == [
        ("1组", 2, "张三"),
        ("2组", 2, "李四"),
    ]


def test_a_hidden_sheet_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    book = Workbook()
    for row in grid([ONE]):
        book.worksheets[0].append(row)
    hidden = book.create_sheet("去年")
    for row in grid([TWO]):
        hidden.append(row)
    hidden["O1"].value = "身份证号"  # two columns of numbers would be refused in a sheet that is read
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    reading = read(tmp_path / "a.xlsx")
    assert [person.name for person in reading.people] == ["张三"]
    assert [(each.code, each.sheet, each.holds) for each in reading.problems] == [("sheet_hidden", "去年", False)]
    assert reading.held == 0


@pytest.mark.parametrize("above", [0, 29])
def test_a_header_within_thirty_rows_is_found(above: int, tmp_path: Path) -> None:
    assert read(save(tmp_path / "a.xlsx", [["通知"]] * above + grid([ONE]))).rows == 1


@pytest.mark.parametrize(
    "rows",
    [
        [["通知"]] * 30 + grid([ONE]),
        [["姓名", "组别", "档次"], ["张三", "1组", 100]],
        [["张三", number(1), 100]],
    ],
)
def test_without_a_header_the_columns_that_are_needed_are_named(rows: list[list[Any]], tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", rows))
    assert refused.value.code == "no_header"
    assert "姓名" in refused.value.message and "公民身份号码" in refused.value.message
    assert "姓名" in refused.value.cure


def test_progress_counts_rows_and_can_stop_the_reading(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([ONE, TWO]))
    seen: list[tuple[int, int]] = []
    read(path, lambda done, total: seen.append((done, total)))
    assert seen == [(2, 3), (3, 3)]

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(path, stop)


def test_labels_of_the_sample_are_all_known(tmp_path: Path) -> None:
    row = {field: "" for field in LABELS} | ONE | {"note": "备注"}
    assert read_rows(tmp_path, row).people[0].note == "备注"


def test_a_table_below_in_another_order_of_columns_is_read(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "组别"], ["张三", number(1), "1组"], [], ["二组花名册"]]
    reading = read(save(tmp_path / "a.xlsx", [*rows, ["证件号码", "档次", "参保人姓名"], [number(3), 200, "李四"]]))
    assert [(each.name, each.group, each.tier_fen) for each in reading.people] == [("张三", 1, 0), ("李四", 0, 20000)]
    assert (reading.rows, reading.problems) == (2, ())


def test_the_stacked_roster_of_the_field_is_read_whole() -> None:
    reading = read_roster("s-stacked.xlsx")
    assert (reading.rows, reading.held, reading.problems) == (8, 0, ())
    assert [(each.name, each.group) for each in reading.people][4:6] == [("陈志明", 2), ("赵玉珍", 2)]


def test_what_a_merged_cell_gives_to_the_first_person_only_is_told() -> None:
    reading = read_roster("s-merged.xlsx")
    told = [(each.row, each.code) for each in reading.problems if each.code == "cell_shared"]
    assert told == [(row, "cell_shared") for row in (5, 5, 6, 6, 9, 9, 12, 12, 13, 13)]
    assert [each.group for each in reading.people] == [3, 3, 3, 4, 4, 5, 5, 5]
    assert [each.tier_fen for each in reading.people] == [20000, 0, 0, 20000, 0, 20000, 0, 0]


def test_people_on_a_sheet_without_a_known_header_are_told(tmp_path: Path) -> None:
    strange: list[list[Any]] = [["序", "人名", "证件"], [1, "李四", number(3)], [2, "王五", number(5)]]
    notes: list[list[Any]] = [["填表说明"], ["电话", "0728-6221234"]]
    reading = read(save(tmp_path / "a.xlsx", grid([ONE]), strange, notes, names=["1组", "2组", "说明"]))
    assert [(each.sheet, each.code, each.holds) for each in reading.problems] == [("2组", "sheet_unread", False)]
    assert "2 行" in reading.problems[0].message


@pytest.mark.parametrize("places", [1, -1])
def test_a_row_whose_cells_were_moved_to_the_side_is_held_and_not_passed_over(places: int, tmp_path: Path) -> None:
    header = ["序号", "姓名", "身份证号", "村民小组", "缴费档次"]
    good = [1, "张三", number(1), "1组", 200]
    moved = [2, "李四", number(3), "1组", 200]
    moved = ["", *moved] if places > 0 else moved[1:]
    reading = read(save(tmp_path / "a.xlsx", [header, good, moved, ["合计", "", "", "", 400]]))
    assert (reading.rows, reading.held, len(reading.people)) == (2, 1, 1)
    assert "row_displaced" in codes(reading, 3)


def test_the_head_of_household_of_a_person_without_a_number_displaces_nothing(tmp_path: Path) -> None:
    header = ["姓名", "身份证号", "户主", "户主身份证号"]
    reading = read(save(tmp_path / "a.xlsx", [header, ["张三", "", "李四", number(3)]]))
    assert codes(reading, 2) == ["id_missing"]


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        (["三组（25户）"], 3),
        (["三组（3户，3人）"], 3),
        (["第三组："], 3),
        (["组别：三组"], 3),
        (["组别", "三组"], 3),
        (["村民小组：", "第三组"], 3),
        (["三组"], 3),
    ],
)
def test_a_heading_between_the_rows_says_the_group_in_any_spelling(
    heading: list[str], group: int, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [
        ["姓名", "身份证号", "缴费档次"],
        ["一组（1户）"],
        ["张三", number(1), 200],
        heading,
        ["李四", number(3), 200],
    ]
    reading = read(save(tmp_path / "a.xlsx", rows))
    assert ([person.group for person in reading.people], reading.problems) == ([1, group], ())


@pytest.mark.parametrize("total", [["一组合计：1人"], ["一组（共1人）"], ["一组小计", "", 200]])
def test_the_sum_of_a_group_is_no_heading(total: list[Any], tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["姓名", "身份证号", "缴费档次"],
        ["一组"],
        ["张三", number(1), 200],
        total,
        ["李四", number(3), 200],
    ]
    assert [person.group for person in read(save(tmp_path / "a.xlsx", rows)).people] == [1, 0]


@pytest.mark.parametrize(
    ("heading", "written", "code"),
    [
        ("死亡时间", "2025-03-02", "state_dead"),
        ("参保状态", "死亡注销", "state_dead"),
        ("参保状态", "终止参保", "state_ended"),
        ("备注", "去年已故", "state_dead"),
    ],
)
def test_what_a_column_that_is_not_read_says_of_a_life_is_told(
    heading: str, written: str, code: str, tmp_path: Path
) -> None:
    rows = [["姓名", "身份证号", heading], ["张三", number(1), ""], ["李四", number(3), written]]
    reading = read(save(tmp_path / "a.xlsx", rows))
    assert (codes(reading, 2), codes(reading, 3), reading.held) == ([], [code], 0)


@pytest.mark.parametrize("heading", ["村民小组", "性别", "出生日期", "缴费档次", "姓名", "联系电话"])
@pytest.mark.parametrize("secret", [number(7), "13812345678 13912345678", f"（{number(7)}）"])
def test_no_message_shows_a_long_number_whole(heading: str, secret: str, tmp_path: Path) -> None:
    header = ["序号", "姓名", "身份证号", *([] if heading == "姓名" else [heading])]
    line = [1, f"李四{secret}", number(3)] if heading == "姓名" else [1, "李四", number(3), secret]
    reading = read(save(tmp_path / "a.xlsx", [header, line]))
    assert reading.problems
    for each in reading.problems:
        assert number(7) not in each.at_length() and "13812345678" not in each.at_length()


@pytest.mark.parametrize("name", ["王(火宁)明", "李（左火右宁）"])
def test_a_character_that_was_described_in_brackets_is_remarked_on(name: str, tmp_path: Path) -> None:
    reading = read(save(tmp_path / "a.xlsx", [["姓名", "身份证号"], [name, number(1)]]))
    assert (codes(reading, 2), reading.held) == (["name_odd"], 0)
