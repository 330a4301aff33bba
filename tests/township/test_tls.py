"""A TLS session is taken up again, and with nobody who could not begin one: by bytes, through a real nginx."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sync.agreement.errors import NoLine, NotTheTownship
from sync.line import tls
from sync.line.client import Patience, Township, Trust
from tests.township.connecting import Proxy, connecting
from tests.township.journals import DESK
from tests.township.nginx import NAME, Nginx, nginx
from tests.township.process import TownshipProcess

AWAY = f"https://{NAME}"


@pytest.fixture
def front(office: TownshipProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Nginx]:
    """nginx before a township; its CA counts."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    with nginx(tmp_path / "nginx", office.url) as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.authority))
        yield running


@pytest.fixture
def way(front: Nginx) -> Iterator[Proxy]:
    """The way there, on which bytes are counted and which can lead elsewhere."""
    with connecting(front.url) as proxy:
        yield proxy


def greet(way: Proxy, trust: Trust) -> int:
    """A conversation of one greeting; the bytes that came back."""
    before = way.down
    with Township(AWAY, DESK, proxy=way.url, trust=trust, patience=Patience(dead=0.0)) as line:
        line.hello()
    return way.down - before


def lead(way: Proxy, url: str) -> None:
    way.leads_to = ("127.0.0.1", urlsplit(url).port or 0)


def certificate(front: Nginx) -> int:
    """The bytes of the certificate that a whole handshake shows."""
    return len(ssl.PEM_cert_to_DER_cert((front.authority.parent / "tls.crt").read_text()))


def test_the_next_conversation_takes_up_the_session_and_no_certificate_crosses(front: Nginx, way: Proxy) -> None:
    trust = Trust()
    first, second, third = (greet(way, trust) for _ in range(3))
    assert second < first - certificate(front)
    assert third < first - certificate(front)
    assert abs(greet(way, Trust()) - first) < 10, "without what was kept, a handshake is whole"


def test_a_connection_that_is_cut_takes_up_the_session_of_its_own_conversation(front: Nginx, way: Proxy) -> None:
    with Township(AWAY, DESK, proxy=way.url) as line:
        spent = [way.down]
        for _ in range(2):
            line.hello()
            spent.append(way.down)
            line._line.close()
    assert way.count == 2
    assert spent[2] - spent[1] < spent[1] - spent[0] - certificate(front)


def test_a_server_that_knows_the_session_no_more_costs_a_whole_handshake_and_nothing_else(
    front: Nginx, way: Proxy, office: TownshipProcess, tmp_path: Path
) -> None:
    trust = Trust()
    first = greet(way, trust)
    with nginx(tmp_path / "begun-again", office.url, certified=front.authority.parent) as again:
        lead(way, again.url)
        assert abs(greet(way, trust) - first) < 10
        assert greet(way, trust) < first - certificate(front)


def test_somebody_with_another_certificate_is_refused_whatever_was_kept(
    front: Nginx, way: Proxy, office: TownshipProcess, tmp_path: Path
) -> None:
    trust = Trust()
    first = greet(way, trust)
    with nginx(tmp_path / "stranger", office.url) as stranger:
        lead(way, stranger.url)
        with pytest.raises(NotTheTownship, match="certificate"):
            greet(way, trust)
    lead(way, front.url)
    assert abs(greet(way, trust) - first) < 10, "what was shown to a stranger is not shown again"


def test_a_session_does_not_outlive_the_certificates_that_counted(
    front: Nginx, way: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    trust = Trust(lambda: now[0])
    first = greet(way, trust)
    now[0] = 301.0
    assert abs(greet(way, trust) - first) < 10, "after five minutes the certificates are read anew"
    other = tmp_path / "other.crt"
    with nginx(tmp_path / "stranger", front.plain) as stranger:
        other.write_bytes(stranger.authority.read_bytes())
    trusted = front.authority.read_bytes()
    for change in (lambda: monkeypatch.setenv("SSL_CERT_FILE", str(other)), lambda: rewrite(front, other.read_bytes())):
        refused_after(change, way, trust)
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        rewrite(front, trusted)
        greet(way, trust)


def rewrite(front: Nginx, data: bytes) -> None:
    """Another file of CAs in the same place, as an update of a system writes it."""
    fresh = front.authority.with_suffix(".new")
    fresh.write_bytes(data)
    fresh.replace(front.authority)


def refused_after(change: Callable[[], None], way: Proxy, trust: Trust) -> None:
    change()
    with pytest.raises(NotTheTownship, match="certificate"):
        greet(way, trust)


def test_a_line_that_is_cut_while_tls_is_agreed_on_loses_no_session(front: Nginx, way: Proxy) -> None:
    trust = Trust()
    first = greet(way, trust)
    with socket.create_server(("127.0.0.1", 0)) as gone:
        way.leads_to = gone.getsockname()
        gone.close()
        with pytest.raises(NoLine):
            greet(way, trust)
    lead(way, front.url)
    assert greet(way, trust) < first - certificate(front)


def test_where_the_system_checks_certificates_each_handshake_shows_one(
    front: Nginx, way: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would refuse a session that was taken up: Python has no chain to show for one."""
    monkeypatch.setattr(tls, "_CHECKED_BY_SYSTEM", True)
    trust = Trust()
    first = greet(way, trust)
    assert abs(greet(way, trust) - first) < 10
