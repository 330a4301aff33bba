"""What may be taken from a person: gathers what the desk knows and asks the domain. Records and decides nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cached_property

from sync.agreement.values import value
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.policy import Policy
from village_desk.domain.receipts import Channel, Payer, PaymentKind, Receipt
from village_desk.domain.rules import taking
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.open_years import Year, open_years, owes, year_of
from village_desk.domain.rules.person_facts import (
    PersonFacts,
    Unsure,
)
from village_desk.domain.rules.taking import Asking, Offer
from village_desk.services.assessing import Assessing
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store import from_township
from village_desk.store.database import Store


@value
class Payment:
    """What is about to be taken, as somebody states it. ``again`` is the reason for a second payment for the same year.

    ``tier_fen``: the tier of the year; for a top-up the sum that the year shall reach, for a part the whole tier.
    ``government_fen``: the government's part as the township stated it, 0 where nobody did. ``kind`` None: the usual
    one. ``sure``: the words of the questions (``Asked.word``) that somebody answered with yes.
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
    kind: PaymentKind | None = None
    assessed_by: str = ""

    def asking(self) -> Asking:
        """The same as the rules take it."""
        part = self.government_fen or None
        again = bool(self.again.strip())
        return Asking(self.year, self.tier_fen, self.kind, part, self.assessed_by, again, self.sure)


class Choices:
    """What one person may choose on a day: years, kinds, tiers with who pays what."""

    def __init__(self, resident: Resident, facts: PersonFacts, policy: Policy, on: date) -> None:
        self.resident = resident
        self.facts = facts
        self.policy = policy
        self.on = on

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """All years that could be asked for, this one first; closed ones with why."""
        return open_years(self.policy, self.facts, self.on)

    @property
    def owes(self) -> bool:
        """Whether this year's fee is to be collected from this person."""
        return owes(self.policy, self.facts, self.on)

    def year(self, year: int, again: bool = False) -> Year:
        """The year as it stands; ``again``: although it is paid."""
        return year_of(self.policy, self.facts, year, self.on, again)

    def kinds(self, year: int, again: bool = False) -> tuple[PaymentKind, ...]:
        """What a payment may be to the year."""
        return taking.kinds(self.policy, self.year(year, again), self.on)

    def offers(self, year: int, kind: PaymentKind | None = None, again: bool = False) -> tuple[Offer, ...]:
        """The tiers that this person may choose for the year, ascending; none where the year is closed."""
        found = self.year(year, again)
        if kind is not None and kind in taking.kinds(self.policy, found, self.on):
            found = replace(found, kind=kind)
        return taking.offers(self.policy, self.facts, found, self.on)

    def is_assessed(self, kind: PaymentKind) -> bool:
        """Whether the agency sets such a payment first, so that its slip must be named."""
        rule = self.policy.value(BackPayment, self.on)
        return kind is PaymentKind.BACK_PAYMENT and rule is not None and rule.assessed

    def doubts(self) -> tuple[Unsure, ...]:
        """The groups on which money hangs and of which nobody said whether the person belongs to them."""
        return taking.doubts(self.policy, self.facts, self.on)

    def who_pays(self, payment: Payment) -> Asked | None:
        """The question who pays this fee that nobody has answered yet; None where it is known or was answered.

        A year that was missed, and more for a year that is paid, is the person's own: nothing is asked of these.
        """
        if self.year(payment.year).kind not in (PaymentKind.REGULAR, PaymentKind.INSTALMENT) or payment.government_fen:
            return None
        found = taking.who_pays(self.policy, self.facts, self.resident.special_group, self.on)
        return None if found is None or found.word in payment.sure else found

    def is_paid_by_others(self, payment: Payment) -> bool:
        """Whether others pay all of it, so that there is no cash; False where it may not be taken at all."""
        try:
            return self.cost(payment, every_yes=True).is_paid_by_others
        except Refused:
            return False

    def usual_tier(self, year: int, kind: PaymentKind | None = None, again: bool = False) -> int:
        """The tier to suggest: the one on the roster, else the last one paid, else the lowest; 0 where none is."""
        offered = self.offers(year, kind, again)
        last = [each.whole_fen or each.tier_fen for each in reversed(self.facts.paid)]
        wanted = (self.resident.tier_fen, *last)
        found = (fen for fen in wanted if fen and any(each.takes(fen) for each in offered))
        return next(found, offered[0].least_fen if offered else 0)

    def tiers(self) -> list[int]:
        """The amounts a year that this person may choose to pay, ascending; of a free amount the least and the most."""
        held = tiers.offered(self.policy, self.on, self.facts.groups(self.on))
        return sorted({fen for tier in held for fen in (tier.amount_fen, tier.most_fen) if fen})

    def cost(self, payment: Payment, every_yes: bool = False) -> Contribution:
        """The cost of a payment. Refused beside its field, or Asked, when it may not be taken.

        ``every_yes``: as if each question were answered with yes, to show it before anything is asked.
        """
        asking = payment.asking()
        while True:
            try:
                return taking.cost(self.policy, self.facts, asking, self.on)
            except Asked as asked:
                if not every_yes:
                    raise
                asking = replace(asking, sure=asking.sure | {asked.word})


class Choosing:
    """What the people of one desk may choose."""

    def __init__(self, store: Store, finding: Finding, policies: Policies, assessing: Assessing) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies
        self._assessing = assessing

    def of(self, person: str, today: date | None = None) -> Choices:
        """What a person may choose today, by the policy of the day; ``today`` where it was looked up already."""
        day = today or self._store.today()
        policy = self._policies.on(day)
        resident = self._finding.person(person)
        facts = self._assessing.of_resident(resident, policy, day, day)
        elsewhere = from_township.years_paid_elsewhere(self._store.db, resident.id_number)
        return Choices(resident, replace(facts, elsewhere=elsewhere) if elsewhere else facts, policy, day)

    def refused_now(self, receipt: Receipt, again: str = "") -> Refused | None:
        """Why the rules, by all that is known today, would not take a fee that was taken; None where they would.

        ``again``: why it was taken besides another. By the policy of its day, and as if it had not been taken.
        """
        day = receipt.collected_at.date()
        if day.year < receipt.year:  # years to come are refused: the clock was wrong when this one was taken
            day = self._store.today()
        policy, resident = self._policies.on(day), self._finding.person(receipt.person)
        facts = self._assessing.of_resident(resident, policy, day, day)
        before = _without(facts, receipt)
        try:
            Choices(resident, before, policy, day).cost(_as_taken(receipt, before, again), every_yes=True)
        except Refused as refused:
            return refused
        return None


def _without(facts: PersonFacts, receipt: Receipt) -> PersonFacts:
    """The facts as they were before this fee: neither the fee, nor what was paid after it for the same year."""
    of_year = [each for each in facts.paid if each.year == receipt.year]
    day = receipt.collected_at.date()
    own = (each for each in of_year if each.by_receipt and each.booked_on == day and each.tier_fen == receipt.tier_fen)
    fee = next(own, None)
    later = of_year[of_year.index(fee) :] if fee else []
    return replace(facts, paid=tuple(each for each in facts.paid if each not in later))


def _as_taken(receipt: Receipt, before: PersonFacts, again: str) -> Payment:
    """The payment of a receipt as it was asked for."""
    kind = PaymentKind(receipt.kind) if receipt.kind else None
    paid = sum(each.tier_fen for each in before.paid if each.year == receipt.year)
    tier = receipt.whole_fen or receipt.tier_fen + (paid if kind is PaymentKind.TOP_UP else 0)
    return Payment(
        receipt.person,
        receipt.year,
        tier,
        government_fen=receipt.government_fen,
        again=again,
        kind=kind,
        assessed_by=receipt.assessed_by,
    )
