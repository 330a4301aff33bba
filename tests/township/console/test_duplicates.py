"""Duplicates across villages: found, decided with a name and a reason, open again when there is more of it."""

from __future__ import annotations

import pytest

from sync.agreement import facts
from sync.agreement.facts import PersonCorrected, PersonStruckOff, ReceiptVoided
from sync.agreement.sent import DuplicateDecided
from sync.township.console import settling
from sync.township.console.clerks import Role
from sync.township.console.reading import duplicates
from sync.township.console.reading.duplicates import Case, DuplicateKind
from sync.wire import down
from tests.township.console.browser import Browser
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number


@pytest.fixture
def pair(office: Office) -> tuple[Village, Village]:
    """Two villages."""
    return office.village(1, "沟二社区"), office.village(2, "石桥村")


def cases(office: Office, kind: DuplicateKind | None = None) -> list[Case]:
    """The duplicates there are."""
    with office.store.reading() as db:
        return [each for each in duplicates.cases(db) if kind in (None, each.kind)]


def report(*villages: Village) -> None:
    """Each hands over what is new."""
    for village in villages:
        village.report()


def open_case(browser: Browser) -> str:
    """Go to the first case of the list; its address."""
    links = [each for each in browser.get("/console/duplicates").links() if "/duplicates/" in each]
    browser.get(links[0])
    return links[0]


def test_one_number_in_two_villages_is_a_case(office: Office, pair: tuple[Village, Village]) -> None:
    pair[0].register(0, 2, name="张三")
    pair[1].register(1, 2, name="张三")
    report(*pair)
    [case] = cases(office)
    assert case.kind is DuplicateKind.PERSON
    assert case.subject == id_number(1)
    assert [each.desk for each in case.members] == [pair[0].desk, pair[1].desk]


def test_two_computers_of_a_village_are_no_case(office: Office) -> None:
    first, second = office.village(1, "沟二社区"), office.village(1, "沟二社区", letter="B")
    first.register(0)
    second.register(0)
    report(first, second)
    assert cases(office) == []


def test_villages_without_anything_twice_have_no_case(office: Office, pair: tuple[Village, Village]) -> None:
    for number, village in enumerate(pair):
        village.collect(village.register(number)[0])
    report(*pair)
    assert cases(office) == []
    assert "没有要处理的重复" in office.browser("经办").get("/console/duplicates").words


def test_a_year_paid_in_two_villages_is_a_case(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        person = village.register(0)[0]
        village.collect(person)
    pair[1].collect(person, year=2025)
    report(*pair)
    [case] = cases(office, DuplicateKind.PAID)
    assert [(each.desk, each.year) for each in case.members] == [(pair[0].desk, 2026), (pair[1].desk, 2026)]


def test_a_year_paid_twice_in_one_village_is_a_case_with_its_reason(
    office: Office, pair: tuple[Village, Village]
) -> None:
    person = pair[0].register(0)[0]
    pair[0].collect(person)
    pair[0].collect(person, again="补到高一档")
    report(pair[0])
    [case] = cases(office)
    assert [each.again for each in case.members] == ["", "补到高一档"]
    browser = office.browser("经办")
    open_case(browser)
    assert "村里说明：补到高一档" in browser.page.words


def test_a_year_paid_twice_is_found_while_the_number_is_in_doubt(office: Office, pair: tuple[Village, Village]) -> None:
    pair[0].register(0)
    doubted = pair[0].register(0)[0]
    pair[0].collect(doubted)
    pair[0].collect(doubted)
    report(pair[0])
    assert [each.kind for each in cases(office)] == [DuplicateKind.PAID]


def test_a_receipt_number_used_twice_is_a_case(office: Office, pair: tuple[Village, Village]) -> None:
    one, two = pair[0].register(0, 2)
    pair[0].collect(two, receipt=pair[0].collect(one))
    report(pair[0])
    [case] = cases(office)
    assert case.kind is DuplicateKind.RECEIPT
    assert [(each.person, each.state) for each in case.members] == [(one, "counted"), (two, "refused")]


def test_the_same_receipt_number_of_two_villages_is_no_case(office: Office, pair: tuple[Village, Village]) -> None:
    numbers = {village.collect(village.register(number)[0]) for number, village in enumerate(pair)}
    report(*pair)
    assert len(numbers) == 1
    assert cases(office) == []


def test_a_case_goes_when_the_village_has_mended_it(office: Office, pair: tuple[Village, Village]) -> None:
    people = [village.register(0)[0] for village in pair]
    receipts = [village.collect(person) for village, person in zip(pair, people, strict=True)]
    report(*pair)
    assert {each.kind for each in cases(office)} == {DuplicateKind.PERSON, DuplicateKind.PAID}
    pair[1].record(
        ReceiptVoided(person=people[1], receipt=receipts[1], reason="缴重"),
        PersonCorrected(person=people[1], changes={"id_number": id_number(9)}),
    )
    pair[1].report()
    assert cases(office) == []


def test_a_decision_says_who_what_when_and_why(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("李经办")
    case = open_case(browser)
    words = browser.send(_to=case, outcome="belongs", about="1", note="电话问过本人，现住石桥村").words
    assert browser.page.path == "/console/duplicates?decided=1"
    for said in ("记下了", "是同一个人，归这个村办理", "石桥村 张三", "电话问过本人，现住石桥村", "李经办"):
        assert said in words
    assert "没有要处理的重复" in words
    assert "李经办 处理重复 张三 429004********" in browser.get("/console/log").words
    assert "件重复" not in browser.get("/console/").words


def test_a_third_village_opens_the_case_again(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("李经办")
    browser.send(_to=open_case(browser), outcome="other", note="等派出所答复")
    third = office.village(3, "东风村")
    third.register(0, name="张三")
    third.report()
    assert "1 件重复" in browser.get("/console/").words
    open_case(browser)
    assert "以前处理过，后来又多了一处" in browser.page.words
    assert "等派出所答复" in browser.page.words


def test_a_decision_on_what_has_changed_meanwhile_is_not_taken(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("李经办")
    case = open_case(browser)
    third = office.village(3, "东风村")
    third.register(0, name="张三")
    third.report()
    assert browser.send(_to=case, outcome="other", note="问过了").status == 409
    assert "1 件重复" in browser.get("/console/").words


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "请选一种处理办法"),
        ({"outcome": "nonsense", "note": "问过了"}, "请选一种处理办法"),
        ({"outcome": "refund", "about": "0", "note": "问过了"}, "请选一种处理办法"),
        ({"outcome": "belongs", "note": "问过了"}, "请选是哪一个村"),
        ({"outcome": "belongs", "about": "2", "note": "问过了"}, "请选是哪一个村"),
        ({"outcome": "belongs", "about": "²", "note": "问过了"}, "请选是哪一个村"),
        ({"outcome": "belongs", "about": "9" * 5000, "note": "问过了"}, "请选是哪一个村"),
        ({"outcome": "belongs", "about": "0", "note": " 好 "}, "请写说明"),
        ({"outcome": "belongs", "about": "0", "note": "长" * 501}, "请写说明"),
    ],
)
def test_a_decision_that_lacks_something_is_asked_for_again(
    office: Office, pair: tuple[Village, Village], fields: dict[str, str], said: str
) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("李经办")
    assert said in browser.send(0, open_case(browser), **fields).words
    assert browser.page.status == 422
    with office.store.reading() as db:
        assert settling.latest(db) == []


def test_what_was_typed_is_not_lost_when_something_is_missing(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("李经办")
    text = browser.send(_to=open_case(browser), outcome="belongs", note="说了很多").text
    assert "说了很多" in text
    assert 'value="belongs" checked' in text


def test_a_viewer_sees_cases_and_has_no_form(office: Office, pair: tuple[Village, Village]) -> None:
    for village in pair:
        village.register(0, name="张三")
    report(*pair)
    browser = office.browser("领导", Role.VIEWER)
    open_case(browser)
    assert "石桥村" in browser.page.words
    assert "记下这个决定" not in browser.page.words


def test_a_decision_on_a_receipt_names_the_payment(office: Office, pair: tuple[Village, Village]) -> None:
    one, two = pair[0].register(0, 2)
    pair[0].collect(two, receipt=pair[0].collect(one), fen=30000)
    report(pair[0])
    browser = office.browser("李经办")
    words = browser.send(_to=open_case(browser), outcome="take_anew", about="1", note="村里电脑是复制的").words
    assert "沟二社区 村民1 A-2026-000001-0 300.00 元" in words


def heard(office: Office, village: Village) -> list[DuplicateDecided]:
    """The decisions on their way to a desk."""
    messages = [down.read(data, None, village.desk).down for _number, data in office.road.files(village.desk)]
    read = [facts.read(each.kind, each.about, each.body) for each in messages]
    return [each for each in read if isinstance(each, DuplicateDecided)]


def test_each_village_of_a_case_hears_what_it_has_to_do(office: Office, pair: tuple[Village, Village]) -> None:
    people = [village.register(0, name="张三")[0] for village in pair]
    report(*pair)
    browser = office.browser("李经办")
    browser.send(_to=open_case(browser), outcome="belongs", about="1", note="现住石桥村")
    [one], [other] = heard(office, pair[0]), heard(office, pair[1])
    assert (one.person, one.outcome, one.elsewhere, one.why) == (people[0], "leaves", "石桥村", "现住石桥村")
    assert (other.person, other.outcome) == (people[1], "stays")
    assert "重复的处理：张三" in browser.get("/console/down").words


def test_a_decision_that_was_carried_out_is_shown_as_such(office: Office, pair: tuple[Village, Village]) -> None:
    people = [village.register(0, name="张三")[0] for village in pair]
    report(*pair)
    browser = office.browser("李经办")
    words = browser.send(_to=open_case(browser), outcome="belongs", about="1", note="现住石桥村").words
    assert "等村里改" in words and "已不重复" not in words
    pair[0].record(PersonStruckOff(people[0], "other", "镇所决定", "2026-11-02"))
    pair[0].report()
    assert cases(office) == []
    assert "村里已照办，已不重复" in browser.get("/console/duplicates").words


def test_the_desk_of_a_receipt_hears_that_it_is_to_be_refunded(office: Office, pair: tuple[Village, Village]) -> None:
    receipts = [village.collect(village.register(0)[0]) for village in pair]
    report(*pair)
    [case] = cases(office, DuplicateKind.PAID)
    browser = office.browser("李经办")
    browser.get(f"/console/duplicates/{case.key}")
    browser.send(_to=f"/console/duplicates/{case.key}", outcome="refund", about="0", note="退给本人")
    assert [(each.outcome, each.receipt_number) for each in heard(office, pair[0])] == [("refund", receipts[0])]
    assert [each.outcome for each in heard(office, pair[1])] == ["stays"]
