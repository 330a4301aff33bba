"""Cash that leaves the drawer or comes into it besides fees: deposited, handed over, paid on; and its reversal."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from village_desk.desk import Desk
from village_desk.domain.basics import days, moments, money
from village_desk.domain.basics.errors import DeskError
from village_desk.services.books.ledger import WAY_WORDS, CashEntryRow, OpenReceipt
from village_desk.services.books.passing_on import Remittance
from village_desk.ui.kit import dialogs, faults, style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.forms import Field, Form, choice, line
from village_desk.ui.kit.labels import label
from village_desk.ui.kit.page import Page
from village_desk.ui.kit.table_columns import Column
from village_desk.ui.kit.table_views import Table
from village_desk.words import _

_DEPOSIT, _OUT, _IN = "deposit", "out", "in"
_WAYS = ((_("缴存到银行、财政所"), _DEPOSIT), (_("交给别人"), _OUT), (_("收别人交来的"), _IN))
_PAID = (
    (_("手机"), "phone"),
    (_("POS 机"), "pos"),
    (_("银行"), "bank"),
    (_("办税窗口"), "tax_counter"),
)
_LAST = timedelta(days=31)
_LEFT = 400
_UNBOUNDED = 16_777_215
"""Qt's own largest width."""


class PassingPage(Page):
    """What is not passed on yet, and what was."""

    name = "passing"

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("缴存、交接、帮缴"), _("钱离开抽屉，就在这里记一笔"))
        self._desk = desk
        self._held = label(role="title", name="held")
        self._way = choice(list(_WAYS))
        self._amount, self._other, self._slip, self._on = line(), line(), line(), line()
        self._fields = {
            "amount": Field("amount", _("多少元"), self._amount),
            "other": Field("other", _("存到哪里、交给谁"), self._other),
            "slip": Field("slip", _("回单号（没有就空着）"), self._slip),
            "on": Field("on", _("哪一天"), self._on),
        }
        self._form = Form(*self._fields.values())
        self.main = LargeButton(_("记下这一笔"), name="main")
        self.main.clicked.connect(self._write)
        parts = (self._held, Field("way", _("怎么走的"), self._way), *self._fields.values(), None, self.main)
        left = Card(_("抽屉里该有"), *parts, name="passing_card")
        self._left = left
        self._both = row(left, held(column(self._open_card(), self._entries_card(), gap=16)), gap=16)
        self._both.setStretch(1, 1)
        self.body.addLayout(self._both, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the lists stand under the form."""
        narrow = event.size().width() < style.size("narrow_page")
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if narrow else across)
        self._left.setMinimumWidth(0 if narrow else _LEFT)
        self._left.setMaximumWidth(_UNBOUNDED if narrow else _LEFT)
        super().resizeEvent(event)

    def _open_card(self) -> Card:
        self._open = Table(
            "open_receipts",
            [
                Column(_("姓名"), lambda each: each.receipt.name, 120, strong=True),
                Column(_("凭条"), lambda each: each.receipt.number, least=170, spare=True),
                Column(_("放了几天"), lambda each: str(each.days), 90, right=True),
                Column(_("元"), lambda each: money.figures(each.receipt.amount_fen), 100, right=True),
            ],
        )
        self._channel = choice(list(_PAID))
        self._channel.setAccessibleName(_("怎么缴的"))
        self._channel.setObjectName("channel")
        self._ticket = line(placeholder=_("电子税票号码，没有就空着"))
        self._ticket.setObjectName("ticket")
        self._ticket.setAccessibleName(_("电子税票号码"))
        paid = Button(_("已替他缴到税务"), key="F7", name="remit")
        paid.clicked.connect(self._remit)
        below = row(self._channel, self._ticket, paid, gap=8)
        below.setStretch(1, 1)
        return Card(_("收了还没缴出去的"), self._open, below, name="open_card")

    def _entries_card(self) -> Card:
        self._entries = Table(
            "cash_entries",
            [
                Column(_("日期"), lambda each: each.day[5:], 70),
                Column(_("什么"), _what, 110, strong=True),
                Column(_("给谁、到哪里"), _whom, least=120, spare=True),
                Column(_("元"), lambda each: money.figures(abs(each.fen)), 110, right=True),
            ],
        )
        wrong = Button(_("记错了，红字冲销"), "danger", key="F8", name="reverse")
        wrong.clicked.connect(self._reverse)
        return Card(_("这一个月交出去的"), self._entries, row(None, wrong), name="entries_card")

    def refresh(self) -> None:
        """Read the books again; what was typed stays."""
        today, ledger = self._desk.today(), self._desk.ledger
        self._held.setText(_("{fen} 元").format(fen=money.figures(ledger.held())))
        self._open.show_rows(list(ledger.open_receipts()))
        self._entries.show_rows(list(ledger.entries(today - _LAST, today)))
        if not self._on.text():
            self._on.setText(moments.day(today))

    def first_field(self) -> QWidget | None:
        """The amount."""
        return self._amount

    def say(self, error: DeskError) -> None:
        """Beside the field that is meant."""
        field = {"place": "other"}.get(getattr(error, "field", ""), getattr(error, "field", ""))
        if field in self._fields:
            self._fields[field].refuse(error)
        else:
            super().say(error)

    def _write(self) -> None:
        with faults.presented(self):
            self._form.accept()
            fen, on, way = money.read(self._amount.text()), days.read(self._on.text()), str(self._way.currentData())
            passing = self._desk.passing_on
            if way == _DEPOSIT:
                passing.deposit(fen, self._other.text(), on, self._slip.text())
            else:
                passing.hand_over(fen, self._other.text(), on, way == _IN)
            self._amount.clear()
            self._slip.clear()
            self.changed.emit()
            held_now = money.figures(self._desk.ledger.held())
            self.show_done(_("记下了，抽屉里还该有 {fen} 元").format(fen=held_now))
            self._amount.setFocus()

    def _remit(self) -> None:
        """The receipt in hand was paid on."""
        found = self._in_hand(self._open)
        if not isinstance(found, OpenReceipt):
            return
        with faults.presented(self):
            ticket, channel = self._ticket.text(), str(self._channel.currentData())
            self._desk.passing_on.remit([Remittance(found.receipt.number, channel, self._desk.today(), ticket)])
            self._ticket.clear()
            self.changed.emit()
            self.show_done(
                _("{name} 的 {fen} 元记为已帮缴，把缴费证明交给本人").format(
                    name=found.receipt.name, fen=money.short(found.receipt.amount_fen)
                )
            )

    def _reverse(self) -> None:
        """The entry in hand was wrong."""
        found = self._in_hand(self._entries)
        if not isinstance(found, CashEntryRow):
            return
        why = dialogs.Reason.ask(
            self, _("红字冲销这一笔"), _("两笔都留在账上，余额加回来"), _("冲销"), _("如：金额写错了")
        )
        if why:
            with faults.presented(self):
                self._desk.passing_on.reverse(found.fact, why)
                self.changed.emit()
                self.show_done(_("红字冲销了这一笔，照实再记一次"))

    def _in_hand(self, table: Table) -> object:
        place = table.currentIndex().row()
        rows = table.rows()
        return rows[place] if 0 <= place < len(rows) else None


def _what(entry: CashEntryRow) -> str:
    words = WAY_WORDS.get(entry.way, entry.way)
    return words + _("（已冲销）") if entry.reversed_at else words


def _whom(entry: CashEntryRow) -> str:
    words = {data: shown for shown, data in _PAID}
    return " · ".join(filter(None, (words.get(entry.place, entry.place), entry.receipt, entry.receiver, entry.ticket)))
