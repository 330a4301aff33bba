"""Pages of a form: breaks, titles, print area, heads and feet, and the room that they have for records."""

from functools import partial

import pytest
from openpyxl.styles import Alignment, Border, Side
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from tests.counting import calls
from tests.documents.reading import read
from tests.documents.sheets import trial_forms
from tests.documents.sheets.looking import bytes_of, drawn, fit_to_width, looked_at, sheet_of, strokes
from village_desk.documents import sheets
from village_desk.domain.basics.errors import Cancelled, Refused

pytestmark = pytest.mark.usefixtures("qapp")

HIGH = 842
"""Points of an A4 page, rounded up."""


def long_sheet(rows: int, high: float = 40) -> Worksheet:
    sheet = sheet_of()
    for row in range(1, rows + 1):
        sheet.cell(row, 1, f"第{row}行")
        sheet.row_dimensions[row].height = high
    return sheet


def rows_on(sheet: Worksheet) -> list[list[str]]:
    paper = looked_at(sheet)
    return [paper.text(page).split() for page in range(paper.pages)]


def test_a_page_ends_with_the_last_row_that_fits() -> None:
    first, second = rows_on(long_sheet(22))
    assert (first[-1], second) == ("第21行", ["第22行"])


def test_breaks_that_were_set_by_hand_are_kept_also_when_the_width_is_fitted() -> None:
    sheet = long_sheet(6)
    sheet.row_breaks.append(Break(id=2))
    fit_to_width(sheet)
    assert rows_on(sheet) == [["第1行", "第2行"], ["第3行", "第4行", "第5行", "第6行"]]


def test_a_break_before_a_hidden_row_holds() -> None:
    sheet = long_sheet(4)
    sheet.row_breaks.append(Break(id=2))
    sheet.row_dimensions[3].hidden = True
    assert rows_on(sheet) == [["第1行", "第2行"], ["第4行"]]


def test_titles_are_repeated_on_every_page_after_theirs() -> None:
    sheet = long_sheet(45)
    sheet.print_title_rows = "2:3"
    pages = rows_on(sheet)
    assert [page[:3] for page in pages] == [
        ["第1行", "第2行", "第3行"],
        ["第2行", "第3行", "第22行"],
        ["第2行", "第3行", "第41行"],
    ]


def test_a_wide_sheet_goes_on_beside_itself_down_first_or_across_first() -> None:
    sheet = long_sheet(22)
    for column in range(2, 13):
        sheet.cell(1, column, f"第{column}列")
    sheet["L22"] = "末格"
    down = rows_on(sheet)
    sheet.page_setup.pageOrder = "overThenDown"
    over = rows_on(sheet)
    assert len(down) == len(over) == 4
    assert (down[1], over[2]) == (["第22行"], ["第22行"])


def test_only_the_print_area_is_printed() -> None:
    sheet = long_sheet(6)
    sheet["B3"] = "右边"
    sheet.print_area = "A2:A4"
    assert rows_on(sheet) == [["第2行", "第3行", "第4行"]]


def test_a_sheet_reaches_to_its_last_border_and_not_to_a_cell_that_shows_nothing() -> None:
    sheet = sheet_of()
    sheet["A1"] = "王"
    sheet["A60"].border = Border(bottom=Side("thin"))
    assert drawn(sheet).pages == 2
    sheet["XFD1048576"].alignment = Alignment(horizontal="center")
    assert drawn(sheet).pages == 2


def test_a_sheet_that_reaches_to_the_end_of_the_world_is_refused() -> None:
    sheet = sheet_of()
    sheet["A1048576"] = "王"
    with pytest.raises(Refused) as refusal:
        drawn(sheet)
    assert refusal.value.code == "too_large" and refusal.value.cure


def test_heads_and_feet_say_the_page_the_pages_and_their_own_words() -> None:
    sheet = long_sheet(22)
    sheet["J1"] = "右边"
    for side in ("top", "bottom"):
        setattr(sheet.page_margins, side, 0.6)
    sheet.title = "公示表"
    assert sheet.oddHeader is not None and sheet.oddFooter is not None
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = "&A && 附件", "&D"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页\n第二行"
    sheet.oddFooter.right.text, sheet.oddFooter.right.size, sheet.oddFooter.right.font = "续&P+1", 16, "黑体,Bold"
    paper = drawn(sheet)
    first, second = (read(paper.paper).text(page) for page in (0, 1))
    assert (
        "公示表 & 附件" in first
        and "第 1 页，共 2 页" in first
        and "第 2 页，共 2 页" in second
        and "x000" not in first
        and "续3" in second
    )
    foot = read(paper.paper).place("第 1 页，共 2 页")
    assert foot.center().x() == pytest.approx(105, abs=0.5) and 286 < foot.bottom() < 297 - 4, (
        "there is a line below it"
    )
    assert "/" not in first, "without a date no date is printed"


def test_numbers_of_pages_may_begin_later_and_the_first_page_may_be_different() -> None:
    sheet = long_sheet(22)
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 7, True
    sheet.HeaderFooter.differentFirst = True
    assert sheet.firstFooter is not None and sheet.oddFooter is not None
    sheet.firstFooter.center.text, sheet.oddFooter.center.text = "首页", "-&P-"
    paper = looked_at(sheet)
    assert "首页" in paper.text(0) and "-8-" in paper.text(1)


def test_the_lines_between_cells_are_printed_where_the_sheet_wants_it() -> None:
    sheet = long_sheet(2)
    sheet.print_options.gridLines = True
    assert len(strokes(drawn(sheet).paper)) == 3 + 2


def test_progress_counts_pages_and_stops_the_work() -> None:
    data, seen = bytes_of(long_sheet(50)), []
    sheets.draw(data, lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        sheets.draw(data, stop)


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04", trial_forms.f22()[:4000]])
def test_half_a_file_is_refused(broken: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        sheets.draw(broken)
    assert refusal.value.code == "damaged"


def test_the_room_for_records_is_what_the_pages_have_beside_the_fixed_rows() -> None:
    room = sheets.page_room((trial_forms.FOLDER / "F12.xlsx").read_bytes())
    whole = (297 / 25.4 - 2 * 0.7086614173228347) * 72 / 0.97
    assert room.first == room.later == pytest.approx(whole * 0.985 - 32 - 15 - 24, abs=0.2)


def test_a_row_of_records_is_as_high_as_its_words_need_and_never_lower() -> None:
    room = sheets.page_room((trial_forms.FOLDER / "F12.xlsx").read_bytes())
    assert room.height(5, {2: "王秀英", 7: ""}) == 15
    assert room.height(5, {7: "加发80岁以上高龄津贴，本月补发上月差额"}) == pytest.approx(45, abs=0.1)
    assert room.height(4, {1: "第二村民小组"}) == 20
    assert room.height(5, {7: "长" * 2000}) == 409.5


def test_rows_as_high_as_the_room_says_are_drawn_without_making_words_smaller() -> None:
    sheet, note = sheet_of(), "加发80岁以上高龄津贴，本月补发上月差额，另补高龄津贴三个月"
    sheet["A1"] = "{.备注}"
    sheet["A1"].alignment = Alignment(wrap_text=True)
    room = sheets.page_room(bytes_of(sheet))
    sheet["A1"] = note
    sheet.row_dimensions[1].height = room.height(1, {1: note})
    assert not [each for each in drawn(sheet).shrunk if each.scale < 0.91]


def test_a_long_list_takes_work_in_proportion() -> None:
    """Counted, not timed: so many calls for a record, for few as for many."""
    few, more, many = (calls(partial(sheets.draw, trial_forms.f12(count))) for count in (50, 100, 400))
    assert many - more <= 1.15 * 6 * (more - few)


def test_titles_that_hold_the_whole_list_are_not_repeated() -> None:
    sheet = long_sheet(90)
    sheet.print_title_rows = "1:90"
    paper = read(sheets.draw(bytes_of(sheet)).paper)
    words = "".join(paper.text(page) for page in range(paper.pages))
    assert words.count("第7行") == 1 and words.count("行") == 90
