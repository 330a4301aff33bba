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
    "second_payment",
    "instalments",
    "start_cohort",
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


# Who may pay, and for which years. A person has besides ``groups``: ``birth``, ``death`` and ``left`` (a day or None),
# ``drawing`` (the first day of the first month, or None), ``other`` (days between which another pension is drawn),
# ``hindered`` (a student, a soldier), and ``payments``: year, day, fen, government, kind, of a part also whole.


def birthday(birth: date, age: int) -> date:
    """The day on which somebody reaches an age; without a 29 February on 1 March."""
    leap = birth.month == 2 and birth.day == 29 and (birth.year + age) % 4
    return date(birth.year + age, 3, 1) if leap else date(birth.year + age, birth.month, birth.day)


def sums(person: Person, on: date) -> dict[int, int]:
    """The years of which anything is paid by a day, with the sum; of a year begun in parts less than nothing."""
    found: dict[int, int] = {}
    for each in person["payments"]:
        if each["day"] <= on:
            found[each["year"]] = found.get(each["year"], 0) + each["fen"]
    whole = {each["year"]: each["whole"] for each in person["payments"] if each.get("whole")}
    return {year: -fen if fen < whole.get(year, 0) else fen for year, fen in found.items()}


def needed(county: County, person: Person, on: date) -> int:
    """How many years somebody must have paid to draw."""
    rule = holding(county, "entitlement", on)[0]
    if not county.get("start"):
        return int(rule["min_years"])
    reached = birthday(person["birth"], rule["age"])
    if reached < county["start"]:
        return 0
    waived = rule.get("turning_year") == "waived" or bool(holding(county, "start_cohort", person["birth"]))
    last = reached.year - waived
    first = max(county["start"].year, person["birth"].year + county["enrolment"][0]["min_age"])
    return int(min(rule["min_years"], max(0, last - first + 1)))


def may_pay(county: County, person: Person, on: date) -> bool:
    """Whether anything may be taken from somebody on a day."""
    gone = [person["death"], person["left"], person["drawing"]]
    if person["hindered"] or any(day and day <= on for day in gone):
        return False
    if any(first <= on and (last is None or on <= last) for first, last in person["other"]):
        return False
    return birthday(person["birth"], county["enrolment"][0]["min_age"]) <= on


def what_it_is(county: County, person: Person, year: int, on: date) -> str | None:
    """What a payment would be to a year: regular, back, top_up, part; None where nothing may be taken for it."""
    rule, birth = holding(county, "entitlement", on)[0], person["birth"]
    begun = (county.get("start") or rule.get("from", date(2009, 1, 1))).year
    if (
        not may_pay(county, person, on)
        or not max(begun, birth.year + county["enrolment"][0]["min_age"]) <= year <= on.year
    ):
        return None
    paid = sums(person, on)
    if year in paid:
        return "part" if paid[year] < 0 else _top_up(county, person, year, on)
    reached = birthday(birth, rule["age"])
    if county.get("start") and reached < county["start"]:
        return None
    if year == on.year <= reached.year:
        return "regular"
    backs = holding(county, "back_pay", on)
    back = backs[0] if backs else {"allowed": True}
    whole = [each for each in paid.values() if each >= 0]
    late = reached < on and (len(whole) >= needed(county, person, on) or not back.get("after_age", True))
    done = len({each["year"] for each in person["payments"] if each["kind"] == "back"})
    return "back" if back["allowed"] and not late and done < (back.get("most_years") or 99) else None


def _top_up(county: County, person: Person, year: int, on: date) -> str | None:
    rules = holding(county, "second_payment", on)
    if not rules or not rules[0]["allowed"] or year != on.year:
        return None
    window = rules[0].get("window", ["01-01", "12-31"])
    fits = window[0] <= f"{on:%m-%d}" <= window[1] and sums(person, on)[year] < most_of_year(county, rules[0], on)
    return "top_up" if fits else None


def most_of_year(county: County, rule: dict[str, Any], on: date) -> int:
    """The most that a year may come to with a second payment: as the file says, else the highest tier of everybody."""
    if "most_total" in rule:
        return int(rule["most_total"]) * 100
    everybody: Person = {"groups": {}}
    return max(most for _least, most in spans_offered(county, everybody, on))


def asked_for(county: County, person: Person, year: int, fen: int, on: date) -> dict[str, Any] | None:
    """The cost of a payment: of a top-up ``fen`` is the sum of the year; None where it cannot be taken."""
    what = what_it_is(county, person, year, on)
    if what == "top_up":
        return _topped_up(county, person, year, fen, on)
    return fee(county, person, fen, on, what == "back", agreed=True) if what in ("regular", "back") else None


def earned(county: County, person: Person, year: int, on: date) -> dict[str, int]:
    """The subsidy by level that the payments of a year have brought so far, each by the tables of its own day."""
    found: dict[str, int] = {}
    for each in person["payments"]:
        if each["year"] == year and each["day"] <= on:
            for level, fen in subsidy(county, each["fen"], each["day"]).items():
                found[level] = found.get(level, 0) + fen
    return found


def _topped_up(county: County, person: Person, year: int, fen: int, on: date) -> dict[str, Any] | None:
    rule, before = holding(county, "second_payment", on)[0], sums(person, on)[year]
    free = rule.get("total") == "free" and fen % 100 == 0
    if not before < fen <= most_of_year(county, rule, on) or not (
        free or within(spans_offered(county, person, on), fen)
    ):
        return None
    levels: dict[str, int] = {}
    if rule.get("subsidy") == "by_total":
        was = earned(county, person, year, on)
        levels = {level: more - was.get(level, 0) for level, more in subsidy(county, fen, on).items()}
        levels = {level: more for level, more in levels.items() if more > 0}
    return {"own": fen - before, "government": 0, "subsidy": sum(levels.values()), "levels": nonzero(levels)}
