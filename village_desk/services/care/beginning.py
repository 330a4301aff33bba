"""A desk's first answers: who sits here, and by which policy the village decides. For the first start and ``new``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from resources import policy_places
from sync.agreement import divisions
from sync.agreement.values import value
from village_desk.domain.basics import identity, money
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.policy.mechanisms import tiers
from village_desk.domain.policy.policy import Policy
from village_desk.services import policies
from village_desk.services.policies import Policies
from village_desk.words import _

_PHONE = re.compile(r"[0-9][0-9 -]{5,18}[0-9]", re.ASCII)


@value
class Beginning:
    """Who sits here, the number printed on receipts, and the id of a policy; each may be empty: then it is open."""

    coordinator: str = ""
    hotline: str = ""
    policy: str = ""


def read(coordinator: str, hotline: str, policy: str = "") -> Beginning:
    """The answers as typed. Refused beside ``coordinator`` or ``hotline``."""
    phone = texts.plain(hotline)
    if phone and not _PHONE.fullmatch(phone):
        raise Refused(_("电话不像号码"), _("请写座机或手机号，如 0728-1234567；不想印就空着"), "hotline", "hotline")
    name = texts.plain(coordinator)
    if any(each.isdigit() for each in name):
        raise no_name()
    return Beginning(name, phone, policy)


def no_name() -> Refused:
    """The refusal of a name with digits in it: it is printed on receipts."""
    return Refused(_("姓名里有数字"), _("请写姓名，它印在凭条的收款人上"), "coordinator", "coordinator")


def refuse_other_place(beginning: Beginning, code: str) -> None:
    """Before a desk is made: Refused for a policy that no file has, ``policy_place`` for one of another place."""
    if beginning.policy and not policies.shipped(beginning.policy).covers(code):
        message = _("政策“{name}”不管本村").format(name=policies.shipped(beginning.policy).name)
        raise Refused(message, _("请选本县（市、区）的政策文件"), "policy_place", "policy")


def take(beginning: Beginning, set_: Callable[[str, str], object], adopted: Policies, today: date) -> None:
    """Record the answers at a new desk; ``set_`` changes a setting. Refused as ``Policies.adopt``."""
    for name in ("coordinator", "hotline"):
        if text := getattr(beginning, name):
            set_(name, text)
    if not beginning.policy:
        return
    proposed = [each for each in adopted.proposed(today) if each.policy.id == beginning.policy]
    if proposed:
        adopted.take(proposed[0])
    else:
        adopted.adopt(beginning.policy, today)


def candidates(code: str, today: date) -> tuple[Policy, ...]:
    """The carried policies that a village may begin with: those of its place, the nearest first, then the national one.

    ``code``: as typed; without twelve digits only the national one.
    """
    try:
        village = identity.division_code(code)
    except Refused:
        return (policies.shipped(policies.NATIONAL),)
    places = policy_places.by_name()
    names = sorted(divisions.of_village(places, village), key=lambda name: places[name].rstrip("0"), reverse=True)
    names.sort(key=lambda name: len(places[name].rstrip("0")), reverse=True)
    found = [each for each in map(policies.shipped, names) if each.period.holds(today)]
    return (*found, policies.shipped(policies.NATIONAL))


def tiers_in_words(policy: Policy, on: date) -> str:
    """From how much to how much the tiers of everybody go on a day, and how many they are; empty without any."""
    found = [each for each in tiers.offered(policy, on) if not each.groups]
    if not found:
        return ""
    least = min(each.amount_fen for each in found)
    words = _("{least} 到 {most} 元").format(least=money.short(least), most=money.short(tiers.highest_fen(policy, on)))
    free = any(each.most_fen > each.amount_fen for each in found)
    return words + (_("，自己定") if free and len(found) == 1 else _("，共 {count} 档").format(count=len(found)))
