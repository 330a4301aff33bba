"""Today: tasks, the progress of the season, the latest facts. Counts come from Reporting, never from here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from village_desk.domain.basics.clocks import JudgedClock
from village_desk.domain.receipts import Receipt, ReceiptState
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Finding, Only
from village_desk.services.registers.kinds import Narrowed
from village_desk.services.worklist.reporting import Done, Reporting, Task, Todo
from village_desk.ui.kit import style, wording
from village_desk.ui.kit.arrange import Item, column, empty, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card, ClockNotice, rule
from village_desk.ui.kit.labels import label, picture, pill
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.pages.season_card import SeasonCard
from village_desk.words import _

_SEASON = 360
_NAME_WIDTH, _PAPER_WIDTH = 76, 104
"""So that the lines of what was done stand in columns."""

_WAYS: dict[Task, tuple[str, str, Place]] = {
    Task.PUT_BACK: ("alert", _("去上报"), Place("township")),
    Task.ROOM: ("alert", _("看备份"), Place("settings", "backups")),
    Task.BACKUP: ("save", _("备份到 U 盘"), Place("settings", "copy")),
    Task.IMPORT_ROSTER: ("import", _("导入花名册"), Place("import")),
    Task.CONFIRM_PAPER: ("print", _("逐张确认"), Place("receipt", "unprinted")),
    Task.MEND_REFUSED: ("alert", _("去改"), Place("township")),
    Task.TAKEN_TWICE: ("alert", _("去看看"), Place("township")),
    Task.PAIR: ("shield", _("去配对"), Place("township")),
    Task.SEND: ("send", _("去上报"), Place("township")),
    Task.CARRY_OUT: ("alert", _("去照办"), Place("person")),
    Task.MEND_HELD: ("edit", _("去改"), Place("mending")),
    Task.INSTALL_FORM: ("table", _("去看看"), Place("forms")),
    Task.HOUSE_HEAD: ("house", _("定户主"), Place("house")),
    Task.PRINT_ROSTER: ("payouts", _("去打印"), Place("payouts")),
    Task.SOON_SIXTY: ("clock", _("去看看"), Place("people", "soon_sixty")),
    Task.COLLECT: ("collect", _("看名单"), Place("people", "unpaid")),
    Task.POLICY: ("eye", _("看政策"), Place("policy")),
}
"""For each kind of work: its icon, the words of its button, and where that leads."""


class TodayPage(Page):
    """The first page."""

    name = "today"

    def __init__(self, reporting: Reporting, finding: Finding, judged: Callable[[], JudgedClock]) -> None:
        super().__init__(_("今日"), "")
        self._reporting = reporting
        self._finding = finding
        self._judged = judged
        self._clock = ClockNotice()
        self._todo = Card(_("现在要做"), name="todo")
        self._todo_lines = column(gap=0)
        self._todo.add(self._todo_lines)
        self._season = SeasonCard(self._show_unpaid)
        self._done = Card(_("刚做完的"), name="done")
        self._done_lines = column(gap=0)
        self._done.add(self._done_lines)
        self.body.addWidget(self._clock)
        gap = style.size("gap_large")
        self._columns = row(column(self._todo, self._done, None, gap=gap), column(self._season, None), gap=gap)
        self._columns.setStretch(0, 1)
        self.body.addLayout(self._columns)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Count everything again."""
        today = self._reporting.today()
        self._clock.show_clock(self._judged())
        self._show_todo(today.todo)
        self._season.show_season(today.season)
        receipts = {each.number: each for each in self._reporting.receipts(20)}
        self._show_done(today.done, receipts)

    def begins_with_search(self) -> bool:
        """The day is spent with people."""
        return True

    def first_field(self) -> QWidget | None:
        """The first thing to do."""
        return self._todo.findChild(Button)

    def _show_todo(self, todo: tuple[Todo, ...]) -> None:
        empty(self._todo_lines)
        self.main = None
        if not todo:
            self._todo_lines.addLayout(row(picture("tick", "done"), label(_("今天没有要催办的事。")), None, gap=12))
        for number, each in enumerate(todo):
            if number:
                self._todo_lines.addWidget(rule())
            self._todo_lines.addWidget(self._todo_line(each, first=number == 0))

    def _todo_line(self, todo: Todo, first: bool) -> QWidget:
        icon, action, place = _WAYS[todo.task]
        name = f"todo_{todo.task.value}"
        button = LargeButton(action, name=name) if first else Button(action, name=name)
        self.main = button if first else self.main
        place = replace(place, about=todo.about) if todo.about else place
        button.clicked.connect(partial(self.wanted.emit, place))
        sign = picture(icon, "now" if todo.urgent else "primary")
        words = label(todo.words, "section" if first else "", wrap=True)
        line = row(sign, words, button, gap=12)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 10, 0, 10)
        return held(line)

    def _show_unpaid(self, group: VillageGroup) -> None:
        self.wanted.emit(Place("people", Narrowed(group, only=Only.UNPAID).place()))

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

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the season goes below."""
        narrow = self.width() < style.size("narrow_page")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else across)
        self._season.setMinimumWidth(0 if narrow else _SEASON)
        self._season.setMaximumWidth(16_777_215 if narrow else _SEASON)
        super().resizeEvent(event)
