"""Striking somebody off at the desk: what is recorded, what stands in the way, what is taken back, F7.."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from sync.agreement import facts
from tests.desks import register
from tests.services.test_overpaid import take
from tests.workbooks.books import payee
from village_desk.desk import Desk
from village_desk.domain.assessing import SchemeStanding
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Payment
from village_desk.services.forms.printing_forms import Wanted
from village_desk.services.roster.leavers import WISH, Saying

MOVED = Saying("moved", told_by="本人", to="江西省于都县")
DIED = Saying("death", date(2026, 10, 20), "家属")


def kinds(desk: Desk) -> list[str]:
    return [row[0] for row in desk._store.db.execute("SELECT kind FROM journal ORDER BY rowid")]


def refused(desk: Desk, person: str, saying: Saying, sure: Collection[str] = ()) -> Refused:
    """Why the strike-off was not recorded; nothing was."""
    before = len(kinds(desk))
    with pytest.raises(Refused) as refusal:
        desk.leavers.strike_off(person, saying, sure)
    assert len(kinds(desk)) == before
    return refusal.value


def printed(desk: Desk, person: str) -> Receipt:
    taken = desk.collecting.collect(Payment(person, 2026, 20000))
    desk.papers.confirm_all_printed(desk.papers.copies([taken.number], ()))
    return taken


def test_who_moves_is_struck_off_with_the_policy_that_was_asked(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.noting.account(person, 123456, date(2026, 10, 1), "对账单")
    found = desk.leavers.answer(person, MOVED)
    assert [(part.words, part.fen) for part in found.answer.parts] == [("个人账户转走", 123456)]
    assert desk.leavers.standing(person) == [], "an answer records nothing"
    desk.leavers.strike_off(person, MOVED)
    [standing] = desk.leavers.standing(person)
    policy = desk.policies.on(desk.today()).id
    assert standing.fact == facts.PersonStruckOff(
        person, "moved", "转到外县（市、区）参保", "", "本人", "江西省于都县", -1, policy
    )
    assert refused(desk, person, MOVED).code == "struck_off_already"
    assert desk.assessing.assess(person).standing is SchemeStanding.ENDED


def test_a_death_is_noted_with_it_and_stays_when_it_is_taken_back(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.leavers.strike_off(person, DIED)
    assert kinds(desk)[-2:] == ["death.noted/1", "person.struck_off/1"]
    assert desk.collecting.noted_death(person) == "2026-10-20"
    desk.leavers.reinstate(person, "还健在")
    assert desk.collecting.noted_death(person) == "2026-10-20"
    again = desk.leavers.strike_off(person, Saying("death", told_by="家属"))
    assert kinds(desk)[-1] == "person.struck_off/1" and kinds(desk).count("death.noted/1") == 1
    assert again.answer.against == ()
    assert desk.leavers.standing(person)[0].fact.on == "2026-10-20", "as it was noted"


@pytest.mark.parametrize(
    ("saying", "code", "field"),
    [
        (Saying("moved", to="于都县"), "told_by", "told_by"),
        (Saying("moved", told_by="本人"), "to", "to"),
        (Saying("death", told_by="家属"), "death_day", "on"),
        (Saying("退保", told_by="本人"), "reason", "reason"),
        (Saying("employee_scheme", told_by="本人"), "employee_years", "employee_years"),
    ],
)
def test_a_refusal_stands_beside_its_field_and_records_nothing(
    desk: Desk, saying: Saying, code: str, field: str
) -> None:
    found = refused(desk, register(desk, "单雄信"), saying)
    assert (found.code, found.field, bool(found.cure)) == (code, field, True)


def test_a_wish_alone_is_recorded_as_a_wish_and_ends_nothing(desk: Desk) -> None:
    person = register(desk, "单雄信")
    with pytest.raises(Refused) as refusal:
        desk.leavers.strike_off(person, Saying(WISH, told_by="本人", to="急用钱"))
    assert refusal.value.code == "leave_wish" and "leaving_wish.noted/1" not in kinds(desk)
    assert desk.leavers.note_wish(person, Saying(WISH, told_by="本人", to="急用钱")).code == "leave_wish"
    assert kinds(desk)[-1] == "leaving_wish.noted/1" and desk.leavers.standing(person) == []
    assert [each.words for each in desk.noting.noted(person)] == ["记退保意愿：急用钱"]
    assert desk.assessing.assess(person).standing is not SchemeStanding.ENDED


def test_a_receipt_without_paper_is_in_the_way_and_one_without_an_answer_is_asked_about(desk: Desk) -> None:
    person = register(desk, "单雄信")
    taken = desk.collecting.collect(Payment(person, 2026, 20000))
    found = refused(desk, person, MOVED)
    assert (found.code, taken.number in found.message) == ("paper_waits", True)
    desk.papers.confirm_all_printed(desk.papers.copies([taken.number], ()))
    asked = refused(desk, person, MOVED)
    assert isinstance(asked, Asked) and (asked.code, asked.word) == ("receipt_unanswered", "unsent")
    desk.leavers.strike_off(person, MOVED, ["unsent"])
    assert desk.leavers.standing(person)


def test_a_void_receipt_is_in_nobodys_way(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.collecting.void(desk.collecting.collect(Payment(person, 2026, 20000)).number, "收错")
    desk.leavers.strike_off(person, MOVED)


def test_months_paid_after_a_death_that_is_told_only_now_are_asked_about(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "谭少怀", "19500203", 1)
    for month in (9, 10, 11):
        take(desk, tmp_path, month, payee(1), payee(2))
    died = Saying("death", date(2026, 9, 20), "家属")
    asked = refused(desk, person, died)
    assert (asked.code, "2 个月" in asked.message, "402.96" in asked.message) == ("overpaid", True, True)
    found = desk.leavers.strike_off(person, died, ["overpaid"])
    assert [(part.code, part.fen) for part in found.answer.parts] == [("overpaid", -40296)]
    assert refused(desk, person, MOVED).code == "struck_off_already"


def test_a_payee_does_not_move(desk: Desk, tmp_path: Path) -> None:
    person = register(desk, "谭少怀", "19500203", 1)
    take(desk, tmp_path, 10, payee(1), payee(2))
    assert refused(desk, person, MOVED).code == "move_drawing"


def test_the_house_of_a_head_who_leaves_needs_another_one(desk: Desk) -> None:
    head = register(desk, "单雄信", household="12", head="单雄信")
    son = register(desk, "单小雄", serial=3, household="12", head="单雄信")
    assert desk.leavers.answer(son, MOVED).house == ()
    [told] = desk.leavers.strike_off(head, MOVED).house
    assert (told.code, "同户还有 1 人" in told.words) == ("head_left", True)


def test_it_is_taken_back_with_a_reason_and_once(desk: Desk) -> None:
    person = register(desk, "单雄信")
    with pytest.raises(Refused) as refusal:
        desk.leavers.reinstate(person, "看错")
    assert refusal.value.code == "not_struck_off"
    desk.leavers.strike_off(person, MOVED)
    with pytest.raises(Refused) as refusal:
        desk.leavers.reinstate(person, " ")
    assert (refusal.value.code, refusal.value.field) == ("reason", "reason")
    desk.leavers.reinstate(person, "没有搬走")
    assert desk.leavers.standing(person) == []
    desk.keeping.rebuild()
    assert desk.keeping.check().well and desk.leavers.standing(person) == []


def test_no_fee_is_taken_from_somebody_struck_off_until_it_is_taken_back(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.leavers.strike_off(person, MOVED)
    with pytest.raises(Refused) as refusal:
        desk.collecting.collect(Payment(person, 2026, 20000))
    assert (refusal.value.code, "转到外县" in refusal.value.message) == ("left", True)
    assert "reinstate" in refusal.value.by_command and kinds(desk)[-1] == "person.struck_off/1"
    desk.leavers.reinstate(person, "没有搬走")
    assert desk.collecting.collect(Payment(person, 2026, 20000)).amount_fen == 20000


def test_years_that_were_paid_twice_are_refunded_by_months_and_count_no_more_when_whole(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.noting.years(person, 2022, 2023, 120000, told_by="缴费本")
    assert desk.leavers.refunds(person) == ()
    desk.noting.employee_months(person, Month(2022, 1), Month(2022, 12), "缴费证明")
    desk.noting.employee_months(person, Month(2023, 4), Month(2023, 12), "缴费证明")
    found = desk.leavers.refunds(person)
    assert [(each.year, each.months, each.total_fen) for each in found] == [(2022, 12, 120000), (2023, 9, 90000)]
    assert desk.assessing.assess(person).entitlement.paid == 1, "2023 counts, 2022 does not"
    for first, last in ((Month(2023, 5), Month(2023, 4)), (Month(2026, 1), Month(2026, 12))):
        with pytest.raises(Refused) as refusal:
            desk.noting.employee_months(person, first, last)
        assert refusal.value.field == "last"


def test_years_that_came_over_from_the_employee_scheme_count(desk: Desk) -> None:
    person = register(desk, "单雄信")
    desk.noting.years(person, 2022, 2023, 20000, told_by="缴费本")
    desk.noting.employee_transfer(person, 9, 900000, date(2024, 3, 1), "联系函")
    assert desk.assessing.assess(person).entitlement.paid == 11, "two here and nine from there"
    [note] = [each for each in desk.noting.noted(person) if "转入" in each.words]
    assert note.words == "记职工养老保险转入：9 年，账户 9,000 元（2024-03-01）"
    desk.noting.strike(person, note.id, "写错了")
    assert desk.assessing.assess(person).entitlement.paid == 2


def test_f7_says_why_and_since_when(desk: Desk, tmp_path: Path) -> None:
    payee_ = register(desk, "谭少怀", "19500203", 1)
    take(desk, tmp_path, 10, payee(1), payee(2))
    desk.leavers.strike_off(payee_, Saying("death", date(2026, 10, 20), "家属"))
    mover = register(desk, "单雄信", serial=5)
    printed(desk, mover)
    desk.leavers.strike_off(mover, MOVED, ["unsent"])
    died, moved = (desk.forms.fill(Wanted("F7", (each,))) for each in (payee_, mover))
    assert (died.unticked, moved.unticked) == ((), ())
    words = [_sheet_words(each.workbooks[0]) for each in (died, moved)]
    assert "☑死亡" in words[0] and "☑领取人员" in words[0] and "2026年11月" in words[0]
    assert "☑户籍跨县转出" in words[1] and "☑缴费人员" in words[1] and "江西省于都县" in words[1]
    assert "停发月" in moved.blanks and "停发月" not in died.blanks


def _sheet_words(data: bytes) -> str:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return "\n".join(str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row)
