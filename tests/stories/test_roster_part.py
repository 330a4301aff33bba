"""Stories of a payout roster of which a group or a page is printed again, alone."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from tests.clerk import Clerk
from tests.desks import SAMPLE
from tests.widgets import children
from village_desk.desk import Desk
from village_desk.domain.basics.errors import Refused
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.signing_rosters import RosterPart

LIST = SAMPLE / "payout-list.xlsx"


def taken(desk: Desk) -> str:
    return desk.paying.take(desk.paying.read(LIST))


def test_a_page_that_was_torn_is_printed_again_and_nothing_else_is_recorded(clerk: Clerk, printer: Path) -> None:
    list_id = taken(clerk.desk)
    clerk.goes_to("payouts").opens("payout_lists", 0)
    clerk.waits().enters().waits().waits_to_see("等签字回来")
    whole = clerk.desk.papers.payout_roster(list_id).pages
    before = clerk.desk.paying.lists()[0]
    clerk.goes_to("today").goes_to("payouts").clicks("other").opens("payout_lists", 0).waits()
    box = clerk.there(QComboBox, "roster_part")
    assert box.itemText(0) == f"整册，{whole} 页"
    box.setCurrentIndex(box.findText("第 3 页"))
    box.activated.emit(box.currentIndex())
    clerk.waits()
    assert clerk.there(QComboBox, "roster_part").currentText() == "第 3 页"
    (printer / "2026-11.pdf").unlink()
    clerk.enters().waits().waits_to_see("花名册已送打印机，共 1 页")
    part = clerk.desk.papers.signing_roster(list_id, part=RosterPart(page=3))
    assert part.paper.pages == 1
    assert (printer / "2026-11.pdf").stat().st_size == pytest.approx(len(part.paper.pdf), rel=0.01)
    assert clerk.desk.paying.lists()[0] == before


def test_a_roster_that_was_never_printed_offers_no_part(clerk: Clerk) -> None:
    list_id = taken(clerk.desk)
    clerk.goes_to("payouts").opens("payout_lists", 0)
    clerk.waits()
    assert not any(each.isVisible() for each in children(clerk.page, QComboBox, "roster_part"))
    with pytest.raises(Refused) as refused:
        clerk.desk.papers.signing_roster(list_id, part=RosterPart(page=1))
    assert refused.value.code == "roster_not_printed"


def test_a_group_is_printed_with_all_pages_that_it_stands_on(village: Desk) -> None:
    list_id = taken(village)
    whole = village.papers.signing_roster(list_id)
    village.paying.printed(whole.printed)
    seen = [page for pages in whole.groups.values() for page in pages]
    assert sorted(set(seen)) == list(range(1, whole.paper.pages + 1))
    for group, pages in whole.groups.items():
        assert village.papers.signing_roster(list_id, part=RosterPart(group)).paper.pages == len(pages)


@pytest.mark.parametrize(
    ("part", "code", "cure"),
    [(RosterPart(VillageGroup(99)), "unknown_group", "第 1 组"), (RosterPart(page=999), "unknown_page", "右下角")],
)
def test_a_part_that_is_not_there_is_refused(village: Desk, part: RosterPart, code: str, cure: str) -> None:
    list_id = taken(village)
    village.paying.printed(village.papers.signing_roster(list_id).printed)
    with pytest.raises(Refused) as refused:
        village.papers.signing_roster(list_id, part=part)
    assert (refused.value.code, cure in refused.value.cure) == (code, True)
