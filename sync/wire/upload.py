"""Pieces of a batch or of a content on their way up: length of the next piece, its headers. No I/O, no clock."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_FIRST = 24 * 1024
"""Six seconds of a line of 32 kbit/s, and an ordinary week in one request."""
_LEAST = 8 * 1024
_MOST = 256 * 1024
_SECONDS = 10.0
_REGAINED = 1024
"""So many bytes longer may a piece be for each that got through, once a whole one was lost."""
_BLOCK = 4096
"""So little goes to the socket at once that its time-out is one of silence, also on a thin line."""


class Pace:
    """How long the next piece should be: from 24 KiB, doubled up to about ten seconds of line.

    A proxy that passes on only whole requests loses the piece when the line is cut: the length is quartered then, and
    beyond half of the lost length the pieces grow little by little. If the township kept the bytes before the cut, the
    length stays. Use one Pace for all conversations over a line, so that they share its experience.
    """

    def __init__(self) -> None:
        self.size = _FIRST
        self._most = _MOST
        self._rate = 0.0
        self._lost: dict[str, int] = {}

    @property
    def expected(self) -> float:
        """Seconds that the next piece will take, by the last one; 0 while nothing is known."""
        return self.size / self._rate if self._rate else 0.0

    def took(self, count: int, seconds: float) -> None:
        """A piece of ``count`` bytes got through in this time."""
        self._rate = count / seconds if seconds > 0 else 0.0
        within = self._rate * _SECONDS if self._rate else _MOST
        self.size = int(max(_LEAST, min(self._most, 2 * self.size, within)))
        self._most = min(_MOST, self._most + _REGAINED)

    def next(self, left: int) -> int:
        """How much of what is left goes now; a short rest goes along, where longer pieces get through."""
        longest = max(self.size, min(self.size + self.size // 2, self._most))
        return left if left <= longest else self.size

    def lost(self, path: str, offset: int) -> None:
        """The line failed under the piece at ``offset``; how much of it arrived is not known yet."""
        self._lost[path] = offset

    def in_doubt(self, path: str) -> bool:
        """Whether a piece was lost, and nobody has told since how far the township has come."""
        return path in self._lost

    def found(self, path: str, reached: int) -> None:
        """So far the township has come."""
        if self._lost.pop(path, -1) == reached:
            self.failed()

    def failed(self) -> None:
        """A piece was lost whole."""
        self._most = max(_LEAST, self.size // 2)
        self.size = max(_LEAST, self.size // 4)


def _none() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Load:
    """Bytes to be sent up in pieces: their path at the township, and a function that makes each request's headers."""

    path: str
    bytes: bytes
    headers: Callable[[], Mapping[str, str]] = _none


class Piece(io.BytesIO):
    """A piece of the bytes as a request's body; reading it reports how far the whole is."""

    def __init__(self, whole: bytes, offset: int, size: int, progress: Callable[[int, int], None]) -> None:
        self.data = whole[offset : offset + size]
        self._offset = offset
        self._total = len(whole)
        self._progress = progress
        super().__init__(self.data)

    def read(self, size: int | None = -1, /) -> bytes:
        """The next few bytes, even if the caller asks for more: so progress moves in small steps."""
        self._progress(self._offset + self.tell(), self._total)
        return super().read(_BLOCK)

    def headers(self) -> dict[str, str]:
        """The headers with which the receiver puts the piece in its place and checks it."""
        last = self._offset + len(self.data) == self._total
        return {
            "Content-Type": "application/partial-upload",
            "Upload-Offset": str(self._offset),
            "Upload-Length": str(self._total),
            "Upload-Complete": "?1" if last else "?0",
            "Content-Digest": content_digest(self.data),
        }


def content_digest(data: bytes) -> str:
    """The RFC 9530 field value for these bytes."""
    return digest_field(hashlib.sha256(data).digest())


def digest_field(sha256: bytes) -> str:
    """The RFC 9530 field value of a SHA-256 digest."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"
