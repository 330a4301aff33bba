"""The till while nobody is in hand: the day's cash, the last five receipts, houses begun and not finished."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from village_desk.domain.basics import money
from village_desk.domain.receipts import Receipt, ReceiptState
from village_desk.services.counter.till import Begun, DayCash
from village_desk.ui.kit import wording
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, pill
from village_desk.ui.pages.collect import basket_card, sum_card
from village_desk.words import _


class Resting(QWidget):
    """Three cards. ``begun``: go on with the house of that person; ``seen``: a receipt; ``receipts_wanted``: all."""

    begun = Signal(str)
    seen = Signal(str)
    receipts_wanted = Signal()
    search_wanted = Signal()
    group_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("resting")
        self._cash = Card(_("今天收了"), name="today_cash")
        self._amount = label(role="amount", name="day_cash")
        self._count = label(role="muted", name="day_count", wrap=True)
        self._other = label(role="muted", name="day_other", wrap=True)
        find = Button(_("找人收费"), "primary", "search", "Enter", name="empty_action")
        find.clicked.connect(self.search_wanted)
        self.find_button = find
        group = Button(_("按组录"), key="Ctrl+G", name="group_sheet_door")
        group.clicked.connect(self.group_wanted)
        for item in (self._amount, self._count, self._other, None, group, find):
            self._cash.add(item)
        self._last = Card(_("刚开的五张"), name="last_receipts")
        self._last_rows = column(gap=0)
        every = Button(_("全部凭条"), key="Ctrl+L", name="all_receipts")
        every.clicked.connect(self.receipts_wanted)
        self._last.inside.addWidget(Scrolled(held(column(self._last_rows, None, gap=0), "inside")), 1)
        self._last.add(row(every, None))
        self._open = Card(_("没收完的户"), name="begun_houses")
        self._open_rows = column(gap=0)
        self._open.inside.addWidget(Scrolled(held(column(self._open_rows, None, gap=0), "inside")), 1)
        self._cards = row(self._cash, self._last, self._open, gap=16)
        self._cards.setStretch(1, 1)
        self.setLayout(self._cards)

    def set_flat(self, flat: bool) -> None:
        """Cards beside each other; the widths of the till, or equal where the window is narrow."""
        self._cash.setFixedWidth(230 if flat else basket_card.WIDTH)
        self._open.setFixedWidth(280 if flat else sum_card.WIDTH)
        self._cards.setSpacing(8 if flat else 16)
        for card in (self._cash, self._last, self._open):
            margin = 10 if flat else 20
            card.inside.setContentsMargins(margin, margin, margin, margin)
        self._cards.setDirection(QBoxLayout.Direction.LeftToRight)

    def show_day(self, cash: DayCash, last: Sequence[Receipt], begun: Sequence[Begun]) -> None:
        """Show the day as it stands."""
        self._amount.setText(money.figures(cash.cash_fen))
        words = _("{count} 笔有效").format(count=cash.receipts) if cash.receipts or cash.voids else _("今天还没收")
        words += _(" · {count} 笔作废").format(count=cash.voids) if cash.voids else ""
        self._count.setText(words)
        self._other.setText(_("另有转账等 {amount} 元").format(amount=money.figures(cash.other_fen)))
        self._other.setVisible(bool(cash.other_fen))
        empty(self._last_rows)
        for receipt in last:
            self._last_rows.addWidget(self._receipt(receipt))
            self._last_rows.addWidget(rule())
        if not last:
            self._last_rows.addWidget(label(_("还没有开过凭条"), "muted"))
        empty(self._open_rows)
        for each in begun:
            self._open_rows.addWidget(self._house(each))
            self._open_rows.addWidget(rule())
        if not begun:
            self._open_rows.addWidget(label(_("开了头的户都收齐了"), "muted"))

    def _receipt(self, receipt: Receipt) -> QWidget:
        name = receipt.name if len(receipt.name) <= 6 else receipt.name[:5] + "…"
        void = receipt.state is ReceiptState.VOID
        amount = label(money.figures(receipt.amount_fen), "muted" if void else "")
        if void:
            font = amount.font()
            font.setStrikeOut(True)
            amount.setFont(font)
        number = Button(receipt.number.split("-")[2][-4:], "quiet", name=f"last_{receipt.number}")
        number.clicked.connect(partial(self.seen.emit, receipt.number))
        line = row(number, label(name, "muted" if void else "strong"), gap=8)
        if void or not receipt.prints:
            line.addWidget(pill(*wording.receipt_state(receipt)))
        line.addStretch(1)
        line.addWidget(amount)
        line.addStrut(62)
        return held(line)

    def _house(self, begun: Begun) -> QWidget:
        name = begun.name if len(begun.name) <= 6 else begun.name[:5] + "…"
        missing = _("还差 {count} 人 {amount} 元").format(count=begun.people, amount=money.short(begun.fen))
        resident = begun.resident
        where = resident.village_group.in_words()
        if resident.household:
            where += _(" · 户 {number}").format(number=resident.household)
        button = Button(_("接着收"), name=f"begun_{begun.person}")
        button.clicked.connect(partial(self.begun.emit, begun.person))
        words = column(label(name, "section"), label(missing), label(where, "small"), gap=2)
        line = row(words, None, button, gap=8)
        line.setContentsMargins(0, 6, 0, 6)
        return held(line)
