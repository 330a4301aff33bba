"""Facts that came before the thing they refer to: a fee before the registration, a void before its receipt. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from sync.agreement.card import Card
from sync.agreement.fact import Fact, about

Key: TypeAlias = tuple[str, str]
"""The key of a fact: the desk that brought it, and its id."""


class Waiting(NamedTuple):
    """A fact that waits, with its card and its time."""

    fact: Fact
    card: Card[Any]
    at: str


@dataclass(slots=True)
class Early:
    """The facts that wait, by the id that they wait for and by their keys, in the order in which they came.

    ``new``: facts that began to wait now, with the id that each waits for. ``settled``: keys of facts that wait no
    more. ``about``: for each person, the ids that facts about the person wait for.
    """

    facts: dict[str, dict[Key, Waiting]] = field(default_factory=dict)
    new: dict[Key, str] = field(default_factory=dict)
    settled: set[Key] = field(default_factory=set)
    about: dict[str, set[str]] = field(default_factory=dict)

    def know(self, awaited: str, key: Key, waiting: Waiting) -> None:
        """Take in a fact that waits already."""
        self.facts.setdefault(awaited, {})[key] = waiting
        self.about.setdefault(about(waiting.fact), set()).add(awaited)

    def put(self, awaited: str, key: Key, waiting: Waiting) -> None:
        """The fact waits from now on."""
        self.new[key] = awaited
        self.know(awaited, key, waiting)

    def of(self, awaited: str) -> list[Fact]:
        """The facts that wait for this person, receipt number or attachment."""
        return [each.fact for each in self.facts.get(awaited, {}).values()]

    def near(self, subject: str) -> list[tuple[str, Key, Waiting]]:
        """The facts that wait for this id, and those about this person that wait for something else."""
        if subject not in self.facts and subject not in self.about:
            return []
        ids = [subject, *sorted(self.about.get(subject, set()) - {subject})]
        return [(awaited, key, each) for awaited in ids for key, each in self.facts.get(awaited, {}).items()]

    def settle(self, awaited: str, key: Key) -> None:
        """The fact waits no more."""
        del self.facts[awaited][key]
        if self.new.pop(key, None) is None:
            self.settled.add(key)
