"""The sealed week: one signed container for line and stick. No I/O.

    "VDB1" | u32 manifest length | u64 payload length | 64 bytes Ed25519 signature | manifest | payload

Numbers are big-endian. The signature covers ``FORMAT``, a line feed and the manifest's bytes; the manifest's digests
cover the payload: JSON Lines in zstd. No names inside, so no path can be traversed; the manifest, once its signature
is verified, bounds everything after it.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

import zstandard

from sync.agreement import protocol
from sync.agreement.errors import Damaged
from sync.agreement.journal import Entry
from sync.agreement.protocol import BatchPlace
from sync.agreement.values import value
from sync.wire import keys, lines, manifest
from sync.wire.keys import DeskKey
from sync.wire.lines import Line
from sync.wire.manifest import Clock, Manifest, Payload, Receipts

MAGIC = b"VDB1"
_HEAD = struct.Struct(">4sIQ64s")
BEGINNING = _HEAD.size + protocol.MANIFEST_BYTES
"""So many bytes of a batch hold its manifest, however long that is."""
_LEVEL = 19
_CUT_BYTES = 8 * 1024 * 1024
_CUT_MARKS = protocol.JSON_MARKS - protocol.LINE_MARKS
"""The sealer begins another batch beyond so many plain bytes, or marks of JSON, below what a receiver bears."""
_BLOCK_BYTES = 64 * 1024


@value
class SealedBatch:
    """A batch as it is kept and sent: ``bytes`` never change. ``id`` is the SHA-256 of the manifest."""

    id: str
    manifest: Manifest
    bytes: bytes

    @property
    def epoch(self) -> str:
        """The epoch of the journal from which the facts were taken."""
        return self.manifest.epoch

    @property
    def number(self) -> int:
        """Its place among the batches of the epoch, from 1."""
        return self.manifest.number

    @property
    def first_seq(self) -> int:
        """The sequence number of the first fact."""
        return self.manifest.first_seq

    @property
    def last_seq(self) -> int:
        """The sequence number of the last fact."""
        return self.manifest.last_seq

    @property
    def head_hash(self) -> str:
        """The journal's hash at its last fact."""
        return self.manifest.head_hash

    @property
    def facts(self) -> int:
        """How many facts."""
        return self.manifest.facts


def seal(
    desk: str, epoch: str, after: BatchPlace, entries: Iterable[Entry], key: DeskKey, at: datetime, app: str
) -> SealedBatch:
    """Seal the entries that follow ``after``, as many as one batch may hold; at least one must be there.

    Raises Damaged ``line-too-long`` or ``line-unreadable`` for a fact that no batch can carry.
    """
    taken = list(_as_many_as_fit(entries))
    sealed = assemble(desk, epoch, after, [raw for _, raw in taken], key, at, app)
    if sealed.head_hash != taken[-1][0].hash:
        raise Damaged("line-unreadable", "the journal holds what no receiver could read")
    return sealed


def assemble(
    desk: str, epoch: str, after: BatchPlace, raws: list[bytes], key: DeskKey, at: datetime, app: str
) -> SealedBatch:
    """Pack exactly these lines, readable or not, into a signed container."""
    chained = lines.read_all(raws, epoch, after)
    plain = b"".join(raw + b"\n" for raw in raws)
    payload = zstandard.ZstdCompressor(level=_LEVEL).compress(plain)
    described = Manifest(
        desk=desk,
        epoch=epoch,
        number=after.number + 1,
        prev=after.id,
        first_seq=after.seq + 1,
        last_seq=after.seq + len(raws),
        prev_hash=after.hash,
        head_hash=chained[-1].hash,
        kinds=lines.sums(chained),
        receipts=_receipts(chained),
        payload=Payload(len(payload), protocol.digest(payload), len(plain), protocol.digest(plain)),
        created=at.isoformat(),
        app=app,
        key=key.public,
        schema=protocol.VERSION,
    )
    return pack(described, payload, key)


def with_clock(batch: SealedBatch, clock: Clock, key: DeskKey) -> SealedBatch:
    """The same lines under a manifest with the desk's view of its clock; call before the batch is stored or sent."""
    described = replace(batch.manifest, clock=clock)
    return pack(described, batch.bytes[len(batch.bytes) - described.payload.bytes :], key)


def pack(described: Manifest, payload: bytes, key: DeskKey) -> SealedBatch:
    """Sign the manifest and put the pieces together."""
    raw = manifest.write(described)
    head = _HEAD.pack(MAGIC, len(raw), len(payload), key.sign(protocol.FORMAT, raw))
    return SealedBatch(protocol.digest(raw), described, head + raw + payload)


def length_of(data: bytes) -> int:
    """How long the whole is, by its first bytes. Raises Damaged as ``begin``; nothing is verified."""
    length, payload = _lengths(data)
    return _HEAD.size + length + payload


def sealed(data: bytes) -> SealedBatch:
    """A batch by its bytes: shape and signature are checked, the payload is not opened. Raises Damaged as ``read``."""
    size = length_of(data)
    if len(data) != size:
        raise Damaged("package-truncated" if len(data) < size else "package-overlong")
    described, batch_id, _ = begin(data)
    return SealedBatch(batch_id, described, data)


def begin(data: bytes) -> tuple[Manifest, str, int]:
    """The signed manifest, the id and the full length of a batch, read from its first bytes.

    Raises Damaged: ``package-truncated`` while the manifest is incomplete; ``format-unknown``, ``package-too-large``,
    ``signature-invalid``, and the codes of ``manifest.read``.
    """
    length, payload = _lengths(data)
    raw = data[_HEAD.size : _HEAD.size + length]
    if len(raw) < length:
        raise Damaged("package-truncated")
    described = manifest.read(raw)
    if not keys.verify(described.key, protocol.FORMAT, raw, data[_HEAD.size - 64 : _HEAD.size]):
        raise Damaged("signature-invalid")
    if described.payload.bytes != payload:
        raise Damaged("manifest-invalid", "payload length")
    return described, protocol.digest(raw), _HEAD.size + length + payload


def read(data: bytes) -> tuple[SealedBatch, list[Line]]:
    """The batch and its lines, after every check that needs no knowledge of the desk.

    Raises Damaged with the codes of ``begin``, and ``package-overlong``, ``payload-hash``, ``payload-size``,
    ``line-too-long``, ``line-count``, ``chain-broken``, ``sums-differ``. Nothing is used then. A few bytes that would
    become very much are not unpacked further than to where that shows.
    """
    batch = sealed(data)
    described = batch.manifest
    raws = _lines_of(data[len(data) - described.payload.bytes :], described)
    chained = lines.read_all(raws, described.epoch, described.after)
    if chained[-1].hash != described.head_hash:
        raise Damaged("chain-broken")
    reckoned = lines.reckoned_by(described.schema, chained)
    if not lines.agree(lines.sums(reckoned), described.kinds):
        raise Damaged("sums-differ")
    return batch, reckoned


def _lengths(data: bytes) -> tuple[int, int]:
    if not MAGIC.startswith(data[:4]) and not data.startswith(MAGIC):
        raise Damaged("format-unknown")
    if len(data) < _HEAD.size:
        raise Damaged("package-truncated")
    _, length, payload, _ = _HEAD.unpack_from(data)
    if length > protocol.MANIFEST_BYTES or _HEAD.size + length + payload > protocol.PACKAGE_BYTES:
        raise Damaged("package-too-large")
    return length, payload


def _lines_of(payload: bytes, described: Manifest) -> list[bytes]:
    """The lines, as many and as long as the signed manifest promised."""
    promised = described.payload
    if protocol.digest(payload) != promised.sha256:
        raise Damaged("payload-hash")
    plain = b"".join(_bounded(_unpacked(payload, promised), described))
    if len(plain) != promised.plain_bytes:
        raise Damaged("payload-size")
    if protocol.digest(plain) != promised.plain_sha256:
        raise Damaged("payload-hash", "plain")
    if not plain.endswith(b"\n"):
        raise Damaged("line-count", "the last line does not end")
    raws = plain[:-1].split(b"\n")
    if any(len(raw) > protocol.LINE_BYTES for raw in raws):
        raise Damaged("line-too-long")
    if len(raws) != described.facts:
        raise Damaged("line-count")
    return raws


def _unpacked(payload: bytes, promised: Payload) -> Iterator[bytes]:
    """The payload decompressed, a block at a time: whoever takes them may stop at any."""
    try:
        if zstandard.frame_content_size(payload) != promised.plain_bytes:
            raise Damaged("payload-size")
        unpacking = zstandard.ZstdDecompressor(max_window_size=protocol.PLAIN_BYTES)
        with unpacking.stream_reader(payload, read_across_frames=True) as reader:
            while block := reader.read(_BLOCK_BYTES):
                yield block
    except zstandard.ZstdError as reason:
        raise Damaged("payload-size", str(reason)) from reason


def _bounded(blocks: Iterable[bytes], described: Manifest) -> Iterator[bytes]:
    """The blocks, up to the point where they exceed any bound of a batch with this manifest."""
    size = ended = marks = unended = 0
    for block in blocks:
        size += len(block)
        ended += block.count(b"\n")
        marks += lines.marks(block)
        last = block.rfind(b"\n") + 1
        unended = len(block) - last + (0 if last else unended)
        if size > described.payload.plain_bytes:
            raise Damaged("payload-size")
        if ended > described.facts:
            raise Damaged("line-count")
        if unended > protocol.LINE_BYTES:
            raise Damaged("line-too-long")
        if marks > protocol.JSON_MARKS:
            raise Damaged("package-too-large", "more values than a batch may have")
        yield block


def _as_many_as_fit(entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
    size, marks, before = 0, 0, None
    for entry in itertools.islice(entries, protocol.BATCH_FACTS):
        raw = lines.write(entry, before)
        if len(raw) > protocol.LINE_BYTES:
            raise Damaged("line-too-long", entry.id)
        yield entry, raw
        before = entry
        size += len(raw) + 1
        marks += lines.marks(raw)
        if size > _CUT_BYTES or marks > _CUT_MARKS:
            return


def _receipts(chained: Iterable[Line]) -> Receipts | None:
    taken = [line.entry.body.get("receipt") for line in chained if line.entry and line.kind == protocol.COLLECTED]
    numbers = [number for number in taken if isinstance(number, str)]
    return Receipts(numbers[0][:64], numbers[-1][:64], len(numbers)) if numbers else None
