"""Stories of the other roads to the township: pairing by code, a week by stick, the check before, the passport."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from sync.agreement import facts, sent
from tests.clerk import Clerk
from tests.desks import StillClock, id_number, register
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from tests.ui import measuring
from village_desk.services.collecting import Payment
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.township.pairing_card import PairingCard


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes only desks which it paired."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, trust_new_desks=False, clock=clock) as process:
        yield process


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


def at_the_office(office: TownshipProcess, *words: str) -> str:
    """A command of the township, as its clerk runs it."""
    return office.command(*words)


def code_for(clerk: Clerk, office: TownshipProcess) -> str:
    return str(json.loads(at_the_office(office, "pair", clerk.desk.village.desk, "--json"))["code"])


def paired(clerk: Clerk, office: TownshipProcess) -> Clerk:
    clerk.desk.joining.pair(office.url, code_for(clerk, office))
    return clerk.goes_to("township")


def refusal(clerk: Clerk, field: str) -> str:
    return clerk.there(PairingCard, "pairing").form.fields[field].refusal()


def a_bad_number(clerk: Clerk) -> str:
    """A person in the file whose identity number the township will not take."""
    good, store = id_number("19700101", 7), clerk.desk._store
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    with store.writing():
        store.record(facts.PersonRegistered(person="p1", name="钱多多", id_number=wrong, group=1))
    return good


def test_a_desk_without_a_township_is_paired_by_the_code_that_it_gave(newcomer: Clerk, office: TownshipProcess) -> None:
    newcomer.goes_to("township").waits_to_see("和镇所配对")
    assert not newcomer.sees("现在上报"), "nothing can be sent before, and one button is filled"
    newcomer.enters()
    assert "没有填镇所地址" in refusal(newcomer, "township_url")
    newcomer.fills("township_url", office.url).fills("code", "12345").clicks("pair").waits()
    newcomer.qtbot.waitUntil(lambda: "20 个字母和数字" in refusal(newcomer, "code"))
    assert newcomer.there(QLineEdit, "township_url").text() == office.url, "what was typed stays"
    newcomer.fills("code", code_for(newcomer, office)).clicks("pair").waits().waits_to_see("和镇所配对好了")
    newcomer.clicks("send").waits().waits_to_see("第 1 批上报")
    assert newcomer.desk.road.state().waiting == 0


def test_a_desk_without_a_line_is_paired_by_the_stick_of_its_office(
    newcomer: Clerk, office: TownshipProcess, stick: Path, clock: StillClock
) -> None:
    desk = newcomer.desk.village.desk
    newcomer.goes_to("township").will_pick(stick)
    newcomer.clicks("pair_by_stick").waits().waits_to_see("没有给本台的配对文件")
    at_the_office(office, "pair", desk, "--file", str(stick))
    newcomer.clicks("pair_by_stick").waits().waits_to_see("抄下来，和镇所核对")
    digits = newcomer.text("pairing_digits").rpartition("：")[2]
    newcomer.enters().waits().waits_to_see("可以拔 U 盘了，请送到镇所")
    assert digits in at_the_office(office, "stick", str(stick))
    at_the_office(office, "approve", desk, "--digits", digits)
    at_the_office(office, "stick", str(stick))
    newcomer.clicks("use_stick").clicks("read_stick").waits().waits_to_see("记下的都报上去了")
    assert not newcomer.sees(digits), "the township spoke: there is nothing to compare any more"
    assert not newcomer.sees("和镇所配对")


def test_a_township_that_does_not_know_the_desk_asks_for_a_code_and_esc_puts_it_away(
    newcomer: Clerk, office: TownshipProcess
) -> None:
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.goes_to("township").enters().waits().waits_to_see("镇所还不认识这台电脑")
    newcomer.waits_to_see("先不配对").presses(Qt.Key.Key_Escape)
    assert newcomer.there(QAbstractButton, "send").isVisible()
    assert not newcomer.sees("先不配对")


def test_a_stopped_pc_is_let_in_again_by_a_new_code(newcomer: Clerk, office: TownshipProcess) -> None:
    paired(newcomer, office).clicks("send").waits().waits_to_see("第 1 批上报")
    at_the_office(office, "revoke", newcomer.desk.village.desk)
    newcomer.desk.collecting.collect(Payment(register(newcomer.desk, "单雄信"), 2026, 20_000))
    newcomer.clicks("send").waits().waits_to_see("镇所停用了这台电脑")
    newcomer.fills("code", code_for(newcomer, office)).clicks("pair").waits().waits_to_see("和镇所配对好了")
    assert newcomer.sees("本机换了新密钥")
    newcomer.clicks("send").waits().waits_to_see("镇所收下")
    assert newcomer.desk.road.state().waiting == 0


def test_a_week_goes_by_stick_and_the_answers_are_read_back(
    newcomer: Clerk, office: TownshipProcess, stick: Path
) -> None:
    for serial in (1, 3, 5):
        person = register(newcomer.desk, "单雄信", serial=serial)
        newcomer.desk.collecting.collect(Payment(person, 2026, 20_000))
    paired(newcomer, office).will_pick(stick)
    asked = stick.with_name("待核.csv")
    asked.write_text(f"身份证号,姓名\n{id_number('19500101', 1)},单雄信\n", "utf-8")
    desk = newcomer.desk.village.desk
    at_the_office(office, "send-down", "--desk", desk, "--list", str(asked), "--title", "待核")
    newcomer.clicks("use_stick").clicks("write_stick").waits().waits_to_see("可以拔 U 盘了，请送到镇所")
    assert newcomer.sees("代收 600 元")
    assert newcomer.sees("还没上报"), "a batch on a stick is not an answer"
    [batch] = newcomer.there(Table, "batches").rows()
    assert batch.answered_at is None
    assert "第 1 批" in at_the_office(office, "stick", str(stick))
    newcomer.clicks("read_stick").waits().waits_to_see("记下的都报上去了")
    assert newcomer.sees("镇所收下")
    assert newcomer.sees("镇所下发 1 件（下发名单）")
    newcomer.waits_to_see("下发名单：待核")
    assert [each["collected_fen"] for each in office.status()["money"].values()] == [60_000]
    newcomer.clicks("read_stick").waits().waits_to_see("U 盘上没有新的答复")


def test_a_stick_that_is_gone_is_told_in_words_and_nothing_is_lost(
    newcomer: Clerk, office: TownshipProcess, stick: Path
) -> None:
    paired(newcomer, office).will_pick(stick / "nowhere")
    waiting = newcomer.desk.road.state().waiting
    newcomer.clicks("use_stick").clicks("write_stick").waits().waits_to_see("找不到 U 盘")
    assert newcomer.desk.road.state().waiting == waiting


def test_the_check_before_shows_a_bad_line_and_leads_to_the_field(newcomer: Clerk, office: TownshipProcess) -> None:
    good = a_bad_number(newcomer)
    paired(newcomer, office).clicks("predict").waits().waits_to_see("报上去会被退回")
    [line] = newcomer.desk.road.predict()
    newcomer.clicks(f"mend_{line.fact}").waits_to_see("钱多多")
    field = newcomer.there(QLineEdit, "id_number")
    newcomer.qtbot.waitUntil(field.hasFocus)
    assert newcomer.sees("镇所指出的是这一项")
    newcomer.fills("id_number", good).clicks("save_correction").goes_to("township").waits()
    newcomer.waits_to_see("已改，随下一批上报")
    newcomer.clicks("send").waits().waits_to_see("第 1 批上报")
    assert newcomer.desk.road.state().refused == (), "what was mended before it went is not asked for again"
    assert not newcomer.sees("报上去会被退回")


def test_the_check_before_says_that_all_is_well(newcomer: Clerk, office: TownshipProcess) -> None:
    register(newcomer.desk, "单雄信")
    paired(newcomer, office).clicks("predict").waits().waits_to_see("没有镇所会退回的")
    assert newcomer.sees("还没上报"), "the check sends nothing"


def test_a_refused_line_says_that_its_correction_goes_with_the_next_batch(
    newcomer: Clerk, office: TownshipProcess
) -> None:
    good = a_bad_number(newcomer)
    paired(newcomer, office).clicks("send").waits().waits_to_see("镇所退回的：1 条")
    [refused] = newcomer.desk.road.state().refused
    newcomer.clicks(f"mend_{refused.fact}").waits_to_see(refused.reason)
    newcomer.qtbot.waitUntil(lambda: not measuring.cut(newcomer.window))
    newcomer.fills("id_number", good).clicks("save_correction").goes_to("township")
    newcomer.waits_to_see("已改，随下一批上报").clicks("send").waits().waits_to_see("第 2 批上报")
    assert not newcomer.sees("镇所退回的")


def test_what_came_down_without_a_page_is_listed_and_counted(newcomer: Clerk) -> None:
    store = newcomer.desk._store
    with store.writing():
        rows = tuple(sent.Question(id_number("19500101", serial), "单雄信") for serial in (1, 3))
        store.receive(sent.ListSent("s1", "待核生存名单", (), rows), b"signed")
        store.receive(sent.NumbersGiven("s2", "收据", "000101", "000150"), b"signed")
    newcomer.goes_to("township").waits_to_see("镇所下发、先存着的：2 件")
    newcomer.waits_to_see("下发名单：待核生存名单")
    assert newcomer.sees("2 行") and newcomer.sees("50 个号")


def test_the_passport_of_a_batch_is_seen_and_printed(newcomer: Clerk, office: TownshipProcess, printer: Path) -> None:
    paired(newcomer, office).clicks("send").waits().waits_to_see("第 1 批上报")
    newcomer.opens("batches", 0).waits_to_see("第 1 批的批次单")
    newcomer.qtbot.waitUntil(lambda: newcomer.there(PaperView, "passport_paper").pages() == 1, timeout=5_000)
    newcomer.enters().waits().waits_to_see("批次单已送到打印机")
    assert (printer / "batch-1.pdf").read_bytes().startswith(b"%PDF")
    assert newcomer.presses(Qt.Key.Key_Escape).page.name == "township"
