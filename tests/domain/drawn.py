"""Counties, people and payments drawn at random, for the proof that a fee costs what a separate table says."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

GROUPS = {"a": "特困人员", "b": "重度残疾人", "c": "低保对象"}
FIRST, CHANGE, LAST = date(2009, 1, 1), date(2026, 7, 1), date(2026, 12, 31)
DAYS = st.sampled_from([date(2026, 1, 1), date(2026, 6, 30), CHANGE, date(2026, 11, 30), LAST])
"""The days of payment: around the turn of the year and the day on which tables change."""

_group_sets = st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True)


@st.composite
def _tiers(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Tiers for everybody, perhaps others from July 2026 on, perhaps some for groups alone, perhaps a range."""
    amounts = st.lists(st.sampled_from([100, 120, 200, 300, 500, 1000]), min_size=1, max_size=5, unique=True)
    rows: list[dict[str, Any]] = [{"amounts": sorted(draw(amounts))}]
    if draw(st.booleans()):
        rows[0]["to"] = CHANGE - timedelta(days=1)
        rows.append({"amounts": sorted(draw(amounts)), "from": CHANGE})
    if draw(st.booleans()):
        own = st.lists(st.sampled_from([0, 50, 80, 250]), min_size=1, max_size=2, unique=True)
        rows.append({"amounts": sorted(draw(own)), "groups": draw(_group_sets)})
    if draw(st.booleans()):
        rows.append({"min": 2000, "max": draw(st.sampled_from([2001, 3000]))})
    return rows


@st.composite
def _levels(draw: st.DrawFn) -> list[dict[str, Any]]:
    share = draw(st.integers(0, 10_000))
    rows: list[dict[str, Any]] = [
        {"level": "province", "percent": share},
        {"level": "county", "percent": 10_000 - share},
    ]
    if draw(st.booleans()):
        rows.insert(0, {"level": "central", "amount": draw(st.integers(0, 60))})
    if draw(st.booleans()):
        rows.insert(1, {"level": "city", "amount": draw(st.integers(0, 60))})
    return rows


@st.composite
def _subsidy(draw: st.DrawFn, tiers: list[dict[str, Any]]) -> dict[str, Any]:
    """One of the four formulas, with a figure for every tier."""
    offered = sorted({each for row in tiers for each in (row.get("amounts") or [row["min"]])} - {0})
    figure = st.integers(0, 120)
    ranged = any("min" in row for row in tiers)
    kind = draw(
        st.sampled_from(["from_tier", "per_amount"] if ranged else ["table", "from_tier", "per_amount", "per_step"])
    )
    found: dict[str, Any] = {"type": kind}
    if kind == "table":
        found["rows"] = [{"tier": each, "subsidy": draw(figure)} for each in offered]
    elif kind == "from_tier":
        steps = [50, *draw(st.lists(st.sampled_from([120, 300, 500, 2000]), unique=True))]
        found["rows"] = [{"tier": each, "subsidy": draw(figure)} for each in steps]
    elif kind == "per_amount":
        found |= {"base": 50, "first": draw(figure), "step": draw(st.sampled_from([50, 70, 100])), "each": draw(figure)}
        found |= {"added_cap": draw(figure)} if draw(st.booleans()) else {}
    else:
        found |= {"first": draw(figure), "each": draw(st.integers(0, 30))}
        found["rows"] = [{"tier": each, "subsidy": draw(figure)} for each in offered]
    found |= {"levels": draw(_levels())} if draw(st.booleans()) else {}
    back_paid = draw(st.sampled_from([None, True, False]))
    return found if back_paid is None else found | {"back_paid": back_paid}


@st.composite
def _government(draw: st.DrawFn) -> list[dict[str, Any]]:
    rows = []
    for group in draw(st.lists(st.sampled_from("abc"), unique=True)):
        part = {"amount": draw(st.sampled_from([0, 50, 100, 400]))} if draw(st.booleans()) else {}
        part = part or {"percent": draw(st.integers(1, 10_000))}
        rows.append({"groups": [group], "list": draw(st.sampled_from(["on_day", "this_year", "last_year"]))} | part)
    return rows


@st.composite
def counties(draw: st.DrawFn) -> dict[str, Any]:
    """A county: tiers, subsidy, the government's part, back payment."""
    tiers = draw(_tiers())
    found: dict[str, Any] = {"groups": GROUPS, "tiers": tiers, "gov_paid": draw(_government())}
    if draw(st.integers(0, 4)):
        found["subsidy"] = [draw(_subsidy(tiers))]
    if draw(st.booleans()):
        found["precedence"] = [{"order": draw(_group_sets), "to": date(2026, 6, 30)}]
        found["precedence"] += [{"order": draw(_group_sets), "from": CHANGE}] if draw(st.booleans()) else []
    if draw(st.booleans()):
        row: dict[str, Any] = {"allowed": draw(st.booleans())}
        if draw(st.booleans()):
            row["tiers"] = draw(st.lists(st.sampled_from([50, 100, 200, 500, 2000]), min_size=1, unique=True))
        found["back_pay"] = [row]
    return found


_EDGES = st.sampled_from(
    [date(2020, 1, 1), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), CHANGE, LAST]
)


@st.composite
def memberships(draw: st.DrawFn) -> dict[str, list[tuple[date, date | None]]]:
    """The groups of a person, each with its first and last day."""
    found = {}
    for group in draw(st.lists(st.sampled_from("abc"), unique=True)):
        first, last = sorted((draw(_EDGES), draw(_EDGES)))
        found[group] = [(first, None if draw(st.booleans()) else last)]
    return found


AMOUNTS = [0, 5000, 8000, 10000, 12000, 20000, 25000, 30000, 50000, 100_000, 200_000, 200_100, 250_050, 300_000, 7700]
"""Amounts to try, in fen: those of the tiers, whole and broken ones of a range, and one that no county has."""


@st.composite
def fee_counties(draw: st.DrawFn) -> dict[str, Any]:
    """A county that also says who may pay, for which years, and what about a second payment."""
    found = draw(counties())
    free_to_total = all(row["type"] in ("from_tier", "per_amount") for row in found.get("subsidy", []))
    found["start"] = draw(st.sampled_from([None, date(2009, 9, 1), date(2011, 7, 1)]))
    found["enrolment"] = [{"min_age": draw(st.sampled_from([16, 18]))}]
    turning = draw(st.sampled_from(["required", "waived"]))
    age, years = draw(st.sampled_from([(60, 15), (60, 3), (55, 15), (63, 15)]))
    found["entitlement"] = [{"age": age, "min_years": years, "turning_year": turning}]
    if draw(st.booleans()):
        row: dict[str, Any] = {"allowed": draw(st.booleans()), "total": draw(st.sampled_from(["tier", "free"]))}
        if not free_to_total:
            row["total"] = "tier"
        row |= {"most_total": draw(st.sampled_from([150, 500, 2500]))} if draw(st.booleans()) else {}
        row |= {"window": ["06-01", "12-20"]} if draw(st.booleans()) else {}
        same = len({row.get("from") for row in found["tiers"]}) == 1
        subsidy = draw(st.sampled_from([None, "none", "by_total"] if same else [None, "none"]))
        found["second_payment"] = [row | ({"subsidy": subsidy} if subsidy else {})]
    for row in found.get("back_pay", []):
        row |= {"after_age": draw(st.booleans())} | ({"most_years": 2} if draw(st.booleans()) else {})
    if draw(st.booleans()):
        found["start_cohort"] = [
            {"from": date(1966, 7, 1), "to": date(1966, 12, 31), "blocked_above": draw(st.booleans())}
        ]
    return found


BIRTHS = st.sampled_from(
    [
        date(1949, 9, 1),
        date(1951, 6, 30),
        date(1963, 11, 30),
        date(1964, 2, 29),
        date(1965, 12, 31),
        date(1966, 1, 1),
        date(1966, 6, 30),
        date(1966, 7, 1),
        date(1966, 11, 30),
        date(1966, 12, 1),
        date(1971, 5, 5),
        date(1990, 3, 3),
        date(2008, 2, 29),
        date(2010, 6, 30),
        date(2010, 7, 1),
        date(2011, 1, 1),
    ]
)
_NEAR = st.sampled_from([date(2026, 1, 1), date(2026, 6, 30), CHANGE, date(2026, 12, 31)])


@st.composite
def fee_people(draw: st.DrawFn, county: dict[str, Any]) -> dict[str, Any]:
    """A person with payments of the past, and perhaps one of this year; most are alive and draw nothing."""
    birth = draw(BIRTHS)
    years = draw(st.sets(st.integers(max(2011, birth.year + 18), 2025), max_size=16)) if birth.year < 2007 else set()
    payments = [
        {"year": year, "day": date(year, 3, 1), "fen": 10_000, "government": 0, "kind": "paid"}
        for year in sorted(years)
    ]
    for each in payments:
        if draw(st.integers(0, 9)) == 0:
            each |= {"kind": "back", "day": date(2026, 1, 1)}
    if draw(st.booleans()) and birth.year < 2007:
        fen = draw(st.sampled_from(county["tiers"][0]["amounts"])) * 100
        payments.append({"year": 2026, "day": date(2026, 1, 1), "fen": fen, "government": 0, "kind": "paid"})
    rarely = st.integers(0, 11).map(lambda number: number == 0)
    return {
        "birth": birth,
        "groups": draw(memberships()),
        "payments": payments,
        "death": draw(_NEAR) if draw(rarely) else None,
        "left": draw(_NEAR) if draw(rarely) else None,
        "drawing": date(2026, draw(st.sampled_from([1, 7, 12])), 1) if draw(rarely) else None,
        "other": [(date(2025, 1, 1), draw(st.sampled_from([date(2026, 6, 30), None])))] if draw(rarely) else [],
        "hindered": draw(rarely),
    }
