"""A person's assessment in a card: the answer and its reasons, the amount and its parts, the next steps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from village_desk.domain.assessing import Assessment, SchemeStanding
from village_desk.domain.basics import money
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.estimates.for_person import Estimate
from village_desk.domain.rules.eligibility import YEARS_NOT_KNOWN
from village_desk.domain.rules.pensions import Pension
from village_desk.services import explaining
from village_desk.services.paying import Payout
from village_desk.ui.kit.arrange import column, empty, held, row
from village_desk.ui.kit.buttons import Button
from village_desk.ui.kit.cards import Card
from village_desk.ui.kit.labels import label, picture, pill, restyle
from village_desk.words import _

_ESTIMATED = {
    SchemeStanding.MAY_JOIN,
    SchemeStanding.ENROLLED,
    SchemeStanding.PAYING,
    SchemeStanding.YEARS_MISSING,
    SchemeStanding.MAY_APPLY,
}
"""Standings with an estimate; a payee's amount stands on the township's list."""

_FEW = 3
"""Contradictions that are shown at first: who pays at a wrong age has one for each year."""


class ContradictionsCard(Card):
    """The facts that cannot all be true, each with where to look; hidden while there are none.

    The first few, which are best looked at first; then all of them, once asked for.
    """

    def __init__(self) -> None:
        super().__init__(tone="attention", name="contradictions")
        self._found: Sequence[Reason] = ()
        self._lines = column(gap=10)
        self._more = Button("", "quiet", name="contradictions_more")
        self._more.clicked.connect(self._show_all)
        self.add(self._lines)
        self.add(row(self._more, None))
        self.hide()

    def show_contradictions(self, found: Assessment) -> None:
        """Show those of an assessment; all of them only while they are those that all were asked for."""
        self.setVisible(bool(found.contradictions))
        if found.contradictions != self._found:
            self._found = found.contradictions
            self._show(self._found[:_FEW])

    def _show_all(self) -> None:
        self._show(self._found)

    def _show(self, shown: Sequence[Reason]) -> None:
        empty(self._lines)
        words = _("有 {count} 处记载对不上，核实以前不下结论").format(count=len(self._found))
        heading = label(words, "section", wrap=True)
        restyle(heading, tone="attention")
        self._lines.addLayout(_beside(picture("alert", "attention"), heading))
        for each in shown:
            self._lines.addWidget(_reason(each))
        self._more.setVisible(len(shown) < len(self._found))
        self._more.say(_("再看 {count} 处").format(count=len(self._found) - len(shown)))


class EntitlementCard(Card):
    """May they draw, from when, and why; the amount; next steps. ``estimate_wanted``: two tiers compared."""

    estimate_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(name="entitlement")
        self._answer = label(role="section", name="entitlement_answer", wrap=True)
        self._lines = column(gap=8)
        self._guess = label(name="nothing_known", wrap=True)
        self._guess.setText(_("本台没有以前年度的缴费记录，这里先按没缴过算；缴过的请先照缴费本补记。"))
        restyle(self._guess, tone="attention")
        self._amount_of = label(role="small", name="amount_of", wrap=True)
        self._amount = label(role="amount", name="monthly_amount")
        self._parts = column(gap=4)
        above = row(column(self._amount_of, self._amount, gap=2), None)
        self._money = held(column(above, self._parts, gap=4))
        self._estimate = Button("", icon="table", name="see_estimate")
        self._estimate.clicked.connect(self.estimate_wanted)
        above.addWidget(self._estimate, alignment=Qt.AlignmentFlag.AlignBottom)
        self.add(column(self._answer, self._guess, self._lines, gap=8))
        self.add(self._money)

    def show_assessment(self, found: Assessment, payout: Payout | None, nothing_known: bool) -> None:
        """Show the assessment and the latest payout; ``nothing_known``: there are no facts about earlier years."""
        self._answer.setText(explaining.entitlement(found))
        among_reasons = any(each.code == YEARS_NOT_KNOWN for each in found.entitlement.reasons)
        self._guess.setVisible(nothing_known and not among_reasons)
        self._show_why(found)
        empty(self._parts)
        self._show_money(found, payout)
        self._money.setVisible(bool(payout or found.pension or found.account_fen) or found.standing in _ESTIMATED)
        self._estimate.say(_("比一比两个档次") if found.expected else _("看估算单"))
        self._estimate.setVisible(found.standing in _ESTIMATED)

    def _show_why(self, found: Assessment) -> None:
        empty(self._lines)
        if found.contradictions:
            return
        if found.next_steps:
            self._lines.addLayout(_beside(pill(_("下一步")), _reason(found.next_steps[0])))
        first = {each.code for each in found.next_steps[:1]}
        others = {each.code: each for each in (*found.entitlement.reasons, *found.next_steps)}
        for code, each in others.items():
            if code not in first:
                self._lines.addWidget(label(explaining.reason(each), wrap=True))

    def _show_money(self, found: Assessment, payout: Payout | None) -> None:
        expected, due = found.expected, found.pension
        self._amount_of.setVisible(bool(payout or expected or due))
        self._amount.setVisible(bool(payout or expected or due))
        if payout is not None:
            words = _("{month}的名单实发").format(month=payout.month.in_chinese())
            self._show_amount(words, payout.total_fen, payout.parts())
            if due is not None:
                words = (
                    _("按现用政策，本台算得出的部分是 {amount} 元；以县里核定的为准")
                    if due.unknown
                    else _("按现用政策和本台记录算是 {amount} 元；不一样时以县里核定的为准")
                )
                sentence = words.format(amount=money.figures(due.monthly_fen))
                self._parts.addWidget(label(sentence, "muted", "worked_out", wrap=True))
                self._show_unknown(due)
                self._show_once(due)
        elif due is not None:
            parts = [each.in_words() for each in due.parts]
            known = _("每月养老金中算得出的部分") if due.unknown else _("每月应领")
            self._show_amount(_("每月约领") if found.unsure and not due.unknown else known, due.monthly_fen, parts)
            self._show_unknown(due)
            self._show_once(due)
        elif expected is not None:
            words = (
                _("每年缴 {tier} 元档，补够年限，到龄后每月约")
                if expected.back
                else _("每年缴 {tier} 元档，到龄后每月约")
            )
            words = words.format(tier=money.short(expected.plan.tier_fen))
            self._show_amount(words, expected.monthly_fen, [each.in_words() for each in expected.pension.parts])
            self._show_cost(expected)
            self._show_once(expected.pension)
            self._parts.addWidget(label(expected.title(), "muted", "estimate_title", wrap=True))
        self._show_account(found)

    def _show_amount(self, words: str, fen: int, parts: list[str]) -> None:
        self._amount_of.setText(words)
        self._amount.setText(_("{amount} 元").format(amount=money.figures(fen)))
        self._parts.addWidget(label(" ＋ ".join(parts), name="amount_parts", wrap=True))

    def _show_cost(self, expected: Estimate) -> None:
        """The back payment that the amount presumes, with its cost."""
        for words in explaining.back_payment(expected):
            self._parts.addWidget(label(words, name="back_payment", wrap=True))

    def _show_unknown(self, pension: Pension) -> None:
        """The parts that cannot be worked out, each with what is missing."""
        for each in pension.unknown:
            self._parts.addWidget(label(explaining.reason(each), name="unknown_part", wrap=True))

    def _show_once(self, pension: Pension) -> None:
        for words in pension.once_in_words():
            self._parts.addWidget(label(words, name="once", wrap=True))

    def _show_account(self, found: Assessment) -> None:
        if found.account_fen:
            words = "\n".join(explaining.account(found))
            self._parts.addWidget(label(words, "muted", "account_words", wrap=True))


def _reason(each: Reason) -> QWidget:
    """The reason, strong, and its cure beneath."""
    lines = column(label(each.words, "strong", wrap=True), gap=0)
    if each.cure:
        lines.addWidget(label(each.cure, wrap=True))
    return held(lines)


def _beside(sign: QWidget, words: QWidget) -> QHBoxLayout:
    layout = row(sign, words, gap=8)
    layout.setStretch(1, 1)
    layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return layout
