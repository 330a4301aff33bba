"""The path by which a desk fetches its messages. Rules and books are in ``downward.py``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.township.down.downward import Downward
from sync.township.keys import asks
from sync.wire import upload


def routes(downward: Downward) -> list[BaseRoute]:
    """The routes for ``app.make``."""

    async def ask(request: Request) -> Response:
        found = await run_in_threadpool(downward.reply, await asks.body(request))
        if found is None:
            return Response(status_code=204, headers={"Cache-Control": "no-store"})
        headers = {"Content-Digest": upload.content_digest(found), "Cache-Control": "no-store"}
        return Response(found, 200, headers, "application/octet-stream")

    return [Route("/v1/down", ask, methods=["POST"])]
