"""Safety in her hand, by the real window: another PIN, a copy on a stick, a backup put back, about this PC."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from tests.desks import PIN, StillClock, new_desk, register
from tests.ui import measuring
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.store.file import sticks
from village_desk.ui.app import Program
from village_desk.ui.kit import style
from village_desk.ui.pages.care.restore_page import RestorePage
from village_desk.ui.stick_watch import StickWatch
from village_desk.ui.window import Window

NEW = "xin-kou-ling-7"
PICTURES = os.environ.get("VILLAGE_PICTURES")
SIZES = {"1366": (1366, 768), "150": (911, 512), "1920": (1920, 1080)}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that a test may plug in."""
    root = tmp_path / "王会计的U盘"
    root.mkdir()
    return root


@pytest.fixture
def program(dressed: QApplication, qtbot: QtBot, tmp_path: Path, clock: StillClock) -> Iterator[Program]:
    with new_desk(tmp_path / "pc", clock) as desk:
        person = register(desk, "单雄信")
        desk.keeping.back_up()
        desk.collecting.collect(Payment(person, 2026, 10_000))
    program = Program(desk.path)
    program.enter(Desk.open(desk.path, PIN, clock))
    yield program
    assert program.shown is not None
    program.shown.close()
    program.leave()


def clerk_of(program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Clerk:
    """Somebody at the window that is there now."""
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=15_000)
    window, desk = program.shown, program._desk
    assert isinstance(window, Window) and desk is not None
    window.resize(*SIZES["1366"])
    window.activateWindow()
    return Clerk(qtbot, window, desk, monkeypatch)


def looks(clerk: Clerk, name: str) -> None:
    """Nothing is cut or too small in three sizes; pictures are kept where they are wanted."""
    for words, size in SIZES.items():
        clerk.window.resize(*size)
        # what is drawn anew is fitted again once its scroll bar stands
        clerk.qtbot.waitUntil(lambda: not measuring.cut(clerk.window), timeout=3_000)
        clerk.qtbot.waitUntil(lambda: not measuring.sideways(clerk.window), timeout=3_000)
        assert not measuring.small_targets(clerk.window, style.size("target"))
        if PICTURES:
            clerk.qtbot.wait(50)
            clerk.window.grab().save(f"{PICTURES}/{name}-{words}.png")
    clerk.window.resize(*SIZES["1366"])


def test_the_pin_is_changed_and_the_window_is_there_again(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    clerk.goes_to("settings")
    looks(clerk, "settings")
    clerk.clicks("see_pin")
    assert clerk.sees("先输现在的口令") and clerk.sees("还用旧口令打开")
    clerk.fills("pin", "falsch-falsch").fills("new_pin", NEW).fills("pin_again", NEW[:5])
    looks(clerk, "pin")
    assert not clerk.there(QAbstractButton, "change_pin").isEnabled()
    clerk.fills("pin_again", NEW).enters()
    assert clerk.sees("口令不对") and program.shown is clerk.window, "the window stays"
    clerk.fills("pin", PIN).enters()
    again = clerk_of(program, qtbot, monkeypatch)
    assert again.window is not clerk.window
    again.waits_to_see("口令换好了").waits_to_see("还用旧口令打开")
    looks(again, "pin-changed")
    assert len(again.desk.keeping.backups()) == 2, "one under the new PIN was made"
    path = again.desk.path
    again.window.close()
    program.leave()
    with pytest.raises(Refused):
        Desk.open(path, PIN)
    program.enter(Desk.open(path, NEW))


def test_a_stick_that_is_plugged_in_asks_and_one_button_copies(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stick: Path, clock: StillClock
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    assert not clerk.sees("U 盘")
    watch = StickWatch(clerk.window, clerk.desk)
    clerk.goes_to("people")
    monkeypatch.setenv(sticks.VARIABLE, str(stick))
    watch.look()
    clerk.waits_to_see("U 盘插上了：王会计的U盘")
    looks(clerk, "stick")
    clerk.clicks("notice_action").waits()
    [made] = stick.iterdir()
    clerk.waits_to_see(made.name).waits_to_see("可以拔 U 盘了")
    looks(clerk, "stick-copied")
    assert clerk.text("outside_words").startswith("上次备份到 U 盘是 2026-11-02，之后没有新记录")
    monkeypatch.setenv(sticks.VARIABLE, "")
    watch.look()
    assert not watch.notice.isVisible()
    register(clerk.desk, "秦叔宝", serial=2)
    clock.move(days=8)
    clerk.page.changed.emit()
    clerk.goes_to("today").waits_to_see("请插 U 盘备份一次")
    monkeypatch.setenv(sticks.VARIABLE, str(stick))
    clerk.page.changed.emit()
    clerk.waits_to_see("现在就能备份")
    looks(clerk, "today-backup")
    clerk.clicks("todo_backup").waits().waits_to_see("可以拔 U 盘了")
    assert len([*stick.iterdir()]) == 2
    clerk.goes_to("today")
    assert not clerk.sees("现在就能备份")


def test_a_stick_pulled_out_while_it_is_written_is_said(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, stick: Path
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    clerk.goes_to("settings").will_pick(stick.with_name("not there")).clicks("back_up_to").waits()
    clerk.waits_to_see("找不到这个文件夹")


def test_a_backup_is_put_back_after_a_look_at_what_would_change(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    clerk.goes_to("settings").clicks("choose_backup")
    page = clerk.page
    assert isinstance(page, RestorePage)
    looks(clerk, "restore-empty")
    page._which.setCurrentIndex(1)
    page._which.activated.emit(1)
    clerk.waits().waits_to_see("A-2026-000001-0")
    looks(clerk, "restore-plan")
    clerk.fills("pin", "falsch-falsch").clicks("swap_in")
    assert clerk.sees("口令不对")
    clerk.fills("pin", PIN)

    def says_yes(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.clicks("yes")

    clerk.will_answer(says_yes).clicks("swap_in")
    qtbot.waitUntil(lambda: program.shown is not clerk.window, timeout=5_000)
    again = clerk_of(program, qtbot, monkeypatch)
    again.waits_to_see("换上了这份备份")
    looks(again, "restored")
    assert again.desk.keeping.held().receipts == 0 and again.desk.keeping.check().well
    assert list(again.desk.path.parent.glob("*.damaged-*"))


def test_about_this_pc_and_the_report(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    clerk.goes_to("settings").clicks("see_about")
    clerk.waits_to_see("程序版本").waits_to_see("429004103002-A")
    looks(clerk, "about")
    out = tmp_path / "报告.zip"
    clerk.will_pick(out).clicks("save_report").waits().waits_to_see("报告存好了")
    assert "about.json" in zipfile.ZipFile(out).namelist()
    clerk.presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "settings"


def test_a_setting_does_not_take_what_is_typed_for_the_search(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = clerk_of(program, qtbot, monkeypatch)
    clerk.goes_to("settings").presses(Qt.Key.Key_7)
    assert clerk.window.search.text() == "7"
    assert clerk.desk.keeping.settings().coordinator == ""
