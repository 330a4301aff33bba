"""Decisions on duplicates: who decided what, when, and why. The books stay as they are; the villages mend theirs.

A decision holds for the members the case had then. When one more turns up, the case is open again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from sync.agreement.errors import RoadError
from sync.agreement.values import value
from sync.township.console import accounts, actions
from sync.township.console.actions import Action
from sync.township.console.reading import duplicates, names
from sync.township.console.reading.duplicates import Case, DuplicateKind, Member

_decisions = accounts.decisions
NOTE_LEAST, NOTE_MOST = 2, 500


class NotDecided(RoadError):
    """``outcome``, ``about`` or ``note``: the part that is missing or does not fit this kind of duplicate."""


class Outcome(Enum):
    """The possible decisions. Some are about one member."""

    BELONGS = "belongs"
    WRONG_NUMBER = "wrong_number"
    REFUND = "refund"
    BOTH_RIGHT = "both_right"
    TAKE_ANEW = "take_anew"
    OTHER = "other"

    def in_words(self) -> str:
        """The decision in the words of the form."""
        return _WORDS[self]

    @property
    def names_one(self) -> bool:
        """Whether the decision is about one of the members."""
        return self in (Outcome.BELONGS, Outcome.WRONG_NUMBER, Outcome.REFUND, Outcome.TAKE_ANEW)


_WORDS = {
    Outcome.BELONGS: "是同一个人，归这个村办理，别的村注销登记",
    Outcome.WRONG_NUMBER: "不是同一个人，这个村的身份证号写错了，请它更正",
    Outcome.REFUND: "缴重了，请这个村退款并作废这张凭条",
    Outcome.BOTH_RIGHT: "没有缴重，两笔都对，照旧计入",
    Outcome.TAKE_ANEW: "请这个村作废这一笔，用新号码重新开凭条",
    Outcome.OTHER: "其他（在说明里写清楚）",
}

_ASKED_OF_ONE = {
    Outcome.WRONG_NUMBER: "wrong_number",
    Outcome.REFUND: "refund",
    Outcome.TAKE_ANEW: "take_anew",
    Outcome.BELONGS: "stays",
}
_ASKED_OF_OTHERS = {Outcome.BELONGS: "leaves", Outcome.OTHER: "other"}


def asked_of(outcome: Outcome, member: Member, chosen: Member | None) -> str:
    """What a decision asks of the village of a member, in the word of ``sent.DuplicateDecided``."""
    if chosen is not None and member == chosen:
        return _ASKED_OF_ONE[outcome]
    same_village = chosen is not None and names.village_of(member.desk) == names.village_of(chosen.desk)
    if outcome is Outcome.BELONGS and same_village:
        return "stays"
    return _ASKED_OF_OTHERS.get(outcome, "stays")


OFFERED: Mapping[DuplicateKind, tuple[Outcome, ...]] = {
    DuplicateKind.PERSON: (Outcome.BELONGS, Outcome.WRONG_NUMBER, Outcome.OTHER),
    DuplicateKind.PAID: (Outcome.REFUND, Outcome.BOTH_RIGHT, Outcome.OTHER),
    DuplicateKind.RECEIPT: (Outcome.TAKE_ANEW, Outcome.OTHER),
}


@value
class Decision:
    """A decision as it is kept. ``title`` and ``about`` are words of then; ``members`` the case's state of then."""

    case: str
    members: str
    kind: DuplicateKind
    title: str
    outcome: Outcome
    about: str
    note: str
    clerk: str
    decided_at: str


def decide(
    db: Connection, now: datetime, clerk: str, case: Case, outcome: Outcome, words: tuple[str, str], note: str
) -> None:
    """Store a decision and its line in the log. ``words``: the name of the case, and the member of the decision.

    Raises NotDecided.
    """
    title, about = words
    if outcome not in OFFERED[case.kind]:
        raise NotDecided("outcome")
    if outcome.names_one and not about:
        raise NotDecided("about")
    note = note.strip()
    if not NOTE_LEAST <= len(note) <= NOTE_MOST:
        raise NotDecided("note")
    decided = Decision(
        case=case.key,
        members=case.state,
        kind=case.kind,
        title=title,
        outcome=outcome,
        about=about,
        note=note,
        clerk=clerk,
        decided_at=accounts.moment(now),
    )
    row = {name: getattr(decided, name) for name in Decision.__dataclass_fields__}
    db.execute(insert(_decisions), row | {"kind": case.kind.value, "outcome": outcome.value})
    actions.note(db, now, clerk, Action.DECIDED, f"{title}：{outcome.in_words()}")


def open_cases(db: Connection, cases: Iterable[Case] | None = None) -> list[Case]:
    """Those duplicates (all there are now, if not given) about which nothing was decided as they stand."""
    decided = {(row.case, row.members) for row in db.execute(select(_decisions.c.case, _decisions.c.members))}
    return [
        each for each in (duplicates.cases(db) if cases is None else cases) if (each.key, each.state) not in decided
    ]


def latest(db: Connection, most: int = 50) -> list[Decision]:
    """The latest decisions."""
    return [_decision(row) for row in db.execute(select(_decisions).order_by(_decisions.c.number.desc()).limit(most))]


def of(db: Connection, case: Case) -> list[Decision]:
    """Everything that was ever decided of a case, the latest first."""
    rows = db.execute(select(_decisions).where(_decisions.c.case == case.key).order_by(_decisions.c.number.desc()))
    return [_decision(row) for row in rows]


def _decision(row: Row[Any]) -> Decision:
    values = {name: getattr(row, name) for name in Decision.__dataclass_fields__}
    return Decision(**values | {"kind": DuplicateKind(row.kind), "outcome": Outcome(row.outcome)})
