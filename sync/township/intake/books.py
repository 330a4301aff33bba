"""The part of the township's books that a batch touches, in memory: who is known, what was collected. No SQL, no rules.

``checks.py`` reads it, ``enter`` writes what an accepted fact means, ``ledger.py`` loads and saves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sync.agreement import facts, protocol
from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    ContributionCollected,
    PersonCorrected,
    PersonRegistered,
    ReceiptVoided,
)
from sync.agreement.journal import Entry
from sync.agreement.receipts import is_own
from sync.township.intake.early import Early, Key

NAME_LONGEST = 64


@dataclass(slots=True)
class Person:
    """A person as the desks of a village registered and corrected him; ``desk`` is the one that registered him first.

    ``doubt``: the code for which the registration was refused.
    """

    desk: str
    person: str
    fields: dict[str, Any]
    doubt: str = ""

    @property
    def id_number(self) -> str:
        """The identity number as it stands now."""
        return str(self.fields["id_number"])


@dataclass(slots=True)
class Contribution:
    """A receipt number with its money. ``state``: counted | void | refused.

    ``desk`` is the one on whose roster the person stands, ``taken_by`` the one that took the money.
    """

    desk: str
    receipt: str
    fact: str
    person: str
    year: int
    tier_fen: int
    amount_fen: int
    government_fen: int
    collected_at: str
    state: str
    taken_by: str


@dataclass(slots=True)
class Attachment:
    """What was put to a person; ``fact`` is its id, the rest as of AttachmentAdded. ``removed``: it counts no more.

    ``desk`` is as in Contribution, ``added_by`` whose fact it is. Whether the content has come is another matter
    (``attachments.py``).
    """

    desk: str
    fact: str
    person: str
    sha256: str
    bytes: int
    media: str
    title: str
    added_at: str
    added_by: str
    removed: bool = False


@dataclass(slots=True)
class Books:
    """What is known to the facts of ``desk``: what the desks of its village brought.

    ``bearers``: identity number to the (desk, person) who bear it undoubted, in all villages. ``elsewhere``: the
    numbers and years that are paid in another village. ``aliases``: a person's
    id on a second desk to the one in these books. ``healed``: people who were in doubt and are not any more.
    ``moved``: people of whom something came before their registration, with the (desk, person) that it belongs to.
    ``attachments``: by the id of the fact, then by whose fact it is. ``refused_attachments``: facts that added none.
    """

    desk: str
    aliases: dict[str, str] = field(default_factory=dict)
    new_aliases: dict[str, str] = field(default_factory=dict)
    healed: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    bearers: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    contributions: dict[str, Contribution] = field(default_factory=dict)
    counted: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: set[tuple[str, int]] = field(default_factory=set)
    attachments: dict[str, dict[str, Attachment]] = field(default_factory=lambda: defaultdict(dict))
    refused_attachments: set[str] = field(default_factory=set)
    early: Early = field(default_factory=Early)
    moved: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed_people: set[str] = field(default_factory=set)
    changed_receipts: set[str] = field(default_factory=set)
    changed_attachments: set[Key] = field(default_factory=set)

    def know(self, person: Person) -> None:
        """Take the person in, or his new state."""
        old = self.people.get(person.person)
        if old is not None:
            self.bearers[old.id_number].discard((old.desk, old.person))
        self.people[person.person] = person
        if not person.doubt:
            self.bearers[person.id_number].add((person.desk, person.person))

    def neighbours(self, id_number: str) -> list[tuple[str, str]]:
        """The (desk, person) of this village who bear the number undoubted."""
        bearers = self.bearers.get(id_number)
        if not bearers:
            return []
        village = protocol.village_of(self.desk)
        return sorted([each for each in bearers if protocol.village_of(each[0]) == village])

    def paid(self, person: str, year: int) -> bool:
        """Whether the year is paid for whoever bears the person's number in this village."""
        if self.counted.get((person, year)):
            return True
        return any(self.counted.get((each, year)) for _desk, each in self.neighbours(self.people[person].id_number))

    def paid_elsewhere(self, person: str, year: int) -> bool:
        """Whether the year is paid in another village for the number that the person bears."""
        return (self.people[person].id_number, year) in self.elsewhere

    def count(self, contribution: Contribution) -> None:
        """Take the receipt in, or its new state."""
        self.contributions[contribution.receipt] = contribution
        receipts = self.counted[contribution.person, contribution.year]
        (receipts.add if contribution.state == "counted" else receipts.discard)(contribution.receipt)

    def attached(self, fact_id: str, person: str, desk: str) -> Attachment | None:
        """The attachment that a fact of ``desk`` about this person means by the id; None when there is none."""
        called = self.attachments[fact_id].values() if fact_id in self.attachments else ()
        return min(called, key=lambda each: (each.person != person, each.added_by != desk), default=None)

    def came(self, awaited: str) -> list[Contribution | Attachment]:
        """What is here of what is awaited under this name."""
        receipt, attached = self.contributions.get(awaited), self.attachments.get(awaited, {})
        return [receipt] if receipt else list(attached.values())

    def move(self, person: str, desk: str, same_as: str, waited: Mapping[Key, Any]) -> None:
        """What came of the person before he was registered belongs to this one, on this desk's roster."""
        self.moved[person] = desk, same_as
        for (whence, fact_id), fact in waited.items():
            attached = self.attachments.get(fact_id, {}).get(whence)
            came = self.contributions.get(getattr(fact, "receipt", "")) or attached
            if came and came.person == person:
                came.desk, came.person = desk, same_as
            if isinstance(came, Contribution) and person != same_as:
                self.counted[same_as, came.year] |= self.counted.pop((person, came.year), set())


def fields_of(fact: PersonRegistered) -> dict[str, Any]:
    """The fields of a registration that a correction may change."""
    return facts.body(fact)


def completed(books: Books, fact: PersonRegistered) -> PersonRegistered:
    """The registration with the corrections that came before it: they are later than it, whenever they came."""
    changes: dict[str, Any] = {}
    for each in books.early.of(fact.person):
        changes |= each.changes if isinstance(each, PersonCorrected) else {}
    return facts.with_changes(fact, changes) if changes else fact


def enter(books: Books, entry: Entry, fact: Any, refused_for: str) -> None:
    """What a new fact means for the books; ``refused_for`` is the code of its refusal, or empty.

    A refused registration leaves a person in doubt and refused money keeps its receipt number, so that the facts which
    follow, and the correction, find what they speak of. Nothing else that was refused leaves a trace here; least of
    all a claim on another desk's number.
    """
    if isinstance(fact, PersonRegistered):
        if fact.person not in books.people:
            _know(books, Person(books.desk, fact.person, fields_of(fact), refused_for))
            _settle_person(books, fact.person, fact.person)
    elif isinstance(fact, ContributionCollected):
        if keepable(fact.receipt) and is_own(fact.receipt, books.desk) and fact.receipt not in books.contributions:
            _count(books, _contribution(books, entry, fact, "refused" if refused_for else "counted"))
            _settle(books, fact.receipt, fact.person)
    elif isinstance(fact, AttachmentAdded):
        _add(books, entry, fact, refused_for)
    elif not refused_for and isinstance(fact, ReceiptVoided | AttachmentRemoved):
        _undo(books, fact, books.desk)


def keepable(name: str) -> bool:
    """Whether a receipt number or an id is one that a database can index; no program of ours ever made another."""
    return len(name) <= NAME_LONGEST and "\0" not in name


def correct(books: Books, fact: PersonCorrected, doubt: str) -> None:
    """Change the person's fields; ``doubt`` is what is still wrong with the whole of him, or empty."""
    person = books.people[fact.person]
    if person.doubt and not doubt:
        books.healed.add(person.person)
    _know(books, Person(person.desk, fact.person, {**person.fields, **fact.changes}, doubt))


def join(books: Books, fact: PersonRegistered, same_as: str) -> None:
    """A second desk registered a person whom the village's books have: one person, with the newer fields."""
    books.aliases[fact.person] = books.new_aliases[fact.person] = same_as
    correct(books, PersonCorrected(same_as, fields_of(fact)), "")
    _settle_person(books, fact.person, same_as)


def _settle_person(books: Books, person: str, same_as: str) -> None:
    """His registration has come. Corrections are in it (``completed``); what counted before he was known is his."""
    waited = books.early.settle(person)
    if waited:
        books.move(person, books.people[same_as].desk, same_as, waited)
    for awaited in books.early.awaited.get(person, ()):  # a void under an id that nobody knew to be his
        if any(each.person == same_as for each in books.came(awaited)):
            _settle(books, awaited, same_as)


def _settle(books: Books, awaited: str, person: str) -> None:
    """The receipt or the attachment has come: what waited to undo it, of this person, does so."""

    def meant(key: Key, fact: Any) -> bool:
        own = is_own(fact.receipt, key[0]) if isinstance(fact, ReceiptVoided) else True
        return own and books.aliases.get(fact.person, fact.person) == person

    for (desk, _id), each in books.early.settle(awaited, meant).items():
        _undo(books, replace(each, person=person), desk)


def _know(books: Books, person: Person) -> None:
    books.know(person)
    books.changed_people.add(person.person)


def _count(books: Books, contribution: Contribution) -> None:
    books.count(contribution)
    books.changed_receipts.add(contribution.receipt)


def _undo(books: Books, fact: ReceiptVoided | AttachmentRemoved, desk: str) -> None:
    """What a fact of this desk undoes."""
    if isinstance(fact, AttachmentRemoved):
        attached = books.attached(fact.attachment, fact.person, desk)
        if attached:
            _attach(books, replace(attached, removed=True))
        return
    found = books.contributions[fact.receipt]
    if found.state == "counted":
        found.state = "void"
        _count(books, found)


def _add(books: Books, entry: Entry, fact: AttachmentAdded, refused_for: str) -> None:
    if refused_for:
        books.refused_attachments.add(entry.id)
    else:
        _attach(books, _attachment(books, entry, fact))
        _settle(books, entry.id, fact.person)


def _attach(books: Books, attachment: Attachment) -> None:
    books.attachments[attachment.fact][attachment.added_by] = attachment
    books.changed_attachments.add((attachment.added_by, attachment.fact))


def _attachment(books: Books, entry: Entry, fact: AttachmentAdded) -> Attachment:
    known = books.people.get(fact.person)
    desk = known.desk if known else books.desk
    content = fact.sha256, fact.bytes, fact.media, fact.title
    return Attachment(desk, entry.id, fact.person, *content, entry.at, books.desk)


def _contribution(books: Books, entry: Entry, fact: ContributionCollected, state: str) -> Contribution:
    known = books.people.get(fact.person)
    return Contribution(
        desk=known.desk if known else books.desk,
        receipt=fact.receipt,
        fact=entry.id,
        person=fact.person,
        year=fact.year,
        tier_fen=fact.tier_fen,
        amount_fen=fact.amount_fen,
        government_fen=fact.government_fen,
        collected_at=entry.at,
        state=state,
        taken_by=books.desk,
    )
