"""The field for a PIN: the eye, the word for its strength, Caps Lock; and the village's name at the door."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.desks import PIN, StillClock, new_desk
from tests.ui import measuring
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.ui.doors import PinDoor
from village_desk.ui.kit import style
from village_desk.ui.pin_edit import PinEdit

_CTRL_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def edit(dressed: QApplication, qtbot: QtBot) -> PinEdit:
    found = PinEdit(judged=True, big=True)
    qtbot.addWidget(found)
    found.resize(576, 56)
    found.show()
    return found


def test_the_word_inside_says_how_strong_the_pin_is(edit: PinEdit) -> None:
    said = []
    for text in ("", "gou", "123456", "gou-er-2026"):
        edit.setText(text)
        said.append(edit.word.text())
    assert said == ["", "太短", "太好猜", "够结实"]
    assert not measuring.cut(edit) and not measuring.small_targets(edit, style.size("target"))


def test_the_eye_shows_what_was_typed_until_the_keyboard_leaves(edit: PinEdit) -> None:
    QTest.keyClicks(edit, "gou-er")
    QTest.keyClick(edit, Qt.Key.Key_V, _CTRL_ALT)
    assert edit.echoMode() is QLineEdit.EchoMode.Normal and edit.text() == "gou-er"
    QTest.keyClick(edit, Qt.Key.Key_V, _CTRL_ALT)
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    edit.eye.click()
    edit.setFocus()
    edit.clearFocus()
    assert edit.echoMode() is QLineEdit.EchoMode.Password


def test_capital_letters_without_shift_tell_of_caps_lock(edit: PinEdit) -> None:
    told: list[bool] = []
    edit.caps.connect(told.append)
    QTest.keyClicks(edit, "a")
    assert told == []
    QTest.keyClicks(edit, "B", Qt.KeyboardModifier.ShiftModifier)
    assert told == [], "a capital letter with shift is meant"
    QTest.keyClicks(edit, "B")
    QTest.keyClicks(edit, "1")
    QTest.keyClicks(edit, "c")
    assert told == [True, False]


def test_the_door_has_the_villages_name_and_tells_of_caps_lock(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    new_desk(tmp_path).close()
    door = PinDoor(tmp_path / "desk.vdesk", StillClock())
    qtbot.addWidget(door)
    door.show()
    said = [each.text() for each in children(door, QLabel)]
    assert "沟二社区" in said and not any("desk.vdesk" in each for each in said)
    QTest.keyClicks(door.pin.control, "G")
    assert any("大写锁定" in each.text() for each in children(door, QLabel) if each.isVisible())
    qtbot.waitUntil(lambda: not measuring.cut(door))
    companion = tmp_path / "desk.vdesk.json"
    companion.unlink()
    assert Desk.village_name(tmp_path / "desk.vdesk") == ""
    Desk.open(tmp_path / "desk.vdesk", PIN, StillClock()).close()
    assert Desk.village_name(tmp_path / "desk.vdesk") == "沟二社区"
