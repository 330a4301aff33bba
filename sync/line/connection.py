"""One connection to a URL: requests go out one after the other, the next perhaps before the last one's reply is here.

HTTP/1.1 is h11's; the socket with its proxy and its certificate is urllib3's. Nothing is tried again here.
"""

from __future__ import annotations

import socket
import ssl
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import unquote

import h11
from urllib3 import exceptions
from urllib3.connection import HTTPConnection, HTTPSConnection, ProxyConfig
from urllib3.util import Url, make_headers, parse_url

from sync.agreement import protocol
from sync.agreement.errors import NoLine, NotTheTownship
from sync.agreement.values import value
from sync.line.tls import CUT, Trusted

_BLOCK = 65536


@value
class Reply:
    """The reply, complete and unpacked. Header names in any case. ``lasting``: more can be asked on this connection."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    lasting: bool = True


class Headers(dict[str, str]):
    """Headers of a reply by their names in any case; the last of one name counts."""

    def __init__(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        super().__init__((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in pairs)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        """The header's value, else the default."""
        return super().get(name.lower(), default)


class Connection:
    """A connection that opens with the first request, and again after an end. Close it. One thread."""

    def __init__(self, url: Url, proxy: str, trusted: Trusted | None, opening: float) -> None:
        """Nothing is opened yet. ``proxy``: the URL of who is asked for a way through, or empty; ``trusted``: whose
        certificates count, for https; ``opening``: seconds of silence that are borne while it opens.
        """
        self._url = url
        self._proxy = proxy
        self._trusted = trusted
        self._opening = opening
        self._open: HTTPConnection | None = None
        self._asked: deque[h11.Connection] = deque()
        self._rest = b""
        self.patience = opening

    def send(self, method: str, target: str, headers: Mapping[str, str], body: Iterable[bytes] = ()) -> None:
        """Send a request, whose reply ``receive`` takes later. The headers say how long the body is.

        Raises NoLine ``no-line``, ``silent`` or ``no-proxy``, and NotTheTownship ``certificate``; the connection is
        closed then.
        """
        machine = h11.Connection(h11.CLIENT, _BLOCK)
        with self._ended_by_errors():
            sock = self._socket()
            named = [("Host", self._url.netloc or ""), *headers.items()]
            waiting = _bytes(machine.send(h11.Request(method=method, target=target, headers=named)))
            self._asked.append(machine)
            with suppress(BrokenPipeError):  # whoever has replied already need not read the rest
                for block in body:
                    sock.sendall(waiting + _bytes(machine.send(h11.Data(data=block))))
                    waiting = b""
                sock.sendall(waiting + _bytes(machine.send(h11.EndOfMessage())))

    def receive(self) -> Reply:
        """The oldest reply that has not been taken. Raises as ``send``, and NotTheTownship ``too-long``."""
        with self._ended_by_errors():
            machine, found, body = self._asked.popleft(), None, bytearray()
            machine.receive_data(self._rest) if self._rest else None
            while not isinstance(event := self._event(machine), h11.EndOfMessage):
                if isinstance(event, h11.Response):
                    found = event
                elif isinstance(event, h11.Data):
                    body += event.data
                if len(body) > protocol.MESSAGE_BYTES:
                    raise NotTheTownship("too-long")
        assert found is not None
        self._rest = machine.trailing_data[0]
        lasting = machine.their_state is h11.DONE
        if not lasting:
            self.close()
        return Reply(found.status_code, Headers(found.headers), bytes(body), lasting)

    def close(self) -> None:
        """Hang up. Replies that have not been taken will not come."""
        if self._open is not None:
            if self._trusted is not None:
                self._trusted.keep(self._open.sock)
            self._open.close()
        self._open, self._rest = None, b""
        self._asked.clear()

    def _event(self, machine: h11.Connection) -> h11.Event:
        """The next event of the reply, as soon as enough of it is here."""
        while (event := machine.next_event()) is h11.NEED_DATA:
            assert self._open is not None and self._open.sock is not None
            machine.receive_data(self._open.sock.recv(_BLOCK))
        if isinstance(event, h11.Event):
            return event
        raise h11.RemoteProtocolError("the reply ended early")

    def _socket(self) -> socket.socket:
        """The open socket. One that was left over and has ended meanwhile is replaced."""
        if self._open is not None and not self._asked and not self._open.is_connected:
            self.close()
        if self._open is None:
            self._open = self._new()
            self._open.connect()
        found = self._open.sock
        assert found is not None
        found.settimeout(self.patience)
        return found

    def _new(self) -> HTTPConnection:
        host, port = _place(self._url)
        if self._trusted is None:
            return HTTPConnection(host, port, timeout=self._opening)
        if not self._proxy:
            return HTTPSConnection(host, port, timeout=self._opening, ssl_context=self._trusted)
        proxy = parse_url(self._proxy if "://" in self._proxy else f"http://{self._proxy}")
        if proxy.scheme not in ("http", "https"):
            raise NoLine("no-proxy", "scheme")
        config = ProxyConfig(self._trusted, False, None, None)
        way = HTTPSConnection(
            *_place(proxy), timeout=self._opening, ssl_context=self._trusted, proxy=proxy, proxy_config=config
        )
        named = make_headers(proxy_basic_auth=unquote(proxy.auth)) if proxy.auth else {}
        way.set_tunnel(host, port, named, scheme=proxy.scheme)
        return way

    @contextmanager
    def _ended_by_errors(self) -> Iterator[None]:
        """What fails within closes the connection, and is raised in the road's words."""
        try:
            yield
        except BaseException as reason:
            way = self._open
            lost_proxy = way is not None and way.proxy is not None and not way.has_connected_to_proxy
            self.close()
            if isinstance(reason, OSError | exceptions.HTTPError | h11.ProtocolError):
                raise _in_road_words(reason, lost_proxy) from reason
            raise


def _in_road_words(reason: Exception, lost_proxy: bool) -> NoLine | NotTheTownship:
    name = type(reason).__name__
    if lost_proxy:
        return NoLine("no-proxy", name)
    if isinstance(reason, ssl.SSLError | exceptions.SSLError) and not isinstance(reason, CUT):
        return NotTheTownship("certificate", name)
    silent = isinstance(reason, TimeoutError | exceptions.TimeoutError)
    silent &= not isinstance(reason, exceptions.NewConnectionError)
    return NoLine("silent" if silent else "no-line", name)


def _place(url: Url) -> tuple[str, int]:
    return (url.host or "").strip("[]"), url.port or (443 if url.scheme == "https" else 80)


def _bytes(data: bytes | None) -> bytes:
    return data or b""
