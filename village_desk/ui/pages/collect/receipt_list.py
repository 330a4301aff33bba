"""All receipts as a list: day, number, person, state, sum; narrowed by time, state and text; opened, made void."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from village_desk.desk import Desk
from village_desk.domain.basics import money
from village_desk.domain.receipts import Receipt
from village_desk.services.counter.till import ReceiptFilter, ShownReceipts
from village_desk.ui.kit import faults, wording
from village_desk.ui.kit.arrange import row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.dialogs import VoidReason
from village_desk.ui.kit.forms import choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page, Place
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

_COLUMNS = [
    Column(_("时间"), lambda each: wording.moment(each.collected_at), 170, muted=True),
    Column(_("凭条号"), lambda each: each.number, 180),
    Column(_("姓名"), lambda each: each.name, strong=True),
    Column(_("年度"), lambda each: str(each.year), 76, spare=True),
    Column(_("金额"), lambda each: money.figures(each.amount_fen), 120, right=True),
    Column(_("怎么缴"), lambda each: each.payer_in_words, 150, muted=True, spare=True),
    Column(
        _("状态"),
        lambda each: wording.receipt_state(each)[0],
        130,
        tone=lambda each: wording.receipt_state(each)[1],
    ),
]
_TODAY, _WEEK, _YEAR, _EVER = "today", "week", "year", "ever"


class ReceiptListPage(Page):
    """The list; Enter opens the receipt in hand, where it is printed, Ctrl+D makes it void."""

    name = "receipt_list"
    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("全部凭条"), _("本台开过的，一张不少"))
        self._desk = desk
        spans = [(_("今天"), _TODAY), (_("七天内"), _WEEK), (_("今年"), _YEAR), (_("全部"), _EVER)]
        self._span = choice(spans)
        self._state = choice([(each.in_words(), each.value) for each in ReceiptFilter])
        self._text = line(placeholder=_("姓名或凭条号"))
        for control, name, words in (
            (self._span, "receipts_span", _("时间")),
            (self._state, "receipts_state", _("状态")),
            (self._text, "receipts_text", _("姓名或凭条号")),
        ):
            control.setObjectName(name)
            control.setAccessibleName(words)
        self._span.currentIndexChanged.connect(self._narrow)
        self._state.currentIndexChanged.connect(self._narrow)
        self._text.textChanged.connect(self._narrow)
        self._table = Table("receipt_table", _COLUMNS)
        self._table.chosen.connect(self._see)
        self._sum = label(role="section", name="receipts_sum")
        self.body.addLayout(row(self._span, self._state, self._text, None, gap=12))
        self.body.addWidget(self._table, 1)
        self.body.addWidget(self._sum)
        self.body.setSpacing(12)
        self._make_foot()

    def _make_foot(self) -> None:
        several = Button(_("几张一起打"), icon="print", key="Ctrl+P", name="several")
        several.clicked.connect(lambda: self.wanted.emit(Place("receipts", self._person())))
        book = Button(_("打这些的日记"), icon="print", name="day_book")
        book.clicked.connect(lambda: self.wanted.emit(Place("register", f"day-book\n{self._shown().place()}")))
        save = Button(_("存 Excel"), icon="save", key="Ctrl+E", name="save_list")
        save.clicked.connect(lambda: self.wanted.emit(Place("workbook", f"receipts\n{self._shown().place()}")))
        self._void = Button(_("作废……"), "danger", "void", "Ctrl+D", name="void")
        self._void.clicked.connect(self._make_void)
        main = Button(_("看这一张"), "primary", key="Enter", name="main")
        main.clicked.connect(lambda: self._see(self._in_hand()))
        for each in (book, several):
            self.beside.addWidget(each)
        self.foot(self._void, save, main=main)

    def open(self, about: str) -> None:
        """Show those of this span of time."""
        self._span.setCurrentIndex(max(0, self._span.findData(about)))

    def refresh(self) -> None:
        """Read the receipts again, with the filters as they are."""
        self._narrow()

    def first_field(self) -> QWidget | None:
        """The table, so that the arrows walk at once."""
        return self._table

    def _narrow(self, *_args: object) -> None:
        with faults.presented(self):
            shown = self._shown()
            found = self._desk.till.receipts(shown.first, shown.last, shown.only, shown.text)
            self._table.show_rows(found.receipts)
            if found.receipts:
                self._table.setCurrentIndex(self._table.model().index(0, 0))
            words = _("{count} 张，作废 {voids} 张，有效的共 {amount} 元")
            self._sum.setText(
                words.format(count=len(found.receipts), voids=found.voids, amount=money.figures(found.fen))
            )

    def _shown(self) -> ShownReceipts:
        """What the list shows."""
        return ShownReceipts(*self._days(), ReceiptFilter(str(self._state.currentData())), self._text.text())

    def _days(self) -> tuple[date, date]:
        today, span = self._desk.today(), self._span.currentData()
        if span == _TODAY:
            return today, today
        if span == _WEEK:
            return today - timedelta(days=6), today
        first = self._desk.till.first_day() or today
        return (date(today.year, 1, 1), today) if span == _YEAR else (first, max(first, today))

    def _in_hand(self) -> Receipt | None:
        rows, at = self._table.rows(), self._table.currentIndex().row()
        return rows[at] if 0 <= at < len(rows) else None

    def _person(self) -> str:
        found = self._in_hand()
        return found.person if found else ""

    def _see(self, receipt: object) -> None:
        if isinstance(receipt, Receipt):
            self.wanted.emit(Place("receipt", receipt.number))

    def _make_void(self) -> None:
        receipt = self._in_hand()
        if receipt is None:
            return
        with faults.presented(self):
            heading = _("作废凭条 {number}").format(number=receipt.number)
            words = _("{name} {amount} 元。作废以后这个号不再使用，{year}。请先收回三联纸。作废不能撤回。").format(
                name=receipt.name,
                amount=money.short(receipt.amount_fen),
                year=self._desk.collecting.once_void(receipt.number),
            )
            reason = VoidReason.ask(self, heading, words, _("作废"))
            if reason:
                void = self._desk.collecting.void(receipt.number, reason)
                self.changed.emit()
                self.show_done(void.taken_back_in_words)
