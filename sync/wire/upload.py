"""Pieces of a batch or of a content on their way up: length of the next piece, its headers. No I/O, no clock."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping

from sync.agreement.values import value

Progress = Callable[[int, int], None]
"""``progress(bytes done, bytes in all)``; it may raise to stop."""

_FIRST = 6 * 1024
"""Also after one loss: shorter pieces cost more by their headers than they save at a cut every 30 KB."""
_LEAST = 4 * 1024
_MOST = 256 * 1024
_PART = 24 * 1024
_UNASKED = 36 * 1024
"""A week or more: so much goes without asking first how much of it has arrived."""
_SECONDS = 2.0
"""A piece takes longer than its reply is away, so that two under way leave no silence between them."""
_PATIENT = 0.25
"""So many seconds longer may a piece take for each that got through since one was lost."""
_LONGEST = 10.0
_REGAINED = 1024
"""So many bytes longer may a piece be for each that got through, once a whole one was lost."""
_AHEAD = 2
_STUCK = 2
_APART = 16
"""So many pieces go one at a time where going together did not work; then it is tried again."""
_BLOCK = 2048
"""So little goes to the socket at once that its time-out is one of silence, also on a thin line. With TLS it is also
what a cut spoils, as half a record cannot be read: beside 4 KiB, 2 KiB lose 1 KiB less at a cut, and cost 0.5 % more.
"""


class Pace:
    """How long the next piece should be, and how many may be under way: what was learnt of a line.

    A proxy that passes on only whole requests loses the piece when the line is cut, so a piece is short: from 6 KiB,
    doubled up to two seconds of line, and a little longer with each that gets through. That costs a thin line little,
    as the next one goes before the reply to the last is here. After a loss the length is quartered, and beyond half of
    the lost length the pieces grow little by little. If the township kept the bytes before the cut, the length stays.
    Use one Pace for all conversations over a line, so that they share its experience.
    """

    def __init__(self) -> None:
        self.size = _FIRST
        self._most = _MOST
        self._rate = 0.0
        self._lost: dict[str, dict[int, int]] = {}
        self._calm = self._failures = self._apart = 0

    @property
    def expected(self) -> float:
        """Seconds that the next piece will take, by the last one; 0 while nothing is known."""
        return self.size / self._rate if self._rate else 0.0

    @property
    def ahead(self) -> int:
        """How many pieces may be under way."""
        return 1 if self._apart else _AHEAD

    @property
    def part(self) -> int:
        """How much to ask for at once on the way down: each part costs a round trip."""
        return int(max(self.size, min(self._most, self._rate * _LONGEST or _PART)))

    def took(self, count: int, seconds: float) -> None:
        """A piece of ``count`` bytes got through in this time."""
        self._rate = count / seconds if seconds > 0 else 0.0
        self._failures = 0
        self._calm += 1
        self._apart = max(0, self._apart - 1)
        within = self._rate * min(_LONGEST, _SECONDS + _PATIENT * self._calm) or _MOST
        self.size = int(max(_LEAST, min(self._most, 2 * self.size, within)))
        self._most = min(_MOST, self._most + _REGAINED)

    def next(self, left: int) -> int:
        """How much of what is left goes now; a short rest goes along, where longer pieces get through."""
        longest = max(self.size, min(self.size + self.size // 2, self._most))
        return left if left <= longest else self.size

    def unasked(self, path: str, count: int) -> bool:
        """Whether so many bytes may go without asking first how many have arrived."""
        return count <= _UNASKED and not self._failures and path not in self._lost

    def lost(self, path: str, under_way: Mapping[int, int]) -> None:
        """The line failed; how much arrived of the pieces under way (offset: length) is not known yet."""
        self._lost[path] = dict(under_way)

    def found(self, path: str, reached: int) -> None:
        """So far the township has come."""
        if (lost := self._lost.pop(path, {}).get(reached)) is not None:
            self.failed(lost)

    def failed(self, count: int) -> None:
        """So many bytes were lost whole."""
        least = _LEAST if self._failures else _FIRST
        self._most = max(least, count // 2)
        self.size = max(least, min(self.size, count) // 4)
        self._calm = 0
        self._failures += 1
        if self._failures == _STUCK:
            self.go_apart()

    def go_apart(self) -> None:
        """Somebody on the way does not bear a request before the reply to the last one."""
        self._apart = _APART


def _none() -> Mapping[str, str]:
    return {}


@value
class Load:
    """Bytes to be sent up in pieces: their path at the township, and a function that makes each request's headers.

    ``dated``: these headers repeat the time of the hello.
    """

    path: str
    bytes: bytes
    headers: Callable[[], Mapping[str, str]] = _none
    dated: bool = False


class Piece:
    """A piece of the bytes as a request's body; sending it reports how far the whole is."""

    def __init__(self, whole: bytes, offset: int, size: int, progress: Progress) -> None:
        self.data = whole[offset : offset + size]
        self.offset = offset
        self.end = offset + len(self.data)
        self._total = len(whole)
        self._progress = progress

    @property
    def last(self) -> bool:
        """Whether nothing comes behind it."""
        return self.end == self._total

    def blocks(self) -> Iterator[bytes]:
        """The body, a little at a time: so progress moves in small steps."""
        for first in range(0, len(self.data), _BLOCK):
            self._progress(self.offset + first, self._total)
            yield self.data[first : first + _BLOCK]
        self._progress(self.end, self._total)

    def headers(self) -> dict[str, str]:
        """The headers with which the receiver puts the piece in its place and checks it."""
        return {
            "Content-Type": "application/partial-upload",
            "Upload-Offset": str(self.offset),
            "Upload-Length": str(self._total),
            "Upload-Complete": "?1" if self.last else "?0",
            "Content-Digest": content_digest(self.data),
        }


def content_digest(data: bytes) -> str:
    """The RFC 9530 field value for these bytes."""
    return digest_field(hashlib.sha256(data).digest())


def digest_field(sha256: bytes) -> str:
    """The RFC 9530 field value of a SHA-256 digest."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"
