"""The running total beside the grid of a village group: people, money, the cash of the bag, and the seal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit

from village_desk.domain.basics import money
from village_desk.ui.kit.arrange import column, held, row
from village_desk.ui.kit.buttons import Button, LargeButton
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.enter import ENTER
from village_desk.ui.kit.labels import label, restyle
from village_desk.ui.pages.collect.group_entry import GroupEntry
from village_desk.words import _

WIDTH = 320
_UNBOUNDED = 16_777_215
"""Qt's own largest width."""


class CountedCash(QLineEdit):
    """The cash of the bag. Enter, Up and Down go back to the grid: ``left``."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing is taken by Enter here."""
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if plain and event.key() in (*ENTER, Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class GroupSum(Card):
    """The card. ``edited``: the cash of the bag was changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__(name="group_sum")
        self._people = label(role="section", name="group_people")
        self._amount = label(role="amount", name="group_amount")
        self._words = label(role="muted", name="group_in_words", wrap=True)
        self._left_out = label(role="strong", name="group_left_out", wrap=True)
        restyle(self._left_out, tone="now")
        self.counted = CountedCash()
        self.counted.setObjectName("counted")
        self.counted.setAccessibleName(_("包里点到的钱"))
        self.counted.setPlaceholderText(_("没点就空着"))
        self.counted.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.counted.textChanged.connect(self.edited)
        count = Button(_("包里点到的钱"), "quiet", key="F7", name="count_cash")
        count.clicked.connect(self.counted.setFocus)
        self._beyond = label(role="strong", name="group_beyond", wrap=True)
        self.seal = LargeButton("", key="Ctrl+Enter", name="main")
        self.seal.role = "section"
        self.undo = Button(_("退一步"), key="Ctrl+Z", name="group_undo")
        money_part = column(self._people, self._amount, self._words, self._left_out, gap=4)
        bag = column(row(count, None), self.counted, self._beyond, gap=4)
        foot = column(self.seal, row(self.undo, None), gap=8)
        self._parts = row(held(money_part), held(bag), None, held(foot), gap=16)
        self.inside.addLayout(self._parts, 1)

    def set_flat(self, flat: bool) -> None:
        """A line under the grid instead of a column beside it."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(across if flat else down)
        self._words.setVisible(not flat)
        margin = 8 if flat else 20
        self.inside.setContentsMargins(margin, margin, margin, margin)
        self.setMinimumWidth(0 if flat else WIDTH)
        self.setMaximumWidth(_UNBOUNDED if flat else WIDTH)

    def show_entry(self, entry: GroupEntry) -> None:
        """Show the sums of what was entered."""
        people, fen = len(entry.good), entry.fen
        self._people.setText(_("{count} 人").format(count=people))
        self._amount.setText(_("￥{amount}").format(amount=money.figures(fen)))
        self._words.setText(money.in_words(fen))
        self._left_out.setText(_left_out(entry))
        self._left_out.setVisible(bool(entry.refused))
        self._show_beyond(entry.beyond_fen())
        self.seal.say(_("封账收下 {count} 人").format(count=people) if people else _("还没有录"))
        self.seal.setEnabled(bool(people))

    def _show_beyond(self, fen: int | None) -> None:
        words = ""
        if fen is not None:
            words = _("对上了") if not fen else _("多 {yuan} 元") if fen > 0 else _("少 {yuan} 元")
            words = words.format(yuan=money.short(abs(fen)))
        self._beyond.setText(words)
        restyle(self._beyond, tone="done" if fen == 0 else "now")


def _left_out(entry: GroupEntry) -> str:
    """2 人收不了：韩玉珍、李四."""
    names = [each.line.name for each in entry.refused]
    more = _("等") if len(names) > 3 else ""
    return _("{count} 人不在里面：{names}").format(count=len(names), names=_("、").join(names[:3]) + more)
