"""Today: what waits, the progress of the season, the latest facts. Counts come from the services, never from here."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from village_desk.domain.basics import money
from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.receipts import Receipt, ReceiptState
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.books.ledger import Ledger
from village_desk.services.finding import Finding, Only
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.worklist.reporting import Done, Reporting
from village_desk.services.worklist.worklist import Glance, Worklist
from village_desk.ui.kit import style, wording
from village_desk.ui.kit.arrange import Item, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, ClockNotice, rule
from village_desk.ui.kit.labels import label, picture, pill
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.season_card import SeasonCard
from village_desk.words import _

_SEASON = 360
_NAME_WIDTH, _PAPER_WIDTH = 76, 104
"""So that the lines of what was done stand in columns."""
_BESIDE = 900
"""The page is at least so wide where the season stands beside the rest."""

_SHOWN = 5
"""Kinds of what waits that Today names; the others stand on the page of all that waits."""


class TodayPage(Page):
    """The first page."""

    name = "today"

    def __init__(
        self,
        reporting: Reporting,
        worklist: Worklist,
        finding: Finding,
        judged: Callable[[], JudgedClock],
        ledger: Ledger,
    ) -> None:
        super().__init__(_("今日"), "")
        self._worklist = worklist
        self._reporting = reporting
        self._finding = finding
        self._judged = judged
        self._ledger = ledger
        self._clock = ClockNotice()
        self._todo = Card(_("现在要做"), name="todo")
        self._todo_lines = column(gap=0)
        self._todo.add(self._todo_lines)
        self._season = SeasonCard(self._show_unpaid, self._show_report)
        self._cash = label("", "section", name="cash_today", wrap=True)
        every = Button(_("看凭条清单"), "plain", name="receipt_list")
        every.clicked.connect(partial(self.wanted.emit, Place("receipt_list")))
        drawer = Card(_("今天收的现金"), name="cash_of_today")
        drawer.add(self._cash)
        close = Button(_("结账"), "plain", name="close_day")
        close.clicked.connect(partial(self.wanted.emit, Place("books")))
        drawer.add(row(None, every, close))
        self._done = Card(_("刚做完的"), name="done")
        self._done_lines = column(gap=0)
        self._done.add(self._done_lines)
        self.body.addWidget(self._clock)
        gap = style.size("gap_large")
        self._columns = row(
            column(self._todo, self._done, None, gap=gap), column(drawer, self._season, None, gap=gap), gap=gap
        )
        self._columns.setStretch(0, 1)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the season stands under what waits."""
        narrow = event.size().width() < _BESIDE
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        super().resizeEvent(event)

    def refresh(self) -> None:
        """Count everything again."""
        today = self._reporting.today()
        self._clock.show_clock(self._judged())
        self._show_waiting(self._worklist.at_a_glance())
        self._season.show_season(today.season)
        self._show_cash()
        receipts = {each.number: each for each in self._reporting.receipts(20)}
        self._show_done(today.done, receipts)

    def begins_with_search(self) -> bool:
        """The day is spent with people."""
        return True

    def first_field(self) -> QWidget | None:
        """The first thing to do."""
        return self._todo.findChild(Button)

    def _show_waiting(self, waiting: list[Glance]) -> None:
        empty(self._todo_lines)
        self.main = None
        if not waiting:
            self._todo_lines.addLayout(row(picture("tick", "done"), label(_("今天没有要紧的事")), None, gap=12))
        for number, each in enumerate(waiting[:_SHOWN]):
            if number:
                self._todo_lines.addWidget(rule())
            self._todo_lines.addWidget(self._waiting_line(each, first=number == 0))
        more = sum(each.count for each in waiting[_SHOWN:])
        if more:
            self._todo_lines.addWidget(rule())
            self._todo_lines.addWidget(self._more_line(more))

    def _waiting_line(self, glance: Glance, first: bool) -> QWidget:
        kind = glance.kind
        button = Button(kind.cure, "primary" if first else "plain", name=f"todo_{kind.name}")
        button.clicked.connect(partial(self.wanted.emit, _place(glance)))
        sign = picture(kind.icon, "now" if kind.rank.is_pressing else "primary")
        words = label(glance.words, "section" if first else "", wrap=True)
        line = row(sign, words, button, gap=12)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 10, 0, 10)
        return held(line)

    def _more_line(self, more: int) -> QWidget:
        button = Button(_("待办"), key="Ctrl+2", name="todo_more")
        button.setShortcut("")
        button.clicked.connect(partial(self.wanted.emit, Place("todo")))
        words = label(_("还有 {n} 件").format(n=more), "muted", name="todo_more_words")
        line = row(words, None, button, gap=12)
        line.setContentsMargins(0, 10, 0, 0)
        return held(line)

    def _show_cash(self) -> None:
        fen, count = self._ledger.taken()
        self._cash.setText(_("{money} 元 · {n} 张凭条").format(money=money.short(fen), n=count))

    def _show_unpaid(self, group: VillageGroup) -> None:
        self.wanted.emit(Place("people", Narrowed(group, only=Only.UNPAID).place()))

    def _show_report(self) -> None:
        self.wanted.emit(Place("report", "week"))

    def _show_done(self, done: tuple[Done, ...], receipts: dict[str, Receipt]) -> None:
        empty(self._done_lines)
        if not done:
            self._done_lines.addWidget(
                label(_("还没有做过什么。收费、导入、更正以后，最近十件事列在这里。"), "muted", wrap=True)
            )
        for number, each in enumerate(done):
            if number:
                self._done_lines.addWidget(rule())
            self._done_lines.addWidget(self._done_line(each, receipts.get(each.receipt)))
        if any(each.receipt for each in done):
            book = Button(_("打收入日记"), "quiet", "print", name="day_book")
            book.clicked.connect(lambda: self.wanted.emit(Place("register", "day-book")))
            sheet = Button(_("凭条存 Excel"), "quiet", "save", name="receipts_workbook")
            sheet.clicked.connect(lambda: self.wanted.emit(Place("workbook", "receipts")))
            self._done_lines.addLayout(row(None, sheet, book))

    def _done_line(self, done: Done, receipt: Receipt | None) -> QWidget:
        when = label(wording.moment(done.at), "small")
        items: list[Item] = [when]
        if done.person:
            who = label(self._finding.person(done.person).name, "strong")
            who.setMinimumWidth(_NAME_WIDTH)
            items.append(who)
        items.append(label(done.words, wrap=True))
        if receipt is not None:
            items.append(pill(*wording.receipt_state(receipt)))
            items.append(self._paper_button(receipt))
        line = row(*items)
        line.setStretch(2 if done.person else 1, 1)
        line.setContentsMargins(0, 6, 0, 6)
        line.addStrut(style.size("control"))
        return held(line)

    def _paper_button(self, receipt: Receipt) -> Button:
        words = _("看凭条") if receipt.state is ReceiptState.VOID else _("补打或作废")
        button = Button(words, "quiet", name=f"receipt_{receipt.number}")
        button.setMinimumWidth(_PAPER_WIDTH)
        button.clicked.connect(partial(self.wanted.emit, Place("receipt", receipt.number)))
        return button


def _place(glance: Glance) -> Place:
    """Where it is done: at once where that is one place, else on the page of all that waits."""
    kind = glance.kind
    if kind.go_to.for_all:
        return Place(kind.go_to.page, kind.go_to.detail)
    if glance.count == 1 and glance.first is not None:
        return Place(kind.go_to.page, kind.go_to.about(glance.first))
    if kind.all_at is not None:
        return Place(kind.all_at.page, kind.all_at.detail)
    return Place("todo", kind.name)
