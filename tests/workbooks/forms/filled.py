"""Forms of the tests, what they are filled with, and what a reader finds in them afterwards."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import python_calamine
from lxml import etree

from tests.workbooks.forms.dialects import Form
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FormContent, Record
from village_desk.workbooks.forms import filling, template
from village_desk.workbooks.forms.bands import PageRoom
from village_desk.workbooks.forms.filling import Filled

NUMBER = "11010519491231002X"
LONG_NAME = "阿卜杜热合曼·买买提" * 4

PERSON = Form(
    {
        "A1": "城乡居民基本养老保险参保登记表",
        "A2": "档案号：{档案号}",
        "E2": "登记日期：｛登记日期：年月日｝",
        "A3": "姓名",
        "B3": "{姓名}",
        "C3": "{性别}男□　女□",
        "D3": "{出生日期}",
        "A4": "身份证号",
        "B4": "{公民身份号码}",
        "C4": "{公民身份号码＃1}",
        "D4": "{公民身份号码#18}",
        "A5": "{特殊群体}□低保　□特困　□其他",
        "A6": "{缴费档次}□200元 □500元 □1,000元",
        "B6": "{缴费档次}",
        "C6": "{缴费档次:大写}",
        "A7": r"\{不是字段\} & <签字>",
        "A8": "{村民小组}",
    },
    ("A1:G1", "A5:G5"),
    {"D3": "day", "B4": "text", "B6": "money"},
)
LIST = Form(
    {
        "A1": "{年月}发放名单",
        "A3": "序号",
        "B3": "姓名",
        "C3": "号码",
        "D3": "金额",
        "A4": "{组.名称}　{组.人数} 人",
        "D4": "{组.金额}",
        "A5": "{.序号}",
        "B5": "{.姓名}",
        "C5": "{.公民身份号码}",
        "D5": "{.金额}",
        "A6": "小计",
        "D6": "{小计.金额}",
        "A7": "本页",
        "C7": "{本页.人数}",
        "D7": "{本页.金额}",
        "A8": "合计 {合计.金额:大写}",
        "D8": "{合计.金额}",
        "A9": "制表：{协办员}",
        "B9": "男",
    },
    ("A1:G1", "A4:C4", "E5:F5", "A9:A10"),
    {each: "money" for each in ("D4", "D5", "D6", "D7", "D8")},
    "1:3",
)
PLAIN = Form(
    {
        "A1": "{年度}年缴费",
        "A3": "{。姓名}",
        "B3": "{.个人缴费}",
        "C3": "{.政府补贴:0.00}",
        "D3": "=B3+C3",
        "A4": "合计",
        "B4": "=SUM(B3:B3)",
        "C4": "=SUM(C3)",
        "D4": "=SUM(B4:C4)*2-SUM(D3)/1",
        "A5": 7.5,
    },
    ("E3:F3",),
    {"B3": "money"},
)
STATEMENT = Form(
    {
        "A1": "{姓名}",
        "B2": "{上年结余个人缴费}",
        "C2": "{上年结余利息}",
        "D2": "=SUM(B2:C2)",
        "B3": "{本年记入个人缴费}",
        "C3": "{本年记入利息}",
        "D3": "=SUM(B3:C3)",
        "B4": "=SUM(B2:B3)",
        "C4": "=SUM(C2:C3)",
        "D4": "=(B4+C4)*1.5/3",
        "A5": "{年度}年度",
    },
    (),
    {each: "money" for each in ("B2", "C2", "B3", "C3")},
)
TWO = Form(
    {
        "A1": "{姓名}",
        "A2": "{.年度}",
        "B2": "{.个人缴费}",
        "A3": "合计",
        "B3": "{合计.个人缴费}",
        "A5": "{未到账.日期}",
        "B5": "{未到账.金额}",
        "A6": "{未到账合计.人数} 笔",
        "B6": "{未到账合计.金额}",
    },
    ("C2:D2", "C5:D5", "A6:A7"),
    {"A5": "day", "B5": "money"},
)
FORMS: Mapping[str, Form] = {"person": PERSON, "list": LIST, "plain": PLAIN, "statement": STATEMENT, "two": TWO}

VALUES: Record = {
    "姓名": "=HYPERLINK(1)",
    "登记日期": date(2026, 11, 30),
    "出生日期": date(1949, 12, 31),
    "性别": "女",
    "公民身份号码": NUMBER,
    "特殊群体": "低保对象、独生子女",
    "缴费档次": 50_000,
    "年月": Month(2026, 11),
    "年度": 2026,
    "上年结余个人缴费": 123_45,
    "上年结余利息": 1_10,
    "本年记入个人缴费": 200_00,
    "本年记入利息": 0,
    "村民小组": "{姓名}",
}


def person(number: int) -> Record:
    """A record of a list."""
    return {
        **{"姓名": f"张{number}", "公民身份号码": NUMBER, "金额": 100_00 + number, "村民小组": f"{number // 4 + 1} 组"},
        **{"个人缴费": 200_00, "政府补贴": 30_50, "年度": 2020 + number, "缴费年限": Fraction(1, 2)},
    }


CONTENT = FormContent(
    VALUES,
    {
        "": [person(each) for each in range(6)],
        "未到账": [{"日期": date(2026, 11, each), "金额": 5_00} for each in (1, 2, 3)],
    },
)


@dataclass(frozen=True)
class Room:
    """Pages of so many points."""

    first: float = 110.0
    later: float = 125.0
    row: float = 15.0

    def height(self, row: int, words: Mapping[int, str]) -> float:
        """Every row is as high as the others; words of more than ten signs take two lines."""
        return self.row * (2 if any(len(each) > 20 for each in words.values()) else 1)


def fill(data: bytes, content: FormContent = CONTENT, room: PageRoom | None = None) -> Filled:
    """A form filled."""
    return filling.fill(template.read(data), content, room)


def cells(data: bytes) -> dict[str, object]:
    """What calamine reads, by the names of cells; empty ones left out."""
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    return {
        f"{chr(65 + column)}{row}": value
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values)
        if value != ""
    }


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def formulas(data: bytes, member: str = "xl/worksheets/sheet1.xml") -> dict[str, str]:
    """The formulas in a sheet by their cells."""
    tree = etree.fromstring(parts(data)[member])
    return {
        str(cell.get("r")): cell.findtext("{*}f", "") for cell in tree.iter("{*}c") if cell.find("{*}f") is not None
    }


def rewritten(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The file with one part changed, or made out of nothing."""
    found = parts(data)
    found[member] = change(found.get(member, b""))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in found.items():
            file.writestr(name, content)
    return buffer.getvalue()
