"""Facts about forms: workbooks by which papers are filled. Their bytes, which one is in use, what was printed. Cards.

The bytes are facts too, in pieces: so they travel as safely as any fact, on a thin line piece by piece, and a lost PC
gets them back. A form's name is what a later version replaces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, TypeAlias

from sync.agreement import form_pieces
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Happened,
    How,
    Outcome,
    PersonId,
    Recorded,
    Subject,
    TownshipFinding,
    Work,
    Wrong,
    always_accepted,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
)
from sync.agreement.fact import REFERENCE
from sync.agreement.sent import FormSent
from sync.agreement.sentences import Sentence, say
from sync.agreement.values import value

FormName: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names a form."""
FROM_TOWNSHIP, OF_THE_VILLAGE = "township", "village"


@value
class FormPiece:
    """A piece of the bytes of a workbook: ``part`` of ``parts``, from 1; ``data`` is base 64.

    ``sha256`` is the digest of the whole.
    """

    KIND: ClassVar[str] = "form.piece/1"
    ABOUT: ClassVar[str] = "sha256"
    sha256: str
    part: int
    parts: int
    data: str


@value
class FormInstalled:
    """A form is in use from now on, in the place of an earlier one of its name. Its pieces came before.

    ``number``: as handbooks count forms, such as F1; may be empty. ``sha256`` and ``bytes`` are those of the workbook.
    ``source``: township | village. ``moment``: when it is wanted, in words (新参保, 变更 ...). ``for_whom``:
    person | household | people | payouts | village. ``whole_numbers`` is 1 if whole numbers of people come out.
    """

    KIND: ClassVar[str] = "form.installed/1"
    ABOUT: ClassVar[str] = "form"
    form: FormName
    number: str
    sha256: str
    bytes: int
    source: str
    moment: str
    for_whom: str
    whole_numbers: int = 0


@value
class FormWithdrawn:
    """The version of a form with these bytes is in use no more, or, sent by the township, is not taken."""

    KIND: ClassVar[str] = "form.withdrawn/1"
    ABOUT: ClassVar[str] = "form"
    form: FormName
    sha256: str
    reason: str = ""


@value
class FormPrinted:
    """A form was printed or saved with people's values; what stood on it is not in here.

    ``person``: whom it is about, empty for a list, whose ``people`` are named by their ids. ``copies``: so many were
    made. ``sha256`` is the digest of the template. ``whole_numbers`` is 1 if whole numbers came out.
    """

    KIND: ClassVar[str] = "form.printed/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    form: str
    sha256: str
    copies: int
    people: tuple[str, ...] = field(default=())
    whole_numbers: int = 0


@value
class BookedForm:
    """The form of a name that a desk has installed, as of FormInstalled; ``withdrawn``: it is in use no more."""

    desk: str
    form: str
    number: str
    sha256: str
    source: str
    whole_numbers: int
    at: str
    withdrawn: int = 0


@dataclass(slots=True)
class Forms:
    """The forms that the desks of a village have installed, by desk and name."""

    SUBJECT: ClassVar[str] = "form"
    known: dict[tuple[str, str], BookedForm] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """A form belongs to nobody."""
        return ()

    def change(self, form: BookedForm) -> None:
        """Take the form in, or its new state, to be written."""
        self.known[form.desk, form.form] = form
        self.changed.add((form.desk, form.form))


def _judge_piece(fact: FormPiece, books: Books, today: date) -> Finding | None:
    if not form_pieces.DIGEST.fullmatch(fact.sha256):
        return Finding("misfit", "sha256")
    fits = form_pieces.fits(fact.part, fact.parts, fact.data)
    return None if fits else Finding("form_piece_broken", "data")


def _judge_installed(fact: FormInstalled, books: Books, today: date) -> Finding | None:
    if not form_pieces.DIGEST.fullmatch(fact.sha256):
        return Finding("misfit", "sha256")
    if not 0 < len(fact.form.strip()) <= form_pieces.NAME_LONGEST:
        return Finding("misfit", "form")
    return None if 0 < fact.bytes <= form_pieces.FORM_BYTES else Finding("form_too_large", "bytes")


def _enter_installed(fact: FormInstalled, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how is not How.REFUSED:
        described = (fact.form, fact.number, fact.sha256, fact.source, fact.whole_numbers)
        books.part(Forms).change(BookedForm(recorded.desk, *described, recorded.at))


def _enter_withdrawn(fact: FormWithdrawn, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """One PC's word counts for both: the form is the village's."""
    part = books.part(Forms)
    for booked in [each for each in part.known.values() if (each.form, each.sha256) == (fact.form, fact.sha256)]:
        part.change(replace(booked, withdrawn=1))


def _mended_installed(
    fact: FormInstalled, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    return isinstance(later.fact, FormInstalled | FormWithdrawn)


def _about_people(fact: FormPrinted) -> tuple[Subject, ...]:
    return (*the_person(fact), *(Subject("person", each) for each in fact.people if each))


def _say_installed(fact: FormInstalled) -> Sentence:
    source = say("镇所下发") if fact.source == FROM_TOWNSHIP else say("本村自制")
    if fact.whole_numbers:
        return say("装上表格“{form}”（{source}，会印出完整号码）", form=fact.form, source=source)
    return say("装上表格“{form}”（{source}）", form=fact.form, source=source)


def _say_withdrawn(fact: FormWithdrawn) -> Sentence:
    if fact.reason:
        return say("停用表格“{form}”：{reason}", form=fact.form, reason=fact.reason)
    return say("停用表格“{form}”", form=fact.form)


def _say_printed(fact: FormPrinted) -> Sentence:
    if fact.whole_numbers:
        return say("打印“{form}”{count} 份，上面有完整号码", form=fact.form, count=fact.copies)
    return say("打印“{form}”{count} 份", form=fact.form, count=fact.copies)


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=FormPiece,
        since="1.1",
        called="表格的内容",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (Subject("content", fact.sha256),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_piece,
        enter=leaves_no_trace,
        sentence=lambda fact: say("一张表格的内容，第 {part} 份，共 {parts} 份", part=fact.part, parts=fact.parts),
        mended_by=same_again,
        menders=NO_OTHER,
        codes={"form_piece_broken": Wrong("表格的内容不完整", "请把这张表再装一次")},
    ),
    Card(
        fact=FormInstalled,
        since="1.1",
        called="装上表格",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("form", fact.form),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_installed,
        enter=_enter_installed,
        sentence=_say_installed,
        mended_by=_mended_installed,
        menders=(FormWithdrawn,),
        codes={"form_too_large": Wrong("表格文件太大", "请去掉表里的图片再装，或换一份小一些的")},
    ),
    Card(
        fact=FormWithdrawn,
        since="1.1",
        called="停用表格",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("form", fact.form),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=_enter_withdrawn,
        sentence=_say_withdrawn,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=FormPrinted,
        since="1.1",
        called="打印表格",
        work=Work.OTHER,
        passed_on=False,
        shown_today=True,
        subjects=_about_people,
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=_say_printed,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=FormSent,
        since="1.1",
        called="表格",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("form", fact.form),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所下发表格“{form}”", form=fact.form),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
