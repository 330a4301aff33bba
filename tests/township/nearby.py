"""A township in this very process, on a real socket: for all tests that neither kill it nor ask what a process does.

A process of its own costs a second each time, and its clock is the real one.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn

from sync.township import frame
from sync.township.frame import now
from sync.township.http import serving
from sync.township.store.database import Store
from tests.township.commands import run
from tests.township.process import TownshipProcess


class _Server(uvicorn.Server):
    """Signals when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepts.set()


class NearbyTownship(TownshipProcess):
    """The same from outside, without a process of its own. ``clock`` is its clock, the real one unless given."""

    def __init__(self, folder: Path, trust_new_desks: bool = True, clock: Callable[[], datetime] = now) -> None:
        self._clock = clock
        super().__init__(folder, trust_new_desks)

    def start(self, port: int = 0) -> None:
        """Serve, again after ``stop``, on the same store; returns when it accepts."""
        self._books = Store.create(str(self.store), self._clock)
        listening = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        with self._at_its_hour():
            application = serving.township(self._books, self._trust, self._clock)
        self._server = _Server(uvicorn.Config(application, log_level="critical", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=[[listening]], daemon=True)
        self._thread.start()
        assert self._server.accepts.wait(30)

    def stop(self) -> int:
        """Stop the township, and release its books; harmless when it has stopped."""
        self._server.should_exit = True
        self._thread.join(30)
        self._books.close()
        return 0

    def kill(self) -> None:
        """A township that is not there any more, as a desk sees it. What a killed process leaves behind is not this."""
        self._server.force_exit = True
        self.stop()

    def command(self, *arguments: str, fails: bool = False, typed: str = "") -> str:
        """As of a process, at the time of its clock."""
        with self._at_its_hour():
            done = run(*arguments, store=str(self.store), typed=typed)
        assert done.returncode == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    @contextmanager
    def _at_its_hour(self) -> Iterator[None]:
        """What asks for the hour at the machine is told that of its clock: also which of its keys still counts."""
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(frame, "now", self._clock)
            yield


@contextmanager
def township(
    folder: Path, trust_new_desks: bool = True, clock: Callable[[], datetime] = now
) -> Iterator[NearbyTownship]:
    """A township for the length of a test; it is ended afterwards in any case."""
    found = NearbyTownship(folder, trust_new_desks, clock)
    try:
        yield found
    finally:
        found.stop()
