"""Makes a batch's passport from what was sealed: counts and sums by kind of work, in a clerk's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from sync.agreement import facts, journal, protocol
from sync.agreement.card import Work
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Collecting
from village_desk.store import roads
from village_desk.store.database import Store
from village_desk.store.roads import BatchLine
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.passport import Passport, PassportLine


def made(store: Store, collecting: Collecting, number: int, epoch: str = "") -> Passport:
    """The passport of a batch; without an epoch, of the latest batch of that number. Refused ``unknown_batch``."""
    from village_desk.documents.passport import Passport

    batch, village = _found(store, number, epoch), store.village()
    entries = _entries(store, batch)
    known = [each.fact() for each in entries if each.kind in facts.KINDS]
    taken = [each.receipt for each in known if isinstance(each, facts.ContributionCollected)]
    voids = [each.receipt for each in known if isinstance(each, facts.ReceiptVoided)]
    voided_fen = sum(collecting.receipt(each).amount_fen for each in voids)
    moved = [(each.kind, protocol.cash_of(each.kind, each.body)) for each in entries]
    cash = _cash(moved)
    return Passport(
        village_name=village.name,
        village_code=village.code,
        desk=village.desk,
        number=batch.number,
        batch=batch.id,
        epoch=batch.epoch,
        head_hash=entries[-1].hash,
        first_seq=batch.first_seq,
        last_seq=batch.last_seq,
        first_at=datetime.fromisoformat(entries[0].at),
        last_at=datetime.fromisoformat(entries[-1].at),
        sealed_at=batch.sealed_at,
        lines=_lines(entries, cash | ({Work.VOIDING: -voided_fen} if voids else {})),
        collected_fen=sum(fen for _kind, fen in moved if fen > 0),
        paid_out_fen=-sum(fen for _kind, fen in moved if fen < 0),
        voided_fen=voided_fen,
        receipts=(taken[0], taken[-1]) if taken else None,
        receipt_count=len(taken),
        void_count=len(voids),
        made_by=store.by,
        answer=_answer(batch),
    )


def _found(store: Store, number: int, epoch: str) -> BatchLine:
    found = roads.batch(store.db, number, epoch) if number > 0 else None
    if found is None:
        raise Refused(_("没有第 {number} 批").format(number=number), _("请先封好这一批"), "unknown_batch")
    return found


def _entries(store: Store, batch: BatchLine) -> list[journal.Entry]:
    after = journal.read(store.db, batch.epoch, batch.first_seq - 1)
    return list(takewhile(lambda each: each.seq <= batch.last_seq, after))


def _cash(moved: Iterable[tuple[str, int]]) -> dict[Work, int]:
    """The cash of facts (kind, fen) by kind of work, for works with cash; a void only names its receipt."""
    found: dict[Work, int] = {}
    for kind, fen in moved:
        card = facts.CARDS.get(kind)
        if card is not None and card.cash is not None and card.cash.is_stated:
            found[card.work] = found.get(card.work, 0) + fen
    return found


def _lines(entries: list[journal.Entry], cash: Mapping[Work, int]) -> tuple[PassportLine, ...]:
    """A line for each kind of work in the batch; their counts add up to all its facts."""
    from village_desk.documents.passport import PassportLine

    counts = Counter(facts.CARDS[each.kind].work if each.kind in facts.CARDS else Work.OTHER for each in entries)
    return tuple(PassportLine(work.value, counts[work], cash.get(work)) for work in Work if counts[work])


def _answer(batch: BatchLine) -> str:
    if not batch.answered_at:
        return ""
    accepted = batch.facts - batch.refused - batch.already_had - batch.kept
    later = f"，镇所升级后再认 {batch.kept} 条" if batch.kept else ""
    return f"镇所已答复：收下 {accepted} 条，退回 {batch.refused} 条{later}"
