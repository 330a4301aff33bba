"""Everything by keyboard: pages, search, back without losing what was typed, letters that find their way."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from tests.clerk import Clerk
from tests.widgets import children
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.focus import FocusRing
from village_desk.ui.kit.table_views import Table

CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_and_a_number_shows_a_page(clerk: Clerk) -> None:
    pages = {
        Qt.Key.Key_3: "people",
        Qt.Key.Key_4: "collect",
        Qt.Key.Key_5: "payouts",
        Qt.Key.Key_7: "forms",
        Qt.Key.Key_8: "township",
        Qt.Key.Key_9: "settings",
        Qt.Key.Key_1: "today",
    }
    for key, page in pages.items():
        assert clerk.presses(key, CTRL).page.name == page
    assert clerk.presses(Qt.Key.Key_F1).page.name == "help"


def test_ctrl_f_goes_to_the_search_box(clerk: Clerk) -> None:
    clerk.goes_to("people").presses(Qt.Key.Key_F, CTRL)
    assert clerk.window.search.hasFocus()


def test_letters_typed_outside_a_field_go_to_the_search_box(clerk: Clerk) -> None:
    clerk.goes_to("people")
    assert clerk.there(Table, "people_table").hasFocus()
    clerk.presses(Qt.Key.Key_H).presses(Qt.Key.Key_Y).presses(Qt.Key.Key_Z)
    assert clerk.window.search.text() == "hyz"
    assert "韩玉珍" in clerk.found()


def test_letters_typed_in_a_field_stay_there(clerk: Clerk) -> None:
    clerk.goes_to("settings").there(QLineEdit, "hotline").setFocus()
    QTest.keyClicks(clerk.there(QLineEdit, "hotline"), "0728")
    assert clerk.there(QLineEdit, "hotline").text() == "0728"
    assert clerk.window.search.text() == ""


def test_arrows_and_enter_choose_in_the_list(clerk: Clerk) -> None:
    clerk.looks_for("王")
    names = clerk.found()
    clerk.presses(Qt.Key.Key_Down).presses(Qt.Key.Key_Down).presses(Qt.Key.Key_Up).enters()
    assert clerk.page.name == "person"
    assert clerk.text("title") == names[1]


def test_esc_closes_the_list_and_keeps_what_was_typed(clerk: Clerk) -> None:
    clerk.looks_for("王").presses(Qt.Key.Key_Escape)
    assert not clerk.found()
    assert clerk.window.search.text() == "王"


def test_esc_goes_back_the_way_that_was_come(clerk: Clerk) -> None:
    clerk.goes_to("people").finds("hyz")
    assert clerk.page.name == "person"
    assert clerk.presses(Qt.Key.Key_Escape).page.name == "people"
    assert clerk.presses(Qt.Key.Key_Escape).page.name == "today"


def test_what_was_typed_into_a_correction_survives_esc(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("need_1").fills("phone", "13900000000").presses(Qt.Key.Key_Escape)
    clerk.clicks("need_1")
    assert clerk.there(QLineEdit, "phone").text() == "13900000000"


def test_enter_on_a_row_opens_the_person(clerk: Clerk) -> None:
    clerk.goes_to("people")
    table = clerk.there(Table, "people_table")
    table.setCurrentIndex(table.model().index(1, 0))
    clerk.enters()
    assert clerk.text("title") == table.rows()[1].resident.name


def test_the_ring_surrounds_what_has_the_keyboard(clerk: Clerk) -> None:
    clerk.goes_to("settings").there(QLineEdit, "hotline").setFocus()
    clerk.qtbot.waitUntil(lambda: len(children(clerk.window, FocusRing)) == 1)
    [ring] = children(clerk.window, FocusRing)
    focused = QApplication.focusWidget()
    assert focused is not None

    def place() -> QRect:
        return focused.rect().translated(focused.mapTo(clerk.window, focused.rect().topLeft()))

    clerk.qtbot.waitUntil(lambda: ring.geometry().contains(place()))
    assert not place().contains(ring.geometry())


def test_every_action_can_be_reached_with_tab(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz")
    reached = set()
    for _ in range(60):
        clerk.presses(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        reached.add(focused.objectName() if focused else "")
    assert {"search", "chip", "nav_people", "given", "other_way", "main"} <= reached


def test_arrows_walk_through_the_tiers(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz")
    clerk.there(QPushButton, "tier_100").setFocus()
    clerk.presses(Qt.Key.Key_Right)
    assert clerk.text("amount") == "￥200.00"


def test_a_page_that_reads_again_keeps_the_keyboard_and_its_place(clerk: Clerk) -> None:
    button = clerk.there(QPushButton, "todo_unpaid")
    button.setFocus()
    clerk.window.changed()
    clerk.qtbot.waitUntil(lambda: clerk.there(QPushButton, "todo_unpaid").hasFocus())
    assert clerk.there(QPushButton, "todo_unpaid") is not button


def test_a_page_without_fields_scrolls_with_the_arrows(clerk: Clerk) -> None:
    clerk.goes_to("help").presses(Qt.Key.Key_PageDown)
    [area] = [each for each in children(clerk.page, QScrollArea) if each.isVisible()]
    assert area.verticalScrollBar().value() > 0
    clerk.presses(Qt.Key.Key_PageUp)
    assert area.verticalScrollBar().value() == 0


@pytest.mark.parametrize(("kind", "filled"), [(dialogs.Dialog, "yes"), (dialogs.Sure, "no"), (dialogs.Notice, "yes")])
def test_enter_gives_the_answer_that_shows_enter(
    kind: type[dialogs.Dialog], filled: str, dressed: QApplication, qtbot: QtBot
) -> None:
    dialog, answers = kind(None, "换上备份？", "损坏的文件会留着", "换上备份"), list[int]()
    qtbot.addWidget(dialog)
    dialog.finished.connect(answers.append)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    assert getattr(dialog, filled).property("kind") == "primary"
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    assert answers == [filled == "yes"]


def test_a_page_to_read_keeps_the_keyboard_and_no_button_beside_it_is_pressed(
    clerk: Clerk, dressed: QApplication
) -> None:
    clerk.goes_to("help")
    dressed.processEvents()  # what the page was made with may still ask for the keyboard
    assert clerk.page.hasFocus()
    assert clerk.enters().page.name == "help"
