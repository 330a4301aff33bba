"""The people of one house on a person's page, each a button that opens them, and the way to the house itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal

from village_desk.services.finding import Found
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import Kept, column
from village_desk.ui.kit.buttons import Button, Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Place
from village_desk.words import _


class HouseCard(Card):
    """``wanted``: the place to go to."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("同户"))
        self._people = column(gap=8)
        self._kept = Kept(self._people)
        self._person = ""
        change = Button(_("搬迁、分户、换户主"), "quiet", "house", name="open_house")
        change.clicked.connect(self._open)
        for each in (self._people, change, None):
            self.add(each)

    def show_house(self, found: Found, household: Sequence[Found]) -> None:
        """Show with whom somebody lives."""
        self._person = found.resident.id
        others = [each for each in household if each.resident.id != self._person]
        if not self._kept.differs(others):
            return
        if not others:
            self._people.addWidget(label(_("本户只有这一个人"), "muted"))
        for each in others:
            parts = (each.resident.relation, wording.age(each), wording.paid(each)[0])
            button = Choice(each.resident.name, " · ".join(filter(None, parts)), name=f"member_{each.resident.id}")
            button.clicked.connect(partial(self.wanted.emit, Place("person", each.resident.id)))
            self._people.addWidget(button)

    def _open(self) -> None:
        self.wanted.emit(Place("house", self._person))
