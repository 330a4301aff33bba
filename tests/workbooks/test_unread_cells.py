"""Cells whose value the file does not hold: never read as empty."""

import struct
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

import resources
from tests.workbooks.books import LABELS, codes, number, read
from village_desk.workbooks.rosters.roster import RosterReading

PERSON = {"name": "张三", "id_number": number(1), "group": "3组", "tier": 200, "phone": "13812345678"}


def read_with(folder: Path, field: str, formula: str, value: Any) -> RosterReading:
    """What is read when one field of a good row is a formula with that cached value; None leaves it out."""
    path = folder / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet()
        for column, (name, label) in enumerate(LABELS.items()):
            sheet.write_string(0, column, label)
            if name == field:
                sheet.write_formula(1, column, formula, None, value)
            else:
                sheet.write(1, column, PERSON.get(name, ""))
    return read(path)


def uncalculated(folder: Path, field: str) -> RosterReading:
    """As openpyxl and other programs leave formulas: no value at all."""
    from openpyxl import Workbook as Plain

    book = Plain()
    book.worksheets[0].append(list(LABELS.values()))
    book.worksheets[0].append(["=A1&B1" if name == field else PERSON.get(name, "") for name in LABELS])
    book.save(folder / "a.xlsx")
    return read(folder / "a.xlsx")


@pytest.mark.parametrize("field", ["name", "id_number", "tier"])
def test_a_formula_without_a_value_holds_the_row(field: str, tmp_path: Path) -> None:
    reading = uncalculated(tmp_path, field)
    assert (codes(reading, 2), reading.held) == (["formula_without_value"], 1)
    assert reading.problems[0].column == LABELS[field].replace("  ", " ")
    assert "保存" in reading.problems[0].cure


@pytest.mark.parametrize("field", ["phone", "account", "group", "head", "note"])
def test_elsewhere_it_is_left_out_and_said(field: str, tmp_path: Path) -> None:
    reading = uncalculated(tmp_path, field)
    assert (codes(reading, 2), reading.held, len(reading.people)) == (["formula_without_value"], 0, 1)
    assert "A1" not in str(reading.people[0])


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_value_holds_the_row_and_is_named(error: str, tmp_path: Path) -> None:
    reading = read_with(tmp_path, "tier", "=VLOOKUP(1,A1:B2,2)", error)
    assert (codes(reading, 2), reading.held) == (["error_value"], 1)
    assert error in reading.problems[0].message


def test_a_formula_with_its_value_is_read_as_that_value(tmp_path: Path) -> None:
    assert [person.tier_fen for person in read_with(tmp_path, "tier", "=100+100", 200).people] == [20000]
    assert [person.name for person in read_with(tmp_path, "name", '="张"&"三"', "张三").people] == ["张三"]


def test_an_error_value_in_an_old_workbook_holds_the_row(tmp_path: Path) -> None:
    """The tier of row 5 of the sample (RK record: row 4, column 9) becomes an error cell #N/A (BOOLERR)."""
    data = bytearray(resources.path("sample/roster-messy.xls").read_bytes())
    place = data.index(struct.pack("<HHHH", 0x27E, 10, 4, 9))
    struct.pack_into("<H", data, place, 0x205)
    struct.pack_into("<BB", data, place + 10, 42, 1)
    path = tmp_path / "花名册.xls"
    path.write_bytes(data)
    reading = read(path)
    assert (codes(reading, 5), reading.held) == (["error_value"], 37)
    assert "#N/A" in reading.problems[0].message


@pytest.mark.parametrize(("value", "held"), [(0, 1), (200, 0)])
def test_a_zero_that_nobody_calculated_is_no_value(value: int, held: int, tmp_path: Path) -> None:
    """Programs that cannot calculate write 0 under a formula, and ask Excel to calculate when it opens the file."""
    reading = read_with(tmp_path, "tier", "=100+100", value)
    assert (codes(reading, 2), reading.held) == (["formula_without_value"] * held, held)
