"""Contents of attachments at the township: who may bring and fetch one, when it is whole, its confirmation. No HTTP."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from sync.agreement import protocol
from sync.agreement.errors import TownshipRefused
from sync.agreement.facts import AttachmentKept
from sync.township.intake.uploads import Uploads
from sync.township.keys import asks, speakers, which_key
from sync.township.store import bulk, engines, tables, timelines
from sync.township.store.database import Clock, Store
from sync.wire import attachments
from sync.wire.attachments import Claim
from sync.wire.keys import DeskKey

_named, _contents, _blocks = tables.attachments, tables.attachment_contents, tables.attachment_blocks
_AT_ONCE = 8


class Attachments:
    """The contents of attachments that a township stores."""

    def __init__(self, store: Store, key: DeskKey, clock: Clock, most: int = protocol.ATTACHMENTS_BYTES) -> None:
        """``most``: bytes kept for one village."""
        self._store = store
        self._key = key
        self._clock = clock
        self._most = most
        self.uploads = Uploads(store, clock, _blocks)

    def checked_claim(self, data: bytes, on_line: bool = True) -> Claim:
        """The claim of a known desk on a content of an attachment of its village.

        ``on_line``: its time must be of this conversation. Raises TownshipRefused ``request``, ``desk-unknown``,
        ``desk-key``, ``key-revoked``, ``key-replaced``, ``ask-stale``, ``attachment-unnamed``.
        """
        claim, signer = attachments.read_claim(data)
        if on_line:
            asks.refuse_stale(claim.time, self._clock())
        with self._store.reading() as db:
            speakers.check_speaker(db, claim.desk, signer)
            _attachment(db, claim)
        return claim

    def vet(self, claim: Claim, beginning: bytes) -> None:
        """Whether a content that begins like this may come.

        Raises TownshipRefused ``attachment-kind``, ``attachment-quota``.
        """
        with self._store.reading() as db:
            if len(beginning) >= attachments.SHORTEST:
                _refuse_kind(_attachment(db, claim), beginning)
            coming = select(_blocks.c.sha256).where(_blocks.c.sha256 == _named.c.sha256).exists()
            here = select(_named.c.sha256, func.max(_named.c.bytes).label("bytes")).where(_of_village(claim), coming)
            kept = here.where(_named.c.sha256 != claim.sha256).group_by(_named.c.sha256).subquery()
            used = db.execute(select(func.coalesce(func.sum(kept.c.bytes), 0))).scalar_one()
        if used + claim.bytes > self._most:
            raise TownshipRefused("attachment-quota", f"{used} bytes are here")

    def receipt(self, claim: Claim) -> bytes | None:
        """The signed confirmation that a content is here, for its desk; None when it is not here whole."""
        with self._store.reading() as db:
            return self._receipt(db, claim)

    def finish(self, claim: Claim) -> bytes:
        """All bytes are here: prove them, keep them, and give the word. Other bytes are forgotten.

        Raises TownshipRefused ``attachment-digest``, ``attachment-kind``, ``attachment-unnamed``.
        """
        try:
            self._prove(claim)
        except TownshipRefused:
            self.uploads.drop(claim.sha256)
            raise
        with self._store.writing() as db:
            engines.alone(db)
            _attachment(db, claim)
            now = self._clock().isoformat(timespec="seconds")
            row = {"sha256": claim.sha256, "bytes": claim.bytes, "received_at": now}
            bulk.insert_new(db, _contents, [row])
            receipt = self._receipt(db, claim)
        assert receipt is not None
        return receipt

    def take(self, data: bytes, content: bytes) -> bytes:
        """Take a whole content from a stick; returns its confirmation.

        Raises as ``checked_claim``, ``vet`` and ``finish``.
        """
        claim = self.checked_claim(data, on_line=False)
        if (claim.bytes, claim.sha256) != (len(content), protocol.digest(content)):
            raise TownshipRefused("attachment-digest")
        known = self.receipt(claim)
        if known is not None:
            return known
        self.vet(claim, content)
        self.uploads.put(claim.sha256, content)
        return self.finish(claim)

    def size(self, sha256: str) -> int | None:
        """The length of a content; None when it is not here whole."""
        with self._store.reading() as db:
            found: int | None = db.execute(select(_contents.c.bytes).where(_contents.c.sha256 == sha256)).scalar()
        return found

    def stream(self, sha256: str, first: int, end: int) -> Iterator[bytes]:
        """The bytes from ``first`` to before ``end``, a few blocks at a time."""
        at = first
        while at < end:
            blocks = self._blocks_from(sha256, at)
            if not blocks:
                return
            for start, data in blocks:
                yield data[at - start : end - start]
                at = start + len(data)
                if at >= end:
                    return

    def _blocks_from(self, sha256: str, at: int) -> list[tuple[int, bytes]]:
        """The block that contains the offset ``at``, and some blocks behind it."""
        own = _blocks.c.sha256 == sha256
        before = select(func.max(_blocks.c.start)).where(own, _blocks.c.start <= at).scalar_subquery()
        rows = select(_blocks.c.start, _blocks.c.bytes).where(own, _blocks.c.start >= before)
        with self._store.reading() as db:
            found = db.execute(rows.order_by(_blocks.c.start).limit(_AT_ONCE)).all()
        return [(row.start, row.bytes) for row in found if row.start + len(row.bytes) > at]

    def _prove(self, claim: Claim) -> None:
        digest, beginning = hashlib.sha256(), b""
        for block in self.stream(claim.sha256, 0, claim.bytes):
            beginning = beginning or block
            digest.update(block)
        if digest.hexdigest() != claim.sha256:
            raise TownshipRefused("attachment-digest")
        with self._store.reading() as db:
            _refuse_kind(_attachment(db, claim), beginning)

    def _receipt(self, db: Connection, claim: Claim) -> bytes | None:
        row = db.execute(select(_contents).where(_contents.c.sha256 == claim.sha256)).first()
        if row is None:
            return None
        kept = AttachmentKept(secrets.token_hex(8), claim.sha256, row.bytes, timelines.current(db))
        return attachments.write_kept(which_key.to(db, self._key, claim.desk), kept)


def _of_village(claim: Claim) -> ColumnElement[bool]:
    """The PCs of one village keep one register: a content used by one may be brought and fetched by another."""
    desks = protocol.desks_of(protocol.village_of(claim.desk))
    return _named.c.desk.in_(desks) & _named.c.removed.is_(False)


def _attachment(db: Connection, claim: Claim) -> Row[Any]:
    """A standing attachment of the claim's content. TownshipRefused ``attachment-unnamed``."""
    same = (_named.c.sha256 == claim.sha256) & (_named.c.bytes == claim.bytes)
    row = db.execute(select(_named).where(same, _of_village(claim)).limit(1)).first()
    if row is None:
        raise TownshipRefused("attachment-unnamed", claim.sha256)
    return row


def _refuse_kind(attachment: Row[Any], beginning: bytes) -> None:
    if attachments.media_of(beginning) != attachment.media:
        raise TownshipRefused("attachment-kind")
