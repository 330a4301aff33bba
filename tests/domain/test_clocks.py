"""Whether the date of a PC is believed, the words of a doubt, and the day that the rules then use."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from village_desk.domain.basics import clocks
from village_desk.domain.basics.clocks import Doubt, KnownTimes
from village_desk.domain.basics.moments import BEIJING, short

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=BEIJING)
YESTERDAY = NOW - timedelta(days=1)
HEARD = KnownTimes(township=YESTERDAY, contact_at=YESTERDAY + timedelta(minutes=3))


def on(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


HEARD_AHEAD = KnownTimes(township=YESTERDAY, contact_at=on("2098-12-31"))


@pytest.mark.parametrize(
    ("shown", "known", "doubt", "today"),
    [
        ("2027-03-01", KnownTimes(), Doubt.NONE, "2027-03-01"),
        ("2027-03-01", HEARD, Doubt.NONE, "2027-03-01"),
        ("1970-01-01", KnownTimes(), Doubt.BEFORE_RELEASE, clocks.RELEASED.isoformat()),
        ("1970-01-01", HEARD, Doubt.BEFORE_TOWNSHIP, "2027-02-28"),
        ("2026-12-01", HEARD, Doubt.BEFORE_TOWNSHIP, "2027-02-28"),
        ("2099-01-01", KnownTimes(), Doubt.FAR_AHEAD, clocks.RELEASED.isoformat()),
        ("2099-01-01", HEARD, Doubt.FAR_AHEAD, "2027-02-28"),
        ("2099-01-01", HEARD_AHEAD, Doubt.OFF_TOWNSHIP, "2027-02-28"),
        ("2029-01-01", HEARD, Doubt.LONG_WITHOUT_CONTACT, "2029-01-01"),
        ("2027-12-31", HEARD, Doubt.NONE, "2027-12-31"),
        ("2027-01-01", KnownTimes(recorded=NOW), Doubt.BEFORE_RECORD, "2027-01-01"),
        ("2027-03-01", KnownTimes(recorded=NOW + timedelta(hours=10)), Doubt.NONE, "2027-03-01"),
    ],
)
def test_a_clock_is_held_against_what_is_known(shown: str, known: KnownTimes, doubt: Doubt, today: str) -> None:
    judged = clocks.judge(on(shown), known)
    assert (judged.doubt, judged.today) == (doubt, date.fromisoformat(today))
    assert judged.suspect == bool(judged.message()) == (doubt is not Doubt.NONE)
    assert shown in judged.message() or not judged.suspect


def test_a_clock_that_was_mended_after_the_township_spoke_is_believed() -> None:
    ahead = KnownTimes(township=YESTERDAY, contact_at=on("2099-01-01"))
    assert clocks.judge(NOW, ahead).doubt is Doubt.NONE
    assert clocks.judge(NOW, KnownTimes(on("2099-01-02"), YESTERDAY, on("2099-01-01"))).today == NOW.date()


def test_a_word_from_a_stick_is_a_floor_and_no_more() -> None:
    by_stick = KnownTimes(township=NOW - timedelta(days=9))
    assert not clocks.judge(NOW, by_stick).suspect
    assert clocks.judge(NOW - timedelta(days=11), by_stick).doubt is Doubt.BEFORE_TOWNSHIP


def test_records_made_since_move_the_last_known_day_unless_they_are_impossible_themselves() -> None:
    assert clocks.judge(on("1970-01-01"), KnownTimes(NOW, YESTERDAY, YESTERDAY)).today == NOW.date()
    assert clocks.judge(on("1970-01-01"), KnownTimes(on("2098-01-01"), YESTERDAY, YESTERDAY)).today == YESTERDAY.date()


@pytest.mark.parametrize(("at", "believed"), [("1970-01-01", False), ("2026-11-02", True), ("2099-01-01", False)])
def test_a_time_of_a_record_is_believed_or_not(at: str, believed: bool) -> None:
    assert clocks.believable(on(at), NOW) is believed


def test_a_time_is_written_as_short_as_can_be_understood() -> None:
    assert [short(on(each), NOW) for each in ("2027-03-01T10:42", "2027-02-28T10:42", "2026-12-31T23:59")] == [
        "10:42",
        "02-28 10:42",
        "2026-12-31 23:59",
    ]
