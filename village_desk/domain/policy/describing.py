"""A policy in plain Chinese for a clerk of the county: every value that holds on a day, and its document. Reads only.

The subjects are worded in paying_clauses.py, subsidy_clauses.py, drawing_clauses.py and practice_clauses.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from village_desk.domain.policy import drawing_clauses, paying_clauses, practice_clauses, subsidy_clauses
from village_desk.domain.policy.clauses import Clause, cited
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: its clauses, each a value with its document."""

    title: str
    clauses: tuple[Clause, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The words to be read: under the lines of each document a line ``依据：`` names it."""
        return tuple(cited(self.clauses))


def describe(policy: Policy, on: date) -> tuple[Section, ...]:
    """What the policy says for a day, subject by subject; a subject on which it says nothing is left out."""
    found = [Section(title, tuple(clauses(policy, on))) for title, clauses in _subjects()]
    return tuple(section for section in found if section.clauses)


def _subjects() -> list[tuple[str, Callable[[Policy, date], Iterator[Clause]]]]:
    return [
        (_("适用地区和时间"), practice_clauses.place),
        (_("谁可以参保"), paying_clauses.enrolment),
        (_("缴费档次"), paying_clauses.tiers),
        (_("缴费补贴"), subsidy_clauses.subsidy),
        (_("按收入比例缴费"), subsidy_clauses.income),
        (_("特殊群体和政府代缴"), paying_clauses.special_groups),
        (_("集体补助和社会资助"), paying_clauses.aid),
        (_("补缴"), paying_clauses.back_payment),
        (_("个人账户计息"), practice_clauses.interest),
        (_("领取条件"), drawing_clauses.entitlement),
        (_("基础养老金"), drawing_clauses.base_pension),
        (_("加发和个人账户养老金"), drawing_clauses.on_top),
        (_("死亡"), drawing_clauses.death),
        (_("办事习惯"), practice_clauses.practice),
    ]
