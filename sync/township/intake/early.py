"""Facts that came before what they speak of: a fee before the registration, a void before its receipt. Pure.

They are accepted ("Verdicts" in ``docs/protocol.md``). ``books.py`` enters money and attachments at once, under the
desk that brought them, and the rest when the registration, the receipt or the attachment has come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sync.agreement.facts import AttachmentRemoved, ReceiptVoided

Key: TypeAlias = tuple[str, str]
"""Of a fact: the desk that brought it, and its id."""


@dataclass(slots=True)
class Early:
    """The facts that wait, by what they wait for and by their keys, in the order in which they came.

    ``new`` began to wait now: a fact's key and what it waits for. ``settled``: the keys of those that wait no more.
    ``awaited``: what those wait for that speak of a person.
    """

    facts: dict[str, dict[Key, Any]] = field(default_factory=dict)
    new: dict[Key, str] = field(default_factory=dict)
    settled: set[Key] = field(default_factory=set)
    awaited: dict[str, set[str]] = field(default_factory=dict)

    def know(self, awaited: str, key: Key, fact: Any) -> None:
        """Take in a fact that waits already."""
        self.facts.setdefault(awaited, {})[key] = fact
        self.awaited.setdefault(fact.person, set()).add(awaited)

    def put(self, key: Key, fact: Any) -> None:
        """The fact waits from now on."""
        self.new[key] = awaited_by(fact)
        self.know(self.new[key], key, fact)

    def of(self, awaited: str) -> list[Any]:
        """The facts that wait for this person, receipt number or attachment."""
        return list(self.facts.get(awaited, {}).values())

    def settle(self, awaited: str, meant: Callable[[Key, Any], bool] = lambda _key, _fact: True) -> dict[Key, Any]:
        """It has come: the facts that waited for it and meant this one wait no more; by their keys."""
        waiting = self.facts.get(awaited, {})
        settled = {key: fact for key, fact in waiting.items() if meant(key, fact)}
        for key in settled:
            del waiting[key]
            if self.new.pop(key, None) is None:
                self.settled.add(key)
        return settled


def awaited_by(fact: Any) -> str:
    """What the fact cannot do without: the receipt that it voids, the attachment that it removes, else its person."""
    if isinstance(fact, ReceiptVoided):
        return fact.receipt
    return fact.attachment if isinstance(fact, AttachmentRemoved) else str(fact.person)
