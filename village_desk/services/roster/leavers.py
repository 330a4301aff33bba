"""People who leave: the answer to who wants to, the strike-off (注销登记, F7), and its taking back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import partial

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain import assessing
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingKind, LeavingReason
from village_desk.domain.policy.policy import Policy
from village_desk.domain.receipts import Receipt, ReceiptState, TownshipState
from village_desk.domain.rules import leaving, overlap, striking_off
from village_desk.domain.rules.overlap import OverlapRefund
from village_desk.domain.rules.person_facts import PersonFacts, YearKind
from village_desk.domain.rules.striking_off import KnownMoney, LeavingAnswer, OpenMoney, StatedEnd
from village_desk.services.assessing import Assessing
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store.database import Store
from village_desk.store.subjects import leaving as strike_offs
from village_desk.store.subjects import receipts
from village_desk.store.subjects.leaving import StrikeOff
from village_desk.words import _

WISH = "wish"
"""The word for: no reason, only the wish."""


@value
class Saying:
    """What was said about an end. ``reason``: a kind or the words of the place's form; WISH for nothing but the wish.

    ``on``: since when, for a death its day. ``to``: where to, or which other pension. ``employee_years``: the full
    years in the employee scheme.
    """

    reason: str
    on: date | None = None
    told_by: str = ""
    to: str = ""
    employee_years: int | None = None

    @property
    def is_wish(self) -> bool:
        """Whether nothing but the wish was said."""
        return self.reason.strip() == WISH


@value
class Departure:
    """Somebody who leaves, or would: the answer, and what is left to do in their house."""

    resident: Resident
    answer: LeavingAnswer
    house: tuple[Reason, ...]

    def in_words(self) -> str:
        """That it was recorded."""
        return _("已登记注销（{reason}），随下一批上报").format(reason=self.answer.reason.words)


class Leavers:
    """Strikes people of one desk off."""

    def __init__(self, store: Store, finding: Finding, policies: Policies, assessing: Assessing) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies
        self._assessing = assessing

    def reasons(self) -> tuple[LeavingReason, ...]:
        """The reasons to choose from today, as the place's form has them."""
        return striking_off.reasons(self._policy(), self._store.today())

    def answer(self, person: str, saying: Saying) -> Departure:
        """What would come of a strike-off; nothing is recorded.

        Refused ``leave_wish``, ``reason``, ``struck_off_already``; what else stands against it is in the answer.
        """
        resident, today, policy = self._finding.person(person), self._store.today(), self._policy()
        self._refuse_left(resident)
        if saying.is_wish:
            raise leaving.wish_alone()
        reason = striking_off.chosen(policy, saying.reason, today)
        stated = StatedEnd(reason, saying.on, saying.to.strip(), saying.employee_years)
        died_on = saying.on if reason.kind is LeavingKind.DEATH else None
        life = self._assessing.facts(person, policy, died_on=died_on)
        found = striking_off.answer(policy, life, stated, self._money(person, life), today)
        return Departure(resident, found, self._house(resident))

    def strike_off(self, person: str, saying: Saying, sure: Collection[str] = ()) -> Departure:
        """Record the village's application to end the relation; a death that is not noted yet is noted with it.

        Refused beside the field as ``answer`` and as its ``against``, and ``told_by``; Asked as its ``questions``.
        """
        _check_told_by(saying)
        with self._store.writing():
            found = self.answer(person, saying)
            for refused in found.answer.against:
                raise refused
            for asked in found.answer.questions:
                if asked.word not in sure:
                    raise asked
            self._record(person, saying, found)
        return found

    def note_wish(self, person: str, saying: Saying) -> Reason:
        """Write down that somebody wishes to leave, and answer why the wish alone ends nothing (R13).

        Refused ``told_by``, ``struck_off_already``.
        """
        _check_told_by(saying)
        resident = self._finding.person(person)
        self._refuse_left(resident)
        with self._store.writing():
            self._store.record(facts.LeavingWishNoted(person, saying.to.strip(), saying.told_by.strip()))
        why_not = leaving.wish_alone()
        return Reason(why_not.code, why_not.message, why_not.cure)

    def standing(self, person: str) -> list[StrikeOff]:
        """The strike-offs of a person that stand, the latest first; none: the person is on the roster."""
        return strike_offs.of_person(self._store.db, person)

    def reinstate(self, person: str, reason: str) -> Resident:
        """Take every standing strike-off of a person back. Refused ``not_struck_off``, and without a ``reason``."""
        resident = self._finding.person(person)
        if not reason.strip():
            raise Refused(_("没有写原因"), _("请写清楚为什么撤销"), "reason", "reason")
        with self._store.writing():
            standing = self.standing(person)
            if not standing:
                words = _("{name} 没有登记过注销").format(name=resident.name)
                raise Refused(words, _("请核对是不是这个人"), "not_struck_off")
            for each in standing:
                self._store.record(facts.PersonReinstated(person, each.id, reason.strip()))
        return resident

    def refunds(self, person: str) -> tuple[OverlapRefund, ...]:
        """The refunds for years that were paid here and, in some months, in the employee scheme (R15)."""
        life = self._assessing.facts(person, self._policy())
        own = (paid for paid in life.paid if paid.kind is not YearKind.BROUGHT_IN)
        found = map(partial(overlap.refund, employee=life.employee), sorted(own, key=lambda paid: paid.year))
        return tuple(each for each in found if each.months)

    def _record(self, person: str, saying: Saying, found: Departure) -> None:
        reason, told_by, policy = found.answer.reason, saying.told_by.strip(), self._policy()
        death = self._assessing.facts(person, policy).death
        on = saying.on or (death if reason.kind is LeavingKind.DEATH else None)
        day = on.isoformat() if on else ""
        if reason.kind is LeavingKind.DEATH and death is None:
            self._store.record(facts.DeathNoted(person, day, told_by))
        years = -1 if saying.employee_years is None else saying.employee_years
        stated = (reason.kind.value, reason.words, day, told_by, saying.to.strip(), years, policy.id)
        self._store.record(facts.PersonStruckOff(person, *stated))

    def _refuse_left(self, resident: Resident) -> None:
        standing = self.standing(resident.id)
        if standing:
            words = _("{name} 已经登记注销（{reason}）").format(name=resident.name, reason=standing[0].fact.words)
            cure, command = _("登记错了的，请撤销注销"), _("登记错了的用 reinstate 撤销")
            raise Refused(words, cure, "struck_off_already", "reason", by_command=command)

    def _money(self, person: str, life: PersonFacts) -> KnownMoney:
        assessed = assessing.assess(self._policy(), life, self._store.today())
        stated = assessed.account_fen if life.account_fen is not None else None
        every = receipts.of_person(self._store.db, person)
        return KnownMoney(_open(every), assessed.overpaid, stated, assessed.contradictions)

    def _house(self, resident: Resident) -> tuple[Reason, ...]:
        """Who lives with a head of house who leaves needs another head."""
        others = [each for each in self._finding.household(resident) if each.resident.id != resident.id]
        if resident.head != resident.name or not others:
            return ()
        words = _("{name} 是户主，同户还有 {count} 人").format(name=resident.name, count=len(others))
        return (Reason("head_left", words, _("请给这一户换一个户主")),)

    def _policy(self) -> Policy:
        return self._policies.on(self._store.today())


def _check_told_by(saying: Saying) -> None:
    if not saying.told_by.strip():
        raise Refused(_("没有写是谁告知的"), _("请填本人、家属、派出所或镇所"), "told_by", "told_by")


def _open(every: Collection[Receipt]) -> OpenMoney:
    """Those of a person's receipts whose money is not settled; whether the other PC printed its own is not known."""
    standing = [each for each in every if each.state is ReceiptState.ISSUED]
    waiting = TownshipState.WAITING
    return OpenMoney(
        tuple(each.number for each in standing if not each.prints and not each.desk),
        tuple(each.number for each in standing if each.township is TownshipState.REFUSED),
        tuple(each.number for each in standing if each.township is waiting and each.prints and not each.desk),
    )
