"""The doors: a first start, a right and a wrong PIN, a damaged file with its last backup, a second copy."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from tests import failing
from tests.desks import PIN, StillClock, new_desk, register
from tests.ui import measuring
from village_desk.desk import Desk
from village_desk.domain import moments
from village_desk.store.backups import folder_of, listed
from village_desk.ui import style
from village_desk.ui.app import Program
from village_desk.ui.opening import Door, FirstDoor, PinDoor
from village_desk.ui.recovering import RecoverDoor
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


def test_a_desk_that_is_open_already_is_refused_in_words(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    with Desk.open(file, PIN, StillClock()):
        door = shown(qtbot, PinDoor(file))
        fill(door, pin=PIN)
        with qtbot.assertNotEmitted(door.opened):
            door.main.click()
        assert "已经" in door.notice.text()


def test_a_damaged_file_offers_its_last_backup(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
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
    with qtbot.waitSignal(door.opened) as opened:
        door.restore_button.click()
    with opened.args[0] as desk:
        assert desk.finding.count() == 1


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


def test_a_damaged_file_without_a_backup_offers_none(dressed: QApplication, qtbot: QtBot, file: Path) -> None:
    shutil.rmtree(folder_of(file))
    file.write_bytes(file.read_bytes()[:5000] + bytes(4000) + file.read_bytes()[9000:])
    door = shown(qtbot, PinDoor(file))
    assert isinstance(door, PinDoor)
    fill(door, pin=PIN)
    door.main.click()
    assert "没有备份" in door.notice.text() and "从镇所找回" in door.notice.text()
    assert not door.restore_button.isVisible()


def test_a_first_start_makes_the_desk(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    door = shown(qtbot, FirstDoor(tmp_path / "new.vdesk"))
    fill(door, village="429004103002", village_name="沟二社区", pin="yi-er-san-4", pin_again="yi-er-san-4")
    with qtbot.waitSignal(door.opened) as opened:
        door.main.click()
    with opened.args[0] as desk:
        assert desk.village.desk == "429004103002-A"


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("village", {"village": "42900"}),
        ("village", {"village": "", "village_name": ""}),
        ("village_name", {"village_name": " "}),
        ("letter", {"letter": "1"}),
        ("pin", {"pin": "123", "pin_again": "123"}),
        ("pin_again", {"pin_again": "something-else"}),
    ],
)
def test_a_first_start_refuses_beside_the_field(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, field: str, texts: dict[str, str]
) -> None:
    door = shown(qtbot, FirstDoor(tmp_path / "new.vdesk"))
    good = {"village": "429004103002", "village_name": "沟二社区", "pin": "yi-er-san-4", "pin_again": "yi-er-san-4"}
    fill(door, **(good | texts))
    door.main.click()
    assert door.form.fields[field].refusal()
    assert not (tmp_path / "new.vdesk").exists()


def test_the_practice_village_opens_with_people_to_practise_on(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    door = shown(qtbot, FirstDoor(tmp_path / "new.vdesk"))
    assert isinstance(door, FirstDoor)
    with qtbot.waitSignal(door.opened, timeout=20_000) as opened:
        door.practice.click()
    with opened.args[0] as desk:
        assert desk.finding.count() > 900
        assert desk.path != tmp_path / "new.vdesk"
    assert not (tmp_path / "new.vdesk").exists()


@pytest.mark.parametrize("kind", [PinDoor, FirstDoor])
def test_a_door_can_be_read_and_fits_a_low_screen(
    dressed: QApplication, qtbot: QtBot, file: Path, kind: Callable[[Path], Door]
) -> None:
    door = shown(qtbot, kind(file))
    qtbot.waitUntil(lambda: not measuring.cut(door))
    assert not measuring.small_targets(door, style.size("target"))
    assert door.height() <= 700


@pytest.mark.parametrize("kind", [PinDoor, FirstDoor, RecoverDoor])
def test_on_a_very_low_screen_the_buttons_of_a_door_stay_in_sight_and_the_rest_scrolls(
    dressed: QApplication, qtbot: QtBot, file: Path, kind: Callable[[Path], Door]
) -> None:
    door = shown(qtbot, kind(file))
    [area] = door.findChildren(QScrollArea)
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
