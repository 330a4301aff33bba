"""The township over HTTP (ASGI, Starlette): the paths of ``docs/protocol.md``. Rules and books are elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from sqlalchemy.exc import DBAPIError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.agreement import protocol
from sync.agreement.errors import Damaged, RoadError, TownshipRefused
from sync.township.http import taking
from sync.township.http.piece import Piece
from sync.township.http.taking import Taking
from sync.township.intake.receiving import Receiver, Reply
from sync.township.intake.uploads import Uploads, WrongOffset
from sync.wire import batch as batches
from sync.wire import problems

_AT_ONCE = 2
"""How many batches are unpacked at one time, so that many uploads need no more memory than these."""


def make(receiver: Receiver, uploads: Uploads, silence: float = 60.0, beside: Sequence[BaseRoute] = ()) -> Starlette:
    """The application; it holds no state of its own.

    ``silence``: seconds without a byte that end an upload. ``beside``: further routes, such as the console.
    """
    paths = _Paths(receiver, uploads, silence)
    return Starlette(
        routes=[
            Route("/v1/hello", paths.hello, methods=["GET"]),
            Route("/v1/batches/{batch}", paths.offset, methods=["HEAD"]),
            Route("/v1/batches/{batch}", paths.piece, methods=["PATCH"]),
            Route("/v1/batches/{batch}/answer", paths.answer, methods=["GET"]),
            *beside,
        ],
        exception_handlers={RoadError: _problem, DBAPIError: _busy, ClientDisconnect: _line_cut},
    )


class _Paths:
    def __init__(self, receiver: Receiver, uploads: Uploads, silence: float) -> None:
        self._receiver = receiver
        self._uploads = uploads
        self._silence = silence
        self._turns = asyncio.Semaphore(_AT_ONCE)

    async def hello(self, request: Request) -> Response:
        desk, nonce = _greeting(request.query_params.get("desk", ""), request.query_params.get("nonce", ""))
        reached, _ = await run_in_threadpool(self._arrived, request.query_params.get("batch", ""))
        hello = await run_in_threadpool(self._receiver.hello, desk, nonce, reached or 0)
        return taking.signed(request, 200, hello)

    async def offset(self, request: Request) -> Response:
        reached, whole = await run_in_threadpool(self._arrived, _batch(request))
        if reached is None:
            raise TownshipRefused("no-such-upload")
        return taking.offset(reached, whole)

    def _arrived(self, batch: str) -> tuple[int | None, bool]:
        """How many bytes of the batch are here, None for none; and whether the batch is whole."""
        size = self._receiver.size_of(batch)
        return (self._uploads.reached(batch), False) if size is None else (size, True)

    async def answer(self, request: Request) -> Response:
        reply = await run_in_threadpool(self._receiver.reply_to, _batch(request))
        if reply is None:
            raise TownshipRefused("no-such-upload")
        return _replied(request, reply)

    async def piece(self, request: Request) -> Response:
        batch, piece = _batch(request), Piece(request, self._silence)
        hello = await self._hello_beside(request)
        reply, vet = partial(self._reply_to, request, batch), partial(self._vet, batch, piece.length)
        finish = partial(self._finish, request, batch, piece.length)
        response = await Taking(batch, self._uploads, reply, vet, finish, self._turns).take(piece)
        response.headers.update(hello)
        return response

    async def _hello_beside(self, request: Request) -> dict[str, str]:
        """The hello that a desk wants with the reply to its piece, as a header; of the books before the piece."""
        desk, _, nonce = request.headers.get(protocol.HELLO_BESIDE, "").partition(" ")
        if not desk:
            return {}
        hello = await run_in_threadpool(self._receiver.hello, *_greeting(desk, nonce))
        return {protocol.HELLO_BESIDE: hello.decode()}

    def _reply_to(self, request: Request, batch: str) -> Response | None:
        reply = self._receiver.reply_to(batch)
        return _replied(request, reply) if reply else None

    def _vet(self, batch: str, length: int, block: bytes) -> None:
        """Refuse a stranger after their first bytes, before any are stored."""
        manifest, batch_id, size = batches.begin(block)
        if batch_id != batch:
            raise Damaged("manifest-invalid", "the path names another batch")
        if size != length:
            raise TownshipRefused("inconsistent-upload-length")
        self._receiver.vet(manifest)

    def _finish(self, request: Request, batch: str, length: int) -> Response:
        """All bytes are here: take the batch into the books. A bad batch is deleted, so that it can be sent again."""
        data = self._uploads.whole(batch)
        if len(data) != length:
            return self._ended_meanwhile(request, batch, len(data))
        try:
            reply = self._receiver.receive(data)
        except (Damaged, TownshipRefused):
            self._uploads.drop(batch)
            raise
        self._uploads.drop(batch)
        return _replied(request, reply)

    def _ended_meanwhile(self, request: Request, batch: str, reached: int) -> Response:
        """Another worker had all bytes too, and was quicker: it answered the batch, or threw the bytes away."""
        reply = self._reply_to(request, batch)
        if reply is None:
            raise WrongOffset(reached)
        return reply


def _batch(request: Request) -> str:
    batch = str(request.path_params["batch"])
    if not protocol.DIGEST.fullmatch(batch):
        raise TownshipRefused("request", "a batch is named by its SHA-256")
    return batch


def _greeting(desk: str, nonce: str) -> tuple[str, str]:
    """The desk's name and the nonce that the hello must repeat. TownshipRefused ``request`` if either is malformed."""
    if not protocol.DESK_NAME.fullmatch(desk) or not 8 <= len(nonce) <= 64:
        raise TownshipRefused("request", "desk and nonce are needed")
    return desk, nonce


def _replied(request: Request, reply: Reply) -> Response:
    return taking.signed(request, 200 if reply.ended else 202, reply.body)


def _problem(request: Request, error: Exception) -> Response:
    code, detail = (error.code, error.detail) if isinstance(error, RoadError) else ("busy", "")
    status, body = problems.write(code, detail)
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, WrongOffset):
        headers["Upload-Offset"] = str(error.reached)
    if status == 503:
        headers["Retry-After"] = "5"
    return Response(body, status, headers, "application/problem+json")


def _busy(request: Request, error: Exception) -> Response:
    """The store is locked, full or away: nothing was kept, the desk tries again."""
    return _problem(request, TownshipRefused("busy", type(error).__name__))


def _line_cut(request: Request, error: Exception) -> Response:
    """The line was cut: the bytes so far are stored, and nobody reads this reply."""
    return Response(status_code=400)
