"""The contents of attachments, as both sides see them: what may be one, who asks for it, who has it. No I/O.

claim  {desk, sha256, bytes, time} signed by the desk in the domain ATTACHMENT_CLAIM
kept   {kept, sha256, bytes, timeline} signed by the township in the domain ATTACHMENT_KEPT
parcel "VDA1" | 4 bytes: length of the claim | the claim | the content      (sealed, on a stick)
"""

from __future__ import annotations

import base64
import binascii
import dataclasses

from sync.agreement import protocol
from sync.agreement.errors import Damaged, NotTheTownship, TownshipRefused
from sync.agreement.facts import AttachmentKept
from sync.agreement.values import value
from sync.wire import messages
from sync.wire.keys import DeskKey
from sync.wire.messages import Signers

HEADER = "Attachment-Claim"
"""The header that carries the claim, in base 64, with every request."""
SHORTEST = 8
"""Bytes from which a content can be recognised."""

_BEGINNINGS = {
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
    "application/pdf": b"%PDF-",
}
_MAGIC, _LENGTH, _CLAIM_BYTES = b"VDA1", 4, 4096
OVERHEAD = len(_MAGIC) + _LENGTH + _CLAIM_BYTES
"""By how many bytes a parcel may be longer than the content in it."""


@value
class Claim:
    """A desk's signed claim that one of its facts refers to this content.

    ``time`` repeats the time of the township's hello in this conversation; it is empty on a stick.
    """

    desk: str
    sha256: str
    bytes: int
    time: str


def media_of(content: bytes) -> str:
    """The media type by the first bytes; empty for bytes that cannot be an attachment."""
    return next((media for media, beginning in _BEGINNINGS.items() if content.startswith(beginning)), "")


def write_claim(key: DeskKey, claim: Claim) -> bytes:
    """The signed claim."""
    return messages.sign(key, protocol.ATTACHMENT_CLAIM, dataclasses.asdict(claim))


def read_claim(data: bytes) -> tuple[Claim, str]:
    """The claim and the public key that signed it. Raises TownshipRefused ``request``."""
    try:
        message, signer = messages.opened(data, protocol.ATTACHMENT_CLAIM, None)
        return messages.typed(Claim, message), signer
    except NotTheTownship as reason:
        raise TownshipRefused("request", "no signed claim") from reason


def as_header(claim: bytes) -> str:
    """The claim as the value of its header."""
    return base64.b64encode(claim).decode()


def from_header(value: str) -> bytes:
    """The claim in a header. Raises TownshipRefused ``request``."""
    try:
        return base64.b64decode(value[: 2 * _CLAIM_BYTES], validate=True)
    except (binascii.Error, ValueError) as reason:
        raise TownshipRefused("request", "a claim in base 64") from reason


def write_kept(key: DeskKey, kept: AttachmentKept) -> bytes:
    """The township's signed confirmation that it has stored the content."""
    return messages.sign(key, protocol.ATTACHMENT_KEPT, dataclasses.asdict(kept))


def read_kept(data: bytes, public: Signers, sha256: str, timeline: str) -> AttachmentKept:
    """The word of this township, on this timeline, on this content.

    Raises NotTheTownship: ``not-signed``, ``township-key``, ``another-content``, ``another-timeline``.
    """
    kept = messages.typed(AttachmentKept, messages.opened(data, protocol.ATTACHMENT_KEPT, public)[0])
    if kept.sha256 != sha256:
        raise NotTheTownship("another-content")
    if kept.timeline != timeline:
        raise NotTheTownship("another-timeline")
    return kept


def pack(claim: bytes, content: bytes) -> bytes:
    """A claim and its content as one parcel, to be sealed for a stick."""
    return _MAGIC + len(claim).to_bytes(_LENGTH, "big") + claim + content


def unpack(parcel: bytes) -> tuple[bytes, bytes]:
    """The claim and the content of a parcel. Raises Damaged ``format-unknown``."""
    start = len(_MAGIC) + _LENGTH
    length = int.from_bytes(parcel[len(_MAGIC) : start], "big")
    if not parcel.startswith(_MAGIC) or len(parcel) < start + length:
        raise Damaged("format-unknown", "no parcel")
    return parcel[start : start + length], parcel[start + length :]
