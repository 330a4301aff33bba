"""One desk's chain of messages: puts a fact at its end, inside the caller's transaction. No rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.agreement import facts
from sync.agreement.down_checks import NotSent
from sync.agreement.fact import Fact
from sync.agreement.sent import (
    DeskTold,
    DuplicateDecided,
    FormSent,
    KeyNext,
    NumbersGiven,
    PaidListSent,
    PayoutListSent,
    PolicySent,
)
from sync.township.keys import which_key
from sync.township.store import bulk, tables
from sync.wire import down
from sync.wire.down import Down
from sync.wire.keys import DeskKey

_heads, _messages = tables.down_heads, tables.down_messages


def append(db: Connection, key: DeskKey, desk: str, fact: Fact, now: datetime) -> int:
    """Sign the fact as the desk's next message; returns its number. Raises NotSent ``too-long``, ``sent-before``."""
    at = now.isoformat(timespec="seconds")
    head = _locked(db, desk, at)
    message = Down(desk, head.number + 1, head.id, at, fact.KIND, facts.about(fact), facts.body(fact))
    try:
        written = down.write(which_key.to(db, key, desk), message)
    except ValueError as reason:
        raise NotSent("too-long") from reason
    row = {"desk": desk, "number": message.number, "id": written.place.id, "sent": _sent(desk, fact), "at": at}
    kept = row | {"kind": fact.KIND, "title": title(fact), "bytes": written.bytes}
    if not bulk.insert_new(db, _messages, [kept]):
        raise NotSent("sent-before")
    db.execute(update(_heads).where(_heads.c.desk == desk).values(number=written.place.number, id=written.place.id))
    return message.number


def append_new(db: Connection, key: DeskKey, desk: str, fact: Fact, now: datetime) -> None:
    """As ``append``, unless the desk was sent the fact before."""
    there = select(_messages.c.number).where(_messages.c.sent == _sent(desk, fact))
    if db.execute(there).scalar() is None:
        append(db, key, desk, fact, now)


def renew(db: Connection, key: DeskKey, desk: str, number: int) -> None:
    """Re-sign the desk's whole message chain if message ``number`` was signed with a key that this desk cannot know.

    The message ids change, so the desk must fetch the chain from the start.
    """
    if not which_key.changed(key):
        return
    mine = (_messages.c.desk == desk) & (_messages.c.number == number)
    data = db.execute(select(_messages.c.bytes).where(mine)).scalar()
    if data is not None and down.read(data, None, desk).signer not in which_key.known_to(db, key, desk):
        _sign_anew(db, which_key.to(db, key, desk), desk)


def foreign(db: Connection, key: DeskKey, desk: str, most: int | None = None) -> list[int]:
    """The numbers of unconfirmed messages that the desk cannot believe, because a key not ours signed them.

    ``most``: how many to look at. The first is the one that the desk is stuck at, if it ever asked for it.
    """
    mine = (_heads.c.desk == desk) & (_messages.c.desk == desk) & (_messages.c.number > _heads.c.seen)
    query = select(_messages.c.number, _messages.c.bytes).where(mine).order_by(_messages.c.number).limit(most)
    ours = which_key.ever(key)
    return [number for number, data in db.execute(query) if down.read(data, None, desk).signer not in ours]


def with_foreign(db: Connection, key: DeskKey, most: int | None = None) -> dict[str, list[int]]:
    """The desks for which ``foreign`` finds messages, with their numbers; ``most`` 1: only desks stuck at one now."""
    unseen = select(_heads.c.desk).where(_heads.c.seen < _heads.c.number).order_by(_heads.c.desk)
    desks = db.execute(unseen).scalars().all()
    return {desk: found for desk in desks if (found := foreign(db, key, desk, most))}


def mend(db: Connection, key: DeskKey, desk: str) -> int:
    """Sign again, with our key, the messages that another key signed, and all that follow; returns how many.

    Messages that the desk has already stay unchanged. Call inside Store.writing().
    """
    wrong = foreign(db, key, desk)
    if wrong:
        _sign_anew(db, which_key.to(db, key, desk), desk, wrong[0])
    return len(wrong)


def _sign_anew(db: Connection, key: DeskKey, desk: str, first: int = 1) -> None:
    mine, numbers = _messages.c.desk == desk, _messages.c.number
    prev = db.execute(select(_messages.c.id).where(mine, numbers == first - 1)).scalar() or down.beginning(desk).id
    for row in db.execute(select(_messages).where(mine, numbers >= first).order_by(numbers)).all():
        written = down.write(key, replace(down.read(row.bytes, None, desk).down, prev=prev))
        prev = written.place.id
        db.execute(update(_messages).where(mine, numbers == row.number).values(id=prev, bytes=written.bytes))
    head = update(_heads).where(_heads.c.desk == desk)
    db.execute(head.values(id=prev))
    db.execute(head.where(_heads.c.seen >= first).values(seen=first - 1))


def title(fact: Fact) -> str:
    """The title of a message in lists."""
    if isinstance(fact, PayoutListSent):
        return fact.month
    if isinstance(fact, PaidListSent):
        return fact.name
    if isinstance(fact, DeskTold):
        return fact.desk
    if isinstance(fact, DuplicateDecided):
        return f"重复的处理：{fact.name}"
    if isinstance(fact, KeyNext):
        return f"旧密钥用到 {fact.until[:10]}"
    if isinstance(fact, NumbersGiven):
        return f"{fact.book} {fact.first}—{fact.last}"
    if isinstance(fact, FormSent):  # the last one shows it in lists: seen, the whole form is there
        return f"{fact.form}（{fact.sha256[:8]}）" if fact.part == fact.parts else ""
    return fact.policy if isinstance(fact, PolicySent) else str(getattr(fact, "title", ""))


def _sent(desk: str, fact: Fact) -> str:
    return f"{desk} {facts.about(fact)}"


def _locked(db: Connection, desk: str, at: str) -> Row[Any]:
    """The end of the desk's chain, its row locked until the commit: nobody else takes the next number meanwhile."""
    start = down.beginning(desk)
    bulk.insert_new(db, _heads, [{"desk": desk, "number": 0, "id": start.id, "seen": 0, "seen_at": at}])
    return db.execute(select(_heads).where(_heads.c.desk == desk).with_for_update()).one()
