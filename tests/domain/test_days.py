"""Days as people type them."""

from datetime import date

import pytest

from village_desk.domain.basics import days
from village_desk.domain.basics.errors import Refused


@pytest.mark.parametrize(
    "text", ["2026-11-02", "2026-11-2", "20261102", "2026年11月2日", "2026/11/2", "２０２６．１１．２"]
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert days.read(text) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "words"), [("2026-02-30", "没有"), ("昨天", "不是日期"), ("", "没有填"), ("2026-11", "不是")]
)
def test_what_is_no_day_is_refused_with_the_way_to_write_it(text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        days.read(text)
    assert words in refused.value.message
    assert refused.value.cure
