"""What waits as a workbook, as a pocket list on paper, and the workbook back: each row taken, or refused in words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement.values import value
from village_desk.domain.basics import days, identity, money
from village_desk.domain.basics.errors import Refused
from village_desk.domain.village_groups import VillageGroup
from village_desk.domain.waiting import NOTED, Choice, Hides
from village_desk.services.worklist.narrowing import Cadres, TodoFilter
from village_desk.services.worklist.worklist import KINDS, GivenOutcome, Item, OfKind, Worklist
from village_desk.store.database import Store
from village_desk.store.subjects import village_groups
from village_desk.store.subjects.outcomes import NotedOutcome
from village_desk.words import _

if TYPE_CHECKING:  # reportlab and xlsxwriter are loaded when they are first needed
    from village_desk.documents.paper import Paper
    from village_desk.documents.registers.todo_list import TodoPaperLine
    from village_desk.workbooks.todo.todo_book import FilledRow, TodoLine

_BREAK = "|"
_MARK = 8
"""How many digits of a digest stand in a number, so that a row of somebody else is seen."""


@value
class RowRefused:
    """A row that is not taken, why, and what to do. ``row`` as Excel shows it."""

    row: int
    name: str
    why: str
    cure: str


@value
class TodoReading:
    """A workbook that came back: what would be recorded, what is recorded already, and the rows that are refused."""

    outcomes: tuple[GivenOutcome, ...]
    already: int
    refused: tuple[RowRefused, ...]

    def in_words(self) -> str:
        """能记 12 条，已经记过 3 条，2 行不能记."""
        parts = [_("能记 {n} 条").format(n=len(self.outcomes))]
        parts += [_("已经记过 {n} 条").format(n=self.already)] if self.already else []
        parts += [_("{n} 行不能记").format(n=len(self.refused))] if self.refused else []
        return "，".join(parts)


class TodoPapers:
    """The papers and workbooks of one desk's list of what waits."""

    def __init__(self, store: Store, worklist: Worklist) -> None:
        self._store = store
        self._worklist = worklist

    def cadres(self) -> Cadres:
        """Which cadre answers for whom."""
        return Cadres(village_groups.noted(self._store.db))

    def chosen(self, kind: str, wanted: TodoFilter) -> list[OfKind]:
        """What waits of one kind, of all for "", and of those only what is wanted. Refused ``unknown_kind``."""
        found = [self._worklist.of_kind(kind)] if kind else self._worklist.all()
        return [narrowed for each in found if (narrowed := self.narrowed(each, wanted)).items]

    def narrowed(self, found: OfKind, wanted: TodoFilter) -> OfKind:
        """Of what waits only what is wanted."""
        if wanted == TodoFilter():
            return found
        cadres = self.cadres()
        return found.of([each for each in found.items if wanted.takes(each.whom, cadres.of(each.whom))])

    def book(self, kind: str = "", wanted: TodoFilter | None = None) -> bytes:
        """These things as a workbook, with columns to fill in. Refused ``empty``."""
        from village_desk.workbooks.todo import todo_book

        chosen = self._some(kind, wanted or TodoFilter())
        cadres, village = self.cadres(), self._store.village().code
        lines = [_line(each, item, cadres, village) for each in chosen for item in each.items]
        return todo_book.write(self._about(chosen, wanted or TodoFilter()), lines)

    def pocket(self, kind: str = "", wanted: TodoFilter | None = None) -> Paper:
        """These things on paper by group and house, with room to write. Refused ``empty``."""
        from village_desk.documents.registers import rendering, todo_list
        from village_desk.documents.registers.register import Made

        chosen = self._some(kind, wanted or TodoFilter())
        village, noted = self._store.village(), village_groups.noted(self._store.db)
        made = Made(village.name, village.desk, self._store.by, self._store.clock())
        headings = {group.in_words(): each.heading() for group, each in noted.items()}
        lines = [_paper_line(number, *each) for number, each in enumerate(_by_house(chosen), 1)]
        about = self._about(chosen, wanted or TodoFilter())
        return rendering.draw(todo_list.register(lines, made, self._store.today().year, about, headings))

    def _some(self, kind: str, wanted: TodoFilter) -> list[OfKind]:
        found = self.chosen(kind, wanted)
        if not found:
            raise Refused(_("没有这样的待办"), _("请放宽条件再存、再打"), "empty")
        return found

    def _about(self, chosen: Sequence[OfKind], wanted: TodoFilter) -> str:
        """第 3 组 · 今年没缴 · 104 件."""
        title = chosen[0].kind.title if len(chosen) == 1 else _("待办")
        count = _("{n} 件").format(n=sum(len(each.items) for each in chosen))
        return " · ".join(filter(None, (wanted.in_words(), title, count)))

    def read(self, path: Path) -> TodoReading:
        """A workbook that came back. Records nothing; Refused or Trouble as ``todo_book.read``."""
        from village_desk.workbooks.todo import todo_book

        reader = _Reader(self._worklist, self._store.village().code, self._store.today())
        for each in todo_book.read(path):
            reader.take(each)
        return TodoReading(tuple(reader.outcomes), reader.already, tuple(reader.refused))

    def take(self, reading: TodoReading) -> int:
        """Record what a workbook says: all of it or nothing. How many were recorded."""
        self._worklist.note_each(reading.outcomes)
        return len(reading.outcomes)


class _Reader:
    """Goes through the rows of a workbook, each against what waits now."""

    def __init__(self, worklist: Worklist, village: str, today: date) -> None:
        self._worklist, self._village, self._today = worklist, village, today
        self._items: dict[str, dict[tuple[str, str], Item]] = {}
        self._rows: dict[str, int] = {}
        self.outcomes: list[GivenOutcome] = []
        self.already = 0
        self.refused: list[RowRefused] = []

    def take(self, row: FilledRow) -> None:
        """One row: an outcome, one that is recorded already, or a refusal; nothing where nothing was filled in."""
        if not row.is_filled:
            return
        try:
            found = self._outcome(row)
        except Refused as no:
            self.refused.append(RowRefused(row.row, row.name, no.message, no.cure))
            return
        if found is None:
            self.already += 1
        else:
            self.outcomes.append(found)

    def _outcome(self, row: FilledRow) -> GivenOutcome | None:
        """What the row records; None where that is what was noted last."""
        item = self._item(row)
        before = self._rows.setdefault(row.key, row.row)
        if before != row.row:
            words = _("和第 {row} 行是同一件事").format(row=before)
            raise Refused(words, _("留一行就够，请删掉这一行的结果"), "twice")
        choice = _choice(item.waiting.kind, row.outcome, row.day)
        day = _day(row.day) if choice.hides is Hides.TO_A_DAY else None
        self._worklist.outcome(item.waiting.kind, choice.name, day, row.comment)
        until = choice.until(self._today, day)
        if item.noted and _is_same(item.noted, choice, until, row.comment):
            return None
        if _stamp(item.noted) != _parts(row.key)[3]:
            words = _("这件事后来又记过：{words}").format(words=item.noted.words if item.noted else _("取消了"))
            raise Refused(words, _("以后记的为准；确实要改，请把那一次取消，或再记一次"), "newer")
        return GivenOutcome(item.waiting, choice, day, row.comment)

    def _item(self, row: FilledRow) -> Item:
        kind, period, subject, stamp, mark = _parts(row.key)
        known = self._of_kind(kind)
        if mark != _mark(self._village, kind, period, subject, stamp, row.name):
            raise Refused(
                _("编号和姓名对不上：不是本村的表，或者这一行被改过"),
                _("请把编号和姓名改回来，或重新存一份 Excel 再填"),
                "changed_row",
            )
        if (period, subject) in known:
            return known[period, subject]
        current = next(iter(known), ("", ""))[0]
        if period and current and period != current:
            words = _("这是 {before} 的待办，现在是 {now} 的")
            raise Refused(words.format(before=period, now=current), _("请重新存一份 Excel 再填"), "older")
        raise Refused(_("这件事已经不在等了"), _("可能已经办好，不用再记"), "not_waiting")

    def _of_kind(self, name: str) -> dict[tuple[str, str], Item]:
        if name not in self._items:
            found = self._worklist.of_kind(name)
            every = (*found.items, *found.away)
            self._items[name] = {(each.waiting.period, each.waiting.subject): each for each in every}
        return self._items[name]


def _parts(key: str) -> list[str]:
    parts = key.split(_BREAK)
    if len(parts) != 5 or parts[0] not in {each.name for each in KINDS}:
        raise Refused(_("编号看不懂"), _("请不要改编号；可以重新存一份 Excel 再填"), "no_key")
    return parts


def _mark(village: str, kind: str, period: str, subject: str, stamp: str, name: str) -> str:
    """Digits that fit the row alone: of this village, this thing, this name."""
    return _digits(_BREAK.join((village, kind, period, subject, stamp, "".join(name.split()))))


def _stamp(noted: NotedOutcome | None) -> str:
    """Digits for what was noted of a thing when its row was written; another note since is seen by them."""
    return _digits(_BREAK.join((noted.at, noted.outcome, noted.until, noted.comment))) if noted else "0"


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


def _is_same(noted: NotedOutcome, choice: Choice, until: date | None, comment: str) -> bool:
    """Whether that was noted already; an outcome of a day is the same on any later day."""
    same_day = choice.hides is not Hides.TO_A_DAY or noted.until == (until.isoformat() if until else "")
    return (noted.outcome, noted.comment) == (choice.name, comment) and same_day


def _choice(kind: str, words: str, day: str) -> Choice:
    """The outcome of these words, or of its name. A row with words alone notes them; a day belongs to some outcomes."""
    choices = next(each.choices for each in KINDS if each.name == kind)
    if not words and not day:
        return NOTED
    dated = [each.words for each in choices if each.hides is Hides.TO_A_DAY]
    if not words or (day and words not in dated and words in {each.words for each in choices}):
        message = _("只写了日期，没有写结果") if not words else _("“{words}”不用写日期").format(words=words)
        cure = _("要约日期的，结果写：{known}").format(known=_("、").join(dated)) if dated else _("请去掉日期")
        raise Refused(message, cure, "day_alone")
    found = next((each for each in (*choices, NOTED) if words in (each.words, each.name)), None)
    if found is None:
        known = _("、").join(each.words for each in choices) or NOTED.words
        message = _("这一类没有“{words}”这个结果").format(words=words)
        raise Refused(message, _("可以写：{known}").format(known=known), "unknown_outcome")
    return found


def _day(text: str) -> date:
    if not text:
        raise Refused(_("没有写约定日期"), _("请在“约定日期”里写哪天，如 2026-12-05"), "day_missing")
    return days.read(text.split(" ")[0])


def _line(found: OfKind, item: Item, cadres: Cadres, village: str) -> TodoLine:
    from village_desk.workbooks.todo.todo_book import TodoLine

    waiting, whom = item.waiting, item.whom
    what = (waiting.kind, waiting.period, waiting.subject, _stamp(item.noted))
    mark = _mark(village, *what, item.name)
    noted = item.noted
    return TodoLine(
        key=_BREAK.join((*what, mark)),
        kind=found.kind.title,
        name=item.name,
        id_number=identity.mask(whom.id_number) if whom else "",
        group=whom.group.in_words() if whom else "",
        house=whom.household if whom else "",
        head=whom.head if whom else "",
        phone=whom.phone if whom else "",
        cadre=cadres.of(whom),
        why=waiting.why,
        since=waiting.since.isoformat() if waiting.since else "",
        due=waiting.due.isoformat() if waiting.due else "",
        fen=waiting.at_stake_fen,
        noted="　".join(filter(None, (noted.words, noted.until, noted.comment))) if noted else "",
        choices=tuple(each.words for each in found.kind.choices),
    )


def _by_house(chosen: Sequence[OfKind]) -> Iterator[tuple[OfKind, Item]]:
    """Whom things concern, those of a house together; then what concerns nobody."""
    every = [(each, item) for each in chosen for item in each.items]
    houses: dict[object, list[tuple[OfKind, Item]]] = {}
    for each, item in every:
        houses.setdefault(item.whom.house if item.whom else None, []).append((each, item))
    nobody = houses.pop(None, [])
    for house in sorted(houses.values(), key=_rank):
        yield from house
    yield from nobody


def _rank(house: Sequence[tuple[OfKind, Item]]) -> tuple[bool, bool, int, str]:
    """The place of a house's group in lists."""
    whom = house[0][1].whom
    return whom.group.rank if whom else VillageGroup().rank


def _paper_line(number: int, found: OfKind, item: Item) -> TodoPaperLine:
    from village_desk.documents.registers.todo_list import TodoPaperLine

    waiting, whom = item.waiting, item.whom
    return TodoPaperLine(
        number=str(number),
        group=whom.group.in_words() if whom else _("村里"),
        house=whom.household if whom else "",
        head=whom.head if whom else "",
        name=item.name,
        what=found.kind.title,
        why=waiting.why,
        phone=whom.phone if whom else "",
        yuan=money.short(waiting.at_stake_fen) if waiting.at_stake_fen else "",
        noted=item.noted.words if item.noted else "",
    )
