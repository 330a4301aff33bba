"""What names rows, moved along when rows of a form repeat; and which lines a list makes, page by page."""

import pytest

from tests.workbooks.forms.filled import Room, person
from village_desk.domain.form_fields import Record
from village_desk.workbooks.forms import shifting
from village_desk.workbooks.forms.bands import Arranging, BandRow, Block
from village_desk.workbooks.forms.placeholders import Band
from village_desk.workbooks.forms.shifting import FilledBlock, Shift

BLOCK = Block("", {Band.RECORD: range(3, 4)})
SHIFT = Shift([FilledBlock(BLOCK, [BandRow(3, Band.RECORD, ({},), each) for each in range(1, 6)], 3)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("$A$1:$G$9", "$A$1:$G$13"),
        ("SUM(B3:B3)+B2", "SUM(B3:B7)+B2"),
        ("表一!$B$4", "表一!$B$8"),
        ("'表一'!$B$4:$B$5", "'表一'!$B$8:$B$9"),
        ("别的!$B$4", "别的!$B$4"),
        ("'别的 表'!B4", "'别的 表'!B4"),
        ('"B4,B5"', '"B4,B5"'),
        ("LOG10(B4)", "LOG10(B8)"),
        ("Rate_A4*B4", "Rate_A4*B8"),
        ("$1:$2", "$1:$2"),
        ("$1:$9", "$1:$13"),
        ("AND($A4>1,C$1048576)", "AND($A8>1,C$1048576)"),
    ],
)
def test_cells_in_a_formula_move_with_their_rows(before: str, after: str) -> None:
    assert shifting.named(before, SHIFT, "表一") == after


def test_a_name_of_the_workbook_moves_only_what_is_of_the_sheet() -> None:
    assert shifting.named("表一!$A$4,$B$4,别的!$A$4", SHIFT, "表一", only_named=True) == "表一!$A$8,$B$4,别的!$A$4"


@pytest.mark.parametrize(("before", "after"), [("A1 B3:C9", "A1 B3:C13"), ("A:C B4", "A:C B8"), ("B3", "B3:B7")])
def test_areas_move_with_their_rows(before: str, after: str) -> None:
    assert shifting.refs(before, SHIFT) == after


BANDS = {
    Band.GROUP: range(2, 3),
    Band.RECORD: range(3, 4),
    Band.GROUP_SUM: range(4, 5),
    Band.PAGE_SUM: range(5, 6),
}


def shape(people: list[Record], room: Room | None, tail: tuple[int, ...] = ()) -> str:
    """The lines by a letter each: heading, record, group's sum, page's sum; a stroke where a page ends."""
    letters = {Band.GROUP: "G", Band.RECORD: "r", Band.GROUP_SUM: "s", Band.PAGE_SUM: "P"}
    lines = Arranging(Block("", BANDS), room, None, tail).lines(people)
    return "".join(letters[line.band] + "|" * line.ends_page for line in lines)


@pytest.mark.parametrize(
    ("count", "room", "tail", "found"),
    [
        (6, None, (), "GrrrrsGrrsP"),
        (4, Room(90, 90), (), "GrrrP|rsP"),
        (6, Room(105, 105), (), "GrrrrsP|GrrsP"),
        (1, Room(105, 105), (6, 7, 8, 9), "GrsP"),
        (2, Room(105, 105), (6, 7, 8), "GrP|rsP"),
        (0, Room(105, 105), (), "GrsP"),
        (3, Room(1, 1), (), "GrP|rP|rsP"),
    ],
)
def test_no_heading_and_no_sum_stands_alone(count: int, room: Room | None, tail: tuple[int, ...], found: str) -> None:
    assert shape([person(each) for each in range(count)], room, tail) == found
