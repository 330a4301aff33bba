"""Striking off (F7, R13-R15): each reason against it, each question, what is paid and what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.places import ENTITLEMENT, PENSION, SUBSIDY, TIERS, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.cases import running
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import striking_off
from village_desk.domain.rules.person_facts import OtherKind, OtherPension, PaidOut, PaidYear, PersonFacts
from village_desk.domain.rules.settlements import Overpaid
from village_desk.domain.rules.striking_off import KnownMoney, LeavingAnswer, OpenMoney, StatedEnd

NOW = date(2026, 11, 2)
LEAVING = (
    table("leaving", "full_years = 15")
    + 'reasons = [{ kind = "death", words = "本人去世", papers = ["死亡证明"] }, { kind = "moved" },'
    + ' { kind = "employee_scheme" }, { kind = "other_pension" }, { kind = "settled_abroad" }, { kind = "other" }]\n'
)
COUNTY = place(TIERS, SUBSIDY, ENTITLEMENT, PENSION, table("death", "report_days = 30"), LEAVING)
SILENT = place(TIERS, SUBSIDY, ENTITLEMENT, PENSION)
PAYER = PersonFacts(date(1980, 5, 12), (PaidYear(2025, date(2025, 3, 1), 20000),))
PAYEE = PersonFacts(date(1956, 3, 1), drawn_seen=Month(2024, 1), drawn_to=Month(2026, 10))
STATED = KnownMoney(account_fen=123456)


def ask(
    reason: str, facts: PersonFacts = PAYER, money: KnownMoney = STATED, policy: Policy = COUNTY, **told: Any
) -> LeavingAnswer:
    chosen = striking_off.chosen(policy, reason, NOW)
    return striking_off.answer(policy, facts, StatedEnd(chosen, **told), money, NOW)


def codes(found: LeavingAnswer) -> tuple[list[str], list[str]]:
    return [each.code for each in found.against], [each.code for each in found.questions]


DIED = date(2026, 10, 20)
CLEAR: dict[str, tuple[str, PersonFacts, dict[str, Any]]] = {
    "a death with its day": ("death", PAYER, {"on": DIED}),
    "a death that is noted": ("death", replace(PAYER, death=DIED), {}),
    "a county's own words": ("本人去世", PAYER, {"on": DIED}),
    "abroad": ("settled_abroad", PAYER, {}),
    "another county": ("moved", PAYER, {"to": "于都县"}),
    "enough employee years": ("employee_scheme", PAYER, {"employee_years": 15}),
    "another pension that is told": ("other_pension", PAYER, {"to": "武汉市职工养老金"}),
    "another pension that is noted": (
        "other_pension",
        replace(PAYER, other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2026, 1)),)),
        {},
    ),
}


@pytest.mark.parametrize("case", CLEAR)
def test_nothing_stands_against_a_reason_that_holds(case: str) -> None:
    reason, facts, told = CLEAR[case]
    assert codes(ask(reason, facts, **told)) == ([], [])


AGAINST: dict[str, tuple[str, PersonFacts, dict[str, Any], str, str]] = {
    "a death without its day": ("death", PAYER, {}, "death_day", "on"),
    "a death on another day": (
        "death",
        replace(PAYER, death=DIED),
        {"on": date(2026, 10, 21)},
        "death_other_day",
        "on",
    ),
    "a day to come": ("death", PAYER, {"on": date(2026, 11, 3)}, "date", "on"),
    "a day before the birth": ("death", PAYER, {"on": date(1979, 1, 1)}, "date", "on"),
    "somebody who died moves": ("moved", replace(PAYER, death=DIED), {"to": "于都县"}, "noted_dead", "reason"),
    "a move without a place": ("moved", PAYER, {}, "to", "to"),
    "a payee moves": ("moved", PAYEE, {"to": "于都县"}, "move_drawing", "reason"),
    "a pension that nobody names": ("other_pension", PAYER, {}, "to", "to"),
    "too few employee years": (
        "employee_scheme",
        PAYER,
        {"employee_years": 14},
        "too_few_employee_years",
        "employee_years",
    ),
    "employee years untold": ("employee_scheme", PAYER, {}, "employee_years", "employee_years"),
    "a payee changes": ("employee_scheme", PAYEE, {"employee_years": 20}, "change_drawing", "reason"),
}


@pytest.mark.parametrize("case", AGAINST)
def test_what_stands_against_it_names_its_field_and_a_cure(case: str) -> None:
    reason, facts, told, code, field = AGAINST[case]
    [refused] = ask(reason, facts, **told).against
    assert (refused.code, refused.field, bool(refused.cure)) == (code, field, True)


@pytest.mark.parametrize(
    ("receipts", "against", "asked"),
    [
        (OpenMoney(unprinted=("A-2026-000001-0",)), ["paper_waits"], []),
        (OpenMoney(refused=("A-2026-000001-0",)), ["receipt_refused"], []),
        (OpenMoney(unanswered=("A-2026-000001-0",)), [], ["receipt_unanswered"]),
    ],
)
def test_money_that_is_not_settled(receipts: OpenMoney, against: list[str], asked: list[str]) -> None:
    found = ask("settled_abroad", money=KnownMoney(receipts, account_fen=1))
    assert codes(found) == (against, asked)
    assert all("A-2026-000001-0" in each.message and each.cure for each in (*found.against, *found.questions))


def test_what_no_policy_says_is_asked() -> None:
    assert codes(ask("employee_scheme", policy=SILENT, employee_years=3)) == ([], ["full_years_unknown"])
    assert codes(ask("other")) == ([], ["other_reason"])
    unread = replace(PAYER, not_understood=(Reason("note_not_understood", "有记载看不懂", "请升级"),))
    assert codes(ask("settled_abroad", unread)) == ([], ["note_not_understood"])


def test_months_that_were_paid_after_a_death_are_asked_about_and_taken_back() -> None:
    over = Overpaid((PaidOut(Month(2026, 11), 20148),), (Month(2026, 12),))
    found = ask("death", replace(PAYEE, death=DIED), KnownMoney(overpaid=over))
    assert codes(found) == ([], ["overpaid"])
    assert [(part.code, part.fen) for part in found.parts] == [("overpaid", -20148)]
    assert {"settled_above", "overpaid_unknown"} <= {each.code for each in found.reasons}


def test_a_payers_account_goes_to_the_heirs_where_it_is_known() -> None:
    found = ask("death", on=DIED)
    assert ([(part.code, part.fen) for part in found.parts], found.reason.papers) == (
        [("account_rest", 123456)],
        ("死亡证明",),
    )
    assert [each.code for each in found.reasons] == ["report_death"]
    unknown = ask("death", money=KnownMoney(), on=DIED)
    assert unknown.parts == ()
    told = unknown.reasons[0]
    assert (told.code, "推算约" in told.words, "不算补贴 200.00" in told.words) == ("account_unknown", True, True)


def test_an_old_rule_that_keeps_the_subsidy_leaves_the_sum_to_the_county() -> None:
    old = place(TIERS, SUBSIDY, ENTITLEMENT, PENSION, table("death", 'refund = "without_subsidy"'))
    found = ask("death", policy=old, on=DIED)
    assert (found.parts, found.reasons[0].code) == ((), "subsidy_unknown")


def test_where_the_account_goes() -> None:
    assert [part.words for part in ask("moved", to="于都县").parts] == ["个人账户转走"]
    assert [part.words for part in ask("settled_abroad").parts] == ["个人账户余额"]
    assert ask("other_pension", to="职工").reasons[0].code == "subsidy_unknown", "it goes without the subsidy"
    assert ask("other").reasons[0].code == "account_asked"
    assert ask("settled_abroad", PAYEE).reasons[0].code == "settled_above"


def test_base_pension_that_was_drawn_beside_another_is_given_back() -> None:
    both = replace(PAYEE, other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2026, 8)),))
    found = ask("other_pension", both)
    assert [(part.code, part.fen) for part in found.parts] == [("base_back", -3 * 12300)]
    earlier = replace(PAYEE, other_pensions=(OtherPension(OtherKind.EMPLOYEE, Month(2023, 1)),))
    assert "base_back_unknown" in [each.code for each in ask("other_pension", earlier).reasons]


def test_a_reason_is_named_by_the_form_or_by_its_kind() -> None:
    assert striking_off.chosen(COUNTY, "death", NOW).words == "本人去世"
    for text in ("", "退保"):
        with pytest.raises(Refused) as refusal:
            striking_off.chosen(COUNTY, text, NOW)
        assert (refusal.value.field, "本人去世" in refusal.value.cure) == ("reason", True)
    two = place(
        table("leaving", "") + 'reasons = [{ kind = "other", words = "甲" }, { kind = "other", words = "乙" }]\n'
    )
    with pytest.raises(Refused) as refusal:
        striking_off.chosen(two, "other", NOW)
    assert "甲、乙" in refusal.value.cure
    assert striking_off.chosen(two, "乙", NOW).words == "乙"
    assert striking_off.chosen(two, "moved", NOW).kind.value == "moved", "the law's kinds are there, whatever the form"


CASES = """
[[cases]]
name = "死亡"
ask = "strike_off"
given = { on = 2026-11-02, reason = "本人去世", since = 2026-10-20, account = 1234.56 }
expect = { may = true, against = "", asked = "", total = 1234.56, account = "paid", not_known = "report_death" }

[[cases]]
name = "领取人员不办转移"
ask = "strike_off"
given = { on = 2026-11-02, reason = "moved", to = "于都县", drawn_from = "2025-01" }
expect = { may = false, against = "move_drawing" }

[[cases]]
name = "重复领取"
ask = "strike_off"
given = { on = 2026-11-02, reason = "other_pension", drawn_from = "2025-01", drawn_to = "2026-10", \
other_pension_from = "2026-08" }
expect = { may = true, base_back = 369.00, total = -369.00 }
"""


def test_worked_cases_ask_whether_somebody_may_be_struck_off() -> None:
    results = running.run(COUNTY, running.read(CASES, "cases"))
    assert [(each.name, [other.in_words() for other in each.differences]) for each in results if not each.passed] == []
    assert len(results) == 3
