"""The right of the till: the sum, what was given, the change, and the one button; after it, what was taken."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QBoxLayout, QFrame, QLineEdit, QWidget

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import DeskError
from village_desk.services.counter.house_fees import Taken
from village_desk.services.counter.till import DayCash
from village_desk.ui.kit import style
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, picture, restyle
from village_desk.ui.pages.collect.basket import Basket
from village_desk.words import _

WIDTH = 360
_GIVEN = 152
_UNBOUNDED = 16_777_215
"""Qt's own largest width."""


class TillButton(LargeButton):
    """The one button of the till: what it says is written as large as there is room for."""

    def __init__(self, name: str) -> None:
        super().__init__("", name=name)
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH)

    def say(self, text: str) -> None:
        """Change the words, in the largest type that fits."""
        room = WIDTH - 100
        fitting = QFontMetrics(style.font("title", bold=True)).horizontalAdvance(text) <= room
        self.role = "title" if fitting else "section"
        super().say(text)


class CashCard(Card):
    """The day's cash, always in sight, and the way to all receipts."""

    receipts_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(name="cash")
        self.inside.setContentsMargins(19, 10, 12, 12)
        self._count = label(role="small", name="cash_count")
        self._amount = label(role="title", name="cash_amount")
        button = Button(_("全部凭条"), key="Ctrl+L", name="all_receipts")
        button.clicked.connect(self.receipts_wanted)
        self.add(row(column(self._count, self._amount, gap=0), None, button))

    def show_cash(self, cash: DayCash) -> None:
        """Show the day's money."""
        self._count.setText(counted(cash))
        self._amount.setText(_("{amount} 元").format(amount=money.figures(cash.cash_fen)))


def counted(cash: DayCash) -> str:
    """今天收了 · 7 笔."""
    words = _("今天收现金 · {count} 笔").format(count=cash.receipts)
    return words + (_(" · 作废 {count}").format(count=cash.voids) if cash.voids else "")


class SumCard(QWidget):
    """The sum and its button, then the cash of the day. ``edited``: the given amount was changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sum")
        self.main = TillButton("main")
        self.wrong = Button(_("收错了，作废重收"), "danger", key="F8", name="take_back")
        self.wrong.setFixedHeight(56)
        self.wrong.setMinimumWidth(WIDTH)
        self.later = Button(_("先不打，收下一位"), key="Ctrl+N", name="later")
        self.later.setMinimumWidth(WIDTH)
        self.cash = CashCard()
        self._make_card()
        self._lay_out()

    def _make_card(self) -> None:
        self._people = label(role="section", name="people")
        self._sign = picture("tick", "done")
        self._amount = label(role="sum", name="amount")
        self._words = label(role="muted", name="amount_in_words", wrap=True)
        self.given = QLineEdit()
        self.given.setObjectName("given")
        self.given.setAccessibleName(_("收到多少现金"))
        self.given.setPlaceholderText(_("不找零就空着"))
        self.given.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.given.setMinimumHeight(54)
        self.given.textChanged.connect(self.edited)
        self._given_words = label(_("收到"))
        self._change_words = label(_("找零"))
        self._change = label(role="title", name="change")
        self._short = label(name="given_refusal")
        restyle(self._short, tone="now")
        self._rule = QFrame()
        self._rule.setProperty("rule", True)

    def _lay_out(self) -> None:
        self._card = Card(name="sum_card")
        self._card.inside.setContentsMargins(23, 14, 23, 14)
        people = row(self._sign, self._people, None, gap=8)
        self._money = held(column(people, self._amount, self._words, gap=2))
        given = row(self._given_words, self.given, gap=12)
        given.setStretch(1, 1)
        change = row(self._change_words, None, self._change)
        self._cash = held(column(given, self._short, change, gap=8))
        self._parts = row(self._money, self._rule, self._cash, gap=12)
        self._card.add(self._parts)
        self._second = column(self.wrong, self.later, gap=8)
        self._buttons = held(column(self.main, self._second, gap=8))
        self._whole = row(self._card, self._buttons, None, self.cash, gap=16)
        self.setLayout(self._whole)

    def set_flat(self, flat: bool) -> None:
        """Pinned to the foot of a narrow window, beside each other."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(across if flat else down)
        self._whole.setDirection(across if flat else down)
        self._second.setDirection(across if flat else down)
        for each in (self.wrong, self.later):
            each.setMinimumWidth(0 if flat else WIDTH)
        self.wrong.setFixedHeight(44 if flat else 56)
        self._rule.setVisible(not flat)
        self._cash.setMaximumWidth(_GIVEN + 60 if flat else _UNBOUNDED)
        self._card.inside.setContentsMargins(*((12, 4, 12, 4) if flat else (23, 14, 23, 14)))
        self._whole.setSpacing(8 if flat else 16)
        self.setMinimumWidth(0 if flat else WIDTH)
        self.setMaximumWidth(_UNBOUNDED if flat else WIDTH)
        self.cash.setVisible(not flat)
        restyle(self._amount, role="amount" if flat else "sum")
        self.given.setMinimumHeight(42 if flat else 54)

    def show_basket(self, basket: Basket) -> None:
        """The sum of what is ticked, and the change."""
        restyle(self._card, card="plain")
        self._sign.hide()
        self._people.setText(basket.in_words())
        self._show_money(basket.fen)
        if self.given.text() != basket.given:
            self.given.blockSignals(True)
            self.given.setText(basket.given)
            self.given.blockSignals(False)
        for each in (self.given, self._given_words):
            each.show()
        change = basket.change_fen()
        short = change is not None and change < 0
        self._change_words.setText(_("找零"))
        self._change_words.setVisible(not short)
        self._change.setText(money.figures(max(0, change or 0)))
        self._change.setVisible(not short)
        self._short.setText(short_words(-change) if change is not None and short else "")
        self._short.setVisible(short)
        self._cash.setVisible(bool(basket.fen) or bool(basket.given))

    def show_taken(self, taken: Taken, change_fen: int) -> None:
        """What was taken, in green, and the change to hand back."""
        restyle(self._card, card="done")
        self._sign.show()
        self._people.setText(_("收好了") if taken.receipts else _("已记下，没有收现金"))
        self._show_money(taken.fen)
        for each in (self.given, self._given_words, self._short):
            each.hide()
        self._change_words.setText(_("找零给他"))
        self._change_words.show()
        self._change.setText(money.figures(change_fen))
        self._change.show()
        self._cash.setVisible(change_fen > 0)

    def _show_money(self, fen: int) -> None:
        self._amount.setText(_("￥{amount}").format(amount=money.figures(fen)))
        self._words.setText(money.in_words(fen) if fen else _("不收现金"))

    def refuse_given(self, error: DeskError) -> None:
        """What was typed as given is no amount."""
        self._short.setText(str(error))
        self._short.show()


def short_words(fen: int) -> str:
    """还差 100 元."""
    return _("还差 {amount} 元").format(amount=money.short(fen))
