"""A desk and a township that never met come to know each other by a code, and nobody else gets in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.agreement import journal, protocol
from sync.agreement.errors import Damaged, NotTheTownship, TownshipRefused
from sync.agreement.protocol import Answered, KnownTownship
from sync.line.client import Township
from sync.township.trust.desk_keys import Trust
from sync.wire import messages, pairing
from sync.wire.keys import DeskKey
from tests.township.commands import run
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.process import TownshipProcess, township

NONCE = "0123456789abcdef"


class Wall:
    """The office's calendar."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Counter]:
    """A township that takes no new desks."""
    counter = Counter(tmp_path / "township", trusts_new=False)
    yield counter
    counter.close()


def trust(counter: Counter, wall: Wall | None = None) -> Trust:
    return Trust(counter.store, counter.key, wall or Wall())


def secret_of(code: str) -> str:
    return pairing.read_code(code)


def refused(counter: Counter, ask: bytes, wall: Wall | None = None) -> str:
    """The code with which the ask is refused; the books do not change by it."""
    before = counter.digest()
    with pytest.raises(TownshipRefused) as no:
        trust(counter, wall).pair(ask)
    assert counter.digest() == before
    return no.value.code


def command(office: TownshipProcess, *words: str) -> str:
    done = run(*words, store=str(office.store))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_code_survives_handwriting_and_not_a_wrong_letter() -> None:
    code = pairing.new_code()
    assert len(code.split("-")) == 5
    assert secret_of(code.lower().replace("-", " ").replace("0", "O").replace("1", "l")) == secret_of(code)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    for text in (wrong, code[:-1], code + "2", "", "ü" * 20):
        with pytest.raises(Damaged, match="code-form"):
            pairing.read_code(text)


def test_a_paired_desk_is_received_and_each_side_knows_the_other(strict: Counter, scribe: Scribe) -> None:
    scribe.register(2)
    batch = scribe.sealed()
    with pytest.raises(TownshipRefused, match="desk-unknown"):
        strict.hand(batch)
    secret = secret_of(trust(strict).invite(DESK)[0])
    answer = trust(strict).pair(pairing.write_ask(scribe.key, secret, DESK, NONCE))
    heard = pairing.read_answer(answer, secret, DESK, scribe.key.public, NONCE)
    assert heard == (strict.key.public, strict.store.timeline)
    assert isinstance(strict.hand(batch), Answered)
    [listed] = trust(strict).listed()
    assert (listed.desk, listed.state) == (DESK, "paired")


def test_a_wrong_code_and_no_invitation_sound_the_same(strict: Counter, key: DeskKey) -> None:
    ask = pairing.write_ask(key, secret_of(pairing.new_code()), DESK, NONCE)
    assert refused(strict, ask) == "code-wrong"
    trust(strict).invite(DESK)
    assert refused(strict, ask) == "code-wrong"


def test_a_code_lets_one_pc_in_and_its_ask_is_answered_again(strict: Counter, key: DeskKey, other_key: DeskKey) -> None:
    secret = secret_of(trust(strict).invite(DESK)[0])
    ask = pairing.write_ask(key, secret, DESK, NONCE)
    assert trust(strict).pair(ask) == trust(strict).pair(ask)
    assert refused(strict, pairing.write_ask(other_key, secret, DESK, NONCE)) == "code-used"


def test_a_code_is_for_one_desk_and_a_new_one_ends_it(strict: Counter, key: DeskKey) -> None:
    secret = secret_of(trust(strict).invite(DESK)[0])
    other = DESK[:-1] + "B"
    trust(strict).invite(other)
    assert refused(strict, pairing.write_ask(key, secret, other, NONCE)) == "code-wrong"
    trust(strict).invite(DESK)
    assert refused(strict, pairing.write_ask(key, secret, DESK, NONCE)) == "code-wrong"


def test_a_code_ends_after_fourteen_days(strict: Counter, key: DeskKey) -> None:
    wall = Wall()
    ask = pairing.write_ask(key, secret_of(trust(strict, wall).invite(DESK)[0]), DESK, NONCE)
    wall.now += timedelta(days=14, seconds=1)
    assert refused(strict, ask, wall) == "code-expired"
    wall.now -= timedelta(seconds=1)
    assert trust(strict, wall).pair(ask)


@pytest.mark.parametrize("part", ["desk", "nonce", "proof"])
def test_a_tampered_ask_changes_nothing(strict: Counter, key: DeskKey, other_key: DeskKey, part: str) -> None:
    """Whoever sits on the line can change the bytes, and sign them with a key of their own."""
    secret = secret_of(trust(strict).invite(DESK)[0])
    trust(strict).invite(DESK[:-1] + "B")
    envelope = json.loads(pairing.write_ask(key, secret, DESK, NONCE))
    changed = {"desk": DESK[:-1] + "B", "nonce": "f" * 16, "proof": "0" * 64}[part]
    message = envelope["message"] | {part: changed}
    assert refused(strict, journal.canonical(envelope | {"message": message})) == "request"
    assert refused(strict, messages.sign(key, protocol.PAIR_ASK, message)) == "code-wrong"
    assert refused(strict, messages.sign(other_key, protocol.PAIR_ASK, envelope["message"])) == "code-wrong"


def test_bytes_that_are_no_ask_are_refused(strict: Counter, key: DeskKey) -> None:
    trust(strict).invite(DESK)
    asks = (b"", b"[]", b"\xff", messages.sign(key, protocol.DOWN_ASK, {"desk": DESK}))
    assert {refused(strict, ask) for ask in asks} == {"request"}


def test_whoever_answers_without_the_code_is_not_the_township(key: DeskKey, other_key: DeskKey) -> None:
    secret = secret_of(pairing.new_code())
    ask = pairing.PairAsk(DESK, NONCE, "")
    right = pairing.write_answer(key, secret, ask, other_key.public, "t")
    assert pairing.read_answer(right, secret, DESK, other_key.public, NONCE) == (key.public, "t")
    guessed = pairing.write_answer(key, secret_of(pairing.new_code()), ask, other_key.public, "t")
    forged = messages.sign(other_key, protocol.PAIR_ANSWER, json.loads(right)["message"])
    old = pairing.write_answer(key, secret, pairing.PairAsk(DESK, "f" * 16, ""), other_key.public, "t")
    for answer in (guessed, forged, old, right.replace(b'"t"', b'"u"')):
        with pytest.raises(NotTheTownship):
            pairing.read_answer(answer, secret, DESK, other_key.public, NONCE)


def test_a_revoked_key_is_refused_for_good(strict: Counter, scribe: Scribe) -> None:
    secret = secret_of(trust(strict).invite(DESK)[0])
    ask = pairing.write_ask(scribe.key, secret, DESK, NONCE)
    trust(strict).pair(ask)
    scribe.register(1)
    strict.take(scribe)
    assert trust(strict).revoke(DESK)
    scribe.register(1)
    with pytest.raises(TownshipRefused, match="key-revoked"):
        strict.hand(scribe.sealed())
    assert refused(strict, ask) == "code-wrong", "the code went with the key"
    again = secret_of(trust(strict).invite(DESK)[0])
    assert refused(strict, pairing.write_ask(scribe.key, again, DESK, NONCE)) == "key-revoked"
    assert trust(strict).listed()[0].state == "revoked"


def test_revoking_ends_a_code_that_waits(strict: Counter, key: DeskKey) -> None:
    secret = secret_of(trust(strict).invite(DESK)[0])
    assert trust(strict).revoke(DESK)
    assert refused(strict, pairing.write_ask(key, secret, DESK, NONCE)) == "code-wrong"
    assert not trust(strict).revoke("429004103009-A")


def test_a_new_pc_replaces_the_old_one_whose_batches_are_refused_from_then_on(
    strict: Counter, scribe: Scribe, tmp_path: Path
) -> None:
    secret = secret_of(trust(strict).invite(DESK)[0])
    old_ask = pairing.write_ask(scribe.key, secret, DESK, NONCE)
    trust(strict).pair(old_ask)
    scribe.register(1)
    strict.take(scribe)
    scribe.register(1)
    late = scribe.sealed()
    new = Scribe(tmp_path / "new")
    again = secret_of(trust(strict).invite(DESK)[0])
    trust(strict).pair(pairing.write_ask(new.key, again, DESK, NONCE))
    with pytest.raises(TownshipRefused, match="key-replaced"):
        strict.hand(late)
    assert refused(strict, old_ask) == "code-wrong", "a replayed ask does not bring the old key back"
    new.register(3)
    assert strict.take(new).position == 2
    assert strict.status().people == 3, "one of the first PC, two of the new one whose third bears the same number"


def test_the_whole_way_through_real_commands_and_a_real_township(tmp_path: Path, scribe: Scribe) -> None:
    with township(tmp_path, trust_new_desks=False) as office:
        told = json.loads(command(office, "pair", DESK, "--json"))
        with Township(office.url, DESK) as line, pytest.raises(TownshipRefused, match="desk-unknown"):
            line.hello()
        with Township(office.url, DESK) as line:
            known = line.pair(scribe.key, secret_of(told["code"]))
            scribe.register(1)
            assert isinstance(line.send(scribe.sealed()), Answered)
        assert [each["state"] for each in json.loads(command(office, "desks", "--json"))] == ["paired"]
        assert "已停用" in command(office, "revoke", DESK)
        scribe.register(1)
        with Township(office.url, DESK, known) as line, pytest.raises(TownshipRefused, match="key-revoked"):
            line.send(scribe.sealed())
        stranger = KnownTownship(scribe.key.public, office.url, known.timeline)
        with Township(office.url, DESK, stranger) as line, pytest.raises(NotTheTownship, match="township-key"):
            line.hello()
