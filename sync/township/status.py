"""What the township's books hold, counted: desks, facts, people, money by year. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from sync.township import attachment_tables
from sync.township.store import Store
from sync.township.tables import batches, chains, contributions, desks, facts, people


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """One desk: when it was last heard (ISO 8601), its last answered batch in its newest epoch, batches held."""

    desk: str
    last_heard: str
    epoch: str
    last_batch: int
    batches: int
    held: int
    people: int


@dataclass(frozen=True, slots=True)
class YearMoney:
    """Collected cash of a contribution year in fen: all that was taken, what was voided of it, and the difference."""

    collected_fen: int
    voided_fen: int
    net_fen: int


@dataclass(frozen=True, slots=True)
class AttachmentsStatus:
    """Attachments that are named, the contents that are here, and their bytes: one content may be named twice."""

    named: int
    here: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Status:
    """The whole. ``facts`` and ``people`` count what was accepted."""

    desks: tuple[DeskStatus, ...]
    facts: int
    refused: int
    people: int
    money: dict[str, YearMoney]
    attachments: AttachmentsStatus


def read(store: Store) -> Status:
    """Count, in one consistent view."""
    store.ensure(*attachment_tables.ALL)
    with store.reading() as db:
        accepted = func.sum(case((facts.c.verdict == "accepted", 1), else_=0))
        total, good = db.execute(select(func.count(), func.coalesce(accepted, 0)).select_from(facts)).one()
        standing = db.execute(select(func.count()).select_from(people).where(people.c.doubt == "")).scalar_one()
        return Status(_desks(db), good, total - good, standing, _money(db), _attachments(db))


def _desks(db: Connection) -> tuple[DeskStatus, ...]:
    found = []
    for row in db.execute(select(desks).order_by(desks.c.desk)):
        own = batches.c.desk == row.desk
        newest = db.execute(
            select(chains.c.epoch, chains.c.number)
            .join(batches, batches.c.id == chains.c.batch)
            .where(chains.c.desk == row.desk)
            .order_by(batches.c.received_at.desc())
        ).first() or ("", 0)
        held = db.execute(select(func.count()).select_from(batches).where(own, batches.c.answer.is_(None))).scalar_one()
        known = select(func.count()).select_from(people).where(people.c.desk == row.desk, people.c.doubt == "")
        count = db.execute(known).scalar_one()
        found.append(DeskStatus(row.desk, row.heard_at, newest[0], newest[1], row.position, held, count))
    return tuple(found)


def _money(db: Connection) -> dict[str, YearMoney]:
    voided = func.sum(case((contributions.c.state == "void", contributions.c.amount_fen), else_=0))
    rows = db.execute(
        select(contributions.c.year, func.sum(contributions.c.amount_fen), voided)
        .where(contributions.c.state != "refused")
        .group_by(contributions.c.year)
        .order_by(contributions.c.year)
    )
    return {str(year): YearMoney(int(all_), int(void), int(all_ - void)) for year, all_, void in rows}


def _attachments(db: Connection) -> AttachmentsStatus:
    attachments, contents, _blocks = attachment_tables.ALL
    named = select(func.count()).select_from(attachments).where(attachments.c.removed.is_(False))
    here = select(func.count(), func.coalesce(func.sum(contents.c.bytes), 0)).select_from(contents)
    return AttachmentsStatus(db.execute(named).scalar_one(), *map(int, db.execute(here).one()))
