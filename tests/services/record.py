"""A machine's own record of its actions in plain Python, with which the books and the journals are compared.

Nothing here is read from a program except which batches reached the township (stated where it is read).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sync.agreement.facts import EpochOpened
from sync.township.store import tables
from sync.wire import batch as batches
from tests.township.disasters import Office


@dataclass(frozen=True)
class Fee:
    """Money that was taken."""

    desk: str
    person: str
    year: int
    fen: int


@dataclass(frozen=True)
class Put:
    """A content that was put to a person."""

    desk: str
    person: str
    sha256: str


@dataclass(frozen=True)
class Undone:
    """The fact of that id is void, or removed."""

    desk: str
    what: str


@dataclass
class Record:
    """Every deed by the id of its fact; the deeds that each disk holds now; the papers that came out."""

    deeds: dict[str, Fee | Put | Undone] = field(default_factory=dict)
    held: dict[str, set[str]] = field(default_factory=dict)
    paper: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    blurred: set[str] = field(default_factory=set)
    """Fees whose numbers may come again, as nobody is left who knows of them: a disk is lost that lived beyond the room
    that is left for lives which the township never heard of, or has forgotten."""

    def did(self, fact: str, deed: Fee | Put | Undone) -> None:
        """The action happened, and the disk has it."""
        self.deeds[fact] = deed
        self.held.setdefault(deed.desk, set()).add(fact)

    def printed(self, desk: str, number: str, fact: str) -> None:
        """A receipt came out of the printer."""
        before = self.paper.setdefault((desk, number), [])
        assert self.blurred.issuperset(before), f"{number} is on paper twice (I8)"
        before.append(fact)

    def put_back(self, desk: str, then: set[str]) -> None:
        """The disk is as it was."""
        self.held[desk] = set(then)

    def lost(self, desk: str, ordinal: int, office: Office) -> None:
        """The disk was lost in the epoch of that ordinal, with the facts that were on no other."""
        if ordinal >= (told(office, desk) // 10 + 1) * 10:
            self.blurred |= {fact for (whose, _number), facts in self.paper.items() if whose == desk for fact in facts}
        self.held[desk] = set()

    def talked(self, desk: str, office: Office) -> None:
        """After a whole conversation the disk has all that the township has of it."""
        self.came_back(desk, arrived(office))

    def came_back(self, desk: str, facts: set[str]) -> None:
        """A stick has brought back what the township had of the desk when the stick was there."""
        self.held.setdefault(desk, set()).update(each for each in facts if self._of(each) == desk)

    def _of(self, fact: str) -> str:
        deed = self.deeds.get(fact)
        return deed.desk if deed else ""

    def standing(self, office: Office) -> dict[str, Fee | Put | Undone]:
        """What must be in the books once all is settled.

        A deed that only a disk had which was put back or lost is gone, unless a batch had carried it to the township.
        """
        there = arrived(office)
        return {each: deed for each, deed in self.deeds.items() if each in self.held[deed.desk] or each in there}

    def fen(self, office: Office) -> Counter[tuple[str, int]]:
        """The cash taken by each desk for each year, less voids."""
        standing = self.standing(office)
        void = _undone(standing)
        sums: Counter[tuple[str, int]] = Counter()
        for fact, deed in standing.items():
            if isinstance(deed, Fee):
                sums[deed.desk, deed.year] += deed.fen * (fact not in void)
        return sums

    def contents(self, office: Office) -> set[str]:
        """The contents that somebody names."""
        standing = self.standing(office)
        removed = _undone(standing)
        return {deed.sha256 for fact, deed in standing.items() if isinstance(deed, Put) and fact not in removed}


def arrived(office: Office) -> set[str]:
    """The ids of all lines of the batches that the township has answered, by the bytes of the batches alone."""
    found: set[str] = set()
    for row in office.rows(tables.batches):
        if row.answer is not None:
            found |= {line.entry.id for line in batches.read(row.bytes)[1] if line.entry}
    return found


def told(office: Office, desk: str) -> int:
    """The highest ordinal of an epoch of the desk that the township has heard of; the first is never told."""
    rows = [row for row in office.rows(tables.batches) if row.desk == desk and row.answer is not None]
    lines = [line.entry for row in rows for line in batches.read(row.bytes)[1] if line.entry]
    return max([1, *(int(each.body["ordinal"]) for each in lines if each.kind == EpochOpened.KIND)])


def _undone(deeds: dict[str, Fee | Put | Undone]) -> set[str]:
    return {deed.what for deed in deeds.values() if isinstance(deed, Undone)}
