"""Those who answer on the township's address and are not the township: login pages, proxies, silence, cut lines.

A real HTTP server on a free port; what it does next is its mood. ``Relay`` stands before a real township.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

Mood = Callable[["Stranger"], None]


class Stranger(BaseHTTPRequestHandler):
    """One request to somebody who is not the township."""

    protocol_version = "HTTP/1.1"
    server: MoodyServer

    def answer(self, status: int, body: bytes, kind: str = "text/html", length: int | None = None) -> None:
        """Reply; ``length`` promises more than comes, as a cut line does."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        if 300 <= status < 400:
            self.send_header("Location", "http://127.0.0.1:9/v1/hello")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def body(self) -> bytes:
        """The request's body."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""

    def _any(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.server.mood(self)

    do_GET = do_HEAD = do_PATCH = do_POST = _any  # noqa: N815  (names that http.server calls)


class MoodyServer(ThreadingHTTPServer):
    """Holds the mood, and what was asked so far."""

    daemon_threads = True

    def __init__(self, mood: Mood) -> None:
        super().__init__(("127.0.0.1", 0), Stranger)
        self.mood = mood
        self.asked: list[str] = []
        self.over = threading.Event()

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A caller who went away is no news."""


@contextlib.contextmanager
def moody(mood: Mood) -> Iterator[MoodyServer]:
    """A server in this mood for the length of a test."""
    server = MoodyServer(mood)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def login_page(stranger: Stranger) -> None:
    """A captive portal: 200, HTML."""
    stranger.body()
    stranger.answer(200, "<html><body>上网请先登录</body></html>".encode())


def saying(status: int) -> Mood:
    """Somebody's own error page."""

    def mood(stranger: Stranger) -> None:
        stranger.body()
        stranger.answer(status, b"<html>no</html>")

    return mood


def cut_reply(stranger: Stranger) -> None:
    """Begins to answer, and is cut; asked how much has come, is cut at once."""
    stranger.body()
    if stranger.command == "HEAD":
        hang_up(stranger)
    else:
        stranger.answer(200, b'{"key"', length=900)


def answering(body: bytes) -> Mood:
    """Status 200 and these bytes."""

    def mood(stranger: Stranger) -> None:
        stranger.body()
        stranger.answer(200, body)

    return mood


def silent(stranger: Stranger) -> None:
    """Takes the request and says nothing until the test is over."""
    stranger.server.over.wait(60)
    stranger.close_connection = True


def unspoilt(stranger: Stranger, reply: requests.Response) -> bool:
    """Every reply gets through."""
    return False


def relay(
    url: str,
    spoil: Callable[[Stranger, requests.Response], bool] = unspoilt,
    greets: bool = True,
    closes: bool = False,
) -> Mood:
    """Stands before a real township and passes on each request that is whole, as nginx does unless told otherwise.

    ``spoil`` may deal with the reply itself. ``greets``: the header of the hello gets through. ``closes``: the
    connection ends with each reply.
    """

    def mood(stranger: Stranger) -> None:
        uploads = ("Upload-Offset", "Upload-Length", "Upload-Complete", "Content-Digest")
        names = ("Content-Type", "Accept", *uploads, "Attachment-Claim", "Range", *["Village-Hello"] * greets)
        headers = {name: stranger.headers[name] for name in names if name in stranger.headers}
        reply = requests.request(
            stranger.command, url + stranger.path, data=stranger.body(), headers=headers, timeout=30
        )
        if spoil(stranger, reply):
            return
        stranger.send_response(reply.status_code)
        for name in ("Content-Type", "Upload-Offset", "Upload-Complete", "Village-Hello"):
            if name in reply.headers:
                stranger.send_header(name, reply.headers[name])
        if closes:
            stranger.send_header("Connection", "close")
        if reply.status_code != 204:
            stranger.send_header("Content-Length", str(len(reply.content)))
        stranger.end_headers()
        stranger.wfile.write(reply.content if stranger.command != "HEAD" else b"")

    return mood


def hang_up(stranger: Stranger) -> None:
    """Cut the line without a word."""
    stranger.close_connection = True
    stranger.connection.shutdown(socket.SHUT_RDWR)
