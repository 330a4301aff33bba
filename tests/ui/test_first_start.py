"""The first start: five screens, one question each; nothing typed is lost, and nothing is made before the end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.desks import SAMPLE
from tests.ui import measuring
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.store.file import sticks
from village_desk.ui.app import Program
from village_desk.ui.first.first_start import FirstStart
from village_desk.ui.kit import dialogs, style
from village_desk.ui.recover_door import RecoverDoor
from village_desk.ui.window import Window

PICTURES = os.environ.get("VILLAGE_PICTURES")
PIN = "yi-er-san-4"
SIZES = {"1366": (1366, 768), "150": (911, 512), "1920": (1920, 1080)}


class Beginner:
    """Somebody who starts the program for the first time. Every key and click is counted; a field typed counts one."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot = qtbot
        self.program = program
        self.actions = 0

    @property
    def first(self) -> FirstStart:
        """The window of the first start."""
        shown = self.program.shown
        assert isinstance(shown, FirstStart)
        return shown

    def types(self, text: str) -> Beginner:
        """Types where the keyboard is; what is not ASCII comes from an input method, all at once."""
        self.actions += 1
        focused = QApplication.focusWidget()
        assert isinstance(focused, QLineEdit)
        if text.isascii():
            QTest.keyClicks(focused, text)
        else:
            focused.insert(text)
        return self

    def presses(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> Beginner:
        """Presses a key where the keyboard is."""
        self.actions += 1
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)
        return self

    def enters(self) -> Beginner:
        """Presses Enter."""
        return self.presses(Qt.Key.Key_Return)

    def sees(self, text: str) -> bool:
        """Whether a text in sight contains this."""
        shown = self.program.shown
        assert shown is not None
        return any(text in each.text() for each in children(shown, QLabel) if each.isVisible())

    def looks(self, name: str) -> None:
        """Nothing is cut or too small in three sizes of the window; pictures are kept where they are wanted."""
        for words, (wide, high) in SIZES.items():
            self.first.resize(wide, high)
            self.qtbot.waitUntil(lambda: not measuring.cut(self.first), timeout=3_000)
            assert not measuring.small_targets(self.first, style.size("target"))
            assert not measuring.sideways(self.first)
            assert measuring.smallest_type(self.first)[0] >= 15
            assert not self.first.main.visibleRegion().isEmpty()
            if PICTURES:
                self.qtbot.wait(50)
                self.first.grab().save(f"{PICTURES}/first-{name}-{words}.png")
        self.first.resize(*SIZES["1366"])


@pytest.fixture
def beginner(
    dressed: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Beginner]:
    monkeypatch.setenv(sticks.VARIABLE, "")
    program = Program(tmp_path / "pc" / "new.vdesk")
    program.start()
    assert program.shown is not None
    with qtbot.waitExposed(program.shown):
        program.shown.activateWindow()
    yield Beginner(qtbot, program)
    assert program.shown is not None
    program.shown.close()
    program.leave()


def village(beginner: Beginner) -> Beginner:
    return beginner.types("429004 103 207").enters().types("留名口村").enters()


def coordinator(beginner: Beginner) -> Beginner:
    return beginner.types("李红梅").presses(Qt.Key.Key_Tab).types("0728-1234567").enters()


def pin(beginner: Beginner) -> Beginner:
    return beginner.types(PIN).enters().types(PIN).enters()


def test_five_screens_by_the_keyboard_alone_make_the_desk(
    beginner: Beginner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pc" / "new.vdesk"
    beginner.looks("1-empty")
    beginner.types("429004 103 207")
    assert (
        beginner.sees("认出来了：湖北省仙桃市") and beginner.sees("300 元到 5,000 元") or beginner.sees("300 到 5,000")
    )
    beginner.looks("1-village")
    beginner.enters().types("留名口村").enters()
    beginner.looks("2-coordinator")
    coordinator(beginner)
    beginner.types(PIN).enters().types(PIN[:5])
    assert beginner.sees("还没输完") and not beginner.first.main.isEnabled()
    beginner.looks("3-pin")
    beginner.types(PIN[5:]).enters()
    beginner.looks("4-stick")
    assert beginner.sees("还没有插 U 盘")
    beginner.enters()
    beginner.looks("5-roster")
    assert not path.exists(), "nothing is made before the end"
    beginner.enters()
    window = beginner.program.shown
    assert isinstance(window, Window)
    assert beginner.actions <= 16
    assert "建好了" in window.page().notice.text()
    desk = window._desk
    assert (desk.village.code, desk.village.name, desk.village.letter) == ("429004103207", "留名口村", "A")
    assert desk.policies.on(desk.today()).id == "hubei-2024"
    assert (desk.keeping.settings().coordinator, desk.keeping.settings().hotline) == ("李红梅", "0728-1234567")
    assert desk.by == "李红梅"


def test_a_stick_and_a_roster_at_the_first_start(
    beginner: Beginner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, roster = tmp_path / "U", tmp_path / "花名册.xlsx"
    stick.mkdir()
    shutil.copyfile(SAMPLE / "roster.xlsx", roster)
    pin(coordinator(village(beginner)))
    monkeypatch.setenv(sticks.VARIABLE, str(stick))
    beginner.qtbot.waitUntil(lambda: beginner.sees("认出来了"), timeout=5_000)
    beginner.looks("4-stick-found")
    beginner.enters()
    monkeypatch.setattr(dialogs.OpenFile, "ask", classmethod(lambda _cls, *_asked: roster))
    beginner.first.roster.choose.click()
    beginner.looks("5-roster-chosen")
    beginner.enters()
    window = beginner.program.shown
    assert isinstance(window, Window)
    assert window._place.page == "import"
    [made] = stick.iterdir()
    assert window._desk.keeping.last_outside_backup() is not None
    assert made.name in window.page().notice.text()
    beginner.qtbot.waitUntil(lambda: not window.jobs.busy, timeout=30_000)


def test_esc_goes_back_and_keeps_all_that_was_typed(beginner: Beginner) -> None:
    pin(coordinator(village(beginner)))
    for _each in range(4):
        beginner.presses(Qt.Key.Key_Escape)
    assert beginner.first.village.isVisible()
    beginner.presses(Qt.Key.Key_Escape)
    assert beginner.first.village.code.text() == "429004 103 207"
    for _each in range(4):
        beginner.enters()
    assert beginner.first.roster.isVisible()
    assert (beginner.first.pin.pin.text(), beginner.first.coordinator.name.text()) == (PIN, "李红梅")


def test_the_way_to_a_lost_pc_is_out_of_the_tab_road_and_keeps_what_was_typed(beginner: Beginner) -> None:
    beginner.types("429004103207").enters().types("留名口村")
    first = beginner.first
    assert first.village.recover.focusPolicy() is Qt.FocusPolicy.NoFocus
    beginner.presses(Qt.Key.Key_Tab)
    assert first.main.hasFocus(), "behind the last field stands the button"
    first.village.recover.click()
    lost = beginner.program.shown
    assert isinstance(lost, RecoverDoor) and not first.isVisible()
    lost.form.fields["township_url"].control.setText("https://x")  # type: ignore[union-attr]
    QTest.keyClick(lost, Qt.Key.Key_Escape)
    assert beginner.program.shown is first and first.isVisible()
    assert (first.village.code.text(), first.village.name.text()) == ("429004103207", "留名口村")
    first.village.recover.click()
    assert lost.form.text("township_url") == "https://x"
    lost.back()


def test_a_county_that_is_not_known_is_said_and_may_go_on(beginner: Beginner) -> None:
    beginner.types("659999001001")
    assert beginner.sees("没认出来，对一遍") and beginner.sees("先用国家的")
    assert not beginner.first.village.change.isVisible()
    beginner.enters().types("试点村").enters()
    assert beginner.first.coordinator.isVisible()


def test_another_policy_is_chosen_by_f4(beginner: Beginner) -> None:
    beginner.types("429004103207")
    assert beginner.first.village.policy == "hubei-2024"
    beginner.presses(Qt.Key.Key_F4)
    assert "国家" in beginner.first.village._name.text()
    beginner.presses(Qt.Key.Key_F4)
    assert beginner.first.village.policy == "hubei-2024"


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [("", "", "先填村代码"), ("42900410", "村", "还差 4 位代码"), ("429004103207", " ", "填上村名")],
)
def test_the_button_says_what_is_missing_and_enter_goes_there(
    beginner: Beginner, code: str, name: str, words: str
) -> None:
    first = beginner.first
    first.village.code.setText(code)
    first.village.name.setText(name)
    assert words in first.main.text() and not first.main.isEnabled()
    beginner.enters()
    assert (first.village.name if "村名" in words else first.village.code).hasFocus()


def test_what_cannot_be_is_refused_beside_its_field(beginner: Beginner) -> None:
    beginner.types("42900410320七").enters()
    first = beginner.first
    first.village.name.setText("村")
    first.main.click()
    assert first.village.form.fields["village"].refusal()
    first.village.code.setText("429004103207")
    first.main.click()
    first.coordinator.name.setText("李7")
    first.main.click()
    assert "数字" in first.coordinator.form.fields["coordinator"].refusal()
    first.coordinator.name.setText("李")
    first.coordinator.phone.setText("打我电话")
    first.main.click()
    assert first.coordinator.form.fields["hotline"].refusal()
    first.coordinator.phone.setText("")
    first.main.click()
    for weak in ("123456", "19700512", "a1"):
        first.pin.pin.setText(weak)
        first.pin.again.setText(weak)
        assert not first.main.isEnabled(), weak


def test_the_sheet_to_lock_away_is_printed_or_kept_as_a_file(
    beginner: Beginner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printer: Path
) -> None:
    coordinator(village(beginner))
    beginner.presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [paper] = printer.iterdir()
    assert paper.read_bytes().startswith(b"%PDF")
    monkeypatch.setenv("PATH", "")
    beginner.first.pin.sheet.click()
    assert "没有找到打印机" in beginner.first.notice.text()
    out = tmp_path / "单.pdf"
    monkeypatch.setattr(dialogs.SaveFile, "ask", classmethod(lambda _cls, *_asked: out))
    beginner.first.notice.acted.emit()
    assert out.read_bytes().startswith(b"%PDF")
    if PICTURES:
        shutil.copyfile(out, f"{PICTURES}/pin-sheet.pdf")


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(beginner: Beginner, tmp_path: Path) -> None:
    (tmp_path / "pc").write_text("in the way")
    pin(coordinator(village(beginner)))
    beginner.enters().enters()
    assert beginner.first.notice.text() and beginner.first.pin.pin.text() == PIN


def test_the_practice_village_opens_with_people_to_practise_on(beginner: Beginner, tmp_path: Path) -> None:
    beginner.first.village.practice.click()
    window = beginner.program.shown
    assert isinstance(window, Window)
    assert window._desk.finding.count() > 900 and not Desk.is_there(tmp_path / "pc" / "new.vdesk")
    beginner.program._guard()
    beginner.program.lock()
    assert window.isVisible() and not beginner.program._watching, "nobody is told the PIN of the practice village"
