"""Pairing by file: the invitation that a township hands over on a stick, the desk's request, the digits. No I/O.

Who holds the file holds the secret, so the request alone lets nobody in: the office compares 16 digits of both keys
with the desk, then approves. "Pairing by stick" in ``docs/protocol.md``.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from datetime import datetime

from sync.agreement import journal, protocol
from sync.agreement.errors import Damaged, NotTheTownship
from sync.agreement.values import value
from sync.wire import messages, pairing
from sync.wire.keys import DeskKey

_DIGITS = 16


@value
class Invite:
    """The township's invitation, good once and until ``ends_at`` (ISO 8601); ``url`` may be empty.

    For a desk whose key has ended, each a text of ids with blanks between: ``ended`` lists the keys that count no more
    for the desk, ``heads`` the last answered batch of each of its epochs. ``ordinal`` is the desk's highest epoch
    number that the township has seen.
    """

    desk: str
    township: str
    url: str
    timeline: str
    secret: str
    ends_at: str
    ended: str = ""
    heads: str = ""
    ordinal: int = 1


@value
class Request:
    """The desk's part. ``proof`` covers the desk, its key and the township's; the desk's key signs the message."""

    desk: str
    township: str
    proof: str


def write_invite(key: DeskKey, invite: Invite) -> bytes:
    """The invitation, signed by the township."""
    return messages.sign(key, protocol.INVITE, dataclasses.asdict(invite))


def read_invite(data: bytes, desk: str, now: datetime) -> Invite:
    """The invitation of this desk.

    Raises Damaged: ``invite-damaged`` where a byte was changed after signing, ``invite-foreign``, ``invite-expired``.
    """
    try:
        message, signer = messages.opened(data, protocol.INVITE, None)
        invite = messages.typed(Invite, message)
        ends = datetime.fromisoformat(invite.ends_at)
    except (NotTheTownship, ValueError) as reason:
        raise Damaged("invite-damaged") from reason
    if signer != invite.township or ends.tzinfo is None:
        raise Damaged("invite-damaged", "signed by another key than it names")
    if invite.desk != desk:
        raise Damaged("invite-foreign", invite.desk)
    if ends < now:
        raise Damaged("invite-expired")
    return invite


def write_request(key: DeskKey, invite: Invite) -> bytes:
    """The request, signed by the desk's key, with the proof that whoever asks holds the invitation."""
    proof = _proof(invite.secret, invite.desk, key.public, invite.township)
    request = Request(invite.desk, invite.township, proof)
    return messages.sign(key, protocol.PAIR_REQUEST, dataclasses.asdict(request))


def read_request(data: bytes) -> tuple[Request, str]:
    """The request and the key that signed it; the proof is not checked yet. NotTheTownship ``not-signed``."""
    message, signer = messages.opened(data, protocol.PAIR_REQUEST, None)
    return messages.typed(Request, message), signer


def proves(request: Request, signer: str, secret: str) -> bool:
    """Whether the request was made by somebody who holds the invitation, with this very key."""
    expected = _proof(secret, request.desk, signer, request.township)
    return hmac.compare_digest(expected.encode(), request.proof.encode())


def digits(township: str, desk_key: str) -> str:
    """What both sides read out and compare: 16 decimal digits of the SHA-256 over both keys, in four groups."""
    covered = journal.canonical([protocol.PAIR_REQUEST, township, desk_key])
    number = int.from_bytes(hashlib.sha256(covered).digest()) % 10**_DIGITS
    return pairing.shown(f"{number:0{_DIGITS}}")


def _proof(secret: str, desk: str, desk_key: str, township: str) -> str:
    return pairing.prove(secret, "request", desk, desk_key, township)
