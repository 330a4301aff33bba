"""The laws of the window, on every page: one Enter, typing that searches, notices that end, a place to come back to."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.ui import rooms
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.table_views import Table
from village_desk.ui.pages.person.newcomer_page import NewcomerPage
from village_desk.ui.window import Window

ENTRIES = [each.page for each in rooms.ENTRIES]


def stops(root: QWidget) -> list[QWidget]:
    """What Tab reaches in there."""
    tabbed = Qt.FocusPolicy.TabFocus
    return [each for each in children(root, QWidget) if each.isVisible() and each.focusPolicy() & tabbed]


def test_enter_is_the_button_that_shows_it_wherever_the_keyboard_is(clerk: Clerk) -> None:
    clerk.window.go(Place("newcomer"))
    page, pressed = clerk.page, list[bool]()
    assert isinstance(page, NewcomerPage) and page.main is not None
    page.main.clicked.disconnect()
    page.main.clicked.connect(lambda: pressed.append(True))
    everything = [*stops(page), clerk.window.search, *stops(clerk.window.sidebar), clerk.window.topbar.chip]
    for each in everything:
        each.setFocus()
        QTest.keyClick(each, Qt.Key.Key_Return)
        assert clerk.page is page, each.objectName()
    assert len(pressed) == len(everything) > 15


def test_a_row_of_held_lines_swallows_no_enter(newcomer: Clerk) -> None:
    newcomer.window.go(Place("import", str(SAMPLE / "roster-messy.xls")))
    newcomer.waits()
    table = next(each for each in children(newcomer.page, Table) if each.isVisible())
    table.setFocus()
    newcomer.enters().waits()
    newcomer.qtbot.waitUntil(lambda: newcomer.desk.finding.count() > 900)


def test_the_space_bar_presses_what_has_the_keyboard(clerk: Clerk) -> None:
    clerk.goes_to("people").there(QPushButton, "newcomer").setFocus()
    assert clerk.presses(Qt.Key.Key_Space).page.name == "newcomer"


def test_while_the_button_is_off_enter_shows_what_is_missing(clerk: Clerk) -> None:
    clerk.window.go(Place("newcomer"))
    main, field = clerk.page.main, clerk.there(QLineEdit, "phone")
    assert main is not None
    main.setEnabled(False)
    clerk.page.missing = lambda: field  # type: ignore[method-assign]
    clerk.enters()
    assert field.hasFocus()


@pytest.mark.parametrize("page", [each for each in ENTRIES if each != "books"])
def test_letters_typed_on_a_page_that_was_just_opened_search(clerk: Clerk, page: str) -> None:
    clerk.goes_to(page)
    assert not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit), page
    clerk.presses(Qt.Key.Key_7).presses(Qt.Key.Key_6)
    assert clerk.window.search.text() == "76"


def test_on_the_evening_page_digits_are_counted(clerk: Clerk) -> None:
    clerk.goes_to("books").presses(Qt.Key.Key_7)
    assert (clerk.there(QLineEdit, "note_10000").text(), clerk.window.search.text()) == ("7", "")


def test_letters_typed_on_a_choice_search_and_choose_nothing(clerk: Clerk) -> None:
    clerk.goes_to("settings")
    box = clerk.there(QComboBox, "auto_send")
    before = box.currentIndex()
    box.setFocus()
    clerk.presses(Qt.Key.Key_W)
    assert (clerk.window.search.text(), box.currentIndex()) == ("w", before)


@pytest.mark.parametrize("page", ["groups", "township", "policy"])
def test_no_page_puts_the_keyboard_into_a_setting_by_itself(clerk: Clerk, page: str) -> None:
    clerk.window.go(Place(page))
    assert not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit)


def test_a_notice_goes_when_another_page_is_shown(clerk: Clerk) -> None:
    clerk.goes_to("settings").clicks("save_settings").waits_to_see("设置存好了")
    clerk.goes_to("today").goes_to("settings")
    assert not clerk.sees("设置存好了")


def test_what_was_searched_does_not_stay_on_the_next_page(clerk: Clerk) -> None:
    clerk.looks_for("wangxx").presses(Qt.Key.Key_Escape)
    assert clerk.window.search.text() == "wangxx", "one step back keeps it"
    clerk.goes_to("people")
    assert clerk.window.search.text() == ""


def test_a_page_of_the_sidebar_is_shown_from_its_head(clerk: Clerk) -> None:
    clerk.goes_to("help").presses(Qt.Key.Key_PageDown)
    [area] = [each for each in children(clerk.page, QScrollArea) if each.isVisible()]
    down = area.verticalScrollBar().value()
    assert down > 0
    clerk.goes_to("today").presses(Qt.Key.Key_Escape)
    assert area.verticalScrollBar().value() == down, "Esc goes back to where she was"
    clerk.goes_to("today").goes_to("help")
    assert area.verticalScrollBar().value() == 0


def test_the_keys_of_the_sidebar_stay_when_pages_come(clerk: Clerk) -> None:
    keys = {each.page: each.key for each in rooms._ENTRIES}
    assert keys == dict(
        today="1", todo="2", people="3", collect="4", payouts="5", books="6", forms="7", township="8", settings="9",
        help="F1",
    )  # fmt: skip
    assert [each for each in ENTRIES if each not in rooms.PAGES] == []


def test_the_fields_of_a_group_leave_no_hole(clerk: Clerk) -> None:
    group = clerk.desk.finding.groups()[0]
    clerk.goes_to("settings").clicks("see_groups").clicks(f"group_{group.number}")
    name, card = clerk.there(QWidget, "field_name"), clerk.there(QWidget, "group_card")
    clerk.qtbot.waitUntil(lambda: name.mapTo(card, name.rect().topLeft()).x() < 40)


def test_the_window_opens_again_where_it_stood_and_as_large(clerk: Clerk, dressed: QApplication) -> None:
    clerk.window.setGeometry(1, 60, 910, 610)
    clerk.window.close()
    again = Window(clerk.desk)
    clerk.qtbot.addWidget(again)
    assert again.recall()
    assert (again.y(), again.height()) == (60, 610), "the screen of tests is too narrow to say more"


def test_a_place_that_cannot_be_read_is_no_place(fresh: Desk, dressed: QApplication) -> None:
    window = Window(fresh)
    assert not window.recall(), "nothing is remembered of a first opening"
    fresh.path.with_name(fresh.path.name + ".screen").write_text("[1, 2", "utf-8")
    assert not window.recall()
    window.remember()
    assert not window.recall(), "a file of another kind is not overwritten, and nobody is stopped"
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("page", [each for each in ENTRIES if each != "help"])
def test_on_a_wide_screen_a_page_is_as_wide_as_can_be_read_and_in_the_middle(clerk: Clerk, page: str) -> None:
    clerk.window.resize(1920, 1080)
    clerk.goes_to(page)
    body = clerk.page.body.contentsRect()
    clerk.qtbot.waitUntil(lambda: clerk.page.body.contentsRect().width() == 1560, timeout=3_000)
    body = clerk.page.body.contentsRect()
    search = clerk.window.search
    left = clerk.page.mapTo(clerk.window, body.topLeft()).x()
    assert left == search.mapTo(clerk.window, search.rect().topLeft()).x() == 168 + (1920 - 168 - 1560) // 2


@pytest.mark.parametrize(("width", "side", "top", "row"), [(1366, 168, 64, 52), (911, 84, 56, 50)])
def test_the_frame_has_its_measures(clerk: Clerk, width: int, side: int, top: int, row: int) -> None:
    clerk.window.resize(width, 768)
    clerk.goes_to("people")
    clerk.qtbot.waitUntil(lambda: clerk.window.sidebar.width() == side)
    nav = [clerk.there(QPushButton, f"nav_{each}") for each in ("people", "collect", "payouts")]
    clerk.qtbot.waitUntil(lambda: [each.height() for each in nav] == [46] * 3)
    clerk.qtbot.waitUntil(lambda: [after.y() - before.y() for before, after in pairwise(nav)] == [row] * 2)
    assert clerk.window.topbar.height() == top
