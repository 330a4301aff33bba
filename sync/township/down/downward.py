"""The township's journal of messages: numbered for each desk without a gap, signed, chained, kept for ever.

A message and its number are committed in one transaction, with its effect on the township's own books.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from sync.agreement import down_checks, facts, identity, journal, protocol, verdicts
from sync.agreement.down_checks import NotSent
from sync.agreement.errors import TownshipRefused
from sync.agreement.fact import Fact
from sync.agreement.facts import PersonCorrected
from sync.agreement.facts.people import People
from sync.agreement.journal import Entry
from sync.agreement.sent import CorrectedAbove, DeskTold, FormSent, NumbersGiven, VerdictsTold
from sync.agreement.values import value
from sync.township import subjects
from sync.township.down import down_chain, other_desks
from sync.township.keys import asks, speakers, which_key
from sync.township.store import desks_of_villages, tables
from sync.township.store.database import Clock, Store
from sync.wire import down, sealing
from sync.wire.down import DownAsk
from sync.wire.keys import DeskKey
from sync.wire.lines import Line

_heads, _messages = tables.down_heads, tables.down_messages


_BY_ITSELF = (DeskTold.KIND, VerdictsTold.KIND)
"""Messages that the township's program sends without anybody of the office."""


@value
class Sent:
    """A message in the list of sent messages. ``seen``: the desk confirmed that it has the message."""

    desk: str
    number: int
    kind: str
    title: str
    at: str
    seen: bool


def new_id() -> str:
    """An id for a message: the ``sent`` of its fact."""
    return secrets.token_hex(8)


class Downward:
    """The township's messages to its desks."""

    def __init__(self, store: Store, key: DeskKey, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock

    def send(self, desk: str, fact: Fact) -> int:
        """Send one of the facts of ``sent.py`` to a desk; returns the message's number.

        The desk may still be unknown; a correction waits for its person then (0). Raises NotSent when the fact has a
        mistake: nothing is sent then.
        """
        if not protocol.DESK_NAME.fullmatch(desk):
            raise NotSent("desk")
        now = self._clock()
        down_checks.check(fact, now.date())
        with self._store.writing() as db:
            if isinstance(fact, CorrectedAbove):
                return self._correct(db, desk, fact, now)
            return down_chain.append(db, self._key, desk, fact, now)

    def send_with(self, db: Connection, desk: str, fact: Fact) -> None:
        """Send a fact to every known desk of a desk's village, with what the caller's transaction writes."""
        now = self._clock()
        for each in desks_of_villages.known_desks(db, desk):
            down_chain.append(db, self._key, each, fact, now)

    def check(self, fact: Fact) -> None:
        """What a clerk is asked to look at before anything goes: NotSent as ``send``, and for numbers that were given.

        A correction is only looked at by ``send``.
        """
        down_checks.check(fact, self._clock().date())
        if isinstance(fact, NumbersGiven):
            with self._store.reading() as db:
                self._refuse_given(db, fact)

    def person(self, desk: str, typed: str) -> str:
        """The id of the person who is meant, where somebody typed an identity number; an id stays as it is.

        Raises NotSent ``person-none``, ``person-several``.
        """
        number = typed.strip().upper()
        if not identity.SHAPE.fullmatch(number):
            return typed.strip()
        rows, village = tables.people.c, protocol.desks_of(protocol.village_of(desk))
        bearers = select(rows.person).where(rows.id_number == number, rows.doubt == "", rows.desk.in_(village))
        with self._store.reading() as db:
            found: list[str] = sorted(set(db.execute(bearers).scalars()))
        if len(found) != 1:
            raise NotSent("person-several" if found else "person-none", detail="、".join(found))
        return found[0]

    def reply(self, data: bytes) -> bytes | None:
        """The next message for a desk, by its signed request; None when there is none.

        Raises TownshipRefused ``request``, ``desk-unknown``, ``desk-key``, ``key-revoked``, ``key-replaced``,
        ``ask-stale``; and ``down-fork`` when this township never sent the message that the desk names as its last:
        the desk then begins again at 0.
        """
        ask = self._checked_ask(data)
        asks.refuse_stale(ask.time, self._clock())
        with self._store.writing() as db:
            other_desks.pass_on_late(db, self._key, ask.desk, self._clock())
            down_chain.renew(db, self._key, ask.desk, ask.after + 1)
            self._see(db, ask)
            return _bytes(db, ask.desk, ask.after + 1)

    def note_seen(self, data: bytes) -> None:
        """Note how far a desk has the messages, by a request in a file. Raises as ``reply``, but never ``ask-stale``.

        Never ``down-fork`` either: a desk with messages that this township never sent gets all messages again.
        """
        ask = self._checked_ask(data)
        with self._store.writing() as db:
            other_desks.pass_on_late(db, self._key, ask.desk, self._clock())
            self._see(db, ask if _is_ours(db, ask) else replace(ask, after=0, id=down.beginning(ask.desk).id))

    def files(self, desk: str) -> Iterator[tuple[int, bytes]]:
        """Every message that the desk has not confirmed, with its number: the messages for a stick."""
        if which_key.changed(self._key):
            with self._store.writing() as db:
                down_chain.renew(db, self._key, desk, _seen(db, desk) + 1)
        with self._store.reading() as db:
            seen = _seen(db, desk)
            mine = (_messages.c.desk == desk) & (_messages.c.number > seen)
            rows = db.execute(select(_messages.c.number, _messages.c.bytes).where(mine).order_by(_messages.c.number))
            found = [(row.number, row.bytes) for row in rows]
        yield from found

    def sealed(self, desk: str) -> Iterator[tuple[int, bytes]]:
        """The same, sealed for the key that speaks for the desk; nothing where none does."""
        with self._store.reading() as db:
            reader = speakers.speaker(db, desk)
        for number, data in self.files(desk) if reader else ():
            yield number, sealing.seal(data, reader or "")

    def listed(self, desk: str = "", most: int = 200) -> Sequence[Sent]:
        """The messages of the office, to one desk or to all, latest first; not those that the program itself sends.

        A form of several messages is the last of them.
        """
        chosen = (_messages.c.desk == desk if desk else _messages.c.number > 0) & _messages.c.kind.not_in(_BY_ITSELF)
        chosen &= (_messages.c.kind != FormSent.KIND) | (_messages.c.title != "")
        columns = [_messages.c[name] for name in ("desk", "number", "kind", "title", "at")]
        query = select(*columns, _heads.c.seen).join(_heads, _heads.c.desk == _messages.c.desk).where(chosen)
        with self._store.reading() as db:
            rows = db.execute(query.order_by(_messages.c.at.desc(), _messages.c.number.desc()).limit(most)).all()
        return [Sent(*row[:5], seen=row.number <= row.seen) for row in rows]

    def _refuse_given(self, db: Connection, fact: NumbersGiven) -> None:
        """NotSent ``numbers-given`` where a number of the block was given before: it would be on two papers."""
        given = select(_messages.c.desk, _messages.c.bytes).where(_messages.c.kind == NumbersGiven.KIND)
        for desk, data in db.execute(given):
            message = down.read(data, None, desk).down
            other = facts.read_as(NumbersGiven, message.about, message.body)
            same = (other.book, len(other.first)) == (fact.book, len(fact.first))
            if same and int(other.first) <= int(fact.last) and int(fact.first) <= int(other.last):
                raise NotSent("numbers-given", detail=f"{desk}（{other.first}—{other.last}）")

    def _correct(self, db: Connection, desk: str, fact: CorrectedAbove, now: datetime) -> int:
        """Change the person in our own books by a desk's rules, and send the change to every desk of the village."""
        _lock(db, desk)
        placed = replace(fact, order=other_desks.next_place(db, desk, fact.sent))
        _enter(db, desk, placed, now)
        known = desks_of_villages.known_desks(db, desk)
        return {each: down_chain.append(db, self._key, each, placed, now) for each in known}.get(desk, 0)

    def _checked_ask(self, data: bytes) -> DownAsk:
        """The request of a known desk, checked to be signed with its own key."""
        ask, signer = asks.opened(down.read_ask, data)
        with self._store.reading() as db:
            speakers.check_speaker(db, ask.desk, signer)
        return ask

    def _see(self, db: Connection, ask: DownAsk) -> None:
        """Note that the desk has all messages up to the place in its request; the place must be on our own chain."""
        at = self._clock().isoformat(timespec="seconds")
        if not _is_ours(db, ask):
            raise TownshipRefused("down-fork", str(ask.after))
        which_key.note_known(db, self._key, ask.desk, ask.township)
        seen = update(_heads).where(_heads.c.desk == ask.desk, _heads.c.seen != ask.after)
        db.execute(seen.values(seen=ask.after, seen_at=at))


def _is_ours(db: Connection, ask: DownAsk) -> bool:
    """Whether the desk's last message is one of our own chain."""
    if ask.after == 0:
        return ask.id == down.beginning(ask.desk).id
    mine = (_messages.c.desk == ask.desk) & (_messages.c.number == ask.after)
    return db.execute(select(_messages.c.id).where(mine)).scalar() == ask.id


def _seen(db: Connection, desk: str) -> int:
    """The number up to which the desk has confirmed messages."""
    return db.execute(select(_heads.c.seen).where(_heads.c.desk == desk)).scalar() or 0


def _bytes(db: Connection, desk: str, number: int) -> bytes | None:
    mine = (_messages.c.desk == desk) & (_messages.c.number == number)
    found: bytes | None = db.execute(select(_messages.c.bytes).where(mine)).scalar()
    return found


def _lock(db: Connection, desk: str) -> None:
    """The desk's batches wait. Locked before a place is taken, as a batch's transaction does."""
    db.execute(select(tables.desks.c.desk).where(tables.desks.c.desk == desk).with_for_update())


def _enter(db: Connection, desk: str, fact: CorrectedAbove, now: datetime) -> None:
    """The correction in our own books."""
    change = PersonCorrected(fact.person, dict(fact.changes), fact.reason)
    at = now.isoformat(timespec="seconds")
    entry = Entry("", 0, fact.sent, at, "", change.KIND, fact.person, facts.body(change), "")
    books = subjects.load(db, desk, [Line(0, journal.canonical({}), entry, "")])
    known = books.part(People).known.get(books.aliases.get(fact.person, fact.person))
    if known is None:
        raise NotSent("person_unknown", detail="person")
    if all(known.fields.get(name) == value for name, value in fact.changes.items()):
        raise NotSent("same-already")
    finding = verdicts.judge(entry, books, now.date())
    if finding is not None and not finding.remark:
        raise NotSent(finding.code, detail=finding.field)
    subjects.save(db, books)
