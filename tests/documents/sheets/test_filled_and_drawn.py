"""Workbook and paper of one filled form say the same: calamine reads the one, a reader of PDF the other."""

import unicodedata
from datetime import date

import pytest

from tests.documents.reading import read
from tests.workbooks.forms.dialects import MAKERS, Form
from tests.workbooks.forms.filled import CONTENT, FORMS, cells, fill
from village_desk.documents import sheets

pytestmark = pytest.mark.usefixtures("qapp")

MADE = ("excel-rich", "wps", "libre-logo", "prefixed", "unplaced", "xlsxwriter")
"""One of each way in which a file can say a sheet; ``tests/workbooks/forms`` fills the others."""


def bare(words: str) -> str:
    """Words without blanks and breaks, as two readers may break lines otherwise."""
    return "".join(unicodedata.normalize("NFKC", words).split())


def shown(value: object) -> set[str]:
    """How a cell of the tests' formats may show a value."""
    if isinstance(value, float):
        return {f"{value:g}", f"{value:.2f}", f"{value:,.2f}"}
    if isinstance(value, date):
        return {value.isoformat(), f"{value.year}年{value.month}月{value.day}日"}
    return {bare(str(value))}


@pytest.mark.parametrize("maker", MADE)
def test_the_paper_says_what_the_workbook_says(maker: str) -> None:
    for name, form in FORMS.items():
        data = MAKERS[maker](form)
        filled = fill(data, CONTENT, sheets.page_room(data)).data
        paper = read(sheets.draw(filled).paper)
        words = bare("".join(paper.text(page) for page in range(paper.pages)))
        missing = {
            cell: value for cell, value in cells(filled).items() if not any(each in words for each in shown(value))
        }
        assert not missing, name


@pytest.mark.parametrize("above", [{}, {"A2": "共 {合计.人数} 人", "B2": "｛合计。金额｝"}])
def test_pages_end_on_paper_where_their_sums_were_taken(above: dict[str, str]) -> None:
    data = MAKERS["openpyxl"](Form({**FORMS["list"].cells, **above}, titles="1:3"))
    content = type(CONTENT)(CONTENT.values, {"": [dict(CONTENT.lists[""][0], 姓名=f"张{each}") for each in range(150)]})
    paper = read(sheets.draw(fill(data, content, sheets.page_room(data)).data).paper)
    assert paper.pages > 2
    assert [paper.text(page).count("本页") for page in range(paper.pages)] == [1] * paper.pages
    assert "合计" in paper.text(paper.pages - 1) and "张149" in paper.text(paper.pages - 1)
