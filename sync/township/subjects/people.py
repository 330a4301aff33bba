"""The township's tables of people: who is known, and who is the same person under two ids. SQL only, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, bindparam, func, select, update

from sync.agreement import journal
from sync.agreement.books import Books
from sync.agreement.desks import village_of
from sync.agreement.facts.people import People, Person
from sync.township.store import bulk, desks_of_villages
from sync.township.store.tables import aliases, people
from sync.township.subjects import waiting
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The people in these lines, the facts that wait for them, and other bearers of their identity numbers."""
    part, several = books.part(People), len(touched.village) > 1
    if several:
        _load_aliases(db, books, touched.people)
    touched.people.update(books.aliases.values())
    _load_people(db, part, touched.people, touched)
    waiting.load(db, books, touched)
    _load_aliases(db, books, set(books.early.about))
    asked = (each for each in part.known.values() if each.doubt or several or each.person in touched.payers)
    touched.numbers.update(each.id_number for each in asked)
    for row in bulk.where(db, people, people.c.id_number, touched.numbers, people.c.doubt == ""):
        part.bearers[row.id_number].add((row.desk, row.person))
    bearers = {person for number in touched.numbers for _desk, person in part.neighbours(number, books.desk)}
    _load_people(db, part, bearers - part.known.keys(), touched)
    touched.people.update(bearers)


def _load_aliases(db: Connection, books: Books, ids: set[str]) -> None:
    """Who of these is somebody whom the books have under another id."""
    mine = aliases.c.village == village_of(books.desk)
    books.aliases |= {row.person: row.same_as for row in bulk.where(db, aliases, aliases.c.person, ids, mine)}


def _load_people(db: Connection, part: People, ids: set[str], touched: Touched) -> None:
    for row in bulk.where(db, people, people.c.person, ids, people.c.desk.in_(touched.village)):
        part.know(Person(row.desk, row.person, orjson.loads(row.fields), row.doubt))


def save(db: Connection, books: Books) -> None:
    """Write the people who changed, and who is the same as whom."""
    part, village = books.part(People), village_of(books.desk)
    bulk.upsert(db, people, [_row(part.known[person]) for person in sorted(part.changed)])
    new = [{"village": village, "person": each, "same_as": whom} for each, whom in sorted(part.new_aliases.items())]
    bulk.upsert(db, aliases, new)


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """The people whose registration was refused and is not yet corrected."""
    doubted = select(func.count()).where(people.c.doubt != "", of_desks(people.c.desk, chosen))
    return (Sum("people_in_doubt", "登记待更正", db.execute(doubted).scalar_one(), "人"),)


def move(db: Connection, books: Books, table: Table) -> None:
    """Move rows that came before their person was registered to the person's place now."""
    people_moved = books.part(People).moved
    for other in desks_of_villages.known_desks(db, books.desk) if people_moved else ():
        moved = [
            {"came": person, "to": desk, "now": same_as}
            for person, (desk, same_as) in people_moved.items()
            if (other, person) != (desk, same_as)
        ]
        if moved:
            moving = update(table).where(table.c.desk == other, table.c.person == bindparam("came"))
            db.execute(moving.values(desk=bindparam("to"), person=bindparam("now")), moved)


def _row(person: Person) -> dict[str, Any]:
    return {
        "desk": person.desk,
        "person": person.person,
        "name": bulk.keepable(person.fields["name"]),
        "id_number": bulk.keepable(person.id_number[:64]),
        "fields": journal.spelled(person.fields).decode(),
        "doubt": person.doubt,
    }
