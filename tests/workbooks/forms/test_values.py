"""How values are put: as numbers, days and words, whole or masked, and never as a formula."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.counting import calls
from tests.workbooks.forms.dialects import DIALECTS, SHEET, Form, Words, made
from tests.workbooks.forms.filled import FORMS, LONG_NAME, NUMBER, Room, cells, fill, formulas, parts, person, rewritten
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FormContent, Picture, Value
from village_desk.workbooks.forms import filling, template
from village_desk.workbooks.forms.filling import Blank, Unticked

EXCEL = DIALECTS["excel"]


def one(words: str, value: Value, style: str = "general", field: str = "姓名") -> object:
    """What stands in a cell with these words once the field has the value."""
    data = made(Form({"A1": words, "B1": "."}, styles={"A1": style}), EXCEL)
    return cells(fill(data, FormContent({field: value})).data).get("A1")


@pytest.mark.parametrize(
    ("words", "field", "value", "style", "read"),
    [
        ("{登记日期}", "登记日期", date(2026, 1, 5), "day", date(2026, 1, 5)),
        ("{登记日期}", "登记日期", date(2026, 1, 5), "general", "2026-01-05"),
        ("{登记日期}止", "登记日期", date(2026, 1, 5), "day", "2026年1月5日止"),
        ("{登记日期:yyyy.mm.dd}", "登记日期", date(2026, 1, 5), "day", "2026.01.05"),
        ("{登记日期：年}", "登记日期", date(2026, 1, 5), "general", "2026"),
        ("{登记日期#5}", "登记日期", date(2026, 1, 5), "general", "0"),
        ("{登记日期}", "登记日期", datetime(2026, 1, 5, 12, tzinfo=UTC), "day", date(2026, 1, 5)),
        ("{登记日期}", "登记日期", date(1899, 1, 5), "day", "1899-01-05"),
        ("{领取月}起", "领取月", Month(2026, 3), "general", "2026年3月起"),
        ("{领取月}", "领取月", Month(2026, 3), "general", "2026-03"),
        ("{参保日期:yyyy.mm.dd}起", "参保日期", Month(2026, 3), "general", "2026.03起"),
        ("{参保日期:年月日}起", "参保日期", Month(2026, 3), "general", "2026年3月起"),
        ("{领取月#6}{领取月#7}", "领取月", Month(2026, 3), "general", "3"),
        ("{缴费年限}", "缴费年限", Fraction(1, 3), "general", 0.333333333333333),
        ("{领取月}", "领取月", Month(2026, 3), "day", date(2026, 3, 1)),
        ("{金额}", "金额", 123450, "money", 1234.5),
        ("{金额}", "金额", 123450, "text", "1,234.50"),
        ("{金额:0.00}", "金额", 123450, "general", 1234.5),
        ("共{金额:0.00}元", "金额", 123450, "general", "共1234.50元"),
        ("共{金额：＃，＃＃０．００}元", "金额", 123450, "general", "共1,234.50元"),
        ("共{金额:千分}元", "金额", -123450, "general", "共-1,234.50元"),
        ("{金额}元", "金额", 20000, "general", "200元"),
        ("{金额:大写}", "金额", 30001, "general", "人民币叁佰元零壹分"),
        ("{金额#1}{金额#2}{金额#3}{金额#4}", "金额", 305, "general", "503¥"),
        ("{年龄}岁", "年龄", 62, "general", "62岁"),
        ("{缴费年限}", "缴费年限", Fraction(31, 2), "general", 15.5),
        ("{公民身份号码}", "公民身份号码", NUMBER, "general", NUMBER),
        ("{公民身份号码:掩码}", "公民身份号码", NUMBER, "general", "110105********002X"),
        ("{银行账号:掩码}", "银行账号", "6222021234567890128", "general", "622***0128"),
        ("{联系电话:掩码}", "联系电话", "0728-2881234", "general", "072***1234"),
        ("{姓名}", "姓名", LONG_NAME, "general", LONG_NAME),
        ("{姓名}", "姓名", "_x000D_甲", "general", "_x000D_甲"),
        ("{姓名}", "姓名", "甲\r\n乙\x01\x0b\ufffe", "general", "甲\n乙"),
        ("{姓名}", "姓名", "𬱖&<>\"'", "general", "𬱖&<>\"'"),
    ],
)
def test_a_value_is_put_as_its_cell_asks(words: str, field: str, value: Value, style: str, read: object) -> None:
    assert one(words, value, style, field) == read


@given(
    st.text(),
    st.sampled_from(["{姓名}", "姓名：{姓名}", "{姓名}{姓名}", "{姓名#1}"]),
    st.sampled_from(["general", "text"]),
)
@settings(max_examples=60, deadline=None)
def test_no_value_ever_makes_a_formula(value: str, words: str, style: str) -> None:
    data = made(Form({"A1": words, "B1": "甲"}, styles={"A1": style}), EXCEL)
    filled = fill(data, FormContent({"姓名": value, "村名": value}, {"": [{"姓名": value}]})).data
    assert formulas(filled) == {}
    cell = openpyxl.load_workbook(io.BytesIO(filled)).worksheets[0]["A1"]
    assert cell.data_type != "f"
    if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
        assert cell.quotePrefix


def test_a_name_that_looks_like_a_place_stays_a_name() -> None:
    values: dict[str, Value] = {"姓名": "{公民身份号码}{.姓名}", "公民身份号码": NUMBER}
    data = made(Form({"A1": "{姓名}", "A2": "{姓名}的家"}), EXCEL)
    assert cells(fill(data, FormContent(values)).data) == {"A1": values["姓名"], "A2": "{公民身份号码}{.姓名}的家"}


def test_runs_of_rich_text_keep_their_looks() -> None:
    data = made(Form({"A1": "姓名：{姓名}（签字）"}), DIALECTS["excel-rich"])
    sheet = parts(fill(data, FormContent({"姓名": "王秀英"})).data)[SHEET].decode()
    assert '<t xml:space="preserve">姓名：王秀英</t>' in sheet
    assert sheet.count("<rFont") == 1
    assert "SOUND" not in sheet


def test_numbers_of_people_are_masked_on_lists() -> None:
    form = Form({"A1": "{联系电话}", "A2": "{.公民身份号码}", "B2": "{.公民身份号码:全}", "C2": "{.公民身份号码#11}"})
    found = cells(fill(made(form, EXCEL), FormContent({"联系电话": "13812345678"}, {"": [person(1)]})).data)
    assert found == {"A1": "138***5678", "A2": "110105********002X", "B2": NUMBER, "C2": "*"}


@pytest.mark.parametrize(("posting", "phone", "digit"), [(False, "13812345678", "1"), (True, "138***5678", "*")])
def test_the_numbers_of_a_form_s_own_person_stay_whole_above_the_household(
    posting: bool, phone: str, digit: str
) -> None:
    own = {"A1": "{联系电话}", "B1": "{公民身份号码#11}", "C1": "电话{代办人电话}"}
    values: dict[str, Value] = {"联系电话": "13812345678", "公民身份号码": NUMBER, "代办人电话": "13812345678"}
    read = template.read(made(Form({**own, "A2": "{成员.公民身份号码}"}), EXCEL), posting=posting)
    found = cells(filling.fill(read, FormContent(values, {"成员": [person(1)]})).data)
    assert found == {"A1": phone, "B1": digit, "C1": f"电话{phone}", "A2": "110105********002X"}


def test_numbers_among_words_that_people_wrote_are_masked_on_lists_and_postings_and_other_long_numbers_stay() -> None:
    wrote = f"代领人{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}，１３８12345678，票据 429004103002-A-2026-000123"
    masked = "代领人110105********002X，138***5678，票据 429004103002-A-2026-000123"
    content = FormContent({"备注": wrote, "服务电话": "13812345678"}, {"": [{"姓名": "甲", "备注": wrote}]})
    on_list = cells(fill(made(Form({"A1": "{服务电话}", "A2": "{.备注}", "B2": "{.备注#4}"}), EXCEL), content).data)
    assert on_list == {"A1": "13812345678", "A2": masked, "B2": "1"}
    alone = made(Form({"A1": "{备注}"}), EXCEL)
    on_posting = filling.fill(template.read(alone, posting=True), content)
    assert cells(on_posting.data) == {"A1": masked} and cells(fill(alone, content).data) == {"A1": wrote}


@pytest.mark.parametrize("held", ["1E+99999999", "-1E-99999999", "Infinity", "NaN", "sNaN", "abc", "9" * 5000])
def test_what_is_no_number_of_excel_is_none_in_a_formula(held: str) -> None:
    form = Form({"A1": 7.5, "A2": "=SUM(A1:A1)", "B1": held, "B2": "=B1+1", "C1": "{姓名}"})
    data = rewritten(made(form, EXCEL), SHEET, lambda xml: xml.replace(b"<v>7.5</v>", f"<v>{held}</v>".encode()))
    written = parts(fill(data).data)[SHEET].decode()
    assert "<f>SUM(A1:A1)</f><v>0</v>" in written and "<f>B1+1</f><v>#VALUE!</v>" in written


def test_a_chain_of_products_grows_no_longer_than_anybody_can_see() -> None:
    chain = {f"A{row}": f"=A{row - 1}*A{row - 1}" for row in range(2, 60)}
    data = made(Form({"A1": "=3/7", "B1": "=12345.678", "B2": "=B1*B1*B1", **chain, "C1": "{姓名}"}), EXCEL)
    assert "<f>B1*B1*B1</f><v>1881675960266.56</v>" in parts(fill(data).data)[SHEET].decode()
    grown = made(Form({"A1": "=7", **chain, "C1": "{姓名}"}), EXCEL)
    assert parts(fill(grown).data)[SHEET].count(b"<v>#NUM!</v>") > 40


def test_what_stays_empty_is_named_once() -> None:
    form = Form({"A1": "{姓名}", "B1": "{民族}族", "A2": "{.姓名}", "B2": "{.民族}", "A3": "{合计.金额}"})
    filled = fill(
        made(form, EXCEL), FormContent({"姓名": "甲"}, {"": [{"姓名": "乙"}, {"姓名": "丙", "民族": "汉族"}]})
    )
    assert filled.blanks == (Blank("B1", "民族"), Blank("B2", "民族"), Blank("A3", "金额"))


def test_an_empty_list_leaves_one_empty_line() -> None:
    form = Form({"A1": "名单", "A2": "{.姓名}", "A3": "共 {合计.人数} 人"})
    filled = fill(made(form, EXCEL), FormContent({}, {"": []}))
    assert cells(filled.data) == {"A1": "名单", "A3": "共 0 人"}
    assert filled.blanks == ()


@pytest.mark.parametrize(
    ("words", "value", "read", "missing"),
    [
        ("{特殊群体}□低保 □特困", "低保", "☑低保 □特困", ""),
        ("{特殊群体}□低保 □特困", "重残", "□低保 □特困", "重残"),
        ("{特殊群体}□低保 □其他＿＿", "重残", "□低保 ☑其他＿＿", ""),
        ("{特殊群体}□低保 □特困", "低保、特困人员", "☑低保 ☑特困", ""),
        ("{户籍性质}□农业 □非农业", "农业", "☑农业 □非农业", ""),
        ("{户籍性质}农业（ ）非农业（　）", "非农业", "农业（ ）非农业（√）", ""),
        ("{户籍性质}农业（）　非农业()", "农业", "农业（√）　非农业()", ""),
        ("{特殊群体}低保（ ）特困（ ）", "特困", "低保（ ）特困（√）", ""),
        ("{户籍性质}农业（ ）非农业（ ）", "居民", "农业（ ）非农业（ ）", "居民"),
        ("{户籍性质}□非农业 □其他", "农业", "□非农业 ☑其他", ""),
    ],
)
def test_boxes_are_ticked(words: str, value: str, read: str, missing: str) -> None:
    field = "户籍性质" if "户籍" in words else "特殊群体"
    filled = fill(made(Form({"A1": words}), EXCEL), FormContent({field: value}))
    assert cells(filled.data) == {"A1": read}
    assert filled.unticked == ((Unticked("A1", field, missing),) if missing else ())


def test_a_tier_is_ticked_in_brackets_too() -> None:
    data = made(Form({"A1": "{缴费档次}200元（ ）1,000元（ ）"}), EXCEL)
    assert cells(fill(data, FormContent({"缴费档次": 100_000})).data) == {"A1": "200元（ ）1,000元（√）"}


def test_a_place_prints_a_box_for_each_word_that_is_brought_along() -> None:
    options = {"缴费档次": ["200元", "500元", "不缴费"], "特殊群体": ["低保", "其他"]}
    data = made(Form({"A1": "{缴费档次:选项}", "A2": "群体：{特殊群体：选项}。"}), EXCEL)
    filled = fill(data, FormContent({"缴费档次": 50_000, "特殊群体": "重残"}, options=options))
    assert cells(filled.data) == {"A1": "□200元　☑500元　□不缴费", "A2": "群体：□低保　☑其他。"}
    empty = fill(data, FormContent({"缴费档次": 60_000}, options=options))
    assert cells(empty.data) == {"A1": "□200元　□500元　□不缴费", "A2": "群体：□低保　□其他。"}
    assert empty.unticked == (Unticked("A1", "缴费档次", "600"),)
    assert empty.blanks == (Blank("A2", "特殊群体"),)


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("职保", "否", "□是　☑否"),
        ("性别", "女", "□男　☑女"),
        ("民族", "汉族", "汉族"),
        ("丧葬形式", "", "□火化　□土葬"),
    ],
)
def test_a_field_that_lists_its_words_prints_a_box_for_each(field: str, value: str, read: str) -> None:
    data = made(Form({"A1": f"{{{field}:选项}}"}), EXCEL)
    assert cells(fill(data, FormContent({field: value} if value else {})).data) == {"A1": read}


@pytest.mark.parametrize(
    ("words", "merge", "grown"),
    [
        ({"A2": "家庭成员", "B2": "姓名", "B3": "{成员.姓名}"}, "A2:A3", "A2:A5"),
        ({"A2": "家庭成员", "B2": "姓名", "B3": "{成员.姓名}", "B4": "共{成员合计.人数}人"}, "A2:A4", "A2:A6"),
        ({"A2": "全村", "B2": "{组.名称}", "B3": "{.姓名}", "B4": "{小计.人数}"}, "A2:A4", "A2:A8"),
        ({"A3": "家庭成员", "B3": "{成员.姓名}"}, "A3:A5", "A3:A7"),
        ({"B2": "姓名", "B3": "{成员.姓名}", "C3": "{成员.备注}"}, "C3:C4", "C3:C4 C5:C6 C7:C8"),
    ],
)
def test_a_label_down_the_side_of_a_list_grows_with_it(words: Words, merge: str, grown: str) -> None:
    people = [{**person(each), "村民小组": f"{each // 2} 组"} for each in range(3)]
    filled = fill(made(Form({"A1": "表", **words}, (merge,)), EXCEL), FormContent({}, {"": people, "成员": people}))
    merged = openpyxl.load_workbook(io.BytesIO(filled.data)).worksheets[0].merged_cells
    assert " ".join(sorted(str(each) for each in merged.ranges)) == grown


def photo(width: int = 30, height: int = 40, sort: str = "PNG") -> Picture:
    """A picture of that shape."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(buffer, sort)
    return Picture(buffer.getvalue())


@pytest.mark.parametrize("picture", [photo(), photo(400, 10), photo(30, 40, "JPEG")])
def test_a_photo_is_put_in_its_cell_in_proportion(picture: Picture) -> None:
    form = Form({"A1": "照片", "B1": "{照片}", "C9": "x"}, merges=("B1:C6",))
    filled = fill(made(form, DIALECTS["libre-logo"]), FormContent({"照片": picture}))
    images = openpyxl.load_workbook(io.BytesIO(filled.data)).worksheets[0]._images  # type: ignore[attr-defined]
    anchor = images[-1].anchor
    assert len(images) == 2
    assert (anchor._from.col, anchor._from.row) >= (1, 0)
    assert anchor.to.col <= 2
    assert anchor.to.row <= 5
    size = Image.open(io.BytesIO(picture.data)).size
    width, height = anchor.pic.spPr.xfrm.ext.cx, anchor.pic.spPr.xfrm.ext.cy
    assert abs(width / height - size[0] / size[1]) < 0.01 * size[0] / size[1]


def test_a_photo_makes_the_drawing_that_a_form_lacks() -> None:
    form = Form({"A1": "{照片}", "C9": "x"})
    filled = fill(made(form, replace(EXCEL, extras=("comments",))), FormContent({"照片": photo()}))
    sheet = parts(filled.data)[SHEET].decode()
    assert sheet.index("<drawing ") < sheet.index("<legacyDrawing ")
    assert len(openpyxl.load_workbook(io.BytesIO(filled.data)).worksheets[0]._images) == 1  # type: ignore[attr-defined]


def test_a_photo_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="照片打不开"):
        fill(made(Form({"A1": "{照片}"}), EXCEL), FormContent({"照片": Picture(b"\x89PNG nothing")}))


def test_words_above_and_below_the_page_are_filled() -> None:
    data = made(Form({"A1": "甲"}), EXCEL)
    old = b"<oddFooter>&amp;C"
    footed = rewritten(data, SHEET, lambda xml: xml.replace(old, old + "&amp;12{年度}{村名}".encode()))
    sheet = parts(fill(footed, FormContent({"年度": 2026, "村名": "甲&乙"})).data)[SHEET].decode()
    assert "&amp;C&amp;12 2026甲&amp;&amp;乙第" in sheet


def test_3_000_people_take_work_in_proportion_and_are_all_there() -> None:
    """Counted, not timed: so many calls for a record, for few as for many."""
    read = template.read(made(FORMS["list"], EXCEL))
    people = [person(each) for each in range(3_000)]
    filled: list[filling.Filled] = []

    def fill_with(number: int) -> None:
        filled.append(filling.fill(read, FormContent({}, {"": people[:number]}), Room(500.0, 700.0)))

    counts = [calls(partial(fill_with, number)) for number in (150, 300, 3_000)]
    each = (counts[1] - counts[0]) / 150
    assert counts[2] - counts[1] <= 1.1 * each * 2_700
    found = cells(filled[-1].data)
    names = [words for name, words in found.items() if name.startswith("B") and str(words).startswith("张")]
    assert names == [each["姓名"] for each in people]
    assert 3_000 * 100 + sum(range(3_000)) / 100 in found.values()
