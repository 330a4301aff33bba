"""The receipts that were just taken, in the middle of the till: each with its paper, seen or not."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from village_desk.domain.basics import money
from village_desk.domain.receipts import Receipt
from village_desk.ui.kit.arrange import Scrolled, column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, pill, restyle
from village_desk.ui.paperwork import Stage
from village_desk.words import _


class ReceiptsCard(Card):
    """The rows. ``seen``: the receipt of that number is wanted; ``missing``: its paper did not come out, or did.

    ``choosing_print``: she wants to choose how they are printed.
    """

    seen = Signal(str)
    missing = Signal(str)
    choosing_print = Signal()

    def __init__(self) -> None:
        super().__init__(name="taken")
        self._flat = False
        self._heading = label(role="title", name="taken_heading")
        self._state = pill("", name="taken_state")
        self._rows = column(gap=0)
        self._question = label(role="title", name="paper_question", wrap=True)
        self._hint = label(role="muted", name="paper_hint", wrap=True)
        self.add(row(self._heading, None, self._state))
        inside = column(self._rows, None, gap=0)
        self._area = Scrolled(held(inside, "inside"))
        self.inside.addWidget(self._area, 1)
        self._print = Button(_("打印设置"), "quiet", "settings", "F12", name="print_choices")
        self._print.setShortcut("")
        self._print.clicked.connect(self.choosing_print)
        below = row(column(self._question, self._hint, gap=4), self._print)
        below.setStretch(0, 1)
        self.add(below)

    def set_flat(self, flat: bool) -> None:
        """Where the window is low, the question alone stands under the rows."""
        margin = 10 if flat else 20
        self.inside.setContentsMargins(margin, margin, margin, margin)
        self.inside.setSpacing(4 if flat else 16)
        self._flat = flat
        self._print.setVisible(not flat)
        restyle(self._question, role="section" if flat else "title")

    def show_receipts(
        self, receipts: Sequence[Receipt], stage: Stage, missing: Sequence[str], failure: str, booked: int
    ) -> None:
        """Show the receipts as stored, and the question about their papers."""
        count = len(receipts)
        self._heading.setText(_("{count} 张凭条").format(count=count) if count else _("不开凭条"))
        words, tone = _STATES[stage] if count else ("", "plain")
        void = bool(count) and all(each.void_reason for each in receipts)
        words, tone = (_("已作废"), "plain") if void else (words, tone)
        if failure and stage is Stage.TO_PRINT and not void:
            words, tone = _("没打出来"), "attention"
        self._state.setText(words)
        restyle(self._state, pill=tone)
        self._state.setVisible(bool(words))
        empty(self._rows)
        for receipt in receipts:
            self._rows.addWidget(self._row(receipt, stage, receipt.number in missing))
            self._rows.addWidget(rule())
        if booked:
            self._rows.addWidget(
                label(_("{count} 人的费由别人代缴，已记下").format(count=booked), "muted", "booked_words")
            )
        question, hint = _question(stage, count, len(missing), void)
        if failure and stage is not Stage.PRINTING and not void:
            hint = _("没有打出来：{why}。{hint}").format(why=failure, hint=hint)
        self._question.setText(question)
        self._hint.setText(hint)
        self._question.setVisible(bool(question))
        self._hint.setVisible(bool(hint) and (not self._flat or bool(failure)))

    def _row(self, receipt: Receipt, stage: Stage, missing: bool) -> QWidget:
        number = label(receipt.number.split("-")[2][-4:], "muted", f"number_{receipt.number}")
        number.setToolTip(receipt.number)
        name = receipt.name if len(receipt.name) <= 8 else receipt.name[:7] + "…"
        amount = label(money.figures(receipt.amount_fen), "section")
        look = Button(_("看凭条"), "quiet", "eye", name=f"see_{receipt.number}")
        look.clicked.connect(partial(self.seen.emit, receipt.number))
        line = row(number, label(name, "section"), None, amount, look, gap=12)
        if stage is Stage.ASKING:
            out = Button(_("没出来") if not missing else _("要再打"), name=f"missing_{receipt.number}")
            out.setCheckable(True)
            out.setChecked(missing)
            out.clicked.connect(partial(self.missing.emit, receipt.number))
            line.addWidget(out)
        elif receipt.void_reason:
            line.addWidget(pill(receipt.state_in_words, "plain"))
        elif receipt.prints:
            line.addWidget(pill(_("已打出"), "done"))
        line.addStrut(62)
        return held(line)


_STATES = {
    Stage.TO_PRINT: (_("还没打印"), "attention"),
    Stage.PRINTING: (_("正在打印"), "plain"),
    Stage.ASKING: (_("送到打印机了"), "plain"),
    Stage.UNSEEN: (_("还没打印"), "attention"),
    Stage.OUT: (_("已打出"), "done"),
}


def _question(stage: Stage, count: int, missing: int, void: bool) -> tuple[str, str]:
    """What is asked now, and the words under it."""
    if void:
        return _("这张凭条已作废") if count == 1 else _("这几张凭条已作废"), _("号码不再使用，三联纸请一起留存。")
    if not count:
        return "", _("接着找下一位，直接打名字就行。")
    if stage is Stage.PRINTING:
        return _("正在打印……"), ""
    if stage is Stage.ASKING:
        words = _("纸出来了吗？") if count == 1 else _("纸都出来了吗？")
        return words, _("都清楚就按 Enter；哪张没出来或不清楚，先点它旁边的“没出来”，再按 Enter 只补打那几张。")
    if stage is Stage.OUT:
        return _("纸已打出"), _("接着找下一位，直接打名字就行。")
    return _("钱已记下，还没打印"), _("停电、断网都不会丢。打完接着找下一位，直接打名字就行。")
