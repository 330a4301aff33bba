"""Forms in the manner of Excel, WPS, LibreOffice and others: filled, read back, and the rest of the file untouched."""

from datetime import date

import pytest
from lxml import etree

from tests.workbooks.forms.dialects import DIALECTS, MAKERS, SHEET, made
from tests.workbooks.forms.filled import FORMS, LIST, Room, cells, fill, formulas, parts
from village_desk.workbooks.forms import template

WORKBOOKS = [(maker, form) for maker in MAKERS for form in FORMS]
MAY_CHANGE = {
    *(SHEET, "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"),
    *("xl/calcChain.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/drawings/drawing1.xml"),
}
"""What a form with rows that repeat may change: the places of cells stand in all of them."""

READ = {
    "person": {
        **{"A2": "档案号：＿＿＿＿", "E2": "登记日期：2026年11月30日", "B3": "=HYPERLINK(1)", "C3": "男□　女☑"},
        **{"D3": date(1949, 12, 31), "B4": "11010519491231002X", "C4": "1", "D4": "X"},
        **{"A5": "☑低保　□特困　☑其他", "A6": "□200元 ☑500元 □1,000元", "B6": 500.0, "C6": "人民币伍佰元整"},
        **{"A7": "{不是字段} & <签字>", "A8": "{姓名}"},
    },
    "list": {
        **{"A1": "2026年11月发放名单", "A4": "1 组　4 人", "D4": 400.06, "A5": 1.0, "B5": "张0", "D8": 100.03},
        **{"C5": "110105********002X", "A9": "小计", "D9": 400.06, "C10": 4.0, "D10": 400.06, "A11": "2 组　2 人"},
        **{"B13": "张5", "D14": 200.09, "C15": 2.0, "D15": 200.09, "A16": "合计 人民币陆佰元零壹角伍分", "D16": 600.15},
        **{"A17": "制表：＿＿＿＿", "B17": "男"},
    },
    "plain": {
        **{"A1": "2026年缴费", "A3": "张0", "B3": 200.0, "C3": 30.5, "D3": 230.5, "A8": "张5", "D8": 230.5},
        **{"B9": 1200.0, "C9": 183.0, "D9": 1383.0, "A10": 7.5},
    },
    "statement": {
        **{"A1": "=HYPERLINK(1)", "B2": 123.45, "D2": 124.55, "B3": 200.0, "C3": 0.0, "B4": 323.45, "C4": 1.1},
        **{"D4": 162.275, "A5": "2026年度"},
    },
    "two": {
        **{"A2": 2020.0, "B7": 200.0, "A8": "合计", "B8": 1200.0, "A10": date(2026, 11, 1), "B12": 5.0},
        **{"A13": "3 笔", "B13": 15.0},
    },
}


@pytest.mark.parametrize(("maker", "form"), WORKBOOKS)
def test_a_form_is_filled_whoever_wrote_it(maker: str, form: str) -> None:
    data = MAKERS[maker](FORMS[form])
    assert not [each.in_words() for each in template.check(data) if each.refuses]
    filled = fill(data, room=Room())
    found = cells(filled.data)
    assert {name: found.get(name) for name in READ[form]} == READ[form]
    assert not [words for words in found.values() if isinstance(words, str) and ("{." in words or "｛" in words)]
    before, after = parts(data), parts(filled.data)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= (MAY_CHANGE if template.read(data).blocks else {SHEET, "xl/styles.xml"})
    assert set(after) <= set(before)
    assert start(after[SHEET]) == start(before[SHEET])


def start(xml: bytes) -> tuple[dict[str | None, str], dict[str, str]]:
    """The names of a sheet's dialects and what a reader may leave unread of them."""
    tree = etree.fromstring(xml)
    return tree.nsmap, {str(name): str(said) for name, said in tree.attrib.items()}


def test_the_corpus_is_large() -> None:
    assert len(WORKBOOKS) >= 40


def test_what_repeats_keeps_its_merges_and_pages() -> None:
    filled = fill(made(LIST, DIALECTS["excel-extras"]), room=Room())
    sheet = parts(filled.data)[SHEET].decode()
    merged = [each.split('"')[0] for each in sheet.split('<mergeCell ref="')[1:]]
    assert merged == ["A1:G1", "A4:C4", "A11:C11", *(f"E{row}:F{row}" for row in (5, 6, 7, 8, 12, 13)), "A17:A18"]
    assert '<brk id="10" max="16383" man="1"/>' in sheet
    assert 'sqref="B17:B18"' in sheet
    assert "$A$1:$G$20" in parts(filled.data)["xl/workbook.xml"].decode()
    assert "$1:$3" in parts(filled.data)["xl/workbook.xml"].decode()
    assert "<xm:sqref>C17</xm:sqref>" in sheet


def test_formulas_move_with_their_rows() -> None:
    found = formulas(fill(made(FORMS["plain"], DIALECTS["excel-extras"])).data)
    assert found["D5"] == "B5+C5"
    assert found["B9"] == "SUM(B3:B8)"
    assert found["C9"] == "SUM(C3:C8)"
    assert found["D9"] == "SUM(B9:C9)*2-SUM(D3:D8)/1"


def test_the_order_of_calculating_goes_with_the_rows_that_moved_and_stays_otherwise() -> None:
    moved, still = (fill(made(FORMS[form], DIALECTS["excel-extras"])).data for form in ("plain", "statement"))
    assert "xl/calcChain.xml" not in parts(moved)
    assert b"calcChain" not in parts(moved)["[Content_Types].xml"] + parts(moved)["xl/_rels/workbook.xml.rels"]
    assert "xl/calcChain.xml" in parts(still)


def test_pictures_and_notes_below_a_list_move_down_with_it() -> None:
    logo = parts(fill(made(LIST, DIALECTS["libre-logo"])).data)["xl/drawings/drawing1.xml"]
    assert b"<xdr:row>17</xdr:row>" in logo
    note = parts(fill(made(LIST, DIALECTS["wps-rich"])).data)["xl/drawings/vmlDrawing1.vml"]
    assert b"<x:Anchor>2, 15, 1, 10, 4, 15, 5, 4</x:Anchor><x:Row>1</x:Row>" in note


def test_equal_content_gives_equal_bytes() -> None:
    data = made(LIST, DIALECTS["excel-extras"])
    assert fill(data, room=Room()).data == fill(data, room=Room()).data
