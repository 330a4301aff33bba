"""Loads what a batch touches from the township's tables into Books, and saves what changed. SQL only, no rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Protocol, cast

import orjson
from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    Compiled,
    Connection,
    Dialect,
    Row,
    Table,
    Text,
    any_,
    bindparam,
    delete,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

from sync.agreement import facts, journal, protocol
from sync.township.intake.books import Attachment, Books, Contribution, Person
from sync.township.store import tables, villages
from sync.township.store.tables import aliases, attachment_blocks, attachment_contents, attachments, early, orders
from sync.wire.lines import Line


def load(db: Connection, desk: str, lines: Sequence[Line]) -> Books:
    """The books as far as these lines speak of them."""
    books, village, named = Books(desk), villages.known_desks(db, desk), _mentioned(lines)
    people, contributions, mentioned = tables.people, tables.contributions, named["person"]
    if len(village) > 1:
        _load_aliases(db, books, mentioned)
    mentioned |= set(books.aliases.values())
    _load_people(db, books, mentioned, village)
    _load_early(db, books, mentioned | named["receipt"] | named["added"])
    _load_aliases(db, books, set(books.early.awaited))
    for name in ("receipt", "attachment"):
        named[name] |= books.early.facts.keys()
    numbers = named["id_number"] | _numbers_early(books)
    payers = {line.entry.about for line in lines if line.entry and line.entry.kind == protocol.COLLECTED}
    numbers |= {
        each.id_number for each in books.people.values() if each.doubt or len(village) > 1 or each.person in payers
    }
    for row in _where(db, people, people.c.id_number, numbers, people.c.doubt == ""):
        books.bearers[row.id_number].add((row.desk, row.person))
    _load_elsewhere(db, books)
    twins = {person for number in numbers for _desk, person in books.neighbours(number)} - books.people.keys()
    _load_people(db, books, twins, village)
    here = contributions.c.desk.in_(village)
    for row in _where(db, contributions, contributions.c.receipt, named["receipt"], here):
        books.count(_contribution(row))
    counted = here & (contributions.c.state == "counted")
    for row in _where(db, contributions, contributions.c.person, mentioned | twins, counted):
        books.count(_contribution(row))
    for row in _where(db, attachments, attachments.c.fact, named["attachment"], attachments.c.added_by.in_(village)):
        books.attachments[row.fact][row.added_by] = _attachment(row)
    refused = (tables.facts.c.verdict == "refused") & tables.facts.c.desk.in_(village)
    books.refused_attachments = {
        row.id for row in _where(db, tables.facts, tables.facts.c.id, named["attachment"], refused)
    }
    return books


def _load_aliases(db: Connection, books: Books, people: set[str]) -> None:
    """Who of these is somebody whom the books have under another id."""
    mine = aliases.c.village == protocol.village_of(books.desk)
    books.aliases |= {row.person: row.same_as for row in _where(db, aliases, aliases.c.person, people, mine)}


def _load_early(db: Connection, books: Books, spoken_of: set[str]) -> None:
    """The facts that wait for what these lines may bring, or of whom they speak, in the order in which they came."""
    rows = tables.facts.c
    here = early.c.village == protocol.village_of(books.desk)
    names = db.execute(select(early.c.awaits, rows.about).join(tables.facts).where(here))
    if spoken_of.isdisjoint(each for row in names for each in row):
        return
    columns = (rows.desk, rows.id, rows.kind, rows.about, rows.body)
    query = select(early.c.awaits, *columns).join(tables.facts).where(here)
    for row in db.execute(query.join(orders, orders.c.what == rows.batch).order_by(orders.c.number, rows.seq)):
        if row.awaits in spoken_of or row.about in spoken_of:
            books.early.know(row.awaits, (row.desk, row.id), facts.read(row.kind, row.about, json.loads(row.body)))


def _numbers_early(books: Books) -> set[str]:
    """The identity numbers that corrections bring which wait for a registration."""
    corrections = [each for awaited in books.early.facts for each in books.early.of(awaited)]
    return {str(each.changes["id_number"]) for each in corrections if "id_number" in getattr(each, "changes", {})}


def _load_elsewhere(db: Connection, books: Books) -> None:
    """What the bearers of these numbers have paid in other villages."""
    rows, mine = tables.contributions.c, protocol.village_of(books.desk)
    bearers = ((number, *who) for number, several in books.bearers.items() for who in several)
    others = {(desk, person): number for number, desk, person in bearers if protocol.village_of(desk) != mine}
    people, desks = {person for _desk, person in others}, {desk for desk, _person in others}
    # the desks are named for the index: without them every payment of the county would be looked at
    paid = (rows.state == "counted") & rows.desk.in_(sorted(desks))
    for row in _where(db, tables.contributions, rows.person, people, paid):
        number = others.get((row.desk, row.person))
        if number is not None:
            books.elsewhere.add((number, row.year))


def _load_people(db: Connection, books: Books, ids: set[str], village: Sequence[str]) -> None:
    for row in _where(db, tables.people, tables.people.c.person, ids, tables.people.c.desk.in_(village)):
        books.know(Person(row.desk, row.person, json.loads(row.fields), row.doubt))


def save(db: Connection, books: Books) -> None:
    """Write the people, who is the same as whom, the contributions and the attachments that changed, and what waits."""
    _move(db, books)
    upsert(db, tables.people, [_person_row(books.people[person]) for person in sorted(books.changed_people)])
    village = protocol.village_of(books.desk)
    new = [{"village": village, "person": each, "same_as": whom} for each, whom in sorted(books.new_aliases.items())]
    upsert(db, aliases, new)
    contributions = [
        {name: getattr(books.contributions[receipt], name) for name in Contribution.__dataclass_fields__}
        for receipt in sorted(books.changed_receipts)
    ]
    upsert(db, tables.contributions, contributions)
    changed = [books.attachments[fact][desk] for desk, fact in sorted(books.changed_attachments)]
    upsert(db, attachments, [_attachment_row(each) for each in changed])
    _drop_contents(db, {each.sha256 for each in changed if each.removed})
    _save_early(db, books, village)


def _save_early(db: Connection, books: Books, village: str) -> None:
    settled: dict[str, list[str]] = {}
    for desk, fact in sorted(books.early.settled):
        settled.setdefault(desk, []).append(fact)
    for desk, found in settled.items():
        db.execute(delete(early).where(early.c.desk == desk, _among(db, early.c.fact, found)))
    waits = [
        {"desk": desk, "fact": fact, "village": village, "awaits": what}
        for (desk, fact), what in books.early.new.items()
    ]
    insert_new(db, early, waits)


def _move(db: Connection, books: Books) -> None:
    """What came of people before they were registered, to where they stand now."""
    for whence in villages.known_desks(db, books.desk) if books.moved else ():
        moved = [
            {"came": person, "to": desk, "now": same_as}
            for person, (desk, same_as) in books.moved.items()
            if (whence, person) != (desk, same_as)
        ]
        for table in (tables.contributions, attachments) if moved else ():
            his = update(table).where(table.c.desk == whence, table.c.person == bindparam("came"))
            db.execute(his.values(desk=bindparam("to"), person=bindparam("now")), moved)


def known_facts(db: Connection, desk: str, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """The facts of this desk among these ids that came before."""
    return {row.id: row for row in _where(db, tables.facts, tables.facts.c.id, set(ids), tables.facts.c.desk == desk)}


def insert_facts(db: Connection, rows: Sequence[dict[str, Any]]) -> int:
    """Insert facts, each id of a desk once; returns how many were new."""
    return insert_new(db, tables.facts, rows)


def insert_new(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> int:
    """Insert the rows whose keys are not there yet, whoever brought them meanwhile; returns how many were new."""
    return _each(db, _inserting(db.dialect, table), rows) if rows else 0


def upsert(db: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows, or change those whose primary key is there."""
    if rows:
        _each(db, _upserting(db.dialect, table), rows)


@lru_cache
def _inserting(dialect: Dialect, table: Table) -> Compiled:
    return _insert(dialect, table).on_conflict_do_nothing().compile(dialect=dialect)


@lru_cache
def _upserting(dialect: Dialect, table: Table) -> Compiled:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    others = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=others).compile(dialect=dialect)


def _insert(dialect: Dialect, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect.name == "sqlite" else postgresql.insert(table)


def _each(db: Connection, statement: Compiled, rows: Sequence[dict[str, Any]]) -> int:
    """Run the statement for each row by the driver's own executemany; returns how many rows it wrote.

    A batch has thousands of rows, and SQLAlchemy would look into each. SQLite's driver takes them by place.
    """
    places = cast(SQLCompiler, statement).positiontup
    values = list(map(itemgetter(*places), rows)) if places else list(rows)
    return db.exec_driver_sql(str(statement), values).rowcount


def _where(db: Connection, table: Table, column: Column[str], values: set[str], also: Any) -> Iterator[Row[Any]]:
    if values:
        yield from db.execute(select(table).where(_among(db, column, sorted(values)), also))


def _among(db: Connection, column: Column[str], values: list[str]) -> ColumnElement[bool]:
    """Whether the column is one of these, however many: they are one parameter."""
    if db.dialect.name == "sqlite":
        return column.in_(select(func.json_each(orjson.dumps(values).decode()).table_valued("value").c.value))
    return column == any_(literal(values, ARRAY(Text)))


def _mentioned(lines: Iterable[Line]) -> dict[str, set[str]]:
    """What leads to the books, by its name in bodies and in corrections' changes, if the books could hold it."""
    found: dict[str, set[str]] = {name: set() for name in ("person", "id_number", "receipt", "attachment")}
    added = {line.entry.id for line in lines if line.entry and line.entry.kind == facts.AttachmentAdded.KIND}
    for entry in (line.entry for line in lines if line.entry):
        found["person"].add(entry.about)
        changes = entry.body.get("changes")
        for holder in (entry.body, changes) if isinstance(changes, dict) else (entry.body,):
            for name in found.keys() & holder.keys():
                if isinstance(holder[name], str) and "\0" not in holder[name]:
                    found[name].add(holder[name])
    return found | {"added": added}


def keepable(text: str) -> str:
    """Without the zero character, which PostgreSQL cannot keep; the body and the package still have it."""
    return text.replace("\0", "\ufffd")


def _person_row(person: Person) -> dict[str, Any]:
    return {
        "desk": person.desk,
        "person": person.person,
        "name": keepable(person.fields["name"]),
        "id_number": keepable(person.id_number[:64]),
        "fields": journal.spelled(person.fields).decode(),
        "doubt": person.doubt,
    }


def _attachment(row: Row[Any]) -> Attachment:
    return Attachment(**{name: getattr(row, name) for name in Attachment.__dataclass_fields__})


def _attachment_row(attachment: Attachment) -> dict[str, Any]:
    row = {name: getattr(attachment, name) for name in Attachment.__dataclass_fields__}
    return row | {"title": keepable(attachment.title)}


def _drop_contents(db: Connection, removed: set[str]) -> None:
    """A content that no attachment names any more is not kept: it is people's data."""
    if not removed:
        return
    standing = attachments.c.sha256.in_(sorted(removed)) & attachments.c.removed.is_(False)
    unnamed = sorted(removed - set(db.execute(select(attachments.c.sha256).where(standing)).scalars()))
    for table in (attachment_contents, attachment_blocks):
        db.execute(delete(table).where(table.c.sha256.in_(unnamed)))


def _contribution(row: Row[Any]) -> Contribution:
    return Contribution(**{name: getattr(row, name) for name in Contribution.__dataclass_fields__})


class Verdict(Protocol):
    """What was found of a line."""

    @property
    def verdict(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def field(self) -> str: ...


def fact_row(line: Line, desk: str, batch: str, verdict: Verdict, digest: str) -> dict[str, Any]:
    """The row of a readable line with its verdict."""
    entry = line.entry
    if entry is None:
        raise ValueError("an unreadable line is no fact")
    return {
        "id": entry.id,
        "desk": desk,
        "epoch": entry.epoch,
        "seq": entry.seq,
        "batch": batch,
        "at": entry.at,
        "by": keepable(entry.by),
        "kind": entry.kind,
        "about": entry.about,
        "body": line.body.decode(),
        "digest": digest,
        "verdict": verdict.verdict,
        "code": verdict.code,
        "field": keepable(verdict.field),
    }
