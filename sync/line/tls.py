"""TLS of a line by https: whose certificates count, and sessions that are taken up again. Sends and reads nothing.

The operating system decides which certificates count: whoever looks after the PC puts a county's own CA there once, for
the browser too; the public CAs of ``certifi`` count beside it. TLS only keeps others from reading along: the township's
messages are verified with its pinned key.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
import time
from collections.abc import Callable
from pathlib import Path

import requests.utils
import truststore

CUT = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
"""Errors of TLS that say only that the line was cut."""
_NAMED_BY = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")
"""Environment variables, each with a file of CAs that count besides."""
_DEFAULTS = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_LIFE = 300.0
"""Seconds for which certificates are not read anew, and a session is good; servers keep one as long (nginx)."""
_CHECKED_BY_SYSTEM = sys.platform in ("win32", "darwin")
"""Where Windows or macOS looks at the certificates after each handshake. A session taken up again shows none (Python
does not keep the chain with it), so the system would refuse every one: there each handshake is whole.
"""


class Trusted(truststore.SSLContext):
    """The certificates that count for one address, and the last TLS session with each server there.

    Python ties a session to its context, so none outlives these certificates. Threads may share one.
    """

    def __init__(self, protocol: int) -> None:
        """``protocol``: ``ssl.PROTOCOL_TLS_CLIENT``. Reads the CAs; that takes longer than a conversation."""
        super().__init__(protocol)
        self._sessions: dict[str, ssl.SSLSession] = {}
        self.load_verify_locations(requests.utils.DEFAULT_CA_BUNDLE_PATH)
        for name in _NAMED_BY:
            if os.environ.get(name):
                self.load_verify_locations(os.environ[name])

    def wrap_socket(
        self,
        sock: socket.socket,
        server_side: bool = False,
        do_handshake_on_connect: bool = True,
        suppress_ragged_eofs: bool = True,
        server_hostname: str | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLSocket:
        """As of ``SSLContext``, with the last session. A server that does not know it any more begins a new one.

        After a failed handshake the session is kept only if the line was cut.
        """
        host = server_hostname or ""
        found = session or self._sessions.pop(host, None)
        try:
            return super().wrap_socket(
                sock, server_side, do_handshake_on_connect, suppress_ragged_eofs, server_hostname, found
            )
        except OSError as reason:
            if found is not None and (isinstance(reason, CUT) or not isinstance(reason, ssl.SSLError)):
                self._sessions.setdefault(host, found)
            raise

    def keep(self, sock: socket.socket | None) -> None:
        """Remember the session of a connection that ends. (With TLS 1.3 it may come behind the first reply.)"""
        if _CHECKED_BY_SYSTEM or not isinstance(sock, ssl.SSLSocket) or sock.server_hostname is None:
            return
        if (session := sock.session) is not None and (session.has_ticket or session.id):
            self._sessions[sock.server_hostname] = session


class Trust:
    """Certificates and sessions from one conversation to the next: use one for all conversations with a township.

    What is kept serves one address by one way, and is read anew after five minutes, or when one of the files changed
    to which the environment points.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nothing is read yet. ``clock``: seconds that only grow."""
        self._clock = clock
        self._kept: tuple[object, float, Trusted] | None = None

    def to(self, address: str, proxy: str) -> Trusted:
        """What counts for this address, reached by this proxy or (empty) by none."""
        kept, found = self._kept, (address, proxy, _named())
        if kept is not None and kept[0] == found and self._clock() - kept[1] < _LIFE:
            return kept[2]
        fresh = Trusted(ssl.PROTOCOL_TLS_CLIENT)
        self._kept = (found, self._clock(), fresh)
        return fresh


def _named() -> tuple[object, ...]:
    """What the environment says about certificates, with the state of each file."""
    return tuple((name, value, _state(value)) for name in {*_NAMED_BY, *_DEFAULTS} if (value := os.environ.get(name)))


def _state(path: str) -> tuple[int, ...]:
    try:
        found = Path(path).stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino
