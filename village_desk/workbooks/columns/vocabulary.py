"""The names that townships and the upper systems give to columns, for each kind of list. Only words, no reading.

The codes ``aac002`` ... are the field names of the ministry's indicator system as exports carry them (domain.md 4.2).
A code that means two things in two provinces (aae141) is none of them: its label counts.
"""

from collections.abc import Mapping, Sequence

from sync.agreement.person import PERSON as PERSON
from village_desk.domain.people import FIELDS, Content

Words = Mapping[str, Sequence[str]]


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_LEVELS = _names("中央 国家 省 省级 市 市级 州 州级 县 县级 区 区级 县区 区县 区县级 县市区")
"""Who pays a part, as it stands before or behind the name of the part."""

BESIDES: Words = {
    "township": _names("镇（街） 镇街 街道乡镇 乡镇 乡（镇） 乡镇街 乡镇街道 所属乡镇 镇 乡 街道 aaf101"),
    "village": _names(
        "村（居） 村居 村（社区） 村社区 行政村 社区 村 村名 所属村 村（居）委会 村委会 村组名称 "
        "村组（社区） 社区/村组 aaf102"
    ),
    "division": _names("行政区划 地区 区划 区划代码 行政区划代码 县 县区 所属区县 aaa027"),
    "person_no": _names("个人编号 人员编号 金保号 个人号 社保编号 缴费用户号 aac001"),
    "id_type": _names("证件类型 身份证件类型"),
    "card_no": _names("社保卡号 社保卡卡号 社会保障卡号 社保卡标识 社会保障卡卡号"),
    "bank_kind": _names("银行类别 银行代码 银行类型 开户银行代码 行别"),
    "account_name": _names("户名 账户名称 账户名 开户名 银行户名 aae009"),
    "age": _names("年龄 周岁 年纪"),
    "address": _names("地址 住址 家庭住址 居住地址 现住址 现居住地址 居住地 联系地址 通讯地址 aae006"),
    "year": _names("缴费年度 年度 参保年度 缴费年份 aae003"),
    "period": _names("费款所属期起 费款所属期止 开始缴费年月 终止缴费年月 aae041 aae042"),
    "paid": _names("实缴金额 个缴金额 个人缴费 个人缴费金额 缴费金额 缴费总额 已缴金额 应缴金额 缴费合计 aae542"),
    "government": _names("代缴金额 政府代缴 政府代缴金额 资助金额 资助代缴金额 政府补贴 缴费补贴 集体补助金额"),
    "paid_on": _names("缴费时间 缴费日期 缴款日期 入库日期 入国库日期 上解时间 划拨时间"),
    "ticket": _names("电子税票号 电子税票号码 票证号码 票据号 票据号码 缴费凭证号 aad009"),
    "tax_item": _names("征收项目 征收品目 征收子目 险种 险种类型"),
    "channel": _names("缴费方式 缴费渠道 aab033"),
    "kind": _names("缴费类型 业务类型 代发类型 代发类别 代发项目 待遇类型 待遇类别 发放类型 发放项目 aaa115"),
    "claim_batch": _names("请款批次 批次 批次号"),
    "enrol_state": _names("参保状态 个人参保状态 业务状态 是否参保 aac008"),
    "pay_state": _names("缴费状态 是否缴费 缴费情况 aac031"),
    "enrolled": _names("参保时间 参保年月 个人参保日期 参保日期 首次参保时间 aac049"),
    "years": _names("共缴年限 缴费年限 累计缴费年限 已缴年限 缴费年数 aae094"),
    "last_tier": _names("最近一年缴费档次 上年缴费档次 上年度缴费档次 去年缴费档次 原缴费档次 上年档次"),
    "benefit_state": _names("待遇状态 领取状态 是否领取待遇 aae116"),
    "start": _names("待遇领取年月 待遇开始月 待遇开始年月 领取开始年月 开始领取时间 享受待遇时间 aic160"),
    "paused": _names("暂停年月 待遇终止或暂停年月 终止年月 aic301"),
    "pause_reason": _names("暂停原因 暂停备注 终止原因 aae160"),
    "pay_flag": _names("支付标志 支付状态 发放状态 发放标志 发放结果 失败原因 aae117"),
    "paid_month": _names("实付年月 支付年月 实际发放年月"),
    "certified": _names(
        "认证方式 认证标志 认证年月 下次认证时间 认证经办时间 是否生存认证 认证状态 认证时间 认证日期 是否认证 生存认证"
    ),
    "visited": _names(
        "是否健在 是否本人（亲属）持卡 是否本人（亲属）领卡在手 社保卡是否亲属持有 持卡类型 异常情况 "
        "核查方式 核查结果 核查结果备注 是否核查"
    ),
    "death": _names("死亡时间 死亡日期 备注（卫健委死亡时间） 去世时间 aae037"),
    "membership": _names(
        "纳入资助时间 起始保障年月 身份取消时间 增量形式 身份变更情况 低保证号 残疾证号 残疾等级 残疾级别 残疾类型"
    ),
    "not_enrolled": _names("未参保原因 落实情况 核实情况 hsqk"),
    "answer": _names("人工备注 审核状态 审核意见 错误信息 状态 原因/怎么办"),
    "signature": _names(
        "签字 签名 签章 签字（章） 本人签字 本人签名 领款人签字（章） 领款人签字 领取人签字 签字/指印 "
        "指印 手印 按印 签领 领款时间 领取时间 签字时间 代领人 代领人签字 代领人及关系 签收 日期"
    ),
    "other_person": _names(
        "领卡人 领卡人身份证号 领卡人联系方式 入户核查人 入户核查人姓名 入户核查人联系方式 核查人 经办人 "
        "复核人 核实人 申领人 继承人 审核人 联系人 监护人 代缴人 代办人 帮扶人 包户干部 包组干部 协办员 "
        "户主身份证号 户主身份证号码 户主公民身份号码 户主证件号码 联系人电话 户主电话 户主联系电话 "
        "aae011"
    ),
}
"""Columns that the desk does not need: recognised, so that nobody is asked about them, and not read."""


def column(field: str) -> str:
    """The name of a person's field as a column: one of money holds yuan, which are fen only once they are read."""
    return field.removesuffix("_fen")


_OF_PEOPLE = {column(name): info.headings for name, info in FIELDS.items() if info.headings}
_SERIAL = _names("序号 编号 行号 顺序号 序列号 no")
_BESIDE_NUMBER = {
    "sex": _names("性别 aac004"),
    "birth": _names("出生日期 出生年月日 生日 出生年月 出生时间 出生 aac006"),
}
"""Fields that follow from the identity number."""

ROSTER: Words = {"serial": _SERIAL, **_OF_PEOPLE, **_BESIDE_NUMBER, **BESIDES}
"""The roster of insured people (参保人员花名册)."""

PAYOUT: Words = {
    "serial": _SERIAL,
    "base": (
        *_names(
            "基础养老金 基础 基础部分 地方基础养老金 基础养老金合计 中央 省 市 县 中央级 省级 市级 县级 "
            "区级 区县级 县区级"
        ),
        *(f"{level}{part}" for level in _LEVELS for part in ("基础养老金", "财政")),
        *(f"基础养老金{level}" for level in _LEVELS),
    ),
    "account_part": (
        *_names(
            "个人账户养老金 个人帐户养老金 个人账户 个人帐户 账户养老金 个账养老金 个账 个账个人缴费 "
            "个账代缴 个账集体 个账集体补助 个账政府代缴 个账被征地 个账退捕渔民 个账核工业 个人账户部分 "
            "个人账户个人缴费 个人账户集体补助 个账政府补贴 个人账户政府补贴"
        ),
        *(f"个账{level}{part}" for level in _LEVELS for part in ("补", "补贴", "财政补贴")),
        *(f"个人账户{level}补贴" for level in _LEVELS),
    ),
    "extra": _names(
        "高龄加发 加发 高龄补贴 高龄加发养老金 长缴加发 年限加发 缴费年限养老金 加发养老金 基础养老金加发 "
        "加发基础养老金 补发 补发金额 补发养老金 丧葬费 丧葬补助 丧葬补助金 年限养老金 加发金额 "
        "高龄养老金"
    ),
    "minus": _names("扣回 扣回金额 扣款 扣发 抵扣 扣减 扣款金额 扣发金额 扣减金额 追回金额 冲减金额"),
    "total": _names(
        "应发合计 合计 实发合计 发放合计 应发金额 实发金额 发放金额 金额 总额 合计金额 月养老金 "
        "养老金合计 应发 实发 实付金额 应付金额 支付金额 发放总额 养老金总额 总金额 本月发放金额 "
        "月发放金额 实发养老金 应发养老金 待遇合计 总计 aae019 aic166"
    ),
    "way": _names("发放方式 支付方式 领取方式 发放形式"),
    "month": _names(
        "费款所属期 所属期 所属月 所属月份 发放月份 待遇所属期 所属年月 待遇所属年月 发放年月 发放月 待遇月份 待遇年月"
    ),
    **{column(name): info.headings for name, info in FIELDS.items() if info.headings and info.content != Content.FEN},
    **_BESIDE_NUMBER,
    **{field: tuple(name for name in names if name not in ("县", "县区")) for field, names in BESIDES.items()},
}
"""The monthly list of payees that the township sends (待遇发放明细)."""

OTHER_PEOPLE = _names(
    "户主 代缴人 代领人 联系人 监护人 代办人 经办人 继承人 配偶 子女 亲属 领卡人 入户核查人 核查人 复核人 "
    "核实人 审核人 申领人 帮扶人 包户干部 协办员 父亲 母亲 担保人"
)
"""Other people whose name or number a column may hold, if this word stands over or behind its heading."""

OUR_COLUMNS = ("状态", "原因/怎么办")
"""The two columns that are added to a workbook that is given back: words of the workbook, to be known again."""

SUMMED = ("base", "account_part", "extra", "minus")
"""Fields of which several columns are added up: a hidden one is a part like the others, not a rival."""

ROSTER_NEEDS = ("name", "id_number")
PAYOUT_NEEDS = ("name", "id_number", "total")
"""The columns without which a sheet is no such list."""
