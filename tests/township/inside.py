"""The whole township without sockets: ``requests`` of the real client go straight into the real application.

A line that fails: ``faults`` says of each request whether it is lost before the township hears it, or its reply is, or
after how many bytes of its body it is cut.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from sync.township.down.downward import Downward
from sync.township.http import app, attachment_paths, down_paths, trust_paths
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.uploads import Uploads
from sync.township.sticks import past
from sync.township.trust.desk_keys import Trust
from tests.township.counters import NOON, Counter

URL = "http://127.0.0.1:1"
LOST, UNHEARD, GOOD = "request lost", "reply lost", "good"


class InsideLine(BaseAdapter):
    """A transport of ``requests`` that ends in the application of a counter, which may be another one tomorrow."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: Iterator[str | int] = iter(())
        self._app: Any = None

    def serve(self, counter: Counter) -> None:
        """From now on these books answer."""
        store, key = counter.store, counter.key

        def clock() -> Any:
            return NOON

        beside = [*down_paths.routes(Downward(store, key, clock)), *trust_paths.routes(Trust(store, key, clock))]
        beside += attachment_paths.routes(Attachments(store, key, clock))
        beside += past.routes(past.Past(store, key, clock))
        self._app = app.make(counter.receiver, Uploads(store, clock), beside=beside)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> requests.Response:
        """One request, or requests.ConnectionError where the line fails."""
        fault = next(self.faults, GOOD)
        if fault == LOST:
            raise requests.exceptions.ConnectionError
        cut = fault if isinstance(fault, int) else None
        status, headers, body = asyncio.run(self._ask(request, cut))
        if fault == UNHEARD or cut is not None:
            raise requests.exceptions.ConnectionError
        response = requests.Response()
        response.status_code, response.request, response.url = status, request, request.url
        response.headers = requests.structures.CaseInsensitiveDict(headers)
        response.raw = BytesIO(body)
        return response

    def close(self) -> None:
        """Nothing is open."""

    async def _ask(self, request: Any, cut: int | None = None) -> tuple[int, dict[str, str], bytes]:
        parts, body = urlsplit(request.url), request.body or b""
        data = body if isinstance(body, bytes) else b"".join(iter(lambda: body.read(65536), b""))
        coming = [{"type": "http.request", "body": data[:cut], "more_body": cut is not None}]
        coming += [{"type": "http.disconnect"}] if cut is not None else []
        sent: list[dict[str, Any]] = []
        headers = [(name.lower().encode(), str(value).encode()) for name, value in request.headers.items()]
        scope = {
            "type": "http",
            "method": request.method,
            "path": parts.path,
            "query_string": parts.query.encode(),
            "headers": headers,
        }

        async def receive() -> dict[str, Any]:
            if not coming:
                await asyncio.Event().wait()
            return coming.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        if not sent:
            return 0, {}, b""
        told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:])
