"""Whom the money is for: name, what tells them apart, and the household with who has paid this year."""

from functools import partial

from PySide6.QtCore import Signal

from village_desk.services.finding import Found
from village_desk.ui import wording
from village_desk.ui.arrange import column, empty, row
from village_desk.ui.buttons import Choice
from village_desk.ui.cards import Card
from village_desk.ui.labels import label, pill
from village_desk.words import _


class WhoCard(Card):
    """One person and their house. ``chosen`` gives the id of another member to turn to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="who")
        self.inside.setSpacing(6)
        self._name = label(role="title", name="who_name", wrap=True)
        self._lines = column(gap=4)
        self._house = column(gap=8)
        self.add(self._name)
        self.add(self._lines)
        self.add(label(_("同户"), "strong", name="house_heading"))
        self.add(self._house)
        self.add(None)

    def show_person(self, person: Found, household: list[Found]) -> None:
        """Show this person and the others of the house."""
        resident = person.resident
        self._name.setText(resident.name)
        empty(self._lines)
        head = row(label(wording.age(person)), pill(person.standing.in_words()), None, gap=8)
        self._lines.addLayout(head)
        for line in (wording.house(resident), resident.id_number_masked, resident.special_group):
            if line:
                self._lines.addWidget(label(line, "small", wrap=True))
        self._show_house([each for each in household if each.resident.id != resident.id])

    def _show_house(self, others: list[Found]) -> None:
        empty(self._house)
        heading = self.findChild(type(self._name), "house_heading")
        assert heading is not None
        heading.setVisible(bool(others))
        for each in others[:5]:
            words, _tone = wording.paid(each)
            under = " · ".join(part for part in (wording.age(each), words) if part)
            button = Choice(each.resident.name, under, name=f"member_{each.resident.id}")
            button.clicked.connect(partial(self.chosen.emit, each.resident.id))
            self._house.addWidget(button)
