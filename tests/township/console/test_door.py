"""Coming in and going out: passwords, pauses, sessions that end, cookies that stay in their browser."""

import pytest

from sync.township.console import clerks
from sync.township.console.clerks import Role
from tests.township.console.browser import Browser
from tests.township.console.offices import PASSWORD, Office

WRONG = "not the password"


def try_in(browser: Browser, name: str, password: str) -> str:
    """Try to log in; what the page says."""
    browser.get("/console/login")
    return browser.send(name=name, password=password).words


def test_name_and_password_open_the_board(office: Office) -> None:
    office.hire("王主管")
    browser = office.browser()
    assert "各村进度" in try_in(browser, " 王主管 ", PASSWORD)
    assert browser.page.path == "/console/"


def test_the_bare_address_leads_to_the_login(office: Office) -> None:
    assert office.browser().get("/").path == "/console/login"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(office: Office) -> None:
    office.hire("王主管")
    said = [try_in(office.browser(), name, WRONG) for name in ("王主管", "没有这个人")]
    assert said[0] == said[1]
    assert "姓名或密码不对" in said[0]


def test_after_a_wrong_password_the_name_need_not_be_typed_again(office: Office) -> None:
    browser = office.browser()
    try_in(browser, '王"主管', WRONG)
    assert 'value="王&#34;主管"' in browser.page.text


def test_after_five_wrong_tries_the_right_password_has_to_wait_too(office: Office) -> None:
    office.hire("王主管")
    browser = office.browser()
    for _ in range(5):
        assert "姓名或密码不对" in try_in(browser, "王主管", WRONG)
    assert "请过 30 秒再试" in try_in(browser, "王主管", PASSWORD)
    assert browser.page.status == 429
    assert browser.page.header("retry-after") == "30"
    office.clock.later(seconds=31)
    assert "各村进度" in try_in(browser, "王主管", PASSWORD)


def test_the_cookie_stays_in_its_browser(office: Office) -> None:
    office.hire("王主管")
    browser = office.browser()
    browser.get("/console/login")
    form = browser.page.forms()[0]
    browser.follows = False
    cookie = browser.post(form.action, form.hidden | {"name": "王主管", "password": PASSWORD}).header("set-cookie")
    flags = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert flags == {"httponly", "path=/console", "samesite=strict"}


def test_behind_tls_the_cookie_never_travels_in_the_open(office: Office) -> None:
    office.hire("王主管")
    browser = office.browser(scheme="https")
    assert "secure" in browser.get("/console/login").header("set-cookie").lower()


def test_the_token_in_the_store_is_of_no_use_to_a_thief(office: Office) -> None:
    browser = office.browser("王主管")
    with office.store.reading() as db:
        stored = db.exec_driver_sql("SELECT token FROM console_sessions").scalar_one()
    assert browser.cookies["township_console"] != stored
    thief = office.browser()
    thief.cookies["township_console"] = stored
    assert thief.get("/console/").path == "/console/login"


def test_an_idle_session_ends_after_half_an_hour_and_a_busy_one_goes_on(office: Office) -> None:
    browser = office.browser("王主管")
    for _ in range(4):
        office.clock.later(minutes=20)
        assert browser.get("/console/").status == 200
        assert browser.page.path == "/console/"
    office.clock.later(minutes=31)
    assert browser.get("/console/").path == "/console/login"


def test_no_session_outlives_the_working_day(office: Office) -> None:
    browser = office.browser("王主管")
    for _ in range(30):
        office.clock.later(minutes=20)
        browser.get("/console/")
    assert browser.page.path == "/console/"
    office.clock.later(minutes=20)
    assert browser.get("/console/").path == "/console/login"


def test_after_logging_out_the_old_cookie_opens_nothing(office: Office) -> None:
    browser = office.browser("王主管")
    old = dict(browser.cookies)
    assert "已退出" in browser.send(_to="/console/logout").words
    assert "township_console" not in browser.cookies
    browser.cookies = old
    assert browser.get("/console/").path == "/console/login"


def test_each_login_gets_a_token_of_its_own(office: Office) -> None:
    office.hire("王主管")
    tokens = set()
    for _ in range(3):
        browser = office.browser()
        try_in(browser, "王主管", PASSWORD)
        tokens.add(browser.cookies["township_console"])
    assert len(tokens) == 3


def test_a_login_form_of_another_browser_is_not_taken(office: Office) -> None:
    office.hire("王主管")
    form = office.browser().get("/console/login").forms()[0]
    browser = office.browser()
    browser.get("/console/login")
    page = browser.post(form.action, form.hidden | {"name": "王主管", "password": PASSWORD})
    assert page.status == 403
    assert "township_console" not in browser.cookies


def test_changing_the_password_ends_every_session(office: Office) -> None:
    first = office.browser("王主管")
    second = office.browser()
    try_in(second, "王主管", PASSWORD)
    first.get("/console/password")
    page = first.send(_to="/console/password", old=PASSWORD, new="a new pass phrase", again="a new pass phrase")
    assert "密码已改" in page.words
    assert second.get("/console/").path == "/console/login"
    assert "姓名或密码不对" in try_in(first, "王主管", PASSWORD)
    assert "各村进度" in try_in(first, "王主管", "a new pass phrase")


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        (PASSWORD, "a new pass phrase", "another pass phrase", "两次输入的新密码不一样"),
        (WRONG, "a new pass phrase", "a new pass phrase", "原密码不对"),
        (PASSWORD, "short", "short", "至少要 10 个字"),
        (PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "太简单"),
        (PASSWORD, PASSWORD, PASSWORD, "太简单"),
    ],
)
def test_a_password_is_not_changed_when_something_is_amiss(
    office: Office, old: str, new: str, again: str, said: str
) -> None:
    browser = office.browser("王主管")
    browser.get("/console/password")
    assert said in browser.send(_to="/console/password", old=old, new=new, again=again).words
    assert browser.page.status == 422
    assert "各村进度" in try_in(office.browser(), "王主管", PASSWORD)


def test_guessing_the_old_password_in_a_stolen_session_is_slowed_down(office: Office) -> None:
    browser = office.browser("王主管")
    browser.get("/console/password")
    for number in range(6):
        new = f"a new pass phrase {number}"
        said = browser.send(_to="/console/password", old=WRONG, new=new, again=new).words
    assert "错得太多了" in said


def test_somebody_with_a_made_up_password_sees_nothing_before_changing_it(office: Office) -> None:
    with office.store.writing() as db:
        clerks.add(db, office.clock(), "测试", "新人", Role.CHIEF, "made up for you")
    browser = office.browser()
    try_in(browser, "新人", "made up for you")
    assert browser.page.path == "/console/password"
    for path in ("/", "/people", "/log", "/clerks", "/duplicates"):
        assert browser.get(f"/console{path}").path == "/console/password"


def test_a_stopped_clerk_is_out_at_once(office: Office) -> None:
    office.hire("主管", Role.CHIEF)
    browser = office.browser("李经办")
    with office.store.writing() as db:
        clerks.stop(db, office.clock(), "主管", "李经办")
    assert browser.get("/console/").path == "/console/login"
    assert "姓名或密码不对" in try_in(browser, "李经办", PASSWORD)


def test_coming_going_and_wrong_passwords_are_in_the_log(office: Office) -> None:
    office.hire("王主管", Role.CHIEF)
    browser = office.browser()
    try_in(browser, "王主管", PASSWORD)
    browser.send(_to="/console/logout")
    try_in(browser, "王主管", WRONG)
    try_in(browser, "王主管", PASSWORD)
    log = browser.get("/console/log").words
    for said in ("登录", "退出", "密码输错"):
        assert f"王主管 {said}" in log


def guess(office: Office, address: str, names: list[str]) -> None:
    """A stranger tries a wrong password for each of these names, waits never, and keeps no cookie."""
    for name in names:
        try_in(office.browser(address=address), name, WRONG)


def test_a_stranger_shuts_out_neither_the_chief_nor_the_office(office: Office) -> None:
    for name in ("王主管", "李经办"):
        office.hire(name)
    known, fresh = office.browser(address="10.0.0.9"), office.browser(address="10.0.0.8")
    assert "各村进度" in try_in(known, "王主管", PASSWORD)
    known.send(_to="/console/logout")
    guess(office, "10.0.0.9", ["王主管"] * 8)
    assert "错得太多了" in try_in(office.browser(address="10.0.0.9"), "王主管", PASSWORD)
    assert "各村进度" in try_in(known, "王主管", PASSWORD), "at the same address, in his own browser"
    assert "各村进度" in try_in(fresh, "王主管", PASSWORD), "in a new browser at another address"
    guess(office, "10.0.0.8", [f"猜{number}" for number in range(31)])
    assert "错得太多了" in try_in(office.browser(address="10.0.0.8"), "李经办", PASSWORD)
    fresh.send(_to="/console/logout")
    assert "各村进度" in try_in(fresh, "王主管", PASSWORD)
    assert "错得太多了" in try_in(fresh, "李经办", PASSWORD), "it is known for him who came in by it"


def test_a_known_browser_is_no_way_to_guess_for_ever(office: Office) -> None:
    office.hire("王主管")
    browser = office.browser()
    try_in(browser, "王主管", PASSWORD)
    browser.send(_to="/console/logout")
    for _ in range(5):
        assert "姓名或密码不对" in try_in(browser, "王主管", WRONG)
    assert "请过 30 秒再试" in try_in(browser, "王主管", PASSWORD)


def test_a_token_that_somebody_else_made_up_makes_no_browser_known(office: Office) -> None:
    """Whoever put the token there would have it too, and could guess on in the clerk's own count."""
    office.hire("王主管")
    browser = office.browser()
    browser.cookies["township_console_known"] = "planted"
    try_in(browser, "王主管", PASSWORD)
    assert browser.cookies["township_console_known"] != "planted"


def test_what_makes_a_browser_known_lasts_and_is_of_no_use_from_the_store(office: Office) -> None:
    office.hire("王主管", Role.CHIEF)
    browser = office.browser()
    browser.follows = False
    try_in(browser, "王主管", PASSWORD)
    [cookie] = [value for name, value in browser.page.headers if name == "set-cookie" and "_known=" in value]
    flags = {each.strip().lower() for each in cookie.split(";")[1:]}
    assert flags == {"httponly", "path=/console", "samesite=strict", f"max-age={180 * 24 * 3600}"} | {
        each for each in flags if each.startswith("expires=")
    }
    with office.store.reading() as db:
        assert db.exec_driver_sql("SELECT browser FROM console_browsers").scalar_one() not in cookie
    with office.store.writing() as db:
        clerks.reset_password(db, office.clock(), "测试", "王主管", "made up for you")
        assert db.exec_driver_sql("SELECT count(*) FROM console_browsers").scalar_one() == 0
