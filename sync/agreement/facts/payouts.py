"""Facts about payout lists: taken in, sent by the township, printed for signing. With their cards.

A list is kept in parts of many lines each. A list of the first release is one fact and a fact a line; those are read
for ever and written no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from sync.agreement import calendar
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Finding,
    Known,
    PersonId,
    Subject,
    Work,
    Wrong,
    always_accepted,
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
)
from sync.agreement.sent import PayoutListSent
from sync.agreement.sentences import Fen, Sentence, say
from sync.agreement.values import value


@value
class PayoutListLine:
    """A line of a payout list. ``number``: its place in the township's order, which no other line of the list has.

    List and number are the line's id for ever (``line_id``). ``person`` is empty when the desk does not know the payee.
    """

    number: int
    name: str
    id_number: str
    base_fen: int
    account_fen: int
    total_fen: int
    person: PersonId = ""
    extra_fen: int = 0
    account: str = ""
    way: str = ""


@value
class PayoutListPart:
    """A part of a month's payout list that was taken in: ``part`` of ``parts``, from 1, with its lines.

    The other fields are the same in every part; ``payees`` and ``total_fen`` are those of the whole list.
    """

    KIND: ClassVar[str] = "payout_list.taken/2"
    ABOUT: ClassVar[str] = "payout_list"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"lines": PayoutListLine}
    payout_list: str
    month: str
    payees: int
    total_fen: int
    file: str
    part: int
    parts: int
    lines: tuple[PayoutListLine, ...]


@value
class PayoutListTaken:
    """As the first release took a list in; its lines are facts of their own."""

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
    person: PersonId
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
class RosterPage:
    """A page of a signing roster: the numbers of its lines (``PayoutListLine``), from above."""

    lines: tuple[int, ...]


@value
class RosterGroup:
    """So many ``lines`` that follow each other on a roster, of one group as it was then: a number, or 0 and a name."""

    group: int
    lines: int
    name: str = ""


@value
class PayoutPagesPrinted:
    """The signing roster of a payout list was printed: what stands on which page of this ``edition``, from 1.

    People change their group; a page that somebody signed keeps its lines. Printed again, an edition is the same.
    """

    KIND: ClassVar[str] = "payout_roster.printed/2"
    ABOUT: ClassVar[str] = "payout_list"
    PARTS: ClassVar[Mapping[str, type[Any]]] = {"pages": RosterPage, "groups": RosterGroup}
    payout_list: str
    edition: int
    pages: tuple[RosterPage, ...]
    groups: tuple[RosterGroup, ...]


@value
class PayoutRosterPrinted:
    """As the first release recorded a print: how many pages, not what stood on them."""

    KIND: ClassVar[str] = "payout_roster.printed/1"
    ABOUT: ClassVar[str] = "payout_list"
    payout_list: str
    pages: int


def line_id(payout_list: str, number: int) -> str:
    """The id of a line of any list, however it came: ``7k2m9qx0ab-1f.12``."""
    return f"{payout_list}.{number}"


def line_alone(part: PayoutListPart, line: PayoutListLine) -> PayoutLineTaken:
    """A line of a part as a fact of its own, in the shape that the first release gave it."""
    amounts = (line.base_fen, line.account_fen, line.total_fen, line.extra_fen)
    return PayoutLineTaken(
        line.person, part.payout_list, line.number, line.name, line.id_number, *amounts, line.account, line.way
    )


def _waits_for_list(fact: PayoutLineTaken, known: Known) -> Subject | None:
    """A line waits for its list. The township counts neither, and waits for nothing."""
    payout_list = Subject("payout_list", fact.payout_list)
    return None if known.whose(payout_list) else payout_list


def _judge_taken(fact: PayoutListTaken, books: Books, today: date) -> Finding | None:
    return None if calendar.is_month(fact.month) else Finding("date_impossible", "month")


def _judge_part(fact: PayoutListPart, books: Books, today: date) -> Finding | None:
    if not calendar.is_month(fact.month):
        return Finding("date_impossible", "month")
    if not 1 <= fact.part <= fact.parts or len(fact.lines) > fact.payees:
        return Finding("part_impossible", "part")
    return Finding("sum_negative", "lines") if sum(each.total_fen for each in fact.lines) < 0 else None


def _part_in_words(fact: PayoutListPart) -> Sentence:
    if fact.part == 1:
        return say("收到 {month} 发放名单：{payees} 人", month=fact.month, payees=fact.payees)
    return say("{month} 发放名单的第 {part} 份，共 {parts} 份", month=fact.month, part=fact.part, parts=fact.parts)


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=PayoutListPart,
        since="1.1",
        called="发放名单",
        work=Work.PAYING_OUT,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_part,
        enter=leaves_no_trace,
        sentence=_part_in_words,
        mended_by=same_again,
        menders=NO_OTHER,
        codes={
            "part_impossible": Wrong("发放名单的份数或人数对不上", "请把这份名单再收一次；还不行请告诉乡镇人社所"),
            "sum_negative": Wrong("发放名单这一份的金额合计小于零", "请核对名单里的金额，改好再收一次"),
        },
    ),
    Card(
        fact=PayoutListTaken,
        since="1.0",
        called="发放名单（逐行的）",
        work=Work.PAYING_OUT,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_taken,
        enter=leaves_no_trace,
        sentence=lambda fact: say("收到 {month} 发放名单：{payees} 人", month=fact.month, payees=fact.payees),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutLineTaken,
        since="1.0",
        called="发放名单一行",
        work=Work.PAYING_OUT,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (*the_person(fact), Subject("payout_list", fact.payout_list)),
        waits_for=_waits_for_list,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("列入待遇发放名单，{total} 元", total=Fen(fact.total_fen)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutPagesPrinted,
        since="1.1",
        called="打印发放花名册",
        work=Work.PAYING_OUT,
        passed_on=False,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("打印发放花名册，{pages} 页", pages=len(fact.pages)),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutRosterPrinted,
        since="1.0",
        called="打印发放花名册（只记页数的）",
        work=Work.PAYING_OUT,
        passed_on=False,
        shown_today=True,
        subjects=lambda fact: (Subject("payout_list", fact.payout_list),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=lambda fact: say("打印发放花名册，{pages} 页", pages=fact.pages),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=PayoutListSent,
        since="1.0",
        called="发放名单",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("payout_list", fact.sent),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所下发 {month} 发放名单：{payees} 人", month=fact.month, payees=fact.payees),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
