"""A register on paper: which kind, of whom or of which days, shown as it will print, then printed or kept as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from sync.agreement.values import value
from village_desk.desk import Desk
from village_desk.domain.basics.progress import Progress
from village_desk.services import printable
from village_desk.services.counter.till import ShownReceipts
from village_desk.services.registers.kinds import Kind, Narrowed
from village_desk.ui.kit import faults
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _

_TODAY, _YEAR, _SHOWN = "today", "year", "shown"
_DAYS = [(_("今天的"), _TODAY), (_("今年的"), _YEAR)]


@value
class _Wanted:
    """What is to be drawn."""

    kind: Kind
    whom: Narrowed
    day: date | None
    what: str
    shown: ShownReceipts | None = None


@value
class _Drawn:
    """The paper of what was wanted; ``by_hand``: what must be written into it, in words."""

    wanted: _Wanted
    pdf: bytes
    pages: int
    by_hand: str


class RegisterPage(Page):
    """One register; ``open`` takes whom it shows (``Narrowed.place``), or the word of the day book.

    Before whom it shows may stand its kind, and a new line between the two.
    """

    name = "register"
    prints = "people"

    def __init__(self, jobs: Jobs, today: Callable[[], date]) -> None:
        super().__init__(_("打名单"), _("看一眼再打；筛选和“人员”页上一样"))
        self._jobs, self._today = jobs, today
        self._whom = Narrowed()
        self._shown: ShownReceipts | None = None
        self._wanted: _Wanted | None = None
        self._drawn: _Drawn | None = None
        self._kinds = choice([(each.in_words(), each.value) for each in Kind])
        self._kind = Field("register_kind", _("打哪一种"), self._kinds)
        self._day_choice = choice(_DAYS)
        self._days = Field("register_days", _("哪些天"), self._day_choice)
        self._what_line = QLineEdit()
        self._what = Field("register_what", _("发的是什么"), self._what_line, _("如 中秋慰问品一份；不写就留空"))
        self._words = label(role="muted", name="register_words", wrap=True)
        self._paper = PaperView("register_paper")
        self._build()

    def _build(self) -> None:
        self._kinds.currentIndexChanged.connect(self._begin)
        self._day_choice.currentIndexChanged.connect(self._begin)
        self._what_line.textChanged.connect(self._put_away)
        chosen = row(self._kind, self._days, self._what, self._words, gap=24)
        chosen.setStretch(3, 1)
        self.body.addLayout(chosen)
        self.body.addWidget(self._paper, 1)
        self._save = Button(_("存成 PDF"), icon="save", key="Ctrl+S", name="save_register")
        self._save.clicked.connect(self.mend)
        main = LargeButton("", "print", name="main")
        main.clicked.connect(self._step)
        self.foot(self._save, main=main)

    def open(self, about: str) -> None:
        """Begin with the people that are shown, or with today's receipts."""
        of_people = about.partition("\n")[0] != Kind.DAY_BOOK.value
        named, _line, whom = about.rpartition("\n")
        self._offer_days("" if of_people or not named else whom)
        self._whom = Narrowed.read(whom) if of_people else Narrowed()
        first = Kind(named) if named else Kind.HOUSEHOLDS if self._whom.houses_of else Kind.PEOPLE
        self._kinds.blockSignals(True)
        self._kinds.setCurrentIndex(self._kinds.findData(first.value if of_people else Kind.DAY_BOOK.value))
        self._kinds.blockSignals(False)
        self._begin()

    def _offer_days(self, shown: str) -> None:
        """Days of receipts; and those of the list that she comes from, which are chosen then."""
        self._shown = ShownReceipts.read(shown) if shown else None
        self._day_choice.blockSignals(True)
        while self._day_choice.count() > len(_DAYS):
            self._day_choice.removeItem(len(_DAYS))
        if self._shown is not None:
            self._day_choice.addItem(_("单子上列着的"), _SHOWN)
            self._day_choice.setCurrentIndex(len(_DAYS))
        self._day_choice.blockSignals(False)

    def first_field(self) -> QWidget | None:
        """The main button once there is a paper, else the choice of a kind."""
        return self.main if self.main is not None and self.main.isEnabled() else self._kinds

    def paper(self) -> tuple[str, bytes] | None:
        """The register at hand."""
        return (self._drawn.wanted.kind.in_words(), self._drawn.pdf) if self._drawn else None

    def sort_of_paper(self) -> str:
        """Each kind is chosen for by itself."""
        return self._kind.text()

    def _begin(self) -> None:
        """Draw what is chosen beside the window."""
        self._put_away()
        kind = Kind(self._kind.text())
        self._days.setVisible(not kind.is_of_people)
        self._what.setVisible(kind is Kind.HANDOUT)
        self._words.setText(kind.use())
        day = self._today() if self._days.text() == _TODAY else None
        shown = self._shown if self._days.text() == _SHOWN else None
        wanted = self._wanted = _Wanted(kind, self._whom, day, self._what.text(), shown)
        self._jobs.start(_("正在排名单"), partial(_draw, wanted), self._show, self.failed)

    def _put_away(self) -> None:
        """What is shown is not what is wanted any more."""
        self.notice.hide()
        self._wanted, self._drawn = None, None
        self._paper.show_nothing()
        self._show_main()

    def _show(self, drawn: _Drawn) -> None:
        """Show the paper, and what must be written by hand, unless something else was chosen meanwhile."""
        if drawn.wanted is not self._wanted:
            return
        self._drawn = drawn
        self._paper.show_paper(drawn.pdf)
        if drawn.by_hand:
            self.notice.say(drawn.by_hand, "", "attention")
        self._show_main()

    def _step(self) -> None:
        """Enter prints what is shown, or shows what was chosen."""
        with faults.presented(self):
            if self._jobs.busy:
                return
            if self._drawn is None:
                self._begin()
            else:
                self._jobs.start(_("正在打印"), partial(_send, self._drawn), self._printed, self.failed)

    def _printed(self, drawn: _Drawn) -> None:
        words = _("{name}已送到打印机，共 {pages} 页")
        self.show_done(words.format(name=drawn.wanted.kind.in_words(), pages=drawn.pages), drawn.by_hand)

    def _show_main(self) -> None:
        assert isinstance(self.main, Button)
        pages = self._drawn.pages if self._drawn else 0
        self.main.say(_("打印 {pages} 页").format(pages=pages) if pages else _("排出来看看"))
        self._save.setVisible(bool(pages))


def _draw(wanted: _Wanted, desk: Desk, progress: Progress) -> _Drawn:
    paper = desk.registers.draw(wanted.kind, wanted.whom, wanted.day, wanted.what, progress, wanted.shown)
    return _Drawn(wanted, paper.pdf, paper.pages, printable.by_hand(paper.by_hand))


def _send(drawn: _Drawn, desk: Desk, progress: Progress) -> _Drawn:
    kind = drawn.wanted.kind.value
    spooling.send(drawn.pdf, f"register-{kind}", progress, PrintChoices(desk.path).of(PaperSort.known(kind)))
    return drawn
