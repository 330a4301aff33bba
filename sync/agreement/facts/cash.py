"""Facts about cash in and out of a desk's drawer, besides fees and voids: paid on, deposited, handed over, the day's
close; and the proof that a person was given. With their cards.

What is in a drawer is never stated: it is what came in less what went out. No sum of these enters a batch's sum of
collected money, which never nets income with what was passed on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any, ClassVar, TypeAlias

from sync.agreement import calendar
from sync.agreement.books import FEN_MOST, GRACE, Books
from sync.agreement.card import (
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
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
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
)
from sync.agreement.early import Key
from sync.agreement.fact import REFERENCE, Fact
from sync.agreement.facts.contributions import ContributionCollected, Contributions, ReceiptNo
from sync.agreement.facts.people import PersonRegistered, registers
from sync.agreement.sentences import Fen, Sentence, plain, say
from sync.agreement.values import value

CashEntryId: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names cash passed on, deposited or handed over, by the id of its fact."""
TicketNo: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names an official ticket (电子税票号码)."""
ClosedDay: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names a day that a desk closed."""
WORDS_LONGEST = 200
"""The most characters of a name, a number or a reason."""


@value
class CashRemitted:
    """Cash that was taken by a receipt was paid on for its person (帮缴), by the tax channel.

    ``channel``: phone | pos | bank | tax_counter. ``ticket``: the official number (电子税票号码), "" while it is not
    known. ``period_from``, ``period_to``: 费款所属期, months, "" where nobody read them. ``paid_on``: the day.
    ``picture``: the attachment's id, or "". ``paid_by``: who paid it on.
    """

    KIND: ClassVar[str] = "cash.remitted/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    receipt: ReceiptNo
    amount_fen: int
    channel: str
    paid_on: str
    ticket: TicketNo = ""
    period_from: str = ""
    period_to: str = ""
    paid_by: str = ""
    picture: str = ""


@value
class CashDeposited:
    """Cash left the drawer for a bank or the township (缴存). ``slip``: the number on their slip, "" while not known.

    ``first`` and ``last``: the receipts from and to, "" where nobody said. ``place``: where to.
    """

    KIND: ClassVar[str] = "cash.deposited/1"
    ABOUT: ClassVar[str] = "deposited_on"
    deposited_on: str
    amount_fen: int
    place: str
    slip: str = ""
    given_by: str = ""
    received_by: str = ""
    first: str = ""
    last: str = ""


@value
class CashHandedOver:
    """Cash went from hand to hand, and both signed. ``way``: out (of this drawer) | in."""

    KIND: ClassVar[str] = "cash.handed_over/1"
    ABOUT: ClassVar[str] = "handed_on"
    handed_on: str
    way: str
    amount_fen: int
    giver: str
    receiver: str
    reason: str = ""


@value
class CashEntryReversed:
    """What was written as paid on, deposited or handed over was wrong (红字): ``entry`` is the id of its fact."""

    KIND: ClassVar[str] = "cash.reversed/1"
    ABOUT: ClassVar[str] = "entry"
    entry: CashEntryId
    reason: str


@value
class ProofGiven:
    """The person, or who came for them, was given the proof that the fee of a receipt was paid on."""

    KIND: ClassVar[str] = "proof.given/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    receipt: ReceiptNo
    given_on: str
    received_by: str = ""


@value
class DayClosed:
    """A day was closed (日结): what was counted in the drawer beside what should be in it.

    ``turn``: 1 for the first close of a day; a later one of the same day replaces those before. ``counts``: how many
    there are of a note or coin, by its fen as text. ``ledger_fen``: cash in less cash out, of all days.
    ``receipts_fen``: the cash of the day's receipts that stand; ``out_fen``: paid on, deposited and handed out that
    day. ``reason``: why they differ, change | owed | wrong_receipt | unclear, "" where they do not; ``comment`` in
    free words.
    """

    KIND: ClassVar[str] = "day.closed/1"
    ABOUT: ClassVar[str] = "day"
    day: ClosedDay
    turn: int
    counted_fen: int
    ledger_fen: int
    receipts_fen: int
    out_fen: int
    receipts: int
    voids: int
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    comment: str = ""

    @property
    def difference_fen(self) -> int:
        """What was counted less what should be there; below zero where money is missing."""
        return self.counted_fen - self.ledger_fen


REMIT_CHANNELS: Mapping[str, Sentence] = {
    "phone": say("手机"),
    "pos": say("POS 机"),
    "bank": say("银行"),
    "tax_counter": say("办税窗口"),
}
"""By which way cash is paid on."""
DIFFERENCES: Mapping[str, Sentence] = {
    "change": say("找错了钱"),
    "owed": say("有人欠着"),
    "wrong_receipt": say("凭条开错"),
    "unclear": say("还不清楚"),
}
"""Why what was counted differs."""


@dataclass(slots=True)
class CashEntry:
    """Cash into (above zero) or out of the drawer of ``desk``, ``fen``, on ``day``. ``way``: the kind of the fact.

    ``receipt``, ``person``, ``ticket``: of cash paid on for somebody. ``counterpart``: by which channel, where to, from
    or to whom.
    """

    desk: str
    fact: str
    way: str
    day: str
    fen: int
    at: str
    counterpart: str = ""
    receipt: str = ""
    person: str = ""
    ticket: str = ""
    reversed: bool = False


@dataclass(slots=True)
class CashBook:
    """Cash passed on, deposited and handed over, by the id of the fact, then by the desk."""

    SUBJECT: ClassVar[str] = "cash_entry"
    known: dict[str, dict[str, CashEntry]] = field(default_factory=lambda: defaultdict(dict))
    changed: set[Key] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """Cash belongs to nobody on a roster: the entry answers with itself."""
        return (id,) if self.known.get(id) else ()

    def change(self, entry: CashEntry) -> None:
        """Take the entry in, or its new state, to be written."""
        self.known[entry.fact][entry.desk] = entry
        self.changed.add((entry.desk, entry.fact))

    def standing(self) -> Iterator[CashEntry]:
        """Those that were not reversed."""
        return (each for same_id in self.known.values() for each in same_id.values() if not each.reversed)


@dataclass(slots=True)
class BookedClose:
    """How a desk closed a day: the last of its closes."""

    desk: str
    day: str
    turn: int
    counted_fen: int
    ledger_fen: int
    reason: str
    comment: str
    at: str


@dataclass(slots=True)
class DayCloses:
    """The closes, by desk and day."""

    SUBJECT: ClassVar[str] = "closed_day"
    known: dict[tuple[str, str], BookedClose] = field(default_factory=dict)
    changed: set[tuple[str, str]] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """A day belongs to nobody."""
        return (id,) if any(day == id for _desk, day in self.known) else ()

    def change(self, close: BookedClose) -> None:
        """Take the close in, unless a later one of the day is known."""
        before = self.known.get((close.desk, close.day))
        if before is None or before.turn <= close.turn:
            self.known[close.desk, close.day] = close
            self.changed.add((close.desk, close.day))


def _wrong_sum(fen: int) -> Finding | None:
    return None if 0 < fen <= FEN_MOST else Finding("amount_impossible", "amount_fen")


def _wrong_day(name: str, text: str, today: date) -> Finding | None:
    found = calendar.day(text)
    return None if found and found <= today + GRACE else Finding("date_impossible", name)


def _wrong_words(**words: str) -> Finding | None:
    long = next((name for name, text in words.items() if len(text) > WORDS_LONGEST or "\0" in text), "")
    return Finding("misfit", long) if long else None


def _waits_for_receipt(fact: CashRemitted | ProofGiven, known: Known) -> Subject | None:
    """As a void waits for its receipt."""
    receipt, person = Subject("receipt", fact.receipt), Subject("person", fact.person)
    owners = known.whose(receipt)
    if fact.person in owners:
        return None
    return receipt if not owners or known.whose(person) else person


def _judge_remitted(fact: CashRemitted, books: Books, today: date) -> Finding | None:
    wrong = (
        _wrong_sum(fact.amount_fen)
        or _wrong_day("paid_on", fact.paid_on, today)
        or _wrong_words(channel=fact.channel, ticket=fact.ticket, paid_by=fact.paid_by)
    )
    return wrong or _of_its_receipt(fact, books)


def _of_its_receipt(fact: CashRemitted, books: Books) -> Finding | None:
    """What was paid on stays paid on, whatever is found of it: these are remarks."""
    receipt = books.part(Contributions).known.get(fact.receipt)
    others = [each for each in books.part(CashBook).standing() if each.way == CashRemitted.KIND]
    if fact.ticket and any(each.ticket == fact.ticket and each.receipt != fact.receipt for each in others):
        return Finding("ticket_used", "ticket", remark=True)
    before = sum(-each.fen for each in others if each.receipt == fact.receipt)
    if receipt is not None and before + fact.amount_fen > receipt.amount_fen:
        return Finding("remitted_more", "amount_fen", remark=True)
    return None


def _judge_deposited(fact: CashDeposited, books: Books, today: date) -> Finding | None:
    words = _wrong_words(place=fact.place, slip=fact.slip, given_by=fact.given_by, received_by=fact.received_by)
    return _wrong_sum(fact.amount_fen) or _wrong_day("deposited_on", fact.deposited_on, today) or words


def _judge_handed_over(fact: CashHandedOver, books: Books, today: date) -> Finding | None:
    if fact.way not in ("out", "in"):
        return Finding("misfit", "way")
    words = _wrong_words(giver=fact.giver, receiver=fact.receiver, reason=fact.reason)
    return _wrong_sum(fact.amount_fen) or _wrong_day("handed_on", fact.handed_on, today) or words


def _judge_reversed(fact: CashEntryReversed, books: Books, today: date) -> Finding | None:
    found = books.part(CashBook).known.get(fact.entry, {}).get(books.desk)
    if found is not None and found.reversed:
        return Finding("cash_reversed_already", "entry")
    return None if fact.reason.strip() else Finding("reason_missing", "reason")


def _waits_for_entry(fact: CashEntryReversed, known: Known) -> Subject | None:
    entry = Subject(CashBook.SUBJECT, fact.entry)
    return None if known.whose(entry) else entry


def _judge_given(fact: ProofGiven, books: Books, today: date) -> Finding | None:
    return _wrong_day("given_on", fact.given_on, today) or _wrong_words(received_by=fact.received_by)


def _judge_closed(fact: DayClosed, books: Books, today: date) -> Finding | None:
    """A close with money missing is a close: what was found is told above, and never refused."""
    for name in ("counted_fen", "out_fen", "receipts_fen"):
        if not 0 <= getattr(fact, name) <= FEN_MOST:
            return Finding("amount_impossible", name)
    if abs(fact.ledger_fen) > FEN_MOST:
        return Finding("amount_impossible", "ledger_fen")
    wrong = _wrong_day("day", fact.day, today) or _wrong_words(reason=fact.reason, comment=fact.comment)
    if wrong is None and fact.difference_fen and not fact.reason:
        return Finding("difference_unexplained", "reason", remark=True)
    return wrong


def _enter_remitted(fact: CashRemitted, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    more = {"counterpart": fact.channel, "receipt": fact.receipt, "person": fact.person, "ticket": fact.ticket}
    _enter(fact, fact.paid_on, -fact.amount_fen, recorded, books, outcome, more)


def _enter_deposited(fact: CashDeposited, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    more = {"counterpart": fact.place, "ticket": fact.slip}
    _enter(fact, fact.deposited_on, -fact.amount_fen, recorded, books, outcome, more)


def _enter_handed_over(fact: CashHandedOver, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    into = fact.way == "in"
    more = {"counterpart": fact.giver if into else fact.receiver}
    _enter(fact, fact.handed_on, fact.amount_fen if into else -fact.amount_fen, recorded, books, outcome, more)


def _enter(
    fact: Fact, day: str, fen: int, recorded: Recorded, books: Books, outcome: Outcome, more: Mapping[str, str]
) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        entry = CashEntry(recorded.desk, recorded.id, fact.KIND, day, fen, recorded.at, reversed=False, **more)
        books.part(CashBook).change(entry)
        books.settle(recorded.id, outcome.on)


def _enter_reversed(fact: CashEntryReversed, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """Only the desk out of whose drawer it went takes it back."""
    found = books.part(CashBook).known.get(fact.entry, {}).get(recorded.desk)
    if found is not None and outcome.how in (How.ACCEPTED, How.COME):
        books.part(CashBook).change(replace(found, reversed=True))


def _enter_closed(fact: DayClosed, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        figures = (fact.turn, fact.counted_fen, fact.ledger_fen, fact.reason, fact.comment)
        books.part(DayCloses).change(BookedClose(recorded.desk, fact.day, *figures, recorded.at))


def _mended_of_receipt(
    fact: CashRemitted | ProofGiven, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    other = later.fact
    if finding.code == "person_awaited":
        return registers(later)
    if finding.code == "receipt_awaited":
        return isinstance(other, ContributionCollected) and other.receipt == fact.receipt
    return other == fact or _reverses(other, finding)


def _mended_entry(fact: Fact, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    return later.fact == fact or _reverses(later.fact, finding)


def _reverses(other: Fact, finding: TownshipFinding) -> bool:
    return isinstance(other, CashEntryReversed) and other.entry == finding.id


def _mended_close(fact: DayClosed, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    other = later.fact
    return isinstance(other, DayClosed) and other.day == fact.day and other.turn > fact.turn


def _say_remitted(fact: CashRemitted) -> Sentence:
    by = REMIT_CHANNELS.get(fact.channel) or plain(fact.channel)
    ticket = say("，税票 {number}", number=fact.ticket) if fact.ticket else plain("")
    return say(
        "帮缴：凭条 {receipt} 的 {amount} 元，{day} 用{by}缴到税务{ticket}",
        receipt=fact.receipt,
        amount=Fen(fact.amount_fen),
        day=fact.paid_on,
        by=by,
        ticket=ticket,
    )


def _say_deposited(fact: CashDeposited) -> Sentence:
    slip = say("，回单 {number}", number=fact.slip) if fact.slip else plain("")
    amount = Fen(fact.amount_fen)
    return say(
        "{day} 缴存 {amount} 元到{place}{slip}", day=fact.deposited_on, amount=amount, place=fact.place, slip=slip
    )


def _say_handed_over(fact: CashHandedOver) -> Sentence:
    return say(
        "{day} 现金交接 {amount} 元：{giver}交给{receiver}",
        day=fact.handed_on,
        amount=Fen(fact.amount_fen),
        giver=fact.giver,
        receiver=fact.receiver,
    )


def _say_given(fact: ProofGiven) -> Sentence:
    by = say("，{name}领的", name=fact.received_by) if fact.received_by else plain("")
    return say("凭条 {receipt} 的缴费证明交给本人{by}", receipt=fact.receipt, by=by)


def _say_closed(fact: DayClosed) -> Sentence:
    counted, differs = Fen(fact.counted_fen), fact.difference_fen
    if not differs:
        return say("{day} 结账：点到 {counted} 元，对上了", day=fact.day, counted=counted)
    why = DIFFERENCES.get(fact.reason) or plain(fact.reason)
    by = Fen(abs(differs))
    if differs < 0:
        return say("{day} 结账：点到 {counted} 元，少 {by} 元，{why}", day=fact.day, counted=counted, by=by, why=why)
    return say("{day} 结账：点到 {counted} 元，多 {by} 元，{why}", day=fact.day, counted=counted, by=by, why=why)


_REVERSE = "请在账里把这一笔红字冲掉，照实再记一次"
CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=CashRemitted,
        since="1.1",
        called="帮缴",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (*the_person(fact), Subject("receipt", fact.receipt)),
        waits_for=_waits_for_receipt,
        cash=NO_CASH,
        judge=_judge_remitted,
        enter=_enter_remitted,
        sentence=_say_remitted,
        mended_by=_mended_of_receipt,
        menders=(CashEntryReversed, ContributionCollected, PersonRegistered),
        codes={
            "ticket_used": Wrong("这个税票号已经记在另一张凭条上；这笔也已记下", f"请核对税票：{_REVERSE}"),
            "remitted_more": Wrong("缴到税务的比这张凭条收的多；这笔也已记下", f"请核对金额：{_REVERSE}"),
        },
    ),
    Card(
        fact=CashDeposited,
        since="1.1",
        called="缴存",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_deposited,
        enter=_enter_deposited,
        sentence=_say_deposited,
        mended_by=_mended_entry,
        menders=(CashEntryReversed,),
        codes=NO_CODES,
    ),
    Card(
        fact=CashHandedOver,
        since="1.1",
        called="现金交接",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_handed_over,
        enter=_enter_handed_over,
        sentence=_say_handed_over,
        mended_by=_mended_entry,
        menders=(CashEntryReversed,),
        codes=NO_CODES,
    ),
    Card(
        fact=CashEntryReversed,
        since="1.1",
        called="现金红字冲销",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject(CashBook.SUBJECT, fact.entry),),
        waits_for=_waits_for_entry,
        cash=NO_CASH,
        judge=_judge_reversed,
        enter=_enter_reversed,
        sentence=lambda fact: say("红字冲销一笔现金：{reason}", reason=fact.reason),
        mended_by=same_again,
        menders=NO_OTHER,
        codes={
            "cash_entry_awaited": Wrong(
                "乡镇还没有收到被冲销的那一笔；冲销先收下了", "不用重做；请把还没报上去的都报上去"
            ),
            "cash_reversed_already": Wrong("这一笔已经红字冲销过", "不用处理", needs_nothing=True),
        },
    ),
    Card(
        fact=ProofGiven,
        since="1.1",
        called="缴费证明交给本人",
        work=Work.OTHER,
        passed_on=True,
        shown_today=False,
        subjects=lambda fact: (*the_person(fact), Subject("receipt", fact.receipt)),
        waits_for=_waits_for_receipt,
        cash=NO_CASH,
        judge=_judge_given,
        enter=leaves_no_trace,
        sentence=_say_given,
        mended_by=_mended_of_receipt,
        menders=(ContributionCollected, PersonRegistered),
        codes=NO_CODES,
    ),
    Card(
        fact=DayClosed,
        since="1.1",
        called="结账",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (Subject(DayCloses.SUBJECT, fact.day),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=_judge_closed,
        enter=_enter_closed,
        sentence=_say_closed,
        mended_by=_mended_close,
        menders=NO_OTHER,
        codes={
            "difference_unexplained": Wrong("结账时点到的和账上不一样，没有写原因", "请再结一次账，写明差在哪里"),
        },
    ),
)
