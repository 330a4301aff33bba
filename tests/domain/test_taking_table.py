"""Whether a fee may be taken, and at what cost, is what a separate table says (``fee_table.py``)."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain import drawn, fee_table
from tests.domain.fee_table import County, Person
from tests.domain.test_fee_table import figures, held, read
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import taking
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.person_facts import (
    Hindrance,
    Left,
    OtherKind,
    OtherPension,
    PaidYear,
    PersonFacts,
    YearKind,
    in_sequence,
)
from village_desk.domain.rules.taking import Asking

ALIVE: Person = {"death": None, "left": None, "drawing": None, "other": [], "hindered": False}
SURE = frozenset({"township-agreed", "turning-year", "late-part", "notes-unread"})
KINDS = {"paid": YearKind.PAID, "back": YearKind.BACK_PAID}


def facts(person: Person) -> PersonFacts:
    paid = (
        PaidYear(each["year"], each["day"], each["fen"], KINDS[each["kind"]], each["government"], by_receipt=True)
        for each in person["payments"]
    )
    other = (
        OtherPension(OtherKind.EMPLOYEE, Month.of(first), Month.of(last) if last else None)
        for first, last in person["other"]
    )
    return PersonFacts(
        person["birth"],
        tuple(paid),
        held(person),
        tuple(other),
        frozenset({Hindrance.SOLDIER}) if person["hindered"] else frozenset(),
        death=person["death"],
        drawn_from=Month.of(person["drawing"]) if person["drawing"] else None,
        left=Left(person["left"], "moved") if person["left"] else None,
    )


def taken(
    known: Policy, person: Person, year: int, fen: int, on: date, kind: PaymentKind | None
) -> dict[str, Any] | None:
    try:
        return figures(taking.cost(known, facts(person), Asking(year, fen, kind, sure=SURE), on))
    except Refused as refusal:
        assert refusal.cure and refusal.field and not isinstance(refusal, Asked), refusal
        return None


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn.fee_counties(), st.data(), drawn.DAYS)
def test_any_fee_is_taken_or_refused_and_costs_what_the_table_says(
    county: County, data: st.DataObject, on: date
) -> None:
    person = data.draw(drawn.fee_people(county))
    known = read(county)
    for year in (2027, 2026, 2025, 2010):
        what = fee_table.what_it_is(county, person, year, on)
        kind = PaymentKind.TOP_UP if year in fee_table.sums(person, on) else None
        for fen in drawn.AMOUNTS:
            told = fee_table.asked_for(county, person, year, fen, on)
            assert taken(known, person, year, fen, on, kind) == told, (year, fen, what)
            if kind:
                assert taken(known, person, year, fen, on, None) is None


def paid_by(cost: Contribution, on: date) -> PaidYear:
    """A payment as the desk knows it after it was taken."""
    kind = YearKind.BACK_PAID if cost.payment is PaymentKind.BACK_PAYMENT else YearKind.PAID
    government, whole = cost.government_fen, cost.whole_fen
    return PaidYear(
        cost.year, on, cost.tier_fen, kind, government, by_receipt=True, payment=cost.payment, whole_fen=whole
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn.fee_counties(), st.data(), drawn.DAYS, st.integers(2, 4))
def test_the_parts_of_a_year_come_to_what_the_whole_costs(
    county: County, data: st.DataObject, on: date, parts: int
) -> None:
    person = data.draw(drawn.fee_people(county)) | {"payments": [], "birth": date(1971, 5, 5)}
    spans = fee_table.spans_offered(county, person, on)
    whole = fee_table.asked_for(county, person, 2026, spans[-1][0], on)
    if whole is None or not spans[-1][0]:
        return
    known, known_facts = read(county | {"instalments": [{"parts": parts}]}), facts(person)
    taken_parts = []
    for number in range(parts):
        assert (2026 in known_facts.years(on)) is False, number
        cost = taking.cost(known, known_facts, Asking(2026, spans[-1][0], PaymentKind.INSTALMENT, sure=SURE), on)
        taken_parts.append(figures(cost))
        known_facts = replace(known_facts, paid=in_sequence((*known_facts.paid, paid_by(cost, on))))
    assert {key: sum(each[key] for each in taken_parts) for key in ("own", "government", "subsidy")} == {
        key: whole[key] for key in ("own", "government", "subsidy")
    }
    assert all(min(each["own"], each["government"]) >= 0 for each in taken_parts)
    assert 2026 in known_facts.years(on)


ENOUGH = {
    "groups": drawn.GROUPS,
    "tiers": [{"amounts": [100]}, {"amounts": [0], "groups": ["a"]}],
    "start": date(2009, 9, 1),
    "enrolment": [{"min_age": 16}],
    "entitlement": [{"age": 60, "min_years": 15}],
}
"""Nothing is said of back payment."""


def test_past_the_age_with_years_enough_nothing_is_taken_whatever_the_file_leaves_out() -> None:
    paid = [{"year": 2009, "day": date(2009, 10, 1), "fen": 10_000, "government": 0, "kind": "paid"}]
    person = {"birth": date(1949, 9, 1), "groups": {}, "payments": paid} | ALIVE
    assert fee_table.what_it_is(ENOUGH, person, 2012, drawn.LAST) is None
    assert taken(read(ENOUGH), person, 2012, 10_000, drawn.LAST, None) is None


def test_the_township_cannot_agree_to_a_missed_year_paid_with_nothing() -> None:
    person = {"birth": date(1980, 1, 1), "groups": {"a": [(date(2020, 1, 1), None)]}, "payments": []} | ALIVE
    assert taken(read(ENOUGH), person, 2012, 0, drawn.LAST, None) is None
    assert taken(read(ENOUGH), person, 2012, 10_000, drawn.LAST, None) is not None
