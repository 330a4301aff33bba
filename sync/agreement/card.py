"""A card: everything the program must know of one kind of fact, so that no part can be forgotten. No I/O.

A card has no defaults. A part that a kind does not need is a function or value with a name that says so:
``never_waits``, ``NO_CASH``, ``always_accepted`` and so on. The cards stand beside their facts in ``facts/``, one
module a subject.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import KW_ONLY
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from sync.agreement.fact import REFERENCE
from sync.agreement.sentences import Sentence
from sync.agreement.values import value

if TYPE_CHECKING:
    from sync.agreement.books import Books
    from sync.agreement.fact import Fact

PersonId: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names a person, by the id that a desk gave."""
FactId: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names another fact, such as a note or an attachment."""


class Subject(NamedTuple):
    """Who or what a fact is about, or waits for: a kind (``person``, ``receipt`` ...) and an id."""

    kind: str
    id: str


class Known(Protocol):
    """The subjects that are known already: the township's books, or the tables of a desk."""

    def whose(self, subject: Subject) -> Collection[str]:
        """The people to whom the subject belongs (a person to themselves); nobody when it is not known."""


class Cash(NamedTuple):
    """The cash that facts of a kind move: the field with the fen, and whether they come into the drawer or leave it."""

    field: str
    into_drawer: bool

    @property
    def is_stated(self) -> bool:
        """Whether the fact itself states the sum."""
        return bool(self.field)

    def fen(self, body: Mapping[str, object]) -> int:
        """The cash in fen by the body of a fact, negative if it left the drawer; 0 for a body that makes no sense."""
        amount = body.get(self.field)
        if type(amount) is not int or abs(amount) > 2**53:
            return 0
        return amount if self.into_drawer else -amount


class Work(Enum):
    """The lines of a batch's passport, in their order, by their words."""

    REGISTERING = "参保登记"
    CORRECTING = "资料更正"
    COLLECTING = "代收养老保险费"
    VOIDING = "作废凭条"
    PAYING_OUT = "发放名单"
    OTHER = "其他（导入、打印、设置等）"


class Wrong(NamedTuple):
    """The words of a finding's code for the coordinator. ``needs_nothing``: nothing has to be done about it."""

    reason: str
    cure: str
    needs_nothing: bool = False


@value
class Finding:
    """A fault of a fact, and its field. A ``remark`` does not refuse; a ``kept`` fact was not judged yet."""

    code: str
    field: str = ""
    remark: bool = False
    kept: bool = False

    @property
    def verdict(self) -> str:
        """``accepted | refused | kept``."""
        return "accepted" if self.remark else "kept" if self.kept else "refused"


class How(Enum):
    """How a fact enters the books. EARLY: accepted, and waits for its subject. COME: that subject has come now."""

    ACCEPTED = "accepted"
    EARLY = "early"
    REFUSED = "refused"
    COME = "come"


class Outcome(NamedTuple):
    """What the judge found of a fact: ``code`` of a finding or empty, by the rules of the day ``on``."""

    how: How
    code: str
    on: date


class Recorded(NamedTuple):
    """The record of a fact: its desk, its id, and when it happened (ISO 8601)."""

    desk: str
    id: str
    at: str


class Happened(NamedTuple):
    """A fact with its id."""

    id: str
    fact: Fact


class TownshipFinding(NamedTuple):
    """The township's finding on the fact ``id``."""

    id: str
    code: str
    field: str


F = TypeVar("F")


@value
class Card(Generic[F]):
    """``since``: the version of the protocol that brought the kind. ``called``: its name in lists.

    ``work``: the line of a batch's passport that counts the fact. ``passed_on``: the village's other desk
    receives the fact. ``shown_today``: the first page lists it among what was just done. ``subjects``: whom and what
    the fact is about. ``waits_for``: the subject that must be known first and is not. ``cash``: the cash that it
    moves; it enters the sums of batches and slips, and a desk sends such facts by itself. ``judge``: the finding on a
    fact whose types are right. ``enter``: its effect on the books. ``sentence``: the fact in words for a person.
    ``mended_by``: whether a later fact resolves a finding on this one, given what else happened to the person.
    ``menders``: of which kinds such a fact can be, and what else is asked about, besides this kind itself and the
    township's own facts.
    ``codes``: the words of findings that only this kind has.
    """

    _: KW_ONLY
    fact: type[F]
    since: str
    called: str
    work: Work
    passed_on: bool
    shown_today: bool
    subjects: Callable[[F], tuple[Subject, ...]]
    waits_for: Callable[[F, Known], Subject | None]
    cash: Cash | None
    judge: Callable[[F, Books, date], Finding | None]
    enter: Callable[[F, Recorded, Books, Outcome], None]
    sentence: Callable[[F], Sentence]
    mended_by: Callable[[F, TownshipFinding, Happened, Iterable[Happened]], bool]
    menders: tuple[type[Fact], ...]
    codes: Mapping[str, Wrong]


class AboutPerson(Protocol):
    """A fact about a person."""

    @property
    def person(self) -> PersonId: ...


P = TypeVar("P", bound=AboutPerson)


def the_person(fact: AboutPerson) -> tuple[Subject, ...]:
    """The fact is about its person and nothing else."""
    return (Subject("person", fact.person),) if fact.person else ()


def never_waits(fact: object, known: Known) -> None:
    """The fact never waits."""


def waits_for_person(fact: AboutPerson, known: Known) -> Subject | None:
    """The fact waits until its person is registered."""
    person = Subject("person", fact.person)
    return None if known.whose(person) else person


def always_accepted(fact: object, books: Books, today: date) -> None:
    """Always accepted: there is nothing in the books to compare the fact with."""


def from_above(fact: object, books: Books, today: date) -> Finding:
    """Only the township records such facts; from a desk they are refused."""
    return Finding("from_above")


def leaves_no_trace(fact: object, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """The fact has no effect on the books; it is only stored."""


def same_again(fact: object, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    """A finding is resolved when the very same fact is recorded again."""
    return bool(later.fact == fact)


NO_CASH: Cash | None = None
"""For a kind that moves no cash."""
CASH_OF_ANOTHER = Cash("", into_drawer=False)
"""For a kind that undoes what another fact moved, such as a void: money, but its own body states no sum to add."""
NO_OTHER: tuple[type[Fact], ...] = ()
"""For a kind whose findings no other kind resolves."""
NO_CODES: Mapping[str, Wrong] = {}
"""For a kind without findings of its own."""


def note_of_life(
    fact: type[P],
    called: str,
    sentence: Callable[[P], Sentence],
    *,
    since: str,
    mended_by: Callable[[P, TownshipFinding, Happened, Iterable[Happened]], bool],
    menders: tuple[type[Fact], ...],
    subjects: Callable[[P], tuple[Subject, ...]] | None = None,
) -> Card[P]:
    """The card of what is noted of a person: the village's other PC has it too, and the township counts nothing by it.

    ``subjects``: None where the note is about its person and nothing else.
    """
    return Card(
        fact=fact,
        since=since,
        called=called,
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=subjects or the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=sentence,
        mended_by=mended_by,
        menders=menders,
        codes=NO_CODES,
    )
