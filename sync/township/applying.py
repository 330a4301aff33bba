"""Applies one batch inside the caller's transaction: a verdict for each line, the books, the answer. No HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from sync.errors import RoadError
from sync.facts import BatchAnswered, Refusal
from sync.lines import Line
from sync.manifest import Manifest
from sync.township import checks, engines, ledger, words
from sync.township.books import Books

ACCEPTED, ALREADY_HAD, REFUSED = "accepted", "already_had", "refused"


class Raced(RoadError):
    """Another desk brought one of these facts between our look and our insert: nothing is kept, begin again."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and its verdict; ``new`` when the fact was not in the books before."""

    line: Line
    verdict: Refusal
    new: bool
    digest: str


def apply(
    db: Connection, manifest: Manifest, batch_id: str, lines: Sequence[Line], today: date
) -> tuple[list[Judged], set[str]]:
    """Give every line its verdict and write what the accepted ones mean. All or nothing with the transaction.

    Returns the verdicts, and the people who stood in doubt before and do not any more.

    Raises Raced when the unique key says that a fact came from elsewhere meanwhile (possible on PostgreSQL only).
    """
    engines.alone(db)
    books = ledger.load(db, manifest.desk, lines)
    before = ledger.known_facts(db, (line.entry.id for line in lines if line.entry))
    judged = judge_all(lines, books, before, today)
    rows = [
        ledger.fact_row(each.line, manifest.desk, batch_id, each.verdict, each.digest) for each in judged if each.new
    ]
    if ledger.insert_facts(db, rows) != len(rows):
        raise Raced("busy", "a fact came by two roads at the same moment")
    ledger.save(db, books)
    return judged, books.healed


def judge_all(lines: Sequence[Line], books: Books, before: Mapping[str, Any], today: date) -> list[Judged]:
    """The verdicts in order. ``before`` holds digest, verdict, code and field of facts that came earlier, by id."""
    seen: dict[str, Any] = dict(before)
    judged = []
    for line in lines:
        digest = line.digest
        known = seen.get(line.entry.id) if line.entry else None
        verdict = _again(line, digest, known) if known else _first(line, books, today)
        judged.append(Judged(line, verdict, line.entry is not None and known is None, digest))
        if line.entry and known is None:
            seen[line.entry.id] = _Seen(digest, verdict.verdict, verdict.code, verdict.field)
    return judged


def answer(manifest: Manifest, batch_id: str, judged: Sequence[Judged]) -> BatchAnswered:
    """What the township says of the batch, without timeline, position, order and time."""
    verdicts = [each.verdict for each in judged]
    cash = dict.fromkeys((ACCEPTED, ALREADY_HAD, REFUSED), 0)
    for each in judged:
        cash[each.verdict.verdict] += each.line.cash_fen
    return BatchAnswered(
        batch=batch_id,
        number=manifest.number,
        epoch=manifest.epoch,
        last_seq=manifest.last_seq,
        accepted=sum(each.verdict == ACCEPTED for each in verdicts),
        already_had=sum(each.verdict == ALREADY_HAD for each in verdicts),
        refused=sum(each.verdict == REFUSED for each in verdicts),
        not_accepted=tuple(each for each in verdicts if each.verdict != ACCEPTED),
        accepted_fen=cash[ACCEPTED],
        already_had_fen=cash[ALREADY_HAD],
        refused_fen=cash[REFUSED],
        remarks=tuple(each for each in verdicts if each.verdict == ACCEPTED and each.code),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    digest: str
    verdict: str
    code: str
    field: str


def _again(line: Line, digest: str, known: Any) -> Refusal:
    """The verdict on a fact whose id is in the books already: it never counts a second time."""
    if known.digest != digest:
        return _verdict(line, REFUSED, "id_reused", "")
    if known.verdict == REFUSED:
        return _verdict(line, REFUSED, known.code, known.field)
    return _verdict(line, ALREADY_HAD, "", "")


def _first(line: Line, books: Books, today: date) -> Refusal:
    finding = checks.judge(line.entry, books, today)
    if finding is None:
        return _verdict(line, ACCEPTED, "", "")
    return _verdict(line, ACCEPTED if finding.remark else REFUSED, finding.code, finding.field)


def _verdict(line: Line, verdict: str, code: str, field: str) -> Refusal:
    return Refusal(
        fact=line.entry.id if line.entry else "",
        verdict=verdict,
        code=code,
        field=field,
        reason=words.reason(code, field) if code else "",
        cure=words.cure(code) if code else "",
        seq=line.seq,
    )
