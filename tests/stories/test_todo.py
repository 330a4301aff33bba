"""She works through what waits: a kind, a row, one key, and takes it back."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.clerk import Clerk
from tests.documents import reading
from village_desk.documents.paper import Paper
from village_desk.services.worklist.worklist import Item
from village_desk.ui.kit.table_views import Table


def items(clerk: Clerk) -> list[Item]:
    return [each for each in clerk.there(Table, "todo_items").rows() if isinstance(each, Item)]


def test_an_outcome_is_one_key_and_is_taken_back(clerk: Clerk, tmp_path: Path) -> None:
    clerk.goes_to("today").clicks("todo_unpaid")
    before = items(clerk)
    clerk.there(Table, "todo_items").setFocus()
    clerk.presses(Qt.Key.Key_1)
    assert len(items(clerk)) == len(before) - 1 and clerk.sees("不在家，记下了") and clerk.sees("先放着 1 件")
    clerk.window.grab().save(str(tmp_path / "todo.png"))
    clerk.clicks("todo_undo")
    assert [each.waiting.subject for each in items(clerk)] == [each.waiting.subject for each in before]
    assert not clerk.sees("先放着")


def test_a_promise_asks_for_its_day_and_esc_leaves_it(clerk: Clerk) -> None:
    clerk.goes_to("today").clicks("todo_unpaid").clicks("todo_key_P")
    before = len(items(clerk))
    clerk.presses(Qt.Key.Key_Escape)
    assert clerk.page.name == "todo" and len(items(clerk)) == before
    clerk.clicks("todo_key_P").fills("todo_answer", "2020-01-01")
    clerk.there(QLineEdit, "todo_answer").returnPressed.emit()
    clerk.waits_to_see("已经到了")
    clerk.fills("todo_answer", "2026-12-05")
    clerk.there(QLineEdit, "todo_answer").returnPressed.emit()
    assert len(items(clerk)) == before - 1
    clerk.clicks("todo_away").clicks("todo_cure")
    assert len(items(clerk)) == before, "what was put off is seen, and taken back"


def test_a_whole_house_gets_one_outcome(clerk: Clerk) -> None:
    clerk.goes_to("todo")
    clerk.page.open("unpaid")
    houses = [each.whom.house for each in items(clerk) if each.whom]
    house = next(each for each in houses if houses.count(each) > 1)
    table = clerk.there(Table, "todo_items")
    place = next(at for at, each in enumerate(table.rows()) if isinstance(each, Item) and each.whom.house == house)  # type: ignore[union-attr]
    table.setCurrentIndex(table.model().index(place, 1))
    clerk.clicks("todo_key_H").clicks("todo_key_1")
    assert house not in [each.whom.house for each in items(clerk) if each.whom]


def test_who_has_not_paid_in_group_3_is_printed_in_three_actions(clerk: Clerk, printer: Path) -> None:
    clerk.goes_to("today").clicks("todo_unpaid")
    count = len([each for each in items(clerk) if each.whom and each.whom.group.number == 3])
    clerk.presses(Qt.Key.Key_F4).chooses("todo_group", "第 3 组")
    assert clerk.text("todo_words").startswith(f"第 3 组 · 今年没缴 · {count} 件")
    clerk.presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier).waits_to_see("口袋名单已送到打印机").waits()
    [file] = printer.iterdir()
    paper = reading.read(Paper(file.read_bytes(), 1))
    text = "\n".join(map(paper.text, range(paper.pages)))
    assert "第 3 组 · 今年没缴" in text and "第 4 组" not in text


def is_sure(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.clicks("yes")


def test_the_list_is_saved_filled_in_and_read_back(clerk: Clerk, tmp_path: Path) -> None:
    clerk.goes_to("today").clicks("todo_unpaid")
    clerk.will_pick(tmp_path / "待办.xlsx").presses(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    clerk.waits().waits_to_see("存好了：待办.xlsx")
    book = load_workbook(tmp_path / "待办.xlsx")
    sheet = book["待办"]
    heads = [str(each.value) for each in sheet[3]]
    name = str(sheet.cell(4, heads.index("谁") + 1).value)
    sheet.cell(4, heads.index("结果") + 1).value = "打不通"
    sheet.cell(5, heads.index("结果") + 1).value = "飞走了"
    book.save(tmp_path / "待办.xlsx")
    clerk.will_answer(is_sure).will_pick(tmp_path / "待办.xlsx").clicks("todo_take")
    clerk.waits().waits_to_see("记下 1 条")
    assert "飞走了" in " ".join(clerk.words())
    assert name not in [each.name for each in items(clerk)]
