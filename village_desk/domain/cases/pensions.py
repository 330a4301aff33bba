"""The questions of worked cases about drawing: base, amount, first month, interest, raise, settlement, estimate."""

from collections.abc import Mapping
from datetime import date

from village_desk.domain.basics.ages import birthday
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.sources import Certainty
from village_desk.domain.cases.answers import Answer, Yuan, memberships
from village_desk.domain.estimates.for_person import Plan, estimate
from village_desk.domain.policy.drawing import Drawing
from village_desk.domain.policy.mechanisms import base_pension, subsidies
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable, read_all
from village_desk.domain.rules.accounts import AccountEntry, SubAccount, close_year
from village_desk.domain.rules.eligibility import decide
from village_desk.domain.rules.pensions import monthly
from village_desk.domain.rules.person_facts import Child, PaidOut, PaidYear, PersonFacts, YearKind
from village_desk.domain.rules.raises import raised
from village_desk.domain.rules.settlements import Settlement, overpaid, settle_death, valued


def _base_pension(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much is the base pension of a month, as known on a day?"""
    month = given.month("month")
    lines = base_pension.lines(policy, month, _known_on(given, month))
    levels = "、".join(line.level.in_words() for line in lines)
    doubts = [line.source.certainty.value for line in lines if line.source.certainty is not Certainty.ORIGINAL]
    return {
        "amount": Yuan(sum(line.fen for line in lines)),
        "levels": levels,
        "certainty": doubts[0] if doubts else Certainty.ORIGINAL.value,
    }


def _pension(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much a month, from an account or from so many years at a tier?"""
    month = given.month("month")
    years = given.years("years", 15)
    account = given.money("account") if given.has("account") else _paid_in(policy, given, years)
    drawing = Drawing(_born(given, month), given.month("first", month), account, years)
    found = monthly(policy, drawing, month, _known_on(given, month))
    return {
        "account": Yuan(account),
        "account_part": Yuan(found.account_fen),
        "base": Yuan(found.base_fen),
        "extra": Yuan(found.base_fen - sum(part.fen for part in found.parts if part.code.startswith("base"))),
        "monthly": Yuan(found.monthly_fen),
        "once": Yuan(found.once_fen),
    }


def _entitlement(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """May the person draw, from which month, and what is missing?"""
    found = decide(policy, _facts(given), given.day("on"))
    return {
        "answer": found.answer.value,
        "first": str(found.first or ""),
        "required": found.required,
        "missing": found.missing,
        "base_only": found.base_only,
        "blocked_above": found.blocked_above,
        "need_pay_year": found.need_pay_year or 0,
        "reason": found.reasons[0].code,
        "last_reason": found.reasons[-1].code,
    }


def _interest(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much interest does a year's account earn?"""
    rows = read_all(
        given.tables("bookings"), lambda row: AccountEntry(row.day("on"), SubAccount.PERSONAL, row.money("amount"))
    )
    year = given.year("year")
    opening = {SubAccount.PERSONAL: given.money("opening", 0)}
    found = close_year(policy, year, opening, rows, given.day("known_on", date(year + 1, 12, 31)))
    return {
        "interest": Yuan(found.interest_fen),
        "closing": Yuan(found.closing_fen),
        "provisional": found.provisional,
    }


def _raise(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much is owed after a raise that was announced late?"""
    last = given.month("last") if given.has("last") else None
    first = given.month("first")
    drawing = Drawing(_born(given, first), first, given.money("account", 0), given.years("years", 15), last)
    found = raised(
        policy, drawing, given.month("from"), given.month("to"), given.day("paid_knowing"), given.day("known_on")
    )
    return {"total": Yuan(found.total_fen), "months": len(found.months)}


def _settlement(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much is paid or claimed back after a death?"""
    first, death, paid = given.month("first"), given.day("died"), given.month("paid_through")
    drawing = Drawing(_born(given, first), first, given.money("account"), given.years("years", 15))
    subsidy = given.money("subsidy_in_account", 0)
    over = valued(death, paid, _paid_out(policy, given, drawing, overpaid(death, paid)))
    found = settle_death(policy, drawing, death, over, given.day("known_on", paid.first_day()), subsidy)
    parts = {part.code: part.fen for part in found.parts}
    return {
        "account_rest": Yuan(parts.get("account_rest", 0)),
        "funeral": Yuan(parts.get("funeral", 0)),
        "overpaid": Yuan(-parts.get("overpaid", 0)),
        "overpaid_months": len(overpaid(death, paid)),
        "total": Yuan(found.total_fen),
        "document": found.parts[0].source.number if found.parts and found.parts[0].source else "",
        "report": _words_of(found, "report_death"),
        "tell": _words_of(found, "tell_death"),
        "claim": _words_of(found, "claim_funeral", "claim_over"),
    }


def _words_of(found: Settlement, *codes: str) -> str:
    return next((each.words for each in found.reasons if each.code in codes), "")


def _paid_out(policy: Policy, given: PolicyTable, drawing: Drawing, months: list[Month]) -> tuple[PaidOut, ...]:
    """What the payout lists paid: by the values known on ``paid_knowing``, or when each month was paid."""
    knowing = given.day("paid_knowing") if given.has("paid_knowing") else None
    known = [(month, knowing or month.first_day()) for month in months]
    return tuple(PaidOut(month, monthly(policy, drawing, month, day).due_fen) for month, day in known)


def _estimate(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much does a plan cost and pay?"""
    plan = Plan(
        given.day("born"),
        given.money("tier"),
        given.years("years"),
        given.money("account", 0),
        given.years("paid_years", 0),
        memberships(given),
    )
    found = estimate(policy, plan, given.day("on"))
    return {
        "pays": Yuan(found.pays_fen),
        "account": Yuan(found.account_fen),
        "monthly": Yuan(found.monthly_fen),
        "break_even_months": found.months_to_break_even or 0,
    }


def _facts(given: PolicyTable) -> PersonFacts:
    day = given.day("back_paid_on", date(1900, 1, 1))
    paid = [PaidYear(year, date(year, 3, 1), 0) for year in _years(given, "paid")]
    paid += [PaidYear(year, day, 0, YearKind.BACK_PAID) for year in _years(given, "back_paid")]
    if given.has("late_paid_on"):
        late = given.day("late_paid_on")
        paid.append(PaidYear(late.year, late, 0))
    children = read_all(given.tables("children"), _child)
    return PersonFacts(
        given.day("born"), tuple(paid), memberships(given), children=tuple(children), childless=not children
    )


def _child(row: PolicyTable) -> Child:
    return Child(
        row.day("born"), row.flag("enrolled", False), row.flag("student", False), row.flag("other_scheme", False)
    )


def _years(given: PolicyTable, key: str) -> range:
    """``paid_from`` and ``paid_to``: calendar years, both included."""
    if not given.has(key + "_from"):
        return range(0)
    return range(given.year(key + "_from"), given.year(key + "_to") + 1)


def _paid_in(policy: Policy, given: PolicyTable, years: int) -> int:
    tier = given.money("tier")
    return years * (tier + subsidies.subsidy(policy, tier, given.day("on")).total_fen)


def _known_on(given: PolicyTable, month: Month) -> date:
    """``known_on``; if absent, a late day on which everything announced so far is known."""
    return given.day("known_on", date(month.year + 5, 1, 1))


def _born(given: PolicyTable, first: Month) -> date:
    """``born``; if absent, a person who reached 60 in the month before drawing."""
    return given.day("born", birthday((first + -1).first_day(), -60))


QUESTIONS = {
    "base_pension": _base_pension,
    "pension": _pension,
    "entitlement": _entitlement,
    "interest": _interest,
    "raise": _raise,
    "settlement": _settlement,
    "estimate": _estimate,
}
