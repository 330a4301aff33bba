"""The signing roster as it will print, and which part of it: the whole, one group, or one page again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.services.signing_rosters import WHOLE, DrawnRoster, RosterPart
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.preview import PaperView
from village_desk.words import _


class RosterRoom(QWidget):
    """``chosen``: she wants another part of the roster, ``part``. Parts are offered once the whole was printed."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[RosterPart] = [WHOLE]
        self._box = choice([])
        self._box.activated.connect(lambda: self.chosen.emit())
        words = _("坏了一页、丢了一组，单打那几页：页码、页标、合计都和整册一样")
        line = row(Field("roster_part", _("打哪些"), self._box), label(words, "muted", wrap=True), gap=24)
        line.setStretch(1, 1)
        self._again = held(line)
        self._paper = PaperView()
        lines = column(self._again, self._paper, gap=12)
        lines.setStretch(1, 1)
        self.setLayout(lines)

    def part(self) -> RosterPart:
        """What is wanted of the roster."""
        at = self._box.currentIndex()
        return self._parts[at] if 0 <= at < len(self._parts) else WHOLE

    def begin(self) -> None:
        """Another list is at hand: the whole of it."""
        self._parts = [WHOLE]
        self._box.clear()

    def show_roster(self, roster: DrawnRoster) -> None:
        """Show it, and offer the parts of it."""
        self._paper.show_paper(roster.paper.pdf)
        self._again.setVisible(roster.again)
        offered = _offered(roster)
        self._parts = [part for _words, part in offered]
        self._box.clear()
        for words, _part in offered:
            self._box.addItem(words, words)
        self._box.setCurrentIndex(self._parts.index(roster.part))

    def pages(self) -> int:
        """How many pages are shown."""
        return self._paper.pages()


def _offered(roster: DrawnRoster) -> list[tuple[str, RosterPart]]:
    """The whole, each group with its pages, each page."""
    count = len(roster.printed.pages)
    found = [(_("整册，{pages} 页").format(pages=count), WHOLE)]
    if not roster.again:
        return found
    for group, pages in roster.groups.items():
        span = str(pages[0]) if len(pages) == 1 else f"{pages[0]}–{pages[-1]}"
        found.append((_("{group}，第 {span} 页").format(group=group.in_words(), span=span), RosterPart(group)))
    return [*found, *((_("第 {page} 页").format(page=each), RosterPart(page=each)) for each in range(1, count + 1))]
