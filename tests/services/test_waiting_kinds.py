"""Each kind of what waits: when it does, and when it does not any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.desks import StillClock, register
from tests.services.test_county_fees import COUNTY
from village_desk.desk import Desk
from village_desk.services.collecting import Payment
from village_desk.services.worklist.worklist import KINDS, Item


def items(desk: Desk, kind: str) -> list[Item]:
    return list(desk.worklist.of_kind(kind).items)


def glanced(desk: Desk) -> dict[str, str]:
    """What Today says, by kind."""
    return {each.kind.name: each.words for each in desk.worklist.at_a_glance()}


def test_an_empty_desk_wants_its_roster_and_nothing_of_the_road(desk: Desk) -> None:
    assert set(glanced(desk)) == {"import_roster", "policy"}
    register(desk, "单雄信")
    assert set(glanced(desk)) == {"pair", "unpaid", "policy"}


def test_who_turns_sixty_within_three_months_waits_with_what_is_missing(desk: Desk) -> None:
    """On 2 November 2026: the birthday of 12 January 2027 is near, one in June and one that was are not."""
    near = register(desk, "单雄信", birth="19670112")
    register(desk, "秦叔宝", birth="19670612", serial=2)
    register(desk, "徐茂公", birth="19660112", serial=3)
    dead = register(desk, "罗成", birth="19670112", serial=4, account="6217000000000000")
    [one, other] = items(desk, "soon_sixty")
    assert (one.waiting.subject, one.waiting.why) == (near, "1 月 12 日满 60 岁，没有登记银行账号")
    assert one.waiting.due is not None and one.waiting.due.isoformat() == "2027-01-12"
    assert other.waiting.why == "1 月 12 日满 60 岁"
    assert desk.worklist.explain(one.waiting), "the rules say what is missing"
    assert glanced(desk)["soon_sixty"].startswith("2 人三个月内满 60 岁")
    desk.noting.death(dead, desk.today(), "家属")
    assert [each.waiting.subject for each in items(desk, "soon_sixty")] == [near]
    assert glanced(desk)["soon_sixty"].startswith("1 人三个月内满 60 岁")


def test_today_counts_what_the_list_shows(desk: Desk) -> None:
    """Those of whom all is read, and those that are only counted: with and without what was put off."""
    people = [register(desk, f"某{at}", serial=at) for at in range(1, 6)]
    register(desk, "老人", birth="19500101", serial=7)
    desk.collecting.collect(Payment(people[0], 2026, 20000))
    for at, outcome in ((0, "not_at_home"), (1, "refuses")):
        desk.worklist.note(items(desk, "unpaid")[at].waiting, outcome)
    desk.collecting.collect(Payment(people[1], 2026, 20000))  # put off, and paid all the same
    for each in desk.worklist.at_a_glance():
        assert each.count == len(items(desk, each.kind.name)), each.kind.name
    assert glanced(desk)["unpaid"].startswith("2 人")


def test_a_week_without_a_backup_on_another_disk_waits(desk: Desk, clock: StillClock) -> None:
    register(desk, "单雄信")
    assert items(desk, "backup") == []
    clock.now += timedelta(days=8)
    [item] = items(desk, "backup")
    assert item.name == "备份" and "U 盘" in item.waiting.why
    desk.worklist.note(item.waiting, "later")
    assert items(desk, "backup") == [] and desk.worklist.of_kind("backup").put_off == 1


def test_a_member_of_a_group_of_whom_nobody_said_who_pays_waits_until_it_is_said(desk: Desk) -> None:
    desk.policies.adopt("county", date(2026, 1, 1), COUNTY)
    person = register(desk, "单雄信", special_group="低保边缘户")
    register(desk, "秦叔宝", serial=2)
    [item] = items(desk, "unsure")
    assert item.waiting.subject == person and "低保" in item.waiting.why
    assert desk.choosing.of(person).doubts(), "as the counter says it"
    assert "unsure" not in glanced(desk), "no policy is read for Today"
    desk.belonging.deny(person, "低保对象", "民政名单")
    assert (items(desk, "unsure"), desk.choosing.of(person).doubts()) == ([], ())


def test_a_house_without_a_head_waits_until_it_has_one(desk: Desk) -> None:
    head = register(desk, "单雄信", household="12", head="单雄信", group=3)
    son = register(desk, "单小信", serial=2, household="12", head="单雄信", group=3)
    assert items(desk, "house_head") == []
    desk.noting.death(head, desk.today(), "家属")
    [item] = items(desk, "house_head")
    assert (item.waiting.person, item.waiting.why) == (son, "户主单雄信已不在，这一户要定新户主")


def test_things_of_people_stand_by_group_and_house_and_know_whom_they_concern(desk: Desk) -> None:
    register(desk, "丙", serial=1, group=2, household="7")
    register(desk, "甲", serial=2, group=1, household="9", phone="13800000001")
    register(desk, "乙", serial=3, group=2, household="3")
    found = items(desk, "unpaid")
    assert [each.name for each in found] == ["甲", "乙", "丙"]
    assert found[0].whom is not None and found[0].whom.phone == "13800000001"


def test_an_outcome_of_a_whole_house_is_recorded_of_all_or_of_none_and_is_taken_back(desk: Desk) -> None:
    for serial, name in enumerate(("甲", "乙", "丙"), 1):
        register(desk, name, serial=serial, household="7")
    found = items(desk, "unpaid")
    before = desk._store.head().seq
    with pytest.raises(Exception, match="没有写答应的是哪天"):
        desk.worklist.note_all([each.waiting for each in found], "promised")
    assert desk._store.head().seq == before, "nothing half done"
    desk.worklist.note_all([each.waiting for each in found], "not_at_home")
    assert (items(desk, "unpaid"), desk.worklist.of_kind("unpaid").put_off) == ([], 3)
    desk.worklist.take_all_back((each.waiting, each.noted) for each in found)
    assert len(items(desk, "unpaid")) == 3


def test_a_word_is_written_beside_a_thing_that_waits_on(desk: Desk) -> None:
    register(desk, "单雄信")
    [item] = items(desk, "unpaid")
    desk.worklist.note(item.waiting, "noted", comment="下午在家")
    [again] = items(desk, "unpaid")
    assert again.noted is not None and again.noted.comment == "下午在家"
    desk.worklist.note(item.waiting, "not_at_home")
    desk.worklist.take_back(item.waiting, again.noted)
    [back] = items(desk, "unpaid")
    assert back.noted is not None and back.noted.comment == "下午在家", "what was noted before stands again"


def test_every_kind_says_its_count_in_front() -> None:
    for kind in KINDS:
        assert kind.sentence.startswith("{n} ") and kind.counted, kind.name
        assert not kind.is_in_own_words or kind.count is None, "what is only counted has no first thing"
