"""The labels of columns, normalised for comparing, and the known label that is most like one. Knows no sheets."""

import difflib
import re
from collections.abc import Collection

from village_desk.domain.basics import text as texts
from village_desk.workbooks.columns.vocabulary import BESIDES, OTHER_PEOPLE, Words

_BRACKETS = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
_SIGNS = re.compile(r"[(\[【〔<)\]】〕>/]")
_ORNAMENTS = re.compile(r"[\s*★:,、。_]|(?:18|十八)位(?:数字|数)?|必填项?|选填")
_ALIKE = 0.6
"""How much two labels must have in common, from 0 to 1; found by trying labels of real lists."""


def bare(label: str) -> str:
    """A label in small letters, without spaces, stars and brackets with their contents, such as units."""
    return _ORNAMENTS.sub("", _BRACKETS.sub("", label)).lower()


def whole(label: str) -> str:
    """A label with the contents of its brackets: 基础养老金(中央) is 基础养老金中央."""
    return _ORNAMENTS.sub("", _SIGNS.sub("", texts.plain(label))).lower()


def in_brackets(label: str) -> list[str]:
    """The bracketed parts of a label, with their brackets."""
    return _BRACKETS.findall(label)


def nearest(label: str, words: Words, fields: Collection[str] = ()) -> str:
    """The known name that a label is most like, "" when none is near; of these ``fields``, or of all that are read.

    A label of somebody else (领卡人, 经办人) is like none.
    """
    if any(other in label for other in OTHER_PEOPLE):
        return ""
    wanted = fields or [field for field in words if field not in BESIDES]
    names = [name for field in wanted for name in words[field] if not name.isascii()]
    return next(iter(difflib.get_close_matches(bare(label), names, 1, _ALIKE)), "")
