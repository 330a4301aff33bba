"""The head of the window: the search box, and what waits for the township, in words."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from village_desk.services.exchanging import Road
from village_desk.ui import style
from village_desk.ui.arrange import row
from village_desk.ui.buttons import Button
from village_desk.ui.labels import restyle
from village_desk.ui.search import SearchBox
from village_desk.words import _

_LATE_DAYS = 7


class Chip(Button):
    """What waits and how old it is: amber after a week, never red for a missing line."""

    def __init__(self) -> None:
        super().__init__("", "chip", name="chip")
        self._tone = "plain"
        self.setToolTip(_("到“镇所”看上报情况"))

    def ink(self) -> str:
        """The words in the colour of their tone."""
        return self._tone

    def show_road(self, road: Road, today: date) -> None:
        """Say what waits now."""
        words, self._tone = self._words_of(road, today)
        self.say(words)
        restyle(self, tone=self._tone)

    def _words_of(self, road: Road, today: date) -> tuple[str, str]:
        if road.refused:
            return _("镇所退回 {count} 条").format(count=len(road.refused)), "attention"
        if not road.waiting or road.oldest is None:
            return _("都已上报"), "done"
        days = (today - road.oldest.date()).days
        if not days:
            return _("待上报 {count} · 今天的").format(count=road.waiting), "plain"
        words = _("待上报 {count} · 已 {days} 天").format(count=road.waiting, days=days)
        return words, "attention" if days >= _LATE_DAYS else "plain"


class TopBar(QFrame):
    """Always there, on every page."""

    township_wanted = Signal()

    def __init__(self, search: SearchBox) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setFixedHeight(style.size("top"))
        self.chip = Chip()
        self.chip.clicked.connect(self.township_wanted)
        search.setMaximumWidth(720)
        layout = row(search, None, self.chip)
        layout.setStretch(0, 20)
        layout.setStretch(1, 1)
        layout.setContentsMargins(style.size("gap_large"), 0, style.size("gap_large"), 0)
        self.setLayout(layout)
