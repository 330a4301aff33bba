"""A desk without a line is let in by a file handed over in person, and only after both sides compared the digits."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sync.agreement import journal, protocol
from sync.agreement.errors import Damaged, TownshipRefused
from sync.agreement.protocol import Answered
from sync.stick import pair_files
from sync.township.trust.file_pairing import FilePairing, Requested
from sync.wire import inviting, messages, pairing
from sync.wire.inviting import Invite
from sync.wire.keys import DeskKey
from tests.township.counters import NOON, Counter
from tests.township.journals import DESK, Scribe
from tests.township.test_pairing import Wall, trust

OTHER = "429004103003-A"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Counter]:
    """A township that takes no new desks."""
    counter = Counter(tmp_path / "township", trusts_new=False)
    yield counter
    counter.close()


def office(counter: Counter, wall: Wall | None = None) -> FilePairing:
    return FilePairing(counter.store, counter.key, wall or Wall())


def invited(counter: Counter, wall: Wall | None = None, desk: str = DESK) -> Invite:
    data, _ends = office(counter, wall).invite(desk, "https://zhensuo.example.cn")
    return inviting.read_invite(data, desk, NOON)


def refused(counter: Counter, request: bytes, wall: Wall | None = None) -> str:
    """The code with which the request is refused; the books do not change by it."""
    before = counter.digest()
    with pytest.raises(TownshipRefused) as no:
        office(counter, wall).request(request)
    assert counter.digest() == before
    return no.value.code


def test_a_desk_is_let_in_when_the_digits_are_the_same_and_not_before(strict: Counter, scribe: Scribe) -> None:
    scribe.register(2)
    batch = scribe.sealed()
    invite = invited(strict)
    assert (invite.township, invite.timeline) == (strict.key.public, strict.store.timeline)
    shown = inviting.digits(invite.township, scribe.key.public)
    assert office(strict).request(inviting.write_request(scribe.key, invite)) == Requested(DESK, shown)
    assert office(strict).waiting() == [Requested(DESK, shown)]
    for wrong in ("", "1234-5678-9012-3456", shown[:-1]):
        with pytest.raises(TownshipRefused, match="digits-wrong"):
            office(strict).approve(DESK, wrong)
    with pytest.raises(TownshipRefused, match="desk-unknown"):
        strict.hand(batch)
    office(strict).approve(DESK, shown.replace("-", " "))
    assert isinstance(strict.hand(batch), Answered)
    assert [(each.desk, each.state) for each in trust(strict).listed()] == [(DESK, "paired")]
    assert office(strict).waiting() == []
    assert office(strict).request(inviting.write_request(scribe.key, invite)) is None, "it is in already"
    with pytest.raises(TownshipRefused, match="no-request"):
        office(strict).approve(DESK, shown)


def test_digits_are_sixteen_in_four_groups_and_tell_both_keys_apart(key: DeskKey, other_key: DeskKey) -> None:
    found = {inviting.digits(*pair) for pair in [(key.public, other_key.public), (other_key.public, key.public)]}
    assert len(found) == 2
    for each in found:
        assert [len(group) for group in each.split("-")] == [4, 4, 4, 4]
        assert each.replace("-", "").isdigit()


def test_an_invitation_is_for_one_pc_and_a_later_one_ends_it(strict: Counter, key: DeskKey, other_key: DeskKey) -> None:
    first = invited(strict)
    office(strict).request(inviting.write_request(key, first))
    assert refused(strict, inviting.write_request(other_key, first)) == "invite-used"
    second = invited(strict)
    assert refused(strict, inviting.write_request(key, first)) == "invite-unknown"
    assert office(strict).waiting() == []
    trust(strict).invite(DESK)
    assert refused(strict, inviting.write_request(key, second)) == "invite-unknown", "a code takes its place"
    third = invited(strict)
    assert trust(strict).revoke(DESK)
    assert refused(strict, inviting.write_request(key, third)) == "invite-unknown"


def test_a_file_ends_a_code_that_waits(strict: Counter, key: DeskKey) -> None:
    secret = pairing.read_code(trust(strict).invite(DESK)[0])
    invite = invited(strict)
    for told in (secret, invite.secret):
        with pytest.raises(TownshipRefused, match="code-wrong"):
            trust(strict).pair(pairing.write_ask(key, told, DESK, "0123456789abcdef"))


def test_an_invitation_ends_after_fourteen_days_on_both_sides(strict: Counter, key: DeskKey) -> None:
    wall = Wall()
    data, _ends = office(strict, wall).invite(DESK)
    request = inviting.write_request(key, inviting.read_invite(data, DESK, NOON + timedelta(days=14)))
    late = NOON + timedelta(days=14, seconds=1)
    with pytest.raises(Damaged, match="invite-expired"):
        inviting.read_invite(data, DESK, late)
    found = office(strict, wall).request(request)
    assert found is not None
    wall.now = late
    assert refused(strict, request, wall) == "invite-expired"
    with pytest.raises(TownshipRefused, match="invite-expired"):
        office(strict, wall).approve(DESK, found.digits)


def test_a_tampered_invitation_is_nobodys_word(strict: Counter, other_key: DeskKey) -> None:
    data, _ends = office(strict).invite(DESK)
    assert inviting.read_invite(data, DESK, NOON).desk == DESK
    envelope = json.loads(data)
    for name in ("desk", "township", "url", "timeline", "secret", "ends_at", "ended"):
        message = envelope["message"] | {name: envelope["message"][name] + "0"}
        with pytest.raises(Damaged, match="invite-damaged"):
            inviting.read_invite(journal.canonical(envelope | {"message": message}), DESK, NOON)
    signed_anew = messages.sign(other_key, protocol.INVITE, envelope["message"])
    for bad in (signed_anew, data[:-1], data[:40], b"", b"<html>", data.replace(DESK.encode(), OTHER.encode())):
        with pytest.raises(Damaged, match="invite-damaged"):
            inviting.read_invite(bad, DESK, NOON)
    with pytest.raises(Damaged, match="invite-foreign"):
        inviting.read_invite(data, OTHER, NOON)


def test_a_tampered_or_foreign_request_changes_nothing(
    strict: Counter, key: DeskKey, other_key: DeskKey, tmp_path: Path
) -> None:
    invite = invited(strict)
    invited(strict, desk=OTHER)
    request = inviting.write_request(key, invite)
    message = json.loads(request)["message"]
    assert refused(strict, messages.sign(other_key, protocol.PAIR_REQUEST, message)) == "invite-unknown"
    assert refused(strict, messages.sign(key, protocol.PAIR_REQUEST, message | {"desk": OTHER})) == "invite-unknown"
    assert (
        refused(strict, inviting.write_request(key, dataclasses.replace(invite, secret="0" * 64))) == "invite-unknown"
    )
    foreign = dataclasses.replace(invite, township=other_key.public)
    assert refused(strict, inviting.write_request(key, foreign)) == "another-reader"
    for bad in (request[:-1], b"", b"[]", messages.sign(key, protocol.PAIR_ASK, message)):
        assert refused(strict, bad) == "request"


def test_a_key_that_ended_is_named_in_the_invitation_and_asks_in_vain(strict: Counter, key: DeskKey) -> None:
    invite = invited(strict)
    found = office(strict).request(inviting.write_request(key, invite))
    assert found is not None
    office(strict).approve(DESK, found.digits)
    assert trust(strict).revoke(DESK)
    again = invited(strict)
    assert again.ended.split() == [key.public]
    assert refused(strict, inviting.write_request(key, again)) == "key-revoked"


def test_only_files_of_ours_are_looked_at(strict: Counter, key: DeskKey, tmp_path: Path) -> None:
    data, _ends = office(strict).invite(DESK)
    assert pair_files.read_invites(tmp_path, DESK) == []
    (tmp_path / pair_files.invite_name(DESK)).write_bytes(data)
    pair_files.write_invite(tmp_path, DESK, data)
    assert pair_files.read_invites(tmp_path, DESK) == [data, data]
    pair_files.write_request(tmp_path, DESK, b"request")
    (tmp_path / "VD" / "pair" / "evil.request").write_bytes(b"evil")
    assert pair_files.read_requests(tmp_path) == [(f"{DESK}.request", b"request")]
