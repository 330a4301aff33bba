"""She works through what waits: a kind, a row, one key, and takes it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.clerk import Clerk
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


def test_the_pocket_list_of_who_owes_is_one_key(clerk: Clerk) -> None:
    clerk.goes_to("today").clicks("todo_unpaid").presses(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    clerk.waits()
    assert clerk.page.name == "register"
    assert clerk.there(QComboBox, "register_kind").currentText() == "催缴入户名单"
    clerk.goes_to("todo").page.open("soon_sixty")
    assert clerk.sees("快满 60 岁 · ") and not clerk.sees("口袋名单"), "the pocket list is of those who owe"
