"""The desk's side over real HTTP: only the township's signed answer is believed, whoever else picks up the line."""

import dataclasses
from pathlib import Path

import pytest
import requests
import zstandard

from sync.agreement import protocol
from sync.agreement.errors import Damaged, NoLine, NotTheTownship, RoadError, TownshipRefused
from sync.agreement.facts import PersonRegistered
from sync.agreement.protocol import Answered, Held, Hello, KnownTownship
from sync.desk import outbox
from sync.line import exchange
from sync.line.client import Patience, Township
from sync.wire import batch, messages, packing
from sync.wire.keys import DeskKey
from tests.township import moods
from tests.township.journals import DESK, MORNING, Scribe
from tests.township.moods import Mood, MoodyServer, Stranger, moody
from tests.township.nearby import township
from tests.township.process import TownshipProcess

HASTE = Patience(connect=2.0, reply=1.0)
"""For who says nothing: all that does answer may take its time, on a busy machine too."""


def send(url: str, scribe: Scribe) -> list[Answered]:
    """One conversation, with the outbox kept as a desk keeps it."""
    answers = []
    with Township(url, DESK, outbox.known_township(scribe.db)) as line:
        hello = line.hello()
        with scribe.writing():
            outbox.remember_township(scribe.db, line.known, MORNING)
            if hello.position < len(outbox.answered(scribe.db)):
                outbox.reopen(scribe.db, line.past(scribe.key).batches if hello.position else ())
        for reply in exchange.converse(line, outbox.open_batches(scribe.db)):
            assert isinstance(reply, Answered)
            with scribe.writing():
                outbox.keep_answer(scribe.db, reply.answer.batch, reply.bytes, MORNING)
            answers.append(reply)
    return answers


def met(office: TownshipProcess) -> KnownTownship:
    """The township as known to a desk that has met it before."""
    with Township(office.url, DESK) as line:
        line.hello()
        return line.known


def test_a_week_goes_up_and_its_answer_is_kept(scribe: Scribe, office: TownshipProcess) -> None:
    person = scribe.register(3)[0]
    scribe.collect(person, "A-2026-000001")
    sealed = scribe.sealed()
    [answered] = send(office.url, scribe)
    assert answered.answer.accepted == 4
    assert outbox.waiting(scribe.db).facts == 0
    assert outbox.answer_of(scribe.db, sealed.id) == answered.bytes
    assert send(office.url, scribe) == []
    status = office.status()
    assert (status["facts"], status["people"]) == (4, 3)
    assert status["money"] == {"2026": {"collected_fen": 20000, "voided_fen": 0, "net_fen": 20000}}
    assert status["desks"][0]["last_batch"] == 1


def test_several_batches_go_in_order_and_the_bytes_are_counted(scribe: Scribe, office: TownshipProcess) -> None:
    for _ in range(3):
        scribe.register(400)
        scribe.sealed()
    seen: list[tuple[int, int]] = []
    batches = outbox.open_batches(scribe.db)
    with Township(office.url, DESK) as line:
        replies = list(exchange.converse(line, batches, lambda done, total: seen.append((done, total))))
    assert [reply.number if isinstance(reply, Held) else reply.answer.number for reply in replies] == [1, 2, 3]
    total = sum(len(each.bytes) for each in batches)
    assert seen == sorted(seen)
    assert seen[-1] == (total, total)


def test_an_ordinary_week_is_one_request_after_the_hello(scribe: Scribe, office: TownshipProcess) -> None:
    scribe.register(200)
    sealed = scribe.sealed()
    with moody(moods.relay(office.url)) as relay, Township(relay.url, DESK) as line:
        assert isinstance(line.send(sealed), Answered)
        assert [each.split("?")[0] for each in relay.asked] == ["GET /v1/hello", f"PATCH /v1/batches/{sealed.id}"]


def test_a_new_short_batch_of_a_desk_that_knows_its_township_is_one_request(
    scribe: Scribe, office: TownshipProcess
) -> None:
    known = met(office)
    scribe.register(200)
    sealed = scribe.sealed()
    with moody(moods.relay(office.url)) as relay, Township(relay.url, DESK, known) as line:
        hello = line.hello_with(sealed)
        answered = line.send(sealed)
        assert relay.asked == [f"PATCH /v1/batches/{sealed.id}"]
    assert isinstance(answered, Answered)
    assert (answered.answer.accepted, hello.position, hello.timeline) == (200, 0, known.timeline)
    assert office.status()["facts"] == 200


def test_a_header_that_does_not_get_through_only_costs_a_greeting(scribe: Scribe, office: TownshipProcess) -> None:
    known = met(office)
    scribe.register(3)
    sealed = scribe.sealed()
    with moody(moods.relay(office.url, greets=False)) as relay, Township(relay.url, DESK, known) as line:
        assert line.hello_with(sealed).reached == len(sealed.bytes)
        assert isinstance(line.send(sealed), Answered)
    assert office.status()["facts"] == 3


def test_the_one_reply_lost_or_an_old_one_played_back_ends_nothing(scribe: Scribe, office: TownshipProcess) -> None:
    known, replies = met(office), list[requests.Response]()

    def lose_the_first(stranger: Stranger, reply: requests.Response) -> bool:
        replies.append(reply)
        if len(replies) == 1:
            moods.hang_up(stranger)
        return len(replies) == 1

    def play_back(stranger: Stranger) -> None:
        stranger.body()
        stranger.send_response(200)
        stranger.send_header("Village-Hello", replies[0].headers["Village-Hello"])
        stranger.send_header("Content-Length", str(len(replies[0].content)))
        stranger.end_headers()
        stranger.wfile.write(replies[0].content)

    scribe.register(3)
    sealed = scribe.sealed()
    with moody(moods.relay(office.url, lose_the_first)) as relay, Township(relay.url, DESK, known) as line:
        line.hello_with(sealed)
        assert isinstance(line.send(sealed), Answered)
    assert office.status()["facts"] == 3
    with (
        moody(play_back) as stranger,
        Township(stranger.url, DESK, known) as line,
        pytest.raises(NotTheTownship, match="nonce"),
    ):
        line.hello_with(sealed)


def test_a_batch_that_must_wait_or_is_refused_is_greeted_for_as_ever(scribe: Scribe, office: TownshipProcess) -> None:
    known = met(office)
    scribe.register(3)
    scribe.sealed()
    scribe.register(3)
    second = scribe.sealed()
    with Township(office.url, DESK, known) as line:
        assert line.hello_with(second).reached == len(second.bytes)
        assert isinstance(line.send(second), Held)
    office.command("revoke", DESK)
    scribe.register(1)
    with Township(office.url, DESK, known) as line:
        third = scribe.sealed()
        line.hello_with(third)
        with pytest.raises(TownshipRefused, match="key-revoked"):
            line.send(third)


def test_an_answer_with_a_word_on_every_line_is_short_on_the_wire(scribe: Scribe, office: TownshipProcess) -> None:
    for number in range(600):
        wrong = PersonRegistered(person=scribe.mint(), name="村民", id_number=f"42900419000101{number:03}X", group=1)
        scribe.record(wrong)
    sealed, crossed = scribe.sealed(), list[int]()

    def weigh(stranger: Stranger, reply: requests.Response) -> bool:
        crossed.append(len(reply.content))
        return False

    with moody(moods.relay(office.url, weigh)) as relay, Township(relay.url, DESK) as line:
        answered = line.send(sealed)
    assert isinstance(answered, Answered)
    assert answered.answer.refused > 500
    assert max(crossed) * 4 < len(answered.bytes)


def test_a_packed_message_without_an_end_is_nobody_we_know() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(protocol.MESSAGE_BYTES + 1))
    assert len(bomb) < 10_000
    for data, code in ((bomb, "too-long"), (b"{}", "not-signed"), (bomb[:200], "too-long")):

        def packed(stranger: Stranger, data: bytes = data) -> None:
            stranger.body()
            stranger.answer(200, data, kind="application/zstd")

        with moody(packed) as stranger, Township(stranger.url, DESK) as line, pytest.raises(NotTheTownship, match=code):
            line.hello()


@pytest.mark.parametrize(
    ("mood", "error", "code"),
    [
        (moods.login_page, NotTheTownship, "not-signed"),
        (moods.saying(302), NotTheTownship, "redirect"),
        (moods.saying(401), NotTheTownship, "http-401"),
        (moods.saying(403), NotTheTownship, "http-403"),
        (moods.saying(404), NotTheTownship, "http-404"),
        (moods.saying(500), NoLine, "http-500"),
        (moods.saying(503), NoLine, "http-503"),
        (moods.silent, NoLine, "silent"),
        (moods.hang_up, NoLine, "no-line"),
        (moods.cut_reply, NoLine, "no-line"),
        (moods.answering(b"[" * 100_000), NotTheTownship, "not-signed"),
        (moods.answering(b'{"key":1,"message":2,"signature":3}'), NotTheTownship, "not-signed"),
        (moods.answering(b"x" * (protocol.MESSAGE_BYTES + 1)), NotTheTownship, "too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_who_is_not_the_township_ends_nothing(
    scribe: Scribe, office: TownshipProcess, mood: Mood, error: type[RoadError], code: str
) -> None:
    """First instead of the hello, then instead of the answer."""
    scribe.register(2)
    sealed, patience = scribe.sealed(), HASTE if code == "silent" else Patience()
    with moody(mood) as stranger:
        first = Township(stranger.url, DESK, patience=patience)
        for start in (first, spoilt_later(office, stranger, mood, patience)):
            with start as line, pytest.raises(RoadError) as ending:
                line.send(sealed)
            assert (type(ending.value), ending.value.code) == (error, code)
    assert len(outbox.open_batches(scribe.db)) == 1


def spoilt_later(office: TownshipProcess, stranger: MoodyServer, mood: Mood, patience: Patience) -> Township:
    """A line that greeted the real township and is taken over by the stranger then."""
    real = moods.relay(office.url)
    stranger.mood = lambda each: (real if each.path.startswith("/v1/hello") else mood)(each)
    line = Township(stranger.url, DESK, patience=patience)
    line.hello()
    return line


def test_nobody_there_is_no_line() -> None:
    with Township("http://127.0.0.1:9", DESK) as line, pytest.raises(NoLine, match="no-line"):
        line.hello()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://192.168.1.20:8420", "plain-http"),
        ("ftp://127.0.0.1", "url"),
        ("127.0.0.1:8420", "url"),
        ("http://user:pass@127.0.0.1", "url"),
        ("http://127.0.0.1:99999", "url"),
        ("", "url"),
    ],
)
def test_an_address_that_must_not_be_used_is_said_so(url: str, code: str) -> None:
    with pytest.raises(NotTheTownship) as refused:
        Township(url, DESK)
    assert refused.value.code == code


def test_the_environments_proxy_is_not_asked(
    scribe: Scribe, office: TownshipProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    scribe.register(1)
    scribe.sealed()
    assert len(send(office.url, scribe)) == 1


def test_a_lost_reply_then_resend_counts_once(scribe: Scribe, office: TownshipProcess) -> None:
    scribe.collect(scribe.register(1)[0], "A-2026-000001")
    sealed = scribe.sealed()
    lost: list[bytes] = []

    def lose(stranger: Stranger, reply: requests.Response) -> bool:
        if reply.status_code == 200 and stranger.command == "PATCH" and len(lost) < 6:
            lost.append(packing.unpack(reply.content))
            moods.hang_up(stranger)
            return True
        return False

    with moody(moods.relay(office.url, lose)) as relay:
        with Township(relay.url, DESK) as line, pytest.raises(NoLine):
            line.send(sealed)
        [answered] = send(relay.url, scribe)
    assert set(lost) == {answered.bytes}
    assert len(lost) >= 2
    assert office.status()["money"]["2026"]["net_fen"] == 20000


def test_a_changed_or_foreign_answer_is_not_believed(
    scribe: Scribe, office: TownshipProcess, other_key: DeskKey
) -> None:
    scribe.register(2)
    first = scribe.sealed()
    [answered] = send(office.url, scribe)
    scribe.register(1)
    second = scribe.sealed()
    known = outbox.known_township(scribe.db)
    assert known is not None
    for data, code in (
        (answered.bytes, "another-batch"),
        (answered.bytes.replace(b'"refused":0', b'"refused":1'), "not-signed"),
        (messages.write_answer(other_key, answered.answer), "township-key"),
        (b"", "not-signed"),
    ):
        with pytest.raises(NotTheTownship) as refused:
            messages.read_answer(data, known.public_key, second, known.timeline)
        assert refused.value.code == code
    with pytest.raises(NotTheTownship, match="another-timeline"):
        messages.read_answer(answered.bytes, known.public_key, first, "another")


def test_an_answer_that_does_not_add_up_is_not_believed(scribe: Scribe, key: DeskKey, office: TownshipProcess) -> None:
    scribe.collect(scribe.register(1)[0], "A-2026-000001")
    sealed = scribe.sealed()
    [answered] = send(office.url, scribe)
    said = answered.answer
    for wrong in ({"accepted": 1}, {"accepted_fen": 0}, {"accepted": 1, "refused": 1}):
        lie = messages.write_answer(key, dataclasses.replace(said, **wrong))  # type: ignore[arg-type]
        with pytest.raises(NotTheTownship, match="does-not-add-up"):
            messages.read_answer(lie, key.public, sealed, said.timeline)


def test_the_township_is_pinned_at_first_contact(scribe: Scribe, office: TownshipProcess, tmp_path: Path) -> None:
    scribe.register(1)
    scribe.sealed()
    send(office.url, scribe)
    other = tmp_path / "other"
    other.mkdir()
    scribe.register(1)
    scribe.sealed()
    with township(other) as impostor, pytest.raises(NotTheTownship, match="township-key"):
        send(impostor.url, scribe)
    assert len(send(office.url, scribe)) == 1


def test_a_township_that_takes_no_new_desks_is_not_pinned(scribe: Scribe, tmp_path: Path) -> None:
    scribe.register(1)
    scribe.sealed()
    with township(tmp_path, trust_new_desks=False) as careful, pytest.raises(TownshipRefused, match="desk-unknown"):
        send(careful.url, scribe)
    assert outbox.known_township(scribe.db) is None


def test_the_townships_own_refusals_come_through(scribe: Scribe, office: TownshipProcess, tmp_path: Path) -> None:
    scribe.register(1)
    scribe.sealed()
    send(office.url, scribe)
    clone = scribe.copy(tmp_path / "clone")
    scribe.register(1)
    scribe.sealed()
    send(office.url, scribe)
    clone.register(2)
    clone.sealed()
    with pytest.raises(TownshipRefused, match="chain-fork"):
        send(office.url, clone)
    stranger = Scribe(tmp_path / "stranger")
    stranger.register(1)
    stranger.sealed()
    with pytest.raises(TownshipRefused, match="desk-key"):
        send(office.url, stranger)


def test_a_damaged_copy_on_the_desks_own_disk_is_named_so(scribe: Scribe, office: TownshipProcess) -> None:
    scribe.register(3)
    sealed = scribe.sealed()
    spoilt = bytearray(sealed.bytes)
    spoilt[-1] ^= 1
    with Township(office.url, DESK) as line, pytest.raises(Damaged, match="payload-hash"):
        line.send(batch.sealed(bytes(spoilt)))
    assert len(send(office.url, scribe)) == 1


def test_bytes_damaged_on_the_way_can_go_again(scribe: Scribe, office: TownshipProcess) -> None:
    scribe.register(3)
    sealed = scribe.sealed()
    body = bytearray(sealed.bytes)
    body[-1] ^= 1
    headers = {"Upload-Offset": "0", "Upload-Length": str(len(body)), "Upload-Complete": "?1"}
    url = f"{office.url}/v1/batches/{sealed.id}"
    reply = requests.patch(url, data=bytes(body), headers=headers, timeout=10)
    assert reply.status_code == 422
    assert reply.json()["type"] == protocol.PROBLEM + "payload-hash"
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert len(send(office.url, scribe)) == 1


def test_a_restored_township_gets_again_what_it_forgot(scribe: Scribe, office: TownshipProcess, tmp_path: Path) -> None:
    """Its store went back to before the second batch: the hello says so, and the desk sends it again."""
    person = scribe.register(1)[0]
    scribe.sealed()
    send(office.url, scribe)
    office.stop()
    backup = office.store.read_bytes()
    office.start()
    scribe.collect(person, "A-2026-000001")
    scribe.sealed()
    send(office.url, scribe)
    office.stop()
    for each in office.store.parent.glob("township.db-*"):
        each.unlink()
    office.store.write_bytes(backup)
    office.start()
    assert office.status()["money"] == {}
    assert len(send(office.url, scribe)) == 1
    assert office.status()["money"]["2026"]["net_fen"] == 20000


def test_a_played_back_hello_is_refused(key: DeskKey) -> None:
    hello = Hello(key.public, "t", MORNING.isoformat(), "nonce-of-yesterday", True)
    data = messages.write_hello(key, hello)
    assert messages.read_hello(data, key.public, "nonce-of-yesterday") == hello
    with pytest.raises(NotTheTownship, match="nonce"):
        messages.read_hello(data, key.public, "nonce-of-today")


def test_a_hello_cannot_pass_as_a_held(key: DeskKey, scribe: Scribe) -> None:
    scribe.register(1)
    sealed = scribe.sealed()
    held = Held(sealed.id, sealed.epoch, sealed.number, 1, "t")
    assert messages.read_held(messages.write_held(key, held), key.public, sealed, "t") == held
    with pytest.raises(NotTheTownship, match="not-signed"):
        messages.read_answer(messages.write_held(key, held), key.public, sealed, "t")


def test_after_a_cut_the_rest_goes_on_from_what_was_received(scribe: Scribe, office: TownshipProcess) -> None:
    """Every second piece is lost on the way: no piece that arrived goes again."""
    scribe.register(2000)
    sealed = scribe.sealed()
    real = moods.relay(office.url)
    arrived: list[tuple[int, int]] = []
    pieces: list[str] = []

    def mood(stranger: Stranger) -> None:
        pieces.append(stranger.command)
        if stranger.command == "PATCH" and pieces.count("PATCH") % 2:
            return moods.hang_up(stranger)
        if stranger.command == "PATCH":
            arrived.append((int(stranger.headers["Upload-Offset"]), int(stranger.headers["Content-Length"])))
        return real(stranger)

    with moody(mood) as relay, Township(relay.url, DESK) as line:
        answered = line.send(sealed)
    assert isinstance(answered, Answered)
    assert answered.answer.accepted == 2000
    assert len(arrived) > 1
    ends = [start + size for start, size in arrived]
    assert [start for start, _ in arrived] == [0, *ends[:-1]]
    assert ends[-1] == len(sealed.bytes)


def test_a_held_batch_ends_the_conversation_and_nothing_else(scribe: Scribe, office: TownshipProcess) -> None:
    for _ in range(3):
        scribe.register(1)
        scribe.sealed()
    _, second, third = outbox.open_batches(scribe.db)
    with Township(office.url, DESK) as line:
        [held] = exchange.converse(line, [second, third])
        assert isinstance(held, Held)
        assert (held.number, held.waits_for) == (2, 1)
        assert line.answer(second) == held
        with pytest.raises(TownshipRefused, match="no-such-upload"):
            line.answer(third)
    assert len(send(office.url, scribe)) == 3


def test_a_signed_message_of_another_form_is_not_believed(scribe: Scribe, key: DeskKey) -> None:
    scribe.register(1)
    sealed = scribe.sealed()
    named: dict[str, object] = {"words": {}, "batch": sealed.id}
    forms: list[dict[str, object]] = [{}, {"words": {}}, named, {**named, "batch": 1}, {**named, "not_accepted": [1]}]
    for message in forms:
        with pytest.raises(NotTheTownship, match="not-signed"):
            messages.read_answer(messages.sign(key, protocol.ANSWER, message), key.public, sealed, "t")
        with pytest.raises(NotTheTownship, match="not-signed"):
            messages.read_held(messages.sign(key, protocol.HELD, message), key.public, sealed, "t")


def test_a_hello_of_another_key_or_version_is_not_believed(key: DeskKey, other_key: DeskKey) -> None:
    hello = Hello(key.public, "t", MORNING.isoformat(), "nonce", True)
    for data, code in (
        (messages.write_hello(other_key, hello), "township-key"),
        (messages.write_hello(key, dataclasses.replace(hello, version="2.0")), "version"),
    ):
        with pytest.raises(NotTheTownship) as refused:
            messages.read_hello(data, None, "nonce")
        assert refused.value.code == code


def test_known_township_before_the_hello_is_a_mistake() -> None:
    with Township("http://127.0.0.1:9", DESK) as line, pytest.raises(LookupError):
        assert isinstance(line.known, KnownTownship)
