"""A hard month, seen from the window: no line, a stick, a refusal corrected, the PC lost and rebuilt; equal sums."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from sync.agreement import facts
from tests.clerk import Clerk
from tests.desks import StillClock, id_number, register
from tests.stories.test_road import at_the_office, code_for, paired
from tests.township.nearby import township
from tests.township.process import TownshipProcess
from tests.ui import measuring
from village_desk.desk import Desk
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment
from village_desk.ui.app import Program
from village_desk.ui.first.first_start import FirstStart
from village_desk.ui.kit import dialogs, style
from village_desk.ui.recover_door import RecoverDoor
from village_desk.ui.window import Window

PICTURES = os.environ.get("VILLAGE_PICTURES", "")


@pytest.fixture
def office(tmp_path: Path, clock: StillClock) -> Iterator[TownshipProcess]:
    """A township that takes only desks which it paired."""
    folder = tmp_path / "office"
    folder.mkdir()
    with township(folder, trust_new_desks=False, clock=clock) as process:
        yield process


def equal(desk: Desk, office: TownshipProcess, people: int, fen: int) -> None:
    """Both sides hold the same people and the same money, and nothing waits."""
    status = office.status()
    assert desk.road.state().waiting == 0
    assert [each.net_fen for each in desk.reporting.totals()] == [fen]
    assert (status["people"], status["money"]["2026"]["net_fen"]) == (people, fen)
    assert desk.keeping.check().well


def test_a_hard_month(newcomer: Clerk, office: TownshipProcess, tmp_path: Path, qtbot: QtBot) -> None:
    desk, stick = newcomer.desk, tmp_path / "stick"
    stick.mkdir()
    paired(newcomer, office).clicks("send").waits().waits_to_see("记下的都报上去了")
    # a week without a line
    office.kill()
    for serial in (1, 3, 5):
        desk.collecting.collect(Payment(register(desk, "单雄信", serial=serial), 2026, 20_000))
    wrong = id_number("19700101", 7)
    with desk._store.writing():
        wrong = wrong[:-1] + ("0" if wrong[-1] != "0" else "1")
        desk._store.record(facts.PersonRegistered(person="p1", name="钱多多", id_number=wrong, group=1))
    newcomer.page.changed.emit()
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("连不上镇所")
    # a stick goes to the township, and comes back with a refusal
    newcomer.will_pick(stick).clicks("use_stick").clicks("write_stick").waits().waits_to_see("可以拔 U 盘了")
    at_the_office(office, "stick", str(stick))
    newcomer.clicks("read_stick").waits().waits_to_see("镇所退回的：1 条")
    equal(desk, office, people=3, fen=60_000)
    # the refusal is corrected, and goes with the next batch, when the line is back
    office.start()
    desk.keeping.set("township_url", office.url)
    newcomer.clicks("mend_" + desk.road.state().refused[0].fact)
    newcomer.waits_to_see("有一位写错了")
    newcomer.fills("id_number", id_number("19700101", 7)).clicks("save_correction")
    desk.collecting.collect(Payment("p1", 2026, 20_000))
    newcomer.page.changed.emit()
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("记下的都报上去了")
    equal(desk, office, people=4, fen=80_000)
    # the PC is lost, and a new one takes its place
    newcomer.window.close()
    code = code_for(newcomer, office)
    program = Program(tmp_path / "new" / "desk.vdesk")
    (tmp_path / "new").mkdir()
    program.start()
    first = program.shown
    assert isinstance(first, FirstStart)
    first.village.recover.click()
    fill(program, village="429004103002", township_url=office.url, code=code, pin="xin-kou-ling-1")
    rebuilt = opened(program, qtbot)
    rebuilt.exchanging.send()
    equal(rebuilt, office, people=4, fen=80_000)
    assert rebuilt.village.name == "沟二社区"
    # and goes on, with a receipt series of its own
    number = rebuilt.collecting.collect(Payment("p1", 2025, 10_000)).number
    assert number.startswith("A10-2026-000001")
    rebuilt.exchanging.send()
    assert office.status()["money"]["2025"]["net_fen"] == 10_000
    ends(program)


def test_a_recovery_that_was_cut_off_goes_on_at_the_next_start(
    dressed: QApplication, qtbot: QtBot, newcomer: Clerk, office: TownshipProcess, tmp_path: Path
) -> None:
    paired(newcomer, office).clicks("send").waits()
    code, path = code_for(newcomer, office), tmp_path / "new.vdesk"
    port = int(office.url.rsplit(":", 1)[1])
    office.kill()
    program = Program(path)
    program.start()
    assert isinstance(program.shown, FirstStart)
    program.shown.village.recover.click()
    fill(program, village="429004103002", township_url=office.url, code=code, pin="xin-kou-ling-1")
    door = program.shown
    assert isinstance(door, RecoverDoor)
    qtbot.waitUntil(lambda: "连不上镇所" in door.notice.text(), timeout=15_000)
    door.close()
    office.start(port)
    again = Program(path)
    again.start()
    fill(again, village="429004103002", township_url=office.url, code=code, pin="xin-kou-ling-1")
    assert opened(again, qtbot).village.name == "沟二社区"
    ends(again)
    assert not Desk.is_recovering(path)


def test_the_door_of_a_recovery_can_be_read_and_leads_back(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    program = Program(tmp_path / "new.vdesk")
    program.start()
    assert isinstance(program.shown, FirstStart)
    qtbot.addWidget(program.shown)
    program.shown.village.recover.click()
    door = program.shown
    assert isinstance(door, RecoverDoor)
    qtbot.addWidget(door)
    qtbot.waitUntil(lambda: not measuring.cut(door))
    assert not measuring.small_targets(door, style.size("target"))
    assert door.height() <= 700
    if PICTURES:
        door.grab().save(f"{PICTURES}/recover.png")
    door.main.click()
    assert door.form.fields["village"].refusal()
    door._back.click()
    assert isinstance(program.shown, FirstStart)
    qtbot.addWidget(program.shown)


def test_a_recovery_that_was_begun_can_be_left_and_nothing_is_lost(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "new.vdesk"
    Desk.begin_recovery(path, "xin-kou-ling-1", Village("429004103002", "村", "A")).close()
    program = Program(path)
    program.start()
    door = program.shown
    assert isinstance(door, RecoverDoor)
    qtbot.addWidget(door)
    assert not measuring.cut(door) and not measuring.small_targets(door, style.size("target"))
    answers(qtbot, door, "no")
    assert program.shown is door and Desk.is_recovering(path) and path.exists()
    answers(qtbot, door, "yes")
    assert isinstance(program.shown, FirstStart)
    qtbot.addWidget(program.shown)
    assert not Desk.is_recovering(path) and not path.exists()
    with Desk.open(tmp_path / "new.vdesk.unfinished-1" / "new.vdesk", "xin-kou-ling-1") as kept:
        assert kept.village.code == "429004103002"


def answers(qtbot: QtBot, door: RecoverDoor, name: str) -> None:
    """Press the way back, and answer the question that comes."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, dialogs.Sure)
        if PICTURES:
            dialog.grab().save(f"{PICTURES}/leave_recovery.png")
        (dialog.yes if name == "yes" else dialog.no).click()

    QTimer.singleShot(50, answer)
    door._back.click()


def fill(program: Program, **texts: str) -> None:
    """Fill in the door of a recovery and press its button."""
    door = program.shown
    assert isinstance(door, RecoverDoor)
    for name, text in (texts | {"pin_again": texts["pin"]}).items():
        control = door.form.fields[name].control
        assert isinstance(control, QLineEdit)
        control.setText(text)
    door.main.click()


def opened(program: Program, qtbot: QtBot) -> Desk:
    """The desk of the window that follows the door."""
    qtbot.waitUntil(lambda: isinstance(program.shown, Window), timeout=30_000)
    window, desk = program.shown, program._desk
    assert isinstance(window, Window) and desk is not None
    qtbot.addWidget(window)
    return desk


def ends(program: Program) -> None:
    """The window is closed, then the file."""
    assert program.shown is not None
    program.shown.close()
    program.leave()
