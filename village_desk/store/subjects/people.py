"""Reading people: one, a household, a filtered list, or whoever fits what was typed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.store import search
from village_desk.store.engine import Database

COLUMNS = (
    'p.id, p.name, p.id_number, p.ethnic, p."group", p.household, p.head, p.relation, p.phone, p.tier_fen,'
    " p.special_group, p.account, p.note, p.group_name"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A resident as lists show them: whether the year asked about is paid, and whether others have the same name."""

    resident: Resident
    paid: bool
    same_name: bool


def person(db: Database, person_id: str) -> Resident | None:
    """The person of that id."""
    return next(_residents(db, "p.id = ?", [person_id]), None)


def name(db: Database, person_id: str) -> str:
    """What the person of that id is called; empty when nobody has it."""
    found = person(db, person_id)
    return found.name if found else ""


def by_identity(db: Database, id_number: str) -> Resident | None:
    """The person of that identity number, upper-case."""
    return next(_residents(db, "p.id_number = ?", [id_number]), None)


def everyone(db: Database) -> Iterator[Resident]:
    """All people in the order they came onto the roster."""
    return _residents(db, "1", [])


def household(db: Database, of: Resident) -> list[Resident]:
    """The people of the same house, the head first; only the person when nobody wrote down a house or its head."""
    if not of.household and not of.head:
        return [of]
    where = 'p."group" = ? AND p.group_name = ? AND p.household = ? AND p.head = ?'
    found = _residents(db, where, [of.group, of.group_name, of.household, of.head])
    return sorted(found, key=lambda each: each.name != each.head)


def groups(db: Database) -> list[VillageGroup]:
    """The village groups that people belong to, in the order of lists."""
    rows = db.execute('SELECT DISTINCT "group", CASE WHEN "group" THEN \'\' ELSE group_name END FROM people').fetchall()
    return sorted((VillageGroup(*row) for row in rows), key=lambda group: group.rank)


def find(db: Database, text: str, year: int, limit: int) -> list[Listed]:
    """Whoever fits what was typed, whole names first; ``paid`` is about ``year``.

    Of digits alone: first whose identity number ends with them, then whose phone, then whose house begins with them.
    """
    words = search.words(text)
    if len(words) == 1 and search.are_digits(words[0]):
        return _by_digits(db, words[0], year, limit)
    return _by_words(db, text, year, limit)


def _by_digits(db: Database, word: str, year: int, limit: int) -> list[Listed]:
    """The best finds first, of these by group and house."""
    ranks: dict[int, int] = {}
    for rank, query in enumerate(search.by_digits(word)):
        if len(ranks) < limit:
            rows = db.execute("SELECT rowid FROM search WHERE search MATCH ? LIMIT ?", [query, len(ranks) + limit])
            ranks = dict.fromkeys((row[0] for row in rows.fetchall()), rank) | ranks
    which = "JOIN (SELECT value ->> 0 AS place, value ->> 1 AS rank FROM json_each(?)) c ON c.place = p.place"
    order = f'ORDER BY c.rank, p."group", p.group_name, p.household, p.place LIMIT {int(limit)}'
    return _listed(db, year, which, [json.dumps(list(ranks.items()))], order) if ranks else []


def _by_words(db: Database, text: str, year: int, limit: int) -> list[Listed]:
    which = "WHERE p.place IN (SELECT rowid FROM search WHERE search MATCH ? LIMIT 200)"
    order = (
        f'ORDER BY p.name <> ?, instr(p.name, ?) <> 1, p."group", p.group_name, p.household, p.place LIMIT {int(limit)}'
    )
    found: dict[str, Listed] = {}
    for query in search.queries(text):
        if len(found) < limit:
            more = _listed(db, year, which, [query, text, text], order)
            found = {each.resident.id: each for each in [*found.values(), *more]}
    return list(found.values())[:limit]


def listed(db: Database, year: int, group: VillageGroup | None = None) -> list[Listed]:
    """Everyone, or one group, by group and house."""
    where, values = "", list[int | str]()
    if group is not None:
        where = 'WHERE p."group" = ? AND (p."group" <> 0 OR p.group_name = ?)'
        values = [group.number, group.name]
    named = "CASE WHEN p.\"group\" THEN '' ELSE p.group_name END"
    order = f'ORDER BY p."group" = 0, p."group", {named} = \'\', {named}, p.household, p.place'
    return _listed(db, year, where, values, order)


def count(db: Database) -> int:
    """How many people are on the roster."""
    found: int = db.execute("SELECT count(*) FROM people").fetchone()[0]
    return found


def _listed(db: Database, year: int, which: str, values: list[Any], order: str) -> list[Listed]:
    rows = db.execute(
        f"SELECT {COLUMNS},"
        " EXISTS (SELECT 1 FROM receipts r WHERE r.person = p.id AND r.year = ?1 AND r.void_reason = '')"
        " OR EXISTS (SELECT 1 FROM paid_elsewhere f WHERE f.id_number = p.id_number AND f.year = ?1),"
        " EXISTS (SELECT 1 FROM people o WHERE o.name = p.name AND o.id <> p.id)"
        f" FROM people p {which} {order}",
        [year, *values],
    )
    return [Listed(Resident(*row[:-2]), bool(row[-2]), bool(row[-1])) for row in rows]


def _residents(db: Database, where: str, values: list[Any]) -> Iterator[Resident]:
    for row in db.execute(f"SELECT {COLUMNS} FROM people p WHERE {where} ORDER BY p.place", values):
        yield Resident(*row)


def paid(db: Database, year: int) -> set[str]:
    """The ids of those with a standing receipt for the year, or on a list of the township's as paid elsewhere."""
    rows = db.execute(
        "SELECT person FROM receipts WHERE year = ?1 AND void_reason = '' UNION"
        " SELECT p.id FROM paid_elsewhere f JOIN people p ON p.id_number = f.id_number WHERE f.year = ?1",
        [year],
    )
    return {row[0] for row in rows}
