"""Stories of the mending desk: rows that an import held are mended one by one in the window, put off, or not taken."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from tests.clerk import Clerk
from tests.desks import SAMPLE, id_number
from tests.ui import measuring
from tests.workbooks.books import Row, grid, save
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.mending.bad_field import BadField
from village_desk.ui.pages.mending.held_list import HeldList

GOOD, OTHER = id_number("19680321", 261), id_number("19710911", 5)
CONTROL = Qt.KeyboardModifier.ControlModifier


def seen(clerk: Clerk, name: str, tmp_path: Path) -> None:
    """Nothing is cut; a picture is kept."""
    clerk.qtbot.waitUntil(lambda: not measuring.cut(clerk.window), timeout=5_000)
    clerk.window.grab().save(str(Path(os.environ.get("VILLAGE_PICTURES") or tmp_path) / f"{name}.png"))


def import_messy(clerk: Clerk) -> Clerk:
    clerk.goes_to("people").will_pick(SAMPLE / "roster-messy.xls").clicks("import").enters().waits()
    return clerk.waits_to_see("收下 926 人").enters().waits().waits_to_see("暂扣的 36 行")


@pytest.fixture
def two(newcomer: Clerk, tmp_path: Path) -> Clerk:
    """Two rows that lack a digit of the number, of whom the first has words for a group."""
    rows: list[Row] = [
        {"name": "程咬金", "id_number": GOOD[:-1], "group": 3, "head": "程咬金", "tier": 200, "sex": "男"},
        {"name": "罗成", "id_number": OTHER[:-1], "group": 3, "sex": "男"},
        {"name": "单雄信", "id_number": id_number("19500203", 7)},
    ]
    desk = newcomer.desk
    desk.importing.take(desk.importing.read(save(tmp_path / "花名册.xlsx", grid(rows))))
    newcomer.window.go(Place("mending"))
    return newcomer


def because(reason: str) -> Callable[[Clerk, QWidget], None]:
    """The answer to why somebody is not taken."""

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.clicks(f"reason_{reason}")

    return answer


def word(clerk: Clerk) -> str:
    return clerk.there(QLabel, "mend_word").text()


def test_after_an_import_the_held_rows_stand_there_with_name_value_and_reason(newcomer: Clerk, tmp_path: Path) -> None:
    import_messy(newcomer)
    assert newcomer.page.name == "mending"
    assert newcomer.sees("花名册收下了：新增 926 人")
    assert len(newcomer.there(HeldList, "held_rows").rows()) == 36
    assert newcomer.there(BadField, "mend_value").hasFocus()
    seen(newcomer, "mending-messy", tmp_path)
    newcomer.presses(Qt.Key.Key_Escape)
    newcomer.goes_to("today").waits_to_see("36 行花名册暂扣着").clicks("todo_held_rows").waits_to_see("暂扣的 36 行")


def test_a_row_is_mended_by_the_digit_and_enter_and_the_next_one_opens(two: Clerk, tmp_path: Path) -> None:
    field = two.there(BadField, "mend_value")
    assert (two.text("held_name"), field.text()) == ("程咬金", f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:17]}")
    assert word(two) == "还差 1 位"
    button = two.there(QPushButton, "take_row")
    assert (button.isEnabled(), button.text()) == (False, "公民身份号码还差 1 位")
    assert button.height() == 72 and field.height() == 64
    seen(two, "mending-typing", tmp_path)
    two.enters()
    assert two.desk.finding.count() == 1 and field.hasFocus(), "Enter does nothing but show what is missing"
    QTest.keyClicks(field, "0" if GOOD[-1] != "0" else "1")
    assert (word(two), button.isEnabled()) == ("末位不对", False)
    two.presses(Qt.Key.Key_Backspace)
    QTest.keyClicks(field, GOOD[-1])
    assert (word(two), button.isEnabled(), button.text()) == ("对了", True, "改好收下")
    assert two.sees("1968 年 3 月 21 日生，58 岁，和别人不重")
    seen(two, "mending-right", tmp_path)
    two.enters()
    assert [each.resident.id_number for each in two.desk.finding.find("程咬金")] == [GOOD]
    assert two.sees("暂扣的 1 行") and two.sees("程咬金收下了")
    assert (two.text("held_name"), word(two)) == ("罗成", "还差 1 位")
    assert field.hasFocus()
    QTest.keyClicks(field, OTHER[-1])
    two.enters()
    assert two.page.name == "todo", "the last one"
    assert two.sees("罗成收下了") and two.desk.finding.count() == 3
    assert not two.sees("花名册暂扣")


def test_what_was_typed_is_there_again_after_esc_and_after_another_row(two: Clerk) -> None:
    field = two.there(BadField, "mend_value")
    QTest.keyClicks(field, "9")
    two.fills("cell_phone", "13800000001")
    typed = field.value()
    two.presses(Qt.Key.Key_Down)
    assert two.text("held_name") == "罗成"
    two.presses(Qt.Key.Key_Up)
    assert field.value() == typed
    two.presses(Qt.Key.Key_Escape)
    assert two.page.name == "today"
    two.window.go(Place("mending"))
    assert (two.text("held_name"), field.value()) == ("程咬金", typed)
    assert two.desk.mending.rows()[0].held.text("id_number") == GOOD[:-1], "nothing was recorded"


def test_another_cell_that_is_wrong_is_said_beside_it_and_gets_the_keyboard(two: Clerk) -> None:
    two.fills("mend_value", GOOD)
    two.fills("cell_sex", "女")
    button = two.there(QPushButton, "take_row")
    assert (button.isEnabled(), button.text(), word(two)) == (False, "性别不符", "对了")
    assert two.text("heading_sex") == "性别：性别不符"
    two.enters()
    focused = two.window.focusWidget()
    assert focused is not None and focused.objectName() == "cell_sex"
    two.fills("cell_sex", "").enters()
    assert two.desk.finding.count() == 2


def test_a_row_is_put_off_by_one_key_and_one_is_not_taken_by_two(two: Clerk, tmp_path: Path) -> None:
    two.presses(Qt.Key.Key_F2)
    assert two.text("held_name") == "罗成"
    assert [each.until is None for each in two.desk.mending.rows()] == [True, False]
    two.will_answer(because("moved"))
    two.presses(Qt.Key.Key_F8)
    assert two.page.name == "todo", "what is put off to tomorrow does not hold her"
    assert [each.held.name for each in two.desk.mending.rows()] == ["程咬金"]
    two.window.go(Place("mending"))
    two.waits_to_see("暂扣的 1 行")
    seen(two, "mending-put-off", tmp_path)


def test_who_was_not_taken_is_brought_back_at_once(two: Clerk) -> None:
    two.will_answer(because("died"))
    two.presses(Qt.Key.Key_F8)
    assert two.sees("程咬金不收：人已去世") and two.sees("暂扣的 1 行")
    QTest.keyClick(two.there(BadField, "mend_value"), Qt.Key.Key_Z, CONTROL)
    assert two.sees("程咬金放回来了") and two.text("held_name") == "程咬金"
    assert len(two.desk.mending.rows()) == 2


def test_enter_and_esc_in_the_list_of_reasons_take_nobody_off(two: Clerk, tmp_path: Path) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):

        def answer(_clerk: Clerk, dialog: QWidget, key: Qt.Key = key) -> None:
            dialog.grab().save(str(Path(os.environ.get("VILLAGE_PICTURES") or tmp_path) / "mending-why.png"))
            QTest.keyClick(dialog, key)

        two.will_answer(answer)
        two.presses(Qt.Key.Key_F8)
        assert len(two.desk.mending.rows()) == 2


def test_the_rows_are_saved_as_a_workbook_that_can_be_imported(two: Clerk, tmp_path: Path) -> None:
    out = tmp_path / "暂扣的行.xlsx"
    two.will_pick(out).presses(Qt.Key.Key_E, CONTROL)
    two.waits_to_see("问题表存好了，2 行")
    assert two.desk.importing.read(out).held == 2


def test_a_desk_without_held_rows_says_so(newcomer: Clerk) -> None:
    newcomer.window.go(Place("mending"))
    newcomer.waits_to_see("没有暂扣的行")
    newcomer.enters()
