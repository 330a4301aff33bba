"""The desk's side tables of the road: sealed batches byte for byte, their answers, and the pinned townships."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import TYPE_CHECKING, Any

from sync.agreement import facts, journal, protocol
from sync.agreement.errors import ChainBroken
from sync.agreement.protocol import KnownTownship
from sync.agreement.values import value

if TYPE_CHECKING:  # cryptography and zstandard are loaded when a batch is first read or made
    from sync.wire.batch import SealedBatch
    from sync.wire.keys import DeskKey
    from sync.wire.manifest import Clock

SCHEMA = """
CREATE TABLE batches (
    id TEXT PRIMARY KEY,
    epoch TEXT NOT NULL REFERENCES epochs (epoch),
    number INTEGER NOT NULL CHECK (number > 0),
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL CHECK (last_seq >= first_seq),
    head_hash TEXT NOT NULL,
    bytes BLOB NOT NULL,
    sealed_at TEXT NOT NULL,
    answer BLOB,
    answered_at TEXT,
    UNIQUE (epoch, number),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE TABLE townships (
    public_key TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    timeline TEXT NOT NULL,
    met_at TEXT NOT NULL,
    heard_at TEXT NOT NULL
) STRICT;
"""
"""The tables of the outbox; the desk's migrations create them with this text, after ``journal.SCHEMA``."""

LOOKED_UP = """
CREATE INDEX batches_answered ON batches (answered_at, epoch, number, first_seq, last_seq, id);
"""
"""Indexes for the outbox, after ``SCHEMA``: in a row the state of a batch stands behind its bytes."""


@value
class Unanswered:
    """How many facts the township has not answered yet, and when the oldest of them happened (ISO 8601)."""

    facts: int
    oldest_at: str | None


@value
class Kept:
    """A batch that the township gave back: the sealed bytes, its answer, and the answer's signed bytes."""

    sealed: SealedBatch
    answer: facts.BatchAnswered
    answer_bytes: bytes


def seal(
    db: Any, desk: str, key: DeskKey, at: datetime, app: str = "", clock: Clock | None = None
) -> SealedBatch | None:
    """Seal the facts since the last batch into the next one and store the batch; None when there is nothing new.

    Call inside a writing transaction, and again until it returns None: a long week is cut into several batches, and a
    batch is of one epoch. Facts that only repeat the township's own answers travel along but never make a batch.
    ``clock``: the desk's view of its own clock, for the manifest. Raises ChainBroken if the journal's hashes do not
    follow each other; then nothing is sealed.
    """
    from sync.wire import batch

    for epoch in _epochs(db):
        if _new_facts(db, epoch):
            sealed = _seal_epoch(db, desk, epoch, key, at, app)
            sealed = batch.with_clock(sealed, clock, key) if clock else sealed
            _keep(db, sealed, at)
            return sealed
    return None


def open_batches(db: Any) -> list[SealedBatch]:
    """The batches that were sealed and not answered, oldest first."""
    rows = db.execute(
        "SELECT bytes FROM batches JOIN epochs USING (epoch) WHERE answered_at IS NULL ORDER BY ordinal, number"
    ).fetchall()
    return [_sealed(row[0]) for row in rows]


def keep_answer(db: Any, batch_id: str, answer: bytes, at: datetime) -> None:
    """Store the signed bytes of the answer that ends a batch. Call inside a writing transaction.

    Raises LookupError for a batch that this desk does not have.
    """
    done = db.execute("UPDATE batches SET answer = ?, answered_at = ? WHERE id = ?", [answer, at.isoformat(), batch_id])
    if done.rowcount != 1:
        raise LookupError(f"no batch {batch_id}")


def answer_of(db: Any, batch_id: str) -> bytes | None:
    """The signed answer to a batch, or None while it is open."""
    row = db.execute("SELECT answer FROM batches WHERE id = ?", [batch_id]).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def reopen(db: Any, there: Collection[str]) -> set[str]:
    """Delete the answers to batches that are not among ``there``, so that they are sent again; returns their ids.

    ``there`` are the batches that the township has answered by its own list: after a restore from a backup it has
    forgotten the others. Call inside a writing transaction.
    """
    forgotten = answered(db) - set(there)
    for each in forgotten:
        db.execute("UPDATE batches SET answer = NULL, answered_at = NULL WHERE id = ?", [each])
    return forgotten


def answered(db: Any) -> set[str]:
    """The ids of the batches that have their answer."""
    return {row[0] for row in db.execute("SELECT id FROM batches WHERE answered_at IS NOT NULL").fetchall()}


def count_answered(db: Any) -> int:
    """How many batches have their answer, not counted one by one: those of an epoch are numbered without a gap."""
    last = "SELECT max(number) FROM batches WHERE batches.epoch = epochs.epoch"
    still_open = "SELECT count(*) FROM batches WHERE answered_at IS NULL"
    [count] = db.execute(f"SELECT coalesce(sum(({last})), 0) - ({still_open}) FROM epochs").fetchone()
    return int(count)


def known(db: Any) -> set[str]:
    """The ids of all batches in this file."""
    return {row[0] for row in db.execute("SELECT id FROM batches").fetchall()}


def last_answered(db: Any) -> SealedBatch | None:
    """The batch whose answer came last."""
    last = "SELECT id FROM batches WHERE answered_at > '' ORDER BY answered_at DESC, rowid DESC LIMIT 1"
    row = db.execute(f"SELECT bytes FROM batches WHERE id = ({last})").fetchone()
    return _sealed(row[0]) if row else None


def drop_all(db: Any) -> None:
    """Forget every batch, before ``replace_entries`` of the journal; those that stand are put back by ``put_back``."""
    db.execute("DELETE FROM batches")


def drop_after(db: Any, epoch: str, seq: int) -> None:
    """Forget the batches with facts beyond this one: they go another way. Inside a writing transaction."""
    db.execute("DELETE FROM batches WHERE epoch = ? AND last_seq > ?", [epoch, seq])


def one(db: Any, batch_id: str) -> SealedBatch | None:
    """The sealed batch of that id, if the desk has it."""
    row = db.execute("SELECT bytes FROM batches WHERE id = ?", [batch_id]).fetchone()
    return _sealed(row[0]) if row else None


def of_another_key(db: Any, key: str) -> set[str]:
    """The epochs in which another key signed an open batch, or the last batch of the present epoch.

    An epoch that another key began must not go on: the key is new here.
    """
    in_use = "SELECT epoch FROM epochs ORDER BY ordinal DESC LIMIT 1"
    last = f"SELECT epoch, bytes FROM batches WHERE epoch = ({in_use}) ORDER BY number DESC LIMIT 1"
    still_open = "SELECT epoch, bytes FROM batches WHERE answered_at IS NULL"
    rows = db.execute(f"{still_open} UNION ALL SELECT epoch, bytes FROM ({last})").fetchall()
    return {epoch for epoch, data in rows if _sealed(data).manifest.key != key}


def put_back(db: Any, kept: Kept) -> None:
    """Keep a batch that the township had, with its answer. Call inside a writing transaction."""
    _keep(db, kept.sealed, datetime.fromisoformat(kept.sealed.manifest.created))
    keep_answer(db, kept.sealed.id, kept.answer_bytes, datetime.fromisoformat(kept.answer.answered_at))


def waiting(db: Any) -> Unanswered:
    """The facts without an answer: those in open batches and those not sealed yet.

    Answered facts are not read, however long the journal is.
    """
    stretches = unanswered(db)
    oldest = filter(None, (journal.earliest(db, *each) for each in stretches))
    return Unanswered(sum(journal.count(db, *each) for each in stretches), min(oldest, default=None))


def unanswered(db: Any) -> list[tuple[str, int, int]]:
    """The stretches of the journal that the township has not answered: epoch, the seq before, the last seq."""
    found = db.execute(
        "SELECT epoch, first_seq - 1, last_seq FROM batches WHERE answered_at IS NULL ORDER BY epoch, number"
    ).fetchall()
    for epoch in _epochs(db):
        [end] = db.execute("SELECT max(seq) FROM journal WHERE epoch = ?", [epoch]).fetchone()
        found.append((epoch, _sealed_upto(db, epoch), end or 0))
    return [(epoch, after, upto) for epoch, after, upto in found if after < upto]


def unsealed(db: Any, kinds: Sequence[str]) -> tuple[str, str] | None:
    """When the first and the last fact of these kinds was recorded that is in no batch yet, ISO 8601; None without any.

    Lines of payout lists are not among the kinds.
    """
    which = f"kind = ? AND {journal.NOT_A_LINE} AND epoch = ? AND seq > ?"
    found = []
    for place, epoch in enumerate(_epochs(db)):
        after = _sealed_upto(db, epoch)
        for kind, order in product(kinds, ("ASC", "DESC")):
            query = f"SELECT seq, at FROM journal WHERE {which} ORDER BY seq {order} LIMIT 1"
            found += [(place, seq, at) for seq, at in db.execute(query, [kind, epoch, after]).fetchall()]
    return (min(found)[2], max(found)[2]) if found else None


def sealed_at(db: Any, back: int) -> str | None:
    """When the batch ``back`` places before the last one was sealed; None when there are not so many."""
    row = db.execute(
        "SELECT sealed_at FROM epochs e CROSS JOIN batches b ON b.epoch = e.epoch"
        " ORDER BY e.ordinal DESC, b.number DESC LIMIT 1 OFFSET ?",
        [back],
    ).fetchone()
    return row[0] if row else None


def acknowledged_seq(db: Any, epoch: str) -> int:
    """The last seq of the epoch up to which every fact was answered; 0 when none was."""
    first_open = db.execute(
        "SELECT min(number) FROM batches WHERE answered_at IS NULL AND epoch = ?", [epoch]
    ).fetchone()[0]
    before = "SELECT last_seq FROM batches WHERE epoch = ? AND number < ? ORDER BY number DESC LIMIT 1"
    row = db.execute(before, [epoch, first_open or 2**62]).fetchone()
    return int(row[0]) if row else 0


def known_township(db: Any) -> KnownTownship | None:
    """The township whose key is pinned, or None before the first contact."""
    rows = db.execute("SELECT public_key, url, timeline FROM townships ORDER BY rowid DESC LIMIT 2").fetchall()
    return KnownTownship(*rows[0], *(row[0] for row in rows[1:])) if rows else None


def remember_township(db: Any, known: KnownTownship, at: datetime) -> None:
    """Pin the township at first contact; later update its url, timeline and last contact. Inside a transaction."""
    db.execute(
        "INSERT INTO townships (public_key, url, timeline, met_at, heard_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (public_key) DO UPDATE SET url = excluded.url, timeline = excluded.timeline,"
        " heard_at = excluded.heard_at",
        [known.public_key, known.url, known.timeline, at.isoformat(), at.isoformat()],
    )


def pin_township(db: Any, known: KnownTownship, at: datetime) -> None:
    """From now on this is the township, proven by a code, and no other. Inside a writing transaction."""
    db.execute("DELETE FROM townships WHERE public_key <> ?", [known.public_key])
    remember_township(db, known, at)


def follow_key(db: Any, before: str, after: str, at: datetime) -> None:
    """Pin the township's next key, and keep this one beside it. Inside a writing transaction.

    Nothing changes unless ``before`` is the key that is pinned: older keys of the township count no more.
    """
    known = known_township(db)
    if known is not None and known.public_key == before:
        pin_township(db, known, at)
        remember_township(db, replace(known, public_key=after), at)


def end_key_before(db: Any) -> None:
    """From now on only the newest key is the township's. Inside a writing transaction."""
    db.execute("DELETE FROM townships WHERE rowid < (SELECT max(rowid) FROM townships)")


def _epochs(db: Any) -> list[str]:
    return [row[0] for row in db.execute("SELECT epoch FROM epochs ORDER BY ordinal").fetchall()]


def _last_sealed(db: Any, desk: str, epoch: str) -> protocol.BatchPlace:
    row = db.execute(
        "SELECT number, id, last_seq, head_hash FROM batches WHERE epoch = ? ORDER BY number DESC LIMIT 1", [epoch]
    ).fetchone()
    return protocol.BatchPlace(*row) if row else protocol.beginning(desk, epoch)


def _sealed_upto(db: Any, epoch: str) -> int:
    """The last seq that is in a batch; batches follow each other without a gap."""
    row = db.execute("SELECT last_seq FROM batches WHERE epoch = ? ORDER BY number DESC LIMIT 1", [epoch]).fetchone()
    return int(row[0]) if row else 0


def _new_facts(db: Any, epoch: str) -> bool:
    row = db.execute(
        "SELECT EXISTS (SELECT 1 FROM journal WHERE epoch = ? AND kind <> ? AND seq > ?)",
        [epoch, protocol.CARRIED_ALONG, _sealed_upto(db, epoch)],
    ).fetchone()
    return bool(row[0])


def _seal_epoch(db: Any, desk: str, epoch: str, key: DeskKey, at: datetime, app: str) -> SealedBatch:
    from sync.wire import batch

    after = _last_sealed(db, desk, epoch)
    entries = _chained(journal.read(db, epoch, after.seq), after)
    return batch.seal(desk, epoch, after, entries, key, at, app)


def _chained(entries: Iterator[journal.Entry], after: protocol.BatchPlace) -> Iterator[journal.Entry]:
    """The entries in turn, each checked to follow the one before."""
    previous, seq = after.hash, after.seq
    for entry in entries:
        seq += 1
        if entry.seq != seq or journal.hash_of(previous, entry) != entry.hash:
            raise ChainBroken("hash" if entry.seq == seq else "gap", f"{entry.epoch} {seq}")
        previous = entry.hash
        yield entry


def _sealed(stored: bytes) -> SealedBatch:
    from sync.wire import batch

    return batch.sealed(bytes(stored))


def _keep(db: Any, sealed: SealedBatch, at: datetime) -> None:
    db.execute(
        "INSERT INTO batches (id, epoch, number, first_seq, last_seq, head_hash, bytes, sealed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            sealed.id,
            sealed.epoch,
            sealed.number,
            sealed.first_seq,
            sealed.last_seq,
            sealed.head_hash,
            sealed.bytes,
            at.isoformat(),
        ],
    )
