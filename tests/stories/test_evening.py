"""The evening: she counts the drawer, explains what is missing, closes the day, and brings the money away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from tests.clerk import Clerk
from tests.desks import StillClock
from village_desk.services.collecting import Payment
from village_desk.ui.kit.table_views import Table


def test_an_empty_drawer_is_closed_once(clerk: Clerk) -> None:
    clerk.goes_to("books").enters()
    assert clerk.sees("对上了") and not main(clerk).isEnabled()
    clerk.enters()
    close = clerk.desk.ledger.sheet().close
    assert close is not None and close.turn == 1


def takes(clerk: Clerk, count: int) -> None:
    owing = [each.resident.id for each in clerk.desk.finding.roster() if each.owes_this_year][:count]
    for each in owing:
        clerk.desk.collecting.collect(Payment(each, 2026, 10_000))
    clerk.window.changed()


def main(clerk: Clerk) -> QPushButton:
    return clerk.there(QPushButton, "main")


def test_a_day_that_is_right_is_counted_and_closed_with_one_key(clerk: Clerk) -> None:
    takes(clerk, 3)
    clerk.goes_to("books")
    assert clerk.text("figure_2_sum") == "300.00"
    assert not main(clerk).isEnabled() and clerk.sees("先点钱")
    clerk.there(QLineEdit, "note_10000").setFocus()
    clerk.presses(Qt.Key.Key_3)
    assert clerk.text("verdict") == "对上了"
    clerk.enters()
    assert clerk.sees("结好了：点到 300.00 元，对上了")
    assert clerk.desk.ledger.sheet().is_closed


def test_enter_and_the_arrows_go_from_field_to_field_while_the_count_is_not_right(clerk: Clerk) -> None:
    takes(clerk, 2)
    clerk.goes_to("books")
    clerk.there(QLineEdit, "note_10000").setFocus()
    clerk.presses(Qt.Key.Key_1).enters()
    assert clerk.there(QLineEdit, "note_5000").hasFocus()
    clerk.presses(Qt.Key.Key_1).presses(Qt.Key.Key_Down).presses(Qt.Key.Key_1)
    assert clerk.there(QLineEdit, "note_2000").text() == "1"
    assert clerk.text("verdict") == "少 30 元，差在哪里？"
    clerk.presses(Qt.Key.Key_F2)
    assert not main(clerk).isEnabled(), "a sentence is missing"
    clerk.fills("comment", "多找了三十，说好明天送来").enters()
    assert clerk.sees("少 30 元")
    close = clerk.desk.ledger.sheet().close
    assert close is not None and (close.difference_fen, close.reason) == (-3000, "change")


def test_what_was_explained_is_not_asked_again_and_the_next_morning_begins_with_the_day_before(
    clerk: Clerk, clock: StillClock
) -> None:
    takes(clerk, 2)
    clock.move(days=1)
    clerk.window.changed()
    clerk.goes_to("today").waits_to_see("2026-11-02 收了钱还没结账")
    clerk.clicks("todo_unclosed_day").fills("note_10000", "1").clicks("reason_unclear").fills("comment", "再找找")
    clerk.enters()
    clerk.goes_to("today").goes_to("books")
    clerk.fills("note_10000", "1")
    assert "再找找" in clerk.text("carried") and main(clerk).isEnabled()


def says_why(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.fills("reason", "存错了").clicks("yes")


def test_money_is_deposited_paid_on_and_a_wrong_line_reversed(clerk: Clerk) -> None:
    takes(clerk, 3)
    clerk.goes_to("books").clicks("pass_on")
    clerk.there(Table, "open_receipts").selectRow(0)
    clerk.fills("ticket", "342026110200000001").clicks("remit")
    assert clerk.sees("记为已帮缴") and len(clerk.there(Table, "open_receipts").rows()) == 2
    clerk.fills("amount", "250").fills("other", "镇农商行").clicks("main")
    assert "比它多" in clerk.text("amount_refusal")
    clerk.fills("amount", "200").clicks("main")
    assert clerk.sees("抽屉里还该有 0.00 元")
    clerk.there(Table, "cash_entries").selectRow(0)
    clerk.will_answer(says_why).clicks("reverse")
    assert clerk.desk.ledger.held() == 20_000
