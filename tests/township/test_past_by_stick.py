"""A desk gets its own past back by stick: the missing batches, sealed for it, with the answers; nobody else does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from sync.agreement import protocol
from sync.agreement.errors import Damaged, NotTheTownship, StickTrouble
from sync.agreement.protocol import KnownTownship
from sync.stick import courier, past_files
from sync.stick.stickfiles import Ignored
from sync.township.sticks.stick_results import Visit, Written
from sync.township.trust.desk_keys import Trust
from sync.wire import messages, past, sealing
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.media import Failing


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def weeks(scribe: Scribe, counter: Counter, count: int) -> list[SealedBatch]:
    """So many batches that the township has answered."""
    found = []
    for _week in range(count):
        scribe.register(1)
        found.append(scribe.sealed())
        counter.hand(found[-1])
    return found


def ask(stick: Path, scribe: Scribe, counter: Counter, here: Sequence[SealedBatch], key: DeskKey | None = None) -> None:
    """The desk writes a stick, with the list of these batches."""
    courier.write_up(stick, scribe.desk, KnownTownship(counter.key.public, "", counter.store.timeline), ())
    word = past.write_here(key or scribe.key, scribe.desk, [each.id for each in here])
    past_files.write_here(stick, scribe.desk, word)


def visit(stick: Path, counter: Counter) -> tuple[Visit, Written]:
    desk = counter.for_sticks()
    found = desk.take(stick)
    return found, desk.answer(stick, found)


def listed(stick: Path, counter: Counter, reader: str) -> dict[str, int]:
    """The list, as the desk would read it: beside the hello of the same visit."""
    nonce = sealing.nonce(DESK, counter.key.public, counter.store.timeline)
    hello = courier.read_hello(stick, DESK, counter.key.public)
    data = past_files.read_list(stick, DESK, counter.key.public)
    assert hello is not None
    assert data is not None
    time = messages.read_hello(hello, counter.key.public, nonce).time
    return dict(past.read_list(data, counter.key.public, DESK, time, reader).batches)


def given_back(stick: Path) -> set[str]:
    return {path.stem for path in stick.glob(f"VD/past/{DESK}/*.vdp")}


def test_what_a_desk_lacks_comes_with_its_answer_and_what_it_has_does_not(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    first, *lost = weeks(scribe, counter, 3)
    ask(stick, scribe, counter, [first])
    found, written = visit(stick, counter)
    assert (found.ignored, written.past) == ((), {DESK: 2})
    assert any("2 批" in line and "交回村里" in line for line in written.in_words())
    assert list(listed(stick, counter, scribe.key.public)) == [each.id for each in (first, *lost)]
    assert given_back(stick) == {each.id for each in lost}
    for each in lost:
        sealed = past_files.read_batch(stick, DESK, each.id)
        assert sealed is not None
        assert sealing.unseal(sealed, scribe.key) == each.bytes
        [(_id, answer)] = courier.read_answers(stick, DESK, [each.id])
        assert messages.read_answer(answer, counter.key.public, each, counter.store.timeline).answer.batch == each.id
        with pytest.raises(Damaged, match="another-reader"):
            sealing.unseal(sealed, counter.key)


def test_a_desk_that_has_all_is_only_told_so(scribe: Scribe, counter: Counter, stick: Path) -> None:
    sent = weeks(scribe, counter, 2)
    ask(stick, scribe, counter, sent)
    _found, written = visit(stick, counter)
    assert (written.past, given_back(stick)) == ({DESK: 0}, set())
    assert list(listed(stick, counter, scribe.key.public)) == [each.id for each in sent]
    assert not any("交回村里" in line for line in written.in_words())


def test_nobody_else_is_given_a_past(scribe: Scribe, counter: Counter, stick: Path, other_key: DeskKey) -> None:
    weeks(scribe, counter, 1)
    ask(stick, scribe, counter, [], other_key)
    found, written = visit(stick, counter)
    assert [each.name for each in found.ignored] == [f"{DESK}.past"]
    assert (written.past, given_back(stick)) == ({}, set())
    assert past_files.read_list(stick, DESK, counter.key.public) is None
    ask(stick, scribe, counter, [])
    Trust(counter.store, counter.key, lambda: NOON).revoke(DESK)
    found, written = visit(stick, counter)
    assert ["作废" in each.why for each in found.ignored] == [True]
    assert (written.past, given_back(stick)) == ({}, set())


def test_a_word_for_another_township_or_of_another_form_is_left_alone(
    scribe: Scribe, counter: Counter, stick: Path, tmp_path: Path
) -> None:
    weeks(scribe, counter, 1)
    elsewhere = Counter(tmp_path / "elsewhere")
    ask(stick, scribe, elsewhere, [])
    assert visit(stick, counter)[1].past == {}
    elsewhere.close()
    ask(stick, scribe, counter, [])
    for word in (b"", b"{}", b"\xff", messages.sign(scribe.key, protocol.PAST_ASK, {"desk": DESK, "batches": ""})):
        past_files.write_here(stick, DESK, word)
        found, written = visit(stick, counter)
        assert ([each.name for each in found.ignored], written.past) == ([f"{DESK}.past"], {})
    assert isinstance(past_files.fetch_here(stick / "VD" / "up"), Ignored), "a folder is no file"


def test_a_list_of_another_visit_is_not_taken_for_this_one(scribe: Scribe, counter: Counter, stick: Path) -> None:
    """A stick that was pulled out between the list and the hello."""
    weeks(scribe, counter, 1)
    ask(stick, scribe, counter, [])
    visit(stick, counter)
    with pytest.raises(NotTheTownship, match="nonce"):
        listed(stick, counter, counter.key.public)  # the batches beside it are sealed for another key
    data = past.write_list(counter.key, DESK, "2026-11-20T12:00:00+08:00", past.Listed({}), scribe.key.public)
    past_files.write_list(stick, DESK, counter.key.public, data)
    with pytest.raises(NotTheTownship, match="nonce"):
        listed(stick, counter, scribe.key.public)


def test_a_stick_that_is_pulled_out_while_the_past_is_written_is_whole_the_next_time(
    scribe: Scribe, counter: Counter, stick: Path
) -> None:
    lost = weeks(scribe, counter, 2)
    ask(stick, scribe, counter, [])
    found = counter.for_sticks().take(stick)
    for step in range(18):  # each file is three steps: a batch and its answer, twice, the list, the hello
        with pytest.raises(StickTrouble):
            counter.for_sticks(Failing(step)).answer(stick, found)
        for each in given_back(stick):
            sealed = past_files.read_batch(stick, DESK, each)
            assert sealed is not None
            assert sealing.unseal(sealed, scribe.key) in [batch.bytes for batch in lost], "whole, or not there"
    visit(stick, counter)
    assert given_back(stick) == set(listed(stick, counter, scribe.key.public)) == {each.id for each in lost}
