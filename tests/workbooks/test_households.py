"""Group, house number and head, written only where they begin."""

from pathlib import Path

from openpyxl import load_workbook

from tests.workbooks.books import grid, number, read, read_rows, save
from village_desk.workbooks.rosters.roster import RosterReading

Home = tuple[int, str, str]


def homes(reading: RosterReading) -> list[Home]:
    return [(person.group, person.household, person.head) for person in reading.people]


def person(order: int, **fields: str) -> dict[str, str]:
    return {"name": "张" + "一二三四五六七八九"[order - 1], "id_number": number(order), **fields}


def test_what_stands_on_the_first_row_of_a_household_holds_for_its_members(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        person(1, group="3组", household="0001", head="张一", relation="户主"),
        person(2, relation="妻"),
        person(3, group="4组", household="0002", head="张三", relation="户主"),
        person(4, relation="子"),
    )
    assert homes(reading) == [(3, "0001", "张一"), (3, "0001", "张一"), (4, "0002", "张三"), (4, "0002", "张三")]


def test_it_holds_past_a_row_that_is_held(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        {**person(1, group="3组", head="张一", relation="户主"), "id_number": "123"},
        {**person(2, relation="妻"), "name": ""},
        person(3, relation="子"),
    )
    assert homes(reading) == [(3, "", "张一")]


def test_the_head_is_known_by_the_relation_when_no_column_names_them(tmp_path: Path) -> None:
    labels = {"name": "姓名", "id_number": "身份证号", "relation": "关系"}
    rows = [person(1, relation="户主"), person(2, relation="子"), person(3, relation="本人"), person(4, relation="妻")]
    reading = read(save(tmp_path / "a.xlsx", grid(rows, labels)))
    assert [person.head for person in reading.people] == ["张一", "张一", "张三", "张三"]


def test_a_new_head_without_a_name_does_not_join_the_house_before(tmp_path: Path) -> None:
    reading = read_rows(
        tmp_path,
        person(1, household="1", head="张一", relation="户主"),
        {**person(2, relation="户主"), "name": ""},
        person(3, relation="子"),
    )
    assert homes(reading) == [(0, "1", "张一"), (0, "", "")]


def test_a_member_with_another_house_number_is_of_another_house(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, person(1, household="1", head="张一"), person(2, household="2"))
    assert homes(reading) == [(0, "1", "张一"), (0, "2", "")]


def test_a_group_merged_over_many_rows_holds_for_all_of_them(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([person(1, group="5组"), person(2), person(3)]))
    book = load_workbook(path)
    book.worksheets[0].merge_cells("F2:F4")
    book.save(path)
    assert [group for group, _house, _head in homes(read(path))] == [5, 5, 5]


def test_a_subtotal_ends_the_group(tmp_path: Path) -> None:
    header, one, two = grid([person(1, group="5组", head="张一"), person(2)])
    assert homes(read(save(tmp_path / "a.xlsx", [header, one, ["5组小计"], two]))) == [(5, "", "张一"), (0, "", "")]


def test_a_heading_between_the_rows_names_the_group(tmp_path: Path) -> None:
    header, one, two = grid([person(1), person(2)])
    reading = read(save(tmp_path / "a.xlsx", [header, ["第一组"], one, ["第二组"], two]))
    assert ([person.group for person in reading.people], reading.rows) == ([1, 2], 2)


def test_a_sheet_named_for_a_group_gives_it(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "a.xlsx", grid([person(1)]), grid([person(2)]), names=["7组", "合作社"]))
    assert [person.group for person in reading.people] == [7, 0]
