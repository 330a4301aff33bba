"""Stories of a village without a line that lost its records: they come back with the stick, and the screen says how."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from tests.desks import PIN, VILLAGE, StillClock, new_desk, register, spoil
from tests.stories.test_hard_month import PICTURES, ends, opened
from tests.stories.test_road import at_the_office, office, stick
from tests.township.process import TownshipProcess
from tests.ui import measuring
from village_desk.desk import Desk
from village_desk.services.collecting import Payment
from village_desk.services.road import batch_words
from village_desk.ui.app import Program
from village_desk.ui.first.first_start import FirstStart
from village_desk.ui.kit import dialogs, style
from village_desk.ui.kit.table_views import Table
from village_desk.ui.recover_door import RecoverDoor
from village_desk.ui.window import Window

__all__ = ["office", "stick"]


pytestmark = pytest.mark.usefixtures("still")


@pytest.fixture
def old(tmp_path: Path, office: TownshipProcess, stick: Path, clock: StillClock) -> Desk:
    """A desk that was paired by stick and has sent a fee, then made a backup; then another fee, which was sent too."""
    desk = new_desk(tmp_path / "old", clock)
    at_the_office(office, "pair", VILLAGE.desk, "--file", str(stick))
    digits = desk.joining.pair_by_stick(stick)
    for serial in (1, 2):
        desk.collecting.collect(Payment(register(desk, f"村民{serial}", serial=serial), 2026, 20_000))
        desk.exchanging.write_stick(stick)
        if serial == 1:
            at_the_office(office, "stick", str(stick))
            at_the_office(office, "approve", VILLAGE.desk, "--digits", digits)
        at_the_office(office, "stick", str(stick))
        assert desk.exchanging.read_stick(stick).sent.waiting == 0
        if serial == 1:
            desk.keeping.back_up()
    return desk


def door_of(program: Program, pin: str) -> RecoverDoor:
    """The door of a recovery, with the PIN filled in."""
    door = program.shown
    assert isinstance(door, RecoverDoor)
    for name in ("pin", "pin_again"):
        control = door.form.fields[name].control
        assert isinstance(control, QLineEdit)
        control.setText(pin)
    return door


def picture(door: RecoverDoor, name: str) -> None:
    if PICTURES:
        door.grab().save(f"{PICTURES}/{name}.png")


def test_a_lost_pc_comes_back_by_the_stick_that_goes_to_the_township_and_returns(
    dressed: QApplication,
    qtbot: QtBot,
    old: Desk,
    office: TownshipProcess,
    stick: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old.close()
    path, fresh_stick = tmp_path / "new" / "desk.vdesk", tmp_path / "another stick"
    fresh_stick.mkdir()
    monkeypatch.setattr(dialogs.OpenFolder, "ask", classmethod(lambda _cls, *_asked: fresh_stick))
    at_the_office(office, "pair", VILLAGE.desk, "--file", str(fresh_stick))
    program = Program(path)
    program.start()
    assert isinstance(program.shown, FirstStart)
    program.shown.village.recover.click()
    door = door_of(program, PIN)
    qtbot.addWidget(door)
    door.by_stick.click()
    assert door.form.fields["village"].refusal(), "which desk it was is asked first"
    control = door.form.fields["village"].control
    assert isinstance(control, QLineEdit)
    control.setText(VILLAGE.code)
    door.by_stick.click()
    qtbot.waitUntil(lambda: "抄下这 16 位数字" in door.notice.text(), timeout=15_000)
    qtbot.waitUntil(lambda: door.by_stick.isEnabled())
    assert "U 盘拿回来，再点“用 U 盘找回”" in door.notice.text()
    qtbot.waitUntil(lambda: not measuring.cut(door))
    assert not measuring.small_targets(door, style.size("target"))
    picture(door, "recover_by_stick")
    digits = door.notice.text().partition("：")[2].split()[0]
    door.close()
    assert digits in at_the_office(office, "stick", str(fresh_stick))
    at_the_office(office, "approve", VILLAGE.desk, "--digits", digits)
    assert "交回村里" in at_the_office(office, "stick", str(fresh_stick))
    again = Program(path)
    again.start()
    door = door_of(again, PIN)
    assert "上次还没有找回完" in door.notice.text()
    assert (door.village.text(), door.letter.text()) == (VILLAGE.code, "A"), "she need not type it again"
    picture(door, "recover_goes_on")
    door.by_stick.click()
    desk = opened(again, qtbot)
    assert (desk.finding.count(), desk.village.name) == (2, VILLAGE.name)
    assert not Desk.is_recovering(path)
    ends(again)


def test_a_restored_backup_tells_that_the_stick_has_to_come_back_and_once_more_to_go(
    dressed: QApplication,
    qtbot: QtBot,
    old: Desk,
    office: TownshipProcess,
    stick: Path,
    clock: StillClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old.close()
    spoil(old.path)
    desk = Desk.restore(old.path, PIN, clock)
    window = Window(desk)
    window.resize(1366, 768)
    qtbot.addWidget(window)
    window.show()
    clerk = Clerk(qtbot, window, desk, monkeypatch).goes_to("township").will_pick(stick)
    assert desk.finding.count() == 1
    clerk.clicks("use_stick").clicks("write_stick").waits().waits_to_see("一定把 U 盘拿回来读")
    at_the_office(office, "stick", str(stick))
    clerk.clicks("read_stick").waits().waits_to_see("已从镇所取回")
    assert clerk.sees("请再写一次 U 盘送去镇所")
    clerk.clicks("write_stick").waits()
    numbers = [batch_words.named(each) for each in clerk.there(Table, "batches").rows()]
    assert numbers[-1] == "第 1 批" and numbers[0].startswith("第 1 批（")
    assert len(set(numbers)) == len(numbers), "one number does not stand for two batches"
    if PICTURES:
        window.grab().save(f"{PICTURES}/back_by_stick.png")
    assert desk.finding.count() == 2
    clerk.clicks("write_stick").waits().waits_to_see("请送到镇所")
    at_the_office(office, "stick", str(stick))
    clerk.clicks("read_stick").waits().waits_to_see("记下的都报上去了")
    [ours] = desk.reporting.totals()
    assert ours.net_fen == office.status()["money"]["2026"]["net_fen"] == 40_000
    window.close()
    desk.close()
