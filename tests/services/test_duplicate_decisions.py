"""A decision of the township on a duplicate: it waits at the desk that it concerns, one step does it, both PCs know."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agreement.sent import DuplicateDecided
from sync.township.down.downward import new_id
from tests.desks import id_number, opened, register
from tests.services.test_downlink import say
from tests.services.test_siblings import settle
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.services.collecting import Payment


def decided(person: str, outcome: str, **more: str) -> DuplicateDecided:
    number = more.pop("id_number", id_number("19800512", 1))
    return DuplicateDecided(
        new_id(), person, "件", outcome, number, "单雄信", elsewhere="石桥村", why="问过本人", **more
    )


def hear(office: TownshipProcess, desk: Desk, fact: DuplicateDecided) -> None:
    say(office, desk, fact)
    desk.exchanging.send(office.url)


def tasks(desk: Desk) -> list[str]:
    return [each.words for each in desk.worklist.at_a_glance() if each.kind.name == "decided"]


def test_who_belongs_to_another_village_is_struck_off_in_one_step_and_the_other_pc_knows(
    a: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person = register(a, "单雄信")
    hear(office, a, decided(person, "leaves"))
    assert tasks(a) == ["镇所定了：单雄信归石桥村办理，本村注销登记（镇所说明：问过本人）"]
    with pytest.raises(Asked):
        a.duplicate_decisions.strike_off(person)
    assert a.finding.count() == 1
    word = a.finding.person(person).id_number[-4:]
    a.duplicate_decisions.strike_off(person, [word])
    assert (a.finding.count(), tasks(a), a.duplicate_decisions.waiting()) == (0, [], [])
    with pytest.raises(Refused) as refusal:
        a.duplicate_decisions.strike_off(person, [word])
    assert refusal.value.code == "no_decision"
    with opened(tmp_path, "B") as b:
        settle(office, a, b)
        assert b.finding.count() == 0
    words = [each.words for each in a.registering.history(person)]
    assert any(each == "镇所定了重复：是同一个人，本村注销登记（问过本人）" for each in words)
    a.keeping.rebuild()
    assert (a.duplicate_decisions.waiting(), a.keeping.check().well) == ([], True)


def test_a_decision_strikes_nobody_off_past_open_money(a: Desk, office: TownshipProcess) -> None:
    """The rules of every strike-off are asked: a receipt whose paper nobody has seen stands in the way."""
    person = register(a, "单雄信", birth="19800512")
    a.collecting.collect(Payment(person, 2026, 20_000))
    hear(office, a, decided(person, "leaves"))
    word = a.finding.person(person).id_number[-4:]
    with pytest.raises((Asked, Refused)) as stopped:
        a.duplicate_decisions.strike_off(person, [word])
    assert stopped.value.code not in ("strike_off", "no_decision") and a.finding.count() == 1


def test_a_later_decision_of_the_same_case_takes_its_place(a: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信")
    hear(office, a, decided(person, "leaves"))
    hear(office, a, decided(person, "stays"))
    assert tasks(a) == []


def test_a_wrong_number_waits_until_it_is_another_one(a: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信")
    hear(office, a, decided(person, "wrong_number"))
    assert tasks(a) == ["镇所定了：单雄信的身份证号写错了，请更正（镇所说明：问过本人）"]
    a.registering.correct(person, {"id_number": id_number("19800512", 3)})
    assert tasks(a) == []


def test_a_refund_waits_until_the_receipt_is_void(a: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信")
    number = a.collecting.collect(Payment(person, 2026, 20000)).number
    a.papers.confirm_printed(number)
    hear(office, a, decided(person, "refund", receipt_number=number))
    assert tasks(a) == [f"镇所定了：单雄信缴重了，请退款并作废凭条 {number}（镇所说明：问过本人）"]
    a.collecting.void(number, "缴重了")
    assert tasks(a) == []


def test_a_decision_about_nobody_here_asks_for_nothing(a: Desk, office: TownshipProcess) -> None:
    hear(office, a, decided("nobody", "leaves"))
    assert (tasks(a), a.duplicate_decisions.waiting()) == ([], [])


def test_a_pc_that_joins_later_gets_the_decision_too(a: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    hear(office, a, decided(register(a, "单雄信"), "leaves"))
    with opened(tmp_path, "B") as b:
        settle(office, a, b)
        assert tasks(b) == tasks(a) != []
        settle(office, a, b)
        assert len(b.duplicate_decisions.waiting()) == 1
