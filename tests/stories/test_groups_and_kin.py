"""Stories of special groups and kin at the window: a question answered, a membership noted, a child found by name."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tests.clerk import Clerk
from tests.desks import register
from tests.domain.places import HEAD, TIERS, table
from village_desk.ui.kit.buttons import Button

COUNTY = (
    HEAD
    + TIERS
    + '[[groups]]\nkey = "zhongcan"\nname = "重度残疾人"\n'
    + table("gov_paid", 'groups = ["zhongcan"]\namount = 100')
)


def test_a_question_is_answered_with_no_and_is_not_asked_again(newcomer: Clerk) -> None:
    desk = newcomer.desk
    desk.policies.adopt("county.toml", desk.today(), COUNTY)
    person = register(desk, "单雄信", birth="19800301", special_group="残疾")
    newcomer.window.changed()
    newcomer.finds("单雄信").waits_to_see("花名册写着“残疾”。是不是重度残疾人")
    group = desk.belonging.questions(person)[0].unsure.group
    newcomer.clicks(f"no_{group}").waits_to_see("不属于")
    assert desk.belonging.questions(person) == []
    assert not newcomer.sees("是不是重度残疾人")


def test_a_question_is_answered_with_the_day_of_the_certificate(newcomer: Clerk) -> None:
    desk = newcomer.desk
    desk.policies.adopt("county.toml", desk.today(), COUNTY)
    person = register(desk, "单雄信", birth="19800301", special_group="残疾")
    newcomer.window.changed()
    newcomer.finds("单雄信")
    group = desk.belonging.questions(person)[0].unsure.group
    newcomer.clicks(f"yes_{group}").fills("since", "五月").fills("source", "残疾证").clicks("save_membership")
    newcomer.waits_to_see("请写成 2026-11-02 或 2026-11")
    newcomer.fills("since", "2019-05").clicks("save_membership").waits_to_see("2019-05-01 起")
    [line] = desk.belonging.lines(person)
    assert (line.since, line.source, line.state.value) == ("2019-05-01", "残疾证", "now")


def test_a_child_is_found_by_name_and_struck_again(newcomer: Clerk) -> None:
    desk = newcomer.desk
    elder = register(desk, "单老汉", birth="19490505", serial=1)
    register(desk, "单雄信", birth="19800301", serial=3)
    newcomer.window.changed()
    newcomer.finds("单老汉").clicks("add_kin").fills("other", "秦琼").clicks("save_kin")
    newcomer.waits_to_see("花名册里没有 秦琼")
    newcomer.fills("other", "单雄信").clicks("save_kin").waits_to_see("子女 · 单雄信")
    [child] = desk.relations.of_person(elder)

    def with_a_reason(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.fills("reason", "记错了人").clicks("yes")

    newcomer.will_answer(with_a_reason).clicks(f"strike_{child.id}").waits_to_see("没有记亲属")
    assert newcomer.there(Button, "add_kin").isEnabled()
