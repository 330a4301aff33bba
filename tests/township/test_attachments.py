"""Contents of attachments at the township, without sockets: cut anywhere, resumed, contradicted, on both stores."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from sync.agreement import facts, protocol
from sync.agreement.errors import NotTheTownship, TownshipRefused
from sync.agreement.facts import AttachmentAdded, AttachmentRemoved
from sync.agreement.protocol import digest
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.trust.desk_keys import Trust
from sync.wire import attachments, pairing, upload
from sync.wire.attachments import Claim
from sync.wire.keys import DeskKey
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.wires import Heard, Wire

PHOTO = b"\xff\xd8\xff\xe0" + random.Random(4).randbytes(150_000)
NOW = NOON.isoformat()


@pytest.fixture
def wire(counter: Counter) -> Wire:
    """The application over the counter."""
    return Wire(counter)


def put(scribe: Scribe, counter: Counter, content: bytes = PHOTO, **other: str | int) -> str:
    """A person with an attachment, told to the township; the id of its fact."""
    person = scribe.register(1)[0]
    values = {"sha256": digest(content), "bytes": len(content), "media": "image/jpeg", "title": "身份证正面", **other}
    entry = scribe.record(AttachmentAdded(person=person, **values))[0]  # type: ignore[arg-type]
    counter.take(scribe)
    return entry.id


def claimed(key: DeskKey, content: bytes = PHOTO, desk: str = DESK, time: str = NOW) -> dict[str, str]:
    """The header of a request."""
    claim = attachments.write_claim(key, Claim(desk, digest(content), len(content), time))
    return {attachments.HEADER: attachments.as_header(claim)}


def patch(
    wire: Wire, key: DeskKey, start: int, end: int, cut: int | None = None, content: bytes = PHOTO, **other: str
) -> Heard | None:
    """PATCH these bytes of the content; only ``cut`` of them arrive."""
    piece = upload.Piece(content, start, end - start, lambda *_: None)
    headers = piece.headers() | claimed(key, content) | {name.replace("_", "-"): value for name, value in other.items()}
    body = piece.data if cut is None else piece.data[:cut]
    return wire.ask("PATCH", f"/v1/attachments/{digest(content)}", body, headers, "cut" if cut is not None else "")


def reached(wire: Wire, key: DeskKey, content: bytes = PHOTO) -> int:
    """The offset in the reply to HEAD; -1 when nothing is there."""
    heard = wire.ask("HEAD", f"/v1/attachments/{digest(content)}", headers=claimed(key, content))
    assert heard is not None
    return int(heard.headers["upload-offset"]) if heard.status == 204 else -1


def code(heard: Heard | None) -> tuple[int, str]:
    assert heard is not None
    return heard.status, heard.code


def kept(counter: Counter, heard: Heard | None, content: bytes = PHOTO) -> facts.AttachmentKept:
    """The verified word of a reply."""
    assert heard is not None
    assert heard.status == 200, heard.body
    return attachments.read_kept(heard.body, counter.key.public, digest(content), counter.store.timeline)


@pytest.mark.parametrize("seed", range(4))
def test_a_content_gets_through_whatever_is_cut_where(wire: Wire, scribe: Scribe, counter: Counter, seed: int) -> None:
    put(scribe, counter)
    some, at, sent, largest = random.Random(seed), 0, 0, 70_000
    heard: Heard | None = None
    while heard is None or heard.status != 200:
        end = min(len(PHOTO), at + some.randrange(1, largest))
        cut = some.randrange(end - at) if some.random() < 0.5 else None
        heard = patch(wire, scribe.key, at, end, cut)
        sent += end - at if cut is None else cut
        at = max(0, reached(wire, scribe.key))
    assert kept(counter, heard).bytes == len(PHOTO)
    assert sent == len(PHOTO), "what arrived before a cut never goes again"
    assert b"".join(wire.attachments.stream(digest(PHOTO), 0, len(PHOTO))) == PHOTO


def test_what_is_there_is_not_sent_again_and_two_desks_share_one_content(
    wire: Wire, scribe: Scribe, counter: Counter, tmp_path_factory: pytest.TempPathFactory
) -> None:
    put(scribe, counter)
    first = patch(wire, scribe.key, 0, len(PHOTO))
    neighbour = Scribe(tmp_path_factory.mktemp("neighbour"), "429004103003-A")
    put(neighbour, counter)
    headers = (
        claimed(neighbour.key, desk=neighbour.desk) | upload.Piece(PHOTO, len(PHOTO), 1, lambda *_: None).headers()
    )
    second = wire.ask("PATCH", f"/v1/attachments/{digest(PHOTO)}", b"", headers)
    assert kept(counter, first).kept != kept(counter, second).kept, "two sayings of one content"
    with counter.store.reading() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM attachment_contents").scalar() == 1
        assert db.exec_driver_sql("SELECT sum(length(bytes)) FROM attachment_blocks").scalar() == len(PHOTO)


def test_a_content_comes_only_after_the_fact_that_names_it(wire: Wire, scribe: Scribe, counter: Counter) -> None:
    scribe.register(1)
    counter.take(scribe)
    assert code(patch(wire, scribe.key, 0, len(PHOTO))) == (403, "attachment-unnamed")
    put(scribe, counter)
    kept(counter, patch(wire, scribe.key, 0, len(PHOTO)))


def test_a_refused_fact_names_nothing(wire: Wire, scribe: Scribe, counter: Counter) -> None:
    person = scribe.register(1)[0]
    scribe.record(AttachmentAdded(person, digest(PHOTO), len(PHOTO), "image/jpeg", ""))
    assert counter.verdict(scribe).code == "misfit"
    assert code(patch(wire, scribe.key, 0, len(PHOTO))) == (403, "attachment-unnamed")


def test_strangers_and_played_back_claims_are_sent_away(
    wire: Wire, scribe: Scribe, counter: Counter, other_key: DeskKey
) -> None:
    put(scribe, counter)
    path, piece = f"/v1/attachments/{digest(PHOTO)}", upload.Piece(PHOTO, 0, 1000, lambda *_: None)
    old = (NOON - timedelta(hours=1)).isoformat()
    for headers, expected in (
        ({}, (400, "request")),
        ({attachments.HEADER: "%%%"}, (400, "request")),
        (claimed(other_key), (403, "desk-key")),
        (claimed(other_key, desk="429004103009-A"), (403, "desk-unknown")),
        (claimed(scribe.key, time=old), (403, "ask-stale")),
        (claimed(scribe.key, time=""), (403, "ask-stale")),
        (claimed(scribe.key, PHOTO + b"x"), (403, "attachment-unnamed")),
    ):
        assert code(wire.ask("PATCH", path, piece.data, piece.headers() | headers)) == expected
        assert code(wire.ask("GET", path, headers=headers)) == expected
    Trust(counter.store, counter.key, lambda: NOON).revoke(DESK)
    assert code(patch(wire, scribe.key, 0, 1000)) == (403, "key-revoked")
    with counter.store.reading() as db:
        assert db.exec_driver_sql("SELECT count(*) FROM attachment_blocks").scalar() == 0


def test_other_bytes_than_those_named_are_refused_and_forgotten(wire: Wire, scribe: Scribe, counter: Counter) -> None:
    put(scribe, counter)
    wrong = PHOTO[:-1] + b"?"
    piece = upload.Piece(wrong, 0, len(wrong), lambda *_: None)
    heard = wire.ask("PATCH", f"/v1/attachments/{digest(PHOTO)}", wrong, piece.headers() | claimed(scribe.key))
    assert code(heard) == (422, "attachment-digest")
    assert reached(wire, scribe.key) == -1
    heard = patch(wire, scribe.key, 0, 1000, Content_Digest=upload.content_digest(b"other"))
    assert code(heard) == (400, "piece-digest")
    kept(counter, patch(wire, scribe.key, 0, len(PHOTO)))


def test_only_what_the_fact_says_it_is_may_come(wire: Wire, scribe: Scribe, counter: Counter) -> None:
    program = b"MZ" + PHOTO
    put(scribe, counter, program)
    assert code(patch(wire, scribe.key, 0, len(program), content=program)) == (415, "attachment-kind")
    assert reached(wire, scribe.key, program) == -1
    patch(wire, scribe.key, 0, 3, content=program)
    assert code(patch(wire, scribe.key, 3, len(program), content=program)) == (415, "attachment-kind")


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"bytes": protocol.ATTACHMENT_BYTES + 1}, ("attachment_too_large", "bytes")),
        ({"bytes": 0}, ("attachment_too_large", "bytes")),
        ({"media": "text/html"}, ("attachment_kind", "media")),
        ({"sha256": "../x"}, ("misfit", "sha256")),
        ({"title": " "}, ("misfit", "title")),
    ],
)
def test_a_fact_about_what_cannot_be_an_attachment_is_refused(
    scribe: Scribe, counter: Counter, values: dict[str, str | int], refusal: tuple[str, str]
) -> None:
    person = scribe.register(1)[0]
    good = {"sha256": digest(PHOTO), "bytes": len(PHOTO), "media": "image/jpeg", "title": "其他"}
    scribe.record(AttachmentAdded(person=person, **(good | values)))  # type: ignore[arg-type]
    verdict = counter.verdict(scribe)
    assert (verdict.code, verdict.field) == refusal
    assert verdict.reason
    assert verdict.cure


def test_a_village_has_its_share_and_no_more(scribe: Scribe, counter: Counter) -> None:
    second = PHOTO + b"2"
    put(scribe, counter)
    put(scribe, counter, second)
    small = Attachments(counter.store, counter.key, lambda: NOON, most=len(PHOTO) + len(second) - 1)
    take = [attachments.write_claim(scribe.key, Claim(DESK, digest(each), len(each), "")) for each in (PHOTO, second)]
    small.take(take[0], PHOTO)
    with pytest.raises(TownshipRefused, match="attachment-quota"):
        small.take(take[1], second)
    small.take(take[0], PHOTO)


def test_a_removed_attachment_is_dropped_when_nobody_else_names_it(
    wire: Wire, scribe: Scribe, counter: Counter
) -> None:
    one, other = put(scribe, counter), put(scribe, counter)
    kept(counter, patch(wire, scribe.key, 0, len(PHOTO)))
    for fact, left in ((one, 1), (other, 0)):
        about = scribe.db.execute("SELECT about FROM journal WHERE id = ?", [fact]).fetchone()[0]
        scribe.record(AttachmentRemoved(about, fact, "传错了人"))
        assert counter.take(scribe).accepted == 1
        with counter.store.reading() as db:
            assert db.exec_driver_sql("SELECT count(*) FROM attachment_contents").scalar() == left
    assert code(patch(wire, scribe.key, 0, len(PHOTO))) == (403, "attachment-unnamed")
    put(scribe, counter)
    kept(counter, patch(wire, scribe.key, 0, len(PHOTO)))
    scribe.record(AttachmentRemoved(scribe.register(1)[0], one, ""))
    assert "attachment_unknown" in [each.code for each in counter.take(scribe).not_accepted]


def test_a_content_comes_back_in_parts_to_its_village_only(wire: Wire, scribe: Scribe, counter: Counter) -> None:
    put(scribe, counter)
    for start in range(0, len(PHOTO), 50_000):
        patch(wire, scribe.key, start, min(start + 50_000, len(PHOTO)))
    path, found = f"/v1/attachments/{digest(PHOTO)}", b""
    while len(found) < len(PHOTO):
        part = {"Range": f"bytes={len(found)}-{len(found) + 37_000}"}
        heard = wire.ask("GET", path, headers=claimed(scribe.key) | part)
        assert heard is not None
        assert heard.status == 206
        assert heard.headers["content-range"].endswith(f"/{len(PHOTO)}")
        found += heard.body
    assert found == PHOTO
    for odd in ("bytes=9-3", f"bytes={len(PHOTO)}-", "bytes=-5", "lines=1-2"):
        assert code(wire.ask("GET", path, headers=claimed(scribe.key) | {"Range": odd})) == (416, "range")
    trust = Trust(counter.store, counter.key, lambda: NOON)
    desks = {"429004103002-B": 206, "429004103003-A": 403}
    for desk, status in desks.items():
        secret = pairing.read_code(trust.invite(desk)[0])
        trust.pair(pairing.write_ask(scribe.key, secret, desk, "0" * 16))
        heard = wire.ask("GET", path, headers=claimed(scribe.key, desk=desk))
        assert heard is not None
        assert heard.status == status


def test_only_the_township_s_own_word_on_this_content_counts(key: DeskKey, other_key: DeskKey) -> None:
    said = facts.AttachmentKept("t-1", digest(PHOTO), len(PHOTO), "t")
    data = attachments.write_kept(key, said)
    assert attachments.read_kept(data, key.public, said.sha256, "t") == said
    for public, sha256, timeline in (
        (other_key.public, said.sha256, "t"),
        (key.public, digest(b""), "t"),
        (key.public, said.sha256, "before the restore"),
    ):
        with pytest.raises(NotTheTownship):
            attachments.read_kept(data, public, sha256, timeline)
