"""The villagers' groups of a village: which there are, what each is called, and which cadre answers for it."""

from __future__ import annotations

from dataclasses import replace

from sync.agreement import facts
from sync.agreement.facts.village_groups import LONGEST
from sync.agreement.values import value
from village_desk.domain import typed_fields, village_groups
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.village_groups import NotedGroup, VillageGroup
from village_desk.store import listing
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import people
from village_desk.store.subjects import village_groups as noted_groups
from village_desk.words import _


@value
class GroupOfVillage:
    """A group with what is noted of it, and how many people belong to it."""

    noted: NotedGroup
    people: int

    @property
    def group(self) -> VillageGroup:
        """Which one it is."""
        return self.noted.group


class GroupCadres:
    """The groups of one desk's village. A group is named as it is written: 3, 三组, 王家湾."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def listed(self) -> list[GroupOfVillage]:
        """The groups that somebody belongs to or that were noted, in the order of lists."""
        with self._store.reading() as db:
            return [*_groups(db).values()]

    def noted(self, group: VillageGroup) -> NotedGroup:
        """What is known of a group; only which one it is where nothing was noted."""
        return noted_groups.noted(self._store.db).get(group, NotedGroup(group))

    def all_noted(self) -> dict[VillageGroup, NotedGroup]:
        """The same of every group of which something was noted."""
        return noted_groups.noted(self._store.db)

    def add(self, text: str, called: str = "", cadre: str = "", phone: str = "", term: str = "") -> GroupOfVillage:
        """A group that nobody belongs to yet. Refused ``group_known``, ``name_taken``, and as ``village_groups.read``.

        ``called``: what a numbered one is called besides.
        """
        with self._store.writing() as db:
            group, known = _read(text), _groups(db)
            if group.name:
                _refuse_called(known, group)
            if group in known:
                message = _("已经有{group}了").format(group=known[group].noted.in_words())
                raise Refused(message, _("要改它的名称或干部，请在这个组上改"), "group_known", "group")
            name = self._name(known, group, called) if called else ""
            return self._note(db, NotedGroup(group, name, *self._who(cadre, phone, term)))

    def rename(self, text: str, new: str) -> GroupOfVillage:
        """Call a group by another name: a numbered one besides its number, of a named one all its people.

        Refused ``unknown_group``, ``name_taken``, ``name_missing``.
        """
        with self._store.writing() as db:
            known = _groups(db)
            old = _known(known, text)
            if old.group.number:
                return self._note(db, replace(old.noted, called=self._name(known, old.group, new)))
            return self._renamed(db, old.noted, _read(new))

    def change(self, text: str, name: str, cadre: str, phone: str = "", term: str = "") -> GroupOfVillage:
        """The name and the cadre of a group together. Refused as ``rename`` and ``set_cadre``."""
        with self._store.writing() as db:
            old = _known(_groups(db), text)
            who = self._who(cadre, phone, term)
            noted = replace(old.noted, cadre=who[0], phone=who[1], term=who[2])
            if old.group.number:
                called = self._name(_groups(db), old.group, name) if name.strip() else ""
                return self._note(db, replace(noted, called=called))
            new = _read(name)
            return self._note(db, noted) if new == old.group else self._renamed(db, noted, new)

    def set_cadre(self, text: str, cadre: str, phone: str = "", term: str = "") -> GroupOfVillage:
        """Who answers for a group; "" for nobody. Refused ``unknown_group``, ``too_long``."""
        with self._store.writing() as db:
            old = _known(_groups(db), text)
            name, number, years = self._who(cadre, phone, term)
            return self._note(db, replace(old.noted, cadre=name, phone=number, term=years))

    def drop(self, text: str) -> None:
        """Take a group off the list. Refused ``unknown_group``, ``group_has_people``."""
        with self._store.writing() as db:
            old = _known(_groups(db), text)
            if old.people:
                message = _("{group}还有 {count} 人，不能撤").format(group=old.noted.in_words(), count=old.people)
                raise Refused(message, _("请先把人搬到别的组"), "group_has_people", "group")
            self._store.record(replace(_fact(old.noted), gone=1))

    def _renamed(self, db: Database, old: NotedGroup, group: VillageGroup) -> GroupOfVillage:
        """A group that has a name and no number, with its people. Refused ``name_taken``."""
        known = _groups(db)
        if group in known:
            raise _name_taken(known[group].noted.in_words())
        if group.name:
            _refuse_called(known, group)
        self._note(db, replace(old, group=group))
        self._store.record(replace(_fact(old), gone=1))
        self._bring(db, old.group, group)
        return _groups(db)[group]

    def _note(self, db: Database, noted: NotedGroup) -> GroupOfVillage:
        """Record what is known now."""
        self._store.record(_fact(noted))
        return _groups(db)[noted.group]

    def _bring(self, db: Database, old: VillageGroup, new: VillageGroup) -> None:
        """All people of a group into another one."""
        changes: dict[str, str | int] = {"group": new.number, "group_name": new.name}
        for person in people.ids_of_group(db, old.number, old.name):
            self._store.record(facts.PersonCorrected(person, changes, act="group_renamed"))

    def _name(self, known: dict[VillageGroup, GroupOfVillage], group: VillageGroup, called: str) -> str:
        name = texts.plain(called)
        if not group.number:
            words, cure = _("{group}已有名称").format(group=group.in_words()), _("有名称的组，不用再写别名")
            raise Refused(words, cure, "name_twice", "name")
        if not name:
            raise Refused(_("没有写名称"), _("请写这个组叫什么"), "name_missing", "name")
        _refuse_long(name, "name")
        _refuse_number(group, name)
        for each in known.values():
            if each.group != group and _bare(name) in (_bare(each.group.name), _bare(each.noted.called)):
                raise _name_taken(each.noted.in_words())
        return name

    def _who(self, cadre: str, phone: str, term: str) -> tuple[str, str, str]:
        """A cadre as typed: name, telephone, term."""
        name = str(typed_fields.read("name", cadre, self._store.today())) if cadre.strip() else ""
        number, years = texts.plain(phone), texts.plain(term)
        for field, text in (("cadre", name), ("phone", number), ("term", years)):
            _refuse_long(text, field)
        return name, number, years


def _groups(db: Database) -> dict[VillageGroup, GroupOfVillage]:
    counts, noted = listing.count_by_group(db), noted_groups.noted(db)
    every = sorted({*counts, *noted}, key=lambda each: each.rank)
    return {each: GroupOfVillage(noted.get(each, NotedGroup(each)), counts.get(each, 0)) for each in every if each}


def _refuse_called(known: dict[VillageGroup, GroupOfVillage], group: VillageGroup) -> None:
    taken = next((each for each in known.values() if _bare(each.noted.called) == _bare(group.name)), None)
    if taken is not None:
        raise _name_taken(taken.noted.in_words())


def _refuse_number(group: VillageGroup, name: str) -> None:
    """The first group called 2 would be taken for the second one."""
    try:
        number = village_groups.read(name).number
    except Refused:
        return
    if number not in (0, group.number):
        message = _("“{name}”是{other}的写法").format(name=name, other=VillageGroup(number).in_words())
        raise Refused(message, _("请换一个名称"), "name_taken", "name")


def _bare(name: str) -> str:
    """东湾 of 东湾组: one group is called both."""
    return name.removesuffix("组")


def _known(known: dict[VillageGroup, GroupOfVillage], text: str) -> GroupOfVillage:
    wanted = texts.plain(text)
    called = next((each for each in known.values() if wanted and _bare(wanted) == _bare(each.noted.called)), None)
    if called is not None:
        return called
    group = _read(text)
    if group not in known:
        names = _("、").join(each.in_words() for each in known) or _("还没有")
        cure = _("现有：{names}").format(names=names)
        raise Refused(_("没有{group}").format(group=group.in_words()), cure, "unknown_group", "group")
    return known[group]


def _read(text: str) -> VillageGroup:
    group = village_groups.read(text)
    if not group:
        raise Refused(_("没有写是哪个组"), _("请写 3 组，或王家湾组"), "group_missing", "group")
    return group


def _name_taken(whose: str) -> Refused:
    message = _("这个名称已经有了：{group}").format(group=whose)
    return Refused(message, _("请换一个名称"), "name_taken", "name")


def _refuse_long(text: str, field: str) -> None:
    if len(text) > LONGEST:
        raise Refused(_("超过 {most} 个字").format(most=LONGEST), _("请写短一些"), "too_long", field)


def _fact(noted: NotedGroup) -> facts.VillageGroupNoted:
    which = str(noted.group.number or noted.group.name)
    return facts.VillageGroupNoted(which, noted.called, noted.cadre, noted.phone, noted.term)
