"""The contents of attachments over HTTP, the desk's side: a content goes up in pieces, or comes back in pieces.

It writes nothing and keeps nothing; ``client.py`` holds the conversation.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.agreement.errors import NotTheTownship
from sync.agreement.protocol import digest
from sync.line import requesting
from sync.line.client import Progress, Township, unwatched
from sync.wire import attachments, upload
from sync.wire.attachments import Claim
from sync.wire.keys import DeskKey


class AttachmentLine:
    """The contents' part of a conversation with a township. One thread."""

    def __init__(self, township: Township, key: DeskKey, desk: str) -> None:
        """``key``: the desk's. The township is greeted when its last hello is not fresh."""
        self._township = township
        self._key = key
        self._desk = desk

    @property
    def township(self) -> tuple[tuple[str, ...], str]:
        """The keys and the timeline of whom was greeted last. Raises LookupError before."""
        known = self._township.known
        return known.keys, known.timeline

    def send(self, content: bytes, progress: Progress = unwatched) -> bytes:
        """Send the content, on from where the township stopped receiving; returns its verified word, as signed.

        Nothing is sent of what is there already. Raises NoLine, NotTheTownship, and TownshipRefused: ``desk-unknown``,
        ``desk-key``, ``key-revoked``, ``key-replaced``, ``attachment-unnamed``, ``attachment-kind``,
        ``attachment-quota``, ``package-too-large``.
        """
        sha256 = digest(content)
        load = upload.Load(_path(sha256), content, lambda: self._headers(sha256, len(content)), True)
        reply = self._township.carry(load, progress)
        if reply.status != 200:
            raise requesting.ending(reply)
        attachments.read_kept(reply.body, self.township[0], sha256, self.township[1])
        return reply.body

    def fetch(self, sha256: str, size: int, first: int) -> bytes:
        """The next bytes of a content from ``first`` on, as many as the line carries well. They prove nothing yet.

        Raises as ``send``, and TownshipRefused ``no-such-upload`` when the township does not have it.
        """
        return self._township.patiently(lambda: self._part(sha256, size, first))

    def _part(self, sha256: str, size: int, first: int) -> bytes:
        end = min(first + self._township.pace.part, size)
        headers = {**self._headers(sha256, size), "Range": f"bytes={first}-{end - 1}"}
        reply = self._township.get(_path(sha256), headers)
        if reply.status != 206:
            raise requesting.ending(reply)
        if len(reply.body) != end - first:
            raise NotTheTownship("another-content", "not the bytes that were asked for")
        return reply.body

    def _headers(self, sha256: str, size: int) -> Mapping[str, str]:
        claim = Claim(self._desk, sha256, size, self._township.fresh().time)
        return {attachments.HEADER: attachments.as_header(attachments.write_claim(self._key, claim))}


def _path(sha256: str) -> str:
    return f"/v1/attachments/{sha256}"
