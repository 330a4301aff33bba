"""Which policy the desk decides by on a day. Policies are files: carried by the program, or adopted from outside."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from resources import policy_places
from sync.agreement import divisions, facts
from sync.agreement.facts.office import BEGINNING
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused, Trouble
from village_desk.domain.basics.reasons import Reason
from village_desk.domain.policy import describing, policy_file
from village_desk.domain.policy.clauses import Clause
from village_desk.domain.policy.describing import Section
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import unwritten
from village_desk.store.database import Store
from village_desk.store.subjects import office
from village_desk.words import _

if TYPE_CHECKING:
    from village_desk.domain.cases import running


NATIONAL = BEGINNING
"""The national frame."""


@value
class Adoption:
    """What a decision for a policy did: it holds from ``since`` until ``then`` takes over, if anything does.

    ``dropped``: what had been decided for later days before, and holds no more.
    """

    policy: Policy
    since: date
    then: tuple[date, Policy] | None
    dropped: tuple[tuple[date, Policy], ...]

    def in_words(self) -> str:
        """What holds now, until when, and what holds no more."""
        words = _("从 {since} 起按《{name}》办理").format(since=self.since, name=self.policy.name)
        if self.then:
            day, after = self.then
            words += _("，{day} 起按镇所下发的《{name}》").format(day=day, name=after.name)
        for day, other in self.dropped:
            words += _("；原来定的 {day} 起用《{name}》不再算数，还要用请再定一次").format(day=day, name=other.name)
        return words


@value
class Proposal:
    """A policy that may be adopted with one click: from which day on, and whether the township sent it.

    ``text`` is empty where the program carries the file.
    """

    policy: Policy
    text: str
    since: date
    from_above: bool = False


class Policies:
    """The policies of one desk."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def on(self, day: date) -> Policy:
        """The policy in force at this desk on a day; the national frame where none was adopted."""
        found = self._adopted_for(day)
        return _policy_of(found) if found else shipped(NATIONAL)

    def since(self, day: date) -> date | None:
        """From which day the policy of a day holds here; None where none was adopted."""
        found = self._adopted_for(day)
        return found.since if found else None

    def coming(self, day: date) -> list[tuple[date, Policy]]:
        """The policies that take over on later days, the nearest first."""
        known = self._usable()
        stands, found = office.for_day(known, day), []
        for since in sorted({each.since for each in known if each.since > day}):
            after = office.for_day(known, since)
            if after and not after.begins and after is not stands:
                found.append((since, _policy_of(after)))
                stands = after
        return found

    def adopt(self, name: str, since: date, text: str = "") -> Adoption:
        """Decide by this policy from a day on, here and at the village's other PCs. ``text`` is a file from outside.

        Earlier decisions for that day and later ones hold no more; what the township sent for a later day does.
        Refused when the file holds a mistake, ``policy_period`` before the policy's own first day, and
        ``policy_from_above`` where the township sent another one for that day.
        """
        adopted = self.vetted(name, text)
        _refuse_before_its_time(adopted, since)
        with self._store.writing():
            self._refuse_against_the_township(adopted, since)
            before = self.coming(since)
            self._store.record(facts.PolicyAdopted(adopted.id, since.isoformat(), text, "decided"))
        after = self.coming(since)
        dropped = tuple(each for each in before if each[0] not in {day for day, _policy in after})
        return Adoption(adopted, since, after[0] if after else None, dropped)

    def proposed(self, today: date) -> tuple[Proposal, ...]:
        """What somebody may want to adopt with one click; nothing once a decision holds.

        The township's policy, where the village decided for another one from a later day on; and at a desk that only
        began with the national frame, the files carried by the program that cover the village.
        """
        known = self._usable()
        stands = office.for_day(known, today)
        sent = [each for each in known if each.from_above and each.since <= today][-1:]
        if sent and stands and stands.policy != sent[0].policy:
            return (Proposal(_policy_of(sent[0]), sent[0].text, today, from_above=True),)
        if stands and not stands.begins:
            return ()
        found = [shipped(name) for name in divisions.of_village(policy_places.by_name(), self._store.village().code)]
        return tuple(Proposal(each, "", each.period.first) for each in found if each.period.holds(today))

    def take(self, proposal: Proposal) -> Adoption:
        """Adopt what was proposed, as it was proposed."""
        return self.adopt(proposal.policy.id, proposal.since, proposal.text)

    def proposal_words(self, today: date) -> str:
        """What is proposed, or that no file is there for the village; empty once somebody decided."""
        found = self.proposed(today)
        if found and found[0].from_above:
            return _("镇所下发了《{name}》，本村用的是自己定的另一份").format(name=found[0].policy.name)
        if found:
            names = _("、").join(_("《{name}》").format(name=each.policy.name) for each in found)
            which = _("，请选一份") if len(found) > 1 else ""
            return _("现在先按国家框架办；程序带的{names}管本村{which}").format(names=names, which=which)
        stands = office.for_day(self._usable(), today)
        if stands and not stands.begins:
            return ""
        return _("没有管本村的政策文件，先按国家框架办；请向乡镇要本县的文件读进来")

    def begin(self, today: date) -> None:
        """A new desk decides by the national frame until somebody adopts another policy."""
        with self._store.writing():
            self._store.record(facts.PolicyAdopted(NATIONAL, today.isoformat()))

    def _adopted_for(self, day: date) -> office.Adopted | None:
        return office.for_day(self._usable(), day)

    def not_understood(self) -> list[str]:
        """The ids of policies that the village's other PC adopted and this program cannot read: it is an older one."""
        return [each.policy for each in office.adopted(self._store.db) if each.passed_on and not _can_be_read(each)]

    def _usable(self) -> list[office.Adopted]:
        """What was adopted, as decided, without policies that only the other PC's newer program can read."""
        return [each for each in office.adopted(self._store.db) if not each.passed_on or _can_be_read(each)]

    def _refuse_against_the_township(self, adopted: Policy, since: date) -> None:
        sent = [each for each in office.adopted(self._store.db) if each.from_above and each.since == since]
        stands = sent[-1] if sent else None
        if stands and stands.policy != adopted.id:
            raise Refused(
                _("{since} 起用的政策，镇所已经下发：{name}").format(since=since, name=_policy_of(stands).name),
                _("政策不对请告诉镇所重发；或者另选起用的日子"),
                "policy_from_above",
            )

    def vetted(self, name: str, text: str = "") -> Policy:
        """The policy, fit for this desk. Refused when the file holds a mistake or is another place's."""
        found = _from_outside(text, name) if text else shipped(name)
        if not found.covers(self._store.village().code):
            raise Refused(
                _("政策“{name}”不管本村").format(name=found.name), _("请选本县（市、区）的政策文件"), "policy_place"
            )
        return found


def _refuse_before_its_time(adopted: Policy, since: date) -> None:
    if since < adopted.period.first:
        raise Refused(
            _("《{name}》从 {first} 起才有效，不能从 {since} 起用").format(
                name=adopted.name, first=adopted.period.first, since=since
            ),
            _("请改起用的日子；要管更早的日子，请把以前的规定也写进文件，再改文件头的 from"),
            "policy_period",
            "since",
        )


def _policy_of(adopted: office.Adopted) -> Policy:
    return _from_outside(adopted.text, adopted.policy) if adopted.text else shipped(adopted.policy)


def _can_be_read(adopted: office.Adopted) -> bool:
    try:
        _policy_of(adopted)
    except Refused:
        return False
    return True


def read(text: str, name: str) -> Policy:
    """The policy of a text from outside. Refused with file, line and reason when it holds a mistake."""
    return _from_outside(text, name)


def from_file(path: Path) -> Policy:
    """The policy of a file, or of the one that the program carries under that name.

    Refused with the place of a mistake; Trouble when the file cannot be read.
    """
    return policy_file.read(text_of(path), path.name)


def text_of(path: Path) -> str:
    """The text of a policy file, or of the one that the program carries under that name."""
    try:
        place = path if path.suffix else resources.path(f"policies/{path.name}.toml")
        return place.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(
            _("读不了政策文件 {name}").format(name=path.name), _("请检查文件名，文件应存成 UTF-8"), "no_file"
        ) from error


def names() -> list[str]:
    """The names of the policies that the program carries."""
    return sorted(place.stem for place in resources.path("policies").glob("*.toml"))


def try_cases(path: Path, others: Path | None = None) -> tuple[running.CaseResult, ...]:
    """The results of a policy's own worked cases, or of those in another file. Refused with the place of a mistake."""
    from village_desk.domain.cases import running

    found = from_file(path)
    return running.run(found, running.read(text_of(others), others.name) if others else None)


def described(policy: Policy, on: date) -> tuple[Section, ...]:
    """The policy in words for a day, and at last what the file does not say."""
    lacks = tuple(Clause(each.words, policy.source) for each in unwritten.of_file(policy, on))
    silent = (Section(_("文件里没有写的"), lacks),) if lacks else ()
    return (*describing.describe(policy, on), *silent)


EXAMPLE = "example-county"
"""The file to copy: every block with a comment, of no place."""


@value
class PolicyCheck:
    """A file that can be read: what it does not say, the blocks that it has not, and its cases that differ."""

    policy: Policy
    unwritten: tuple[Reason, ...]
    absent: tuple[str, ...]
    cases: tuple[running.CaseResult, ...]

    @property
    def well(self) -> bool:
        """Whether all its cases come out."""
        return all(each.passed for each in self.cases)


def check(path: Path, today: date) -> PolicyCheck:
    """What a policy file lacks on a day. Refused with the place of a mistake."""
    from village_desk.domain.cases import running

    found = from_file(path)
    day = max(today, found.period.first)
    absent = tuple(each.key for each in found.mechanisms if not found.values(each.kind))
    return PolicyCheck(found, unwritten.of_file(found, day), absent, running.run(found))


@lru_cache(maxsize=16)
def shipped(name: str) -> Policy:
    """A policy that the program carries, by the name of its file."""
    try:
        place = resources.path(f"policies/{name}.toml")
    except FileNotFoundError:
        raise Refused(_("没有名为 {name} 的政策").format(name=name), _("请导入政策文件"), "policy") from None
    return policy_file.read(place.read_text("utf-8"), place.name)


@lru_cache(maxsize=16)
def _from_outside(text: str, name: str) -> Policy:
    return policy_file.read(text, name)
