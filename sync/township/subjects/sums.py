"""The figures of a subject for those who look at the books: a name for programs, words for people. Values only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, true

from sync.agreement.money import figures


class Sum(NamedTuple):
    """``number`` is a count of ``unit``, or an amount in fen where the unit is ``fen``."""

    name: str
    words: str
    number: int
    unit: str

    def in_words(self) -> str:
        """The figure in the words of ``status``."""
        amount = f"{figures(self.number)} 元" if self.unit == "fen" else f"{self.number} {self.unit}"
        return f"{self.words} {amount}"


def of_desks(desk: Column[str], chosen: Sequence[str] | None) -> ColumnElement[bool]:
    """Whether a row is of the chosen desks; every row is for None."""
    return true() if chosen is None else desk.in_(chosen)
