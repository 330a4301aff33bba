"""Words in their cells: breaking, shrinking, turning, spreading, reaching over, and what no font can draw."""

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Font

from tests.documents.examples import NOBODY_HAS, RARE
from tests.documents.reading import Read, read
from tests.documents.sheets.looking import drawn, looked_at, sheet_of
from village_desk.documents.paper import MM
from village_desk.documents.sheets import LeftBlank, Undrawn
from village_desk.documents.sheets.breaking import Broken, broken, paragraphs
from village_desk.documents.sheets.looks import Typeface

pytestmark = pytest.mark.usefixtures("qapp")

FACE = Typeface("宋体", 10)
WIDE = 54.0
"""Points of an unnamed column when the default font is 宋体 11."""


def lines(words: str, room: float, most: float = 1000.0) -> list[str]:
    return text_of(broken(paragraphs([(words, FACE)]), room, most, 1.1, 10))


def text_of(found: Broken) -> list[str]:
    return ["".join(words for unit in line for words, _face in unit.parts) for line in found.lines]


def points(paper: Read, words: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of words on the first page, in points."""
    box = paper.place(words)
    return box.left() * MM, box.top() * MM, box.right() * MM, box.bottom() * MM


@pytest.mark.parametrize(
    ("words", "room", "expected"),
    [
        ("湖北省仙桃市毛嘴镇", 45, ["湖北省仙", "桃市毛嘴", "镇"]),
        ("湖北省仙（桃市毛嘴）", 50, ["湖北省仙", "（桃市毛", "嘴）"]),
        ("湖北省仙桃，市毛嘴镇", 45, ["湖北省仙", "桃，市毛", "嘴镇"]),
        ("电话0728-2881234请拨", 66, ["电话", "0728-2881234", "请拨"]),
        ("每年选择档次□1500元", 80, ["每年选择档次", "□1500元"]),
        ("第一行\n第二行", 100, ["第一行", "第二行"]),
        ("第一行\n\n第三行", 100, ["第一行", "", "第三行"]),
        ("　　空格在行首", 100, ["　　空格在行首"]),
        ("选项一　　　　选项二", 45, ["选项一", "选项二"]),
        ("可选：□农业户口", 37, ["可选：", "□农业", "户口"]),
    ],
)
def test_words_break_where_chinese_print_breaks_them(words: str, room: float, expected: list[str]) -> None:
    assert lines(words, room) == expected


@pytest.mark.parametrize("count", [11, 12])
def test_before_a_last_line_of_one_or_two_characters_words_are_made_a_little_smaller(count: int) -> None:
    found = broken(paragraphs([("户" * count, FACE)]), 110.0 if count == 12 else 102.0, 1000, 1.1, 10)
    assert (found.scale, len(found.lines)) == ({11: 0.91, 12: 0.91}[count], 1)


def test_more_than_nine_percent_are_not_worth_a_line() -> None:
    assert broken(paragraphs([("户" * 12, FACE)]), 100.0, 1000, 1.1, 10).scale == 1.0


def test_words_become_as_small_as_the_cell_needs_and_no_smaller_than_half() -> None:
    sheet = sheet_of()
    sheet.row_dimensions[1].height = sheet.row_dimensions[2].height = 15
    for row, count in ((1, 8), (2, 200)):
        sheet.cell(row, 1, "户" * count).alignment = Alignment(wrap_text=True)
    first, second = drawn(sheet).shrunk
    assert first.cell == "A1" and 0.5 < first.scale < 1 and first.whole
    assert (second.cell, second.scale, second.whole) == ("A2", 0.5, False)


@pytest.mark.parametrize(("font", "wide"), [("宋体", 0.5), ("仿宋_GB2312", 0.5), ("Calibri", 0.507), ("Arial", 0.556)])
def test_figures_are_as_wide_as_in_the_font_of_the_form(font: str, wide: float) -> None:
    sheet = sheet_of()
    sheet.column_dimensions["A"].width = 30
    sheet["A1"], sheet["A1"].font = "王4290041962王", Font(font, 20)
    paper = looked_at(sheet)
    first, last = paper.text().index("王"), paper.text().rindex("王")
    boxes = [paper.document.getSelectionAtIndex(0, place, 1).boundingRectangle() for place in (first, last)]
    assert boxes[1].x() - boxes[0].x() == pytest.approx((1 + 10 * wide) * 20, abs=0.6)
    assert "王4290041962王" in paper.text()


def test_words_with_a_line_end_stand_on_one_line_where_nothing_is_broken() -> None:
    sheet = sheet_of()
    sheet["A1"] = "第一行\n第二行"
    assert "第一行第二行" in looked_at(sheet).text()


def test_a_long_word_is_broken_and_a_long_number_is_made_smaller() -> None:
    assert lines("http://www.example.org/a/long/address", 100)[0].startswith("http://www.exa")
    found = broken(paragraphs([("429004196205031820", FACE)]), 80.0, 1000, 1.1, 10)
    assert found.scale < 0.9 and text_of(found) == ["429004196205031820"]


def test_a_number_that_is_too_long_is_made_smaller_and_never_becomes_a_row_of_signs() -> None:
    sheet = sheet_of()
    sheet["A1"], sheet["A1"].number_format = 123456789.5, "#,##0.00"
    paper = drawn(sheet)
    assert [each.cell for each in paper.shrunk] == ["A1"]
    assert "123,456,789.50" in read(paper.paper).text()


def test_words_reach_over_empty_cells_and_stop_at_the_first_that_is_not() -> None:
    sheet = sheet_of()
    sheet["A1"] = sheet["A2"] = "户籍所在地的详细地址"  # 110 points
    sheet["C2"] = "止"
    sheet["B3"] = "居中的一行字也向两边伸出去"
    sheet["B3"].alignment = Alignment(horizontal="center")
    sheet["C4"] = "靠右的一行字向左边伸出去"
    sheet["C4"].alignment = Alignment(horizontal="right")
    sheet["A5"] = "户籍所在地的详细地址"
    sheet["B5"] = "止"
    paper = looked_at(sheet)
    assert points(paper, "居中的一行字也向两边伸出去")[0] < WIDE - 20
    assert sum(points(paper, "居中的一行字也向两边伸出去")[::2]) / 2 == pytest.approx(1.5 * WIDE, abs=1)
    assert points(paper, "靠右的一行字向左边伸出去")[2] == pytest.approx(3 * WIDE - 2, abs=1)
    assert [each.cell for each in drawn(sheet).shrunk] == ["A2", "A5"]
    assert {each.cell: each.scale for each in drawn(sheet).shrunk}["A5"] == 0.5


def test_words_may_be_centred_across_empty_cells() -> None:
    sheet = sheet_of()
    sheet["A1"] = "三列居中"
    for cell in ("A1", "B1", "C1"):
        sheet[cell].alignment = Alignment(horizontal="centerContinuous")
    left, _top, right, _bottom = points(looked_at(sheet), "三列居中")
    assert (left + right) / 2 == pytest.approx(1.5 * WIDE, abs=1)


def test_spread_words_stand_at_both_sides_within_their_indent() -> None:
    sheet = sheet_of()
    sheet.column_dimensions["A"].width = 20  # 120 points
    sheet["A1"] = "姓名"
    sheet["A1"].alignment = Alignment(horizontal="distributed", indent=1)
    paper = looked_at(sheet)
    assert points(paper, "姓")[0] == pytest.approx(2 + 9, abs=1.5)
    assert points(paper, "名")[2] == pytest.approx(120 - 2 - 9, abs=2.5)


def test_characters_stand_below_each_other_in_the_middle_of_the_cell() -> None:
    sheet = sheet_of()
    sheet.row_dimensions[1].height = 100
    sheet["A1"] = "个人账户"
    sheet["A1"].alignment = Alignment(text_rotation=255, horizontal="center", vertical="center")
    paper = looked_at(sheet)
    boxes = [points(paper, each) for each in "个人账户"]
    assert [(left + right) / 2 for left, _top, right, _bottom in boxes] == pytest.approx([WIDE / 2] * 4, abs=1)
    tops = [top for _left, top, _right, _bottom in boxes]
    assert tops == sorted(tops) and tops[3] - tops[0] > 30
    assert (boxes[0][1] + boxes[3][3]) / 2 == pytest.approx(50, abs=2)


@pytest.mark.parametrize(("turn", "first_is_lower"), [(90, True), (180, False)])
def test_words_are_turned_upright_to_either_side(turn: int, first_is_lower: bool) -> None:
    sheet = sheet_of()
    sheet.row_dimensions[1].height = 100
    sheet["A1"] = "甲乙丙丁"
    sheet["A1"].alignment = Alignment(text_rotation=turn, horizontal="center", vertical="center")
    paper = looked_at(sheet)
    first, last = points(paper, "甲"), points(paper, "丁")
    assert (first[1] > last[1]) == first_is_lower
    assert abs(first[0] - last[0]) < 2
    assert (min(first[1], last[1]) + max(first[3], last[3])) / 2 == pytest.approx(50, abs=2)


@pytest.mark.parametrize(("upright", "middle"), [("top", 7), ("center", 30), ("bottom", 53)])
def test_words_stand_at_the_top_in_the_middle_or_at_the_bottom(upright: str, middle: float) -> None:
    sheet = sheet_of()
    sheet.row_dimensions[1].height = 60
    sheet["A1"] = "王"
    sheet["A1"].alignment = Alignment(vertical=upright)
    _left, top, _right, bottom = points(looked_at(sheet), "王")
    assert (top + bottom) / 2 == pytest.approx(middle, abs=2)


def test_numbers_stand_at_the_right_words_at_the_left_and_errors_in_the_middle() -> None:
    sheet = sheet_of()
    sheet["A1"], sheet["A2"], sheet["A3"] = "王", 12, "=1/0"
    sheet["A3"].data_type, sheet["A3"]._value = "e", "#DIV/0!"
    paper = looked_at(sheet)
    assert points(paper, "王")[0] == pytest.approx(2, abs=1)
    assert points(paper, "12")[2] == pytest.approx(WIDE - 2, abs=1)
    assert sum(points(paper, "#DIV/0!")[::2]) / 2 == pytest.approx(WIDE / 2, abs=1)


def test_words_in_several_typefaces_stand_in_one_line() -> None:
    sheet = sheet_of()
    sheet["A1"] = CellRichText(TextBlock(InlineFont(b=True, sz=11), "本人声明："), "以上所填内容真实")
    paper = drawn(sheet).paper
    assert "本人声明：以上所填内容真实" in read(paper).text()
    assert b"KurintoSansSC-Bd" in paper.pdf and b"KurintoSansSC-Rg" in paper.pdf


def test_coloured_and_underlined_words_are_drawn_so() -> None:
    sheet = sheet_of()
    sheet["A1"], sheet["A2"] = "红字", "黑字"
    sheet["A1"].font = Font("宋体", 11, color="FFFF0000", underline="single", italic=True)
    picture = read(drawn(sheet).paper).document.render(0, read(drawn(sheet).paper).document.pagePointSize(0).toSize())
    red = [
        (x, y)
        for y in range(16)
        for x in range(40)
        if picture.pixelColor(x, y).red() > 200 > picture.pixelColor(x, y).green() + 80
    ]
    assert len(red) > 20
    assert not any(
        picture.pixelColor(x, y).red() > 200 > picture.pixelColor(x, y).green() + 80
        for y in range(16, 30)
        for x in range(40)
    )


def test_rare_characters_and_the_signs_of_forms_print_and_can_be_searched() -> None:
    sheet = sheet_of()
    sheet["A1"], sheet["A2"] = f"{RARE[0]}秀英", "☑是 ☐否 ① ※ Ⅰ ★ ℃"
    text = looked_at(sheet).text()
    assert f"{RARE[0]}秀英" in text
    assert all(sign in text for sign in "☑☐①※Ⅰ★℃")


def test_a_character_that_no_font_has_leaves_its_place_blank_and_is_named_with_its_cell() -> None:
    sheet = sheet_of()
    sheet["B2"], sheet["C2"] = f"谭{NOBODY_HAS}怀", "照印"
    found = drawn(sheet)
    assert found.left_blank == (LeftBlank("B2", NOBODY_HAS),)
    text = read(found.paper).text()
    assert "谭" in text and "怀" in text and "照印" in text and NOBODY_HAS not in text


def test_a_formula_without_a_value_is_left_blank_and_named() -> None:
    sheet = sheet_of()
    sheet["A1"], sheet["A2"] = 3, "=SUM(A1:A1)"
    assert drawn(sheet).left_blank == (LeftBlank("A2", "=SUM(A1:A1)", Undrawn.FORMULA),)
