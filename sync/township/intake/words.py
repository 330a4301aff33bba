"""What the coordinator reads of the township's verdicts: for each code a reason and a cure, in the scheme's terms."""

from __future__ import annotations

from sync.agreement.person import FIELDS

_COMES = "不用重做；请把还没报上去的都报上去，村里有两台电脑的两台都报"

_WORDS: dict[str, tuple[str, str]] = {
    "unreadable": ("这一行读不出来", "请升级协办台程序，再把这件事重新登记一次"),
    "kind_unknown": (
        "镇所的程序还不认识这类记录，已经收好，镇所升级后再认",
        "不用重做；请告诉镇所升级程序，升级以后会自己认",
    ),
    "misfit": ("{field}缺失或格式不对", "请升级协办台程序，再把这件事重新登记一次"),
    "id_reused": ("同一编号的记录已经来过，内容却不一样", "请把本机情况告诉乡镇人社所，并重新登记这件事"),
    "date_impossible": ("{field}不是一个存在的日期", "请检查电脑的日期和时间，再重新登记"),
    "desk_name": ("村级区划代码和本协办台的名称对不上", "请联系乡镇人社所核对本协办台的名称"),
    "name_missing": ("没有姓名", "请在这个人的页面补上姓名"),
    "id_length": ("身份证号不是 18 位数字", "请对照身份证更正身份证号"),
    "id_date": ("身份证号里的出生日期不存在", "请对照身份证更正身份证号"),
    "id_check_digit": ("身份证号最后一位校验不对，有一位写错了", "请对照身份证逐位核对后更正"),
    "id_number_taken": ("本村另一个人已经登记了这个身份证号", "请查找这个身份证号，两份合成一份，或对照身份证更正"),
    "known_elsewhere": ("这个身份证号在别的协办台也有登记", "请问清本人现在归哪个村办理，并告诉乡镇人社所"),
    "registered_on_both": (
        "村里另一台电脑登记的是另一个姓名，两边已算同一个人",
        "请对照身份证，在这个人的页面更正姓名",
    ),
    "person_registered_twice": ("这个人已经登记过", "不用处理；要改内容请在这个人的页面更正"),
    "person_unknown": ("乡镇没有收到过这个人的登记", "请先登记这个人，再重新办理"),
    "person_awaited": ("乡镇还没有收到这个人的登记；这条先收下了，登记一到就对上", _COMES),
    "receipt_awaited": ("乡镇还没有收到这张凭条的缴费；作废先收下了，缴费一到就按作废算", _COMES),
    "attachment_awaited": ("乡镇还没有收到这份附件的记录；移除先收下了", _COMES),
    "person_in_doubt": ("这个人的登记被退回，还没有更正", "请先更正这个人的登记；这笔钱已经计入"),
    "field_unknown": ("要更正的项目不能用", "请升级协办台程序，再更正一次"),
    "group_impossible": ("组号不对", "请在这个人的页面更正组号"),
    "year_impossible": ("缴费年度不对", "请作废这张凭条，按正确的年度重新收缴"),
    "amount_impossible": ("{field}不对", "请作废这张凭条，按正确的金额重新收缴"),
    "parts_differ": ("本人缴纳加政府代缴不等于缴费档次", "请作废这张凭条，按正确的金额重新收缴"),
    "payer_unknown": ("缴费人类别不对", "请作废这张凭条，重新收缴"),
    "receipt_missing": ("没有凭条号", "请升级协办台程序，再重新登记"),
    "receipt_used": ("这个凭条号已经用在另一笔缴费上", "请停止使用这台电脑收缴，并联系乡镇人社所"),
    "receipt_of_another": (
        "这个凭条号不是这台电脑的号段",
        "请在开这张凭条的那台电脑上办；如果就是这台电脑开的，请停止收缴，并联系乡镇人社所",
    ),
    "receipt_unknown": ("乡镇没有收到过这张凭条", "请核对凭条号，并告诉乡镇人社所"),
    "receipt_void_already": ("这张凭条已经作废过", "不用处理"),
    "reason_missing": ("作废没有写原因", "请补写作废原因后重新作废"),
    "attachment_too_large": ("附件太大", "请移除这份附件，换一份小一些的重新添加"),
    "attachment_kind": ("附件不是照片（JPG、PNG）或 PDF", "请移除这份附件，换成照片或 PDF 重新添加"),
    "attachment_unknown": ("乡镇没有收到过这份附件的记录", "不用处理"),
    "clock_suspect": (
        "记录的日期不对，当时电脑的日期是错的；内容已经收下",
        "请改好电脑日期；这条不用重做，有凭条的请看纸上的日期要不要手写更正",
    ),
    "collected_elsewhere": (
        "这个身份证号这一年度在别的村也缴过，这笔也已计入",
        "请问清本人在哪里缴过，并听镇所处理：要退款的，退款并作废这张凭条",
    ),
    "collected_twice": ("这个人这一年度已经缴过一次，这笔也已计入", "请问清本人：如属重复，退款并作废其中一张凭条"),
}

_FIELDS = {
    **{name: info.words for name, info in FIELDS.items()},
    "at": "登记时间",
    "amount_fen": "实收金额",
    "government_fen": "政府代缴金额",
    "year": "缴费年度",
    "receipt": "凭条号",
    "month": "月份",
    "person": "人员编号",
    "sha256": "附件的校验码",
    "title": "附件的名称",
}


def reason(code: str, field: str) -> str:
    """What is wrong, in words."""
    return _WORDS[code][0].format(field=_FIELDS.get(field, "内容")) if code in _WORDS else ""


def cure(code: str) -> str:
    """What the coordinator should do about it."""
    return _WORDS[code][1] if code in _WORDS else ""
