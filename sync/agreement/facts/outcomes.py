"""What somebody said or did about a thing that waits (待办): promised, not at home, paid elsewhere. With its card.

What waits is computed on the desk and never a fact; only outcomes, promises and notes are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sync.agreement import calendar
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Known,
    PersonId,
    Subject,
    Work,
    leaves_no_trace,
    same_again,
    waits_for_person,
)
from sync.agreement.sentences import Sentence, plain, say
from sync.agreement.values import value

LONGEST = 200
"""The most characters of a note."""
LONGEST_NAME = 80
"""The most characters of a kind's, subject's, period's or outcome's name."""


@value
class OutcomeNoted:
    """The outcome of a thing that waited, in the place of all that was noted of it before.

    ``person``: whom it concerns, "" where nobody. ``waiting``: the kind of waiting. ``subject``: what waits within the
    kind, such as a person's id. ``period``: the year or month that it is about, "" where it is about none.
    ``outcome``: its name within the kind; "" takes back what was noted before. ``words``: the outcome as it was shown.
    ``until``: the day on which it waits again, "" where it is over for this period. ``comment``: in free words.
    """

    KIND: ClassVar[str] = "outcome.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    waiting: str
    subject: str
    outcome: str
    words: str = ""
    period: str = ""
    until: str = ""
    comment: str = ""


def _judge(fact: OutcomeNoted, books: Books, today: date) -> Finding | None:
    """Whether it names a thing, in words that a line holds, and a day that there is."""
    texts: Mapping[str, str] = {
        "subject": fact.subject,
        "waiting": fact.waiting,
        "outcome": fact.outcome,
        "words": fact.words,
        "period": fact.period,
    }
    empty = next((name for name in ("subject", "waiting") if not texts[name]), "")
    long = next((name for name, text in texts.items() if len(text) > LONGEST_NAME), "")
    if empty or long or len(fact.comment) > LONGEST:
        return Finding("misfit", empty or long or "comment")
    impossible = fact.until and calendar.day(fact.until) is None
    return Finding("date_impossible", "until") if impossible else None


def _say(fact: OutcomeNoted) -> Sentence:
    if not fact.outcome:
        return say("待办：取消刚才记的结果")
    until = say("，到 {day} 再看", day=fact.until) if fact.until else plain("")
    comment = say("（{comment}）", comment=fact.comment) if fact.comment else plain("")
    return say("待办：{words}{until}{comment}", words=fact.words or fact.outcome, until=until, comment=comment)


def _subjects(fact: OutcomeNoted) -> tuple[Subject, ...]:
    return (Subject("person", fact.person),) if fact.person else ()


def _waits_for(fact: OutcomeNoted, known: Known) -> Subject | None:
    return waits_for_person(fact, known) if fact.person else None


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=OutcomeNoted,
        since="1.1",
        called="待办结果",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=_subjects,
        waits_for=_waits_for,
        cash=NO_CASH,
        judge=_judge,
        enter=leaves_no_trace,
        sentence=_say,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
