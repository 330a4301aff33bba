"""Stories of a line that comes and goes: the desk tries again by itself, says so, and never gets in her way."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from tests.clerk import Clerk
from tests.desks import StillClock, register
from tests.township import moods
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from tests.ui import measuring
from tests.widgets import children
from village_desk.domain.basics.moments import BEIJING
from village_desk.domain.contacts import SOON, WAITED
from village_desk.services.collecting import Payment
from village_desk.settings import NO
from village_desk.ui.kit.cards import ClockNotice

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def met(newcomer: Clerk, office: TownshipProcess) -> Clerk:
    """Somebody whose desk has met its township, and has recorded something since."""
    newcomer.desk.keeping.set("township_url", office.url)
    newcomer.desk.exchanging.send()
    register(newcomer.desk, "单雄信")
    newcomer.window.changed()
    return newcomer


def chip(clerk: Clerk) -> str:
    return clerk.window.topbar.chip.text()


def without_a_line(clerk: Clerk) -> Clerk:
    clerk.desk.keeping.set("township_url", NOBODY)
    return clerk.goes_to("township").clicks("send").waits().waits_to_see("没连上：连不上镇所")


def tries(clerk: Clerk) -> Clerk:
    """The time has come."""
    clerk.window.sending._timer.timeout.emit()
    return clerk


def test_after_a_failure_the_desk_tries_again_and_says_when(met: Clerk, office: TownshipProcess) -> None:
    clerk = without_a_line(met)
    plan = clerk.window.sending.plan()
    assert plan.next_at is not None
    assert 40_000 < clerk.window.sending._timer.remainingTime() < 80_000
    assert f"{plan.next_at:%H:%M} 再试" in clerk.text("road_last")
    assert chip(clerk).endswith(f"{plan.next_at:%H:%M} 再试")
    clerk.qtbot.waitUntil(lambda: not measuring.cut(clerk.window))
    tries(clerk).qtbot.waitUntil(lambda: not clerk.window.sending.plan().running)
    assert clerk.window.sending._timer.remainingTime() > 85_000, "the next pause is longer"
    clerk.desk.keeping.set("township_url", office.url)
    tries(clerk).waits_to_see("记下的都报上去了")
    assert chip(clerk) == "都已上报"
    assert clerk.window.sending.plan().next_at is None
    assert office.status()["people"] == 1


def test_nothing_is_taken_from_her_hands_while_it_tries(met: Clerk, office: TownshipProcess) -> None:
    clerk = without_a_line(met)
    clerk.desk.keeping.set("township_url", office.url)
    clerk.goes_to("settings").fills("hotline", "0728-33")
    clerk.there(QLineEdit, "coordinator").setFocus()
    typing = QApplication.focusWidget()
    tries(clerk).qtbot.waitUntil(lambda: chip(clerk) == "都已上报", timeout=15_000)
    assert QApplication.focusWidget() is typing
    assert clerk.page.name == "settings"
    assert not clerk.window.job_bar.isVisible()
    assert not clerk.page.notice.isVisible()
    clerk.presses(Qt.Key.Key_X)
    assert clerk.desk.keeping.settings().hotline == ""


def test_work_that_waited_long_goes_up_by_itself(met: Clerk, office: TownshipProcess, clock: StillClock) -> None:
    tries(met)
    assert not met.window.sending.plan().running, "it waits since a moment only"
    clock.move(hours=WAITED.total_seconds() / 3600)
    tries(met).qtbot.waitUntil(lambda: chip(met) == "都已上报", timeout=15_000)
    assert office.status()["people"] == 1


def test_a_fee_goes_up_by_itself_within_minutes_and_asks_for_no_paper(
    met: Clerk, office: TownshipProcess, clock: StillClock
) -> None:
    [found] = met.desk.finding.find("单雄信")
    met.desk.collecting.collect(Payment(found.resident.id, clock.now.year, 20000))
    met.window.changed()
    met.goes_to("collect")
    tries(met)
    assert not met.window.sending.plan().running, "somebody else may be at the table"
    clock.move(minutes=SOON.total_seconds() / 60)
    tries(met).qtbot.waitUntil(lambda: chip(met) == "都已上报", timeout=15_000)
    assert (met.page.name, met.window.job_bar.isVisible(), met.page.notice.isVisible()) == ("collect", False, False)
    assert office.status()["people"] == 1


def test_who_sends_by_hand_meanwhile_waits_for_what_is_under_way(met: Clerk, office: TownshipProcess) -> None:
    clerk, begun, go_on = without_a_line(met), threading.Event(), threading.Event()
    real = moods.relay(office.url)

    def slow(stranger: moods.Stranger) -> None:
        begun.set()
        go_on.wait(30)
        real(stranger)

    with moods.moody(slow) as relay:
        clerk.desk.keeping.set("township_url", relay.url)
        tries(clerk)
        assert begun.wait(10)
        clerk.waits_to_see("正在上报")
        clerk.clicks("send").waits_to_see("正在上报，马上就好")
        assert not clerk.window.jobs.busy
        go_on.set()
        clerk.waits_to_see("镇所收下 3 条")
    assert office.status()["people"] == 1


def test_a_refusal_stops_the_tries_and_stays_in_sight_with_its_cure(met: Clerk, tmp_path: Path) -> None:
    folder = tmp_path / "strict"
    folder.mkdir()
    clerk = without_a_line(met)
    with met.desk._store.writing() as db:
        db.execute("DELETE FROM townships")
    with township(folder, trust_new_desks=False) as strict:
        clerk.desk.keeping.set("township_url", strict.url)
        clerk.clicks("send").waits()
    assert clerk.window.sending.plan().next_at is None
    assert "没报成：镇所还不认识这台电脑" in clerk.text("road_last")
    assert "请向镇所要配对码" in clerk.text("road_cure")
    assert chip(clerk).endswith("没报成，请看")
    tries(clerk)
    assert not clerk.window.sending.plan().running


def test_who_does_not_want_it_is_left_alone(met: Clerk) -> None:
    clerk = without_a_line(met)
    clerk.goes_to("settings").chooses("auto_send", "不自动，我自己点").clicks("save_settings").waits_to_see(
        "设置存好了"
    )
    assert clerk.desk.keeping.settings().auto_send == NO
    assert clerk.window.sending.plan().next_at is None
    assert "再试" not in chip(clerk)


@pytest.mark.parametrize("page", ["today", "collect"])
def test_a_wrong_date_is_told_where_it_matters_and_blocks_nothing(
    newcomer: Clerk, clock: StillClock, page: str
) -> None:
    register(newcomer.desk, "单雄信")
    clock.now = datetime(1970, 1, 1, 8, tzinfo=BEIJING)
    newcomer.window.changed()
    newcomer.goes_to("people").goes_to(page).waits_to_see("电脑日期可能不对：现在显示 1970-01-01")
    newcomer.qtbot.waitUntil(lambda: not measuring.cut(newcomer.window))
    notice = next(each for each in children(newcomer.page, ClockNotice))
    assert notice.property("card") == "attention"
    newcomer.there(QLabel, "notice_message")
    newcomer.clicks("notice_close")
    newcomer.window.changed()
    assert not notice.isVisible(), "once closed it stays away"
    newcomer.goes_to("collect").finds("单雄信").enters().waits()
    assert len(newcomer.desk.collecting.recent()) == 1
    clock.now = StillClock().now
    newcomer.window.changed()
    newcomer.goes_to(page)
    assert not newcomer.sees("电脑日期可能不对")
