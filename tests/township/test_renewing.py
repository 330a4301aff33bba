"""The township's key changes: it signs for each desk with the key that the desk knows, on either kind of store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sync.agreement.errors import TownshipRefused
from sync.agreement.facts import AttachmentAdded
from sync.agreement.protocol import digest
from sync.agreement.sent import KeyNext, NumbersGiven
from sync.township.down.downward import Downward, new_id
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.receiving import Receiver
from sync.township.keys import key_files, own_key
from sync.township.sticks.past import Past
from sync.township.store import backups
from sync.township.store.database import Store
from sync.township.store.engines import StoreTrouble
from sync.township.trust import renewing
from sync.township.trust.desk_keys import Trust
from sync.township.trust.file_pairing import FilePairing
from sync.wire import attachments, down, inviting, keys, messages, pairing, past
from sync.wire.attachments import Claim
from sync.wire.down import DownAsk, MessagePlace
from sync.wire.keys import DeskKey, TownshipKey
from tests.township.counters import NOON
from tests.township.journals import DESK, Scribe

NONCE = "n" * 32
PHOTO = b"\xff\xd8\xff" + b"photo" * 20
BOTH = pytest.mark.parametrize("books", ["sqlite", "postgresql"], indirect=True)


class Office:
    """A township whose day moves; its key is read anew at each start, as its programs do."""

    def __init__(self, url: str) -> None:
        self.day = NOON
        self.store = Store.create(url, self.clock)
        self.start()

    def clock(self) -> datetime:
        return self.day

    def start(self) -> None:
        own_key.made(self.store, b"")
        renewing.settle(self.store, b"", self.day)
        self.key = own_key.read(self.store, b"")
        self.receiver = Receiver(self.store, self.key, True, self.clock)
        self.road = Downward(self.store, self.key, self.clock)

    def renew(self) -> tuple[str, ...]:
        """Who waits after the change has begun."""
        waiting = renewing.begin(self.store, b"", self.day).waiting
        self.start()
        return waiting

    def greets_with(self, desk: str = DESK) -> str:
        return messages.read_hello(self.receiver.hello(desk, NONCE), None, NONCE).township

    def gives(self, scribe: Scribe, after: MessagePlace, township: str = "") -> down.Read | None:
        """What follows for a desk that has everything up to there, and names this key of the township."""
        ask = DownAsk(DESK, after.number, after.id, self.day.isoformat(), township)
        data = self.road.reply(down.write_ask(scribe.key, ask))
        return down.read(data, None, DESK) if data else None


@pytest.fixture
def office(tmp_path: Path, books: str, scribe: Scribe, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """It knows one desk, which has sent two people."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    office = Office(books or str(tmp_path / "books.db"))
    scribe.register(2)
    scribe.keep(batch := scribe.sealed(), office.receiver.receive(batch.bytes).body)
    yield office
    office.store.close()


def block(first: str) -> NumbersGiven:
    return NumbersGiven(new_id(), "收据", first, first)


@BOTH
def test_each_word_is_signed_with_the_key_that_the_desk_says_it_knows(office: Office, scribe: Scribe) -> None:
    old = office.key.public
    assert office.renew() == (DESK,)
    assert isinstance(office.key, TownshipKey)
    new, start = office.key.public, down.beginning(DESK)
    assert new != old
    told = office.gives(scribe, start)
    assert told is not None
    assert (told.down.kind, told.signer, told.down.body["key"]) == (KeyNext.KIND, old, new)
    scribe.register(1)
    batch = scribe.sealed()
    for knows, speaks in (("", old), (old, old), (new, new), (old, old), (new, new)):
        assert office.gives(scribe, told.place, knows) is None
        assert office.greets_with() == speaks
        answer = office.receiver.receive(batch.bytes).body
        listed = Past(office.store, office.key, office.clock)
        asked = past.write_ask(scribe.key, past.PastAsk(DESK, "", NOON.isoformat()))
        for data in (answer, listed.reply(asked)):
            assert b'"key":"' + speaks.encode() in data


@BOTH
def test_a_desk_of_an_older_program_hears_the_old_key_until_its_day_and_then_only_the_new_one(
    office: Office, scribe: Scribe
) -> None:
    old = office.key.public
    office.renew()
    assert office.renew() == (DESK,), "one change at a time"
    told = office.gives(scribe, down.beginning(DESK))
    assert told is not None
    assert office.gives(scribe, told.place) is None, "it has it, and cannot say that it knows the key"
    office.day += timedelta(days=89)
    office.start()
    assert office.greets_with() == old
    office.day += timedelta(days=2)
    office.start()
    assert (office.greets_with(), office.key.before, office.key.ended) == (office.key.public, None, (old,))


@BOTH
def test_who_pairs_meanwhile_learns_the_new_key_and_gets_what_was_signed_before_by_it(
    office: Office, scribe: Scribe, other_key: DeskKey
) -> None:
    old = office.key.public
    office.road.send(DESK, block("0001"))
    office.renew()
    office.road.send(DESK, block("0002"))
    trust = Trust(office.store, office.key, office.clock)
    code, _ends = trust.invite(DESK)
    secret = pairing.read_code(code)
    answer = trust.pair(pairing.write_ask(other_key, secret, DESK, NONCE))
    assert pairing.read_answer(answer, secret, DESK, other_key.public, NONCE)[0] == office.key.public != old
    assert office.greets_with() == office.key.public
    place, seen = down.beginning(DESK), []
    scribe.key = other_key
    while (read := office.gives(scribe, place, office.key.public)) is not None:
        assert read.down.prev == place.id
        place = read.place
        seen.append((read.down.kind, read.signer))
    kinds = [NumbersGiven.KIND, KeyNext.KIND, NumbersGiven.KIND]
    assert seen == [(kind, office.key.public) for kind in kinds]
    office.start()
    assert office.key.before is None, "the only desk knows the key, so the old one has ended"


def test_an_invitation_is_by_the_key_that_the_desk_may_know(office: Office, other_key: DeskKey) -> None:
    old = office.key.public
    pairing_ = FilePairing(office.store, office.key, office.clock)
    data, _ends = pairing_.invite(DESK)
    office.renew()
    pairing_ = FilePairing(office.store, office.key, office.clock)
    asked = pairing_.request(inviting.write_request(other_key, inviting.read_invite(data, DESK, NOON)))
    assert asked is not None
    assert asked.digits == inviting.digits(old, other_key.public)
    assert pairing_.waiting() == [asked]
    pairing_.approve(DESK, asked.digits)
    assert office.greets_with() == old, "it pinned the key of the invitation, and is told of the new one"
    another = "429004103009-A"
    invite = inviting.read_invite(pairing_.invite(another)[0], another, NOON)
    assert invite.township == office.key.public


def test_the_word_on_a_content_is_by_the_key_that_the_desk_knows(office: Office, scribe: Scribe) -> None:
    old = office.key.public
    person = scribe.register(1)[0]
    scribe.record(AttachmentAdded(person, digest(PHOTO), len(PHOTO), "image/jpeg", "照片"))
    office.receiver.receive(scribe.sealed().bytes)
    claim = attachments.write_claim(scribe.key, Claim(DESK, digest(PHOTO), len(PHOTO), ""))
    office.renew()
    kept = Attachments(office.store, office.key, office.clock).take(claim, PHOTO)
    assert attachments.read_kept(kept, old, digest(PHOTO), office.store.timeline).bytes == len(PHOTO)


def test_a_stopped_desk_holds_up_no_change(office: Office) -> None:
    Trust(office.store, office.key, office.clock).revoke(DESK)
    assert office.renew() == ()
    assert office.key.before is None


def test_keys_of_the_township_that_ended_prove_a_backup_and_another_one_does_not(
    office: Office, tmp_path: Path, other_key: DeskKey
) -> None:
    copy = tmp_path / "copy.db"
    backups.make(office.store.file, copy)
    office.renew()
    office.day += timedelta(days=91)
    office.start()
    assert office.key.before is None
    place = tmp_path / "elsewhere.db"
    assert backups.restore(place, copy, (office.key.public, *office.key.ended)).facts == 2
    with pytest.raises(StoreTrouble, match="another-township"):
        backups.restore(place, copy, (office.key.public, other_key.public))


def test_a_lost_note_of_the_day_ends_the_old_key_and_a_damaged_one_is_said(office: Office) -> None:
    office.renew()
    note = office.store.key_path.with_name(office.store.key_path.name + ".past")
    note.write_bytes(b"{")
    with pytest.raises(Exception, match="key-file"):
        office.start()
    note.unlink()
    office.start()
    assert office.key.before is None


def test_half_a_next_key_was_heard_of_by_nobody(office: Office) -> None:
    path = office.store.key_path
    old = office.key.public
    path.with_name(path.name + ".next").write_bytes(b"-----BEGIN PRIV")
    office.start()
    assert office.greets_with() == old
    office.renew()
    assert key_files.read(path, b"").public != old
    with pytest.raises(TownshipRefused, match="another-reader"):
        FilePairing(office.store, office.key, office.clock).request(request_to(keys.create(path.with_name("x"), b"")))


def request_to(stranger: DeskKey) -> bytes:
    """A request for another township."""
    invite = inviting.Invite(DESK, stranger.public, "", "t", "s" * 64, NOON.isoformat())
    return inviting.write_request(stranger, invite)
