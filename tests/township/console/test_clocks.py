"""A village's PC with a wrong date: where the clerk sees it, and the advice for the village."""

from __future__ import annotations

from datetime import datetime

import pytest

from sync.desk import outbox
from sync.wire.manifest import Clock
from tests.township.console.offices import NOON, Office, Village

SEEN = "2026-11-20T08:55:10+08:00"


def reports(village: Village, sealed_at: str, clock: Clock | None) -> str:
    """The village seals by such a clock and hands over; the batch's id."""
    scribe = village.scribe
    village.register(len(village.desk) + len(sealed_at) + int(sealed_at[2:4]))
    with scribe.writing():
        batch = outbox.seal(scribe.db, scribe.desk, scribe.key, datetime.fromisoformat(sealed_at), clock=clock)
    assert batch is not None
    scribe.keep(batch, village.office.receiver.receive(batch.bytes).body)
    return batch.id


@pytest.mark.parametrize(
    ("sealed_at", "clock", "pill", "why"),
    [
        (NOON.isoformat(), Clock(False, SEEN), "", ""),
        (NOON.isoformat(), None, "", ""),
        ("2026-11-28T09:00:00+08:00", Clock(False, SEEN), "", ""),
        ("2026-11-20T08:00:00+08:00", Clock(False, SEEN), "", ""),
        (NOON.isoformat(), Clock(True, SEEN), "请核对电脑日期", "这台电脑自己提醒"),
        ("2099-01-01T08:00:00+08:00", Clock(True, SEEN), "电脑日期不对", "显示 2099-01-01 08:00，比镇里收到"),
        ("2027-01-01T08:00:00+08:00", Clock(False, ""), "电脑日期不对", "显示 2027-01-01 08:00，比镇里收到"),
        ("2027-01-01T08:00:00+08:00", None, "电脑日期不对", "比镇里收到的时间还晚"),
        ("2001-01-01T08:00:00+08:00", Clock(True, SEEN), "电脑日期不对", "已经是 2026-11-20 08:55"),
        ("0001-01-01T00:00:00+23:00", Clock(True, ""), "请核对电脑日期", "这台电脑自己提醒"),
    ],
)
def test_the_board_the_village_and_the_batch_say_it(
    office: Office, sealed_at: str, clock: Clock | None, pill: str, why: str
) -> None:
    village = office.village(1, "沟二社区")
    batch = reports(village, sealed_at, clock)
    browser = office.browser("李经办")
    assert ("1 个村的电脑日期要核对" in browser.page.words) is bool(pill)
    pages = [f"/console/villages/{village.code}", f"/console/batches/{batch}", "/console/"]
    for words in [browser.get(path).words for path in pages]:
        assert pill in words
        assert pill or ("日期不对" not in words and "请核对电脑日期" not in words)
    words = browser.get(pages[1]).words
    assert why in words
    assert ("请告诉村里：" in words) is bool(pill)
    assert ("电脑日期 没有疑问" in words, "电脑日期 没有说" in words) == (
        clock is not None and not pill,
        not clock and not pill,
    )


def test_it_is_gone_with_the_next_batch_of_a_good_date_and_each_pc_counts(office: Office) -> None:
    first, second = office.village(1, "沟二社区"), office.village(1, "沟二社区", letter="B")
    reports(first, "2099-01-01T08:00:00+08:00", Clock(True, SEEN))
    reports(second, NOON.isoformat(), Clock(False, SEEN))
    browser = office.browser("李经办")
    assert "电脑日期不对" in browser.page.words
    assert "1 个村的电脑日期要核对" in browser.page.words
    office.clock.later(minutes=5)
    reports(first, office.clock().isoformat(), Clock(False, SEEN))
    assert "电脑日期" not in browser.get("/console/").words


def test_villages_with_a_wrong_date_come_first_among_those_with_something_waiting(office: Office) -> None:
    good, bad = office.village(1, "好日期"), office.village(2, "坏日期")
    reports(good, NOON.isoformat(), Clock(False, SEEN))
    reports(bad, "2099-01-01T08:00:00+08:00", Clock(True, SEEN))
    words = office.browser("李经办").get("/console/?order=waiting").words
    assert words.index("坏日期") < words.index("好日期")
