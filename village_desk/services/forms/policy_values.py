"""What a policy says on a day, as fields of a form and of the posters on the wall (R1-R7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from village_desk.domain.basics import money
from village_desk.domain.form_fields import Record, Value
from village_desk.domain.policy import clauses
from village_desk.domain.policy.mechanisms import county_forms, special_groups, subsidies, tiers
from village_desk.domain.policy.mechanisms.enrolment import min_age
from village_desk.domain.policy.mechanisms.entitlement import EntitlementRule
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingReasons
from village_desk.domain.policy.mechanisms.practice import Practice
from village_desk.domain.policy.mechanisms.special_groups import SpecialGroup
from village_desk.domain.policy.mechanisms.tiers import Tier
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


def of_policy(policy: Policy, on: date) -> dict[str, Value]:
    """Name, document, ages, years and season of the policy on a day; absent where the policy says nothing."""
    return dict(_of_policy(policy, on))


def _of_policy(policy: Policy, on: date) -> Iterator[tuple[str, Value]]:
    yield "政策名称", policy.name
    if policy.source.number:
        yield "政策文号", policy.source.number
    if min_age(policy, on):
        yield "参保年龄", min_age(policy, on)
    if rule := policy.value(EntitlementRule, on):
        yield "领取年龄", rule.age
        yield "最低缴费年限", rule.min_years
    ways = policy.value(Practice, on)
    if ways and ways.season:
        yield "缴费季", clauses.season(ways.season)


def tier_records(policy: Policy, on: date) -> list[Record]:
    """A line for each tier of a day, ascending: amount, subsidy, both, and who may choose it.

    A tier with room ("any amount from-to") is a line in words, whose subsidy depends on the amount and is left out.
    """
    held = sorted(policy.holding(Tier, on), key=lambda tier: (tier.amount_fen, sorted(tier.groups)))
    return [dict(_tier(policy, each, on)) for each in held]


def _tier(policy: Policy, tier: Tier, on: date) -> Iterator[tuple[str, Value]]:
    yield "谁可以选", special_groups.names(policy, tier.groups) if tier.groups else _("所有人")
    if tier.most_fen > tier.amount_fen:
        least, most = money.short(tier.amount_fen), money.short(tier.most_fen)
        yield "档次金额", _("{least} 至 {most} 之间整元").format(least=least, most=most)
        return
    subsidy = subsidies.find_subsidy(policy, tier.amount_fen, on)
    yield "档次金额", _plain(tier.amount_fen)
    if subsidy:
        yield "缴费补贴", subsidy.total_fen
        yield "进账户金额", tier.amount_fen + subsidy.total_fen


def options(policy: Policy, on: date, groups: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
    """The words that a form offers to tick where the place decides: tiers of these groups, and special groups.

    ``{缴费档次:选项}`` prints a box for each.
    """
    some = tiers.offered(policy, on, groups)
    amounts = [_("{amount}元").format(amount=_plain(each.amount_fen)) for each in some if each.amount_fen]
    named = [each.name for each in policy.values(SpecialGroup)]
    found = {"缴费档次": tuple(amounts), "特殊群体": (*named, _("其他")), "户籍性质": _HUKOU_KINDS}
    return found | _reasons(policy, on)


_HUKOU_KINDS = (_("农业"), _("非农业"), _("居民户口"))
"""As the national layout of F1 has them; what somebody's hukou book says otherwise finds no box, which is told."""


_REASONS = {"F2": "变更事项", "F4": "领取方式", "F7": "终止原因"}
"""The forms that offer reasons, and the field to which each ticks them."""
_USUAL = {
    "F2": (_("姓名"), _("身份证号码"), _("户籍地址"), _("银行账号"), _("缴费档次"), _("特殊参保群体"), _("其他")),
    "F4": (_("直接领取基础养老金"), _("参保到龄领取")),
    "F7": (_("死亡"), _("参加其他社会保险"), _("户籍跨县转出"), _("出国（境）定居"), _("其他")),
}
"""Those of the layouts that ship; a county's own stand in its policy."""


def _reasons(policy: Policy, on: date) -> dict[str, tuple[str, ...]]:
    """The reasons of each form, by its field: the county's, or the usual ones."""
    county = {number: county_forms.of(policy, number, on) for number in _REASONS}
    usual = {**_USUAL, "F7": _leaving(policy, on) or _USUAL["F7"]}
    return {
        field: (form.reasons if (form := county[number]) and form.reasons else usual[number])
        for number, field in _REASONS.items()
    }


def _leaving(policy: Policy, on: date) -> tuple[str, ...]:
    """The reasons for leaving in the county's words, each once."""
    found = policy.value(LeavingReasons, on)
    return tuple(dict.fromkeys(each.words for each in found.reasons)) if found else ()


_ON_FORM = {
    "death": _("死亡"),
    "settled_abroad": _("出国（境）定居"),
    "other_pension": _("参加其他社会保险"),
    "employee_scheme": _("参加其他社会保险"),
    "moved": _("户籍跨县转出"),
    "other": _("其他"),
}
"""The box of the layout that ships, for each kind of reason."""


def box_of_leaving(offered: tuple[str, ...], kind: str, words: str) -> str:
    """The words of the box to tick on F7: the county's own, else that of the kind; the words where none is offered."""
    return words if words in offered else next((each for each in (_ON_FORM.get(kind),) if each in offered), words)


def _plain(fen: int) -> str:
    """An amount as forms have it beside boxes and on walls: without commas."""
    return money.short(fen).replace(",", "")
