"""The money is on record: the number, the amount, and the question whether the paper came out."""

from village_desk.domain.basics import money
from village_desk.domain.receipts import Receipt, channel_words
from village_desk.ui.kit import style, wording
from village_desk.ui.kit.arrange import column, row
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label, picture, pill, restyle
from village_desk.ui.paperwork import Stage
from village_desk.words import _


class TakenCard(Card):
    """One stored receipt and how far its paper is."""

    def __init__(self) -> None:
        super().__init__(name="taken")
        self._heading = label(role="section", name="taken_heading")
        self._state = pill("")
        self._amount = label(role="amount", name="taken_amount")
        self._words = label(role="muted", name="taken_in_words")
        self._number = label(role="strong", name="receipt_number")
        self._lines = label(role="muted", name="taken_lines", wrap=True)
        self._question = label(role="title", name="paper_question", wrap=True)
        self._hint = label(role="muted", name="paper_hint", wrap=True)
        self._sign = picture("tick", "done")
        self.add(row(self._sign, self._heading, None, self._state, gap=12))
        self.add(column(self._amount, self._words, gap=0))
        self.add(column(self._number, self._lines, gap=4))
        self.add(rule())
        self.add(column(self._question, self._hint, gap=4))
        self.add(None)

    def show_receipt(self, receipt: Receipt, stage: Stage, failure: str = "") -> None:
        """Show the receipt as stored and the next question; ``failure``: why its last try to print failed."""
        self._heading.setText(_("{name} {year} 年").format(name=receipt.name, year=receipt.year))
        void = bool(receipt.void_reason)
        self._sign.setPixmap(style.picture("void" if void else "tick", "muted" if void else "done", style.size("icon")))
        words, tone = wording.receipt_state(receipt)
        self._state.setText(words)
        restyle(self._state, pill=tone)
        self._amount.setText(_("{amount} 元").format(amount=money.figures(receipt.amount_fen)))
        self._words.setText(receipt.in_words)
        self._number.setText(_("凭条 {number}").format(number=receipt.number))
        parts = [
            receipt.payer_in_words,
            channel_words(receipt.channel),
            wording.moment(receipt.collected_at),
            receipt.by,
        ]
        if receipt.void_reason:
            words = _("红字 {red} 冲销：{reason}") if receipt.red else _("作废原因：{reason}")
            parts.append(words.format(red=receipt.red, reason=receipt.void_reason))
        if receipt.reason:
            parts.append(_("镇所：{reason} {cure}").format(reason=receipt.reason, cure=receipt.cure))
        self._lines.setText(" · ".join(part for part in parts if part))
        question, hint = _question(receipt, stage)
        if failure and stage is not Stage.PRINTING and not void:
            hint = _("上次没有打出来：{why}。{hint}").format(why=failure, hint=hint)
        self._question.setText(question)
        self._hint.setText(hint)


def _question(receipt: Receipt, stage: Stage) -> tuple[str, str]:
    if receipt.void_reason:
        if receipt.red:
            return _("这张凭条已红冲"), _("请打出红字凭条，和原来的三联纸一起留存。")
        return _("这张凭条已作废"), _("号码不再使用，三联纸请一起留存。")
    if stage is Stage.PRINTING:
        return _("正在打印……"), ""
    if stage is Stage.ASKING:
        return _("纸出来了吗？"), _("三联都清楚，就按“出来了”；卡纸或不清楚，就再打一次。")
    if stage is Stage.UNSEEN:
        return _("纸出来了吗？"), _("手里没有这张纸，就打一次；三联已经在手里，才按“纸在手里”。")
    if receipt.prints:
        return _("纸已打出"), _("再打的一张会写明“补打”。")
    return _("钱已记下，还没打印"), _("停电、断网都不会丢。现在打印，三联一次打齐。")
