"""What the scheme says of a person, from what the desk knows: receipts, notes, payout lists, the roster."""

from datetime import date

import pytest

from sync.agreement.facts import YearsNoted
from tests.desks import SAMPLE, register
from village_desk.desk import Desk
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.months import Month
from village_desk.domain.rules.eligibility import Answer
from village_desk.domain.rules.person_facts import OtherKind, YearKind
from village_desk.domain.rules.strips import CellKind
from village_desk.services import explaining
from village_desk.services.collecting import Payment


def kinds(desk: Desk, person: str) -> dict[int, CellKind]:
    return {cell.year: cell.kind for cell in desk.assessing.assess(person).strip}


def test_a_receipt_is_a_paid_year_and_a_late_one_a_back_paid_year(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20000)
    assert desk.assessing.assess(person).standing is SchemeStanding.ENROLLED
    desk.collecting.collect(Payment(person, 2026, 20000))
    desk.collecting.collect(Payment(person, 2024, 20000))
    assert kinds(desk, person)[2026] is CellKind.PAID
    assert kinds(desk, person)[2024] is CellKind.BACK_PAID
    assert kinds(desk, person)[2025] is CellKind.GAP
    assert desk.assessing.assess(person).standing is SchemeStanding.PAYING


def test_a_void_receipt_is_no_paid_year(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.collecting.void(desk.collecting.collect(Payment(person, 2026, 10000)).number, "收错")
    assert desk.assessing.assess(person).entitlement.paid == 0


def test_years_from_the_book_count_and_cannot_be_noted_twice(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19660601", tier_fen=20000)
    desk.noting.years(person, 2012, 2025, 10000, YearKind.PAID, "缴费本")
    desk.collecting.collect(Payment(person, 2026, 20000))
    found = desk.assessing.assess(person)
    assert (found.entitlement.paid, found.entitlement.answer) == (15, Answer.YES)
    assert found.entitlement.first == Month(2026, 11) or found.entitlement.first is not None
    with pytest.raises(Refused) as refusal:
        desk.noting.years(person, 2020, 2020, 10000)
    assert refusal.value.code == "year_known"


def test_a_wrong_note_is_struck_and_its_years_are_free_again(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.noting.years(person, 2015, 2016, 10000)
    [note] = desk.noting.notes(person)
    desk.noting.strike(person, note.id, "看错缴费本")
    assert desk.assessing.assess(person).entitlement.paid == 0
    desk.noting.years(person, 2016, 2016, 10000)
    assert desk.keeping.check().well


def test_who_is_short_of_years_is_told_what_is_missing_and_what_cures_it(desk: Desk) -> None:
    person = register(desk, "某某", birth="19650105")
    desk.noting.years(person, 2016, 2025, 10000)
    found = desk.assessing.assess(person)
    assert (found.entitlement.missing, found.standing) == (5, SchemeStanding.UNCLEAR)
    reasons = {reason.code: reason for reason in found.entitlement.reasons}
    assert reasons["years_missing"].cure
    assert "启动日期" in reasons["no_scheme_start"].cure, "the national frame leaves the start to the county"


@pytest.mark.parametrize("contradiction", ["paid_before_16", "dead_before_payment"])
def test_facts_that_contradict_each_other_are_named_and_nothing_is_guessed(desk: Desk, contradiction: str) -> None:
    person = register(desk, "某某", birth="20000105", tier_fen=10000)
    if contradiction == "paid_before_16":
        desk.noting.years(person, 2014, 2014, 10000)
    else:
        desk.collecting.collect(Payment(person, 2026, 10000))
        desk.noting.death(person, date(2020, 3, 1), "家属")
    found = desk.assessing.assess(person)
    assert found.entitlement.answer is Answer.UNDECIDED
    assert found.contradictions
    assert all(reason.cure for reason in found.contradictions)
    assert found.pension is None


def test_a_payee_on_the_list_is_drawing(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    preview = desk.paying.read(SAMPLE / "payout-list.xlsx")
    desk.paying.take(preview)
    oldest = min(preview.people.values(), key=lambda each: each.birth)
    assert desk.assessing.assess(oldest.id).standing is SchemeStanding.DRAWING
    desk.noting.other_pension(oldest.id, OtherKind.EMPLOYEE, Month(2010, 1), told_by="市养老局")
    twice = desk.assessing.assess(oldest.id)
    assert twice.entitlement.answer is Answer.UNDECIDED
    assert any("职工养老金" in reason.words for reason in twice.contradictions)


def test_two_tiers_stand_side_by_side_under_their_title(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20000)
    both = desk.assessing.compare(person, 50000, 20000)
    assert both.left.plan.tier_fen < both.right.plan.tier_fen
    assert both.more_monthly_fen > 0
    assert "估算" in both.left.title()
    assert both.left.assumptions
    old = register(desk, "某某", birth="19500105", serial=3)
    with pytest.raises(Refused):
        desk.assessing.compare(old, 10000, 20000)


def test_everybody_is_assessed_as_one_by_one(desk: Desk) -> None:
    desk.importing.take(desk.importing.read(SAMPLE / "roster.xlsx"))
    some = desk.finding.roster()[3].resident.id
    desk.noting.years(some, 2015, 2020, 10000)
    whole = {resident.id: found for resident, found in desk.assessing.everyone()}
    assert len(whole) == 962
    assert whole[some] == desk.assessing.assess(some)


def test_the_words_of_an_assessment_hold_its_figures(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20000)
    desk.collecting.collect(Payment(person, 2026, 20000))
    words = "\n".join(explaining.assessment(desk.assessing.assess(person)))
    assert "缴费中" in words
    assert "估算" in words
    assert "2040年6月" in words


@pytest.mark.parametrize(
    ("first", "last", "tier", "field"),
    [(2008, 2010, 10000, "first"), (2020, 2030, 10000, "first"), (2020, 2019, 10000, "first"), (2020, 2020, 0, "tier")],
)
def test_impossible_years_are_refused(desk: Desk, first: int, last: int, tier: int, field: str) -> None:
    person = register(desk, "单雄信")
    with pytest.raises(Refused) as refusal:
        desk.noting.years(person, first, last, tier)
    assert refusal.value.field == field


def test_a_life_is_read_anew_after_a_change_here_or_elsewhere_and_after_one_that_was_taken_back(desk: Desk) -> None:
    person = register(desk, "单雄信", birth="19800512", tier_fen=20000)
    desk.noting.years(person, 2015, 2016, 10000)
    assert desk.assessing.assess(person).entitlement.paid == 2
    with desk.again() as other:
        other.noting.years(person, 2017, 2017, 10000)
    assert desk.assessing.assess(person).entitlement.paid == 3
    with pytest.raises(Trouble), desk._store.writing():
        desk._store.record(YearsNoted(person, 2018, 2018, 10000))
        assert desk.assessing.assess(person).entitlement.paid == 4
        raise Trouble("", "", "taken_back")
    assert desk.assessing.assess(person).entitlement.paid == 3
