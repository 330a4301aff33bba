"""Pairing by file: invitations that go out on a stick, requests that come back on one, and the office's approval."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.agreement.facts import EpochOpened
from sync.agreement.values import value
from sync.township.keys import asks, speakers, which_key
from sync.township.store import bulk, tables
from sync.township.store.database import Clock, Store
from sync.township.store.tables import file_invitations
from sync.township.trust import desk_keys
from sync.township.trust.desk_keys import Trust
from sync.wire import inviting, pairing
from sync.wire.inviting import Invite
from sync.wire.keys import DeskKey

_rows = file_invitations.c


@value
class Requested:
    """A desk that asked to be paired. ``digits`` are to be compared with those on the desk's screen."""

    desk: str
    digits: str


class FilePairing:
    """Lets desks in that have no line."""

    def __init__(self, store: Store, key: DeskKey, clock: Clock) -> None:
        self._store = store
        self._key = key
        self._clock = clock
        self.trust = Trust(store, key, clock)

    def invite(self, desk: str, url: str = "") -> tuple[bytes, datetime]:
        """An invitation for one PC to pair as this desk, once, and its end. An earlier invitation or code ends now.

        Raises TownshipRefused ``desk-name`` for a malformed name.
        """
        if not protocol.DESK_NAME.fullmatch(desk):
            raise TownshipRefused("desk-name", desk)
        secret, ends = secrets.token_hex(32), self._clock() + timedelta(days=pairing.LIFE_DAYS)
        row = {"desk": desk, "secret": secret, "ends_at": ends.isoformat(), "asked_by": "", "approved_at": ""}
        with self._store.writing() as db:
            desk_keys.withdraw(db, desk)
            bulk.upsert(db, file_invitations, [row])
            past = (" ".join(speakers.ended(db, desk)), " ".join(_heads(db, desk)), _last_ordinal(db, desk))
            key = which_key.to(db, self._key, desk)
        invitation = Invite(desk, key.public, url, self._store.timeline, secret, ends.isoformat(), *past)
        return inviting.write_invite(key, invitation), ends

    def request(self, data: bytes) -> Requested | None:
        """Store a desk's request; returns the digits to compare, or None when its key is accepted already.

        Raises TownshipRefused ``request``, ``another-reader`` for another township's, ``invite-unknown`` for one that
        was replaced, ``invite-used`` by another PC, ``invite-expired``, ``key-revoked``, ``key-replaced``.
        """
        request, signer = asks.opened(inviting.read_request, data)
        if request.township not in which_key.held(self._key):
            raise TownshipRefused("another-reader", request.desk)
        with self._store.writing() as db:
            if speakers.speaker(db, request.desk) == signer:
                return None
            row = _invited(db, request.desk)
            if row is None or not inviting.proves(request, signer, row.secret):
                raise TownshipRefused("invite-unknown", request.desk)
            self._check(db, row, signer)
            db.execute(update(file_invitations).where(_rows.desk == row.desk).values(asked_by=signer))
        return Requested(request.desk, inviting.digits(request.township, signer))

    def waiting(self) -> Sequence[Requested]:
        """The requests that nobody has approved yet, by desk."""
        query = select(file_invitations).where(_rows.asked_by != "", _rows.approved_at == "").order_by(_rows.desk)
        with self._store.reading() as db:
            return [Requested(row.desk, self._digits(db, row)) for row in db.execute(query)]

    def approve(self, desk: str, digits: str) -> None:
        """Let the desk in whose digits these are. Gaps and dashes in them do not matter.

        Raises TownshipRefused ``no-request``, ``digits-wrong``, ``invite-expired``, ``key-revoked``, ``key-replaced``.
        """
        with self._store.writing() as db:
            row = _invited(db, desk)
            if row is None or not row.asked_by or row.approved_at:
                raise TownshipRefused("no-request", desk)
            if _plain(digits) != _plain(self._digits(db, row)):
                raise TownshipRefused("digits-wrong", desk)
            self._check(db, row, row.asked_by)
            at = self._clock().isoformat(timespec="seconds")
            db.execute(update(file_invitations).where(_rows.desk == desk).values(approved_at=at))
            if which_key.to(db, self._key, desk) is self._key:
                which_key.met(db, self._key, desk)
            self.trust.let_in(db, desk, row.asked_by)

    def _check(self, db: Connection, row: Row[Any], signer: str) -> None:
        """The invitation is for whoever asked first, and not for ever."""
        if row.asked_by not in ("", signer):
            raise TownshipRefused("invite-used", row.desk)
        speakers.refuse_ended(db, row.desk, signer)
        if not row.approved_at and datetime.fromisoformat(row.ends_at) < self._clock():
            raise TownshipRefused("invite-expired", row.desk)

    def _digits(self, db: Connection, row: Row[Any]) -> str:
        return inviting.digits(which_key.to(db, self._key, row.desk).public, row.asked_by)


def words(code: str) -> str:
    """Why a desk was not let in, for the clerk."""
    return {
        "no-request": "这台协办台没有等着核对的配对申请，请先收它的 U 盘",
        "digits-wrong": "数字不一样，没有同意。请让村里再念一遍；还是不一样就重发配对文件，当面交给村里",
        "invite-expired": "配对文件过期了，请重发",
        "key-revoked": "这台电脑的密钥已作废，请重发配对文件",
        "key-replaced": "这台电脑已被另一台顶替，请重发配对文件",
    }.get(code, code)


def _invited(db: Connection, desk: str) -> Row[Any] | None:
    return db.execute(select(file_invitations).where(_rows.desk == desk).with_for_update()).first()


def _heads(db: Connection, desk: str) -> list[str]:
    """The last answered batch of each epoch of this desk."""
    chains = tables.chains.c
    return list(db.execute(select(chains.batch).where(chains.desk == desk).order_by(chains.epoch)).scalars())


def _last_ordinal(db: Connection, desk: str) -> int:
    """The highest ordinal of an epoch of this desk, whichever PC opened that epoch."""
    mine = (tables.facts.c.desk == desk) & (tables.facts.c.kind == EpochOpened.KIND)
    bodies = [json.loads(body) for body in db.execute(select(tables.facts.c.body).where(mine)).scalars()]
    ordinals = [body.get("ordinal") for body in bodies if isinstance(body, dict)]
    return max([1, *(each for each in ordinals if type(each) is int)])


def _plain(digits: str) -> str:
    return "".join(each for each in digits if each.isdigit())
