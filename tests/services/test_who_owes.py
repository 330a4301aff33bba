"""Who is on the roster is enrolled; the dead and those who draw owe no fee, on any list or in any count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.desks import register
from tests.domain.test_eligibility import county
from tests.services.test_second_list import take
from tests.workbooks.books import payee
from village_desk.desk import Desk
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.eligibility import Answer, decide
from village_desk.domain.rules.person_facts import PersonFacts
from village_desk.services import explaining
from village_desk.services.collecting import Payment
from village_desk.services.finding import Only


def owing(desk: Desk) -> set[str]:
    return {each.resident.id for each in desk.finding.listing(only=Only.UNPAID).part(0, 99)}


def test_the_dead_and_those_who_draw_owe_nothing(desk: Desk) -> None:
    payer, dead, drawing = (register(desk, f"某{each}", "19800512", each) for each in (1, 3, 5))
    assert owing(desk) == {payer, dead, drawing}
    assert (desk.reporting.season().whole.due_people, desk.reporting.season().whole.paid_people) == (3, 0)
    desk.noting.death(dead, date(2026, 10, 1), "家属")
    desk.noting.drawing(drawing, Month(2026, 10), "核定表")
    assert owing(desk) == {payer}
    assert [each.resident.id for each in desk.finding.roster() if each.owes_this_year] == [payer]
    assert desk.reporting.season().whole.due_people == 1
    desk.collecting.collect(Payment(payer, 2026, 10000))
    assert desk.reporting.season().whole.rate == "100.00%"
    [note] = desk.noting.notes(dead)
    desk.noting.strike(dead, note.id, "弄错人")
    assert owing(desk) == {dead}, "a note that was struck frees nobody"


def test_who_is_on_a_standing_payout_list_owes_nothing_at_any_age(desk: Desk, tmp_path: Path) -> None:
    young = register(desk, "谭少怀", "19700203", 2)
    assert owing(desk) == {young}
    take(desk, tmp_path, [2, "谭少怀", desk.finding.person(young).id_number, *payee(2)[3:]])
    assert owing(desk) == set() and desk.reporting.season().whole.due_people == 0


def test_who_is_on_the_roster_is_enrolled_and_earlier_years_are_not_known(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20000)
    found = desk.assessing.assess(person)
    assert found.standing is SchemeStanding.ENROLLED
    words = "\n".join(explaining.assessment(found))
    assert "本台没有以前年度的缴费记录" in words and "还没有参保" not in words
    assert "以前的没有记录" in explaining.years(found)
    assert "enrol" not in {each.code for each in found.next_steps}
    desk.noting.years(person, 2014, 2025, 20000, told_by="缴费本")
    assert "以前的没有记录" not in explaining.years(desk.assessing.assess(person))


def test_missing_years_of_which_nothing_is_known_are_not_called_missing() -> None:
    facts = PersonFacts(date(1963, 1, 1))
    on = date(2026, 3, 1)
    assert decide(county(), facts, on).answer is Answer.NO
    found = decide(county(), replace(facts, enrolled=True), on)
    assert found.answer is Answer.UNDECIDED and found.reasons[0].code == "years_not_known" and found.reasons[0].cure
