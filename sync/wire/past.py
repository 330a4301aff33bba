"""A desk's own past: how a desk asks the township for its old batches, and the township's signed list of them. No I/O.

The list is signed and a batch's id is the SHA-256 of its manifest, so a copy of a batch proves itself. By stick the
desk writes which batches it has, and the missing ones come back on the stick.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sync.agreement import protocol
from sync.agreement.errors import ChainBroken, NotTheTownship
from sync.agreement.journal import Entry
from sync.agreement.values import value
from sync.wire import batch, messages
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from sync.wire.messages import Signers

_KEYS = 1_000_000
"""Nobody replaces a PC so often."""


@value
class PastAsk:
    """``batch`` is the id of one batch, empty for the list of all; ``time`` repeats the hello of this conversation.

    Of a batch the bytes from ``first`` on are asked for, at the most ``most`` of them; 0: all.
    """

    desk: str
    batch: str
    time: str
    first: int = 0
    most: int = 0


@value
class PastHere:
    """On a stick: the ids of the batches that a desk has, with blanks between."""

    desk: str
    batches: str

    @property
    def ids(self) -> frozenset[str]:
        """The batch ids that the desk has."""
        return frozenset(self.batches.split())


def write_here(key: DeskKey, desk: str, batches: Iterable[str]) -> bytes:
    """The list, signed by the desk: the missing batches are written for this desk and for nobody else."""
    return messages.sign(key, protocol.PAST_HERE, dataclasses.asdict(PastHere(desk, " ".join(sorted(batches)))))


def read_here(data: bytes) -> tuple[PastHere, str]:
    """The desk's list and the public key that signed it. Raises NotTheTownship ``not-signed``."""
    message, signer = messages.opened(data, protocol.PAST_HERE, None)
    return messages.typed(PastHere, message), signer


def write_ask(key: DeskKey, ask: PastAsk) -> bytes:
    """The request, signed by the desk: the past names people, so nobody else may fetch it."""
    return messages.sign(key, protocol.PAST_ASK, dataclasses.asdict(ask))


def read_ask(data: bytes) -> tuple[PastAsk, str]:
    """The request and the public key that signed it. Raises NotTheTownship ``not-signed``."""
    message, signer = messages.opened(data, protocol.PAST_ASK, None)
    return messages.typed(PastAsk, message), signer


@value
class Listed:
    """A desk's answered batches at the township: id to order number, the batches of each epoch in their sequence.

    ``unseen_keys``: the number of the desk's keys that ended before the township received anything signed with them;
    each may have belonged to a PC that gave out receipts.
    """

    batches: Mapping[str, int]
    unseen_keys: int = 0


def write_list(key: DeskKey, desk: str, time: str, listed: Listed, reader: str = "") -> bytes:
    """The signed list. ``reader``: on a stick, the desk's key, for which the batches beside it are sealed."""
    batches, orders = list(listed.batches), list(listed.batches.values())
    listed_values = {"desk": desk, "time": time, "batches": batches, "orders": orders, "unheard": listed.unseen_keys}
    return messages.sign(key, protocol.PAST_LIST, listed_values | ({"reader": reader} if reader else {}))


def read_list(data: bytes, public: Signers, desk: str, time: str, reader: str = "") -> Listed:
    """The list, signed by the township for this desk in this conversation, or on this stick.

    Raises NotTheTownship ``not-signed``, ``nonce``.
    """
    message, _signer = messages.opened(data, protocol.PAST_LIST, public)
    if (message.get("desk"), message.get("time"), message.get("reader", "")) != (desk, time, reader):
        raise NotTheTownship("nonce", "a list for another conversation")
    found = message.get("batches")
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise NotTheTownship("not-signed", "a signed list of another form")
    orders, unseen_keys = message.get("orders"), message.get("unheard")
    if not isinstance(orders, list) or len(orders) != len(found) or any(type(each) is not int for each in orders):
        raise NotTheTownship("not-signed", "a signed list of another form")
    if type(unseen_keys) is not int or not 0 <= unseen_keys <= _KEYS:
        raise NotTheTownship("not-signed", "a signed list of another form")
    return Listed(dict(zip(found, orders, strict=True)), unseen_keys)


def entries(batches: Iterable[SealedBatch], desk: str) -> list[Entry]:
    """Every fact in the batches of a desk's past, each epoch verified from its genesis on.

    Raises Damaged, and ChainBroken ``past`` when the batches of an epoch do not follow each other.
    """
    places: dict[str, protocol.BatchPlace] = {}
    found = []
    for each in batches:
        sealed, lines = batch.read(each.bytes)
        if sealed.manifest.after != places.get(sealed.epoch, protocol.beginning(desk, sealed.epoch)):
            raise ChainBroken("past", f"{sealed.epoch} {sealed.number}")
        places[sealed.epoch] = sealed.manifest.place(sealed.id)
        for line in lines:
            if line.entry is None:
                raise ChainBroken("past", f"{sealed.epoch} {line.seq}")
            found.append(replace(line.entry, hash=line.hash))
    return found
