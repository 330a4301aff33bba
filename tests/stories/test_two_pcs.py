"""A story of two PCs in one village, as one coordinator sees it in her window."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clerk import Clerk
from tests.desks import PIN, StillClock, register
from tests.township.process import TownshipProcess
from tests.ui import measuring
from village_desk.desk import Desk
from village_desk.domain.villages import Village
from village_desk.services.collecting import Payment


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The other PC of the village."""
    with Desk.create(tmp_path / "other.vdesk", PIN, Village("429004103002", "沟二社区", "B"), StillClock()) as desk:
        yield desk


def test_what_both_pcs_did_is_shown_and_settled(
    newcomer: Clerk, other: Desk, office: TownshipProcess, tmp_path: Path
) -> None:
    desk = newcomer.desk
    desk.keeping.set("township_url", office.url)
    person = register(desk, "单雄信", phone="13800000001", group=3, household="3-017")
    for each in (desk, other, desk, other):
        each.exchanging.send(office.url)
    other.collecting.collect(Payment(person, 2026, 20_000))
    other.registering.correct(person, {"phone": "13800000002"})
    other.exchanging.send(office.url)
    mine = desk.collecting.collect(Payment(person, 2026, 20_000))
    desk.papers.confirm_printed(mine.number)
    desk.registering.correct(person, {"phone": "13800000003"})
    newcomer.goes_to("township").clicks("send").waits()
    newcomer.waits_to_see("收到另一台电脑的记录 2 条")
    newcomer.waits_to_see("村里两台电脑都办过的：2 条")
    newcomer.waits_to_see("现在是“13800000003”（本台改的）")
    newcomer.qtbot.waitUntil(lambda: not measuring.cut(newcomer.window), timeout=5_000)
    newcomer.window.grab().save(str(Path(os.environ.get("VILLAGE_PICTURES") or tmp_path) / "two-pcs.png"))
    newcomer.clicks(f"stands_{person}_phone").waits_to_see("村里两台电脑都办过的：1 条")
    newcomer.goes_to("today").waits_to_see("两台电脑各收了一次")
    newcomer.goes_to("township").clicks(f"twice_{mine.number}").waits_to_see(mine.number)
    desk.collecting.void(mine.number, "两台各收了一次，退给本人")
    newcomer.page.changed.emit()
    newcomer.goes_to("township").clicks("send").waits().waits_to_see("记下的都报上去了")
    assert not newcomer.sees("村里两台电脑都办过的")
    newcomer.finds("单雄信").waits_to_see("（B 台）")
    newcomer.qtbot.waitUntil(lambda: not measuring.cut(newcomer.window), timeout=5_000)
    newcomer.window.grab().save(str(Path(os.environ.get("VILLAGE_PICTURES") or tmp_path) / "two-pcs-person.png"))
