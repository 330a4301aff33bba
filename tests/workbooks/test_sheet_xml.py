"""A sheet's XML looked over in a few passes says the same as one walked through cell by cell."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from tests.workbooks.books import FIELD
from village_desk.workbooks.formats import sheet_xml
from village_desk.workbooks.formats.overlooked import Overlooked

SHEETS = {
    f"{path.name}/{name}": zipfile.ZipFile(path).read(name)
    for path in (*sorted(FIELD.glob("[a-dh-wp]*.xlsx")), resources.path("sample/roster.xlsx"))
    for name in zipfile.ZipFile(path).namelist()
    if "sheets/" in name.replace("\\", "/") and name.endswith(".xml")
}
CELLS = st.sampled_from(
    [
        *(
            b"<v>1</v>",
            b"<f>A1</f><v>2</v>",
            b"<f>A1</f>",
            b"<f/>",
            b"<f t='shared' si='0'/><v/>",
            b"<f>A1</f><v>0</v>",
        ),
        *(b"<is><t>a</t></is>", b"<v>#N/A</v>", b""),
    ]
)
KINDS = st.sampled_from([b"", b' s="1"', b' t="e"', b' s="1" t="e"', b' t="str"', b' t="inlineStr"'])
ROWS = st.lists(
    st.tuples(st.lists(st.tuples(KINDS, CELLS), max_size=4), st.sampled_from([b"", b' hidden="1"'])), max_size=6
)


def both(xml: bytes, calculated: bool = True) -> tuple[Overlooked, Overlooked]:
    """The sheet looked over in passes, and walked through because of one odd but right spelling."""
    assert b"<row " in xml
    return sheet_xml.look(xml, calculated), sheet_xml.look(
        xml.replace(b"</sheetData>", b"<row><c\n/></row></sheetData>"), calculated
    )


@pytest.mark.parametrize("name", SHEETS)
def test_both_ways_agree_on_sheets_of_the_field(name: str) -> None:
    passed, walked = both(SHEETS[name])
    assert passed == walked


@given(ROWS, st.booleans())
def test_both_ways_agree_on_any_sheet(rows: list[tuple[list[tuple[bytes, bytes]], bytes]], calculated: bool) -> None:
    written = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    for row, (cells, more) in enumerate(rows, 2):
        inside = (b'<c r="%c%d"%b>%b</c>' % (65 + place, row, kind, cell) for place, (kind, cell) in enumerate(cells))
        written += b'<row r="%d"%b>%b</row>' % (row, more, b"".join(inside))
    passed, walked = both(b"<worksheet><sheetData>" + written + b"</sheetData></worksheet>", calculated)
    assert passed == walked
