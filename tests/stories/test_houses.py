"""Stories of houses and groups at the window: a son parts, a head moves away, a group gets its cadre and a new name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from tests.clerk import Clerk
from tests.desks import register
from village_desk.desk import Desk
from village_desk.ui.kit.page import Place


def family(desk: Desk) -> list[str]:
    """House 12 of group 3: man, wife, son, and the son's wife; house 7 of group 5: one man."""
    people = (
        ("单雄信", "19660301", "户主"),
        ("李秀英", "19680301", "妻"),
        ("单大", "19900301", "子"),
        ("罗氏", "19910301", "儿媳"),
    )
    found = [
        register(desk, name, birth, nth, group=3, household="12", head="单雄信", relation=relation)
        for nth, (name, birth, relation) in enumerate(people, 1)
    ]
    register(desk, "秦琼", "19700301", 5, group=5, household="7", head="秦琼", relation="户主")
    return found


def answer_usually(_clerk: Clerk, dialog: QWidget) -> None:
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)


def answer_yes(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.clicks("yes")


def test_a_son_and_his_wife_part_and_their_papers_are_printed(newcomer: Clerk) -> None:
    desk = newcomer.desk
    man, wife, son, bride = family(desk)
    newcomer.window.changed()
    newcomer.finds("单大").clicks("open_house").waits_to_see("第 3 组 户号 12 户主单雄信")
    newcomer.chooses("act", "分户").waits_to_see("不写就用 13")
    newcomer.chooses(f"goes_{bride}", "走").fills(f"relation_{bride}", "妻").enters()
    newcomer.waits_to_see("办好了，随下一批上报")
    assert [(each.household, each.head, each.relation) for each in map(desk.finding.person, (son, bride))] == [
        ("13", "单大", "户主"),
        ("13", "单大", "妻"),
    ]
    assert desk.finding.person(wife).head == "单雄信" and desk.finding.person(man).relation == "户主"
    newcomer.clicks("house_forms").waits().waits_to_see("变更登记表")
    newcomer.waits_to_see("住户变动，2 人")
    newcomer.window.go(Place("house", son))
    newcomer.clicks("house_sheet").waits().waits_to_see("打印 1 页")


def test_a_head_who_moves_among_strangers_is_asked_about_them_and_about_those_left(newcomer: Clerk) -> None:
    desk = newcomer.desk
    man, wife, *_children = family(desk)
    newcomer.window.changed()
    newcomer.finds("单雄信").clicks("open_house").chooses("act", "村内搬迁")
    newcomer.fills("group", "5").fills("household", "7").fills("head", "秦琼")
    newcomer.will_answer(answer_usually).enters()
    newcomer.waits_to_see("花名册里已有这一户：第 5 组 户号 7 户主秦琼，1 人：秦琼")
    assert desk.finding.person(man).household == "12"
    newcomer.will_answer(answer_yes).enters()
    newcomer.waits_to_see("户主单雄信走了，留下的 3 人要有新户主")
    assert (desk.finding.person(man).household, newcomer.there(QLineEdit, "household").text()) == ("12", "7")
    newcomer.chooses("new_head", "李秀英").fills(f"relation_{man}", "友").will_answer(answer_yes).enters()
    newcomer.waits_to_see("办好了").waits_to_see("请问清与户主关系")
    assert (desk.finding.person(man).head, desk.finding.person(man).relation) == ("秦琼", "友")
    assert (desk.finding.person(wife).head, desk.finding.person(wife).relation) == ("李秀英", "户主")


def test_a_house_whose_head_died_says_so_and_gets_another_one(newcomer: Clerk) -> None:
    desk = newcomer.desk
    man, wife, *_children = family(desk)
    desk.noting.death(man, desk.today(), "家属")
    newcomer.window.changed()
    newcomer.goes_to("today").waits_to_see("1 户的户主已不在").clicks("todo_house_head")
    newcomer.waits_to_see("这一户要定新户主").chooses("act", "换户主").chooses("first", "李秀英").enters()
    newcomer.waits_to_see("办好了")
    assert desk.finding.person(wife).relation == "户主"
    newcomer.goes_to("today")
    assert not newcomer.sees("户主已不在")


def test_a_house_joins_another_one(newcomer: Clerk) -> None:
    desk = newcomer.desk
    family(desk)
    newcomer.window.changed()
    newcomer.finds("秦琼").clicks("open_house").chooses("act", "并户").fills("into", "12")
    newcomer.will_answer(answer_yes).enters().waits_to_see("办好了")
    assert len(desk.households.named("12").members) == 5


def test_a_group_gets_a_cadre_and_its_people_follow_a_new_name(newcomer: Clerk) -> None:
    desk = newcomer.desk
    register(desk, "王国庆", group_name="王家湾组")
    register(desk, "张三", "19900301", 3, group=3)
    newcomer.window.changed()
    newcomer.goes_to("settings").clicks("see_groups").clicks("group_3")
    newcomer.fills("name", "东湾").fills("cadre", "刘书记").fills("phone", "13800001234").enters()
    newcomer.waits_to_see("记下了：第 3 组（东湾）　包组干部 刘书记 13800001234")
    newcomer.clicks("group_王家湾组").fills("name", "新湾组").enters().waits_to_see("记下了：新湾组")
    assert desk.finding.find("王国庆")[0].resident.group_name == "新湾组"
    newcomer.clicks("group_新湾组").will_answer(answer_yes).clicks("drop_group").waits_to_see("还有 1 人，不能撤")
    newcomer.finds("张三").waits_to_see("包组干部 刘书记 13800001234")
