"""Into which house somebody comes: one that is there and was seen, or a new one; never a house of strangers unseen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, fields
from typing import Any

from sync.agreement.values import value
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Asked, Refused
from village_desk.domain.people import Resident
from village_desk.domain.village_groups import VillageGroup
from village_desk.store.connection.engine import Database
from village_desk.store.subjects import people
from village_desk.words import _

_NAMED = 4
"""So many of a house are named."""


@value
class Home:
    """What was typed of a house, or the house that was found: its fields by the names in ``Resident``."""

    group: int = 0
    group_name: str = ""
    household: str = ""
    head: str = ""

    @classmethod
    def of(cls, each: Resident) -> Home:
        """The home of a person."""
        return cls(each.group, each.group_name, each.household, each.head)

    def values(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self)


FIELDS = frozenset(each.name for each in fields(Home))
"""The fields of a person that say where they live."""


def home_of(db: Database, typed: Home, name: str, sure: Collection[str]) -> Home:
    """The home of somebody called ``name``: the house that was meant, or what was typed where it is a new one.

    A number and a head that fit one house mean it. Asked before anything less joins a house (``join_house``), goes
    beside one of the same number (``house_other_head``), or begins one under a head whom nobody here has
    (``new_house``); Refused ``several_houses``. ``sure``: the words that answered yes.
    """
    near = _near(db, typed)
    same = [each for each in near if each == typed] or [each for each in near if _fits(each, typed)]
    if len(same) > 1:
        raise _several(same, typed)
    if same:
        if not (typed.household and typed.head) and _word(typed) not in sure:
            raise join(db, same[0], _word(typed), "household" if typed.household else "head")
        return same[0]
    _ask_beside(near, typed, name, sure)
    return typed


def words_of(db: Database, typed: Home) -> tuple[str, str]:
    """Who lives in the one house that was meant, and the word by which somebody who saw it is sure; "" for none."""
    if not (typed.household or typed.head):
        return "", ""
    same = [each for each in _near(db, typed) if _fits(each, typed)]
    return (_members(db, same[0]), _word(typed)) if len(same) == 1 else ("", "")


def _ask_beside(near: Sequence[Home], typed: Home, name: str, sure: Collection[str]) -> None:
    """Nobody lives where they go: is that meant?"""
    if _word(typed) in sure:
        return
    numbered = [each for each in near if typed.household and each.household == typed.household]
    if numbered:
        message = _("户号 {number} 是另一户：{houses}").format(number=typed.household, houses=_listed(numbered))
        cure = _("请对照户口簿改户号或户主；确实是另一户，再登记")
        raise Asked(message, cure, "house_other_head", _word(typed), "head")
    if typed.head and not texts.is_same_name(typed.head, name):
        message = _("花名册里没有户主是 {head} 的这一户").format(head=typed.head)
        raise Asked(message, _("请核对户主姓名和小组；确实是新的一户，再登记"), "new_house", _word(typed), "head")


def join(db: Database, house: Home, word: str, field: str = "household") -> Asked:
    """The question before somebody comes into a house where others live."""
    message = _("花名册里已有这一户：{house}").format(house=_members(db, house))
    cure = _("是这一户的人再登记进去；另立一户，请换一个户号")
    return Asked(message, cure, "join_house", word, field)


def _several(houses: Sequence[Home], typed: Home) -> Refused:
    """What was not typed yet tells them apart, the group first."""
    untyped = {"head": (typed.head, _("户主")), "household": (typed.household, _("户号"))}
    if not VillageGroup(typed.group, typed.group_name):
        untyped = {"group": ("", _("小组")), **untyped}
    missing = {field: called for field, (held, called) in untyped.items() if not held}
    missing = missing or {"head": _("户主的全名")}
    words = _("有 {count} 户对得上：{houses}").format(count=len(houses), houses=_listed(houses))
    cure = _("请再填{fields}").format(fields=_("或").join(missing.values()))
    return Refused(words, cure, "several_houses", next(iter(missing)))


def _word(typed: Home) -> str:
    return typed.household or typed.head


def _near(db: Database, typed: Home) -> list[Home]:
    """The houses of the number or the head that was typed, in the group that was typed, if one was."""
    asked = VillageGroup(typed.group, typed.group_name)
    found = [Home(*each) for each in people.houses(db, typed.household, typed.head)]
    return [each for each in found if not asked or VillageGroup(each.group, each.group_name) == asked]


def _fits(house: Home, typed: Home) -> bool:
    """Whether nothing that was typed speaks against the house."""
    number = not typed.household or house.household == typed.household
    return number and (not typed.head or texts.is_same_name(house.head, typed.head))


def _listed(houses: Sequence[Home]) -> str:
    return _some([*map(in_words, houses)], _("；"))


def in_words(house: Home) -> str:
    """第 3 组 户号 12 户主王五."""
    parts = [VillageGroup(house.group, house.group_name).in_words()]
    parts += [_("户号 {number}").format(number=house.household)] if house.household else []
    parts += [_("户主{head}").format(head=house.head)] if house.head else []
    return " ".join(parts)


def _members(db: Database, house: Home) -> str:
    """The house and who lives there."""
    living = people.in_house(db, (house.group, house.group_name, house.household, house.head))
    names = _some([each.name for each in living], _("、"))
    return _("{house}，{count} 人：{names}").format(house=in_words(house), count=len(living), names=names)


def _some(words: Sequence[str], between: str) -> str:
    return between.join(words[:_NAMED]) + (_("等") if len(words) > _NAMED else "")
