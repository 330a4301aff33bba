"""``GET /health``: whether the township can answer, for a machine that watches. Reveals nothing of the books."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from sync.township.store import tables
from sync.township.store.database import Store


def route(store: Store) -> BaseRoute:
    """200 ``ok``, or 503 ``books`` when the books do not answer."""

    def ask() -> bool:
        try:
            with store.reading() as db:
                return db.execute(select(tables.township.c.one)).scalar() == 1
        except DBAPIError:
            return False

    async def answer(request: Request) -> Response:
        well = await run_in_threadpool(ask)
        return PlainTextResponse("ok" if well else "books", 200 if well else 503, {"Cache-Control": "no-store"})

    return Route("/health", answer, methods=["GET"])
