"""A desk can touch only its own: what one PC of a village signs takes nothing from the other's money."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sync.agreement import journal
from sync.agreement.facts import AttachmentAdded, AttachmentRemoved, BatchAnswered, EpochOpened, ReceiptVoided
from sync.agreement.journal import Entry
from sync.agreement.protocol import Answered, digest
from sync.agreement.receipts import is_own
from sync.agreement.sent import DeskTold
from tests.township.counters import Counter
from tests.township.journals import Scribe
from tests.township.test_siblings import B, meet, told


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Scribe]:
    yield Scribe(tmp_path / "second", desk=B)


def moved(counter: Counter, desk: Scribe, *entries: Entry) -> BatchAnswered:
    """The verdicts on these entries, with any ids, in an epoch of their own."""
    answered = counter.hand(desk.moved(list(entries)))
    assert isinstance(answered, Answered)
    return answered.answer


def codes(said: BatchAnswered) -> list[str]:
    """What was found of the lines: refused ones, then remarks."""
    return [each.code for each in said.not_accepted + said.remarks]


@pytest.mark.parametrize(
    ("receipt", "desk", "own"),
    [
        ("A-2026-000001-7", "429004103002-A", True),
        ("A2-2026-000001-7", "429004103002-A", True),
        ("A10-2026-000001-7", "429004103002-A", True),
        ("B-2026-000001-7", "429004103002-A", False),
        ("AA-2026-000001-7", "429004103002-A", False),
        ("a-2026-000001-7", "429004103002-A", False),
        ("000001", "429004103002-A", False),
        ("", "429004103002-A", False),
    ],
)
def test_a_number_is_a_desks_own_by_its_letter_in_whichever_life(receipt: str, desk: str, own: bool) -> None:
    assert is_own(receipt, desk) is own


def test_the_other_pc_cannot_void_a_receipt(scribe: Scribe, second: Scribe, counter: Counter) -> None:
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    scribe.collect(person, "A-2026-000001")
    counter.take(scribe)
    second.record(ReceiptVoided(person, "A-2026-000001", "写错了"), ReceiptVoided(person, "A-2026-000002", "写错了"))
    assert codes(counter.take(second)) == ["receipt_of_another"] * 2, "nor one that is not here yet"
    scribe.collect(person, "A-2026-000002", year=2025)
    counter.take(scribe)
    assert (counter.net_fen(2026), counter.net_fen(2025), counter.status().early) == (20000, 20000, 0)
    scribe.record(ReceiptVoided(person, "A-2026-000001", "写错了"))
    assert codes(counter.take(scribe)) == []


@pytest.mark.parametrize("series", ["A", "A2", "A10"])
def test_a_claim_on_the_others_next_number_takes_nothing_from_it(
    scribe: Scribe, second: Scribe, counter: Counter, series: str
) -> None:
    person, other = scribe.register(2)
    counter.take(scribe)
    second.collect(other, f"{series}-2026-000001")
    assert codes(counter.take(second)) == ["receipt_of_another"]
    scribe.collect(person, f"{series}-2026-000001")
    assert codes(counter.take(scribe)) == []
    assert counter.net_fen(2026) == 20000
    second.record(ReceiptVoided(other, f"{series}-2026-000001", "写错了"))
    assert codes(counter.take(second)) == ["receipt_of_another"]
    assert counter.net_fen(2026) == 20000


@pytest.mark.parametrize("before", [True, False])
def test_a_claim_on_the_others_id_takes_nothing_from_it(
    scribe: Scribe, second: Scribe, counter: Counter, before: bool
) -> None:
    """Ids are heard by DeskTold, and the next one of a start is no secret."""
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    counter.take(scribe)
    fee = scribe.collect(person, "A-2026-000001")
    [claim] = second.record(replace(fee.fact(), receipt="B-2026-000001", year=2025))
    claimed = second.moved([replace(claim, id=fee.id)])
    for each in (claimed, scribe.sealed()) if before else (scribe.sealed(), claimed):
        answered = counter.hand(each)
        assert isinstance(answered, Answered)
        assert codes(answered.answer) == []
        if each is not claimed:
            scribe.keep(each, answered.bytes)
    assert (counter.net_fen(2026), counter.net_fen(2025)) == (20000, 20000)
    assert {row.taken_by for row in counter.rows("contributions")} == {scribe.desk, B}
    lines = [each for message in told(counter, scribe.desk) if isinstance(message, DeskTold) for each in message.lines]
    assert (fee.id in {each.id for each in lines}) == before, "a fact of its own would have another's words"
    scribe.record(ReceiptVoided(person, "A-2026-000001", "写错了"))
    assert codes(counter.take(scribe)) == []
    assert (counter.net_fen(2026), counter.net_fen(2025)) == (0, 20000)


def test_an_attachment_under_the_others_id_is_another_attachment(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person, other = scribe.register(2)
    [paper] = scribe.record(AttachmentAdded(person, digest(b"x"), 1, "image/png", "户口页"))
    [claim] = second.record(AttachmentAdded(other, digest(b"y"), 1, "image/png", "照片"))
    moved(counter, second, replace(claim, id=paper.id))
    assert codes(counter.take(scribe)) == []
    assert counter.status().attachments.named == 2
    scribe.record(AttachmentRemoved(person, paper.id, "放错了"))
    assert codes(counter.take(scribe)) == []
    assert {(row.added_by, row.removed) for row in counter.rows("attachments")} == {(scribe.desk, True), (B, False)}


def test_a_refused_attachment_under_the_others_id_hides_nothing(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    [paper] = scribe.record(AttachmentAdded(person, digest(b"x"), 1, "image/png", "户口页"))
    counter.take(scribe)
    [claim] = second.record(AttachmentAdded(person, digest(b"y"), 1, "text/html", "照片"))
    assert codes(moved(counter, second, replace(claim, id=paper.id))) == ["attachment_kind"]
    scribe.record(AttachmentRemoved(person, paper.id, "放错了"))
    assert codes(counter.take(scribe)) == []
    assert counter.status().attachments.named == 0


def test_a_later_life_goes_on_with_numbers_of_its_own_and_of_the_one_before(
    scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    """After a restore unsent fees move on with their old numbers, and what follows is in the new series."""
    person = scribe.register(1)[0]
    counter.take(scribe)
    later = scribe.copy(tmp_path / "later")
    assert codes(moved(counter, later, later.collect(person, "A-2026-000001"))) == []
    scribe.record(EpochOpened(journal.head(scribe.db, scribe.desk).epoch, 2, "restored", "0" * 64))
    scribe.collect(person, "A2-2026-000001", year=2025)
    scribe.collect(person, "A10-2026-000001", year=2024)
    scribe.record(ReceiptVoided(person, "A-2026-000001", "写错了"))
    assert codes(counter.take(scribe)) == []
    assert [counter.net_fen(year) for year in (2026, 2025, 2024)] == [0, 20000, 20000]


def test_a_void_of_anothers_receipt_that_an_earlier_program_let_wait_never_counts(
    scribe: Scribe, second: Scribe, counter: Counter
) -> None:
    meet(counter, scribe, second)
    person = scribe.register(1)[0]
    counter.take(scribe)
    [void] = second.record(ReceiptVoided(person, "B-2026-000001", "写错了"))
    counter.take(second)
    with counter.store.writing() as db:
        db.exec_driver_sql("UPDATE facts SET body = replace(body, 'B-2026', 'A-2026') WHERE id = '" + void.id + "'")
        db.exec_driver_sql("UPDATE early SET awaits = 'A-2026-000001'")
    scribe.collect(person, "A-2026-000001")
    assert codes(counter.take(scribe)) == []
    assert counter.net_fen(2026) == 20000
