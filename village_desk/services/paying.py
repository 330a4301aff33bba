"""The month's payout list: taken from the township's workbook, matched line by line to the people of the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement import facts, journal, protocol
from sync.agreement.facts.office import PAYOUT_LIST, REPLACED, SUPPLEMENT
from sync.agreement.values import value
from village_desk.domain.basics import moments, money
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.progress import Progress, silent
from village_desk.domain.people import Resident
from village_desk.services import columns, matching
from village_desk.services.columns import ListKind
from village_desk.services.comparing import Difference, compare
from village_desk.services.matching import Question
from village_desk.store.database import Store
from village_desk.store.subjects import leaving, notes, office, payouts, people
from village_desk.store.subjects.payouts import PayoutList as PayoutList
from village_desk.words import _

if TYPE_CHECKING:  # calamine is loaded when the first workbook is opened
    from village_desk.workbooks.payouts.payout_list import PayoutReading, PayoutRow


PART_LINES = 250
PART_BYTES = protocol.LINE_BYTES // 8
"""A part of a list ends with so many lines, or behind so many bytes of them: three Excel cells have 600 KB at most.

For one line of it the whole part is read, and each part is a fact of its own.
"""
_NAMES_AND_MONEY = 300
"""About the bytes of a line besides what somebody wrote into it."""


PAYEES_AGAIN = "payees-again"
"""Confirms a supplement that pays most of the month's payees again (``sure``)."""


class Second(Enum):
    """How a month's second list relates to the first."""

    REPLACES = "replaces"
    SUPPLEMENTS = "supplements"


@value
class Earlier:
    """The list that its month has already, and how the new one differs."""

    taken: payouts.PayoutList
    difference: Difference

    def in_words(self) -> str:
        """Which list there is, whether its roster is on paper already, and how many people differ."""
        words = _("{month}的名单已经有一份：{at} 收，{payees} 人，{total} 元").format(
            month=self.taken.month.in_chinese(),
            at=moments.full(self.taken.taken_at),
            payees=self.taken.payees,
            total=money.figures(self.taken.total_fen),
        )
        counts = self.difference.counts()
        differs = _("这一份和它比：{counts}").format(counts=counts) if counts else _("这一份和它内容一样")
        return _("。").join([words, *filter(None, [self.printed()]), differs])

    def printed(self) -> str:
        """That people may have signed for the earlier list; nothing while its roster was never printed."""
        words = _("它的签字花名册已经打印过（{pages} 页），换了要重新打、重新签")
        return words.format(pages=self.taken.printed_pages) if self.taken.printed_pages else ""

    def doubt(self, second: Second | None) -> Asked | None:
        """The question about a supplement that pays most of the month's payees again: it may be the corrected list."""
        again = self.taken.payees - len(self.difference.gone)
        if second is not Second.SUPPLEMENTS or again * 2 <= self.taken.payees:
            return None
        same = again - sum(before.total_fen != after.total_fen for before, after in self.difference.changed)
        words = _("{month}的名单已经发了 {payees} 人，其中 {again} 人在这一份上又有（{same} 人金额一样）").format(
            month=self.taken.month.in_chinese(), payees=self.taken.payees, again=again, same=same
        )
        cure = _("当作补发，这些人这个月就发两次。是更正过的名单，请选换成这一份；拿不准，请先问镇所")
        options = _("当作补发，这些人这个月就发两次。是更正过的名单，请加 --replace；拿不准，请先问镇所")
        return Asked(words, cure, "payees_again", PAYEES_AGAIN, by_command=options)


@value
class PayoutPreview:
    """The contents of the list and the questions before the list is taken in. Money in fen.

    ``same``: a list with the very same lines that was taken in before. ``earlier``: the month's standing list, if it
    is another one. ``assigned``: the columns assigned by a person now, remembered when the list is taken in.
    """

    reading: PayoutReading
    month: Month
    payees: int
    total_fen: int
    questions: tuple[Question, ...]
    people: dict[str, Resident]
    same: payouts.PayoutList | None = None
    earlier: Earlier | None = None
    assigned: columns.Assigned = field(default_factory=dict)


@value
class Payout:
    """A person's payout in a list's month, in fen."""

    month: Month
    base_fen: int
    account_fen: int
    extra_fen: int
    total_fen: int

    def parts(self) -> list[str]:
        """The parts that are not nothing, in words."""
        named = (
            (_("基础养老金"), self.base_fen),
            (_("个人账户养老金"), self.account_fen),
            (_("加发"), self.extra_fen),
        )
        return [_("{words} {amount} 元").format(words=words, amount=money.figures(fen)) for words, fen in named if fen]


class Paying:
    """The payout lists of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def read(self, path: Path, progress: Progress = silent, assigned: columns.Assigned | None = None) -> PayoutPreview:
        """Read the township's list and match its lines with people; record nothing.

        ``assigned``: columns assigned by a person. Refused when the file is no payout list; as ColumnsUnknown if
        assigning the columns would change that.
        """
        from village_desk.workbooks.payouts import payout_list

        merged = columns.merged(columns.remembered(self._store, ListKind.PAYOUT), assigned or {})
        with columns.explained():
            reading = payout_list.read(path, self._store.today(), progress, merged)
        known = {each.id_number: each for each in people.everyone(self._store.db)}
        matched = {row.id_number: known[row.id_number] for row in reading.rows if row.id_number in known}
        questions = [matching.of_column(each) for each in columns.asked(reading.headings)]
        questions += [matching.of_workbook(each) for each in reading.problems]
        lives = notes.of_everyone(self._store.db), leaving.of_everyone(self._store.db)
        for row in reading.rows:
            resident = matched.get(row.id_number)
            questions += matching.questions(row, resident, reading.month, *lives)
            if resident is not None:
                noted = lives[0].get(resident.id, ())
                questions += matching.first_month_differs(row, resident, reading.month, noted)
        unsure = reading.held or columns.asked(reading.headings)
        same, earlier = (None, None) if unsure else self._beside(reading.month, reading.rows)
        counts = (len(reading.rows), reading.total_fen)
        return PayoutPreview(reading, reading.month, *counts, tuple(questions), matched, same, earlier, assigned or {})

    def take(
        self,
        preview: PayoutPreview,
        progress: Progress = silent,
        second: Second | None = None,
        sure: Collection[str] = (),
    ) -> str:
        """Record the list and its lines, all or none; returns the list's id.

        Refused ``list_damaged`` when lines cannot be read: nobody may be missing from the roster. ``list_known`` when
        the same lines were taken before, ``month_known`` when the month has another list and ``second`` does not
        settle how the two relate; ColumnsUnknown ``columns_asked`` while a column's part of the pension is not known.
        Asked ``payees_again`` where ``Earlier.doubt`` is not among ``sure``.
        """
        columns.refuse_while_asked(preview.reading.headings)
        if preview.reading.held:
            raise Refused(
                _("名单有 {count} 行看不明白，少了谁都不行").format(count=preview.reading.held),
                _("请照所列问题改好名单，或请镇所重发，再收一次"),
                "list_damaged",
            )
        with self._store.writing():
            same, earlier = self._beside(preview.month, preview.reading.rows)
            if same and not same.replaced:
                raise Refused(
                    _("这份 {month} 名单已经收过了").format(month=preview.month.in_chinese()),
                    _("可以直接打印花名册"),
                    "list_known",
                )
            if earlier and second is None:
                cure = _("请先定下：换成这一份，还是补发的、两份都留")
                options = _("换成这一份，请加 --replace；这是补发、两份都留，请加 --supplement；都不是，就不用再收")
                raise Refused(earlier.in_words(), cure, "month_known", by_command=options)
            _ask([earlier] if earlier else [], second, sure)
            columns.remember(self._store, ListKind.PAYOUT, preview.assigned)
            list_id = same.id if same else self._record(preview, progress)
            self._store.record_all(self._first_months(preview))
            if earlier and second:
                self._settle(list_id, preview.month, second)
        return list_id

    def _record(self, preview: PayoutPreview, progress: Progress) -> str:
        list_id, reading, done = self._store.mint(), preview.reading, 0
        whole = (list_id, str(preview.month), preview.payees, preview.total_fen, reading.file)
        parts = list(in_parts([_line(row, preview.people.get(row.id_number)) for row in reading.rows]))
        for part, lines in enumerate(parts, start=1):
            progress(done, preview.payees)
            self._store.record(facts.PayoutListPart(*whole, part, len(parts), tuple(lines)))
            done += len(lines)
        return list_id

    def _first_months(self, preview: PayoutPreview) -> Iterator[facts.Fact]:
        """What the list says of the first month of drawing, of payees of whom nobody noted one."""
        noted = notes.of_everyone(self._store.db)
        told_by = _("{month}发放名单").format(month=preview.month.in_chinese())
        for row in preview.reading.rows:
            resident = preview.people.get(row.id_number)
            since = matching.first_month(row, preview.month, noted.get(resident.id, ())) if resident else ""
            if resident and since:
                yield facts.DrawingNoted(resident.id, since, told_by)

    def settle(self, list_id: str, second: Second, sure: Collection[str] = ()) -> None:
        """Record how a list already here relates to the other of its month, or undo her earlier choice.

        Asked as by ``take``.
        """
        with self._store.writing():
            _ask(self._paid_besides(list_id), second, sure)
            self._settle(list_id, self._list(list_id).month, second)

    def _settle(self, list_id: str, month: Month, second: Second) -> None:
        """What this list replaced before stands again when it only supplements."""
        if second is Second.SUPPLEMENTS:
            for name, value in office.settings(self._store.db).items():
                if name.startswith(PAYOUT_LIST) and value == REPLACED + list_id:
                    self._decide(name.removeprefix(PAYOUT_LIST), payouts.STANDING)
            self._decide(list_id, SUPPLEMENT)
            return
        for each in self._standing(month):
            if each.id != list_id:
                self._decide(each.id, REPLACED + list_id)
        taken = self._list(list_id)
        if taken.replaced or taken.supplement:
            self._decide(list_id, payouts.STANDING)

    def _decide(self, list_id: str, what: str) -> None:
        """Record what a list is, unless that was decided before."""
        name = PAYOUT_LIST + list_id
        if office.settings(self._store.db).get(name) != what:
            self._store.record(facts.SettingChanged(name, what))

    def headings(self, path: Path) -> tuple[columns.Headings, ...]:
        """The columns of a list with their present fields. Refused or Trouble when it cannot be opened."""
        return columns.of_file(self._store, ListKind.PAYOUT, path)

    def known(self, preview: PayoutPreview) -> str:
        """The id of the standing list with the same lines, from whatever file; or empty."""
        return preview.same.id if preview.same and not preview.same.replaced else ""

    def beside(self, list_id: str) -> Earlier | None:
        """The month's other standing list and the difference; None where there is nothing to settle."""
        taken = self._list(list_id)
        others = [each for each in self._standing(taken.month) if each.id != list_id]
        if taken.supplement or not others:
            return None
        return Earlier(others[0], compare(self.lines(others[0].id), self.lines(list_id)))

    def _paid_besides(self, list_id: str) -> list[Earlier]:
        """The other lists of the month that stand when this one is a supplement; none where it is one already."""
        taken, decided = self._list(list_id), office.settings(self._store.db)
        others = [each for each in self.all_lists() if each.month == taken.month and each.id != list_id]
        standing = [
            each
            for each in others
            if not each.supplement and (not each.replaced or decided[PAYOUT_LIST + each.id] == REPLACED + list_id)
        ]
        lines = self.lines(list_id) if standing and not taken.supplement else []
        return [Earlier(each, compare(self.lines(each.id), lines)) for each in standing if lines]

    def lists(self) -> list[payouts.PayoutList]:
        """The lists that stand, the latest month first."""
        return payouts.lists(self._store.db)

    def all_lists(self) -> list[payouts.PayoutList]:
        """The same, and those in whose place another stands."""
        return payouts.lists(self._store.db, also_replaced=True)

    def _standing(self, month: Month) -> list[payouts.PayoutList]:
        """The month's own list: one, or two that nobody has settled yet. The latest first."""
        return [each for each in self.lists() if each.month == month and not each.supplement]

    def _beside(self, month: Month, rows: tuple[PayoutRow, ...]) -> tuple[payouts.PayoutList | None, Earlier | None]:
        """The list of the month with the same lines, a standing one first; and the differing one."""
        every = [each for each in self.all_lists() if each.month == month]
        differs = {each.id: compare(self.lines(each.id), rows) for each in every}
        alike = sorted((each for each in every if differs[each.id].is_none), key=lambda each: each.replaced)
        same = alike[0] if alike else None
        standing = self._standing(month)
        if not standing or (same and not same.replaced):
            return same, None
        return same, Earlier(standing[0], differs[standing[0].id])

    def _list(self, list_id: str) -> payouts.PayoutList:
        return next(each for each in self.all_lists() if each.id == list_id)

    def lines(self, list_id: str) -> list[payouts.PayoutLine]:
        """The lines of a list in the township's order."""
        return payouts.lines(self._store.db, list_id)

    def latest(self, person: str) -> Payout | None:
        """The payout of a person in the latest list that names the person; None when no list does."""
        found = payouts.latest_of(self._store.db, person)
        if found is None:
            return None
        month, line = found
        return Payout(month, line.base_fen, line.account_fen, line.extra_fen, line.total_fen)

    def questions(self, list_id: str) -> list[Question]:
        """The disagreements between a list taken in and the roster as it is today."""
        month, lines = self._list(list_id).month, self.lines(list_id)
        lives = notes.of_everyone(self._store.db), leaving.of_everyone(self._store.db)
        return [each for line in lines for each in matching.questions(line, line.resident, month, *lives)]

    def printed(self, printed: facts.PayoutPagesPrinted) -> None:
        """The signing roster of a list came out of the printer, with these pages."""
        with self._store.writing():
            self._store.record(printed)


def _ask(besides: Iterable[Earlier], second: Second | None, sure: Collection[str]) -> None:
    for each in besides:
        if (doubt := each.doubt(second)) and doubt.word not in sure:
            raise doubt


def _line(row: PayoutRow, resident: Resident | None) -> facts.PayoutListLine:
    return facts.PayoutListLine(
        number=row.line,
        name=row.name,
        id_number=row.id_number,
        base_fen=row.base_fen,
        account_fen=row.account_fen,
        total_fen=row.total_fen,
        person=resident.id if resident else "",
        extra_fen=row.extra_fen,
        account=row.account,
        way=row.way,
    )


def in_parts(lines: Iterable[facts.PayoutListLine]) -> Iterator[list[facts.PayoutListLine]]:
    """The lines in parts that are facts short enough for the road, however long the names in a workbook are."""
    part: list[facts.PayoutListLine] = []
    size = 0
    for each in lines:
        if len(part) == PART_LINES or size > PART_BYTES:
            yield part
            part, size = [], 0
        part.append(each)
        size += _NAMES_AND_MONEY + len(journal.canonical([each.name, each.account, each.way]))
    yield part
