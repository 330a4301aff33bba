"""The kinds of messages from a township to a desk: facts of the township's own journal. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, ClassVar

from sync.agreement.card import PersonId
from sync.agreement.values import value

Scalar = str | int | bool


@value
class PayoutSentLine:
    """One payee of a month's list. ``total_fen`` is the sum of the three parts."""

    name: str
    id_number: str
    base_fen: int
    account_fen: int
    total_fen: int
    extra_fen: int = 0
    account: str = ""
    way: str = ""


@value
class PayoutListSent:
    """Who of the village is paid how much in a month. A later list of the month replaces this one."""

    KIND: ClassVar[str] = "payout_list.sent/1"
    ABOUT: ClassVar[str] = "sent"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"lines": PayoutSentLine}
    sent: str
    month: str
    payees: int
    total_fen: int
    lines: tuple[PayoutSentLine, ...]


@value
class PaidLine:
    """A person's contribution of a year that was paid elsewhere; ``paid_on`` may be empty."""

    id_number: str
    year: int
    amount_fen: int
    name: str = ""
    paid_on: str = ""


@value
class PaidListSent:
    """Who paid at the bank, by the tax channel or at the township's window. A later list of that name replaces it.

    ``channel``: bank | tax | township.
    """

    KIND: ClassVar[str] = "paid_list.sent/1"
    ABOUT: ClassVar[str] = "sent"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"lines": PaidLine}
    sent: str
    name: str
    channel: str
    lines: tuple[PaidLine, ...]


@value
class Question:
    """A row of a sent-down list: the person by number and name, and the texts under the list's columns."""

    id_number: str
    name: str = ""
    cells: tuple[str, ...] = field(default=())


@value
class ListSent:
    """A sent-down list (下发名单) whose rows are to be looked into; ``codes`` are the answers that may be given."""

    KIND: ClassVar[str] = "list.sent/1"
    ABOUT: ClassVar[str] = "sent"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"rows": Question}
    sent: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Question, ...]
    codes: Mapping[str, Scalar] = field(default_factory=dict)
    answer_by: str = ""


@value
class PolicySent:
    """The whole text of a policy file, by which the desk shall decide from the day ``since`` on."""

    KIND: ClassVar[str] = "policy.sent/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    policy: str
    since: str
    text: str


@value
class FormSent:
    """A form that the desk may install, as of ``facts/forms.py: FormInstalled``; a piece of its workbook in each.

    ``part`` of ``parts`` (from 1) is in ``data``, in base 64; the other fields but ``sent`` are the same in every part.
    A later form of the name replaces it once all of its parts are there.
    """

    KIND: ClassVar[str] = "form.sent/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    form: str
    number: str
    sha256: str
    bytes: int
    moment: str
    for_whom: str
    part: int
    parts: int
    data: str
    whole_numbers: int = 0


@value
class NumbersGiven:
    """A block of numbers of the official receipt book, both ends included, was given to the village."""

    KIND: ClassVar[str] = "numbers.given/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    book: str
    first: str
    last: str


@value
class CorrectedAbove:
    """The township changed fields of a person, by the names of PersonRegistered; its own books have the change.

    ``order``: as of DeskTold.
    """

    KIND: ClassVar[str] = "person.corrected_above/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    person: PersonId
    changes: Mapping[str, Scalar]
    reason: str = ""
    order: int = 0


@value
class DuplicateDecided:
    """What a clerk decided on a duplicate, and what it asks of the village of this ``person``.

    ``case`` names the duplicate; a later decision of the same case, person and receipt replaces this one. ``outcome``:
    leaves (struck off here, they belong to the village ``elsewhere``) | wrong_number (``id_number`` is not theirs) |
    refund (of ``receipt_number``, which is made void) | take_anew (it is made void and given out under another number)
    | stays (nothing is to be done here) | other (see ``why``, the clerk's words).
    """

    KIND: ClassVar[str] = "duplicate.decided/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    person: PersonId
    case: str
    outcome: str
    id_number: str
    name: str = ""
    receipt_number: str = ""
    elsewhere: str = ""
    why: str = ""


@value
class PassedOnLine:
    """A fact as another desk recorded it: ``body`` is its canonical JSON."""

    id: str
    at: str
    by: str
    kind: str
    about: str
    body: str


@value
class DeskTold:
    """Facts that another desk of the same village recorded and the township accepted, in the order of recording.

    ``order``: the number of their batch among all that the township took in from the village. On a field that two
    desks changed, the change with the higher number counts.
    """

    KIND: ClassVar[str] = "desk.told/1"
    ABOUT: ClassVar[str] = "sent"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"lines": PassedOnLine}
    sent: str
    desk: str
    order: int
    lines: tuple[PassedOnLine, ...]


@value
class LaterVerdict:
    """The verdict on a fact that was kept: ``accepted | refused``, and the rest as of ``facts.Refusal``."""

    fact: str
    verdict: str
    code: str = ""
    field: str = ""
    reason: str = ""
    cure: str = ""


@value
class VerdictsTold:
    """Verdicts on facts of a batch that the township had kept, once its program knows their kinds.

    ``sent`` names the timeline on which they were judged: restored books judge them again.
    """

    KIND: ClassVar[str] = "verdicts.told/1"
    ABOUT: ClassVar[str] = "sent"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"lines": LaterVerdict}
    sent: str
    batch: str
    lines: tuple[LaterVerdict, ...]


@value
class KeyNext:
    """The township's key changes: ``key`` is its key from now on, and from ``until`` (ISO 8601) on the only one.

    ``before`` is the key that signs this; ``proof`` is made with ``key``, so that nobody announces a key that they do
    not hold (``key_change.py``).
    """

    KIND: ClassVar[str] = "key.next/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    before: str
    key: str
    until: str
    proof: str


@value
class Unusable:
    """The desk's record in place of a message that it could not use: its kind, a stable code, the reason in words.

    It never travels: the desk writes it itself, with the signed bytes beside it.
    """

    KIND: ClassVar[str] = "message.unusable/1"
    ABOUT: ClassVar[str] = "sent"
    sent: str
    kind: str
    code: str
    words: str


KINDS: tuple[type[Any], ...] = (
    PayoutListSent,
    PaidListSent,
    ListSent,
    PolicySent,
    FormSent,
    NumbersGiven,
    CorrectedAbove,
    DuplicateDecided,
    DeskTold,
    VerdictsTold,
    KeyNext,
    Unusable,
)
