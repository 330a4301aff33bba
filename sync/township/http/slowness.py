"""Ends a connection whose far end is too slow to be a line: held open for nothing, thousands would be in the way.

uvicorn (0.54) ends only connections that are idle between two requests. A reverse proxy in front does the same; the
township must also stand without one. No rules: the bytes before the end are kept as after any other cut.
"""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Watched(H11Protocol):
    """A connection that must bring the whole of a request, head and body, at no less than a least pace.

    ``GRACE``: seconds at the beginning in which nothing need come. ``LEAST``: bytes a second after it, on average: a
    tenth of the thinnest line that is meant to work (2 kB/s). ``LONGEST``: seconds for one request, whatever its pace,
    and for a reader who takes nothing of a reply: a desk sends pieces of ten seconds. While the township itself
    works, or lets the bytes wait, nothing is owed.
    """

    GRACE = 30.0
    LEAST = 200
    LONGEST = 3600.0

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: asyncio.TimerHandle | None = None
        self._began = self._counted = 0.0
        self._arrived = self._unread = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """uvicorn's handler; from now on a request is awaited."""
        super().connection_made(transport)
        self._begin()
        self._wait(self.GRACE)

    def connection_lost(self, exc: Exception | None) -> None:
        """uvicorn's handler, with the timer stopped first."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """uvicorn's handler, with the bytes counted."""
        self._arrived += len(data)
        super().data_received(data)

    def on_response_complete(self) -> None:
        """uvicorn's handler, with the count begun anew for the next request."""
        self._begin()
        super().on_response_complete()

    def _begin(self) -> None:
        self._began = self._counted = self.loop.time()
        self._arrived = 0

    def _wait(self, seconds: float) -> None:
        self._timer = self.loop.call_later(max(seconds, self.GRACE / 10), self._look)

    def _look(self) -> None:
        now = self.loop.time()
        if self._is_ours(now):
            self._counted, self._arrived = now, 0
            return self._wait(self.GRACE)
        left = min(self._counted + self.GRACE + self._arrived / self.LEAST, self._began + self.LONGEST) - now
        return self._wait(left) if left > 0 else self.transport.abort()

    def _is_ours(self, now: float) -> bool:
        """Whether the delay is the township's own, or the far end is still taking bytes of the reply."""
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not self.flow.read_paused:
            return False
        unread = self.transport.get_write_buffer_size()
        if unread != self._unread or not unread:
            self._unread, self._began = unread, now
        return now - self._began < self.LONGEST
