"""Stories of columns that nobody knows: she says once what they are, on the page where the list waits."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tests.clerk import Clerk
from tests.widgets import children
from tests.workbooks.books import number, save

HEADER = ["序号", "姓名", "公民身份号码", "基础养老金", "账户养老金", "村集体添补", "应发合计"]


def line(order: int) -> list[Any]:
    return [order, "谭少怀", number(order, "19500203"), 160, 41.48, 30, 231.48]


def listed(folder: Path, month: int) -> Path:
    return save(folder / f"名单{month}.xlsx", [[f"2026年{month}月发放明细"], HEADER, line(1), line(2)])


def test_an_amount_column_is_said_once_and_known_the_next_month(newcomer: Clerk, tmp_path: Path) -> None:
    clerk = newcomer.goes_to("payouts").will_pick(listed(tmp_path, 11)).enters().waits()
    clerk.waits_to_see("这几列是什么").clicks("main").waits_to_see("“村集体添补”是哪一项")
    assert not clerk.desk.paying.lists()
    clerk.there(QComboBox, "column_村集体添补")
    assert not [box for box in children(clerk.page, QComboBox, "column_基础养老金")], "no other is asked about"
    clerk.chooses("column_村集体添补", "加发（补发也算）").clicks("say_columns").waits()
    clerk.waits_to_see("按本台说过的读：“村集体添补”＝加发").clicks("main").waits()
    [taken] = clerk.desk.paying.lists()
    assert [each.extra_fen for each in clerk.desk.paying.lines(taken.id)] == [3000, 3000]
    clerk.presses(Qt.Key.Key_Escape).will_pick(listed(tmp_path, 12)).enters().waits()
    clerk.waits_to_see("按本台说过的读：“村集体添补”＝加发")
    assert not clerk.sees("这几列是什么")
    clerk.clicks("show_columns").chooses("column_村集体添补", "不再按说过的，由程序认").clicks("say_columns").waits()
    clerk.waits_to_see("这几列是什么")


def test_a_roster_whose_names_stand_under_an_unknown_word_is_read_once_she_says_so(
    newcomer: Clerk, tmp_path: Path
) -> None:
    book = save(tmp_path / "册.xlsx", [["户内称呼", "身份证号", "电话"], ["谭少怀", number(1), "123"]])
    clerk = newcomer.goes_to("people").will_pick(book).clicks("import").enters().waits()
    clerk.waits_to_see("找不到表头")
    clerk.chooses("column_户内称呼", "姓名").clicks("say_columns").waits()
    clerk.waits_to_see("按本台说过的读：“户内称呼”＝姓名")
    assert clerk.sees("1 处提醒，不影响收下")
    clerk.clicks("take").waits()
    assert [each.resident.name for each in clerk.desk.finding.roster()] == ["谭少怀"]
    assert clerk.desk.importing.headings(book)[0].columns[0].assigned
