"""Houses of a village: somebody moves, a house parts, two become one, another becomes the head.

Each is one transaction with a correction for every person of the houses that it changes (``PersonCorrected.act``), also
for those who stay: of two PCs that change one house at a time, the later change stands for the whole of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sync.agreement import facts
from sync.agreement.facts.people import HOUSE_FIELDS
from sync.agreement.values import value
from village_desk.domain import typed_fields
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Finding
from village_desk.services.roster import house, houses
from village_desk.services.roster.changing import Change, differences
from village_desk.services.roster.house import HEAD, House
from village_desk.services.roster.houses import Home
from village_desk.store import search
from village_desk.store.connection.engine import Database
from village_desk.store.database import Store
from village_desk.store.subjects import people
from village_desk.words import _


@value
class HouseChange:
    """What a change of a house did: the people who are different now, and the houses afterwards."""

    changes: tuple[Change, ...]
    houses: tuple[House, ...]

    @property
    def unknown(self) -> tuple[Resident, ...]:
        """Those of them whose relation to the head nobody has said yet."""
        of_house = {each.id: one for one in self.houses for each in one.living}
        changed = [each.resident for each in self.changes]
        return tuple(each for each in changed if not each.relation and of_house.get(each.id))

    def in_words(self) -> str:
        """The houses, and whose relation has to be asked for."""
        lines = [_("{house}，{count} 人").format(house=each.in_words(), count=len(each.living)) for each in self.houses]
        if self.unknown:
            names = _("、").join(each.name for each in self.unknown)
            lines.append(_("请问清与户主关系：{names}").format(names=names))
        return _("；").join(lines)


@value
class _Place:
    """Where somebody is afterwards, as whom, and by which act."""

    who: Resident
    home: Home
    relation: str
    act: str


class Households:
    """The houses of one desk. ``relations``: what people are to their new head, by their name or number's end."""

    def __init__(self, store: Store, finding: Finding) -> None:
        self._store = store
        self._finding = finding

    def of_person(self, person: str) -> House:
        """The house of a person."""
        with self._store.reading() as db:
            return house.of(db, self._finding.person(person))

    def named(self, text: str) -> House:
        """The house of that number, or of somebody by their identity number. Refused as ``house.named``."""
        with self._store.reading() as db:
            return house.named(db, self._finding, text)

    def free_number(self, group: VillageGroup) -> str:
        """The number for a new house of a group; "" where its houses have none."""
        with self._store.reading() as db:
            return house.free_number(db, group)

    def headless(self) -> list[House]:
        """The houses whose head died or was struck off, in which others live."""
        with self._store.reading() as db:
            return house.headless(db)

    def move(
        self,
        person: str,
        typed: Mapping[str, str],
        *,
        whole_house: bool = False,
        among: Sequence[str] = (),
        new_head: str = "",
        relations: Mapping[str, str] | None = None,
        sure: Collection[str] = (),
    ) -> HouseChange:
        """Move a person, others of their house (``among``), or all of it within the village.

        ``typed`` has group, household, head.

        Without house and head a whole house keeps its own, and a person begins a house. Asked as ``houses.home_of``,
        ``join_house`` before anybody comes among others, ``own_house``. Refused ``head_needed`` where those who are
        left behind have no head (``new_head``), ``number_taken``, ``same_house``.
        """
        with self._store.writing() as db:
            old = house.of(db, self._finding.person(person))
            going = {person, *among}
            whole = whole_house or not old.without(going)
            moving = old.members if whole else tuple(each for each in old.members if each.id in going)
            target = self._target(db, typed, old, moving, sure)
            given = self._relations(relations, (*old.living, *target.living))
            places = [*_come(moving, old, target, given, "moved"), *_stay(target, moving)]
            places += self._left(old, moving, new_head, given)
            return self._done(places)

    def split(
        self,
        persons: Sequence[str],
        head: str,
        *,
        number: str = "",
        group: str = "",
        new_head: str = "",
        relations: Mapping[str, str] | None = None,
    ) -> HouseChange:
        """Some of a house become a house of their own under a head among them; ``number``: the next free one if empty.

        Refused ``not_one_house``, ``head_outside``, ``whole_house``, ``number_taken``, and as ``move``.
        """
        with self._store.writing() as db:
            parting = tuple(self._finding.person(each) for each in dict.fromkeys(persons))
            old = house.of(db, parting[0])
            new = self._new_house(db, old, parting, head, (number, group))
            given = self._relations(relations, old.living)
            places = [*_come(parting, old, new, given, "split"), *self._left(old, parting, new_head, given)]
            return self._done(places)

    def join(
        self, one: str, into: str, *, relations: Mapping[str, str] | None = None, sure: Collection[str] = ()
    ) -> HouseChange:
        """All of a house come into another one. Asked ``join_house``; Refused ``same_house`` and as ``house.named``."""
        with self._store.writing() as db:
            old, target = (house.named(db, self._finding, each) for each in (one, into))
            if old.home == target.home:
                raise Refused(
                    _("这是同一户：{house}").format(house=old.in_words()), _("请写两户"), "same_house", "into"
                )
            self._ask_to_join(db, target, old.members, sure)
            given = self._relations(relations, (*old.living, *target.living))
            return self._done([*_come(old.members, old, target, given, "joined"), *_stay(target, old.members)])

    def head(self, person: str, *, relations: Mapping[str, str] | None = None) -> HouseChange:
        """Somebody becomes the head of their house; what the others are to them is not known unless it is given.

        Refused ``head_gone``, ``already_head``.
        """
        with self._store.writing() as db:
            who = self._finding.person(person)
            old = house.of(db, who)
            _refuse_gone(old, who)
            now = old.head
            if now is not None and (now.id, now.relation) == (who.id, HEAD):
                message = _("{name}本来就是户主").format(name=who.name)
                raise Refused(message, _("不用再换"), "already_head", "head")
            given = self._relations(relations, old.living)
            return self._done(_under(old, old.members, who, given))

    def _target(
        self,
        db: Database,
        typed: Mapping[str, str],
        old: House,
        moving: Sequence[Resident],
        sure: Collection[str],
    ) -> House:
        """The house into which they move, with those who live there already."""
        home, whole = self._home(db, typed, old), len(moving) == len(old.members)
        if home.household or home.head:
            found = houses.home_of(db, home, moving[0].name, sure)
            begun = found.head or (old.home.head if whole else moving[0].name)
            target = house.at(db, replace(_grouped(found, old.home), head=begun))
        elif whole:
            target = house.at(db, replace(old.home, group=home.group, group_name=home.group_name))
            self._refuse_taken(db, target.home, moving)
        else:
            target = self._own(db, home, moving[0], sure)
        if target.home == old.home:
            message = _("本来就在这里：{house}").format(house=old.in_words())
            raise Refused(message, _("请写要搬到的小组、户号或户主"), "same_house", "group")
        self._ask_to_join(db, target, moving, sure)
        return target

    def _home(self, db: Database, typed: Mapping[str, str], old: House) -> Home:
        """What was typed; the group that was not typed is the one where they are, unless a house stands elsewhere."""
        given = {name: text for name, text in typed.items() if name in houses.FIELDS and text.strip()}
        home = Home(**dict[str, Any](typed_fields.read_all(given, self._store.today())))
        return home if home.household or home.head else _grouped(home, old.home)

    def _own(self, db: Database, home: Home, who: Resident, sure: Collection[str]) -> House:
        word = who.id_number[-search.ID_TAIL :]
        if word not in sure:
            message = _("没有写搬进哪一户，{name}就自己立一户").format(name=who.name)
            cure = _("搬进别人家的，请写户号或户主；全户一起搬的，请选全户")
            command = _("搬进别人家的，请写 --household 或 --head；全户一起搬的，请加 --whole-house")
            raise Asked(message, cure, "own_house", word, "household", by_command=command)
        number = house.free_number(db, VillageGroup(home.group, home.group_name))
        return House(replace(home, household=number, head=who.name), ())

    def _new_house(
        self, db: Database, old: House, parting: Sequence[Resident], head: str, typed: tuple[str, str]
    ) -> House:
        """The house that they begin, nobody in it yet."""
        number, group = typed
        strangers = [each for each in parting if each not in old.members]
        if strangers:
            message = _("{name}和{other}不是一户").format(name=strangers[0].name, other=parting[0].name)
            raise Refused(message, _("分户只能分一户里的人"), "not_one_house", "persons")
        first = next((each for each in parting if each.id == head), None)
        if first is None:
            raise Refused(_("新户主不在分出去的人里"), _("请从分出去的人里选一个"), "head_outside", "head")
        _refuse_gone(old, first)
        if not old.without([each.id for each in parting]):
            cure, command = (
                _("全户搬请用“村内搬迁”，换户主请用“换户主”"),
                _("全户搬请用 move，换户主请用 household head"),
            )
            raise Refused(_("这就是全户的人，没有分"), cure, "whole_house", "persons", by_command=command)
        named = Home(**dict[str, Any](typed_fields.read_all({"group": group}, self._store.today()))) if group else None
        home = _grouped(named or Home(), old.home)
        free = house.free_number(db, VillageGroup(home.group, home.group_name))
        home = replace(home, household=texts.plain(number) or free, head=first.name)
        self._refuse_taken(db, home, ())
        return House(home, ())

    def _refuse_taken(self, db: Database, home: Home, moving: Sequence[Resident]) -> None:
        """Refused where another house of the group has the number."""
        mine = {Home.of(each) for each in moving}
        group = VillageGroup(home.group, home.group_name)
        found = [Home(*each) for each in people.houses(db, home.household, "")]
        taken = [each for each in found if VillageGroup(each.group, each.group_name) == group and each not in mine]
        if taken:
            message = _("这个户号已经有人：{house}").format(house=houses.in_words(taken[0]))
            free = house.free_number(db, group)
            raise Refused(message, _("请换一个户号，如 {free}").format(free=free), "number_taken", "household")

    def _ask_to_join(self, db: Database, target: House, moving: Sequence[Resident], sure: Collection[str]) -> None:
        """Whoever comes among others has seen who they are."""
        others = target.without([each.id for each in moving])
        word = target.home.household or target.home.head
        if others and word not in sure:
            raise houses.join(db, target.home, word)

    def _left(
        self, old: House, moving: Sequence[Resident], new_head: str, given: Mapping[str, str]
    ) -> Iterator[_Place]:
        """Those who are left behind: as they were, or under a new head where theirs has gone."""
        leaving = {each.id for each in moving}
        rest, head = old.without(leaving), old.head
        staying = [each for each in old.members if each.id not in leaving]
        if not rest:
            return
        if head is None or head in rest:
            yield from (_Place(each, old.home, each.relation, "stayed") for each in staying)
            return
        yield from _under(old, staying, _next_head(rest, new_head, head), given)

    def _relations(self, given: Mapping[str, str] | None, around: Iterable[Resident]) -> dict[str, str]:
        """The relations by the ids of people. Refused ``relation_whom`` for a name that is nobody's here."""
        found, known = {}, list(around)
        for who, relation in (given or {}).items():
            tail = identity.clean(who)
            same = [each for each in known if who in (each.id, each.name) or each.id_number.endswith(tail[-4:] or "-")]
            if len({each.id for each in same}) != 1:
                message = _("这一户里没有“{who}”，或不止一个").format(who=who)
                raise Refused(message, _("请写姓名，或身份证后四位"), "relation_whom", "relation")
            found[same[0].id] = texts.plain(relation)
        return found

    def _done(self, places: Iterable[_Place]) -> HouseChange:
        """Record everybody's place; called inside ``writing``."""
        known = list(places)
        for each in known:
            self._store.record(facts.PersonCorrected(each.who.id, _fields(each), act=each.act))
        after = [self._finding.person(each.who.id) for each in known]
        changes = [Change(now, differences(each.who, now)) for each, now in zip(known, after, strict=True)]
        homes = dict.fromkeys(map(Home.of, after))
        standing = tuple(house.at(self._store.db, each) for each in homes)
        return HouseChange(tuple(each for each in changes if each.fields), standing)


def _fields(place: _Place) -> dict[str, str | int]:
    """All fields of the house; the relation only where it is another one: another PC may be given it just now."""
    fields: dict[str, Any] = place.home.values() | {"relation": place.relation}
    if place.act == "stayed" and place.relation == place.who.relation:
        del fields["relation"]
    return {name: fields[name] for name in HOUSE_FIELDS if name in fields}


def _grouped(home: Home, otherwise: Home) -> Home:
    """The home, in the group of the other one where it has none."""
    if VillageGroup(home.group, home.group_name):
        return home
    return replace(home, group=otherwise.group, group_name=otherwise.group_name)


def _come(
    moving: Sequence[Resident], old: House, target: House, given: Mapping[str, str], act: str
) -> Iterator[_Place]:
    """Those who come into a house; what somebody is to a head who stays the same one stays true."""
    home, before = target.home, old.head
    head = target.head or next((each for each in moving if texts.is_same_name(each.name, home.head)), None)
    for each in moving:
        if each.id in old.gone:
            yield _Place(each, home, each.relation, act)
        elif head is not None and each.id == head.id:
            yield _Place(each, home, HEAD, act)
        else:
            same = head is not None and before is not None and head.id == before.id
            same = same or (head is None and before is None and old.home.head == home.head)
            yield _Place(each, home, given.get(each.id, each.relation if same else ""), act)


def _stay(target: House, moving: Sequence[Resident]) -> Iterator[_Place]:
    """Those who live there already."""
    coming = {each.id for each in moving}
    return (_Place(each, target.home, each.relation, "stayed") for each in target.members if each.id not in coming)


def _under(old: House, staying: Sequence[Resident], head: Resident, given: Mapping[str, str]) -> Iterator[_Place]:
    """These people of a house under a new head."""
    home = replace(old.home, head=head.name)
    for each in staying:
        relation = HEAD if each.id == head.id else given.get(each.id, "")
        yield _Place(each, home, each.relation if each.id in old.gone else relation, "new_head")


def _next_head(rest: Sequence[Resident], new_head: str, gone: Resident) -> Resident:
    """Who becomes the head of those who are left. Refused ``head_needed`` where it is not certain."""
    if new_head:
        found = next((each for each in rest if each.id == new_head), None)
        if found is None:
            raise Refused(_("新户主不在留下的人里"), _names(rest), "head_outside", "new_head")
        return found
    if len(rest) > 1:
        message = _("户主{name}走了，留下的 {count} 人要有新户主").format(name=gone.name, count=len(rest))
        command = _("请加 --new-head 身份证号。{names}").format(names=_names(rest))
        raise Refused(message, _names(rest), "head_needed", "new_head", by_command=command)
    return rest[0]


def _names(rest: Sequence[Resident]) -> str:
    return _("可选：{names}").format(names=_("、").join(each.name for each in rest))


def _refuse_gone(old: House, who: Resident) -> None:
    if who.id in old.gone:
        message = _("{name}已不在，不能当户主").format(name=who.name)
        raise Refused(message, _("请另选一个人"), "head_gone", "head")
