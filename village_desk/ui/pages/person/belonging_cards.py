"""The two cards of a person's belonging: special groups, and kin."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.ui.kit.arrange import column
from village_desk.ui.pages.person.groups_card import GroupsCard
from village_desk.ui.pages.person.kin_card import KinCard
from village_desk.words import _


class BelongingCards(QWidget):
    """Groups and kin of one person, under each other. ``recorded``: something was; with the words for it."""

    recorded = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._groups, self._kin = GroupsCard(desk.belonging), KinCard(desk.relations)
        self.forms = (self._groups.form, self._kin.form)
        words = _("记下了，重新算过")
        self._groups.changed_groups.connect(partial(self.recorded.emit, words))
        self._kin.changed_kin.connect(partial(self.recorded.emit, words))
        self.setLayout(column(self._groups, self._kin, gap=24))

    def show_belonging(self, person: str) -> None:
        """Show the groups and the kin of this person."""
        self._groups.show_groups(person)
        self._kin.show_kin(person)
