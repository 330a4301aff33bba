"""Early facts at the township: they are accepted, wait for the thing they refer to, and count once it comes."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from sync.agreement.books import Books
from sync.agreement.down_checks import NotSent
from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    BatchAnswered,
    ContributionCollected,
    Fact,
    PersonCorrected,
    PersonRegistered,
    ReceiptVoided,
)
from sync.agreement.journal import Entry
from sync.agreement.protocol import Answered, digest
from sync.agreement.sent import CorrectedAbove
from sync.township import subjects
from tests.township.counters import Counter
from tests.township.journals import Scribe, id_number
from tests.township.test_siblings import B, downward, meet, told

PAID: dict[str, Any] = {"year": 2026, "tier_fen": 20000, "amount_fen": 20000, "policy": "national-2014"}


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Scribe]:
    yield Scribe(tmp_path / "second", desk=B)


@pytest.fixture
def later(scribe: Scribe, tmp_path: Path) -> Scribe:
    """The same desk in a later epoch, whose batches come before those of its first one."""
    return scribe.copy(tmp_path / "later")


def early(later: Scribe, counter: Counter, *recorded: Fact | Entry) -> BatchAnswered:
    """These facts come in an epoch of their own."""
    entries = [each for one in recorded for each in ([one] if isinstance(one, Entry) else later.record(one))]
    answered = counter.hand(later.moved(entries))
    assert isinstance(answered, Answered)
    return answered.answer


def codes(said: BatchAnswered) -> list[str]:
    """What the township remarks; nothing may be refused."""
    assert said.not_accepted == ()
    return [each.code for each in said.remarks]


@contextmanager
def questions() -> Iterator[list[str]]:
    """What the books are asked meanwhile."""
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", listen)
    yield asked
    event.remove(Engine, "before_cursor_execute", listen)


def registration(person: str, **fields: Any) -> PersonRegistered:
    return PersonRegistered(person=person, **{"name": "张三", "id_number": id_number(1), **fields})


def test_money_of_a_person_not_yet_registered_counts_at_once(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.mint()
    said = early(later, counter, ContributionCollected(person=person, receipt="A-2026-000001", **PAID))
    assert codes(said) == ["person_awaited"]
    assert said.accepted_fen == counter.net_fen(2026) == 20000
    assert (counter.status().people, counter.status().early) == (0, 1)
    scribe.record(registration(person))
    counter.take(scribe)
    assert (counter.status().people, counter.status().early, counter.net_fen(2026)) == (1, 0, 20000)
    scribe.collect(person, "A-2026-000002")
    assert counter.verdict(scribe).code == "collected_twice", "the fee that waited is this person's"


def test_a_receipt_number_that_waits_is_taken(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    fee = ContributionCollected(person=scribe.mint(), receipt="A-2026-000001", **PAID)
    early(later, counter, fee)
    other = scribe.register(1)[0]
    counter.take(scribe)
    scribe.collect(other, "A-2026-000001")
    assert counter.verdict(scribe).code == "receipt_used"


def test_wrong_money_of_somebody_unknown_is_refused_as_ever(scribe: Scribe, counter: Counter) -> None:
    scribe.record(ContributionCollected(person="nobody", receipt="A-2026-000001", **PAID | {"amount_fen": 1}))
    assert counter.verdict(scribe).code == "parts_differ"


def test_corrections_that_came_first_are_the_later_word(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.mint()
    corrections = [PersonCorrected(person, {"phone": "1", "group": 2}), PersonCorrected(person, {"phone": "2"})]
    assert codes(early(later, counter, *corrections)) == ["person_awaited"] * 2
    scribe.record(registration(person, phone="0", household="7"))
    counter.take(scribe)
    [row] = counter.rows("people")
    assert [word in row.fields for word in ('"phone":"2"', '"group":2', '"household":"7"')] == [True] * 3
    scribe.record(PersonCorrected(person=person, changes={"phone": "3"}))
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    assert '"phone":"3"' in counter.rows("people")[0].fields, "what waited is entered once"


def test_a_correction_that_waited_heals_the_registration_that_it_is_for(
    scribe: Scribe, later: Scribe, counter: Counter
) -> None:
    person = scribe.mint()
    early(later, counter, PersonCorrected(person=person, changes={"id_number": id_number(1)}))
    scribe.record(registration(person, id_number=id_number(1)[:-1]))
    assert codes(counter.take(scribe)) == []
    assert counter.status().people == 1


def test_a_number_corrected_before_its_registration_is_still_one_persons(
    scribe: Scribe, later: Scribe, counter: Counter
) -> None:
    person = scribe.mint()
    early(later, counter, PersonCorrected(person=person, changes={"id_number": id_number(0)}))
    scribe.register(1)
    counter.take(scribe)
    scribe.record(registration(person))
    assert counter.verdict(scribe).code == "id_number_taken"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [({"name": 5}, "misfit"), ({"shoe_size": "x" * 201}, "field_unknown"), ({"id_number": "42"}, "id_length")],
)
def test_a_wrong_correction_does_not_wait(
    scribe: Scribe, counter: Counter, changes: dict[str, Any], expected: str
) -> None:
    scribe.record(PersonCorrected(person="nobody", changes=changes))
    assert counter.verdict(scribe).code == expected


def test_a_void_waits_for_its_receipt(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    counter.take(scribe)
    assert codes(early(later, counter, ReceiptVoided(person, "A-2026-000001", "写错了"))) == ["receipt_awaited"]
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    assert (counter.net_fen(2026), counter.status().early) == (0, 0)


def test_a_void_does_not_touch_another_persons_receipt(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    one, other = scribe.register(2)
    counter.take(scribe)
    early(later, counter, ReceiptVoided(one, "A-2026-000001", "写错了"))
    scribe.collect(other, "A-2026-000001")
    counter.take(scribe)
    assert counter.net_fen(2026) == 20000


def test_all_of_a_life_may_come_backwards(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.mint()
    [born] = later.record(registration(person))
    [fee] = later.record(ContributionCollected(person=person, receipt="A-2026-000001", **PAID))
    [paper] = later.record(AttachmentAdded(person, digest(b"x"), 1, "image/png", "户口页"))
    [void] = later.record(ReceiptVoided(person, "A-2026-000001", "写错了"))
    [gone] = later.record(AttachmentRemoved(person, paper.id, "放错了"))
    for entry, code in ((gone, "attachment_awaited"), (void, "receipt_awaited"), (paper, "person_awaited")):
        assert codes(early(later, counter, entry)) == [code]
    assert counter.status().attachments.named == 0
    assert codes(early(later, counter, fee)) == ["person_awaited"]
    assert codes(early(later, counter, born)) == []
    assert (counter.net_fen(2026), counter.status().people, counter.status().early) == (0, 1, 0)


def test_a_refused_attachment_is_not_awaited(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    [paper] = scribe.record(AttachmentAdded(person, digest(b"x"), 1, "text/html", "户口页"))
    scribe.record(AttachmentRemoved(person, paper.id, "放错了"))
    assert [each.code for each in counter.take(scribe).not_accepted] == ["attachment_kind", "attachment_unknown"]
    scribe.record(AttachmentRemoved(person, paper.id, "再移一次"))
    assert counter.verdict(scribe).code == "attachment_unknown"


def test_what_the_other_desk_took_goes_to_whoever_is_registered(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    """The township's books were put back, and the desk that only knew of the person sends first."""
    meet(counter, scribe, second)
    person = scribe.mint()
    second.record(
        ContributionCollected(person=person, receipt="B-2026-000001", **PAID),
        AttachmentAdded(person, digest(b"x"), 1, "image/png", "户口页"),
    )
    assert codes(counter.take(second)) == ["person_awaited"] * 2
    scribe.record(registration(person))
    assert codes(counter.take(scribe)) == []
    assert [(row.desk, row.person) for row in counter.rows("contributions")] == [(scribe.desk, person)]
    assert [(row.desk, row.person) for row in counter.rows("attachments")] == [(scribe.desk, person)]
    second.record(ReceiptVoided(person, "B-2026-000001", "写错了"))
    assert codes(counter.take(second)) == []
    assert counter.net_fen(2026) == 0
    assert len(told(counter, scribe.desk)) == 2


def test_what_waited_goes_to_the_one_person_of_both_desks(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    meet(counter, scribe, second)
    first, twin = scribe.mint(), second.mint()
    scribe.record(registration(first))
    counter.take(scribe)
    second.record(
        ContributionCollected(person=twin, receipt="B-2026-000001", **PAID),
        PersonCorrected(person=twin, changes={"phone": "5"}),
        ReceiptVoided(twin, "B-2026-000002", "写错了"),
    )
    assert codes(counter.take(second)) == ["person_awaited", "person_awaited", "receipt_awaited"]
    second.record(registration(twin))
    second.collect(twin, "B-2026-000002", year=2025)
    assert codes(counter.take(second)) == []
    assert {(row.desk, row.person, row.state) for row in counter.rows("contributions")} == {
        (scribe.desk, first, "counted"),
        (scribe.desk, first, "void"),
    }
    [row] = counter.rows("people")
    assert '"phone":"5"' in row.fields


def test_a_void_under_an_id_not_known_yet_waits_for_its_person(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    """Desk B took money under A's id of the person and voids it under its own; B's registration comes last."""
    meet(counter, scribe, second)
    first, twin = scribe.mint(), second.mint()
    scribe.record(registration(first), AttachmentAdded(first, digest(b"x"), 1, "image/png", "户口页"))
    counter.take(scribe)
    second.collect(first, "B-2026-000001")
    counter.take(second)
    [paper] = [row.fact for row in counter.rows("attachments")]
    second.record(ReceiptVoided(twin, "B-2026-000001", "写错了"), AttachmentRemoved(twin, paper, "放错了"))
    assert codes(counter.take(second)) == ["person_awaited"] * 2
    assert (counter.net_fen(2026), counter.status().attachments.named) == (20000, 1)
    second.record(registration(twin))
    assert codes(counter.take(second)) == []
    assert (counter.net_fen(2026), counter.status().attachments.named, counter.status().early) == (0, 0, 0)


def test_however_many_wait_they_are_settled_at_once(scribe: Scribe, counter: Counter) -> None:
    """As many as a village of 5,000 can have brought early; each as a parameter of its own would be too many."""
    books = Books(scribe.desk)
    books.early.settled = {(scribe.desk, f"fact-{count}") for count in range(300_000)}
    with counter.store.writing() as db:
        subjects.save(db, books)
    assert counter.status().early == 0


def test_the_township_corrects_nobody_whom_it_does_not_know(scribe: Scribe, later: Scribe, counter: Counter) -> None:
    person = scribe.mint()
    early(later, counter, PersonCorrected(person=person, changes={"phone": "1"}))
    with pytest.raises(NotSent, match="person_unknown"):
        downward(counter).send(scribe.desk, CorrectedAbove("c", person, {"phone": "2"}, "核对"))


def test_a_void_finds_the_receipt_under_the_persons_first_id(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    """The township's books were put back: B's void is here before the receipt, which has A's id of the person."""
    meet(counter, scribe, second)
    first, twin = scribe.mint(), second.mint()
    scribe.record(registration(first))
    counter.take(scribe)
    second.record(registration(twin))
    counter.take(second)
    paper, *_rest = scribe.record(AttachmentAdded(first, digest(b"x"), 1, "image/png", "户口页"))
    second.record(ReceiptVoided(twin, "B-2026-000001", "写错了"), AttachmentRemoved(twin, paper.id, "放错了"))
    assert codes(counter.take(second)) == ["receipt_awaited", "attachment_awaited"]
    counter.take(scribe)
    second.collect(first, "B-2026-000001")
    assert codes(counter.take(second)) == []
    assert (counter.net_fen(2026), counter.status().attachments.named, counter.status().early) == (0, 0, 0)


def test_many_who_were_paid_for_before_they_were_registered_are_entered_with_few_questions(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    people = [registration(scribe.mint(), id_number=id_number(count)) for count in range(300)]
    fees = [
        ContributionCollected(person=each.person, receipt=f"B-2026-{count:06}", **PAID)
        for count, each in enumerate(people)
    ]
    second.record(*fees)
    assert codes(counter.take(second)) == ["person_awaited"] * 300
    scribe.record(*people)
    with questions() as asked:
        assert codes(counter.take(scribe)) == []
    assert {row.desk for row in counter.rows("contributions")} == {scribe.desk}
    assert len(asked) < 100


@pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("name", ["A\0", "A" * 9000])
def test_what_no_database_can_keep_is_not_awaited(scribe: Scribe, counter: Counter, name: str) -> None:
    person = scribe.register(1)[0]
    scribe.record(ReceiptVoided(person, name, "写错了"), AttachmentRemoved(person, name, "放错了"))
    assert [each.code for each in counter.take(scribe).not_accepted] == ["misfit", "misfit"]


def test_a_void_finds_its_receipt_when_it_is_known_whose_both_are(
    scribe: Scribe, second: Scribe, counter: Counter, tmp_path: Path
) -> None:
    meet(counter, scribe, second)
    first, twin = scribe.mint(), second.mint()
    [paper] = scribe.record(AttachmentAdded(first, digest(b"x"), 1, "image/png", "户口页"))
    void, gone = ReceiptVoided(twin, "B-2026-000001", "写错了"), AttachmentRemoved(twin, paper.id, "放错了")
    early(second.copy(tmp_path / "second later"), counter, void, gone)
    scribe.record(registration(first))
    counter.take(scribe)
    second.collect(first, "B-2026-000001")
    counter.take(second)
    assert (counter.net_fen(2026), counter.status().early) == (20000, 2)
    second.record(registration(twin))
    assert codes(counter.take(second)) == []
    assert (counter.net_fen(2026), counter.status().attachments.named, counter.status().early) == (0, 0, 0)
