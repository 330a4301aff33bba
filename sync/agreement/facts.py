"""Every kind of fact as a value (``values.py``) with its version: the vocabulary that desk and township share. No I/O.

A fact says one thing that happened, in the past tense. ``KIND`` ends in its version; a change of meaning is a new
version, a new optional field is not. ``ABOUT`` names the field that says whom or what the fact is about: it travels
beside the body, and finds a person's history. Fields that hold their default are left out of the body. Amounts are
whole fen, days ``YYYY-MM-DD``, months ``YYYY-MM``, identity numbers and accounts text.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any, ClassVar, NamedTuple, Protocol

from sync.agreement import sent
from sync.agreement.person import FIELDS, PersonFields
from sync.agreement.values import value

Scalar = str | int | bool
CARRIED_LONGEST = 200
"""Characters of a field of a person that a program carries without knowing it."""
_CARRIED = "carried"
_OWN_NAMES = frozenset(("person", *FIELDS))
_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Fact(Protocol):
    """What every fact has besides its own fields."""

    KIND: ClassVar[str]
    ABOUT: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]


class UnknownKind(Exception):
    """A kind of fact that this version of the program does not know."""


class Misfit(TypeError):
    """A body that does not fit its kind; ``field`` is the first field that is missing or of another type."""

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"{kind}: {field}")
        self.field = field


@value
class DeskOpened:
    """A desk began its life: the first fact of its journal."""

    KIND: ClassVar[str] = "desk.opened/1"
    ABOUT: ClassVar[str] = "village"
    village: str
    village_name: str
    letter: str


@value
class EpochOpened:
    """A new unbroken life of the journal began. ``reason``: restored | put_back | copied | recovered | rekeyed.

    After a backup was restored by the program, an older file was put back by hand, a copy was recognised, a lost PC was
    rebuilt, or the desk got a new key.
    """

    KIND: ClassVar[str] = "epoch.opened/1"
    ABOUT: ClassVar[str] = "epoch"
    epoch: str
    ordinal: int
    reason: str
    after_head: str


@value
class PersonRegistered(PersonFields):
    """A person came onto the desk's roster, with the fields of ``person.py``.

    ``carried`` are fields that a newer program knows: they stand among the others in the body, and are kept and passed
    on as they are.
    """

    KIND: ClassVar[str] = "person.registered/1"
    ABOUT: ClassVar[str] = "person"
    carried: tuple[tuple[str, Scalar], ...] = ()


@value
class PersonCorrected:
    """Fields of a person changed; ``changes`` holds only those, by the names of PersonRegistered or of a newer one.

    ``instead_of``: it takes the place of this correction from above (``sent``), which the township's books forgot.
    """

    KIND: ClassVar[str] = "person.corrected/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    changes: Mapping[str, Scalar]
    reason: str = ""
    instead_of: str = ""


@value
class YearsNoted:
    """Years paid before this desk began or elsewhere, each with the same tier; told by a book or a list (``told_by``).

    ``how``: paid | back_paid | government_paid | waived (by another) | brought_in.
    """

    KIND: ClassVar[str] = "years.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    first: int
    last: int
    tier_fen: int
    how: str = "paid"
    government_fen: int = 0
    told_by: str = ""


@value
class DeathNoted:
    """A person died on a day, as the family, the police or the township said (``told_by``)."""

    KIND: ClassVar[str] = "death.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    died_on: str
    told_by: str = ""


@value
class OtherPensionNoted:
    """A person draws another pension of the state from a month on; ``until`` is its last month when it has ended.

    ``pension``: employee | public | resident_elsewhere | other.
    """

    KIND: ClassVar[str] = "other_pension.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    pension: str
    since: str
    until: str = ""
    told_by: str = ""


@value
class HindranceNoted:
    """Why a person may not join now (R1).

    ``hindrance``: employee_scheme | public_staff | student | soldier | prisoner | abroad | hukou_elsewhere.
    """

    KIND: ClassVar[str] = "hindrance.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    hindrance: str
    told_by: str = ""


@value
class AccountTold:
    """What a person's account held on a day, as the county's statement says."""

    KIND: ClassVar[str] = "account.told/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    balance_fen: int
    as_of: str
    told_by: str = ""


@value
class NoteStruck:
    """A note about a person's life was wrong and counts no more; ``note`` is the id of its fact."""

    KIND: ClassVar[str] = "note.struck/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    note: str
    reason: str


@value
class RosterImported:
    """A workbook of people was taken in. ``file`` is the SHA-256 of its bytes; the people are facts of their own."""

    KIND: ClassVar[str] = "roster.imported/1"
    ABOUT: ClassVar[str] = "file"
    file: str
    rows: int
    accepted: int
    held: int
    added: int
    changed: int


@value
class ContributionCollected:
    """Cash was taken for a person's contribution of a year, and a receipt number with it.

    ``amount_fen`` is the cash; ``government_fen`` the part that the government pays; both make ``tier_fen``.
    ``payer``: self | relative | government (the government pays a part, the person the rest).
    ``channel``: village_cash | bank | tax | township.
    """

    KIND: ClassVar[str] = "contribution.collected/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    receipt: str
    year: int
    tier_fen: int
    amount_fen: int
    policy: str
    government_fen: int = 0
    payer: str = "self"
    payer_name: str = ""
    relation: str = ""
    channel: str = "village_cash"
    again: str = ""


@value
class ReceiptPrinted:
    """The paper of a receipt came out. The first time is the original, each further one a reprint (补打)."""

    KIND: ClassVar[str] = "receipt.printed/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    receipt: str
    copy: int


@value
class ReceiptVoided:
    """A receipt was made void (作废), with the reason. The number stays used; the money counts no more."""

    KIND: ClassVar[str] = "receipt.voided/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    receipt: str
    reason: str


@value
class PayoutListTaken:
    """A month's payout list of the township was taken in; its lines are facts of their own."""

    KIND: ClassVar[str] = "payout_list.taken/1"
    ABOUT: ClassVar[str] = "payout_list"
    payout_list: str
    month: str
    payees: int
    total_fen: int
    file: str


@value
class PayoutLineTaken:
    """One line of a payout list. ``person`` is empty when the desk does not know the payee."""

    KIND: ClassVar[str] = "payout_line.taken/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    payout_list: str
    line: int
    name: str
    id_number: str
    base_fen: int
    account_fen: int
    total_fen: int
    extra_fen: int = 0
    account: str = ""
    way: str = ""


@value
class PayoutRosterPrinted:
    """The signing roster of a payout list was printed."""

    KIND: ClassVar[str] = "payout_roster.printed/1"
    ABOUT: ClassVar[str] = "payout_list"
    payout_list: str
    pages: int


@value
class NumberShown:
    """Somebody looked at a full number that is masked otherwise. ``what``: id_number | account | phone."""

    KIND: ClassVar[str] = "number.shown/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    what: str


@value
class AttachmentAdded:
    """A picture or paper was put to a person's record; ``title`` says what it is. Its content travels apart.

    ``sha256`` (64 hexadecimal digits) and ``bytes`` are those of the content, ``media`` its media type.
    """

    KIND: ClassVar[str] = "attachment.added/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    sha256: str
    bytes: int
    media: str
    title: str


@value
class AttachmentRemoved:
    """An attachment does not belong here and its content may be dropped; ``attachment`` is the id of its fact."""

    KIND: ClassVar[str] = "attachment.removed/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    attachment: str
    reason: str


@value
class AttachmentKept:
    """The township's signed word, on either road, that it has a content whole; ``kept`` names this saying."""

    KIND: ClassVar[str] = "attachment.kept/1"
    ABOUT: ClassVar[str] = "kept"
    kept: str
    sha256: str
    bytes: int
    timeline: str


@value
class ChangeLookedAt:
    """Somebody looked at a field that this desk and another one had changed; ``told`` is the other's fact."""

    KIND: ClassVar[str] = "change.looked_at/1"
    ABOUT: ClassVar[str] = "person"
    person: str
    field: str
    told: str


@value
class PolicyAdopted:
    """From ``since`` on the desk decides by this policy; ``text`` is the whole file when it came from outside."""

    KIND: ClassVar[str] = "policy.adopted/1"
    ABOUT: ClassVar[str] = "policy"
    policy: str
    since: str
    text: str = ""


@value
class SettingChanged:
    """A setting that belongs to the desk's data was changed: who sits there, the hotline, the township's address."""

    KIND: ClassVar[str] = "setting.changed/1"
    ABOUT: ClassVar[str] = "setting"
    setting: str
    value: str


@value
class Refusal:
    """What the township says of one fact: stable ``code``, the ``field``, a reason and a cure in words.

    ``seq`` is the fact's place in its epoch; ``fact`` is empty for a line whose id could not be read.
    """

    fact: str
    verdict: str
    code: str
    field: str = ""
    reason: str = ""
    cure: str = ""
    seq: int = 0


@value
class BatchAnswered:
    """The township's word on a batch, kept by the desk as it was signed. Facts not named were accepted.

    ``not_accepted`` lists the facts whose verdict is ``refused``, ``already_had`` or ``kept``; ``remarks`` those that
    were accepted and should be looked at. The four sums in fen are of collected cash; ``kept_fen`` is what the batch's
    manifest says of kinds that the township does not know yet. ``order``: the batch's place in what the township took
    in from all desks of the village.
    """

    KIND: ClassVar[str] = "batch.answered/1"
    ABOUT: ClassVar[str] = "batch"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"not_accepted": Refusal, "remarks": Refusal}
    batch: str
    number: int
    epoch: str
    last_seq: int
    accepted: int
    already_had: int
    refused: int
    not_accepted: tuple[Refusal, ...] = field(default=())
    timeline: str = ""
    position: int = 0
    answered_at: str = ""
    accepted_fen: int = 0
    already_had_fen: int = 0
    refused_fen: int = 0
    order: int = 0
    remarks: tuple[Refusal, ...] = field(default=())
    kept: int = 0
    kept_fen: int = 0


KINDS: dict[str, type[Any]] = {
    kind.KIND: kind
    for kind in (
        DeskOpened,
        EpochOpened,
        PersonRegistered,
        PersonCorrected,
        YearsNoted,
        DeathNoted,
        OtherPensionNoted,
        HindranceNoted,
        AccountTold,
        NoteStruck,
        RosterImported,
        ContributionCollected,
        ReceiptPrinted,
        ReceiptVoided,
        PayoutListTaken,
        PayoutLineTaken,
        PayoutRosterPrinted,
        NumberShown,
        AttachmentAdded,
        AttachmentRemoved,
        AttachmentKept,
        ChangeLookedAt,
        PolicyAdopted,
        SettingChanged,
        BatchAnswered,
    )
} | {kind.KIND: kind for kind in sent.KINDS}


def about(fact: Fact) -> str:
    """Whom or what the fact is about: a person's id, a list's id, a file's digest."""
    return str(getattr(fact, fact.ABOUT))


def body(fact: Fact) -> dict[str, Any]:
    """The fact's fields as JSON values, without ``ABOUT`` and without those that hold their default."""
    found, about = {}, fact.ABOUT
    for name, default, text, _fits, _made in _shape(type(fact)):
        value = getattr(fact, name)
        if value != default and name != about:
            found[name] = value if text else _as_json(value)
    found.update(getattr(fact, _CARRIED, ()))
    return found


def read(kind: str, about: str, body: Mapping[str, Any]) -> Any:
    """The fact that a journal row or a batch line holds.

    Raises UnknownKind for a kind of a newer program, and Misfit when the body does not fit the kind.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    known: Any = KINDS[kind]
    said, values = {**body, known.ABOUT: about}, []
    for name, default, text, fits, made in _shape(known):
        value = said.get(name, default)
        if not (text and type(value) is str or fits(value)):
            raise Misfit(kind, name)
        values.append(made(kind, name, value) if made else value)
    if kind == PersonRegistered.KIND:
        return known(*values, carried=tuple(sorted(carried(body).items())))
    return known(*values)


def carried(fields: Mapping[str, Any]) -> dict[str, Scalar]:
    """Those fields of a person that this program does not know and carries for the next: short text, whole numbers.

    A rule that a later program has for such a field may remark on it and never refuse it: it is accepted already.
    """
    return {name: value for name, value in fields.items() if name not in _OWN_NAMES and _is_carried(name, value)}


def with_changes(fact: PersonRegistered, changes: Mapping[str, Any]) -> PersonRegistered:
    """The registration with what was corrected since; a change of a type that the field cannot have is left out."""
    fields = {**body(fact), **changes}
    while True:
        try:
            found: PersonRegistered = read(fact.KIND, fact.person, fields)
        except Misfit as misfit:
            fields[misfit.field] = getattr(fact, misfit.field)
        else:
            return found


class _Field(NamedTuple):
    """A field of a kind of fact: whether it is ``text``, what its type allows, how a list is taken (None: as it is).

    The default of a field that must be there is MISSING, which no type allows.
    """

    name: str
    default: Any
    text: bool
    fits: Callable[[Any], bool]
    made: Callable[[str, str, Any], Any] | None


@functools.cache
def _shape(known: type[Any]) -> tuple[_Field, ...]:
    """The fields of a kind, looked up once: a township reads hundreds of thousands of facts."""
    parts = getattr(known, "PARTS", {})
    return tuple(
        _Field(each.name, each.default, each.type == "str", *_taken(str(each.type), parts.get(each.name)))
        for each in dataclasses.fields(known)
        if each.name != _CARRIED
    )


def part(kind: str, name: str, made: Any, value: Any) -> Any:
    """A member of a list in a body, as its own dataclass ``made``. Raises Misfit."""
    try:
        found = made(**_tuples(value) if isinstance(value, dict) else value)
    except TypeError as reason:
        raise Misfit(kind, name) from reason
    if not all(each.fits(getattr(found, each.name)) for each in _shape(made)):
        raise Misfit(kind, name)
    return found


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def _as_json(value: Any) -> Any:
    if type(value) is int:
        return value
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = {each.name: (getattr(value, each.name), each.default) for each in dataclasses.fields(value)}
        return {name: each for name, (each, default) in inner.items() if each != default}
    return dict(value) if isinstance(value, Mapping) else value


def _taken(
    type_name: str, part_of: Any
) -> tuple[Callable[[Any], bool], Callable[[str, str, Any], tuple[Any, ...]] | None]:
    """Whether a value may stand in a field of this type, and how it is taken where it is not taken as it is."""
    if type_name == "int":
        return _is_whole, None
    if type_name == "str":
        return _is_text, None
    if type_name.startswith("Mapping"):
        return _is_mapping, None
    if part_of is not None:
        return _is_list, lambda kind, name, values: tuple(part(kind, name, part_of, each) for each in values)
    return _are_texts if type_name.startswith("tuple[str") else _is_list, lambda _kind, _name, values: tuple(values)


def _is_carried(name: str, value: Any) -> bool:
    short = isinstance(value, str) and len(value) <= CARRIED_LONGEST and "\0" not in value
    return _FIELD_NAME.fullmatch(name) is not None and (short or _is_whole(value))


def _is_whole(value: Any) -> bool:
    return type(value) is int and abs(value) < 2**53


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(each, str | int) for each in value.values())


def _are_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
