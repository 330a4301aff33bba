"""A policy in plain Chinese for a clerk of the county: every value that holds on a day, with its document."""

from collections.abc import Iterator
from datetime import date

from sync.agreement.values import value
from village_desk.domain.policy.clauses import Clause, ClauseSubject, cited
from village_desk.domain.policy.policy import Policy
from village_desk.words import _


@value
class Section:
    """One subject: its clauses, each a value with its document."""

    title: str
    clauses: tuple[Clause, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The words of the clauses, with a line ``依据：`` under the lines of each document."""
        return tuple(cited(self.clauses))


def describe(policy: Policy, on: date) -> tuple[Section, ...]:
    """The policy in words for a day, subject by subject; a subject without values is left out."""
    found = [Section(_("适用地区和时间"), tuple(_place(policy, on)))]
    found += [Section(subject.in_words(), tuple(_clauses(policy, subject, on))) for subject in ClauseSubject]
    return tuple(section for section in found if section.clauses)


def _clauses(policy: Policy, subject: ClauseSubject, on: date) -> Iterator[Clause]:
    for mechanism in policy.mechanisms:
        if mechanism.subject is subject:
            yield from mechanism.clauses(policy, on)


def _place(policy: Policy, on: date) -> Iterator[Clause]:
    """Name, jurisdiction and validity of the policy itself."""
    yield Clause(_("{name}（政策 {id}）").format(name=policy.name, id=policy.id), policy.source)
    country = _("，全国") if policy.jurisdiction == "100000" else ""
    yield Clause(_("区划代码 {code}{country}").format(code=policy.jurisdiction, country=country), policy.source)
    yield Clause(_("有效期：{period}").format(period=policy.period.in_words()), policy.source)
    if not policy.period.holds(on):
        yield Clause(_("注意：{day} 不在有效期内").format(day=on), policy.source)
