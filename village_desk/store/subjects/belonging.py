"""Special groups and kin: who belongs to which group and since when, who is whose child, which lists were taken."""

import json
from collections.abc import Sequence
from datetime import datetime

from sync.agreement import facts, journal
from sync.agreement.facts import (
    BelongingStruck,
    MembershipDenied,
    MembershipEnded,
    MembershipNoted,
    MembersListed,
    RelationNoted,
)
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

OfBelonging = MembershipNoted | MembershipEnded | MembershipDenied | RelationNoted

SCHEMA = """
CREATE TABLE belonging (
    fact TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES people (id),
    other TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    at TEXT NOT NULL,
    struck TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE member_lists (
    fact TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX belonging_person ON belonging (person);
CREATE INDEX belonging_other ON belonging (other) WHERE other <> '';
"""
_HERE = "coalesce((SELECT s.person FROM same_people s WHERE s.theirs = other), other)"
"""The id that the other person of a relation has here, whom another desk may call by another."""


@value
class Belongs:
    """What stands of a person's groups and kin: the id of its fact, when it was noted, and the fact."""

    id: str
    at: datetime
    fact: OfBelonging


@value
class ListTaken:
    """A full list of a group's members that was taken."""

    at: datetime
    fact: MembersListed


def of_people(db: Database, people: Sequence[str] | None = None) -> dict[str, list[Belongs]]:
    """What stands of these people, or of everybody of whom anything stands, earliest first; in one query."""
    where = "" if people is None else f"AND person IN ({', '.join('?' for _each in people)})"
    return _read(db, where, people or [])


def pointing_at(db: Database, person: str) -> list[tuple[str, Belongs]]:
    """The relations in which somebody is the other, each with the id of whose relation it is."""
    twins = "SELECT theirs FROM same_people WHERE person = ?1"
    found = _read(db, f"AND other IN (SELECT ?1 UNION ALL {twins})", [person])
    return [(whose, each) for whose, some in found.items() for each in some]


def lists(db: Database) -> list[ListTaken]:
    """The lists of members that were taken, earliest first."""
    rows = db.execute("SELECT body, at FROM member_lists ORDER BY at, rowid")
    return [ListTaken(datetime.fromisoformat(at), _listed(body)) for body, at in rows]


def _listed(body: str) -> MembersListed:
    found = json.loads(body)
    fact = facts.read(MembersListed.KIND, found.pop("file"), found)
    assert isinstance(fact, MembersListed)
    return fact


def _read(db: Database, where: str, values: Sequence[str]) -> dict[str, list[Belongs]]:
    found: dict[str, list[Belongs]] = {}
    query = f"SELECT fact, at, kind, person, body, {_HERE} FROM belonging WHERE struck = '' {where} ORDER BY at, rowid"
    for fact_id, at, kind, person, body, other in db.execute(query, values):
        content = json.loads(body) | ({"other": other} if other else {})
        fact = facts.read(kind, person, content)
        assert isinstance(fact, OfBelonging)
        found.setdefault(person, []).append(Belongs(fact_id, datetime.fromisoformat(at), fact))
    return found


def _add(db: Database, entry: Entry, fact: OfBelonging, origin: Origin) -> None:
    body = journal.canonical(dict(entry.body)).decode()
    other = fact.other if isinstance(fact, RelationNoted) else ""
    values = [entry.id, fact.person, other, fact.KIND, body, entry.at]
    db.execute("INSERT INTO belonging (fact, person, other, kind, body, at) VALUES (?, ?, ?, ?, ?, ?)", values)


def _take_list(db: Database, entry: Entry, fact: MembersListed, origin: Origin) -> None:
    body = journal.canonical({**entry.body, "file": fact.file}).decode()
    db.execute("INSERT INTO member_lists (fact, body, at) VALUES (?, ?, ?)", [entry.id, body, entry.at])


def _struck(db: Database, entry: Entry, fact: BelongingStruck, origin: Origin) -> None:
    db.execute("UPDATE belonging SET struck = ? WHERE fact = ?", [fact.reason, fact.noted])


_CARDS = (
    DeskCard(fact=MembershipNoted, apply=_add),
    DeskCard(fact=MembershipEnded, apply=_add),
    DeskCard(fact=MembershipDenied, apply=_add),
    DeskCard(fact=RelationNoted, apply=_add),
    DeskCard(fact=MembersListed, apply=_take_list),
    DeskCard(fact=BelongingStruck, apply=_struck),
)
SUBJECT = DeskSubject(schema=SCHEMA, looked_up=LOOKED_UP, whose={}, by_fact=("belonging", "member_lists"), cards=_CARDS)
