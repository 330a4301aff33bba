"""What a PIN must be, and how strong one is, in a word. A PIN that is too weak is refused, never merely called so."""

from __future__ import annotations

import re
from datetime import date
from enum import Enum

from village_desk.domain.basics.errors import Refused
from village_desk.words import _

SHORTEST = 6
"""Characters."""
_FEWEST = 3
"""Different ones."""
_ROWS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_PHONE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_DAY = re.compile(r"([0-9]{2}|[0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII)


class Strength(Enum):
    """How strong a PIN is; the value is the word that is shown."""

    SHORT = _("太短")
    EASY = _("太好猜")
    GOOD = _("够结实")


def strength(pin: str) -> Strength:
    """How strong the PIN is."""
    if len(pin) < SHORTEST:
        return Strength.SHORT
    return Strength.EASY if _why_easy(pin) else Strength.GOOD


def check(pin: str, field: str = "pin") -> None:
    """Refused ``weak_pin`` beside the field unless the PIN is strong enough; the message says why."""
    if len(pin) < SHORTEST:
        raise Refused(_("口令太短"), _("至少 {count} 位，数字字母都可以").format(count=SHORTEST), "weak_pin", field)
    if why := _why_easy(pin):
        raise Refused(_("口令太简单，别人一猜就中"), why, "weak_pin", field)


def _why_easy(pin: str) -> str:
    """What not to use, in words; empty for a PIN that is good."""
    low = pin.lower()
    if len(set(low)) < _FEWEST or any(low in each for each in _ROWS):
        return _("不要用同一个数字或顺着排的数字")
    if _PHONE.fullmatch(pin):
        return _("不要用电话号码")
    return _("不要用生日") if _is_day(pin) else ""


def _is_day(pin: str) -> bool:
    """Whether the digits are a day of a living person's time, with two or four digits of the year."""
    found = _DAY.fullmatch(pin)
    if not found:
        return False
    year, month, day = (int(each) for each in found.groups())
    try:
        date(year if len(found[1]) == 4 else 1900 + year, month, day)
    except ValueError:
        return False
    return len(found[1]) == 2 or 1900 <= year < 2100
