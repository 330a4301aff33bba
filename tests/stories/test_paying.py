"""Stories of the payout: the list is matched, questions are answered, the signing roster is seen and printed."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.documents.examples import NOBODY_HAS
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.kit.table_views import Table

LIST = SAMPLE / "payout-list.xlsx"


def test_a_list_that_fits_is_taken_seen_and_printed(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().waits_to_see("2026年11月：286 人，61,108.08 元")
    assert not clerk.desk.paying.lists(), "matching records nothing"
    clerk.enters().waits()
    assert clerk.there(PaperView, "paper").pages() > 10
    clerk.enters().waits().waits_to_see("等签字回来")
    [taken] = clerk.desk.paying.lists()
    assert taken.printed_pages == clerk.desk.papers.payout_roster(taken.id).pages
    assert (printer / "2026-11.pdf").read_bytes().startswith(b"%PDF")


def test_a_name_that_differs_is_a_question_and_leads_to_the_person(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("张银枝")[0].resident
    clerk.desk.registering.correct(person.id, {"name": "张银芝"})
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().waits_to_see("有 1 处要看一眼")
    assert clerk.sees("名单写“张银枝”，花名册写“张银芝”")
    clerk.clicks("look").waits_to_see("张银芝")
    assert clerk.page.name == "person"
    clerk.clicks("need_0").fills("name", "张银枝").clicks("save_correction")
    assert clerk.desk.finding.person(person.id).name == "张银枝"


def test_a_wrong_line_is_marked_for_the_township(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("张银枝")[0].resident
    clerk.desk.registering.correct(person.id, {"name": "张银芝"})
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().waits_to_see("有 1 处要看一眼")
    clerk.clicks("report").waits_to_see("已记：报镇所")
    shown: list[str] = []

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        shown.append(clerk.there(QPlainTextEdit, "told_lines").toPlainText())
        clerk.clicks("yes")

    clerk.will_answer(answer).clicks("reports")
    assert "名单写“张银枝”，花名册写“张银芝”" in shown[0]


def test_a_list_without_a_printer_can_be_printed_later(clerk: Clerk, no_printer: None) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().enters().waits()
    clerk.waits_to_see("没有找到打印机")
    assert clerk.desk.paying.lists()[0].printed_pages == 0
    clerk.goes_to("today").waits_to_see("2026年11月发放名单已收到，花名册还没打印")


def test_a_question_that_was_answered_on_the_roster_is_gone_when_one_comes_back(clerk: Clerk) -> None:
    person = clerk.desk.finding.find("张银枝")[0].resident
    clerk.desk.registering.correct(person.id, {"name": "张银芝"})
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().waits_to_see("有 1 处要看一眼")
    clerk.clicks("look").clicks("need_0").fills("name", "张银枝").clicks("save_correction")
    clerk.goes_to("payouts").waits().waits_to_see("每个人都和花名册对得上")


def test_the_same_list_twice_is_said_and_can_be_printed_again(clerk: Clerk) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits()
    clerk.presses(Qt.Key.Key_Escape).enters().waits().waits_to_see("这份名单已经收过了")
    clerk.enters().waits()
    assert clerk.there(PaperView, "paper").pages() > 10
    assert len(clerk.desk.paying.lists()) == 1


def test_what_was_said_of_one_lists_paper_does_not_stand_over_the_others(clerk: Clerk, no_printer: None) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().enters().waits()
    clerk.waits_to_see("没有找到打印机").presses(Qt.Key.Key_Escape)
    assert clerk.there(Table, "payout_lists").rows()
    assert not clerk.page.notice.isVisible()


def test_a_roster_printed_again_has_its_pages_until_she_arranges_them_anew(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("payouts").will_pick(LIST).enters().waits().enters().waits().enters().waits()
    clerk.waits_to_see("等签字回来")
    [taken] = clerk.desk.paying.lists()
    person = next(each.resident for each in clerk.desk.paying.lines(taken.id) if each.resident)
    group = person.group % 3 + 1
    clerk.desk.registering.correct(person.id, {"group": group})
    clerk.presses(Qt.Key.Key_Escape).will_pick(LIST).enters().waits().enters().waits()
    assert clerk.desk.papers.signing_roster(taken.id).printed.edition == 1
    clerk.clicks("anew").waits().enters().waits().waits_to_see("等签字回来")
    printed = clerk.desk.papers.signing_roster(taken.id)
    assert (printed.printed.edition, printed.outdated) == (2, False)


def test_a_name_without_a_font_is_left_blank_and_said_before_and_after_printing(
    clerk: Clerk, printer: Path, tmp_path: Path
) -> None:
    line = payee(1)
    line[1] = f"严{NOBODY_HAS}姣"
    rare = save(tmp_path / "名单.xlsx", [["2026年11月待遇发放明细"], PAYOUT_HEADER, line, payee(2)])
    clerk.goes_to("payouts").will_pick(rare).enters().waits().enters().waits()
    assert clerk.there(PaperView, "paper").pages() == 1
    told = clerk.text("notice_message")
    assert "行码 0-001" in told and "U+F8F0" in told and "手写" in told
    clerk.enters().waits().waits_to_see("等签字回来")
    assert clerk.sees("行码 0-001"), "she needs it most when she holds the paper"
