"""The township's verdicts: what is wrong with a fact, given what the books know. Pure: no I/O, no SQL, no clock.

Every check returns a Finding or None. ``judge`` is total: for whatever a desk signs there is exactly one verdict.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sync.agreement import calendar, facts, identity, protocol
from sync.agreement.facts import (
    AttachmentAdded,
    AttachmentRemoved,
    ContributionCollected,
    DeskOpened,
    PersonCorrected,
    PersonRegistered,
    ReceiptVoided,
)
from sync.agreement.journal import Entry
from sync.agreement.person import FIELDS
from sync.agreement.receipts import is_own
from sync.township.intake import books as ledgers
from sync.township.intake.books import Attachment, Books, Contribution
from sync.wire import attachments

AWAITED = frozenset(("person_awaited", "receipt_awaited", "attachment_awaited"))
"""Remarks on facts that came before what they speak of (``early.py``)."""

FEN_MOST = 10**9
YEAR_FIRST = 2009
"""The year in which the rural scheme began; nobody can have paid for an earlier one."""

_TITLE_LONGEST = 40
_PAYERS = ("self", "relative", "government")
_NOBODY = {"name": "", "id_number": ""}
"""The fields that a person must have, to hold the types of a correction against."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and with which field. A ``remark`` does not refuse; what is ``kept`` was not judged yet."""

    code: str
    field: str = ""
    remark: bool = False
    kept: bool = False

    @property
    def verdict(self) -> str:
        """``accepted | refused | kept``."""
        return "accepted" if self.remark else "kept" if self.kept else "refused"


def judge(entry: Entry | None, books: Books, today: date) -> Finding | None:
    """The finding on a line that is new, None when all is well; what it means is entered in the books."""
    if entry is None:
        return Finding("unreadable")
    try:
        fact = facts.read(entry.kind, entry.about, entry.body)
    except facts.UnknownKind:
        return Finding("kind_unknown", kept=True)
    except facts.Misfit as misfit:
        return Finding("misfit", misfit.field)
    at = calendar.moment(entry.at)
    if at is None:
        return Finding("date_impossible", "at")
    fact = _as_known(fact, books)
    if isinstance(fact, PersonRegistered):
        fact = ledgers.completed(books, fact)
    finding = _CHECKS.get(type(fact), _nothing)(fact, books, today) or _time(at.date(), today)
    refused = finding is not None and not finding.remark
    if finding is not None and finding.code in AWAITED:
        books.early.put((books.desk, entry.id), fact)
    if finding is None or finding.code not in AWAITED or isinstance(fact, ContributionCollected | AttachmentAdded):
        _enter(entry, fact, books, today, finding.code if finding and refused else "")
    return finding


def _enter(entry: Entry, fact: Any, books: Books, today: date, refused_for: str) -> None:
    twin = _twin(fact, books) if isinstance(fact, PersonRegistered) and not refused_for else ""
    if twin:
        ledgers.join(books, fact, twin)
    elif isinstance(fact, PersonCorrected) and not refused_for:
        ledgers.correct(books, fact, _doubt_after(fact, books, today))
    else:
        ledgers.enter(books, entry, fact, refused_for)


def _as_known(fact: Any, books: Books) -> Any:
    """The fact about the person whom the books have, where a second desk calls him by an id of its own."""
    same_as = books.aliases.get(getattr(fact, "person", ""))
    return dataclasses.replace(fact, person=same_as) if same_as else fact


def _twin(fact: PersonRegistered, books: Books) -> str:
    """The person of another desk of the village who bears the number: the same one. Empty when there is none."""
    return next((person for desk, person in books.neighbours(fact.id_number) if desk != books.desk), "")


def _nothing(fact: Any, books: Books, today: date) -> Finding | None:
    month = getattr(fact, "month", None)
    return Finding("date_impossible", "month") if month is not None and not calendar.is_month(month) else None


def _desk_opened(fact: DeskOpened, books: Books, today: date) -> Finding | None:
    return None if f"{fact.village}-{fact.letter}" == books.desk else Finding("desk_name", "village")


def _registered(fact: PersonRegistered, books: Books, today: date) -> Finding | None:
    if fact.person in books.people:
        return Finding("person_registered_twice", "person")
    looked_at = {"name": fact.name, "tier_fen": fact.tier_fen, "group": fact.group, "id_number": fact.id_number}
    finding = _person(fact.person, looked_at, books, today)
    twin = _twin(fact, books)
    if finding is None and twin and books.people[twin].fields["name"] != fact.name:
        return Finding("registered_on_both", "name", remark=True)
    return finding


def _corrected(fact: PersonCorrected, books: Books, today: date) -> Finding | None:
    known = books.people.get(fact.person)
    try:
        facts.read(PersonRegistered.KIND, fact.person, {**_NOBODY, **fact.changes})
    except facts.Misfit as misfit:
        return Finding("misfit", misfit.field)
    unknown = sorted(fact.changes.keys() - FIELDS.keys() - facts.carried(fact.changes).keys())
    if unknown:
        return Finding("field_unknown", unknown[0][:40])
    finding = _person(fact.person, fact.changes, books, today)
    return finding if finding or known else Finding("person_awaited", "person", remark=True)


def _person(person: str, fields: Mapping[str, Any], books: Books, today: date) -> Finding | None:
    """The first thing wrong with these fields of a person; fields that are not there are not looked at."""
    if not str(fields.get("name", "x")).strip():
        return Finding("name_missing", "name")
    if not 0 <= fields.get("tier_fen", 0) <= FEN_MOST:
        return Finding("amount_impossible", "tier_fen")
    if not 0 <= fields.get("group", 0) <= 9999:
        return Finding("group_impossible", "group")
    return _id_number(person, fields["id_number"], books, today) if "id_number" in fields else None


def _id_number(person: str, number: str, books: Books, today: date) -> Finding | None:
    doubt = identity.doubt(number, today)
    if doubt:
        return Finding(doubt, "id_number")
    if not books.bearers.get(number):
        return None
    # a registration may name the number of another desk's person: that is the same one (``_twin``)
    neighbours = [each for each in books.neighbours(number) if each[1] != person]
    if any(desk == books.desk or person in books.people for desk, _ in neighbours):
        return Finding("id_number_taken", "id_number")
    elsewhere = len(books.bearers[number]) > len(books.neighbours(number))
    return Finding("known_elsewhere", "id_number", remark=True) if elsewhere else None


def _doubt_after(fact: PersonCorrected, books: Books, today: date) -> str:
    finding = _person(fact.person, {**books.people[fact.person].fields, **fact.changes}, books, today)
    return finding.code if finding and not finding.remark else ""


def _collected(fact: ContributionCollected, books: Books, today: date) -> Finding | None:
    wrong = _receipt_number(fact, books) or _money(fact, today)
    if wrong:
        return wrong
    if fact.person not in books.people:
        return Finding("person_awaited", "person", remark=True)
    if books.people[fact.person].doubt:
        return Finding("person_in_doubt", "person", remark=True)
    if books.paid(fact.person, fact.year) and not fact.again:
        return Finding("collected_twice", "year", remark=True)
    if books.paid_elsewhere(fact.person, fact.year):
        return Finding("collected_elsewhere", "year", remark=True)
    return None


def _receipt_number(fact: ContributionCollected, books: Books) -> Finding | None:
    if not fact.receipt.strip():
        return Finding("receipt_missing", "receipt")
    if not ledgers.keepable(fact.receipt):
        return Finding("misfit", "receipt")
    if not is_own(fact.receipt, books.desk):
        return Finding("receipt_of_another", "receipt")
    return Finding("receipt_used", "receipt") if fact.receipt in books.contributions else None


def _money(fact: ContributionCollected, today: date) -> Finding | None:
    if not YEAR_FIRST <= fact.year <= today.year + 1:
        return Finding("year_impossible", "year")
    if not 0 < fact.tier_fen <= FEN_MOST:
        return Finding("amount_impossible", "tier_fen")
    for field in ("amount_fen", "government_fen"):
        if not 0 <= getattr(fact, field) <= FEN_MOST:
            return Finding("amount_impossible", field)
    if fact.amount_fen + fact.government_fen != fact.tier_fen:
        return Finding("parts_differ", "amount_fen")
    return Finding("payer_unknown", "payer") if fact.payer not in _PAYERS else None


def _voided(fact: ReceiptVoided, books: Books, today: date) -> Finding | None:
    """As the desk itself has it: a receipt is made void on the PC that issued it, which has the paper's other half."""
    if ledgers.keepable(fact.receipt) and not is_own(fact.receipt, books.desk):
        return Finding("receipt_of_another", "receipt")
    found = books.contributions.get(fact.receipt)
    if not ledgers.keepable(fact.receipt) or _is_anothers(found, fact.person, books):
        return Finding("receipt_unknown", "receipt")
    if found is not None and found.state == "void":
        return Finding("receipt_void_already", "receipt")
    if not fact.reason.strip():
        return Finding("reason_missing", "reason")
    return _awaited(found, fact.person, "receipt")


def _is_anothers(found: Contribution | Attachment | None, person: str, books: Books) -> bool:
    """Whether what a fact would undo is not this person's; where nobody knows who that is, it may be his yet."""
    return found is not None and found.person != person and person in books.people


def _awaited(found: Contribution | Attachment | None, person: str, what: str) -> Finding | None:
    if found is None:
        return Finding(f"{what}_awaited", what, remark=True)
    return Finding("person_awaited", "person", remark=True) if found.person != person else None


def _attached(fact: AttachmentAdded, books: Books, today: date) -> Finding | None:
    if not protocol.DIGEST.fullmatch(fact.sha256):
        return Finding("misfit", "sha256")
    if not 0 < fact.bytes <= protocol.ATTACHMENT_BYTES:
        return Finding("attachment_too_large", "bytes")
    if fact.media not in attachments.MEDIA:
        return Finding("attachment_kind", "media")
    if not 0 < len(fact.title.strip()) <= _TITLE_LONGEST:
        return Finding("misfit", "title")
    return None if fact.person in books.people else Finding("person_awaited", "person", remark=True)


def _detached(fact: AttachmentRemoved, books: Books, today: date) -> Finding | None:
    found = books.attached(fact.attachment, fact.person, books.desk)
    refused = found is None and fact.attachment in books.refused_attachments
    if refused or not ledgers.keepable(fact.attachment) or _is_anothers(found, fact.person, books):
        return Finding("attachment_unknown", "attachment")
    return _awaited(found, fact.person, "attachment")


_GRACE = timedelta(days=1)
"""For the two clocks and their zones."""


def _time(at: date, today: date) -> Finding | None:
    """A remark where nothing else is to be said: a desk's clock that cannot be right takes nothing from what it tells.

    Any other finding is worth more than this one.
    """
    wrong = at.year < YEAR_FIRST or at - today > _GRACE
    return Finding("clock_suspect", "at", remark=True) if wrong else None


_CHECKS: dict[type[Any], Callable[[Any, Books, date], Finding | None]] = {
    DeskOpened: _desk_opened,
    PersonRegistered: _registered,
    PersonCorrected: _corrected,
    ContributionCollected: _collected,
    ReceiptVoided: _voided,
    AttachmentAdded: _attached,
    AttachmentRemoved: _detached,
}
