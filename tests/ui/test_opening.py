"""The doors: a first start, a right and a wrong PIN, a damaged file with its last backup, a second copy."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from tests import failing
from tests.desks import PIN, StillClock, new_desk, register, spoil
from tests.failing import full
from tests.ui import measuring
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.domain.basics import moments
from village_desk.store.file.backups import folder_of, listed
from village_desk.ui import app
from village_desk.ui.app import Program
from village_desk.ui.doors import Door, PinDoor
from village_desk.ui.kit import dialogs, style
from village_desk.ui.kit.cards import Notice
from village_desk.ui.recover_door import RecoverDoor
from village_desk.ui.window import Window

_held: list[Door] = []
"""The door in sight, held as the program holds it: Python must not take it apart while Qt shows it."""


def shown(qtbot: QtBot, door: Door) -> Door:
    _held[:] = [door]
    qtbot.addWidget(door)
    door.show()
    return door


def fill(door: Door, **texts: str) -> None:
    for name, text in texts.items():
        control = door.form.fields[name].control
        assert isinstance(control, QLineEdit)
        control.setText(text)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A closed desk file with one person and one backup."""
    with new_desk(tmp_path) as desk:
        register(desk, "王秀英")
        desk.keeping.back_up()
        return desk.path


def test_the_right_pin_opens_the_desk(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    fill(door, pin=PIN)
    with qtbot.waitSignal(door.opened) as opened:
        door.main.click()
    with opened.args[0] as desk:
        assert desk.finding.count() == 1


def test_a_wrong_pin_is_said_beside_its_field(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    fill(door, pin="nothing-like-it")
    with qtbot.assertNotEmitted(door.opened):
        door.main.click()
    assert "口令不对" in door.form.fields["pin"].refusal()


def test_a_wrong_pin_is_typed_over(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    QTest.keyClicks(door.form.fields["pin"].control, "nothing-like-it")
    door.main.click()
    with qtbot.waitSignal(door.opened) as opened:
        QTest.keyClicks(door.form.fields["pin"].control, PIN)
        QTest.keyClick(door.form.fields["pin"].control, Qt.Key.Key_Return)
    opened.args[0].close()


def test_an_empty_pin_is_no_try(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    for _again in range(4):
        QTest.keyClick(door.form.fields["pin"].control, Qt.Key.Key_Return)
        assert "还没有输口令" in door.form.fields["pin"].refusal()
    fill(door, pin=PIN)
    with qtbot.waitSignal(door.opened) as opened:
        door.main.click()
    opened.args[0].close()


def test_the_wait_after_wrong_pins_is_counted_down(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    clock = StillClock()
    door = PinDoor(file, clock)
    shown(qtbot, door)
    for _again in range(3):
        fill(door, pin="nothing-like-it")
        door.main.click()
    said = [door.pin.refusal()]
    assert "6 秒" in said[0] and door.second.isActive()
    door.second.stop()  # the seconds of this test are told, not lived
    other = PinDoor(file, clock)
    shown(qtbot, other)
    assert "6 秒" in other.pin.refusal(), "also where the program was started anew"
    for seconds in (2, 2, 2):
        clock.move(seconds=seconds)
        other.second.timeout.emit()
        said.append(other.pin.refusal())
    assert ["4 秒" in said[1], "2 秒" in said[2], "可以再输" in said[3]] == [True] * 3
    assert not other.second.isActive()
    fill(other, pin=PIN)
    with qtbot.waitSignal(other.opened) as opened:
        other.main.click()
    opened.args[0].close()


def test_a_desk_that_is_open_already_is_refused_in_words(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    with Desk.open(file, PIN, StillClock()):
        door = shown(qtbot, PinDoor(file))
        fill(door, pin=PIN)
        with qtbot.assertNotEmitted(door.opened):
            door.main.click()
        assert "已经" in door.notice.text()


def test_a_damaged_file_offers_its_last_backup(
    dressed: QApplication, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytearray(file.read_bytes())
    content[5000:9000] = bytes(4000)
    file.write_bytes(content)
    door = shown(qtbot, PinDoor(file))
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    assert "损坏" in door.notice.text()
    assert moments.full(listed(file)[0].made_at) in door.notice.text(), "which backup it is"
    assert door.restore_button.isVisible()
    qtbot.waitUntil(lambda: not measuring.cut(door))
    asked = answered(monkeypatch, dialogs.Sure, False)
    with qtbot.assertNotEmitted(door.opened):
        door.restore_button.click()
    assert file.read_bytes() == bytes(content) and door.restore_button.isVisible()
    assert "沟二社区" in asked[0] and "看不出来" in asked[0]
    answered(monkeypatch, dialogs.Sure, True)
    with qtbot.waitSignal(door.opened) as opened:
        door.restore_button.click()
    with opened.args[0] as desk:
        assert desk.finding.count() == 1


def answered(monkeypatch: pytest.MonkeyPatch, dialog: type[dialogs.Dialog], yes: bool) -> list[str]:
    """The dialog is answered like that by whoever sits there; the words that it showed."""
    words: list[str] = []

    def ends(self: dialogs.Dialog) -> int:
        words.append(" ".join(each.text() for each in children(self, QLabel)))
        return int(QDialog.DialogCode.Accepted if yes else QDialog.DialogCode.Rejected)

    monkeypatch.setattr(dialog, "exec", ends)
    return words


def test_a_file_that_opens_after_all_is_opened_and_not_restored(
    dressed: QApplication, qtbot: QtBot, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(file)
    door = shown(qtbot, PinDoor(file))
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    spoil(file)  # the same bytes turned round again
    told = answered(monkeypatch, dialogs.Notice, True)
    with qtbot.waitSignal(door.opened) as opened:
        door.restore_button.click()
    opened.args[0].close()
    assert "是好的" in told[0]
    assert not list(file.parent.glob("*.damaged-*"))


def test_a_desk_that_can_only_be_read_says_so_on_every_page(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    with full(file):
        program = Program(file)
        program.start()
        door = program.shown
        assert isinstance(door, PinDoor)
        fill(door, pin=PIN)
        door.main.click()
        window = program.shown
        assert isinstance(window, Window)
        qtbot.addWidget(window)
        for page in ("today", "people", "collect", "settings"):
            window.go_to(page)
            notice = window.findChild(Notice, "hindrance")
            assert isinstance(notice, Notice)
            assert "只能看" in notice.text() and "腾出" in notice.text()
        assert "只能看" in window.windowTitle()
        name = window.page().findChild(QLineEdit, "coordinator")
        assert isinstance(name, QLineEdit)
        name.setText("王会计")
        QTest.keyClick(name, Qt.Key.Key_Return)
        assert "只能看" in window.page().notice.text(), "a setting is not kept, and that is said"
        assert not window._desk.contacting.wants_a_try()
        program.leave()


def test_a_file_in_use_or_on_a_failing_disk_offers_no_backup(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    for call, number in (("pread", errno.ETIMEDOUT), ("open", errno.EIO)):
        with failing.calls(call, number, file.parent, ".vdesk"):
            door.main.click()
        assert "没有打开" in door.notice.text() and "损坏" not in door.notice.text()
        assert not door.restore_button.isVisible()
    with qtbot.waitSignal(door.opened) as opened:
        door.main.click()
    opened.args[0].close()


def test_long_words_at_a_door_and_in_a_dialog_are_not_cut(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    door = shown(qtbot, PinDoor(file))
    door.show_notice(_LONG, _LONG)
    qtbot.waitUntil(lambda: not measuring.cut(door))
    dialog = dialogs.Sure(door, "标题", "\n".join([_LONG] * 3), "好")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not measuring.cut(dialog))


_LONG = "这不是上次打开的那个协办台文件，或者它的开头坏了，请看清楚再做，不要急。" * 3


def test_a_damaged_file_without_a_backup_offers_none(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    shutil.rmtree(folder_of(file))
    file.write_bytes(file.read_bytes()[:5000] + bytes(4000) + file.read_bytes()[9000:])
    door = shown(qtbot, PinDoor(file))
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    assert "没有备份" in door.notice.text() and "从镇所找回" in door.notice.text()
    qtbot.waitUntil(lambda: not measuring.cut(door))
    assert not door.restore_button.isVisible()


@pytest.mark.parametrize("kind", [PinDoor])
def test_a_door_can_be_read_and_fits_a_low_screen(
    dressed: QApplication, qtbot: QtBot, file: Path, kind: Callable[[Path], Door]
) -> None:
    door = shown(qtbot, kind(file))
    qtbot.waitUntil(lambda: not measuring.cut(door))
    assert not measuring.small_targets(door, style.size("target"))
    assert door.height() <= 700


@pytest.mark.parametrize("kind", [PinDoor, RecoverDoor])
def test_on_a_very_low_screen_the_buttons_of_a_door_stay_in_sight_and_the_rest_scrolls(
    dressed: QApplication, qtbot: QtBot, file: Path, kind: Callable[[Path], Door]
) -> None:
    door = shown(qtbot, kind(file))
    [area] = children(door, QScrollArea)
    assert not area.verticalScrollBar().maximum(), "here is room for all of it"
    door.resize(door.width(), 470)
    assert door.height() == 470, "a screen of 1366x768 at 150 % has no more"
    assert door.main.geometry().bottom() < 470
    qtbot.waitUntil(lambda: not door.main.visibleRegion().isEmpty())
    fill(door, **dict.fromkeys(list(door.form.fields)[-1:], "x"))
    door.main.click()
    first = next(each for each in door.form.fields.values() if each.refusal())
    qtbot.waitUntil(lambda: first.visibleRegion().boundingRect() == first.rect())


def test_the_program_shows_the_door_and_then_the_desk(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    program = Program(file)
    program.start()
    door = program.shown
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    assert isinstance(program.shown, Window)
    qtbot.addWidget(program.shown)
    program.leave()
    with Desk.open(file, PIN) as desk:
        assert desk.finding.count() == 1, "the file was let go"


def test_where_no_log_can_be_written_the_window_opens_all_the_same(
    dressed: QApplication, qtbot: QtBot, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(file))  # no folder: nothing can be made in it
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    desk = Desk.open(file, PIN, StillClock())
    seen: list[Window] = []

    def look() -> None:
        seen.extend(each for each in QApplication.topLevelWidgets() if isinstance(each, Window) and each.isVisible())
        QApplication.exit(7)

    QTimer.singleShot(0, look)
    assert app.run(file, desk) == 7
    assert len(seen) == 1
    qtbot.addWidget(seen[0])
