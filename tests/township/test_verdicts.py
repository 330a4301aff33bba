"""The township's verdict on each kind of fact, with the reason and the cure that the coordinator reads."""

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.agreement import facts, protocol, verdicts
from sync.agreement.books import Books
from sync.agreement.card import Finding
from sync.agreement.facts import (
    ContributionCollected,
    DeskOpened,
    PayoutListTaken,
    PersonCorrected,
    PersonRegistered,
    ReceiptPrinted,
    ReceiptVoided,
)
from sync.agreement.journal import Minter
from sync.agreement.protocol import Answered
from sync.township.console.reading import installed_forms, village_list
from sync.wire import batch
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, MORNING, Scribe, id_number
from tests.township.test_lines import GOOD, raw_lines

CASES = int(os.environ.get("VILLAGE_FUZZ", "40"))
"""Batches of anything at all, on each kind of store; ``make soak`` makes thousands."""

PAID: dict[str, Any] = {"year": 2026, "tier_fen": 20000, "amount_fen": 20000, "policy": "national-2014"}


@pytest.fixture
def person(scribe: Scribe, counter: Counter) -> str:
    """A person whom the township knows."""
    person = scribe.register(1)[0]
    counter.take(scribe)
    return person


def code(scribe: Scribe, counter: Counter, fact: facts.Fact) -> str:
    """The code of the verdict on one more fact; empty when there is nothing to say."""
    scribe.record(fact)
    said = counter.take(scribe)
    named = said.not_accepted + said.remarks
    assert all(each.reason and each.cure and each.fact for each in named)
    assert len(named) <= 1
    return named[0].code if named else ""


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (id_number(77), ""),
        ("42900419540209123", "id_length"),
        ("4.29004195402091E+17", "id_length"),
        ("429004195402301234", "id_date"),
        ("429004203002091234", "id_date"),
        (id_number(77)[:17] + ("0" if id_number(77)[17] != "0" else "1"), "id_check_digit"),
        ("４２９００４" + id_number(77)[6:], "id_length"),
    ],
)
def test_a_registration_needs_a_true_identity_number(
    scribe: Scribe, counter: Counter, number: str, expected: str
) -> None:
    fact = PersonRegistered(person=scribe.mint(), name="张三", id_number=number)
    assert code(scribe, counter, fact) == expected
    assert counter.status().people == (not expected)


def test_one_identity_number_is_one_person_of_a_desk(scribe: Scribe, counter: Counter, person: str) -> None:
    twin = PersonRegistered(person=scribe.mint(), name="李四", id_number=id_number(0))
    assert code(scribe, counter, twin) == "id_number_taken"


def test_a_person_is_registered_once(scribe: Scribe, counter: Counter, person: str) -> None:
    again = PersonRegistered(person=person, name="李四", id_number=id_number(5))
    assert code(scribe, counter, again) == "person_registered_twice"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"phone": "13900000000"}, ""),
        ({"id_number": id_number(8)}, ""),
        ({"id_number": id_number(8)[:-1]}, "id_length"),
        ({"name": "  "}, "name_missing"),
        ({"name": 5}, "misfit"),
        ({"tier_fen": "200"}, "misfit"),
        ({"tier_fen": -1}, "amount_impossible"),
        ({"group": 10_000}, "group_impossible"),
        ({"shoe_size": 42}, ""),
        ({"shoe_size": "x" * 201}, "field_unknown"),
        ({"Shoe": 42}, "field_unknown"),
    ],
)
def test_a_correction_is_checked_like_a_registration(
    scribe: Scribe, counter: Counter, person: str, changes: dict[str, Any], expected: str
) -> None:
    assert code(scribe, counter, PersonCorrected(person=person, changes=changes)) == expected


def test_a_refused_registration_is_healed_by_a_correction(scribe: Scribe, counter: Counter) -> None:
    person = scribe.mint()
    wrong = id_number(3)[:17] + ("0" if id_number(3)[17] != "0" else "1")
    assert code(scribe, counter, PersonRegistered(person=person, name="张三", id_number=wrong)) == "id_check_digit"
    assert code(scribe, counter, PersonCorrected(person=person, changes={"phone": "13900000000"})) == ""
    assert counter.status().people == 0
    money = ContributionCollected(person=person, receipt="A-2026-000001", **PAID)
    assert code(scribe, counter, money) == "person_in_doubt"
    assert counter.net_fen(2026) == 20000
    assert code(scribe, counter, PersonCorrected(person=person, changes={"id_number": id_number(3)})) == ""
    assert counter.status().people == 1


def test_a_doubt_about_a_shared_number_stays_until_the_number_changes(
    scribe: Scribe, counter: Counter, person: str
) -> None:
    twin = scribe.mint()
    scribe.record(PersonRegistered(person=twin, name="李四", id_number=id_number(0)))
    counter.take(scribe)
    assert code(scribe, counter, PersonCorrected(person=twin, changes={"phone": "1"})) == ""
    assert counter.status().people == 1
    assert code(scribe, counter, PersonCorrected(person=twin, changes={"id_number": id_number(9)})) == ""
    assert counter.status().people == 2


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ""),
        ({"amount_fen": 10000, "government_fen": 10000, "payer": "government"}, ""),
        ({"amount_fen": 0, "government_fen": 20000, "payer": "government"}, ""),
        ({"amount_fen": 10000}, "parts_differ"),
        ({"amount_fen": -20000, "government_fen": 40000}, "amount_impossible"),
        ({"amount_fen": 10**12, "tier_fen": 10**12}, "amount_impossible"),
        ({"tier_fen": 0, "amount_fen": 0}, "amount_impossible"),
        ({"year": 2008}, "year_impossible"),
        ({"year": 2027}, ""),
        ({"year": 2028}, "year_impossible"),
        ({"year": 2**52}, "year_impossible"),
        ({"payer": "dog"}, "payer_unknown"),
        ({"receipt": " "}, "receipt_missing"),
        ({"receipt": "A" * 65}, "misfit"),
    ],
)
def test_money_is_checked(
    scribe: Scribe, counter: Counter, person: str, changed: dict[str, Any], expected: str
) -> None:
    fact = ContributionCollected(**{"person": person, "receipt": "A-2026-000001", **PAID, **changed})
    assert code(scribe, counter, fact) == expected
    assert counter.net_fen(fact.year) == (0 if expected else fact.amount_fen)


def test_a_receipt_number_is_used_once_even_by_refused_money(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001", amount_fen=1)
    counter.take(scribe)
    scribe.collect(person, "A-2026-000001")
    assert counter.verdict(scribe).code == "receipt_used"
    assert counter.net_fen(2026) == 0


def test_money_taken_twice_stands_with_a_remark(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    scribe.collect(person, "A-2026-000002")
    said = counter.take(scribe)
    assert (said.accepted, [each.code for each in said.remarks]) == (1, ["collected_twice"])
    assert counter.net_fen(2026) == 40000


def test_a_year_paid_in_another_village_stands_with_a_remark(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    """The one that came later is remarked on; other years, and a year that was voided there, are not."""
    other = Scribe(tmp_path / "other", "429004103003-A")
    [here], [there] = scribe.register(1), other.register(1)
    other.collect(there, "A-2026-000001", 2026)
    other.collect(there, "A-2026-000002", 2025)
    other.record(ReceiptVoided(person=there, receipt="A-2026-000002", reason="写错"))
    assert counter.take(other).remarks == ()
    counter.take(scribe)
    for receipt, year in (("A-2026-000001", 2025), ("A-2026-000002", 2026)):
        scribe.collect(here, receipt, year)
    said = counter.take(scribe)
    assert [(each.code, each.field) for each in said.remarks] == [("collected_elsewhere", "year")]
    assert (said.accepted, counter.net_fen(2026), counter.net_fen(2025)) == (2, 40000, 20000)
    scribe.record(ReceiptVoided(person=here, receipt="A-2026-000002", reason="在别的村缴过"))
    assert counter.take(scribe).remarks == ()
    other.collect(there, "A-2026-000003", 2025)
    assert [each.code for each in counter.take(other).remarks] == ["collected_elsewhere"]


def test_board_status_and_answers_come_to_the_same_sums(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    """Added up from what was signed, from the books, and from the board of the console."""
    answers = []
    people: list[str] = []
    for place, desk in enumerate((scribe, Scribe(tmp_path / "other", "429004103003-A"))):
        for week in range(3):
            people = desk.register(4) if week == 0 else people
            for number, person in enumerate(people[: 4 - week]):
                desk.collect(person, f"A-2026-{week}{place}{number}", 2026 - week, fen=10000 + 100 * number)
            desk.collect("not here yet", f"A-2026-{week}9", 2026)
            desk.collect(people[0], f"A-2026-{week}9", 2025)
            answers.append(counter.take(desk))
    with counter.store.reading() as db:
        boards = {year: village_list.board(db, year, NOON.date()) for year in range(2024, 2027)}
    board, years = boards[2026], {year: sum(each.progress.fen for each in boards[year]) for year in boards}
    found = counter.status()
    assert sum(each.accepted_fen for each in answers) == sum(each.net_fen for each in found.money.values())
    assert years == {int(year): each.net_fen for year, each in found.money.items()}
    assert sum(each.facts for each in board) == found.facts == sum(each.accepted for each in answers)
    assert found.refused == sum(each.refused for each in answers) == 6
    assert sum(each.refused_fen for each in answers) == 6 * 20000


def test_money_taken_again_for_a_reason_needs_no_remark(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001")
    scribe.collect(person, "A-2026-000002", again="补缴差额")
    assert counter.take(scribe).remarks == ()


def test_a_void_frees_the_year(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001")
    scribe.record(ReceiptVoided(person=person, receipt="A-2026-000001", reason="档次写错"))
    scribe.collect(person, "A-2026-000002", fen=50000)
    assert counter.take(scribe).remarks == ()
    assert counter.net_fen(2026) == 50000


@pytest.mark.parametrize(
    ("receipt", "who", "reason", "expected"),
    [
        ("A-2026-000001", "", "写错", ""),
        ("A-2026-000001", "somebody", "写错", "person_awaited"),
        ("A-2026-000001", "", " ", "reason_missing"),
    ],
)
def test_only_a_receipt_that_is_there_is_voided(
    scribe: Scribe, counter: Counter, person: str, receipt: str, who: str, reason: str, expected: str
) -> None:
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    fact = ReceiptVoided(person=who or person, receipt=receipt, reason=reason)
    assert code(scribe, counter, fact) == expected
    assert counter.net_fen(2026) == (20000 if expected else 0)


def test_a_receipt_is_voided_once(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001")
    void = ReceiptVoided(person=person, receipt="A-2026-000001", reason="写错")
    scribe.record(void)
    counter.take(scribe)
    assert code(scribe, counter, void) == "receipt_void_already"


def test_refused_money_can_be_voided_by_its_number(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001", year=1999)
    counter.take(scribe)
    assert code(scribe, counter, ReceiptVoided(person=person, receipt="A-2026-000001", reason="年度错")) == ""
    assert counter.status().money == {}, "what never counted is not a sum that was voided"


def test_a_void_for_another_person_than_the_receipts_is_refused(scribe: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    scribe.collect(one, "A-2026-000001")
    counter.take(scribe)
    assert code(scribe, counter, ReceiptVoided(other, "A-2026-000001", "写错")) == "receipt_unknown"
    assert counter.net_fen(2026) == 20000


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (DeskOpened("429004103002", "沟二社区", "A"), ""),
        (DeskOpened("429004103099", "沟二社区", "A"), "desk_name"),
        (PayoutListTaken("l", "2026-11", 3, 100, "f"), ""),
        (PayoutListTaken("l", "2026-13", 3, 100, "f"), "date_impossible"),
        (ReceiptPrinted("p", "A-2026-000001", 0), ""),
    ],
)
def test_other_kinds(scribe: Scribe, counter: Counter, fact: facts.Fact, expected: str) -> None:
    assert code(scribe, counter, fact) == expected


def test_one_bad_line_never_holds_up_the_rest(scribe: Scribe, counter: Counter, person: str) -> None:
    scribe.collect(person, "A-2026-000001")
    scribe.collect(person, "A-2026-000001")
    scribe.collect(person, "A-2027-000001", year=2027)
    said = counter.take(scribe)
    assert (said.accepted, said.refused) == (2, 1)
    assert (said.accepted_fen, said.refused_fen) == (40000, 20000)
    [refusal] = said.not_accepted
    assert (refusal.code, refusal.field, refusal.seq) == ("receipt_used", "receipt", 3)


def test_a_line_refused_before_is_refused_again(scribe: Scribe, counter: Counter) -> None:
    raw = json.dumps({**GOOD, "kind": "number.shown/1", "body": {"what": 5}}).encode()
    for epoch in ("11111111", "22222222"):
        sealed = batch.assemble(DESK, epoch, protocol.beginning(DESK, epoch), [raw, raw], scribe.key, MORNING, "")
        answered = counter.hand(sealed)
        assert isinstance(answered, Answered)
        assert [each.code for each in answered.answer.not_accepted] == ["misfit"] * 2
        assert answered.answer.refused == 2


def test_every_code_has_words() -> None:
    for each in ("unreadable", "kind_unknown", "misfit", "id_reused", "date_impossible", "collected_twice"):
        assert verdicts.reason(each, "at")
        assert verdicts.cure(each)


def test_a_moment_without_an_offset_is_refused(scribe: Scribe, counter: Counter) -> None:
    for at, expected in (("2026-11-24T08:00:00", "date_impossible"), ("2026-02-30T08:00:00+08:00", "date_impossible")):
        line = json.dumps({**GOOD, "id": at, "at": at, "kind": "number.shown/1", "body": {"what": "phone"}}).encode()
        epoch = protocol.digest(at.encode())[:8]
        sealed = batch.assemble(DESK, epoch, protocol.beginning(DESK, epoch), [line], scribe.key, MORNING, "")
        answered = counter.hand(sealed)
        assert isinstance(answered, Answered)
        assert [each.code for each in answered.answer.not_accepted] == [expected]


odd_values: st.SearchStrategy[Any] = st.sampled_from(
    ["p", "A-1", "", 1, -5, 20000, True, None, [], {}, {"name": 3}, "2026-11", id_number(1)]
)
bodies = st.sampled_from(sorted(facts.KINDS)).flatmap(
    lambda kind: st.fixed_dictionaries(
        {
            "id": st.sampled_from(["a", "b", "c"]),
            "at": st.just(MORNING.isoformat()) | st.text(max_size=5),
            "by": st.just("张"),
            "kind": st.just(kind),
            "about": st.sampled_from(["p", "q"]),
            "body": st.fixed_dictionaries(
                {},
                optional={
                    each.name: st.sampled_from(
                        ["p", "A-1", "", 1, -5, 20000, True, None, [], {}, {"name": 3}, "2026-11"]
                    )
                    | st.just(id_number(1))
                    for each in dataclasses.fields(facts.KINDS[kind])
                },
            ),
        }
    ).map(lambda value: json.dumps(value).encode())
)


def test_a_form_is_a_name_bytes_of_a_digest_and_pieces_and_one_withdrawn_is_withdrawn(
    scribe: Scribe, counter: Counter
) -> None:
    installed = facts.FormInstalled("变更表", "F2", "a" * 64, 10, "village", "变更", "person", 1)
    newer = dataclasses.replace(installed, sha256="b" * 64, whole_numbers=0)
    scribe.record(
        *(installed, newer, facts.FormWithdrawn("变更表", "a" * 64), dataclasses.replace(installed, form="注销表")),
        *(facts.FormWithdrawn("注销表", "a" * 64), facts.FormPrinted("", "变更表", "a" * 64, 1, ("p-1", "p-2"))),
        dataclasses.replace(installed, form="长" * 41),
        dataclasses.replace(installed, form="大", bytes=6 * 2**20),
        *(facts.FormPiece("a" * 64, 2, 1, "YQ=="), facts.FormPiece("a" * 64, 1, 1, "Y*Q")),
    )
    found = [(each.code, each.field) for each in counter.take(scribe).not_accepted]
    assert found == [("misfit", "form"), ("form_too_large", "bytes"), *[("form_piece_broken", "data")] * 2]
    with counter.store.reading() as db:
        booked = [(each.form, each.sha256[:1], each.withdrawn) for each in installed_forms.everywhere(db)]
    assert booked == [("变更表", "b", 0), ("注销表", "a", 1)]


@settings(max_examples=CASES, print_blob=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raws=st.lists(raw_lines | bodies, min_size=1, max_size=12))
def test_no_batch_is_poison(scribe: Scribe, counter: Counter, raws: list[bytes]) -> None:
    """Whatever a known desk signs is answered, with one verdict for each line and sums that add up."""
    epoch = Minter().mint().encode().hex()[:16]
    sealed = batch.assemble(DESK, epoch, protocol.beginning(DESK, epoch), raws, scribe.key, MORNING, "")
    answered = counter.hand(sealed)
    assert isinstance(answered, Answered)
    said = answered.answer
    assert said.accepted + said.already_had + said.refused + said.kept == len(raws)
    refused = [each for each in said.not_accepted if each.verdict == "refused"]
    assert all(each.code and each.reason and each.cure for each in refused)


def test_the_desk_can_ask_before_it_seals() -> None:
    """The checks are pure: they need no database."""
    assert verdicts.judge(None, Books(DESK), NOON.date()) == Finding("unreadable")
