"""A person assessed by the scheme: gathers what the desk knows and asks the domain. Reads only, decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from sync.agreement import calendar
from sync.agreement.facts import PersonStruckOff
from sync.agreement.facts.leaving import REASONS
from sync.agreement.values import value
from village_desk.domain import assessing
from village_desk.domain.assessing import Assessment
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.estimates import for_person
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms.bundling import Bundling
from village_desk.domain.policy.policy import Policy
from village_desk.domain.receipts import PaymentKind
from village_desk.domain.rules import leaving as leaving_rules
from village_desk.domain.rules.belonging import FullList, Stated, belonging
from village_desk.domain.rules.person_facts import (
    NOT_UNDERSTOOD,
    Child,
    Hindrance,
    Left,
    PaidOut,
    PaidYear,
    PersonFacts,
    YearKind,
    in_sequence,
)
from village_desk.services import belonging_reading, note_reading
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import belonging as of_belonging
from village_desk.store.subjects import leaving, notes, payouts, people
from village_desk.words import _


class Assessing:
    """The assessments of one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies
        self._lives: dict[str, notes.Life] = {}
        self._edition = (0, 0)

    def assess(self, person: str, on: date | None = None) -> Assessment:
        """The assessment of a person on a day (default today), by the policy of this desk for that day."""
        day = on or self._store.today()
        policy = self._policies.on(day)
        return assessing.assess(policy, self.facts(person, policy, day), day)

    def policy_name(self, on: date) -> str:
        """The name of the policy of this desk for a day."""
        return self._policies.on(on).name

    def everyone(self, on: date | None = None) -> list[tuple[Resident, Assessment]]:
        """The whole village, in the order of the roster."""
        day = on or self._store.today()
        policy = self._policies.on(day)
        lives = notes.lives(self._store.db)
        nothing, known = notes.Life(), self._knowing(policy, day, self._store.today())
        known = replace(known, struck_off=leaving.of_everyone(self._store.db))
        return [
            (each, assessing.assess(policy, self._known(each, lives.get(each.id, nothing), known), day))
            for each in people.everyone(self._store.db)
        ]

    def facts(self, person: str, policy: Policy, on: date | None = None, died_on: date | None = None) -> PersonFacts:
        """The facts about a person as seen on a day (default today), in the shape that the rules take.

        ``died_on``: as if this death were noted.
        """
        today = self._store.today()
        return self.of_resident(self._finding.person(person), policy, on or today, today, died_on)

    def of_resident(
        self, resident: Resident, policy: Policy, on: date, today: date, died_on: date | None = None
    ) -> PersonFacts:
        """The facts about somebody who was looked up already, as seen on a day; ``died_on`` as if it were noted."""
        life = self._life(resident.id)
        return self._known(resident, life, replace(self._knowing(policy, on, today), died_on=died_on))

    def _life(self, person: str) -> notes.Life:
        """One life, read once for all cards of a page that ask for it; anew after every change of the file."""
        if self._store.in_transaction:  # what is read may be taken back
            return _read_life(self._store.db, person)
        with self._store.reading() as db:
            edition = self._store.edition()
            if edition != self._edition or len(self._lives) > _A_HOUSE:
                self._edition, self._lives = edition, {}
            if person not in self._lives:
                self._lives[person] = _read_life(db, person)
            return self._lives[person]

    def _knowing(self, policy: Policy, on: date, today: date) -> _Knowing:
        lists = belonging_reading.full_lists(of_belonging.lists(self._store.db))
        return _Knowing(policy, on, min(on, today), lists)

    def _known(self, resident: Resident, life: notes.Life, by: _Knowing) -> PersonFacts:
        """The facts about a person; of a payee who died also what the later lists paid."""
        found = self._of_one(resident, life, by)
        if by.policy.value(Bundling, by.on):
            found = self._with_children(found, life, by)
        if not (found.death and found.drawn_to):
            return found
        paid = payouts.received(self._store.db, resident.id, Month.of(found.death))
        return replace(found, paid_out=tuple(_paid_out(paid)))

    def _of_one(self, resident: Resident, life: notes.Life, by: _Knowing) -> PersonFacts:
        found = _facts(resident, life, by)
        known = by.struck_off
        standing = leaving.of_person(self._store.db, resident.id) if known is None else known.get(resident.id)
        return replace(found, left=_left(standing[0].fact)) if standing else found

    def _with_children(self, found: PersonFacts, life: notes.Life, by: _Knowing) -> PersonFacts:
        """Also the children who were noted; asked for only where the policy looks at them."""
        noted, childless = belonging_reading.children(life.belonging)
        children = [self._child(each.other, by) if each.other else belonging_reading.elsewhere(each) for each in noted]
        return replace(found, children=tuple(filter(None, children)), childless=childless)

    def _child(self, person: str, by: _Knowing) -> Child | None:
        """A child of the roster, who is enrolled while nothing else is known; None for one who died."""
        resident = self._finding.person(person)
        life = self._life(person)
        facts = self._of_one(resident, life, by)
        if facts.death:
            return None
        hindered = not facts.hindrances.isdisjoint((Hindrance.EMPLOYEE_SCHEME, Hindrance.PUBLIC_STAFF))
        is_student, other = Hindrance.STUDENT in facts.hindrances, hindered or bool(facts.other_pensions)
        return Child(resident.birth, None if facts.left else True, is_student, other, resident.name)

    def can_compare(self, person: str, tier_fen: int) -> bool:
        """Whether years of this tier can still be paid before the pension begins."""
        return self._with_tier(person, tier_fen).expected is not None

    def compare(self, person: str, left_fen: int, right_fen: int) -> for_person.Comparison:
        """Two tiers side by side for this person from now to the age. Refused when no year can be paid any more."""
        day = self._store.today()
        policy = self._policies.on(day)
        now = self._with_tier(person, left_fen)
        if any(each.code == NOT_UNDERSTOOD for each in now.entitlement.reasons):
            raise Refused(_("有记载本机程序看不懂，现在比不出档次"), _("请先升级本机程序，或问清情况"), NOT_UNDERSTOOD)
        if now.entitlement.short and not now.entitlement.missed:
            words = _("照现行政策，到龄时年限还不够，说不了能领多少")
            raise Refused(words, now.entitlement.reasons[-1].cure, "years_not_enough")
        if now.expected is None:
            raise Refused(_("这个人现在不用再缴费，没有可比的档次"), _("可看上面的待遇"), "nothing_to_pay")
        plans = [replace(now.expected.plan, tier_fen=tier) for tier in sorted((left_fen, right_fen))]
        left, right = (for_person.estimate(policy, plan, day) for plan in plans)
        return for_person.Comparison(left, right)

    def _with_tier(self, person: str, tier_fen: int) -> Assessment:
        """The assessment of today, as if the person had chosen this tier."""
        day = self._store.today()
        policy = self._policies.on(day)
        return assessing.assess(policy, replace(self.facts(person, policy), tier_fen=tier_fen), day)


def _left(fact: PersonStruckOff) -> Left:
    """As the form has it, where it has words of its own."""
    reason = REASONS.get(fact.reason)
    return Left(calendar.day(fact.on), fact.words or (reason.spelled(_) if reason else fact.reason))


_A_HOUSE = 20
"""Lives that are kept while the file does not change: those of one page."""


def _read_life(db: Database, person: str) -> notes.Life:
    return notes.lives(db, [person]).get(person, notes.Life())


@value
class _Knowing:
    """By what everybody is looked at: the policy, the day, the day of the roster, the lists of members taken.

    ``died_on``: the death that is asked about as if it were noted. ``struck_off``: all strike-offs that stand, by
    person; None where they are looked up one by one.
    """

    policy: Policy
    on: date
    roster_day: date
    lists: tuple[FullList, ...]
    died_on: date | None = None
    struck_off: Mapping[str, list[leaving.StrikeOff]] | None = None


def _facts(resident: Resident, life: notes.Life, by: _Knowing) -> PersonFacts:
    noted = note_reading.read(life.notes)
    stated = Stated(resident.special_group, by.roster_day, _("花名册"))
    belongs = belonging(by.policy, stated, belonging_reading.noted_groups(life.belonging, by.lists), by.on)
    paid = (*_receipts(life), *noted.paid)
    return PersonFacts(
        birth=resident.birth,
        paid=in_sequence((*paid, *_brought_in(noted, paid))),
        memberships=belongs.memberships,
        unsure=belongs.unsure,
        other_pensions=tuple(noted.other_pensions),
        hindrances=frozenset(noted.hindrances),
        death=noted.death or by.died_on,
        drawn_from=noted.drawn_from,
        drawn_seen=Month.read(life.drawn[0]) if life.drawn else None,
        drawn_to=Month.read(life.drawn[1]) if life.drawn else None,
        tier_fen=resident.tier_fen,
        account_fen=noted.account_fen,
        account_day=noted.account_day,
        not_understood=noted.reasons(),
        unread_years=frozenset(noted.unread_years),
        employee=tuple(noted.employee),
        enrolled=True,
    )


def _brought_in(noted: note_reading.NotesRead, paid: Iterable[PaidYear]) -> Iterator[PaidYear]:
    """The years that came over from the employee scheme, beside those that are paid here."""
    known = {each.year for each in paid}
    for each in noted.transfers:
        years = leaving_rules.from_employee_scheme(each.account_fen, each.years, None, each.day, known)
        known |= {year.year for year in years}
        yield from years


def _paid_out(received: Iterable[payouts.Received]) -> Iterator[PaidOut]:
    """The months of a person's lists. Two lists of a month of which nobody said which counts must agree to be known."""
    for month, lists in groupby(received, key=itemgetter(0)):
        every = list(lists)
        own = {fen for _month, fen, supplement in every if not supplement}
        besides = sum(fen for _month, fen, supplement in every if supplement)
        yield PaidOut(month, own.pop() if len(own) == 1 else None, besides)


def _receipts(life: notes.Life) -> list[PaidYear]:
    """Receipts as payments of years; one of before kinds were written down is back-paid if its year was over."""
    return [
        PaidYear(
            each.year,
            each.day,
            each.tier_fen,
            _how(each),
            each.government_fen,
            by_receipt=each.kind != notes.BOOKED,
            payment=_PAYMENTS.get(each.kind, PaymentKind.REGULAR),
            whole_fen=each.whole_fen,
        )
        for each in life.paid
    ]


def _how(paid: notes.Paid) -> YearKind:
    if paid.kind == notes.BOOKED:
        return YearKind.GOVERNMENT_PAID if paid.government_fen == paid.tier_fen else YearKind.WAIVED
    missed = paid.kind == PaymentKind.BACK_PAYMENT.value or (not paid.kind and paid.year < paid.day.year)
    return YearKind.BACK_PAID if missed else YearKind.PAID


_PAYMENTS = {each.value: each for each in PaymentKind}
