"""The settlement when a pension ends by death (R11, W12, W13): account, funeral aid, overpaid months.

Each amount is taken once: the account is drawn down by the months owed, and overpayments are claimed back whole, as
they were paid: a raise that was announced afterwards, and that nobody received, is not asked back.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.months import Month, spans
from village_desk.domain.basics.reasons import Part, Reason, total
from village_desk.domain.basics.rounding import Rounding
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import base_pension
from village_desk.domain.policy.mechanisms.death import DeathRule, RefundParts, claim_words
from village_desk.domain.policy.mechanisms.divisor import account_part
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules.person_facts import PaidOut
from village_desk.domain.rules.raises import months_between
from village_desk.words import _


@value
class Settlement:
    """What the heirs get, in parts; negative parts are taken back. A negative total is still owed by the heirs."""

    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    policy: str

    @property
    def total_fen(self) -> int:
        """The sum that is paid out, in fen."""
        return total(self.parts)


def last_month(death: date) -> Month:
    """The last month owed: the month of death; the pension stops from the next (R11)."""
    return Month.of(death)


def overpaid(death: date, paid_through: Month) -> list[Month]:
    """The months that were paid after the month of death (W12)."""
    return months_between(last_month(death) + 1, paid_through)


@value
class Overpaid:
    """What was paid out after the month of death, in fen; ``unknown``: months whose amount is not known.

    ``besides_fen`` was paid by lists of arrears after the death; what part of it is owed is not known here.
    """

    months: tuple[PaidOut, ...]
    unknown: tuple[Month, ...] = ()
    besides_fen: int = 0

    @property
    def total_fen(self) -> int:
        """The sum of the months whose amount is known."""
        return sum(each.fen or 0 for each in self.months)


def valued(death: date, paid_through: Month, paid_out: tuple[PaidOut, ...]) -> Overpaid:
    """The months after a death up to ``paid_through``, each with what its payout list paid; without a list: unknown."""
    listed = {each.month: each for each in paid_out}
    months = overpaid(death, paid_through)
    known = [listed[month] for month in months if month in listed and listed[month].fen is not None]
    unknown = tuple(month for month in months if month not in listed or listed[month].fen is None)
    besides = sum(each.besides_fen for each in paid_out if each.month > last_month(death))
    return Overpaid(tuple(each for each in known if each.fen), unknown, besides)


def settle_death(
    policy: Policy, drawing: Drawing, death: date, over: Overpaid, known_on: date, subsidy_fen: int = 0
) -> Settlement:
    """The settlement of somebody who drew a pension and died, and for whom ``over`` was paid out after the death.

    ``subsidy_fen`` is the part of the account at the start that was government subsidy: old rules do not refund it.
    Months whose amount is not known are in no part; a reason names them.
    """
    rule = policy.value(DeathRule, death)
    rest = rest_of_account(policy, drawing, last_month(death))
    refunded = _refunded(rule, rest, drawing.account_fen, subsidy_fen)
    parts = [Part("account_rest", _("个人账户余额"), refunded, rule.source if rule else None)]
    if rule:
        base = base_pension.fen(policy, last_month(death), known_on)
        parts.append(Part("funeral", _("丧葬补助金"), rule.funeral_aid(base), rule.source))
    words = _("扣回死亡后多发的 {count} 个月").format(count=len(over.months))
    parts.append(Part("overpaid", words, -over.total_fen))
    reasons = (*_report(rule, death, known_on), *not_known(over))
    return _settlement(policy, [part for part in parts if part.fen], reasons)


def not_known(over: Overpaid) -> tuple[Reason, ...]:
    """What a settlement cannot value, each with whom to ask."""
    reasons = []
    if over.unknown:
        words = _("本台没有（或没有定下用哪份）{months}的名单，发了没有、发了多少都不知道").format(
            months=spans(over.unknown)
        )
        reasons.append(Reason("overpaid_unknown", words, _("请向镇所要这几个月的名单，或以县里的为准")))
    if over.besides_fen:
        words = _("死亡后的补发名单还发了 {fen} 元，其中多少该发不知道").format(fen=money.figures(over.besides_fen))
        reasons.append(Reason("arrears_unknown", words, _("请问镇所补的是哪几个月：死亡当月和以前的该发")))
    return tuple(reasons)


def settle_payer(policy: Policy, account_fen: int, death: date, subsidy_fen: int = 0) -> Settlement:
    """The settlement of somebody who died before drawing: the account goes to the heirs (R11)."""
    rule = policy.value(DeathRule, death)
    refunded = _refunded(rule, account_fen, account_fen, subsidy_fen)
    part = Part("account_rest", _("个人账户余额"), refunded, rule.source if rule else None)
    return _settlement(policy, [part], tuple(_to_tell(rule, death)))


def rest_of_account(policy: Policy, drawing: Drawing, last: Month) -> int:
    """What the account still holds after the month ``last``; never below nothing, though the pension goes on."""
    months = max(0, last - drawing.first + 1)
    return max(0, drawing.account_fen - months * account_part(policy, drawing).fen)


def _refunded(rule: DeathRule | None, rest: int, account_fen: int, subsidy_fen: int) -> int:
    if rule is None or rule.refund is RefundParts.ALL or not account_fen:
        return rest
    return Rounding.CENT.fen(Fraction(rest * (account_fen - subsidy_fen), account_fen))


def _report(rule: DeathRule | None, death: date, known_on: date) -> tuple[Reason, ...]:
    """When to tell and to report the death, and until when funeral aid is claimed, as far as the policy says."""
    if rule is None:
        return ()
    return (*_to_tell(rule, death), *_to_claim(rule, death, known_on))


def _to_tell(rule: DeathRule | None, death: date) -> Iterator[Reason]:
    cure = _("请家属带死亡证明、身份证和银行卡到村里登记")
    if rule and rule.report_days:
        if rule.working_days:
            words = _("死亡后 {days} 个工作日内要申报并注销户口").format(days=rule.report_days)
        else:
            words = _("最迟 {day} 前要申报").format(day=death + timedelta(days=rule.report_days))
        yield Reason("report_death", words, cure)
    if rule and rule.notice_working_days:
        words = _("死亡后 {days} 个工作日内要告诉经办机构").format(days=rule.notice_working_days)
        yield Reason("tell_death", words, cure)


def _to_claim(rule: DeathRule, death: date, known_on: date) -> Iterator[Reason]:
    """The window of funeral aid; once it is over, whether it is still paid is not known here."""
    if not (rule.funeral_fen or rule.funeral_times):
        return
    last = rule.claim_by(death)
    if last is None:
        if words := claim_words(rule):
            yield Reason("claim_funeral", words, _("请家属带死亡证明、身份证和银行卡申领"))
    elif known_on <= last:
        words = _("丧葬补助金最迟 {day} 申领").format(day=last)
        yield Reason("claim_funeral", words, _("请家属带死亡证明、身份证和银行卡申领"))
    else:
        words = _("丧葬补助金应在 {day} 以前申领，已经过了").format(day=last)
        yield Reason("claim_over", words, _("还能不能领请问镇所"))


def _settlement(policy: Policy, parts: list[Part], reasons: tuple[Reason, ...]) -> Settlement:
    if total(parts) < 0:
        words = _("多发的钱抵扣后还差，家属需要退回")
        reasons = (*reasons, Reason("still_owing", words, _("请家属把差额退到县里的指定账户")))
    return Settlement(tuple(parts), reasons, policy.id)
