"""The Forms page: chosen, filled for one or many, looked at, printed and recorded; forms from a file; the fields."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from python_calamine import CalamineWorkbook

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.ui.choosing import choose_form
from tests.workbooks.books import save
from village_desk.services.forms.catalogue import Subject
from village_desk.services.forms.printing_forms import Wanted
from village_desk.ui.kit.buttons import LargeButton
from village_desk.ui.kit.page import Place
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.kit.table_views import Table


def main(clerk: Clerk) -> LargeButton:
    """The one button that Enter presses."""
    return clerk.there(LargeButton, "print_form")


def drawn(clerk: Clerk, pages: int = 1) -> Clerk:
    """Waits until a paper of so many pages can be printed."""
    view = clerk.there(PaperView, "form_paper")
    clerk.qtbot.waitUntil(lambda: view.pages() == pages and main(clerk).text() == "打印", timeout=15_000)
    return clerk.waits()


def her(clerk: Clerk) -> str:
    return clerk.desk.finding.find("hyz")[0].resident.id


def printings(clerk: Clerk, person: str) -> list[str]:
    return [each.words for each in clerk.desk.registering.history(person) if "打印“" in each.words]


def words_of(pdf: Path) -> str:
    document = QPdfDocument()
    assert document.load(str(pdf)) is QPdfDocument.Error.None_
    return "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))


def her_form(clerk: Clerk) -> Clerk:
    return drawn(clerk.finds("hyz").clicks("form_0").waits_to_see("处留空"))


def test_a_form_that_fits_her_is_printed_with_what_was_typed_and_recorded_once_it_came_out(
    clerk: Clerk, printer: Path
) -> None:
    her_form(clerk)
    assert clerk.sees("这张表会印出完整的身份证号") and main(clerk).hasFocus()
    clerk.fills("户籍地址", "沟二社区三组十二号").enters().waits_to_see("纸出来了")
    assert "沟二社区三组十二号" in words_of(printer / "F1.pdf"), "typed just before Enter, and on the paper"
    assert not printings(clerk, her(clerk)), "nobody has seen the paper yet"
    clerk.enters().waits_to_see("记下了")
    assert printings(clerk, her(clerk)) == ["打印“参保登记表”1 份，上面有完整号码"]
    assert not clerk.desk.finding.person(her(clerk)).hukou_address, "it stands on the paper alone"


def test_a_paper_that_did_not_come_out_is_printed_again_and_one_left_without_a_word_counts(
    clerk: Clerk, printer: Path
) -> None:
    her_form(clerk).enters().waits_to_see("纸出来了").clicks("again").waits_to_see("纸出来了")
    assert not printings(clerk, her(clerk))
    clerk.clicks("whom_house").waits()
    assert len(printings(clerk, her(clerk))) == 1


def test_without_a_printer_the_paper_is_kept_as_a_file_and_recorded(
    clerk: Clerk, no_printer: None, tmp_path: Path
) -> None:
    her_form(clerk).enters().waits_to_see("没有找到打印机")
    assert main(clerk).text() == "打印", "the paper is there still"
    clerk.will_pick(tmp_path / "她的.pdf").clicks("notice_action").waits_to_see("存好了")
    assert "韩玉珍" in words_of(tmp_path / "她的.pdf") and len(printings(clerk, her(clerk))) == 1


def test_esc_goes_back_where_she_came_from_and_what_was_typed_stays(clerk: Clerk) -> None:
    her_form(clerk).fills("户籍地址", "三组").presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "person"
    drawn(clerk.clicks("form_0"))
    assert clerk.there(QLabel, "form_title").text() == "F1 参保登记表"
    assert "户籍地址" not in clerk.text("form_remark_0"), "it was typed before"
    clerk.clicks("other_form").enters()
    assert main(clerk).hasFocus(), "Enter takes the form in the list, and then the main button has the keyboard"
    drawn(clerk).presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "forms" and clerk.there(Table, "forms_table").hasFocus()


def test_somebody_else_begins_with_nothing_typed(clerk: Clerk) -> None:
    her_form(clerk).fills("户籍地址", "三组")
    other = next(each for each in clerk.desk.finding.roster() if each.resident.id != her(clerk) and each.age > 30)
    clerk.window.open_person(other)
    drawn(clerk)
    assert clerk.text("whom_words") == other.resident.name and "户籍地址" in clerk.text("form_remark_0")


def test_what_cannot_be_read_is_refused_beside_its_field(clerk: Clerk) -> None:
    clerk.finds("hyz").clicks("other_forms")
    choose_form(clerk, "注销登记表")
    drawn(clerk).fills("死亡日期", "前天").enters()
    clerk.waits_to_see("死亡日期：")
    clerk.fills("死亡日期", "2026-10-30").enters()
    drawn(clerk)
    assert "死亡日期" not in clerk.text("form_remark_0")


def test_a_household_and_one_more_get_a_paper_each(clerk: Clerk) -> None:
    drawn(her_form(clerk).clicks("whom_house"), 3)
    clerk.clicks("whom_more")
    assert clerk.window.search.hasFocus()
    outside = next(each for each in clerk.desk.finding.roster() if each.resident.household != "0010")
    clerk.window.open_person(outside)
    drawn(clerk, 4)
    assert "4 人" in clerk.text("whom_words")


def test_whom_the_people_page_shows_go_along_and_many_papers_wait_for_her_word(clerk: Clerk) -> None:
    clerk.goes_to("people").chooses("filter_group", "第 1 组").clicks("print_forms")
    assert clerk.text("forms_for") == "给 第 1 组 · 138 人 打一张"
    choose_form(clerk, "变更登记表")
    clerk.waits()
    assert main(clerk).text() == "排出 138 份来看" and clerk.there(PaperView, "form_paper").pages() == 0
    clerk.enters()
    clerk.presses(Qt.Key.Key_Escape).waits()
    assert main(clerk).text() == "排出 138 份来看", "stopped, and can be begun again"


def test_a_workbook_is_kept_for_each(clerk: Clerk, tmp_path: Path) -> None:
    drawn(her_form(clerk).clicks("whom_house"), 3)
    clerk.will_pick(tmp_path).clicks("save_workbook").waits_to_see("3 个文件")
    kept = sorted(tmp_path.glob("F1 *.xlsx"))
    assert [each.name for each in kept] == [f"F1 参保登记表-{number}.xlsx" for number in (1, 2, 3)]
    assert any("郝静" in map(str, row) for row in CalamineWorkbook.from_path(kept[0]).get_sheet_by_index(0).to_python())
    clerk.goes_to("today").waits_to_see("打印“参保登记表”3 份，上面有完整号码")


def test_a_form_of_the_village_needs_nobody_and_one_of_a_month_its_list(clerk: Clerk) -> None:
    clerk.goes_to("forms")
    choose_form(clerk, "海报：缴费档次")
    drawn(clerk).presses(Qt.Key.Key_Escape)
    choose_form(clerk, "待遇发放公示表")
    assert main(clerk).text() == "先收下发放名单"
    assert clerk.enters().page.name == "payouts"
    clerk.desk.paying.take(clerk.desk.paying.read(SAMPLE / "payout-list.xlsx"))
    clerk.goes_to("forms").presses(Qt.Key.Key_Escape)
    choose_form(clerk, "待遇发放公示表")
    drawn(clerk, clerk.desk.forms.drawn(clerk.desk.forms.fill(Wanted("F12"))).pages)


def test_a_form_about_a_year_asks_for_it(clerk: Clerk, printer: Path) -> None:
    person = her(clerk)
    clerk.desk.noting.years(person, 2023, 2025, 20_000)
    clerk.window.go(Place("forms", f"F22 个人账户对账单@{person}"))
    drawn(clerk)
    clerk.chooses("form_year", "2024").there(QComboBox, "form_year").activated.emit(1)
    drawn(clerk).enters().waits_to_see("纸出来了")
    assert "2024" in words_of(printer / "F22.pdf") and "2025" not in words_of(printer / "F22.pdf")


def test_who_lacks_what_the_form_is_about_is_one_click_away(clerk: Clerk) -> None:
    clerk.window.go(Place("forms", f"F22 个人账户对账单@{her(clerk)}"))
    clerk.waits_to_see("本机没有这个人的缴费记录").clicks("notice_action")
    assert (clerk.page.name, clerk.text("title")) == ("person", "韩玉珍")


def test_a_form_from_a_file_is_checked_and_put_in_use(clerk: Clerk, tmp_path: Path, printer: Path) -> None:
    wrong = save(tmp_path / "便民卡.xlsx", [["{姓名}", "{身份正号}"]])
    clerk.goes_to("forms").will_pick(wrong).clicks("add_form").waits_to_see("有 1 处要先改好")
    assert "B1" in clerk.text("form_refusal_0") and "身份证号" in clerk.text("form_refusal_0")
    save(wrong, [["{姓名}", "{身份证号}"]])
    clerk.enters().waits_to_see("可以用")
    clerk.enters().waits_to_see("装好了：便民卡")
    choose_form(clerk, "便民卡")
    assert main(clerk).text() == "先找到这个人"
    clerk.enters()
    assert clerk.window.search.hasFocus()
    drawn(clerk.finds("hyz")).enters().waits_to_see("纸出来了")
    assert "韩玉珍" in words_of(printer / "form.pdf")


def test_a_list_from_a_file_is_one_and_the_same_file_with_other_words_counts(clerk: Clerk, tmp_path: Path) -> None:
    names = save(tmp_path / "名单.xlsx", [["本村缴费公示"], ["{.姓名}"]])
    clerk.goes_to("forms").will_pick(names).clicks("add_form").waits_to_see("可以用")
    boxes = [clerk.there(QComboBox, each).currentText() for each in ("form_subject", "form_moment")]
    assert boxes == ["一批人一份", "公示"]
    clerk.enters().waits_to_see("装好了：名单")
    clerk.will_pick(names).clicks("add_form").waits_to_see("可以用").fills("form_number", "M1")
    clerk.enters().waits_to_see("换下了以前装的（本村自制）")
    assert clerk.desk.forms.named("M1").subject is Subject.PEOPLE


def test_a_field_is_copied_with_a_click_and_all_of_them_are_kept_as_a_workbook(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.go(Place("help"))
    clerk.clicks("see_fields")
    rows = clerk.there(Table, "fields_table").rows()
    place = next(at for at, each in enumerate(rows) if getattr(each, "written", "") == "{出生日期}")
    clerk.opens("fields_table", place)
    assert QApplication.clipboard().text() == "{出生日期}"
    clerk.there(Table, "fields_table").selectRow(place)
    clerk.clicks("way_0")
    assert QApplication.clipboard().text() == "{出生日期:年月日}" and "生日" in clerk.text("field_also")
    clerk.will_pick(tmp_path / "字段.xlsx").clicks("save_fields").waits_to_see("存好了")
    kept = CalamineWorkbook.from_path(tmp_path / "字段.xlsx").get_sheet_by_index(0).to_python()
    assert len(kept) > 150 and any(row[1] == "{.姓名}" for row in kept)
