"""The estimate of a person: two tiers side by side with their costs and pensions, and the sheet to take home."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QWidget

from village_desk.desk import Desk
from village_desk.domain.assessing import Assessment
from village_desk.domain.basics.progress import Progress
from village_desk.services import explaining
from village_desk.services.assessing import Assessing
from village_desk.services.collecting import Collecting
from village_desk.services.finding import Finding
from village_desk.ui.kit import faults, wording
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.drawn_once import DrawnOnce
from village_desk.ui.kit.forms import Field, choice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.comparison import ComparisonCard
from village_desk.ui.printing import spooling
from village_desk.ui.printing.print_choices import PaperSort, PrintChoices
from village_desk.words import _

_PAPER_BESIDE = 700
"""Below this width in px the paper has no room beside the comparison."""


class EstimatePage(Page):
    """The estimate of a person's pension, and its A5 sheet."""

    name = "estimate"
    prints = "estimate"

    def __init__(self, finding: Finding, assessing: Assessing, collecting: Collecting, jobs: Jobs) -> None:
        super().__init__(_("算一算"), "")
        self._finding, self._assessing, self._collecting = finding, assessing, collecting
        self._jobs = jobs
        self._person = ""
        self._sheet: DrawnOnce | None = None
        self._printing = False
        self._build()

    def _build(self) -> None:
        self._one, self._other = choice([]), choice([])
        for each in (self._one, self._other):
            each.activated.connect(self._chosen)
        self._tiers = row(Field("tier_one", _("一档"), self._one), Field("tier_other", _("和这一档比"), self._other))
        self._comparison = ComparisonCard(self._tiers)
        self._as_it_stands = Card(name="as_it_stands")
        self._as_it_stands_words = label(name="as_it_stands_words", wrap=True)
        self._as_it_stands.add(self._as_it_stands_words)
        self._as_it_stands.add(None)
        self._paper = PaperView("estimate_paper")
        self._paper_card = Card("", self._paper)
        self._paper_card.inside.setContentsMargins(12, 12, 12, 12)
        cards = row(self._comparison, self._as_it_stands, self._paper_card)
        for place, share in enumerate((5, 5, 4)):
            cards.setStretch(place, share)
        self.body.addLayout(cards, 1)
        main = LargeButton(_("打印估算单"), "print", name="print_estimate")
        main.clicked.connect(self._print)
        self.foot(main=main)

    def open(self, about: str) -> None:
        """Estimate for the person of this id; a new person begins with the tier of their own and the next."""
        if about != self._person:
            self.notice.hide()
            self.show_top()
            self._person, self._sheet = about, None
            self._paper.show_nothing()
            with faults.presented(self):
                self._offer()
        self.set_stale()

    def refresh(self) -> None:
        """Work the estimate out again."""
        if not self._person:
            return
        person, found = self._finding.person(self._person), self._assessing.assess(self._person)
        self.purpose.setText(f"{person.name} · {wording.house(person)}")
        tiers = self._chosen_tiers(found)
        self._comparison.setVisible(tiers is not None)
        self._as_it_stands.setVisible(tiers is None)
        if tiers is not None:
            self._comparison.show_comparison(self._assessing.compare(self._person, *tiers))
        else:
            self._as_it_stands_words.setText("\n".join(explaining.assessment(found)))
        self._sheet = DrawnOnce(partial(_made, self._person, tiers))
        self._jobs.beside.start(_("正在排估算单"), self._sheet.draw, self._drawn, self.failed)

    def _drawn(self, sheet: DrawnOnce) -> None:
        """The sheet is ready; it may be another's turn by now."""
        if sheet is self._sheet:
            self._paper.show_paper(sheet.pdf)

    def paper(self) -> tuple[str, bytes] | None:
        """The sheet; its file name is the kind of paper, never the person's name."""
        return (_("养老金估算单"), self._sheet.pdf) if self._sheet and self._sheet.pdf else None

    def first_field(self) -> QWidget | None:
        """The tier to compare with."""
        return self._other if self._comparison.isVisibleTo(self) else self.main

    def _offer(self) -> None:
        """The tiers of this year, with the person's own and the next higher one chosen."""
        person = self._finding.person(self._person)
        offered = self._collecting.choices(person.id).tiers()
        at = offered.index(person.tier_fen) if person.tier_fen in offered else 0
        for box, chosen in ((self._one, at), (self._other, at + 1 if at + 1 < len(offered) else max(0, at - 1))):
            box.clear()
            for tier in offered:
                box.addItem(wording.yuan(tier), tier)
            box.setCurrentIndex(chosen)

    def _chosen_tiers(self, found: Assessment) -> tuple[int, int] | None:
        """The two tiers; None when this person pays no more, or the policy has no tiers to choose from."""
        one, other = self._tier(self._one), self._tier(self._other)
        if not one or not other or found.entitlement.contradictory or found.entitlement.first is None:
            return None
        return (one, other) if self._assessing.can_compare(self._person, one) else None

    def _tier(self, box: QComboBox) -> int:
        return int(box.currentData() or 0)

    def _chosen(self) -> None:
        self.set_stale()

    def _print(self) -> None:
        with faults.presented(self):
            if self._sheet is not None and not self._printing:
                self._printing = True  # a second Enter prints no second sheet
                self._jobs.start(_("正在打印"), partial(_send, self._sheet), self._printed, self._not_printed)

    def _not_printed(self, error: object) -> None:
        self._printing = False
        self.failed(error)

    def _printed(self, _nothing: object) -> None:
        self._printing = False
        self.show_done(_("估算单已送到打印机"), _("A5 纸，一张。交给本人时请说明：这是估算，不是发放依据。"))

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper is hidden where the window is narrow."""
        self._paper_card.setVisible(self.width() > _PAPER_BESIDE + 200)
        super().resizeEvent(event)


def _made(person: str, tiers: tuple[int, int] | None, desk: Desk) -> bytes:
    return desk.papers.estimate(person, tiers).pdf


def _send(sheet: DrawnOnce, desk: Desk, progress: Progress) -> None:
    choice = PrintChoices(desk.path).of(PaperSort.ESTIMATE)
    spooling.send(sheet.draw(desk, progress).pdf, "estimate", progress, choice)
