"""Open lines: facts that the township refused or remarked on and that are not mended yet. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from village_desk.services import fact_words
from village_desk.services.road.results import RefusedLine
from village_desk.store import from_township, history, refusals
from village_desk.store.connection.engine import Database
from village_desk.store.history import Happening
from village_desk.store.refusals import Mending
from village_desk.store.subjects import people, receipts


class RefusedLines:
    """The open lines of one open file. Lines mended for good are not read again until the verdicts change.

    A later fact of the desk never undoes what mended another; a change of the verdicts may, as after a restore of the
    township's books.
    """

    def __init__(self) -> None:
        self._word: tuple[object, ...] = ()
        self._refused: _Open = None
        self._remarked: _Open = None

    def refused(self, db: Database) -> tuple[RefusedLine, ...]:
        """The refused lines, the latest first."""
        self._reset_if_stale(db)
        found = refusals.standing(db, history.refused(db, self._refused))
        self._refused = [each.id for each, _state in found]
        return _lines(db, found)

    def remarked(self, db: Database) -> tuple[RefusedLine, ...]:
        """The lines that were accepted and should be looked at, the latest first.

        Without those about a year that both PCs of the village took: these have a card of their own.
        """
        self._reset_if_stale(db)
        found = refusals.standing(db, history.remarked(db, self._remarked))
        self._remarked = [each.id for each, _state in found]
        twice = _taken_twice(db) if any(each.code == _TWICE for each, _state in found) else set()
        return _lines(
            db, [(each, state) for each, state in found if each.code != _TWICE or _receipt(each) not in twice]
        )

    def _reset_if_stale(self, db: Database) -> None:
        word = from_township.last_word(db)
        if word != self._word:
            self._word, self._refused, self._remarked = word, None, None


_Open: TypeAlias = Sequence[str] | None
"""The ids of lines that were open when they were read last; None when any may be."""
_TWICE = "collected_twice"


def _taken_twice(db: Database) -> set[str]:
    return {each.number for group in receipts.taken_twice(db) for each in group}


def _receipt(happened: Happening) -> str:
    return str(getattr(happened.fact, "receipt", ""))


def _lines(db: Database, standing: Sequence[tuple[Happening, Mending]]) -> tuple[RefusedLine, ...]:
    return tuple(_line(db, each, state) for each, state in standing)


def _line(db: Database, happened: Happening, state: Mending) -> RefusedLine:
    return RefusedLine(
        fact=happened.id,
        person=str(getattr(happened.fact, "person", "")),
        at=happened.at,
        words=fact_words.whose(people.name(db, happened.about), happened.fact),
        field=happened.field,
        reason=happened.reason,
        cure=happened.cure,
        corrected=state is Mending.ON_THE_WAY,
    )
