"""Gives a desk its own past back: its batches byte for byte. Reads only. Serves ``POST /v1/past``, and sticks."""

from __future__ import annotations

from sqlalchemy import Connection, LargeBinary, func, select
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.agreement.values import value
from sync.township.keys import asks, speakers, which_key
from sync.township.store import tables
from sync.township.store.database import Clock, Store
from sync.township.store.tables import orders
from sync.wire import batch as batches
from sync.wire import past, sealing, upload
from sync.wire.keys import DeskKey
from sync.wire.past import Listed, PastAsk, PastHere


@value
class Lack:
    """A desk's list of its batches beside the township's.

    ``key`` is the desk's valid key: the missing batches are sealed for it.
    """

    here: PastHere
    key: str
    kept: Listed

    @property
    def batches(self) -> list[str]:
        """The batches that the desk lacks, each epoch in its order."""
        here = self.here.ids
        return [each for each in self.kept.batches if each not in here]


class Past:
    """The batches of its desks that a township has, for giving them back."""

    def __init__(self, store: Store, key: DeskKey, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock

    def reply(self, data: bytes) -> bytes:
        """The signed list, or the bytes of the batch that the ask names, or a part of them.

        Raises TownshipRefused ``request``, ``desk-unknown``, ``desk-key``, ``key-revoked``, ``key-replaced``,
        ``ask-stale``, ``no-such-upload``.
        """
        ask, signer = asks.opened(past.read_ask, data)
        with self._store.reading() as db:
            speakers.check_speaker(db, ask.desk, signer)
            asks.refuse_stale(ask.time, self._clock())
            if ask.batch:
                return _batch(db, ask)
            return past.write_list(which_key.to(db, self._key, ask.desk), ask.desk, ask.time, _kept(db, ask.desk))

    def lacks(self, data: bytes) -> Lack:
        """The desk's list of its batches, from a stick, beside ours.

        Raises TownshipRefused ``request``, ``desk-unknown``, ``desk-key``, ``key-revoked``, ``key-replaced``.
        """
        here, signer = asks.opened(past.read_here, data)
        with self._store.reading() as db:
            speakers.check_speaker(db, here.desk, signer)
            return Lack(here, signer, _kept(db, here.desk))

    def signed(self, lack: Lack, time: str) -> bytes:
        """The signed list of the desk's batches, for the conversation of the hello of that time."""
        desk = lack.here.desk
        with self._store.reading() as db:
            return past.write_list(which_key.to(db, self._key, desk), desk, time, lack.kept, lack.key)

    def sealed(self, lack: Lack, batch_id: str) -> bytes:
        """A batch of the desk's past, sealed for the desk. TownshipRefused ``no-such-upload``."""
        with self._store.reading() as db:
            return sealing.seal(_batch(db, PastAsk(lack.here.desk, batch_id, "")), lack.key)


def routes(kept: Past) -> list[BaseRoute]:
    """The routes for ``app.make``."""

    async def ask(request: Request) -> Response:
        found = await run_in_threadpool(kept.reply, await asks.body(request))
        headers = {"Content-Digest": upload.content_digest(found), "Cache-Control": "no-store"}
        return Response(found, 200, headers, "application/octet-stream")

    return [Route("/v1/past", ask, methods=["POST"])]


def _kept(db: Connection, desk: str) -> Listed:
    return Listed(_ids(db, desk), len(set(speakers.ended(db, desk)) - _answered_keys(db, desk)))


def _answered_keys(db: Connection, desk: str) -> set[str]:
    """The keys that signed answered batches: one for each epoch."""
    rows = tables.batches.c
    beginning = func.substr(rows.bytes, 1, batches.BEGINNING, type_=LargeBinary)
    firsts = select(beginning).where(rows.desk == desk, rows.number == 1, rows.answer.is_not(None))
    return {batches.begin(data)[0].key for data in db.execute(firsts).scalars()}


def _ids(db: Connection, desk: str) -> dict[str, int]:
    rows = tables.batches.c
    mine = (rows.desk == desk) & rows.answer.is_not(None)
    began = select(rows.epoch, func.min(rows.received_at).label("at")).where(mine).group_by(rows.epoch).subquery()
    placed = rows.epoch == began.c.epoch
    query = select(rows.id, orders.c.number).join(began, placed).where(mine)
    query = query.join(orders, orders.c.what == rows.id).order_by(began.c.at, rows.epoch, rows.number)
    return {row[0]: row[1] for row in db.execute(query)}


def _batch(db: Connection, ask: PastAsk) -> bytes:
    rows = tables.batches.c
    mine = (rows.desk == ask.desk) & (rows.id == ask.batch) & rows.answer.is_not(None)
    most = ask.most or protocol.PACKAGE_BYTES
    part = func.substr(rows.bytes, max(ask.first, 0) + 1, max(most, 0), type_=LargeBinary)
    found: bytes | None = db.execute(select(part).where(mine)).scalar()
    if found is None:
        raise TownshipRefused("no-such-upload")
    return found
