"""Stories of the evening after a walk: a village group entered as a grid, counted, undone, sealed and printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tests.clerk import Clerk
from tests.desks import register
from village_desk.services.collecting import Payment
from village_desk.ui.kit.dialogs import Sure
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.collect.group_table import GroupTable, state_words

GROUP, PEOPLE = 77, 40
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def walked(clerk: Clerk) -> list[str]:
    """A group of forty who owe, whose usual tier is 200, in twenty houses."""
    return [
        register(
            clerk.desk,
            f"甘{chr(0x4E00 + at)}",
            f"19{70 + at % 20}0512",
            500 + at,
            tier_fen=20000,
            group=GROUP,
            household=f"77{at // 2:02}",
        )
        for at in range(PEOPLE)
    ]


def grid(clerk: Clerk) -> GroupTable:
    return clerk.there(GroupTable, "group_rows")


def begins(clerk: Clerk) -> Clerk:
    clerk.window.go(Place("group_sheet", str(GROUP)))
    clerk.qtbot.waitUntil(lambda: clerk.window.focusWidget() is grid(clerk))
    return clerk


def types(clerk: Clerk, digits: str) -> Clerk:
    for each in digits:
        clerk.presses(getattr(Qt.Key, f"Key_{each}"))
    return clerk


def seals(clerk: Clerk) -> Clerk:
    return clerk.presses(Qt.Key.Key_Return, CTRL)


def test_forty_fees_are_one_key_each_and_nothing_is_recorded_before_the_seal(
    clerk: Clerk, printer: Path, walked: list[str]
) -> None:
    begins(clerk)
    keys = 0
    for at in range(PEOPLE):  # thirty as usual, five with another tier, five who were not at home
        if at % 8 == 3:
            types(clerk, "500")
            keys += 3
        if at % 8 == 5:
            clerk.presses(Qt.Key.Key_Down)
        else:
            clerk.enters()
        keys += 1
    assert (clerk.text("group_people"), clerk.text("group_amount")) == ("35 人", "￥8,500.00")
    assert not clerk.desk.collecting.recent(1)
    seals(clerk)
    keys += 1
    assert clerk.waits_to_see("收好了 35 人，8,500 元") and keys == 56
    assert len(clerk.desk.collecting.recent(50)) == 35
    clerk.waits().enters().waits_to_see("纸都出来了吗？")
    assert [each.name for each in printer.iterdir()] == ["receipts-35.pdf"]
    begins(clerk)
    assert clerk.text("group_people") == "0 人" and state_words(grid(clerk).rows()[3]) == "已缴 500 元"


def test_the_cash_of_the_bag_is_compared_and_steps_are_undone(clerk: Clerk, walked: list[str]) -> None:
    begins(clerk).enters()
    types(clerk, "300").enters().presses(Qt.Key.Key_F7)
    clerk.fills("counted", "480")
    assert clerk.text("group_beyond") == "少 20 元"
    clerk.enters()
    assert grid(clerk).hasFocus() and not clerk.desk.collecting.recent(1), "Enter in the cash takes nothing"
    clerk.presses(Qt.Key.Key_Z, CTRL)
    assert (clerk.text("group_amount"), clerk.text("group_beyond")) == ("￥200.00", "多 280 元")
    assert grid(clerk).currentIndex().row() == 1, "the row of the step is in hand again"
    clerk.presses(Qt.Key.Key_Up).presses(Qt.Key.Key_Delete)
    assert clerk.text("group_people") == "0 人"
    clerk.presses(Qt.Key.Key_Z, CTRL).presses(Qt.Key.Key_Z, CTRL)
    assert clerk.text("group_people") == "0 人", "every step is undone, the first one too"


def test_a_refused_row_says_the_rule_and_the_others_are_taken(clerk: Clerk, walked: list[str]) -> None:
    begins(clerk)
    types(clerk, "111").presses(Qt.Key.Key_Down)
    row = grid(clerk).rows()[0]
    assert row.why is not None and row.why.code == "tier_not_offered" and state_words(row) == row.why.message
    clerk.enters()
    assert clerk.text("group_left_out") == "1 人不在里面：甘一"
    clerk.presses(Qt.Key.Key_Up).presses(Qt.Key.Key_Up)
    assert row.why.message in clerk.text("group_why") and row.why.cure in clerk.text("group_why")
    seals(clerk).waits_to_see("没收：甘一")
    assert [each.person for each in clerk.desk.collecting.recent()] == [walked[1]]
    begins(clerk)
    assert grid(clerk).rows()[0].typed == "111", "what was not taken stays typed"


def test_who_pays_is_asked_in_the_row_and_nothing_is_preset(clerk: Clerk, walked: list[str]) -> None:
    clerk.desk.registering.correct(walked[0], {"special_group": "重度残疾人"})
    begins(clerk).enters()
    assert "谁来缴" in clerk.text("group_why") and clerk.text("group_people") == "0 人"
    assert not clerk.there(QPushButton, "main").isEnabled()
    clerk.presses(Qt.Key.Key_F3)
    assert clerk.text("group_people") == "1 人" and grid(clerk).currentIndex().row() == 1


def test_a_fee_taken_elsewhere_meanwhile_is_told_and_nothing_is_half_done(clerk: Clerk, walked: list[str]) -> None:
    begins(clerk).enters().enters()
    clerk.desk.collecting.collect(Payment(walked[0], 2026, 30000))
    seals(clerk).waits_to_see("一个人也没有收")
    assert [each.person for each in clerk.desk.collecting.recent()] == [walked[0]]
    assert grid(clerk).currentIndex().row() == 0 and clerk.text("group_people") == "1 人"
    seals(clerk).waits_to_see("收好了 1 人，200 元")
    assert {each.person for each in clerk.desk.collecting.recent()} == set(walked[:2])


def test_esc_asks_only_where_something_was_entered_and_what_was_typed_is_kept(clerk: Clerk, walked: list[str]) -> None:
    clerk.goes_to("collect").presses(Qt.Key.Key_G, CTRL)
    clerk.presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "collect"
    begins(clerk).enters()

    def stays(_clerk: Clerk, dialog: QWidget) -> None:
        assert isinstance(dialog, Sure)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    clerk.will_answer(stays).presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "group_sheet"
    clerk.goes_to("people")
    begins(clerk)
    assert clerk.text("group_people") == "1 人"


def test_the_unpaid_lead_to_the_sheet_of_the_group_of_the_row_in_hand(clerk: Clerk, walked: list[str]) -> None:
    clerk.goes_to("todo").window.go(Place("todo", f"unpaid\n{walked[0]}"))
    clerk.presses(Qt.Key.Key_G, CTRL)
    assert clerk.page.name == "group_sheet" and len(grid(clerk).rows()) == PEOPLE
    clerk.presses(Qt.Key.Key_F6)
    assert len(grid(clerk).rows()) != PEOPLE
    assert clerk.there(QLineEdit, "counted").text() == ""
