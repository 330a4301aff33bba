"""The questions of worked cases about paying: tiers, subsidy, contribution, groups, aid, joining, the year's dates."""

from collections.abc import Mapping
from datetime import date

from village_desk.domain.basics import money
from village_desk.domain.cases.answers import Answer, Yuan, memberships
from village_desk.domain.policy.mechanisms import county_forms, mandate, second_payment, subsidies, tiers
from village_desk.domain.policy.mechanisms.aid import AidRule
from village_desk.domain.policy.mechanisms.instalments import Instalments
from village_desk.domain.policy.mechanisms.mandate import Mandate
from village_desk.domain.policy.mechanisms.practice import Practice, percent
from village_desk.domain.policy.mechanisms.second_payment import SecondPayment
from village_desk.domain.policy.policy import Policy
from village_desk.domain.policy.reader import PolicyTable
from village_desk.domain.rules import taking
from village_desk.domain.rules.contributions import contribution, counted_group
from village_desk.domain.rules.enrolment import may_enrol
from village_desk.domain.rules.open_years import owes, year_of
from village_desk.domain.rules.person_facts import Hindrance, PaidYear, PersonFacts, YearKind
from village_desk.words import _


def _place(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Does the policy cover this village on this day?"""
    village, on = given.text("village"), given.day("on")
    return {"covers": policy.covers(village) and policy.period.holds(on)}


def _tiers(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Which tiers are offered on a day (to these groups)?"""
    groups = frozenset(given.texts("groups"))
    return {"tiers": tuple(Yuan(tier.amount_fen) for tier in tiers.offered(policy, given.day("on"), groups))}


def _subsidy(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """How much subsidy do these tiers bring, and the last of them by level of government?"""
    on = given.day("on")
    found = [subsidies.subsidy(policy, tier, on) for tier in given.moneys("tiers")]
    parts = found[-1].parts if found else ()
    levels = "，".join(f"{level.in_words()} {money.figures(fen)}" for level, fen in parts)
    return {"subsidies": tuple(Yuan(each.total_fen) for each in found), "levels": levels}


def _contribution(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Who pays which part of a year at a tier?"""
    on = given.day("on")
    kind = given.word("kind", YearKind, YearKind.PAID)
    found = contribution(policy, given.money("tier"), on.year, on, memberships(given), kind)
    return {
        "person": Yuan(found.own_fen),
        "government": Yuan(found.government_fen),
        "waived": Yuan(found.waived_fen),
        "subsidy": Yuan(found.subsidy_fen),
    }


def _open_year(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """What is a year to somebody on a day, and which tiers may they choose for it?"""
    facts, on = _payer(given), given.day("on")
    year = year_of(policy, facts, given.year("year") if given.has("year") else on.year, on)
    why = year.why_not.code if year.why_not else ""
    chosen = taking.offers(policy, facts, year, on)
    return {
        "open": year.is_open,
        "kind": year.kind.value if year.is_open else "",
        "why_not": why,
        "asked": "、".join(each.code for each in year.questions),
        "tiers": tuple(Yuan(each.least_fen) for each in chosen),
        "own": tuple(Yuan(each.cost.own_fen) for each in chosen),
        "owes": owes(policy, facts, on),
    }


def _payer(given: PolicyTable) -> PersonFacts:
    """``paid`` yuan was paid for the year of ``paid_on``; ``years`` earlier years, up to the one before ``on``."""
    born, on = given.day("born"), given.day("on")
    known: list[PaidYear] = []
    if given.has("years"):
        last = on.year - 1
        first = last - given.years("years") + 1
        known = [PaidYear(each, date(each, 12, 31), 0) for each in range(first, last + 1)]
    if given.has("paid"):
        day = given.day("paid_on")
        known.append(PaidYear(day.year, day, given.money("paid")))
    death = given.day("died") if given.has("died") else None
    hindrances = frozenset({given.word("hindrance", Hindrance)} if given.has("hindrance") else ())
    return PersonFacts(born, tuple(known), memberships(given), hindrances=hindrances, death=death)


def _group(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Which group counts for who is in several?"""
    group = counted_group(policy, memberships(given), given.day("on"))
    return {"group": group.name if group else "", "code": group.code if group else ""}


def _aid(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Is so much collective aid and sponsoring allowed?"""
    on = given.day("on")
    rule = policy.value(AidRule, on)
    if rule is None:
        given.wrong("on", _("这一天没有集体补助和社会资助的规定"))
    rule.check(given.money("aid"), given.money("own", 0), on, tiers.highest_fen(policy, on))
    return {"allowed": True}


def _enrolment(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """May somebody join?"""
    facts = PersonFacts(
        given.day("born"),
        hindrances=frozenset({given.word("hindrance", Hindrance)} if given.has("hindrance") else ()),
        moved_in=given.day("moved_in") if given.has("moved_in") else None,
    )
    found = may_enrol(policy, facts, given.day("on"))
    return {"may": found.may, "reason": found.reasons[0].code if found.reasons else ""}


def _practice(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Which deadlines and procedures has the place?"""
    ways = policy.value(Practice, given.day("on"))
    if ways is None:
        return {"village_day": 0}
    return {
        "village_day": ways.village_day,
        "township_day": ways.township_day,
        "season": "—".join(ways.season or ()),
        "proof_months": ways.proof_months,
        "proof_grace_months": ways.proof_grace_months,
        "proof_back_paid": ways.proof_back_paid,
        "proof_counting": ways.proof_counting.value,
        "proof_warning_months": ways.proof_warning_months,
        "proof_resume_day": ways.proof_resume_day,
        "publication_days": ways.publication_days,
        "receipt_copies": ways.receipt_copies,
        "coordinator_title": ways.coordinator_title,
        "cash_days": ways.cash_days,
        "confirm_days": ways.confirm_days,
        "aim_rate": percent(ways.aims.rate),
        "aim_mean": Yuan(ways.aims.mean_fen),
        "near_years": ways.aims.near_years,
        "aim_near_mean": Yuan(ways.aims.near_mean_fen),
        "aim_lowest": percent(ways.aims.lowest),
        "channels": "、".join(ways.channels),
    }


def _form(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """Does the county use the form, and which reasons does it offer?"""
    found = county_forms.of(policy, given.text("form"), given.day("on"))
    if found is None:
        return {"used": True, "name": "", "reasons": ""}
    return {"used": found.used, "name": found.name, "reasons": "、".join(found.reasons)}


def _mandate(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """May the village take the fee in cash, and by which paper? Refused (``no_mandate``) where it may not."""
    on = given.day("on")
    mandate.refuse_cash(policy, on)
    rule = policy.value(Mandate, on)
    return {"said": rule is not None, "paper": rule.paper if rule else ""}


def _second_payment(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """May the year be topped up on a day, up to which sum, of what kind, and what does it earn?"""
    on = given.day("on")
    rule = policy.value(SecondPayment, on)
    if rule is None:
        return {"said": False}
    return {
        "said": True,
        "allowed": rule.allowed and rule.is_open(on),
        "most_total": Yuan(second_payment.most_fen(policy, rule, on)),
        "total": rule.total.value,
        "subsidy": rule.subsidy.value if rule.subsidy else "",
    }


def _instalments(policy: Policy, given: PolicyTable) -> Mapping[str, Answer]:
    """In how many parts may a year be paid?"""
    rule = policy.value(Instalments, given.day("on"))
    return {"parts": rule.parts if rule else 1}


QUESTIONS = {
    "place": _place,
    "tiers": _tiers,
    "subsidy": _subsidy,
    "contribution": _contribution,
    "year": _open_year,
    "group": _group,
    "aid": _aid,
    "enrolment": _enrolment,
    "practice": _practice,
    "form": _form,
    "mandate": _mandate,
    "second_payment": _second_payment,
    "instalments": _instalments,
}
