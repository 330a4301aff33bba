"""The whole township without sockets: requests of the real client go straight into the real application.

A line that fails: ``faults`` says of each request whether it is lost before the township hears it, or its reply is, or
after how many bytes of its body it is cut. What was sent behind it on the same connection is lost, too.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from sync.agreement.errors import NoLine
from sync.line.client import Township
from sync.line.connection import Connection, Headers, Reply
from sync.township.down.downward import Downward
from sync.township.http import app, attachment_paths, down_paths, trust_paths
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.uploads import Uploads
from sync.township.sticks import past
from sync.township.trust.desk_keys import Trust
from tests.township.counters import NOON, Counter

URL = "http://127.0.0.1:1"
LOST, UNHEARD, GOOD = "request lost", "reply lost", "good"


class InsideLine:
    """Connections that end in the application of a counter, which may be another one tomorrow."""

    def __init__(self) -> None:
        self.faults: Iterator[str | int] = iter(())
        self._app: Any = None

    def carry(self, township: Township) -> None:
        """From now on this client's requests go this way."""
        township._line._connection = _Inside(self)

    def serve(self, counter: Counter) -> None:
        """From now on these books answer."""
        store, key = counter.store, counter.key

        def clock() -> Any:
            return NOON

        beside = [*down_paths.routes(Downward(store, key, clock)), *trust_paths.routes(Trust(store, key, clock))]
        beside += attachment_paths.routes(Attachments(store, key, clock))
        beside += past.routes(past.Past(store, key, clock))
        self._app = app.make(counter.receiver, Uploads(store, clock), beside=beside)

    def ask(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Reply | None:
        """The reply to one request, or None where the line fails."""
        fault = next(self.faults, GOOD)
        if fault == LOST:
            return None
        cut = fault if isinstance(fault, int) else None
        reply = asyncio.run(self._ask(method, target, headers, body, cut))
        return None if fault == UNHEARD or cut is not None else reply

    async def _ask(self, method: str, target: str, headers: Mapping[str, str], data: bytes, cut: int | None) -> Reply:
        parts = urlsplit(target)
        coming = [{"type": "http.request", "body": data[:cut], "more_body": cut is not None}]
        coming += [{"type": "http.disconnect"}] if cut is not None else []
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "method": method,
            "path": parts.path,
            "query_string": parts.query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }

        async def receive() -> dict[str, Any]:
            if not coming:
                await asyncio.Event().wait()
            return coming.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        if not sent:
            return Reply(0, Headers(()), b"")
        return Reply(
            sent[0]["status"], Headers(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])
        )


class _Inside(Connection):
    """One connection; what is sent is done at once, and its reply waits to be taken."""

    def __init__(self, line: InsideLine) -> None:
        self._inside = line
        self._waiting = deque[Reply | None]()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: Iterable[bytes] = ()) -> None:
        """A request; lost if one before it was."""
        data = b"".join(body)
        lost = None in self._waiting
        self._waiting.append(None if lost else self._inside.ask(method, target, headers, data))

    def receive(self) -> Reply:
        """The oldest reply; NoLine where the line failed."""
        reply = self._waiting.popleft()
        if reply is None:
            self.close()
            raise NoLine("no-line", "inside")
        return reply

    def close(self) -> None:
        """Replies that were not taken are gone."""
        self._waiting.clear()
