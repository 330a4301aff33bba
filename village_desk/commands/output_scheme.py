"""What the commands print of the scheme: assessments, worked cases, policies; for scripts and for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from village_desk.domain.basics.reasons import Part, Reason
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.assessing import Assessment
    from village_desk.domain.cases.running import CaseResult
    from village_desk.domain.estimates.for_person import BackPaidYear, Estimate
    from village_desk.domain.people import Resident
    from village_desk.domain.policy.describing import Section
    from village_desk.domain.rules.missed_years import MissedYears
    from village_desk.domain.rules.pensions import Pension
    from village_desk.domain.rules.settlements import Overpaid
    from village_desk.services.policies import Adoption, PolicyCheck


def assessment(person: Resident, found: Assessment) -> dict[str, Any]:
    """An assessment for scripts: every figure in fen, every reason with its code and cure."""
    answer = found.entitlement
    return {
        "id": person.id,
        "name": person.name,
        "on": found.on.isoformat(),
        "policy": found.policy,
        "standing": found.standing.value,
        "years": [{"year": each.year, "kind": each.kind.value} for each in found.strip],
        "entitlement": {
            "answer": answer.answer.value,
            "first": str(answer.first) if answer.first else None,
            "first_between": [str(month) for month in answer.between] if answer.between else None,
            "required": answer.required,
            "paid": answer.paid,
            "missing": answer.missing,
            "short": answer.short,
            "back_payment": _missed(answer.missed) if answer.missed else None,
            "blocked_above": answer.blocked_above,
            "reasons": [_reason(each) for each in answer.reasons],
        },
        "account_fen": found.account_fen,
        "provisional": found.provisional,
        "provisional_why": [_reason(each) for each in found.unsure],
        "pension": _pension(found.pension) if found.pension else None,
        "expected": _expected(found.expected) if found.expected else None,
        "contradictions": [_reason(each) for each in found.contradictions],
        "overpaid": _overpaid(found.overpaid) if found.overpaid else None,
        "next": [_reason(each) for each in found.next_steps],
    }


def cases(results: Sequence[CaseResult]) -> tuple[list[dict[str, Any]], str]:
    """Worked cases that were run: for scripts, and a line for each."""
    done = [
        {
            "name": each.name,
            "ask": each.ask,
            "passed": each.passed,
            "differences": [
                {"key": other.key, "expected": other.expected, "found": other.found} for other in each.differences
            ],
        }
        for each in results
    ]
    lines = []
    for each in results:
        lines.append(f"{_('对') if each.passed else _('不对')}  {each.name}")
        lines += ["      " + other.in_words() for other in each.differences]
    right = sum(each.passed for each in results)
    lines.append(_("共 {all} 例，对 {right} 例").format(all=len(done), right=right))
    return done, "\n".join(lines)


def sections(described: Sequence[Section]) -> tuple[list[dict[str, Any]], str]:
    """A policy described: for scripts, and under headings."""
    found = [
        {
            "title": each.title,
            "lines": [{"words": clause.words, "document": clause.source.in_words()} for clause in each.clauses],
        }
        for each in described
    ]
    words = [line for each in described for line in ("", each.title, *(f"  {line}" for line in each.lines))]
    return found, "\n".join(words[1:])


def checked(found: PolicyCheck) -> tuple[dict[str, Any], str]:
    """A policy file that was checked: for scripts, and in lines."""
    done, _words = cases(found.cases)
    differing, words = cases([each for each in found.cases if not each.passed])
    lines = [_("《{name}》可以读入").format(name=found.policy.name)]
    lines += [_("注意：") + each.words for each in found.unwritten]
    if found.absent:
        lines.append(_("没有写的块（本县没有这回事就不用管）：{keys}").format(keys=_("、").join(found.absent)))
    lines += words.splitlines()[:-1] if differing else []
    right = _("算例 {all} 个，对 {right} 个").format(all=len(done), right=len(done) - len(differing))
    lines.append(right if done else _("没有算例：请写上几个，改错了才看得出来"))
    result = {
        "policy": found.policy.id,
        "name": found.policy.name,
        "unwritten": [_reason(each) for each in found.unwritten],
        "absent": list(found.absent),
        "cases": done,
    }
    return result, "\n".join(lines)


def adoption(found: Adoption) -> dict[str, Any]:
    """A policy that was adopted: ``until`` is the day on which another one takes over, null where none does."""
    return {
        "policy": found.policy.id,
        "name": found.policy.name,
        "since": found.since.isoformat(),
        "until": found.then[0].isoformat() if found.then else None,
        "then": found.then[1].id if found.then else None,
        "dropped": [{"since": day.isoformat(), "policy": each.id} for day, each in found.dropped],
    }


def wrong_cases(names: Sequence[str]) -> str:
    """That some of a file's own worked cases differ, for who adopted it."""
    words = _("注意：这份文件自己的算例有 {count} 个不对（{names}），用 policy try 看哪里不对，问清后再照它办")
    return words.format(count=len(names), names=_("、").join(names[:3]))


def _reason(each: Reason) -> dict[str, str]:
    return {"code": each.code, "words": each.words, "cure": each.cure}


def _missed(each: MissedYears) -> dict[str, Any]:
    """``subsidy`` is null where the policy does not say whether such years earn it."""
    return {
        "years": each.count,
        "of": list(each.open_years),
        "least_fen": each.least_cost_fen,
        "subsidy": each.subsidy,
    }


def _back(each: Estimate, year: BackPaidYear) -> dict[str, Any]:
    """``subsidy_fen`` of a year is null where the policy does not say whether such years earn it."""
    return {
        "years": each.plan.missed,
        "tier_fen": year.tier_fen,
        "yearly_own_fen": year.own_fen,
        "subsidy_fen": year.subsidy_fen,
        "pays_fen": each.back_fen,
    }


def _overpaid(each: Overpaid) -> dict[str, Any]:
    """The months after a death as their lists paid them; ``unknown``: months of which that is not known."""
    return {
        "months": [{"month": str(paid.month), "fen": paid.fen} for paid in each.months],
        "total_fen": each.total_fen,
        "unknown": [str(month) for month in each.unknown],
        "arrears_fen": each.besides_fen,
    }


def _pension(each: Pension) -> dict[str, Any]:
    return {
        "month": str(each.month),
        "total_fen": each.monthly_fen,
        "parts": _parts(each.parts),
        "once": _parts(each.once),
        "unknown": [_reason(missing) for missing in each.unknown],
    }


def _parts(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {
            "code": part.code,
            "words": part.words,
            "fen": part.fen,
            "certainty": part.source.certainty.value if part.source else None,
        }
        for part in parts
    ]


def _expected(each: Estimate) -> dict[str, Any]:
    return {
        "title": each.title(),
        "tier_fen": each.plan.tier_fen,
        "years": each.plan.years,
        "yearly_own_fen": each.yearly_own_fen,
        "back_payment": _back(each, each.back) if each.back else None,
        "pays_fen": each.pays_fen,
        "monthly_fen": each.monthly_fen,
        "months_to_break_even": each.months_to_break_even,
        "pension": _pension(each.pension),
        "assumptions": list(each.assumptions),
    }
