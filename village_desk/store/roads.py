"""Reading the road's tables for the township page: batches with their counts, money and state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from village_desk.store.engine import Database

_SELECT = """
SELECT b.id, b.epoch, b.number, b.first_seq, b.last_seq, b.sealed_at, b.answered_at,
       (SELECT coalesce(sum(r.amount_fen), 0) FROM receipts r
         WHERE r.epoch = b.epoch AND r.seq BETWEEN b.first_seq AND b.last_seq),
       (SELECT coalesce(sum(r.amount_fen), 0) FROM receipts r
         WHERE r.void_epoch = b.epoch AND r.void_seq BETWEEN b.first_seq AND b.last_seq),
       (SELECT count(*) FROM verdicts v WHERE v.batch = b.id AND v.verdict = 'refused'),
       (SELECT count(*) FROM verdicts v WHERE v.batch = b.id AND v.verdict = 'already_had')
  FROM batches b JOIN epochs e USING (epoch)
 ORDER BY e.ordinal DESC, b.number DESC
"""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A sealed batch: its range of the journal, the fen collected and made void in it, the answer when there is one."""

    id: str
    epoch: str
    number: int
    first_seq: int
    last_seq: int
    sealed_at: datetime
    answered_at: datetime | None
    collected_fen: int
    voided_fen: int
    refused: int
    already_had: int

    @property
    def facts(self) -> int:
        """How many facts it carries."""
        return self.last_seq - self.first_seq + 1

    @property
    def net_fen(self) -> int:
        """What is handed in with it; below zero when it makes more void than it collected."""
        return self.collected_fen - self.voided_fen


def batches(db: Database) -> list[BatchLine]:
    """The sealed batches, the latest first."""
    return [_line(row) for row in db.execute(_SELECT)]


def unanswered(db: Database) -> set[str]:
    """The ids of the facts that the township has not answered, sealed or not."""
    rows = db.execute(
        "SELECT id FROM journal WHERE NOT EXISTS (SELECT 1 FROM batches WHERE batches.epoch = journal.epoch"
        " AND answer IS NOT NULL AND journal.seq BETWEEN first_seq AND last_seq)"
    )
    return {row[0] for row in rows}


def _line(row: tuple[Any, ...]) -> BatchLine:
    batch_id, epoch, number, first, last, sealed, answered, *counted = row
    answered_at = datetime.fromisoformat(answered) if answered else None
    return BatchLine(batch_id, epoch, number, first, last, datetime.fromisoformat(sealed), answered_at, *counted)
