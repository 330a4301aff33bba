"""What a machine did, kept by itself in plain Python as it happens: the books and the journals are held against it.

Nothing here is read from a program but one thing, said where it is: which batches reached the township.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sync import batch as batches
from sync.township import tables
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
    """Fees whose numbers may come again, as nobody is left who knows of them: only a disk did that was put back by
    hand, or that was lost with an epoch that the township had not heard of. Where the program itself restores, or one
    such epoch is lost, it leaves room: ``test_opening.py`` and ``test_recovery.py`` hold it to that."""

    def did(self, fact: str, deed: Fee | Put | Undone) -> None:
        """It happened, and the disk has it."""
        self.deeds[fact] = deed
        self.held.setdefault(deed.desk, set()).add(fact)

    def printed(self, desk: str, number: str, fact: str) -> None:
        """A receipt came out of the printer."""
        before = self.paper.setdefault((desk, number), [])
        assert self.blurred.issuperset(before), f"{number} is on paper twice (I8)"
        before.append(fact)

    def put_back(self, desk: str, then: set[str]) -> None:
        """The disk is as it was."""
        self.blurred |= self.held.get(desk, set()) - then
        self.held[desk] = set(then)

    def lost(self, desk: str, alone_knew_an_epoch: bool) -> None:
        """The disk is gone, and with it what nobody else has."""
        self.blurred |= self.held.get(desk, set()) if alone_knew_an_epoch else set()
        self.held[desk] = set()

    def talked(self, desk: str, office: Office) -> None:
        """After a whole conversation the disk has all that the township has of it."""
        there = arrived(office)
        self.held.setdefault(desk, set()).update(each for each in there if self._of(each) == desk)

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
        """What each desk took for each year, less what is void."""
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


def _undone(deeds: dict[str, Fee | Put | Undone]) -> set[str]:
    return {deed.what for deed in deeds.values() if isinstance(deed, Undone)}
