"""Facts about the end of a relation (注销登记, F7), its taking back, and changes to and from the employee scheme.

A strike-off is the village's application: the county ends the relation and settles the money. Somebody has left while
one of their strike-offs stands. A reinstatement names the strike-off that it takes back, so that two PCs come to the
same whatever order their facts arrive in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar

from sync.agreement import calendar
from sync.agreement.books import Books
from sync.agreement.card import (
    NO_CASH,
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
    the_person,
    waits_for_person,
)
from sync.agreement.early import Key
from sync.agreement.facts.notes import strikable
from sync.agreement.facts.people import People, PersonRegistered, registers
from sync.agreement.sentences import Fen, Sentence, plain, say
from sync.agreement.values import value


@value
class PersonStruckOff:
    """The village asks to end a person's relation, for a reason of the place's form.

    ``reason``: death | settled_abroad | other_pension | employee_scheme | moved | other; ``words``: as the form has it.
    ``on``: since when it holds, "" where nobody knows. ``to``: where to, or which other pension. ``employee_years``:
    the full years in the employee scheme as they were told, -1 where nobody said. ``policy``: the one that was asked.
    """

    KIND: ClassVar[str] = "person.struck_off/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    reason: str
    words: str = ""
    on: str = ""
    told_by: str = ""
    to: str = ""
    employee_years: int = -1
    policy: str = ""


@value
class PersonReinstated:
    """A strike-off (the id of its fact) was wrong or is called off: it counts no more."""

    KIND: ClassVar[str] = "person.reinstated/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    strike_off: FactId
    reason: str


@value
class EmployeeMonthsNoted:
    """A person was in the employee scheme from a month up to and with another one."""

    KIND: ClassVar[str] = "employee_months.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    first: str
    last: str
    told_by: str = ""


@value
class EmployeeTransferNoted:
    """A relation came over from the employee scheme on a day, with so many full years and the account in fen."""

    KIND: ClassVar[str] = "employee_transfer.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    years: int
    account_fen: int
    on: str
    told_by: str = ""


@value
class LeavingWishNoted:
    """A person wishes to leave without any reason that ends a relation: it is written down, and nothing ends."""

    KIND: ClassVar[str] = "leaving_wish.noted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    wish: str = ""
    told_by: str = ""


REASONS: Mapping[str, Sentence] = {
    "death": say("死亡"),
    "settled_abroad": say("出国（境）定居"),
    "other_pension": say("已享受其他养老待遇"),
    "employee_scheme": say("转入职工养老保险"),
    "moved": say("转到外县（市、区）参保"),
    "other": say("其他"),
}
"""The reasons that end a relation (R13)."""


@dataclass(slots=True)
class BookedStrikeOff:
    """A strike-off in the books; ``fact`` is its id. ``day`` is since when it holds, "" where nobody knows.

    ``desk`` is the desk on whose roster the person stands, ``struck_by`` the desk that recorded the fact.
    """

    desk: str
    fact: str
    person: str
    reason: str
    day: str
    at: str
    struck_by: str
    reinstated: bool = False


@dataclass(slots=True)
class StrikeOffs:
    """The strike-offs, by the id of the fact, then by the desk that recorded it."""

    SUBJECT: ClassVar[str] = "strike_off"
    known: dict[str, dict[str, BookedStrikeOff]] = field(default_factory=lambda: defaultdict(dict))
    changed: set[Key] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """The people whom it strikes off: two desks may have facts of one id."""
        return [each.person for each in self.known[id].values()] if id in self.known else ()

    def standing(self, person: str) -> bool:
        """Whether one of the person's strike-offs stands."""
        every = (each for same_id in self.known.values() for each in same_id.values())
        return any(each.person == person and not each.reinstated for each in every)

    def change(self, booked: BookedStrikeOff) -> None:
        """Take the strike-off in, or its new state, to be written."""
        self.known[booked.fact][booked.struck_by] = booked
        self.changed.add((booked.struck_by, booked.fact))

    def meant(self, fact_id: str, person: str, desk: str) -> BookedStrikeOff | None:
        """The strike-off that a fact of ``desk`` about this person means by the id; None when there is none."""
        called = self.known[fact_id].values() if fact_id in self.known else ()
        return min(called, key=lambda each: (each.person != person, each.struck_by != desk), default=None)


def _judge_struck_off(fact: PersonStruckOff, books: Books, today: date) -> Finding | None:
    """Never refused: the person is gone in any case, and what is wrong about it is asked."""
    if fact.on and calendar.day(fact.on) is None:
        return Finding("strike_off_day", "on", remark=True)
    if books.part(StrikeOffs).standing(fact.person):
        return Finding("struck_off_twice", "person", remark=True)
    return None


def _enter_struck_off(fact: PersonStruckOff, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        desk = books.part(People).roster_of(fact.person, books.desk)
        booked = (desk, recorded.id, fact.person, fact.reason, fact.on, recorded.at, recorded.desk)
        books.part(StrikeOffs).change(BookedStrikeOff(*booked))
        books.settle(recorded.id, outcome.on)


def _waits_for_strike_off(fact: PersonReinstated, known: Known) -> Subject | None:
    """As a void waits for its receipt."""
    strike_off, person = Subject("strike_off", fact.strike_off), Subject("person", fact.person)
    owners = known.whose(strike_off)
    if fact.person in owners:
        return None
    return strike_off if not owners or known.whose(person) else person


def _judge_reinstated(fact: PersonReinstated, books: Books, today: date) -> Finding | None:
    owners = books.part(StrikeOffs).whose(fact.strike_off)
    is_anothers = bool(owners) and fact.person not in owners and fact.person in books.part(People).known
    return Finding("strike_off_unknown", "strike_off") if is_anothers else None


def _enter_reinstated(fact: PersonReinstated, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        found = books.part(StrikeOffs).meant(fact.strike_off, fact.person, recorded.desk)
        if found:
            books.part(StrikeOffs).change(replace(found, reinstated=True))


def _mended_struck_off(
    fact: PersonStruckOff, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    if finding.code == "person_awaited":
        return registers(later)
    other = later.fact
    return other == fact or (isinstance(other, PersonReinstated) and other.strike_off == finding.id)


def _mended_reinstated(
    fact: PersonReinstated, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    if finding.code == "strike_off_awaited":
        return isinstance(later.fact, PersonStruckOff) and later.id == fact.strike_off
    return registers(later) if finding.code == "person_awaited" else later.fact == fact


def _say_struck_off(fact: PersonStruckOff) -> Sentence:
    reason = REASONS.get(fact.reason) or plain(fact.words or fact.reason)
    if fact.on:
        return say("注销登记：{reason}，{day}", reason=reason, day=fact.on)
    return say("注销登记：{reason}", reason=reason)


def _say_wish(fact: LeavingWishNoted) -> Sentence:
    return say("记退保意愿：{wish}", wish=fact.wish) if fact.wish else say("记退保意愿")


CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=PersonStruckOff,
        since="1.1",
        called="注销登记",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=_judge_struck_off,
        enter=_enter_struck_off,
        sentence=_say_struck_off,
        mended_by=_mended_struck_off,
        menders=(PersonReinstated, PersonRegistered),
        codes={
            "strike_off_day": Wrong("注销的日期不是一个存在的日期", "请在这个人的页面撤销注销，照证明再登记一次"),
            "struck_off_twice": Wrong(
                "村里另一台电脑也登记了这个人注销", "不用处理；要撤销时两条会一起撤销", needs_nothing=True
            ),
        },
    ),
    Card(
        fact=PersonReinstated,
        since="1.1",
        called="撤销注销",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (*the_person(fact), Subject("strike_off", fact.strike_off)),
        waits_for=_waits_for_strike_off,
        cash=NO_CASH,
        judge=_judge_reinstated,
        enter=_enter_reinstated,
        sentence=lambda fact: say("撤销注销：{reason}", reason=fact.reason),
        mended_by=_mended_reinstated,
        menders=(PersonStruckOff, PersonRegistered),
        codes={
            "strike_off_awaited": Wrong(
                "乡镇还没有收到这个人的注销登记；撤销先收下了",
                "不用重做；请把还没报上去的都报上去，村里有两台电脑的两台都报",
            ),
            "strike_off_unknown": Wrong("这条注销登记是另一个人的", "不用处理", needs_nothing=True),
        },
    ),
    strikable(
        EmployeeMonthsNoted,
        "职工参保月份",
        lambda fact: say("记职工养老保险：{first} 至 {last}", first=fact.first, last=fact.last),
        since="1.1",
    ),
    strikable(
        EmployeeTransferNoted,
        "职工保险转入",
        lambda fact: say(
            "记职工养老保险转入：{years} 年，账户 {amount} 元（{day}）",
            years=fact.years,
            amount=Fen(fact.account_fen),
            day=fact.on,
        ),
        since="1.1",
    ),
    strikable(LeavingWishNoted, "退保意愿", _say_wish, since="1.1"),
)
