"""Accounts: the chief adds, changes and stops them; the first password is told once; the log keeps it all."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner, Result

from sync.township.__main__ import main
from sync.township.console import accounts, clerks
from sync.township.console.clerks import ClerkRefused, Role
from tests.township.console.browser import Browser
from tests.township.console.offices import PASSWORD, Office
from tests.township.console.test_door import try_in

MADE_UP = re.compile(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}")


@pytest.fixture
def chief(office: Office) -> Browser:
    """The chief at the page of accounts."""
    browser = office.browser("王主管", Role.CHIEF)
    browser.get("/console/clerks")
    return browser


def change(browser: Browser, **fields: str) -> str:
    """Change an account; what the page says."""
    token = browser.get("/console/clerks").forms()[0].hidden["csrf"]
    return browser.post("/console/clerks/change", {"csrf": token, **fields}).words


def test_a_new_clerk_gets_a_password_that_is_told_once(office: Office, chief: Browser) -> None:
    words = chief.send(_to="/console/clerks", name="赵新", role="clerk").words
    found = MADE_UP.search(words)
    assert found
    assert found[0] not in chief.get("/console/clerks").words
    browser = office.browser()
    assert "请先改成自己的" in try_in(browser, "赵新", found[0])
    browser.send(_to="/console/password", old=found[0], new="my own pass phrase", again="my own pass phrase")
    assert "赵新（经办）" in try_in(browser, "赵新", "my own pass phrase")
    assert "王主管 新增人员账号 赵新（经办）" in chief.get("/console/log").words


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "请写姓名"), (" 王主管 ", "已有这个姓名"), ("长" * 31, "最多 30 个字"), ("a\u200bb", "请写姓名")],
)
def test_a_name_that_will_not_do_is_refused(office: Office, chief: Browser, name: str, said: str) -> None:
    assert said in chief.send(_to="/console/clerks", name=name, role="clerk").words
    with office.store.reading() as db:
        assert len(clerks.everyone(db)) == 1


def test_a_role_that_does_not_exist_is_refused(chief: Browser) -> None:
    assert chief.send(_to="/console/clerks", name="赵新", role="owner").status == 400


def test_a_change_of_role_holds_at_once(office: Office, chief: Browser) -> None:
    clerk = office.browser("李经办")
    assert clerk.get("/console/clerks").status == 403
    change(chief, name="李经办", what="role", role="chief")
    assert clerk.get("/console/clerks").status == 200
    change(chief, name="李经办", what="role", role="viewer")
    assert clerk.get("/console/clerks").status == 403


def test_stopping_and_restoring(office: Office, chief: Browser) -> None:
    office.hire("李经办")
    assert "已停用" in change(chief, name="李经办", what="stop")
    assert "姓名或密码不对" in try_in(office.browser(), "李经办", PASSWORD)
    change(chief, name="李经办", what="restore")
    assert "各村进度" in try_in(office.browser(), "李经办", PASSWORD)
    log = chief.get("/console/log").words
    assert "停用账号 李经办" in log
    assert "恢复账号 李经办" in log


def test_a_reset_password_replaces_the_old_one(office: Office, chief: Browser) -> None:
    clerk = office.browser("李经办")
    found = MADE_UP.search(change(chief, name="李经办", what="password"))
    assert found
    assert clerk.get("/console/").path == "/console/login"
    assert "姓名或密码不对" in try_in(clerk, "李经办", PASSWORD)
    assert "请先改成自己的" in try_in(clerk, "李经办", found[0])


@pytest.mark.parametrize("fields", [{"what": "stop"}, {"what": "role", "role": "clerk"}])
def test_the_last_chief_stays(chief: Browser, fields: dict[str, str]) -> None:
    assert "至少要留一位能登录的主管" in change(chief, name="王主管", **fields)
    assert chief.get("/console/clerks").status == 200


def test_a_stopped_chief_is_no_chief(office: Office, chief: Browser) -> None:
    office.hire("副主管", Role.CHIEF)
    change(chief, name="副主管", what="stop")
    assert "至少要留一位" in change(chief, name="王主管", what="stop")


def test_a_change_of_nobody_or_of_nothing_is_refused(chief: Browser) -> None:
    assert "没有这个账号" in change(chief, name="没有", what="stop")
    change(chief, name="王主管", what="everything")
    assert chief.page.status == 400


def test_a_clerk_sees_only_the_own_log_and_a_chief_everybodys(office: Office, chief: Browser) -> None:
    office.hire("李经办")
    clerk = office.browser()
    try_in(clerk, "李经办", PASSWORD)
    change(chief, name="李经办", what="role", role="viewer")
    assert "王主管" not in clerk.get("/console/log?clerk=王主管").words
    assert "李经办 登录" in clerk.page.words
    words = chief.get("/console/log").words
    assert "李经办 登录" in words
    assert "王主管 改变权限 李经办（查看）" in words
    assert "改变权限" not in chief.get("/console/log?clerk=李经办").words


def test_names_are_compared_as_they_look(office: Office) -> None:
    office.hire("Zo\u00eb")
    with office.store.writing() as db, pytest.raises(ClerkRefused) as refused:
        clerks.add(db, office.clock(), "测试", " Zoe\u0308 ", Role.CLERK, PASSWORD)
    assert refused.value.code == "name-taken"


def test_the_tables_are_made_once_and_kept(office: Office) -> None:
    office.hire("王主管")
    accounts.create(office.store)
    with office.store.reading() as db:
        assert [each.name for each in clerks.everyone(db)] == ["王主管"]


def run(office: Office, *words: str, typed: str = "") -> Result:
    """A command on the office's store."""
    return CliRunner().invoke(main, ["clerk", *words, "--store", str(office.folder / "township.db")], input=typed)


def test_the_first_chief_is_added_at_the_machine(office: Office) -> None:
    said = run(office, "add", "王主管", "--role", "chief").output
    found = MADE_UP.search(said)
    assert found
    assert "王主管（主管）" in said
    assert "请先改成自己的" in try_in(office.browser(), "王主管", found[0])


def test_a_password_from_standard_input_is_not_told_nor_has_to_be_changed(office: Office) -> None:
    said = run(office, "add", "王主管", "--role", "chief", "--password-stdin", typed=f"{PASSWORD}\n")
    assert said.exit_code == 0
    assert PASSWORD not in said.output
    assert "各村进度" in try_in(office.browser(), "王主管", PASSWORD)


def test_accounts_are_listed_stopped_restored_and_reset(office: Office) -> None:
    office.hire("王主管", Role.CHIEF)
    office.hire("李经办")
    assert run(office, "stop", "李经办").exit_code == 0
    assert set(run(office, "list").output.splitlines()) == {"王主管  主管  可登录", "李经办  经办  已停用"}
    assert run(office, "restore", "李经办").exit_code == 0
    found = MADE_UP.search(run(office, "reset", "李经办").output)
    assert found
    assert "请先改成自己的" in try_in(office.browser(), "李经办", found[0])


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("add", "王主管", "--role", "clerk"), "", "已有这个姓名的账号"),
        (("add", " ", "--role", "clerk"), "", "请写姓名"),
        (("add", "新", "--role", "clerk", "--password-stdin"), "short\n", "密码至少要 10 个字"),
        (("stop", "没有"), "", "没有这个账号"),
        (("stop", "王主管"), "", "至少要留一位能登录的主管"),
    ],
)
def test_a_command_that_cannot_be_says_why(office: Office, words: tuple[str, ...], typed: str, said: str) -> None:
    office.hire("王主管", Role.CHIEF)
    done = run(office, *words, typed=typed)
    assert done.exit_code == 1
    assert said in done.output
