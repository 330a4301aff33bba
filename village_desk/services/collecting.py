"""Taking contributions: the fact with its receipt number, and the void. ``domain/rules/taking.py`` says what may be."""

from __future__ import annotations

from datetime import date, datetime

from sync.agreement import facts
from sync.agreement.journal import Head
from sync.agreement.values import value
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.policy.mechanisms import mandate
from village_desk.domain.receipts import (
    Channel,
    Payer,
    PaymentKind,
    Receipt,
    ReceiptNumber,
    ReceiptState,
    TownshipState,
    channel_words,
)
from village_desk.domain.rules import drawer, voiding
from village_desk.domain.rules.contributions import Contribution
from village_desk.services import fact_words
from village_desk.services.fees.choices import Choices, Choosing
from village_desk.services.fees.choices import Payment as Payment
from village_desk.services.finding import Finding
from village_desk.store import from_township
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import cash_entries, notes, receipts
from village_desk.words import _


@value
class TakenTwice:
    """The standing receipts of one person and year that two PCs of the village issued."""

    receipts: tuple[Receipt, ...]

    @property
    def own(self) -> Receipt:
        """The receipt of this PC."""
        return next(each for each in self.receipts if not each.desk)

    def in_words(self) -> str:
        """One sentence for the list."""
        issued = [
            _("{number}（{money} 元）").format(number=each.number, money=money.short(each.amount_fen))
            for each in self.receipts
        ]
        words = _("{name} {year} 年的费两台电脑各收了一次：{issued}")
        return words.format(name=self.own.name, year=self.own.year, issued="、".join(issued))


@value
class BookedYear:
    """A year that is booked as paid by others, without cash; ``is_own``: by this PC, which can take that back."""

    year: int
    is_own: bool


class Collecting:
    """The collecting of one desk."""

    def __init__(self, store: Store, finding: Finding, choosing: Choosing) -> None:
        self._store = store
        self._finding = finding
        self._choosing = choosing

    def choices(self, person: str) -> Choices:
        """What this person may choose today: years, kinds of payments, tiers with who pays what."""
        return self._choosing.of(person)

    def owes(self, person: str) -> bool:
        """Whether this year's fee is to be collected from this person, by all that is known of them."""
        return self.choices(person).owes

    def _cost(self, choices: Choices, payment: Payment, every_yes: bool = False) -> Contribution:
        """What the payment costs whom; a year that is paid is refused in the words of its receipt, list or note."""
        try:
            found = choices.cost(payment, every_yes)
        except Refused as refused:
            paid = self.paid_already(payment.person, payment.year) if _is_paid(refused) else None
            raise paid or refused from None
        if payment.channel is Channel.VILLAGE_CASH and not found.is_paid_by_others:
            mandate.refuse_cash(choices.policy, choices.on)
        if payment.payer is Payer.RELATIVE and not payment.payer_name.strip():
            raise Refused(_("没有填代缴人姓名"), _("请填是谁来缴的"), "payer_name", "payer_name")
        return found

    def collect(self, payment: Payment) -> Receipt:
        """Take the payment: the fact, its receipt number and the tables in one transaction.

        Refused as the rules say (``domain/rules/taking.py``); ``already_paid`` when the year is paid and ``again``
        gives no reason to take it once more; ``paid_by_others`` when there is no cash to take; ``no_mandate`` where
        the village may not take cash. Asked, and taken when
        ``sure`` of it: what the rules ask, ``another_year`` (of this PC's clock), ``paper_waits`` (an earlier receipt
        of the same year whose paper nobody has confirmed). Trouble ``witness``: the money is recorded, and its receipt
        waits to be printed.
        """
        with self._store.writing() as db:
            number, head = self.take(db, payment, self._store.judged())
            taken = self.receipt(number)
        self._store.bear_witness(head)
        return taken

    def take(self, db: Database, payment: Payment, clock: JudgedClock) -> tuple[str, Head]:
        """The same inside ``Store.writing()``: the number of the receipt, and where the journal ends after it.

        Whoever calls it bears witness once the transaction is over, before the number goes onto paper.
        """
        choices = self._choosing.of(payment.person, clock.today)
        cost = self._cost(choices, payment)
        _refuse_without_cash(cost)
        self._ask_of_papers(choices, payment)
        self._ask_of_another_year(payment, clock)
        head = self._store.head()
        letter, year = self._store.village().letter, clock.today.year
        number = str(receipts.next_receipt(db, letter, head.ordinal, year))
        entry = self._store.record(_fact(payment, number, cost), head)
        return number, head.moved_to(entry)

    def book(self, payment: Payment) -> facts.ContributionBooked:
        """Book a year for which others pay all: no cash, no receipt.

        Refused where the person pays a part, and ``already_booked``.
        """
        with self._store.writing() as db:
            return self.write_down(db, payment)

    def write_down(self, db: Database, payment: Payment) -> facts.ContributionBooked:
        """The same inside ``Store.writing()``."""
        if receipts.booking(db, payment.person, payment.year):
            words = _("{year} 年已经记过全部由别人代缴").format(year=payment.year)
            cure, by_command = _("记错的，请先撤销再记"), _("记错的，请先用 unbook 撤销再记")
            raise Refused(words, cure, "already_booked", "year", by_command=by_command)
        choices = self._choosing.of(payment.person)
        cost = self._cost(choices, payment)
        if not cost.is_paid_by_others:
            words = _("{year} 年本人要缴 {amount} 元").format(year=cost.year, amount=money.short(cost.own_fen))
            raise Refused(words, _("请收费，开凭条"), "own_part", "tier", by_command=_("请用 collect 收费"))
        booked = facts.ContributionBooked(
            payment.person, cost.year, cost.tier_fen, cost.policy, cost.government_fen, cost.group or ""
        )
        self._store.record(booked)
        return booked

    def unbook(self, person: str, year: int, reason: str) -> None:
        """Take back a booked year. Refused without a reason, where this PC has booked none, and as ``void``."""
        with self._store.writing() as db:
            self.take_back_booking(db, person, year, reason)

    def take_back_booking(self, db: Database, person: str, year: int, reason: str) -> None:
        """The same inside ``Store.writing()``."""
        if not reason.strip():
            raise Refused(_("没有写撤销原因"), _("请写清楚为什么撤销"), "reason", "reason")
        found = receipts.booking(db, person, year)
        if found is None or found[1]:
            words = _("本台没有记过 {year} 年全部由别人代缴").format(year=year)
            raise Refused(words, _("另一台电脑记的，请在那台撤销"), "booking_unknown", "year")
        _refuse_topped_up(year, receipts.standing(db, person, year))
        self._store.record(facts.BookingTakenBack(person, found[0], reason.strip()))

    def booked_years(self, person: str) -> tuple[BookedYear, ...]:
        """The years of somebody that are booked as paid by others, the latest first."""
        return tuple(BookedYear(year, not desk) for year, desk in receipts.booked_years(self._store.db, person))

    def draft(self, payment: Payment) -> Receipt:
        """The receipt that the payment would get if each question was answered with yes; nothing is recorded.

        It has neither number nor hash.
        """
        choices = self.choices(payment.person)
        cost = self._cost(choices, payment, every_yes=True)
        return Receipt(
            number="",
            person=choices.resident.id,
            name=choices.resident.name,
            year=payment.year,
            tier_fen=cost.tier_fen,
            amount_fen=cost.own_fen,
            government_fen=cost.government_fen,
            payer=payment.payer.value,
            payer_name=payment.payer_name.strip(),
            relation=payment.relation.strip(),
            channel=payment.channel.value,
            policy=cost.policy,
            collected_at=self._store.clock(),
            by=self._store.by,
            fact="",
            hash="",
            prints=0,
            state=ReceiptState.ISSUED,
            void_reason="",
            township=TownshipState.WAITING,
            kind=_kind(cost),
            whole_fen=cost.whole_fen,
            assessed_by=cost.assessed_by,
        )

    def void(self, number: str, reason: str) -> Receipt:
        """Make a receipt void, or take it back by a red entry with the next number (``Receipt.red``), as
        ``domain/rules/voiding.py`` says. Its number stays used and its year is free again.

        Refused without a reason, ``topped_up`` where a second payment for the year would be left without a first, and
        ``remitted`` or ``short`` where its cash was paid on or left the drawer.
        """
        with self._store.writing() as db:
            void = self.make_void(db, number, reason)
        if void.red:
            self._store.bear_witness()
        return void

    def make_void(self, db: Database, number: str, reason: str) -> Receipt:
        """The same inside ``Store.writing()``. Whoever calls it bears witness after it where a number was given out."""
        written = str(ReceiptNumber.read(number))
        if not reason.strip():
            raise Refused(_("没有写作废原因"), _("请写清楚为什么作废"), "void_reason", "reason")
        receipt = self.own_receipt(written)
        if receipt.state is ReceiptState.VOID:
            words = _("凭条 {number} 已经红字冲销过了") if receipt.red else _("凭条 {number} 已经作废过了")
            raise Refused(
                words.format(number=written),
                _("原因是：{reason}").format(reason=receipt.void_reason),
                "already_void",
            )
        if receipt.kind != PaymentKind.TOP_UP.value:
            standing = receipts.standing(self._store.db, receipt.person, receipt.year)
            _refuse_topped_up(receipt.year, [each for each in standing if each.number != written])
        self._refuse_giving_back(receipt)
        self._store.record(facts.ReceiptVoided(receipt.person, written, reason.strip(), self._red_number(db, receipt)))
        return self.receipt(written)

    def _red_number(self, db: Database, receipt: Receipt) -> str:
        """The number of the red entry that must take the receipt back; "" where it is made void."""
        day, today = receipt.collected_at.date(), self._store.today()
        close = cash_entries.close_of(db, day)
        closed_at = datetime.fromisoformat(close.at) if close else None
        is_sent = receipt.township is not TownshipState.WAITING
        if not voiding.needs_red_entry(receipt.collected_at, today, closed_at, is_sent):
            return ""
        village = self._store.village()
        return str(receipts.next_receipt(db, village.letter, self._store.head().ordinal, today.year))

    def _refuse_giving_back(self, receipt: Receipt) -> None:
        """Cash that was paid on or left the drawer cannot be given back."""
        if receipt.channel == Channel.VILLAGE_CASH.value and receipt.amount_fen:
            remitted = cash_entries.of_receipt(self._store.db, receipt.number)
            held = cash_entries.in_hand(self._store.db)
            drawer.refuse_giving_back(receipt.amount_fen, held, date.fromisoformat(remitted.day) if remitted else None)

    def receipt(self, number: str) -> Receipt:
        """The receipt of that number; Refused when this desk never issued it."""
        written = str(ReceiptNumber.read(number))
        found = receipts.receipt(self._store.db, written)
        if found is None:
            _refuse_red(receipts.taken_back_by(self._store.db, written), written)
            raise Refused(_("本台没有开过凭条 {number}").format(number=written), _("请核对凭条号"), "unknown_receipt")
        return found

    def own_receipt(self, number: str) -> Receipt:
        """The receipt of that number, to void or print; Refused when the village's other PC took the money."""
        found = self.receipt(number)
        if found.desk:
            raise Refused(
                _("凭条 {number} 是另一台电脑（{letter} 台）开的").format(number=found.number, letter=found.desk[-1]),
                _("请在那台电脑上作废或补打"),
                "other_desk",
            )
        return found

    def taken_twice(self) -> tuple[TakenTwice, ...]:
        """Years of people for whom two PCs of the village took money, neither knowing of the other: one to refund."""
        return tuple(TakenTwice(tuple(each)) for each in receipts.taken_twice(self._store.db))

    def once_void(self, number: str) -> str:
        """Whether the year can be paid again when this receipt is void, or another receipt stands for that year."""
        receipt = self.receipt(number)
        standing = receipts.standing(self._store.db, receipt.person, receipt.year)
        others = [each.number for each in standing if each.number != receipt.number]
        if not others:
            return _("这一年可以重新收")
        return _("这一年另有凭条 {number}，仍算已缴").format(number="、".join(others))

    def paid(self, person: str) -> list[Receipt]:
        """A person's receipts, the latest first, void ones too."""
        return receipts.of_person(self._store.db, person)

    def recent(self, limit: int = 10) -> list[Receipt]:
        """The last receipts, the latest first."""
        return receipts.recent(self._store.db, limit)

    def of_day(self, day: date | None = None) -> list[Receipt]:
        """The receipts of this desk that were given out on a day, else today, and are not void, in their order."""
        return receipts.of_day(self._store.db, day or self._store.today())

    def of_household(self, person: str) -> list[Receipt]:
        """The receipts of this desk for this year and everybody in the person's house that are not void."""
        house, year = self._finding.household(self._finding.person(person)), self._store.today().year
        standing = [each for found in house for each in receipts.standing(self._store.db, found.resident.id, year)]
        return [each for each in standing if not each.desk]

    def unprinted(self) -> list[Receipt]:
        """Receipts whose paper nobody has confirmed."""
        return receipts.unprinted(self._store.db)

    def noted_death(self, person: str) -> str:
        """The day of death that is noted of a person, as it was noted; empty when none is."""
        dead = _death(self._noted(person))
        return dead.died_on if dead else ""

    def _noted(self, person: str) -> list[facts.Fact]:
        return [each.fact for each in notes.of_person(self._store.db, person)]

    def paid_already(self, person: str, year: int) -> Refused | None:
        """Why a year counts as paid: by a receipt, on a list of the township's, by a note; None when it does not."""
        return self._paid_by(receipts.standing(self._store.db, person, year), self._noted(person), person, year)

    def _paid_by(self, standing: list[Receipt], noted: list[facts.Fact], person: str, year: int) -> Refused | None:
        if standing:
            return _already_by(standing[0])
        elsewhere = from_township.paid_elsewhere(self._store.db, person, year)
        if elsewhere:
            first = elsewhere[0]
            words = _("镇所名单“{name}”上，{year} 年已经缴过 {amount} 元（{channel}）").format(
                name=first.name,
                year=first.year,
                amount=money.short(first.amount_fen),
                channel=channel_words(first.channel),
            )
            return _already(words, _("请看本人的缴费凭证；确实要再收，请{reason}"))
        spoken = [each for each in noted if _speaks_of(each, year)]
        if spoken:
            words = _("{year} 年已经记过缴费（{note}）").format(year=year, note=fact_words.words(spoken[0]))
            return _already(words, _("记错的请先划掉；确实要再收，请{reason}"))
        return None

    def _ask_of_papers(self, choices: Choices, payment: Payment) -> None:
        """Ask about what was taken for the same year before: a paper that nobody has seen, the same reason again."""
        if not any(each.year == payment.year and each.by_receipt for each in choices.facts.paid):
            return
        standing = receipts.standing(self._store.db, payment.person, payment.year)
        for receipt in standing:
            if not receipt.prints and not receipt.desk and receipt.number not in payment.sure:
                words = _("{year} 年已经收过 {amount} 元，凭条 {number} 还没有打出来").format(
                    year=receipt.year, amount=money.short(receipt.amount_fen), number=receipt.number
                )
                cure = _("若是刚才没打成，请打那一张，不要再收；再收就是收第二次钱")
                raise Asked(words, cure, "paper_waits", receipt.number)
        reason = payment.again.strip()
        before = receipts.taken_again(self._store.db, payment.person, payment.year, reason)
        for number in before:
            if number not in payment.sure:
                words = _("{year} 年已经为“{reason}”再收过一次，凭条 {number}")
                cure = _("若是同一件事，不要再收；再收就是再收一次钱")
                why = words.format(year=payment.year, reason=reason, number=number)
                raise Asked(why, cure, "taken_again", number)

    def _ask_of_another_year(self, payment: Payment, clock: JudgedClock) -> None:
        """Ask about the first receipt of a year, unless something besides this PC's clock shows that the year came."""
        year = clock.today.year
        if year <= clock.borne_out.year or str(year) in payment.sure or receipts.stands_in(self._store.db, year):
            return
        raise Asked(
            _("电脑日期是 {day}，这是第一张 {year} 年的凭条").format(day=moments.day(clock.today), year=year),
            _("请看日历或手机，今年是不是 {year} 年。不是的话，请先改好电脑日期再收").format(year=year),
            "another_year",
            str(year),
        )


def _refuse_red(original: str, red: str) -> None:
    if original:
        words = _("{red} 是红字凭条，冲的是 {number}").format(red=red, number=original)
        raise Refused(words, _("红字不能再作废，也不能再冲：请看原凭条；冲错了的，重新收费另开一张"), "red_entry")


def _is_paid(refused: Refused) -> bool:
    """Whether a year was refused as paid, and not because somebody must say that they want to pay more."""
    return refused.code == "already_paid" and refused.field == "year"


def _refuse_without_cash(cost: Contribution) -> None:
    if cost.is_paid_by_others:
        raise Refused(
            _("{year} 年的费全部由别人代缴，本人不用缴").format(year=cost.year),
            _("不收现金，不开凭条，请按“记下，不收现金”"),
            "paid_by_others",
            "tier",
            by_command=_("不收现金，不开凭条，请用 book 记下"),
        )


def _refuse_topped_up(year: int, left: list[Receipt]) -> None:
    """A second payment raises a year that is paid: what it stands on is not taken from under it."""
    tops = [each.number for each in left if each.kind == PaymentKind.TOP_UP.value]
    if tops and not _has_whole(left):
        words = _("{year} 年在这一笔的基础上又补足过，凭条 {numbers}").format(year=year, numbers=_("、").join(tops))
        raise Refused(words, _("请先作废补足的那一张，再作废这一笔"), "topped_up", "receipt")


def _has_whole(standing: list[Receipt]) -> bool:
    """Whether receipts of one year pay it without any second payment: by one of them, or by all parts of a tier."""
    part, top = PaymentKind.INSTALMENT.value, PaymentKind.TOP_UP.value
    parts = [each for each in standing if each.kind == part]
    whole = any(each.kind not in (part, top) for each in standing)
    return whole or bool(parts) and sum(each.tier_fen for each in parts) >= parts[0].whole_fen


def _death(noted: list[facts.Fact]) -> facts.DeathNoted | None:
    return next((fact for fact in noted if isinstance(fact, facts.DeathNoted)), None)


def _already_by(first: Receipt) -> Refused:
    words = _("{name} {year} 年已经缴过 {amount} 元，凭条 {number}").format(
        name=first.name, year=first.year, amount=money.short(first.amount_fen), number=first.number
    )
    if first.prints or first.desk:
        return _already(words, _("确实要再收，请{reason}；收错了请先作废那一张"))
    return _already(words, _("那一张还没有打出来，请打那一张；收错了请先作废那一张，确实要再收请{reason}"))


def _already(words: str, cure: str) -> Refused:
    options = cure.format(reason=_("加 --again 原因"))
    return Refused(words, cure.format(reason=_("写明原因")), "already_paid", "year", by_command=options)


def _speaks_of(fact: facts.Fact, year: int) -> bool:
    return isinstance(fact, facts.YearsNoted) and fact.first <= year <= fact.last


def _fact(payment: Payment, number: str, cost: Contribution) -> facts.ContributionCollected:
    return facts.ContributionCollected(
        person=payment.person,
        receipt=number,
        year=payment.year,
        tier_fen=cost.tier_fen,
        amount_fen=cost.own_fen,
        policy=cost.policy,
        government_fen=cost.government_fen,
        payer=payment.payer.value,
        payer_name=payment.payer_name.strip(),
        relation=payment.relation.strip(),
        channel=payment.channel.value,
        again=payment.again.strip(),
        kind=_kind(cost),
        whole_fen=cost.whole_fen,
        assessed_by=cost.assessed_by,
        paid_for=cost.group or "",
    )


def _kind(cost: Contribution) -> str:
    """As a fact writes it down: nothing for a whole year."""
    return "" if cost.payment is PaymentKind.REGULAR else cost.payment.value
