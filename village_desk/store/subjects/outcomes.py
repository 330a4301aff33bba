"""What was noted of things that wait: of each, the outcome that was noted last in the township's order."""

from __future__ import annotations

from sync.agreement.facts import OutcomeNoted
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database
from village_desk.store.subjects.card import DeskCard, DeskSubject, Origin
from village_desk.store.subjects.person_fields import order_of

SCHEMA = """
CREATE TABLE outcomes (
    place INTEGER PRIMARY KEY,
    fact TEXT NOT NULL UNIQUE,
    waiting TEXT NOT NULL,
    subject TEXT NOT NULL,
    period TEXT NOT NULL,
    person TEXT NOT NULL,
    outcome TEXT NOT NULL,
    words TEXT NOT NULL,
    until TEXT NOT NULL,
    comment TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    told_order INTEGER NOT NULL
) STRICT;
CREATE INDEX outcomes_waiting ON outcomes (waiting, period);
"""
_LAST_OF_EACH = f"""
SELECT subject, outcome, words, until, comment, at, by FROM outcomes o
 WHERE waiting = ? AND period = ? ORDER BY {order_of("o")}, place
"""


@value
class NotedOutcome:
    """What was noted last of a thing: the outcome's name and words, the day on which it waits again, who noted it when.

    ``until``: ISO 8601, "" where it is over for the period. ``at``: ISO 8601.
    """

    outcome: str
    words: str
    until: str
    comment: str
    at: str
    by: str

    def hides(self, today: str) -> bool:
        """Whether the thing does not wait on a day (ISO 8601)."""
        return not self.until or self.until > today


def noted(db: Database, waiting: str, period: str = "") -> dict[str, NotedOutcome]:
    """The last outcome of each subject of a kind and period; those that were taken back left out."""
    found = {subject: NotedOutcome(*row) for subject, *row in db.execute(_LAST_OF_EACH, [waiting, period])}
    return {subject: each for subject, each in found.items() if each.outcome}


def put_off(db: Database, waiting: str, today: str, period: str) -> set[str]:
    """The subjects of a kind that wait for another day, or not at all for this period. ``today``: ISO 8601."""
    return {subject for subject, each in noted(db, waiting, period).items() if each.hides(today)}


def _note(db: Database, entry: Entry, fact: OutcomeNoted, origin: Origin) -> None:
    epoch, seq = ("", 0) if origin.desk else (entry.epoch, entry.seq)
    what = [fact.waiting, fact.subject, fact.period, fact.person, fact.outcome, fact.words, fact.until, fact.comment]
    names = "(fact, waiting, subject, period, person, outcome, words, until, comment, at, by, epoch, seq, told_order)"
    db.execute(
        f"INSERT INTO outcomes {names} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [entry.id, *what, entry.at, entry.by, epoch, seq, origin.order],
    )


SUBJECT = DeskSubject(
    schema=SCHEMA,
    looked_up="",
    whose={},
    by_fact=("outcomes",),
    cards=(DeskCard(fact=OutcomeNoted, apply=_note),),
)
