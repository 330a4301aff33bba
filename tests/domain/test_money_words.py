"""人民币大写 read back gives the amount: the reader here follows the settlement rules, not the program's writer."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from village_desk.domain.basics import money

DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
PLACES = {"拾": 10, "佰": 100, "仟": 1000}


def read(words: str) -> int:
    """The fen of an amount in words."""
    match = re.fullmatch(r"人民币(负?)(?:(.+?)元)?零?(?:(.)角)?零?(?:(.)分)?整?", words)
    assert match, words
    sign, yuan, jiao, fen = match.groups()
    amount = _yuan(yuan or "零") * 100 + DIGITS[jiao or "零"] * 10 + DIGITS[fen or "零"]
    return -amount if sign else amount


def _yuan(words: str) -> int:
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in words:
            high, low = words.rsplit(unit, 1)
            return _yuan(high) * size + (_yuan(low) if low else 0)
    total, digit = 0, 0
    for each in words:
        if each in DIGITS:
            digit = DIGITS[each]
        else:
            total, digit = total + digit * PLACES[each], 0
    return total + digit


@given(st.integers(-money.LARGEST, money.LARGEST))
@example(10_000_00)
@example(1_0001_0000_00)
@example(10_10)
@example(-5)
def test_words_read_back_give_the_amount(fen: int) -> None:
    assert read(money.in_words(fen)) == fen


@given(st.integers(0, money.LARGEST), st.integers(0, money.LARGEST))
def test_two_amounts_never_share_their_words(one: int, two: int) -> None:
    assert (money.in_words(one) == money.in_words(two)) is (one == two)
