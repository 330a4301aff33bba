"""Hidden and filtered rows and columns: read and told, and a hidden column never wins over one that is shown."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.workbooks import old_books
from tests.workbooks.books import (
    FIELD,
    PAYOUT_HEADER,
    TODAY,
    codes,
    grid,
    number,
    payee,
    read,
    save,
)
from village_desk.workbooks.formats import opening
from village_desk.workbooks.payouts import payout_list

ROSTER = grid([{"name": "张三", "id_number": number(order), "phone": f"1380000100{order}"} for order in range(1, 6)])


def hide(path: Path, rows: Sequence[int] = (), columns: str = "") -> Path:
    """The workbook with these rows (as Excel counts) and columns (letters) of its first sheet hidden."""
    book = load_workbook(path)
    for row in rows:
        book.worksheets[0].row_dimensions[row].hidden = True
    for letter in columns:
        book.worksheets[0].column_dimensions[letter].hidden = True
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["h-hidden-rows.xlsx", "h-filtered.xlsx"])
def test_people_on_hidden_and_filtered_rows_are_read_and_told(name: str) -> None:
    reading = read(FIELD / name)
    assert (reading.rows, len(reading.people)) == (8, 8)
    told = [problem for problem in reading.problems if problem.code == "rows_hidden"]
    hidden = opening.open_book(FIELD / name).sheets[0].hidden_rows
    assert hidden
    assert f"{len(hidden)} 行是隐藏的，也读了" in told[0].message
    assert all(str(row + 1) in told[0].message for row in hidden)
    assert (told[0].row, told[0].holds) == (0, False)


def test_a_hidden_telephone_gives_way_to_the_one_that_is_shown() -> None:
    reading = read(FIELD / "h-hidden-column-phone.xlsx")
    assert [person.phone for person in reading.people] == [f"1380000100{place}" for place in range(8)]
    assert [problem.code for problem in reading.problems if not problem.row] == ["columns_passed_over"]
    assert "联系电话" in reading.problems[-1].message


def test_a_hidden_second_column_of_numbers_does_not_refuse_the_roster(tmp_path: Path) -> None:
    rows = [[*line, number(9) if place else "身份证号"] for place, line in enumerate(ROSTER)]
    reading = read(hide(save(tmp_path / "a.xlsx", rows), columns="O"))
    assert [person.id_number for person in reading.people] == [number(order) for order in range(1, 6)]


def test_the_only_column_of_a_field_is_read_though_it_is_hidden_and_that_is_told(tmp_path: Path) -> None:
    reading = read(hide(save(tmp_path / "a.xlsx", ROSTER), columns="B"))
    assert len(reading.people) == 5
    assert [(problem.code, "公民身份号码" in problem.message) for problem in reading.problems] == [
        ("columns_hidden", True)
    ]


def test_hidden_rows_without_people_are_not_worth_a_word(tmp_path: Path) -> None:
    assert read(hide(save(tmp_path / "a.xlsx", [*ROSTER, ["", ""], ["制表：李四"]]), rows=[1, 7, 8])).problems == ()


def test_a_payee_on_a_hidden_row_is_told(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["2026年11月待遇发放明细"], PAYOUT_HEADER, *map(payee, range(1, 13))])
    reading = payout_list.read(hide(path, rows=range(3, 13)), TODAY)
    assert (len(reading.rows), reading.held) == (12, 0)
    assert [problem.code for problem in reading.problems] == ["rows_hidden"]
    assert "10 行是隐藏的，也读了：第 3、4、5、6、7、8、9、10 等行" in reading.problems[0].message


def test_a_hidden_part_of_the_amount_is_a_part(tmp_path: Path) -> None:
    """The account pension is hidden, and the parts make the total only with it."""
    path = save(tmp_path / "a.xlsx", [["2026年11月待遇发放明细"], PAYOUT_HEADER, payee(1)])
    reading = payout_list.read(hide(path, columns="E"), TODAY)
    assert (reading.held, [problem.code for problem in reading.problems]) == (0, ["columns_hidden"])


def test_columns_hidden_to_the_edge_of_the_sheet_are_not_told(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in ROSTER:
        sheet.append(line)
    sheet.column_dimensions.group("T", "XFD", hidden=True)
    book.save(tmp_path / "a.xlsx")
    assert read(tmp_path / "a.xlsx").problems == ()


def test_what_an_old_workbook_hides_is_told(tmp_path: Path) -> None:
    stream = old_books.workbook(
        [["姓名", "身份证号", "档次"], ["张三", number(1), 200.0]], hidden_row=1, hidden_column=2
    )
    path = tmp_path / "a.xls"
    path.write_bytes(old_books.container("Workbook", stream))
    assert codes(read(path), 0) == ["rows_hidden", "columns_hidden"]


def test_a_formula_that_was_never_calculated_is_told_in_an_old_workbook() -> None:
    """``xlwt`` writes formulas and cannot calculate: an identity number and a tier of this file are such."""
    reading = read(FIELD / "l-formula-hidden.xls")
    assert [(problem.row, problem.code) for problem in reading.problems if problem.row] == [
        (4, "formula_without_value"),
        (5, "formula_without_value"),
    ]
    assert (reading.held, codes(reading, 0)) == (2, ["rows_hidden"])
