"""The township's messages to one desk, as bytes and back: numbered, chained, signed; and the desk's request."""

from __future__ import annotations

import dataclasses
from typing import Any

from sync.agreement import protocol
from sync.agreement.errors import NotTheTownship
from sync.agreement.values import value
from sync.wire import lines, messages, packing
from sync.wire.keys import DeskKey
from sync.wire.messages import Signers


@value
class MessagePlace:
    """The last message that a desk has: its number and id; ``beginning(desk)`` before the first."""

    number: int
    id: str


@value
class Down:
    """One message. ``number`` counts a desk's messages from 1 without a gap; ``at`` is ISO 8601, only to be shown."""

    desk: str
    number: int
    prev: str
    at: str
    kind: str
    about: str
    body: dict[str, Any]


@value
class Read:
    """A verified message: its content, its place in the chain, its bytes as received, and the signer's public key."""

    down: Down
    place: MessagePlace
    bytes: bytes
    signer: str


@value
class DownAsk:
    """A desk's request for the messages after number ``after``; it confirms all messages up to that number.

    ``time`` repeats the time of the township's hello in this conversation, so that an old request fetches nothing; it
    is empty in a file on a stick, which only confirms. ``township`` is the newest township key that the desk knows.
    """

    desk: str
    after: int
    id: str
    time: str = ""
    township: str = ""


def beginning(desk: str) -> MessagePlace:
    """The place before the first message to a desk."""
    return MessagePlace(0, protocol.digest(f"down:{desk}".encode()))


def write(key: DeskKey, message: Down) -> Read:
    """The message signed by the township, packed for line and stick."""
    envelope = messages.sign(key, protocol.DOWN, dataclasses.asdict(message))
    if len(envelope) > protocol.MESSAGE_BYTES or lines.marks(envelope) > protocol.JSON_MARKS:
        raise ValueError("a message may not be longer than its reader reads")
    return Read(message, MessagePlace(message.number, protocol.digest(envelope)), packing.pack(envelope), key.public)


def read(data: bytes, public: Signers, desk: str) -> Read:
    """The message, signed by the township ``public`` for this desk; None where it lies in the township's own books.

    Raises NotTheTownship: ``not-signed``, ``township-key``, ``another-desk``, ``too-long``.
    """
    envelope = packing.unpack(data)
    content, signer = messages.opened(envelope, protocol.DOWN, public)
    kinds = {"str": str, "int": int, "dict[str, Any]": dict}
    fields = {each.name: kinds[str(each.type)] for each in dataclasses.fields(Down)}
    values = {name: content.get(name) for name in fields}
    if not all(type(values[name]) is kind for name, kind in fields.items()):
        raise NotTheTownship("not-signed", "a signed message of another form")
    message = Down(**values)  # type: ignore[arg-type]  # each was checked above
    if message.desk != desk:
        raise NotTheTownship("another-desk")
    return Read(message, MessagePlace(message.number, protocol.digest(envelope)), data, signer)


def write_ask(key: DeskKey, ask: DownAsk) -> bytes:
    """The request, signed by the desk: the messages name people, so nobody else may fetch them."""
    return messages.sign(key, protocol.DOWN_ASK, dataclasses.asdict(ask))


def read_ask(data: bytes) -> tuple[DownAsk, str]:
    """The request and the public key that signed it. Raises NotTheTownship ``not-signed``."""
    message, signer = messages.opened(data, protocol.DOWN_ASK, None)
    return messages.typed(DownAsk, message), signer
