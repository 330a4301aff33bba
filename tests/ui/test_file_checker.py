"""What the check behind the work finds: told on every page while work goes on, and the backup is offered."""

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from tests.desks import PIN, StillClock, spoil_table
from tests.ui.test_opening import fill
from tests.widgets import children
from village_desk.store.connection import troubles
from village_desk.ui.app import Program
from village_desk.ui.doors import PinDoor
from village_desk.ui.window import Window


def checked(qtbot: QtBot, window: Window) -> None:
    """The check of the day has run to its end."""
    window.checking.look()
    qtbot.waitUntil(lambda: not window.checking.running)


def told(window: QWidget) -> list[QWidget]:
    return [each for each in children(window, QWidget, "damage") if each.isVisible()]


def test_a_sound_file_is_looked_through_without_a_word(clerk: Clerk, clock: StillClock) -> None:
    clock.move(days=1)
    before = clerk.words()
    checked(clerk.qtbot, clerk.window)
    assert not clerk.desk.file_check.is_due()
    assert clerk.words() == before


def test_a_damage_behind_an_open_window_is_told_on_every_page_and_work_goes_on(clerk: Clerk, clock: StillClock) -> None:
    clerk.desk.keeping.back_up()
    clerk.desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    clerk.goes_to("people").looks_for("王")
    focused = QApplication.focusWidget()
    spoil_table(clerk.desk, "later_verdicts")
    clock.move(days=1)
    checked(clerk.qtbot, clerk.window)
    assert QApplication.focusWidget() is focused, "she is typing"
    for page in ("today", "people", "settings"):
        clerk.goes_to(page)
        assert len(told(clerk.window)) == 1
    checked(clerk.qtbot, clerk.window)
    assert len(told(clerk.window)) == 1, "once is enough"
    assert any("有损坏" in words for words in clerk.words())


def test_what_cannot_be_read_on_a_page_lets_the_file_be_looked_through_at_once(clerk: Clerk) -> None:
    clerk.desk.keeping.back_up()
    clerk.desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    spoil_table(clerk.desk, "later_verdicts")
    assert not clerk.desk.file_check.is_due()
    clerk.page.failed(troubles.named("damaged", "没有做成"))
    clerk.qtbot.waitUntil(lambda: len(told(clerk.window)) == 1)


def test_the_way_from_the_notice_leads_to_the_door_with_the_backup(
    clerk: Clerk, qtbot: QtBot, dressed: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = clerk.desk.path
    clerk.desk.keeping.back_up()
    clerk.window.close()
    clerk.desk.close()
    program = Program(file)
    program.start()
    door = program.shown
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    window = program.shown
    assert isinstance(window, Window) and program._desk is not None
    program._desk._store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    spoil_table(program._desk, "later_verdicts")
    program._desk.doubt(file)
    checked(qtbot, window)
    [notice] = told(window)
    [button] = [each for each in children(notice, QPushButton, "notice_action") if each.isVisible()]
    button.click()
    door = program.shown
    assert isinstance(door, PinDoor) and program._desk is None
    qtbot.addWidget(door)
    fill(door, pin=PIN)
    door.main.click()
    assert door.restore_button.isVisible()


def test_a_window_that_is_closed_stops_its_check(clerk: Clerk, clock: StillClock) -> None:
    clock.move(days=1)
    clerk.window.checking.look()
    clerk.window.close()
    assert not clerk.window.checking.running
