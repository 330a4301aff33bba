"""A township in this very process, on a real socket: for tests that start and stop it often."""

from __future__ import annotations

import socket
import threading

import uvicorn
from click.testing import CliRunner

from sync.township import serving
from sync.township.__main__ import main
from sync.township.commanding import now
from sync.township.store import Store
from tests.township.process import TownshipProcess


class _Server(uvicorn.Server):
    """Tells when it accepts."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepts.set()


class NearbyTownship(TownshipProcess):
    """The same from outside, without a process of its own."""

    def start(self, port: int = 0) -> None:
        """Serve, again after ``stop``, on the same store; returns when it accepts."""
        self._books = Store.create(str(self.store), now)
        listening = socket.create_server(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        application = serving.township(self._books, self._trust)
        self._server = _Server(uvicorn.Config(application, log_level="critical", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=[[listening]], daemon=True)
        self._thread.start()
        assert self._server.accepts.wait(30)

    def stop(self) -> int:
        """End it; harmless when it has ended."""
        self._server.should_exit = True
        self._thread.join(30)
        self._books.close()
        return 0

    def command(self, *arguments: str, fails: bool = False, typed: str = "") -> str:
        """As of a process."""
        done = CliRunner().invoke(main, [*arguments, "--store", str(self.store)], input=typed)
        assert done.exit_code == fails, done.output
        return done.stderr if fails else done.stdout
