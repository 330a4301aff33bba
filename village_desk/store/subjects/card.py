"""What a kind of fact does to the desk's tables: a card a kind; a subject for kinds and tables that belong together.

A card has no defaults: what a fact does is said, or the kind stands in ``NOTHING`` (``subjects/__init__.py``) with why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY
from typing import Any, Generic, TypeVar

from sync.agreement.facts import Fact
from sync.agreement.journal import Entry
from sync.agreement.values import value
from village_desk.store.connection.engine import Database

F = TypeVar("F", bound=Fact)


@value
class Origin:
    """Where a fact came from: which other desk recorded it, by which message, and its place in the township's order."""

    desk: str
    sent: str
    order: int


OWN = Origin("", "", 0)
"""This desk recorded the fact, or the township itself said it."""


@value
class DeskCard(Generic[F]):
    """``apply`` applies a fact to the tables. It never judges: the rules were asked before the fact was recorded.

    The same facts must give the same tables every time. A fact of another desk that contradicts this desk's own is
    Refused before anything is written; that fact is then left out.
    """

    _: KW_ONLY
    fact: type[F]
    apply: Callable[[Database, Entry, F, Origin], None]


@value
class RunCard(DeskCard[F]):
    """The card of a kind that comes by the thousand, and does not wait for its own kind.

    ``apply_run`` applies facts of this desk that follow each other, in few statements: to the same tables as ``apply``
    one by one. False if these cannot be applied together; then it has written nothing.
    """

    _: KW_ONLY
    apply_run: Callable[[Database, Sequence[tuple[Entry, F]]], bool]


@value
class DeskSubject:
    """``schema`` makes the subject's tables. They are derived: a change of theirs needs no step (``migrations.py``).

    ``looked_up`` makes those of their indexes that only readers ask. A replay fills the tables without them and makes
    each of them at its end, in one pass: filled row by row, an index that is in no order of time costs more a row the
    larger it is. An index that applying asks, or that keeps a rule (UNIQUE), stands in ``schema``.
    ``whose``: how to ask these tables for the people to whom a thing of a kind belongs (``sync/agreement/card.py:
    Subject``): a query by its id; what belongs to nobody answers with itself. A fact can only wait for such things.
    ``by_fact``: those of the tables whose rows bear the id of the fact that made them, in a column ``fact`` that is
    indexed. Another desk cannot tell a fact under an id that stands there, in the journal, or in ``told``.
    """

    _: KW_ONLY
    schema: str
    looked_up: str
    whose: Mapping[str, str]
    by_fact: tuple[str, ...]
    cards: tuple[DeskCard[Any], ...]
