"""The till as it is seen: three columns, or rows where the window is narrow, and the words of the one button."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QStackedWidget, QWidget

from village_desk.desk import Desk
from village_desk.services.counter.house_fees import Taken
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.cards import ClockNotice
from village_desk.ui.kit.jobs import Jobs
from village_desk.ui.kit.page import Page
from village_desk.ui.pages.collect import payment_words
from village_desk.ui.pages.collect.basket import Basket
from village_desk.ui.pages.collect.basket_card import BasketCard
from village_desk.ui.pages.collect.fee_card import FeeCard
from village_desk.ui.pages.collect.fee_line import FeeLine
from village_desk.ui.pages.collect.house_papers import HousePapers
from village_desk.ui.pages.collect.member_row import MemberRow
from village_desk.ui.pages.collect.receipts_card import ReceiptsCard
from village_desk.ui.pages.collect.resting import Resting
from village_desk.ui.pages.collect.slip_sheet import SlipSheet
from village_desk.ui.pages.collect.sum_card import SumCard, short_words
from village_desk.ui.paperwork import Stage
from village_desk.words import _


class TillFrame(Page):
    """What is shown of the house in hand; nothing is taken and nothing changed here."""

    name = "collect"
    prints = "receipt"
    takes_people = True
    scrolls = False

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__(_("收费"), _("一户一次收清，一人一张凭条"))
        self._desk = desk
        self._basket: Basket | None = None
        self._taken: Taken | None = None
        self._change_fen = 0
        self._known: frozenset[str] = frozenset()
        self._papers = HousePapers(desk.collecting, desk.papers, jobs)
        self._papers.moved.connect(self._show)
        self._papers.recorded.connect(self.changed)
        self._papers.failed.connect(self.failed)
        self._sheet = SlipSheet(self, jobs)
        self._make_parts()
        self._show()

    def _make_parts(self) -> None:
        self._clock = ClockNotice()
        self._resting = Resting()
        self._house = BasketCard()
        self._fee = FeeCard()
        self._receipts = ReceiptsCard()
        self._receipts.choosing_print.connect(self.choosing_print)
        self._middle = QStackedWidget()
        for each in (self._fee, self._receipts):
            self._middle.addWidget(each)
        self._sum = SumCard()
        self.main = self._sum.main
        self._columns = row(self._house, self._middle, self._sum, gap=16)
        self._columns.setStretch(1, 1)
        self._at_work = held(self._columns, "at_work")
        self.body.addLayout(column(self._clock, gap=0))
        self.body.addWidget(self._resting, 1)
        self.body.addWidget(self._at_work, 1)
        self.body.setSpacing(8)

    def paper(self) -> tuple[str, bytes] | None:
        """The slips."""
        return self._papers.paper()

    def _at_hand(self) -> Basket | None:
        return self._basket if self._taken is None else None

    def _line(self) -> FeeLine | None:
        basket = self._at_hand()
        return basket.line() if basket is not None else None

    def _focus_row(self) -> None:
        """The keyboard on the row in hand, whose digits choose its tier."""
        row = self._house.row_of(self._basket.focus) if self._basket is not None else None
        if row is not None and self._taken is None:
            row.setFocus()

    def _show(self) -> None:
        basket = self._basket
        self._resting.setVisible(basket is None)
        self._at_work.setVisible(basket is not None)
        self._lay_by_width()
        cash = self._desk.till.day()
        if basket is None:
            self._resting.show_day(cash, self._desk.collecting.recent(5), self._desk.till.begun())
            return
        self._sum.cash.show_cash(cash)
        self._show_house(basket)
        self._show_middle(basket)
        self._show_sum()

    def _show_house(self, basket: Basket) -> None:
        """The rows are made anew; the keyboard stays where it was."""
        focused = self.window().focusWidget()
        held_by_row = isinstance(focused, MemberRow) and self._house.isAncestorOf(focused)
        self._house.show_basket(basket, taken=self._taken is not None)
        if held_by_row:
            self._focus_row()

    def _show_middle(self, basket: Basket) -> None:
        self._middle.setCurrentWidget(self._fee if self._taken is None else self._receipts)
        if self._taken is not None:
            papers = self._papers
            booked = len(self._taken.booked)
            missing = sorted(papers.missing)
            self._receipts.show_receipts(papers.receipts(), papers.stage, missing, papers.failure(), booked)
            return
        line = basket.line()
        alike = basket.alike
        why_not = line.of_year.why_not
        paid = ""
        if why_not is not None:
            already = self._desk.collecting.paid_already(line.member.id, line.year) if line.is_second else None
            paid = _("{why}。").format(why=already or why_not)
        died_on = self._desk.collecting.noted_death(line.member.id)
        self._fee.show_line(line, alike, paid, died_on, self._narrow())

    def _show_sum(self) -> None:
        basket, taken = self._basket, self._taken
        if basket is None:
            return
        if taken is None:
            self._sum.show_basket(basket)
        else:
            self._sum.show_taken(taken, self._change_fen)
        words, ready = self._words_of_step(basket)
        self._sum.main.say(words)
        if not ready and self._sum.main.hasFocus():
            self._focus_row()
        self._sum.main.setEnabled(ready)
        self._sum.main.show_key("Enter" if ready else "")
        void = taken is not None and bool(taken.receipts) and all(each.void_reason for each in self._papers.receipts())
        self._sum.wrong.setVisible(taken is not None and not void)
        waits = taken is not None and self._papers.stage in (Stage.TO_PRINT, Stage.ASKING)
        self._sum.later.setVisible(waits)

    def _words_of_step(self, basket: Basket) -> tuple[str, bool]:
        """What the one button says, and whether it can be pressed; else it says what is missing."""
        if self._taken is not None:
            return self._words_of_paper()
        missing = self._missing(basket)
        return (missing, False) if missing else (payment_words.taking(basket.ticked, basket.fen), True)

    def _missing(self, basket: Basket) -> str:
        if not basket.ticked:
            return _("先勾上要缴的人")
        if basket.alike is not None:
            return _("先认人：{name}").format(name=_short(basket.alike.person.name))
        if basket.unsettled:
            return _("先答：{name}谁来缴").format(name=_short(basket.unsettled[0].name))
        change = basket.change_fen()
        return short_words(-change) if change is not None and change < 0 else ""

    def _words_of_paper(self) -> tuple[str, bool]:
        papers = self._papers
        count = len(papers.waiting())
        if papers.stage is Stage.PRINTING:
            return _("正在打印"), True
        if papers.stage is Stage.OUT:
            return _("收下一位"), True
        if papers.stage is Stage.ASKING:
            return self._words_of_asking(count)
        if papers.failure():
            return _("再打一次"), True
        return _("打印 {count} 张").format(count=count), True

    def _words_of_asking(self, count: int) -> tuple[str, bool]:
        missing = len(self._papers.missing)
        if missing:
            return _("补打 {count} 张").format(count=missing), True
        return (_("出来了") if count == 1 else _("都出来了")), True

    def _narrow(self) -> bool:
        return self.width() < style.size("narrow_page")

    def _lay_by_width(self) -> None:
        """Three columns; basket above and sum pinned below where the window is narrow."""
        narrow = self._narrow()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if narrow else across)
        self._columns.setSpacing(8 if narrow else 16)
        self._house.set_flat(narrow)
        self._sum.set_flat(narrow)
        self._resting.set_flat(narrow)
        self._receipts.set_flat(narrow)
        for each in (self.title, self.purpose):
            each.setVisible(not narrow)

    def first_field(self) -> QWidget | None:
        """The row in hand; after the taking the one button."""
        if self._basket is None:
            return self._resting.find_button
        return self._house.row_of(self._basket.focus) if self._taken is None else self.main

    def enter_button(self) -> QPushButton | None:
        """The one button of the till; while nobody is in hand the search."""
        return self._resting.find_button if self._basket is None else self.main

    def begins_with_search(self) -> bool:
        """While nobody is in hand somebody has to be found."""
        return self._basket is None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cards find their place again."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._show()
        self._sheet.place()


def _short(name: str) -> str:
    most = 5
    return name if len(name) <= most else name[: most - 1] + "…"
