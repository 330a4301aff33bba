"""Whether a name can be printed: asked when it comes in; and what of a paper must be written by hand, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.documents.paper import ByHand

_NAMED = 5
"""How many blanks are named; the others are counted."""

_COMMON = re.compile("[\u4e00-\u9fef· -~]*")
"""Characters that the first font surely has (a test checks it): for such names no font is loaded."""


def doubt(name: str) -> Refused | None:
    """Why no paper can carry the name, and what to do; None when every character has a font."""
    if _COMMON.fullmatch(name):
        return None
    from village_desk.documents import fonts  # reportlab: only for a rare character

    missing = fonts.missing(name)
    if not missing:
        return None
    message = _("姓名里的{codes}没有字体：凭条打不出，花名册和各种名单上留空、用手写").format(codes=_codes(missing))
    cure = _("请对照身份证看这个字有没有输错；没有错，请在打印以前让镇所技术人员装上有这个字的字体")
    return Refused(message, cure, "name_unprintable", "name")


def by_hand(blanks: Sequence[ByHand]) -> str:
    """Which places of a paper were left blank for want of a font, to be told before it is printed; empty: none."""
    if not blanks:
        return ""
    named = [
        _("{where}“{words}”的{codes}").format(where=each.where, words=each.words, codes=_codes(each.missing))
        for each in blanks[:_NAMED]
    ]
    more = _("等 {count} 处").format(count=len(blanks)) if len(blanks) > _NAMED else ""
    return _("没有字体的字留了空，打好以后请用手写：{named}{more}").format(named=_("；").join(named), more=more)


def by_hand_listed(blanks: Sequence[ByHand]) -> list[dict[str, Any]]:
    """The same for scripts: the line, its words, and the codes of the characters."""
    return [
        {"where": each.where, "words": each.words, "missing": [f"U+{ord(character):04X}" for character in each.missing]}
        for each in blanks
    ]


def _codes(characters: str) -> str:
    """Characters that may be seen on no screen, with their codes: “𱁬”（U+3106C）."""
    named = (_("“{character}”（U+{code:04X}）").format(character=each, code=ord(each)) for each in characters)
    return _("、").join(named)
