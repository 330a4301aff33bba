"""States of a person in columns that are otherwise not read: dead, left, not paid, paid something that is no pension.

Every rule raises Refused; each becomes a remark, none of them holds a row.
"""

import re
from collections.abc import Iterator
from functools import partial

from village_desk.domain.basics.errors import Refused
from village_desk.words import _
from village_desk.workbooks.columns.lines import Line
from village_desk.workbooks.formats import cells

_DEAD = re.compile(r"死亡|已故|去世|过世|亡故|病故|身故|离世")
_ENDED = re.compile(r"终止|注销|退保|停保|暂停|停发|缓发|失败|退票|退回|未发|冲销|销户|迁出|转出")
_NO_PENSION = re.compile(r"DF[0-9]|独生子女|乡村教师|乡村医生|赤脚医生|电影放映|计生|计划生育|扶助|高龄津贴|优抚")
_STATES = ("enrol_state", "benefit_state", "pay_flag", "paused", "pause_reason")


def check(line: Line) -> None:
    """Remarks on a person's state found in columns that are otherwise not read."""
    for name, words in _words(line, "death"):
        line.check(name, partial(_refuse_dead, words), holds=False)
    for name, words in _words(line, *_STATES, "note"):
        if _DEAD.search(words):
            line.check(name, partial(_refuse_dead, words), holds=False)
        elif _ENDED.search(words) and name != "note":
            line.check(name, partial(_refuse_ended, words), holds=False)


def check_kind(line: Line) -> None:
    """Remarks on a line of a payout list that pays something else than a pension."""
    for name, words in _words(line, "kind"):
        if _NO_PENSION.search(words):
            line.check(name, partial(_refuse_kind, words), holds=False)


def _words(line: Line, *names: str) -> Iterator[tuple[str, str]]:
    return ((name, words) for name in names for cell in line.fields(name) if (words := cells.words(cell)))


def _refuse_dead(words: str) -> None:
    message = _("名单里写着“{words}”，人照收").format(words=words)
    raise Refused(message, _("人若已去世，请先核实，再在本台记下死亡日期"), "state_dead")


def _refuse_ended(words: str) -> None:
    message = _("名单里写着“{words}”，这一栏没有记").format(words=words)
    raise Refused(message, _("请核对这个人的情况"), "state_ended")


def _refuse_kind(words: str) -> None:
    message = _("写的是“{words}”，像是代发的补助，不是养老金；金额也算在合计里").format(words=words)
    raise Refused(message, _("请问镇所：补助另有名单的，请从这份里拿掉再收"), "state_kind")
