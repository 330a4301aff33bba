"""Reading the road's tables for the township page: batches with their counts, money and state."""

from datetime import datetime
from typing import Any

from sync.agreement.values import value
from sync.desk import outbox
from village_desk.store.connection.engine import Database

_SELECT = """
SELECT b.id, b.epoch, chosen.ordinal, b.number, b.first_seq, b.last_seq, b.sealed_at, b.answered_at,
       (SELECT coalesce(sum(r.amount_fen), 0) FROM receipts r
         WHERE r.epoch = b.epoch AND r.seq BETWEEN b.first_seq AND b.last_seq),
       (SELECT coalesce(sum(r.amount_fen), 0) FROM receipts r
         WHERE r.void_seq > 0 AND r.void_epoch = b.epoch AND r.void_seq BETWEEN b.first_seq AND b.last_seq),
       (SELECT count(*) FROM verdicts v WHERE v.batch = b.id AND v.verdict = 'refused'),
       (SELECT count(*) FROM verdicts v WHERE v.batch = b.id AND v.verdict = 'already_had'),
       (SELECT count(*) FROM verdicts v WHERE v.batch = b.id AND v.verdict = 'kept')
  FROM (SELECT o.rowid AS place, e.ordinal FROM epochs e CROSS JOIN batches o ON o.epoch = e.epoch
         WHERE ?1 IN (0, o.number) AND ?2 IN ('', o.epoch)
         ORDER BY e.ordinal DESC, o.number DESC LIMIT ?3) chosen
 CROSS JOIN batches b ON b.rowid = chosen.place
 ORDER BY chosen.ordinal DESC, b.number DESC
"""
_ALL = -1


@value
class BatchLine:
    """A sealed batch: its range of the journal, the fen collected and made void in it, and its answer, if any.

    ``number`` counts within the epoch, whose ``ordinal`` is 1 while the file is in its first life. ``kept``: the number
    of its facts that the township judges after its upgrade.
    """

    id: str
    epoch: str
    ordinal: int
    number: int
    first_seq: int
    last_seq: int
    sealed_at: datetime
    answered_at: datetime | None
    collected_fen: int
    voided_fen: int
    refused: int
    already_had: int
    kept: int

    @property
    def facts(self) -> int:
        """How many facts the batch has."""
        return self.last_seq - self.first_seq + 1

    @property
    def net_fen(self) -> int:
        """The cash to hand in with the batch; negative when its voids exceed its receipts."""
        return self.collected_fen - self.voided_fen


def batches(db: Database, most: int = _ALL) -> list[BatchLine]:
    """The sealed batches, the latest first; ``most``: no more than so many."""
    return [_line(row) for row in db.execute(_SELECT, [0, "", most])]


def batch(db: Database, number: int, epoch: str = "") -> BatchLine | None:
    """The batch of that number; without an epoch, the latest of that number."""
    row = db.execute(_SELECT, [number, epoch, 1]).fetchone()
    return _line(row) if row else None


def count(db: Database) -> int:
    """How many batches were sealed."""
    found: int = db.execute("SELECT count(*) FROM batches").fetchone()[0]
    return found


def unanswered(db: Database) -> set[str]:
    """The ids of the facts that the township has not answered, sealed or not."""
    ids = "SELECT id FROM journal WHERE epoch = ? AND seq > ? AND seq <= ?"
    return {row[0] for each in outbox.unanswered(db) for row in db.execute(ids, each).fetchall()}


def _line(row: tuple[Any, ...]) -> BatchLine:
    batch_id, epoch, ordinal, number, first, last, sealed, answered, *counted = row
    answered_at = datetime.fromisoformat(answered) if answered else None
    return BatchLine(
        batch_id, epoch, ordinal, number, first, last, datetime.fromisoformat(sealed), answered_at, *counted
    )
