"""A batch with its lines: every line, every verdict, and why."""

from __future__ import annotations

from sync.agreement import journal, protocol
from sync.agreement.facts import PersonCorrected, ReceiptVoided
from sync.township.intake import rejudging
from sync.wire import batch
from tests import newer
from tests.township.console.offices import Office
from tests.township.journals import MORNING


def test_what_speaks_is_shown_first_with_reason_and_cure(office: Office) -> None:
    village = office.village(1, "沟二社区")
    good, _ = village.register(0, 2)
    village.register(0, name="同号")
    village.collect(good)
    village.collect(good)
    village.collect("not here yet")
    village.collect(good, receipt="A-2026-000001-0")
    words = office.browser("经办").get(f"/console/batches/{village.report()}").words
    assert "退回、已有、再认和要留意的行 4 行" in words
    assert "登记上册：同号 退回 本村另一个人已经登记了这个身份证号。 请查找这个身份证号" in words
    assert "收下 留意 这个人这一年度已经缴过一次" in words
    assert "收下 留意 乡镇还没有收到这个人的登记" in words
    assert "退回 这个凭条号已经用在另一笔缴费上" in words
    assert "登记上册：村民1" not in words


def test_all_lines_add_up_to_what_the_village_sealed(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register(0, 3)[0]
    village.collect(person)
    village.collect(person, fen=5000, receipt="A-2026-000001-0")
    page = office.browser("经办").get(f"/console/batches/{village.report()}?all=1")
    assert "全部各行 6 行" in page.words
    assert "收下 5 200.00 已有 0 0.00 退回 1 50.00 合计 6 250.00" in page.words
    assert "代收缴费 2 条，250.00 元" in page.words


def test_a_line_of_the_other_pc_names_whom_this_pc_registered(office: Office) -> None:
    """By the same id, and by the id under which the other PC registered the same identity number again."""
    first, second = office.village(1, "沟二社区"), office.village(1, "沟二社区", "B")
    one, two = first.register(0, 2)
    first.report()
    [again] = second.register(1)
    second.collect(one)
    second.collect(again)
    page = office.browser("经办").get(f"/console/batches/{second.report()}?all=1")
    assert page.words.count("村民0 收 2026 年养老保险费") == 1
    assert page.words.count("村民1 收 2026 年养老保险费") == 1
    assert [each for each in page.links() if "/people/" in each][-2:] == [
        f"/console/people/{first.desk}/{one}",
        f"/console/people/{first.desk}/{two}",
    ]


def test_a_line_that_cannot_be_read_has_its_row(office: Office) -> None:
    village = office.village(1, "沟二社区")
    epoch = village.scribe.db.execute("SELECT epoch FROM epochs").fetchone()[0]
    after = protocol.beginning(village.desk, epoch)
    sealed = batch.assemble(village.desk, epoch, after, [b"[]"], village.scribe.key, MORNING, "test")
    office.receiver.receive(sealed.bytes)
    words = office.browser("经办").get(f"/console/batches/{sealed.id}").words
    assert "这一行读不出来 退回" in words
    assert "读不出来的行 1 条" in words


def test_whatever_a_desk_signs_can_be_looked_at(office: Office) -> None:
    village = office.village(1, "沟二社区")
    epoch = village.scribe.db.execute("SELECT epoch FROM epochs").fetchone()[0]
    line = {
        "id": "m-1",
        "at": MORNING.isoformat(),
        "by": "张协办",
        "kind": "person.praised/1",
        "about": "x",
        "body": {},
    }
    half = line | {"id": "m-2", "kind": "person.registered/1", "at": "1999-01-01"}
    early = line | {"id": "m-3", "kind": "desk.opened/1", "at": "0001-01-01T00:00:00+23:00", "about": village.code}
    raws = [journal.canonical(each) for each in (line, half, early)]
    after = protocol.beginning(village.desk, epoch)
    sealed = batch.assemble(village.desk, epoch, after, raws, village.scribe.key, MORNING, "test")
    office.receiver.receive(sealed.bytes)
    words = office.browser("经办").get(f"/console/batches/{sealed.id}?all=1").words
    assert "本程序还不认识的一类记录 升级后再认" in words
    assert "1999-01-01 张协办 — 内容不完整的记录 退回" in words
    assert "0001-01-01T00:00:00+23:00" in words
    assert village.code in office.browser("别人").get(f"/console/villages/{village.code}").words


def test_what_came_before_is_told_as_such(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.register(0, 2)
    sealed = village.scribe.sealed()
    office.receiver.receive(sealed.bytes)
    raws = [line.raw for line in batch.read(sealed.bytes)[1]]
    after = protocol.beginning(village.desk, b"restored".hex())
    again = batch.assemble(village.desk, b"restored".hex(), after, raws, village.scribe.key, MORNING, "test")
    office.receiver.receive(again.bytes)
    words = office.browser("经办").get(f"/console/batches/{again.id}").words
    assert words.count("以前收下过，没有重复计入") == 3


def test_a_long_batch_is_shown_in_pages(office: Office) -> None:
    village = office.village(1, "沟二社区")
    village.register(0, 260)
    browser = office.browser("经办")
    path = f"/console/batches/{village.report()}"
    assert "第 1 页，共 2 页（261 行）" in browser.get(f"{path}?all=1").words
    assert "村民259" not in browser.page.words
    following = next(each for each in browser.page.links() if "page=2" in each)
    assert "村民259" in browser.get(following).words


def test_a_correction_is_told_without_its_numbers(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register(0)[0]
    changes: dict[str, str | int] = {
        "phone": "13812345678",
        "account": "6217001234567890123",
        "tier_fen": 50000,
        "name": "新名",
    }
    village.record(PersonCorrected(person=person, changes=changes))
    words = office.browser("经办").get(f"/console/batches/{village.report()}?all=1").words
    assert "电话 ****5678" in words
    assert "银行账号 621***0123" in words
    assert "缴费档次 500 元" in words
    assert "13812345678" not in words


def test_a_void_of_what_has_not_come_is_remarked_on_in_words(office: Office) -> None:
    village = office.village(1, "沟二社区")
    person = village.register(0)[0]
    village.record(ReceiptVoided(person=person, receipt="A-2026-000009-0", reason="错"))
    words = office.browser("经办").get(f"/console/batches/{village.report()}").words
    assert "收下 留意 乡镇还没有收到这张凭条的缴费" in words


def test_what_this_program_does_not_know_yet_is_shown_as_kept_until_it_does(office: Office) -> None:
    village = office.village(1, "沟二社区")
    with newer.knowing():
        village.collect(village.register(0)[0])
        village.record(newer.CashDeposited("工 1", "2026-11-24", 5000))
        village.record(newer.CashDeposited("工 2", "2026-11-24", 0))
        sealed = village.scribe.sealed()
    office.receiver.receive(sealed.bytes)
    browser = office.browser("经办")
    batch_page = f"/console/batches/{sealed.id}"
    words = browser.get(batch_page).words
    assert "升级后再认 2 -50.00 合计 5 150.00" in words
    assert words.count("本程序还不认识的一类记录 升级后再认") == 2
    assert "镇所升级后再认" in words
    assert "有 2 条记录本程序还不认识" in browser.get("/console/villages/429004103001").words
    board = browser.get("/console/").words
    assert "2 条本程序还不认识，请升级镇所程序" in board and "升级后再认 2 条" in board
    with newer.knowing():
        assert rejudging.judge_kept(office.store, office.key, office.clock) == 2
        words = browser.get(batch_page).words
        assert "升级后再认 2 -50.00" in words, "the answer stays as it was signed"
        assert words.count("缴存银行 0 元，回单 工 2 退回") == 1
        assert "升级后再认 2 条" not in browser.get("/console/").words
