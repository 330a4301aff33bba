"""Backups from the window: by themselves behind the work, on a stick, and the room for them told before it is short."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.clerk import Clerk
from tests.desks import PIN, StillClock, register
from tests.ui.test_file_checker import checked
from village_desk.desk import Desk
from village_desk.store.file import backups, room

Usage = namedtuple("Usage", "total used free")


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(2**40, 0, size))


def test_a_days_work_is_backed_up_behind_it_and_a_day_without_work_is_not(clerk: Clerk, clock: StillClock) -> None:
    checked(clerk.qtbot, clerk.window)
    before = clerk.desk.keeping.backups()
    clock.move(days=1)
    register(clerk.desk, "某某", serial=999)
    clerk.goes_to("settings")
    focused = QApplication.focusWidget()
    checked(clerk.qtbot, clerk.window)
    after = clerk.desk.keeping.backups()
    assert len(after) == len(before) + 1
    assert QApplication.focusWidget() is focused
    assert clerk.goes_to("today").goes_to("settings").sees(f"共 {len(after)} 份")
    clock.move(days=1)
    checked(clerk.qtbot, clerk.window)
    assert clerk.desk.keeping.backups() == after
    assert not clerk.desk.file_check.is_due(), "it was looked through"


def test_a_big_step_is_backed_up_on_the_same_day(clerk: Clerk) -> None:
    checked(clerk.qtbot, clerk.window)
    assert not clerk.desk.file_check.is_due()
    for serial in range(200):
        register(clerk.desk, "某某", birth="19600101", serial=serial)
    assert clerk.desk.file_check.is_due()
    checked(clerk.qtbot, clerk.window)
    assert not clerk.desk.file_check.is_due()
    head = clerk.desk._store.head()
    assert clerk.desk.keeping.backups()[0].place == (head.ordinal, head.seq)


def test_a_backup_goes_to_a_stick_and_opens_there(clerk: Clerk, clock: StillClock, tmp_path: Path) -> None:
    stick = tmp_path / "U"
    stick.mkdir()
    clerk.goes_to("settings").will_pick(stick).clicks("back_up_to").waits().waits_to_see("备份到 U 盘做好了")
    [copy] = stick.iterdir()
    assert copy.name.startswith(clerk.desk.village.desk)
    with Desk.open(copy, PIN, clock) as desk:
        assert desk.finding.count() == clerk.desk.finding.count()


def test_a_stick_that_is_too_small_is_told_with_what_is_missing(
    clerk: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "U"
    stick.mkdir()
    free(monkeypatch, 2**16)
    clerk.goes_to("settings").will_pick(stick).clicks("back_up_to").waits().waits_to_see("那里放不下，还差")
    assert clerk.sees("请换一个 U 盘")
    assert not list(stick.iterdir())


def test_a_short_disk_is_told_on_the_first_page_and_in_the_settings_and_fees_go_on(
    clerk: Clerk, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not clerk.waits_to_see("今年还没缴").sees("磁盘")
    checked(clerk.qtbot, clerk.window)
    before = clerk.desk.keeping.backups()
    free(monkeypatch, room._RESERVE)
    clock.move(days=1)
    clerk.goes_to("collect").finds("hyz").enters().goes_to("today")
    clerk.waits_to_see("磁盘快满了，放新备份还差")
    checked(clerk.qtbot, clerk.window)
    assert clerk.desk.keeping.backups() == before
    assert not clerk.desk.file_check.is_due(), "the file is looked through all the same"
    clerk.window.resize(911, 512)
    clerk.clicks("todo_room")
    assert clerk.page.name == "settings" and clerk.sees("还放得下 0 份备份")
    clerk.qtbot.waitUntil(lambda: not clerk.there(QLabel, "room_warning").visibleRegion().isEmpty())
    clerk.clicks("back_up").waits().waits_to_see("备份没有做成：磁盘放不下，还差")
    free(monkeypatch, 2**40)
    clerk.clicks("back_up").waits().waits_to_see("备份做好了")
    assert not clerk.sees("放不下")
    assert not clerk.goes_to("today").waits_to_see("今年还没缴").sees("磁盘")


def test_a_folder_of_backups_that_takes_nothing_is_told_on_every_page(clerk: Clerk, clock: StillClock) -> None:
    folder = backups.folder_of(clerk.desk.path)
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_bytes(b"")
    clock.move(days=1)
    register(clerk.desk, "某某", serial=999)
    checked(clerk.qtbot, clerk.window)
    assert clerk.sees("备份没有做成")
