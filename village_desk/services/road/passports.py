"""Makes a batch's passport from what was sealed: counts and sums by kind of work, in a clerk's words."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from sync.agreement import facts, journal
from village_desk.domain.basics.errors import Refused
from village_desk.services.collecting import Collecting
from village_desk.store import roads
from village_desk.store.database import Store
from village_desk.store.roads import BatchLine
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.passport import Passport, PassportLine

_COLLECTED, _VOIDED = facts.ContributionCollected.KIND, facts.ReceiptVoided.KIND
_WORK = {
    "参保登记": (facts.PersonRegistered.KIND,),
    "资料更正": (facts.PersonCorrected.KIND,),
    "代收养老保险费": (_COLLECTED,),
    "作废凭条": (_VOIDED,),
    "发放名单": (facts.PayoutListTaken.KIND, facts.PayoutLineTaken.KIND, facts.PayoutRosterPrinted.KIND),
}
_OTHER = "其他（导入、打印、设置等）"


def made(store: Store, collecting: Collecting, number: int, epoch: str = "") -> Passport:
    """The passport of a batch; without an epoch, of the latest batch of that number. Refused ``unknown_batch``."""
    from village_desk.documents.passport import Passport

    batch, village = _found(store, number, epoch), store.village()
    entries = _entries(store, batch)
    taken = [str(each.body["receipt"]) for each in entries if each.kind == _COLLECTED]
    voids = [str(each.body["receipt"]) for each in entries if each.kind == _VOIDED]
    voided_fen = sum(collecting.receipt(each).amount_fen for each in voids)
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
        lines=_lines(entries, voided_fen),
        collected_fen=_cash(entries),
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


def _cash(entries: list[journal.Entry]) -> int:
    return sum(int(each.body["amount_fen"]) for each in entries if each.kind == _COLLECTED)


def _lines(entries: list[journal.Entry], voided_fen: int) -> tuple[PassportLine, ...]:
    """A line for each kind of work that the batch has; their counts make up all of its facts."""
    from village_desk.documents.passport import PassportLine

    counts = Counter(each.kind for each in entries)
    money = {_COLLECTED: _cash(entries), _VOIDED: -voided_fen}
    lines = [
        PassportLine(words, sum(counts.pop(kind, 0) for kind in kinds), money.get(kinds[0]))
        for words, kinds in _WORK.items()
    ]
    lines.append(PassportLine(_OTHER, counts.total()))
    return tuple(line for line in lines if line.count)


def _answer(batch: BatchLine) -> str:
    if not batch.answered_at:
        return ""
    accepted = batch.facts - batch.refused - batch.already_had - batch.kept
    later = f"，镇所升级后再认 {batch.kept} 条" if batch.kept else ""
    return f"镇所已答复：收下 {accepted} 条，退回 {batch.refused} 条{later}"
