"""The things of one kind that wait, by group: a list that owns the keys of its outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from village_desk.domain.basics import money
from village_desk.domain.waiting import Whom
from village_desk.services.worklist.narrowing import Cadres
from village_desk.services.worklist.worklist import Item
from village_desk.ui.kit import style
from village_desk.ui.kit.table_columns import Column, GroupHeading, headings
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

_MOST_BANDED = 400
"""So many things stand under a band for each house; more stand under their groups alone."""


def _home(item: Item) -> str:
    whom = item.whom
    if whom is None:
        return ""
    number = _("户 {number}").format(number=whom.household) if whom.household else ""
    return " · ".join(filter(None, (number, whom.head)))


def _band(item: Item, cadre: str) -> str:
    """第 3 组 · 户 0052 · 冯勇 · 178…9825　包组：王秀英."""
    group = item.whom.group.in_words() if item.whom else ""
    place = " · ".join(filter(None, (group, _home(item), _phone(item))))
    return "　".join(filter(None, (place, _("包组：{name}").format(name=cadre) if cadre else "")))


def _group(whom: Whom, cadre: str) -> str:
    return "　".join(filter(None, (whom.group.in_words(), _("包组：{name}").format(name=cadre) if cadre else "")))


def _phone(item: Item) -> str:
    return (item.whom.phone or _("没有电话")) if item.whom else ""


def _since(item: Item) -> str:
    waiting = item.waiting
    day = waiting.due or waiting.since
    words = _("{month} 月 {day} 日") if waiting.due else _("{month} 月 {day} 日起")
    return words.format(month=day.month, day=day.day) if day else ""


def _yuan(item: Item) -> str:
    fen = item.waiting.at_stake_fen
    return money.short(fen) if fen else ""


def noted_words(item: Item) -> str:
    """What was noted last: 答应哪天缴 12-03; a word that was written down."""
    noted = item.noted
    if noted is None:
        return ""
    day = date.fromisoformat(noted.until).strftime(" %m-%d") if noted.until and not noted.comment else ""
    return noted.comment or noted.words + day


class ItemTable(Table):
    """The rows. ``pressed``: one of the list's ``keys`` was pressed, which are those that buttons show."""

    pressed = Signal(str)

    def __init__(self) -> None:
        self._marked = set[str]()
        self._banded = False
        self.keys = frozenset[str]()
        columns = [
            Column("", lambda each: "✓" if each.waiting.subject in self._marked else "", 36, strong=True),
            Column(_("谁"), lambda each: each.name, strong=True, under=lambda each: each.waiting.why, least=200),
            Column(_("哪一户"), self._house_words, 190, under=self._phone_words, spare=True),
            Column(_("什么时候"), _since, 120, muted=True, spare=True),
            Column(_("记过"), noted_words, 140, tone=lambda _each: "attention", spare=True),
            Column(_("元"), _yuan, 80, right=True, strong=True),
        ]
        super().__init__("todo_items", columns)

    def _house_words(self, item: Item) -> str:
        return "" if self._banded else _home(item)

    def _phone_words(self, item: Item) -> str:
        return "" if self._banded else _phone(item)

    def show_items(self, items: Sequence[Item], cadres: Cadres) -> None:
        """Show these under their houses, or their groups; the marks of those that are gone go."""
        self._marked &= {each.waiting.subject for each in items}
        self._banded = len(items) <= _MOST_BANDED
        rows, last = list[Item | GroupHeading](), object()
        for each in items:
            whom = each.whom
            over = None if whom is None else whom.house if self._banded else whom.group
            if whom is not None and over != last:
                cadre = cadres.of(whom)
                rows.append(GroupHeading(_band(each, cadre) if self._banded else _group(whom, cadre)))
            last = over
            rows.append(each)
        self.show_rows(rows)
        self._fit_columns()
        for place in headings(rows):
            self.setRowHeight(place, style.size("control"))

    def _fit_columns(self) -> None:
        """A column goes that says nothing of any row: what is said of the thing itself has its room."""
        super()._fit_columns()
        items = [each for each in self.rows() if isinstance(each, Item)]
        for number, column in enumerate(self._model.columns):
            if column.title and not any(column.text(each) for each in items):
                self.setColumnHidden(number, True)

    def current(self) -> Item | None:
        """The row with the keyboard."""
        place = self.currentIndex().row()
        found = self.rows()[place] if 0 <= place < len(self.rows()) else None
        return found if isinstance(found, Item) else None

    def take_in_hand(self, subject: str) -> None:
        """Let the row of that thing have the keyboard, if it is here."""
        for place, each in enumerate(self.rows()):
            if isinstance(each, Item) and each.waiting.subject == subject:
                self._go_to(place)

    def meant(self) -> list[Item]:
        """The marked rows; the one with the keyboard where none is marked."""
        marked = [each for each in self.rows() if isinstance(each, Item) and each.waiting.subject in self._marked]
        current = self.current()
        return marked or ([current] if current else [])

    def mark(self, items: Sequence[Item]) -> None:
        """Mark these, or unmark them where all are marked."""
        subjects = {each.waiting.subject for each in items}
        self._marked = self._marked - subjects if subjects <= self._marked else self._marked | subjects
        self.viewport().update()

    def house(self) -> list[Item]:
        """Everything of the house of the row with the keyboard."""
        current = self.current()
        if current is None or current.whom is None:
            return [current] if current else []
        house = current.whom.house
        return [each for each in self.rows() if isinstance(each, Item) and each.whom and each.whom.house == house]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and letters that the buttons show are this list's; Space marks; all others are the window's."""
        key = event.text().upper()
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Space:
            current = self.current()
            self.mark([current] if current else [])
        elif plain and key in self.keys:
            self.pressed.emit(key)
        else:
            super().keyPressEvent(event)
