"""The path by which a desk pairs. Rules and books are in ``trust.py``."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.township.http import taking
from sync.township.keys import asks
from sync.township.trust.desk_keys import Trust


def routes(trust: Trust) -> list[BaseRoute]:
    """The routes for ``app.make``."""

    async def pair(request: Request) -> Response:
        found = await run_in_threadpool(trust.pair, await asks.body(request))
        return taking.signed(request, 200, found)

    return [Route("/v1/pair", pair, methods=["POST"])]
