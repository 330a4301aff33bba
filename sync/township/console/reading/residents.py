"""People by search, and one person with money and history. Selects only; pages mask the numbers."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from sync.agreement import identity, protocol
from sync.agreement.fact import body as body_of
from sync.agreement.facts.payouts import PayoutListPart, line_alone
from sync.agreement.values import value
from sync.township.console.reading import waiting
from sync.township.console.reading.waiting import BookedFact
from sync.township.store.tables import HAS_LEFT, IS_PAYOUT_LIST, aliases, batches, contributions, facts, people

_TAIL = re.compile(r"[0-9]{3}[0-9X]")


@value
class Person:
    """A person as one desk registered and corrected them. ``doubt``: why the registration was refused, as a code.

    ``left``: the village struck them off.
    """

    desk: str
    person: str
    name: str
    id_number: str
    fields: Mapping[str, Any]
    doubt: str
    left: bool = False


@value
class Named:
    """Where a person stands in the books, and the name."""

    desk: str
    person: str
    name: str


@value
class ReceiptLine:
    """A receipt with its money in fen, or a year that others pay whole. ``state``: counted | void | refused."""

    receipt: str
    fact: str
    year: int
    tier_fen: int
    amount_fen: int
    government_fen: int
    collected_at: str
    state: str

    @property
    def is_receipt(self) -> bool:
        """Whether a paper was given out; else the year was booked without cash."""
        return self.receipt != self.fact


@value
class Event:
    """A fact about the person and the township's verdict on it."""

    line: BookedFact
    verdict: str


def plain(sought: str) -> str:
    """The typed text without blanks, in half width, an x at the end as X."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", sought))
    return text.upper() if text[:3].isdigit() else text


def shown(sought: str) -> str:
    """The search words, as the page may show them again: a whole number is masked."""
    return identity.mask(plain(sought)) if identity.SHAPE.fullmatch(plain(sought)) else sought


def search(db: Connection, sought: str, skip: int = 0, most: int = 50) -> tuple[list[Person], int]:
    """The people found by a name or a part of it, a whole identity number or its last four; and how many there are."""
    chosen = _meant(plain(sought))
    total: int = db.execute(select(func.count()).select_from(people).where(chosen)).scalar_one()
    order = (people.c.name, people.c.desk, people.c.person)
    return [_person(row) for row in db.execute(_PEOPLE.where(chosen).order_by(*order).offset(skip).limit(most))], total


def find(db: Connection, desk: str, person: str) -> Person | None:
    """The person of a desk."""
    row = db.execute(_PEOPLE.where(people.c.desk == desk, people.c.person == person)).first()
    return _person(row) if row else None


def named(db: Connection, desk: str, ids: Collection[str]) -> dict[str, Named]:
    """The people behind these ids of a desk's facts, under whichever PC of the village registered them first."""
    found: dict[str, Named] = {}
    wanted, village = sorted(ids), protocol.village_of(desk)
    for start in range(0, len(wanted), 500):
        portion = wanted[start : start + 500]
        twins = select(aliases).where(aliases.c.village == village, aliases.c.person.in_(portion))
        known_as = {each: each for each in portion} | {row.person: row.same_as for row in db.execute(twins)}
        inside = people.c.desk.in_(protocol.desks_of(village)) & people.c.person.in_(set(known_as.values()))
        rows = db.execute(select(people.c.desk, people.c.person, people.c.name).where(inside))
        called = {row.person: Named(*row) for row in rows}
        found |= {each: called[person] for each, person in known_as.items() if person in called}
    return found


def elsewhere(db: Connection, person: Person) -> list[Person]:
    """Everybody else who stands in the books with the same identity number."""
    same = people.c.id_number == person.id_number
    rows = db.execute(_PEOPLE.where(same).order_by(people.c.desk))
    return [_person(row) for row in rows if (row.desk, row.person) != (person.desk, person.person)]


def money(db: Connection, person: Person) -> list[ReceiptLine]:
    """The person's receipts, the latest year first."""
    own = (contributions.c.desk == person.desk) & (contributions.c.person == person.person)
    rows = db.execute(
        select(contributions).where(own).order_by(contributions.c.year.desc(), contributions.c.collected_at.desc())
    )
    return [ReceiptLine(**{name: getattr(row, name) for name in ReceiptLine.__dataclass_fields__}) for row in rows]


def history(db: Connection, person: Person, most: int = 200) -> list[Event]:
    """The facts about the person and the payout lists with the person's line, latest first.

    Of every desk of the village, by any id the person has on a desk. A list stands there as that line alone.
    """
    village = protocol.village_of(person.desk)
    other_ids = select(aliases.c.person).where(aliases.c.village == village, aliases.c.same_as == person.person)
    about = (facts.c.about == person.person) | facts.c.about.in_(other_ids)
    own = [Event(waiting.line(row), row.verdict) for row in _latest(db, village, about, most)]
    ids = {person.person, *db.execute(other_ids).scalars()}
    every = [*own, *_listed(db, village, ids, most)]
    return sorted(every, key=lambda each: each.line.place, reverse=True)[:most]


def _latest(db: Connection, village: str, which: ColumnElement[bool], most: int) -> Sequence[Row[Any]]:
    return db.execute(
        select(facts, batches.c.received_at)
        .join(batches, batches.c.id == facts.c.batch)
        .where(facts.c.desk.in_(protocol.desks_of(village)), which)
        .order_by(batches.c.received_at.desc(), facts.c.seq.desc())
        .limit(most)
    ).fetchall()


def _listed(db: Connection, village: str, ids: Collection[str], most: int) -> Iterator[Event]:
    """Each line of a payout list that names one of these ids, as a fact of its own."""
    named = or_(*(facts.c.body.contains(f'"person":{json.dumps(each)}', autoescape=True) for each in sorted(ids)))
    for row in _latest(db, village, IS_PAYOUT_LIST & named, most):
        booked = waiting.line(row)
        part = booked.fact()
        if isinstance(part, PayoutListPart):
            for alone in (line_alone(part, each) for each in part.lines if each.person in ids):
                line = replace(booked, kind=alone.KIND, about=alone.person, body=body_of(alone))
                yield Event(line, row.verdict)


def _meant(text: str) -> ColumnElement[bool]:
    if identity.SHAPE.fullmatch(text):
        return people.c.id_number == text
    if _TAIL.fullmatch(text):
        return people.c.id_number.endswith(text)
    return people.c.name.contains(text, autoescape=True)


def _person(row: Row[Any]) -> Person:
    return Person(row.desk, row.person, row.name, row.id_number, json.loads(row.fields), row.doubt, bool(row.has_left))


_PEOPLE = select(people, HAS_LEFT.label("has_left"))
