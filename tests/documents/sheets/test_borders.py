"""Borders and grounds: which pen is drawn between two cells, how strokes are joined, colours by theme and tint."""

import pytest
from openpyxl.styles import Border, Color, PatternFill, Side

from tests.documents.sheets.looking import Stroke, drawn, grounds, sheet_of, strokes
from village_desk.documents.sheets.looks import Stroke as Kind

BOX = Border(*(Side("thin"),) * 4)
WIDE = 54.0
"""Points of an unnamed column when the default font is 宋体 11."""


def across(lines: list[Stroke], y: float) -> list[tuple[float, float, float]]:
    """The level strokes at a height: from, to, thickness."""
    return [(each.x1, each.x2, each.width) for each in lines if each.is_level and each.y1 == pytest.approx(y, abs=0.02)]


def test_a_grid_is_drawn_with_one_stroke_for_each_of_its_lines() -> None:
    sheet = sheet_of()
    for row in (1, 2, 3):
        for column in (1, 2, 3, 4):
            sheet.cell(row, column).border = BOX
    lines = strokes(drawn(sheet).paper)
    assert len(lines) == 4 + 5
    assert {(each.x1, round(each.x2)) for each in lines if each.is_level} == {(0.0, round(4 * WIDE))}


@pytest.mark.parametrize("upper_is_thin", [True, False])
def test_between_two_cells_the_stronger_pen_wins(upper_is_thin: bool) -> None:
    sheet = sheet_of()
    sheet["A1"].border = Border(bottom=Side("thin" if upper_is_thin else "medium"))
    sheet["A2"].border = Border(top=Side("medium" if upper_is_thin else "thin"))
    lines = strokes(drawn(sheet).paper)
    assert [each.width for each in lines] == [1.25]


def test_borders_are_stronger_in_the_order_of_the_format() -> None:
    assert (
        Kind.hair < Kind.dotted < Kind.dashed < Kind.thin < Kind.mediumDashed < Kind.medium < Kind.double < Kind.thick
    )


def test_within_a_merge_no_line_is_drawn() -> None:
    sheet = sheet_of()
    for row in (1, 2):
        for column in (1, 2):
            sheet.cell(row, column).border = BOX
    sheet.merge_cells("A1:B2")
    for cell in ("A1", "B1", "A2", "B2"):
        sheet[cell].border = BOX
    lines = strokes(drawn(sheet).paper)
    assert {round(each.x1) for each in lines if not each.is_level} == {0, round(2 * WIDE)}
    assert len(lines) == 4


def test_a_double_line_is_open_in_its_middle_and_dashes_are_dashed() -> None:
    sheet = sheet_of()
    sheet["A1"].border = Border(top=Side("double"))
    sheet["A3"].border = Border(top=Side("dashed"))
    double, inside, dashed = sorted(strokes(drawn(sheet).paper), key=lambda each: (each.y1, -each.width))
    assert double.width > 2 * inside.width > 0
    assert inside.ink == "1 1 1"
    assert dashed.dash == "[3 1.5]" and not double.dash


def test_a_cell_is_crossed_from_corner_to_corner() -> None:
    sheet = sheet_of()
    sheet["A1"] = "项目"
    sheet["A1"].border = Border(diagonal=Side("thin"), diagonalDown=True)
    sheet.row_dimensions[1].height = 30
    (line,) = strokes(drawn(sheet).paper)
    assert (line.x1, line.y1, line.x2, line.y2) == pytest.approx((0, 0, WIDE, 30), abs=0.02)


def test_grounds_are_solid_or_as_thick_as_their_pattern_and_lie_under_the_lines() -> None:
    sheet = sheet_of()
    for place, fill in enumerate((PatternFill("solid", "FFEEEEEE"), PatternFill("gray125")), 1):
        sheet.cell(1, place, "王").fill = fill
    inks = [ink for ink, _box in grounds(drawn(sheet).paper)]
    assert inks == [".933333 .933333 .933333", ".875 .875 .875"]


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        (Color(theme=0), "1 1 1"),
        (Color(theme=1), "0 0 0"),
        (Color(theme=4), ".309804 .505882 .741176"),
        (Color(theme=0, tint=-0.25), ".75 .75 .75"),
        (Color(theme=1, tint=0.5), ".5 .5 .5"),
        (Color(indexed=22), ".752941 .752941 .752941"),
    ],
)
def test_a_colour_may_be_one_of_the_theme_lighter_or_darker(colour: Color, ink: str) -> None:
    sheet = sheet_of()
    sheet["A1"].fill = PatternFill("solid", fgColor=colour)
    assert [each for each, _box in grounds(drawn(sheet).paper)] == [ink]
