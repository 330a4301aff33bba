"""Whether this desk can use a message of the township: its fact, or what is kept in its place with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.agreement import calendar, facts, sent
from sync.agreement.errors import RoadError
from sync.agreement.facts import Fact
from sync.wire import key_change
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.services.policies import Policies
from village_desk.store import from_township
from village_desk.store.database import Store
from village_desk.store.subjects import other_desk, people, person_fields
from village_desk.words import _

_VERDICTS = ("accepted", "refused", "already_had", "kept")
_UPGRADED = ("kind_unknown", "field_unknown", "verdict_unknown")
"""Reasons for which a newer program may be able to use the message."""


def known_kinds() -> set[str]:
    """The kinds of messages that this program can use."""
    return {kind.KIND for kind in sent.KINDS if kind is not sent.Unusable}


def usable(store: Store, kind: str, about: str, body: dict[str, Any]) -> Fact:
    """The fact of a message, or the record stored in its place when the message cannot be used."""
    from sync.agreement.down_checks import NotSent, check

    if kind not in known_kinds():
        return sent.Unusable(about, kind, "kind_unknown", _("本程序还不认识这一类，升级后再看"))
    try:
        fact: Fact = facts.read(kind, about, body)
        check(fact, store.today())
        _CHECKS.get(type(fact), _nothing)(store, fact)
    except (facts.Misfit, NotSent) as wrong:
        code = wrong.code if isinstance(wrong, RoadError) else "misfit"
        return sent.Unusable(about, kind, code, _("内容有误（{code}），请镇所重发").format(code=code))
    except Refused as refusal:
        return sent.Unusable(about, kind, refusal.code, f"{refusal.message}。{refusal.cure}")
    return fact


def _check_passed_on(store: Store, fact: sent.DeskTold) -> None:
    village = store.village()
    if fact.desk == village.desk or not fact.desk.startswith(f"{village.code}-"):
        raise Refused(_("这不是本村另一台电脑的记录"), _("请与镇所核对"), "another_village")


def _check_verdicts(store: Store, fact: sent.VerdictsTold) -> None:
    if any(each.verdict not in _VERDICTS for each in fact.lines):
        raise Refused(_("镇所的答复里有不认识的结果"), _("请升级本机的程序"), "verdict_unknown")


def _check_key(store: Store, fact: sent.KeyNext) -> None:
    if not key_change.is_proven(fact) or calendar.moment(fact.until) is None:
        raise Refused(_("镇所的新密钥对不上"), _("请打电话问镇所，是不是换了密钥"), "key_not_proven")


def _check_policy(store: Store, fact: sent.PolicySent) -> None:
    Policies(store).vetted(fact.policy, fact.text)


def _check_correction(store: Store, fact: sent.CorrectedAbove) -> None:
    """The rules of a correction made at the desk."""
    person = other_desk.known_as(store.db, fact.person)
    if people.person(store.db, person) is None:
        raise Refused(_("花名册没有此人"), _("请与镇所核对"), "unknown_person")
    usable = person_fields.usable(fact.changes).keys() | facts.carried(fact.changes).keys()
    if not fact.changes or fact.changes.keys() - usable:
        raise Refused(_("更正的项目不认识"), _("请与镇所核对"), "field_unknown")
    if "name" in fact.changes and not texts.name(str(fact.changes["name"])):
        raise Refused(_("没有填姓名"), _("请与镇所核对"), "name_missing")
    if "id_number" in fact.changes:
        _check_number(store, person, str(fact.changes["id_number"]))


def _check_number(store: Store, person: str, number: str) -> None:
    if str(identity.read(number, store.today())) != number:
        raise Refused(_("身份证号写法不对"), _("请与镇所核对"), "id_number")
    other = people.by_identity(store.db, number)
    if other is not None and other.id != person:
        raise Refused(_("这个身份证号已经是 {name} 的").format(name=other.name), _("请与镇所核对"), "id_other_name")


def _nothing(store: Store, fact: Fact) -> None:
    """A kind whose own checks are enough."""


_CHECKS: dict[type[Any], Callable[[Store, Any], None]] = {
    sent.PolicySent: _check_policy,
    sent.CorrectedAbove: _check_correction,
    sent.DeskTold: _check_passed_on,
    sent.VerdictsTold: _check_verdicts,
    sent.KeyNext: _check_key,
}


def may_be_usable_now(unusable: from_township.Unused) -> bool:
    """Whether an older program kept this message aside for a reason that a newer one may not have."""
    return unusable.code in _UPGRADED and (unusable.code != "kind_unknown" or unusable.kind in known_kinds())
