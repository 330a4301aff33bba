"""Contradictions between the two PCs of a village: years taken twice, fields that both changed. Shows only.

``wanted`` carries the place where a line is looked into; ``settled`` signals that a field may stand as it is.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.services.collecting import TakenTwice
from village_desk.services.registering import ChangedOnBoth
from village_desk.ui.kit.arrange import column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.kit.page import Place
from village_desk.words import _

_AT_ONCE = 20


class BothPcsCard(Card):
    """A heading and its lines; hides itself without any."""

    wanted = Signal(object)
    settled = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("", name="both_pcs")
        self._title = label(role="section", name="both_pcs_heading")
        self._lines = column(gap=0)
        self.inside.setSpacing(4)
        self.add(self._title)
        self.add(self._lines)
        self.hide()

    def show_both(self, twice: Sequence[TakenTwice], changed: Sequence[ChangedOnBoth]) -> None:
        """Show these instead, money first."""
        empty(self._lines)
        count = len(twice) + len(changed)
        self.setVisible(bool(count))
        self._title.setText(_("村里两台电脑都办过的：{count} 条").format(count=count))
        lines = [*map(self._twice, twice), *map(self._changed, changed)]
        for number, line in enumerate(lines[:_AT_ONCE]):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(line)
        if count > _AT_ONCE:
            self._lines.addWidget(label(_("还有 {count} 条，先办上面的").format(count=count - _AT_ONCE), "muted"))

    def _twice(self, twice: TakenTwice) -> QWidget:
        cure = _("请退还一次，并在开那张凭条的电脑上作废它")
        look = Button(_("看本台凭条"), icon="void", name=f"twice_{twice.own.number}")
        look.clicked.connect(partial(self.wanted.emit, Place("receipt", twice.own.number)))
        return _line(_("要退一次"), "now", twice.in_words(), cure, look)

    def _changed(self, changed: ChangedOnBoth) -> QWidget:
        person, field = changed.person.id, changed.field
        look = Button(_("去改"), icon="edit", name=f"both_{person}_{field}")
        look.clicked.connect(partial(self.wanted.emit, Place("person", f"{person}@{field}")))
        stand = Button(_("就这样"), icon="tick", name=f"stands_{person}_{field}")
        stand.clicked.connect(partial(self.settled.emit, person, field))
        cure = _("两次改动都在这个人的经过里。对的就点“就这样”，不对的去改")
        return _line(_("都改过"), "attention", changed.in_words(), cure, look, stand)


def _line(word: str, tone: str, words: str, cure: str, *buttons: Button) -> QWidget:
    head = row(pill(word, tone), label(words, wrap=True), gap=12)
    head.setStretch(1, 1)
    line = row(column(head, label(cure, "small", wrap=True), gap=4), *buttons)
    line.setStretch(0, 1)
    line.setContentsMargins(0, 10, 0, 10)
    return held(line)
