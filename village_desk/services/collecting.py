"""Taking contributions: who may pay what, the fact with its receipt number, and the void. Paper is made elsewhere."""

from __future__ import annotations

from datetime import date
from functools import cache

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.people import PENSION_AGE, Resident
from village_desk.domain.policy.mechanisms import subsidies, tiers
from village_desk.domain.policy.policy import Policy
from village_desk.domain.receipts import (
    Channel,
    Payer,
    Receipt,
    ReceiptNumber,
    ReceiptState,
    TownshipState,
    channel_words,
)
from village_desk.services import fact_words
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store import from_township
from village_desk.store.database import Store
from village_desk.store.subjects import notes, receipts
from village_desk.words import _

SURE_OF_THE_DEAD = "noted-dead"
"""Confirms a fee from a person who is noted dead (``Payment.sure``)."""


@value
class TierOffer:
    """A tier that can be chosen, and its subsidy, both in fen a year."""

    tier_fen: int
    subsidy_fen: int


@value
class Payment:
    """What is about to be taken. ``again`` is the reason for a second payment for the same person and year.

    ``sure``: the words of the questions (``Asked.word``) that somebody answered with yes.
    """

    person: str
    year: int
    tier_fen: int
    payer: Payer = Payer.SELF
    payer_name: str = ""
    relation: str = ""
    government_fen: int = 0
    channel: Channel = Channel.VILLAGE_CASH
    again: str = ""
    sure: frozenset[str] = frozenset()

    @property
    def amount_fen(self) -> int:
        """The cash: the tier less the government's part."""
        return self.tier_fen - self.government_fen


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
class _Holding:
    """What holds for a contribution year: ``policy`` is that of its ``day``, today or the last of a past year.

    ``years`` can be paid for today.
    """

    clock: JudgedClock
    day: date
    policy: Policy
    years: list[int]

    def offers(self) -> list[TierOffer]:
        """The tiers that are open to everybody, lowest first, with the subsidy of each."""
        fixed = [tier.amount_fen for tier in tiers.offered(self.policy, self.day) if tier.amount_fen]
        return [TierOffer(tier, subsidies.subsidy(self.policy, tier, self.day).total_fen) for tier in fixed]


class Collecting:
    """The collecting of one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies

    def years(self) -> list[int]:
        """The years that can be paid for, this year first."""
        today = self._store.today()
        return _years(today, self._policies.on(today))

    def tiers(self, year: int) -> list[TierOffer]:
        """The tiers of a year that are open to everybody, lowest first, with the subsidy of each."""
        return self._holding(year).offers()

    def usual_tier(self, person: Resident, year: int) -> int:
        """The tier to suggest for this person: the one on the roster, else last year's, else the lowest."""
        offered = [offer.tier_fen for offer in self.tiers(year)]
        last = [each.tier_fen for each in receipts.of_person(self._store.db, person.id)]
        return next((tier for tier in [person.tier_fen, *last] if tier in offered), offered[0] if offered else 0)

    def check(self, payment: Payment) -> Resident:
        """Whether the payment may be taken; the resident if so, Refused beside the field if not."""
        return self._checked(payment, self._holding(payment.year))

    def _checked(self, payment: Payment, holding: _Holding) -> Resident:
        resident = self._finding.person(payment.person)
        _check_year(resident, payment.year, holding.years)
        _check_amount(payment, holding)
        if payment.payer is Payer.RELATIVE and not payment.payer_name.strip():
            raise Refused(_("没有填代缴人姓名"), _("请填是谁来缴的"), "payer_name", "payer_name")
        return resident

    def collect(self, payment: Payment) -> Receipt:
        """Take the payment: the fact, its receipt number and the tables in one transaction.

        Refused ``already_paid`` when the year is paid and ``again`` gives no reason to take it once more. Asked, and
        taken when ``sure`` of it: ``noted_dead``, ``another_year`` (of this PC's clock), ``paper_waits`` (an earlier
        receipt of the same year whose paper nobody has confirmed). Trouble ``witness``: the money is recorded, and
        its receipt waits to be printed.
        """
        with self._store.reading():  # one lock for all these questions, not one for each
            holding = self._holding(payment.year)
            resident = self._checked(payment, holding)
        with self._store.writing() as db:
            noted = self._noted(payment.person)
            _ask_of_the_dead(resident, noted, payment)
            self._refuse_second(payment, noted)
            self._ask_of_another_year(payment, holding.clock)
            head = self._store.head()
            letter, year = self._store.village().letter, holding.clock.today.year
            number = str(receipts.next_receipt(db, letter, head.ordinal, year))
            entry = self._store.record(_fact(payment, number, holding.policy.id), head)
            taken = self.receipt(number)
        self._store.bear_witness(head.moved_to(entry))
        return taken

    def draft(self, payment: Payment) -> Receipt:
        """The receipt that the payment would get, without number and hash; nothing is recorded."""
        holding = self._holding(payment.year)
        resident = self._checked(payment, holding)
        return Receipt(
            number="",
            person=resident.id,
            name=resident.name,
            year=payment.year,
            tier_fen=payment.tier_fen,
            amount_fen=payment.amount_fen,
            government_fen=payment.government_fen,
            payer=payment.payer.value,
            payer_name=payment.payer_name.strip(),
            relation=payment.relation.strip(),
            channel=payment.channel.value,
            policy=holding.policy.id,
            collected_at=self._store.clock(),
            by=self._store.by,
            fact="",
            hash="",
            prints=0,
            state=ReceiptState.ISSUED,
            void_reason="",
            township=TownshipState.WAITING,
        )

    def void(self, number: str, reason: str) -> Receipt:
        """Make a receipt void; its number stays used and its year is free again. Refused without a reason."""
        written = str(ReceiptNumber.read(number))
        if not reason.strip():
            raise Refused(_("没有写作废原因"), _("请写清楚为什么作废"), "void_reason", "reason")
        with self._store.writing():
            receipt = self.own_receipt(written)
            if receipt.state is ReceiptState.VOID:
                raise Refused(
                    _("凭条 {number} 已经作废过了").format(number=written),
                    _("原因是：{reason}").format(reason=receipt.void_reason),
                    "already_void",
                )
            self._store.record(facts.ReceiptVoided(receipt.person, written, reason.strip()))
        return self.receipt(written)

    def receipt(self, number: str) -> Receipt:
        """The receipt of that number; Refused when this desk never issued it."""
        written = str(ReceiptNumber.read(number))
        found = receipts.receipt(self._store.db, written)
        if found is None:
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

    def _holding(self, year: int) -> _Holding:
        """What holds for a contribution year now: the clock is judged once, and each policy read once."""
        clock, on = self._store.judged(), cache(self._policies.on)
        day = clock.today if year >= clock.today.year else date(year, 12, 31)
        return _Holding(clock, day, on(day), _years(clock.today, on(clock.today)))

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

    def _refuse_second(self, payment: Payment, noted: list[facts.Fact]) -> None:
        standing = receipts.standing(self._store.db, payment.person, payment.year)
        paid = self._paid_by(standing, noted, payment.person, payment.year)
        if paid and not payment.again.strip():
            raise paid
        for receipt in standing:
            if not receipt.prints and not receipt.desk and receipt.number not in payment.sure:
                words = _("{year} 年已经收过 {amount} 元，凭条 {number} 还没有打出来").format(
                    year=receipt.year, amount=money.short(receipt.amount_fen), number=receipt.number
                )
                cure = _("若是刚才没打成，请打那一张，不要再收；再收就是收第二次钱")
                raise Asked(words, cure, "paper_waits", receipt.number)
        reason = payment.again.strip()
        before = receipts.taken_again(self._store.db, payment.person, payment.year, reason) if standing else []
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


def _years(today: date, policy: Policy) -> list[int]:
    """The years that can be paid for on a day by the policy of that day, the day's own first."""
    return list(range(today.year, max(policy.period.first.year, today.year - 15) - 1, -1))


def _check_year(resident: Resident, year: int, years: list[int]) -> None:
    if year not in years:
        raise Refused(
            _("{year} 年不能缴").format(year=year),
            _("可以缴 {first} 到 {last} 年").format(first=years[-1], last=years[0]),
            "year",
            "year",
        )
    if resident.age(date(year, 12, 31)) < 16:
        raise Refused(
            _("{name} 到 {year} 年底还没满 16 岁").format(name=resident.name, year=year),
            _("满 16 岁那年起可以参保"),
            "too_young",
            "year",
        )
    if resident.age(date(year, 1, 1)) >= PENSION_AGE:
        raise Refused(
            _("{name} 在 {year} 年以前已满 60 岁").format(name=resident.name, year=year),
            _("不再按年缴费；年限不够要补缴的，请到镇所办"),
            "pension_age",
            "year",
        )


def _check_amount(payment: Payment, holding: _Holding) -> None:
    if not payment.tier_fen or not tiers.offers(holding.policy, payment.tier_fen, holding.day):
        offered = "、".join(money.short(offer.tier_fen) for offer in holding.offers())
        raise Refused(
            _("{year} 年没有 {tier} 元这一档").format(year=payment.year, tier=money.short(payment.tier_fen)),
            _("可选：{offered} 元").format(offered=offered),
            "tier_not_offered",
            "tier",
        )
    if not 0 <= payment.government_fen < payment.tier_fen:
        raise Refused(
            _("政府代缴部分应少于所选档次"),
            _("全部由政府代缴的不收现金，不开凭条"),
            "government_part",
            "government_part",
        )


def _ask_of_the_dead(resident: Resident, noted: list[facts.Fact], payment: Payment) -> None:
    dead = _death(noted)
    if dead and SURE_OF_THE_DEAD not in payment.sure:
        raise Asked(
            _("{name} 记了 {day} 死亡").format(name=resident.name, day=dead.died_on),
            _("死亡以后不再缴费。记错了的，请先在此人的“记载”里划掉，再收"),
            "noted_dead",
            SURE_OF_THE_DEAD,
            by_command=_("死亡以后不再缴费。记错了的，请先打开窗口，在此人的“记载”里划掉，再收"),
        )


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


def _fact(payment: Payment, number: str, policy: str) -> facts.ContributionCollected:
    return facts.ContributionCollected(
        person=payment.person,
        receipt=number,
        year=payment.year,
        tier_fen=payment.tier_fen,
        amount_fen=payment.amount_fen,
        policy=policy,
        government_fen=payment.government_fen,
        payer=payment.payer.value,
        payer_name=payment.payer_name.strip(),
        relation=payment.relation.strip(),
        channel=payment.channel.value,
        again=payment.again.strip(),
    )
