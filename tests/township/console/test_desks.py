"""Letting a computer in with a code, and showing one the door."""

from __future__ import annotations

import re

import pytest

from sync.agreement.errors import TownshipRefused
from sync.township.console.clerks import Role
from sync.township.trust.desk_keys import Trust
from sync.township.trust.file_pairing import FilePairing
from sync.wire import inviting, pairing
from tests.township.console.browser import Browser
from tests.township.console.offices import Office

CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}")
DESK = "429004103009-A"


@pytest.fixture
def chief(office: Office) -> Browser:
    """The chief at the page of desks."""
    browser = office.browser("王主管", Role.CHIEF)
    browser.get("/console/desks")
    return browser


def test_a_code_is_shown_once_and_pairs_a_computer(office: Office, chief: Browser) -> None:
    words = chief.send(_to="/console/desks", desk=" 429004103009-a ").words
    code = CODE.search(words)
    assert code
    assert f"{DESK} 的配对码" in words
    assert code[0] not in chief.get("/console/desks").words
    assert f"{DESK} 等配对" in chief.page.words

    village = office.village(9, "东风村")
    ask = pairing.write_ask(village.scribe.key, pairing.read_code(code[0]), DESK, "n" * 16)
    trust = Trust(office.store, office.key, office.clock)
    assert pairing.read_answer(trust.pair(ask), pairing.read_code(code[0]), DESK, village.scribe.key.public, "n" * 16)
    assert f"{DESK} 在用" in chief.get("/console/desks").words


def test_pairing_and_stopping_are_in_the_log_without_the_code(office: Office, chief: Browser) -> None:
    code = CODE.search(chief.send(_to="/console/desks", desk=DESK).words)
    chief.send(_to="/console/desks/revoke", desk=DESK)
    log = chief.get("/console/log").words
    assert f"王主管 发配对码 {DESK}" in log
    assert f"王主管 停用协办台 {DESK}" in log
    assert code and code[0] not in log


@pytest.mark.parametrize("name", ["", "沟二社区", "429004103009", "429004103009-AA", "42900410300x-A"])
def test_what_is_no_name_of_a_desk_gets_no_code(office: Office, chief: Browser, name: str) -> None:
    assert "名称是 12 位村级区划代码" in chief.send(_to="/console/desks", desk=name).words
    assert "发配对码" not in chief.get("/console/log").words.partition("对哪一件")[2]


def test_a_stopped_desk_is_heard_no_more(office: Office, chief: Browser) -> None:
    village = office.village(1, "沟二社区")
    village.register(0)
    village.report()
    chief.get("/console/desks")
    assert f"{village.desk} 已停用" in chief.send(_to="/console/desks/revoke").words
    village.register(1)
    with pytest.raises(TownshipRefused) as refused:
        village.report()
    assert refused.value.code == "key-revoked"


def test_nobody_stops_what_is_not_there(chief: Browser) -> None:
    token = chief.page.forms()[0].hidden["csrf"]
    assert chief.post("/console/desks/revoke", {"csrf": token, "desk": DESK}).status == 404


def test_only_a_chief_lets_desks_in_and_out(office: Office) -> None:
    office.village(1, "沟二社区").report()
    browser = office.browser("李经办")
    assert "发配对码" not in browser.get("/console/desks").words
    token = browser.page.forms()[0].hidden["csrf"]
    for path in ("/console/desks", "/console/desks/revoke"):
        assert browser.post(path, {"csrf": token, "desk": "429004103001-A"}).status == 403


def test_the_fingerprint_of_the_key_is_there_to_be_read_out(office: Office, chief: Browser) -> None:
    village = office.village(1, "沟二社区")
    village.report()
    assert pairing.shown(village.scribe.key.public[:16]) in chief.get("/console/desks").words


def test_a_desk_without_a_line_is_approved_by_its_digits(office: Office, chief: Browser) -> None:
    village = office.village(9, "东风村")
    token = chief.page.forms()[0].hidden["csrf"]
    given = chief.post("/console/desks/file", {"csrf": token, "desk": DESK})
    assert given.header("content-disposition") == f'attachment; filename="{DESK}.vdi"'
    invite = inviting.read_invite(given.text.encode(), DESK, office.clock())
    asked = FilePairing(office.store, office.key, office.clock).request(
        inviting.write_request(village.scribe.key, invite)
    )
    assert asked is not None
    assert asked.digits in chief.get("/console/desks").words
    assert f"{DESK} 在用" not in chief.page.words
    wrong = {"csrf": token, "desk": DESK, "digits": "1234-5678-9012-3456"}
    assert "数字不一样" in chief.post("/console/desks/approve", wrong).words
    assert office.browser("李经办").post("/console/desks/approve", wrong | {"digits": asked.digits}).status == 403
    chief.get("/console/desks")
    assert f"{DESK} 在用" in chief.send(_to="/console/desks/approve").words
    assert asked.digits not in chief.page.words
    assert f"王主管 同意配对 {DESK}" in chief.get("/console/log").words
