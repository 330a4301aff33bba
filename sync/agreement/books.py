"""The part of the township's books that a batch touches, in memory. No SQL, no rules, no kind of facts by name.

Each subject has its own part (``facts/people.py: People`` and so on), which its cards read and write. A desk has such
books too, while it predicts the township's verdicts on its facts.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar, Protocol, TypeVar

from sync.agreement.card import How, Outcome, Recorded, Subject
from sync.agreement.early import Early

NAME_LONGEST = 64
GRACE = timedelta(days=1)
"""How far a desk's clock may be ahead of the township's: for two clocks and their zones."""
FEN_MOST = 10**9
YEAR_FIRST = 2009
"""The year in which the rural scheme began; nobody can have paid for an earlier one."""


class BooksPart(Protocol):
    """The books of one subject. ``SUBJECT``: the kind of subject whose owner ``whose`` looks up."""

    SUBJECT: ClassVar[str]

    def whose(self, id: str) -> Collection[str]:
        """The people to whom the subject belongs; nobody when it is not in the books."""


P = TypeVar("P", bound=BooksPart)
F = TypeVar("F")


@dataclass(slots=True)
class Books:
    """The books that the facts of ``desk`` are judged by: the facts of all desks of its village.

    ``aliases``: a person's id on a second desk to the one in these books. ``early``: facts that wait.
    """

    desk: str
    aliases: dict[str, str] = field(default_factory=dict)
    early: Early = field(default_factory=Early)
    _parts: dict[type[Any], Any] = field(default_factory=dict)

    def part(self, kind: type[P]) -> P:
        """The part of that type, made if need be."""
        found: P | None = self._parts.get(kind)
        if found is None:
            found = self._parts[kind] = kind()
        return found

    def whose(self, subject: Subject) -> Collection[str]:
        """The people to whom the subject belongs (a person to themselves); nobody when it is not here."""
        for each in self._parts.values():
            if subject.kind == each.SUBJECT:
                found: Collection[str] = each.whose(subject.id)
                return found
        return ()

    def as_known(self, fact: F) -> F:
        """The fact about the person whom the books have, where a second desk calls the person by an id of its own."""
        person = getattr(fact, "person", "")
        same_as = self.aliases.get(person) if person else None
        return dataclasses.replace(fact, person=same_as) if same_as else fact  # type: ignore[type-var]

    def settle(self, come: str, on: date) -> None:
        """A person, receipt or attachment has come: enter the facts that waited for it and wait for nothing else."""
        for awaited, key, each in self.early.near(come):
            fact = self.as_known(each.fact)
            if each.card.waits_for(fact, self) is None:
                self.early.settle(awaited, key)
                each.card.enter(fact, Recorded(*key, each.at), self, Outcome(How.COME, "", on))


def keepable(name: str) -> bool:
    """Whether a receipt number or an id is one that a database can index; no program of ours ever made another."""
    return len(name) <= NAME_LONGEST and "\0" not in name
