"""What a fee costs, worked out a second time: plain dictionaries and whole numbers, nothing of the program.

A county is a dictionary of what its policy file says (amounts in yuan, percentages in hundredths of a per cent), a
person one of what is known about them (amounts in fen). ``as_policy`` writes the county as the file that the program
reads.
"""

from datetime import date
from typing import Any

County = dict[str, Any]
Person = dict[str, Any]
Spans = list[tuple[date, date | None]]

HEAD = """
id = "drawn"
name = "抽出来的县"
jurisdiction = "429004"
from = 2009-01-01
document = "drawn"

[[documents]]
key = "drawn"
title = "抽出来的县"
certainty = "example"
"""


def as_policy(county: County) -> str:
    """The county's policy file."""
    lines = [HEAD]
    if county.get("start"):
        lines.append(f"[scheme_start]\non = {county['start']}\ndocument = 'drawn'\n")
    lines += [f"[[groups]]\nkey = '{key}'\nname = '{name}'\n" for key, name in county["groups"].items()]
    for key in ROWS:
        lines += [_row(key, row) for row in county.get(key, [])]
    return "\n".join(lines)


ROWS = (
    "enrolment",
    "entitlement",
    "tiers",
    "subsidy",
    "precedence",
    "gov_paid",
    "back_pay",
)


def _row(key: str, row: dict[str, Any]) -> str:
    held = {"from": date(2009, 1, 1), "document": "drawn"} | row
    return f"[[{key}]]\n" + "\n".join(f"{name} = {_value(name, each)}" for name, each in held.items()) + "\n"


def _value(name: str, each: Any) -> str:
    if isinstance(each, bool):
        return str(each).lower()
    if name == "percent":
        return f"{each // 100}.{each % 100:02d}"
    if isinstance(each, str):
        return f"'{each}'"
    if isinstance(each, dict):
        return "{ " + ", ".join(f"{key} = {_value(key, one)}" for key, one in each.items()) + " }"
    if isinstance(each, (list, tuple)):
        return "[" + ", ".join(_value("", one) for one in each) + "]"
    return str(each)


def holding(county: County, key: str, on: date) -> list[dict[str, Any]]:
    """The rows of a table that hold on a day."""
    return [
        row
        for row in county.get(key, [])
        if row.get("from", date(2009, 1, 1)) <= on and ("to" not in row or on <= row["to"])
    ]


def member(spans: Spans, first: date, last: date) -> bool:
    """Whether any of the spans has a day between two, both included."""
    return any(begin <= last and (end is None or first <= end) for begin, end in spans)


def groups_of(person: Person, on: date) -> set[str]:
    """The groups to which somebody belongs on a day."""
    return {group for group, spans in person["groups"].items() if member(spans, on, on)}


def spans_offered(county: County, person: Person, on: date) -> list[tuple[int, int]]:
    """The tiers that somebody may choose on a day, least and most in fen."""
    found = []
    for row in holding(county, "tiers", on):
        if row.get("groups") and not set(row["groups"]) & groups_of(person, on):
            continue
        amounts = row.get("amounts")
        found += [(each * 100, each * 100) for each in amounts] if amounts else [(row["min"] * 100, row["max"] * 100)]
    return found


def within(spans: list[tuple[int, int]], fen: int) -> bool:
    """Whether an amount is one of these: of a span any whole yuan."""
    return any(least <= fen <= most and (fen % 100 == 0 or least == fen) for least, most in spans)


def government(county: County, person: Person, fen: int, on: date) -> int:
    """What the government pays of a tier."""
    pays: dict[str, int] = {}
    for row in holding(county, "gov_paid", on):
        first, last = {
            "on_day": (on, on),
            "this_year": (date(on.year, 1, 1), date(on.year, 12, 31)),
            "last_year": (date(on.year - 1, 1, 1), date(on.year - 1, 12, 31)),
        }[row["list"]]
        share = row["amount"] * 100 if "amount" in row else (row["percent"] * fen * 2 + 10_000) // 20_000
        for group in row["groups"]:
            if member(person["groups"].get(group, []), first, last):
                pays[group] = min(fen, share)
    orders = holding(county, "precedence", on)
    if not pays or not orders:
        return max(pays.values(), default=0)
    named = [group for group in orders[0]["order"] if group in pays]
    return pays[named[0] if named else sorted(pays)[0]]


def subsidy(county: County, fen: int, on: date) -> dict[str, int]:
    """The subsidy of a tier by level; nothing where the county gives none."""
    rows = holding(county, "subsidy", on)
    if not rows or not fen:
        return {}
    rule, yuan, total = rows[0], fen // 100, 0
    if rule["type"] == "table":
        total = next(row["subsidy"] for row in rule["rows"] if row["tier"] == yuan) * 100
    elif rule["type"] == "from_tier":
        total = max((row["tier"], row["subsidy"]) for row in rule["rows"] if row["tier"] <= yuan)[1] * 100
    elif rule["type"] == "per_amount":
        added = (yuan - rule["base"]) // rule["step"] * rule["each"]
        total = (rule["first"] + min(added, rule.get("added_cap", added))) * 100
    else:
        open_to_all = sorted(
            each
            for row in holding(county, "tiers", on)
            if not row.get("groups")
            for each in (row.get("amounts") or [row["min"]])
            if each
        )
        outside = {row["tier"]: row["subsidy"] for row in rule["rows"]}
        step = open_to_all.index(yuan) * rule["each"] + rule["first"] if yuan in open_to_all else outside[yuan]
        total = step * 100
    return shared(total, rule.get("levels", []))


def shared(total: int, levels: list[dict[str, Any]]) -> dict[str, int]:
    """A sum by level: fixed amounts in their order while something is left, then parts; the last takes the rest."""
    if not levels:
        return {"all": total}
    left, found = total, {}
    for row in levels:
        if "amount" in row:
            found[row["level"]] = min(left, row["amount"] * 100)
            left -= found[row["level"]]
    parts = [row for row in levels if "percent" in row]
    rest = left
    for row in parts[:-1]:
        found[row["level"]] = rest * row["percent"] // 10_000
        left -= found[row["level"]]
    return found | {parts[-1]["level"]: left}


def fee(
    county: County, person: Person, fen: int, on: date, missed: bool, agreed: bool = False
) -> dict[str, Any] | None:
    """The cost of a whole year at a tier, of a missed one or of this one; None where the tier cannot be taken.

    ``agreed``: the township agreed to a missed year of which the county's file says nothing.
    """
    spans = spans_offered(county, person, on)
    if not within(spans, fen):
        return None
    levels = subsidy(county, fen, on)
    if missed:
        rules = holding(county, "back_pay", on)
        tiers = rules[0].get("tiers") if rules else None
        if not fen or not (rules[0]["allowed"] if rules else agreed) or (tiers and fen // 100 not in tiers):
            return None
        earns = holding(county, "subsidy", on) and holding(county, "subsidy", on)[0].get("back_paid")
        levels = levels if earns else {}
    paid = 0 if missed else government(county, person, fen, on)
    return {"own": fen - paid, "government": paid, "subsidy": sum(levels.values()), "levels": nonzero(levels)}


def nonzero(levels: dict[str, int]) -> dict[str, int]:
    """The levels that pay something."""
    return {level: fen for level, fen in levels.items() if fen}
