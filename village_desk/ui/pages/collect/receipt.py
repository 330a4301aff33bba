"""One receipt: as stored, as printed; reprint it, make it void, or confirm its paper."""

from PySide6.QtGui import QResizeEvent

from village_desk.domain.receipts import Receipt
from village_desk.services.collecting import Collecting
from village_desk.services.papers import Papers
from village_desk.ui.kit import faults
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.collect.taken import TakenCard
from village_desk.ui.paperwork import Paperwork, Stage
from village_desk.words import _

UNPRINTED = "unprinted"
"""Opens the first receipt without a confirmed paper, then the next, until none is left."""


class ReceiptPage(Page):
    """A stored receipt."""

    name = "receipt"
    prints = "receipt"

    def __init__(self, collecting: Collecting, papers: Papers, jobs: Jobs) -> None:
        super().__init__(_("凭条"), _("补打、作废，或确认纸已打出"))
        self._collecting = collecting
        self._walking = False
        self._paperwork = Paperwork(collecting, papers, jobs)
        self._paperwork.moved.connect(self._show)
        self._paperwork.drawn.connect(self._show_slip)
        self._paperwork.recorded.connect(self.changed)
        self._paperwork.failed.connect(self.failed)
        self._card = TakenCard()
        self._paper = PaperView()
        self._paper_card = Card("", self._paper)
        self._paper_card.inside.setContentsMargins(12, 12, 12, 12)
        cards = row(self._card, self._paper_card)
        cards.setStretch(0, 1)
        cards.setStretch(1, 1)
        self.body.addLayout(cards, 1)
        self._make_buttons()

    def _make_buttons(self) -> None:
        several = Button(_("几张一起打"), "quiet", "print", name="several")
        several.clicked.connect(self._see_several)
        self.beside.addWidget(several)
        self._void = Button(_("作废……"), icon="void", key="Ctrl+D", name="void")
        self._void.clicked.connect(self._make_void)
        self._person = Button(_("看此人"), icon="person", key="Ctrl+O", name="see_person")
        self._person.clicked.connect(self._see_person)
        self._again = Button(_("没有，再打"), icon="print", key="Ctrl+P", name="other")
        self._again.clicked.connect(self._print)
        self._in_hand = Button(_("纸在手里"), icon="tick", key="Ctrl+Y", name="in_hand")
        self._in_hand.clicked.connect(self._confirm_printed)
        main = Button("", "primary", key="Enter", name="main")
        main.clicked.connect(self._step)
        self.foot(self._void, self._person, self._again, self._in_hand, main=main)

    def _see_several(self) -> None:
        receipt = self._receipt()
        if receipt is not None:
            self.wanted.emit(Place("receipts", receipt.person))

    def open(self, about: str) -> None:
        """Show the receipt of that number, or walk through the unprinted ones."""
        self._walking = about == UNPRINTED
        waiting = self._collecting.unprinted()
        number = about if not self._walking else waiting[0].number if waiting else ""
        if number:
            self.notice.hide()
            self._paperwork.begin(number)
            self._paper.show_nothing()
            if self._walking:
                self._paperwork.ask()
            self.set_stale()

    def refresh(self) -> None:
        """Its state may have changed at the township."""
        self._show()

    def paper(self) -> tuple[str, bytes] | None:
        """The slip."""
        return (self._paperwork.number, self._paperwork.pdf) if self._paperwork.pdf else None

    def _receipt(self) -> Receipt | None:
        return self._collecting.receipt(self._paperwork.number) if self._paperwork.number else None

    def _step(self) -> None:
        """Enter confirms a paper only right after the printer took it; otherwise Enter prints."""
        with faults.presented(self):
            if self._paperwork.stage is Stage.ASKING:
                self._confirm_printed()
            elif self._paperwork.stage is not Stage.PRINTING:
                self._paperwork.print()

    def _confirm_printed(self) -> None:
        with faults.presented(self):
            self._paperwork.confirm_printed()
            self._next()

    def _next(self) -> None:
        if self._walking and self._collecting.unprinted():
            self.open(UNPRINTED)
        elif self._walking:
            self.wanted.emit(Place("today"))

    def _print(self) -> None:
        with faults.presented(self):
            self._paperwork.print()

    def _make_void(self) -> None:
        with faults.presented(self):
            if self._paperwork.void(self):
                number = self._paperwork.number
                words = self._collecting.receipt(number).taken_back_in_words
                self.show_done(words, self._collecting.once_void(number) + _("。"))

    def _see_person(self) -> None:
        receipt = self._receipt()
        if receipt is not None:
            self.wanted.emit(Place("person", receipt.person))

    def _show(self) -> None:
        receipt = self._receipt()
        assert isinstance(self.main, Button)
        if receipt is None:
            return
        stage = self._paperwork.stage
        self._card.show_receipt(receipt, stage, self._paperwork.failure())
        if stage is not Stage.PRINTING:
            self._paperwork.draw()
        standing = not receipt.void_reason
        words = {Stage.PRINTING: _("正在打印"), Stage.ASKING: _("出来了")}
        self.main.say(words.get(stage, _("补打凭条") if receipt.prints else _("打印凭条")))
        self.main.setVisible(standing)
        self._again.setVisible(standing and stage is Stage.ASKING)
        self._in_hand.setVisible(standing and self._may_be_in_hand(receipt))
        self._void.setVisible(standing)

    def _show_slip(self) -> None:
        """The paper of the receipt at hand is ready."""
        self._paper.show_paper(self._paperwork.pdf)

    def _may_be_in_hand(self, receipt: Receipt) -> bool:
        """A paper that nobody saw may be there all the same: printed elsewhere, or before the lights went."""
        return not receipt.prints and self._paperwork.stage in (Stage.UNSEEN, Stage.TO_PRINT)

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper is hidden where the window is narrow."""
        self._paper_card.setVisible(self.width() > 700)
        super().resizeEvent(event)
