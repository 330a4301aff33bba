"""The path by which a desk pairs. Rules and books are in ``trust.py``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync import upload
from sync.errors import TownshipRefused
from sync.township.trust import Trust

_ASK_BYTES = 4096


def routes(trust: Trust) -> list[BaseRoute]:
    """What ``app.make`` should serve beside the batches."""

    async def pair(request: Request) -> Response:
        body = bytearray()
        async for block in request.stream():
            body += block
            if len(body) > _ASK_BYTES:
                raise TownshipRefused("request", "an ask is short")
        found = await run_in_threadpool(trust.pair, bytes(body))
        headers = {"Content-Digest": upload.content_digest(found), "Cache-Control": "no-store"}
        return Response(found, 200, headers, "application/json")

    return [Route("/v1/pair", pair, methods=["POST"])]
