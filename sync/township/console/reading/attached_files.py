"""The attachments of the villages: the list for one person, and one of them. Selects only."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, select

from sync.agreement.values import value
from sync.township.console.reading.residents import Person
from sync.township.store import tables

_named, _contents, _blocks = tables.attachments, tables.attachment_contents, tables.attachment_blocks


@value
class AttachedFile:
    """A standing attachment; ``here``: its content has come whole."""

    fact: str
    title: str
    media: str
    sha256: str
    bytes: int
    added_at: str
    here: bool


def of_person(db: Connection, person: Person) -> list[AttachedFile]:
    """The person's attachments, the latest first."""
    return list(_read(db, _of(person)))


def find(db: Connection, person: Person, fact: str) -> AttachedFile | None:
    """One attachment of the person."""
    return next(_read(db, _of(person) & (_named.c.fact == fact)), None)


def _of(person: Person) -> ColumnElement[bool]:
    return (_named.c.desk == person.desk) & (_named.c.person == person.person) & _named.c.removed.is_(False)


def _read(db: Connection, chosen: ColumnElement[bool]) -> Iterator[AttachedFile]:
    query = select(_named, _contents.c.sha256.is_not(None).label("here"))
    query = query.outerjoin(_contents, _contents.c.sha256 == _named.c.sha256).where(chosen)
    for row in db.execute(query.order_by(_named.c.added_at.desc(), _named.c.fact)):
        yield AttachedFile(*(getattr(row, name) for name in AttachedFile.__dataclass_fields__))
