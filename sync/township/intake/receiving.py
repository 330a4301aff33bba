"""Receives batches: one transaction each, in the order of their chain, answered once and for ever. No HTTP, no sockets.

Follows "At the township" in ``docs/protocol.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.agreement.facts import EpochOpened
from sync.agreement.protocol import BatchPlace, Held, Hello
from sync.agreement.values import value
from sync.township.down import other_desks
from sync.township.intake import applying, rejudging
from sync.township.keys import speakers, which_key
from sync.township.store import bulk, ledger, tables, timelines
from sync.township.store.database import Clock, Store
from sync.wire import batch as batches
from sync.wire import down, messages
from sync.wire.batch import SealedBatch
from sync.wire.keys import DeskKey
from sync.wire.lines import Line
from sync.wire.manifest import Manifest

_RACES = 5


@value
class Reply:
    """Signed bytes: an answer when ``ended``, else that the batch is held."""

    ended: bool
    body: bytes


class Receiver:
    """The township's door for batches."""

    def __init__(self, store: Store, key: DeskKey, trusts_new: bool, clock: Clock) -> None:
        """Kept facts that can be judged now are judged first.

        ``trusts_new``: accept the key of a desk that was never seen, and pin it.
        """
        self._store = store
        self._key = key
        self._trusts_new = trusts_new
        self._clock = clock
        rejudging.judge_kept(store, key, clock)

    def hello(self, desk: str, nonce: str, reached: int = 0) -> bytes:
        """The signed hello for this desk, repeating its nonce; ``reached``: bytes here of the batch in the request."""
        with self._store.reading() as db:
            position = db.execute(select(tables.desks.c.position).where(tables.desks.c.desk == desk)).scalar()
            last, seen = _down_state(db, desk)
            timeline = timelines.current(db)
            key = which_key.to(db, self._key, desk)
        hello = Hello(
            township=key.public,
            timeline=timeline,
            time=self._clock().isoformat(timespec="seconds"),
            nonce=nonce,
            trusts_new=self._trusts_new,
            version=protocol.VERSION,
            position=position or 0,
            reached=reached,
            down=last.number,
            down_id=last.id if seen == last.number else "",
        )
        return messages.write_hello(key, hello)

    def vet(self, manifest: Manifest) -> None:
        """Whether this desk may send at all, by its manifest. TownshipRefused as ``receive``, but never chain-fork."""
        with self._store.reading() as db:
            self._check_desk(db, manifest)

    def receive(self, data: bytes) -> Reply:
        """Take in the bytes of a batch and reply with signed bytes; committed before this returns.

        Raises Damaged, applying.Raced, and TownshipRefused (``desk-unknown``, ``desk-key``, ``key-revoked``,
        ``key-replaced``, ``chain-fork``): nothing of the batch is used then.
        """
        sealed, lines = batches.read(data)
        reply = self._take(sealed, lines)
        if reply.ended:
            self._apply_held(sealed.manifest)
            self._store.note_mark()
        return reply

    def reply_to(self, batch_id: str) -> Reply | None:
        """The reply to a batch that is here; None for a batch that never came whole."""
        with self._store.reading() as db:
            row = _batch(db, batch_id)
            return self._reply(db, row) if row else None

    def has_every_fact(self, desk: str, lines: Sequence[Line]) -> bool:
        """Whether the books have every fact of these lines of the desk, whichever epoch they open: nothing is lost."""
        ids = {line.entry.id for line in lines if line.entry and line.kind != EpochOpened.KIND}
        with self._store.reading() as db:
            return all(line.entry for line in lines) and ids == ledger.known_facts(db, desk, ids).keys()

    def size_of(self, batch_id: str) -> int | None:
        """The length of a batch that is here, answered or held; None for a batch that never came whole."""
        size = select(func.length(tables.batches.c.bytes)).where(tables.batches.c.id == batch_id)
        with self._store.reading() as db:
            found: int | None = db.execute(size).scalar()
        return found

    def _take(self, sealed: SealedBatch, lines: list[Line]) -> Reply:
        for attempt in range(_RACES):
            try:
                with self._store.writing() as db:
                    return self._in_transaction(db, sealed, lines)
            except applying.Raced:
                if attempt == _RACES - 1:
                    raise
        raise AssertionError("unreachable")

    def _in_transaction(self, db: Connection, sealed: SealedBatch, lines: list[Line]) -> Reply:
        manifest = sealed.manifest
        self._greet(db, manifest)
        known = _batch(db, sealed.id)
        if known is not None and known.answer is not None:
            return self._reply(db, known)
        place = _place(db, manifest)
        if manifest.number > place.number + 1:
            self._hold(db, sealed)
            return self._held(db, manifest, sealed.id, place)
        if manifest.after != place:
            raise TownshipRefused("chain-fork", f"epoch {manifest.epoch} head {place.number} {place.id}")
        return self._apply(db, sealed, lines)

    def _apply(self, db: Connection, sealed: SealedBatch, lines: list[Line]) -> Reply:
        manifest, now = sealed.manifest, self._clock()
        self._drop_held(db, sealed)
        self._hold(db, sealed)
        judged, healed = applying.apply(db, manifest, sealed.id, lines, now.date())
        order = other_desks.next_place(db, manifest.desk, sealed.id)
        other_desks.pass_on(db, self._key, (manifest.desk, sealed.id), order, healed, now)
        desk = update(tables.desks).where(tables.desks.c.desk == manifest.desk)
        raised = desk.values(position=tables.desks.c.position + 1).returning(tables.desks.c.position)
        answered = replace(
            applying.answer(manifest, sealed.id, judged),
            timeline=timelines.current(db),
            position=db.execute(raised).scalar_one(),
            order=order,
            answered_at=now.isoformat(timespec="seconds"),
        )
        if not protocol.adds_up(answered, manifest.facts, manifest.cash_fen):
            raise AssertionError(f"the verdicts on batch {sealed.id} do not add up")
        body = messages.write_answer(which_key.to(db, self._key, manifest.desk), answered)
        db.execute(update(tables.batches).where(tables.batches.c.id == sealed.id).values(answer=body))
        place = manifest.place(sealed.id)
        chain = {"number": place.number, "batch": place.id, "seq": place.seq, "hash": place.hash}
        bulk.upsert(db, tables.chains, [{"desk": manifest.desk, "epoch": manifest.epoch, **chain}])
        return Reply(True, body)

    def _apply_held(self, manifest: Manifest) -> None:
        """Apply the batches that waited for this one, each in a transaction of its own."""
        while data := self._next_held(manifest):
            sealed, lines = batches.read(data)
            try:
                self._take(sealed, lines)
            except TownshipRefused:  # the batch waited on another branch; its desk is refused when it asks again
                with self._store.writing() as db:
                    db.execute(delete(tables.batches).where(tables.batches.c.id == sealed.id))

    def _next_held(self, manifest: Manifest) -> bytes | None:
        """The held batch with the number that follows the head of this chain."""
        rows, heads = tables.batches.c, tables.chains.c
        follows = (rows.desk == heads.desk) & (rows.epoch == heads.epoch) & (rows.number == heads.number + 1)
        chain = (heads.desk == manifest.desk) & (heads.epoch == manifest.epoch)
        held = select(rows.bytes).join(tables.chains, follows).where(chain, rows.answer.is_(None))
        with self._store.reading() as db:
            found: bytes | None = db.execute(held).scalar()
        return found

    def _check_desk(self, db: Connection, manifest: Manifest) -> Row[Any] | None:
        speakers.refuse_ended(db, manifest.desk, manifest.key)
        row = db.execute(select(tables.desks).where(tables.desks.c.desk == manifest.desk)).first()
        if row is None and not self._trusts_new:
            raise TownshipRefused("desk-unknown", manifest.desk)
        if row is not None and row.public_key != manifest.key:
            raise TownshipRefused("desk-key", manifest.desk)
        return row

    def _greet(self, db: Connection, manifest: Manifest) -> None:
        """Note the contact with the desk; lock its row, so that its batches are applied one after another."""
        now = self._clock().isoformat(timespec="seconds")
        if self._check_desk(db, manifest) is None:
            new = {"desk": manifest.desk, "public_key": manifest.key, "position": 0}
            if bulk.insert_new(db, tables.desks, [new | {"first_heard_at": now, "heard_at": now}]):
                which_key.met(db, self._key, manifest.desk)
                other_desks.catch_up(db, self._key, manifest.desk, self._clock())
        db.execute(update(tables.desks).where(tables.desks.c.desk == manifest.desk).values(heard_at=now))
        self._check_desk(db, manifest)
        other_desks.pass_on_late(db, self._key, manifest.desk, self._clock())

    def _drop_held(self, db: Connection, sealed: SealedBatch) -> None:
        """The batch that follows the head is here: delete another batch that was held under the same number."""
        rows, manifest = tables.batches.c, sealed.manifest
        same = (rows.desk == manifest.desk) & (rows.epoch == manifest.epoch) & (rows.number == manifest.number)
        db.execute(delete(tables.batches).where(same, rows.answer.is_(None), rows.id != sealed.id))

    def _hold(self, db: Connection, sealed: SealedBatch) -> None:
        """Keep the package. TownshipRefused ``chain-fork`` when another one has its number."""
        rows, manifest = tables.batches.c, sealed.manifest
        same = (rows.desk == manifest.desk) & (rows.epoch == manifest.epoch) & (rows.number == manifest.number)
        there = db.execute(select(rows.id).where(same)).scalar()
        if there is None:
            named = {"id": sealed.id, "desk": manifest.desk, "epoch": manifest.epoch, "number": manifest.number}
            kept = {"facts": manifest.facts, "bytes": sealed.bytes, "received_at": self._clock().isoformat()}
            db.execute(insert(tables.batches), named | kept)
        elif there != sealed.id:
            raise TownshipRefused("chain-fork", f"epoch {manifest.epoch} batch {manifest.number} is {there}")

    def _reply(self, db: Connection, row: Row[Any]) -> Reply:
        if row.answer is not None:
            key = which_key.to(db, self._key, row.desk)
            return Reply(True, messages.on_timeline(key, row.answer, timelines.current(db)))
        manifest = batches.sealed(row.bytes).manifest
        return self._held(db, manifest, row.id, _place(db, manifest))

    def _held(self, db: Connection, manifest: Manifest, batch_id: str, place: BatchPlace) -> Reply:
        held = Held(batch_id, manifest.epoch, manifest.number, place.number + 1, timelines.current(db))
        return Reply(False, messages.write_held(which_key.to(db, self._key, manifest.desk), held))


def _down_state(db: Connection, desk: str) -> tuple[down.MessagePlace, int]:
    """The place of the last message to this desk, and the number up to which the desk has confirmed messages."""
    row = db.execute(select(tables.down_heads).where(tables.down_heads.c.desk == desk)).first()
    return (down.MessagePlace(row.number, row.id), row.seen) if row else (down.beginning(desk), 0)


def _batch(db: Connection, batch_id: str) -> Row[Any] | None:
    return db.execute(select(tables.batches).where(tables.batches.c.id == batch_id)).first()


def _place(db: Connection, manifest: Manifest) -> BatchPlace:
    rows = tables.chains.c
    chain = (rows.desk == manifest.desk) & (rows.epoch == manifest.epoch)
    found = db.execute(select(rows.number, rows.batch, rows.seq, rows.hash).where(chain)).first()
    return BatchPlace(*found) if found else protocol.beginning(manifest.desk, manifest.epoch)
