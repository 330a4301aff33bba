"""The names that townships and the upper systems give to columns, for each kind of list. Only words, no reading.

The codes ``aac002`` ... are the field names of the ministry's indicator system as exports carry them (domain.md 4.2).
"""

from collections.abc import Mapping, Sequence

Words = Mapping[str, Sequence[str]]

_ACCOUNT = (
    *("社保卡银行账号", "社会保障卡银行账号", "社保卡账号", "银行账号", "银行卡号", "开户银行账号", "银行账户", "账号"),
    *("银行帐号", "开户银行帐号", "帐号", "卡号", "缴费账号", "参保缴费账号", "领取账号", "发放账号", "惠农卡号"),
    *("一卡通账号", "一卡通号", "存折账号", "aae010"),
)
_NAME = (
    *("姓名", "参保人姓名", "参保人员姓名", "参保人", "参保人员", "人员姓名", "居民姓名", "领取人姓名", "待遇领取人"),
    *("名字", "aac003"),
)
_ID_NUMBER = (
    *("公民身份号码", "公民身份证号码", "公民身份证号", "身份证号", "身份证号码", "身份证", "身份号码", "身份证件号码"),
    *("居民身份证号码", "居民身份证号", "证件号码", "证件号", "有效证件号码", "社会保障号码", "社会保障号", "aac002"),
    *("参保人身份证号", "参保人身份证号码", "领取人身份证号", "领取人身份证号码", "aac147"),
)

ROSTER: Words = {
    "serial": ("序号", "编号", "行号", "顺序号", "序列号", "no"),
    "name": _NAME,
    "id_number": _ID_NUMBER,
    "sex": ("性别", "aac004"),
    "ethnic": ("民族", "aac005"),
    "birth": ("出生日期", "出生年月日", "生日", "aac006"),
    "group": (
        *("组别", "村民小组", "村民组", "小组", "组", "组号", "村组", "所在组", "所属组", "所在小组", "所属小组"),
        *("居民小组", "队别", "生产队", "社别", "aaf103"),
    ),
    "household": ("户编号", "户号", "户序号", "户口编号", "家庭编号", "家庭户号", "户口簿编号", "户口本号"),
    "head": ("户主", "户主姓名", "户主名", "户主名字"),
    "relation": ("与户主关系", "与户主的关系", "同户主关系", "关系", "家庭关系", "成员关系", "与户主"),
    "phone": (
        *("联系电话", "手机号码", "手机号", "手机", "电话", "电话号码", "联系方式", "联系号码", "移动电话"),
        *("本人电话", "本人联系电话", "aae005"),
    ),
    "tier": (
        *("缴费档次", "选择档次", "档次", "选缴档次", "所选档次", "拟缴档次", "参保档次", "选择缴费档次", "缴费标准"),
        *("缴费档次标准", "年缴费档次", "年缴费标准", "缴费档"),
    ),
    "special_group": (
        *("特殊群体", "特殊参保群体", "特殊人群", "特殊群体类别", "特殊群体类型", "人员类别", "人员类型", "困难类别"),
        *("身份类别", "参保身份", "特殊身份", "aac066"),
    ),
    "account": _ACCOUNT,
    "note": ("备注", "说明", "附注", "aae013"),
}
"""The roster of insured people (参保人员花名册)."""

PAYOUT: Words = {
    "serial": ("序号", "编号", "行号", "顺序号", "no"),
    "name": _NAME,
    "id_number": _ID_NUMBER,
    "base": (
        *("基础养老金", "基础", "基础部分", "国家基础养老金", "中央基础养老金", "省级基础养老金", "市级基础养老金"),
        *("县级基础养老金", "地方基础养老金", "中央", "省", "市", "县"),
    ),
    "account_part": (
        *("个人账户养老金", "个人帐户养老金", "个人账户", "个人帐户", "账户养老金", "个账养老金", "个账个人缴费"),
        *("个账省补", "个账市补", "个账县补", "个账代缴", "个账集体", "个账被征地", "个账退捕渔民", "个账核工业"),
    ),
    "extra": (
        *("高龄加发", "加发", "高龄补贴", "高龄加发养老金", "长缴加发", "年限加发", "缴费年限养老金", "加发养老金"),
        *("补发", "补发金额", "补发养老金", "丧葬费"),
    ),
    "minus": ("扣回", "扣回金额", "扣款", "扣发", "抵扣"),
    "total": (
        *("应发合计", "合计", "实发合计", "发放合计", "应发金额", "实发金额", "发放金额", "金额", "总额", "合计金额"),
        *("月养老金", "养老金合计", "应发", "实发", "aae019", "aic166"),
    ),
    "account": _ACCOUNT,
    "way": ("发放方式", "支付方式", "领取方式", "发放形式"),
    "month": ("费款所属期", "所属期", "所属月", "所属月份", "发放月份", "待遇所属期"),
    "note": ("备注", "说明", "附注", "aae013"),
}
"""The monthly list of payees that the township sends (待遇发放明细)."""

OTHER_PEOPLE = ("户主", "代缴人", "代领人", "联系人", "监护人", "代办人", "经办人", "继承人", "配偶", "子女", "亲属")
"""Whose name or number a column may hold besides the insured person's, when this word stands above it."""

SUMMED = ("base", "account_part", "extra", "minus")
"""Fields of which several columns are added up: a hidden one is a part like the others, not a rival."""

ROSTER_NEEDS = ("name", "id_number")
PAYOUT_NEEDS = ("name", "id_number", "total")
"""The columns without which a sheet is no such list."""
