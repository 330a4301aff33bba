"""One request to the township and its reply: the session, its patience, and the errors when no reply comes.

Patience is for the silence between bytes, never for the whole request. Nothing is tried again here, no redirect is
followed, and nothing is verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode, urlsplit

import requests.utils
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from sync.agreement import protocol
from sync.agreement.errors import NoLine, NotTheTownship, RoadError, TownshipRefused
from sync.agreement.values import value
from sync.line.connection import Connection
from sync.line.connection import Reply as Reply
from sync.line.tls import Trust
from sync.wire import packing, problems, upload

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_NAMED = {"User-Agent": f"village-desk/{protocol.VERSION}"}
_ACCEPTED = {"Accept": f"application/json, {packing.MEDIA}", "Accept-Encoding": "identity"}
"""What may stand in a reply; a piece that is not the last gets none worth saying."""


@value
class Patience:
    """Seconds of silence that are borne: while connecting, and while waiting for a reply.

    ``dead``: so long may the line be gone in the middle of an upload before the conversation ends.
    """

    connect: float = 10.0
    reply: float = 45.0
    dead: float = 3.0


class HttpLine:
    """A line to a URL, kept open between requests. Close it."""

    def __init__(self, url: str, patience: Patience, proxy: str = "", trust: Trust | None = None) -> None:
        """Nothing is sent yet. ``proxy``: the URL of a proxy; empty: the system's proxy, if any. ``trust``: from
        earlier conversations, for https.

        NotTheTownship ``url`` or ``plain-http`` for a URL that must not be used.
        """
        self.url = _checked(url)
        self.patience = patience
        self._place = parse_url(self.url)
        way = _proxy(self.url, proxy)
        trusted = (trust or Trust()).to(self._place.netloc or "", way) if self._place.scheme == "https" else None
        self._connection = Connection(self._place, way, trusted, patience.connect)

    def close(self) -> None:
        """Hang up; the next request opens the line again. Replies that have not been taken will not come."""
        self._connection.close()

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        expected: float = 0.0,
    ) -> Reply:
        """The reply, whatever its status; ``expected``: the seconds that the request's body should take on this line.

        Raises NoLine (``no-proxy`` if the proxy fails), and NotTheTownship ``certificate``, ``too-long``, or
        ``not-signed`` for a body that cannot be unpacked.
        """
        query = f"?{urlencode(params)}" if params else ""
        named = dict(headers or {}) | ({"Content-Length": str(len(body or b""))} if method == "POST" else {})
        self._send(method, path + query, {**_ACCEPTED, **named}, [body] if body else [], expected)
        return self.reply()

    def send_piece(self, path: str, headers: Mapping[str, str], piece: upload.Piece, expected: float = 0.0) -> None:
        """Send a piece, perhaps before the reply to the one before it is here. Raises as ``ask``."""
        named = {**(_ACCEPTED if piece.last else {}), **headers, "Content-Length": str(len(piece.data))}
        self._send("PATCH", path, named, piece.blocks(), expected)

    def reply(self) -> Reply:
        """The oldest reply that has not been taken. Raises as ``ask``."""
        reply = self._connection.receive()
        packed = reply.headers.get("Content-Type") == packing.MEDIA
        return replace(reply, body=packing.unpack(reply.body)) if packed else reply

    def _send(
        self, method: str, target: str, headers: Mapping[str, str], body: Iterable[bytes], expected: float
    ) -> None:
        self._connection.patience = max(self.patience.reply, 4 * expected)
        base = (self._place.path or "").rstrip("/")
        self._connection.send(method, base + target, {**_NAMED, **headers}, body)


def ending(reply: Reply) -> RoadError:
    """Why a reply that is no answer ends the conversation: by our own problem types first, then by the status."""
    code = problems.code_of(reply.body)
    if reply.status >= 500:
        return NoLine(code or f"http-{reply.status}")
    if code and reply.status >= 400:
        return TownshipRefused(code, problems.detail_of(reply.body))
    if 300 <= reply.status < 400:
        return NotTheTownship("redirect")
    return NotTheTownship("not-signed" if reply.status < 300 else f"http-{reply.status}")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
        port = parts.port
        parse_url(url.strip())
    except (ValueError, LocationParseError) as reason:
        raise NotTheTownship("url", "no such address") from reason
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or port == 0:
        raise NotTheTownship("url", "an address begins with https://")
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        raise NotTheTownship("plain-http", "people's numbers go to other machines by https only")
    return url.strip().rstrip("/")


def _proxy(url: str, proxy: str) -> str:
    """By which proxy this URL is reached; this machine by none."""
    if urlsplit(url).hostname in _THIS_MACHINE:
        return ""
    return proxy or requests.utils.select_proxy(url, requests.utils.get_environ_proxies(url)) or ""
