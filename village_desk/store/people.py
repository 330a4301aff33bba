"""Reading people: one, a household, a filtered list, or whoever fits what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from village_desk.domain.people import Resident
from village_desk.store import search
from village_desk.store.engine import Database

COLUMNS = (
    'p.id, p.name, p.id_number, p.ethnic, p."group", p.household, p.head, p.relation, p.phone, p.tier_fen,'
    " p.special_group, p.account, p.note"
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
    where = 'p."group" = ? AND p.household = ? AND p.head = ?'
    found = _residents(db, where, [of.group, of.household, of.head])
    return sorted(found, key=lambda each: each.name != each.head)


def groups(db: Database) -> list[int]:
    """The numbers of the village groups that people belong to."""
    return [row[0] for row in db.execute('SELECT DISTINCT "group" FROM people ORDER BY 1')]


def find(db: Database, text: str, year: int, limit: int) -> list[Listed]:
    """Whoever fits what was typed, whole names first; ``paid`` is about ``year``."""
    query = search.query(text)
    if not query:
        return []
    where = "p.place IN (SELECT rowid FROM search WHERE search MATCH ? LIMIT 200)"
    order = 'ORDER BY p.name <> ?, instr(p.name, ?) <> 1, p."group", p.household, p.place'
    return _listed(db, year, where, [query], f"{order} LIMIT {int(limit)}", [text, text])


def listed(db: Database, year: int, group: int | None = None) -> list[Listed]:
    """Everyone, or one group, by group and house."""
    where, values = ("1", []) if group is None else ('p."group" = ?', [group])
    return _listed(db, year, where, values, 'ORDER BY p."group", p.household, p.place', [])


def count(db: Database) -> int:
    """How many people are on the roster."""
    found: int = db.execute("SELECT count(*) FROM people").fetchone()[0]
    return found


def _listed(db: Database, year: int, where: str, values: list[Any], order: str, more: list[Any]) -> list[Listed]:
    rows = db.execute(
        f"SELECT {COLUMNS},"
        " EXISTS (SELECT 1 FROM receipts r WHERE r.person = p.id AND r.year = ?1 AND r.void_reason = '')"
        " OR EXISTS (SELECT 1 FROM paid_elsewhere f WHERE f.id_number = p.id_number AND f.year = ?1),"
        " EXISTS (SELECT 1 FROM people o WHERE o.name = p.name AND o.id <> p.id)"
        f" FROM people p WHERE {where} {order}",
        [year, *values, *more],
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
