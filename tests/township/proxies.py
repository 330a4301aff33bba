"""A proxy that cuts every connection after so many bytes of the way up, as one does that bears sixty seconds of it.

Real sockets on loopback; a cut is a reset. Bytes stand for time, so that no test waits for a clock.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = 4096
_RESET = struct.pack("ii", 1, 0)


@dataclass
class Cutter:
    """The limits of the proxy: ``most`` bytes up on one connection. ``cuts`` counts; ``up`` is all bytes that came."""

    most: int
    url: str = ""
    cuts: int = 0
    up: int = 0

    def meet(self, near: socket.socket, port: int) -> None:
        """Serve one connection, until either side ends it or it has carried too much."""
        with contextlib.closing(near), socket.create_connection(("127.0.0.1", port)) as far:
            back = threading.Thread(target=self._back, args=(far, near))
            back.start()
            self._forth(near, far)
            with contextlib.suppress(OSError):
                far.shutdown(socket.SHUT_RDWR)
            back.join()

    def _forth(self, near: socket.socket, far: socket.socket) -> None:
        left = self.most
        with contextlib.suppress(OSError):
            while some := near.recv(_BLOCK):
                self.up += len(some)
                far.sendall(some[:left])
                left -= len(some)
                if left <= 0:
                    self.cuts += 1
                    for each in (near, far):
                        each.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    return

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while some := far.recv(_BLOCK):
                near.sendall(some)
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def cutting(url: str, most: int) -> Iterator[Cutter]:
    """The proxy before the township at ``url``."""
    cutter, port = Cutter(most), int(url.rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", 0)) as door:
        cutter.url = f"http://127.0.0.1:{door.getsockname()[1]}"
        guests: list[threading.Thread] = []
        nears: list[socket.socket] = []

        def welcome() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _where = door.accept()
                    nears.append(near)
                    guests.append(threading.Thread(target=cutter.meet, args=(near, port)))
                    guests[-1].start()

        porter = threading.Thread(target=welcome)
        porter.start()
        try:
            yield cutter
        finally:
            door.shutdown(socket.SHUT_RDWR)
            porter.join()
            for near in nears:
                with contextlib.suppress(OSError):
                    near.shutdown(socket.SHUT_RDWR)
            for each in guests:
                each.join()
