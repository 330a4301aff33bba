"""A story of a decision on a duplicate: it stands on Today, and one step on the person's page carries it out."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sync.agreement.sent import DuplicateDecided
from sync.township.down.downward import new_id
from tests.clerk import Clerk
from tests.desks import id_number, register
from tests.services.test_downlink import say
from tests.township.process import TownshipProcess


def answer_yes(clerk: Clerk, _dialog: QWidget) -> None:
    clerk.clicks("yes")


def test_who_belongs_to_another_village_is_struck_off_from_the_list_of_today(
    newcomer: Clerk, office: TownshipProcess
) -> None:
    desk = newcomer.desk
    desk.keeping.set("township_url", office.url)
    person = register(desk, "单雄信", group=3)
    register(desk, "秦琼", serial=3, group=3)
    desk.exchanging.send(office.url)
    number = id_number("19800512", 1)
    say(office, desk, DuplicateDecided(new_id(), person, "件", "leaves", number, "单雄信", "", "石桥村", "问过本人"))
    newcomer.goes_to("township").clicks("send").waits()
    newcomer.goes_to("today").waits_to_see("单雄信归石桥村办理，本村注销登记").clicks("todo_decided")
    newcomer.waits_to_see("镇所的决定")
    newcomer.will_answer(answer_yes).clicks("carry_out_leaves").waits_to_see("照镇所的决定注销了")
    assert not newcomer.sees("照办：注销登记")
    assert desk.finding.count() == 1
    newcomer.goes_to("today")
    assert not newcomer.sees("归石桥村办理")
