"""Exports that are no workbooks, or old and odd ones: read as they are, identity numbers whole."""

import struct
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.workbooks import old_books
from tests.workbooks.books import FIELD, TODAY, codes, grid, number, payee, read, save
from village_desk.domain.basics.errors import Refused
from village_desk.workbooks.columns import amounts
from village_desk.workbooks.formats import opening
from village_desk.workbooks.formats.cells import Cell, Unread
from village_desk.workbooks.formats.sheet import Sheet
from village_desk.workbooks.payouts import payout_list
from village_desk.workbooks.rosters import problems

NUMBERS = [
    *("429004196103120013", "42900419650708002X", "429004195410010039", "429004197202150044"),
    *("429004198006300054", "429004195909210064", "429004194811110079", "429004198505050088"),
]
LINES = [["姓名", "身份证号", "联系电话"], ["张三", number(1), "13800001000"], ["李䶮", number(2), "13800001001"]]


def write(folder: Path, data: bytes, name: str = "花名册.xls") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def only_sheet(folder: Path, data: bytes, name: str = "花名册.xls") -> Sheet:
    (sheet,) = opening.open_book(write(folder, data, name)).sheets
    return sheet


def rows(folder: Path, data: bytes, name: str = "花名册.xls") -> list[list[Cell]]:
    return only_sheet(folder, data, name).rows


def people(path: Path) -> list[tuple[str, str]]:
    return [(person.name, person.id_number) for person in read(path).people]


@pytest.mark.parametrize(
    "name",
    [
        *("t-csv-gbk.csv", "t-csv-gbk-renamed.xls", "t-csv-utf8bom.csv", "t-unicode-text.xls", "t-xml2003.xls"),
        *("t-html-gbk.xls", "t-html-utf8.xls", "t-html-utf16.xls", "l-biff5-gbk.xls"),
        *("e-velvet.xlsx", "x-backslash.xlsx", "x-workbook2.xlsx"),
    ],
)
def test_what_village_offices_hand_in_is_read_with_its_numbers_whole(name: str) -> None:
    reading = read(FIELD / name)
    assert [person.id_number for person in reading.people] == NUMBERS
    first, fourth = reading.people[0], reading.people[3]
    assert (first.name, first.phone, fourth.tier_fen) == ("张建国", "13800001000", 20000)
    assert (reading.held, reading.problems) == (0, ())


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
@pytest.mark.parametrize("name", ["花名册.csv", "花名册.txt", "花名册.xls"])
def test_text_is_read_in_every_encoding_whatever_the_name_says(
    encoding: str, separator: str, name: str, tmp_path: Path
) -> None:
    lines = [[*LINES[0]], [*LINES[1]], ["李娜", *LINES[2][1:]]]
    data = "".join(separator.join(line) + "\r\n" for line in lines).encode(encoding)
    assert rows(tmp_path, data, name) == lines


def test_a_rare_character_is_read_from_gb18030(tmp_path: Path) -> None:
    data = "\n".join("\t".join(line) for line in LINES).encode("gb18030")
    assert people(write(tmp_path, data)) == [("张三", number(1)), ("李䶮", number(2))]


def test_private_characters_of_old_gbk_arrive_as_they_are(tmp_path: Path) -> None:
    """Their meaning is decided elsewhere, for workbooks too."""
    data = "姓名,身份证号\n李".encode("gbk") + b"\xaa\xa1" + f",{number(1)}\n".encode()
    assert rows(tmp_path, data)[1] == ["李\ue000", number(1)]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_character_cut_in_half_costs_that_character_and_not_the_file(encoding: str, tmp_path: Path) -> None:
    """As exports of fixed width cut it."""
    names = ["张三", "李四", "王五", "赵六", "周七", "吴八"] * 3
    text = "\n".join(["姓名,身份证号", *(f"{name},{number(order)}" for order, name in enumerate(names, 1))])
    data = text.encode(encoding).replace("五".encode(encoding), "五".encode(encoding)[:1], 1)
    found = rows(tmp_path, data)
    assert [row[0] for row in found][1:3] == ["张三", "李四"]
    assert str(found[3][0]).startswith("王\ufffd")


def test_signs_that_keep_a_number_text_are_taken_off(tmp_path: Path) -> None:
    data = f'姓名,身份证号,电话\n张三,="{number(1)}",\'13800001000\n"李四","=""{number(2)}""","\t13800001001"\n'
    assert rows(tmp_path, data.encode())[1:] == [
        ["张三", number(1), "13800001000"],
        ["李四", number(2), "\t13800001001"],
    ]
    assert people(tmp_path / "花名册.xls") == [("张三", number(1)), ("李四", number(2))]


def test_a_number_that_was_broken_before_the_export_is_held(tmp_path: Path) -> None:
    data = f"姓名,身份证号\n张三,4.29004E+17\n李四,429004196503040000\n王五,{number(1)}\n"
    reading = read(write(tmp_path, data.encode("gbk"), "a.csv"))
    assert (codes(reading, 2), codes(reading, 3), reading.held) == (["id_damaged"], ["id_damaged"], 2)


def test_quoted_cells_keep_separators_quotes_and_lines(tmp_path: Path) -> None:
    data = '姓名,备注\n张三,"一,二\n三""四"""\n'.encode("gbk")
    assert rows(tmp_path, data)[1] == ["张三", '一,二\n三"四"']


def test_a_quote_that_is_never_closed_swallows_nobody(tmp_path: Path) -> None:
    lines = [f"张{place},{number(place)}" for place in range(1, 9)]
    data = "\n".join(["姓名,身份证号", *lines[:3], f'"李四,{number(9)}', *lines[3:]]).encode()
    found = rows(tmp_path, data)
    assert (len(found), found[4][1]) == (10, number(9))


def test_the_separator_that_excel_is_told_is_believed(tmp_path: Path) -> None:
    assert rows(tmp_path, "sep=|\r\n姓名|备注\r\n张三|一,二,三\r\n".encode()) == [
        ["姓名", "备注"],
        ["张三", "一,二,三"],
    ]


def test_the_month_of_a_list_in_text_may_stand_in_the_name_of_the_file(tmp_path: Path) -> None:
    """As Excel names the sheet of a text after its file."""
    line = ",".join(str(cell) for cell in payee(1))
    head = "序号,姓名,公民身份号码,基础养老金,个人账户养老金,高龄加发,应发合计,开户银行账号,发放方式"
    path = write(tmp_path, f"{head}\n{line}\n".encode("gbk"), "2026年11月发放名单.csv")
    assert str(payout_list.read(path, TODAY).month) == "2026-11"


def test_more_lines_than_a_sheet_has_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        rows(tmp_path, b"a,b\n" + b"\n" * 3_000_000)
    assert refused.value.code == "bomb"


@pytest.mark.parametrize("name", ["~$花名册.xlsx", ".~花名册.xlsx", ".~lock.花名册.xlsx#"])
def test_the_file_beside_an_open_workbook_is_called_what_it_is(name: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        rows(tmp_path, b"\x05admin" + bytes(159), name)
    assert refused.value.code == "lock_file"
    assert "记号" in refused.value.message


@pytest.mark.parametrize(
    ("written", "fen"), [("41.480000000000004", 4148), ("160.20000000000002", 16020), (160.20000000000002, 16020)]
)
def test_what_a_program_calculated_is_the_amount_that_it_meant(written: str | float, fen: int) -> None:
    assert amounts.amount(written) == fen


@pytest.mark.parametrize("written", ["61.05399999999999", 61.05399999999999])
def test_an_amount_is_told_with_the_digits_that_people_see(written: str | float) -> None:
    with pytest.raises(Refused) as refused:
        amounts.amount(written)
    assert "61.054 元" in refused.value.message


# Web pages


def page(body: str, encoding: str = "gbk") -> bytes:
    head = "<head><title>导出</title><style>td {color: red}</style></head>"
    return f"<html>{head}<body>{body}</body></html>".encode(encoding)


def test_cells_that_span_others_keep_the_columns_in_line(tmp_path: Path) -> None:
    sheet = only_sheet(
        tmp_path,
        page(
            "<table><tr><th rowspan=2>姓名<th colspan='2'>证件</tr><tr><th>身份证号<th>有效期</tr>"
            "<tr><td rowspan=2>张三<td>1<td>2</tr><tr><td>3<td>4</tr></table>"
        ),
    )
    assert sheet.rows == [["姓名", "证件", ""], ["", "身份证号", "有效期"], ["张三", "1", "2"], ["", "3", "4"]]
    assert sheet.merged == [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0))]


def test_a_heading_that_reaches_down_at_the_end_of_its_row_is_read(tmp_path: Path) -> None:
    body = (
        "<table><tr><th rowspan=2>姓名<th rowspan=2>身份证号<th colspan=2>住址<th rowspan=2>缴费档次</tr>"
        f"<tr><th>村民小组<th>门牌</tr><tr><td>张三<td>{number(1)}<td>3组<td>8<td>200</tr></table>"
    )
    [person] = read(write(tmp_path, page(body), "a.xls")).people
    assert (person.group, person.tier_fen) == (3, 20000)


def test_a_page_is_read_as_it_is_shown(tmp_path: Path) -> None:
    body = (
        "<h2>2026年11月&nbsp;名单</h2><script>var x = '<td>no</td>';</script>"
        "<table><caption>第3组</caption><tr><td>张\n   三</td><td>a<br>b &amp; &lt;c&gt;<td>&nbsp;</tr></table>"
        "<p>制表：李四</p><table><tr><td>二</td></tr></table>"
    )
    assert rows(tmp_path, page(body)) == [
        ["2026年11月\xa0名单"],
        ["第3组"],
        ["张 三", "a\nb & <c>", ""],
        ["制表：李四"],
        ["二"],
    ]


def test_a_table_within_a_table_does_not_mix_with_it(tmp_path: Path) -> None:
    body = "<table><tr><td>左<table><tr><td>内</td></tr></table>边</td><td>右</td></tr></table>"
    assert rows(tmp_path, page(body)) == [["左边", "右"], ["内"]]


def test_what_a_page_does_not_show_is_known_as_hidden(tmp_path: Path) -> None:
    body = (
        "<table><col><col style='display:none'><tr><td>姓名<td>x<td style='display: none'>y</tr>"
        "<tr style='DISPLAY:none'><td>张三<td>1<td style='display: none'>2</tr></table>"
    )
    sheet = only_sheet(tmp_path, page(body))
    assert (set(sheet.hidden_rows), set(sheet.hidden_columns)) == ({1}, {1, 2})


def test_a_number_that_excel_shows_rounded_is_taken_as_it_wrote_it(tmp_path: Path) -> None:
    body = "<table><tr><td x:num='13800001000'>1.38E+10<td x:num='4.2900419700203E+17'>4.29E+17</tr></table>"
    assert rows(tmp_path, page(body)) == [[13800001000.0, 4.2900419700203e17]]


@pytest.mark.parametrize("span", ["99999999999", "-1", "x", "1000"])
def test_a_span_beyond_all_measure_is_no_bomb(span: str, tmp_path: Path) -> None:
    body = f"<table><tr><td colspan={span} rowspan={span}>姓名</td></tr><tr><td>张三</td></tr></table>"
    assert len(rows(tmp_path, page(body))[0]) <= 1000


def test_many_wide_spans_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        rows(tmp_path, page("<table><tr>" + "<td colspan=1000>x" * 6000 + "</table>"))
    assert refused.value.code == "bomb"


def test_a_web_archive_is_read_page_by_page(tmp_path: Path) -> None:
    part = "--=_x\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    tables = [f"<table><tr><td>姓名<td>身份证号<tr><td>张三<td>{number(order)}</table>" for order in (1, 2)]
    body = "".join(part + table + "\r\n" for table in tables)
    data = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="=_x"\r\n\r\n{body}--=_x--\r\n'.encode(
        "gbk"
    )
    assert people(write(tmp_path, data, "a.mht")) == [("张三", number(1)), ("张三", number(2))]


# XML of 2003

SS = "urn:schemas-microsoft-com:office:spreadsheet"


def xml(table: str, options: str = "", encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><ss:Workbook xmlns:ss="{SS}"><ss:Worksheet ss:Name="一">'
    return f"{head}<ss:Table>{table}</ss:Table>{options}</ss:Worksheet></ss:Workbook>".encode(encoding)


def data_cell(value: str, kind: str = "String", more: str = "") -> str:
    return f'<ss:Cell {more}><ss:Data ss:Type="{kind}">{value}</ss:Data></ss:Cell>'


def test_places_merges_and_hidden_parts_are_read_from_xml(tmp_path: Path) -> None:
    title = data_cell("标题", more="ss:MergeAcross='2' ss:MergeDown='1'")
    fourth = data_cell("丁", more="ss:Index='3'")
    table = (
        '<ss:Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>'
        f"<ss:Row>{title}{data_cell('右')}</ss:Row>"
        f'<ss:Row ss:Index="4" ss:Hidden="1">{fourth}</ss:Row>'
    )
    sheet = only_sheet(tmp_path, xml(table))
    assert sheet.rows == [["标题", "", "", "右"], [], [], ["", "", "丁"]]
    assert (sheet.name, sheet.merged) == ("一", [((0, 0), (1, 2))])
    assert (set(sheet.hidden_rows), set(sheet.hidden_columns)) == ({3}, {1, 2})


def test_values_are_what_their_types_say_and_long_numbers_stay_whole(tmp_path: Path) -> None:
    cells = [("200", "Number"), (number(1)[:17] + "7", "Number"), ("4.29E+17", "Number"), ("1", "Boolean")]
    table = "".join(data_cell(*cell) for cell in [*cells, ("#N/A", "Error"), ("A &amp; <b>B</b>", "String")])
    assert rows(tmp_path, xml(f"<ss:Row>{table}<ss:Cell ss:Formula='=R1C1'/></ss:Row>")) == [
        [200.0, number(1)[:17] + "7", 4.29e17, True, Unread("error", "#N/A"), "A & B", Unread("formula", "=R1C1")]
    ]


def test_a_sheet_hidden_in_xml_is_hidden(tmp_path: Path) -> None:
    options = (
        '<x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel">'
        "<x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    )
    assert only_sheet(tmp_path, xml(f"<ss:Row>{data_cell('a')}</ss:Row>", options, "gbk")).hidden


@pytest.mark.parametrize("index", ["1048577", "-1", "0x", "99999999999"])
def test_a_place_that_no_sheet_has_is_damage(index: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        rows(tmp_path, xml(f'<ss:Row ss:Index="{index}">{data_cell("a")}</ss:Row>'))
    assert refused.value.code == "not_a_workbook"


def test_entities_in_xml_are_not_unfolded(tmp_path: Path) -> None:
    data = xml(f"<ss:Row>{data_cell('&b;')}</ss:Row>")
    bomb = data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>', 1)
    with pytest.raises(Refused) as refused:
        rows(tmp_path, bomb)
    assert refused.value.code == "not_a_workbook"


# Old and encrypted workbooks


def test_a_workbook_without_a_container_is_read(tmp_path: Path) -> None:
    """As programs of the time write it by hand (Delphi's six words, FoxPro's Excel 2)."""
    cells = [
        (row, column, text.encode("gbk")) for row, line in enumerate(LINES[:2]) for column, text in enumerate(line)
    ]
    delphi = foxpro = b""
    for row, column, text in cells:
        delphi += struct.pack("<HHHHHH", 0x204, 8 + len(text), row, column, 0, len(text)) + text
        foxpro += struct.pack("<HHHH3xB", 4, 8 + len(text), row, column, len(text)) + text
    end = struct.pack("<HH", 0x0A, 0)
    assert rows(tmp_path, struct.pack("<6H", 0x809, 8, 0, 0x10, 0, 0) + delphi + end) == LINES[:2]
    assert rows(tmp_path, struct.pack("<4H", 9, 4, 2, 0x10) + foxpro + end) == LINES[:2]


def test_an_old_workbook_with_excels_own_password_is_read(tmp_path: Path) -> None:
    stream = old_books.encrypted(old_books.workbook([[*line] for line in LINES]), "VelvetSweatshop")
    assert people(write(tmp_path, old_books.container("Workbook", stream))) == [
        ("张三", number(1)),
        ("李䶮", number(2)),
    ]


def test_an_old_workbook_with_a_password_of_its_own_is_protected(tmp_path: Path) -> None:
    stream = old_books.encrypted(old_books.workbook([[*line] for line in LINES]), "1234")
    with pytest.raises(Refused) as refused:
        rows(tmp_path, old_books.container("Workbook", stream))
    assert refused.value.code == "protected"


def test_a_password_that_would_cost_minutes_to_try_is_not_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with save(tmp_path / "b.xlsx", grid([])).open("rb") as plain, path.open("wb") as out:
        OOXMLFile(plain).encrypt("VelvetSweatshop", out)
    data = path.read_bytes()
    assert b'spinCount="100000"' in data
    with pytest.raises(Refused) as refused:
        rows(tmp_path, data.replace(b'spinCount="100000"', b'spinCount="9000000"'))
    assert refused.value.code == "protected"


# Given back


@pytest.mark.parametrize("name", ["t-csv-gbk.csv", "t-html-gbk.xls", "t-xml2003.xls", "l-biff5-gbk.xls"])
def test_an_export_with_a_bad_row_is_given_back_as_a_workbook_and_read_again(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    whole = (FIELD / name).read_bytes()
    source.write_bytes(whole.replace(b"429004195909210064", b"429004195909210063"))
    reading = read(source)
    problems.write_back(source, reading.problems, tmp_path / "待改.xlsx", file=reading.file)
    again = read(tmp_path / "待改.xlsx")
    assert [person.id_number for person in again.people] == [person.id_number for person in reading.people]
    assert (again.rows, again.held) == (reading.rows, reading.held) == (8, 1)
