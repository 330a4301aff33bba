"""The figures of a season for reports: by group this year and last, tiers, payments, special groups. Reads only.

Due are those of paying age who were neither struck off nor noted as dead nor draw the pension, and whoever has paid,
as ``listing.season`` counts them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from sync.agreement.facts import DeathNoted, YearsNoted
from sync.agreement.values import value
from village_desk.domain.people import PENSION_AGE, born_by
from village_desk.domain.rules.rates import Takings
from village_desk.domain.village_groups import VillageGroup
from village_desk.store import listing
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.leaving import LEFT
from village_desk.store.subjects.owing import owes_nothing, stands

_TAKEN = """
SELECT p."group", CASE WHEN p."group" THEN '' ELSE p.group_name END, count(DISTINCT r.person), sum(r.amount_fen)
  FROM receipts r JOIN people p ON p.id = r.person
 WHERE r.year = :year AND r.void_reason = '' AND r.collected_at >= :first AND r.collected_at < :last
 GROUP BY 1, 2
"""
_ELSEWHERE = """
SELECT p."group", CASE WHEN p."group" THEN '' ELSE p.group_name END, count(DISTINCT p.id), sum(f.amount_fen)
  FROM paid_elsewhere f JOIN people p ON p.id_number = f.id_number
 WHERE f.year = :year AND f.paid_on >= :first AND f.paid_on < :last
   AND NOT EXISTS (SELECT 1 FROM receipts r WHERE r.person = p.id AND r.year = :year AND r.void_reason = '')
 GROUP BY 1, 2
"""
_PAID_BEFORE = f"""
SELECT person FROM receipts WHERE year = :before AND void_reason = '' UNION
SELECT person FROM bookings WHERE year = :before AND back_reason = '' UNION
SELECT w.id FROM paid_elsewhere f JOIN people w ON w.id_number = f.id_number WHERE f.year = :before UNION
SELECT person FROM notes WHERE kind = '{YearsNoted.KIND}' AND struck = ''
   AND json_extract(body, '$.first') <= :before AND json_extract(body, '$.last') >= :before
"""
_NOT_YET = f"""
SELECT p.id FROM people p
 WHERE p.id IN ({_PAID_BEFORE}) AND p.id NOT IN {LEFT}
   AND p.birth > :youngest AND NOT {owes_nothing("p.id")}
   AND p.id NOT IN (SELECT person FROM ({{paying}}) WHERE whole)
"""
_TIERS = """
SELECT tier, count(*) FROM (
  SELECT person, CASE WHEN max(whole_fen) > 0 THEN max(whole_fen) ELSE sum(tier_fen) END AS tier
    FROM receipts WHERE year = ? AND void_reason = '' GROUP BY person
) GROUP BY tier ORDER BY tier
"""
_PAYMENTS = """
SELECT count(*), coalesce(sum(fen), 0) FROM (
  SELECT r.person, sum(r.amount_fen) AS fen FROM receipts r JOIN people p ON p.id = r.person
   WHERE r.year = ? AND r.void_reason = '' AND p.birth > ? AND p.birth <= ? GROUP BY r.person HAVING fen > 0
)
"""


@value
class SpecialGroupCount:
    """How many people of the roster stand under a special group's words, and of how many the year is paid."""

    words: str
    people: int
    paid: int


def taken(db: Database, year: int, first: date, last: date) -> dict[VillageGroup, Takings]:
    """What was paid for a year from one day to another, both included: here, and by lists with a day.

    A list's line without a day is left out: nobody knows when it was paid.
    """
    span = {"year": year, "first": first.isoformat(), "last": (last + timedelta(days=1)).isoformat()}
    found: dict[VillageGroup, Takings] = defaultdict(lambda: Takings(0, 0))
    for query in (_TAKEN, _ELSEWHERE):
        for number, name, people, fen in db.execute(query, span):
            before = found[VillageGroup(number, name)]
            found[VillageGroup(number, name)] = Takings(before.people + people, before.fen + fen)
    return dict(found)


def knows_year(db: Database, year: int) -> bool:
    """Whether anything is known of payments for a year, here or by the township's lists."""
    query = (
        "SELECT EXISTS (SELECT 1 FROM receipts WHERE year = :year)"
        " OR EXISTS (SELECT 1 FROM paid_elsewhere WHERE year = :year)"
    )
    return bool(db.execute(query, {"year": year}).fetchone()[0])


def not_yet(db: Database, year: int, on: date) -> set[str]:
    """The people (ids) who paid the year before and have not paid this one whole, without who owes nothing any more."""
    query = _NOT_YET.format(paying=listing.paying(year))
    return {id for (id,) in db.execute(query, {"before": year - 1, "youngest": born_by(PENSION_AGE, on)})}


def paid_before(db: Database, year: int, on: date) -> set[str]:
    """Those (ids) who paid the year before and owe this one, or have paid it."""
    query = (
        f"SELECT p.id FROM people p WHERE p.id IN ({_PAID_BEFORE}) AND p.id NOT IN {LEFT} AND"
        f" (p.id IN (SELECT person FROM ({listing.paying(year)}) WHERE whole)"
        f" OR (p.birth > :youngest AND NOT {owes_nothing('p.id')}))"
    )
    return {id for (id,) in db.execute(query, {"before": year - 1, "youngest": born_by(PENSION_AGE, on)})}


def by_group(db: Database, people: set[str]) -> dict[VillageGroup, int]:
    """How many of these people (ids) belong to each village group."""
    query = (
        'SELECT "group", CASE WHEN "group" THEN \'\' ELSE group_name END, count(*) FROM people'
        " WHERE id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2"
    )
    return {VillageGroup(number, name): count for number, name, count in db.execute(query, [json.dumps([*people])])}


def tiers_of(db: Database, year: int, people: Iterable[str]) -> dict[str, int]:
    """The tier in fen by which each of these people (ids) paid a year, as far as receipts here say."""
    query = (
        "SELECT person, CASE WHEN max(whole_fen) > 0 THEN max(whole_fen) ELSE sum(tier_fen) END FROM receipts"
        " WHERE year = ? AND void_reason = '' AND person IN (SELECT value FROM json_each(?)) GROUP BY person"
    )
    return {person: fen for person, fen in db.execute(query, [year, json.dumps([*people])])}


def tiers(db: Database, year: int) -> list[tuple[int, int]]:
    """How many paid by each tier in fen, the lowest first; a second payment raises the tier of its person."""
    return [(fen, people) for fen, people in db.execute(_TIERS, [year])]


def payments(db: Database, year: int, born_after: str = "", born_until: str = "9999") -> Takings:
    """Those who paid money of their own for a year, by receipts here, and how much; of these days of birth."""
    return Takings(*db.execute(_PAYMENTS, [year, born_after, born_until]).fetchone())


def special_groups(db: Database, year: int) -> list[SpecialGroupCount]:
    """The special groups of the roster by their words, the largest first."""
    query = (
        "SELECT special_group, count(*) AS people,"
        f" sum(id IN (SELECT person FROM ({listing.paying(year)}) WHERE whole)) FROM people"
        f" WHERE special_group <> '' AND id NOT IN {LEFT} GROUP BY special_group ORDER BY people DESC, special_group"
    )
    return [SpecialGroupCount(*row) for row in db.execute(query)]


def deaths(db: Database, first: date, last: date) -> int:
    """How many deaths were noted from one day to another, both included, and stand."""
    span = [DeathNoted.KIND, first.isoformat(), (last + timedelta(days=1)).isoformat()]
    query = "SELECT count(DISTINCT person) FROM notes WHERE kind = ? AND struck = '' AND at >= ? AND at < ?"
    return int(db.execute(query, span).fetchone()[0])


def struck_off(db: Database, first: date, last: date) -> int:
    """How many people were struck off from one day to another, both included, and are so still."""
    span = [first.isoformat(), (last + timedelta(days=1)).isoformat()]
    query = "SELECT count(DISTINCT person) FROM strike_offs WHERE NOT reinstated AND at >= ? AND at < ?"
    return int(db.execute(query, span).fetchone()[0])


def payees(db: Database) -> tuple[str, int] | None:
    """The month of the latest payout list that counts, and its payees."""
    query = f"SELECT o.month, o.payees FROM payout_lists o WHERE {stands('o')} ORDER BY o.month DESC, o.taken_at DESC"
    row = db.execute(query).fetchone()
    return (row[0], row[1]) if row else None
