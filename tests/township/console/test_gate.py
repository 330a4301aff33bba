"""Nothing is shown without a login, nothing changed without our own form; no page lets in script, frame or cache."""

import re
from pathlib import Path

import pytest

from sync.agreement import protocol
from sync.township.console import accounts
from sync.township.console.clerks import Role
from sync.township.store import tables
from tests.township.console.browser import Browser
from tests.township.console.offices import Office
from tests.township.journals import id_number

TEMPLATES = Path(__file__).parents[3] / "sync/township/console/templates"
STYLE = TEMPLATES.parent / "static/console.css"


def everything(office: Office) -> dict[str, str]:
    """Books with two villages and a duplicate; the address of a page of each kind."""
    first, second = office.village(1, "沟二社区"), office.village(2, "石桥村")
    person = first.register(0, 3, name="张三丰")[0]
    first.collect(person)
    second.register(0, name="张三丰")
    batch = first.report()
    second.report()
    chief = office.browser("主管", Role.CHIEF)
    case = next(each for each in chief.get("/console/duplicates").links() if "/duplicates/" in each)
    return {
        "board": "/console/",
        "village": f"/console/villages/{first.code}",
        "batch": f"/console/batches/{batch}",
        "people": "/console/people",
        "person": f"/console/people/{first.desk}/{person}",
        "duplicates": "/console/duplicates",
        "case": case,
        "desks": "/console/desks",
        "down": "/console/down",
        "send": "/console/down/payout",
        "export": "/console/export",
        "log": "/console/log",
        "clerks": "/console/clerks",
        "password": "/console/password",
    }


POSTED = {
    "people": {"sought": "张"},
    "person": {},
    "case": {"outcome": "other", "note": "问过了", "state": "0"},
    "clerks": {"name": "新人", "role": "chief"},
    "change": {"name": "主管", "what": "stop"},
    "desks": {"desk": "429004103001-A"},
    "revoke": {"desk": "429004103001-A"},
    "send": {"desk:429004103001-A": "on", "month": "2026-11"},
    "export": {"year": "2026", "village": ""},
    "password": {"old": "x", "new": "y", "again": "y"},
    "logout": {},
}


def posts(office: Office) -> dict[str, str]:
    """Where forms go."""
    pages = everything(office)
    more = {"change": "/console/clerks/change", "revoke": "/console/desks/revoke", "logout": "/console/logout"}
    return {name: (pages | more)[name] for name in POSTED}


def state(office: Office) -> str:
    """A digest of the books and of all that the console keeps, but for who was seen when."""
    with office.store.reading() as db:
        kept = [each for each in accounts.metadata.sorted_tables if each.name != "console_sessions"]
        rows = [sorted(map(str, db.execute(each.select()))) for each in (*tables.metadata.sorted_tables, *kept)]
    return protocol.digest(repr(rows).encode())


def test_without_a_login_every_page_is_the_login_and_shows_nothing(office: Office) -> None:
    pages = everything(office)
    stranger = office.browser()
    for path in pages.values():
        page = stranger.get(path)
        assert page.path == "/console/login"
        assert "张三丰" not in page.text
        assert "沟二" not in page.text


def test_without_a_login_no_form_does_anything(office: Office) -> None:
    targets = posts(office)
    before, stranger = state(office), office.browser()
    for name, path in targets.items():
        assert stranger.post(path, POSTED[name]).path == "/console/login"
    assert state(office) == before


def test_nothing_that_a_stranger_sends_is_even_read(office: Office) -> None:
    targets, stranger = posts(office), office.browser()
    for path in targets.values():
        stranger.upload(path, {"month": "2026-11"}, b"x" * 100_000)
    assert stranger.taken == 0


@pytest.mark.parametrize("token", ["", "guessed", "é" * 43])
def test_a_form_without_the_sessions_token_is_refused_and_changes_nothing(office: Office, token: str) -> None:
    targets = posts(office)
    browser = office.browser("另一主管", Role.CHIEF)
    before = state(office)
    for name, path in targets.items():
        assert browser.post(path, POSTED[name] | {"csrf": token}).status == 403
    assert state(office) == before
    assert browser.get("/console/").path == "/console/"


def test_the_token_of_another_session_does_not_serve(office: Office) -> None:
    targets = posts(office)
    other = office.browser("李经办").page.forms()[0].hidden["csrf"]
    browser = office.browser("另一主管", Role.CHIEF)
    assert browser.post(targets["clerks"], POSTED["clerks"] | {"csrf": other}).status == 403


def test_a_form_from_another_site_is_refused_though_it_has_the_token(office: Office) -> None:
    targets = posts(office)
    browser = office.browser("另一主管", Role.CHIEF)
    token = browser.page.forms()[0].hidden["csrf"]
    before = state(office)
    for origin in ("https://evil.example", "null", "http://office.evil.example"):
        page = browser.post(targets["clerks"], POSTED["clerks"] | {"csrf": token}, origin=origin)
        assert page.status == 403
    assert state(office) == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"csrf=x", "text/plain", 415),
        (b"csrf=x", "application/json", 415),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
        (b"&".join(b"a%d=1" % number for number in range(60)), "application/x-www-form-urlencoded", 400),
        (b"csrf=%ff%fe", "application/x-www-form-urlencoded", 400),
        ("csrf=中".encode(), "application/x-www-form-urlencoded", 400),
    ],
)
def test_what_is_no_form_of_ours_is_turned_away(office: Office, body: bytes, kind: str, status: int) -> None:
    browser = office.browser("李经办")
    assert browser.send_raw("/console/people", body, kind).status == status


def test_a_viewer_looks_and_does_no_more(office: Office) -> None:
    pages, targets = everything(office), {"person", "case", "clerks", "change", "desks", "revoke", "send", "export"}
    more = {"change": "/console/clerks/change", "revoke": "/console/desks/revoke"}
    browser = office.browser("领导", Role.VIEWER)
    token, before = browser.page.forms()[0].hidden["csrf"], state(office)
    for name, path in (pages | more).items():
        if name in targets:
            assert browser.post(path, POSTED[name] | {"csrf": token}).status == 403
        if name not in ("change", "revoke"):
            assert browser.get(path).status == (403 if name in ("clerks", "send", "export") else 200)
    assert state(office) == before


def test_a_clerk_has_no_say_over_accounts(office: Office) -> None:
    browser = office.browser("李经办")
    token, before = browser.page.forms()[0].hidden["csrf"], state(office)
    for path in ("/console/clerks", "/console/clerks/change"):
        fields = {"csrf": token, "name": "李经办", "role": "chief", "what": "role"}
        assert browser.post(path, fields).status == 403
    assert "账号" not in browser.get("/console/").words
    assert state(office) == before


def test_looking_changes_nothing(office: Office) -> None:
    pages = everything(office)
    browser = office.browser("另一主管", Role.CHIEF)
    before = state(office)
    for path in pages.values():
        assert browser.get(path).status == 200
    assert state(office) == before


def test_every_reply_is_closed_to_script_frames_and_caches(office: Office) -> None:
    pages = everything(office)
    browser = office.browser("另一主管", Role.CHIEF)
    for path in (*pages.values(), "/console/login", "/console/nowhere", "/console/static/console.css"):
        page = browser.get(path)
        policy = page.header("content-security-policy")
        assert "default-src 'self'" in policy
        assert "script-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert page.header("x-frame-options") == "DENY"
        assert page.header("x-content-type-options") == "nosniff"
        if "/static/" not in path:
            assert page.header("cache-control") == "no-store"


def test_no_template_has_script_or_style_of_its_own() -> None:
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe", text), path.name


def test_what_people_type_is_never_markup(office: Office) -> None:
    village = office.village(1, "<b>村</b>")
    person = village.register(0, name="<script>alert(1)</script>", note='"><img src=x>')[0]
    village.collect(person, again="<i>又</i>")
    village.collect(person, again="<i>又</i>")
    batch = village.report()
    browser = office.browser("主管", Role.CHIEF)
    browser.get("/console/people")
    browser.send(_to="/console/people", sought="<script>")
    assert "1 人" in browser.page.words
    paths = [
        "/console/people",
        f"/console/batches/{batch}?all=1",
        f"/console/people/{village.desk}/{person}",
        "/console/",
    ]
    for path in [*paths, "/console/duplicates"]:
        text = browser.get(path).text
        assert "<script>" not in text
        assert "<img" not in text
        assert "<b>村" not in text


def test_no_full_identity_number_is_on_any_page_until_it_is_asked_for(office: Office) -> None:
    pages = everything(office)
    browser = office.browser("另一主管", Role.CHIEF)
    browser.get("/console/people")
    browser.send(_to="/console/people", sought="张")
    for path in pages.values():
        assert id_number(0) not in browser.get(path).text
        assert not re.search(r"[0-9]{17}[0-9X]", browser.page.words)


@pytest.mark.parametrize(
    "path",
    [
        "/console/villages/000000000000",
        "/console/batches/" + "0" * 64,
        "/console/batches/x",
        "/console/people/429004103001-A/nobody",
        "/console/duplicates/" + "0" * 32,
        "/console/nowhere",
        "/console/static/../gate.py",
        "/console/static/%2e%2e/gate.py",
    ],
)
def test_what_is_not_there_is_said_in_words(office: Office, path: str) -> None:
    page = office.browser("李经办").get(path)
    assert page.status == 404
    assert "import" not in page.text


def test_a_store_that_fails_is_told_in_words(office: Office) -> None:
    browser = office.browser("李经办")
    with office.store.writing() as db:
        db.exec_driver_sql("DROP TABLE people")
    page = browser.get("/console/")
    assert page.status == 503
    assert "账本正忙，什么也没有改动" in page.words
    assert "people" not in page.text.replace("/console/people", "")


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "page=99999999", "page=%F0%9F%92%A9", "page=²"])
def test_a_page_number_without_sense_is_no_trouble(office: Office, query: str) -> None:
    village = office.village(1, "沟二社区")
    village.register(0)
    village.report()
    browser: Browser = office.browser("主管", Role.CHIEF)
    for path in ("/console/log", f"/console/villages/{village.code}", "/console/people"):
        assert browser.get(f"{path}?{query}").status == 200
    assert browser.get(f"/console/?year={query}&order={query}").status == 200
