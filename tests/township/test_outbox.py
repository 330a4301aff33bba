"""The desk's outbox: sealing, unsent facts, batches that the township forgot; and the key beside it."""

import stat
from pathlib import Path

import pytest

from sync.agreement import facts
from sync.agreement.errors import ChainBroken, Damaged
from sync.agreement.facts import BatchAnswered, Refusal
from sync.agreement.protocol import KnownTownship
from sync.desk import outbox
from sync.wire import batch, keys
from tests.township.counters import Counter
from tests.township.journals import DESK, MORNING, PASSWORD, Scribe


def test_nothing_new_makes_no_batch(scribe: Scribe) -> None:
    assert scribe.seal() is None
    scribe.register(1)
    assert scribe.seal() is not None
    assert scribe.seal() is None


def test_a_batch_is_kept_byte_for_byte(scribe: Scribe) -> None:
    scribe.register(5)
    first = scribe.sealed()
    scribe.register(5)
    second = scribe.sealed()
    assert outbox.open_batches(scribe.db) == [first, second]
    assert (first.number, second.number) == (1, 2)
    assert second.manifest.prev == first.id


def test_what_waits_is_counted_until_it_is_answered(scribe: Scribe, counter: Counter) -> None:
    assert outbox.waiting(scribe.db) == outbox.Unanswered(0, None)
    scribe.register(3)
    [oldest] = scribe.db.execute("SELECT min(at) FROM journal").fetchone()
    assert outbox.waiting(scribe.db) == outbox.Unanswered(3, oldest)
    scribe.sealed()
    assert outbox.waiting(scribe.db).facts == 3
    scribe.register(2)
    [first] = outbox.open_batches(scribe.db)
    scribe.keep(first, counter.receiver.receive(first.bytes).body)
    assert outbox.waiting(scribe.db).facts == 2
    assert outbox.acknowledged_seq(scribe.db, first.epoch) == 3


def test_the_townships_own_answer_makes_no_batch_but_travels_with_the_next(scribe: Scribe, counter: Counter) -> None:
    scribe.collect("nobody", "A-2026-000001")
    said = counter.take(scribe)
    scribe.record(said)
    assert outbox.waiting(scribe.db).facts == 0
    assert scribe.seal() is None
    scribe.register(1)
    again = counter.take(scribe)
    assert (again.accepted, again.refused) == (2, 0)


def test_an_answer_goes_through_the_journal_and_back() -> None:
    refusal = Refusal("", "refused", "unreadable", seq=4)
    said = BatchAnswered("b", 1, "e", 9, 8, 0, 1, (refusal,), remarks=(Refusal("x", "already_had", ""),))
    assert facts.read(said.KIND, facts.about(said), facts.body(said)) == said


def test_an_answer_needs_its_batch(scribe: Scribe) -> None:
    with pytest.raises(LookupError), scribe.writing():
        outbox.keep_answer(scribe.db, "0" * 64, b"", MORNING)


def test_an_edited_journal_is_not_sealed(scribe: Scribe) -> None:
    scribe.register(3)
    scribe.db.execute("UPDATE journal SET by = '别人' WHERE seq = 2")
    with pytest.raises(ChainBroken, match="hash"):
        scribe.seal()
    scribe.db.execute("DELETE FROM journal WHERE seq = 2")
    with pytest.raises(ChainBroken, match="gap"):
        scribe.seal()
    assert outbox.open_batches(scribe.db) == []


def test_epochs_are_sealed_one_after_the_other(scribe: Scribe) -> None:
    scribe.register(2)
    old = scribe.sealed().epoch
    scribe.register(1)
    new = scribe.open_epoch()
    scribe.register(4)
    batches = [scribe.sealed(), scribe.sealed()]
    assert [(each.epoch, each.number, each.facts) for each in batches] == [(old, 2, 1), (new, 1, 4)]
    assert [each.epoch for each in outbox.open_batches(scribe.db)] == [old, old, new]


def test_what_the_township_forgot_goes_again(scribe: Scribe, counter: Counter) -> None:
    sealed = []
    for _ in range(4):
        scribe.register(1)
        sealed.append(counter.take(scribe).batch)
    with scribe.writing():
        assert outbox.reopen(scribe.db, sealed) == set()
        assert outbox.reopen(scribe.db, sealed[:2]) == set(sealed[2:])
    assert [each.number for each in outbox.open_batches(scribe.db)] == [3, 4]
    assert outbox.acknowledged_seq(scribe.db, outbox.open_batches(scribe.db)[0].epoch) == 2


def test_the_township_is_remembered(scribe: Scribe) -> None:
    assert outbox.known_township(scribe.db) is None
    first = KnownTownship("a" * 64, "http://127.0.0.1:1", "t")
    moved = KnownTownship("a" * 64, "http://127.0.0.1:2", "u")
    with scribe.writing():
        outbox.remember_township(scribe.db, first, MORNING)
        outbox.remember_township(scribe.db, moved, MORNING)
    assert outbox.known_township(scribe.db) == moved


def test_the_key_file_is_for_this_user_and_its_password(tmp_path: Path) -> None:
    path = tmp_path / "desk.key"
    key = keys.create(path, PASSWORD)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(path, PASSWORD).public == key.public
    assert keys.load_or_create(path, PASSWORD).public == key.public
    for wrong in (b"another", b""):
        with pytest.raises(Damaged, match="key-file"):
            keys.load(path, wrong)
    with pytest.raises(FileExistsError):
        keys.create(path, PASSWORD)
    path.write_bytes(b"-----BEGIN")
    with pytest.raises(Damaged, match="key-file"):
        keys.load(path, PASSWORD)


def test_a_key_shows_nothing_of_itself(scribe: Scribe) -> None:
    assert scribe.key.public[9:] not in repr(scribe.key)
    assert b"PRIVATE" in (scribe.folder / "key").read_bytes()
    assert scribe.key.public.encode() not in (scribe.folder / "desk.db").read_bytes()


def test_a_signature_is_of_one_domain(scribe: Scribe) -> None:
    signature = scribe.key.sign("one", b"message")
    assert keys.verify(scribe.key.public, "one", b"message", signature)
    assert not keys.verify(scribe.key.public, "two", b"message", signature)
    assert not keys.verify(scribe.key.public, "one", b"other", signature)
    assert not keys.verify("zz", "one", b"message", signature)


def test_a_sealed_batch_is_known_from_its_bytes(scribe: Scribe) -> None:
    scribe.register(1)
    sealed = scribe.sealed()
    assert batch.sealed(sealed.bytes) == sealed
    assert sealed.manifest.desk == DESK
