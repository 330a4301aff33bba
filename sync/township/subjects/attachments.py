"""The township's table of attachments; their contents come apart (``intake/attachments.py``). SQL only, no rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from sync.agreement.books import Books
from sync.agreement.facts.attachments import Attachments, BookedAttachment
from sync.township.store import bulk
from sync.township.store.tables import attachment_blocks, attachment_contents, attachments, facts
from sync.township.subjects import people
from sync.township.subjects.sums import Sum, of_desks
from sync.township.subjects.touched import Touched


def load(db: Connection, books: Books, touched: Touched) -> None:
    """The attachments in these lines, and which of them were refused."""
    part, ids = books.part(Attachments), touched.ids["FactId"]
    for row in bulk.where(db, attachments, attachments.c.fact, ids, attachments.c.added_by.in_(touched.village)):
        part.known[row.fact][row.added_by] = _attachment(row)
    refused = (facts.c.verdict == "refused") & facts.c.desk.in_(touched.village)
    part.refused = {row.id for row in bulk.where(db, facts, facts.c.id, ids, refused)}


def save(db: Connection, books: Books) -> None:
    """Write the attachments that changed; delete the content of a removed one if no other attachment uses it."""
    part = books.part(Attachments)
    people.move(db, books, attachments)
    changed = [part.known[fact][desk] for desk, fact in sorted(part.changed)]
    bulk.upsert(db, attachments, [_row(each) for each in changed])
    drop_contents(db, {each.sha256 for each in changed if each.removed})


def sums(db: Connection, chosen: Sequence[str] | None) -> tuple[Sum, ...]:
    """The attachments that were removed again; those that stand, and their contents, are ``reports/status.py``'s."""
    removed = select(func.count()).where(attachments.c.removed.is_(True), of_desks(attachments.c.desk, chosen))
    return (Sum("removed_attachments", "删去的附件", db.execute(removed).scalar_one(), "个"),)


def drop_contents(db: Connection, removed: set[str]) -> None:
    """Delete contents that no attachment uses any more: they are people's data."""
    if not removed:
        return
    standing = attachments.c.sha256.in_(sorted(removed)) & attachments.c.removed.is_(False)
    unnamed = sorted(removed - set(db.execute(select(attachments.c.sha256).where(standing)).scalars()))
    for table in (attachment_contents, attachment_blocks):
        db.execute(delete(table).where(table.c.sha256.in_(unnamed)))


def _attachment(row: Row[Any]) -> BookedAttachment:
    return BookedAttachment(**{name: getattr(row, name) for name in BookedAttachment.__dataclass_fields__})


def _row(attachment: BookedAttachment) -> dict[str, Any]:
    row = {name: getattr(attachment, name) for name in BookedAttachment.__dataclass_fields__}
    return row | {"title": bulk.keepable(attachment.title)}
