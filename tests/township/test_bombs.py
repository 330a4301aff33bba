"""Few bytes that are signed and mean much work: they are sent away before they cost anything.

Each bomb goes to a child process of its own, which tells by how much its memory grew and how long it reckoned.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import zstandard

from sync.agreement import protocol
from sync.agreement.errors import Damaged, NotTheTownship
from sync.wire import batch, messages, packing
from sync.wire.manifest import Manifest, Payload
from tests.township.journals import DESK, Scribe
from tests.township.process import ROOT

MIB = 1024 * 1024
OPENS = """
import json, sys, time
from pathlib import Path
from sync.agreement import errors; from sync.wire import batch
from tests import memory
honest, bomb = (Path(each).read_bytes() for each in sys.argv[1:])
batch.read(honest)
before, began = memory.peak_kib(), time.process_time()
try:
    code = str(len(batch.read(bomb)[1]))
except errors.Damaged as reason:
    code = reason.code
spent, grew = time.process_time() - began, memory.peak_kib() - before
began = time.process_time()
batch.read(honest)
print(json.dumps({"code": code, "grew": grew * 1024, "spent": spent, "honest": time.process_time() - began}))
"""


def bomb(scribe: Scribe, plain: bytes, facts: int, behind: bytes = b"", **changed: Any) -> bytes:
    """A batch that its desk signed, of these plain bytes, as a manifest of so many facts describes them.

    ``behind``: what follows them all the same.
    """
    payload = zstandard.ZstdCompressor(level=3).compress(plain) + behind
    after = protocol.beginning(DESK, "9f31c2aa")
    values: dict[str, Any] = {
        "desk": DESK,
        "epoch": "9f31c2aa",
        "number": 1,
        "prev": after.id,
        "first_seq": 1,
        "last_seq": facts,
        "prev_hash": after.hash,
        "head_hash": "0" * 64,
        "kinds": {},
        "receipts": None,
        "payload": Payload(len(payload), protocol.digest(payload), len(plain), protocol.digest(plain)),
        "created": "",
        "app": "",
        "key": scribe.key.public,
    }
    return batch.pack(Manifest(**values | changed), payload, scribe.key).bytes


def opened(scribe: Scribe, folder: Path, data: bytes) -> dict[str, Any]:
    """What a child process says of the bomb: the code, bytes by which it grew, seconds; and of an honest batch."""
    scribe.register(2000)
    honest, packed = folder / "honest", folder / "bomb"
    honest.write_bytes(scribe.sealed().bytes)
    packed.write_bytes(data)
    command = [sys.executable, "-c", OPENS, str(honest), str(packed)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("plain", "facts", "code"),
    [
        (b"\n" * (64 * MIB), 1, "package-too-large"),
        (b"\n" * protocol.PLAIN_BYTES, 1, "line-count"),
        (b"\n" * protocol.PLAIN_BYTES, protocol.BATCH_FACTS, "line-count"),
        (b"\0" * protocol.PLAIN_BYTES, 1, "line-too-long"),
        ((b" " * 2400 + b"\n") * (protocol.PLAIN_BYTES // 2401), protocol.BATCH_FACTS, "line-count"),
    ],
    ids=["64 MiB of line feeds", "line feeds, one fact", "line feeds", "zeros", "blanks"],
)
def test_a_signed_bomb_costs_nothing(scribe: Scribe, tmp_path: Path, plain: bytes, facts: int, code: str) -> None:
    data = bomb(scribe, plain, facts)
    assert len(data) < 30_000
    found = opened(scribe, tmp_path, data)
    assert found["code"] == code
    assert found["grew"] < 50 * MIB
    assert found["spent"] < 3 * found["honest"], "an honest batch of 2,000 facts costs about as much"


def test_what_follows_behind_the_promised_bytes_is_not_unpacked(scribe: Scribe, tmp_path: Path) -> None:
    """Frame after frame of lines that are neither too long nor too many."""
    frame = zstandard.ZstdCompressor(level=3).compress(b" " * MIB + b"\n")
    data = bomb(scribe, b"{}\n", protocol.BATCH_FACTS, behind=frame * 300)
    assert len(data) < 60_000
    found = opened(scribe, tmp_path, data)
    assert (found["code"], found["grew"] < 50 * MIB) == ("payload-size", True)


@pytest.mark.parametrize("part", [b"[],", b"{},", b'"aa",', b"257,", b'{"a":[]},'])
def test_json_of_very_many_parts_is_not_taken_apart(scribe: Scribe, tmp_path: Path, part: bytes) -> None:
    """A few bytes of it become an object of sixty or more: as many small lines as a batch may have are full of it."""
    line = b'{"about":"p","at":"t","body":{"x":[%s0]},"by":"b","id":"1","kind":"k"}\n' % (part * (2600 // len(part)))
    facts = protocol.PLAIN_BYTES // len(line)
    assert facts < protocol.BATCH_FACTS
    found = opened(scribe, tmp_path, bomb(scribe, line * facts, facts))
    assert found["code"] == "package-too-large"
    assert found["grew"] < 50 * MIB


def test_a_frame_that_wants_a_larger_window_than_any_batch_has_is_refused(scribe: Scribe) -> None:
    """The window is memory that the frame's first bytes ask for: here 128 MiB, for two raw blocks."""
    plain = b" " * 199_999 + b"\n"
    raw, last = ((100_000 << 3 | end).to_bytes(3, "little") for end in (0, 1))
    head = bytes.fromhex("28b52ffd80") + bytes([(27 - 10) << 3]) + len(plain).to_bytes(4, "little")
    wide = head + raw + plain[:100_000] + last + plain[100_000:]
    assert zstandard.get_frame_parameters(wide).window_size == 2**27
    assert zstandard.ZstdDecompressor().decompress(wide) == plain
    payload = Payload(len(wide), protocol.digest(wide), len(plain), protocol.digest(plain))
    described = batch.begin(bomb(scribe, plain, 1))[0]
    with pytest.raises(Damaged, match="payload-size"):
        batch.read(repacked(described, payload, wide, scribe))


def repacked(described: Manifest, payload: Payload, data: bytes, scribe: Scribe) -> bytes:
    """The same manifest over another payload."""
    values = {name: getattr(described, name) for name in Manifest.__dataclass_fields__}
    return batch.pack(Manifest(**values | {"payload": payload}), data, scribe.key).bytes


def test_a_message_of_very_many_parts_is_nobodys(scribe: Scribe) -> None:
    """A desk is not bombed by whoever answers, nor by a stick."""
    data = packing.unpack(packing.pack(b"[" + b"[]," * (protocol.MESSAGE_BYTES // 3 - 2) + b"0]"))
    tracemalloc.start()
    try:
        with pytest.raises(NotTheTownship, match="not-signed"):
            messages.opened(data, protocol.ANSWER, None)
        assert tracemalloc.get_traced_memory()[1] < MIB, "it was taken apart"
    finally:
        tracemalloc.stop()
