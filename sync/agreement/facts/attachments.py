"""Facts about attachments: pictures and papers of people. Their contents travel apart. With their cards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    FactId,
    Finding,
    Happened,
    How,
    Known,
    Outcome,
    PersonId,
    Recorded,
    Subject,
    TownshipFinding,
    Work,
    Wrong,
    always_accepted,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
    waits_for_person,
)
from sync.agreement.early import Key
from sync.agreement.facts.people import People, PersonRegistered, registers
from sync.agreement.sentences import say
from sync.agreement.values import value

DIGEST = re.compile(r"[0-9a-f]{64}")
ATTACHMENT_BYTES = 10 * 1024 * 1024
"""The most bytes of one content."""
MEDIA = ("image/jpeg", "image/png", "application/pdf")
_TITLE_LONGEST = 40


@value
class AttachmentAdded:
    """A picture or paper was attached to a person's record, with a ``title``. Its content travels apart.

    ``sha256`` (64 hexadecimal digits) and ``bytes`` are those of the content, ``media`` its media type.
    """

    KIND: ClassVar[str] = "attachment.added/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    sha256: str
    bytes: int
    media: str
    title: str


@value
class AttachmentRemoved:
    """An attachment does not belong here and its content may be dropped; ``attachment`` is the id of its fact."""

    KIND: ClassVar[str] = "attachment.removed/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    attachment: FactId
    reason: str


@value
class AttachmentKept:
    """The township's signed confirmation that it has a content whole; ``kept`` is the id of this message."""

    KIND: ClassVar[str] = "attachment.kept/1"
    ABOUT: ClassVar[str] = "kept"
    kept: str
    sha256: str
    bytes: int
    timeline: str


@dataclass(slots=True)
class BookedAttachment:
    """An attachment in the books; ``fact`` is its id, the rest as of AttachmentAdded. ``removed``: it counts no more.

    ``desk`` is the desk on whose roster the person stands, ``added_by`` the desk that recorded the fact. Whether the
    content has arrived is not in here.
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
class Attachments:
    """The attachments, by the id of the fact, then by the desk that added it. ``refused``: refused additions."""

    SUBJECT: ClassVar[str] = "attachment"
    known: dict[str, dict[str, BookedAttachment]] = field(default_factory=lambda: defaultdict(dict))
    refused: set[str] = field(default_factory=set)
    changed: set[Key] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """The people in whose records it is: two desks may have facts of one id."""
        return [each.person for each in self.known[id].values()] if id in self.known else ()

    def change(self, attachment: BookedAttachment) -> None:
        """Take the attachment in, or its new state, to be written."""
        self.known[attachment.fact][attachment.added_by] = attachment
        self.changed.add((attachment.added_by, attachment.fact))

    def meant(self, fact_id: str, person: str, desk: str) -> BookedAttachment | None:
        """The attachment that a fact of ``desk`` about this person means by the id; None when there is none."""
        called = self.known[fact_id].values() if fact_id in self.known else ()
        return min(called, key=lambda each: (each.person != person, each.added_by != desk), default=None)


def _judge_added(fact: AttachmentAdded, books: Books, today: date) -> Finding | None:
    if not DIGEST.fullmatch(fact.sha256):
        return Finding("misfit", "sha256")
    if not 0 < fact.bytes <= ATTACHMENT_BYTES:
        return Finding("attachment_too_large", "bytes")
    if fact.media not in MEDIA:
        return Finding("attachment_kind", "media")
    return None if 0 < len(fact.title.strip()) <= _TITLE_LONGEST else Finding("misfit", "title")


def _enter_added(fact: AttachmentAdded, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    part, desk = books.part(Attachments), books.part(People).roster_of(fact.person, books.desk)
    if outcome.how is How.REFUSED:
        part.refused.add(recorded.id)
    elif outcome.how is How.COME:
        booked = part.known.get(recorded.id, {}).get(recorded.desk)
        if booked is not None:
            booked.desk, booked.person = desk, fact.person
    else:
        content = fact.sha256, fact.bytes, fact.media, fact.title
        part.change(BookedAttachment(desk, recorded.id, fact.person, *content, recorded.at, books.desk))
        books.settle(recorded.id, outcome.on)


def _waits_for_attachment(fact: AttachmentRemoved, known: Known) -> Subject | None:
    """As a void waits for its receipt."""
    attachment, person = Subject("attachment", fact.attachment), Subject("person", fact.person)
    owners = known.whose(attachment)
    if fact.person in owners:
        return None
    return attachment if not owners or known.whose(person) else person


def _judge_removed(fact: AttachmentRemoved, books: Books, today: date) -> Finding | None:
    part = books.part(Attachments)
    owners = part.whose(fact.attachment)
    refused = not owners and fact.attachment in part.refused
    is_anothers = bool(owners) and fact.person not in owners and fact.person in books.part(People).known
    return Finding("attachment_unknown", "attachment") if refused or is_anothers else None


def _enter_removed(fact: AttachmentRemoved, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        part = books.part(Attachments)
        found = part.meant(fact.attachment, fact.person, recorded.desk)
        if found:
            part.change(replace(found, removed=True))


def _mended_added(fact: AttachmentAdded, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    if finding.code == "person_awaited":
        return registers(later)
    other = later.fact
    return other == fact or (isinstance(other, AttachmentRemoved) and other.attachment == finding.id)


def _mended_removed(
    fact: AttachmentRemoved, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    if finding.code == "attachment_awaited":
        return isinstance(later.fact, AttachmentAdded) and later.id == fact.attachment
    return registers(later) if finding.code == "person_awaited" else later.fact == fact


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=AttachmentAdded,
        since="1.0",
        called="添加附件",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=_judge_added,
        enter=_enter_added,
        sentence=lambda fact: say("添加附件：{title}", title=fact.title),
        mended_by=_mended_added,
        menders=(AttachmentRemoved, PersonRegistered),
        codes={
            "attachment_too_large": Wrong("附件太大", "请移除这份附件，换一份小一些的重新添加"),
            "attachment_kind": Wrong("附件不是照片（JPG、PNG）或 PDF", "请移除这份附件，换成照片或 PDF 重新添加"),
        },
    ),
    Card(
        fact=AttachmentRemoved,
        since="1.0",
        called="移除附件",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (*the_person(fact), Subject("attachment", fact.attachment)),
        waits_for=_waits_for_attachment,
        cash=NO_CASH,
        judge=_judge_removed,
        enter=_enter_removed,
        sentence=lambda fact: say("移除附件：{reason}", reason=fact.reason),
        mended_by=_mended_removed,
        menders=(AttachmentAdded, PersonRegistered),
        codes={
            "attachment_awaited": Wrong(
                "乡镇还没有收到这份附件的记录；移除先收下了",
                "不用重做；请把还没报上去的都报上去，村里有两台电脑的两台都报",
            ),
            "attachment_unknown": Wrong("乡镇没有收到过这份附件的记录", "不用处理", needs_nothing=True),
        },
    ),
    Card(
        fact=AttachmentKept,
        since="1.0",
        called="附件已收全",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("content", fact.sha256),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所已经收全一份附件"),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
