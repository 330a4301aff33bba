"""Takes uploads in pieces over HTTP, a little at a time, until they are whole; and the replies to a piece. No rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from sync.agreement.errors import RoadError, TownshipRefused
from sync.agreement.values import value
from sync.township.http.piece import Piece
from sync.township.intake.uploads import Uploads, WrongOffset
from sync.wire import packing, upload

_PACKED_FROM = 256
"""Bytes of a message that is packed: digits of keys alone become a third shorter, a hello of 588 bytes 372."""


@value
class Taking:
    """One upload called ``name``: ``reply`` if it was taken earlier, ``finish`` once it is whole.

    ``vet`` checks the first block before a byte is stored. All three may raise RoadError. ``turns``: how many uploads
    are finished at one time, since a whole batch lies in memory then, unpacked.
    """

    name: str
    uploads: Uploads
    reply: Callable[[], Response | None]
    vet: Callable[[bytes], None]
    finish: Callable[[], Response]
    turns: asyncio.Semaphore

    async def take(self, piece: Piece) -> Response:
        """Store the piece and reply how many bytes are here, or with the end of the upload."""
        try:
            return await self._take(piece)
        except RoadError:
            await piece.drain()
            raise

    async def _take(self, piece: Piece) -> Response:
        response = await run_in_threadpool(self.reply)
        if response is None:
            reached = await self._keep(piece)
            if reached < piece.length:
                return offset(reached, complete=False)
            async with self.turns:
                response = await run_in_threadpool(self.finish)
        await piece.drain()
        return response

    async def _keep(self, piece: Piece) -> int:
        """Keep what arrives of the piece, a little at a time, and return how far the upload has come."""
        reached = await run_in_threadpool(self.uploads.reached, self.name) or 0
        if piece.offset != reached:
            raise WrongOffset(reached)
        async for block in piece.blocks():
            if reached == 0:
                await run_in_threadpool(self.vet, block)
            reached = await run_in_threadpool(self.uploads.keep, self.name, reached, block)
        if not piece.sound():
            await run_in_threadpool(self.uploads.drop, self.name, piece.offset)
            raise TownshipRefused("piece-digest")
        return reached


def offset(reached: int, complete: bool) -> Response:
    """How far an upload has come."""
    headers = {"Upload-Offset": str(reached), "Upload-Complete": "?1" if complete else "?0"}
    return Response(status_code=204, headers=headers | {"Cache-Control": "no-store"})


def signed(request: Request, status: int, message: bytes) -> Response:
    """A signed message, packed if that is shorter and the desk can unpack it."""
    packed = len(message) > _PACKED_FROM and packing.MEDIA in request.headers.get("Accept", "")
    body, media = (packing.pack(message), packing.MEDIA) if packed else (message, "application/json")
    headers = {"Content-Digest": upload.content_digest(body), "Cache-Control": "no-store"}
    return Response(body, status, headers, media)
