"""A desk gets its own past back, and nobody else does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from sync.agreement import protocol
from sync.agreement.errors import NotTheTownship, TownshipRefused
from sync.agreement.facts import PersonCorrected
from sync.line.client import Township
from sync.township.sticks.past import Past
from sync.township.trust.desk_keys import Trust
from sync.wire import batch as batches
from sync.wire import messages, pairing, past
from sync.wire.keys import DeskKey
from sync.wire.past import Listed, PastAsk
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.moods import Stranger, hang_up, moody, relay
from tests.township.process import TownshipProcess

NOW = NOON.isoformat()


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Counter]:
    """A township without a network."""
    counter = Counter(tmp_path / "township")
    yield counter
    counter.close()


def reply(counter: Counter, key: DeskKey, ask: PastAsk) -> bytes:
    return Past(counter.store, counter.key, lambda: NOON).reply(past.write_ask(key, ask))


def refused(counter: Counter, key: DeskKey, ask: PastAsk) -> str:
    with pytest.raises(TownshipRefused) as no:
        reply(counter, key, ask)
    return no.value.code


def test_the_list_and_every_batch_come_back_as_they_were(kept: Counter, scribe: Scribe) -> None:
    sent = []
    for _week in range(3):
        scribe.register(1)
        sent.append(scribe.sealed())
        kept.hand(sent[-1])
    scribe.open_epoch()
    scribe.register(1)
    sent.append(scribe.sealed())
    kept.hand(sent[-1])
    listed = past.read_list(reply(kept, scribe.key, PastAsk(DESK, "", NOW)), kept.key.public, DESK, NOW).batches
    assert sorted(listed) == sorted(each.id for each in sent)
    assert [each for each in listed if each != sent[-1].id] == [each.id for each in sent[:-1]], "an epoch in its order"
    assert [reply(kept, scribe.key, PastAsk(DESK, each.id, NOW)) for each in sent] == [each.bytes for each in sent]


def test_a_held_batch_is_no_past(kept: Counter, scribe: Scribe) -> None:
    scribe.register(1)
    scribe.sealed()
    scribe.register(1)
    held = scribe.sealed()
    kept.hand(held)
    assert past.read_list(reply(kept, scribe.key, PastAsk(DESK, "", NOW)), kept.key.public, DESK, NOW) == Listed({})
    assert refused(kept, scribe.key, PastAsk(DESK, held.id, NOW)) == "no-such-upload"


def test_nobody_else_is_told(kept: Counter, scribe: Scribe, other_key: DeskKey) -> None:
    scribe.register(1)
    batch = scribe.sealed()
    kept.hand(batch)
    other = DESK[:-1] + "B"
    assert refused(kept, other_key, PastAsk(DESK, batch.id, NOW)) == "desk-key"
    assert refused(kept, other_key, PastAsk(other, batch.id, NOW)) == "desk-unknown"
    trust = Trust(kept.store, kept.key, lambda: NOON)
    neighbour = past_of_neighbour(trust, other, other_key)
    assert neighbour
    assert refused(kept, other_key, PastAsk(other, batch.id, NOW)) == "no-such-upload", "a neighbour's batch"
    assert trust.revoke(DESK)
    assert refused(kept, scribe.key, PastAsk(DESK, "", NOW)) == "key-revoked"


def past_of_neighbour(trust: Trust, desk: str, key: DeskKey) -> bytes:
    secret = pairing.read_code(trust.invite(desk)[0])
    return trust.pair(pairing.write_ask(key, secret, desk, "0" * 16))


@pytest.mark.parametrize("time", ["", "yesterday", (NOON - timedelta(hours=1)).isoformat(), "2026-11-27T12:00:00"])
def test_an_old_ask_played_back_fetches_nothing(kept: Counter, scribe: Scribe, time: str) -> None:
    scribe.register(1)
    kept.hand(scribe.sealed())
    assert refused(kept, scribe.key, PastAsk(DESK, "", time)) == "ask-stale"


def test_bytes_that_are_no_ask_are_refused(kept: Counter, scribe: Scribe) -> None:
    asks = Past(kept.store, kept.key, lambda: NOON)
    signed_for_another_purpose = messages.sign(scribe.key, protocol.DOWN_ASK, {"desk": DESK, "batch": "", "time": NOW})
    for data in (b"", b"{}", b"\xff", signed_for_another_purpose):
        with pytest.raises(TownshipRefused, match="request"):
            asks.reply(data)


def test_a_list_is_believed_only_from_the_township_and_for_this_conversation(key: DeskKey, other_key: DeskKey) -> None:
    data = past.write_list(key, DESK, NOW, Listed({"a": 3}, 2))
    assert past.read_list(data, key.public, DESK, NOW) == Listed({"a": 3}, 2)
    for public, desk, time in (
        (other_key.public, DESK, NOW),
        (key.public, DESK[:-1] + "B", NOW),
        (key.public, DESK, ""),
    ):
        with pytest.raises(NotTheTownship):
            past.read_list(data, public, desk, time)


def test_over_the_line_a_batch_proves_itself(office: TownshipProcess, scribe: Scribe) -> None:
    scribe.register(2)
    batch = scribe.sealed()
    with Township(office.url, DESK) as line:
        line.send(batch)
        assert line.past(scribe.key) == Listed({batch.id: 1})
        assert batches.read(line.fetch(scribe.key, batch.id).bytes)[0].id == batch.id
        with pytest.raises(TownshipRefused, match="no-such-upload"):
            line.fetch(scribe.key, "0" * 64)


def test_a_long_batch_comes_back_over_a_line_that_carries_little_at_once(
    office: TownshipProcess, scribe: Scribe
) -> None:
    for person in scribe.register(40):
        scribe.record(PersonCorrected(person=person, changes={"note": random.Random(person).randbytes(500).hex()}))
    batch = scribe.sealed()
    cut: list[int] = []

    def hangs_up(stranger: Stranger, reply: requests.Response) -> bool:
        if len(reply.content) > 10_000:
            cut.append(len(reply.content))
            hang_up(stranger)
        return len(reply.content) > 10_000

    with Township(office.url, DESK) as line:
        line.send(batch)
    with moody(relay(office.url, hangs_up)) as proxy, Township(proxy.url, DESK) as line:
        assert line.fetch(scribe.key, batch.id).bytes == batch.bytes
    assert 0 < len(cut) < 4
    assert len(batch.bytes) > 20_000
