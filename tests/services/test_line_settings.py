"""How a desk reaches a township behind an office's network: its own CA, the proxy of the settings or of the PC."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.services.test_sticks import collect
from tests.township.connecting import connecting
from tests.township.nginx import NAME, nginx
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused, Trouble

HOSTS = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


def test_a_desk_sends_by_the_proxy_of_its_settings_to_a_township_with_a_private_ca(
    desk: Desk, office: TownshipProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HOSTS:
        monkeypatch.delenv(name, raising=False)
    collect(desk, 1)
    with nginx(tmp_path / "nginx", office.url) as front, connecting(front.url) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        desk.keeping.set("township_url", front.url.replace("localhost", NAME))
        desk.keeping.set("proxy", proxy.url)
        assert desk.exchanging.send().waiting == 0
        assert {host.partition(":")[0] for host in proxy.asked} == {NAME}
    collect(desk, 2)
    with pytest.raises(Trouble) as trouble:
        desk.exchanging.send()
    assert (trouble.value.code, "代理连不上" in trouble.value.message) == ("no_line", True)
    assert desk.road.state().waiting


def test_a_desks_next_conversation_takes_up_the_tls_session_of_the_last(
    desk: Desk, office: TownshipProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in HOSTS:
        monkeypatch.delenv(name, raising=False)
    with nginx(tmp_path / "nginx", office.url) as front, connecting(front.url) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(front.authority))
        desk.keeping.set("township_url", front.url.replace("localhost", NAME))
        desk.keeping.set("proxy", proxy.url)
        spent = [0]
        for _ in range(3):
            desk.exchanging.send()
            spent.append(proxy.down)
        assert proxy.count == 3
        desk.exchanging.send()
        with desk.again() as another:
            before = proxy.down
            another.exchanging.send()
        whole, taken_up = proxy.down - before, spent[3] - spent[2]
        assert taken_up < whole - len(front.authority.read_bytes()) // 2


@pytest.mark.parametrize("odd", ["10.0.0.1", "10.0.0.1:8080", "socks5://10.0.0.1:1080", "http://me:secret@10.0.0.1:80"])
def test_a_proxy_is_written_with_its_port_and_without_a_password(desk: Desk, odd: str) -> None:
    with pytest.raises(Refused) as refused:
        desk.keeping.set("proxy", odd)
    assert (refused.value.field, "端口" in refused.value.message) == ("proxy", True)
    assert "secret" not in str(refused.value)
    assert desk.keeping.set("proxy", "http://10.0.0.1:8080").proxy == "http://10.0.0.1:8080"
    assert desk.keeping.set("proxy", "").proxy == ""
