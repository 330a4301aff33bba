"""What waits is computed; what came of it is a fact that hides it, moves it, or is taken back, at both PCs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desks import StillClock, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.services.worklist.worklist import KINDS


def waiting(desk: Desk, kind: str = "unpaid") -> list[str]:
    return [each.waiting.subject for each in desk.worklist.of_kind(kind).items]


def test_who_has_not_paid_waits_and_whoever_pays_does_not(desk: Desk) -> None:
    first, second = register(desk, "单雄信"), register(desk, "秦叔宝", serial=2)
    assert waiting(desk) == [first, second]
    receipt = desk.collecting.collect(Payment(first, desk.today().year, 20000))
    assert waiting(desk) == [second]
    assert waiting(desk, "unprinted") == [receipt.number], "nobody said that it came out"
    names = [each.kind.name for each in desk.worklist.all()]
    assert names == ["unprinted", "pair", "unpaid", "policy"], "by rank"


def test_a_promise_hides_somebody_until_that_day(desk: Desk, clock: StillClock) -> None:
    person = register(desk, "单雄信")
    item = desk.worklist.of_kind("unpaid").items[0].waiting
    day = desk.today() + timedelta(days=5)
    desk.worklist.note(item, "promised", day, "晚上来")
    found = desk.worklist.of_kind("unpaid")
    assert (found.items, found.put_off) == ((), 1)
    clock.now += timedelta(days=5)
    [again] = desk.worklist.of_kind("unpaid").items
    assert again.noted is not None
    assert (again.waiting.subject, again.noted.words, again.noted.comment) == (person, "答应哪天缴", "晚上来")


def test_not_at_home_waits_again_tomorrow_and_whoever_moved_not_this_year(desk: Desk, clock: StillClock) -> None:
    first, second = register(desk, "单雄信"), register(desk, "秦叔宝", serial=2)
    one, two = (each.waiting for each in desk.worklist.of_kind("unpaid").items)
    desk.worklist.note(one, "not_at_home")
    desk.worklist.note(two, "moved")
    assert waiting(desk) == []
    clock.now += timedelta(days=1)
    assert waiting(desk) == [first]
    clock.now = clock.now.replace(year=clock.now.year + 1)
    assert waiting(desk) == [first, second], "another year is another thing"


def test_an_outcome_is_taken_back(desk: Desk) -> None:
    person = register(desk, "单雄信")
    item = desk.worklist.of_kind("unpaid").items[0].waiting
    desk.worklist.note(item, "refuses")
    desk.worklist.take_back(item)
    assert waiting(desk) == [person]
    assert desk.worklist.of_kind("unpaid").items[0].noted is None
    assert desk.keeping.check().well


def test_a_promise_needs_a_day_to_come_and_an_outcome_is_one_of_the_kind(desk: Desk) -> None:
    register(desk, "单雄信")
    item = desk.worklist.of_kind("unpaid").items[0].waiting
    for outcome, day, code in (
        ("promised", None, "day_missing"),
        ("promised", desk.today(), "day_past"),
        ("promised", date(2020, 1, 1), "day_past"),
        ("paid", None, "unknown_outcome"),
    ):
        with pytest.raises(Refused) as told:
            desk.worklist.note(item, outcome, day)
        assert told.value.code == code
    with pytest.raises(Refused) as told:
        desk.worklist.note(item, "refuses", comment="长" * 201)
    assert told.value.code == "note_long"


def test_every_kind_has_its_own_name_and_its_outcomes_theirs() -> None:
    assert len({each.name for each in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert len({each.name for each in kind.choices}) == len(kind.choices) <= 9, "a digit key each"


def test_what_waits_for_one_person_is_what_the_whole_list_says_of_them(desk: Desk) -> None:
    """Of the kinds that read the roster only that person is read."""
    register(desk, "单雄信", special_group="低保", group=3)
    register(desk, "秦叔宝", "19661220", serial=2)
    desk.collecting.collect(Payment(register(desk, "罗成", serial=3), desk.today().year, 20000))
    whole = [(each.kind.name, item) for each in desk.worklist.all() for item in each.items if item.waiting.person]
    people = {item.waiting.person for _kind, item in whole}
    assert people
    for person in people:
        of_one = [(kind.name, item.waiting) for kind, item in desk.worklist.of_person(person)]
        assert of_one == [(kind, item.waiting) for kind, item in whole if item.waiting.person == person]
