"""What one PC of a village learns the other learns: the policy it decides by, and a month's payout list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sync.agreement import facts, journal, sent
from tests.desks import register
from tests.services.test_siblings import settle
from tests.township.process import TownshipProcess
from tests.workbooks.books import PAYOUT_HEADER, number, payee, save
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.paying import PayoutPreview
from village_desk.store.subjects import payouts

DAY = date(2026, 12, 1)
NATIONAL, HUBEI = "national-2014", "hubei-2024"
Carry = Callable[[Desk, Desk], None]


def by_line(office: TownshipProcess, stick: Path) -> Carry:
    return lambda *desks: settle(office, *desks)


def by_stick(office: TownshipProcess, stick: Path) -> Carry:
    """Each PC's stick goes to the counter and back, twice, as between two villages' trips."""

    def carry(*desks: Desk) -> None:
        for _round in range(2):
            for desk in desks:
                desk.exchanging.write_stick(stick)
                office.command("stick", str(stick))
                desk.exchanging.read_stick(stick)

    return carry


@pytest.fixture(params=[by_line, by_stick], ids=["line", "stick"])
def carry(request: pytest.FixtureRequest, office: TownshipProcess, stick: Path) -> Carry:
    found: Carry = request.param(office, stick)
    return found


def read(desk: Desk, folder: Path, *lines: list[Any]) -> PayoutPreview:
    return desk.paying.read(save(folder / "名单.xlsx", [["2026年11月待遇发放明细"], PAYOUT_HEADER, *lines]))


def take(desk: Desk, folder: Path, *lines: list[Any]) -> str:
    return desk.paying.take(read(desk, folder, *lines))


def said(desk: Desk) -> list[list[tuple[Any, ...]]]:
    """Who is paid what by each list that stands."""
    lists = (desk.paying.lines(each.id) for each in desk.paying.lists())
    return [sorted((line.id_number, line.name, line.total_fen, line.account) for line in lines) for lines in lists]


def test_a_policy_and_a_list_of_one_pc_are_the_others_too(a: Desk, b: Desk, carry: Carry, tmp_path: Path) -> None:
    here = register(b, "谭少怀", "19500203", 1)
    a.policies.adopt(HUBEI, DAY)
    list_id = take(a, tmp_path, payee(1), payee(2), payee(3))
    carry(a, b)
    assert a.policies.on(DAY).id == b.policies.on(DAY).id == HUBEI
    assert b.policies.on(date(2026, 11, 30)).id == NATIONAL
    assert [each.id for each in b.paying.lists()] == [list_id]
    assert said(a) == said(b)
    assert [line.resident.id for line in b.paying.lines(list_id) if line.resident] == [here]
    assert b.paying.latest(here) is not None
    assert read(b, tmp_path, payee(3), payee(1), payee(2)).same is not None, "it needs not be taken in again"
    assert b.papers.payout_roster(list_id).pages == 1
    for desk in (a, b):
        assert desk.keeping.check().well
        desk.keeping.rebuild()
    assert (b.policies.on(DAY).id, said(b)) == (HUBEI, said(a))


def test_the_same_list_taken_in_on_both_is_one_list_on_each(a: Desk, b: Desk, carry: Carry, tmp_path: Path) -> None:
    first = take(a, tmp_path, payee(1), payee(2))
    second = take(b, tmp_path, payee(2), payee(1))
    carry(a, b)
    assert ([each.id for each in a.paying.all_lists()], [each.id for each in b.paying.all_lists()]) == (
        [first],
        [second],
    )
    assert said(a) == said(b)
    assert a.keeping.check().well and b.keeping.check().well


def test_two_lists_of_a_month_that_differ_are_both_there_for_somebody_to_settle(
    a: Desk, b: Desk, carry: Carry, tmp_path: Path
) -> None:
    take(a, tmp_path, payee(1), payee(2))
    mine = take(b, tmp_path, payee(1), payee(3))
    carry(a, b)
    assert len(a.paying.lists()) == len(b.paying.lists()) == 2
    beside = b.paying.beside(mine)
    assert beside is not None
    assert beside.difference.counts() == "多 1 人，少 1 人"


@pytest.mark.parametrize("first", ["a", "b"])
def test_of_two_policies_for_one_day_the_one_with_the_later_place_stands_on_both(
    a: Desk, b: Desk, office: TownshipProcess, first: str
) -> None:
    a.policies.adopt(HUBEI, DAY)
    b.policies.adopt("pilot-2009", DAY)
    settle(office, *((a, b) if first == "a" else (b, a)))
    assert a.policies.on(DAY).id == b.policies.on(DAY).id == ("pilot-2009" if first == "a" else HUBEI)
    for desk in (a, b):
        desk.keeping.rebuild()
        assert desk.policies.on(DAY).id == ("pilot-2009" if first == "a" else HUBEI)


def told(desk: Desk, *lines: sent.PassedOnLine, name: str = "batch-0", order: int = 7) -> None:
    with desk._store.writing():
        desk._store.receive(sent.DeskTold(name, "429004103002-B", order, lines), b"")


def line(fact: facts.Fact, count: int) -> sent.PassedOnLine:
    body = journal.canonical(facts.body(fact)).decode()
    return sent.PassedOnLine(f"b-{count}", "2026-11-24T08:30:00+08:00", "李", fact.KIND, facts.about(fact), body)


def a_list(*numbers: int, payees: int = 3) -> list[sent.PassedOnLine]:
    """A list of the other PC, and those of its lines."""
    found: list[facts.Fact] = [facts.PayoutListTaken("list-b", "2026-11", payees, payees * 20148, "f" * 64)]
    found += [
        facts.PayoutLineTaken("x", "list-b", each, f"人{each}", number(each, "19500203"), 18900, 1248, 20148)
        for each in numbers
    ]
    return [line(fact, count) for count, fact in enumerate(found)]


def test_a_list_that_has_not_come_whole_is_none_yet(desk: Desk) -> None:
    head, *lines = a_list(1, 2, 3)
    told(desk, head, *lines[:2])
    assert desk.paying.all_lists() == []
    assert desk._store.db.execute("SELECT count(*) FROM payout_lines").fetchone()[0] == 2
    told(desk, lines[2], name="batch-1000")
    assert [each.id for each in desk.paying.lists()] == ["list-b"]
    told(desk, *a_list(1, 2, 3), name="batch-again")
    assert len(desk.paying.lines("list-b")) == 3
    assert desk.keeping.check().well


def test_lines_that_come_before_their_list_wait_for_it(desk: Desk) -> None:
    """A township that was upgraded in between passes them on so; nobody may be missing from the signing roster."""
    head, *lines = a_list(1, 2, 3)
    told(desk, *lines[1:], name="late")
    register(desk, "秦琼")
    assert desk.keeping.check().well
    assert desk._store.db.execute("SELECT count(*) FROM parked").fetchone()[0] == 2
    told(desk, head, lines[0], name="early")
    assert [each.line for each in desk.paying.lines("list-b")] == [1, 2, 3]
    assert [each.id for each in desk.paying.lists()] == ["list-b"]
    assert desk._store.db.execute("SELECT count(*) FROM parked").fetchone()[0] == 0
    assert desk.keeping.check().well


def test_what_does_not_fit_a_list_is_left_out_and_stops_nothing(desk: Desk) -> None:
    head, *lines = a_list(1, 2, 3)
    twice = line(facts.PayoutLineTaken("x", "list-b", 2, "人", number(9, "19500203"), 1, 1, 2), 90)
    again = line(facts.PayoutListTaken("list-b", "2026-12", 1, 1, "e" * 64), 91)
    odd = line(facts.PayoutListTaken("list-c", "2026-13", 1, 1, "e" * 64), 92)
    told(desk, head, *lines[1:], twice, again, odd, name="all but one")
    assert desk.paying.all_lists() == []
    more = line(facts.PayoutLineTaken("x", "list-b", 4, "人4", number(4, "19500203"), 18900, 1248, 20148), 93)
    told(desk, lines[0], more, name="end")
    assert [each.name for each in desk.paying.lines("list-b")] == ["人1", "人2", "人3"]
    [found] = desk.paying.lists()
    assert (str(found.month), [each.line for each in desk.paying.lines(found.id)]) == ("2026-11", [1, 2, 3])
    assert payouts.lists(desk._store.db, also_replaced=True) == [found]


def test_a_policy_that_only_the_other_pcs_newer_program_can_read_stops_nothing_here(desk: Desk) -> None:
    desk.policies.adopt(HUBEI, date(2026, 11, 10))
    newer = facts.PolicyAdopted("hubei-2031", "2026-11-20")
    odd = facts.PolicyAdopted(NATIONAL, "2026-11-31")
    told(desk, line(newer, 1), line(odd, 2))
    assert desk.policies.on(DAY).id == HUBEI
    assert desk.policies.not_understood() == ["hubei-2031"]
    told(desk, line(facts.PolicyAdopted("pilot-2009", "2026-11-25"), 3), name="batch-2")
    assert desk.policies.on(DAY).id == HUBEI, "what this desk decided and has not sent yet is the later decision"


def test_a_second_pc_that_begins_with_the_national_frame_takes_no_policy_from_the_first(
    a: Desk, b: Desk, office: TownshipProcess
) -> None:
    a.policies.adopt(HUBEI, date(2026, 1, 1))
    settle(office, a, b)
    assert a.policies.on(DAY).id == b.policies.on(DAY).id == HUBEI
    b.policies.adopt(NATIONAL, DAY)
    assert b.policies.on(DAY).id == NATIONAL, "said by a person it is a decision"


def test_going_back_to_the_national_frame_is_a_decision_that_the_other_pc_learns(
    a: Desk, b: Desk, carry: Carry
) -> None:
    a.policies.adopt(HUBEI, date(2026, 1, 1))
    carry(a, b)
    a.policies.adopt(NATIONAL, DAY)
    carry(a, b)
    assert a.policies.on(DAY).id == b.policies.on(DAY).id == NATIONAL
    b.keeping.rebuild()
    assert (b.policies.on(DAY).id, b.policies.on(date(2026, 11, 30)).id) == (NATIONAL, HUBEI)


def test_a_decision_for_an_earlier_day_is_the_later_decision_on_both(a: Desk, b: Desk, carry: Carry) -> None:
    a.policies.adopt(NATIONAL, DAY)
    carry(a, b)
    found = a.policies.adopt(HUBEI, date(2024, 3, 1))
    assert found.dropped == ((DAY, found.dropped[0][1]),) and found.dropped[0][1].id == NATIONAL
    assert "不再算数" in found.in_words() and found.then is None
    carry(a, b)
    for day in (date(2024, 3, 1), date(2025, 12, 31), DAY):
        assert a.policies.on(day).id == b.policies.on(day).id == HUBEI
    assert b.policies.on(date(2024, 2, 29)).id == NATIONAL
    b.keeping.rebuild()
    assert (b.policies.on(DAY).id, b.policies.since(DAY)) == (HUBEI, date(2024, 3, 1))


def test_what_the_township_sent_holds_from_its_day_on_against_a_decision_for_an_earlier_one(desk: Desk) -> None:
    text = (Path(__file__).parents[2] / "resources" / "policies" / f"{HUBEI}.toml").read_text("utf-8")
    with desk._store.writing():
        desk._store.receive(sent.PolicySent("p-1", HUBEI, "2026-06-01", text), b"")
    found = desk.policies.adopt(NATIONAL, date(2015, 1, 1))
    assert found.then is not None and (found.then[0], found.then[1].id) == (date(2026, 6, 1), HUBEI)
    assert "2026-06-01 起按镇所下发的《湖北" in found.in_words()
    assert (desk.policies.on(date(2026, 5, 31)).id, desk.policies.on(DAY).id) == (NATIONAL, HUBEI)


def test_a_policy_is_not_adopted_for_a_day_before_its_own_first(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        desk.policies.adopt(HUBEI, date(2023, 12, 31))
    assert (refusal.value.code, refusal.value.field) == ("policy_period", "since")
    assert "2024-01-01" in refusal.value.message and desk.policies.since(date(2024, 1, 1)) is None
    desk.policies.adopt(HUBEI, date(2024, 1, 1))
    assert desk.policies.on(DAY).id == HUBEI


def test_no_pc_adopts_against_the_township_for_the_same_day(desk: Desk) -> None:
    text = (Path(__file__).parents[2] / "resources" / "policies" / f"{HUBEI}.toml").read_text("utf-8")
    with desk._store.writing():
        desk._store.receive(sent.PolicySent("p-1", HUBEI, DAY.isoformat(), text), b"")
    told(desk, line(facts.PolicyAdopted("pilot-2009", DAY.isoformat()), 1))
    assert desk.policies.on(DAY).id == HUBEI, "another PC's word does not stand against the township's"
    with pytest.raises(Refused) as refusal:
        desk.policies.adopt(NATIONAL, DAY)
    assert (refusal.value.code, "镇所已经下发" in refusal.value.message) == ("policy_from_above", True)
    desk.policies.adopt(HUBEI, DAY)
    desk.policies.adopt(NATIONAL, date(2026, 12, 2))
    assert desk.policies.on(date(2026, 12, 2)).id == NATIONAL
