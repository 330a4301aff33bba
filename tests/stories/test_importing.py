"""Stories of the roster: the messy workbook comes in through the window, held rows say why, and it can be stopped."""

from pathlib import Path

from PySide6.QtCore import Qt

from tests.clerk import Clerk
from tests.desks import SAMPLE
from village_desk.ui.kit.table_views import Table

MESSY = SAMPLE / "roster-messy.xls"


def test_an_empty_desk_says_what_to_do_first_and_has_the_button_for_it(newcomer: Clerk) -> None:
    assert newcomer.sees("花名册还是空的，先把名单导进来")
    newcomer.clicks("todo_import_roster").waits_to_see("选一个 Excel 名单")
    newcomer.goes_to("people").waits_to_see("花名册还是空的")


def test_the_messy_roster_is_read_first_and_taken_after(newcomer: Clerk) -> None:
    newcomer.goes_to("people").will_pick(MESSY).presses(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    newcomer.waits_to_see("选一个 Excel 名单").enters().waits().waits_to_see("暂扣 36 行")
    assert newcomer.desk.finding.count() == 0, "the dry run records nothing"
    assert newcomer.sees("收下 926 人")
    newcomer.enters().waits().waits_to_see("926 人")
    assert newcomer.page.name == "mending", "36 rows wait there"
    assert newcomer.desk.finding.count() == 926


def test_every_held_row_says_why_and_what_to_do(newcomer: Clerk) -> None:
    newcomer.goes_to("people").will_pick(MESSY).clicks("import").enters().waits().waits_to_see("暂扣 36 行")
    problems = newcomer.there(Table, "problems").rows()
    assert len({(each.sheet, each.row) for each in problems if each.holds}) == 36
    assert [each.code for each in problems if not each.holds] == ["tier_too_young"] * 2
    assert all(each.message and each.cure for each in problems)


def test_the_problems_workbook_is_saved_where_the_clerk_says(newcomer: Clerk, tmp_path: Path) -> None:
    newcomer.goes_to("people").will_pick(MESSY).clicks("import").enters().waits().waits_to_see("暂扣 36 行")
    out = tmp_path / "问题表.xlsx"
    newcomer.will_pick(out).clicks("save_problems").waits_to_see("问题表存好了")
    assert newcomer.desk.importing.read(out).held == 36


def test_esc_puts_the_dry_run_away_and_nothing_is_recorded(newcomer: Clerk) -> None:
    newcomer.goes_to("people").will_pick(MESSY).clicks("import").enters().waits().waits_to_see("暂扣 36 行")
    newcomer.presses(Qt.Key.Key_Escape).waits_to_see("选一个 Excel 名单")
    newcomer.presses(Qt.Key.Key_Escape)
    assert newcomer.page.name == "people"
    assert newcomer.desk.finding.count() == 0


def test_an_import_that_is_stopped_leaves_nothing(newcomer: Clerk) -> None:
    newcomer.goes_to("people").will_pick(MESSY).clicks("import").enters().waits().waits_to_see("收下 926 人")
    newcomer.enters()
    newcomer.window.job_bar.stop()
    newcomer.waits()
    assert newcomer.desk.finding.count() == 0
    newcomer.enters().waits()
    assert newcomer.desk.finding.count() == 926, "it can be taken after all"


def test_what_is_no_workbook_is_refused_in_words_on_the_page(newcomer: Clerk, tmp_path: Path) -> None:
    letter = tmp_path / "信.xlsx"
    letter.write_text("尊敬的镇所", "utf-8")
    newcomer.goes_to("people").will_pick(letter).clicks("import").enters().waits()
    assert newcomer.page.notice.text()
    assert newcomer.sees("选一个 Excel 名单")


def test_the_numbers_of_one_file_do_not_stand_under_what_is_said_of_the_next(newcomer: Clerk, tmp_path: Path) -> None:
    (tmp_path / "照片.xlsx").write_bytes(b"no table")
    newcomer.goes_to("people").will_pick(MESSY).clicks("import").enters().waits().waits_to_see("暂扣 36 行")
    newcomer.will_pick(tmp_path / "照片.xlsx").clicks("other_file").waits()
    assert newcomer.page.notice.isVisible()
    assert not newcomer.sees("收下 926 人"), "Enter would take the file of before"
