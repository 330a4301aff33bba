"""May somebody be struck off (F7, R13-R15): what stands against it, what must be asked, and what comes of the money.

A strike-off is the village's application. The county settles: every amount here is an estimate, and what only the
county knows is called not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money as amounts
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.reasons import Part, Reason, total
from village_desk.domain.policy.mechanisms import base_pension, leaving_reasons
from village_desk.domain.policy.mechanisms.death import DeathRule, RefundParts
from village_desk.domain.policy.mechanisms.leaving_reasons import AccountGoes, LeavingKind, LeavingReason
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import leaving
from village_desk.domain.rules.accounts import SubAccount, statements
from village_desk.domain.rules.contributions import bookings
from village_desk.domain.rules.person_facts import OtherPension, PersonFacts
from village_desk.domain.rules.raises import months_between
from village_desk.domain.rules.settlements import Overpaid, not_known, settle_payer
from village_desk.words import _


@value
class StatedEnd:
    """What is said of an end: the reason, since when, where to or which other pension.

    ``employee_years``: the full years in the employee scheme; None where nobody said.
    """

    reason: LeavingReason
    on: date | None = None
    to: str = ""
    employee_years: int | None = None


@value
class OpenMoney:
    """Receipts of a person whose money is not settled, by number.

    ``unprinted``: no paper came out; ``refused``: the township refused them; ``unanswered``: it has not answered yet.
    """

    unprinted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()


@value
class KnownMoney:
    """The money of a person as this desk knows it; ``overpaid``: what was paid out after a death.

    ``account_fen``: the county's figure of the account with what was paid in since; None where none was noted.
    ``unclear``: notes that contradict each other.
    """

    receipts: OpenMoney = OpenMoney()
    overpaid: Overpaid | None = None
    account_fen: int | None = None
    unclear: tuple[Reason, ...] = ()


@value
class LeavingAnswer:
    """What comes of a strike-off. ``against``: why it is refused, each with its cure; ``questions``: what is asked.

    ``parts``: estimates in fen, negative where money is taken back; ``reasons``: what is not known, and what to do.
    """

    reason: LeavingReason
    against: tuple[Refused, ...]
    questions: tuple[Asked, ...]
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...]
    policy: str

    @property
    def total_fen(self) -> int:
        """The sum of the parts that are known."""
        return total(self.parts)


def answer(policy: Policy, facts: PersonFacts, ended: StatedEnd, money: KnownMoney, on: date) -> LeavingAnswer:
    """What stands against a strike-off, what is asked, what is paid and taken back, as seen on a day."""
    asked_for = _AGAINST[ended.reason.kind](policy, facts, ended, on)
    against = (*_of_receipts(money.receipts), *_of_the_day(facts, ended, on), *asked_for)
    questions = (*_asked_of_receipts(money.receipts), *_asked_of_reason(policy, facts, ended, money.overpaid, on))
    parts, reasons = _money(policy, facts, ended, money.account_fen, on)
    reasons = (*money.unclear, *reasons)
    if money.overpaid is not None:
        parts, reasons = (*parts, *_taken_back(money.overpaid)), (*reasons, *not_known(money.overpaid))
    return LeavingAnswer(ended.reason, against, questions, parts, reasons, policy.id)


def reasons(policy: Policy, on: date) -> tuple[LeavingReason, ...]:
    """The reasons to choose from: those on the place's form, then the kinds of the law that it has no words for.

    A county may have one box for what the rules tell apart, such as another pension and the employee scheme.
    """
    own = leaving_reasons.of(policy, on)
    kinds = {each.kind for each in own}
    return (*own, *(each for each in leaving_reasons.by_law() if each.kind not in kinds))


def chosen(policy: Policy, text: str, on: date) -> LeavingReason:
    """The reason of the place that is meant by the words on its form, or by the name of its kind.

    Refused ``reason`` with those there are, also where several are of that kind.
    """
    every = reasons(policy, on)
    wanted = text.strip()
    found = [each for each in every if each.words == wanted] or [each for each in every if each.kind.value == wanted]
    if len(found) == 1:
        return found[0]
    named = _("、").join(each.words for each in (found or every))
    message = _("有几种原因都是这一类") if found else _("没有这种注销原因") if wanted else _("没有选注销原因")
    raise Refused(message, _("可选：{reasons}").format(reasons=named), "reason", "reason")


def _of_receipts(open_money: OpenMoney) -> Iterator[Refused]:
    if open_money.unprinted:
        words = _("凭条 {numbers} 还没有确认打出来").format(numbers=_("、").join(open_money.unprinted))
        cure = _("请先打出来交给本人或家属；收错了的先作废，退还现金")
        command = _("请先用 receipt 打出来、用 came-out 记一下；收错了的用 void 作废，退还现金")
        yield Refused(words, cure, "paper_waits", "reason", by_command=command)
    if open_money.refused:
        words = _("镇所退回了凭条 {numbers}，钱还没有着落").format(numbers=_("、").join(open_money.refused))
        yield Refused(words, _("请先照退回的原因改好，再办注销"), "receipt_refused", "reason")


def _of_the_day(facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    if ended.on and ended.on > on:
        yield Refused(_("日期还没有到"), _("请核对证明上的日期"), "date", "on")
    if ended.on and ended.on < facts.birth:
        yield Refused(_("日期早于出生日期"), _("请核对证明上的日期"), "date", "on")


def _against_death(policy: Policy, facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    if facts.death is None and ended.on is None:
        yield Refused(_("没有写死亡日期"), _("请照死亡证明填写"), "death_day", "on")
    if facts.death and ended.on and facts.death != ended.on:
        words = _("记载里的死亡日期是 {day}").format(day=facts.death)
        cure = _("请对照死亡证明；记错的先在“记载”里划掉")
        by_command = _("请对照死亡证明；记错的请打开窗口，在此人的“记载”里划掉")
        yield Refused(words, cure, "death_other_day", "on", by_command=by_command)


def _against_living(policy: Policy, facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    """Whoever died is struck off for that and nothing else."""
    if facts.death:
        words = _("已记 {day} 死亡").format(day=facts.death)
        cure = _("原因请选死亡；死亡记错的先在“记载”里划掉")
        by_command = _("原因请写 death；死亡记错的请打开窗口，在此人的“记载”里划掉")
        yield Refused(words, cure, "noted_dead", "reason", by_command=by_command)


def _against_moving(policy: Policy, facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    yield from _against_living(policy, facts, ended, on)
    if facts.drawing_by:
        yield leaving.drawing_moves_not()
    if not ended.to:
        yield Refused(_("没有写转到哪里"), _("请写到县（市、区），如 江西省赣州市于都县"), "to", "to")


def _against_other_pension(policy: Policy, facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    yield from _against_living(policy, facts, ended, on)
    if not (facts.other_pensions or ended.to):
        yield Refused(_("没有写领的是哪种养老金、在哪里领"), _("请照待遇证明填写，如 武汉市职工养老金"), "to", "to")


def _against_employee(policy: Policy, facts: PersonFacts, ended: StatedEnd, on: date) -> Iterator[Refused]:
    yield from _against_living(policy, facts, ended, on)
    if facts.drawing_by:
        yield leaving.drawing_changes_not()
    years, full = ended.employee_years, leaving_reasons.full_years(policy, on)
    if years is None:
        words, cure = _("没有写职工养老保险满了几年"), _("请照职工养老保险的缴费证明填整年数")
        yield Refused(words, cure, "employee_years", "employee_years")
    elif full is not None and years < full:
        yield leaving.too_few_employee_years(years, full)


_AGAINST = {
    LeavingKind.DEATH: _against_death,
    LeavingKind.SETTLED_ABROAD: _against_living,
    LeavingKind.OTHER_PENSION: _against_other_pension,
    LeavingKind.EMPLOYEE_SCHEME: _against_employee,
    LeavingKind.MOVED: _against_moving,
    LeavingKind.OTHER: _against_living,
}


def _asked_of_receipts(open_money: OpenMoney) -> Iterator[Asked]:
    if open_money.unanswered:
        words = _("凭条 {numbers} 镇所还没有登记").format(numbers=_("、").join(open_money.unanswered))
        cure = _("最好先上报，等镇所登记了这笔钱再办注销")
        yield Asked(words, cure, "receipt_unanswered", "unsent", "reason")


def _asked_of_reason(
    policy: Policy, facts: PersonFacts, ended: StatedEnd, over: Overpaid | None, on: date
) -> Iterator[Asked]:
    if facts.not_understood:
        [unread] = facts.not_understood
        yield Asked(unread.words, unread.cure, unread.code, "unread", "reason")
    if over is not None and over.months:
        words = _("死亡后多发了 {count} 个月，名单上共 {fen} 元").format(
            count=len(over.months), fen=amounts.figures(over.total_fen)
        )
        yield Asked(
            words, _("请先报镇所停发；注销时从账户余额里抵扣，不够的由家属退回"), "overpaid", "overpaid", "reason"
        )
    kind = ended.reason.kind
    if kind is LeavingKind.EMPLOYEE_SCHEME and leaving_reasons.full_years(policy, on) is None:
        words, cure = _("政策文件没有写职工养老保险要满几年才能转"), _("请先问镇所；够年限的再办")
        yield Asked(words, cure, "full_years_unknown", "full-years", "employee_years")
    if kind is LeavingKind.OTHER and not facts.death:
        words = _("“{reason}”能不能注销，由县里定").format(reason=ended.reason.words)
        yield Asked(words, _("请先问镇所；说可以的再登记"), "other_reason", "other", "reason")


def _taken_back(over: Overpaid) -> tuple[Part, ...]:
    if not over.total_fen:
        return ()
    return (Part("overpaid", _("扣回死亡后多发的 {count} 个月").format(count=len(over.months)), -over.total_fen),)


_Money = tuple[tuple[Part, ...], tuple[Reason, ...]]


def _money(policy: Policy, facts: PersonFacts, ended: StatedEnd, stated: int | None, on: date) -> _Money:
    """The account, where the county's figure is noted, and what is given back; else what is not known."""
    if ended.reason.kind is LeavingKind.DEATH:
        return _of_death(policy, facts, facts.death or ended.on or on, stated, on)
    parts, reasons = _account(policy, facts, ended.reason, stated, on)
    if ended.reason.kind is LeavingKind.OTHER_PENSION:
        for other in facts.other_pensions:
            back, unknown = _base_back(policy, facts, other, on)
            parts, reasons = (*parts, *back), (*reasons, *unknown)
    return parts, reasons


def _of_death(policy: Policy, facts: PersonFacts, death: date, stated: int | None, on: date) -> _Money:
    """A payer's account goes to the heirs; a payee's settlement is the county's, which knows what was paid."""
    if facts.drawing_by:
        words = _("已在领取，账户还剩多少、丧葬补助金多少由县里结算")
        return (), (Reason("settled_above", words, _("请家属带齐材料，等县里结算")),)
    rule = policy.value(DeathRule, death)
    if stated is None:
        return (), (_account_unknown(policy, facts, on), *settle_payer(policy, 0, death).reasons)
    if rule is not None and rule.refund is not RefundParts.ALL:
        return (), (_subsidy_unknown(), *settle_payer(policy, 0, death).reasons)
    found = settle_payer(policy, stated, death)
    return tuple(part for part in found.parts if part.fen), found.reasons


def _account(policy: Policy, facts: PersonFacts, reason: LeavingReason, stated: int | None, on: date) -> _Money:
    if reason.account is AccountGoes.ASKED:
        return (), (Reason("account_asked", _("个人账户怎么办，政策文件没有写"), _("请问镇所")),)
    if facts.drawing_by:
        words = _("已在领取，个人账户还剩多少由县里算")
        return (), (Reason("settled_above", words, _("请以县里的结算为准")),)
    if stated is None:
        return (), (_account_unknown(policy, facts, on),)
    if reason.kind is LeavingKind.OTHER_PENSION:
        return (), (_subsidy_unknown(),)
    words = _("个人账户转走") if reason.account is AccountGoes.MOVED else _("个人账户余额")
    return (Part("account_rest", words, stated),), ()


def _account_unknown(policy: Policy, facts: PersonFacts, on: date) -> Reason:
    counted = recorded_balances(policy, facts, on)
    words = _("没有记县里的个人账户余额，退（转）多少不知道")
    if counted:
        own = sum(fen for sub, fen in counted.items() if not sub.is_subsidy)
        every = sum(counted.values())
        words = _("没有记县里的个人账户余额；只按本机有记录的缴费推算约 {all} 元，其中不算补贴 {own} 元").format(
            all=amounts.figures(every), own=amounts.figures(own)
        )
    return Reason("account_unknown", words, _("请向镇所要对账单，记下余额再看"))


def _subsidy_unknown() -> Reason:
    words = _("政府补贴不退；县里给的余额里补贴是多少，本台分不出来")
    return Reason("subsidy_unknown", words, _("退多少以县里的结算为准"))


def recorded_balances(policy: Policy, facts: PersonFacts, on: date) -> dict[SubAccount, int]:
    """What the account would hold by the payments on record here alone, by sub-account; this year without interest."""
    entries = [entry for paid in facts.paid for entry in bookings(policy, paid) if entry.day <= on]
    years = statements(policy, entries, on, on.year - 1)
    found = years[-1].balances() if years else {}
    for each in entries:
        if each.day.year == on.year:
            found[each.sub] = found.get(each.sub, 0) + each.fen
    return found


def _base_back(policy: Policy, facts: PersonFacts, other: OtherPension, on: date) -> _Money:
    """The base pension of the months on this desk's lists in which the other pension was drawn as well (R15)."""
    if not (facts.drawing_by and facts.drawn_to):
        return (), ()
    months = [each for each in months_between(facts.drawing_by, facts.drawn_to) if other.holds(each)]
    fen = sum(base_pension.fen(policy, each, on) for each in months)
    words = _("退回重复领取的基础养老金 {count} 个月").format(count=len(months))
    parts = (Part("base_back", words, -fen),) if fen else ()
    if facts.drawn_from or other.first >= facts.drawing_by:
        return parts, ()
    unknown = _("{month}以前发了哪些月，本台没有名单").format(month=facts.drawing_by.in_chinese())
    return parts, (Reason("base_back_unknown", unknown, _("重复领取的月份和金额以县里的为准")),)
