"""Facts about contributions and their receipts: money taken, printed, made void, paid elsewhere. With their cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, TypeAlias

from sync.agreement.books import FEN_MOST, YEAR_FIRST, Books, keepable
from sync.agreement.card import (
    CASH_OF_ANOTHER,
    NO_CASH,
    NO_CODES,
    NO_OTHER,
    Card,
    Cash,
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
    from_above,
    leaves_no_trace,
    never_waits,
    same_again,
    the_person,
    waits_for_person,
)
from sync.agreement.fact import REFERENCE
from sync.agreement.facts.people import (
    AMOUNT_IMPOSSIBLE,
    People,
    PersonCorrected,
    PersonRegistered,
    changes,
    registers,
)
from sync.agreement.receipts import is_own
from sync.agreement.sent import NumbersGiven, PaidListSent
from sync.agreement.sentences import Fen, Sentence, say
from sync.agreement.values import value

ReceiptNo: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names a receipt."""
BookingId: TypeAlias = Annotated[str, REFERENCE]
"""The type of a field that names a booked year, by the id of its fact."""


@value
class ContributionCollected:
    """Cash was taken for a person's contribution of a year, and a receipt number with it.

    ``amount_fen`` is the cash; ``government_fen`` the part that the government pays; both make ``tier_fen``.
    ``payer``: self | relative | government (the government pays a part, the person the rest).
    ``channel``: village_cash | bank | tax | township. ``kind``: what it is to its year, "" (all of it) | top_up |
    instalment | back_payment; ``whole_fen`` is the tier of which an instalment is a part. ``assessed_by``: the slip by
    which the agency set a back payment. ``paid_for``: the group for which the government pays.
    """

    KIND: ClassVar[str] = "contribution.collected/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    receipt: ReceiptNo
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
    kind: str = ""
    whole_fen: int = 0
    assessed_by: str = ""
    paid_for: str = ""


@value
class ContributionBooked:
    """A year of a person for which others pay all: no cash was taken, and there is no receipt.

    Of ``tier_fen`` the government pays ``government_fen`` for the group ``paid_for``; others the rest. Of the zero tier
    both are 0: the year counts, and no money comes.
    """

    KIND: ClassVar[str] = "contribution.booked/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    year: int
    tier_fen: int
    policy: str
    government_fen: int
    paid_for: str = ""


@value
class BookingTakenBack:
    """A booked year was wrong and counts no more; ``booking`` is the id of its fact."""

    KIND: ClassVar[str] = "contribution.unbooked/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    booking: BookingId
    reason: str


FURTHER = ("top_up", "instalment")
"""Kinds of payments of which a year may have several."""
PAYMENT_KINDS = ("", "regular", "back_payment", *FURTHER)
"""What a payment can be to its year."""


@value
class ReceiptPrinted:
    """The paper of a receipt came out. The first time is the original, each further one a reprint (补打)."""

    KIND: ClassVar[str] = "receipt.printed/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    receipt: ReceiptNo
    copy: int


@value
class ReceiptVoided:
    """A receipt was made void (作废), with the reason. The number stays used; the money counts no more.

    ``red``: the number of the red entry (红字冲销) that takes the receipt back, of the same desk; "" for one that was
    made void on its own day, before it was closed or sent.
    """

    KIND: ClassVar[str] = "receipt.voided/1"
    ABOUT: ClassVar[str] = "person"
    person: PersonId
    receipt: ReceiptNo
    reason: str
    red: ReceiptNo = ""


@dataclass(slots=True)
class BookedReceipt:
    """A receipt number with its money. ``state``: counted | void | refused.

    ``desk`` is the one on whose roster the person stands, ``taken_by`` the one that took the money. ``kind`` is
    what the payment is to its year, ``whole_fen`` the tier of which an instalment is a part. ``channel``: as of
    ContributionCollected; only village cash lies in the drawer.
    ``given_back``: a void gave the money of a refused fee back.
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
    kind: str = ""
    whole_fen: int = 0
    channel: str = "village_cash"
    given_back: bool = False


@dataclass(slots=True)
class Contributions:
    """What was collected, by receipt number. ``counted``: the receipts that count for a person and a year.

    ``elsewhere``: the identity numbers and years that are paid in another village. ``reds``: the receipts that red
    entries take back, by the number of the entry. ``changed``: receipts to be written.
    """

    SUBJECT: ClassVar[str] = "receipt"
    known: dict[str, BookedReceipt] = field(default_factory=dict)
    counted: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: set[tuple[str, int]] = field(default_factory=set)
    reds: dict[str, str] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)

    def whose(self, id: str) -> Collection[str]:
        """For whom the receipt is."""
        return (self.known[id].person,) if id in self.known else ()

    def count(self, contribution: BookedReceipt) -> None:
        """Take the receipt in, or its new state."""
        self.known[contribution.receipt] = contribution
        receipts = self.counted[contribution.person, contribution.year]
        (receipts.add if contribution.state == "counted" else receipts.discard)(contribution.receipt)

    def change(self, contribution: BookedReceipt) -> None:
        """The same, to be written."""
        self.count(contribution)
        self.changed.add(contribution.receipt)

    def make_void(self, receipt: str) -> None:
        """The receipt counts no more; a refused one never did, but its money is given back."""
        found = self.known.get(receipt)
        if found is not None and found.state == "counted":
            found.state = "void"
            self.change(found)
        elif found is not None and found.state == "refused":
            found.given_back = True
            self.change(found)

    def move(self, contribution: BookedReceipt, desk: str, person: str) -> None:
        """The receipt is for this person, on the roster of this desk."""
        self.counted[contribution.person, contribution.year].discard(contribution.receipt)
        contribution.desk, contribution.person = desk, person
        self.count(contribution)

    def paid(self, person: str, year: int, people: People, desk: str) -> bool:
        """Whether the year is paid for whoever bears the person's number in the village of this desk."""
        if self.counted.get((person, year)):
            return True
        neighbours = people.neighbours(people.known[person].id_number, desk)
        return any(self.counted.get((each, year)) for _desk, each in neighbours)


def _judge_collected(fact: ContributionCollected, books: Books, today: date) -> Finding | None:
    wrong = _wrong_receipt(fact, books) or _wrong_money(fact, today)
    people, contributions = books.part(People), books.part(Contributions)
    if wrong or fact.person not in people.known:
        return wrong
    person = people.known[fact.person]
    if person.doubt:
        return Finding("person_in_doubt", "person", remark=True)
    several = fact.again or fact.kind in FURTHER
    if not several and contributions.paid(fact.person, fact.year, people, books.desk):
        return Finding("collected_twice", "year", remark=True)
    if (person.id_number, fact.year) in contributions.elsewhere:
        return Finding("collected_elsewhere", "year", remark=True)
    return None


def _wrong_receipt(fact: ContributionCollected, books: Books) -> Finding | None:
    if not fact.receipt.strip():
        return Finding("receipt_missing", "receipt")
    if not is_own(fact.receipt, books.desk):
        return Finding("receipt_of_another", "receipt")
    part = books.part(Contributions)
    return Finding("receipt_used", "receipt") if fact.receipt in part.known or fact.receipt in part.reds else None


def _wrong_money(fact: ContributionCollected, today: date) -> Finding | None:
    if not YEAR_FIRST <= fact.year <= today.year + 1:
        return Finding("year_impossible", "year")
    if not 0 < fact.tier_fen <= FEN_MOST:
        return Finding("amount_impossible", "tier_fen")
    for name in ("amount_fen", "government_fen"):
        if not 0 <= getattr(fact, name) <= FEN_MOST:
            return Finding("amount_impossible", name)
    if fact.amount_fen + fact.government_fen != fact.tier_fen:
        return Finding("parts_differ", "amount_fen")
    if fact.payer not in ("self", "relative", "government"):
        return Finding("payer_unknown", "payer")
    return _wrong_kind(fact)


def _wrong_kind(fact: ContributionCollected) -> Finding | None:
    if fact.kind not in PAYMENT_KINDS:
        return Finding("payment_kind_unknown", "kind")
    whole = fact.tier_fen <= fact.whole_fen <= FEN_MOST if fact.kind == "instalment" else not fact.whole_fen
    return None if whole else Finding("amount_impossible", "whole_fen")


def _enter_collected(fact: ContributionCollected, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """A refused fee keeps its receipt number, so that a void finds it; but never a number of another desk."""
    part, known = books.part(Contributions), books.part(Contributions).known.get(fact.receipt)
    if outcome.how is How.COME:
        if known is not None and (known.taken_by, known.fact) == (recorded.desk, recorded.id):
            part.move(known, books.part(People).known[fact.person].desk, fact.person)
    elif known is None and keepable(fact.receipt) and is_own(fact.receipt, books.desk):
        part.change(_contribution(fact, recorded, books, outcome))
        books.settle(fact.receipt, outcome.on)


def _contribution(fact: ContributionCollected, recorded: Recorded, books: Books, outcome: Outcome) -> BookedReceipt:
    return BookedReceipt(
        desk=books.part(People).roster_of(fact.person, books.desk),
        receipt=fact.receipt,
        fact=recorded.id,
        person=fact.person,
        year=fact.year,
        tier_fen=fact.tier_fen,
        amount_fen=fact.amount_fen,
        government_fen=fact.government_fen,
        collected_at=recorded.at,
        state="refused" if outcome.how is How.REFUSED else "counted",
        taken_by=books.desk,
        kind=fact.kind,
        whole_fen=fact.whole_fen,
        channel=fact.channel,
    )


def _judge_booked(fact: ContributionBooked, books: Books, today: date) -> Finding | None:
    if not YEAR_FIRST <= fact.year <= today.year + 1:
        return Finding("year_impossible", "year")
    if not 0 <= fact.tier_fen <= FEN_MOST:
        return Finding("amount_impossible", "tier_fen")
    if not 0 <= fact.government_fen <= fact.tier_fen:
        return Finding("amount_impossible", "government_fen")
    people, contributions = books.part(People), books.part(Contributions)
    if fact.person not in people.known:
        return None
    if people.known[fact.person].doubt:
        return Finding("person_in_doubt", "person", remark=True)
    twice = contributions.paid(fact.person, fact.year, people, books.desk)
    return Finding("booked_twice", "year", remark=True) if twice else None


def _enter_booked(fact: ContributionBooked, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    """It counts like a receipt without cash, under the id of its fact."""
    part, known = books.part(Contributions), books.part(Contributions).known.get(recorded.id)
    if outcome.how is How.COME:
        if known is not None and known.taken_by == recorded.desk:
            part.move(known, books.part(People).known[fact.person].desk, fact.person)
    elif known is None and outcome.how is not How.REFUSED:
        booked = BookedReceipt(
            desk=books.part(People).roster_of(fact.person, books.desk),
            receipt=recorded.id,
            fact=recorded.id,
            person=fact.person,
            year=fact.year,
            tier_fen=fact.tier_fen,
            amount_fen=0,
            government_fen=fact.government_fen,
            collected_at=recorded.at,
            state="counted",
            taken_by=books.desk,
        )
        part.change(booked)


def _judge_unbooked(fact: BookingTakenBack, books: Books, today: date) -> Finding | None:
    found = books.part(Contributions).known.get(fact.booking)
    if found is None or found.taken_by != books.desk or found.receipt != found.fact:
        return Finding("booking_unknown", "booking")
    if found.state == "void":
        return Finding("booking_back_already", "booking")
    return None if fact.reason.strip() else Finding("reason_missing", "reason")


def _enter_unbooked(fact: BookingTakenBack, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if outcome.how in (How.ACCEPTED, How.COME):
        books.part(Contributions).make_void(fact.booking)


def _mended_booked(
    fact: ContributionBooked, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    other = later.fact
    if finding.code == "person_awaited":
        return registers(later)
    if finding.code == "person_in_doubt":
        return changes(later) is not None
    return other == fact or (isinstance(other, BookingTakenBack) and other.booking == finding.id)


def _waits_for_receipt(fact: ReceiptVoided, known: Known) -> Subject | None:
    """Waits for the receipt; or for the person, if the receipt is there under somebody not known to be the same."""
    receipt, person = Subject("receipt", fact.receipt), Subject("person", fact.person)
    owners = known.whose(receipt)
    if fact.person in owners:
        return None
    return receipt if not owners or known.whose(person) else person


def _judge_voided(fact: ReceiptVoided, books: Books, today: date) -> Finding | None:
    """As on the desk: a receipt is made void on the PC that issued it, which has the stub of the paper."""
    if not is_own(fact.receipt, books.desk):
        return Finding("receipt_of_another", "receipt")
    found = books.part(Contributions).known.get(fact.receipt)
    if found is not None and found.person != fact.person and fact.person in books.part(People).known:
        return Finding("receipt_unknown", "receipt")
    if found is not None and found.state == "void":
        return Finding("receipt_void_already", "receipt")
    return _wrong_red(fact, books) if fact.reason.strip() else Finding("reason_missing", "reason")


def _wrong_red(fact: ReceiptVoided, books: Books) -> Finding | None:
    """The money was given back, whatever is found of the number: the finding is a remark."""
    if not fact.red:
        return None
    part = books.part(Contributions)
    used = fact.red in part.known or part.reds.get(fact.red, fact.receipt) != fact.receipt
    return Finding("red_number_wrong", "red", remark=True) if used or not is_own(fact.red, books.desk) else None


def _enter_voided(fact: ReceiptVoided, recorded: Recorded, books: Books, outcome: Outcome) -> None:
    if fact.red and outcome.how is not How.REFUSED and is_own(fact.red, recorded.desk):
        books.part(Contributions).reds.setdefault(fact.red, fact.receipt)
    if outcome.how in (How.ACCEPTED, How.COME) and is_own(fact.receipt, recorded.desk):
        books.part(Contributions).make_void(fact.receipt)


def _mended_collected(
    fact: ContributionCollected, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]
) -> bool:
    """Mended by the void of its receipt (of any of the year's, if it was collected twice), or as its finding asks."""
    other = later.fact
    if finding.code == "person_awaited":
        return registers(later)
    if isinstance(other, ReceiptVoided):
        own = other.receipt == fact.receipt and finding.code not in _NUMBER_WRONG
        return own or (finding.code == "collected_twice" and _is_of(other, fact.year, lived))
    if isinstance(other, ContributionCollected):
        anew = finding.code in _NUMBER_WRONG and (other.year, other.again) == (fact.year, fact.again)
        return other == fact or (anew and other.receipt != fact.receipt)
    return finding.code == "person_in_doubt" and changes(later) is not None


_NUMBER_WRONG = ("receipt_missing", "receipt_used", "receipt_of_another")
"""No void mends these findings, since the number is another receipt's; the same money under its own number does."""


def _is_of(void: ReceiptVoided, year: int, lived: Iterable[Happened]) -> bool:
    taken = (each.fact for each in lived if isinstance(each.fact, ContributionCollected))
    return any(each.receipt == void.receipt and each.year == year for each in taken)


def _mended_void(fact: ReceiptVoided, finding: TownshipFinding, later: Happened, lived: Iterable[Happened]) -> bool:
    other = later.fact
    if finding.code == "receipt_awaited":
        return isinstance(other, ContributionCollected) and other.receipt == fact.receipt
    if finding.code == "person_awaited":
        return registers(later)
    return isinstance(other, ReceiptVoided) and other.receipt == fact.receipt


def _say_voided(fact: ReceiptVoided) -> Sentence:
    if not fact.red:
        return say("作废凭条 {number}：{reason}", number=fact.receipt, reason=fact.reason)
    return say("红字 {red} 冲销凭条 {number}：{reason}", red=fact.red, number=fact.receipt, reason=fact.reason)


def _say_collected(fact: ContributionCollected) -> Sentence:
    what: dict[str, int | str | Fen] = {"year": fact.year, "amount": Fen(fact.amount_fen), "number": fact.receipt}
    if fact.kind == "top_up":
        return say("收 {year} 年补足 {amount} 元，凭条 {number}", **what)
    if fact.kind == "instalment":
        return say("收 {year} 年养老保险费（分次）{amount} 元，凭条 {number}", **what)
    if fact.kind == "back_payment":
        return say("收补缴 {year} 年养老保险费 {amount} 元，凭条 {number}", **what)
    return say("收 {year} 年养老保险费 {amount} 元，凭条 {number}", **what)


def _say_printed(fact: ReceiptPrinted) -> Sentence:
    if fact.copy <= 1:
        return say("打印凭条 {number}", number=fact.receipt)
    return say("补打凭条 {number}，第 {count} 次", number=fact.receipt, count=fact.copy - 1)


def _say_paid_elsewhere(fact: PaidListSent) -> Sentence:
    """In the history of a person the list has that person's line alone."""
    if len(fact.lines) != 1:
        return say("镇所名单“{name}”：{count} 人已缴", name=fact.name, count=len(fact.lines))
    [line] = fact.lines
    return say(
        "镇所名单“{name}”：{year} 年已缴 {amount} 元", name=fact.name, year=line.year, amount=Fen(line.amount_fen)
    )


_OF_ANOTHER = Wrong(
    "这个凭条号不是这台电脑的号段",
    "请在开这张凭条的那台电脑上办；如果就是这台电脑开的，请停止收缴，并联系乡镇人社所",
)
CARDS: tuple[Card[Any], ...] = (
    Card(
        fact=ContributionCollected,
        since="1.0",
        called="代收缴费",
        work=Work.COLLECTING,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (*the_person(fact), Subject("receipt", fact.receipt)),
        waits_for=waits_for_person,
        cash=Cash("amount_fen", into_drawer=True),
        judge=_judge_collected,
        enter=_enter_collected,
        sentence=_say_collected,
        mended_by=_mended_collected,
        menders=(ReceiptVoided, PersonCorrected, PersonRegistered),
        codes={
            "receipt_missing": Wrong("没有凭条号", "请升级协办台程序，再重新登记"),
            "receipt_of_another": _OF_ANOTHER,
            "receipt_used": Wrong("这个凭条号已经用在另一笔缴费上", "请停止使用这台电脑收缴，并联系乡镇人社所"),
            "year_impossible": Wrong("缴费年度不对", "请作废这张凭条，按正确的年度重新收缴"),
            "amount_impossible": AMOUNT_IMPOSSIBLE,
            "parts_differ": Wrong("本人缴纳加政府代缴不等于缴费档次", "请作废这张凭条，按正确的金额重新收缴"),
            "payment_kind_unknown": Wrong("缴费类型不认识", "请作废这张凭条，按认识的类型重新收缴"),
            "payer_unknown": Wrong("缴费人类别不对", "请作废这张凭条，重新收缴"),
            "person_in_doubt": Wrong("这个人的登记被退回，还没有更正", "请先更正这个人的登记；这笔钱已经计入"),
            "collected_elsewhere": Wrong(
                "这个身份证号这一年度在别的村也缴过，这笔也已计入",
                "请问清本人在哪里缴过，并听镇所处理：要退款的，退款并作废这张凭条",
            ),
            "collected_twice": Wrong(
                "这个人这一年度已经缴过一次，这笔也已计入", "请问清本人：如属重复，退款并作废其中一张凭条"
            ),
        },
    ),
    Card(
        fact=ContributionBooked,
        since="1.1",
        called="代缴记账",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=_judge_booked,
        enter=_enter_booked,
        sentence=lambda fact: say(
            "记 {year} 年由他人全额代缴 {amount} 元，没有收现金", year=fact.year, amount=Fen(fact.tier_fen)
        ),
        mended_by=_mended_booked,
        menders=(BookingTakenBack, PersonCorrected, PersonRegistered),
        codes={
            "booked_twice": Wrong("这个人这一年度已经算缴过，这笔也已记上", "请问清本人：重复的，撤销其中一笔"),
        },
    ),
    Card(
        fact=BookingTakenBack,
        since="1.1",
        called="撤销代缴记账",
        work=Work.OTHER,
        passed_on=True,
        shown_today=True,
        subjects=the_person,
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=_judge_unbooked,
        enter=_enter_unbooked,
        sentence=lambda fact: say("撤销代缴记账：{reason}", reason=fact.reason),
        mended_by=same_again,
        menders=NO_OTHER,
        codes={
            "booking_unknown": Wrong("没有这笔代缴记账，或者不是这台电脑记的", "请在记它的那台电脑上撤销"),
            "booking_back_already": Wrong("这笔代缴记账已经撤销过", "不用处理", needs_nothing=True),
        },
    ),
    Card(
        fact=ReceiptPrinted,
        since="1.0",
        called="打印凭条",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (*the_person(fact), Subject("receipt", fact.receipt)),
        waits_for=waits_for_person,
        cash=NO_CASH,
        judge=always_accepted,
        enter=leaves_no_trace,
        sentence=_say_printed,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=ReceiptVoided,
        since="1.0",
        called="作废凭条",
        work=Work.VOIDING,
        passed_on=True,
        shown_today=True,
        subjects=lambda fact: (*the_person(fact), Subject("receipt", fact.receipt)),
        waits_for=_waits_for_receipt,
        cash=CASH_OF_ANOTHER,
        judge=_judge_voided,
        enter=_enter_voided,
        sentence=_say_voided,
        mended_by=_mended_void,
        menders=(ContributionCollected, PersonRegistered),
        codes={
            "receipt_of_another": _OF_ANOTHER,
            "receipt_unknown": Wrong("乡镇没有收到过这张凭条", "请核对凭条号，并告诉乡镇人社所"),
            "receipt_awaited": Wrong(
                "乡镇还没有收到这张凭条的缴费；作废先收下了，缴费一到就按作废算",
                "不用重做；请把还没报上去的都报上去，村里有两台电脑的两台都报",
            ),
            "receipt_void_already": Wrong("这张凭条已经作废过", "不用处理", needs_nothing=True),
            "reason_missing": Wrong("作废没有写原因", "请补写作废原因后重新作废"),
            "red_number_wrong": Wrong(
                "红字凭条的号码已经用过，或者不是这台电脑的；原凭条已经按冲销算", "请拿两张凭条的存根和乡镇核对"
            ),
        },
    ),
    Card(
        fact=PaidListSent,
        since="1.0",
        called="已缴费名单",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("list", fact.sent),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=_say_paid_elsewhere,
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
    Card(
        fact=NumbersGiven,
        since="1.0",
        called="票据号段",
        work=Work.OTHER,
        passed_on=False,
        shown_today=False,
        subjects=lambda fact: (Subject("book", fact.book),),
        waits_for=never_waits,
        cash=NO_CASH,
        judge=from_above,
        enter=leaves_no_trace,
        sentence=lambda fact: say("镇所发来票据号段：{first}—{last}", first=fact.first, last=fact.last),
        mended_by=same_again,
        menders=NO_OTHER,
        codes=NO_CODES,
    ),
)
