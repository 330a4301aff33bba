"""Taking contributions: what may be taken, once, with a number that is never used twice; and the void."""

import pytest

from tests.desks import StillClock, register
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.receipts import Payer, ReceiptNumber, ReceiptState, TownshipState
from village_desk.services.collecting import Payment


@pytest.fixture
def person(desk: Desk) -> str:
    return register(desk, "单雄信", group=3, tier_fen=20000)


def refused(desk: Desk, payment: Payment) -> Refused:
    with pytest.raises(Refused) as refusal:
        desk.collecting.collect(payment)
    assert refusal.value.cure, "a refusal says what to do"
    return refusal.value


def test_a_contribution_is_taken_with_its_number_words_and_hash(desk: Desk, person: str) -> None:
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    assert (receipt.number, receipt.in_words) == ("A-2026-000001-0", "人民币贰佰元整")
    assert (receipt.state, receipt.township, receipt.prints) == (ReceiptState.ISSUED, TownshipState.WAITING, 0)
    assert len(receipt.hash) == 64
    assert receipt.policy == "national-2014"


def test_numbers_have_no_gap_even_after_a_refusal(desk: Desk, person: str) -> None:
    other = register(desk, "徐𬱖", serial=2)
    numbers = [desk.collecting.collect(Payment(person, 2026, 20000)).number]
    refused(desk, Payment(person, 2026, 20000))
    numbers.append(desk.collecting.collect(Payment(other, 2026, 10000)).number)
    desk.collecting.void(numbers[-1], "收错")
    numbers.append(desk.collecting.collect(Payment(other, 2026, 10000)).number)
    assert [ReceiptNumber.read(number).serial for number in numbers] == [1, 2, 3]


def test_the_series_begins_anew_with_the_year(desk: Desk, person: str, clock: StillClock) -> None:
    desk.collecting.collect(Payment(person, 2026, 20000))
    clock.move(days=60)
    sure = frozenset({"2027"})
    assert desk.collecting.collect(Payment(person, 2027, 20000, sure=sure)).number.startswith("A-2027-000001-")


def test_the_same_year_cannot_be_taken_twice_without_being_told(desk: Desk, person: str) -> None:
    first = desk.collecting.collect(Payment(person, 2026, 20000))
    refusal = refused(desk, Payment(person, 2026, 20000))
    assert refusal.code == "already_paid"
    assert first.number in refusal.message
    desk.papers.confirm_printed(first.number)
    second = desk.collecting.collect(Payment(person, 2026, 20000, again="首次缴错人，本人补缴"))
    assert second.number != first.number


def test_a_void_frees_the_year_and_keeps_the_number(desk: Desk, person: str) -> None:
    first = desk.collecting.collect(Payment(person, 2026, 20000))
    void = desk.collecting.void(first.number, "金额收错")
    assert (void.state, void.void_reason) == (ReceiptState.VOID, "金额收错")
    second = desk.collecting.collect(Payment(person, 2026, 30000))
    [total] = desk.reporting.totals()
    assert (total.collected_fen, total.voided_fen, total.net_fen) == (50000, 20000, 30000)
    assert second.number != first.number


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_void_needs_a_reason(desk: Desk, person: str, reason: str) -> None:
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    with pytest.raises(Refused) as refusal:
        desk.collecting.void(receipt.number, reason)
    assert refusal.value.field == "reason"


def test_a_receipt_is_voided_once(desk: Desk, person: str) -> None:
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    desk.collecting.void(receipt.number, "收错")
    with pytest.raises(Refused) as refusal:
        desk.collecting.void(receipt.number, "再来")
    assert refusal.value.code == "already_void"


@pytest.mark.parametrize(
    ("number", "code"),
    [("A-2026-000001-1", "receipt_number"), ("x", "receipt_number"), ("A-2026-000009-7", "unknown_receipt")],
)
def test_a_number_that_is_wrong_or_nobodys_is_told(desk: Desk, number: str, code: str) -> None:
    number = number if code == "receipt_number" else str(ReceiptNumber("A", 1, 2026, 9))
    with pytest.raises(Refused) as refusal:
        desk.collecting.void(number, "收错")
    assert refusal.value.code == code


def test_the_government_pays_a_part_and_the_slip_shows_the_cash(desk: Desk, person: str) -> None:
    receipt = desk.collecting.collect(Payment(person, 2026, 10000, Payer.GOVERNMENT, government_fen=7000))
    assert (receipt.tier_fen, receipt.government_fen, receipt.amount_fen) == (10000, 7000, 3000)
    assert receipt.in_words == "人民币叁拾元整"


@pytest.mark.parametrize(
    ("payment", "field"),
    [
        ({"tier_fen": 15000}, "tier"),
        ({"tier_fen": 0}, "tier"),
        ({"tier_fen": 20000, "government_fen": 20000}, "tier"),
        ({"tier_fen": 20000, "government_fen": -1}, "government_part"),
        ({"tier_fen": 20000, "payer": Payer.RELATIVE}, "payer_name"),
        ({"tier_fen": 20000, "year": 2027}, "year"),
        ({"tier_fen": 20000, "year": 2013}, "year"),
    ],
)
def test_what_no_rule_allows_is_refused_beside_its_field(
    desk: Desk, person: str, payment: dict[str, object], field: str
) -> None:
    assert refused(desk, Payment(**{"person": person, "year": 2026} | payment)).field == field  # type: ignore[arg-type]
    assert desk.collecting.recent() == []


@pytest.mark.parametrize(
    ("birth", "year", "code"),
    [
        ("20110101", 2026, "too_young"),
        ("20101103", 2026, "too_young"),
        ("20101102", 2026, ""),
        ("19651231", 2027, "year"),
        ("19660101", 2026, ""),
        ("19520101", 2026, ""),
    ],
)
def test_who_is_too_young_does_not_pay_and_the_turning_year_is_paid(
    desk: Desk, birth: str, year: int, code: str
) -> None:
    person = register(desk, "某某", birth=birth)
    if code:
        assert refused(desk, Payment(person, year, 10000)).code == code
    else:
        assert desk.collecting.collect(Payment(person, year, 10000)).year == year


def test_the_usual_tier_is_the_rosters_else_the_last_paid_else_the_lowest(desk: Desk, person: str) -> None:
    assert desk.collecting.choices(person).usual_tier(2026) == 20000
    other = register(desk, "徐𬱖", serial=2)
    assert desk.collecting.choices(other).usual_tier(2026) == 10000
    desk.collecting.collect(Payment(other, 2025, 50000))
    assert desk.collecting.choices(other).usual_tier(2026) == 50000


def test_a_receipt_waits_for_its_paper_until_it_came_out(desk: Desk, person: str) -> None:
    receipt = desk.collecting.collect(Payment(person, 2026, 20000))
    assert [each.number for each in desk.collecting.unprinted()] == [receipt.number]
    desk.papers.confirm_printed(receipt.number)
    assert desk.collecting.unprinted() == []
    assert desk.papers.confirm_printed(receipt.number).prints == 1, "one paper is counted once"
    assert desk.papers.confirm_printed(receipt.number, 2).prints == 2


def test_who_looked_at_a_full_number_is_on_record(desk: Desk, person: str) -> None:
    full = desk.registering.show_number(person, "id_number")
    assert full == desk.finding.person(person).id_number
    words = [event.words for event in desk.registering.history(person)]
    assert "查看完整身份证号" in words
    assert not any(full in each for each in words)


def test_a_correction_keeps_only_what_changed_and_refuses_a_strangers_number(desk: Desk, person: str) -> None:
    other = register(desk, "徐𬱖", serial=2)
    before = desk.keeping.check().facts
    desk.registering.correct(person, {"name": "单雄信", "group": 3})
    assert desk.keeping.check().facts == before, "nothing changed, nothing recorded"
    desk.registering.correct(person, {"phone": "１３８００００１２３４"})
    assert desk.finding.person(person).phone == "13800001234"
    with pytest.raises(Refused) as refusal:
        desk.registering.correct(person, {"id_number": desk.finding.person(other).id_number})
    assert refusal.value.field == "id_number"
