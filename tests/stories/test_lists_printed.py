"""Stories of lists that are printed and saved from where they are seen, with the columns that are chosen."""

from pathlib import Path

from PySide6.QtWidgets import QPushButton

from tests.clerk import Clerk
from village_desk.services.collecting import Payment
from village_desk.ui.kit.page import Place


def two_receipts(clerk: Clerk) -> None:
    for letters in ("hyz", "tsh"):
        person = clerk.desk.finding.find(letters)[0].resident
        if clerk.desk.collecting.choices(person.id).tiers():
            clerk.desk.collecting.collect(Payment(person.id, 2026, 10_000))


def test_the_receipts_that_are_listed_are_printed_as_a_list_in_two_keys(clerk: Clerk, printer: Path) -> None:
    two_receipts(clerk)
    clerk.window.go(Place("receipt_list"))
    clerk.clicks("save_list").waits_to_see("凭条存 Excel、打印")  # 1
    clerk.clicks("print_list").waits().waits_to_see("凭条已送到打印机，共 1 页")  # 2
    assert (printer / "list-receipts.pdf").read_bytes().startswith(b"%PDF")


def test_the_day_book_shows_the_receipts_that_the_list_shows(clerk: Clerk, printer: Path) -> None:
    two_receipts(clerk)
    clerk.window.go(Place("receipt_list"))
    clerk.fills("receipts_text", "韩玉珍").clicks("day_book").waits()
    assert clerk.there(QPushButton, "main").text() == "打印 1 页"
    clerk.enters().waits().waits_to_see("缴费收入日记已送到打印机")
    assert (printer / "register-day-book.pdf").exists()


def test_the_cash_of_today_stands_on_today_and_leads_to_the_receipts(
    clerk: Clerk, printer: Path, tmp_path: Path
) -> None:
    assert clerk.goes_to("today").text("cash_today") == "0 元 · 0 张凭条"
    clerk.goes_to("collect").finds("hyz").enters().waits().goes_to("today")
    cash = clerk.desk.till.day()
    assert cash.receipts == 1
    assert clerk.text("cash_today") == f"{cash.cash_fen // 100} 元 · 1 张凭条"
    clerk.window.grab().save(str(tmp_path / "today-cash.png"))
    clerk.clicks("receipt_list")
    assert clerk.page.name == "receipt_list"


def test_a_list_without_a_printer_is_kept_as_a_file(clerk: Clerk, no_printer: None, tmp_path: Path) -> None:
    two_receipts(clerk)
    clerk.window.go(Place("workbook", "receipts"))
    clerk.clicks("print_list").waits().waits_to_see("没有找到打印机")
    out = tmp_path / "单子.pdf"
    clerk.will_pick(out).clicks("notice_action")
    assert out.read_bytes().startswith(b"%PDF")
