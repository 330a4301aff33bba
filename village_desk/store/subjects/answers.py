"""The township's answers about this desk's facts: how far the township has them, its verdicts, its order numbers."""

from sync.agreement.facts import BatchAnswered, Refusal
from sync.agreement.journal import Entry
from sync.agreement.sent import VerdictsTold
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import person_fields
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin

SCHEMA = """
CREATE TABLE acknowledged (
    epoch TEXT PRIMARY KEY,
    last_seq INTEGER NOT NULL
) STRICT;
CREATE TABLE verdicts (
    fact TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    verdict TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL,
    kept INTEGER NOT NULL
) STRICT;
CREATE TABLE later_verdicts (
    fact TEXT PRIMARY KEY,
    verdict TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL
) STRICT;
CREATE TABLE remarks (
    fact TEXT PRIMARY KEY,
    batch TEXT NOT NULL,
    code TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    cure TEXT NOT NULL
) STRICT;
CREATE TABLE orders (
    epoch TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (epoch, last_seq)
) STRICT;
"""
LOOKED_UP = """
CREATE INDEX verdicts_verdict ON verdicts (verdict, batch, fact);
"""


def _answered(db: Database, entry: Entry, fact: BatchAnswered, origin: Origin) -> None:
    db.execute("INSERT OR REPLACE INTO orders VALUES (?, ?, ?)", [fact.epoch, fact.last_seq, fact.order])
    db.execute(
        "INSERT INTO acknowledged VALUES (?, ?)"
        " ON CONFLICT (epoch) DO UPDATE SET last_seq = max(last_seq, excluded.last_seq)",
        [fact.epoch, fact.last_seq],
    )
    person_fields.answered(db, fact.epoch, fact.last_seq)
    for each in fact.remarks:
        values = [each.fact, fact.batch, each.code, each.field, each.reason, each.cure]
        db.execute("INSERT OR REPLACE INTO remarks VALUES (?, ?, ?, ?, ?, ?)", values)
    for each in fact.not_accepted:
        _note_verdict(db, fact.batch, each)


def _note_verdict(db: Database, batch: str, refusal: Refusal) -> None:
    kept = refusal.verdict == "kept"
    values = [refusal.fact, batch, refusal.verdict, refusal.code, refusal.field, refusal.reason, refusal.cure, kept]
    db.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
    if kept:
        _judge_later(db, refusal.fact)


def _judge_as_sent(db: Database, entry: Entry, fact: VerdictsTold, origin: Origin) -> None:
    for each in fact.lines:
        values = [each.fact, each.verdict, each.code, each.field, each.reason, each.cure]
        db.execute("INSERT OR REPLACE INTO later_verdicts VALUES (?, ?, ?, ?, ?, ?)", values)
        _judge_later(db, each.fact)


def _judge_later(db: Database, fact: str) -> None:
    """Replace the verdict ``kept`` of a fact by the township's later verdict on it; other verdicts stay.

    So it does not matter in which order the two arrive, nor what restored books answered before they forgot the batch.
    """
    names = "code, field, reason, cure"
    later = "FROM later_verdicts WHERE fact = ?1"
    judged = db.execute(
        f"UPDATE verdicts SET (verdict, {names}) = (SELECT verdict, {names} {later})"
        f" WHERE fact = ?1 AND kept AND EXISTS (SELECT 1 {later})",
        [fact],
    )
    if judged.rowcount:
        batch = "(SELECT batch FROM verdicts WHERE fact = ?1)"
        db.execute(f"INSERT OR REPLACE INTO remarks SELECT fact, {batch}, {names} {later} AND {_REMARK}", [fact])
        db.execute(f"DELETE FROM remarks WHERE fact = ?1 AND NOT EXISTS (SELECT 1 {later} AND {_REMARK})", [fact])


_REMARK = "verdict = 'accepted' AND code <> ''"

_CARDS = (
    DeskCard(fact=BatchAnswered, apply=_answered),
    DeskCard(fact=VerdictsTold, apply=_judge_as_sent),
)
SUBJECT = DeskSubject(schema=SCHEMA, looked_up=LOOKED_UP, whose={}, by_fact=(), cards=_CARDS)
