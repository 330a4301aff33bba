"""The manifest of a batch: who, which range of which epoch, sums, the payload's digests; as RFC 8785 JSON. No I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sync.agreement import calendar, journal, protocol
from sync.agreement.errors import Damaged
from sync.agreement.values import value
from sync.wire import lines
from sync.wire.lines import KindSum

_EPOCH = re.compile(r"[0-9a-f]{8,32}")


@value
class Payload:
    """The compressed lines: coding ``zstd``, and size and SHA-256 before (plain) and after compressing."""

    bytes: int
    sha256: str
    plain_bytes: int
    plain_sha256: str
    coding: str = "zstd"


@value
class Receipts:
    """The first and last receipt number that the batch takes money for, in order of happening, and how many."""

    first: str
    last: str
    count: int


@value
class Clock:
    """The desk's view of its own clock: whether it is in doubt, and the last signed township time (ISO 8601, or "").

    Nothing is decided by these values; they show the office why times look odd.
    """

    suspect: bool
    township_seen: str


@value
class Manifest:
    """What the desk signs. ``prev`` is the id of the batch before; ``created`` is ISO 8601; ``key`` the desk's own.

    ``clock`` may be left out. ``schema`` is the protocol's version of the program that sealed the batch.
    """

    desk: str
    epoch: str
    number: int
    prev: str
    first_seq: int
    last_seq: int
    prev_hash: str
    head_hash: str
    kinds: Mapping[str, KindSum]
    receipts: Receipts | None
    payload: Payload
    created: str
    app: str
    key: str
    clock: Clock | None = None
    schema: str = protocol.VERSION

    @property
    def facts(self) -> int:
        """How many lines."""
        return self.last_seq - self.first_seq + 1

    @property
    def cash_fen(self) -> int:
        """All collected cash of the batch."""
        return sum(each.fen for each in self.kinds.values())

    @property
    def after(self) -> protocol.BatchPlace:
        """The place that the batch follows."""
        return protocol.BatchPlace(self.number - 1, self.prev, self.first_seq - 1, self.prev_hash)

    def place(self, batch_id: str) -> protocol.BatchPlace:
        """The place after the batch."""
        return protocol.BatchPlace(self.number, batch_id, self.last_seq, self.head_hash)


def write(manifest: Manifest) -> bytes:
    """The canonical bytes, which are signed and whose digest is the batch's id."""
    value = {name: getattr(manifest, name) for name in _PLAIN}
    value["format"] = protocol.FORMAT
    value["schema"] = manifest.schema
    value["must"] = []
    value["facts"] = manifest.facts
    value["kinds"] = {kind: {"facts": each.facts, "fen": each.fen} for kind, each in manifest.kinds.items()}
    value["payload"] = {name: getattr(manifest.payload, name) for name in _PAYLOAD}
    if manifest.receipts:
        value["receipts"] = {name: getattr(manifest.receipts, name) for name in _RECEIPTS}
    if manifest.clock:
        value["clock"] = {name: getattr(manifest.clock, name) for name in _CLOCK}
    return journal.canonical(value)


def read(raw: bytes) -> Manifest:
    """The manifest of these bytes.

    Raises Damaged: ``manifest-not-canonical``, ``format-unknown``, ``schema-too-new`` or ``manifest-invalid``.
    """
    try:
        value = lines.strict(raw)
        canonical = journal.canonical(value)
    except ValueError as reason:
        raise Damaged("manifest-not-canonical") from reason
    if canonical != raw or not isinstance(value, dict):
        raise Damaged("manifest-not-canonical")
    if value.get("format") != protocol.FORMAT:
        raise Damaged("format-unknown")
    if str(value.get("schema")).split(".")[0] != protocol.VERSION.split(".")[0] or value.get("must") != []:
        raise Damaged("schema-too-new", "the township's program is older than the desk's")
    try:
        return _checked(_from(value), value)
    except (KeyError, TypeError, AttributeError) as reason:
        raise Damaged("manifest-invalid", str(reason)) from reason


_PLAIN = {
    "desk": str,
    "epoch": str,
    "number": int,
    "prev": str,
    "first_seq": int,
    "last_seq": int,
    "prev_hash": str,
    "head_hash": str,
    "created": str,
    "app": str,
    "key": str,
}
_PAYLOAD = {"bytes": int, "sha256": str, "plain_bytes": int, "plain_sha256": str, "coding": str}
_RECEIPTS = {"first": str, "last": str, "count": int}
_SUM = {"facts": int, "fen": int}
_CLOCK = {"suspect": bool, "township_seen": str}


def _from(value: dict[str, Any]) -> Manifest:
    kinds = {kind: KindSum(**_typed(each, _SUM)) for kind, each in value["kinds"].items()}
    receipts = Receipts(**_typed(value["receipts"], _RECEIPTS)) if "receipts" in value else None
    payload = Payload(**_typed(value["payload"], _PAYLOAD))
    clock = Clock(**_typed(value["clock"], _CLOCK)) if "clock" in value else None
    return Manifest(
        kinds=kinds,
        receipts=receipts,
        payload=payload,
        clock=clock,
        schema=str(value["schema"]),
        **_typed(value, _PLAIN),
    )


def _typed(value: Any, types: Mapping[str, type]) -> dict[str, Any]:
    for name, kind in types.items():
        if type(value[name]) is not kind:
            raise TypeError(f"{name} is no {kind.__name__}")
    return {name: value[name] for name in types}


def _checked(manifest: Manifest, value: Mapping[str, Any]) -> Manifest:
    digests = (manifest.prev, manifest.prev_hash, manifest.head_hash, manifest.key)
    sound = (
        protocol.DESK_NAME.fullmatch(manifest.desk)
        and _EPOCH.fullmatch(manifest.epoch)
        and all(protocol.DIGEST.fullmatch(each) for each in digests)
        and manifest.number >= 1
        and manifest.first_seq >= manifest.number
        and 1 <= manifest.facts == value["facts"]
        and manifest.payload.coding == "zstd"
        and manifest.payload.plain_bytes > 0
        and (manifest.clock is None or _is_time_or_none(manifest.clock.township_seen))
    )
    if not sound or sum(abs(each.fen) for each in manifest.kinds.values()) >= 2**53:
        raise Damaged("manifest-invalid")
    if manifest.facts > protocol.BATCH_FACTS or manifest.payload.plain_bytes > protocol.PLAIN_BYTES:
        raise Damaged("package-too-large")
    return manifest


def _is_time_or_none(text: str) -> bool:
    return text == "" or calendar.moment(text) is not None
