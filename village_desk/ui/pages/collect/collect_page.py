"""Collect: whom, what, how the receipt will look. Enter takes the money, Enter prints, Enter confirms the paper."""

import contextlib
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.basics.errors import Asked, Cancelled, DeskError, Refused
from village_desk.services import recorded
from village_desk.services.collecting import Collecting, Payment
from village_desk.services.finding import Finding, Found
from village_desk.services.papers import Papers
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, ClockNotice, Empty
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.preview import PaperView
from village_desk.ui.pages.collect import payment_words
from village_desk.ui.pages.collect.draft import Draft
from village_desk.ui.pages.collect.payment import PaymentCard
from village_desk.ui.pages.collect.taken import TakenCard
from village_desk.ui.pages.collect.who import WhoCard
from village_desk.ui.paperwork import Paperwork, Stage
from village_desk.words import _

_REST = 250
"""Milliseconds without a change before the draft is drawn again."""

_WHO_WIDTH, _PAPER_WIDTH = 230, 330


class CollectPage(Page):
    """One person's contribution."""

    name = "collect"
    takes_people = True

    def __init__(
        self, finding: Finding, collecting: Collecting, papers: Papers, jobs: Jobs, judged: Callable[[], JudgedClock]
    ) -> None:
        super().__init__(_("收费"), _("收一个人一年的养老保险费，打一张代收凭条"))
        self._finding = finding
        self._collecting = collecting
        self._judged = judged
        self._person: Found | None = None
        self._paperwork = Paperwork(collecting, papers, jobs)
        self._paperwork.moved.connect(self._show_stage)
        self._paperwork.drawn.connect(self._show_slip)
        self._paperwork.recorded.connect(self.changed)
        self._paperwork.failed.connect(self.failed)
        self._build()
        self._draft = Draft(jobs, self._paper)
        self._draft.failed.connect(self.failed)
        self._draft_later = QTimer(self)
        self._draft_later.setSingleShot(True)
        self._draft_later.timeout.connect(self._draw_draft)
        self._show_stage()

    def _build(self) -> None:
        self._nobody = Empty(
            _("给谁收？"), _("在上面的框里打名字、拼音首字母或身份证后四位，回车选中。"), _("找人"), "search", "Ctrl+F"
        )
        self._nobody.acted.connect(partial(self.wanted.emit, Place("search")))
        self._who = WhoCard()
        self._who.chosen.connect(self.open)
        self._payment = PaymentCard(self._collecting)
        self._payment.edited.connect(self._edited)
        self._taken = TakenCard()
        self._middle = QStackedWidget()
        for each in (self._payment, self._taken):
            self._middle.addWidget(each)
        self._paper = PaperView()
        self._paper_card = Card("", label(_("打出来是这样"), "small"), self._paper, name="paper_card")
        self._paper_card.inside.setContentsMargins(12, 10, 12, 12)
        self._paper_card.inside.setSpacing(8)
        self._cards = row(self._who, self._middle, self._paper_card)
        self._cards.setStretch(1, 1)
        self._clock = ClockNotice()
        self.body.addWidget(self._clock)
        self.body.addWidget(self._nobody, 1)
        self.body.addLayout(self._cards, 1)
        self._later = Button(_("先不打，收下一位"), key="Ctrl+N", name="later")
        self._later.clicked.connect(self._leave)
        self._again = Button(_("没有，再打"), icon="print", key="Ctrl+P", name="again")
        self._again.clicked.connect(self._print)
        main = Button("", "primary", key="Enter", name="main")
        main.clicked.connect(self._step)
        self.foot(self._later, self._again, main=main)

    def open(self, about: str) -> None:
        """Begin with a person; ``about`` is their id, with ``@year`` for a year other than this one."""
        person, _at, year = about.partition("@")
        if self._person is not None and self._person.resident.id == person and not year and not self._paperwork.number:
            return
        with faults.presented(self):
            self._person = self._found(person)
            self._paperwork.begin("")
            self._draft.forget()
            self._payment.begin(self._person.resident, int(year or 0))
            self._paper.show_nothing()
            self.notice.hide()
            self.set_stale()

    def refresh(self) -> None:
        """Read the person again, who may have paid or been corrected meanwhile; typed text stays."""
        self._clock.show_clock(self._judged())
        if self._person is not None:
            self._person = self._found(self._person.resident.id)
            self._payment.read_again()
            self._settle_void()
            self._show_stage()

    def _settle_void(self) -> None:
        """If the receipt at hand was made void on its own page, its paper is no longer waited for."""
        taken, waits = self._paperwork.number, self._paperwork.stage in (Stage.TO_PRINT, Stage.ASKING)
        if taken and waits and self._collecting.receipt(taken).void_reason:
            self.notice.hide()
            self._paperwork.put_away()

    def say(self, error: DeskError) -> None:
        """Show an error beside its field, otherwise above."""
        if not self._payment.refuse(error):
            super().say(error)

    def _found(self, person: str) -> Found:
        resident = self._finding.person(person)
        household = self._finding.household(resident)
        return next(each for each in household if each.resident.id == person)

    def paper(self) -> tuple[str, bytes] | None:
        """The slip."""
        return (self._paperwork.number, self._paperwork.pdf) if self._paperwork.pdf else None

    # the steps

    def _step(self) -> None:
        """The action of the main button."""
        with faults.presented(self):
            if not self._paperwork.number:
                self._take()
            elif self._paperwork.stage is Stage.TO_PRINT:
                self._paperwork.print()
            elif self._paperwork.stage is Stage.ASKING:
                self._paperwork.confirm_printed()
            elif self._paperwork.stage is Stage.OUT:
                self._next()

    def _print(self) -> None:
        with faults.presented(self):
            self._paperwork.print()

    def _leave(self) -> None:
        """Leave the paper for later: the Today page asks for it until it is confirmed."""
        with faults.presented(self):
            self._next()

    def _take(self) -> None:
        """Take the money; once it is recorded the page shows its receipt, whatever fails after that.

        The paper is drawn beside the window: nobody waits for it.
        """
        with recorded.watched() as kept:
            try:
                self._collect()
            finally:
                if kept.receipts:
                    self.notice.hide()
                    self._draft.forget()
                    self._paperwork.begin(kept.receipts[-1].receipt)
                    self.changed.emit()
        if self._paperwork.number:
            self._paperwork.draw()

    def _collect(self) -> None:
        """Take the payment; a question in the way is put to her, and the usual answer is no."""
        payment = self._payment.payment()
        try:
            cost = self._payment.cost_if_known()
            if cost is not None and cost.is_paid_by_others:
                self._book(payment)
            else:
                self._collecting.collect(payment)
        except Asked as asked:
            if not dialogs.Sure.ask(self, asked.message, asked.cure, _("确实要收"), _("不收了")):
                raise Cancelled from None
            self._payment.sure_of(asked.word)
            self._collect()

    def _book(self, payment: Payment) -> None:
        """Others pay all: it is written down, and there is neither cash nor paper."""
        self._collecting.book(payment)
        self._payment.read_again()
        self.changed.emit()
        self.show_done(_("已记下，没有收现金"), _("{year} 年全部由别人代缴，算已缴。").format(year=payment.year))

    def _next(self) -> None:
        """The next one of the house who owes, or somebody else."""
        owing = self._owing()
        if owing is not None:
            self.open(owing.resident.id)
            return
        self._person = None
        self._paperwork.begin("")
        self._show_stage()
        self.wanted.emit(Place("search"))

    def _owing(self) -> Found | None:
        assert self._person is not None
        household = self._finding.household(self._person.resident)
        return next((each for each in household if self._collecting.owes(each.resident.id)), None)

    # what is shown

    def _edited(self) -> None:
        self._draft_later.start(_REST)
        self._show_main()

    def _show_stage(self) -> None:
        someone = self._person is not None
        self._nobody.setVisible(not someone)
        for each in (self._who, self._middle, self._paper_card):
            each.setVisible(someone)
        self._show_main()
        if self._person is None:
            return
        resident = self._person.resident
        died_on = self._collecting.noted_death(resident.id)
        self._who.show_person(self._person, self._finding.household(resident), died_on)
        self._middle.setCurrentWidget(self._taken if self._paperwork.number else self._payment)
        if self._paperwork.number:
            receipt = self._collecting.receipt(self._paperwork.number)
            self._taken.show_receipt(receipt, self._paperwork.stage, self._paperwork.failure())
        else:
            self._draft_later.start(0)
        self._lay_by_width()

    def _show_main(self) -> None:
        assert isinstance(self.main, Button)
        words = self._words_of_step()
        self.main.say(words)
        self.main.setVisible(bool(words))
        taken = bool(self._paperwork.number)
        self._again.setVisible(taken and self._paperwork.stage is Stage.ASKING)
        self._later.setVisible(taken and self._paperwork.stage is Stage.TO_PRINT)

    def _words_of_step(self) -> str:
        if self._person is None:
            return ""
        if not self._paperwork.number:
            return payment_words.taking(self._payment.cost_if_known(), again=self._payment.already_paid() is not None)
        if self._paperwork.stage is Stage.OUT:
            owing = self._owing()
            return _("接着收 {name}").format(name=owing.resident.name) if owing else _("收下一位")
        words = {Stage.TO_PRINT: _("打印凭条"), Stage.PRINTING: _("正在打印"), Stage.ASKING: _("出来了")}
        return words[self._paperwork.stage]

    def _draw_draft(self) -> None:
        """Show how the slip would look. A form that is not filled in yet is no fault: the last drawing stays."""
        if self._person is None or self._paperwork.number or not self.isVisible():
            return
        with contextlib.suppress(Refused):
            self._draft.draw(self._payment.payment())

    def _show_slip(self) -> None:
        """The paper of the receipt at hand is ready."""
        self._paper.show_paper(self._paperwork.pdf)

    def _lay_by_width(self) -> None:
        """Who, payment and paper beside each other; who above and no paper where the window is narrow."""
        narrow = self.width() < style.size("narrow_page")
        self._cards.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._who.set_flat(narrow, _WHO_WIDTH)
        self._paper_card.setFixedWidth(_PAPER_WIDTH)
        someone = self._person is not None
        self._paper_card.setVisible(someone and not narrow)
        self._who.setVisible(someone and not (narrow and self._paperwork.number))

    # Qt

    def first_field(self) -> QWidget | None:
        """The main button, so that Enter takes the usual case."""
        return self.main if self._person is not None else None

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the preview of changes made while the page was out of sight."""
        self._draft_later.start(0)
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards find their place again."""
        self._lay_by_width()
        super().resizeEvent(event)
