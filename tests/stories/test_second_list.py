"""Stories of a month's second payout list: it is reported, compared, and waits until she decides which counts."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.kit.table_views import Table

LIST = SAMPLE / "payout-list.xlsx"


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The sample's list again without its first payee and without the sums under it."""
    book = openpyxl.load_workbook(LIST)
    sheet = book.worksheets[0]
    header = next(row for row in range(1, 10) if sheet.cell(row, 1).value == "序号")
    sheet.delete_rows(header + 1)
    for row in range(sheet.max_row, header, -1):
        if not str(sheet.cell(row, 1).value or "").isdecimal():
            sheet.delete_rows(row)
    book.save(tmp_path / "更正.xlsx")
    return tmp_path / "更正.xlsx"


def test_a_corrected_list_waits_until_she_says_that_it_replaces(clerk: Clerk, corrected: Path, printer: Path) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().enters().waits()
    [first] = clerk.desk.paying.lists()
    clerk.enters().will_pick(corrected).enters().waits().waits_to_see("2026年11月的名单已经有一份")
    assert clerk.sees("它的签字花名册已经打印过") and clerk.sees("少 1 人")
    assert "少：" in clerk.there(QPlainTextEdit, "second_list_lines").toPlainText()
    assert not clerk.there(QPushButton, "main").isEnabled()
    clerk.enters().waits()
    assert clerk.desk.paying.lists() == [first], "Enter out of habit takes nothing"
    clerk.clicks("second_replaces").clicks("main").waits()
    assert clerk.there(PaperView, "paper").pages() > 10
    [second] = clerk.desk.paying.lists()
    assert (second.id != first.id, second.payees) == (True, 285)
    clerk.presses(Qt.Key.Key_Escape)
    assert [each.replaced for each in clerk.there(Table, "payout_lists").rows()] == [False, True]
    clerk.opens("payout_lists", 1).waits_to_see("多 1 人")
    clerk.clicks("second_replaces").clicks("main").waits()
    assert [each.id for each in clerk.desk.paying.lists()] == [first.id], "and back again"


def test_a_supplement_gets_a_roster_of_its_own(clerk: Clerk, tmp_path: Path) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().presses(Qt.Key.Key_Escape)
    more = save(tmp_path / "补发.xlsx", [["2026年11月补发"], PAYOUT_HEADER, payee(1, 20, 0, 0, 20)])
    clerk.will_pick(more).enters().waits().waits_to_see("2026年11月的名单已经有一份")
    clerk.clicks("second_supplements").clicks("main").waits()
    assert clerk.there(PaperView, "paper").pages() == 1
    clerk.presses(Qt.Key.Key_Escape)
    assert [each.supplement for each in clerk.there(Table, "payout_lists").rows()] == [True, False]


def test_a_supplement_that_repeats_the_month_is_asked_about(clerk: Clerk, corrected: Path) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().presses(Qt.Key.Key_Escape)
    clerk.will_pick(corrected).enters().waits().waits_to_see("2026年11月的名单已经有一份")
    clerk.clicks("second_supplements")

    def looks(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.clicks("no" if clerk.sees("285 人在这一份上又有") else "yes")

    def is_sure(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.clicks("yes")

    clerk.will_answer(looks).clicks("main").waits()
    assert len(clerk.desk.paying.lists()) == 1, "no is the usual answer"
    clerk.will_answer(is_sure).clicks("main").waits()
    assert len(clerk.desk.paying.lists()) == 2


def test_what_keeps_a_list_out_is_named_on_its_card(clerk: Clerk, tmp_path: Path) -> None:
    wrong = payee(2, base=1.0)
    bad = save(tmp_path / "名单.xlsx", [["2026年11月"], PAYOUT_HEADER, payee(1), wrong])
    clerk.goes_to("payouts").will_pick(bad).enters().waits().waits_to_see("表格第 4 行 谭少怀")
    assert clerk.sees("应发合计“201.48”：各项相加是 42.48 元，合计写的是 201.48 元")
    clerk.enters().waits().waits_to_see("名单有 1 行看不明白")
    assert not clerk.desk.paying.lists()
