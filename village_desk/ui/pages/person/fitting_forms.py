"""The two or three forms that fit somebody now, each a button that opens it for them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.services.forms.catalogue import Form
from village_desk.ui.kit.arrange import Kept, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.page import Place
from village_desk.words import _

_LONGEST = 14
_ROOM = 620
"""Characters of a name, and px for the buttons, in the narrowest window: other forms are behind 别的表."""


class FittingForms(QWidget):
    """A row of buttons. ``wanted``: the place to go to."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons = row(gap=8)
        self._kept = Kept(self._buttons)
        self.setLayout(self._buttons)

    def show_forms(self, person: str, forms: Sequence[Form]) -> None:
        """Offer these to print for a person (its id), and the way to the others."""
        titles = [each.title for each in forms]
        if not self._kept.differs((person, titles)):
            return
        room = _ROOM
        for place, title in enumerate(titles):
            words = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
            button = self._offer(words, f"{title}@{person}", "print", f"form_{place}")
            room -= button.sizeHint().width()
            button.setVisible(room >= 0)
        self._offer(_("别的表"), person, "", "other_forms")
        self._buttons.addStretch(1)

    def _offer(self, words: str, about: str, icon: str, name: str) -> Button:
        button = Button(words, "plain" if icon else "quiet", icon, name=name)
        button.clicked.connect(partial(self.wanted.emit, Place("forms", about)))
        button.setToolTip(about.rpartition("@")[0])
        self._buttons.addWidget(button)
        return button
