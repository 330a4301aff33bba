"""A person's history as a line of time. Reads no more than it shows."""

import sys

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from village_desk.domain.receipts import TownshipState
from village_desk.services.registering import Event, Registering
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import Item, Kept, column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, pill, restyle
from village_desk.words import _

_AT_FIRST = 8


class HistoryCard(Card):
    """A person's history, the latest event first; the first few, then all of them, once ``opened``."""

    opened = Signal()

    def __init__(self, registering: Registering) -> None:
        super().__init__(_("经过"), name="history")
        self._registering = registering
        self._person, self._open = "", False
        self._lines = column(gap=0)
        self._kept = Kept(self._lines)
        self._more = Button("", "quiet", name="history_more")
        self._more.clicked.connect(self._show_all)
        self.add(self._lines)
        self.add(row(self._more, None))

    def show_history(self, person: str) -> None:
        """Show what happened to this person; of another one the first few again."""
        self._open = self._open and person == self._person
        self._person = person
        shown, count = self._registering.latest(person, sys.maxsize if self._open else _AT_FIRST)
        if self._kept.differs(shown):
            for number, event in enumerate(shown):
                if number:
                    self._lines.addWidget(rule())
                self._lines.addWidget(held(_line(event)))
        self._more.setVisible(len(shown) < count)
        self._more.say(_("再看 {count} 条").format(count=count - len(shown)))

    def _show_all(self) -> None:
        self._open = True
        self.opened.emit()


def _line(event: Event) -> QHBoxLayout:
    when = label(wording.moment(event.at), "small")
    words = column(label(event.words, wrap=True), gap=2)
    if event.reason:
        why = label(_("镇所：{reason} {cure}").format(reason=event.reason, cure=event.cure), wrap=True)
        restyle(why, tone="now")
        words.addWidget(why)
    items: list[Item] = [when, words, label(event.by, "small")]
    if event.township is not TownshipState.ACCEPTED:
        items.append(pill(*wording.township(event.township)))
    line = row(*items)
    line.setStretch(1, 1)
    line.setContentsMargins(0, 8, 0, 8)
    return line
