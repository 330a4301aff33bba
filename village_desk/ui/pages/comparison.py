"""Two tiers side by side in a card: payments, pension, when they are even, and the assumptions."""

from PySide6.QtWidgets import QLayout, QWidget

from village_desk.domain.basics import money
from village_desk.domain.estimates.for_person import Comparison, Estimate
from village_desk.services import explaining
from village_desk.ui.kit.arrange import column, empty, held, row
from village_desk.ui.kit.cards import Card, rule
from village_desk.ui.kit.labels import label
from village_desk.words import _


class ComparisonCard(Card):
    """The comparison under the choice of the two tiers."""

    def __init__(self, tiers: QLayout) -> None:
        super().__init__(name="comparison")
        self._title = label(role="strong", name="comparison_title", wrap=True)
        self._sides = row(gap=24)
        self._difference = label(role="strong", name="difference", wrap=True)
        self._assumptions = label(role="small", name="assumptions", wrap=True)
        self.inside.setSpacing(12)
        for item in (tiers, self._title, self._sides, rule(), self._difference, self._assumptions, None):
            self.add(item)

    def show_comparison(self, both: Comparison) -> None:
        """Show both, the lower tier at the left."""
        self._title.setText(both.left.title())
        empty(self._sides)
        for name, each in (("left", both.left), ("right", both.right)):
            self._sides.addWidget(_side(each, name), 1)
        self._difference.setText(_difference(both))
        self._difference.setVisible(bool(self._difference.text()))
        assumed = dict.fromkeys((*both.left.assumptions, *both.right.assumptions))
        self._assumptions.setText(_("这样估算的：{words}。").format(words="；".join(assumed)))


def _side(each: Estimate, name: str) -> QWidget:
    monthly = label(_("{amount} 元").format(amount=money.figures(each.monthly_fen)), "amount", f"monthly_{name}")
    words = _("每年 {tier} 元档，补够年限，到龄后每月约") if each.back else _("每年 {tier} 元档，到龄后每月约")
    lines = column(
        label(words.format(tier=money.short(each.plan.tier_fen)), "small", wrap=True),
        monthly,
        gap=4,
    )
    for words in _lines(each):
        lines.addWidget(label(words, wrap=True))
    lines.addStretch(1)
    return held(lines)


def _lines(each: Estimate) -> list[str]:
    lines = [*(part.in_words() for part in each.pension.parts), *each.pension.once_in_words()]
    lines.append(
        _("自己每年缴 {own} 元，政府补 {government} 元").format(
            own=money.short(each.yearly_own_fen), government=money.short(each.yearly_government_fen)
        )
    )
    lines.append(
        _("再缴 {years} 年，自己共缴 {pays} 元").format(years=each.plan.years, pays=money.short(each.coming_fen))
    )
    lines += explaining.back_payment(each)
    if each.months_to_break_even is not None:
        lines.append(_("领 {months} 个月，缴的钱就回来了").format(months=each.months_to_break_even))
    return lines


def _difference(both: Comparison) -> str:
    """How much the dearer one costs and brings more; the last line of the comparison in words."""
    return list(explaining.comparison(both))[-1] if both.months_to_break_even is not None else ""
