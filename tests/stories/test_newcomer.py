"""Stories of somebody new on the road to the township: what the window says at each step, and that it leads on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget

from sync.agreement import facts
from sync.wire import pairing
from tests.clerk import Clerk
from tests.desks import PIN, StillClock, id_number, register, spoil
from tests.stories.test_road import a_bad_number
from tests.township.process import TownshipProcess
from village_desk.desk import Desk
from village_desk.domain.basics import moments
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.ui.kit.page import Place

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The other PC of the village."""
    with Desk.create(tmp_path / "other.vdesk", PIN, Village("429004103002", "沟二社区", "B"), StillClock()) as desk:
        yield desk


def chip(clerk: Clerk) -> str:
    return clerk.window.topbar.chip.text()


def scrolled(clerk: Clerk) -> int:
    area = clerk.page.findChild(QScrollArea)
    assert area is not None
    return area.verticalScrollBar().value()


def scrolls_down(clerk: Clerk) -> None:
    area = clerk.page.findChild(QScrollArea)
    assert area is not None
    clerk.window.resize(911, 512)
    clerk.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 40)
    area.verticalScrollBar().setValue(40)


def gives_a_reason(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.fills("reason", "退给本人").clicks("yes")


def test_pairing_says_what_is_wrong_in_terms_of_pairing(newcomer: Clerk) -> None:
    newcomer.goes_to("township").fills("township_url", NOBODY).fills("code", pairing.new_code())
    newcomer.clicks("pair").waits().waits_to_see("请核对镇所地址；地址没错，就等有网了再点“配对”")
    assert not newcomer.sees("现在上报"), "there is no such button yet"
    newcomer.fills("code", "0000-0000-0000-0000-0001").clicks("pair").waits().waits_to_see("可能少了或错了一个")


def test_an_address_without_its_beginning_is_taken_for_a_safe_one(newcomer: Clerk) -> None:
    newcomer.goes_to("township").fills("township_url", "127.0.0.1:9")
    newcomer.fills("code", pairing.new_code()).clicks("pair").waits()
    newcomer.waits_to_see("连不上镇所")
    assert newcomer.desk.keeping.set("township_url", "zhensuo.example.cn").township_url == "https://zhensuo.example.cn"


def test_a_line_about_money_says_whose_it_is(newcomer: Clerk, office: TownshipProcess) -> None:
    a_bad_number(newcomer)
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.desk.collecting.collect(Payment("p1", 2026, 20_000))
    newcomer.goes_to("township").clicks("predict").waits().waits_to_see("钱多多：收 2026 年养老保险费 200 元")
    newcomer.clicks("send").waits().waits_to_see("请再看一看的")
    newcomer.waits_to_see("钱多多：收 2026 年养老保险费 200 元")
    assert newcomer.sees("登记上册：钱多多") and not newcomer.sees("钱多多：登记上册")


def test_a_correction_leads_on_and_what_is_corrected_alarms_nobody(newcomer: Clerk, office: TownshipProcess) -> None:
    good = a_bad_number(newcomer)
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("镇所退回的：1 条")
    assert chip(newcomer) == "镇所退回 1 条"
    [refused] = newcomer.desk.road.state().refused
    newcomer.window.resize(911, 512)
    newcomer.clicks(f"mend_{refused.fact}").fills("id_number", good).enters()
    newcomer.waits_to_see("随下一批上报")
    newcomer.qtbot.waitUntil(lambda: scrolled(newcomer) == 0)
    assert chip(newcomer).startswith("待上报 1")
    newcomer.goes_to("township").waits_to_see("退回的 1 条改好了，随下一批上报")
    assert not newcomer.sees("要改") and not newcomer.sees("先改这些")
    newcomer.enters().waits().waits_to_see("记下的都报上去了")


def test_a_picture_in_a_name_is_refused_where_it_is_typed(newcomer: Clerk) -> None:
    person = register(newcomer.desk, "单雄信")
    newcomer.window.changed()
    newcomer.window.go(Place("person", f"{person}@name"))
    newcomer.fills("name", "单雄信👍").enters()
    newcomer.waits_to_see("姓名里有“👍”，打不到纸上")
    assert newcomer.desk.finding.person(person).name == "单雄信"
    newcomer.fills("name", "单雄心").enters().waits_to_see("资料已更正")


def test_what_went_wrong_stands_at_the_head_of_the_page(newcomer: Clerk, office: TownshipProcess) -> None:
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.desk.exchanging.send()
    register(newcomer.desk, "单雄信")
    newcomer.desk.keeping.set("township_url", NOBODY)
    scrolls_down(newcomer.goes_to("township").clicks("use_stick"))
    newcomer.clicks("send").waits().waits_to_see("没连上")
    newcomer.qtbot.waitUntil(lambda: scrolled(newcomer) == 0)


def test_a_year_that_both_pcs_took_is_told_once_and_stays_paid_when_one_is_void(
    newcomer: Clerk, other: Desk, office: TownshipProcess
) -> None:
    desk = newcomer.desk
    desk.keeping.set("township_url", office.url)
    person = register(desk, "单雄信")
    for each in (desk, other, other):
        each.exchanging.send(office.url)
    theirs = other.collecting.collect(Payment(person, 2026, 20_000))
    other.exchanging.send(office.url)
    mine = desk.collecting.collect(Payment(person, 2026, 20_000))
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("村里两台电脑都办过的：1 条")
    assert not newcomer.sees("请再看一看的"), "once is enough"
    newcomer.clicks(f"twice_{mine.number}").waits_to_see(mine.number)
    newcomer.will_answer(gives_a_reason)
    newcomer.clicks("void").waits_to_see("已红冲")
    assert newcomer.sees(f"这一年另有凭条 {theirs.number}，仍算已缴")
    assert not newcomer.sees("可以重新收")


def test_the_first_page_says_what_keeps_the_work_from_the_township(
    newcomer: Clerk, office: TownshipProcess, clock: StillClock
) -> None:
    register(newcomer.desk, "单雄信")
    newcomer.window.changed()
    newcomer.goes_to("people").goes_to("today").waits_to_see("还没有和镇所配对，记下的 3 条报不上去")
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.desk.exchanging.send()
    newcomer.window.changed()
    assert not newcomer.sees("报不上去") and not newcomer.sees("还没上报")
    register(newcomer.desk, "徐茂公", serial=3)
    newcomer.window.changed()
    assert not newcomer.sees("还没上报"), "of today: the chip is enough"
    clock.now += timedelta(days=8)
    newcomer.window.changed()
    newcomer.waits_to_see("有 1 条还没上报，最早的已经 8 天").clicks("todo_send")
    assert newcomer.page.name == "township"


def test_after_a_restore_the_first_page_says_from_when_on_work_is_missing_until_the_township_answered(
    fresh: Desk, office: TownshipProcess, clock: StillClock
) -> None:
    fresh.keeping.set("township_url", office.url)
    register(fresh, "单雄信")
    fresh.exchanging.send()
    fresh.keeping.back_up()
    until = moments.full(clock.now)
    clock.move(hours=30)
    fresh.close()
    spoil(fresh.path)
    with Desk.restore(fresh.path, PIN, clock) as desk:
        [line] = [each for each in desk.worklist.at_a_glance() if each.kind.name == "send"]
        assert line.words == (
            f"文件是从备份恢复的，{until} 以后记的不在里面。请上报一次，取回镇所收到过的；没报过的，照凭条存根补记"
        )
        assert line.kind.rank.is_pressing
        desk.exchanging.send()
        assert not [each for each in desk.worklist.at_a_glance() if each.kind.name == "send"]


def test_the_first_page_says_when_the_township_stopped_this_pc(newcomer: Clerk, office: TownshipProcess) -> None:
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.desk.exchanging.send()
    office.command("revoke", newcomer.desk.village.desk)
    store = newcomer.desk._store
    with store.writing():
        store.record(facts.PersonRegistered(person="p9", name="钱多多", id_number=id_number("19700101", 7)))
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("镇所停用了这台电脑")
    newcomer.goes_to("today").waits_to_see("有 1 条没报成：镇所停用了这台电脑")
