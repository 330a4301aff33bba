"""People who were struck off: on no list and in no sum, on this PC, the village's other one, and at the township."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agreement import facts
from sync.agreement.facts.leaving import REASONS
from tests.desks import register
from tests.services.test_siblings import settle
from tests.township.process import TownshipProcess
from tests.workbooks.books import PAYOUT_HEADER, payee, save
from village_desk.desk import Desk
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Payment
from village_desk.services.finding import Only
from village_desk.services.matching import Mismatch


def record(desk: Desk, fact: facts.Fact) -> str:
    with desk._store.writing():
        return desk._store.record(fact).id


def listed(desk: Desk, only: Only | None = None) -> list[str]:
    found = desk.finding.listing(only=only)
    return [each.resident.name for each in found.part(0, len(found))]


def test_who_left_is_on_no_list_and_found_by_search_with_a_mark(desk: Desk) -> None:
    gone, here = register(desk, "单雄信", household="7", head="单雄信"), register(desk, "徐茂公", serial=3)
    register(desk, "单小雄", serial=5, household="7", head="单雄信")
    strike_off = record(desk, facts.PersonStruckOff(gone, "moved", "户籍跨县转出", "2026-10-01"))
    assert listed(desk) == ["徐茂公", "单小雄"]
    assert (listed(desk, Only.LEFT), listed(desk, Only.UNPAID)) == (["单雄信"], ["徐茂公", "单小雄"])
    [found] = desk.finding.find("单雄信")
    assert (found.left, found.owes_this_year, found.standing_in_words()) == (True, False, "已注销")
    assert (desk.finding.count(), desk.reporting.season().whole.due_people) == (2, 2)
    son = desk.finding.household(desk.finding.find("单小雄")[0].resident)
    assert [each.resident.name for each in son] == ["单小雄"]
    assert [each.resident.name for each in desk.finding.household(found.resident)] == ["单雄信", "单小雄"]
    assessed = desk.assessing.assess(gone)
    assert (assessed.standing, assessed.entitlement.reasons[0].code) == (SchemeStanding.ENDED, "left")
    assert "2026-10-01 起注销：户籍跨县转出" in assessed.entitlement.reasons[0].words
    desk.keeping.rebuild()
    assert desk.keeping.check().well and listed(desk) == ["徐茂公", "单小雄"]
    record(desk, facts.PersonReinstated(gone, strike_off, "看错人"))
    assert set(listed(desk)) == {"单雄信", "徐茂公", "单小雄"}
    assert desk.assessing.assess(gone).standing is not SchemeStanding.ENDED
    assert here in [each.resident.id for each in desk.finding.roster()]


def test_a_fee_that_was_paid_before_stays_in_the_season(desk: Desk) -> None:
    gone = register(desk, "单雄信")
    register(desk, "徐茂公", serial=3)
    desk.collecting.collect(Payment(gone, 2026, 20000))
    record(desk, facts.PersonStruckOff(gone, "death"))
    whole = desk.reporting.season().whole
    assert (whole.paid_people, whole.due_people, whole.collected_fen) == (1, 2, 20000)


def test_the_day_may_be_unknown(desk: Desk) -> None:
    gone = register(desk, "单雄信")
    record(desk, facts.PersonStruckOff(gone, "other"))
    assert desk.assessing.assess(gone).entitlement.reasons[0].words == "已登记注销：其他"


def test_the_other_pc_and_the_township_leave_them_out_too(a: Desk, b: Desk, office: TownshipProcess) -> None:
    gone = register(a, "单雄信")
    register(a, "徐茂公", serial=3)
    settle(office, a, b)
    strike_off = record(b, facts.PersonStruckOff(gone, "death", on="2026-10-20"))
    assert b.road.predict() == ()
    settle(office, a, b)
    assert listed(a) == listed(b) == ["徐茂公"]
    status = office.status()
    assert (status["people"], status["sums"]["struck_off"]) == (1, 1)
    record(a, facts.PersonReinstated(gone, strike_off, "还健在"))
    settle(office, b, a)
    assert set(listed(a)) == set(listed(b)) == {"单雄信", "徐茂公"}
    assert office.status()["people"] == 2


def test_both_pcs_strike_off_and_one_takes_back_its_own(a: Desk, b: Desk, office: TownshipProcess) -> None:
    """A strike-off that the other PC has not heard of is not taken back by it."""
    gone = register(a, "单雄信")
    settle(office, a, b)
    own = record(a, facts.PersonStruckOff(gone, "death"))
    record(b, facts.PersonStruckOff(gone, "moved"))
    record(a, facts.PersonReinstated(gone, own, "写错"))
    settle(office, a, b)
    assert listed(a) == listed(b) == []
    assert [d.assessing.assess(gone).entitlement.reasons[0].words for d in (a, b)] == [
        "已登记注销：转到外县（市、区）参保"
    ] * 2
    assert office.status()["people"] == 0
    for desk in (a, b):
        desk.keeping.rebuild()
        assert desk.keeping.check().well and listed(desk) == []


def test_a_pc_learns_the_person_under_its_own_id(a: Desk, b: Desk, office: TownshipProcess) -> None:
    """Both registered the same number; the strike-off of one is that of both."""
    on_a, on_b = register(a, "单雄信"), register(b, "单雄信")
    record(b, facts.PersonStruckOff(on_b, "moved"))
    settle(office, a, b)
    assert listed(a) == listed(b) == [] and on_a != on_b
    assert office.status()["people"] == 0


def test_a_clock_that_stands_still_does_not_decide(a: Desk, b: Desk, office: TownshipProcess) -> None:
    """Which of two reasons is shown does not hang on which PC looks."""
    gone = register(a, "单雄信")
    settle(office, a, b)
    record(a, facts.PersonStruckOff(gone, "death"))
    record(b, facts.PersonStruckOff(gone, "moved"))
    settle(office, b, a)
    shown = {desk.assessing.assess(gone).entitlement.reasons[0].words for desk in (a, b)}
    assert len(shown) == 1


def test_a_roster_that_names_them_still_is_held_and_says_so(desk: Desk, tmp_path: Path) -> None:
    gone = register(desk, "单雄信")
    number = desk.finding.person(gone).id_number
    strike_off = record(desk, facts.PersonStruckOff(gone, "moved", "户籍跨县转出"))
    rows = [["姓名", "身份证号码", "组", "联系电话"], ["单雄信", number, "3", "13800000009"]]
    book = save(tmp_path / "花名册.xlsx", rows)
    preview = desk.importing.read(book)
    [problem] = [each for each in preview.problems if each.holds]
    assert (problem.code, "户籍跨县转出" in problem.message, "撤销注销" in problem.cure) == ("struck_off", True, True)
    taken = desk.importing.take(preview)
    assert (taken.accepted, taken.held, desk.finding.person(gone).phone) == (0, 1, "")
    with pytest.raises(Refused) as refusal:
        desk.newcomers.register({"name": "单雄信", "id_number": number})
    assert (refusal.value.code, refusal.value.field, "reinstate" in refusal.value.by_command) == (
        *("struck_off", "id_number"),
        True,
    )
    record(desk, facts.PersonReinstated(gone, strike_off, "没有搬"))
    assert desk.importing.take(desk.importing.read(book)).accepted == 1
    assert desk.finding.person(gone).phone == "13800000009"


def test_a_payout_list_that_pays_them_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    for order, (reason, on, asked) in enumerate(
        [
            ("other_pension", "2026-08-01", True),
            ("other_pension", "2026-09-15", False),
            ("settled_abroad", "", True),
            ("death", "2026-08-01", False),
        ],
        1,
    ):
        person = register(desk, PAYEES[order], "19500203", order)
        record(desk, facts.PersonStruckOff(person, reason, REASONS[reason].spelled(), on))
        row = payee(order)
        row[1] = PAYEES[order]
        row[2] = desk.finding.person(person).id_number
        title = "2026年9月待遇发放明细"
        preview = desk.paying.read(save(tmp_path / f"{order}.xlsx", [[title], PAYOUT_HEADER, row]))
        assert [each.kind for each in preview.questions if each.kind is Mismatch.LEFT] == [Mismatch.LEFT] * asked


PAYEES = ["", "谭少怀", "谭少甲", "谭少乙", "谭少丙"]


def test_the_house_of_a_head_who_was_struck_off_has_nobody_at_its_head(desk: Desk) -> None:
    head = register(desk, "单雄信", household="7", head="单雄信")
    register(desk, "单小雄", serial=3, household="7", head="单雄信")
    assert desk.households.headless() == []
    record(desk, facts.PersonStruckOff(head, "moved"))
    [found] = desk.households.headless()
    assert [each.name for each in found.living] == ["单小雄"]
