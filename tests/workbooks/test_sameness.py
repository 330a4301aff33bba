"""The same identity number on several rows."""

from pathlib import Path

from tests.workbooks.books import codes, grid, number, read, read_rows, save

ONE = {"name": "张三", "id_number": number(1), "group": "1组", "tier": 100}


def test_a_row_written_twice_word_for_word_counts_once(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, {**ONE, "name": "张 三", "tier": "100元"})
    assert (reading.rows, len(reading.people), reading.held, reading.repeated) == (2, 1, 0, 1)
    assert reading.people[0].row == 2
    assert reading.problems == ()


def test_one_number_with_two_names_holds_both_rows_and_each_names_the_other(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, {**ONE, "name": "李四"}, {"name": "王五", "id_number": number(3)})
    assert (codes(reading, 2), codes(reading, 3), codes(reading, 4)) == (
        ["same_id_two_names"],
        ["same_id_two_names"],
        [],
    )
    first, second = reading.problems
    assert "第 3 行（李四）" in first.message and "第 2 行（张三）" in second.message
    assert (reading.held, [person.name for person in reading.people]) == (2, ["王五"])


def test_a_third_row_with_the_same_number_is_held_too(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, ONE, {**ONE, "name": "李四"})
    assert (reading.held, reading.repeated) == (3, 0)
    assert "第 2 行（张三）、第 4 行（李四）" in reading.problems[1].message


def test_one_person_with_two_contents_is_held_rather_than_guessed(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, {**ONE, "tier": 200})
    assert [problem.code for problem in reading.problems] == ["same_person_differs"] * 2
    assert reading.held == 2


def test_a_held_row_does_not_hold_a_good_row_of_the_same_person(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, {**ONE, "tier": 150})
    assert (reading.held, [person.row for person in reading.people]) == (1, [2])


def test_another_name_counts_even_on_a_row_that_is_held_anyway(tmp_path: Path) -> None:
    reading = read_rows(tmp_path, ONE, {**ONE, "name": "李四", "tier": 150})
    assert codes(reading, 3) == ["tier_not_offered", "same_id_two_names"]
    assert reading.held == 2


def test_the_other_row_is_named_with_its_sheet_when_it_is_elsewhere(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "a.xlsx", grid([ONE]), grid([{**ONE, "name": "李四"}]), names=["甲", "乙"]))
    assert "“乙”第 2 行（李四）" in reading.problems[0].message
