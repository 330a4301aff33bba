"""The fees of a house: all or nothing, refusals by member, taken back as one, the day's cash, people alike."""

from __future__ import annotations

from datetime import date

import pytest

from tests.desks import StillClock, register
from tests.services.test_county_fees import COUNTY
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.receipts import Channel
from village_desk.services.collecting import Payment
from village_desk.services.counter.house_fees import MembersRefused, MemberState
from village_desk.services.counter.till import ReceiptFilter

HOME: dict[str, str | int] = {"group": 3, "household": "12", "head": "单雄信"}


@pytest.fixture
def house(desk: Desk) -> list[str]:
    """A head, a wife, a son, all of whom owe, and a father who is too old to."""
    people = [("单雄信", "19700512", 20000), ("罗氏", "19720301", 30000), ("单小雄", "20000101", 0)]
    found = [register(desk, name, born, at, tier_fen=tier, **HOME) for at, (name, born, tier) in enumerate(people)]
    return [*found, register(desk, "单老爷", "19400101", 9, **HOME)]


def usual(desk: Desk, *people: str) -> list[Payment]:
    members = desk.house_fees.house(people[0])
    return [members.member(each).usual() for each in people]


def test_a_house_is_taken_at_once_with_a_receipt_each_and_the_next_numbers(desk: Desk, house: list[str]) -> None:
    before = desk.house_fees.house(house[1])
    assert [each.found.resident.name for each in before.owing] == ["单雄信", "罗氏", "单小雄"]
    assert before.member(house[3]).state is MemberState.FREE
    taken = desk.house_fees.collect(usual(desk, *house[:2]))
    assert [each.number[:13] for each in taken.receipts] == ["A-2026-000001", "A-2026-000002"]
    assert taken.fen == 50000
    after = desk.house_fees.house(house[0])
    assert [each.state for each in after.members[:3]] == [MemberState.PAID, MemberState.PAID, MemberState.OWES]
    assert after.member(house[0]).receipts == taken.receipts[:1]


def test_one_who_may_not_pay_stops_all_and_is_named(desk: Desk, house: list[str]) -> None:
    desk.noting.death(house[1], date(2026, 5, 1), "家属")
    payments = usual(desk, house[0]) + [Payment(house[1], 2026, 30000), Payment(house[2], 2026, 11100)]
    with pytest.raises(MembersRefused) as refusal:
        desk.house_fees.collect(payments)
    assert {each: why.code for each, why in refusal.value.members.items()} == {
        house[1]: "noted_dead",
        house[2]: "tier_not_offered",
    }
    assert "罗氏" in refusal.value.message and refusal.value.code == "members_refused"
    assert desk.collecting.recent() == [] and refusal.value.question() is None
    assert desk.house_fees.collect(usual(desk, house[0])).receipts[0].number.startswith("A-2026-000001")


def test_nobody_and_somebody_twice_are_refused(desk: Desk, house: list[str]) -> None:
    with pytest.raises(Refused) as nobody:
        desk.house_fees.collect([])
    with pytest.raises(Refused) as twice:
        desk.house_fees.collect(usual(desk, house[0]) * 2)
    assert (nobody.value.code, twice.value.code) == ("nobody", "twice")


def test_who_pays_for_a_special_group_is_asked_where_the_policy_is_silent(desk: Desk, house: list[str]) -> None:
    desk.registering.correct(house[1], {"special_group": "重度残疾人"})
    with pytest.raises(MembersRefused) as refusal:
        desk.house_fees.collect(usual(desk, *house[:2]))
    question = refusal.value.question()
    assert isinstance(question, Asked) and (question.code, list(refusal.value.members)) == ("who_pays", [house[1]])
    assert not desk.collecting.recent()
    self_pays = Payment(house[1], 2026, 30000, sure=frozenset({question.word}))
    by_government = Payment(house[1], 2026, 30000, government_fen=10000)
    assert desk.house_fees.collect([self_pays]).fen == 30000
    desk.collecting.void(desk.collecting.recent()[0].number, "换一种")
    assert desk.house_fees.collect([by_government]).fen == 20000


def test_who_once_belonged_to_a_group_is_not_asked(desk: Desk, house: list[str]) -> None:
    desk.registering.correct(house[1], {"special_group": "原低保对象"})
    assert desk.house_fees.collect(usual(desk, house[1])).fen == 30000


def test_where_the_policy_says_who_pays_nothing_is_asked_and_a_year_of_others_is_written_down(
    desk: Desk, house: list[str]
) -> None:
    desk.policies.adopt("county", date(2026, 1, 1), COUNTY)
    desk.registering.correct(house[0], {"special_group": "特困人员"})
    desk.registering.correct(house[1], {"special_group": "低保对象"})
    payments = [Payment(house[0], 2026, 10000), Payment(house[1], 2026, 30000)]
    taken = desk.house_fees.collect(payments)
    assert ([each.person for each in taken.booked], taken.fen) == ([house[0]], 15000)
    desk.house_fees.take_back(taken, "收错人")
    assert not desk.collecting.booked_years(house[0])
    assert [each.state for each in desk.house_fees.house(house[0]).members[:2]] == [MemberState.OWES] * 2


def test_what_was_taken_is_made_void_as_one_or_not_at_all(desk: Desk, house: list[str]) -> None:
    taken = desk.house_fees.collect(usual(desk, *house[:2]))
    with pytest.raises(Refused):
        desk.house_fees.take_back(taken, " ")
    desk.house_fees.take_back(taken, "档次错了")
    assert {each.void_reason for each in desk.collecting.recent()} == {"档次错了"}
    with pytest.raises(Refused) as already:
        desk.house_fees.take_back(taken, "再来")
    assert already.value.code == "already_void"
    assert len(desk.house_fees.house(house[0]).owing) == 3


def test_the_day_counts_cash_voids_and_other_channels_apart(desk: Desk, house: list[str], clock: StillClock) -> None:
    first = desk.house_fees.collect(usual(desk, *house[:2]))
    desk.collecting.collect(Payment(house[2], 2026, 10000, channel=Channel.BANK))
    desk.collecting.void(first.receipts[0].number, "重复")
    today = desk.till.day()
    assert (today.cash_fen, today.other_fen, today.receipts, today.voids) == (30000, 10000, 2, 1)
    clock.move(days=1)
    assert desk.till.day().receipts == 0


def test_houses_that_were_begun_name_who_is_missing(desk: Desk, house: list[str]) -> None:
    assert desk.till.begun() == []
    taken = desk.house_fees.collect(usual(desk, house[0]))
    [begun] = desk.till.begun()
    assert (begun.name, begun.people, begun.fen, begun.person) == ("单雄信", 2, 40000, house[1])
    desk.house_fees.collect(usual(desk, *house[1:3]))
    assert desk.till.begun() == []
    desk.house_fees.take_back(taken, "收错")
    assert [each.people for each in desk.till.begun()] == [1]


def test_receipts_are_listed_by_day_state_and_text(desk: Desk, house: list[str], clock: StillClock) -> None:
    taken = desk.house_fees.collect(usual(desk, *house[:2]))
    desk.papers.confirm_printed(taken.receipts[0].number)
    clock.move(days=1)
    later = desk.house_fees.collect(usual(desk, house[2])).receipts[0]
    desk.collecting.void(later.number, "重复")
    first = desk.till.first_day()
    assert first == date(2026, 11, 2)
    last = desk.today()
    every = desk.till.receipts(first, last)
    assert ([each.name for each in every.receipts], every.fen, every.voids) == (["单小雄", "罗氏", "单雄信"], 50000, 1)
    names = {only: [each.name for each in desk.till.receipts(first, last, only).receipts] for only in ReceiptFilter}
    assert names[ReceiptFilter.VOID] == ["单小雄"] and names[ReceiptFilter.UNPRINTED] == ["罗氏"]
    assert names[ReceiptFilter.STANDING] == ["罗氏", "单雄信"] and names[ReceiptFilter.REFUSED] == []
    assert [each.name for each in desk.till.receipts(first, last, text="罗").receipts] == ["罗氏"]
    assert [each.name for each in desk.till.receipts(first, last, text="000003").receipts] == ["单小雄"]
    assert desk.till.receipts(last, last).receipts == (desk.collecting.receipt(later.number),)


def test_people_alike_are_told_apart_by_two_facts(desk: Desk) -> None:
    one = register(desk, "史霞", "19820727", 2, head="史霞", household="1", group=1)
    same = register(desk, "史霞", "19820727", 4, head="王五", household="2", group=2)
    register(desk, "石霞", "19670717", 6, head="王五", household="2", group=2)
    register(desk, "史霞云", "19670717", 8)
    alike = desk.till.alike(one)
    assert alike is not None
    assert alike.facts == ("户主本人", f"尾号 {desk.finding.person(one).id_number[-4:]}"), "the birth does not tell"
    assert [(other.name, facts[0]) for other, facts in alike.others] == [("史霞", "户主 王五"), ("石霞", "户主 王五")]
    assert desk.till.alike(same) is not None
    assert desk.till.alike(register(desk, "欧阳锋", serial=11)) is None
