"""The workbook that comes back: the same contents, two columns more, and the road round through the coordinator."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

import resources
from tests.workbooks.books import grid, number, read, save
from tests.workbooks.forms.dialects import DIALECTS, SHEET, Form, made
from tests.workbooks.forms.filled import cells, formulas, parts, rewritten
from village_desk.domain.basics.errors import Cancelled, Refused, Trouble
from village_desk.workbooks.rosters import problems
from village_desk.workbooks.rosters.roster import RosterReading, RosterRow

MESSY = resources.path("sample/roster-messy.xls")
GOOD = {"name": "张三", "id_number": number(1), "group": "1组", "phone": "13812345678", "tier": 100}
BAD = {"name": "李四", "id_number": 429004197002030033, "group": "1组", "tier": 150}


def give_back(reading: RosterReading, out: Path) -> Worksheet:
    """The first sheet of the workbook given back."""
    problems.write_back(reading.source, reading.problems, out, file=reading.file)
    return load_workbook(out).worksheets[0]


def returned(folder: Path, *rows: Any) -> Worksheet:
    return give_back(read(save(folder / "a.xlsx", grid(rows))), folder / "b.xlsx")


def texts(path: Path) -> list[list[list[str]]]:
    """Every cell of every sheet as text."""
    book = CalamineWorkbook.from_path(path)
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    return [[[str(cell).removesuffix(".0") for cell in row] for row in sheet] for sheet in sheets]


@pytest.fixture(scope="module")
def messy() -> RosterReading:
    return read(MESSY)


@pytest.fixture(scope="module")
def messy_back(messy: RosterReading, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("back") / "待改正.xlsx"
    problems.write_back(MESSY, messy.problems, out, file=messy.file)
    return out


def test_every_sheet_row_and_cell_comes_back(messy_back: Path) -> None:
    before, after = texts(MESSY), texts(messy_back)
    widths = [len(sheet[0]) for sheet in before]
    assert [[row[:width] for row in sheet] for sheet, width in zip(after, widths, strict=True)] == [
        [[_as_excel_shows(cell) for cell in row] for row in sheet] for sheet in before
    ]


def _as_excel_shows(cell: str) -> str:
    """A number that lost its digits (``4.29004195209015e+17``) is given back as the text that Excel shows."""
    return cell.replace("e+17", "E+17") if "e+17" in cell else cell


def test_merged_cells_come_back(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:M1", "A2:D2", "B3:E3", "F3:I3", "J3:L3"}


def test_every_row_of_people_has_a_status_and_every_held_one_its_reasons(
    messy: RosterReading, messy_back: Path
) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    assert (sheet["N4"].value, sheet["O4"].value) == ("状态", "原因/怎么办")
    held = {problem.row for problem in messy.problems}
    for row in range(5, 977):
        status, reason = sheet.cell(row, 14).value, sheet.cell(row, 15).value
        if row in held:
            assert (status, bool(reason)) == ("待改正", True)
        else:
            assert (status, reason) in (("可以导入", None), (None, None))
    assert sheet["O731"].value.count("\n") == 1


def test_held_rows_and_the_cells_to_blame_can_be_seen(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    fills = [sheet.cell(68, column).fill.fgColor.rgb for column in (9, 10, 15)]
    assert len({fills[0], fills[1]}) == 2 and fills[2] == fills[0]
    assert sheet.cell(67, 9).fill.fill_type is None


def test_the_header_stays_in_sight_and_rows_can_be_filtered(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A5", "A4:O976")


def test_no_column_is_wider_than_a_page_or_too_narrow_to_read(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    widths = {letter: size.width for letter, size in sheet.column_dimensions.items()}
    assert all(6 <= width <= 66 for width in widths.values())
    assert widths["E"] >= 20  # an identity number with room


def test_identity_numbers_phones_and_accounts_are_text_that_excel_cannot_damage_again(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    for row in (5, 84, 59):
        for column in (5, 9, 12):
            cell = sheet.cell(row, column)
            assert cell.number_format == "@"
            assert cell.value is None or cell.data_type == "s"
    assert sheet["E59"].value == "4.29004195209015E+17"


def test_what_was_accepted_reads_the_same_and_what_was_held_is_held_again(
    messy: RosterReading, messy_back: Path
) -> None:
    again = read(messy_back)
    assert again.people == messy.people
    assert [(each.row, each.code) for each in again.problems] == [(each.row, each.code) for each in messy.problems]


def test_corrected_rows_are_accepted_and_nobody_is_doubled(
    messy: RosterReading, messy_back: Path, tmp_path: Path
) -> None:
    """The coordinator's way: open it, mend each held row by the clean roster, save, import."""
    clean = {person.row: person for person in read(resources.path("sample/roster.xlsx")).people}
    by_name = {(person.name, person.account, person.phone): person for person in clean.values()}
    book = load_workbook(messy_back)
    mended = {problem.row for problem in messy.problems}
    for row in mended:
        _mend(book.worksheets[0], row, list(by_name.values()))
    book.save(tmp_path / "改好.xlsx")
    again = read(tmp_path / "改好.xlsx")
    assert (again.rows, len(again.people), again.held, again.problems) == (962, 962, 0, ())
    assert sorted(person.id_number for person in again.people) == sorted(person.id_number for person in clean.values())
    before = {person.row: person for person in messy.people}
    assert {person.row: person for person in again.people if person.row in before} == before


def _mend(sheet: Worksheet, row: int, people: list[RosterRow]) -> None:
    """Writes into a held row what the clean roster says of that person, whom phone, account and name tell apart."""
    name, phone, account = (str(sheet.cell(row, column).value or "") for column in (4, 9, 12))
    found = [each for each in people if each.account == account and each.phone == phone]
    [person] = [each for each in found if not name.strip() or each.name == name]
    sheet.cell(row, 4).value = person.name
    sheet.cell(row, 5).value = person.id_number
    sheet.cell(row, 6).value = "男" if int(person.id_number[16]) % 2 else "女"
    sheet.cell(row, 10).value = person.tier_fen // 100 or None


def test_a_second_return_does_not_add_the_columns_again(messy: RosterReading, messy_back: Path, tmp_path: Path) -> None:
    sheet = give_back(read(messy_back), tmp_path / "b.xlsx")
    assert [cell.value for cell in sheet[4]][12:] == ["备注", "状态", "原因/怎么办"]
    assert sheet["N5"].value == "可以导入"


def test_an_old_reason_is_gone_once_the_row_is_good(tmp_path: Path) -> None:
    sheet = returned(tmp_path, GOOD, BAD)
    assert (sheet["P2"].value, sheet["P3"].value is None) == (None, False)
    book = load_workbook(tmp_path / "b.xlsx")
    book.worksheets[0]["B3"].value, book.worksheets[0]["K3"].value = number(3), 100
    book.save(tmp_path / "c.xlsx")
    assert sheet["A3"].fill.fill_type == "solid"
    sheet = give_back(read(tmp_path / "c.xlsx"), tmp_path / "d.xlsx")
    assert (sheet["O3"].value, sheet["P3"].value) == ("可以导入", None)
    assert [cell.coordinate for cell in sheet[3] if cell.fill.fill_type] == []


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "@SUM(1)", "-1+1", "+86", "{=1}", "http://example.invalid"]
)
def test_no_text_becomes_a_formula_or_a_link(text: str, tmp_path: Path) -> None:
    book = Workbook()
    for row in grid([GOOD]):
        book.worksheets[0].append(row)
    for place in ("A2", "N2"):
        book.worksheets[0][place].value = text
        book.worksheets[0][place].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    sheet = give_back(read(tmp_path / "a.xlsx"), tmp_path / "b.xlsx")
    for place in ("A2", "N2"):
        assert (sheet[place].value, sheet[place].data_type, sheet[place].hyperlink) == (text, "s", None)


PEOPLE = Form(
    {
        **{"A1": "姓名", "B1": "身份证号", "C1": "村民小组", "D1": "缴费档次"},
        **{"A2": "张三", "B2": number(1), "C2": "1组", "D2": 100},
        **{"A3": "李四", "B3": "429004197002030033", "C3": "1组", "D3": 100},
        **{"A4": "王五", "B4": number(3), "C4": "2组", "D4": 200, "A5": "合计", "D5": "=SUM(D2:D4)"},
    },
    styles={"B2": "text", "D5": "money"},
)


def hidden(xml: bytes) -> bytes:
    """The sheet with its fourth row hidden, where rows say so little that it can be said."""
    return xml if b"hidden" in xml else xml.replace(b'r="4"', b'r="4" hidden="1"', 1)


CHANGED = {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_townships_workbook_comes_back_with_its_own_look(dialect: str, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(rewritten(made(PEOPLE, DIALECTS[dialect]), SHEET, hidden))
    reading = read(path)
    problems.write_back(path, reading.problems, tmp_path / "b.xlsx", file=reading.file)
    before, after = parts(path.read_bytes()), parts((tmp_path / "b.xlsx").read_bytes())
    assert {name for name in before if before[name] != after[name]} <= CHANGED
    assert set(before) == set(after)
    found = cells((tmp_path / "b.xlsx").read_bytes())
    assert [found[each] for each in ("E1", "F1", "E2", "E3")] == ["状态", "原因/怎么办", "可以导入", "待改正"]
    again = read(tmp_path / "b.xlsx")
    assert again.people == reading.people
    assert [(each.row, each.code) for each in again.problems] == [(each.row, each.code) for each in reading.problems]
    assert "SUM(D2:D4)" in formulas((tmp_path / "b.xlsx").read_bytes()).values()
    problems.write_back(again.source, again.problems, tmp_path / "c.xlsx")
    assert cells((tmp_path / "c.xlsx").read_bytes()) == found


def test_lists_notes_and_formats_of_the_township_are_there(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(made(PEOPLE, DIALECTS["excel-extras"]))
    reading = read(tmp_path / "a.xlsx")
    problems.write_back(reading.source, reading.problems, tmp_path / "b.xlsx", file=reading.file)
    sheet = parts((tmp_path / "b.xlsx").read_bytes())[SHEET].decode()
    assert all(each in sheet for each in ('sqref="B9:B10"', "<xm:sqref>C9</xm:sqref>", "<legacyDrawing "))
    assert '<col min="1" max="4" width="12.5" customWidth="1"/>' in sheet
    styles = parts((tmp_path / "b.xlsx").read_bytes())["xl/styles.xml"].decode()
    assert 'name="常规"' in styles
    assert styles.count("FFFFF3DC") == 1


def test_what_is_typed_into_a_held_number_stays_as_typed(tmp_path: Path) -> None:
    sheet = returned(tmp_path, GOOD, BAD)
    assert (sheet["B3"].number_format, sheet["B2"].number_format) == ("@", "General")


def test_a_remark_does_not_hold_and_the_status_of_others_can_be_said(tmp_path: Path) -> None:
    reading = read(save(tmp_path / "a.xlsx", grid([GOOD, {**GOOD, "id_number": number(3), "phone": "见户主"}])))
    problems.write_back(reading.source, reading.problems, tmp_path / "b.xlsx", {("表1", 2): "新增"})
    sheet = load_workbook(tmp_path / "b.xlsx").worksheets[0]
    assert [sheet["O2"].value, sheet["O3"].value] == ["新增", "可以导入，请核对"]
    assert "联系电话" in sheet["P3"].value


def test_dates_booleans_and_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    sheet = returned(tmp_path, {**GOOD, "birth": date(1970, 2, 3), "note": True, "special_group": 0.5})
    assert sheet["D2"].value.date() == date(1970, 2, 3)
    assert (sheet["N2"].value, sheet["L2"].value, sheet["K2"].value) == (True, 0.5, 100)


def test_a_formula_without_a_value_comes_back_as_it_was_and_is_held_again(tmp_path: Path) -> None:
    sheet = returned(tmp_path, {**GOOD, "tier": "=100+100"})
    assert (sheet["K2"].value, sheet["K2"].data_type) == ("=100+100", "f")
    assert read(tmp_path / "b.xlsx").held == 1


def test_sheets_keep_their_names_their_order_and_stay_hidden(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", [["去年的"]], grid([BAD]), [["说明"]], names=["旧", "2组", "说明"])
    book = load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.save(path)
    give_back(read(path), tmp_path / "b.xlsx")
    back = load_workbook(tmp_path / "b.xlsx")
    assert [(sheet.title, sheet.sheet_state) for sheet in back] == [
        ("旧", "hidden"),
        ("2组", "visible"),
        ("说明", "visible"),
    ]
    assert back.active is not None and back.active.title == "2组"


def test_sheet_names_that_excel_does_not_allow_are_shortened(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([BAD]), grid([BAD]), names=["甲甲甲", "乙乙乙"])
    long = "二〇二六年度城乡居民基本养老保险参保人员花名册（沟二社区居民委员会）第"
    renamed = tmp_path / "长.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(renamed, "w") as new:
        for name in old.namelist():
            data = (
                old.read(name)
                .replace("甲甲甲".encode(), f"{long}一".encode())
                .replace("乙乙乙".encode(), f"{long}二".encode())
            )
            new.writestr(name, data)
    give_back(read(renamed), tmp_path / "b.xlsx")
    names = load_workbook(tmp_path / "b.xlsx").sheetnames
    assert len(set(names)) == 2 and all(len(name) <= 31 and name.startswith("二〇二六年度") for name in names)
    assert read(tmp_path / "b.xlsx").held == 2


def test_merged_cells_over_a_million_empty_rows_do_not_stop_it(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([GOOD, BAD]))
    book = load_workbook(path)
    book.worksheets[0].merged_cells.ranges.add(CellRange("N2:XFD1048576"))
    book.save(path)
    sheet = give_back(read(path), tmp_path / "b.xlsx")
    assert [str(each) for each in sheet.merged_cells.ranges] == ["N2:N3"]
    assert sheet["O3"].value == "待改正"


def test_it_prints_on_a4_with_the_header_on_every_page(messy_back: Path) -> None:
    sheet = load_workbook(messy_back).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$4"


def test_a_source_that_is_gone_is_trouble(tmp_path: Path) -> None:
    out = save(tmp_path / "b.xlsx", grid([GOOD]))
    with pytest.raises(Trouble):
        problems.write_back(tmp_path / "a.xlsx", (), out)


def test_a_workbook_that_changed_since_is_not_given_back(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([BAD]))
    reading = read(path)
    save(path, grid([GOOD]))
    with pytest.raises(Refused) as refused:
        problems.write_back(path, reading.problems, tmp_path / "b.xlsx", file=reading.file)
    assert refused.value.code == "changed"
    assert not (tmp_path / "b.xlsx").exists()


def test_the_coordinators_own_workbook_is_never_written_over(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([BAD]))
    with pytest.raises(Refused) as refused:
        problems.write_back(path, (), path)
    assert refused.value.code == "same_file"


def test_a_place_that_cannot_be_written_is_trouble_and_leaves_nothing(tmp_path: Path) -> None:
    path = save(tmp_path / "a.xlsx", grid([BAD]))
    (tmp_path / "b.xlsx").mkdir()
    for out in (tmp_path / "没有" / "b.xlsx", tmp_path / "b.xlsx"):
        with pytest.raises(Trouble) as trouble:
            problems.write_back(path, (), out)
        assert "b.xlsx" in trouble.value.message
    assert {each.name for each in tmp_path.iterdir()} == {"a.xlsx", "b.xlsx"}


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        problems.write_back(save(tmp_path / "a.xlsx", grid([BAD])), (), tmp_path / "b.xlsx", progress=stop)
    assert not (tmp_path / "b.xlsx").exists()


def test_a_total_that_is_wrong_is_to_be_looked_at_and_not_to_be_imported(tmp_path: Path) -> None:
    rows = [*grid([{"name": "张三", "id_number": number(1)}]), ["合计", "9人"]]
    sheet = give_back(read(save(tmp_path / "a.xlsx", rows)), tmp_path / "b.xlsx")
    said = [[cell.value for cell in row if cell.value] for row in sheet.iter_rows(min_row=2)]
    assert (said[0][-1], said[1][-2]) == ("可以导入", "请核对")
    assert "9 人" in str(said[1][-1])
