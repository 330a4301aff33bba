"""The paths by which contents of attachments come and go. Rules and books are in ``attachments.py``."""

from __future__ import annotations

import asyncio
import re
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.township.http import taking
from sync.township.http.piece import Piece
from sync.township.http.taking import Taking
from sync.township.intake.contents_of_attachments import Attachments
from sync.wire import attachments
from sync.wire.attachments import Claim

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{1,12})?")

_AT_ONCE = 2
"""How many contents are checked at one time."""


def routes(kept: Attachments, silence: float = 60.0) -> list[BaseRoute]:
    """The routes for ``app.make``. ``silence``: as there."""
    paths, place = _Paths(kept, silence), "/v1/attachments/{sha256}"
    return [
        Route(place, paths.offset, methods=["HEAD"]),
        Route(place, paths.piece, methods=["PATCH"]),
        Route(place, paths.content, methods=["GET"]),
    ]


class _Paths:
    def __init__(self, kept: Attachments, silence: float) -> None:
        self._kept = kept
        self._silence = silence
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def offset(self, request: Request) -> Response:
        claim = await self._checked_claim(request)
        size = await run_in_threadpool(self._kept.size, claim.sha256)
        if size is not None:
            return taking.offset(size, complete=True)
        reached = await run_in_threadpool(self._kept.uploads.reached, claim.sha256)
        if reached is None:
            raise TownshipRefused("no-such-upload")
        return taking.offset(reached, complete=False)

    async def piece(self, request: Request) -> Response:
        piece = Piece(request, self._silence, protocol.ATTACHMENT_BYTES)
        claim = await self._checked_claim(request)
        if claim.bytes != piece.length:
            raise TownshipRefused("inconsistent-upload-length")
        reply, vet = partial(self._reply, request, claim), partial(self._kept.vet, claim)
        finish = partial(self._finish, request, claim)
        return await Taking(claim.sha256, self._kept.uploads, reply, vet, finish, self._turns).take(piece)

    async def content(self, request: Request) -> Response:
        claim = await self._checked_claim(request)
        size = await run_in_threadpool(self._kept.size, claim.sha256)
        if size is None:
            raise TownshipRefused("no-such-upload")
        first, end = _range(request, size)
        headers = {"Content-Length": str(end - first), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        headers |= {"Accept-Ranges": "bytes", "Content-Range": f"bytes {first}-{end - 1}/{size}"}
        stream = self._kept.stream(claim.sha256, first, end)
        return StreamingResponse(stream, 206, headers, "application/octet-stream")

    async def _checked_claim(self, request: Request) -> Claim:
        """The desk's claim in the request, checked against the digest in the path."""
        data = attachments.from_header(request.headers.get(attachments.HEADER, ""))
        claim = await run_in_threadpool(self._kept.checked_claim, data)
        if claim.sha256 != request.path_params["sha256"]:
            raise TownshipRefused("request", "the path names another content")
        return claim

    def _reply(self, request: Request, claim: Claim) -> Response | None:
        receipt = self._kept.receipt(claim)
        return taking.signed(request, 200, receipt) if receipt else None

    def _finish(self, request: Request, claim: Claim) -> Response:
        return taking.signed(request, 200, self._kept.finish(claim))


def _range(request: Request, size: int) -> tuple[int, int]:
    """The bytes that are asked for: the first, and the one behind the last. TownshipRefused ``range``."""
    found = _RANGE.fullmatch(request.headers.get("Range", "bytes=0-"))
    first, end = (int(found[1]), min(int(found[2] or size) + 1, size)) if found else (size, size)
    if first >= end:
        raise TownshipRefused("range", f"0-{size - 1}")
    return first, end
