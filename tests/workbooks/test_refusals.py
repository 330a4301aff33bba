"""Files that are no roster, or none that may be opened: told apart by their bytes, each with its own words."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook

import resources
from tests.workbooks.books import grid, number, read, save
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.workbooks.formats.package import MEGABYTE

ROSTER = grid([{"name": "张三", "id_number": number(1)}])


def refusal(folder: Path, data: bytes, name: str = "花名册.xlsx") -> Refused:
    path = folder / name
    path.write_bytes(data)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.cure
    return refused.value


def zipped(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return buffer.getvalue()


def members(folder: Path) -> dict[str, bytes]:
    """The members of a small good roster."""
    with zipfile.ZipFile(save(folder / "gut.xlsx", ROSTER)) as file:
        return {name: file.read(name) for name in file.namelist()}


SHEET = "xl/worksheets/sheet1.xml"


def changed_sheet(folder: Path, old: bytes, new: bytes) -> bytes:
    """The small roster with other XML in its sheet."""
    parts = members(folder)
    assert old in parts[SHEET]
    return zipped({**parts, SHEET: parts[SHEET].replace(old, new)})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><body><p>\xd0\xd5\xc3\xfb</p></body></html>", "网页里没有表格"),
        (b"<html><frameset><frame src='a.files/sheet001.htm'></frameset></html>", "只是个目录"),
        ("\ufeff<?xml version='1.0'?><Workbook/>".encode(), "网页里没有表格"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"Rar!\x1a\x07\x00...", "压缩包"),
        (bytes(range(128, 256)) * 40, "不是表格"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0" + bytes(range(256)) * 9, "不是表格"),
        (zipped({"word/document.xml": b"<w/>"}), "Word"),
        (zipped({"photo.jpg": b"jpg"}), "压缩包"),
        (zipped({"xl/workbook.bin": b"", "[Content_Types].xml": b"<T/>"}), "格式"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(data: bytes, said: str, tmp_path: Path) -> None:
    refused = refusal(tmp_path, data, "花名册.xls")
    assert refused.code == "not_a_workbook"
    assert said in refused.message


def test_the_name_does_not_matter_for_a_real_workbook(tmp_path: Path) -> None:
    wrong = tmp_path / "花名册.xls"
    wrong.write_bytes(save(tmp_path / "a.xlsx", ROSTER).read_bytes())
    assert read(wrong).rows == 1
    wrong.with_suffix(".xlsx").write_bytes(resources.path("sample/roster-messy.xls").read_bytes())
    assert read(wrong.with_suffix(".xlsx")).rows == 962


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b"\r\n"])
def test_an_empty_file_is_called_empty(data: bytes, tmp_path: Path) -> None:
    assert refusal(tmp_path, data).code == "empty"


def test_a_workbook_without_a_filled_cell_is_called_empty(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", [], []))
    assert refused.value.code == "empty"


def test_an_encrypted_workbook_asks_for_one_without_a_password(tmp_path: Path) -> None:
    locked = tmp_path / "gesperrt.xlsx"
    with save(tmp_path / "a.xlsx", ROSTER).open("rb") as plain, locked.open("wb") as out:
        OOXMLFile(plain).encrypt("1234", out)
    refused = refusal(tmp_path, locked.read_bytes())
    assert (refused.code, "密码" in refused.cure) == ("protected", True)


def test_an_encrypted_old_workbook_asks_for_one_without_a_password(tmp_path: Path) -> None:
    """The second record of the sample is made the record that announces encryption (FILEPASS)."""
    data = bytearray(resources.path("sample/roster-messy.xls").read_bytes())
    _kind, length = struct.unpack_from("<HH", data, 512)
    struct.pack_into("<H", data, 512 + 4 + length, 0x2F)
    assert refusal(tmp_path, bytes(data), "花名册.xls").code == "protected"


@pytest.mark.parametrize("kept", [600, 20_000, 100_000])
def test_an_old_workbook_that_breaks_off_is_refused(kept: int, tmp_path: Path) -> None:
    data = resources.path("sample/roster-messy.xls").read_bytes()[:kept]
    assert refusal(tmp_path, data, "花名册.xls").code == "not_a_workbook"


@pytest.mark.parametrize("kept", [100, 5_000, 40_000])
def test_a_workbook_that_breaks_off_is_refused(kept: int, tmp_path: Path) -> None:
    data = resources.path("sample/roster.xlsx").read_bytes()[:kept]
    assert refusal(tmp_path, data).code == "not_a_workbook"


def test_a_workbook_with_a_flipped_bit_is_refused(tmp_path: Path) -> None:
    data = bytearray(resources.path("sample/roster.xlsx").read_bytes())
    data[len(data) // 2] ^= 0x10
    assert refusal(tmp_path, bytes(data)).code == "not_a_workbook"


def test_an_old_workbook_with_a_cell_in_column_60000_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    """The first text cell of the sample (LABELSST: row 0, column 0) is moved far to the right and down."""
    data = bytearray(resources.path("sample/roster-messy.xls").read_bytes())
    place = data.index(struct.pack("<HHHH", 0xFD, 10, 0, 0))
    struct.pack_into("<HH", data, place + 4, 65000, 60000)
    assert refusal(tmp_path, bytes(data), "花名册.xls").code == "bomb"


def test_a_member_that_unpacks_to_hundreds_of_its_size_is_a_bomb(tmp_path: Path) -> None:
    parts = members(tmp_path)
    assert refusal(tmp_path, zipped({**parts, SHEET: parts[SHEET] + b" " * 11 * MEGABYTE})).code == "bomb"


def test_a_member_whose_name_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    data = zipped({**members(tmp_path), "abcdé.xml": b"<a/>"})
    assert refusal(tmp_path, data.replace("é".encode(), b"\xd1\xd1")).code == "not_a_workbook"


def test_a_size_that_the_directory_lies_about_is_found_out(tmp_path: Path) -> None:
    data = bytearray(zipped({**members(tmp_path), SHEET: b" " * 1000 + members(tmp_path)[SHEET]}))
    place = data.rindex(SHEET.encode()) - 46
    struct.pack_into("<I", data, place + 24, 100)
    assert refusal(tmp_path, bytes(data)).code == "not_a_workbook"


def test_a_single_cell_in_the_last_corner_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    refused = refusal(tmp_path, changed_sheet(tmp_path, b"</sheetData>", far))
    assert (refused.code, "1048576" in refused.message) == ("bomb", True)


def test_a_far_cell_that_does_not_say_its_column_is_refused_too(tmp_path: Path) -> None:
    far = b'<row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row></sheetData>"
    assert refusal(tmp_path, changed_sheet(tmp_path, b"</sheetData>", far)).code == "bomb"


def test_rows_that_do_not_say_their_number_are_counted_past_empty_ones(tmp_path: Path) -> None:
    """The header is row 1, the person row 2; five rows follow, three of them only styled, and an error in the last."""
    empty = b'<row><c s="0"/></row>' * 3 + b"<row/>"
    bad = b'<row><c t="inlineStr"><is><t>x</t></is></c><c t="e"><v>#N/A</v></c></row>'
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed_sheet(tmp_path, b"</sheetData>", empty + bad + b"</sheetData>"))
    assert [(problem.row, problem.code) for problem in read(path).problems] == [(7, "error_value")]


def test_a_hundred_thousand_rows_with_only_a_style_are_passed_over(tmp_path: Path) -> None:
    styled = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (row, row) for row in range(3, 100_000))
    path = tmp_path / "a.xlsx"
    path.write_bytes(changed_sheet(tmp_path, b"</sheetData>", styled + b"</sheetData>"))
    assert read(path).rows == 1


def changed_number(folder: Path, shown_as: str, value: bytes) -> bytes:
    """The small roster with a number in cell L2 (特殊群体) of that format and value."""
    book = load_workbook(save(folder / "a.xlsx", ROSTER))
    book.worksheets[0]["L2"].value, book.worksheets[0]["L2"].number_format = 12345, shown_as
    book.save(folder / "b.xlsx")
    with zipfile.ZipFile(folder / "b.xlsx") as file:
        parts = {name: file.read(name) for name in file.namelist()}
    return zipped({**parts, SHEET: parts[SHEET].replace(b"<v>12345</v>", b"<v>" + value + b"</v>")})


def test_a_telephone_number_shown_as_hours_is_told_as_such(tmp_path: Path) -> None:
    refused = refusal(tmp_path, changed_number(tmp_path, "[h]:mm", b"13812345678"))
    assert (refused.code, "时间格式" in refused.message) == ("not_a_workbook", True)


def test_a_panic_of_the_reading_library_becomes_a_refusal(tmp_path: Path) -> None:
    assert refusal(tmp_path, changed_number(tmp_path, "yyyy-mm-dd", b"-1e300")).code == "not_a_workbook"


@pytest.mark.parametrize("value", [b"NaN", b"inf", b"-1e999"])
def test_a_number_that_is_none_is_an_error_cell(value: bytes, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    path.write_bytes(changed_number(tmp_path, "General", value))
    assert [problem.code for problem in read(path).problems] == ["error_value"]


def test_a_member_that_is_broken_inside_is_refused(tmp_path: Path) -> None:
    parts = members(tmp_path)
    for broken in ("xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        assert refusal(tmp_path, zipped({**parts, broken: b"<a"})).code == "not_a_workbook"


def test_a_sheet_that_is_not_in_the_file_is_refused(tmp_path: Path) -> None:
    parts = members(tmp_path)
    del parts[SHEET]
    assert refusal(tmp_path, zipped(parts)).code == "not_a_workbook"


def test_an_encrypted_zip_is_protected(tmp_path: Path) -> None:
    data = bytearray(zipped(members(tmp_path)))
    place = data.rindex(SHEET.encode()) - 46
    struct.pack_into("<H", data, place + 8, 1)
    assert refusal(tmp_path, bytes(data)).code == "protected"


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><worksheet'
    assert refusal(tmp_path, changed_sheet(tmp_path, b"<worksheet", entity)).code == "not_a_workbook"


def test_a_file_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        read(tmp_path / "没有.xlsx")
    assert (trouble.value.code, "没有.xlsx" in trouble.value.message) == ("no_file", True)


def test_a_folder_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as trouble:
        read(tmp_path)
    assert trouble.value.cure


def test_a_file_beyond_all_measure_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(51 * MEGABYTE)
    with pytest.raises(Refused) as refused:
        read(path)
    assert refused.value.code == "bomb"
