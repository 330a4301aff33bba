"""A proxy as in offices: for CONNECT to any host it leads to one place, and remembers the requested hosts."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit


class Proxy(socketserver.ThreadingTCPServer):
    """``asked``: the hosts that were asked for; ``count``: how often; ``down``: the bytes that came back from there."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, leads_to: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.leads_to = leads_to
        self.asked: set[str] = set()
        self.count = 0
        self.down = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        proxy: Any = self.server
        method, host, _version = self.rfile.readline().decode().split()
        while self.rfile.readline().strip():
            pass
        assert method == "CONNECT"
        proxy.asked.add(host)
        proxy.count += 1
        with socket.create_connection(proxy.leads_to) as there:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pour, args=[there, self.connection, self._count], daemon=True)
            back.start()
            _pour(self.connection, there, lambda _: None)
            back.join()

    def _count(self, some: int) -> None:
        proxy: Any = self.server
        proxy.down += some


def _pour(source: socket.socket, target: socket.socket, count: Callable[[int], None]) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            count(len(data))
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def connecting(url: str) -> Iterator[Proxy]:
    """A proxy that leads everybody to this URL; gone afterwards."""
    parts = urlsplit(url)
    with Proxy(("127.0.0.1", parts.port or 443)) as proxy:
        running = threading.Thread(target=proxy.serve_forever, daemon=True)
        running.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            running.join()
