"""Stories at the counter of a county with its own rules: the government's part, a year that others pay, a top-up."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.clerk import Clerk
from tests.domain.places import table
from tests.services.test_county_fees import COUNTY
from village_desk.ui.kit.page import Place


@pytest.fixture
def person(clerk: Clerk) -> str:
    clerk.desk.policies.adopt("county", date(2026, 1, 1), COUNTY)
    return clerk.desk.finding.find("hyz")[0].resident.id


def in_group(clerk: Clerk, person: str, group: str) -> None:
    clerk.desk.registering.correct(person, {"special_group": group})
    clerk.window.go(Place("collect", person))


def test_the_government_pays_its_part_and_the_page_says_so(clerk: Clerk, person: str) -> None:
    in_group(clerk, person, "低保对象")
    clerk.clicks("tier_300")
    assert clerk.text("amount") == "￥150.00"
    assert "政府代缴 150 元" in clerk.text("parts")
    clerk.waits_to_see("收下 150 元")
    clerk.enters()
    [receipt] = clerk.desk.collecting.recent()
    assert (receipt.amount_fen, receipt.government_fen) == (15000, 15000)


def test_a_year_that_others_pay_is_written_down_without_cash(clerk: Clerk, person: str) -> None:
    in_group(clerk, person, "特困人员")
    clerk.clicks("tier_100")
    clerk.waits_to_see("记下，不收现金")
    clerk.enters().waits_to_see("已记下，没有收现金")
    assert clerk.desk.collecting.recent() == [] and clerk.desk.collecting.booked_years(person)


def test_a_paid_year_is_topped_up_and_a_missed_one_wants_its_slip(clerk: Clerk, person: str) -> None:
    in_group(clerk, person, "")
    clerk.clicks("tier_200").enters()
    clerk.desk.papers.confirm_printed(clerk.desk.collecting.recent()[0].number)
    clerk.goes_to("today").goes_to("collect").clicks("main").finds("hyz").presses(Qt.Key.Key_F4).chooses(
        "year", "2026 补足"
    )
    clerk.clicks("tier_500")
    assert clerk.text("amount") == "￥300.00"
    clerk.enters()
    assert clerk.desk.collecting.recent()[0].kind == "top_up"
    clerk.desk.papers.confirm_printed(clerk.desk.collecting.recent()[0].number)
    clerk.goes_to("today").goes_to("collect").clicks("main").finds("hyz").presses(Qt.Key.Key_F4).chooses(
        "year", "2013 补缴"
    ).enters()
    assert "核定" in clerk.text("assessed_by_refusal")
    clerk.fills("assessed_by", "核定单 7").enters()
    assert clerk.desk.collecting.recent()[0].assessed_by == "核定单 7"


def test_a_booked_year_is_taken_back_on_the_page_of_the_person_with_a_reason(clerk: Clerk, person: str) -> None:
    in_group(clerk, person, "特困人员")
    clerk.clicks("tier_100").enters()
    clerk.window.go(Place("person", person))

    def answer(clerk: Clerk, _dialog: QWidget) -> None:
        clerk.fills("reason", "名单错了").clicks("yes")

    clerk.waits_to_see("2026 年记了账").will_answer(answer)
    clerk.clicks("unbook_2026").waits_to_see("记账已撤销")
    assert not clerk.desk.collecting.booked_years(person)
    assert not clerk.sees("2026 年记了账")


def test_a_tier_in_halves_is_taken_twice(clerk: Clerk, person: str) -> None:
    in_group(clerk, person, "")
    clerk.presses(Qt.Key.Key_F4).chooses("kind", "分次缴费").clicks("tier_500").waits_to_see("收下 250 元")
    clerk.enters()
    [first] = clerk.desk.collecting.recent()
    assert (first.amount_fen, first.whole_fen) == (25000, 50000)
    clerk.desk.papers.confirm_printed(first.number)
    assert not clerk.desk.finding.find("hyz")[0].paid_this_year
    clerk.goes_to("today").goes_to("collect").clicks("main").finds("hyz").waits_to_see("第 2 次").enters()
    assert clerk.desk.collecting.recent()[0].amount_fen == 25000
    assert clerk.desk.finding.find("hyz")[0].paid_this_year


def test_a_year_that_is_closed_says_why_before_anything_is_pressed(clerk: Clerk, person: str) -> None:
    clerk.desk.noting.death(person, date(2026, 1, 5), "家属")
    in_group(clerk, person, "")
    clerk.waits_to_see("死亡以后不再缴费").waits_to_see("记了 2026-01-05 死亡")
    clerk.enters()
    assert clerk.desk.collecting.recent() == []


def test_an_amount_of_a_range_is_typed(clerk: Clerk, person: str) -> None:
    free = table("tiers", "min = 2000\nmax = 6000")
    clerk.desk.policies.adopt("county", date(2026, 1, 1), COUNTY + free)
    in_group(clerk, person, "")
    clerk.waits_to_see("至 6,000").fills("tier", "3456").waits_to_see("收下 3,456 元")
    clerk.enters()
    assert clerk.desk.collecting.recent()[0].amount_fen == 345600
