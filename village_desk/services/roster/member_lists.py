"""Full lists of the members of a group: compared with what is known, then all of it taken or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from sync.agreement import facts
from sync.agreement.facts import MembershipDenied, MembershipEnded, MembershipNoted, MembersListed
from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.basics.months import Month
from village_desk.domain.basics.periods import Period
from village_desk.domain.people import Resident
from village_desk.domain.policy.mechanisms import special_groups
from village_desk.domain.policy.mechanisms.special_groups import SpecialGroup
from village_desk.domain.rules.belonging import NotedMembership
from village_desk.services import belonging_reading
from village_desk.services.policies import Policies
from village_desk.services.roster.belonging import Belonging
from village_desk.store.database import Store
from village_desk.store.subjects import belonging, people
from village_desk.words import _

if TYPE_CHECKING:  # calamine is loaded when the first workbook is opened
    from village_desk.workbooks.members.member_list import MemberReading, MemberRow


class Effect(Enum):
    """What a list does to somebody's membership."""

    JOINED = "joined"
    CHANGED = "changed"
    ENDED = "ended"

    def in_words(self) -> str:
        """As civil affairs call it."""
        return {"joined": _("新增"), "changed": _("变更"), "ended": _("取消")}[self.value]


@value
class MemberChange:
    """What a list changes for one person, why, and the facts to record."""

    resident: Resident
    effect: Effect
    why: str
    done: tuple[facts.Fact, ...]


@value
class ListPreview:
    """What taking a list would do. ``period``: the days of which it speaks; ``current``: it speaks also of today.

    ``unknown`` are members who are not on the roster; ``doubtful`` stand here otherwise, and nothing is changed.
    """

    group: str
    period: Period
    source: str
    file: str
    is_current: bool
    members: int
    same: int
    joined: tuple[MemberChange, ...]
    changed: tuple[MemberChange, ...]
    ended: tuple[MemberChange, ...]
    unknown: tuple[str, ...]
    doubtful: tuple[str, ...]

    @property
    def changes(self) -> tuple[MemberChange, ...]:
        """All changes in their order."""
        return (*self.joined, *self.changed, *self.ended)


class MemberLists:
    """The lists of members of one desk."""

    def __init__(self, store: Store, policies: Policies, groups: Belonging) -> None:
        self._store = store
        self._policies = policies
        self._groups = groups

    def read(self, path: Path, group: str, period: str, source: str = "") -> ListPreview:
        """The dry run: a full list of a group for a month (2026-11) or a year (2025), compared; nothing is recorded.

        Refused: ``group_unknown``, ``period``, ``rows`` where one row cannot be read, and as a roster is.
        """
        from village_desk.workbooks.members import member_list

        named, days = self._groups.named(group), _period(period)
        if days.first > self._store.today():
            raise Refused(_("名单的月份还没有到"), _("请核对月份"), "period", "month")
        reading = member_list.read(path, self._store.today())
        if reading.problems:
            first = reading.problems[0]
            words = _("名单有 {count} 处看不清，整份不收：第 {row} 行 {what}").format(
                count=len(reading.problems), row=first.row, what=first.at_length()
            )
            raise Refused(words, _("全量名单缺一行就会有人被当成取消；请改好或请上面重发"), "rows", "file")
        return self._compare(reading, named, days, source.strip() or _("{group}名单").format(group=named.name))

    def take(self, preview: ListPreview) -> ListPreview:
        """Record the preview: all of it in one transaction. Refused ``changed_meanwhile``, ``list_taken``."""
        with self._store.writing() as db:
            if any(each.fact.file == preview.file and _same(each.fact, preview) for each in belonging.lists(db)):
                raise Refused(_("这份名单已经收下过"), _("同一份名单不用再收"), "list_taken", "file")
            for change in preview.changes:
                if people.person(db, change.resident.id) != change.resident:
                    raise Refused(_("资料刚刚有变动"), _("请重新读一次名单"), "changed_meanwhile")
                for fact in change.done:
                    self._store.record(fact)
            self._store.record(_listed(preview))
        return preview

    def _compare(self, reading: MemberReading, named: SpecialGroup, period: Period, source: str) -> ListPreview:
        rows = {each.id_number: each for each in reading.rows if self._is_meant(each, named, period)}
        noted = belonging.of_people(self._store.db)
        taken = belonging_reading.full_lists(belonging.lists(self._store.db))
        later = any(each.period.first > period.first and self._means(each.group, named) for each in taken)
        is_current = not later and (period.last is None or period.last >= self._store.today() or not _is_year(period))
        one = _Comparing(named, period, source, is_current, min(period.last or period.first, self._store.today()))
        found: list[MemberChange] = []
        doubtful: list[str] = []
        same = 0
        here = set()
        for resident in people.everyone(self._store.db):
            row = rows.get(resident.id_number)
            here.add(resident.id_number)
            all_noted = belonging_reading.noted_groups(noted.get(resident.id, ()))
            known = [each for each in all_noted.memberships if self._means(each.group, named, each.grade)]
            denied = any(
                self._means(each.group, named) and each.period.holds(period.first) for each in all_noted.denials
            )
            on_roster = self._means(resident.special_group, named) and not (known or denied)
            change = one.listed(resident, row, known, on_roster) if row else one.missing(resident, known, on_roster)
            if isinstance(change, MemberChange):
                found.append(change)
            elif change:
                doubtful.append(change)
            elif row:
                same += 1
        unknown = tuple(each.name for number, each in rows.items() if number not in here)
        joined, changed, ended = (tuple(each for each in found if each.effect is effect) for effect in Effect)
        return ListPreview(
            named.name,
            period,
            source,
            reading.file,
            is_current,
            len(rows),
            same,
            joined,
            changed,
            ended,
            unknown,
            tuple(doubtful),
        )

    def _is_meant(self, row: MemberRow, named: SpecialGroup, period: Period) -> bool:
        """Whether a row is of this group and its time; one without words of a group is."""
        last = belonging_reading.last_day(row.until)
        if last and last < period.first:
            return False
        return not row.special_group or self._means(row.special_group, named, row.grade)

    def _means(self, words: str, named: SpecialGroup, grade: str = "") -> bool:
        groups = self._policies.on(self._store.today()).values(SpecialGroup)
        return named in special_groups.named(groups, words, grade) if words else False


@value
class _Comparing:
    """One list against one person at a time."""

    group: SpecialGroup
    period: Period
    source: str
    is_current: bool
    seen: date

    def listed(
        self, resident: Resident, row: MemberRow, known: list[NotedMembership], on_roster: bool
    ) -> MemberChange | str | None:
        """Somebody who is on the list: new, changed, or nothing to do."""
        until = row.until or ("" if self.is_current or on_roster else (self.period.last or self.seen).isoformat())
        fact = MembershipNoted(
            resident.id,
            self.group.name,
            row.grade,
            self.source,
            row.since,
            until,
            row.certificate,
            self.seen.isoformat(),
        )
        meeting = [each for each in known if each.period.meets(self.period)]
        if not meeting:
            open_later = [each for each in known if each.first is None and each.seen > self.seen]
            if open_later:
                return self._instead(resident, open_later[0], fact)
            return MemberChange(resident, Effect.CHANGED if known else Effect.JOINED, _("名单上有"), (fact,))
        first = meeting[0]
        if row.since and first.first != belonging_reading.first_day(row.since):
            return self._instead(resident, first, fact) if first.first is None else _differs(resident, first, row)
        return None

    def missing(self, resident: Resident, known: list[NotedMembership], on_roster: bool) -> MemberChange | str | None:
        """Somebody who is not on the list: ended from its first day on, or nothing to do."""
        last = date.fromordinal(self.period.first.toordinal() - 1)
        meeting = [each for each in known if each.period.meets(self.period)]
        if on_roster and self.is_current and not _is_year(self.period):
            denied = MembershipDenied(resident.id, self.group.name, self.source, self.period.first.isoformat())
            return MemberChange(resident, Effect.ENDED, _("花名册上有，名单上没有"), (denied,))
        if not meeting:
            return None
        if not self.is_current or meeting[0].period.first > last:
            return _("{name}：本台记着属于，名单上没有").format(name=resident.name)
        ended = MembershipEnded(resident.id, meeting[0].id, self.group.name, last.isoformat(), self.source)
        return MemberChange(resident, Effect.ENDED, _("名单上没有"), (ended,))

    def _instead(self, resident: Resident, old: NotedMembership, fact: MembershipNoted) -> MemberChange:
        struck = facts.BelongingStruck(resident.id, old.id, _("按名单补了起始日期"))
        since = fact.since or (old.first.isoformat() if old.first else "")
        fact = replace(fact, since=since, until=old.last.isoformat() if old.last else "")
        return MemberChange(resident, Effect.CHANGED, _("名单说得更早或补了起始日期"), (struck, fact))


def _differs(resident: Resident, known: NotedMembership, row: MemberRow) -> str:
    words = _("{name}：本台记着 {first} 起，名单上是 {since}")
    return words.format(name=resident.name, first=known.first, since=row.since)


def _listed(preview: ListPreview) -> MembersListed:
    counts = (len(preview.joined), len(preview.changed), len(preview.ended))
    first, last = preview.period.first.isoformat(), (preview.period.last or preview.period.first).isoformat()
    return MembersListed(
        preview.file, preview.group, first, last, preview.members, *counts, preview.source, len(preview.unknown)
    )


def _same(fact: MembersListed, preview: ListPreview) -> bool:
    return fact.special_group == preview.group and fact.first_on == preview.period.first.isoformat()


def _period(text: str) -> Period:
    """The days of a month or a year as typed. Refused ``period``."""
    plain = text.strip().removesuffix("年")
    if len(plain) == 4 and plain.isascii() and plain.isdigit() and plain > "1899":
        return Period(date(int(plain), 1, 1), date(int(plain), 12, 31))
    try:
        month = Month.read(plain)
    except Refused:
        words = _("“{text}”不是月份也不是年份").format(text=plain)
        raise Refused(words, _("请写成 2026-11，或 2025"), "period", "month") from None
    return Period(month.first_day(), date.fromordinal((month + 1).first_day().toordinal() - 1))


def _is_year(period: Period) -> bool:
    return period.last is not None and (period.last - period.first).days > 300
