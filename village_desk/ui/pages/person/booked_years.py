"""The years of a person that are booked without cash, each with a way to take the booking back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from village_desk.services.collecting import BookedYear, Collecting
from village_desk.ui.kit import dialogs
from village_desk.ui.kit.arrange import Kept, column, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.labels import label
from village_desk.words import _


class BookedYears(QWidget):
    """A line for each booked year. ``taken_back`` is called once one counts no more."""

    def __init__(self, collecting: Collecting, taken_back: Callable[[], None]) -> None:
        super().__init__()
        self._taken_back = taken_back
        self._collecting = collecting
        self._person = ""
        self._lines = column(gap=4)
        self._kept = Kept(self._lines)
        self.setLayout(self._lines)

    def show_person(self, person: str) -> None:
        """Show the booked years of this person; hidden where there are none."""
        found = self._collecting.booked_years(person)
        self.setVisible(bool(found))
        self._person = person
        if self._kept.differs((person, found)):
            for each in found:
                self._lines.addWidget(self._line(each))

    def _line(self, each: BookedYear) -> QWidget:
        words = _("{year} 年记了账：由别人代缴，没有收现金").format(year=each.year)
        if not each.is_own:
            return label(_("{words}（另一台电脑记的，在那台撤销）").format(words=words), "small", wrap=True)
        undo = Button(_("撤销记账……"), "quiet", "void", name=f"unbook_{each.year}")
        undo.clicked.connect(partial(self._undo, each.year))
        line = row(label(words, wrap=True), undo)
        line.setStretch(0, 1)
        return held(line)

    def _undo(self, year: int) -> None:
        words = _("{year} 年就不算缴过了。经过里仍看得到。").format(year=year)
        reason = dialogs.Reason.ask(self, _("撤销这一年的记账"), words, _("撤销"), _("如：名单错了，不是特困人员"))
        if reason:
            self._collecting.unbook(self._person, year, reason)
            self._taken_back()
