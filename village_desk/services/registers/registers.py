"""Registers as papers: whoever a list shows, and the receipts of some days. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from village_desk.domain.basics import identity, moments, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.receipts import Channel, Payer, Receipt, ReceiptState, TownshipState
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.counter.till import ShownReceipts
from village_desk.services.finding import Finding, Found, Listing, Only
from village_desk.services.registers.kinds import Kind, Narrowed
from village_desk.services.roster import houses
from village_desk.services.roster.houses import Home
from village_desk.store.database import Store
from village_desk.store.subjects import people, receipts, village_groups
from village_desk.words import _

if TYPE_CHECKING:  # reportlab is loaded when the first paper is made
    from village_desk.documents.paper import Paper
    from village_desk.documents.registers.day_book import ReceiptLine
    from village_desk.documents.registers.household_sheet import MemberLine
    from village_desk.documents.registers.people_list import PersonLine
    from village_desk.documents.registers.register import Made

_PART = 500
"""People read at once, between two looks at whether somebody wants to stop."""


class Registers:
    """The registers of one desk. Each method gives a PDF; what no font can draw stands in its ``by_hand``.

    ``progress`` counts pages. Refused ``empty`` when there is nothing to list; raises Cancelled.
    """

    def __init__(self, store: Store, finding: Finding) -> None:
        self._store = store
        self._finding = finding

    def people(self, narrowed: Narrowed, progress: Progress = silent) -> Paper:
        """The list of these people."""
        from village_desk.documents.registers import people_list, rendering

        lines = self._lines(narrowed, progress)
        return rendering.draw(
            people_list.register(lines, self._made(), narrowed.in_words(len(lines)), self._headings()), progress
        )

    def pocket(self, narrowed: Narrowed, progress: Progress = silent) -> Paper:
        """The pocket list of those among these people who have not paid this year, by house."""
        from village_desk.documents.registers import pocket_list, rendering

        unpaid = replace(narrowed, only=Only.UNPAID)
        lines, year = self._lines(unpaid, progress), self._store.today().year
        about = unpaid.in_words(len(lines))
        return rendering.draw(pocket_list.register(lines, self._made(), year, about, self._headings()), progress)

    def handout(self, narrowed: Narrowed, what: str, progress: Progress = silent) -> Paper:
        """The roster on which these people sign that they got ``what``; without a word the column is left to write."""
        from village_desk.documents.registers import handout_roster, rendering

        lines, words = self._lines(narrowed, progress), " ".join(what.split())
        about = narrowed.in_words(len(lines))
        return rendering.draw(handout_roster.register(lines, self._made(), words, about, self._headings()), progress)

    def day_book(
        self, day: date | None = None, progress: Progress = silent, shown: ShownReceipts | None = None
    ) -> Paper:
        """The receipts that this desk gave out on a day, or this year, or those ``shown`` by a list.

        Void ones too, which do not count.
        """
        from village_desk.documents.registers import day_book, rendering

        today = self._store.today()
        first, last = (day, day) if day else (date(today.year, 1, 1), today)
        wanted = shown or ShownReceipts(first, last)
        # a clock that was put back: one day, one sum
        lines = sorted(self._receipts(wanted), key=attrgetter("day"))
        if not lines:
            raise Refused(_("这些天没有开过凭条"), _("请换一天，或不写日期，打今年的"), "empty")
        days = moments.day(day) if day else _("{year} 年").format(year=today.year)
        days = shown.in_words() if shown else days
        about = _("{days} · {count} 张").format(days=days, count=len(lines))
        return rendering.draw(day_book.register(lines, self._made(), about), progress)

    def households(self, narrowed: Narrowed, progress: Progress = silent) -> Paper:
        """These people house by house."""
        from village_desk.documents.registers import household_sheet, rendering

        found = self._found(narrowed, progress)
        together = sorted(found, key=_by_house({_home(each): number for number, each in enumerate(found)}))
        cadres = {group: each.cadre_words() for group, each in village_groups.noted(self._store.db).items()}
        lines = [_member(number, each, cadres) for number, each in enumerate(together, 1)]
        about = narrowed.in_words(len(lines))
        return rendering.draw(household_sheet.register(lines, self._made(), about), progress)

    def draw(
        self,
        kind: Kind,
        narrowed: Narrowed,
        day: date | None = None,
        what: str = "",
        progress: Progress = silent,
        shown: ShownReceipts | None = None,
    ) -> Paper:
        """The register of a kind; ``day`` and ``shown`` are for the day book, ``what`` for the hand-out roster."""
        if kind is Kind.DAY_BOOK:
            return self.day_book(day, progress, shown)
        if kind is Kind.HANDOUT:
            return self.handout(narrowed, what, progress)
        if kind is Kind.HOUSEHOLDS:
            return self.households(narrowed, progress)
        return self.pocket(narrowed, progress) if kind is Kind.POCKET else self.people(narrowed, progress)

    def _lines(self, narrowed: Narrowed, progress: Progress) -> list[PersonLine]:
        return [_person(number, each) for number, each in enumerate(self._found(narrowed, progress), 1)]

    def _found(self, narrowed: Narrowed, progress: Progress) -> list[Found]:
        found = [*self._at_home(narrowed.houses_of)]
        if not narrowed.houses_of:
            listed = self._finding.listing(narrowed.group, narrowed.standing, narrowed.only)
            found = [*_parts(listed, progress)]
        if not found:
            raise Refused(_("名单上没有人"), _("请放宽筛选再打"), "empty")
        return found

    def _at_home(self, people: Sequence[str]) -> Iterator[Found]:
        """Who lives in the houses of these people, each once."""
        seen = set[str]()
        for each in people:
            for one in self._finding.household(self._finding.person(each)) if each not in seen else ():
                seen.add(one.resident.id)
                yield one

    def _headings(self) -> dict[str, str]:
        """What stands above each group of which something is noted: its name and its cadre besides."""
        return {group.in_words(): each.heading() for group, each in village_groups.noted(self._store.db).items()}

    def _receipts(self, shown: ShownReceipts) -> Iterator[ReceiptLine]:
        numbers = people.identity_numbers(self._store.db)
        for each in receipts.given_out(self._store.db, shown.first, shown.last):
            if shown.takes(each):
                yield _receipt(each, numbers.get(each.person, ""))

    def _made(self) -> Made:
        from village_desk.documents.registers.register import Made

        village = self._store.village()
        return Made(village.name, village.desk, self._store.by, self._store.clock())


def _parts(found: Listing, progress: Progress) -> Iterator[Found]:
    for first in range(0, len(found), _PART):
        progress(0, len(found))
        yield from found.part(first, _PART)


def _person(number: int, found: Found) -> PersonLine:
    from village_desk.documents.registers.people_list import PersonLine

    resident = found.resident
    owing = _("未缴") if found.owes_this_year else ""
    return PersonLine(
        number=str(number),
        name=resident.name,
        sex_and_age=f"{resident.sex.in_words()} {found.age}",
        group=resident.village_group.in_words(),
        house=resident.household,
        id_number=resident.id_number_masked,
        phone=resident.phone,
        tier=money.short(resident.tier_fen) if resident.tier_fen else "",
        paid=_("已缴") if found.paid_this_year else owing,
        note=identity.mask_in(" ".join(resident.note.split())),
        head=resident.head,
    )


def _home(found: Found) -> Home:
    return Home.of(found.resident)


def _by_house(last: Mapping[Home, int]) -> Callable[[Found], tuple[object, ...]]:
    """The order of houses, those of one group together, the head of each first."""

    def key(found: Found) -> tuple[object, ...]:
        home, resident = _home(found), found.resident
        return resident.village_group.rank, last[home], resident.name != home.head

    return key


def _member(number: int, found: Found, cadres: Mapping[VillageGroup, str]) -> MemberLine:
    from village_desk.documents.registers.household_sheet import MemberLine

    line = _person(number, found)
    words = {each.name: getattr(line, each.name) for each in fields(line)}
    home = "　".join(filter(None, (houses.in_words(_home(found)), cadres.get(found.resident.village_group))))
    return MemberLine(**words, home=home, relation=found.resident.relation)


def _receipt(stored: Receipt, id_number: str) -> ReceiptLine:
    from village_desk.documents.paper import BEIJING
    from village_desk.documents.registers.day_book import ReceiptLine

    at = stored.collected_at.astimezone(BEIJING)
    counted = 0 if stored.state is ReceiptState.VOID else stored.amount_fen
    is_cash = stored.channel == Channel.VILLAGE_CASH.value
    return ReceiptLine(
        day=at.date(),
        time=f"{at:%H:%M}",
        receipt=stored.number,
        name=stored.name,
        id_number=identity.mask(id_number),
        year=str(stored.year),
        payer=_payer(stored),
        cash_fen=counted if is_cash else 0,
        other_fen=0 if is_cash else counted,
        state=_state(stored),
    )


def _payer(stored: Receipt) -> str:
    """Who paid, as short as a column: 本人, 张三（儿子）."""
    if stored.payer == Payer.SELF.value:
        return _("本人")
    if stored.payer != Payer.RELATIVE.value or not stored.payer_name:
        return stored.payer_in_words
    relation = _("（{relation}）").format(relation=stored.relation) if stored.relation else ""
    return f"{stored.payer_name}{relation}"


def _state(stored: Receipt) -> str:
    if stored.state is ReceiptState.VOID:
        reason = identity.mask_in(" ".join(stored.void_reason.split()))
        words = _("红字 {red} 冲销（原 {amount}）：{reason}") if stored.red else _("作废（原 {amount}）：{reason}")
        return words.format(red=stored.red, amount=money.figures(stored.amount_fen), reason=reason)
    return stored.township.in_words() if stored.township is TownshipState.REFUSED else stored.state.in_words()
