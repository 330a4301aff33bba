"""Lists on paper: from the People page with its filter, and the day book from Today."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from tests.clerk import Clerk
from tests.desks import SAMPLE, register
from tests.documents import reading
from tests.documents.examples import NOBODY_HAS
from village_desk.documents.paper import Paper
from village_desk.services.collecting import Payment
from village_desk.services.registers import workbooks
from village_desk.services.registers.workbooks import BookKind
from village_desk.ui.kit.table_views import Table


def printed(tray: Path) -> str:
    [file] = tray.iterdir()
    paper = reading.read(Paper(file.read_bytes(), 1))
    file.unlink()
    return "\n".join(map(paper.text, range(paper.pages)))


def test_what_the_people_page_shows_is_printed_with_its_filter(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("people").chooses("filter_group", "第 3 组").chooses("filter_more", "今年未缴")
    words = clerk.text("filter_words").rpartition(" · ")[0]
    clerk.clicks("print_list").waits().enters().waits_to_see("人员名单已送到打印机").waits()
    text = printed(printer)
    assert words in text and "第 3 组 · " in text and "第 4 组" not in text
    clerk.chooses("register_kind", "催缴入户名单").waits().enters().waits_to_see("催缴入户名单已送到打印机").waits()
    assert "2026 年度城乡居民养老保险催缴入户名单" in printed(printer)
    clerk.chooses("register_kind", "发放签收表").waits().fills("register_what", "毛毯一床")
    assert clerk.sees("排出来看看"), "what is typed is shown before it is printed"
    clerk.enters().waits().enters().waits_to_see("发放签收表已送到打印机").waits()
    assert "毛毯一床" in printed(printer)


def test_who_must_be_written_by_hand_is_told_before_printing(clerk: Clerk) -> None:
    register(clerk.desk, f"严{NOBODY_HAS}姣", group=3, serial=7)
    clerk.window.changed()
    clerk.goes_to("people").chooses("filter_group", "第 3 组").clicks("print_list").waits()
    assert "U+F8F0" in clerk.text("notice_message") and "手写" in clerk.text("notice_message")
    assert clerk.sees("打印"), "and stops nobody else's line"


def test_today_leads_to_the_day_book_and_an_empty_choice_says_so(clerk: Clerk, printer: Path) -> None:
    person = next(each.resident.id for each in clerk.desk.finding.roster() if each.owes_this_year)
    number = clerk.desk.collecting.collect(Payment(person, 2026, 10_000)).number
    clerk.window.changed()
    clerk.goes_to("today").clicks("day_book").waits()
    assert clerk.there(QComboBox, "register_kind").currentText() == "缴费收入日记"
    clerk.enters().waits_to_see("缴费收入日记已送到打印机").waits()
    assert number in printed(printer)
    clerk.goes_to("people").chooses("filter_standing", "领取期").clicks("print_list").waits()
    clerk.chooses("register_kind", "催缴入户名单").waits()
    assert clerk.text("notice_message") == "名单上没有人"
    assert clerk.sees("排出来看看")


def test_whom_the_list_shows_is_saved_with_the_columns_that_were_chosen(clerk: Clerk, tmp_path: Path) -> None:
    clerk.goes_to("people").chooses("filter_group", "第 3 组").chooses("filter_more", "今年未缴")
    count = len(clerk.there(Table, "people_table").rows()) - 1
    clerk.presses(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier).clicks("column_note")
    clerk.will_pick(tmp_path / "名单.xlsx").enters().waits().waits_to_see("存好了：名单.xlsx")
    book = load_workbook(tmp_path / "名单.xlsx")
    assert book.active is not None
    heads, *lines = book.active.iter_rows(values_only=True)
    assert (heads[0], "备注" in heads, len(lines)) == ("姓名", False, count)
    clerk.goes_to("people").clicks("save_list")
    assert not clerk.there(QPushButton, "column_note").isChecked(), "this PC remembers what was left out"


def test_without_a_column_the_button_says_what_is_missing(clerk: Clerk) -> None:
    clerk.goes_to("people").clicks("save_list")
    for each in workbooks.columns(BookKind.PEOPLE):
        clerk.clicks(f"column_{each.name}")
    assert clerk.sees("先点上一列")
    clerk.enters()
    assert clerk.there(QPushButton, "column_name").hasFocus()


def test_receipts_and_a_payout_list_are_saved_from_their_pages(clerk: Clerk, tmp_path: Path) -> None:
    person = next(each.resident.id for each in clerk.desk.finding.roster() if each.owes_this_year)
    number = clerk.desk.collecting.collect(Payment(person, 2026, 10_000)).number
    taken = clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.window.changed()
    clerk.goes_to("today").clicks("receipts_workbook").will_pick(tmp_path / "条.xlsx").enters().waits()
    book = load_workbook(tmp_path / "条.xlsx")
    assert book.active is not None
    assert book.active.cell(2, 1).value == number
    clerk.goes_to("payouts").opens("payout_lists", 0).waits().clicks("save_list").will_pick(
        tmp_path / "放.xlsx"
    ).enters().waits()
    book = load_workbook(tmp_path / "放.xlsx")
    assert book.active is not None and book.active.max_row == len(clerk.desk.paying.lines(taken)) + 1


def test_who_has_not_paid_in_group_3_is_printed_by_three_actions(clerk: Clerk, printer: Path) -> None:
    clerk.clicks("season_3").presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier).waits().enters()
    clerk.waits_to_see("人员名单已送到打印机").waits()
    text = printed(printer)
    assert "第 3 组 · 今年未缴" in text and "第 4 组" not in text
