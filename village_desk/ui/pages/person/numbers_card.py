"""What stands on the roster about a person, number by number; a long number is covered until somebody asks for it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QLabel

from village_desk.domain.people import Resident
from village_desk.services.registering import Detail, details
from village_desk.ui.kit.arrange import Kept, column, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.words import _


class NumbersCard(Card):
    """``whole_wanted``: the field whose whole number somebody wants to see."""

    whole_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("资料"))
        self._numbers = column(gap=10)
        self._kept = Kept(self._numbers)
        self.add(self._numbers)
        self.add(None)

    def show_person(self, resident: Resident) -> None:
        """Show what is known of somebody, long numbers covered."""
        found = details(resident)
        for each in found if self._kept.differs(found) else ():
            self._numbers.addLayout(self._line(each))

    def uncover(self, field: str, number: str) -> None:
        """Show a whole number until the next change."""
        shown = self.findChild(QLabel, f"shown_{field}")
        assert shown is not None
        shown.setText(number)
        self._kept.forget()

    def _line(self, detail: Detail) -> QBoxLayout:
        shown = label(detail.words, wrap=True, name=f"shown_{detail.field}")
        both = column(label(detail.called, "small"), shown, gap=0)
        if not detail.masked:
            return both
        button = Button(_("看"), "quiet", "eye", name=f"show_{detail.field}")
        button.setToolTip(_("看完整号码，会记下谁看过"))
        button.clicked.connect(partial(self.whole_wanted.emit, detail.field))
        return row(both, None, button, gap=4)
