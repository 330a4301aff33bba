"""People whom a village struck off: in no sum of the board, and marked where a clerk looks them up."""

from __future__ import annotations

from sync.agreement.facts import PersonReinstated, PersonStruckOff
from tests.township.console.offices import Office
from tests.township.console.test_board import board
from tests.township.console.test_people import search


def test_who_was_struck_off_is_not_due_and_is_marked(office: Office) -> None:
    village = office.village(1, "沟二社区")
    gone, _here = village.register_born("19800101"), village.register_born("19810101")
    village.record(PersonStruckOff(gone, "moved", on="2026-10-01"))
    village.report()
    progress = board(office)["沟二社区"].progress
    assert (progress.paid, progress.due) == (0, 1)
    browser = office.browser("经办")
    words = search(browser, "生于19800101")
    assert "已注销" in words and "在册" not in words
    assert "村里已登记注销" in browser.get(f"/console/people/{village.desk}/{gone}").words
    assert "在册" in search(browser, "生于19810101")


def test_who_paid_before_is_due_still_and_who_came_back_is(office: Office) -> None:
    village = office.village(1, "沟二社区")
    paid, back = village.register_born("19800101"), village.register_born("19810101")
    village.collect(paid)
    village.record(PersonStruckOff(paid, "moved"))
    village.report()
    assert (board(office)["沟二社区"].progress.paid, board(office)["沟二社区"].progress.due) == (1, 2)
    struck = village.scribe.record(PersonStruckOff(back, "death"))
    village.report()
    assert board(office)["沟二社区"].progress.due == 1
    [strike_off] = struck
    village.record(PersonReinstated(back, strike_off.id, "看错了人"))
    village.report()
    assert board(office)["沟二社区"].progress.due == 2
