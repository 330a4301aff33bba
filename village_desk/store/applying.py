"""Applies facts to the derived tables, by the cards of ``subjects/``; no other code writes these tables.

Applying never judges: the rules were asked before the fact was recorded. It must give the same tables every time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from sync.agreement import facts, journal
from sync.agreement.card import Subject
from sync.agreement.fact import Fact
from sync.agreement.journal import Entry
from sync.agreement.sent import DeskTold
from village_desk.domain.basics.errors import Refused
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import SUBJECTS, other_desk, waiting
from village_desk.store.subjects.card import OWN, DeskCard, Origin, RunCard

LONGEST_RUN = 500
"""How many facts of one kind are applied together at most."""


def apply(db: Database, entry: Entry, origin: Origin = OWN) -> None:
    """Apply the fact to the tables, at once or when the subject that it waits for is here.

    A kind of a newer program changes nothing here and stays in the journal.
    """
    if entry.kind not in facts.KINDS:
        return
    placed, fact, awaited = _as_known(db, entry)
    if awaited is not None:
        waiting.park(db, entry, origin, awaited)
    elif _is_applied(db, placed, fact, origin) and waiting.anything(db):
        come = {entry.id, entry.about, *(subject.id for subject in facts.card_of(fact).subjects(fact))} - {""}
        for each, where_from in waiting.released(db, come):
            apply(db, each, where_from)


def apply_all(db: Database, entries: Iterable[Entry]) -> None:
    """Apply facts of this desk and of the township in their order, those of one kind that follow each other together.

    They are read as they are needed, and no more than ``LONGEST_RUN`` of them are held.
    """
    for kind, alike in groupby(entries, attrgetter("kind")):
        card = CARDS.get(kind)
        if isinstance(card, RunCard):
            while run := list(islice(alike, LONGEST_RUN)):
                _apply_run(db, card, run)
        else:
            for each in alike:
                apply(db, each)


def _apply_run(db: Database, card: RunCard[Any], run: list[Entry]) -> None:
    """Apply facts of one kind together, or one by one where one waits, or may end another's waiting."""
    pairs = [(each, each.fact()) for each in run]
    if not (_none_waits(db, pairs) and card.apply_run(db, pairs)):
        for each in run:
            apply(db, each)


def _none_waits(db: Database, run: Sequence[tuple[Entry, Fact]]) -> bool:
    here = waiting.AskedOnce(waiting.DeskKnown(db, _WHOSE))
    return not waiting.anything(db) and all(facts.card_of(fact).waits_for(fact, here) is None for _entry, fact in run)


def _as_known(db: Database, entry: Entry) -> tuple[Entry, Fact, Subject | None]:
    """The fact, under the id that its person has here if it would wait otherwise; and the subject it waits for."""
    fact = entry.fact()
    here = waiting.DeskKnown(db, _WHOSE)
    awaited = facts.card_of(fact).waits_for(fact, here)
    person = getattr(fact, "person", "")
    if awaited is None or not person:
        return entry, fact, awaited
    fact = replace(fact, person=other_desk.known_as(db, person))
    return replace(entry, about=facts.about(fact)), fact, facts.card_of(fact).waits_for(fact, here)


def _is_applied(db: Database, entry: Entry, fact: Fact, origin: Origin) -> bool:
    """Apply the fact by its card. False when the fact is another desk's and cannot be applied here."""
    card = CARDS.get(entry.kind)
    try:
        if card is not None:
            card.apply(db, entry, fact, origin)
    except Refused:
        if origin.desk:
            return False
        raise
    if origin.desk:
        other_desk.note(db, entry, origin)
    return True


def _take_from_other_desk(db: Database, entry: Entry, fact: DeskTold, origin: Origin) -> None:
    """Apply every line that is new. A line that this program cannot use, or under an id of its own, is left out."""
    for line in fact.lines:
        entry_there = other_desk.entry(fact.desk, line)
        if entry_there is not None and not _is_known(db, entry_there.id):
            apply(db, entry_there, Origin(fact.desk, fact.sent, fact.order))
        other_desk.place_anew(db, line, fact.order)


def _is_known(db: Database, fact: str) -> bool:
    """Whether the fact was received before, or stands under its id in the journal or in a row of the tables."""
    by_fact = (name for subject in SUBJECTS for name in subject.by_fact)
    there = " UNION ALL ".join(f"SELECT 1 FROM {name} WHERE fact = ?1" for name in by_fact)
    return journal.has(db.lived, fact) or db.execute(there, [fact]).fetchone() is not None


_WHOSE = {kind: question for subject in SUBJECTS for kind, question in subject.whose.items()}
CARDS: dict[str, DeskCard[Any]] = {
    card.fact.KIND: card
    for card in (
        *(card for subject in SUBJECTS for card in subject.cards),
        DeskCard(fact=DeskTold, apply=_take_from_other_desk),
    )
}
"""The cards by kind. The card of ``DeskTold`` stands here, since it applies facts of other kinds."""
