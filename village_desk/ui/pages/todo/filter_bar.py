"""Whose things are wanted: a village group, a house, a cadre. Put away until F4 asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from village_desk.domain.village_groups import VillageGroup
from village_desk.domain.waiting import Whom
from village_desk.services.worklist.narrowing import Cadres, TodoFilter
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.forms import choice
from village_desk.words import _


class FilterBar(QWidget):
    """The choices in one line. ``changed``: something else is wanted."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._groups: dict[str, VillageGroup] = {}
        self._group, self._house, self._cadre = (
            self._choice(name, words)
            for name, words in (
                ("todo_group", _("全部小组")),
                ("todo_house", _("全部户")),
                ("todo_cadre", _("全部干部")),
            )
        )
        clear = Button(_("清掉条件"), "quiet", name="todo_clear")
        clear.clicked.connect(self.clear)
        self.setLayout(row(self._group, self._house, self._cadre, clear, None))
        self.hide()

    def _choice(self, name: str, words: str) -> QComboBox:
        made = choice([(words, "")])
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.currentIndexChanged.connect(self.changed)
        return made

    def toggle(self) -> None:
        """Show the choices with the keyboard in the first, or put them away; what was chosen stays."""
        self.setVisible(self.isHidden())
        if self.isVisible():
            self._group.setFocus()

    def clear(self) -> None:
        """Everybody is wanted again."""
        for each in (self._group, self._house, self._cadre):
            each.setCurrentIndex(0)

    def offer(self, people: Sequence[Whom | None], cadres: Cadres) -> None:
        """Offer the groups, houses and cadres of those for whom something waits; what was chosen stays, if it can."""
        whom = [each for each in people if each]
        self._groups = {each.group.in_words(): each.group for each in sorted(whom, key=lambda each: each.group.rank)}
        houses = dict.fromkeys(sorted({each.household for each in whom if each.household}))
        self._fill(self._group, [(words, words) for words in self._groups])
        self._fill(self._house, [(_("户 {number}").format(number=each), each) for each in houses])
        self._fill(self._cadre, [(each, each) for each in cadres.names(whom)])

    def _fill(self, box: QComboBox, entries: Sequence[tuple[str, str]]) -> None:
        chosen = box.currentData()
        box.blockSignals(True)
        while box.count() > 1:
            box.removeItem(1)
        for words, data in entries:
            box.addItem(words, data)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        box.blockSignals(False)
        box.setVisible(box.count() > 1)

    def wanted(self) -> TodoFilter:
        """What is chosen."""
        group = self._groups.get(str(self._group.currentData()))
        return TodoFilter(group, str(self._house.currentData()), str(self._cadre.currentData()))
