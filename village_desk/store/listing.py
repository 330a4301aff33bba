"""Lists of people and their counts: by group and house, narrowed, and the collecting of a year. Reads only.

A list is the places of its people in the table, so that people are read only where they are shown; what is counted is
counted in indexes, by the day of birth that stands in the table.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sync.agreement.values import value
from village_desk.domain.people import PAYING_AGE, PENSION_AGE, born_by
from village_desk.domain.village_groups import VillageGroup
from village_desk.domain.waiting import Whom
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import receipts
from village_desk.store.subjects.leaving import LEFT
from village_desk.store.subjects.owing import owes_nothing

_NAMED = "CASE WHEN \"group\" THEN '' ELSE group_name END"
_PAYING = f"""
SELECT person, sum(amount_fen) AS fen, {receipts.WHOLE} AS whole
  FROM receipts WHERE year = {{year}} AND void_reason = '' GROUP BY person UNION ALL
SELECT person, 0, 1 FROM bookings WHERE year = {{year}} AND back_reason = '' UNION ALL
SELECT w.id, 0, 1 FROM paid_elsewhere f JOIN people w ON w.id_number = f.id_number WHERE f.year = {{year}}
"""
"""Those with standing receipts for a year, with one that others pay, or on a list of the township's as paid.

``whole``: whether that is all of the year, and not a part of its tier.
"""


_PAYING_ONE = f"""
SELECT {receipts.WHOLE} AS whole FROM receipts
 WHERE year = {{year}} AND void_reason = '' AND person = people.id GROUP BY person UNION ALL
SELECT 1 FROM bookings WHERE year = {{year}} AND back_reason = '' AND person = people.id UNION ALL
SELECT 1 FROM paid_elsewhere f WHERE f.year = {{year}} AND f.id_number = people.id_number
"""
"""The same of one person of the query around it."""


def paying(year: int) -> str:
    """The query of those who paid for a year: ``person``, ``fen`` of receipts, and ``whole``, if that is all of it."""
    return _PAYING.format(year=int(year))


def groups(db: Database) -> list[VillageGroup]:
    """The village groups that people belong to, in the order of lists."""
    rows = db.execute('SELECT DISTINCT "group", group_name FROM people').fetchall()
    return sorted({_group(*row) for row in rows}, key=lambda group: group.rank)


def count_by_group(db: Database) -> dict[VillageGroup, int]:
    """How many people belong to each group, without those who were struck off."""
    by_group = f'"group", {_NAMED}'
    rows = db.execute(f"SELECT {by_group}, count(*) FROM people WHERE id NOT IN {LEFT} GROUP BY {by_group}").fetchall()
    return {VillageGroup(number, name): count for number, name, count in rows}


@value
class Narrowing:
    """Whom a list of people shows: by default everyone.

    ``born``: after the first day and up to the second (ISO 8601). ``unpaid_in``: who has not paid that year whole,
    and is neither dead nor drawing the pension.
    ``left``: who was struck off, and nobody else; they stand on no other list.
    """

    group: VillageGroup | None = None
    born: tuple[str, str] | None = None
    special_only: bool = False
    unpaid_in: int | None = None
    left: bool = False
    owing: bool = False
    """Neither dead nor drawing the pension."""
    person: str = ""
    """This one (id) alone, if on the list."""


def by_group(db: Database, narrowing: Narrowing) -> list[tuple[VillageGroup, list[int]]]:
    """The places of the people of a list, by group and house in the order of lists. No person is read."""
    where, values = _condition(narrowing)
    rows = db.execute(
        f'SELECT "group", {_NAMED}, json_group_array(place ORDER BY household, place) FROM people'
        f' WHERE {where} GROUP BY "group", {_NAMED}',
        values,
    )
    found = [(VillageGroup(*row[:2]), json.loads(row[2])) for row in rows]
    return sorted(found, key=lambda each: each[0].rank)


def _condition(narrowing: Narrowing) -> tuple[str, list[str | int]]:
    """The SQL condition that somebody is on the list, and its values."""
    conditions, values = [f"id {'' if narrowing.left else 'NOT'} IN {LEFT}"], list[str | int]()
    if narrowing.person:
        conditions.append("id = ?")
        values.append(narrowing.person)
    if narrowing.born is not None:
        conditions.append("birth > ? AND birth <= ?")
        values += narrowing.born
    if narrowing.group is not None:
        conditions.append('"group" = ? AND ("group" <> 0 OR group_name = ?)')
        values += [narrowing.group.number, narrowing.group.name]
    if narrowing.special_only:
        conditions.append("special_group <> ''")
    if narrowing.unpaid_in is not None and narrowing.person:
        conditions.append(
            f"NOT EXISTS (SELECT 1 FROM ({_PAYING_ONE.format(year=int(narrowing.unpaid_in))}) WHERE whole)"
        )
    elif narrowing.unpaid_in is not None:
        conditions.append(
            f"id NOT IN (SELECT person FROM ({_PAYING.format(year=int(narrowing.unpaid_in))}) WHERE whole)"
        )
    if narrowing.unpaid_in is not None or narrowing.owing:
        conditions.append(f"NOT {owes_nothing('people.id')}")
    return " AND ".join(conditions), values


def due(db: Database, places: Sequence[int], year: int) -> tuple[int, int]:
    """What the people there owe by their tiers for a year, in fen; and of how many it is not settled.

    A special group may have somebody else who pays.
    """
    known = "p.tier_fen > 0 AND p.special_group = ''"
    rows = db.execute(
        f"SELECT coalesce(sum(iif({known}, max(p.tier_fen - coalesce(paid.fen, 0), 0), 0)), 0),"
        f" coalesce(sum(iif({known}, 0, 1)), 0) FROM people p LEFT JOIN"
        f" (SELECT person, sum(fen) AS fen FROM ({_PAYING.format(year=int(year))}) GROUP BY person) paid"
        " ON paid.person = p.id WHERE p.place IN (SELECT value FROM json_each(?))",
        [json.dumps(places)],
    )
    fen, unknown = rows.fetchone()
    return int(fen), int(unknown)


def count(db: Database, narrowing: Narrowing, without: Collection[str]) -> int:
    """How many people are on a list, besides these (ids). No person is read."""
    where, values = _condition(narrowing)
    query = f"SELECT count(*) FROM people WHERE {where}"
    if without:
        query += " AND id NOT IN (SELECT value FROM json_each(?))"
        values.append(json.dumps([*without]))
    found: int = db.execute(query, values).fetchone()[0]
    return found


_WHOM = (
    'SELECT id, name, "group", group_name, household, head, phone, id_number, tier_fen, special_group, account, note'
)


def whom(db: Database, narrowing: Narrowing) -> list[Whom]:
    """The people of a list as lists at the door need them, house by house in the order of lists."""
    where, values = _condition(narrowing)
    return _whom(db, where, values)


def whom_of(db: Database, people: Iterable[str]) -> list[Whom]:
    """The same of these people (ids)."""
    return _whom(db, "id IN (SELECT value FROM json_each(?))", [json.dumps([*people])])


def _whom(db: Database, where: str, values: list[str | int]) -> list[Whom]:
    by_group: dict[tuple[int, str], list[Whom]] = {}
    groups: dict[tuple[int, str], VillageGroup] = {}
    for id, name, number, group_name, *rest in db.execute(
        f"{_WHOM} FROM people WHERE {where} ORDER BY household, head, place", values
    ):
        key = (number, "" if number else group_name)
        if key not in groups:
            groups[key], by_group[key] = VillageGroup(*key), []
        by_group[key].append(Whom(id, name, groups[key], *rest))
    return [each for key in sorted(groups, key=lambda key: groups[key].rank) for each in by_group[key]]


# the people by an index that holds all that is counted; of receipts, only those of the year
_OF_AGE = (
    f'SELECT "group", group_name, sum(CASE WHEN birth > ? AND birth <= ? THEN NOT {owes_nothing("people.id")}'
    f' ELSE 0 END) FROM people WHERE id NOT IN {LEFT} GROUP BY "group", group_name'
)
_PAID_BY_GROUP = f"""
SELECT p."group", p.group_name, sum(paid.whole),
       sum(CASE WHEN p.birth > ?1 AND p.birth <= ?2 THEN {owes_nothing("p.id")} ELSE 1 END), sum(paid.fen)
  FROM (SELECT person, sum(fen) AS fen, max(whole) AS whole FROM ({{paying}}) GROUP BY person) paid
 CROSS JOIN people p ON p.id = paid.person
 GROUP BY p."group", p.group_name
"""


@value
class GroupSeason:
    """Of a village group and a year: who paid it whole, who is due, and the cash in fen.

    Due is who is of paying age and neither struck off nor dead nor drawing the pension, or has paid.
    """

    group: VillageGroup
    paid: int
    due: int
    taken_fen: int


def season(db: Database, year: int, on: date) -> list[GroupSeason]:
    """The year's collecting by group, in the order of lists. Who is of paying age is said of the day ``on``."""
    ages = [born_by(PENSION_AGE, on), born_by(PAYING_AGE, on)]
    counts: dict[VillageGroup, Counter[str]] = {}
    for number, name, of_age in db.execute(_OF_AGE, ages):
        counts.setdefault(_group(number, name), Counter()).update(due=of_age)
    for number, name, paid, not_of_age, fen in db.execute(
        _PAID_BY_GROUP.format(paying=_PAYING.format(year=int(year))), ages
    ):
        counts[_group(number, name)].update(paid=paid, due=not_of_age, fen=fen)
    found = [GroupSeason(group, each["paid"], each["due"], each["fen"]) for group, each in counts.items()]
    return sorted(found, key=lambda each: each.group.rank)


def _group(number: int, name: str) -> VillageGroup:
    return VillageGroup(number, "" if number else name)
