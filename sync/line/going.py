"""Pieces of one load on their way over a line: the next goes before the reply to the last one is here.

Behind a proxy that passes on only whole requests, short pieces lose little by a cut; sent like this they cost a thin
line hardly more than one long piece. Decides nothing by what a reply says.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping

from sync.agreement.errors import NoLine
from sync.line.connection import Reply
from sync.line.requesting import HttpLine
from sync.wire.upload import Load, Pace, Piece, Progress


class Going:
    """One run of pieces, from an offset until something ends it. Call ``end`` in any case."""

    def __init__(self, line: HttpLine, pace: Pace, load: Load, offset: int, progress: Progress) -> None:
        self._line = line
        self._pace = pace
        self._load = load
        self._progress = progress
        self._at = offset
        self._pieces = deque[tuple[Piece, float]]()
        self._begun = False
        self._replied = 0.0

    @property
    def under_way(self) -> int:
        """How many pieces have no reply yet."""
        return len(self._pieces)

    def may_send(self) -> bool:
        """Whether there is a piece to be sent now; also an empty one, when all bytes had arrived before."""
        left = self._at < len(self._load.bytes) or not self._begun
        return left and self.under_way < self._pace.ahead

    def send(self, beside: Mapping[str, str]) -> None:
        """Send the next piece; ``beside``: further headers. Raises as ``HttpLine.ask``."""
        whole = self._load.bytes
        piece = Piece(whole, self._at, self._pace.next(len(whole) - self._at), self._progress)
        headers = {**piece.headers(), **self._load.headers(), **beside}
        self._pieces.append((piece, time.monotonic()))
        self._at, self._begun = piece.end, True
        try:
            self._line.send_piece(self._load.path, headers, piece, self._pace.expected)
        except NoLine as reason:
            self._lose(reason)
            raise

    def take(self) -> tuple[Piece, Reply]:
        """The oldest piece without a reply, and its reply. Raises as ``HttpLine.ask``."""
        piece, began = self._pieces[0]
        try:
            reply = self._line.reply()
        except NoLine as reason:
            self._lose(reason)
            raise
        now = time.monotonic()
        self._pace.took(len(piece.data), now - max(began, self._replied))
        self._replied = now
        self._pieces.popleft()
        return piece, reply

    def goes_on(self, reply: Reply) -> bool:
        """Whether more can follow after this reply: a piece that was under way on an ended connection is lost."""
        if self._pieces and not reply.lasting:
            self._pace.go_apart()
            return False
        return self.under_way > 0 or self._at < len(self._load.bytes)

    def end(self) -> None:
        """Hang up if replies are still to come that nobody will take."""
        if self._pieces:
            self._line.close()
            self._pieces.clear()

    def _lose(self, reason: NoLine) -> None:
        self._pace.lost(self._load.path, {each.offset: len(each.data) for each, _ in self._pieces})
        if reason.code == "silent":
            self._pace.go_apart()
