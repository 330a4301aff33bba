"""What the headings of real lists mean: every known one, none of other people, the nine parts of a provincial list."""

from pathlib import Path
from typing import Any

import pytest

from tests.workbooks.books import TODAY, grid, number, read, save
from village_desk.domain.basics.errors import Refused
from village_desk.workbooks.columns import headers, likeness
from village_desk.workbooks.columns.headers import ColumnsUnclear
from village_desk.workbooks.columns.vocabulary import PAYOUT, PAYOUT_NEEDS, ROSTER, ROSTER_NEEDS, Words
from village_desk.workbooks.formats import cells
from village_desk.workbooks.formats.sheet import Sheet
from village_desk.workbooks.payouts import payout_list


def fields(labels: list[str], words: Words = ROSTER, needed: tuple[str, ...] = ROSTER_NEEDS) -> dict[str, str]:
    """The field that each heading is read as."""
    header = headers.find(Sheet("表", [list(labels)], [], False), words, needed)
    assert header is not None
    return {header.labels[place]: field for field, places in header.columns.items() for place in places}


@pytest.mark.parametrize("words", [ROSTER, PAYOUT])
def test_no_name_stands_for_two_things(words: Words) -> None:
    meanings: dict[str, set[str]] = {}
    for field, names in words.items():
        for name in names:
            meanings.setdefault(likeness.whole(name), set()).add(field)
    assert {name: found for name, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "label",
    [
        *(
            "参保人员身份证号码",
            "本人身份证号",
            "身份证号码18位",
            "身份证号（18位）",
            "参保居民公民身份号码",
            "成员身份证号",
        ),
        *(
            "缴费人身份证号码",
            "领取人证件号码",
            "待遇领取人员公民身份证号",
            "*证件号码",
            "身份证\n号码",
            "公民身份号码(必填)",
        ),
        *("身份证/证件号码", "aac002", "AAC147", "居民身份证号码", "有效身份证件号码", "社会保障号码"),
    ],
)
def test_an_identity_number_goes_by_many_names(label: str) -> None:
    found = fields(["姓名", label])
    assert "id_number" in found.values()


@pytest.mark.parametrize(
    "label",
    [
        *(
            "成员姓名",
            "家庭成员姓名",
            "缴费人姓名",
            "领取人",
            "待遇领取人姓名",
            "参保人员姓名",
            "*姓名",
            "姓 名",
            "本人姓名",
        ),
        *("参保居民姓名", "姓名（必填）", "aac003", "个人姓名", "人员姓名"),
    ],
)
def test_a_name_goes_by_many_names(label: str) -> None:
    assert "name" in fields([label, "身份证号"]).values()


@pytest.mark.parametrize(
    "label",
    [
        *("身份证号(户主)", "户主身份证号", "户主身份证号码", "领卡人身份证号", "经办人身份证号", "继承人身份证号码"),
        *("身份证号码（代领人）", "入户核查人身份证号", "监护人证件号码", "身份证号（配偶）"),
    ],
)
def test_the_number_of_somebody_else_is_never_the_persons(label: str, tmp_path: Path) -> None:
    found = fields(["姓名", "身份证号", label])
    assert (found["身份证号"], found.get(label, "")) in {("id_number", ""), ("id_number", "other_person")}
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", [["姓名", label], ["张三", number(1)]]))
    assert refused.value.code == "no_header"


@pytest.mark.parametrize(
    "label", ["领卡人", "经办人", "复核人", "入户核查人姓名", "核实人", "申领人", "继承人", "核查人"]
)
def test_the_name_of_somebody_else_is_never_the_persons(label: str, tmp_path: Path) -> None:
    assert fields(["姓名", "身份证号", label])["姓名"] == "name"
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", [[label, "身份证号"], ["张三", number(1)]]))
    assert refused.value.code == "no_header"


def test_a_list_of_households_is_refused_as_such(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["序号", "户主姓名", "身份证号", "家庭人口", "低保金"], [1, "张三", number(1), 3, 500]]
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", rows))
    assert (refused.value.code, "户主姓名" in refused.value.message) == ("household_list", True)


def test_a_refusal_names_the_heading_that_is_near(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read(save(tmp_path / "a.xlsx", [["序号", "成员名", "身份证号", "组别"], [1, "张三", number(1), "1组"]]))
    assert (refused.value.code, "“成员名”像是“成员姓名”" in refused.value.message) == ("no_header", True)


def test_a_column_that_nobody_knows_is_told_with_its_nearest(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["姓名", "身份证号", "缴费挡次", "健康状况", "空列"], ["张三", number(1), 200, "良好", ""]]
    reading = read(save(tmp_path / "a.xlsx", rows))
    told = [(each.code, each.column, each.holds, "缴费档次" in each.cure) for each in reading.problems]
    assert told == [("column_unknown", "缴费挡次", False, True), ("column_unknown", "健康状况", False, False)]


def test_who_pays_is_not_who_is_insured_where_both_stand(tmp_path: Path) -> None:
    rows = [["缴费人姓名", "姓名", "缴费人身份证号", "身份证号"], ["李四", "张三", number(3), number(1)]]
    [person] = read(save(tmp_path / "a.xlsx", rows)).people
    assert (person.name, person.id_number) == ("张三", number(1))


def test_the_head_in_brackets_is_the_head(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "姓名(户主)"], ["张三", number(1), "李四"]]
    [person] = read(save(tmp_path / "a.xlsx", rows)).people
    assert (person.name, person.head) == ("张三", "李四")


def test_a_code_without_its_label_is_nothing() -> None:
    """aae141 is the last tier in one province and the month of a pause in another."""
    found = fields(["姓名", "身份证号", "aae141", "最近一年缴费档次", "缴费档次"])
    assert (found.get("aae141"), found["最近一年缴费档次"], found["缴费档次"]) == (None, "last_tier", "tier")


ROSTER_HEADINGS = {
    "township": ["镇（街）", "镇街", "街道乡镇", "乡镇", "乡(镇)", "乡镇街", "所属乡镇", "aaf101"],
    "village": ["村（居）", "村(社区)", "村社区", "行政村", "社区", "村组名称", "村组（社区）", "社区/村组", "aaf102"],
    "group": ["所在村组", "自然村", "屯", "社", "村民小组"],
    "division": ["行政区划", "地区", "aaa027"],
    "person_no": ["个人编号", "人员编号", "金保号", "aac001", "缴费用户号"],
    "id_type": ["证件类型", "*证件类型"],
    "card_no": ["社保卡号", "社保卡标识"],
    "bank": ["开户银行", "开户行", "银行", "银行名称", "卡面银行", "社保卡开户银行", "代发银行", "bie013"],
    "bank_kind": ["银行类别"],
    "account_name": ["户名", "账户名称", "aae009"],
    "year": ["缴费年度", "*缴费年度", "年度", "参保年度", "aae003"],
    "period": ["费款所属期起", "费款所属期止", "开始缴费年月", "终止缴费年月"],
    "paid": ["实缴金额", "个缴金额", "个人缴费", "个人缴费金额", "缴费金额", "缴费总额", "已缴金额", "aae542"],
    "government": ["代缴金额", "政府代缴", "资助金额", "资助代缴金额"],
    "paid_on": ["缴费时间", "缴费日期", "缴款日期", "入库日期", "入国库日期", "上解时间", "划拨时间"],
    "ticket": ["电子税票号", "电子税票号码", "票证号码", "缴费凭证号", "aad009"],
    "tax_item": ["征收项目", "*征收品目", "征收子目", "险种"],
    "channel": ["缴费方式", "缴费渠道", "aab033"],
    "enrol_state": ["参保状态", "个人参保状态", "业务状态", "是否参保", "aac008"],
    "pay_state": ["缴费状态", "aac031"],
    "enrolled": ["参保时间", "参保年月", "个人参保日期", "aac049"],
    "years": ["共缴年限", "缴费年限", "累计缴费年限", "aae094"],
    "hukou_kind": ["户籍性质", "户口性质", "户口类型", "aac009"],
    "hukou_address": ["户籍地址", "户籍所在地", "户口所在地", "户口\n所在地", "aac010"],
    "dossier_number": ["档案号", "档案编号"],
    "address": ["家庭住址", "现住址", "aae006"],
    "benefit_state": ["待遇状态", "aae116"],
    "start": ["待遇领取年月", "待遇开始月", "aic160"],
    "paused": ["暂停年月", "待遇终止或暂停年月"],
    "pause_reason": ["暂停原因", "暂停备注"],
    "pay_flag": ["支付标志", "支付状态"],
    "certified": ["认证方式", "认证标志", "认证年月", "下次认证时间", "认证经办时间", "是否生存认证"],
    "visited": [
        "是否健在",
        "是否本人（亲属）持卡",
        "社保卡是否亲属持有",
        "持卡类型",
        "异常情况",
        "核查方式",
        "是否核查",
    ],
    "phone": ["参保人联系方式", "联系电话"],
    "death": ["死亡时间", "死亡日期", "备注（卫健委死亡时间）", "aae037"],
    "special_group": [
        "医疗救助身份",
        "资助参保身份",
        "特殊人员身份类别",
        "身份类别",
        "代缴类别",
        "贫困类型",
        "困难级别",
    ],
    "membership": ["纳入资助时间", "起始保障年月", "身份取消时间", "增量形式", "低保证号", "残疾等级", "残疾类型"],
    "not_enrolled": ["未参保原因", "落实情况", "核实情况"],
    "household": ["户编号", "户籍序号"],
    "answer": ["人工备注", "审核状态", "错误信息"],
    "signature": ["领款人签字(章)", "领款时间", "签字", "指印", "代领人"],
    "birth": ["出生年月", "出生日期"],
    "claim_batch": ["请款批次"],
}


@pytest.mark.parametrize(("field", "labels"), ROSTER_HEADINGS.items())
def test_the_headings_of_real_lists_are_known(field: str, labels: list[str]) -> None:
    for label in labels:
        assert fields(["姓名", "身份证号", label]).get(cells.text(label)) == field, label


PROVINCIAL = [
    *("村(社区)", "公民身份号码", "姓名", "性别", "费款所属期", "实付年月", "支付标志", "总额", "基础养老金中央"),
    *("基础养老金省级", "基础养老金市级", "基础养老金县级", "基础养老金加发", "丧葬费", "个账个人缴费", "个账省补贴"),
    *("个账市补贴", "个账县补贴", "个账政府代缴", "个账集体补助", "个账被征地", "个账退捕渔民", "个账核工业"),
]
"""The export of a provincial system (findings of 2026-11-29, item 0.1)."""


def test_the_provincial_list_is_read_whole(tmp_path: Path) -> None:
    parts = [98, 20, 5, 50, 10, 0, 30.5, 4, 3, 2, 1, 1.5, 0, 0, 0]
    line: list[Any] = ["沟二社区", number(1, "19500203"), "张三", "男", 202611, 202611, "已支付", sum(parts), *parts]
    total: list[Any] = ["合计", "", "", "", "", "", "", sum(parts), *parts]
    reading = payout_list.read(save(tmp_path / "a.xlsx", [PROVINCIAL, line, total]), TODAY)
    [row] = reading.rows
    assert (reading.problems, reading.held, str(reading.month)) == ((), 0, "2026-11")
    assert (row.base_fen, row.account_fen, row.extra_fen, row.total_fen) == (17300, 4200, 1000, 22500)


@pytest.mark.parametrize(
    "labels",
    [
        ["基础养老金(中央)", "基础养老金(省级)", "个人账户养老金"],
        ["国家基础养老金", "县级", "个账"],
        ["中央级", "区县级", "个人账户部分"],
        ["基础养老金国家", "县级财政", "个账个人缴费"],
    ],
)
def test_the_levels_are_parts_of_the_base(labels: list[str], tmp_path: Path) -> None:
    header = ["姓名", "身份证号", *labels, "实付金额"]
    path = save(tmp_path / "a.xlsx", [["2026年11月"], header, ["张三", number(1), 98, 50, 20, 168]])
    [row] = payout_list.read(path, TODAY).rows
    assert (row.base_fen, row.account_fen, row.total_fen) == (14800, 2000, 16800)


def test_what_a_payout_list_says_besides_is_known() -> None:
    labels = [
        "姓名",
        "身份证号",
        "合计",
        "性别",
        "村民小组",
        "开户银行",
        "户名",
        "年龄",
        "缴费年限",
        "签字/指印",
        "联系电话",
    ]
    found = fields(labels, PAYOUT, PAYOUT_NEEDS)
    assert set(found) == set(labels)


def test_the_roster_still_has_its_columns(tmp_path: Path) -> None:
    [person] = read(save(tmp_path / "a.xlsx", grid([{"name": "张三", "id_number": number(1), "tier": 200}]))).people
    assert person.tier_fen == 20000


def test_a_list_with_heads_whose_names_stand_under_an_unknown_word_can_be_explained(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["户主", "户内称呼", "身份证号"], ["谭大", "谭少怀", number(1)]]
    with pytest.raises(ColumnsUnclear) as unclear:
        read(save(tmp_path / "a.xlsx", rows))
    assert unclear.value.code == "household_list"
    assert [table.header.labels[1] for table in unclear.value.tables] == ["户内称呼"]
