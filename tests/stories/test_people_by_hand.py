"""Stories of people registered by hand at the window: a child of a house that is there, a double that is not let in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.clerk import Clerk
from tests.desks import id_number, register


def test_a_young_woman_joins_her_parents_house_by_the_form(newcomer: Clerk) -> None:
    desk = newcomer.desk
    register(desk, "单雄信", birth="19660301", group=3, household="12", head="单雄信")
    newcomer.window.changed()
    newcomer.goes_to("people").presses(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    number = id_number("20080601", 2)
    newcomer.fills("name", "单小妹").fills("id_number", number[:15]).sees("还差 3 位")
    newcomer.fills("id_number", number).waits_to_see("对了：女，2008-06-01 出生")
    newcomer.fills("household", "12").waits_to_see("登记到：第 3 组 户号 12 户主单雄信，1 人：单雄信")
    newcomer.fills("relation", "女儿").enters()
    newcomer.waits_to_see("单小妹登记好了，随下一批上报")
    assert newcomer.page.name == "person"
    newcomer.waits_to_see("参保登记表")
    [found] = [each.resident for each in desk.finding.find("单小妹")]
    assert (found.group, found.household, found.head, found.relation) == (3, "12", "单雄信", "女儿")
    newcomer.goes_to("people").clicks("newcomer")
    assert newcomer.there(QLineEdit, "name").text() == ""


def answer_usually(_clerk: Clerk, dialog: QWidget) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)


def answer_yes(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.clicks("yes")


def test_who_may_be_there_already_is_asked_about_and_no_is_the_usual_answer(newcomer: Clerk) -> None:
    desk = newcomer.desk
    register(desk, "单雄信", birth="19660301", group=3, household="12", head="单雄信", phone="13800001234")
    newcomer.window.changed()
    newcomer.goes_to("people").clicks("newcomer")
    newcomer.fills("name", "单雄心").fills("id_number", id_number("19660301", 5)).fills("group", "4组")
    newcomer.will_answer(answer_usually).enters()
    newcomer.waits_to_see("姓名同音，同一天出生")
    assert desk.finding.count() == 1
    newcomer.will_answer(answer_yes).enters()
    newcomer.waits_to_see("单雄心登记好了")
    assert desk.finding.count() == 2


def test_a_number_of_the_roster_is_refused_beside_the_number_with_whose_it_is(newcomer: Clerk) -> None:
    register(newcomer.desk, "单雄信", birth="19660301", group=3)
    newcomer.window.changed()
    newcomer.goes_to("people").clicks("newcomer")
    newcomer.fills("name", "王五").fills("id_number", id_number("19660301", 1))
    newcomer.waits_to_see("这个号码已经在花名册上：单雄信（429004********")
    newcomer.enters().waits_to_see("不用再登记")
    assert newcomer.there(QLineEdit, "name").text() == "王五", "nothing typed is lost"
    assert newcomer.desk.finding.count() == 1


def test_a_correction_says_what_must_be_shown_and_moves_nobody_to_strangers_unseen(newcomer: Clerk) -> None:
    desk = newcomer.desk
    register(desk, "秦琼", birth="19500301", group=3, household="15", head="秦琼")
    person = register(desk, "单雄信", birth="19800301", group=3, household="12", head="单雄信")
    newcomer.window.changed()
    newcomer.finds("单雄信").clicks("need_1").fills("name", "单雄").clicks("save_correction")
    newcomer.waits_to_see("要交变更登记表，附身份证、户口簿复印件")
    newcomer.clicks("need_1").fills("household", "15").will_answer(answer_usually).clicks("save_correction")
    newcomer.waits_to_see("花名册里已有这一户：第 3 组 户号 15 户主秦琼，1 人：秦琼")
    assert desk.finding.person(person).household == "12"
    newcomer.will_answer(answer_yes).clicks("save_correction").waits_to_see("这样的变动不用交材料")
    after = desk.finding.person(person)
    assert (after.household, after.head) == ("15", "秦琼")
