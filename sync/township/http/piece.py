"""A piece of a batch or a content as it comes in over HTTP: its headers, and its body in blocks worth storing."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator

from starlette.requests import ClientDisconnect, Request

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.wire import upload

_KEPT_AT_ONCE = 32 * 1024
_FIRST = protocol.MANIFEST_BYTES + 1024
"""The length of the first block: enough for a whole manifest."""


class Piece:
    """The request's piece. Raises TownshipRefused ``request`` or ``package-too-large`` for headers without sense."""

    def __init__(self, request: Request, silence: float, most: int = protocol.PACKAGE_BYTES) -> None:
        """``silence``: seconds without a byte after which the line counts as cut. ``most``: bytes of the whole."""
        self.offset = _whole(request.headers.get("Upload-Offset", ""))
        self.length = _whole(request.headers.get("Upload-Length", ""))
        if self.offset > self.length:
            raise TownshipRefused("request", "Upload-Offset beyond Upload-Length")
        if self.length > most:
            raise TownshipRefused("package-too-large")
        self._promised = request.headers.get("Content-Digest", "")
        self._digest = hashlib.sha256()
        self._stream = _until_silent(request.stream(), silence)

    async def blocks(self) -> AsyncIterator[bytes]:
        """The body in blocks. A cut body still yields the bytes before the cut, then ends in ClientDisconnect."""
        waiting, least, left = bytearray(), _FIRST, self.length - self.offset
        try:
            async for some in self._stream:
                waiting += some
                left -= len(some)
                if left < 0:
                    raise TownshipRefused("inconsistent-upload-length")
                if len(waiting) >= least:
                    yield self._take(waiting)
                    least = _KEPT_AT_ONCE
        except ClientDisconnect:
            if waiting:
                yield self._take(waiting)
            raise
        if waiting:
            yield self._take(waiting)

    def sound(self) -> bool:
        """Whether the body has the digest of its Content-Digest header (RFC 9530), if it has that header."""
        return self._promised in ("", upload.digest_field(self._digest.digest()))

    async def drain(self) -> None:
        """Read the rest of the body, so that the reply is not lost in a reset; at most the length of a batch."""
        count = 0
        async for some in self._stream:
            count += len(some)
            if count > protocol.PACKAGE_BYTES:
                return

    def _take(self, waiting: bytearray) -> bytes:
        block = bytes(waiting)
        waiting.clear()
        self._digest.update(block)
        return block


async def _until_silent(stream: AsyncGenerator[bytes, None], silence: float) -> AsyncIterator[bytes]:
    """The stream; ClientDisconnect when nothing comes for too long."""
    while True:
        try:
            async with asyncio.timeout(silence):
                some = await anext(stream)
        except StopAsyncIteration:
            return
        except TimeoutError as reason:
            raise ClientDisconnect from reason
        yield some


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise TownshipRefused("request", "Upload-Offset and Upload-Length are whole numbers")
    return int(text)
