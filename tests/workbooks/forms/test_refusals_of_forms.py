"""What makes a workbook no form: each told with its cell, the reason and the cure."""

import io
import random
import zipfile

import pytest

from tests.workbooks.forms.dialects import DIALECTS, LOGO, NOTE, OFFICE, PACKAGE, SHEET, Form, Words, made
from tests.workbooks.forms.filled import FORMS, fill, parts, rewritten
from village_desk.domain.basics.errors import Refused
from village_desk.workbooks.forms import template

EXCEL = DIALECTS["excel"]
APART = "会重复的行不挨着。从上到下应是：组、名单、小计、本页，中间不要夹别的行"
SPLIT = "合并的格子跨进了会重复的行。请取消这处合并，或者让它从头到尾盖住会重复的行"
SUMS = "公式里有会重复的行。请改用 {合计.金额}、{小计.金额} 或 {本页.金额}"


def refused(data: bytes) -> list[str]:
    """What refuses a file, in words."""
    return [each.in_words() for each in template.check(data) if each.refuses]


def of(words: Words, merges: tuple[str, ...] = ()) -> list[str]:
    """What refuses a form with these cells."""
    return refused(made(Form(words, merges), EXCEL))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{公民身份正号码}", "A5 没有“公民身份正号码”这个字段。是不是“公民身份号码”？"),
        ("{zzz}", "A5 没有“zzz”这个字段。请照字段表写；手写的地方不用写花括号"),
        ("姓名：{姓名", "A5 花括号不成对，或者里面是空的。字段要写成 {姓名}；要印花括号本身，请写成 \\{ 和 \\}"),
        ("{登记日期:年月}{金额:大些}", "A5 “金额”不能写成“大些”。是不是“大写”？"),
        ("{性别:大写}", "A5 “性别”不能写成“大写”。可以写成：选项"),
        ("{公民身份号码:大写}", "A5 “公民身份号码”不能写成“大写”。可以写成：掩码、全"),
        ("{民族:大写}", "A5 “民族”不能写成“大写”。请去掉冒号后的话"),
        ("{姓明}", "A5 没有“姓明”这个字段。是不是“姓名”？"),
        ("{未到帐.日期}", "A5 没有“未到帐”这个名单。是不是“未到账”？"),
        ("{合计.金额}", "A5 “{合计.金额}”没有名单可加。请在上面加一行 {.姓名} 这样的字段"),
        ("{成员.姓名}{合计.人数}", "A5 “{合计.人数}”没有名单可加。“成员”的合计写成 {成员合计.人数}"),
        ("{本页.金额}", "A5 有组、小计或本页，却没有名单的行。请加一行 {.姓名} 这样的字段"),
        ("照片：{照片}", "A5 照片要单独占一格，不能在名单里。请给 {照片} 留一个（合并的）格子"),
        ("{.照片}", "A5 照片要单独占一格，不能在名单里。请给 {照片} 留一个（合并的）格子"),
        ("=VLOOKUP(A1,B:C,2)", "A5 公式 =VLOOKUP(A1,B:C,2) 不支持。只能用 SUM 和加减乘除，只能用本表的格子"),
        ("=别的!A1+1", "A5 公式 =别的!A1+1 不支持。只能用 SUM 和加减乘除，只能用本表的格子"),
        ("=SUM(A1,", "A5 公式 =SUM(A1, 不支持。只能用 SUM 和加减乘除，只能用本表的格子"),
        ("=1/0+", "A5 公式 =1/0+ 不支持。只能用 SUM 和加减乘除，只能用本表的格子"),
        ("=A1:A3", "A5 公式 =A1:A3 不支持。只能用 SUM 和加减乘除，只能用本表的格子"),
        ('=_xlfn.DISPIMG("ID_1",1)', "A5 这格是嵌在格子里的图片（WPS）。请在 WPS 里把图片改成“浮动图片”"),
        ("=A5+1", "A5 公式绕回了自己。请改公式，不要让格子算自己"),
        ("{组.照片}", "A5 照片要单独占一格，不能在名单里。请给 {照片} 留一个（合并的）格子"),
    ],
)
def test_a_cell_that_cannot_be_filled_is_named(words: str, told: str) -> None:
    assert told in of({"A1": "甲", "A5": words})


def test_what_is_wrong_with_many_cells_in_one_way_is_said_once() -> None:
    boxes = {f"{letter}1": f"{{公民身份号码#{at}:大写}}" for at, letter in enumerate("ABCDEFGHIJKLMNOPQR", 1)}
    assert of(boxes) == ["A1、B1、C1 等 18 格 “公民身份号码”不能写成“大写”。可以写成：掩码、全"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{公民身份号码#19}", ["A1 “公民身份号码”只有 18 位，第 19 位总是空的。请检查 # 后面的数"]),
        ("{登记日期#9}", ["A1 “登记日期”只有 8 位，第 9 位总是空的。请检查 # 后面的数"]),
        ("{登记日期#8}{银行账号:掩码#19}", []),
        ("{公民身份号码＃0}", ["A1 “公民身份号码”的位数从 1 数起。请检查 # 后面的数"]),
        ("{公民身份号码:全#3}{金额:#,##0}", []),
        ("{民族:选项}", ["A1 “民族”没有可列的选项，只印它的值。请去掉“:选项”"]),
        ("{性别:选项}{缴费档次:选项}", []),
    ],
)
def test_a_digit_or_choice_that_there_never_is_is_a_note(words: str, told: list[str]) -> None:
    found = template.check(made(Form({"A1": words}), EXCEL))
    assert [each.in_words() for each in found if each.cell] == told
    assert not any(each.refuses for each in found)


@pytest.mark.parametrize(
    ("words", "merges", "told"),
    [
        ({"A1": "{.姓名}", "B1": "{组.名称}"}, (), "A1 一行里有两种会重复的字段。名单、组、小计、本页要各占一行"),
        (
            {"A1": "{组.名称}", "A2": "甲", "A3": "{.姓名}"},
            (),
            f"A1 {APART}",
        ),
        (
            {"A1": "{小计.金额}", "A2": "{.姓名}"},
            (),
            f"A1 {APART}",
        ),
        ({"A1": "甲", "A2": "{组.名称}", "A3": "{.姓名}"}, ("B1:B2",), f"B1:B2 {SPLIT}"),
        ({"A1": "{组.名称}", "A2": "{.姓名}"}, ("A1:A2",), f"A1:A2 {SPLIT}"),
        ({"A1": "{.姓名}", "A2": "{小计.姓名}"}, (), "A2 “姓名”不能相加。能相加的是金额和数目"),
        ({"A1": "{.金额}", "A2": "=A1*2"}, (), f"A2 {SUMS}"),
        (
            {"A1": "{.金额}", "A2": "{本页.金额}", "A3": "=SUM(A1:A1)"},
            (),
            f"A3 {SUMS}",
        ),
        ({"A1": "{.姓名}", "A2": "{未到账.日期}", "A3": "{.备注}"}, (), "A2 两个名单的行混在一起。请把它们上下分开"),
        ({"A1": "=B1", "B1": "=C1", "C1": "=A1"}, (), "C1 公式绕回了自己。请改公式，不要让格子算自己"),
    ],
)
def test_rows_that_cannot_repeat_are_named(words: Words, merges: tuple[str, ...], told: str) -> None:
    assert of(words, merges)[0] == told


def with_part(kind: str, target: str, content: bytes = b"<x/>", of_book: bool = False) -> bytes:
    """A form that refers to a part of that kind."""
    data = rewritten(made(FORMS["person"], EXCEL), target, lambda _old: content)
    owner = "xl/_rels/workbook.xml.rels" if of_book else "xl/worksheets/_rels/sheet1.xml.rels"
    relation = f'<Relationship Id="rId9" Type="{OFFICE}/{kind}" Target="/{target}"/></Relationships>'
    empty = f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode()
    return rewritten(data, owner, lambda old: (old or empty).replace(b"</Relationships>", relation.encode()))


def drawn(shape: str) -> bytes:
    """A drawing with such a shape in place of its picture."""
    return LOGO.replace("xdr:pic>", f"xdr:{shape}>").encode()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            with_part("vbaProject", "xl/vbaProject.bin", of_book=True),
            "工作簿里有宏。请在 Excel 里另存为 .xlsx",
        ),
        (with_part("externalLink", "xl/externalLinks/a.xml", of_book=True), "工作簿连着别的文件"),
        (with_part("cellImage", "xl/cellimages.xml", of_book=True), "表里有嵌在格子里的图片（WPS）"),
        (with_part("oleObject", "xl/embeddings/a.bin"), "表里有嵌入的对象。请在 Excel 里删掉它，再添加"),
        (with_part("ctrlProp", "xl/ctrlProps/a.xml"), "表里有控件"),
        (with_part("pivotTable", "xl/pivotTables/a.xml"), "表里有数据透视表"),
        (
            with_part("drawing", "xl/drawings/d.xml", drawn("sp")),
            "表里有文本框或图形。请把其中的字写进格子里",
        ),
        (with_part("drawing", "xl/drawings/d.xml", drawn("graphicFrame")), "表里有图表"),
        (with_part("drawing", "xl/drawings/d.xml", drawn("grpSp")), "表里有组合的图形"),
        (with_part("vmlDrawing", "xl/d.vml", NOTE.replace('"Note"', '"Button"').encode()), "表里有控件或旧式图形"),
    ],
)
def test_a_part_that_no_paper_shows_is_refused(data: bytes, told: str) -> None:
    assert any(each.startswith(told) for each in refused(data))
    with pytest.raises(Refused):
        template.read(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "这不是 .xlsx 表格。请在 Excel 或 WPS 里打开它",
        ),
        (b"%PDF-1.4", "这个文件是 PDF，不是表格"),
        (b"", "文件里什么也没有"),
        (b"PK\x03\x04 cut off", "这个工作簿损坏了，读不出来"),
        (made(FORMS["person"], EXCEL)[:-200], "这个工作簿损坏了，读不出来"),
        (bytes(1) * (6 << 20), "文件超过 5 MB，太大了"),
    ],
)
def test_a_file_that_is_no_form_is_refused(data: bytes, told: str) -> None:
    (first, *_others) = refused(data)
    assert first.startswith(told)


def zipped(**members: bytes) -> bytes:
    """A container with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def test_a_word_document_is_refused() -> None:
    assert refused(zipped(**{"word/document.xml": b"<x/>"}))[0].startswith("这个文件是 Word 文档，不是表格")


def test_a_bomb_is_not_opened() -> None:
    data = rewritten(made(FORMS["person"], EXCEL), "xl/media/a.xml", lambda _old: b"")
    bomb = zipped(**parts(data), **{"xl/bomb.xml": bytes(70 << 20)})
    assert len(bomb) < 1 << 20
    assert refused(bomb)[0].startswith("工作簿解压后大得不正常，没有打开")


@pytest.mark.parametrize("name", ["A2001", "DA1"])
def test_a_form_has_an_end(name: str) -> None:
    data = made(FORMS["person"], EXCEL)
    far = rewritten(
        data,
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", f'<row><c r="{name}"><v>1</v></c></row></sheetData>'.encode()),
    )
    assert refused(far) == [f"{name} 太远了。一张表最多 2000 行、100 列，请删掉多余的行列"]


def test_a_format_far_out_is_no_cell() -> None:
    data = made(FORMS["person"], EXCEL)
    row = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert refused(rewritten(data, SHEET, lambda xml: xml.replace(b"</sheetData>", row))) == []


def test_a_picture_that_excel_keeps_in_a_cell_is_refused() -> None:
    cell = b'<row r="99"><c r="B99" t="e" vm="1"><v>#VALUE!</v></c></row></sheetData>'
    data = rewritten(made(FORMS["person"], EXCEL), SHEET, lambda xml: xml.replace(b"</sheetData>", cell))
    assert refused(data) == ["B99 这格是嵌在格子里的图片。请在 Excel 里把图片改成“放置在单元格上方”"]


def test_an_empty_sheet_is_a_form_without_fields() -> None:
    data = rewritten(
        made(FORMS["person"], EXCEL), SHEET, lambda xml: xml[: xml.index(b"<sheetData")] + b"<sheetData/></worksheet>"
    )
    assert template.read(data).fields == ()
    assert fill(data).blanks == ()


def test_a_number_in_words_by_its_format_is_refused() -> None:
    data = made(Form({"A1": "{金额}"}, styles={"A1": "day"}), EXCEL)
    spelled = rewritten(data, "xl/styles.xml", lambda xml: xml.replace(b"yyyy", b"[DBNum2]yyyy"))
    assert refused(spelled) == ["A1 数字格式“中文大写”印不出来。请改用 {金额:大写} 这样的写法"]


def test_words_that_no_font_has_are_named_with_their_cell() -> None:
    data = made(Form({"A1": "甲", "B2": "见乙{姓名}"}), EXCEL)
    found = template.check(data, lambda words: "乙" if "乙" in words else "")
    assert [each.in_words() for each in found] == ["B2 “乙”没有字体，印不出来。请换一个字或符号"]


def test_what_only_stays_in_the_workbook_is_a_note() -> None:
    found = template.check(made(FORMS["two"], DIALECTS["excel-extras"]))
    assert [each.words for each in found] == ["批注留在工作簿里，不印到纸上"]
    assert not any(each.refuses for each in found)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ({"A1": "{公民身份号码}"}, True),
        ({"A1": "{公民身份号码}", "A2": "{成员.姓名}"}, True),
        ({"A1": "{公民身份号码:掩码}"}, False),
        ({"A1": "{.公民身份号码:掩码}"}, False),
        ({"A1": "{.公民身份号码:全}"}, True),
        ({"A1": "{.姓名}", "A2": "{服务电话}"}, False),
    ],
)
def test_a_form_says_that_it_prints_whole_numbers_and_no_posting_may(words: Words, whole: bool) -> None:
    data = made(Form(words), EXCEL)
    assert template.read(data).whole_numbers is whole
    assert [each.refuses for each in template.check(data)] == [False] * whole
    assert [each.refuses for each in template.check(data, posting=True)] == [True] * whole


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"A1": "{.公民身份号码}", "B1": "{.出生日期}"}, True),
        ({"A1": "{.身份证号}", "B1": "生于{.出生年月日：年月日}"}, True),
        ({"A1": "{.公民身份号码}", "B1": "{.出生日期:年}"}, False),
        ({"A1": "{.姓名}", "B1": "{.出生日期}"}, False),
        ({"A1": "{.备注:全}"}, True),
    ],
)
def test_no_posting_lets_a_number_be_put_together_or_asks_for_all_of_what_people_wrote(
    words: Words, told: bool
) -> None:
    data = made(Form(words), EXCEL)
    assert any(each.refuses for each in template.check(data, posting=True)) is told
    assert not any(each.refuses for each in template.check(data))


def test_the_check_says_which_cells_print_numbers_whole_and_which_cover_them() -> None:
    boxes = {f"{letter}3": f"{{公民身份号码#{at}}}" for at, letter in enumerate("CDEF", 1)}
    data = made(Form({"A1": "{联系电话}", **boxes, "A4": "{成员.银行账号}", "B4": "{成员.备注}"}), EXCEL)
    assert [each.in_words() for each in template.check(data)] == [
        "这张表会印出完整的身份证号、电话或账号：A1、C3、D3 等 5 格",
        "名单上的号码遮住中间：A4。要印完整，请写 {公民身份号码:全}",
    ]


@pytest.mark.parametrize(("form", "refuses"), [("list", True), ("plain", False)])
def test_a_list_that_is_made_to_fit_one_page_is_told(form: str, refuses: bool) -> None:
    data = rewritten(made(FORMS[form], EXCEL), SHEET, lambda xml: xml.replace(b'fitToPage="0"', b'fitToPage="1"'))
    assert [(each.words, each.refuses) for each in template.check(data)][:1] == [
        ("名单被设成缩到一页高，人多了字会很小", refuses)
    ]


def test_a_hidden_first_sheet_is_not_the_form() -> None:
    data = made(FORMS["person"], DIALECTS["excel-mac"])
    hidden = rewritten(data, "xl/workbook.xml", lambda xml: xml.replace(b'sheetId="1"', b'sheetId="1" state="hidden"'))
    assert template.read(hidden).sheet == "别的"


def broken(data: bytes, chance: random.Random) -> bytes:
    """The file with one part damaged in a few places."""
    name = chance.choice([each for each in parts(data) if each.endswith((".xml", ".rels", ".vml"))])

    def damage(content: bytes) -> bytes:
        found = bytearray(content)
        for _time in range(chance.choice((1, 1, 4))):
            at, length = chance.randrange(len(found) or 1), chance.randrange(1, 30)
            found[at : at + chance.choice((0, 1, length))] = chance.choice(
                (b"", b"9", b"-1", b"<", bytes(found[:length]))
            )
        return bytes(found)

    return rewritten(data, name, damage)


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_file_is_refused_or_filled_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    for _time in range(60):
        data = broken(made(FORMS[chance.choice(list(FORMS))], DIALECTS[chance.choice(list(DIALECTS))]), chance)
        if not refused(data):
            assert fill(data).data


def repeated(words: str) -> bytes:
    """A form whose sheet says one shared text in 2,600 cells."""
    rows = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{chr(65 + at)}{row}" t="s"><v>0</v></c>""" for at in range(26))}</row>'
        for row in range(2, 102)
    )
    data = made(Form({"A1": words}), EXCEL)
    return rewritten(data, SHEET, lambda xml: xml.replace(b"</sheetData>", f"{rows}</sheetData>".encode()))


@pytest.mark.parametrize("words", ["{姓名}" + "甲" * 30_000, "{姓名}" * 6_000, "甲" * 32_000])
def test_one_long_text_in_many_cells_is_no_form(words: str) -> None:
    assert refused(repeated(words)) == ["表里的字多得不正常，没有打开。请删掉多余的字，再添加"]


def test_sums_of_everything_in_many_cells_are_no_form() -> None:
    sums = {f"{chr(65 + at)}{row}": f"=SUM($A${row + 1}:$Z$2000)" for row in range(2, 200) for at in range(26)}
    assert of({"A1": "{姓名}", **sums}) == ["表里的公式多得不正常，没有打开。请删掉多余的公式，再添加"]


def test_a_sum_to_the_end_of_the_sheet_stays_on_it_when_rows_repeat() -> None:
    data = made(Form({"A2": "{.姓名}", "C2": "{.年龄}", "D1": "=SUM(C1:C1048576)"}), EXCEL)
    filled = fill(data).data
    assert "<f>SUM(C1:C1048576)</f>" in parts(filled)[SHEET].decode()
