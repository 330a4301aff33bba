"""In counties drawn at random: what is promised never falls because somebody paid, nor does what it still costs rise.

The counties are those of the fee table (``drawn.py``), with pensions and interest of every convention.
"""

from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain import drawn, fee_table
from tests.domain.fee_table import County
from tests.domain.test_fee_table import held
from tests.domain.test_taking_table import paid_by
from village_desk.domain.assessing import assess
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.estimates.for_person import Estimate
from village_desk.domain.policy import policy_file
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import taking
from village_desk.domain.rules.contributions import contribution
from village_desk.domain.rules.person_facts import PaidYear, PersonFacts, YearKind, in_sequence
from village_desk.domain.rules.taking import Asking

PENSIONS = """
[[base_pension]]
level = "all"
amount = 163
from = "2009-01"
document = "drawn"

[[years_extra]]
over = 15
{extra}
from = 2009-01-01
document = "drawn"

[[divisor]]
months = 139
rounding = "{rounding}"
from = 2009-01-01
document = "drawn"

[[interest]]
convention = "{convention}"
counts = "{counts}"
rates = [{{ year = 2024, percent = {percent}, demand_percent = 0.3 }}]
from = 2009-01-01
document = "drawn"
"""
TABLES = st.builds(
    PENSIONS.format,
    extra=st.sampled_from(["amount = 2", "percent = 1", "amount = 0"]),
    rounding=st.sampled_from(["cent", "jiao_up"]),
    convention=st.sampled_from("ABCDE"),
    counts=st.sampled_from(["booking_month", "next_month", "demand_days", "none"]),
    percent=st.sampled_from(["0", "1.5", "2.75", "8"]),
)


def promise(known: Policy, facts: PersonFacts, on: date) -> Estimate | None:
    return assess(known, facts, on).expected


def pay(known: Policy, facts: PersonFacts, year: int, tier: int, on: date) -> PaidYear | None:
    """The payment of a year at a tier on a day, as the counter takes it; None where it does not."""
    kind = YearKind.PAID if year == on.year else YearKind.BACK_PAID
    try:
        cost = contribution(known, tier, year, on, facts.memberships, kind)
    except Refused:
        return None
    return PaidYear(year, on, tier, kind, cost.government_fen, by_receipt=True)


@st.composite
def payers(draw: st.DrawFn, county: County, on: date) -> PersonFacts:
    """Somebody below the age, with some years paid, a tier of the county, and perhaps the county's figure."""
    birth = draw(st.dates(date(1967, 1, 1), date(2008, 12, 31)))
    years = draw(st.sets(st.integers(max(2012, birth.year + 18), 2026), max_size=12)) if birth.year < 2008 else set()
    groups = draw(drawn.memberships())
    person = {"groups": groups}
    account = draw(st.none() | st.integers(0, 3_000_000))
    tier = draw(st.sampled_from(sorted({least for least, _most in fee_table.spans_offered(county, person, on)})))
    return PersonFacts(
        birth,
        tuple(PaidYear(year, date(year, 1, 1), 10_000, subsidy_fen=0) for year in sorted(years)),
        held(person),
        tier_fen=tier,
        account_fen=account,
        account_day=date(2025, 12, 31) if account is not None else None,
    )


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn.fee_counties(), TABLES, drawn.DAYS, st.data())
def test_paying_never_lowers_the_promise(county: County, tables: str, on: date, data: st.DataObject) -> None:
    known = policy_file.read(
        fee_table.as_policy({**county, "second_payment": [], "back_pay": _plain(county)}) + tables, "drawn.toml"
    )
    facts = data.draw(payers(county, on))
    before = assess(known, facts, on)
    if before.expected is None or not before.entitlement.open_years:
        return
    unpaid = before.entitlement.open_years
    year = data.draw(st.just(unpaid[-1]) | st.sampled_from(unpaid if before.expected.back else unpaid[-1:]))
    tier = before.expected.plan.tier_fen
    back = before.expected.back.tier_fen if before.expected.back else tier
    more = pay(known, facts, year, tier if year == on.year else back, on)
    if more is None:
        return
    after = promise(known, replace(facts, paid=(*facts.paid, more)), on)
    assert after is not None
    assert after.monthly_fen >= before.expected.monthly_fen
    assert after.pays_fen <= before.expected.pays_fen


def _plain(county: County) -> list[dict[str, object]]:
    """The county's back payment without a limit of years."""
    return [{key: each for key, each in row.items() if key != "most_years"} for row in county.get("back_pay", [])]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn.fee_counties(), TABLES, drawn.DAYS, st.data())
def test_neither_a_part_nor_more_on_top_lowers_the_promise(
    county: County, tables: str, on: date, data: st.DataObject
) -> None:
    further = {"instalments": [{"parts": 2}], "second_payment": [{"allowed": True, "total": "tier"}]}
    known = policy_file.read(fee_table.as_policy({**county, "back_pay": _plain(county), **further}) + tables, "d.toml")
    facts = data.draw(payers(county, on))
    if data.draw(st.booleans()):
        facts = replace(facts, tier_fen=0)
    highest = max(fee_table.spans_offered(county, {"groups": {}}, on))[0]
    kinds = [PaymentKind.INSTALMENT, PaymentKind.INSTALMENT, PaymentKind.TOP_UP]
    before = promise(known, facts, on)
    tiers = [before.plan.tier_fen if before else 10_000] * 2 + [highest]
    if 2026 in facts.years(on):
        kinds, tiers = kinds[2:], tiers[2:]
    for kind, tier in zip(kinds, tiers, strict=True):
        try:
            cost = taking.cost(known, facts, Asking(2026, tier, kind), on)
        except Refused:
            return
        facts = replace(facts, paid=in_sequence((*facts.paid, paid_by(cost, on))))
        after = promise(known, facts, on)
        if before is not None:
            assert after is not None, kind
            assert after.monthly_fen >= before.monthly_fen, kind
            assert after.pays_fen <= before.pays_fen or not facts.tier_fen, kind
        before = after
