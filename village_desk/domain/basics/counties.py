"""Which county a code of administrative divisions names, by the table that python-stdnum carries of them."""

import re

from village_desk.domain.basics import text as texts

_SIX = 6
_NAMES = re.compile(r"(?:\[([0-9]*)-([0-9]*)\])?([^\[\],;]+)")
"""One name of a code, with the years in which it held, if it did not always."""


def county(code: str) -> str:
    """The county of a code's first six digits with its province, such as 湖北省仙桃市; empty where it is not known.

    The table ends with the year of the library: a county that is younger is not known.
    """
    digits = texts.plain(code).replace(" ", "")[:_SIX]
    if len(digits) < _SIX or not digits.isascii() or not digits.isdigit():
        return ""
    from stdnum import numdb  # read when it is first needed: a tenth of a second

    parts = [found for _digits, found in numdb.get("cn/loc").info(digits)]
    province = next((each["province"] for each in parts if "province" in each), "")
    named = next((each["county"] for each in parts if "county" in each), "")
    name = _name_of_now(named)
    return (province if name == province else province + name) if province and name else ""


def _name_of_now(named: str) -> str:
    """The name that still holds, else the last one that did."""
    found = [(last == "", name) for _first, last, name in _NAMES.findall(named)]
    return max(found, key=lambda each: each[0], default=(False, ""))[1]
