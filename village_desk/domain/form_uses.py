"""When a form is wanted and for whom. Values only.

A newer program or township may know other words: they are kept as they are written.
"""

from enum import Enum

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

LONGEST_NAME = 40
MOMENTS = ("新参保", "变更", "领取", "停止", "公示", "对账")
"""When a form is wanted, as ``form.installed/1`` and the files of forms write it."""
POSTING = MOMENTS[4]
"""A form of this moment is put up on a wall: no whole number may stand on it."""


class ForWhom(Enum):
    """For whom one paper is filled."""

    PERSON = "person"
    HOUSEHOLD = "household"
    PEOPLE = "people"
    VILLAGE = "village"

    def in_words(self) -> str:
        """In a word or two."""
        return {
            "person": _("一个人"),
            "household": _("一户"),
            "people": _("一份名单"),
            "village": _("全村"),
        }[self.value]


def for_whom(word: str) -> ForWhom:
    """For whom, by the word of facts and commands. Refused for another word."""
    try:
        return ForWhom(word)
    except ValueError:
        known = _("、").join(each.value for each in ForWhom)
        message = _("“{word}”不认识").format(word=word)
        raise Refused(message, _("一张表填谁，可写：{known}").format(known=known), "form_whom", "for_whom") from None


def name(text: str) -> str:
    """The name of a form as it is stored. Refused beside the field when it is missing or too long."""
    plain = " ".join(text.split())
    if not 0 < len(plain) <= LONGEST_NAME:
        message = _("表格没有名称") if not plain else _("表格的名称太长")
        raise Refused(message, _("如：参保登记表，最多 {most} 字").format(most=LONGEST_NAME), "form_name", "form")
    return plain
