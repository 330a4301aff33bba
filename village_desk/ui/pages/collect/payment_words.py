"""The words of a payment about to be taken: its year in the list, a tier's small line, who pays what. No widgets."""

from collections.abc import Iterator

from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked
from village_desk.domain.receipts import PaymentKind
from village_desk.domain.rules.contributions import Contribution
from village_desk.domain.rules.open_years import Year
from village_desk.domain.rules.taking import Offer
from village_desk.services.fees.choices import Choices
from village_desk.ui.pages.collect.fee_line import FeeLine
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
    """The small line of a tier: what is paid now where it is another amount, else the subsidy."""
    cost = offer.cost
    if offer.is_range:
        return _("至 {most}").format(most=money.short(offer.most_fen))
    if cost.own_fen != offer.least_fen:
        return _("自缴 {amount}").format(amount=money.short(cost.own_fen))
    return _("补 {amount} 元").format(amount=money.short(cost.subsidy_fen)) if cost.subsidy_fen else ""


def who_pays(found: Contribution) -> Iterator[str]:
    """The parts besides the person's own, and what the rules remark."""
    yield from (part.in_words() for part in found.parts if part.code != "own")
    yield from (reason.words for reason in found.reasons)


def past(choices: Choices) -> str:
    """What is known of the years before: the last tier, how many years; else that nothing was written down."""
    years = choices.facts.years(choices.on)
    before = {year: paid for year, paid in years.items() if year < choices.on.year}
    if not before:
        return _("以前年度没录入")
    last = max(before)
    words = _("{year} 年缴 {amount} 元 · 记着已缴 {count} 年")
    return words.format(year=last, amount=money.short(before[last].tier_fen), count=len(before))


def answers(question: Asked) -> tuple[str, str]:
    """The two answers to the question who pays: by others, by the person."""
    if question.code == "who_pays":
        return _("政府代缴"), _("本人缴")
    return _("属于"), _("不属于")


def answered(line: FeeLine) -> str:
    """The answer that was given; empty where nothing was asked."""
    if not line.answers():
        return ""
    group = line.member.found.resident.special_group
    return _("{group}：本人缴").format(group=group)


def taking(lines: list[FeeLine], fen: int) -> str:
    """What the main button does: take the cash, or write down what others pay."""
    costs = [each.cost() for each in lines]
    if any(each is None for each in costs):
        return _("收下")
    if all(each is not None and each.is_paid_by_others for each in costs):
        return _("记下，不收现金")
    again = len(lines) == 1 and lines[0].is_second
    words = _("再收 {amount} 元") if again else _("收下 {amount} 元")
    return words.format(amount=money.short(fen))
