"""People by search, one person, and the full number, which is written down."""

from __future__ import annotations

import pytest

from sync.agreement.facts import PayoutListLine, PayoutListPart, PersonCorrected, PersonRegistered
from sync.township.console.clerks import Role
from sync.wire import down
from tests.township.console.browser import Browser
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number

FOUND = 61


@pytest.fixture
def village(office: Office) -> Village:
    """A village with a few people."""
    village = office.village(1, "沟二社区")
    told = {"household": "012", "phone": "13812345678", "account": "6217001234567890123"}
    village.register(0, 1, name="王秀英", note=f"代办人{id_number(5)}", **told)
    village.register(1, 1, name="王秀兰")
    village.register(2, 1, name="欧阳%_锋")
    village.register(FOUND, 1, name="李四")
    village.report()
    return village


def search(browser: Browser, sought: str) -> str:
    """What the page says that a search leads to."""
    browser.get("/console/people")
    return browser.send(_to="/console/people", sought=sought).words


@pytest.mark.parametrize(
    ("sought", "count"), [("王秀英", 1), ("王秀", 2), ("秀", 2), (" 王 秀英 ", 1), ("%", 1), ("_", 1), ("赵", 0)]
)
def test_a_name_or_a_part_of_it_finds(office: Office, village: Village, sought: str, count: int) -> None:
    assert f"{count} 人" in search(office.browser("经办"), sought)


def test_a_whole_number_finds_the_one_person(office: Office, village: Village) -> None:
    words = search(office.browser("经办"), id_number(FOUND))
    assert "1 人" in words
    assert "李四" in words
    assert "王秀英" not in words


def test_a_number_may_be_typed_as_it_comes(office: Office, village: Village) -> None:
    ends_in_x = next(number for number in range(100, 1000) if id_number(number).endswith("X"))
    village.register(ends_in_x, name="尾号")
    village.report()
    browser = office.browser("经办")
    number = id_number(ends_in_x)
    full_width = number.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})
    for typed in (number.lower(), f" {number[:6]} {number[6:14]} {number[14:]} ", full_width):
        assert "尾号" in search(browser, typed)


def test_the_last_four_of_a_number_find(office: Office, village: Village) -> None:
    assert "李四" in search(office.browser("经办"), id_number(FOUND)[-4:])


def test_no_number_stands_in_an_address_or_comes_back_whole(office: Office, village: Village) -> None:
    browser = office.browser("经办")
    search(browser, id_number(FOUND))
    assert browser.page.path == "/console/people"
    assert id_number(FOUND) not in browser.page.text
    assert all(id_number(FOUND) not in link for link in browser.page.links())


def test_a_search_stays_with_its_session(office: Office, village: Village) -> None:
    search(office.browser("经办"), "王秀英")
    assert "王秀英" not in office.browser("别人").get("/console/people").words


def test_many_hits_come_in_pages(office: Office, village: Village) -> None:
    village.register(100, 70, name="同名")
    village.report()
    browser = office.browser("经办")
    assert "第 1 页，共 2 页（70 行）" in search(browser, "同名")
    assert "第 2 页" in browser.get("/console/people?page=2").words


def person_of(browser: Browser, name: str) -> str:
    """The address of the first person that a name finds."""
    search(browser, name)
    return next(each for each in browser.page.links() if each.startswith("/console/people/"))


def test_a_person_is_shown_masked(office: Office, village: Village) -> None:
    browser = office.browser("经办")
    words = browser.get(person_of(browser, "王秀英")).words
    for said in ("429004********", "第 1 组", "012", "****5678", "****0123", "登记上册：王秀英"):
        assert said in words
    for hidden in (id_number(0), id_number(5), "13812345678", "6217001234567890123"):
        assert hidden not in browser.page.text


def test_the_full_number_is_shown_on_demand_and_written_down(office: Office, village: Village) -> None:
    browser = office.browser("李经办")
    path = person_of(browser, "王秀英")
    browser.get(path)
    assert id_number(0) in browser.send(_to=path).words
    log = browser.get("/console/log").words
    assert "李经办 查看完整身份证号 沟二社区 王秀英" in log
    assert id_number(0) not in log
    assert id_number(0) not in browser.get(path).text


def test_a_viewer_is_not_offered_the_full_number(office: Office, village: Village) -> None:
    browser = office.browser("领导", Role.VIEWER)
    path = person_of(browser, "王秀英")
    assert "显示完整号码" not in browser.get(path).words
    token = browser.page.forms()[0].hidden["csrf"]
    assert id_number(0) not in browser.post(path, {"csrf": token}).text
    assert browser.page.status == 403


def test_money_and_history_of_a_person_are_told(office: Office, village: Village) -> None:
    person = village.register(70, name="赵六")[0]
    village.collect(person, fen=30000)
    village.record(PersonCorrected(person=person, changes={"name": "赵陆"}))
    village.collect(person, year=1999)
    village.report()
    browser = office.browser("经办")
    words = browser.get(person_of(browser, "赵陆")).words
    for said in ("2026 300.00 0.00 A-2026-000001-0", "计入", "更正：姓名 赵陆 收下", "退回 缴费年度不对"):
        assert said in words
    assert "经过 4 条" in words


def test_somebody_in_doubt_says_what_is_wrong(office: Office, village: Village) -> None:
    village.record(PersonRegistered(person="p-1", name="钱多多", id_number="42900419660101123X"))
    village.report()
    browser = office.browser("经办")
    assert "退回待更正" in search(browser, "钱多多")
    assert "等村里更正：身份证号最后一位校验不对" in browser.get(person_of(browser, "钱多多")).words


def test_the_same_number_elsewhere_is_pointed_to(office: Office, village: Village) -> None:
    other = office.village(2, "石桥村")
    other.register(FOUND, name="李泗")
    other.report()
    browser = office.browser("经办")
    assert "同一身份证号还登记在石桥村： 李泗" in browser.get(person_of(browser, "李四")).words


def test_damaged_numbers_are_not_shown_whole_either(office: Office, village: Village) -> None:
    village.record(PersonRegistered(person="p-2", name="号短", id_number="4290041966010112"))
    village.report()
    assert "4290041966010112" not in search(office.browser("经办"), "号短")


def correct(browser: Browser, path: str, field: str, value: str, reason: str = "对照户口簿") -> str:
    """Correct a field of the person; what the page says then."""
    token = browser.get(path).forms()[-1].hidden["csrf"]
    return browser.post(f"{path}/correct", {"csrf": token, "field": field, "value": value, "reason": reason}).words


def test_a_field_is_corrected_above_and_goes_down(office: Office, village: Village) -> None:
    [person] = village.register(62, 1, name="写错")
    village.report()
    path, browser = f"/console/people/{village.desk}/{person}", office.browser("李经办")
    words = correct(browser, path, "name", "写对")
    assert "更正好了" in words
    assert browser.page.path == f"{path}?corrected=1"
    assert "写对 沟二社区" in words
    correct(browser, path, "phone", "13912345678")
    correct(browser, path, "tier_fen", "300")
    assert "300.00 元" in browser.page.words
    files = [down.read(data, office.key.public, village.desk).down for _, data in office.road.files(village.desk)]
    assert [each.body["changes"] for each in files] == [{"name": "写对"}, {"phone": "13912345678"}, {"tier_fen": 30000}]
    log = browser.get("/console/log").words
    assert "李经办 更正人员" in log
    assert "电话" in log
    assert "13912345678" not in log


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id_number", id_number(62)[:-1] + str((int(id_number(62)[-1].replace("X", "0")) + 1) % 10), "校验"),
        ("id_number", "1", "18 位"),
        ("name", " ", "没有姓名"),
        ("group", "三", "组号"),
        ("tier_fen", "很多", "金额不对"),
        ("village", "x", "没有这一项"),
    ],
)
def test_a_wrong_correction_changes_nothing(office: Office, village: Village, field: str, value: str, why: str) -> None:
    [person] = village.register(62, 1, name="原样")
    village.report()
    path, browser = f"/console/people/{village.desk}/{person}", office.browser("李经办")
    assert why in correct(browser, path, field, value)
    assert browser.page.status == 422
    assert "请写为什么更正" in correct(browser, path, "name", "甲", reason=" ")
    assert list(office.road.files(village.desk)) == []
    assert "更正人员" not in browser.get("/console/log").words.partition("对哪一件")[2]


def test_who_only_looks_corrects_nothing(office: Office, village: Village) -> None:
    [person] = village.register(62, 1, name="原样")
    village.report()
    path = f"/console/people/{village.desk}/{person}"
    clerk, viewer = office.browser("李经办"), office.browser("王查看", Role.VIEWER)
    token = clerk.get(path).forms()[-1].hidden["csrf"]
    assert "更正 镇里改好" not in viewer.get(path).words
    own = viewer.get("/console/people").forms()[0].hidden["csrf"]
    sent = {"field": "name", "value": "甲", "reason": "不行"}
    assert viewer.post(f"{path}/correct", sent | {"csrf": own}).status == 403
    assert viewer.post(f"{path}/correct", sent | {"csrf": token}).status == 403
    assert clerk.post(f"{path}/correct", sent).status == 403
    assert list(office.road.files(village.desk)) == []


def test_the_history_has_what_both_desks_of_the_village_did(office: Office, village: Village) -> None:
    second = office.village(1, "沟二社区", "B")
    [twin] = second.register(0, 1, name="王秀英")
    second.scribe.record(PersonCorrected(person=twin, changes={"note": "务工"}))
    second.report()
    browser = office.browser("经办")
    browser.get("/console/people")
    links = browser.send(_to="/console/people", sought="王秀英").links()
    [link] = [each for each in links if "/console/people/429" in each]
    words = browser.get(link).words
    assert words.count("登记上册：王秀英") == 2
    assert "（A 台）" in words
    assert words.count("（B 台）") == 2


def test_the_history_names_the_payout_lists_with_a_line_of_the_person(office: Office, village: Village) -> None:
    """A list is no fact about a person; the page shows the person's line of it, and nobody else's."""
    paid, other = village.register(40, 1, name="领钱") + village.register(41, 1, name="别人")
    lines = tuple(
        PayoutListLine(number, name, id_number(at), 18000, 2148, 20148 + number, person)
        for number, name, at, person in ((1, "领钱", 40, paid), (2, "别人", 41, other), (3, "不认识", 42, ""))
    )
    village.record(PayoutListPart("list-1", "2026-11", 3, sum(each.total_fen for each in lines), "f" * 64, 1, 1, lines))
    village.report()
    browser = office.browser("经办")
    for person, written, not_written in ((paid, "201.49", "201.50"), (other, "201.50", "201.49")):
        words = browser.get(f"/console/people/{village.desk}/{person}").words
        assert words.count("列入待遇发放名单") == 1
        assert written in words
        assert not_written not in words
