"""Numbers in Chinese characters: both forms, digit by digit, and nothing that is no number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from village_desk.domain.basics import money, numerals


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("二〇二六", 2026),
        ("二○二六", 2026),
        ("十一", 11),
        ("二十一", 21),
        ("二百", 200),
        ("两百", 200),
        ("贰佰", 200),
        ("壹仟零伍", 1005),
        ("一百五", 150),
        ("一千二", 1200),
        ("一万二千", 12000),
        ("十", 10),
        ("零", 0),
    ],
)
def test_a_number_is_read(written: str, number: int) -> None:
    assert numerals.read(written) == number


@pytest.mark.parametrize("written", ["", "王三", "二百元", "三五百", "200", "二 百"])
def test_what_is_no_number_is_none(written: str) -> None:
    assert numerals.read(written) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_an_amount_that_the_receipts_write_is_read_back(fen: int) -> None:
    assert numerals.fen(money.in_words(fen)) == fen


@pytest.mark.parametrize("written", ["", "整", "人民币", "元", "壹仟贰佰", "张三元"])
def test_what_is_no_amount_is_none(written: str) -> None:
    assert numerals.fen(written) is None
