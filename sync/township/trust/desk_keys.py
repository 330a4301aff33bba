"""Which keys speak for which desk: invitations to pair, and keys that were replaced or revoked.

Nothing here reads a batch; ``keys/speakers.py`` says whom the township listens to.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.agreement.values import value
from sync.township.down import other_desks
from sync.township.keys import asks, speakers, which_key
from sync.township.store import bulk, tables, timelines
from sync.township.store.database import Clock, Store
from sync.township.store.tables import ended_keys, file_invitations, invitations
from sync.wire import pairing
from sync.wire.keys import DeskKey
from sync.wire.pairing import PairAsk


@value
class DeskTrust:
    """A desk as the office knows it. ``state``: invited | paired | revoked; ``fingerprint`` is read out in groups."""

    desk: str
    state: str
    fingerprint: str
    heard_at: str


class Trust:
    """Lets desks in, and shows them the door."""

    def __init__(self, store: Store, key: DeskKey, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock

    def invite(self, desk: str) -> tuple[str, datetime]:
        """A code with which one PC may pair as this desk, once, and its end. An earlier code or file ends now.

        Raises TownshipRefused ``desk-name`` for a malformed name.
        """
        if not protocol.DESK_NAME.fullmatch(desk):
            raise TownshipRefused("desk-name", desk)
        code, ends = pairing.new_code(), self._clock() + timedelta(days=pairing.LIFE_DAYS)
        row = {"desk": desk, "secret": pairing.read_code(code), "ends_at": ends.isoformat(), "used_by": ""}
        with self._store.writing() as db:
            withdraw(db, desk)
            bulk.upsert(db, invitations, [row])
        return code, ends

    def pair(self, data: bytes) -> bytes:
        """The signed answer to a desk's ask. The same ask again is answered again: its reply may have been lost.

        Raises TownshipRefused ``request``, ``code-wrong``, ``code-used``, ``code-expired``, ``key-revoked``,
        ``key-replaced``; who does not hold the code only ever hears ``code-wrong``.
        """
        ask, signer = asks.opened(pairing.read_ask, data)
        with self._store.writing() as db:
            secret, timeline = self._admit(db, ask, signer), timelines.current(db)
        return pairing.write_answer(self._key, secret, ask, signer, timeline)

    def revoke(self, desk: str) -> bool:
        """End the desk's key and all invitations for it. False for an unknown desk."""
        with self._store.writing() as db:
            waiting = withdraw(db, desk)
            row = _locked(db, desk)
            if row is not None:
                _end(db, row, "revoked", self._clock())
        return row is not None or waiting

    def listed(self) -> Sequence[DeskTrust]:
        """Every desk that is known or invited, by name."""
        with self._store.reading() as db:
            ended = {(row.desk, row.public_key) for row in db.execute(select(ended_keys))}
            known = db.execute(select(tables.desks)).all()
            by_code = select(invitations.c.desk).where(invitations.c.used_by == "")
            by_file = select(file_invitations.c.desk).where(file_invitations.c.approved_at == "")
            invited = db.execute(by_code.union(by_file)).scalars().all()
        found = {desk: DeskTrust(desk, "invited", "", "") for desk in invited}
        for row in known:
            state = "revoked" if (row.desk, row.public_key) in ended else "paired"
            found[row.desk] = DeskTrust(row.desk, state, pairing.shown(row.public_key[:16]), row.heard_at)
        return [found[desk] for desk in sorted(found)]

    def _admit(self, db: Connection, ask: PairAsk, signer: str) -> str:
        row = db.execute(select(invitations).where(invitations.c.desk == ask.desk).with_for_update()).first()
        if row is None or not pairing.proves(ask, signer, row.secret):
            raise TownshipRefused("code-wrong")
        if row.used_by not in ("", signer):
            raise TownshipRefused("code-used")
        speakers.refuse_ended(db, ask.desk, signer)
        if datetime.fromisoformat(row.ends_at) < self._clock():
            raise TownshipRefused("code-expired")
        if row.used_by == "":
            db.execute(update(invitations).where(invitations.c.desk == ask.desk).values(used_by=signer))
            which_key.met(db, self._key, ask.desk)
            self.let_in(db, ask.desk, signer)
        return str(row.secret)

    def let_in(self, db: Connection, desk: str, key: str) -> None:
        """Accept the key for the desk; the former key ends. Call inside Store.writing()."""
        now = self._clock()
        at = now.isoformat(timespec="seconds")
        new = {"desk": desk, "public_key": key, "position": 0, "first_heard_at": at, "heard_at": at}
        if bulk.insert_new(db, tables.desks, [new]):
            other_desks.catch_up(db, self._key, desk, now)
        row = _locked(db, desk)
        if row is not None and row.public_key != key:
            _end(db, row, "replaced", now)
            db.execute(update(tables.desks).where(tables.desks.c.desk == desk).values(public_key=key))


def withdraw(db: Connection, desk: str) -> bool:
    """A code or a file that would let a PC in as this desk is worth nothing any more; whether there was one."""
    kinds = (invitations, file_invitations)
    return sum(db.execute(delete(each).where(each.c.desk == desk)).rowcount for each in kinds) > 0


def _locked(db: Connection, desk: str) -> Row[Any] | None:
    return db.execute(select(tables.desks).where(tables.desks.c.desk == desk).with_for_update()).first()


def _end(db: Connection, row: Row[Any], how: str, now: datetime) -> None:
    at = now.isoformat(timespec="seconds")
    bulk.insert_new(db, ended_keys, [{"desk": row.desk, "public_key": row.public_key, "how": how, "at": at}])
