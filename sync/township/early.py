"""Facts that came before what they speak of: a fee before the registration, a void before its receipt. Pure.

They are accepted (``sync/protocol.py``, 7). ``books.py`` enters money and attachments at once, under the desk that
brought them, and the rest when the registration, the receipt or the attachment has come.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sync.facts import AttachmentRemoved, ReceiptVoided


@dataclass(slots=True)
class Early:
    """The facts that wait, by what they wait for and by their ids, in the order in which they came.

    ``new`` began to wait now: a fact's id and what it waits for. ``settled``: the ids of those that wait no more.
    ``awaited``: what those wait for that speak of a person.
    """

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    new: dict[str, str] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    awaited: dict[str, set[str]] = field(default_factory=dict)

    def know(self, awaited: str, fact_id: str, fact: Any) -> None:
        """Take in a fact that waits already."""
        self.facts.setdefault(awaited, {})[fact_id] = fact
        self.awaited.setdefault(fact.person, set()).add(awaited)

    def put(self, fact_id: str, fact: Any) -> None:
        """The fact waits from now on."""
        self.new[fact_id] = awaited_by(fact)
        self.know(self.new[fact_id], fact_id, fact)

    def of(self, awaited: str) -> list[Any]:
        """The facts that wait for this person, receipt number or attachment."""
        return list(self.facts.get(awaited, {}).values())

    def settle(self, awaited: str, meant: Callable[[Any], bool] = lambda _fact: True) -> dict[str, Any]:
        """It has come: the facts that waited for it and meant this one wait no more; by their ids."""
        waiting = self.facts.get(awaited, {})
        settled = {fact_id: fact for fact_id, fact in waiting.items() if meant(fact)}
        for fact_id in settled:
            del waiting[fact_id]
            if self.new.pop(fact_id, None) is None:
                self.settled.add(fact_id)
        return settled


def awaited_by(fact: Any) -> str:
    """What the fact cannot do without: the receipt that it voids, the attachment that it removes, else its person."""
    if isinstance(fact, ReceiptVoided):
        return fact.receipt
    return fact.attachment if isinstance(fact, AttachmentRemoved) else str(fact.person)
