"""Old .xls files, small and large: what they hold, and what Word files in the same container are."""

import struct
from pathlib import Path

import pytest

from tests.workbooks import old_books
from tests.workbooks.books import codes, number, read
from village_desk.domain.basics.errors import Refused

HEADER = ["姓名", "身份证号", "档次"]


def write(folder: Path, data: bytes) -> Path:
    path = folder / "花名册.xls"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("people", [1, 90])
def test_an_old_workbook_is_read_whether_small_or_large(people: int, tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["张三", number(order), 200.0] for order in range(1, people + 1)]
    stream = old_books.workbook([HEADER, *rows])
    assert (len(stream) < 4096) == (people == 1)
    reading = read(write(tmp_path, old_books.container("Workbook", stream)))
    assert (reading.rows, len(reading.people), reading.problems) == (people, people, ())
    assert {person.tier_fen for person in reading.people} == {20000}


def test_a_table_of_sectors_that_lies_far_away_is_found(tmp_path: Path) -> None:
    stream = old_books.workbook([HEADER, ["张三", number(1), 200.0]])
    assert read(write(tmp_path, old_books.container("Workbook", stream, far_table=True))).rows == 1


@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!"])
def test_a_formula_that_failed_holds_its_row(error: str, tmp_path: Path) -> None:
    stream = old_books.workbook([HEADER, ["张三", number(1)]], {(1, 2): error})
    reading = read(write(tmp_path, old_books.container("Workbook", stream)))
    assert (codes(reading, 2), reading.held) == (["error_value"], 1)
    assert error in reading.problems[0].message


def test_a_number_that_lost_its_digits_is_not_read_as_text(tmp_path: Path) -> None:
    stream = old_books.workbook([HEADER, ["张三", 429004197002030017.0]])
    assert codes(read(write(tmp_path, old_books.container("Workbook", stream))), 2) == ["id_damaged"]


@pytest.mark.parametrize(("stream", "said"), [("WordDocument", "Word"), ("PowerPoint Document", "不是表格")])
def test_another_office_file_is_called_what_it_is(stream: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(write(tmp_path, old_books.container(stream, b"text" * 100)))
    assert (refused.value.code, said in refused.value.message) == ("not_a_workbook", True)


def test_a_container_that_runs_in_circles_is_refused(tmp_path: Path) -> None:
    data = bytearray(old_books.container("Workbook", old_books.workbook([HEADER])))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory's one sector is followed by itself
    with pytest.raises(Refused) as refused:
        read(write(tmp_path, bytes(data)))
    assert refused.value.code == "not_a_workbook"
