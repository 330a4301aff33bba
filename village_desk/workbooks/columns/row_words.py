"""The nature of a row by its words: a total, the sign-off or a note under a table, a heading. Knows no columns."""

import re
from collections.abc import Sequence

from village_desk.domain.basics import money, numerals
from village_desk.domain.basics.errors import Refused

_SUMS = "小计|合计|总计|共计|累计|小計|合計|總計|共計|累計|总额|总数|总金额|总人数|汇总"
_TOTAL = re.compile(rf"[^。;:]{{0,10}}({_SUMS})[^。;]{{0,40}}|Σ|(金额)?大写.{{0,40}}")
_COUNTED = re.compile(r"[^。;:]{0,6}[共计合页村组][有:]?[0-9]+[人户名笔][^。;]{0,30}")
_COUNT = re.compile(r"(?<![0-9.])(?<![0-9],)([0-9]{1,6})[人名]")
_AMOUNT = re.compile(r"(?<![0-9.])(?<![0-9],)([0-9][0-9,]{0,11}(?:\.[0-9]{1,2})?)元")
_WORDED = re.compile(rf"[{numerals.CHARACTERS}]+元[{numerals.CHARACTERS}角分整正]*")
_ROLES = (
    *("主任", "书记", "支书", "站长", "所长", "镇长", "乡长", "局长", "组长", "队长", "主管", "领导", "会计", "出纳"),
    *(
        "监督",
        "负责人",
        "制表",
        "制单",
        "造表",
        "填表",
        "填报",
        "编制",
        "审核",
        "复核",
        "审批",
        "核对",
        "校对",
        "统计人",
    ),
    *(
        "经办",
        "经手",
        "协办员",
        "核实人",
        "发放人",
        "领款",
        "见证人",
        "证明人",
        "联系人",
        "盖章",
        "签章",
        "签字",
        "签名",
    ),
)
_SIGN_OFF = re.compile(
    rf"[一-鿿]{{0,4}}?({'|'.join(_ROLES)})([人员]?[一-鿿]{{0,4}}?([:(].*|$)|.*[:(].*|(签字|签名|盖章|签章|日期|意见).*)"
    r"|[一-鿿]{0,6}(单位|村委会|居委会|盖章|公章|日期|时间|电话)[:(].*|(备注|附注|注|说明|注意)[0-9一二三四]?[:.、(].*"
    r"|第.{1,4}页.*|共.{1,4}页.*|以下空白|以下无正文|备注|说明|注"
)
_GROUP_ENDS = ("组", "队", "社", "組", "隊")
_WIDEST_HEADING = 2
_HEADING = re.compile(
    r"(?P<label>(?:村民|所在|所属|居民)?(?:小组|组别)[:]?)?(?P<group>[^:()、。;]{1,20}[组队社組隊])(?:[(][^)]*[)]?|[:])?"
)
_NO_NAME = re.compile(r"[0-9:;。!?/\\=]|(名册|名单|明细|登记表|明细表|一览表|汇总表|统计表)$")


def is_total(filled: Sequence[str]) -> bool:
    """Whether the filled cells of a row are those of a total: 合计, 合　计, 本页小计, 共5人, 合计（元）, 大写 ..."""
    first = [_squeezed(words) for words in filled[:2]]
    return any(map(_names_total, (*first, "".join(first) if len(first[0]) == 1 else "")))


def signs_off(words: str) -> bool:
    """Whether a cell is of the sign-off or of a note under a table: 村主任（签字）：, 制表人：张三."""
    return _SIGN_OFF.fullmatch(_squeezed(words)) is not None


def heading(filled: Sequence[str]) -> str:
    """The group named by a row that is a heading over the people under it, "" for any other row.

    第3组, 三组(25户), 组别:三组, also in two cells.
    """
    if not 0 < len(filled) <= _WIDEST_HEADING:
        return ""
    found = _HEADING.fullmatch("".join(map(_squeezed, filled)))
    alone = len(filled) == 1 and filled[0].endswith(_GROUP_ENDS)
    if found is None or not (alone or found["label"] or len(filled) == 1) or (not alone and is_total(filled)):
        return filled[0] if alone else ""
    return found["group"]


def may_be_a_name(words: str) -> bool:
    """Whether a cell in the column of names may hold one: no total, no sign-off, no sentence, no figures."""
    squeezed = _squeezed(words)
    return bool(squeezed) and not (_NO_NAME.search(squeezed) or _names_total(squeezed) or signs_off(squeezed))


def counts(words: str) -> list[int]:
    """The numbers of people that a total's cell names: 3人."""
    return [int(each) for each in _COUNT.findall(_squeezed(words))]


def amounts(words: str) -> list[int]:
    """The amounts in fen that a total's words name: 合计5人，1205.25元; 大写：壹仟贰佰元整."""
    squeezed = _squeezed(words)
    worded = [fen for each in _WORDED.findall(squeezed) if (fen := numerals.fen(each)) is not None]
    return [fen for each in _AMOUNT.findall(squeezed) if (fen := _fen(each)) is not None] + worded


def _fen(written: str) -> int | None:
    try:
        return money.read(written)
    except Refused:
        return None


def _names_total(words: str) -> bool:
    return bool(_TOTAL.fullmatch(words) or _COUNTED.fullmatch(words))


def _squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)
