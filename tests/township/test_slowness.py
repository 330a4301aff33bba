"""Connections that are held open without a line's pace end; a thin line that goes on is never one of them."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sync.agreement import protocol
from sync.township.http import app, serving
from sync.township.http.slowness import Watched
from sync.township.intake.uploads import Uploads
from sync.wire import upload
from sync.wire.batch import SealedBatch
from tests.township.counters import NOON, Counter
from tests.township.journals import Scribe


class Hasty(Watched):
    """Years in seconds."""

    GRACE = 0.5
    LEAST = 400
    LONGEST = 5.0


class Server(uvicorn.Server):
    """Tells when it accepts, and on which port."""

    port = 0

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepts = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepts.set()


async def much(_request: Request) -> Response:
    """More than any system keeps for somebody who does not read."""
    return StreamingResponse(bytes(1024 * 1024) for _ in range(64))


@pytest.fixture
def server(counter: Counter) -> Iterator[Server]:
    """A township that has little patience."""
    application = app.make(counter.receiver, Uploads(counter.store, lambda: NOON), beside=[Route("/much", much)])
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(uvicorn.Config(application, http=Hasty, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, args=[[listening]])
    thread.start()
    assert server.accepts.wait(30)
    server.port = listening.getsockname()[1]
    yield server
    server.should_exit = True
    thread.join(30)
    listening.close()


@pytest.fixture
def port(server: Server) -> int:
    """The port of the server."""
    return server.port


def head(batch: SealedBatch, length: int) -> bytes:
    """Of the request that brings so many bytes of the batch."""
    piece = upload.Piece(batch.bytes, 0, length, lambda *_: None)
    fields = {"Host": "x", "Content-Length": str(length), **piece.headers()}
    lines = [f"PATCH /v1/batches/{batch.id} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def trickled(line: socket.socket, rest: bytes, step: int) -> bytes:
    """Send so many bytes fifty times a second at the most, until all are gone or the other side speaks or ends."""
    line.settimeout(30)
    try:
        while rest and not select.select([line], [], [], 0.02)[0]:
            line.sendall(rest[:step])
            rest = rest[step:]
        return line.recv(65536)
    except ConnectionError:
        return b""


@pytest.fixture
def week(scribe: Scribe) -> SealedBatch:
    """A batch of some kilobytes."""
    scribe.register(300)
    return scribe.sealed()


@pytest.mark.parametrize("begun", ["nothing", "half a head", "no body", "half a body", "another after a reply"])
def test_connections_that_are_held_open_for_nothing_end(
    port: int, week: SealedBatch, counter: Counter, begun: str
) -> None:
    held = [socket.create_connection(("127.0.0.1", port)) for _ in range(20)]
    whole = head(week, len(week.bytes))
    said = {
        "nothing": b"",
        "half a head": whole[:40],
        "no body": whole,
        "half a body": whole + week.bytes[: len(week.bytes) // 2],
        "another after a reply": b"GET /v1/hello HTTP/1.1\r\nHost: x\r\n\r\nGET /v1/",
    }[begun]
    for each in held:
        each.sendall(said)
    for each in held:
        each.settimeout(30)
        try:
            while each.recv(65536):
                pass
        except ConnectionError:
            pass
        each.close()
    if begun == "half a body":
        assert kept(Uploads(counter.store, lambda: NOON), week) == len(week.bytes) // 2, "what arrived is kept"


def kept(uploads: Uploads, batch: SealedBatch) -> int | None:
    """How much of it is kept, once something is."""
    for _ in range(500):
        if reached := uploads.reached(batch.id):
            return reached
        threading.Event().wait(0.02)
    return None


@pytest.mark.parametrize("part", ["head", "body"])
def test_a_byte_now_and_then_holds_nothing_open(port: int, week: SealedBatch, part: str) -> None:
    whole = head(week, len(week.bytes))
    with socket.create_connection(("127.0.0.1", port)) as line:
        if part == "head":
            line.sendall(whole[:20])
            assert trickled(line, b"X-Much: " + b"x" * 10_000, 1) == b""
        else:
            line.sendall(whole)
            assert trickled(line, week.bytes, 1) == b""


def test_a_thin_line_that_goes_on_is_waited_for(port: int, week: SealedBatch) -> None:
    """It takes longer than the grace lasts, and is above the least pace."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head(week, len(week.bytes)))
        step = len(week.bytes) // 60
        assert trickled(line, week.bytes, step).startswith(b"HTTP/1.1 200")


def test_a_body_of_any_pace_ends_at_last(port: int, week: SealedBatch) -> None:
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(head(week, len(week.bytes)).replace(b"Content-Length: ", b"Content-Length: 100"))
        assert trickled(line, bytes(1_000_000), 40) == b""


def test_a_reply_that_nobody_reads_is_given_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
        assert select.select([line], [], [], 30)[0]
        for _ in range(600):
            if not server.server_state.connections:
                break
            threading.Event().wait(0.05)
        assert not server.server_state.connections


def test_a_reply_that_is_read_slowly_comes_whole(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        line.sendall(b"GET /much HTTP/1.0\r\nHost: x\r\n\r\n")
        came = 0
        while some := line.recv(1024 * 1024):
            came += len(some)
            threading.Event().wait(0.02)
    assert came > 64 * 1024 * 1024


def test_two_kilobytes_a_second_are_enough_for_whatever_a_desk_sends_at_once() -> None:
    for size in (1, 24 * 1024, protocol.MANIFEST_BYTES, 1024 * 1024):
        assert size / 2000 < Watched.GRACE + size / Watched.LEAST
        assert size / 2000 < Watched.LONGEST


def test_every_township_that_serves_is_watched() -> None:
    assert serving._config("sync.township.http.serving:worker", serving.Manner(False)).http is Watched
