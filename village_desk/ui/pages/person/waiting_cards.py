"""What waits for this person (待办): what the township decided on duplicates, then a line for each other thing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from village_desk.desk import Desk
from village_desk.services.worklist import decided_above
from village_desk.services.worklist.kind import Kind
from village_desk.services.worklist.worklist import Item, Worklist
from village_desk.ui.kit.arrange import column, empty, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Place
from village_desk.ui.pages.person.decisions_card import DecisionsCard
from village_desk.words import _


class WaitingCards(QWidget):
    """Both. ``wanted``: another page, as a ``Place``; ``done``: something was carried out, in words."""

    wanted = Signal(object)
    done = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._decisions, self._others = DecisionsCard(desk.duplicate_decisions), _OthersCard(desk.worklist)
        self._decisions.done.connect(self.done)
        self.setLayout(column(self._decisions, self._others, gap=24))
        for each in (self._decisions, self._others):
            each.wanted.connect(self.wanted)

    def show_person(self, person: str) -> None:
        """Show what waits for this person (id)."""
        self._decisions.show_decisions(person)
        self._others.show_person(person)
        self.setHidden(self._decisions.isHidden() and self._others.isHidden())


class _OthersCard(Card):
    """What is no decision of the township; out of sight where nothing waits. ``wanted``: another page."""

    wanted = Signal(object)

    def __init__(self, worklist: Worklist) -> None:
        super().__init__(_("等着办的"), name="waiting_card")
        self._worklist = worklist
        self._lines = column(gap=4)
        self.add(self._lines)
        self.hide()

    def show_person(self, person: str) -> None:
        """Show what waits for this person (id)."""
        found = [each for each in self._worklist.of_person(person) if each[0] is not decided_above.KIND]
        empty(self._lines)
        for kind, item in found:
            self._lines.addLayout(self._line(kind, item))
        self.setVisible(bool(found))

    def _line(self, kind: Kind, item: Item) -> QHBoxLayout:
        words = label(_sentence(kind, item, self._worklist.explain(item.waiting)), wrap=True, name=f"waits_{kind.name}")
        note = Button(_("记结果"), "quiet", name=f"note_{kind.name}")
        note.clicked.connect(partial(self.wanted.emit, Place("todo", f"{kind.name}\n{item.waiting.subject}")))
        parts = row(words, note)
        parts.setStretch(0, 1)
        return parts


def _sentence(kind: Kind, item: Item, explained: str) -> str:
    """今年没缴：登记 300 元档；答应哪天缴 2026-12-05."""
    noted = item.noted
    outcome = " ".join(filter(None, (noted.words, noted.until, noted.comment))) if noted else ""
    parts: Sequence[str] = [each for each in (item.waiting.why, explained, outcome) if each]
    return _("{title}：{words}").format(title=kind.title, words=_("；").join(parts))
