"""Amounts in figures and words: the table of the settlement rules (支付结算办法, domain.md 5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Refused

WORDS = {
    0: "零元整",
    5: "伍分",
    50: "伍角",
    101: "壹元零壹分",
    1000: "壹拾元整",
    1005: "壹拾元零伍分",
    1050: "壹拾元零伍角",
    10001: "壹佰元零壹分",
    10500: "壹佰零伍元整",
    30000: "叁佰元整",
    32504: "叁佰贰拾伍元零肆分",
    100010: "壹仟元零壹角",
    140950: "壹仟肆佰零玖元伍角",
    168032: "壹仟陆佰捌拾元零叁角贰分",
    201000: "贰仟零壹拾元整",
    600714: "陆仟零柒元壹角肆分",
    1000100: "壹万零壹元整",
    1001000: "壹万零壹拾元整",
    1640902: "壹万陆仟肆佰零玖元零贰分",
    2001000: "贰万零壹拾元整",
    10000000: "壹拾万元整",
    10001000: "壹拾万零壹拾元整",
    10700053: "壹拾万柒仟元零伍角叁分",
    101000000: "壹佰零壹万元整",
    417340000: "肆佰壹拾柒万叁仟肆佰元整",
    1000100000: "壹仟万壹仟元整",
    1010000000: "壹仟零壹拾万元整",
    10000000000: "壹亿元整",
    10001000000: "壹亿零壹万元整",
    100000000100: "壹拾亿零壹元整",
    1528377959: "壹仟伍佰贰拾捌万叁仟柒佰柒拾玖元伍角玖分",
    -30000: "负叁佰元整",
}


@pytest.mark.parametrize(("fen", "words"), WORDS.items())
def test_an_amount_is_written_in_its_canonical_words(fen: int, words: str) -> None:
    assert money.in_words(fen) == "人民币" + words


@given(st.integers(min_value=-money.LARGEST, max_value=money.LARGEST))
def test_figures_read_back_give_the_amount(fen: int) -> None:
    assert money.read(money.figures(fen)) == fen


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,000", 100000),
        ("１００元", 10000),
        ("￥30.5", 3050),
        (" 200 ", 20000),
        ("0.07", 7),
        ("201.4800", 20148),
        ("1,234,567.5", 123456750),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, fen: int) -> None:
    assert money.read(typed) == fen


@pytest.mark.parametrize(
    "typed",
    ["", "abc", "100.005", "1e3", "²", "10000000000000", "1 000", "--5", "nan", "201,48", "2,00", "1,2345", ",100"],
)
def test_what_is_no_amount_is_refused_with_a_reason(typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        money.read(typed)
    assert refusal.value.code == "amount"


def test_short_drops_only_empty_decimals() -> None:
    assert [money.short(fen) for fen in (20000, 20050, 123456700)] == ["200", "200.50", "1,234,567"]
