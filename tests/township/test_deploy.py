"""What ``deploy/`` gives out, tried for real: nginx with TLS of a private CA, the console and the desks behind it."""

from __future__ import annotations

import configparser
import re
import shlex
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from sync.agreement.errors import NoLine, NotTheTownship
from sync.agreement.protocol import Answered
from sync.line.client import Township
from sync.township.__main__ import main, serve
from tests.township.connecting import connecting
from tests.township.console.browser import Page
from tests.township.journals import DESK, Scribe
from tests.township.nginx import NAME, Nginx, nginx
from tests.township.process import ROOT, TownshipProcess

PASSWORD = "correct horse 马"


@pytest.fixture
def front(served: TownshipProcess, tmp_path: Path) -> Iterator[Nginx]:
    """nginx in front of a township that knows it for its proxy."""
    served.stop()
    served.options = ["--proxy", "127.0.0.1"]
    served.start()
    with nginx(tmp_path / "nginx", served.url) as running:
        yield running


def page(reply: requests.Response) -> Page:
    return Page(reply.status_code, reply.url, tuple(reply.headers.items()), reply.text)


def come_in(front: Nginx, password: str = PASSWORD, claims: str = "") -> tuple[requests.Session, requests.Response]:
    """A browser that sends the login form as browsers do."""
    browser = requests.Session()
    browser.verify, browser.trust_env = str(front.authority), False
    browser.headers.update({"X-Forwarded-For": claims} if claims else {})
    [form] = page(browser.get(f"{front.url}/console/login", timeout=30)).forms()
    sent = form.hidden | {"name": "王主管", "password": password}
    reply = browser.post(
        front.url + form.action, sent, headers={"Origin": front.url}, timeout=30, allow_redirects=False
    )
    return browser, reply


def test_a_clerk_logs_in_through_nginx_and_the_cookies_are_for_tls_only(front: Nginx, served: TownshipProcess) -> None:
    served.command("clerk", "add", "王主管", "--role", "chief", "--password-stdin", typed=f"{PASSWORD}\n")
    browser, reply = come_in(front)
    assert (reply.status_code, reply.headers["location"]) == (303, "/console/"), reply.text
    cookies = reply.headers["set-cookie"]
    assert cookies.lower().count("secure") == cookies.count("township_console")
    assert "各村进度" in browser.get(f"{front.url}/console/", timeout=30).text
    moved = requests.get(f"{front.plain}/console/", timeout=30, allow_redirects=False)
    assert (moved.status_code, moved.headers["location"][:8]) == (301, "https://")
    assert browser.get(f"{front.url}/health", timeout=30).text == "ok"


def test_who_guesses_through_nginx_is_counted_by_his_own_address_whatever_he_claims(
    front: Nginx, served: TownshipProcess
) -> None:
    served.command("clerk", "add", "王主管", "--role", "chief", "--password-stdin", typed=f"{PASSWORD}\n")
    codes = [come_in(front, "wrong", claims=f"10.0.0.{each}")[1].status_code for each in range(7)]
    assert codes == [403] * 5 + [429] * 2


def test_a_desk_sends_through_nginx_with_a_private_ca_and_by_a_proxy(
    front: Nginx, scribe: Scribe, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    scribe.register(40)
    with Township(front.url, DESK) as line, pytest.raises(NotTheTownship, match="certificate"):
        line.hello()
    monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
    with Township(front.url, DESK) as line:
        assert isinstance(line.send(batch := scribe.sealed()), Answered)
        known = line.known
    monkeypatch.delenv("SSL_CERT_FILE")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(front.authority))
    away = front.url.replace("localhost", NAME)
    with connecting(front.url) as proxy:
        with Township(away, DESK, known, proxy=proxy.url) as line:
            assert isinstance(line.answer(batch), Answered)
        assert proxy.asked == {away.removeprefix("https://")}
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        with Township(away, DESK, known) as line:
            line.hello()
        assert proxy.count == 2
        with Township(front.url, DESK, known) as line:
            line.hello()
        assert proxy.count == 2, "this machine is reached by no proxy"
    with Township(away, DESK, known) as line, pytest.raises(NoLine, match="no-proxy"):
        line.hello()


def test_what_a_desk_sends_is_passed_on_as_it_comes(tmp_path: Path) -> None:
    """The bytes of a cut piece before the cut are kept: nginx must not hold them back until the piece is whole."""
    with (
        socket.create_server(("127.0.0.1", 0)) as behind,
        nginx(tmp_path / "nginx", f"http://127.0.0.1:{behind.getsockname()[1]}") as front,
        socket.create_connection(("127.0.0.1", urlsplit(front.url).port or 0)) as line,
        ssl.create_default_context(cafile=str(front.authority)).wrap_socket(line, server_hostname="localhost") as safe,
    ):
        behind.settimeout(30)
        safe.sendall(f"PATCH /v1/batches/x HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9000\r\n\r\n".encode())
        safe.sendall(b"the first half")
        passed, _address = behind.accept()
        passed.settimeout(30)
        with passed:
            heard = b""
            while not heard.endswith(b"the first half"):
                heard += passed.recv(4096)
    said = heard.decode().lower()
    assert f"host: {NAME}\r\n" in said
    assert "x-forwarded-for: 127.0.0.1\r\n" in said


def test_the_unit_starts_what_there_is_and_holds_no_password() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(ROOT / "deploy" / "village-township.service", "utf-8")
    service = unit["Service"]
    program, command, *options = shlex.split(service["ExecStart"])
    assert (Path(program).name, command) == ("village-township", "serve")
    with serve.make_context("serve", options) as context:
        assert (context.params["port"], context.params["proxy"]) == (8420, "127.0.0.1")
        assert context.params["store"] == ""
    assert f"127.0.0.1:{context.params['port']}" in (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    given = (ROOT / "deploy" / "village-township.env").read_text("utf-8")
    named = set(re.findall(r"^#?(VILLAGE_\w+)=", given, re.MULTILINE))
    assert named == {"VILLAGE_TOWNSHIP_STORE", "VILLAGE_TOWNSHIP_KEY", "VILLAGE_TOWNSHIP_PASSWORD"}
    state = f"/var/lib/{service['StateDirectory']}/"
    assert given.count(f"={state}") == 2


def test_every_command_that_opens_the_books_hears_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = [(name, each) for name, each in main.commands.items()]
    groups += [(f"clerk {name}", each) for name, each in main.commands["clerk"].commands.items()]  # type: ignore[attr-defined]
    heard = {name: {str(each.envvar) for each in command.params if each.envvar} for name, command in groups}
    heard.pop("clerk")
    assert {
        name for name, found in heard.items() if not {"VILLAGE_TOWNSHIP_STORE", "VILLAGE_TOWNSHIP_KEY"} <= found
    } == set()
