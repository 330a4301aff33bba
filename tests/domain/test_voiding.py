"""A receipt is made void on its own day while nobody counts on it; else a red entry takes it back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from village_desk.domain.rules.voiding import needs_red_entry

NOON = datetime.fromisoformat("2026-11-02T12:00:00+08:00")
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("today", "closed_at", "is_sent", "is_red"),
    [
        (date(2026, 11, 2), None, False, False),
        (date(2026, 11, 2), NOON - HOUR, False, False),
        (date(2026, 11, 2), NOON, False, True),
        (date(2026, 11, 2), NOON + HOUR, False, True),
        (date(2026, 11, 2), None, True, True),
        (date(2026, 11, 3), None, False, True),
    ],
)
def test_void_or_red_entry(today: date, closed_at: datetime | None, is_sent: bool, is_red: bool) -> None:
    assert needs_red_entry(NOON, today, closed_at, is_sent) is is_red
