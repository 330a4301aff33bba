"""The person the money is for: name, group, house and number, and who of the household has paid this year."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout

from village_desk.services.finding import Found
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import column, empty, row
from village_desk.ui.kit.buttons import Choice
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, pill
from village_desk.words import _

_UNBOUNDED = 16_777_215
"""Qt's own largest width."""


class WhoCard(Card):
    """One person and their house. ``chosen`` gives the id of another member to turn to."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="who")
        self._name = label(role="title", name="who_name", wrap=True)
        self._lines = column(gap=4)
        self._heading = label(_("同户"), "strong", name="house_heading")
        self._house = column(gap=8)
        self._parts = row(column(self._name, self._lines, None, gap=6), column(self._heading, self._house, None, gap=6))
        self.add(self._parts)
        self.add(None)

    def set_flat(self, flat: bool, width: int) -> None:
        """Person and house beside each other, as wide as there is room; or under each other in a column."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(across if flat else down)
        self._house.setDirection(across if flat else down)
        self.setMinimumWidth(0 if flat else width)
        self.setMaximumWidth(_UNBOUNDED if flat else width)

    def show_person(self, person: Found, household: list[Found], died_on: str = "") -> None:
        """Show this person and the others of the house; ``died_on``: the noted day of death, if any."""
        resident = person.resident
        self._name.setText(resident.name)
        empty(self._lines)
        head = row(label(wording.age(person)), pill(person.standing_in_words()), None, gap=8)
        self._lines.addLayout(head)
        if died_on:
            self._lines.addLayout(row(pill(_("记了 {day} 死亡").format(day=died_on), "attention"), None))
        for line in (wording.house(resident), resident.id_number_masked, resident.special_group):
            if line:
                self._lines.addWidget(label(line, "small", wrap=True))
        self._show_house([each for each in household if each.resident.id != resident.id])

    def _show_house(self, others: list[Found]) -> None:
        empty(self._house)
        self._heading.setVisible(bool(others))
        for each in others[:4]:
            words, _tone = wording.paid(each)
            under = " · ".join(part for part in (wording.age(each), words) if part)
            button = Choice(each.resident.name, under, name=f"member_{each.resident.id}")
            button.clicked.connect(partial(self.chosen.emit, each.resident.id))
            self._house.addWidget(button)
