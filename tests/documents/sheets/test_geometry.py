"""Excel's geometry: columns by the digits of the default font, rows, margins, scale, the middle of the page."""

import pytest
from openpyxl.styles import Alignment, Border, Font, Side

from tests.documents.sheets.looking import drawn, fit_to_width, looked_at, sheet_of, strokes
from village_desk.documents.paper import MM
from village_desk.documents.sheets.looks import Typeface
from village_desk.documents.sheets.measures import column_points, digit_width, usual_points

pytestmark = pytest.mark.usefixtures("qapp")

BOX = Border(*(Side("thin"),) * 4)


@pytest.mark.parametrize(
    ("font", "size", "pixels"),
    [
        ("宋体", 11, 8),
        ("SimSun", 11, 8),
        ("宋体", 12, 8),
        ("Calibri", 11, 7),
        ("等线", 11, 8),
        ("Arial", 10, 7),
        ("微软雅黑", 11, 9),
        ("仿宋_GB2312", 11, 8),
    ],
)
def test_columns_are_measured_in_digits_of_the_default_font(font: str, size: float, pixels: int) -> None:
    assert digit_width(Typeface(font, size)) == pixels


@pytest.mark.parametrize(
    ("characters", "digit", "pixels"), [(9.140625, 7, 64), (8.43, 7, 59), (14.0, 8, 112), (3.9, 8, 31)]
)
def test_a_width_in_characters_is_whole_pixels(characters: float, digit: int, pixels: int) -> None:
    assert column_points(characters, digit) == pixels * 0.75


def test_a_column_of_which_nothing_is_written_is_as_wide_as_in_excel() -> None:
    assert usual_points(8, 7) == 64 * 0.75
    assert usual_points(8, 8) == 72 * 0.75


def test_a_table_is_as_wide_and_high_as_its_columns_and_rows() -> None:
    sheet = sheet_of()
    sheet.column_dimensions["A"].width = 10
    sheet.column_dimensions["B"].width = 20
    sheet.row_dimensions[1].height = 30
    for cell in ("A1", "B1"):
        sheet[cell].border = BOX
    lines = strokes(drawn(sheet).paper)
    assert {round(each.x1, 2) for each in lines} == {0.0, 60.0, 180.0}  # 80 and 160 pixels
    assert {round(each.y2, 2) for each in lines} == {0.0, 30.0}


def test_a_row_that_says_no_height_is_as_high_as_the_sheet_says_or_as_its_words_need() -> None:
    sheet = sheet_of()
    sheet.sheet_format.defaultRowHeight = 18
    for row in (1, 2, 3, 4):
        sheet.cell(row, 1, "王").border = BOX
    sheet["A2"].font = Font("宋体", 24)
    sheet["A3"] = "湖北省仙桃市毛嘴镇刘明口村"
    sheet["A3"].alignment = Alignment(wrap_text=True)
    heights = [stroke.y1 for stroke in strokes(drawn(sheet).paper) if stroke.is_level]
    first, second, third, fourth = (after - before for before, after in zip(heights, heights[1:], strict=False))
    assert first == pytest.approx(18, abs=0.02)
    assert second > 24
    assert third == pytest.approx(4 * 18, abs=0.1), "four lines: four characters in a line"
    assert fourth == pytest.approx(18, abs=0.02)


def test_a_sheet_that_is_too_wide_is_made_smaller_by_whole_percents_and_never_larger() -> None:
    sheet = sheet_of()
    fit_to_width(sheet)
    sheet.column_dimensions["A"].width = 125  # 1000 pixels, 750 points; the paper has 595
    sheet["A1"].border = BOX
    assert max(each.x2 for each in strokes(drawn(sheet).paper)) == pytest.approx(750 * 0.79, abs=0.02)
    sheet.column_dimensions["A"].width = 50
    assert max(each.x2 for each in strokes(drawn(sheet).paper)) == pytest.approx(300, abs=0.02)


def test_a_sheet_has_its_own_scale() -> None:
    sheet = sheet_of()
    sheet.page_setup.scale = 150
    sheet.column_dimensions["A"].width = 10
    sheet["A1"].border = BOX
    assert max(each.x2 for each in strokes(drawn(sheet).paper)) == pytest.approx(90, abs=0.02)


def test_margins_and_the_middle_of_the_page_place_the_table() -> None:
    sheet = sheet_of()
    sheet.column_dimensions["A"].width = 10
    sheet.row_dimensions[1].height = 30
    sheet["A1"].border = BOX
    sheet.page_margins.left, sheet.page_margins.top = 1, 0.5
    assert min((each.x1, each.y1) for each in strokes(drawn(sheet).paper)) == pytest.approx((72, 36), abs=0.02)
    sheet.print_options.horizontalCentered = sheet.print_options.verticalCentered = True
    middle = (72 + (210 * MM - 72) / 2 - 30, 36 + (297 * MM - 36) / 2 - 15)
    assert min((each.x1, each.y1) for each in strokes(drawn(sheet).paper)) == pytest.approx(middle, abs=0.02)


@pytest.mark.parametrize(
    ("paper", "across", "size"),
    [(9, False, (210, 297)), (9, True, (297, 210)), (11, False, (148, 210)), (11, True, (210, 148))],
)
def test_papers_come_in_their_size_and_both_ways_up(paper: int, across: bool, size: tuple[int, int]) -> None:
    sheet = sheet_of()
    sheet["A1"] = "王"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.orientation = "landscape" if across else "portrait"
    found = looked_at(sheet).document.pagePointSize(0)
    assert (round(found.width() / MM), round(found.height() / MM)) == size


def test_hidden_rows_and_columns_are_not_there() -> None:
    sheet = sheet_of()
    for row in (1, 2, 3):
        for column in (1, 2, 3):
            sheet.cell(row, column, f"第{row}行{column}列").border = BOX
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    paper = drawn(sheet).paper
    assert {round(each.x1) for each in strokes(paper)} == {0, 54, 108}
    assert "第2行" not in looked_at(sheet).text() and "2列" not in looked_at(sheet).text()
