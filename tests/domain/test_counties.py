"""The county of a village's code, in words."""

import pytest

from village_desk.domain.basics.counties import county


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("429004103002", "湖北省仙桃市"),
        ("429004 103 002", "湖北省仙桃市"),
        ("４２９００４", "湖北省仙桃市"),
        ("110105", "北京市朝阳区"),
        ("500000", "重庆市"),
        ("42900", ""),
        ("999999001001", ""),
        ("仙桃市仙桃市", ""),
        ("", ""),
    ],
)
def test_a_county_is_recognised_by_six_digits(code: str, name: str) -> None:
    assert county(code) == name
