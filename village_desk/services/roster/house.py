"""A house and who lives there: found by one of its people, or by its number. Reads only."""

from __future__ import annotations

from collections.abc import Collection

from sync.agreement.facts import DeathNoted
from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Finding
from village_desk.services.roster import houses
from village_desk.services.roster.houses import Home
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import leaving, notes, people
from village_desk.words import _

HEAD = "户主"
"""The relation of the head of a house, as household registers and rosters write it."""


@value
class House:
    """A house with its people, the head first. ``gone``: the ids of those who died or were struck off."""

    home: Home
    members: tuple[Resident, ...]
    gone: frozenset[str] = frozenset()

    @property
    def living(self) -> tuple[Resident, ...]:
        """Those who live there."""
        return tuple(each for each in self.members if each.id not in self.gone)

    @property
    def head(self) -> Resident | None:
        """The head, who may be gone; None where the head is nobody of the roster."""
        named = [each for each in self.members if texts.is_same_name(each.name, self.home.head)]
        return next((each for each in named if each.relation == HEAD), named[0] if named else None)

    @property
    def needs_head(self) -> bool:
        """Whether the head is gone and somebody lives there."""
        head = self.head
        return head is not None and head.id in self.gone and bool(self.living)

    def without(self, people: Collection[str]) -> tuple[Resident, ...]:
        """Those who live there, besides these."""
        return tuple(each for each in self.living if each.id not in people)

    def in_words(self) -> str:
        """第 3 组 户号 12 户主王五."""
        return houses.in_words(self.home)

    def remark(self) -> str:
        """What has to be done about the house; "" as a rule."""
        return _("户主{name}已不在，这一户要定新户主").format(name=self.home.head) if self.needs_head else ""


def at(db: Database, home: Home) -> House:
    """The house at this place; nobody lives in one that is not there."""
    found = people.in_house(db, (home.group, home.group_name, home.household, home.head))
    return House(home, tuple(found), gone(db, [each.id for each in found]))


def of(db: Database, resident: Resident) -> House:
    """The house of a person: they alone where neither its number nor its head is written down."""
    home = Home.of(resident)
    if home.household or home.head:
        return at(db, home)
    return House(home, (resident,), gone(db, [resident.id]))


def named(db: Database, finding: Finding, text: str) -> House:
    """The house of that number, or of the person with that identity number or its last four digits.

    Refused ``several_houses``, ``unknown_house``, and as ``Finding.by_identity``.
    """
    number = texts.plain(text)
    found = [Home(*each) for each in people.houses(db, number, "")]
    if len(found) == 1:
        return at(db, found[0])
    if found:
        words = _("户号 {number} 有 {count} 户：{houses}")
        listed = _("；").join(map(houses.in_words, found))
        cure = _("请改写这一户里一个人的身份证号")
        message = words.format(number=number, count=len(found), houses=listed)
        raise Refused(message, cure, "several_houses", "household")
    if len(identity.clean(text)) not in (4, 18):
        message = _("花名册里没有户号 {number}").format(number=number)
        raise Refused(message, _("请核对户号，或写这一户里一个人的身份证号"), "unknown_house", "household")
    return of(db, finding.by_identity(text))


def headless(db: Database) -> list[House]:
    """The houses whose head died or was struck off, in which others live."""
    found = [at(db, Home(*each)) for each in people.houses_of_gone_heads(db)]
    return [each for each in found if each.needs_head]


def gone(db: Database, ids: Collection[str]) -> frozenset[str]:
    """Those of these people who died or were struck off."""
    lives = notes.lives(db, ids) if ids else {}
    died = {person for person, life in lives.items() if any(isinstance(each.fact, DeathNoted) for each in life.notes)}
    return frozenset(died | {each for each in ids if leaving.left(db, each)})


def free_number(db: Database, group: VillageGroup) -> str:
    """The next house number of a group that no house of the village has; "" where its houses have no numbers."""
    taken = people.house_numbers(db)
    here = [number for number, numbered in taken if numbered == group and number.isascii() and number.isdigit()]
    if not here:
        return ""
    used, width = {number.lstrip("0") for number, _group in taken}, max(map(len, here))
    next_one = max(map(int, here)) + 1
    while str(next_one) in used:
        next_one += 1
    return f"{next_one:0{width}}" if any(each.startswith("0") for each in here) else str(next_one)
