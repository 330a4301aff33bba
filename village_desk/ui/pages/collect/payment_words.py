"""The words of a payment about to be taken: its year in the list, a tier's small line, who pays what. No widgets."""

from collections.abc import Iterator

from village_desk.domain.basics import money
from village_desk.domain.receipts import PaymentKind
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.open_years import Year
from village_desk.domain.rules.taking import Offer
from village_desk.words import _


def year(of: Year) -> str:
    """A year in the list, with its kind, or that it is closed."""
    if not of.is_open:
        closed = _("{year} 已缴") if of.kind is PaymentKind.TOP_UP else _("{year} 不能缴")
        return closed.format(year=of.year)
    words = {
        PaymentKind.REGULAR: _("{year} 年"),
        PaymentKind.TOP_UP: _("{year} 补足"),
        PaymentKind.INSTALMENT: _("{year} 未缴完"),
        PaymentKind.BACK_PAYMENT: _("{year} 补缴"),
    }
    return words[of.kind].format(year=of.year)


def under(offer: Offer) -> str:
    """The small line of a tier: what is paid now where it is another amount, and the subsidy."""
    cost, words = offer.cost, []
    if offer.is_range:
        words.append(_("至 {most}").format(most=money.short(offer.most_fen)))
    elif cost.own_fen != offer.least_fen:
        words.append(_("自缴 {amount} 元").format(amount=money.short(cost.own_fen)))
    if cost.subsidy_fen:
        words.append(_("补 {amount} 元").format(amount=money.short(cost.subsidy_fen)))
    return _(" · ").join(words)


def who_pays(found: Contribution) -> Iterator[str]:
    """The parts besides the person's own, and what the rules remark."""
    yield from (part.in_words() for part in found.parts if part.code != "own")
    yield from (reason.words for reason in found.reasons)


def taking(cost: Contribution | None, again: bool) -> str:
    """What the main button does: take the cash, or write down what others pay; None: not known yet."""
    if cost is None:
        return _("收下")
    if cost.is_paid_by_others:
        return _("记下，不收现金")
    words = _("再收 {amount} 元") if again else _("收下 {amount} 元")
    return words.format(amount=money.short(cost.own_fen))
