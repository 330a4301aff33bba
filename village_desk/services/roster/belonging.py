"""To which special groups people belong: noted by hand with their days, ended, denied, asked about, struck."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from enum import Enum

from sync.agreement import facts
from sync.agreement.facts import MembershipDenied, MembershipNoted
from sync.agreement.values import value
from village_desk.domain.basics import days
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.mechanisms.special_groups import SpecialGroup
from village_desk.domain.policy.policy import Policy
from village_desk.domain.rules import belonging as rules
from village_desk.domain.rules import taking
from village_desk.domain.rules.belonging import NotedGroups, NotedMembership, Stated
from village_desk.domain.rules.person_facts import ALWAYS, PersonFacts, Unsure
from village_desk.domain.waiting import Whom
from village_desk.services import belonging_reading
from village_desk.services.assessing import Assessing
from village_desk.services.finding import Finding
from village_desk.services.policies import Policies
from village_desk.store.database import Store
from village_desk.store.subjects import belonging, people
from village_desk.words import _

ROSTER = "roster"
"""The id of what stands on the roster and was noted by nobody."""


class State(Enum):
    """How a line on somebody's groups stands on a day."""

    NOW = "now"
    COMING = "coming"
    OVER = "over"
    DENIED = "denied"

    def in_words(self) -> str:
        """The word beside the group."""
        words = {"now": _("属于"), "coming": _("还没到"), "over": _("已结束"), "denied": _("不属于")}
        return words[self.value]


@value
class GroupLine:
    """One line on somebody's groups: ``since`` and ``until`` as they were noted, "" where nobody knows or it goes on.

    ``id`` is the id of its fact, or ``ROSTER``; ``key`` is the policy's group that it means, "" for none of them.
    """

    id: str
    key: str
    group: str
    grade: str
    source: str
    since: str
    until: str
    certificate: str
    state: State

    def in_words(self) -> str:
        """Its time: since when, until when."""
        if self.state is State.DENIED and not (self.since or self.until):
            return ""
        since = _("{day} 起").format(day=self.since) if self.since else ""
        until = _("到 {day} 为止").format(day=self.until) if self.until else ""
        return _("，").join(filter(None, (since, until))) or _("起始日期不清楚")


@value
class Typed:
    """A membership as somebody typed it: ``since`` and ``until`` are a day or a month, "" where it is not known."""

    group: str
    grade: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    certificate: str = ""


@value
class GroupQuestion:
    """A group of which nobody has said yet; ``group`` is its name, and ``words`` is what to ask."""

    group: str
    unsure: Unsure
    words: str


@value
class Member:
    """Somebody of a group, with the line that says so."""

    resident: Resident
    line: GroupLine


class Belonging:
    """The special groups of the people of one desk."""

    def __init__(self, store: Store, finding: Finding, policies: Policies, assessing: Assessing) -> None:
        self._store = store
        self._finding = finding
        self._policies = policies
        self._assessing = assessing

    def groups(self) -> list[str]:
        """The groups that the policy of today knows, by name."""
        return list(dict.fromkeys(each.name for each in self._policy().values(SpecialGroup)))

    def add(self, person: str, typed: Typed, sure: Collection[str] = ()) -> GroupLine:
        """Note that a person belongs to a group.

        One without a beginning that stands already is replaced by one that tells it. Refused: ``group_unknown``,
        ``date``, ``until_before_since``, ``same_membership``. Asked: ``was_denied``.
        """
        resident, named = self._finding.person(person), self.named(typed.group, typed.grade)
        since, until = _day_or_month("since", typed.since), _day_or_month("until", typed.until)
        self._refuse_days(resident, since, until)
        noted_groups = self._noted_groups(person)
        instead = self._refuse_same(noted_groups, named, since, until)
        self._ask_of_denial(noted_groups, named, since, until, sure)
        grade, source, certificate = (each.strip() for each in (typed.grade, typed.source, typed.certificate))
        fact = MembershipNoted(person, named.name, grade, source, since, until, certificate)
        with self._store.writing():
            if instead:
                self._store.record(facts.BelongingStruck(person, instead.id, _("补了起始日期")))
            entry = self._store.record(fact)
        return self._line_of(person, entry.id)

    def end(self, person: str, group: str, last_on: str = "", reason: str = "") -> GroupLine:
        """The membership of today in a group has ended, on the day typed (today by default): that was its last.

        What only the roster says is ended by a denial from the next day on. Refused: ``no_membership``, ``date``.
        """
        named, today = self.named(group), self._store.today()
        last = _day(last_on) if last_on.strip() else today
        if last > today:
            raise Refused(_("最后一天还没有到"), _("到期那天再记；提前知道的，请写在起止日期里"), "date", "until")
        noted = self._standing(person, named)
        if noted is None:
            self._refuse_none(person, named)
            return self._deny(person, named, reason.strip(), since=_next(last))
        if last < noted.period.first:
            words = _("最后一天早于开始的一天（{day}）").format(day=noted.period.first)
            raise Refused(words, _("请核对日期；从来就不属于的，请划掉这一条"), "until_before_since", "until")
        self._record(facts.MembershipEnded(person, noted.id, named.name, last.isoformat(), reason.strip()))
        return self._line_of(person, noted.id)

    def deny(self, person: str, group: str, source: str = "", since: str = "", until: str = "") -> GroupLine:
        """A person does not belong to a group, so that nobody asks again; ``since`` and ``until`` as typed.

        Refused: ``group_unknown``, ``date``, ``until_before_since``; ``belongs`` where a membership stands that says
        otherwise.
        """
        named = self.named(group)
        first, last = _day_or_month("since", since), _day_or_month("until", until)
        self._refuse_days(self._finding.person(person), first, last)
        period = Period(belonging_reading.first_day(first) or ALWAYS.first, belonging_reading.last_day(last))
        against = [each for each in self._of_group(self._noted_groups(person), named) if each.period.meets(period)]
        if against:
            line = _line(against[0], named.key, self._store.today())
            words = _("本台记着属于{group}（{when}）").format(group=named.name, when=line.in_words())
            cure = _("已经退出的，请记结束；记错的，请划掉那一条")
            raise Refused(words, cure, "belongs", "group")
        return self._deny(person, named, source.strip(), first, last)

    def strike(self, person: str, noted: str, reason: str) -> None:
        """A line was wrong. Refused without a reason, or when there is no such line."""
        if not reason.strip():
            raise Refused(_("没有写原因"), _("请写清楚为什么划掉"), "reason", "reason")
        if noted not in {each.id for each in self.lines(person)} - {ROSTER}:
            raise Refused(_("没有这条记载"), _("可能已经划掉了"), "unknown_note")
        self._record(facts.BelongingStruck(person, noted, reason.strip()))

    def lines(self, person: str) -> list[GroupLine]:
        """All that is known of a person's groups: the latest first, and what only the roster says."""
        return self._lines(self._finding.person(person), self._stands(person))

    def questions(self, person: str) -> list[GroupQuestion]:
        """The groups that have to be asked about."""
        policy = self._policy()
        unsure = self._assessing.facts(person, policy).unsure
        return [_question(special_groups.name(policy, each.group), each) for each in unsure]

    def about_money(self, people: Sequence[Whom]) -> dict[str, list[GroupQuestion]]:
        """Of these people those of whom it is asked today, because money hangs on it; by their groups alone."""
        policy, today = self._policy(), self._store.today()
        stands = belonging.of_people(self._store.db)
        lists = belonging_reading.full_lists(belonging.lists(self._store.db))
        found: dict[str, list[GroupQuestion]] = {}
        for each in people:
            stated = Stated(each.special_group, today, _("花名册"))
            noted = belonging_reading.noted_groups(stands.get(each.id, ()), lists)
            known = rules.belonging(policy, stated, noted, today)
            asked = taking.doubts(policy, _of_groups(each, known), today) if known.unsure else ()
            if asked:
                found[each.id] = [_question(special_groups.name(policy, one.group), one) for one in asked]
        return found

    def members(self, group: str = "") -> list[Member]:
        """Everybody who belongs today to a group of the policy, or to this one, in the order of the roster."""
        wanted = self.named(group).key if group else ""
        all_noted = belonging.of_people(self._store.db)
        return [
            Member(each, line)
            for each in people.everyone(self._store.db)
            for line in self._lines(each, all_noted.get(each.id, ()))
            if line.state is State.NOW and line.key and wanted in ("", line.key)
        ]

    def _deny(self, person: str, named: SpecialGroup, source: str, since: str = "", until: str = "") -> GroupLine:
        return self._line_of(person, self._record(MembershipDenied(person, named.name, source, since, until)))

    def _record(self, fact: facts.Fact) -> str:
        """Record a fact about somebody of the roster; returns its id."""
        self._finding.person(facts.about(fact))
        with self._store.writing():
            return self._store.record(fact).id

    def _policy(self) -> Policy:
        return self._policies.on(self._store.today())

    def _stands(self, person: str) -> Sequence[belonging.Belongs]:
        return belonging.of_people(self._store.db, [person]).get(person, ())

    def _noted_groups(self, person: str) -> NotedGroups:
        return belonging_reading.noted_groups(self._stands(person))

    def _line_of(self, person: str, id: str) -> GroupLine:
        return next(each for each in self.lines(person) if each.id == id)

    def _lines(self, resident: Resident, stands: Sequence[belonging.Belongs]) -> list[GroupLine]:
        noted_groups, today = belonging_reading.noted_groups(stands), self._store.today()
        noted = {each.id: _line(each, self._key(each.group, each.grade), today) for each in noted_groups.memberships}
        for each in stands:
            if isinstance(each.fact, MembershipDenied):
                noted[each.id] = _denied(each.id, self._key(each.fact.special_group), each.fact)
        order = {each.id: place for place, each in enumerate(stands)}
        lines = sorted(noted.values(), key=lambda each: order[each.id], reverse=True)
        denied = {self._key(each.group) for each in noted_groups.denials if each.period.holds(today)}
        known = {self._key(each.group, each.grade) for each in noted_groups.memberships} | denied
        return [*lines, *(each for each in self._of_roster(resident) if each.key not in known)]

    def _key(self, group: str, grade: str = "") -> str:
        found = special_groups.named(self._policy().values(SpecialGroup), group, grade)
        return found[0].key if found else ""

    def _of_roster(self, resident: Resident) -> Iterator[GroupLine]:
        for group in special_groups.named(self._policy().values(SpecialGroup), resident.special_group):
            yield GroupLine(ROSTER, group.key, group.name, "", _("花名册"), "", "", "", State.NOW)

    def _of_group(self, noted_groups: NotedGroups, group: SpecialGroup) -> list[NotedMembership]:
        return [each for each in noted_groups.memberships if self._key(each.group, each.grade) == group.key]

    def _standing(self, person: str, group: SpecialGroup) -> NotedMembership | None:
        today = self._store.today()
        found = [each for each in self._of_group(self._noted_groups(person), group) if each.period.holds(today)]
        return found[-1] if found else None

    def _refuse_none(self, person: str, group: SpecialGroup) -> None:
        """Refused where not even the roster says that they belong to it today."""
        if not any(each.id == ROSTER and each.key == group.key for each in self.lines(person)):
            words = _("今天不属于{group}").format(group=group.name)
            raise Refused(words, _("请看现有的记载；要记以前的一段，请把起止日期都写上"), "no_membership", "group")

    def named(self, group: str, grade: str = "") -> SpecialGroup:
        """The one group of today's policy that the words name. Refused ``group_unknown``, naming those there are."""
        known = self._policy().values(SpecialGroup)
        found = special_groups.named(known, group, grade)
        if len(found) == 1:
            return found[0]
        if not group.strip():
            words = _("没有选哪个群体")
        elif special_groups.near(known, group, grade):
            words = _("“{group}”没有说清是哪个群体").format(group=group.strip())
        else:
            words = _("现行政策里没有“{group}”这一类").format(group=group.strip())
        names = _("、").join(each.name for each in known)
        cure = (
            _("有这些：{names}").format(names=names) if names else _("政策文件没有列特殊群体，请向乡镇要本县政策文件")
        )
        raise Refused(words, cure, "group_unknown", "group")

    def _refuse_days(self, resident: Resident, since: str, until: str) -> None:
        first, last = belonging_reading.first_day(since), belonging_reading.last_day(until)
        if first and last and last < first:
            raise Refused(_("结束早于开始"), _("请核对两个日期"), "until_before_since", "until")
        if first and first > self._store.today():
            raise Refused(_("开始的日子还没有到"), _("到那天再记"), "date", "since")
        if first and first < resident.birth:
            raise Refused(_("开始的日子早于出生日期"), _("请核对日期"), "date", "since")

    def _refuse_same(
        self, noted_groups: NotedGroups, group: SpecialGroup, since: str, until: str
    ) -> NotedMembership | None:
        """Refused where one of that time stands; one without a beginning, to be replaced by one that has it."""
        first, last = belonging_reading.first_day(since), belonging_reading.last_day(until)
        wanted = Period(first or min(self._store.today(), last or self._store.today()), last)
        for each in self._of_group(noted_groups, group):
            if not each.period.meets(wanted):
                continue
            if each.first is None and first:
                return each
            line = _line(each, group.key, self._store.today())
            words = _("已经记着属于{group}：{when}").format(group=group.name, when=line.in_words())
            raise Refused(words, _("要改日期，请先划掉那一条，或先记结束"), "same_membership", "group")
        return None

    def _ask_of_denial(
        self, noted_groups: NotedGroups, group: SpecialGroup, since: str, until: str, sure: Collection[str]
    ) -> None:
        first, last = belonging_reading.first_day(since), belonging_reading.last_day(until)
        wanted = Period(first or self._store.today(), last)
        for each in noted_groups.denials:
            denied = self._key(each.group) == group.key and each.period.meets(wanted)
            if denied and group.name not in sure:
                words = _("记过不属于{group}（{source}）").format(group=group.name, source=each.source or _("没写依据"))
                raise Asked(words, _("请对照名单；现在确实属于，再记"), "was_denied", group.name, "group")


def _of_groups(whom: Whom, known: rules.Belonging) -> PersonFacts:
    """As much of a person's facts as the questions about groups look at."""
    _sex, birth = whom.sex_and_age
    return PersonFacts(birth, memberships=known.memberships, unsure=known.unsure)


def _question(group: str, unsure: Unsure) -> GroupQuestion:
    stated = _("{source}写着“{stated}”").format(source=unsure.source or _("记载"), stated=unsure.stated)
    if unsure.is_about_before:
        asked = _("{stated}，不知道从哪天起。{day} 以前是不是{group}？")
        assert unsure.period.last is not None
        return GroupQuestion(group, unsure, asked.format(stated=stated, day=_next(unsure.period.last), group=group))
    return GroupQuestion(group, unsure, _("{stated}。是不是{group}？").format(stated=stated, group=group))


def _line(each: NotedMembership, key: str, today: date) -> GroupLine:
    state = State.NOW if each.period.holds(today) else State.OVER if each.period.first <= today else State.COMING
    since, until = (str(day) if day else "" for day in (each.first, each.last))
    return GroupLine(each.id, key, each.group, each.grade, each.source, since, until, each.certificate, state)


def _denied(id: str, key: str, fact: MembershipDenied) -> GroupLine:
    words = (fact.special_group, "", fact.source, fact.since, fact.until, "")
    return GroupLine(id, key, *words, State.DENIED)


def _day_or_month(field: str, text: str) -> str:
    """A day or month as typed, as a fact carries it; "" for nothing. Refused beside the field."""
    if not text.strip():
        return ""
    try:
        return days.read(text).isoformat()
    except Refused as no:
        try:
            return str(Month.read(text))
        except Refused:
            cure = _("请写成 2026-11-02 或 2026-11；不知道就空着")
            raise Refused(no.message, cure, "date", field) from None


def _day(text: str) -> date:
    """The last day as typed. Refused beside its field."""
    try:
        return days.read(text)
    except Refused as no:
        raise Refused(no.message, no.cure, no.code, "until") from None


def _next(day: date) -> str:
    return date.fromordinal(day.toordinal() + 1).isoformat()
