"""Stories at the counter: found by initials, three Enters, the receipt in the tray, the void, the same year twice."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from tests.clerk import Clerk
from village_desk.domain.receipts import ReceiptState
from village_desk.store.connection import witness
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.preview import PaperView


def test_initials_and_three_enters_take_the_usual_fee_and_print_it(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").looks_for("hyz")
    assert clerk.found()[0] == "韩玉珍"
    clerk.enters()
    clerk.waits_to_see("收下 100 元")
    clerk.enters()
    assert clerk.sees("打印 1 张")
    clerk.enters().waits_to_see("纸出来了吗？")
    clerk.enters()
    [receipt] = clerk.desk.collecting.recent()
    assert (receipt.name, receipt.amount_fen, receipt.prints) == ("韩玉珍", 10_000, 1)
    assert (printer / f"{receipt.number}.pdf").read_bytes().startswith(b"%PDF")


def test_a_double_click_takes_one_fee_only(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz")
    button = clerk.there(QPushButton, "main")
    middle = QPoint(button.width() // 2, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert len(clerk.desk.collecting.recent()) == 1
    assert clerk.sees("打印 1 张"), "the second click neither takes money nor prints"


def test_a_year_that_is_paid_is_told_before_anything_is_pressed(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    number = clerk.desk.collecting.recent()[0].number
    clerk.goes_to("today").goes_to("collect").clicks("later").finds("hyz")
    assert number in clerk.text("already_paid")
    clerk.enters()
    assert len(clerk.desk.collecting.recent()) == 1
    assert "写明原因" in clerk.text("again_refusal")
    clerk.fills("again", "镇所退款后重收")
    asked = []

    def answer_usually(clerk: Clerk, dialog: QWidget) -> None:
        asked.append(clerk.text("dialog_heading"))
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)

    def answer_yes(clerk: Clerk, _dialog: QWidget) -> None:
        asked.append(clerk.text("dialog_heading"))
        clerk.clicks("yes")

    clerk.will_answer(answer_usually).enters()
    assert len(clerk.desk.collecting.recent()) == 1, "Enter is no"
    clerk.will_answer(answer_yes).enters()
    assert len(clerk.desk.collecting.recent()) == 2
    assert len(asked) == 2
    assert all(number in each and "还没有打出来" in each for each in asked)


def test_a_refusal_stands_beside_its_field(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("payer", "亲属代缴").enters()
    assert "代缴人姓名" in clerk.text("payer_name_refusal")
    assert clerk.there(QLineEdit, "payer_name").hasFocus()
    clerk.chooses("payer", "政府代缴一部分").fills("government_part", "一百").enters()
    assert "不是金额" in clerk.text("government_part_refusal")
    assert not clerk.desk.collecting.recent()


def test_a_relative_pays_another_tier_for_another_year(clerk: Clerk) -> None:
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("year", "2025 补缴").chooses(
        "payer", "亲属代缴"
    )
    clerk.fills("payer_name", "郝静").fills("relation", "女儿").clicks("tier_500")
    assert clerk.text("amount") == "￥500.00"
    assert clerk.text("amount_in_words") == "人民币伍佰元整"
    clerk.enters()
    [receipt] = clerk.desk.collecting.recent()
    assert (receipt.year, receipt.tier_fen, receipt.payer_in_words) == (2025, 50_000, "亲属代缴：郝静（女儿）")


def test_without_a_printer_the_money_stays_on_record_and_the_first_page_asks_for_the_paper(
    clerk: Clerk, no_printer: None, tmp_path: Path
) -> None:
    clerk.goes_to("collect").finds("hyz").enters().enters().waits_to_see("没有找到打印机")
    assert len(clerk.desk.collecting.unprinted()) == 1
    clerk.will_pick(tmp_path / "slip.pdf").clicks("notice_action").waits_to_see("存好了：slip.pdf")
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    clerk.goes_to("today")
    clerk.waits_to_see("1 张凭条还没确认打印出来")
    clerk.clicks("todo_unprinted").waits_to_see("纸出来了吗？")
    assert clerk.sees("上次没有打出来：没有找到打印机")
    clerk.enters().waits_to_see("没有找到打印机").enters().waits_to_see("没有找到打印机")
    assert len(clerk.desk.collecting.unprinted()) == 1, "Enter prints; it says of no paper that it came out"
    clerk.goes_to("today").clicks("todo_unprinted")
    clerk.presses(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert not clerk.desk.collecting.unprinted()


def test_a_noted_death_is_in_sight_before_enter(clerk: Clerk) -> None:
    person = next(each.resident for each in clerk.desk.finding.roster() if each.owes_this_year)
    clerk.window.go(Place("collect", person.id))
    assert not clerk.sees("死亡")
    clerk.desk.noting.death(person.id, date(2026, 5, 1), "家属")
    clerk.window.changed()
    clerk.waits_to_see("记了 2026-05-01 死亡")


def test_a_paper_that_two_pages_ask_for_came_out_once(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz").enters().enters().waits_to_see("纸出来了吗？")
    number = clerk.desk.collecting.recent()[0].number
    clerk.goes_to("today").clicks(f"receipt_{number}").clicks("in_hand")
    assert clerk.desk.collecting.receipt(number).prints == 1
    clerk.goes_to("collect").waits_to_see("纸出来了吗？").clicks("main")
    assert clerk.desk.collecting.receipt(number).prints == 1


def test_a_void_needs_a_reason_and_frees_the_year(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz").enters().enters().waits_to_see("纸出来了吗？").enters()
    number = clerk.desk.collecting.recent()[0].number

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.clicks("yes")
        assert "写明原因" in clerk.text("reason_refusal")
        clerk.fills("reason", "金额写错").clicks("yes")

    clerk.goes_to("today").clicks(f"receipt_{number}").will_answer(answer).clicks("void")
    receipt = clerk.desk.collecting.receipt(number)
    assert (receipt.state, receipt.void_reason) == (ReceiptState.VOID, "金额写错")
    assert clerk.sees("已作废")
    clerk.goes_to("collect").clicks("main").finds("hyz")
    clerk.waits_to_see("收下 100 元")


def test_money_that_is_recorded_is_said_first_when_its_number_may_not_be_printed_yet(clerk: Clerk) -> None:
    witness.folder_of(clerk.desk.path).write_text("not a folder")
    clerk.goes_to("collect").finds("hyz").enters()
    [receipt] = clerk.desk.collecting.recent()
    told = clerk.text("notice_message")
    assert told.startswith("已经记下：收 2026 年养老保险费 100 元，凭条 A-2026-000001-0。后面没有做完：")
    assert "不要再收一次" in clerk.text("notice_cure")
    assert clerk.text("people") == "收好了" and clerk.there(QLabel, f"number_{receipt.number}"), "not about a fee"
    clerk.enters()
    assert len(clerk.desk.collecting.recent()) == 1
    clerk.qtbot.waitUntil(lambda: clerk.text("notice_message").startswith("这张凭条已经记下"))  # by the first try


def test_nothing_is_taken_from_somebody_noted_dead(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.noting.death(person, date(2026, 5, 1), "家属")
    clerk.goes_to("collect").finds("hyz")
    assert "2026-05-01 死亡" in clerk.text("already_paid"), "before anything is pressed"
    clerk.enters()
    assert "2026-05-01 死亡" in clerk.text(f"refusal_{person}")
    assert not clerk.desk.collecting.recent()


def test_a_year_that_is_noted_as_paid_is_told_and_wants_its_reason(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("hyz")[0].resident.id
    clerk.desk.noting.years(person, 2025, 2025, 10_000, told_by="缴费本")
    clerk.goes_to("collect").finds("hyz").presses(Qt.Key.Key_F4).chooses("year", "2025 已缴")
    assert "2025 年已经记过缴费" in clerk.text("already_paid")
    clerk.enters()
    assert "写明原因" in clerk.text("again_refusal")
    assert not clerk.desk.collecting.recent()
    clerk.fills("again", "补到高一档").enters()
    assert [each.year for each in clerk.desk.collecting.recent()] == [2025]


def test_the_paper_of_a_receipt_is_shown_over_the_page_and_esc_puts_it_away(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("collect").finds("hyz").enters()
    [receipt] = clerk.desk.collecting.recent()
    paper = clerk.clicks(f"see_{receipt.number}").there(PaperView, "slip_paper")
    clerk.qtbot.waitUntil(lambda: paper.pages() == 1)
    clerk.presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "collect" and not paper.isVisible()


def test_a_receipt_that_was_made_void_elsewhere_wants_no_paper_at_the_counter(clerk: Clerk, no_printer: None) -> None:
    clerk.goes_to("collect").finds("hyz").enters().enters().waits_to_see("没有找到打印机")
    [receipt] = clerk.desk.collecting.recent()
    clerk.goes_to("today").clicks(f"receipt_{receipt.number}")

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.fills("reason", "金额写错").clicks("yes")

    clerk.will_answer(answer).clicks("void")
    clerk.waits_to_see("这张凭条已作废")
    assert not clerk.sees("上次没有打出来"), "nobody wants that paper any more"
    clerk.goes_to("collect").waits_to_see("这张凭条已作废")
    assert not clerk.page.notice.isVisible(), "what was said of its paper is over"
    assert not clerk.sees("打印 1 张")
    clerk.enters()
    assert not clerk.sees("这张凭条已作废"), "Enter goes on to the next"
