"""The township's ASGI application asked without sockets; a body may be cut after so many bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sync.agreement import protocol
from sync.township.http import app, attachment_paths
from sync.township.intake.contents_of_attachments import Attachments
from sync.township.intake.uploads import Uploads
from sync.wire import upload
from sync.wire.batch import SealedBatch
from tests.township.counters import NOON, Counter


@dataclass
class Heard:
    """A reply."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """Of the problem."""
        return str(json.loads(self.body)["type"]).removeprefix(protocol.PROBLEM)


class Wire:
    """Asks the application; a body may be cut."""

    def __init__(self, counter: Counter) -> None:
        self.uploads = Uploads(counter.store, lambda: NOON)
        self.attachments = Attachments(counter.store, counter.key, lambda: NOON)
        beside = attachment_paths.routes(self.attachments, silence=0.05)
        self._app = app.make(counter.receiver, self.uploads, silence=0.05, beside=beside)

    def piece(
        self, batch: SealedBatch, start: int, end: int, cut: int | None = None, other: dict[str, str] | None = None
    ) -> Heard | None:
        """PATCH these bytes of the batch; only ``cut`` of them arrive. None when nobody is there for the reply."""
        piece = upload.Piece(batch.bytes, start, end - start, lambda *_: None)
        headers = piece.headers() | (other or {})
        return self.ask("PATCH", f"/v1/batches/{batch.id}", piece.data[:cut], headers, "cut" if cut is not None else "")

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        cut: str = "",
        meanwhile: Callable[[], object] = bool,
    ) -> Heard | None:
        """One request. ``meanwhile``: what others do when its headers have been looked at, before its body comes."""
        heard = asyncio.run(self._ask(method, path, body, headers or {}, cut, meanwhile))
        return None if cut else heard

    def all_at_once(self, batches: Sequence[SealedBatch]) -> list[Heard]:
        """PATCH each of these batches, whole, in the same moment."""

        async def everybody() -> list[Heard | None]:
            pieces = [(each.id, upload.Piece(each.bytes, 0, len(each.bytes), lambda *_: None)) for each in batches]
            coming = [self._ask("PATCH", f"/v1/batches/{id_}", each.data, each.headers()) for id_, each in pieces]
            return await asyncio.gather(*coming)

        return [each for each in asyncio.run(everybody()) if each]

    async def _ask(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        cut: str = "",
        meanwhile: Callable[[], object] = bool,
    ) -> Heard | None:
        path, _, query = path.partition("?")
        blocks = [body[start : start + 700] for start in range(0, len(body), 700)]
        coming = [{"type": "http.request", "body": each, "more_body": True} for each in blocks]
        if cut != "silence":
            coming.append(
                {"type": "http.disconnect"} if cut else {"type": "http.request", "body": b"", "more_body": False}
            )
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }

        others = [meanwhile]

        async def receive() -> dict[str, Any]:
            if others:
                others.pop()()
            if not coming:
                await asyncio.Event().wait()
            return coming.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        if not sent:
            return None
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Heard(sent[0]["status"], found, b"".join(each.get("body", b"") for each in sent[1:]))

    def reached(self, batch: SealedBatch) -> int:
        """The offset in the reply to HEAD."""
        heard = self.ask("HEAD", f"/v1/batches/{batch.id}")
        assert heard is not None
        return int(heard.headers["upload-offset"]) if heard.status == 204 else -1
