"""What the till shows besides the fee at hand: the day's cash, all receipts, houses not finished, people alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.people import Resident
from village_desk.domain.receipts import Channel, Receipt, ReceiptState
from village_desk.services.counter.house_fees import HouseFees, HouseMember
from village_desk.services.finding import Finding, Found
from village_desk.store.database import Store
from village_desk.store.subjects import people, receipts
from village_desk.words import _

_LOOKED_AT = 40
"""How many of the last receipts are looked at for houses that were begun: what was left longer ago is on the lists."""


@value
class DayCash:
    """The receipts of one day of this desk: ``cash_fen`` is in the drawer, ``other_fen`` came by bank or tax."""

    day: date
    cash_fen: int
    other_fen: int
    receipts: int
    voids: int


@value
class Begun:
    """A house of which somebody paid this year and others have not. ``fen``: what the others usually pay."""

    person: str
    name: str
    resident: Resident
    people: int
    fen: int


class ReceiptFilter(Enum):
    """Which receipts of the list are wanted."""

    ALL = "all"
    STANDING = "standing"
    VOID = "void"
    UNPRINTED = "unprinted"
    REFUSED = "refused"

    def in_words(self) -> str:
        """As the list says it."""
        words = {
            "all": _("全部状态"),
            "standing": _("有效"),
            "void": _("已作废"),
            "unprinted": _("没打印"),
            "refused": _("镇所退回"),
        }
        return words[self.value]

    def takes(self, receipt: Receipt) -> bool:
        """Whether a receipt is one of these."""
        return _TAKES[self](receipt)


def _stands(receipt: Receipt) -> bool:
    return receipt.state is ReceiptState.ISSUED


_TAKES: dict[ReceiptFilter, Callable[[Receipt], bool]] = {
    ReceiptFilter.ALL: lambda receipt: True,
    ReceiptFilter.STANDING: _stands,
    ReceiptFilter.VOID: lambda receipt: not _stands(receipt),
    ReceiptFilter.UNPRINTED: lambda receipt: _stands(receipt) and not receipt.prints,
    ReceiptFilter.REFUSED: lambda receipt: _stands(receipt) and receipt.township.value == "refused",
}


@value
class ShownReceipts:
    """Which receipts a list shows: of which days, in which state, with which text in the name or the number."""

    first: date
    last: date
    only: ReceiptFilter = ReceiptFilter.ALL
    text: str = ""

    @classmethod
    def read(cls, place: str) -> ShownReceipts:
        """The same from the words of ``place``."""
        first, last, only, text = place.split("\t")
        return cls(date.fromisoformat(first), date.fromisoformat(last), ReceiptFilter(only), text)

    def place(self) -> str:
        """Which they are as a text, for the way to a page."""
        return "\t".join((self.first.isoformat(), self.last.isoformat(), self.only.value, " ".join(self.text.split())))

    def takes(self, receipt: Receipt) -> bool:
        """Whether a receipt of these days is one of these."""
        wanted = self.text.strip().upper()
        return self.only.takes(receipt) and (wanted in receipt.name.upper() or wanted in receipt.number)

    def in_words(self) -> str:
        """2026-11-01 至 2026-11-03 · 有效 · “韩”."""
        days = self.first.isoformat()
        if self.last != self.first:
            days = _("{first} 至 {last}").format(first=days, last=self.last)
        state = "" if self.only is ReceiptFilter.ALL else self.only.in_words()
        return " · ".join(filter(None, (days, state, f"“{self.text.strip()}”" if self.text.strip() else "")))


@value
class ReceiptList:
    """Receipts, the latest first, with the money of those that stand."""

    receipts: tuple[Receipt, ...]

    @property
    def fen(self) -> int:
        """The money of those that are not void."""
        return sum(each.amount_fen for each in self.receipts if _stands(each))

    @property
    def voids(self) -> int:
        """How many are void."""
        return sum(not _stands(each) for each in self.receipts)


@value
class Alike:
    """Somebody who has others of the same or a like-sounding name beside them.

    ``facts`` are two facts of each, by which they are told apart; those of the person first.
    """

    person: Resident
    facts: tuple[str, ...]
    others: tuple[tuple[Resident, tuple[str, ...]], ...]


class Till:
    """The till of one desk. Reads only."""

    def __init__(self, store: Store, finding: Finding, fees: HouseFees) -> None:
        self._store = store
        self._finding = finding
        self._fees = fees

    def day(self, day: date | None = None) -> DayCash:
        """The money of a day, else of today."""
        wanted = day or self._store.today()
        given = receipts.given_out(self._store.db, wanted, wanted)
        standing = [each for each in given if _stands(each)]
        cash = sum(each.amount_fen for each in standing if each.channel == Channel.VILLAGE_CASH.value)
        whole = sum(each.amount_fen for each in standing)
        return DayCash(wanted, cash, whole - cash, len(standing), len(given) - len(standing))

    def receipts(self, first: date, last: date, only: ReceiptFilter = ReceiptFilter.ALL, text: str = "") -> ReceiptList:
        """The receipts that this desk gave out from one day to another, the latest first.

        ``text``: a part of the name or of the number.
        """
        shown = ShownReceipts(first, last, only, text)
        found = [each for each in receipts.given_out(self._store.db, first, last) if shown.takes(each)]
        return ReceiptList(tuple(reversed(found)))

    def first_day(self) -> date | None:
        """The day of the first receipt of this desk; None where there is none."""
        return receipts.first_day(self._store.db)

    def begun(self, most: int = 5) -> list[Begun]:
        """The houses of which somebody paid lately and others have not paid this year, the latest first."""
        found, seen = list[Begun](), set[str]()
        for person in dict.fromkeys(each.person for each in receipts.recent(self._store.db, _LOOKED_AT)):
            if person not in seen and len(found) < most:
                house = self._finding.household(self._finding.person(person))
                seen |= {each.resident.id for each in house}
                found += self._begun(house)
        return found

    def _begun(self, listed: Sequence[Found]) -> list[Begun]:
        """The house, where somebody of it paid this year and somebody owes."""
        if not any(each.owes_this_year for each in listed) or not any(each.paid_this_year for each in listed):
            return []
        owing = self._fees.house(listed[0].resident.id).owing
        if not owing:
            return []
        head = listed[0].resident
        return [Begun(owing[0].id, head.head or head.name, head, len(owing), sum(map(_usual_fen, owing)))]

    def alike(self, person: str) -> Alike | None:
        """Whom somebody may be taken for: others on the roster with the same name, or one that sounds like it."""
        resident = self._finding.person(person)
        others = people.sounding_alike(self._store.db, resident)
        if not others:
            return None
        kinds = _telling_apart(resident, others)
        own, *theirs = (tuple(_FACTS[kind](each) for kind in kinds) for each in (resident, *others))
        return Alike(resident, own, tuple(zip(others, theirs, strict=True)))


def _usual_fen(member: HouseMember) -> int:
    return member.choices.usual_tier(member.choices.on.year)


def _head(resident: Resident) -> str:
    if not resident.head:
        return _("没记户主")
    return _("户主本人") if resident.head == resident.name else _("户主 {name}").format(name=resident.head)


def _birth(resident: Resident) -> str:
    born = resident.birth
    return _("{year} 年 {month} 月 {day} 日生").format(year=born.year, month=born.month, day=born.day)


_FACTS: dict[str, Callable[[Resident], str]] = {
    "head": _head,
    "birth": _birth,
    "tail": lambda each: _("尾号 {tail}").format(tail=each.id_number[-4:]),
    "group": lambda each: each.village_group.in_words(),
}
"""What somebody at the counter can say of themselves, the easiest first."""


def _telling_apart(resident: Resident, others: Sequence[Resident]) -> tuple[str, str]:
    """The first two kinds of facts in which nobody else is like the person; the number is always one."""
    alone = [kind for kind, of in _FACTS.items() if all(of(each) != of(resident) for each in others)]
    first, second, *_rest = dict.fromkeys((*alone, "tail", "birth"))
    return first, second
