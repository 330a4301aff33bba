"""Uploads in pieces against the ASGI application without sockets: cut after so many bytes, resumed, contradicted."""

from __future__ import annotations

import contextlib
import random
import threading
from pathlib import Path

import pytest

from sync.agreement import protocol
from sync.township.intake.receiving import Receiver, Reply
from sync.wire import messages, upload
from sync.wire.batch import SealedBatch
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe
from tests.township.wires import Heard, Wire


@pytest.fixture
def wire(counter: Counter) -> Wire:
    """The application over the counter."""
    return Wire(counter)


@pytest.fixture
def week(scribe: Scribe) -> SealedBatch:
    """A batch of some kilobytes."""
    scribe.register(300)
    return scribe.sealed()


def test_what_arrived_before_the_cut_is_kept(wire: Wire, week: SealedBatch) -> None:
    size = len(week.bytes)
    assert wire.reached(week) == -1
    wire.piece(week, 0, size, cut=3000)
    assert wire.reached(week) == 3000
    heard = wire.piece(week, 3000, size)
    assert heard is not None
    assert heard.status == 200


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_gets_through_whatever_is_cut_where(wire: Wire, week: SealedBatch, counter: Counter, seed: int) -> None:
    some, reached, size, sent = random.Random(seed), 0, len(week.bytes), 0
    heard: Heard | None = None
    while heard is None or heard.status != 200:
        end = min(size, reached + some.randrange(1, 4000))
        cut = some.randrange(end - reached) if some.random() < 0.5 else None
        heard = wire.piece(week, reached, end, cut)
        sent += end - reached if cut is None else cut
        reached = max(0, wire.reached(week))
    answered = messages.read_answer(heard.body, counter.key.public, week, counter.store.timeline)
    assert answered.answer.accepted == 300
    assert heard.headers["content-digest"] == upload.content_digest(heard.body)
    assert sent < size + 4000, "only a first piece too short for the manifest goes again"
    with counter.store.reading() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM pieces").scalar() == 0


def test_silence_counts_as_a_cut(wire: Wire, week: SealedBatch) -> None:
    piece = upload.Piece(week.bytes, 0, 4000, lambda *_: None)
    wire.ask("PATCH", f"/v1/batches/{week.id}", piece.data[:2100], piece.headers(), cut="silence")
    assert wire.reached(week) == 2100


def test_an_answered_batch_is_known_to_be_complete(wire: Wire, week: SealedBatch) -> None:
    first = wire.piece(week, 0, len(week.bytes))
    assert wire.reached(week) == len(week.bytes)
    assert wire.piece(week, len(week.bytes), len(week.bytes)) == first


@pytest.mark.parametrize("again", [0, 2000])
def test_a_batch_that_another_worker_finishes_meanwhile_is_answered_alike(
    wire: Wire, week: SealedBatch, counter: Counter, again: int
) -> None:
    """All bytes were here for both; the other was quicker, and somebody may have begun to send it once more."""
    replies: list[bytes] = []

    def other() -> None:
        replies.append(counter.receiver.receive(week.bytes).body)
        wire.uploads.drop(week.id)
        if again:
            wire.uploads.keep(week.id, 0, week.bytes[:again])

    wire.uploads.keep(week.id, 0, week.bytes)
    rest = upload.Piece(week.bytes, len(week.bytes), 0, lambda *_: None)
    heard = wire.ask("PATCH", f"/v1/batches/{week.id}", headers=rest.headers(), meanwhile=other)
    assert heard is not None
    assert (heard.status, [heard.body]) == (200, replies)


def test_a_batch_whose_bytes_another_worker_threw_away_comes_again(wire: Wire, week: SealedBatch) -> None:
    wire.uploads.keep(week.id, 0, week.bytes)
    rest = upload.Piece(week.bytes, len(week.bytes), 0, lambda *_: None)
    heard = wire.ask(
        "PATCH", f"/v1/batches/{week.id}", headers=rest.headers(), meanwhile=lambda: wire.uploads.drop(week.id)
    )
    assert heard is not None
    assert (heard.status, heard.code, heard.headers["upload-offset"]) == (409, "mismatching-upload-offset", "0")
    heard = wire.piece(week, 0, len(week.bytes))
    assert heard is not None
    assert heard.status == 200


def test_a_cut_within_the_manifest_keeps_nothing(wire: Wire, week: SealedBatch) -> None:
    wire.piece(week, 0, 4000, cut=300)
    assert wire.reached(week) == -1


def test_a_piece_at_the_wrong_place_is_told_the_right_one(wire: Wire, week: SealedBatch) -> None:
    wire.piece(week, 0, 2000)
    for start in (0, 1000, 3000):
        heard = wire.piece(week, start, start + 1000)
        assert heard is not None
        assert (heard.status, heard.code) == (409, "mismatching-upload-offset")
        assert heard.headers["upload-offset"] == "2000"


def test_a_piece_changed_on_the_way_is_not_kept(wire: Wire, week: SealedBatch) -> None:
    wire.piece(week, 0, 2000)
    heard = wire.piece(week, 2000, 3000, other={"Content-Digest": upload.content_digest(b"other")})
    assert heard is not None
    assert (heard.status, heard.code) == (400, "piece-digest")
    assert wire.reached(week) == 2000


def test_a_stranger_is_sent_away_before_a_byte_is_kept(scribe: Scribe, counter: Counter, week: SealedBatch) -> None:
    counter.receiver._trusts_new = False
    wire = Wire(counter)
    heard = wire.piece(week, 0, 1500)
    assert heard is not None
    assert (heard.status, heard.code) == (403, "desk-unknown")
    assert wire.reached(week) == -1


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload-Offset": "-1"}, 400, "request"),
        ({"Upload-Offset": "x"}, 400, "request"),
        ({"Upload-Length": "9" * 13}, 400, "request"),
        ({"Upload-Length": str(protocol.PACKAGE_BYTES + 1)}, 413, "package-too-large"),
        ({"Upload-Length": "5000"}, 409, "inconsistent-upload-length"),
        ({"Upload-Length": "100"}, 409, "inconsistent-upload-length"),
        ({"Upload-Offset": "9", "Upload-Length": "8"}, 400, "request"),
    ],
)
def test_headers_without_sense_are_refused(
    wire: Wire, week: SealedBatch, headers: dict[str, str], status: int, code: str
) -> None:
    heard = wire.piece(week, 0, 4000, other=headers)
    assert heard is not None
    assert (heard.status, heard.code) == (status, code)
    assert wire.reached(week) == -1


def test_the_path_names_the_batch(wire: Wire, week: SealedBatch) -> None:
    piece = upload.Piece(week.bytes, 0, len(week.bytes), lambda *_: None)
    for name, code in (("0" * 64, "manifest-invalid"), ("x", "request"), ("..%2F..", "request")):
        heard = wire.ask("PATCH", f"/v1/batches/{name}", piece.data, piece.headers())
        assert heard is not None
        assert heard.code == code


def test_the_answer_can_be_asked_for(wire: Wire, scribe: Scribe, week: SealedBatch) -> None:
    path = f"/v1/batches/{week.id}/answer"
    before = wire.ask("GET", path)
    assert before is not None
    assert (before.status, before.code) == (404, "no-such-upload")
    first = wire.piece(week, 0, len(week.bytes))
    assert wire.ask("GET", path) == first
    assert wire.piece(week, 0, 10) == first


def test_a_held_batch_is_no_answer(wire: Wire, scribe: Scribe, week: SealedBatch) -> None:
    scribe.register(1)
    second = scribe.sealed()
    held = wire.piece(second, 0, len(second.bytes))
    assert held is not None
    assert held.status == 202
    assert wire.ask("GET", f"/v1/batches/{second.id}/answer") == held


@pytest.mark.parametrize("query", ["", "?desk=429004103002-A", "?desk=x&nonce=12345678", "?nonce=12345678"])
def test_a_hello_needs_a_desk_and_a_nonce(wire: Wire, query: str) -> None:
    heard = wire.ask("GET", f"/v1/hello{query}")
    assert heard is not None
    assert (heard.status, heard.code) == (400, "request")


class Watched(Receiver):
    """Waits a second for a third batch to come while it has two in its hands; ``met``: it came."""

    met = False

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.store, counter.key, True, lambda: NOON)
        self._three = threading.Barrier(3, self._meet, timeout=1)

    def _meet(self) -> None:
        self.met = True

    def receive(self, data: bytes) -> Reply:
        with contextlib.suppress(threading.BrokenBarrierError):
            self._three.wait()
        return super().receive(data)


def test_few_batches_are_unpacked_at_one_time_however_many_come(counter: Counter, tmp_path: Path) -> None:
    """What one may need in memory, forty at once would multiply."""
    counter.receiver = watched = Watched(counter)
    batches = []
    for place in range(8):
        desk = Scribe(tmp_path / str(place), desk=f"4290041030{place:02}-A")
        desk.register(60)
        batches.append(desk.sealed())
    wire = Wire(counter)
    assert [each.status for each in wire.all_at_once(batches)] == [200] * 8
    assert not watched.met
