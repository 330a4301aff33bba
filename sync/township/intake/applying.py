"""Applies one batch inside the caller's transaction: a verdict for each line, the books, the answer. No HTTP."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sync.agreement import verdicts
from sync.agreement.books import Books
from sync.agreement.errors import RoadError
from sync.agreement.facts import BatchAnswered, Refusal
from sync.agreement.facts.people import People
from sync.agreement.values import value
from sync.township import subjects
from sync.township.store import engines, ledger
from sync.wire.lines import Line
from sync.wire.manifest import Manifest

ACCEPTED, ALREADY_HAD, REFUSED, KEPT = "accepted", "already_had", "refused", "kept"


class Raced(RoadError):
    """Another desk brought one of these facts between our look and our insert: nothing is kept, begin again."""


@value
class Judged:
    """A line and its verdict, as in Refusal; ``new`` when the fact was not in the books before."""

    line: Line
    digest: str
    new: bool
    verdict: str
    code: str = ""
    field: str = ""

    def refusal(self) -> Refusal:
        """The verdict with its words, as it stands in the answer."""
        return Refusal(
            fact=self.line.entry.id if self.line.entry else "",
            verdict=self.verdict,
            code=self.code,
            field=self.field,
            reason=verdicts.reason(self.code, self.field),
            cure=verdicts.cure(self.code),
            seq=self.line.seq,
        )


def apply(
    db: Connection, manifest: Manifest, batch_id: str, lines: Sequence[Line], today: date
) -> tuple[list[Judged], set[str]]:
    """Give every line its verdict and write what the accepted ones mean. All or nothing with the transaction.

    Returns the verdicts, and the people who stood in doubt before and do not any more.

    Raises Raced when the unique key says that a fact came from elsewhere meanwhile (possible on PostgreSQL only).
    """
    engines.alone(db)
    books = subjects.load(db, manifest.desk, lines)
    before = ledger.known_facts(db, manifest.desk, (line.entry.id for line in lines if line.entry))
    judged = judge_all(lines, books, before, today)
    rows = [ledger.fact_row(each.line, manifest.desk, batch_id, each, each.digest) for each in judged if each.new]
    if ledger.insert_facts(db, rows) != len(rows):
        raise Raced("busy", "a fact came by two roads at the same moment")
    subjects.save(db, books)
    return judged, books.part(People).healed


def judge_all(lines: Sequence[Line], books: Books, before: Mapping[str, Any], today: date) -> list[Judged]:
    """The verdicts in order. ``before``: digest, verdict, code and field of the desk's earlier facts, by id."""
    seen: dict[str, Any] = dict(before)
    judged = []
    for line in lines:
        known = seen.get(line.entry.id) if line.entry else None
        found = _verdict_on_known(line, known) if known else _verdict_on_new(line, books, today)
        judged.append(found)
        if line.entry and known is None:
            seen[line.entry.id] = found
    return judged


def answer(manifest: Manifest, batch_id: str, judged: Sequence[Judged]) -> BatchAnswered:
    """The answer to the batch, without timeline, position, order and time."""
    counted = Counter(each.verdict for each in judged)
    cash = dict.fromkeys((ACCEPTED, ALREADY_HAD, REFUSED, KEPT), 0)
    for each in judged:
        cash[each.verdict] += each.line.cash_fen
    cash[KEPT] += manifest.cash_fen - sum(each.line.cash_fen for each in judged)
    return BatchAnswered(
        batch=batch_id,
        number=manifest.number,
        epoch=manifest.epoch,
        last_seq=manifest.last_seq,
        accepted=counted[ACCEPTED],
        already_had=counted[ALREADY_HAD],
        refused=counted[REFUSED],
        not_accepted=tuple(each.refusal() for each in judged if each.verdict != ACCEPTED),
        accepted_fen=cash[ACCEPTED],
        already_had_fen=cash[ALREADY_HAD],
        refused_fen=cash[REFUSED],
        remarks=tuple(each.refusal() for each in judged if each.verdict == ACCEPTED and each.code),
        kept=counted[KEPT],
        kept_fen=cash[KEPT],
    )


def _verdict_on_known(line: Line, known: Any) -> Judged:
    """The verdict on a fact whose id is in the books already: it never counts a second time."""
    if known.digest != line.digest:
        return Judged(line, line.digest, False, REFUSED, "id_reused")
    if known.verdict in (REFUSED, KEPT):
        return Judged(line, line.digest, False, known.verdict, known.code, known.field)
    return Judged(line, line.digest, False, ALREADY_HAD)


def _verdict_on_new(line: Line, books: Books, today: date) -> Judged:
    finding, new = verdicts.judge(line.entry, books, today), line.entry is not None
    if finding is None:
        return Judged(line, line.digest, new, ACCEPTED)
    return Judged(line, line.digest, new, finding.verdict, finding.code, finding.field)
