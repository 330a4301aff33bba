"""A township's messages packed for a thin line: one zstd frame, never unpacked beyond a message's bound. No I/O."""

from __future__ import annotations

import zstandard

from sync.agreement import protocol
from sync.agreement.errors import NotTheTownship

MEDIA = "application/zstd"
_LEVEL = 19


def pack(message: bytes) -> bytes:
    """The message as one zstd frame; the frame states the length of the message."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(message)


def unpack(data: bytes) -> bytes:
    """The unpacked message. Raises NotTheTownship ``too-long``, and ``not-signed`` for bytes that are no such frame."""
    try:
        size = zstandard.frame_content_size(data)
        if not 0 < size <= protocol.MESSAGE_BYTES:
            raise NotTheTownship("too-long")
        return zstandard.ZstdDecompressor().decompress(data, allow_extra_data=False)
    except zstandard.ZstdError as reason:
        raise NotTheTownship("not-signed", "not a message") from reason
