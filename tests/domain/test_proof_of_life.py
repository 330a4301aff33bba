"""The cycle of proof of life by published examples, the window of funeral aid, and the mandate to collect."""

from datetime import date

import pytest

from tests.domain.places import PENSION, place, table
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import mandate
from village_desk.domain.rules.proof_of_life import ProofCycle, cycle, paid_again_from
from village_desk.domain.rules.settlements import Overpaid, settle_death

BORN = date(1950, 3, 20)
TODAY = date(2026, 11, 30)


def days(passed: date, body: str) -> ProofCycle | None:
    return cycle(place(table("practice", body)), passed, BORN, TODAY)


@pytest.mark.parametrize(
    ("passed", "body", "due", "warned", "paused"),
    [
        (date(2018, 7, 9), "proof_months = 12", date(2019, 7, 31), None, Month(2019, 8)),
        (date(2023, 6, 30), "proof_months = 12", date(2024, 6, 30), None, Month(2024, 7)),
        (date(2022, 4, 1), "proof_months = 6", date(2022, 10, 31), None, Month(2022, 11)),
        (date(2024, 1, 15), "proof_warning_months = 3", date(2025, 1, 31), date(2024, 11, 1), Month(2025, 2)),
        (date(2024, 2, 29), "proof_grace_months = 2", date(2025, 2, 28), None, Month(2025, 5)),
        (date(2024, 3, 1), 'proof_counting = "birth_month"', date(2026, 2, 28), None, Month(2026, 3)),
        (date(2024, 2, 29), 'proof_counting = "birth_month"', date(2025, 2, 28), None, Month(2025, 3)),
    ],
)
def test_a_cycle_ends_with_a_month(passed: date, body: str, due: date, warned: date | None, paused: Month) -> None:
    assert days(passed, body) == ProofCycle(due, warned, paused)


def test_without_a_rule_there_is_no_cycle_and_no_month_of_resuming() -> None:
    assert days(TODAY, "proof_months = 0") is None
    assert cycle(place(), TODAY, BORN, TODAY) is None
    assert paid_again_from(place(table("practice", "proof_months = 12")), TODAY) is None


def test_who_passes_by_the_day_is_paid_again_in_the_same_month() -> None:
    county = place(table("practice", "proof_resume_day = 10"))
    assert paid_again_from(county, date(2026, 11, 10)) == Month(2026, 11)
    assert paid_again_from(county, date(2026, 12, 11)) == Month(2027, 1)


@pytest.mark.parametrize(
    ("window", "last_day"),
    [("claim_months = 3", "2024-08-31"), ("claim_months = 4", "2024-09-30"), ("claim_days = 30", "2024-06-30")],
)
def test_funeral_aid_is_claimed_up_to_a_last_day(window: str, last_day: str) -> None:
    county, died = place(PENSION, table("death", f"funeral = 800\n{window}")), date(2024, 5, 31)
    drawing = Drawing(date(1961, 4, 1), Month(2021, 5), 1390000, 15)

    def said(on: date) -> dict[str, str]:
        return {each.code: each.words for each in settle_death(county, drawing, died, Overpaid(()), on).reasons}

    last = date.fromisoformat(last_day)
    assert said(last) == {"claim_funeral": f"丧葬补助金最迟 {last_day} 申领"}
    assert list(said(date(2024, 10, 1))) == ["claim_over"]


def test_a_window_in_working_days_is_said_without_an_invented_day() -> None:
    county = place(PENSION, table("death", "funeral = 800\nclaim_working_days = 25\ntell_working_days = 20"))
    drawing = Drawing(date(1961, 4, 1), Month(2021, 5), 1390000, 15)
    reasons = settle_death(county, drawing, date(2024, 5, 31), Overpaid(()), TODAY).reasons
    assert [each.words for each in reasons] == [
        "死亡后 20 个工作日内要告诉经办机构",
        "丧葬补助金在死亡后 25 个工作日内申领",
    ]
    unpaid = place(PENSION, table("death", "claim_months = 3"))
    assert not settle_death(unpaid, drawing, date(2024, 5, 31), Overpaid(()), TODAY).reasons


def test_cash_is_refused_only_where_the_file_says_so() -> None:
    mandate.refuse_cash(place(), TODAY)
    mandate.refuse_cash(place(table("mandate", "cash = true")), TODAY)
    with pytest.raises(Refused, match="村里不代收现金") as no:
        mandate.refuse_cash(place(table("mandate", "cash = false")), TODAY)
    assert (no.value.code, no.value.field) == ("no_mandate", "channel") and "POS" in no.value.cure
