"""The clerk's week in a real browser, against a real township that real batches came to over HTTP."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import StaleElementReferenceException, WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from sync.agreement.facts import DeskOpened, PersonRegistered
from sync.agreement.protocol import Answered
from sync.line.client import Township
from tests.township.console.chromium import chromium
from tests.township.journals import Scribe, id_number
from tests.township.process import TownshipProcess, township

PASSWORD = "correct horse 马"

MEASURE = """
const said = [];
for (const each of document.querySelectorAll('body *')) {
  const own = [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
  const box = each.getBoundingClientRect();
  if (!own || box.width <= 1) continue;
  const style = getComputedStyle(each);
  if (parseFloat(style.fontSize) < 16) said.push('small: ' + each.textContent.trim().slice(0, 20));
  const outside = box.right > document.documentElement.clientWidth + 1;
  if (outside && !each.closest('.wide')) said.push('cut: ' + each.textContent);
}
const boxes = 'label:has([type=radio], [type=checkbox])';
const fields = 'input:not([type=hidden], [type=radio], [type=checkbox])';
for (const each of document.querySelectorAll(`button, .button, select, ${fields}, ${boxes}`)) {
  if (each.getBoundingClientRect().height < 40) said.push('low: ' + (each.textContent || each.name));
}
if (document.documentElement.scrollWidth > document.documentElement.clientWidth) said.push('sideways');
return said;
"""
"""What is too small to read or to hit, or lies outside the page."""


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownshipProcess]:
    """A township to which two villages have reported, with one refused line and one person in both; a chief."""
    folder = tmp_path_factory.mktemp("township")
    with township(folder) as process:
        report(process, folder, "429004103002", "沟二社区", first=0, wrong=True)
        report(process, folder, "429004103003", "石桥村", first=39)
        process.command("clerk", "add", "王主管", "--role", "chief", "--password-stdin", typed=f"{PASSWORD}\n")
        yield process


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One Chromium for the module."""
    with chromium(tmp_path_factory.mktemp("chromium")) as running:
        yield running


def report(process: TownshipProcess, folder: Path, code: str, name: str, first: int, wrong: bool = False) -> None:
    """A village's week: forty people in two groups, half of whom paid; one line that will come back if ``wrong``."""
    scribe = Scribe(folder / code, f"{code}-A")
    people = [
        PersonRegistered(scribe.mint(), f"村民{number}", id_number(number), group=1 + number % 2)
        for number in range(first, first + 40)
    ]
    scribe.record(DeskOpened(village=code, village_name=name, letter="A"), *people)
    for number, each in enumerate(people[20:], start=1):
        scribe.collect(each.person, f"A-2026-{number:06}-0", year=2026)
    if wrong:
        scribe.record(PersonRegistered(scribe.mint(), "钱多多", id_number(3), group=2))
    with Township(process.url, scribe.desk) as line:
        line.hello()
        assert isinstance(line.send(scribe.sealed()), Answered)


class Clerk:
    """The township clerk at the browser."""

    def __init__(self, driver: Chrome, base: str) -> None:
        self.driver = driver
        self.base = f"{base}/console"

    def opens(self, path: str) -> None:
        """Type an address."""
        self.driver.get(self.base + path)

    def sees(self, *said: str) -> bool:
        """Whether all of this stands on the page, once it has come."""
        patience = WebDriverWait(self.driver, 20, ignored_exceptions=(StaleElementReferenceException,))
        return bool(patience.until(lambda _: all(each in self.words for each in said), f"not there: {said}"))

    @property
    def words(self) -> str:
        """What stands on the page; nothing while one page gives way to the next, which Chromium tells in two ways."""
        try:
            return self.driver.find_element(By.TAG_NAME, "body").text
        except WebDriverException as reason:
            if "does not belong to the document" in str(reason):
                return ""
            raise

    def clicks(self, words: str) -> None:
        """Click the link or button with these words."""
        paths = f"//a[normalize-space()='{words}'] | //button[normalize-space()='{words}']"
        self._first(By.XPATH, paths).click()

    def field(self, name: str) -> WebElement:
        """An input by its name."""
        return self._first(By.NAME, name)

    def _first(self, by: str, what: str) -> WebElement:
        return WebDriverWait(self.driver, 20).until(lambda driver: driver.find_element(by, what), what)

    def _is_focused(self, name: str) -> bool:
        """Whether keys go to this input: a page gets its focus a moment after it has come."""
        return self.driver.switch_to.active_element.get_attribute("name") == name

    def chooses(self, name: str, value: str) -> None:
        """Choose one of several."""
        self.driver.find_element(By.CSS_SELECTOR, f"input[name={name}][value='{value}']").click()

    def complaints(self) -> list[str]:
        """The errors that the browser found since the last call."""
        logged = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [each["message"] for each in logged if each["level"] == "SEVERE"]

    def comes_in(self) -> None:
        """Log in with the keyboard alone: the name has the focus."""
        self.opens("/login")
        WebDriverWait(self.driver, 20).until(lambda _: self._is_focused("name"), "the name has no focus")
        self.driver.switch_to.active_element.send_keys("王主管", Keys.TAB, PASSWORD, Keys.ENTER)
        assert self.sees("王主管（主管）")


@pytest.fixture
def clerk(driver: Chrome, busy: TownshipProcess) -> Clerk:
    """A clerk who is not logged in yet."""
    driver.delete_all_cookies()
    return Clerk(driver, busy.url)


def test_the_clerks_morning(clerk: Clerk) -> None:
    clerk.opens("/")
    assert clerk.sees("登录")
    clerk.field("name").send_keys("王主管")
    clerk.field("password").send_keys("猜一个密码试试")
    clerk.driver.find_element(By.CSS_SELECTOR, "button.main").click()
    assert clerk.sees("姓名或密码不对")

    clerk.comes_in()
    clerk.opens("/?year=2026")
    assert clerk.sees("沟二社区", "石桥村", "待更正 1 条", "4,000.00")
    clerk.clicks("沟二社区")
    assert clerk.sees("退回待更正 1 条", "钱多多", "本村另一个人已经登记了这个身份证号")
    clerk.clicks("看这批")
    assert clerk.sees("第 1 批", "退回 1 0.00", "登记上册：钱多多")

    clerk.clicks("查人")
    clerk.field("sought").send_keys(id_number(50), Keys.ENTER)
    assert clerk.sees("1 人", "村民50")
    assert id_number(50) not in clerk.driver.current_url + clerk.driver.page_source
    clerk.clicks("村民50")
    clerk.clicks("显示完整号码（会记录）")
    assert clerk.sees(id_number(50), "已记入操作记录")

    clerk.clicks("重复")
    assert clerk.sees("同一身份证号在两个村登记 1 件", "村民39")
    clerk.clicks("处理")
    clerk.chooses("outcome", "belongs")
    clerk.field("note").send_keys("打电话问过石桥村")
    clerk.clicks("记下这个决定")
    assert clerk.sees("请选是哪一个村", "打电话问过石桥村")
    clerk.chooses("about", "1")
    clerk.clicks("记下这个决定")
    assert clerk.sees("记下了", "石桥村 村民39", "打电话问过石桥村")

    clerk.clicks("操作记录")
    assert clerk.sees("处理重复", "查看完整身份证号", "密码输错")
    clerk.clicks("退出")
    assert clerk.sees("已退出")
    clerk.driver.back()
    assert clerk.sees("登录")
    assert "处理重复" not in clerk.words


def test_every_page_is_legible_and_nothing_sticks_out(clerk: Clerk, tmp_path: Path) -> None:
    clerk.comes_in()
    for name, path in walk(clerk).items():
        for width in (1366, 1024):
            clerk.driver.set_window_size(width, 768)
            clerk.opens(path)
            clerk.driver.save_screenshot(str(tmp_path / f"{name}-{width}.png"))
            found: list[str] = clerk.driver.execute_script(MEASURE)
            assert found == [], f"{path} at {width}"


def test_no_page_asks_for_what_its_own_rules_forbid(clerk: Clerk) -> None:
    clerk.comes_in()
    clerk.complaints()
    for path in walk(clerk).values():
        clerk.opens(path)
    assert clerk.complaints() == []


def test_on_paper_there_are_tables_and_no_buttons(clerk: Clerk) -> None:
    clerk.comes_in()
    for path in walk(clerk).values():
        clerk.opens(path)
        clerk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        shown = [
            each.tag_name
            for each in clerk.driver.find_elements(By.CSS_SELECTOR, "nav, button, .button, .top, .pager")
            if each.is_displayed()
        ]
        clerk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        assert shown == [], path


def test_the_board_goes_on_paper_lying_and_the_rest_standing(clerk: Clerk) -> None:
    clerk.comes_in()
    for path, lying in {"/": True, "/desks": False}.items():
        clerk.opens(path)
        printed: dict[str, Any] = clerk.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        box = re.search(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", base64.b64decode(printed["data"]))
        assert box
        assert (float(box[1]) > float(box[2])) is lying


def walk(clerk: Clerk) -> dict[str, str]:
    """The path of a page of each kind."""
    found = {
        name: f"/{name}" for name in ("people", "duplicates", "down", "desks", "export", "log", "clerks", "password")
    }
    found |= {f"send-{kind}": f"/down/{kind}" for kind in ("payout", "paid", "list", "policy")}
    clerk.opens("/people")
    clerk.field("sought").send_keys("村民5", Keys.ENTER)
    assert clerk.sees("村民59")
    for name, path in (("person", "/people"), ("batch", "/villages/429004103002"), ("case", "/duplicates")):
        clerk.opens(path)
        part = {"person": "/people/", "batch": "/batches/", "case": "/duplicates/"}[name]
        link = clerk.driver.find_element(By.CSS_SELECTOR, f"main a[href*='{part}']")
        found[name] = (link.get_attribute("href") or "").removeprefix(clerk.base)
    return {"board": "/?year=2026", "village": "/villages/429004103002?year=2026"} | found
