"""Stories of people who leave: the answer first, then the strike-off with its form, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.clerk import Clerk
from tests.desks import register


def answer_usually(_clerk: Clerk, dialog: QWidget) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)


def answer_yes(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.clicks("yes")


def give_a_reason(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.fills("reason", "看错了人").clicks("yes")


def test_who_moved_away_is_struck_off_and_comes_back(newcomer: Clerk) -> None:
    desk = newcomer.desk
    person = register(desk, "单雄信", birth="19660301", group=3, household="12", head="单雄信")
    register(desk, "单小雄", birth="19900301", serial=3, group=3, household="12", head="单雄信")
    newcomer.window.changed()
    newcomer.finds("单雄信").clicks("strike_off").chooses("reason", "转到外县（市、区）参保")
    newcomer.clicks("leaving_look").waits_to_see("不能办：没有写转到哪里")
    newcomer.fills("to", "江西省于都县").clicks("leaving_look")
    newcomer.waits_to_see("没有记县里的个人账户余额").waits_to_see("同户还有 1 人")
    assert desk.leavers.standing(person) == []
    newcomer.clicks("leaving_save").waits_to_see("没有写是谁告知的")
    newcomer.fills("told_by", "本人").clicks("leaving_save")
    newcomer.waits_to_see("已登记注销（转到外县（市、区）参保），随下一批上报")
    newcomer.waits_to_see("请给这一户换一个户主").waits_to_see("已终止")
    newcomer.goes_to("people")
    assert [each.resident.name for each in desk.finding.roster()] == ["单小雄"]
    newcomer.chooses("filter_more", "已注销").waits_to_see("已注销 · 1 人")
    newcomer.finds("单雄信").clicks("print_f7")
    assert newcomer.page.name == "forms"
    newcomer.goes_to("people").finds("单雄信").will_answer(give_a_reason).clicks("reinstate")
    newcomer.waits_to_see("注销已撤销，又在花名册上")
    assert desk.leavers.standing(person) == []


def test_a_question_is_answered_with_no_unless_she_is_sure(newcomer: Clerk) -> None:
    desk = newcomer.desk
    person = register(desk, "单雄信", birth="19660301", group=3)
    newcomer.window.changed()
    newcomer.finds("单雄信").clicks("strike_off").chooses("reason", "其他").fills("told_by", "本人")
    newcomer.will_answer(answer_usually).clicks("leaving_save").waits_to_see("能不能注销，由县里定")
    assert desk.leavers.standing(person) == []
    newcomer.will_answer(answer_yes).clicks("leaving_save").waits_to_see("已登记注销（其他）")
    assert len(desk.leavers.standing(person)) == 1


def test_a_wish_is_written_down_and_refused_beside_the_reason(newcomer: Clerk) -> None:
    desk = newcomer.desk
    person = register(desk, "单雄信", birth="19660301", group=3)
    newcomer.window.changed()
    newcomer.finds("单雄信").clicks("strike_off").chooses("reason", "没有原因，本人想退保").fills("told_by", "本人")
    newcomer.clicks("leaving_save").waits_to_see("参保后不能退保取钱")
    assert [each.words for each in desk.noting.noted(person)] == ["记退保意愿"]
    assert desk.leavers.standing(person) == []
