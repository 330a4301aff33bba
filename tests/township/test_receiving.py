"""One batch, one answer: resent, out of order, forked, in a new epoch, by the wrong hand."""

import dataclasses
import random
from pathlib import Path

import pytest

from sync.agreement import journal
from sync.agreement.errors import Damaged, TownshipRefused
from sync.agreement.facts import ReceiptVoided
from sync.agreement.protocol import Answered, Held
from sync.wire.keys import DeskKey
from tests.township.counters import Counter
from tests.township.journals import DESK, Scribe


def test_a_week_is_accepted_whole_and_counted(scribe: Scribe, counter: Counter) -> None:
    one, other, third = scribe.register(3)
    for number, person in enumerate((one, other, third), start=1):
        scribe.collect(person, f"A-2026-{number:06}")
    scribe.record(ReceiptVoided(person=third, receipt="A-2026-000003", reason="写错了人"))
    said = counter.take(scribe)
    assert (said.accepted, said.already_had, said.refused) == (7, 0, 0)
    assert said.accepted_fen == 60000
    found = counter.status()
    assert (found.facts, found.people) == (7, 3)
    assert dataclasses.astuple(found.money["2026"]) == (60000, 20000, 40000)


def test_the_same_batch_is_answered_with_the_same_bytes(scribe: Scribe, counter: Counter) -> None:
    scribe.collect(scribe.register(1)[0], "A-2026-000001")
    sealed = scribe.sealed()
    first = counter.receiver.receive(sealed.bytes)
    before = counter.status()
    assert [counter.receiver.receive(sealed.bytes) for _ in range(3)] == [first] * 3
    assert counter.status() == before
    assert counter.net_fen(2026) == 20000


def test_the_answer_survives_a_restart(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(1)
    sealed = scribe.sealed()
    first = counter.receiver.receive(sealed.bytes)
    counter.close()
    again = counter.again()
    assert again.receiver.receive(sealed.bytes) == first
    assert again.receiver.reply_to(sealed.id) == first
    again.close()


def test_the_next_batch_follows(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    assert counter.take(scribe).number == 1
    scribe.collect(person, "A-2026-000001")
    said = counter.take(scribe)
    assert (said.number, said.accepted, said.position) == (2, 1, 2)


def test_a_batch_after_a_gap_is_held_and_applied_when_the_gap_closes(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    first = scribe.sealed()
    scribe.collect(person, "A-2026-000001")
    second = scribe.sealed()
    scribe.collect(person, "A-2027-000001", year=2027)
    third = scribe.sealed()
    for early in (third, second, third):
        held = counter.hand(early)
        assert isinstance(held, Held)
        assert held.waits_for == 1
    assert counter.status().facts == 0
    assert isinstance(counter.hand(first), Answered)
    assert counter.status().facts == 3
    for late in (second, third):
        answered = counter.hand(late)
        assert isinstance(answered, Answered)
        assert answered.answer.accepted == 1


def test_a_fork_is_refused_and_changes_nothing(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(1)
    counter.take(scribe)
    clone = scribe.copy(tmp_path / "clone")
    scribe.register(1)
    counter.take(scribe)
    before = counter.digest()
    clone.register(2)
    with pytest.raises(TownshipRefused) as refused:
        counter.receiver.receive(clone.sealed().bytes)
    assert refused.value.code == "chain-fork"
    assert "head 2" in refused.value.detail
    assert counter.digest() == before


def test_a_fork_among_held_batches_does_not_stop_the_chain(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(1)
    first = scribe.sealed()
    clone = scribe.copy(tmp_path / "clone")
    scribe.register(1)
    clone.register(1)
    second, stray = scribe.sealed(), clone.sealed()
    assert isinstance(counter.hand(stray), Held)
    with pytest.raises(TownshipRefused, match="chain-fork"):
        counter.hand(second)
    assert isinstance(counter.hand(first), Answered)
    assert isinstance(counter.hand(stray), Answered)
    with pytest.raises(TownshipRefused, match="chain-fork"):
        counter.hand(second)


def test_a_new_epoch_counts_old_ids_once(scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    scribe.collect(person, "A-2026-000001")
    old = list(journal.everything(scribe.db))
    counter.take(scribe)
    sealed = scribe.moved(old)
    answered = counter.hand(sealed)
    assert isinstance(answered, Answered)
    assert (answered.answer.accepted, answered.answer.already_had) == (0, 2)
    assert answered.answer.already_had_fen == 20000
    assert counter.net_fen(2026) == 20000


def test_an_id_with_other_content_is_refused(scribe: Scribe, counter: Counter) -> None:
    scribe.register(1)
    counter.take(scribe)
    [entry] = journal.everything(scribe.db)
    sealed = scribe.moved([dataclasses.replace(entry, by="别人")])
    answered = counter.hand(sealed)
    assert isinstance(answered, Answered)
    assert [each.code for each in answered.answer.not_accepted] == ["id_reused"]


def test_another_key_under_a_known_name_is_refused(scribe: Scribe, counter: Counter, tmp_path: Path) -> None:
    scribe.register(1)
    counter.take(scribe)
    stranger = Scribe(tmp_path / "stranger")
    stranger.register(1)
    before = counter.digest()
    with pytest.raises(TownshipRefused, match="desk-key"):
        counter.receiver.receive(stranger.sealed().bytes)
    assert counter.digest() == before


def test_a_township_that_trusts_nobody_refuses_a_new_desk_and_keeps_a_known_one(
    scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    scribe.register(1)
    counter.take(scribe)
    counter.close()
    careful = counter.again(trusts_new=False)
    scribe.register(1)
    assert careful.take(scribe).number == 2
    other = Scribe(tmp_path / "other", desk="429004103005-A")
    other.register(1)
    with pytest.raises(TownshipRefused, match="desk-unknown"):
        careful.receiver.receive(other.sealed().bytes)
    assert [each.desk for each in careful.status().desks] == [DESK]
    careful.close()


def test_damaged_bytes_leave_the_books_as_they_were(scribe: Scribe, counter: Counter, other_key: DeskKey) -> None:
    scribe.register(3)
    counter.take(scribe)
    scribe.register(1)
    data = scribe.sealed().bytes
    before = counter.digest()
    some = random.Random(4)
    for _ in range(200):
        damaged = bytearray(data)
        damaged[some.randrange(len(data))] ^= 1 << some.randrange(8)
        with pytest.raises(Damaged):
            counter.receiver.receive(bytes(damaged))
    assert counter.digest() == before


def test_a_stray_held_batch_makes_way_for_the_one_that_follows(
    scribe: Scribe, counter: Counter, tmp_path: Path
) -> None:
    scribe.register(1)
    clone = scribe.copy(tmp_path / "clone")
    first = scribe.sealed()
    clone.register(1)
    clone.sealed()
    clone.register(1)
    stray = clone.sealed()
    assert isinstance(counter.hand(stray), Held)
    assert isinstance(counter.hand(first), Answered)
    assert counter.status().desks[0].held == 0
    scribe.register(1)
    assert isinstance(counter.hand(scribe.sealed()), Answered)
