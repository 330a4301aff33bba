"""The passport of a batch read back from its PDF: sums that a clerk compares, a code that the counter reads."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from tests.documents.examples import NOBODY_HAS
from tests.documents.reading import read
from village_desk.documents import passport
from village_desk.documents.paper import BEIJING
from village_desk.documents.passport import Passport, PassportLine
from village_desk.domain.basics.errors import Refused

pytestmark = pytest.mark.usefixtures("qapp")

ALL_WORK = (
    PassportLine("参保登记", 12),
    PassportLine("资料更正", 31),
    PassportLine("代收养老保险费", 406, 8_120_000),
    PassportLine("作废凭条", 3, -60_000),
    PassportLine("发放名单", 402),
    PassportLine("其他（导入、打印、设置等）", 409),
)
_PASSPORT = Passport(
    village_name="沟二社区",
    village_code="429004103002",
    desk="429004103002-A",
    number=17,
    batch="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    epoch="9f31c2aa",
    head_hash="1b2b0b822cd15d6c15b0f00a089f86d081884c7d659a2feaa0c55ad015a3bf4f",
    first_seq=2038,
    last_seq=3300,
    first_at=datetime(2026, 10, 30, 8, 12, tzinfo=BEIJING),
    last_at=datetime(2026, 11, 6, 16, 55, tzinfo=BEIJING),
    sealed_at=datetime(2026, 11, 6, 17, 0, tzinfo=BEIJING),
    lines=ALL_WORK,
    collected_fen=8_120_000,
    paid_out_fen=0,
    voided_fen=60_000,
    receipts=("429004103002-A-2026-000812-3", "429004103002-A-2026-001217-9"),
    receipt_count=406,
    void_count=3,
    made_by="王桂香",
)


def sheet(**changes: Any) -> Passport:
    """An ordinary week."""
    return replace(_PASSPORT, **changes)


def test_the_passport_says_the_sums_in_figures_and_words() -> None:
    text = read(passport.draw(sheet())).text()
    for words in (
        "上报批次交接单",
        "第 17 批",
        "429004103002-A",
        "2026-10-30 08:12 至 2026-11-06 16:55",
        "流水第 2038 至 3300 条",
        "￥80,600.00",
        "人民币捌万零陆佰元整",
        "代收 81,200.00，作废 600.00",
        "429004103002-A-2026-000812-3 至 429004103002-A-2026-001217-9，共 406 张；作废 3 张",
        "-600.00",
        "80,600.00",
        "1263",
        "批号 9f86 d081 884c 7d65",
        "链尾 1b2b 0b82 2cd1 5d6c",
        "村（社区）盖章",
        "乡镇人社所盖章",
        "镇所尚未答复",
    ):
        assert words in text


def test_the_code_says_batch_desk_number_facts_and_sum() -> None:
    [code] = read(passport.draw(sheet())).codes()
    assert code == f"VDB1 {_PASSPORT.batch} 429004103002-A 17 1263 80600.00".upper()


def test_it_is_one_half_page_with_room_to_stamp() -> None:
    found = read(passport.draw(sheet()))
    assert found.pages == 1
    assert found.ink().right() < 202
    assert found.ink().bottom() < 143
    stamp, answer = found.place("村（社区）盖章"), found.place("协办员")
    assert answer.top() - stamp.bottom() > 12
    assert stamp.top() > found.place("1263").bottom() + 2, "the longest table leaves the signatures free"


def test_a_batch_without_money_says_so() -> None:
    text = read(
        passport.draw(
            sheet(receipts=None, receipt_count=0, void_count=0, collected_fen=0, voided_fen=0, lines=ALL_WORK[:2])
        )
    ).text()
    assert "没有新开凭条；没有作废" in text
    assert "人民币零元整" in text


def test_long_names_and_large_sums_stay_on_the_page() -> None:
    large = sheet(
        village_name="新疆维吾尔自治区巴音郭楞蒙古自治州和静县巴音布鲁克镇巴西里格村民委员会",
        collected_fen=98_765_432_109,
        voided_fen=0,
        number=123456,
        answer="镇所已答复：收下 1263 条，退回 12 条",
    )
    found = read(passport.draw(large))
    assert found.ink().right() < 202
    assert "玖亿捌仟柒佰陆拾伍万肆仟叁佰贰拾壹元零玖分" in found.text()
    assert "退回 12 条" in found.text()


def test_a_name_that_cannot_be_printed_is_told_before() -> None:
    with pytest.raises(Refused) as refused:
        passport.draw(sheet(made_by=f"王{NOBODY_HAS}"))
    assert refused.value.code == "no_glyph"
