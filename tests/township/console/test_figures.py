"""Figures on the pages: shares rounded half up, times in Beijing whatever the server is set to."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sync.township import frame
from sync.township.console.reading.seasons import Progress
from sync.township.wording import figures
from tests.township.console.offices import Office
from village_desk import desk
from village_desk.services.worklist import reporting


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that is set to another time zone."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("paid", "due", "said"),
    [(13_880, 13_900, "99.86%"), (9_427, 328_497, "2.87%"), (4, 680, "0.59%"), (2, 3, "66.67%"), (1, 8, "12.50%")],
)
def test_a_share_is_rounded_and_not_cut_on_either_side(paid: int, due: int, said: str) -> None:
    assert figures.per_cent(Progress(paid, due).hundredths) == said
    assert reporting.Progress(paid, due, 0).rate == said


def test_a_share_of_nobody_is_no_division() -> None:
    assert (Progress().hundredths, reporting.Progress(0, 0, 0).rate) == (0, "—")


@pytest.mark.parametrize("now", [frame.now, desk.now])
def test_the_clocks_are_beijing_s_wherever_the_machine_is_set_to(abroad: None, now: object) -> None:
    assert now().utcoffset() == timedelta(hours=8)  # type: ignore[operator]


def test_pages_show_beijing_s_time_of_what_came_with_any_offset(abroad: None) -> None:
    for at in ("2026-11-29T16:00:00+00:00", "2026-11-30T00:00:00+08:00", "2026-11-29T08:00:00-08:00"):
        assert figures.moment(at) == "2026-11-30 00:00"
        assert figures.since(at, datetime.fromisoformat("2026-11-29T23:30:00+00:00")) == "今天 00:00"
    assert figures.moment("9999-12-31T23:59:59-10:00") == "9999-12-31T23:59:59-10:00"
    assert figures.moment("no time") == "no time"


def test_the_board_shows_beijing_s_time_and_day(office: Office, abroad: None) -> None:
    office.clock.now = datetime.fromisoformat("2026-12-31T16:30:00+00:00")
    village = office.village(2, "沟二社区")
    village.register(1)
    village.report()
    browser = office.browser("王主管")
    assert "2027-01-01 00:30" in browser.page.words
    assert "2027 年度" in browser.page.words
