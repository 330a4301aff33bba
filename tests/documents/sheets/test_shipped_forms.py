"""The forms that the program carries, filled with a person who has everything, as pictures that were looked at."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.documents.sheets import goldens, trial_forms
from tests.documents.sheets.trial_forms import photo
from village_desk.documents import sheets
from village_desk.domain.basics.months import Month
from village_desk.domain.form_fields import FormContent, Picture, Record, Value
from village_desk.services.forms import catalogue
from village_desk.services.forms.catalogue import Form, Subject
from village_desk.workbooks.forms import filling, template

pytestmark = pytest.mark.usefixtures("qapp")

FOLDER = trial_forms.FOLDER / "shipped"
OFFICE: dict[str, Value] = {
    "单位名称": "仙桃市毛嘴镇刘明口村",
    "村名": "刘明口村",
    "协办员": "刘大炎",
    "协办员电话": "0728-2881234",
    **dict.fromkeys(("填表日期", "登记日期"), date(2026, 11, 3)),
}
PERSON: dict[str, Value] = {
    "姓名": "阿依古丽·买买提",
    "性别": "女",
    "民族": "维吾尔族",
    "公民身份号码": "42900419620503182X",
    "出生日期": date(1962, 5, 3),
    "年龄": 64,
    "联系电话": "13986612345",
    "户籍地址": "湖北省仙桃市毛嘴镇刘明口村三组12号（老屋台东头第二家，原民主大队七小队）",
    "户籍性质": "居民户口",
    "银行账号": "6217002870012345678",
    "开户银行": "湖北仙桃农村商业银行股份有限公司毛嘴支行",
    "档案号": "429004103207-0137",
    "缴费档次": 100000,
    "特殊群体": "低保",
    "职保": "否",
    "老农保": "是",
    "老农保起止": "1996年1月至2009年12月",
    "其他养老保险": "否",
    "照片": Picture(photo()),
    "缴费年限": 15,
    "领取方式": "参保到龄领取",
    "个人缴费": 1500000,
    "政府补贴": 127550,
    "集体补助": 60000,
    "利息": 231007,
    "个人账户积累额": 1918557,
    "领取月": Month(2022, 6),
    "月养老金": 35303,
    "基础养老金": 21500,
    "个人账户养老金": 13803,
    "参保人类型": "领取人员",
    "终止原因": "死亡",
    "死亡日期": date(2026, 10, 30),
    "丧葬形式": "火化",
    "停发月": Month(2026, 11),
    "丧葬补助金": 120000,
    "合计发放金额": 2038557,
    "发放账户": "继承人账号",
    "继承人": "买买提·吐尔逊",
    "继承人性别": "男",
    "与终止人关系": "长子",
    "继承人身份证号": "429004198805031835",
    "继承人电话": "13986612346",
    "变更前银行账号": "6217002870012345678",
    "变更后银行账号": "6217002870099995678",
}
AMOUNTS = (("上年结余", 1769227), ("本年记入", 149330), ("本年支出", 0))
YEAR: dict[str, Value] = {
    "年度": 2025,
    "暂估标记": "（按本机有记录的缴费暂算，以县里的对账单为准）",
    "异议截止": date(2026, 3, 31),
    **{f"{row}{of}": fen for row, fen in AMOUNTS for of in ("个人缴费", "政府补贴", "集体补助", "利息")},
}
POLICY: dict[str, Value] = {
    "政策名称": "湖北省城乡居民基本养老保险实施办法",
    "政策文号": "鄂政发〔2014〕32号",
    "参保年龄": 16,
    "领取年龄": 60,
    "最低缴费年限": 15,
    "缴费季": "每年7月1日至12月31日",
}
OPTIONS = {
    "缴费档次": tuple(f"{yuan}元" for yuan in (200, 300, 400, 500, 600, 700, 800, 900, 1000, 1500, 2000, 3000)),
    "特殊群体": ("低保", "特困人员", "一二级重度残疾", "独生子女伤残死亡家庭夫妻", "未标注脱贫人员", "其他"),
    "终止原因": ("死亡", "参加其他社会保险", "户籍跨县转出", "出国（境）定居", "其他"),
    "户籍性质": ("农业", "非农业", "居民户口"),
}


def content(form: Form) -> FormContent:
    """Everything that the form may ask for."""
    if form.subject is Subject.PAYOUTS:
        values = OFFICE | {"年月": Month(2026, 11), "公示起": date(2026, 11, 20), "公示止": date(2026, 11, 27)}
        return FormContent(values, {"": [_payee(nth) for nth in range(70)]})
    if form.subject is Subject.VILLAGE:
        return FormContent(OFFICE | POLICY | {"年度": 2026}, {"": [_tier(each) for each in range(9)]})
    payment: Record = {"缴费日期": date(2025, 3, 3), "票据号": "A-2025-000123-8", "金额": 100000}
    return FormContent(OFFICE | PERSON | (YEAR if form.number == "F22" else {}), {"": [payment]}, OPTIONS)


def _payee(place: int) -> Mapping[str, Value]:
    group = f"第 {place // 35 + 1} 组"
    name = ("王秀英", "李四", "欧阳𬱖")[place % 3]
    known: dict[str, Value] = {
        "序号": place + 1,
        "姓名": name,
        "性别": "女",
        "村民小组": group,
        "行政区划和小组": f"刘明口村{group}",
    }
    return {**known, "出生日期": date(1953, 12, 25), "金额": 18000 + place * 7}


def _tier(place: int) -> Mapping[str, Value]:
    yuan = (200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000)[place]
    money: dict[str, Value] = {"缴费补贴": 3000 + place * 1550, "进账户金额": yuan * 100 + 3000 + place * 1550}
    return {"档次金额": str(yuan), "谁可以选": "所有人", **money}


@pytest.mark.parametrize("form", catalogue.shipped(), ids=lambda form: form.title)
def test_a_form_that_the_program_carries_looks_as_it_was_found_good(form: Form) -> None:
    read = template.read(form.data())
    filled = filling.fill(read, content(form), sheets.page_room(form.data()) if read.has_pages else None)
    drawn = sheets.draw(filled.data)
    assert [each for each in drawn.shrunk if each.scale < sheets.WARNED or not each.whole] == []
    assert filled.unticked == () and drawn.left_blank == ()
    assert goldens.differing(drawn.paper, FOLDER, form.title.replace("：", "")) == pytest.approx(
        [0] * drawn.pages, abs=goldens.FEW
    )


def test_each_picture_belongs_to_a_form() -> None:
    names = {each.title.replace("：", "") for each in catalogue.shipped()}
    assert {Path(each).stem.rpartition("-")[0] for each in FOLDER.iterdir()} == names
