"""Two PCs of one village: people and money of the other arrive through the township, and both come to the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.agreement import facts, journal, sent
from sync.wire.shortening import _next
from tests.desks import PIN, StillClock, id_number, opened, register
from tests.services.test_pairing import code_for
from tests.services.test_village_machine import PC
from tests.township.inside import InsideLine
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import ReceiptNumber
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.store import rebuilding


def settle(office: TownshipProcess, *desks: Desk) -> None:
    """Everybody sends, then everybody hears."""
    for _round in range(2):
        for desk in desks:
            desk.exchanging.send(office.url)


def sums(desk: Desk) -> dict[int, tuple[int, int]]:
    return {each.year: (each.collected_fen, each.net_fen) for each in desk.reporting.village_totals()}


def test_people_and_money_of_the_other_arrive(a: Desk, b: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信", phone="13800000001")
    a.collecting.collect(Payment(person, 2026, 20000))
    settle(office, a, b)
    [found] = b.finding.find("单雄信")
    assert (found.resident.phone, found.paid_this_year) == ("13800000001", True)
    assert sums(a) == sums(b) == {2026: (20000, 20000)}
    assert b.reporting.totals() == [], "the cash lies at the other desk"
    status = office.status()
    assert (status["people"], status["money"]["2026"]["net_fen"]) == (1, 20000)
    [taken, registered] = b.registering.history(person)
    assert (taken.by.endswith("（A 台）"), "凭条" in taken.words, "登记" in registered.words) == (True, True, True)
    with pytest.raises(Refused) as refusal:
        b.collecting.collect(Payment(person, 2026, 20000))
    assert (refusal.value.code, "凭条 A-" in refusal.value.message) == ("already_paid", True)
    assert a.keeping.check().well and b.keeping.check().well
    b.keeping.rebuild()
    assert [each.resident.id for each in b.finding.find("单雄信")] == [person]


def test_a_pc_that_joins_sees_how_much_is_still_to_come(a: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    for serial in range(1, 6, 2):
        register(a, "单雄信", serial=serial)
        a.exchanging.send(office.url)
    with opened(tmp_path, "B") as b:
        b.exchanging.send(office.url)
        counted: list[tuple[int, int]] = []
        register(a, "徐茂公", serial=7)
        a.exchanging.send(office.url)
        b.exchanging.send(office.url, lambda done, total: counted.append((done, total)))
        assert counted[-1] == (4, 4), "four people; what a new PC begins with is told to nobody"
        assert b.finding.count() == 4


def test_the_other_desks_receipt_is_neither_voided_nor_printed_here(a: Desk, b: Desk, office: TownshipProcess) -> None:
    number = a.collecting.collect(Payment(register(a, "单雄信"), 2026, 20000)).number
    settle(office, a, b)
    for refused in (lambda: b.collecting.void(number, "错"), lambda: b.papers.receipt(number)):
        with pytest.raises(Refused) as refusal:
            refused()
        assert refusal.value.code == "other_desk"
    assert b.collecting.unprinted() == []
    a.collecting.void(number, "写错")
    settle(office, a, b)
    assert sums(a) == sums(b) == {2026: (20000, 0)}


@pytest.mark.parametrize("first", ["a", "b"])
def test_the_later_change_by_the_townships_order_stands_on_both(
    a: Desk, b: Desk, office: TownshipProcess, first: str
) -> None:
    person = register(a, "单雄信", phone="1")
    settle(office, a, b)
    a.registering.correct(person, {"phone": "13800000002", "household": "7"})
    b.registering.correct(person, {"phone": "13800000003", "note": "务工"})
    settle(office, *((a, b) if first == "a" else (b, a)))
    later = "13800000003" if first == "a" else "13800000002"
    for desk in (a, b):
        here = desk.finding.person(person)
        assert (here.phone, here.household, here.note) == (later, "7", "务工")
        [both] = desk.registering.changed_on_both()
        assert (both.field, both.person.id) == ("phone", person)
        assert both.theirs_stands == ((desk is a) == (first == "a"))
        assert sum("更正" in each.words for each in desk.registering.history(person)) == 2, "both stay in the history"
        assert desk.keeping.check().well
    a.registering.looked_at(person, "phone")
    b.registering.correct(person, {"phone": "13800000009"})
    assert a.registering.changed_on_both() == b.registering.changed_on_both() == ()
    settle(office, a, b)
    assert a.finding.person(person).phone == b.finding.person(person).phone == "13800000009"


def test_what_is_not_sent_yet_is_later_than_all_that_was_heard(a: Desk, b: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信", phone="1")
    settle(office, a, b)
    b.registering.correct(person, {"phone": "13800000003"})
    a.registering.correct(person, {"phone": "13800000002"})
    a.exchanging.send(office.url)
    b.exchanging.send(office.url)
    assert b.finding.person(person).phone == "13800000003"
    settle(office, a, b)
    assert a.finding.person(person).phone == b.finding.person(person).phone == "13800000003"


def test_one_roster_on_both_pcs_is_one_roster(a: Desk, b: Desk, office: TownshipProcess) -> None:
    mine, theirs = register(a, "单雄信", phone="1"), register(b, "单雄信", household="7")
    a.collecting.collect(Payment(mine, 2026, 20000))
    b.collecting.collect(Payment(theirs, 2025, 10000))
    settle(office, a, b)
    assert a.finding.count() == b.finding.count() == office.status()["people"] == 1
    assert sums(a) == sums(b) == {2026: (20000, 20000), 2025: (10000, 10000)}
    for desk, person in ((a, mine), (b, theirs)):
        here = desk.finding.person(person)
        assert (here.phone, here.household) == ("1", "7")
        assert len(desk.collecting.paid(person)) == 2
        assert desk.road.state().refused == desk.road.state().remarks == ()
    b.registering.correct(theirs, {"note": "务工"})
    settle(office, b, a)
    assert a.finding.person(mine).note == "务工"
    assert a.keeping.check().well and b.keeping.check().well


def test_a_year_taken_on_both_stands_twice_until_one_is_refunded(a: Desk, b: Desk, office: TownshipProcess) -> None:
    person = register(a, "单雄信")
    settle(office, a, b)
    first = a.collecting.collect(Payment(person, 2026, 20000))
    second = b.collecting.collect(Payment(person, 2026, 20000))
    settle(office, a, b)
    assert sums(a) == sums(b) == {2026: (40000, 40000)}
    for desk in (a, b):
        [twice] = desk.collecting.taken_twice()
        assert {each.number for each in twice.receipts} == {first.number, second.number}
        assert twice.own.number in twice.in_words()
        assert any("两台电脑" in each.words for each in desk.worklist.at_a_glance())
    b.collecting.void(second.number, "两台各收了一次，退给本人")
    settle(office, b, a)
    assert a.collecting.taken_twice() == b.collecting.taken_twice() == ()
    assert b.road.state().remarks == ()
    assert office.status()["money"]["2026"]["net_fen"] == 20000


def test_a_correction_of_a_person_refused_before_brings_him_to_the_other(
    a: Desk, b: Desk, office: TownshipProcess
) -> None:
    with a._store.writing():
        a._store.record(facts.PersonRegistered(person="bad-1", name="某某", id_number="429004198005120001"))
    a.collecting.collect(Payment("bad-1", 2026, 20000))
    settle(office, a, b)
    assert (b.finding.count(), sums(b)) == (0, {})
    a.registering.correct("bad-1", {"id_number": id_number("19800512", 7)})
    settle(office, a, b)
    assert (b.finding.count(), sums(b)) == (1, {2026: (20000, 20000)})
    assert b.keeping.check().well


def test_a_lost_pc_comes_back_with_what_it_took_of_the_others_people(
    a: Desk, b: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    person = register(a, "单雄信", phone="1")
    settle(office, a, b)
    b.collecting.collect(Payment(person, 2026, 20000))
    b.registering.correct(person, {"phone": "13800000003"})
    settle(office, b, a)
    a.registering.correct(person, {"household": "7"})
    settle(office, a, b)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    code = code_for(office, b)
    village = Village("429004103002", "沟二社区", "B")
    with Desk.recover(fresh / "B.vdesk", PIN, village, office.url, code, StillClock()) as again:
        here = again.finding.person(person)
        assert (here.phone, here.household) == ("13800000003", "7")
        assert sums(again) == sums(a) == {2026: (20000, 20000)}
        assert [each.amount_fen for each in again.collecting.recent()] == [20000]
        assert again.keeping.check().well
        again.exchanging.send(office.url)
        assert again.registering.changed_on_both() == ()


def test_what_would_be_refused_is_told_with_the_others_people_in_mind(
    a: Desk, b: Desk, office: TownshipProcess
) -> None:
    person = register(a, "单雄信")
    settle(office, a, b)
    b.registering.correct(person, {"phone": "13800000003"})
    b.collecting.collect(Payment(person, 2026, 20000))
    assert b.road.predict() == ()


@pytest.fixture
def pc(tmp_path: Path) -> Iterator[PC]:
    """Desk B, opened with a raw key."""
    found = PC(tmp_path, "B", InsideLine())
    yield found
    found.close()


def claim(pc: PC, person: str, *ids: str) -> None:
    """Desk A says of its own fees that these are their ids."""
    fees = [
        facts.ContributionCollected(
            person, str(ReceiptNumber("A", 1, 2026, place)), 2026, 20000, 20000, "national-2014"
        )
        for place in range(1, 1 + len(ids))
    ]
    bodies = [journal.canonical(facts.body(each)).decode() for each in fees]
    lines = [
        sent.PassedOnLine(each, "2026-11-24T08:30:00+08:00", "张", facts.ContributionCollected.KIND, person, body)
        for each, body in zip(ids, bodies, strict=True)
    ]
    with pc.store.writing():
        pc.store.receive(sent.DeskTold("told-" + ids[0], "429004103002-A", 9, tuple(lines)), b"")


def test_what_the_other_pc_says_under_an_id_of_this_one_changes_nothing_here(pc: PC) -> None:
    person = register(pc.desk, "单雄信")
    own = pc.desk.collecting.collect(Payment(person, 2026, 20000))
    claim(pc, person, own.fact)
    [receipt] = pc.desk.collecting.paid(person)
    assert (receipt.number, receipt.desk) == (own.number, "")
    assert rebuilding.first_difference(pc.store) == ""


def test_ids_that_the_other_pc_took_beforehand_are_not_given_to_anything_here(pc: PC) -> None:
    person = register(pc.desk, "单雄信")
    claim(pc, person, *(_next(pc.store.mint(), step, least=1) for step in range(8, 16)))
    own = pc.desk.collecting.collect(Payment(person, 2025, 20000))
    assert {each.desk for each in pc.desk.collecting.paid(person)} == {"", "429004103002-A"}
    assert pc.desk.collecting.receipt(own.number).desk == ""
    assert rebuilding.first_difference(pc.store) == ""
