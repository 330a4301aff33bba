"""The lock while she is away: nothing is seen, nothing typed is lost, work goes on, wrong tries are counted."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from tests.desks import PIN, StillClock, new_desk, register
from tests.ui import measuring
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.ui.app import Program
from village_desk.ui.kit import dialogs, style
from village_desk.ui.lock_door import Away, LockDoor
from village_desk.ui.window import Window
from village_desk.ui.wishes import LockNow

PICTURES = os.environ.get("VILLAGE_PICTURES")


@pytest.fixture
def program(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    with new_desk(tmp_path) as desk:
        register(desk, "单雄信")
    program = Program(desk.path)
    program.enter(Desk.open(desk.path, PIN, StillClock()))
    window(program).activateWindow()
    program._settled.stop()
    program._guard()  # now, and not in a second
    yield program
    window(program).close()
    program.leave()


def window(program: Program) -> Window:
    shown = program.shown
    assert isinstance(shown, Window)
    return shown


def door(program: Program) -> LockDoor:
    assert program._locked is not None
    return program._locked


def types(program: Program, pin: str) -> None:
    QTest.keyClicks(door(program).pin.control, pin)
    QTest.keyClick(door(program).pin.control, Qt.Key.Key_Return)


def test_ctrl_l_hides_the_page_and_the_pin_brings_it_back_as_it_was(qtbot: QtBot, program: Program) -> None:
    window(program).search.setText("单雄")
    QTest.keyClick(window(program), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window(program).isVisible()
    qtbot.waitUntil(lambda: not measuring.cut(door(program)))
    assert not measuring.small_targets(door(program), style.size("target"))
    if PICTURES:
        door(program).grab().save(f"{PICTURES}/lock.png")
    types(program, PIN)
    assert window(program).isVisible() and window(program).search.text() == "单雄"
    assert program._locked is None


def test_wrong_tries_are_counted_as_at_the_door(program: Program) -> None:
    program._grant(LockNow())
    for _each in range(3):
        types(program, "nothing-like-it")
    assert "6 秒" in door(program).pin.refusal() and not window(program).isVisible()
    assert program._desk is not None and program._desk.keeping.seconds_to_wait() == 6
    types(program, PIN)
    assert not window(program).isVisible(), "the right PIN waits as well"
    clock = program._desk._store.clock
    assert isinstance(clock, StillClock)
    clock.move(seconds=7)
    door(program)._typed.clear()
    types(program, "")
    assert "还没有输口令" in door(program).pin.refusal()
    types(program, PIN)
    assert window(program).isVisible() and program._desk.keeping.seconds_to_wait() == 0


def test_work_goes_on_behind_the_lock(qtbot: QtBot, program: Program) -> None:
    go, ended = threading.Event(), list[object]()

    def work(_desk: Desk, _progress: Progress) -> str:
        go.wait(10)
        return "done"

    window(program).jobs.start("正在上报", work, ended.append, ended.append)
    program.lock()
    go.set()
    qtbot.waitUntil(lambda: ended == ["done"], timeout=5_000)
    assert not window(program).isVisible()
    types(program, PIN)


def test_a_question_over_the_window_is_neither_seen_nor_answered(qtbot: QtBot, program: Program) -> None:
    question = dialogs.Reason(window(program), "作废", "为什么？", "作废")
    question.open()
    [field] = children(question, QLineEdit)
    field.setText("金额写错了")
    program.lock()
    assert question.isVisible() and not field.isVisible()
    types(program, PIN)
    assert field.isVisible() and field.text() == "金额写错了"
    question.done(QDialog.DialogCode.Rejected)


def test_closing_the_lock_closes_the_window_unseen(qtbot: QtBot, program: Program) -> None:
    program.lock()
    closed = window(program)
    with qtbot.waitSignal(door(program).gone):
        door(program).close()
    assert not closed.isVisible() and program._locked is None


def test_it_locks_when_nobody_was_there_for_so_many_minutes(qtbot: QtBot, program: Program) -> None:
    at, minutes, left = [0.0], [15], list[bool]()
    away = Away(window(program), lambda: minutes[0], lambda: at[0])
    away.away.connect(lambda: left.append(True))
    for seconds, times in ((14 * 60, 0), (15 * 60, 1), (29 * 60, 1)):
        at[0] = float(seconds)
        away.look()
        assert len(left) == times
    window(program).search.setFocus()
    window(program).search.insert("a")
    away.look()
    at[0] = 40.0 * 60
    away.look()
    assert len(left) == 1, "somebody typed eleven minutes ago"
    minutes[0], at[0] = 0, 1e6
    away.look()
    assert len(left) == 1, "a desk that is never locked by itself"


def test_the_minutes_are_a_setting(program: Program) -> None:
    assert program._desk is not None
    assert program._desk.keeping.settings().lock_minutes == "15"
    assert program._desk.keeping.set("lock_minutes", "0").lock_minutes == "0"
