"""The people and things that the lines of a batch refer to: only their part of the books is loaded. No SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from sync.agreement import facts
from sync.agreement.fact import Fact, references
from sync.agreement.journal import Entry
from sync.wire.lines import Line


@dataclass(slots=True)
class Touched:
    """``village``: its desks. ``ids``: those that fields name, by the type of reference (``PersonId`` ...).

    ``numbers``: identity numbers. ``payers``: people whose cash the lines tell of. ``own``: the facts of the lines.
    """

    village: Sequence[str]
    ids: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: set[str] = field(default_factory=set)
    payers: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)

    @property
    def people(self) -> set[str]:
        """The people."""
        return self.ids["PersonId"]

    def add(self, fact: Fact) -> None:
        """Add the references of a waiting fact."""
        for name, what in references(type(fact)).items():
            self.ids[what].add(getattr(fact, name))
        self._add_number(getattr(fact, "changes", {}))

    def add_line(self, entry: Entry) -> None:
        """Add the references of a line, whether or not its body fits its kind."""
        self.own.add(entry.id)
        known = facts.KINDS.get(entry.kind)
        if known is None:
            return
        body = entry.body
        for name, what in references(known).items():
            id = entry.about if name == known.ABOUT else body.get(name)
            if _is_keepable(id):
                self.ids[what].add(id)
        cash = facts.CARDS[entry.kind].cash
        if cash is not None and cash.is_stated:
            self.payers.add(entry.about)
        self._add_number(body)
        if "changes" in body:
            self._add_number(body["changes"])

    def _add_number(self, fields: Any) -> None:
        if isinstance(fields, dict) and _is_keepable(fields.get("id_number")):
            self.numbers.add(fields["id_number"])


def by_lines(village: Sequence[str], lines: Iterable[Line]) -> Touched:
    """The references of these lines, without ids that the books could not hold."""
    found = Touched(village)
    for line in lines:
        if line.entry is not None:
            found.add_line(line.entry)
    return found


def _is_keepable(name: Any) -> TypeGuard[str]:
    """Whether a database could hold it: PostgreSQL keeps no zero characters."""
    return isinstance(name, str) and "\0" not in name
