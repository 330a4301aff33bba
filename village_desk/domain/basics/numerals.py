"""Numbers written in Chinese characters, in the everyday and in the financial form. Reads them, never guesses."""

import re

_DIGITS = {
    **{character: digit for digit, character in enumerate("零一二三四五六七八九")},
    **{character: digit for digit, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{character: digit for digit, character in enumerate("零壹貳參肆伍陸柒捌玖")},
    **{"〇": 0, "○": 0, "两": 2, "兩": 2, "叄": 3, "叁": 3, "陆": 6},
}
_PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}

CHARACTERS = "".join((*_DIGITS, *_PLACES, *_GROUPS))
"""Every character that a number may be written with; safe inside the brackets of a pattern."""

_MONEY = (
    rf"(?:人民币)?[:：]?(?:(?P<yuan>[{CHARACTERS}]+)[元圆块])?"
    rf"(?:零?(?P<jiao>[{CHARACTERS}])角)?(?:零?(?P<fen>[{CHARACTERS}])分)?[整正]?"
)


def read(written: str) -> int | None:
    """The whole number that is written: 二十一, 两百, 壹仟零伍, and digit by digit 二〇二六; None for anything else."""
    if not written or any(character not in CHARACTERS for character in written):
        return None
    if all(character in _DIGITS for character in written):
        return int("".join(str(_DIGITS[character]) for character in written))
    whole = part = 0
    digit: int | None = None
    for character in written:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        elif character in _PLACES:
            part += (1 if digit is None else digit) * _PLACES[character]
            digit = None
        else:
            whole += (part + (digit or 0)) * _GROUPS[character]
            part, digit = 0, None
    return whole + part + _last(written, digit)


def _last(written: str, digit: int | None) -> int:
    """The digit at the end; behind 百, 千, 万 without a 零 it stands for the next place: 一百五 is 150."""
    if digit is None:
        return 0
    before = written[-2]
    place = {**_PLACES, **_GROUPS}.get(before, 1)
    return digit * (place // 10 if place >= 100 else 1)


def fen(written: str) -> int | None:
    """The fen of an amount as cheques write it: 壹仟贰佰零伍元贰角伍分, 人民币贰佰元整; None for anything else."""
    found = re.fullmatch(_MONEY, re.sub(r"\s", "", written))
    if not found or not any(found.groupdict().values()):
        return None
    parts = [read(found[name]) if found[name] else 0 for name in ("yuan", "jiao", "fen")]
    if None in parts:
        return None
    yuan, jiao, last = (part or 0 for part in parts)
    return yuan * 100 + jiao * 10 + last
