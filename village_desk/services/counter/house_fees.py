"""The fees of a whole house at once: who of it owes, all taken or nothing, and taken back as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum

from sync.agreement import facts
from sync.agreement.values import value
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting, Payment
from village_desk.services.fees.choices import Choices, Choosing
from village_desk.services.finding import Finding, Found
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import people, receipts
from village_desk.words import _


class MemberState(Enum):
    """How somebody of a house stands to this year's fee."""

    OWES = "owes"
    PAID = "paid"
    FREE = "free"


@value
class HouseMember:
    """Somebody of a house. ``receipts``: this year's that stand; ``why_not``: why a FREE one owes nothing."""

    found: Found
    choices: Choices
    state: MemberState
    receipts: tuple[Receipt, ...] = ()
    why_not: Refused | None = None

    @property
    def id(self) -> str:
        """The id of the person."""
        return self.found.resident.id

    def usual(self) -> Payment:
        """The usual payment: this year, the tier as before."""
        year = self.choices.on.year
        return Payment(self.id, year, self.choices.usual_tier(year))


@value
class FeeHouse:
    """A house at the till, its head first."""

    members: tuple[HouseMember, ...]

    def member(self, person: str) -> HouseMember:
        """The member of that id."""
        return next(each for each in self.members if each.id == person)

    @property
    def owing(self) -> tuple[HouseMember, ...]:
        """Those of whom this year's fee is to be collected."""
        return tuple(each for each in self.members if each.state is MemberState.OWES)


@value
class Taken:
    """What was taken from a house at once: a receipt for each who paid, and the years that others pay."""

    receipts: tuple[Receipt, ...]
    booked: tuple[facts.ContributionBooked, ...] = ()

    @property
    def fen(self) -> int:
        """The money of all receipts."""
        return sum(each.amount_fen for each in self.receipts)


class MembersRefused(Refused):
    """Some of a house may not pay, so nothing was taken. ``members``: why, by the id of the person."""

    def __init__(self, members: Mapping[str, Refused], names: Mapping[str, str]) -> None:
        words = _("；").join(
            _("{name}：{why}").format(name=names[each], why=why.message) for each, why in members.items()
        )
        first = next(iter(members.values()))
        by_command = _("。").join(dict.fromkeys(why.by_command or why.cure for why in members.values()))
        super().__init__(
            _("一个人也没有收。{refusals}").format(refusals=words),
            first.cure,
            first.code if len(members) == 1 else "members_refused",
            first.field,
            by_command=by_command,
        )
        self.members = dict(members)

    def question(self) -> Asked | None:
        """The first question among them, where nothing but questions stands in the way."""
        asked = [each for each in self.members.values() if isinstance(each, Asked)]
        return asked[0] if len(asked) == len(self.members) else None


class HouseFees:
    """The fees of the houses of one desk."""

    def __init__(self, store: Store, finding: Finding, choosing: Choosing, collecting: Collecting) -> None:
        self._store = store
        self._finding = finding
        self._choosing = choosing
        self._collecting = collecting

    def house(self, person: str) -> FeeHouse:
        """The house of a person as it stands to this year's fee."""
        found = self._finding.household(self._finding.person(person))
        today = self._store.today()
        return FeeHouse(tuple(self.member(each, today) for each in found))

    def member(self, found: Found, today: date | None = None) -> HouseMember:
        """Somebody as they stand to this year's fee."""
        choices = self._choosing.of(found.resident.id, today)
        year = choices.on.year
        standing = tuple(receipts.standing(self._store.db, found.resident.id, year))
        if choices.owes:
            return HouseMember(found, choices, MemberState.OWES, standing)
        if found.paid_this_year:
            return HouseMember(found, choices, MemberState.PAID, standing)
        return HouseMember(found, choices, MemberState.FREE, standing, choices.year(year).why_not)

    def collect(self, payments: Sequence[Payment]) -> Taken:
        """Take the fees of several people of a house or a group in one transaction, each with a receipt of its own.

        MembersRefused when the rules refuse or ask about one of them (``Collecting.collect``, ``who_pays``): then
        nothing is taken. Where others pay all of a year it is written down without cash. Refused ``nobody``,
        ``twice``. Trouble ``witness``: the money is recorded, and the receipts wait to be printed.
        """
        _refuse_list(payments)
        numbers, booked, refused = list[str](), list[facts.ContributionBooked](), dict[str, Refused]()
        with self._store.writing() as db:
            for each in payments:
                try:
                    self._take(db, each, numbers, booked)
                except Refused as why:
                    refused[each.person] = why
            if refused:
                raise MembersRefused(refused, {each: people.name(db, each) for each in refused})
            taken = tuple(map(self._collecting.receipt, numbers))
        if taken:
            self._store.bear_witness()
        return Taken(taken, tuple(booked))

    def _take(self, db: Database, payment: Payment, numbers: list[str], booked: list[facts.ContributionBooked]) -> None:
        choices = self._choosing.of(payment.person)
        question = choices.who_pays(payment)
        if question is not None:
            raise question
        if choices.is_paid_by_others(payment):
            booked.append(self._collecting.write_down(db, payment))
        else:
            numbers.append(self._collecting.take(db, payment, self._store.judged())[0])

    def take_back(self, taken: Taken, reason: str) -> None:
        """Make void what was just taken, all of it or nothing: each year is open again. Refused as ``void``."""
        reds: list[str] = []
        with self._store.writing() as db:
            for receipt in reversed(taken.receipts):
                reds.append(self._collecting.make_void(db, receipt.number, reason).red)
            for each in taken.booked:
                self._collecting.take_back_booking(db, each.person, each.year, reason)
        if any(reds):
            self._store.bear_witness()


def _refuse_list(payments: Sequence[Payment]) -> None:
    if not payments:
        raise Refused(_("没有选要缴的人"), _("请先勾上要缴的人"), "nobody", by_command=_("请用 --pays 写上谁来缴"))
    if len({(each.person, each.year) for each in payments}) < len(payments):
        raise Refused(_("同一个人同一年写了两次"), _("一人一年只写一次"), "twice")
