"""Houses on two PCs of a village, on a disk that fails, and after the tables were made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.desks import register
from tests.services.test_siblings import settle
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.services.roster.house import House
from village_desk.store.connection import engine


def family(desk: Desk) -> list[str]:
    """A house of four: man, wife, son, and his wife."""
    house: Any = {"group": 3, "household": "12", "head": "单雄信"}
    people = (("单雄信", "户主"), ("李秀英", "妻"), ("单大", "子"), ("罗氏", "儿媳"))
    return [register(desk, name, serial=nth, relation=is_, **house) for nth, (name, is_) in enumerate(people, 1)]


def seen(desk: Desk, people: list[str]) -> list[tuple[str, str, str, str]]:
    found = [desk.finding.person(each) for each in people]
    return [(each.name, each.household, each.head, each.relation) for each in found]


@pytest.mark.parametrize("first", ["a", "b"])
def test_of_two_pcs_that_change_one_house_the_later_change_stands_for_all_of_it(
    a: Desk, b: Desk, office: TownshipProcess, first: str
) -> None:
    man, wife, son, bride = people = family(a)
    settle(office, a, b)
    a.households.split([son, bride], son, relations={"罗氏": "妻"})
    b.households.head(wife, relations={"单雄信": "夫"})
    settle(office, *((a, b) if first == "a" else (b, a)))
    later = b if first == "a" else a
    assert seen(a, people) == seen(b, people)
    if later is b:
        assert seen(a, people) == [
            *(("单雄信", "12", "李秀英", "夫"), ("李秀英", "12", "李秀英", "户主")),
            *(("单大", "12", "李秀英", ""), ("罗氏", "12", "李秀英", "")),
        ]
    else:
        assert [each[1:3] for each in seen(a, people)] == [("12", "单雄信")] * 2 + [("13", "单大")] * 2
    for desk in (a, b):
        assert {each.field for each in desk.registering.changed_on_both()} >= {"head"}, "somebody has to look"
        before = seen(desk, people)
        desk.keeping.rebuild()
        assert (seen(desk, people), desk.keeping.check().well) == (before, True)


ACTS: dict[str, Callable[[Desk, list[str]], object]] = {
    "split": lambda desk, people: desk.households.split(people[2:], people[2]),
    "head": lambda desk, people: desk.households.head(people[1]),
    "move": lambda desk, people: desk.households.move(people[2], {"group": "王家湾"}, whole_house=True),
    "join": lambda desk, people: desk.households.join("12", "7", sure=["7"]),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("after", [1, 3])
def test_a_disk_that_fails_in_the_middle_leaves_the_house_as_it_was(desk: Desk, act: str, after: int) -> None:
    people = [*family(desk), register(desk, "秦琼", serial=9, group=3, household="7", head="秦琼", relation="户主")]
    before, rows = seen(desk, people), _rows(desk)
    desk._store.db.execute(
        f"CREATE TEMP TRIGGER full BEFORE INSERT ON journal WHEN (SELECT count(*) FROM journal) >= {rows + after}"
        " BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
    )
    with pytest.raises(engine.DatabaseError):
        ACTS[act](desk, people[:4])
    assert (seen(desk, people), _rows(desk)) == (before, rows)
    desk._store.db.execute("DROP TRIGGER full")
    ACTS[act](desk, people[:4])
    assert len({each.village_group for each in map(desk.finding.person, people[:4])}) == 1
    assert _rows(desk) >= rows + 4
    assert desk.keeping.check().well


def _rows(desk: Desk) -> int:
    found: int = desk._store.db.execute("SELECT count(*) FROM journal").fetchone()[0]
    return found


def test_what_happened_stands_in_the_history_by_its_name(desk: Desk) -> None:
    man, wife, son, bride = family(desk)
    desk.households.split([son, bride], son)
    desk.households.move(son, {"group": "5"}, whole_house=True)
    words = [each.words for each in desk.registering.history(bride)]
    assert words[0].startswith("村内搬迁：村民小组 5") and words[1].startswith("分户：")
    assert desk.registering.history(wife)[0].words.startswith("同户的人有变动，本人在：")


def test_houses_whose_head_died_are_found(desk: Desk) -> None:
    man, wife, *_others = family(desk)
    assert desk.households.headless() == []
    desk.noting.death(man, desk.today(), "家属")
    found: list[House] = desk.households.headless()
    assert [each.in_words() for each in found] == ["第 3 组 户号 12 户主单雄信"]
    desk.households.head(wife)
    assert desk.households.headless() == []


@pytest.mark.parametrize("first", ["a", "b"])
def test_the_cadre_of_a_group_is_the_same_on_both_pcs(a: Desk, b: Desk, office: TownshipProcess, first: str) -> None:
    register(a, "单雄信", group=3)
    settle(office, a, b)
    a.group_cadres.set_cadre("3", "刘书记", "13800001234")
    b.group_cadres.set_cadre("3", "周会计")
    settle(office, *((a, b) if first == "a" else (b, a)))
    later = "周会计" if first == "a" else "刘书记"
    for desk in (a, b):
        assert [each.noted.cadre for each in desk.group_cadres.listed()] == [later]
        desk.keeping.rebuild()
        assert [each.noted.cadre for each in desk.group_cadres.listed()] == [later]


def test_the_people_of_a_renamed_group_are_in_it_on_both_pcs(a: Desk, b: Desk, office: TownshipProcess) -> None:
    people = [register(a, "单雄信", serial=nth, group_name="王家湾组") for nth in (1, 2)]
    settle(office, a, b)
    b.group_cadres.rename("王家湾", "新湾")
    settle(office, b, a)
    for desk in (a, b):
        assert [(each.group.name, each.people) for each in desk.group_cadres.listed()] == [("新湾组", 2)]
        assert desk.registering.changed_on_both() == ()
    assert len(people) == office.status()["people"]
