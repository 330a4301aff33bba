"""One request to the township and its reply: the session, its patience, and the errors when no reply comes.

Patience is for the silence between bytes, never for the whole request. Nothing is tried again here, no redirect is
followed, and nothing is verified.

The operating system decides which certificates count: whoever looks after the PC puts a county's own CA there once, for
the browser too; the public CAs of ``certifi`` count beside it. TLS only keeps others from reading along: the township's
messages are verified with its pinned key.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
import truststore

from sync.agreement import protocol
from sync.agreement.errors import NoLine, NotTheTownship, RoadError, TownshipRefused
from sync.wire import packing, problems, upload

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence that are borne: while connecting, and while waiting for a reply."""

    connect: float = 10.0
    reply: float = 45.0


@dataclass(frozen=True, slots=True)
class Reply:
    """The reply, complete and unpacked. Header names in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpLine:
    """A line to a URL, kept open between requests. Close it."""

    def __init__(self, url: str, patience: Patience, proxy: str = "") -> None:
        """Nothing is sent yet. ``proxy``: the URL of a proxy; empty: the system's proxy, if any.

        NotTheTownship ``url`` or ``plain-http`` for a URL that must not be used.
        """
        self.url = _checked(url)
        self._patience = patience
        self._session = _session(urlsplit(self.url).scheme)
        self._session.proxies.update(_proxies(self.url, proxy))

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def ask(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: upload.Piece | bytes | None = None,
        expected: float = 0.0,
    ) -> Reply:
        """The reply, whatever its status; ``expected``: the seconds that the request's body should take on this line.

        Raises NoLine (``no-proxy`` if the proxy fails), and NotTheTownship ``certificate``, ``too-long``, or
        ``not-signed`` for a body that cannot be unpacked.
        """
        patience = (self._patience.connect, max(self._patience.reply, 4 * expected))
        try:
            with self._session.request(
                method,
                self.url + path,
                params=params,
                headers=headers,
                data=body,
                timeout=patience,
                allow_redirects=False,
                stream=True,
            ) as response:
                body = _body(response)
                packed = response.headers.get("Content-Type") == packing.MEDIA
                return Reply(response.status_code, response.headers, packing.unpack(body) if packed else body)
        except requests.exceptions.ProxyError as reason:
            raise NoLine("no-proxy", type(reason).__name__) from reason
        except requests.exceptions.SSLError as reason:
            raise NotTheTownship("certificate", type(reason).__name__) from reason
        except requests.exceptions.Timeout as reason:
            raise NoLine("silent", type(reason).__name__) from reason
        except requests.exceptions.RequestException as reason:
            raise NoLine("no-line", type(reason).__name__) from reason


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
    except ValueError as reason:
        raise NotTheTownship("url", "no such address") from reason
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or port == 0:
        raise NotTheTownship("url", "an address begins with https://")
    if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
        raise NotTheTownship("plain-http", "people's numbers go to other machines by https only")
    return url.strip().rstrip("/")


def _proxies(url: str, proxy: str) -> dict[str, str]:
    """By which proxy this URL is reached, for ``requests``; this machine by none."""
    if urlsplit(url).hostname in _THIS_MACHINE:
        return {}
    found = {"http": proxy, "https": proxy} if proxy else requests.utils.get_environ_proxies(url)
    return {scheme: str(each) for scheme, each in found.items()}


class _Trusting(requests.adapters.HTTPAdapter):
    """Believes the certificates that the operating system believes."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more, ssl_context=_trusted())

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        return super().proxy_manager_for(proxy, **more, ssl_context=_trusted())


def _trusted() -> ssl.SSLContext:
    """The system's CAs, and those of the file to which one of the customary environment variables points."""
    found = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
        if os.environ.get(name):
            found.load_verify_locations(os.environ[name])
    return found


def _session(scheme: str) -> requests.Session:
    """A session that takes nothing else from the environment and repeats no request by itself.

    Only one for https reads the certificates: reading them takes longer than a whole conversation with this machine.
    """
    session = requests.Session()
    session.trust_env = False
    session.headers.clear()
    session.headers.update(
        {
            "Accept": f"application/json, {packing.MEDIA}",
            "Accept-Encoding": "identity",
            "User-Agent": f"village-desk/{protocol.VERSION}",
        }
    )
    adapter = _Trusting if scheme == "https" else requests.adapters.HTTPAdapter
    session.mount(f"{scheme}://", adapter(max_retries=0))
    return session


def _body(response: requests.Response) -> bytes:
    """All of the body; NotTheTownship ``too-long`` for more than any message of ours."""
    found = bytearray()
    for block in response.iter_content(65536):
        found += block
        if len(found) > protocol.MESSAGE_BYTES:
            raise NotTheTownship("too-long")
    return bytes(found)
