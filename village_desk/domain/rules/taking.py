"""The one authority for what may be taken from a person: the tiers that they may choose, and the cost of one payment.

Which years are open says open_years.py. A top-up names the sum to which it brings the year, a part the whole tier.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.payment_kinds import PaymentKind
from village_desk.domain.basics.reasons import Part, Reason, total
from village_desk.domain.policy.mechanisms import special_groups, tiers
from village_desk.domain.policy.mechanisms.back_payment import BackPayment
from village_desk.domain.policy.mechanisms.government_paid import GovernmentPays
from village_desk.domain.policy.mechanisms.instalments import Instalments
from village_desk.domain.policy.mechanisms.second_payment import SecondPayment, TotalOfYear, most_fen
from village_desk.domain.policy.mechanisms.special_groups import Membership
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import contributions
from village_desk.domain.rules.contributions import Contribution, contribution
from village_desk.domain.rules.open_years import Year, year_of
from village_desk.domain.rules.person_facts import (
    PersonFacts,
    Unsure,
    YearKind,
)
from village_desk.words import _

_YUAN = 100


@value
class Asking:
    """What somebody wants to pay. ``tier_fen``: the tier of the year; for a top-up the sum that the year shall reach.

    ``kind`` None: whatever is usual for that year, but never more for a year that is paid, nor a further part of it.
    ``government_fen``: the government's part as the township
    told it, None where nobody said. ``sure``: the words of the questions (``Asked.word``) answered with yes.
    """

    year: int
    tier_fen: int
    kind: PaymentKind | None = None
    government_fen: int | None = None
    assessed_by: str = ""
    again: bool = False
    sure: frozenset[str] = frozenset()


@value
class Offer:
    """A tier that this person may choose: ``least_fen``, or any whole yuan up to ``most_fen``; its cost at the least.

    Of a top-up the tier is the sum of the year, of an instalment the whole: ``cost`` has what is paid now.
    """

    least_fen: int
    most_fen: int
    cost: Contribution

    @property
    def is_range(self) -> bool:
        """Whether the amount is free between two."""
        return self.least_fen < self.most_fen

    def takes(self, tier_fen: int) -> bool:
        """Whether an amount is of this tier."""
        return self.least_fen <= tier_fen <= self.most_fen


def kinds(policy: Policy, year: Year, on: date) -> tuple[PaymentKind, ...]:
    """What a payment may be to an open year: a whole year may be begun in parts where the place allows it."""
    parts = year.kind is PaymentKind.REGULAR and policy.value(Instalments, on) is not None
    return (year.kind, PaymentKind.INSTALMENT) if parts else (year.kind,)


def offers(policy: Policy, facts: PersonFacts, year: Year, on: date) -> tuple[Offer, ...]:
    """The tiers that this person may choose for a year, ascending, as far as their groups are certain.

    None where the year is closed.
    """
    if not year.is_open:
        return ()
    return tuple(
        Offer(least, most, _cost(policy, facts, year, least, on)) for least, most in _spans(policy, facts, year, on)
    )


def cost(policy: Policy, facts: PersonFacts, asking: Asking, on: date) -> Contribution:
    """The cost of one payment on a day: who pays which part, and its subsidy.

    Refused beside its field when it may not be taken. Asked about what is not certain, unless ``sure`` has its word.
    """
    year = _year(policy, facts, asking, on)
    for question in (*year.questions, *_of_groups(policy, facts, on)):
        if question.word not in asking.sure:
            raise question
    found = _cost(policy, facts, year, asking.tier_fen, on)
    return _assessed(policy, _as_stated(policy, facts, found, asking.government_fen, on), asking, on)


def _year(policy: Policy, facts: PersonFacts, asking: Asking, on: date) -> Year:
    """The year asked for, with the kind asked for. Refused when it is closed, or is no such payment."""
    year = year_of(policy, facts, asking.year, on, asking.again)
    if year.why_not is not None:
        raise year.why_not
    if asking.kind is year.kind or (asking.kind is None and year.kind not in _FURTHER):
        return year
    if asking.kind is None:
        raise _further(year)
    if asking.kind in kinds(policy, year, on):
        return replace(year, kind=asking.kind)
    words = _("{year} 年现在不能按“{kind}”收").format(year=asking.year, kind=asking.kind.in_words())
    known = _("”或“").join(each.in_words() for each in kinds(policy, year, on))
    raise Refused(words, _("这一年按“{kinds}”收").format(kinds=known), "payment_kind", "kind")


_FURTHER = (PaymentKind.TOP_UP, PaymentKind.INSTALMENT)


def _further(year: Year) -> Refused:
    """The year is paid, or a part of it: whoever wants to pay more of it says so."""
    topping = year.kind is PaymentKind.TOP_UP
    words = (_("{year} 年已经缴过") if topping else _("{year} 年已经缴了一部分")).format(year=year.year)
    cure = _("要再缴的，按“{kind}”收").format(kind=year.kind.in_words())
    by_command = _("要再缴的，加 --kind {kind}").format(kind=year.kind.value)
    code = "already_paid" if topping else "payment_kind"
    return Refused(words, cure, code, "kind", by_command=by_command)


def doubts(policy: Policy, facts: PersonFacts, on: date) -> tuple[Unsure, ...]:
    """The groups on which money hangs today and of which nobody said whether the person belongs to them."""
    return tuple(each for each in facts.unsure if _matters(policy, facts, each, on))


def _matters(policy: Policy, facts: PersonFacts, unsure: Unsure, on: date) -> bool:
    """Whether belonging then would bring money or a tier that is not the person's already."""
    maybe = Membership(unsure.group, unsure.period)
    known = [each for each in facts.memberships if each.group == unsure.group]
    for pays in policy.holding(GovernmentPays, on):
        if pays.group == unsure.group and pays.listed.counts(maybe, on):
            return not any(pays.listed.counts(each, on) for each in known)
    tier = any(unsure.group in each.groups for each in policy.holding(Tier, on))
    return tier and unsure.period.holds(on) and unsure.group not in facts.groups(on)


def who_pays(policy: Policy, facts: PersonFacts, stated: str, on: date) -> Asked | None:
    """What must be asked about who pays a fee of today before money is taken; None where that is known.

    ``stated``: the special groups as the roster has them. Where the policy says for whom the government pays, only a
    doubtful membership is asked about; where it is silent, everybody of a special group is.
    """
    doubt = next(_of_groups(policy, facts, on), None)
    group = special_groups.of_now(stated)
    if doubt is not None or not group or next(iter(policy.holding(GovernmentPays, on)), None):
        return doubt
    return Asked(
        _("{group}，这一份谁来缴？").format(group=group),
        _("政策文件没有写政府给不给这类人代缴；镇所说代缴的，照镇所说的填代缴多少"),
        "who_pays",
        SELF_PAYS,
        "government_part",
        by_command=_("政策文件没有写政府给不给这类人代缴；镇所说代缴的，写上 --government-part"),
    )


SELF_PAYS = "self-pays"
"""The word by which somebody of a special group pays the whole fee themselves, where the policy is silent."""


def _of_groups(policy: Policy, facts: PersonFacts, on: date) -> Iterator[Asked]:
    for each in doubts(policy, facts, on):
        name = special_groups.name(policy, each.group)
        words = _("写着“{stated}”，是不是{group}还没有人说定；是的话，缴多少不一样")
        if each.is_about_before:
            words = _("写着“{stated}”，不知道从哪天起属于{group}；早就属于的话，缴多少不一样")
        words = words.format(stated=each.stated, group=name)
        yield Asked(
            words,
            _("是的，请先在此人页上记下所属群体；不是{group}的，再收").format(group=name),
            "membership_asked",
            f"not-in:{each.group}",
            "tier",
            by_command=_("是的，请先用 member add 记下，写上 --since；不是{group}的，再收").format(group=name),
        )


def _spans(policy: Policy, facts: PersonFacts, year: Year, on: date) -> Iterator[tuple[int, int]]:
    """The least and the most of each tier that may be chosen, both the same where it is one amount."""
    offered = tiers.offered(policy, on, facts.groups(on))
    if year.kind is PaymentKind.TOP_UP:
        yield from _totals(policy, facts, year, offered, on)
    elif year.kind is PaymentKind.BACK_PAYMENT:
        yield from _of_missed(policy, offered, on)
    elif (whole := _begun(facts, year, on)) is not None:
        yield (whole, whole)
    else:
        yield from ((tier.amount_fen, tier.most_fen) for tier in offered)


def _of_missed(policy: Policy, offered: tuple[Tier, ...], on: date) -> Iterator[tuple[int, int]]:
    rule = policy.value(BackPayment, on)
    if rule and rule.tiers_fen:
        yield from ((fen, fen) for fen in sorted(rule.tiers_fen) if any(tier.takes(fen) for tier in offered))
    else:
        yield from ((tier.amount_fen, tier.most_fen) for tier in offered if tier.amount_fen)


def _totals(
    policy: Policy, facts: PersonFacts, year: Year, offered: tuple[Tier, ...], on: date
) -> Iterator[tuple[int, int]]:
    rule, before = policy.value(SecondPayment, on), _before(facts, year, on)
    assert rule is not None
    most = most_fen(policy, rule, on)
    if rule.total is TotalOfYear.FREE:
        yield before + _YUAN, most
        return
    for tier in offered:
        least = tier.amount_fen if tier.amount_fen > before else before + _YUAN
        if least <= min(tier.most_fen, most):
            yield least, min(tier.most_fen, most)


def _before(facts: PersonFacts, year: Year, on: date) -> int:
    return sum(each.tier_fen for each in facts.payments(year.year, on))


def _begun(facts: PersonFacts, year: Year, on: date) -> int | None:
    """The whole tier of a year of which parts are paid; None when none is."""
    return next((each.whole_fen for each in facts.payments(year.year, on) if each.whole_fen), None)


def _cost(policy: Policy, facts: PersonFacts, year: Year, tier_fen: int, on: date) -> Contribution:
    if year.kind is PaymentKind.TOP_UP:
        return _top_up(policy, facts, year, tier_fen, on)
    if year.kind is PaymentKind.INSTALMENT:
        return _instalment(policy, facts, year, tier_fen, on)
    missed = year.kind is PaymentKind.BACK_PAYMENT
    kind = YearKind.BACK_PAID if missed else YearKind.PAID
    found = contribution(policy, tier_fen, year.year, on, facts.memberships, kind, agreed=missed)
    return replace(found, payment=year.kind)


def _top_up(policy: Policy, facts: PersonFacts, year: Year, sum_fen: int, on: date) -> Contribution:
    """More on top of what is paid: the person's own money, since the government pays its part once."""
    before = _before(facts, year, on)
    spans = tuple(_spans(policy, facts, year, on))
    if not any(least <= sum_fen <= most and (sum_fen in (least, most) or not sum_fen % _YUAN) for least, most in spans):
        words = _("{year} 年已缴 {before} 元，不能补到 {sum} 元").format(
            year=year.year, before=money.short(before), sum=money.short(sum_fen)
        )
        cure = _("全年合计可以是：{offered} 元").format(offered=contributions.spans_in_words(spans))
        raise Refused(words, cure, "tier_not_offered", "tier")
    more = sum_fen - before
    earned, rule = contributions.topped_up(policy, before, more, on), policy.value(SecondPayment, on)
    assert rule is not None
    parts = contributions.subsidy_parts(earned or (), rule.source)
    reasons = _topped_up_reasons(before, sum_fen, earned is not None)
    own = Part("own", _("本人缴"), more)
    return Contribution(
        year.year, YearKind.PAID, more, more, 0, 0, total(parts), None, (own, *parts), reasons, policy.id, year.kind
    )


def _topped_up_reasons(before_fen: int, sum_fen: int, subsidy_known: bool) -> tuple[Reason, ...]:
    words = _("已缴 {before} 元，补足到 {sum} 元")
    found = Reason("top_up", words.format(before=money.short(before_fen), sum=money.short(sum_fen)))
    if subsidy_known:
        return (found,)
    cure = _("请问乡镇人社所；这里先按没有补贴算")
    return found, Reason("subsidy_unknown", _("二次缴费给不给补贴，政策没有写"), cure)


def _instalment(policy: Policy, facts: PersonFacts, year: Year, tier_fen: int, on: date) -> Contribution:
    """The next part of a year: what the parts up to it come to, less what is paid; the last brings the subsidy."""
    payments, begun = facts.payments(year.year, on), _begun(facts, year, on)
    if begun is not None and tier_fen != begun:
        words = _("{year} 年已经按 {tier} 元一档缴了一部分").format(year=year.year, tier=money.short(begun))
        raise Refused(words, _("剩下的接着按这一档缴"), "tier_begun", "tier")
    whole = contribution(policy, tier_fen, year.year, on, facts.memberships)
    rule, number = policy.value(Instalments, on), len(payments) + 1
    parts = max(rule.parts if rule else number, number)
    paid = sum(each.tier_fen for each in payments)
    by_government = sum(each.government_fen for each in payments)
    now = tier_fen * number // parts - paid
    government = max(0, min(now, whole.government_fen * number // parts - by_government))
    last = number == parts
    kept = tuple(part for part in whole.parts if last and part.code.startswith("subsidy"))
    words = _("{tier} 元一档分 {parts} 次缴，这是第 {number} 次").format(
        tier=money.short(tier_fen), parts=parts, number=number
    )
    return replace(
        whole,
        tier_fen=now,
        own_fen=now - government,
        government_fen=government,
        subsidy_fen=total(kept),
        parts=(*contributions.paying_parts(now - government, government), *kept),
        reasons=(*whole.reasons, Reason("instalment", words)),
        payment=year.kind,
        whole_fen=tier_fen,
    )


def _as_stated(
    policy: Policy, facts: PersonFacts, found: Contribution, stated_fen: int | None, on: date
) -> Contribution:
    """With the government's part as the township stated it; but the rule's where there is one."""
    if not stated_fen or stated_fen == found.government_fen:
        return found
    if found.group is not None:
        words = _("属于{group}，政府代缴 {part} 元，不是 {stated} 元").format(
            group=special_groups.name(policy, found.group),
            part=money.short(found.government_fen),
            stated=money.short(stated_fen),
        )
        raise Refused(words, _("代缴多少由政策算，不用填"), "government_part", "government_part")
    if not 0 < stated_fen <= found.tier_fen:
        cure = _("请照镇所说的填，不能比这次要缴的 {tier} 元多").format(tier=money.short(found.tier_fen))
        raise Refused(_("政府代缴部分不对"), cure, "government_part", "government_part")
    _check_founded(policy, facts, found, on)
    own = found.tier_fen - stated_fen
    kept = tuple(part for part in found.parts if part.code not in _PAYING)
    parts = (*contributions.paying_parts(own, stated_fen), *kept)
    reason = Reason("government_stated", _("政府代缴的部分是照镇所说的记的"))
    return replace(found, own_fen=own, government_fen=stated_fen, parts=parts, reasons=(*found.reasons, reason))


_PAYING = ("own", "government", "waived")


def _check_founded(policy: Policy, facts: PersonFacts, found: Contribution, on: date) -> None:
    """Where the policy says for whom the government pays, somebody in none of its groups must be noted first."""
    paid_for = {pays.group for pays in policy.holding(GovernmentPays, on)}
    if not paid_for or found.payment is PaymentKind.REGULAR and facts.groups(on) - paid_for:
        return
    names = special_groups.names(policy, frozenset(paid_for))
    if found.payment is not PaymentKind.REGULAR:
        raise Refused(
            _("“{kind}”政府不代缴").format(kind=found.payment.in_words()),
            _("全部由本人缴；镇所另有说法的，请镇所改政策文件"),
            "government_part",
            "government_part",
        )
    raise Refused(
        _("政府只给{groups}代缴，此人没有记属于其中哪一种").format(groups=names),
        _("属于的，请先在此人页上记下所属群体；不属于的，由本人全缴"),
        "government_part",
        "government_part",
        by_command=_("属于的，请先用 member add 记下；不属于的，由本人全缴"),
    )


def _assessed(policy: Policy, found: Contribution, asking: Asking, on: date) -> Contribution:
    """A back payment that the agency must set first names who set it."""
    rule = policy.value(BackPayment, on)
    if found.payment is not PaymentKind.BACK_PAYMENT:
        return found
    slip = asking.assessed_by.strip()
    if rule and rule.assessed and not slip:
        words = _("{year} 年是补缴，本地规定要先核定").format(year=asking.year)
        cure = _("请先到镇所核定，再填核定单号或核定人")
        raise Refused(words, cure, "assessed_by_missing", "assessed_by")
    return replace(found, assessed_by=slip)
