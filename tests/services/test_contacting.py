"""The last contact is stored in words; one conversation at a time; a wrong date is reported where it matters."""

from __future__ import annotations

import contextlib
import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.desks import PIN, StillClock, register
from tests.township import moods
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from village_desk.commands import output
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Cancelled, DeskError, Refused
from village_desk.domain.contacts import WAITED, Contact, Ending, Way
from village_desk.settings import NO, YES

NOBODY = "http://127.0.0.1:9"


def at_the_office(office: TownshipProcess, *words: str) -> str:
    """A command of the township, as its clerk runs it."""
    return office.command(*words)


def last(desk: Desk) -> Contact:
    found = desk.road.state().last
    assert found is not None
    return found


def failing(desk: Desk, url: str = NOBODY) -> DeskError:
    with pytest.raises(DeskError) as ending:
        desk.exchanging.send(url)
    return ending.value


def test_how_the_last_try_ended_is_kept_over_a_restart_and_a_rebuild(desk: Desk, clock: StillClock) -> None:
    assert desk.road.state().last is None
    failing(desk)
    desk.keeping.rebuild()
    desk.close()
    with Desk.open(desk.path, PIN, clock) as again:
        found = last(again)
        assert (found.way, found.ending, found.code) == (Way.LINE, Ending.TROUBLE, "no_line")
        assert found.at == clock.now
        assert f"{clock.now:%H:%M} 没连上：连不上镇所" in output.status_words(again)
        assert output.status(again)["last_contact"]["code"] == "no_line"
        assert again.keeping.check().well


def test_the_last_contact_is_the_last_whatever_the_clock_says(
    desk: Desk, office: TownshipProcess, clock: StillClock, tmp_path: Path
) -> None:
    desk.exchanging.send(office.url)
    assert (last(desk).ending, last(desk).message) == (Ending.DONE, "第 1 批上报 2 条：镇所收下 2 条")
    heard = desk.road.state().answered_at
    assert heard is not None
    assert abs(heard - clock.now) < timedelta(minutes=5)
    clock.move(days=-2)
    with pytest.raises(DeskError):
        desk.exchanging.write_stick(tmp_path / "nowhere")
    assert (last(desk).way, last(desk).code) == (Way.STICK, "stick-gone")
    clock.move(days=1)
    failing(desk)
    assert last(desk).way is Way.LINE


def test_what_she_stopped_is_told_as_stopped(desk: Desk, office: TownshipProcess) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        desk.exchanging.send(office.url, stop)
    assert last(desk).ending is Ending.STOPPED


def test_without_an_address_nothing_was_tried(desk: Desk) -> None:
    assert failing(desk, "").code == "no_url"
    assert desk.road.state().last is None


def test_the_desk_tries_by_itself_only_for_a_township_that_it_knows(
    desk: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    desk.keeping.set("township_url", NOBODY)
    failing(desk)
    assert not desk.contacting.wants_a_try(), "nobody was ever met there"
    desk.keeping.set("township_url", office.url)
    desk.exchanging.send()
    register(desk, "单雄信")
    assert not desk.contacting.wants_a_try(), "it waits since a moment only"
    clock.move(hours=WAITED.total_seconds() / 3600)
    assert desk.contacting.wants_a_try()
    desk.keeping.set("auto_send", NO)
    assert not desk.contacting.wants_a_try()
    desk.keeping.set("auto_send", YES)
    failing(desk)
    assert desk.contacting.wants_a_try(), "the line may come back any time"
    desk.exchanging.send()
    assert not desk.contacting.wants_a_try()


def test_a_refusal_stops_the_tries(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "strict"
    folder.mkdir()
    with township(folder) as office:
        desk.keeping.set("township_url", office.url)
        desk.exchanging.send()
    with township(folder, trust_new_desks=False) as office:
        desk.keeping.set("township_url", office.url)
        at_the_office(office, "revoke", desk.village.desk)
        assert failing(desk, office.url).code == "key-revoked"
        assert not desk.contacting.wants_a_try()
        assert last(desk).wants_a_hand
        assert last(desk).cure


def test_pairing_is_a_contact_that_ended_well(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "strict"
    folder.mkdir()
    with township(folder, trust_new_desks=False) as office:
        assert failing(desk, office.url).code == "desk-unknown"
        code = str(json.loads(at_the_office(office, "pair", desk.village.desk, "--json"))["code"])
        desk.joining.pair(office.url, code)
        assert last(desk).ending is Ending.DONE
        assert desk.exchanging.send().waiting == 0


def test_only_one_conversation_at_a_time_and_the_other_goes_on(desk: Desk, office: TownshipProcess) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[int] = []

    def slow(_done: int, _total: int) -> None:
        begun.set()
        assert go_on.wait(30)

    def send() -> None:
        with desk.again() as own:
            done.append(own.exchanging.send(office.url, slow).waiting)

    first = threading.Thread(target=send)
    first.start()
    assert begun.wait(30)
    assert failing(desk, office.url).code == "talking"
    assert desk.road.state().last is None, "what was not begun did not happen"
    go_on.set()
    first.join()
    assert done == [0]
    assert desk.exchanging.send(office.url).sent == 0


@pytest.mark.parametrize("mood", [moods.login_page, moods.saying(302), moods.saying(511)])
def test_a_login_page_is_called_one(desk: Desk, mood: moods.Mood) -> None:
    with moods.moody(mood) as stranger:
        error = failing(desk, stranger.url)
    assert error.code == "not_township"
    assert "像是上网登录页" in error.message
    assert "像是上网登录页" in last(desk).in_words(desk.now())


def test_a_signed_stranger_is_no_login_page(desk: Desk, office: TownshipProcess, tmp_path: Path) -> None:
    desk.exchanging.send(office.url)
    folder = tmp_path / "other"
    folder.mkdir()
    with township(folder) as other:
        error = failing(desk, other.url)
    assert error.code == "not_township"
    assert "登录页" not in error.message


@pytest.fixture
def https(tmp_path: Path) -> Iterator[str]:
    """Somebody with a certificate that nobody vouches for, as every certificate is while the date is wrong."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    draft = draft.serial_number(1).not_valid_before(begin).not_valid_after(begin + timedelta(days=9999))
    signed = draft.sign(key, hashes.SHA256())
    pem = tmp_path / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=_once, args=(server,))
        thread.start()
        yield f"https://127.0.0.1:{server.server_address[1]}"
        thread.join()


def _once(server: HTTPServer) -> None:
    with contextlib.suppress(OSError):
        server.handle_request()


def test_a_certificate_that_fails_on_a_pc_of_1970_is_laid_to_the_date(
    desk: Desk, clock: StillClock, https: str
) -> None:
    clock.now = datetime(1970, 1, 1, 8, tzinfo=clock.now.tzinfo)
    error = failing(desk, https)
    assert error.code == "clock"
    assert "电脑日期不对（现在显示 1970-01-01）" in error.message
    assert "U 盘" in error.cure


def test_a_certificate_that_fails_while_the_date_is_right_is_the_townships_matter(desk: Desk, https: str) -> None:
    error = failing(desk, https)
    assert (error.code, "证书" in error.message) == ("not_township", True)


def test_a_setting_that_is_a_choice_takes_only_what_can_be_chosen(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        desk.keeping.set("auto_send", "perhaps")
    assert refused.value.field == "auto_send"
    assert desk.keeping.set("auto_send", NO).auto_send == NO


def test_the_desk_tries_by_itself_where_its_township_answered_last_though_no_address_is_set(
    desk: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    desk.exchanging.send(office.url)
    register(desk, "单雄信")
    clock.move(hours=WAITED.total_seconds() / 3600)
    assert desk.keeping.settings().township_url == ""
    assert desk.contacting.wants_a_try()
