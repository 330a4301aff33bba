"""Sending lists down from a file: checked whole, sent to those who were ticked, written down, seen or not yet."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest

from sync.agreement import facts, form_pieces
from sync.agreement.sent import FormSent, ListSent, NumbersGiven, PaidListSent, PayoutListSent, PolicySent
from sync.township.console.clerks import Role
from sync.township.lent import Lent
from sync.township.trust import renewing
from sync.wire import down
from tests.desks import SAMPLE
from tests.township.console.browser import Browser
from tests.township.console.offices import Office, Village
from tests.township.journals import id_number
from village_desk.services import lending
from village_desk.services.forms import catalogue

PAYOUT = "姓名,身份证号,基础养老金,个人账户养老金,合计\n张三,{one},103.00,20.50,123.50\n李四,{two},103,0,103\n"
PAID = "身份证号,年度,金额,姓名\n{one},2026,200,张三\n"
ASKED = "身份证号,姓名,来源\n{one},张三,公安\n"
POLICY = 'id = "hubei-2027"\nname = "湖北"\n'


def filled(text: str) -> bytes:
    """The list with valid identity numbers, as a file."""
    return text.format(one=id_number(1), two=id_number(2)).encode()


@pytest.fixture
def village(office: Office) -> Village:
    """A village that has reported."""
    village = office.village(1, "沟二社区")
    village.register(0)
    village.report()
    return village


@pytest.fixture
def clerk(office: Office, village: Village) -> Browser:
    """A clerk."""
    return office.browser("李经办")


def send(browser: Browser, kind: str, file: bytes, *desks: str, **fields: str) -> str:
    """Fill in the form of a kind; what the page says then."""
    path = f"/console/down/{kind}"
    token = browser.get(path).forms()[-1].hidden["csrf"]
    ticked = {f"desk:{desk}": "on" for desk in desks}
    return browser.upload(path, {"csrf": token, **ticked, **fields}, file).words


def sent(village: Village) -> list[object]:
    """The facts that are on their way to a village, as its desk will read them."""
    said = [each.down for each in read(village)]
    return [facts.read(each.kind, each.about, each.body) for each in said]


def read(village: Village) -> list[down.Read]:
    """The messages that are on their way to a village, verified as its desk does."""
    files = village.office.road.files(village.desk)
    return [down.read(data, village.office.key.public, village.desk) for _, data in files]


def test_a_payout_list_goes_to_the_village_that_was_ticked(office: Office, village: Village, clerk: Browser) -> None:
    other = office.village(2, "石桥村")
    other.report()
    words = send(clerk, "payout", filled(PAYOUT), village.desk, month="2026-11")
    assert clerk.page.path == "/console/down?sent=1"
    assert f"沟二社区 {village.desk} 1 发放名单 2026-11 还没收到" in words
    [fact] = sent(village)
    assert isinstance(fact, PayoutListSent)
    assert (fact.month, fact.payees, fact.total_fen) == ("2026-11", 2, 22650)
    assert sent(other) == []


def test_each_kind_can_be_sent(village: Village, clerk: Browser) -> None:
    send(clerk, "paid", filled(PAID), village.desk, title="税务 2026", channel="tax")
    codes = "1=已去世\n\n 2 = 健在 "
    send(clerk, "list", filled(ASKED), village.desk, title="待核", codes=codes, answer_by="2026-12-10")
    send(clerk, "policy", POLICY.encode(), village.desk, since="2027-01-01")
    paid, asked, policy = sent(village)
    assert isinstance(paid, PaidListSent)
    assert paid.lines[0].amount_fen == 20000
    assert isinstance(asked, ListSent)
    assert dict(asked.codes) == {"1": "已去世", "2": "健在"}
    assert asked.rows[0].cells == ("公安",)
    assert isinstance(policy, PolicySent)
    assert policy.policy == "hubei-2027"
    words = clerk.get("/console/down").words
    assert "政策文件 hubei-2027" in words
    assert "待核名单 待核" in words


def large_form() -> bytes:
    """A form of the program's with something in its package that makes it too large for one piece."""
    shipped = next(each for each in catalogue.shipped() if each.number == "F1")
    with ZipFile(file := BytesIO(shipped.data()), "a") as parts:
        parts.writestr("docProps/thumbnail.jpeg", Random(1).randbytes(70_000))
    return file.getvalue()


def test_a_form_goes_down_and_the_page_shows_who_has_it(office: Office, village: Village, clerk: Browser) -> None:
    data, about = large_form(), {"title": "参保登记表", "number": "F01", "moment": "新参保"}
    send(clerk, "form", data, village.desk, for_whom="person", **about)
    found = sent(village)
    assert all(isinstance(each, FormSent) for each in found)
    assert [(each.form, each.part, each.parts) for each in found if isinstance(each, FormSent)] == [
        ("参保登记表", 1, 2),
        ("参保登记表", 2, 2),
    ]
    digest = form_pieces.digest(data)
    words = clerk.get("/console/down").words
    assert words.count("参保登记表") == 1
    assert f"2 表格 参保登记表（{digest[:8]}） 还没收到" in words
    assert f"李经办 下发 表格 参保登记表（{digest[:8]}），给 {village.desk}" in clerk.get("/console/log").words
    village.record(facts.FormInstalled("参保登记表", "F01", digest, len(data), "township", "新参保", "person", 1))
    village.report()
    words = clerk.get("/console/down").words
    assert f"参保登记表 F01 沟二社区 {village.desk} {digest[:8]} 镇所下发 印完整号码" in words
    village.record(facts.FormWithdrawn("参保登记表", digest, "换了"))
    village.report()
    assert "已停用" in clerk.get("/console/down").words
    assert "最多 40 个字" in send(clerk, "form", data, village.desk, title=" ", for_whom="person")


def test_one_list_goes_to_several_villages(office: Office, village: Village, clerk: Browser) -> None:
    other = office.village(2, "石桥村")
    other.report()
    send(clerk, "policy", POLICY.encode(), village.desk, other.desk, since="2027-01-01")
    assert len(sent(village)) == len(sent(other)) == 1


def test_what_went_down_is_in_the_log_without_names(village: Village, clerk: Browser) -> None:
    send(clerk, "payout", filled(PAYOUT), village.desk, month="2026-11")
    log = clerk.get("/console/log").words
    assert f"李经办 下发 发放名单 2026-11，2 人，226.50 元，给 {village.desk}" in log
    assert "张三" not in log


def test_the_old_encoding_of_excel_is_read(village: Village, clerk: Browser) -> None:
    file = filled(PAYOUT).decode().encode("gb18030")
    send(clerk, "payout", file, village.desk, month="2026-11")
    [fact] = sent(village)
    assert isinstance(fact, PayoutListSent)
    assert fact.lines[0].name == "张三"


DEEP = "[" * 100_000
WIDE = '"姓名"\n' + "a" * 200_000
HUGE = "姓名,身份证号,基础养老金,个人账户养老金,合计\n张三,{one},1e999999999,0,1\n"
LONG = "姓名,身份证号,基础养老金,个人账户养老金,合计\n张三,{one},1e900000,0,1\n"
OTHER_SUM = "姓名,身份证号,基础养老金,个人账户养老金,合计\n张三,{one},100,20,123\n"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (filled(OTHER_SUM), "第 1 行：各项相加不等于合计"),
        (filled(PAYOUT + "王五,1,1,1,2\n"), "第 3 行：身份证号不对"),
        (filled(PAYOUT + "李四,{two},1,1,2\n"), "同一个人出现两次"),
        (filled(HUGE), "第 1 行：金额不对"),
        (filled(LONG), "第 1 行：金额不对"),
        (filled("姓名,身份证号\n张三,{one}\n"), "第 1 行：缺少必需的列"),
        (filled("姓名,身份证号\n张三\n"), "第 1 行：这一行的格数和表头不一样"),
        (b"a\rb\r", "这一行的格数和表头不一样"),
        (WIDE.encode(), "这一行的格数和表头不一样"),
        (DEEP.encode(), "JSON 格式不对"),
        (b"[1]", "缺少必需的列"),
        (b"\xff\xff\xff", "不是 UTF-8"),
        ("姓名,身份证号\n".encode(), "名单是空的"),
        (b"", "请选一个文件"),
        (b"x" * (4 * 1024 * 1024 + 1), "请选一个文件"),
    ],
)
def test_a_file_with_a_mistake_goes_nowhere(village: Village, clerk: Browser, file: bytes, said: str) -> None:
    assert said in send(clerk, "payout", file, village.desk, month="2026-11")
    assert clerk.page.status == 422
    assert sent(village) == []
    assert "下发" not in clerk.get("/console/log").words.partition("对哪一件")[2]


def test_what_was_typed_and_ticked_stays_when_the_file_is_wrong(village: Village, clerk: Browser) -> None:
    send(clerk, "list", b"\xff\xff", village.desk, title="疑似死亡", codes="1=已去世")
    assert 'value="疑似死亡"' in clerk.page.text
    assert "1=已去世" in clerk.page.text
    assert f'name="desk:{village.desk}" checked' in clerk.page.text


def test_without_a_village_nothing_goes(clerk: Browser, village: Village) -> None:
    assert "请选要发给哪些村" in send(clerk, "payout", filled(PAYOUT), month="2026-11")
    assert "请选要发给哪些村" in send(clerk, "payout", filled(PAYOUT), "429004103099-A", month="2026-11")


@pytest.mark.parametrize(("kind", "fields"), [("payout", {"month": "11月"}), ("policy", {"since": "明年"})])
def test_a_date_that_is_none_is_told(village: Village, clerk: Browser, kind: str, fields: dict[str, str]) -> None:
    file = filled(PAYOUT) if kind == "payout" else POLICY.encode()
    assert "应写成" in send(clerk, kind, file, village.desk, **fields)
    assert sent(village) == []


def test_a_list_that_the_village_has_is_marked_so(village: Village, clerk: Browser) -> None:
    send(clerk, "policy", POLICY.encode(), village.desk, since="2027-01-01")
    [message] = read(village)
    place, time = message.place, village.office.clock().isoformat()
    ask = down.DownAsk(village.desk, place.number, place.id, time)
    village.office.road.reply(down.write_ask(village.scribe.key, ask))
    assert "已收到" in clerk.get("/console/down").words


def test_what_one_pc_is_told_of_the_other_is_nothing_that_the_office_sent(
    office: Office, village: Village, clerk: Browser
) -> None:
    office.village(1, "沟二社区", "B").report()
    village.register(1)
    village.report()
    assert "还没有下发过" in clerk.get("/console/down").words
    send(clerk, "payout", filled(PAYOUT), village.desk, month="2026-11")
    assert clerk.get("/console/down").words.count("还没收到") == 1


def test_a_stopped_desk_is_not_offered(office: Office, village: Village, clerk: Browser) -> None:
    assert village.desk in clerk.get("/console/down/payout").words
    office.trust.revoke(village.desk)
    assert village.desk not in clerk.get("/console/down/payout").words


def test_a_viewer_sees_what_went_down_and_sends_nothing(office: Office, village: Village) -> None:
    viewer = office.browser("领导", Role.VIEWER)
    assert "新下发" not in viewer.get("/console/down").words
    token = viewer.page.forms()[0].hidden["csrf"]
    assert viewer.get("/console/down/payout").status == 403
    ticked = {"csrf": token, f"desk:{village.desk}": "on", "month": "2026-11"}
    assert viewer.upload("/console/down/payout", ticked, filled(PAYOUT)).status == 403
    assert sent(village) == []


def test_an_upload_needs_the_token_and_our_own_page(village: Village, clerk: Browser) -> None:
    token = clerk.get("/console/down/payout").forms()[-1].hidden["csrf"]
    fields = {f"desk:{village.desk}": "on", "month": "2026-11"}
    assert clerk.upload("/console/down/payout", fields, filled(PAYOUT)).status == 403
    forged = clerk.upload(
        "/console/down/payout", fields | {"csrf": token}, filled(PAYOUT), origin="https://evil.example"
    )
    assert forged.status == 403
    assert sent(village) == []


def test_an_upload_beyond_all_measure_is_not_read(clerk: Browser, village: Village) -> None:
    body = b"x" * (6 * 1024 * 1024)
    assert clerk.send_raw("/console/down/payout", body, "multipart/form-data; boundary=x").status == 413


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\nnonsense", b"--x\r\n\r\n--x--"])
def test_a_broken_upload_is_no_bug(clerk: Browser, village: Village, body: bytes) -> None:
    page = clerk.send_raw("/console/down/payout", body, "multipart/form-data; boundary=x")
    assert page.status in (400, 403)


def test_a_kind_that_does_not_exist_is_no_page(clerk: Browser) -> None:
    assert clerk.get("/console/down/everything").status == 404


def test_json_of_another_program_is_taken(village: Village, clerk: Browser) -> None:
    line = {"name": "张三", "id_number": id_number(1), "base_fen": 10300, "account_fen": 0, "total_fen": 10300}
    send(clerk, "payout", json.dumps([line]).encode(), village.desk, month="2026-11")
    assert len(sent(village)) == 1


def test_a_block_of_numbers_goes_to_one_desk_and_never_twice(office: Office, village: Village, clerk: Browser) -> None:
    other = office.village(2, "石桥村")
    other.report()
    assert "只能发给一台" in send(clerk, "numbers", b"", village.desk, other.desk, book="收据", span="0001-0050")
    words = send(clerk, "numbers", b"", village.desk, book="收据", span="0001-0050")
    assert "票据号段 收据 0001—0050 还没收到" in words
    again = send(clerk, "numbers", b"", other.desk, book="收据", span="0050-0099")
    assert f"已经发给过 {village.desk}（0001—0050）" in again
    for odd in ("0051", "0099-0051", "1-0099", "a-b"):
        assert "号段应写成" in send(clerk, "numbers", b"", other.desk, book="收据", span=odd)
    assert "请写票据的名称" in send(clerk, "numbers", b"", other.desk, book=" ", span="0051-0099")
    assert sent(other) == []
    assert other.desk not in clerk.get("/console/log").words
    [fact] = sent(village)
    assert isinstance(fact, NumbersGiven)
    assert (fact.first, fact.last) == ("0001", "0050")


def test_a_change_of_the_key_is_in_the_list_of_what_went_down(village: Village) -> None:
    office = village.office
    (office.folder / "key").rename(office.store.key_path)
    renewing.begin(office.store, b"", office.clock())
    words = office.browser("李经办").get("/console/down").words
    assert "换密钥 旧密钥用到 2027-02-25 还没收到" in words


def test_where_a_desk_lends_its_reader_a_workbook_goes_down_as_it_is(tmp_path: Path) -> None:
    office = Office(tmp_path, lent=Lent(lending.payouts, lending.policy))
    village, clerk = office.village(1, "沟二社区"), office.browser("李经办")
    village.report()
    assert "名单原样选上就行" in clerk.get("/console/down/payout").words
    send(clerk, "payout", (SAMPLE / "payout-list.xlsx").read_bytes(), village.desk, month="2026-11")
    [fact] = sent(village)
    assert isinstance(fact, PayoutListSent)
    assert (fact.payees, fact.total_fen) == (286, 6110808)
    send(clerk, "policy", POLICY.encode(), village.desk, since="2027-01-01")
    assert clerk.page.status == 422
    assert len(sent(village)) == 1, "a policy that no desk can use stays here"
    office.close()
