"""People: who is on the roster, found by one, by household, by list, or by what was typed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count as count_from
from operator import attrgetter
from typing import Any, TypeAlias

from sync.agreement.facts import ChangeLookedAt, DeathNoted, PersonCorrected, PersonRegistered
from sync.agreement.journal import Entry
from sync.agreement.sent import CorrectedAbove
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.people import FIELDS, Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.store import search
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import other_desk, person_fields
from village_desk.store.subjects.card import OWN, DeskCard, DeskSubject, Origin, RunCard
from village_desk.store.subjects.leaving import LEFT
from village_desk.store.subjects.owing import is_dead, owes_nothing
from village_desk.store.subjects.receipts import WHOLE

_FIELDS = ",\n    ".join(
    f'"{name}" {"INTEGER" if info.content.type is int else "TEXT"} NOT NULL' for name, info in FIELDS.items()
)
SCHEMA = """
CREATE TABLE people (
    place INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    {fields},
    birth TEXT NOT NULL,
    epoch TEXT NOT NULL DEFAULT '',
    seq INTEGER NOT NULL DEFAULT 0,
    told_order INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX people_id_number ON people (id_number);
CREATE VIRTUAL TABLE search USING fts5 (
    tokens, content='', contentless_delete=1, detail='none', prefix='1 2 3', tokenize='ascii'
);
CREATE TABLE changed (
    place INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    fact TEXT NOT NULL,
    value ANY NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL,
    UNIQUE (person, field, fact)
) STRICT;
CREATE INDEX changed_place ON changed (epoch, seq);
CREATE INDEX changed_fact ON changed (fact);
CREATE TABLE overruled (
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    fact TEXT NOT NULL,
    here TEXT NOT NULL,
    there TEXT NOT NULL,
    theirs_stands INTEGER NOT NULL,
    PRIMARY KEY (person, field)
) STRICT;
""".replace("{fields}", _FIELDS)
LOOKED_UP = """
CREATE INDEX people_group ON people ("group", group_name, household, head);
CREATE INDEX people_name ON people (name);
CREATE INDEX people_birth ON people (birth);
CREATE INDEX people_season ON people ("group", group_name, birth, id);
"""
_COLUMNS = ", ".join(("place", "id", *(f'"{name}"' for name in FIELDS), "birth", "epoch", "seq", "told_order"))
COLUMNS = ", ".join(("p.id", *(f'p."{name}"' for name in FIELDS)))
"""The columns of a Resident, in its order."""


@value
class Listed:
    """A resident as lists show them: whether the year asked about is paid, whether others have the same name.

    ``left``: struck off, on the roster no more. ``dead``: a death is noted.
    ``owes_nothing``: struck off, dead, or drawing the pension.
    """

    resident: Resident
    paid: bool
    same_name: bool
    left: bool = False
    dead: bool = False
    owes_nothing: bool = False


def person(db: Database, person_id: str) -> Resident | None:
    """The person of that id."""
    return next(_residents(db, "p.id = ?", [person_id]), None)


def name(db: Database, person_id: str) -> str:
    """The name of the person of that id; empty if there is none."""
    found = person(db, person_id)
    return found.name if found else ""


def by_identity(db: Database, id_number: str) -> Resident | None:
    """The person of that identity number, upper-case."""
    return next(_residents(db, "p.id_number = ?", [id_number]), None)


def everyone(db: Database) -> Iterator[Resident]:
    """All people in the order they came onto the roster."""
    return _residents(db, "1", [])


def household(db: Database, of: Resident, year: int) -> list[Listed]:
    """The people of the same house, the head first; only the person when nobody wrote down a house or its head.

    Others who were struck off live there no more.
    """
    where, values = "WHERE p.id = ?", list[str | int]([of.id])
    if of.household or of.head:
        where = 'WHERE p."group" = ? AND p.group_name = ? AND p.household = ? AND p.head = ?'
        where += f" AND (p.id = ? OR p.id NOT IN {LEFT})"
        values = [of.group, of.group_name, of.household, of.head, of.id]
    return _listed(db, year, where, values, "ORDER BY p.name <> p.head, p.place")


def find(db: Database, text: str, year: int, limit: int) -> list[Listed]:
    """The people who match the typed text, whole names first; ``paid`` is about ``year``.

    For digits alone: first people whose identity number ends with them, then whose phone, then whose house begins
    with them.
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


HouseKey: TypeAlias = tuple[int, str, str, str]
"""What the people of one house have in common: group, its name, house number, head; "" where nobody wrote it down."""


def houses(db: Database, household: str, head: str) -> list[HouseKey]:
    """The houses with this number or this head, in the order of the groups; "" finds none."""
    rows = db.execute(
        'SELECT DISTINCT "group", group_name, household, head FROM people'
        " WHERE (household = ?1 AND ?1 <> '') OR (head = ?2 AND ?2 <> '')"
        ' ORDER BY "group", group_name, household, head',
        [household, head],
    )
    return [(group, group_name, number, name) for group, group_name, number, name in rows]


def ids_of_group(db: Database, number: int, name: str) -> list[str]:
    """The ids of all people of a villagers' group: by its number, or the name of one without."""
    where = '"group" = ? AND ("group" <> 0 OR group_name = ?)'
    return [row[0] for row in db.execute(f"SELECT id FROM people WHERE {where} ORDER BY place", [number, name])]


def house_numbers(db: Database) -> list[tuple[str, VillageGroup]]:
    """The numbers of houses that somebody has, each with its group."""
    rows = db.execute("SELECT DISTINCT household, \"group\", group_name FROM people WHERE household <> ''").fetchall()
    return [(number, VillageGroup(group, "" if group else name)) for number, group, name in rows]


def houses_of_gone_heads(db: Database) -> list[HouseKey]:
    """The houses with a member who bears the head's name and died or was struck off."""
    rows = db.execute(
        'SELECT DISTINCT p."group", p.group_name, p.household, p.head FROM people p'
        " WHERE p.name = p.head AND p.id IN (SELECT person FROM notes WHERE kind = ? AND struck = ''"
        " UNION SELECT person FROM left_people)"
        ' ORDER BY p."group", p.group_name, p.household, p.head',
        [DeathNoted.KIND],
    )
    return [(group, group_name, number, name) for group, group_name, number, name in rows]


def in_house(db: Database, house: HouseKey) -> list[Resident]:
    """The people of a house, the head first."""
    where = 'p."group" = ? AND p.group_name = ? AND p.household = ? AND p.head = ?'
    found = _residents(db, where, [*house])
    return sorted(found, key=lambda each: each.name != each.head)


def alike(db: Database, resident: Resident) -> list[Resident]:
    """Other people who were born on the same day, are called the same, or live in the same house."""
    house = "(p.\"group\" = ? AND p.group_name = ? AND p.household = ? AND p.head = ? AND p.household || p.head <> '')"
    key = [resident.group, resident.group_name, resident.household, resident.head]
    where = f"p.id <> ? AND (p.birth = ? OR p.name = ? OR {house})"
    return list(_residents(db, where, [resident.id, resident.birth.isoformat(), resident.name, *key]))


def sounding_alike(db: Database, resident: Resident) -> list[Resident]:
    """Other people on the roster whose name is the same or is read the same, the same one first."""
    own = search.readings(resident.name, every=False)
    terms = [resident.name.replace('"', ""), *("".join(each) for each in own)]
    query = " OR ".join(f'"{each}"' for each in terms if each)
    which = f"p.place IN (SELECT rowid FROM search WHERE search MATCH ?) AND p.id <> ? AND p.id NOT IN {LEFT}"
    found = [each for each in _residents(db, which, [query, resident.id]) if _sounds(each.name, resident.name, own)]
    return sorted(found, key=lambda each: each.name != resident.name)


def _sounds(name: str, like: str, read: Sequence[tuple[str, ...]]) -> bool:
    return name == like or any(each in read for each in search.readings(name, every=False))


def at(db: Database, year: int, places: Sequence[int]) -> list[Listed]:
    """The people at these places of the table, in this order; ``paid`` is about ``year``."""
    return _listed(db, year, "JOIN json_each(?) c ON c.value = p.place", [json.dumps(places)], "ORDER BY c.key")


def identity_numbers(db: Database) -> dict[str, str]:
    """Everybody's identity number by their id: for a list that names many."""
    return dict(db.execute("SELECT id, id_number FROM people").fetchall())


def count(db: Database) -> int:
    """How many people are on the roster."""
    found: int = db.execute("SELECT count(*) FROM people").fetchone()[0]
    return found


def _listed(db: Database, year: int, which: str, values: Sequence[str | int], order: str) -> list[Listed]:
    rows = db.execute(
        f"SELECT {COLUMNS},"
        " EXISTS (SELECT 1 FROM receipts r WHERE r.person = p.id AND r.year = ?1 AND r.void_reason = ''"
        f" GROUP BY r.person HAVING {WHOLE})"
        " OR EXISTS (SELECT 1 FROM bookings b WHERE b.person = p.id AND b.year = ?1 AND b.back_reason = '')"
        " OR EXISTS (SELECT 1 FROM paid_elsewhere f WHERE f.id_number = p.id_number AND f.year = ?1),"
        " EXISTS (SELECT 1 FROM people o WHERE o.name = p.name AND o.id <> p.id),"
        f" p.id IN {LEFT}, {is_dead('p.id')}, {owes_nothing('p.id')}"
        f" FROM people p {which} {order}",
        [year, *values],
    )
    return [Listed(Resident(*row[:-5]), *map(bool, row[-5:])) for row in rows]


def _residents(db: Database, where: str, values: list[Any]) -> Iterator[Resident]:
    for row in db.execute(f"SELECT {COLUMNS} FROM people p WHERE {where} ORDER BY p.place", values):
        yield Resident(*row)


def _registered(db: Database, entry: Entry, fact: PersonRegistered, origin: Origin) -> None:
    if other_desk.is_twin(db, fact.person, fact.id_number):
        if origin.desk:  # this desk has the person already: the newer value of each field counts
            here = replace(entry, about=other_desk.known_as(db, fact.person))
            person_fields.correct(db, here, entry.body, origin.order, quietly=True)
        return
    _add(db, [(entry, fact)], origin.order)


def _registered_together(db: Database, run: Sequence[tuple[Entry, PersonRegistered]]) -> bool:
    """False if one of them may be somebody who is here already."""
    new = {key for _entry, fact in run for key in (fact.person, fact.id_number)}
    asked = "(SELECT value FROM json_each(?1))"
    here = f"SELECT 1 FROM people WHERE id IN {asked} OR id_number IN {asked}"
    if len(new) < 2 * len(run) or db.execute(here, [json.dumps(list(new))]).fetchone():
        return False
    _add(db, run, OWN.order)
    return True


_ADD = f"INSERT INTO people ({_COLUMNS}) VALUES ({', '.join('?' * (1 + _COLUMNS.count(',')))})"
_VALUES = attrgetter("person", *FIELDS)
_SEARCHED = attrgetter(*search.FIELDS)


def _add(db: Database, new: Sequence[tuple[Entry, PersonRegistered]], order: int) -> None:
    """Write people who are not here yet, and make them findable."""
    last: int = db.execute("SELECT coalesce(max(place), 0) FROM people").fetchone()[0]
    born = (identity.IdentityNumber(fact.id_number).birth.isoformat() for _entry, fact in new)
    rows = [
        [place, *_VALUES(fact), birth, entry.epoch, entry.seq, order]
        for place, birth, (entry, fact) in zip(count_from(last + 1), born, new, strict=False)
    ]
    db.executemany(_ADD, rows)
    search.add(db, ((place, _SEARCHED(fact)) for place, (_entry, fact) in enumerate(new, start=last + 1)))


def _corrected(db: Database, entry: Entry, fact: PersonCorrected, origin: Origin) -> None:
    person_fields.forget(db, fact.person, fact.instead_of)
    if origin.desk:
        person_fields.correct(db, entry, fact.changes, origin.order)
    else:
        changes = person_fields.usable(fact.changes)
        person_fields.set_fields(db, fact.person, changes)
        person_fields.note_own(db, entry, changes)


def _corrected_above(db: Database, entry: Entry, fact: CorrectedAbove, origin: Origin) -> None:
    above = replace(entry, about=other_desk.known_as(db, fact.person))
    person_fields.correct(db, above, fact.changes, fact.order)


def _looked_at(db: Database, entry: Entry, fact: ChangeLookedAt, origin: Origin) -> None:
    db.execute("DELETE FROM overruled WHERE person = ? AND field = ?", [fact.person, fact.field])


_CARDS = (
    RunCard(fact=PersonRegistered, apply=_registered, apply_run=_registered_together),
    DeskCard(fact=PersonCorrected, apply=_corrected),
    DeskCard(fact=CorrectedAbove, apply=_corrected_above),
    DeskCard(fact=ChangeLookedAt, apply=_looked_at),
)
SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up=LOOKED_UP,
    whose={"person": "SELECT id FROM people WHERE id = ?"},
    by_fact=("changed",),
    cards=_CARDS,
)
