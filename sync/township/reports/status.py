"""The township's books in figures: desks, facts, people, money by year. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, case, func, select, true

from sync.agreement.values import value
from sync.township import subjects
from sync.township.reports import holes
from sync.township.reports.holes import Hole
from sync.township.store.database import Store
from sync.township.store.tables import (
    HAS_LEFT,
    KEPT,
    attachment_contents,
    attachments,
    batches,
    chains,
    contributions,
    desks,
    early,
    facts,
    people,
)
from sync.township.subjects.sums import Sum, of_desks


@value
class DeskStatus:
    """One desk: its last contact (ISO 8601), its last answered batch in its newest epoch, batches held."""

    desk: str
    last_heard: str
    epoch: str
    last_batch: int
    batches: int
    held: int
    people: int


@value
class YearMoney:
    """Collected cash of a contribution year in fen: all cash taken, the voided part, and the difference."""

    collected_fen: int
    voided_fen: int
    net_fen: int


@value
class AttachmentsStatus:
    """The number of attachments, of their different contents, of the contents here, and their bytes."""

    named: int
    contents: int
    here: int
    bytes: int


@value
class Status:
    """All figures. ``facts`` and ``people`` count accepted ones; ``early``: accepted facts that still wait.

    People who were struck off are counted in ``sums`` alone.

    ``kept`` facts are of a kind that this program does not know yet; they count once it knows the kind.

    ``sums``: what each subject counts besides.

    ``holes``: receipts that never came although later ones did; only ``read`` looks for them.
    """

    desks: tuple[DeskStatus, ...]
    facts: int
    refused: int
    kept: int
    people: int
    money: dict[str, YearMoney]
    attachments: AttachmentsStatus
    sums: tuple[Sum, ...]
    early: int = 0
    holes: tuple[Hole, ...] = ()


def read(store: Store) -> Status:
    """Count, in one consistent view."""
    with store.reading() as db:
        return replace(count(db, None), holes=tuple(holes.find(db, None)))


def count(db: Connection, chosen: Sequence[str] | None) -> Status:
    """Count the facts of the chosen desks; of all desks for None."""
    accepted = func.sum(case((facts.c.verdict == "accepted", 1), else_=0))
    counted = select(func.count(), func.coalesce(accepted, 0)).where(of_desks(facts.c.desk, chosen))
    total, good = db.execute(counted).one()
    kept = db.execute(select(func.count()).where(KEPT, of_desks(facts.c.desk, chosen))).scalar_one()
    standing = select(func.count()).where(people.c.doubt == "", ~HAS_LEFT, of_desks(people.c.desk, chosen))
    known = db.execute(standing).scalar_one()
    waits = select(func.count()).select_from(early.join(facts)).where(of_desks(facts.c.desk, chosen))
    waiting = db.execute(waits).scalar_one()
    return Status(
        desks=_desks(db, chosen),
        facts=good,
        refused=total - good - kept,
        kept=kept,
        people=known,
        money=_money(db, chosen),
        attachments=_attachments(db, chosen),
        sums=subjects.sums(db, chosen),
        early=waiting,
    )


def _desks(db: Connection, chosen: Sequence[str] | None) -> tuple[DeskStatus, ...]:
    found = []
    for row in db.execute(select(desks).where(of_desks(desks.c.desk, chosen)).order_by(desks.c.desk)):
        own = batches.c.desk == row.desk
        newest = db.execute(
            select(chains.c.epoch, chains.c.number)
            .join(batches, batches.c.id == chains.c.batch)
            .where(chains.c.desk == row.desk)
            .order_by(batches.c.received_at.desc())
        ).first() or ("", 0)
        held = db.execute(select(func.count()).select_from(batches).where(own, batches.c.answer.is_(None))).scalar_one()
        known = (
            select(func.count()).select_from(people).where(people.c.desk == row.desk, people.c.doubt == "", ~HAS_LEFT)
        )
        count = db.execute(known).scalar_one()
        found.append(DeskStatus(row.desk, row.heard_at, newest[0], newest[1], row.position, held, count))
    return tuple(found)


def _money(db: Connection, chosen: Sequence[str] | None) -> dict[str, YearMoney]:
    voided = func.sum(case((contributions.c.state == "void", contributions.c.amount_fen), else_=0))
    rows = db.execute(
        select(contributions.c.year, func.sum(contributions.c.amount_fen), voided)
        .where(contributions.c.state != "refused", of_desks(contributions.c.desk, chosen))
        .group_by(contributions.c.year)
        .order_by(contributions.c.year)
    )
    return {str(year): YearMoney(int(all_), int(void), int(all_ - void)) for year, all_, void in rows}


def _attachments(db: Connection, chosen: Sequence[str] | None) -> AttachmentsStatus:
    standing = attachments.c.removed.is_(False) & of_desks(attachments.c.desk, chosen)
    named = select(func.count(), func.count(attachments.c.sha256.distinct())).select_from(attachments).where(standing)
    mine = true() if chosen is None else attachment_contents.c.sha256.in_(select(attachments.c.sha256).where(standing))
    here = (
        select(func.count(), func.coalesce(func.sum(attachment_contents.c.bytes), 0))
        .select_from(attachment_contents)
        .where(mine)
    )
    return AttachmentsStatus(*db.execute(named).one(), *map(int, db.execute(here).one()))
