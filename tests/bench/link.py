"""A thin line to the township: an asyncio proxy with 300 ms of round trip, 32 kbit/s, small buffers, and cuts by reset.

Used by the bench only. Not modelled: packet loss, slow start, the headers of IP and TCP.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

_BLOCK = 512
_AT_ONCE = 8
_BUFFER = 4096
_DEAD = 1.0
"""Seconds without a line after each cut."""


@dataclass
class Line:
    """The qualities of the line, and the bytes that crossed it. ``cut_every``: bytes between cuts on average, 0 for
    none.
    """

    rate: float = 4000.0
    one_way: float = 0.15
    cut_every: int = 0
    seed: int = 1
    up: int = 0
    down: int = 0
    cuts: int = 0
    port: int = 0
    _until_cut: float = 0.0
    _dead_until: float = 0.0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._dice = Random(self.seed)
        self._roads = {"up": asyncio.Lock(), "down": asyncio.Lock()}
        self._until_cut = self._next_cut()

    @property
    def crossed(self) -> int:
        """Everything that crossed, both ways."""
        return self.up + self.down

    async def serve(self, township: int, ready: threading.Event, over: asyncio.Event) -> None:
        """Stand before the township's port until it is over."""

        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await self._connect(reader, writer, township)

        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER)
        listening.bind(("127.0.0.1", 0))
        server = await asyncio.start_server(meet, sock=listening, limit=_BUFFER)
        self.port = listening.getsockname()[1]
        ready.set()
        await over.wait()
        self._reset()
        server.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, township: int) -> None:
        await asyncio.sleep(2 * self.one_way)
        if asyncio.get_running_loop().time() < self._dead_until:
            _abort(writer)
            return
        there, back = await asyncio.open_connection("127.0.0.1", township)
        self._writers |= {writer, back}
        await asyncio.gather(self._carry("up", reader, back), self._carry("down", there, writer))
        self._writers -= {writer, back}

    async def _carry(self, way: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction: what is read arrives later by the way, and no faster than the rate."""
        moving: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_AT_ONCE)
        sending = asyncio.create_task(self._deliver(moving, writer))
        try:
            while (some := await reader.read(_BLOCK)) and not writer.is_closing():
                async with self._roads[way]:
                    await asyncio.sleep(len(some) / self.rate)
                await moving.put((asyncio.get_running_loop().time() + self.one_way, some))
                self._count(way, len(some))
        except ConnectionError:
            _abort(writer)
        await moving.put((0.0, b""))
        await sending

    async def _deliver(self, moving: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter) -> None:
        while (due := await moving.get())[1]:
            await asyncio.sleep(max(0.0, due[0] - asyncio.get_running_loop().time()))
            if not writer.is_closing():
                writer.write(due[1])
        writer.close()

    def _count(self, way: str, size: int) -> None:
        setattr(self, way, getattr(self, way) + size)
        self._until_cut -= size
        if self.cut_every and self._until_cut <= 0:
            self.cuts += 1
            self._until_cut = self._next_cut()
            self._dead_until = asyncio.get_running_loop().time() + _DEAD
            self._reset()

    def _next_cut(self) -> float:
        return self._dice.expovariate(1 / self.cut_every) if self.cut_every else 0.0

    def _reset(self) -> None:
        for each in self._writers:
            _abort(each)


@contextmanager
def before(url: str, line: Line) -> Iterator[str]:
    """The line stands before the township at ``url``; gives the URL of its near end."""
    ready, loop, over = threading.Event(), asyncio.new_event_loop(), asyncio.Event()
    port = int(url.rsplit(":", 1)[1])
    thread = threading.Thread(target=lambda: loop.run_until_complete(_whole(line, port, ready, over)))
    thread.start()
    ready.wait()
    try:
        yield f"{url.rsplit(':', 1)[0]}:{line.port}"
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


async def _whole(line: Line, port: int, ready: threading.Event, over: asyncio.Event) -> None:
    """Serve, then see every connection to its end."""
    await line.serve(port, ready, over)
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


def _abort(writer: asyncio.StreamWriter) -> None:
    """A reset, not a polite end."""
    writer.transport.abort()
