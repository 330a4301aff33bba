"""The four forms of the trial, filled by editing their XML: what a filler of forms would give to the drawing."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[2] / "data" / "forms"
SHEET = "xl/worksheets/sheet1.xml"
Value = str | float

PERSON: dict[str, Value] = {
    "档案号": "429004103207-0137",
    "登记日期:年月日": "2026年11月3日",
    "填表日期:年月日": "2026年11月3日",
    "姓名": "王秀英",
    "性别": "女",
    "民族": "土家",
    "公民身份号码": "42900419620503182X",
    "公民身份号码:掩码": "429004********182X",
    "联系电话": "13986612345",
    "户籍地址": "湖北省仙桃市毛嘴镇刘明口村三组12号（老屋台东头第二家，原民主大队七小队）",
    "年龄": "64",
    "缴费年限": "15",
    "银行账号": "6217 0028 7001 2345 678",
    "开户银行": "湖北仙桃农村商业银行股份有限公司毛嘴支行",
    "乡镇": "毛嘴镇",
    "村名": "刘明口村",
    "老农保起止": "1996年1月至2009年12月",
    "协办员": '=HYPERLINK("http://x","刘")',
    "个人缴费": 15000.0,
    "集体补助": 600.0,
    "财政补贴": 1275.5,
    "利息": 2310.07,
    "个人账户积累额": 19185.57,
    "个人账户积累额:大写": "人民币壹万玖仟壹佰捌拾伍元伍角柒分",
    "领取月:年月": "2022年6月",
    "月养老金:0.00": "353.03",
    "基础养老金:0.00": "215.00",
    "个人账户养老金:0.00": "138.03",
    "年度": "2025",
    "暂估标记": "（利息为暂估）",
    "异议截止:年月日": "2026年3月31日",
    "服务电话": "0728-2881234",
    ".缴费日期": "2025-03-03",
    ".票据号": "A-000123",
    ".金额": 1000.0,
    ".备注": "本人",
    "年月": "2026年11月",
    "制表时间": "2026-11-20",
    "公示起": "2026-11-20",
    "公示止": "2026-11-27",
    "合计.人数": "40",
    "合计.金额": 7903.57,
    "合计.金额:大写": "人民币柒仟玖佰零叁元伍角柒分",
}
"""The person of the trial and what stands on its forms; every place that is not here is printed empty."""

for _row, _figures in {
    "上年结余": (14000.0, 1190.5, 500.0, 2001.77),
    "本年记入": (1000.0, 85.0, 100.0, 308.3),
    "本年支出": (0.0, 0.0, 0.0, 0.0),
}.items():
    for _column, _figure in zip(("个人缴费", "政府补贴", "集体补助", "利息"), _figures, strict=True):
        PERSON[_row + _column] = _figure

_SUMS = {
    **{"F5": 17692.27, "F6": 1493.3, "F7": 0.0, "F8": 19185.57},
    **{"B8": 15000.0, "C8": 1275.5, "D8": 600.0, "E8": 2310.07},
}
_ALONE = re.compile(r' t="inlineStr"><is><t(?: [^>]*)?>\{([^{}]*)\}</t></is></c>')
_PLACE = re.compile(r"\{([^{}]*)\}")
_TICKED = ("1000元", "居民户口", "低保", "其他<", "参保到龄领取")


def photo(width: int = 240, height: int = 320) -> bytes:
    """A picture of a person as a JPEG."""
    picture = Image.new("RGB", (width, height), (205, 225, 243))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((width * 0.3, height * 0.2, width * 0.7, height * 0.6), fill=(232, 190, 152))
    pen.rectangle((width * 0.15, height * 0.6, width * 0.85, height), fill=(52, 73, 94))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def f1() -> bytes:
    """The enrolment form, with a photo over its frame."""
    return _with_photo("F1", _filled(_sheet("F1"), PERSON), ((20, 2), (24, 6)))


def f4() -> bytes:
    """The claim, with a photo in its column; the logo of the template goes, as its drawing is replaced."""
    return _with_photo("F4", _filled(_sheet("F4"), PERSON), ((7, 2), (8, 6)))


def f4_with_logo() -> bytes:
    """The claim as the template has its drawing: the logo stands, the frame of the photo is empty."""
    return _changed("F4", {SHEET: _filled(_sheet("F4"), PERSON).encode()})


def f22() -> bytes:
    """The yearly statement, with the sums that Excel keeps beside its formulas."""
    xml = _filled(_sheet("F22"), PERSON)
    for cell, number in _SUMS.items():
        xml = re.sub(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v />', rf"\g<1><v>{number!r}</v>", xml)
    return _changed("F22", {SHEET: xml.encode()})


def f12(people: int = 40) -> bytes:
    """The posting: groups of 25 people, a sum at the end, as many pages as it takes."""
    xml = _sheet("F12")
    rows = {int(found[1]): found[0] for found in re.finditer(r'<row r="(\d+)".*?</row>', xml)}
    lines, merges = [rows[1], rows[2], rows[3]], ["A1:G1", "A2:D2", "E2:G2"]
    for number in range(people):
        if number % 25 == 0:
            merges.append(f"A{len(lines) + 1}:E{len(lines) + 1}")
            group: dict[str, Value] = {"组.名称": f"第{number // 25 + 1}村民小组", "组.人数": "25", "组.金额": 4512.25}
            lines.append(_filled(_moved(rows[4], len(lines) + 1), group))
        lines.append(_person_line(rows[5], len(lines) + 1, number))
    for old, last in ((7, "E"), (8, "G")):
        lines.append(_moved(rows[old], len(lines) + 1))
        merges.append(f"A{len(lines)}:{last}{len(lines)}")
    body = f"<sheetData>{''.join(lines)}</sheetData>"
    xml = re.sub(r"<sheetData>.*</sheetData>", lambda _found: body, xml)
    cells = "".join(f'<mergeCell ref="{each}" />' for each in merges)
    xml = re.sub(r"<mergeCells.*</mergeCells>", f"<mergeCells>{cells}</mergeCells>", xml)
    return _changed("F12", {SHEET: _filled(xml, PERSON).encode()})


def _person_line(row: str, place: int, number: int) -> str:
    note = "加发80岁以上高龄津贴，本月补发上月差额" if number % 9 == 4 else ""
    person: dict[str, Value] = {
        ".序号": number + 1.0,
        ".姓名": "欧陈赵王李杨"[number % 6] + "建国秀玉"[number % 4] + "珍军香明兰"[number % 5],
        ".性别": "男女"[number % 2],
        ".公民身份号码:掩码": f"429004********{1000 + number * 37 % 9000}",
        ".待遇开始月": f"20{17 + number % 9}-{1 + number % 12:02d}",
        ".金额": 170.81 + number * 1.37,
        ".备注": note,
    }
    moved = _moved(row, place)
    return _filled(moved.replace("<row ", '<row ht="46" customHeight="1" ', 1) if note else moved, person)


def _moved(row: str, place: int) -> str:
    moved = re.sub(r'<row r="\d+"', f'<row r="{place}"', row)
    return re.sub(r'<c r="([A-Z]+)\d+"', rf'<c r="\g<1>{place}"', moved)


def _filled(xml: str, values: Mapping[str, Value]) -> str:
    """Every place filled: with a number where its cell holds nothing else; with nothing where no value is known."""

    def alone(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return f"><v>{value!r}</v></c>" if isinstance(value, float) else found[0]

    def within(found: re.Match[str]) -> str:
        return escape(str(values.get(found[1], found[0] if "." in found[1] and found[1] not in values else "")))

    filled = _PLACE.sub(within, _ALONE.sub(alone, xml))
    for words in _TICKED:
        filled = filled.replace(f"□{words}", f"☑{words}")
    return filled


def _sheet(name: str) -> str:
    with zipfile.ZipFile(FOLDER / f"{name}.xlsx") as file:
        return file.read(SHEET).decode()


def _changed(name: str, parts: Mapping[str, bytes]) -> bytes:
    """The template with other parts, or more of them."""
    return with_parts((FOLDER / f"{name}.xlsx").read_bytes(), parts)


def members(data: bytes) -> dict[str, bytes]:
    """The parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """A workbook with other parts, or more of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in dict.fromkeys((*old.namelist(), *parts)):
            new.writestr(member, parts[member] if member in parts else old.read(member))
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org"
_RELATIONS = f"{_MAIN}/package/2006/relationships"
_OFFICE = f"{_MAIN}/officeDocument/2006/relationships"


def _with_photo(name: str, xml: str, cells: tuple[tuple[int, int], tuple[int, int]]) -> bytes:
    """The form with a photo between two corners of cells, counted from 0 as the format does."""
    (left, top), (right, bottom) = cells
    marks = [(left, 20000, top, 20000), (right - 1, 700000 if right - left == 1 else 180000, bottom - 1, 330000)]
    start, end = (
        f"<xdr:col>{a}</xdr:col><xdr:colOff>{b}</xdr:colOff><xdr:row>{c}</xdr:row><xdr:rowOff>{d}</xdr:rowOff>"
        for a, b, c, d in marks
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{_MAIN}/drawingml/2006/spreadsheetDrawing" xmlns:a="{_MAIN}/drawingml/2006/main">'
        f"<xdr:twoCellAnchor><xdr:from>{start}</xdr:from><xdr:to>{end}</xdr:to><xdr:pic><xdr:blipFill>"
        f'<a:blip xmlns:r="{_OFFICE}" r:embed="rId1"/></xdr:blipFill></xdr:pic></xdr:twoCellAnchor></xdr:wsDr>'
    )
    if "<drawing" not in xml:
        xml = xml.replace("</worksheet>", f'<drawing xmlns:r="{_OFFICE}" r:id="rId1"/></worksheet>')
    return _changed(
        name,
        {
            SHEET: xml.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": _relation("drawing", "../drawings/drawing1.xml"),
            "xl/drawings/drawing1.xml": drawing.encode(),
            "xl/drawings/_rels/drawing1.xml.rels": _relation("image", "../media/photo.jpeg"),
            "xl/media/photo.jpeg": photo(),
        },
    )


def _relation(kind: str, target: str) -> bytes:
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'.encode()
