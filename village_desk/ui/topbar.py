"""The head of the window: the search box, and the unsent work in words."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from village_desk.domain.basics import moments
from village_desk.services.road.results import LATE_DAYS, RoadState
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import restyle
from village_desk.ui.search import SearchBox
from village_desk.ui.sender import SendingPlan
from village_desk.words import _


class Chip(Button):
    """The unsent work and its age: amber after a week, never red for a missing line."""

    def __init__(self) -> None:
        super().__init__("", "chip", name="chip")
        self._tone = "plain"
        self.setToolTip(_("到“镇所”看上报情况"))

    def ink(self) -> str:
        """The words in the colour of their tone."""
        return self._tone

    def show_road(self, road: RoadState, plan: SendingPlan, now: datetime) -> None:
        """Show the unsent work now, and the desk's next step."""
        words, self._tone = self._words_of(road, plan, now)
        self.say(words)
        restyle(self, tone=self._tone)

    def _words_of(self, road: RoadState, plan: SendingPlan, now: datetime) -> tuple[str, str]:
        if plan.running:
            return _("正在上报 {count} 条").format(count=road.waiting), "plain"
        if road.to_mend:
            return _("镇所退回 {count} 条").format(count=len(road.to_mend)), "attention"
        if not road.waiting:
            return _("都已上报"), "done"
        words = [_("待上报 {count}").format(count=road.waiting), self._age(road, now), self._next(road, plan, now)]
        late = road.days(now) >= LATE_DAYS or (road.last is not None and road.last.wants_a_hand)
        return " · ".join(filter(None, words)), "attention" if late else "plain"

    def _age(self, road: RoadState, now: datetime) -> str:
        if road.oldest is None:
            return ""
        days = road.days(now)
        return _("已 {days} 天").format(days=days) if days else _("今天的")

    def _next(self, road: RoadState, plan: SendingPlan, now: datetime) -> str:
        if plan.next_at is not None:
            return _("{when} 再试").format(when=moments.short(plan.next_at, now))
        return _("没报成，请看") if road.last is not None and road.last.wants_a_hand else ""


class TopBar(QFrame):
    """Always there, on every page. ``tall``: finding somebody is the next thing, and the search box says so."""

    township_wanted = Signal()

    def __init__(self, search: SearchBox) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.chip = Chip()
        self.chip.clicked.connect(self.township_wanted)
        self._search, self._tall, self._narrow = search, False, False
        layout = self._line = row(search, None, self.chip)
        layout.setStretch(0, 20)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._measure()

    def set_tall(self, tall: bool) -> None:
        """Whether the page in sight begins with finding somebody."""
        self._tall = tall
        self._measure()

    def set_narrow(self, narrow: bool) -> None:
        """Whether the window is narrow, where no height is given away."""
        self._narrow = narrow
        self._measure()

    def _measure(self) -> None:
        tall = self._tall and not self._narrow
        self.setFixedHeight(style.size("top_narrow" if self._narrow else "top_tall" if tall else "top"))
        self._search.setMaximumWidth(style.size("search_tall" if tall else "search"))
        restyle(self._search, tall="true" if tall else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The search box begins where the cards of a page do."""
        margin = style.side_margin(self.width())
        self._line.setContentsMargins(margin, 0, margin, 0)
        super().resizeEvent(event)
