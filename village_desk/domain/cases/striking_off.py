"""The question of worked cases about striking somebody off: may it be, what is asked first, what is paid (R13-R15)?"""

from collections.abc import Mapping
from datetime import date

from village_desk.domain.cases.answers import Answer, Yuan
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.domain.rules import striking_off
from village_desk.domain.rules.person_facts import OtherKind, OtherPension, PersonFacts
from village_desk.domain.rules.striking_off import KnownMoney, StatedEnd


def _strike_off(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """May somebody be struck off, what is asked first, and what is paid?"""
    on, stated = given.day("on"), given.money("account") if given.has("account") else None
    reason = striking_off.chosen(policy, given.text("reason"), on)
    since = given.day("since") if given.has("since") else None
    years = given.years("employee_years") if given.has("employee_years") else None
    end = StatedEnd(reason, since, given.text("to", ""), years)
    money = KnownMoney(account_fen=stated)
    found = striking_off.answer(policy, _facts(given), end, money, on)
    return {
        "may": not found.against,
        "against": "、".join(each.code for each in found.against),
        "asked": "、".join(each.code for each in found.questions),
        "total": Yuan(found.total_fen),
        "base_back": Yuan(-sum(part.fen for part in found.parts if part.code == "base_back")),
        "not_known": "、".join(each.code for each in found.reasons),
        "account": reason.account.value,
    }


def _facts(given: PolicyTable) -> PersonFacts:
    drawn = given.month("drawn_from") if given.has("drawn_from") else None
    other = given.month("other_pension_from") if given.has("other_pension_from") else None
    return PersonFacts(
        given.day("born", date(1970, 1, 1)),
        other_pensions=(OtherPension(OtherKind.EMPLOYEE, other),) if other else (),
        drawn_from=drawn,
        drawn_to=given.month("drawn_to", drawn) if drawn else None,
    )


QUESTIONS = {"strike_off": _strike_off}
