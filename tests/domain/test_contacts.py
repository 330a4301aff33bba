"""When a desk tries by itself, how long it waits between tries, and the words about the last try."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest

from village_desk.domain.basics.errors import Cancelled, Refused, Trouble
from village_desk.domain.basics.moments import BEIJING
from village_desk.domain.contacts import QUIET, REST, SOON, WAITED, Contact, Ending, Fees, Way, due
from village_desk.domain.pauses import LONGEST, Pauses

NOW = datetime(2026, 11, 2, 10, 50, tzinfo=BEIJING)
EARLIER = NOW - timedelta(minutes=8)


def minutes(pauses: Pauses, count: int) -> list[float]:
    return [pauses.next().total_seconds() / 60 for _ in range(count)]


def test_pauses_double_up_to_an_hour_and_begin_anew() -> None:
    pauses = Pauses(Random(4))
    found = minutes(pauses, 9)
    for pause, meant in zip(found, [1, 2, 4, 8, 16, 32, 60, 60, 60], strict=True):
        assert 0.75 * meant <= pause <= 1.25 * meant
    pauses.reset()
    assert minutes(pauses, 1)[0] <= 1.25


def test_the_same_dice_give_the_same_pauses_and_others_do_not() -> None:
    assert minutes(Pauses(Random(4)), 5) == minutes(Pauses(Random(4)), 5)
    assert minutes(Pauses(Random(4)), 5) != minutes(Pauses(Random(5)), 5)
    assert len({round(each, 6) for each in minutes(Pauses(Random(4), first=LONGEST), 20)}) == 20


def ended(ending: Ending, code: str = "", ago: timedelta = timedelta(minutes=8)) -> Contact:
    return Contact(Way.LINE, NOW - ago, ending, code)


@pytest.mark.parametrize(
    ("last", "waited", "expected"),
    [
        (None, None, False),
        (None, timedelta(hours=1), False),
        (None, WAITED, True),
        (None, timedelta(days=-300), True),
        (ended(Ending.TROUBLE, "no_line"), timedelta(minutes=1), True),
        (ended(Ending.TROUBLE, "not_township"), timedelta(minutes=1), True),
        (ended(Ending.TROUBLE, "township_ill"), timedelta(minutes=1), True),
        (ended(Ending.TROUBLE, "no_line"), None, False),
        (ended(Ending.TROUBLE, "chain"), timedelta(days=3), False),
        (ended(Ending.REFUSED, "key-revoked"), timedelta(days=3), False),
        (ended(Ending.REFUSED, "chain-fork"), timedelta(days=3), False),
        (ended(Ending.DONE), timedelta(days=3), False),
        (ended(Ending.STOPPED), timedelta(days=3), False),
        (ended(Ending.DONE, ago=REST), timedelta(days=3), True),
        (ended(Ending.DONE, ago=timedelta(days=-400)), timedelta(days=3), True),
    ],
)
def test_the_desk_tries_by_itself_when_it_should(
    last: Contact | None, waited: timedelta | None, expected: bool
) -> None:
    assert due(last, NOW - waited if waited is not None else None, NOW) is expected


MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("first", "latest", "last", "many", "expected"),
    [
        (MINUTE, MINUTE, None, False, False),
        (QUIET, QUIET, None, False, True),
        (9 * MINUTE, MINUTE, None, False, False),
        (SOON, MINUTE, None, False, True),
        (SOON, QUIET, ended(Ending.DONE, ago=9 * MINUTE), False, False),
        (SOON, QUIET, ended(Ending.DONE, ago=SOON), False, True),
        (SOON, QUIET, ended(Ending.DONE, ago=SOON), True, False),
        (SOON, QUIET, ended(Ending.DONE, ago=REST), True, True),
        (SOON, QUIET, ended(Ending.STOPPED, ago=SOON), False, False),
        (SOON, QUIET, ended(Ending.STOPPED, ago=REST), False, True),
        (SOON, QUIET, ended(Ending.REFUSED, "key-revoked", ago=REST), False, False),
        (timedelta(days=-300), timedelta(days=-300), None, False, True),
    ],
)
def test_money_goes_up_within_minutes_several_fees_at_once(
    first: timedelta, latest: timedelta, last: Contact | None, many: bool, expected: bool
) -> None:
    fees = Fees(NOW - first, NOW - latest, many)
    assert due(last, NOW - first, NOW, fees) is expected


def test_other_work_that_waited_long_goes_up_whatever_the_fees_do() -> None:
    fees = Fees(NOW - MINUTE, NOW - MINUTE)
    assert due(None, NOW - WAITED, NOW, fees)
    assert not due(None, NOW - REST, NOW, fees)


@pytest.mark.parametrize(
    ("way", "error", "words"),
    [
        (Way.LINE, Trouble("连不上镇所", "", "no_line"), "上次 10:42 没连上：连不上镇所"),
        (Way.LINE, Refused("镇所停用了这台电脑", "请打电话", "key-revoked"), "上次 10:42 没报成：镇所停用了这台电脑"),
        (Way.STICK, Trouble("U 盘满了", "", "stick-full"), "上次 10:42 用 U 盘没成：U 盘满了"),
        (Way.LINE, Cancelled(), "上次 10:42 中途停下了，没报完的下次接着报"),
    ],
)
def test_what_happened_last_is_a_sentence(way: Way, error: Trouble | Refused | Cancelled, words: str) -> None:
    assert Contact.of(way, EARLIER, error).in_words(NOW) == words
