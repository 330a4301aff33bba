"""The questions of worked cases about proof of life, pauses, leaving, moving, and the two schemes side by side."""

from collections.abc import Mapping
from datetime import date

from village_desk.domain.cases.answers import Answer, Yuan
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms.leaving_reasons import LeavingKind
from village_desk.domain.policy.mechanisms.leaving_reasons import of as reasons_to_leave
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.domain.rules import leaving
from village_desk.domain.rules.accounts import SubAccount
from village_desk.domain.rules.leaving import Leaving
from village_desk.domain.rules.overlap import refund
from village_desk.domain.rules.pausing import PauseReason, resume
from village_desk.domain.rules.person_facts import EmployeeMonths, PaidYear, still_counts
from village_desk.domain.rules.proof_of_life import cycle, paid_again_from
from village_desk.domain.rules.settlements import settle_payer
from village_desk.words import _

WISH = "wish"
"""Written for a reason that is none: nothing but the wish to leave."""


def _proof(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """After a pass (or the approval of the claim): until when is the next one due, warned of, and then unpaid?"""
    passed = given.day("passed")
    found = cycle(policy, passed, given.day("born", date(passed.year - 60, 1, 1)), given.day("on", passed))
    return {
        "due": str(found.due) if found else "",
        "warned_from": str(found.warned_from) if found and found.warned_from else "",
        "paused": str(found.paused) if found else "",
    }


def _resume(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """A paused pension goes on: from which month, and how much is paid for the pause?"""
    passed = given.day("passed") if given.has("passed") else None
    again = paid_again_from(policy, passed) if passed else given.month("resumed")
    if again is None:
        return {"first": "", "months": 0, "total": Yuan(0)}
    first = given.month("first")
    born = given.day("born", date(first.year - 60, first.number, 1))
    drawing = Drawing(born, first, given.money("account", 0), given.years("years", 15))
    why = given.word("why", PauseReason, PauseReason.NOT_VERIFIED)
    known_on = given.day("known_on", passed or again.first_day())
    found = resume(policy, drawing, given.month("paused"), again, why, known_on, given.flag("innocent", False))
    months = len(found.back_pay.months) if found.back_pay else 0
    total = found.back_pay.total_fen if found.back_pay else 0
    return {"first": str(found.first), "months": months, "total": Yuan(total)}


def _leaving_reasons(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Which reasons for leaving stand on the form; of one of them: its papers and where the account goes?"""
    found = reasons_to_leave(policy, given.day("on"))
    asked = given.text("words", found[0].words)
    one = next((each for each in found if each.words == asked), None)
    if one is None:
        known = "、".join(each.words for each in found)
        given.wrong("words", _("没有这种原因，可写：{known}").format(known=known))
    return {
        "reasons": "、".join(each.words for each in found),
        "kind": one.kind.value,
        "papers": "、".join(one.papers),
        "account": one.account.value,
    }


def _leaving(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much of the account is paid out to who leaves, and what is given back?"""
    kind = None if given.text("reason") == WISH else given.word("reason", LeavingKind)
    return _left(leaving.leave(kind, _balances(given), given.money("base_drawn", 0)))


def _moving(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much goes along with who moves to another county?"""
    return _left(leaving.move(_balances(given), given.flag("drawing", False)))


def _to_employee_scheme(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much goes along to the employee scheme?"""
    return _left(leaving.to_employee_scheme(_balances(given), given.years("employee_years"), given.years("full_years")))


def _from_employee_scheme(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Which years and how much come along from the employee scheme?"""
    years = given.years("employee_years")
    found = leaving.from_employee_scheme(given.money("account"), years, given.years("full_years"), given.day("on"))
    return {
        "years": len(found),
        "first_year": found[0].year if found else 0,
        "account": Yuan(sum(each.tier_fen for each in found)),
    }


def _overlap(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """A year paid here with months in the employee scheme: how much is refunded, and does the year still count?"""
    year = given.year("year")
    paid = PaidYear(year, date(year, 1, 1), given.money("own"), collective_fen=given.money("collective", 0))
    employee = (EmployeeMonths(given.month("employee_from"), given.month("employee_to")),)
    found = refund(paid, employee)
    return {
        "months": found.months,
        "refund": Yuan(found.total_fen),
        "still_counts": still_counts(paid, employee),
    }


def _payer_settlement(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much do the heirs of somebody get who died before drawing?"""
    found = settle_payer(policy, given.money("account"), given.day("died"), given.money("subsidy_in_account", 0))
    return {"account_rest": Yuan(found.total_fen), "tell": "；".join(each.words for each in found.reasons)}


def _balances(given: PolicyTable) -> dict[SubAccount, int]:
    """``account``: the whole of it; ``subsidy_in_account``: the part that was the government's subsidy."""
    subsidy = given.money("subsidy_in_account", 0)
    return {SubAccount.PERSONAL: given.money("account") - subsidy, SubAccount.SUBSIDY_ALL: subsidy}


def _left(found: Leaving) -> Mapping[str, Answer]:
    back = sum(part.fen for part in found.parts if part.fen < 0)
    return {"account": Yuan(found.total_fen - back), "given_back": Yuan(-back), "total": Yuan(found.total_fen)}


QUESTIONS = {
    "proof": _proof,
    "resume": _resume,
    "leaving_reasons": _leaving_reasons,
    "leaving": _leaving,
    "moving": _moving,
    "to_employee_scheme": _to_employee_scheme,
    "from_employee_scheme": _from_employee_scheme,
    "overlap": _overlap,
    "payer_settlement": _payer_settlement,
}
