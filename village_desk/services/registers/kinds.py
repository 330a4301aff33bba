"""The kinds of registers, and whom one shows, each said in words. Reads nothing."""

from __future__ import annotations

from enum import Enum

from sync.agreement.values import value
from village_desk.domain.people import Standing
from village_desk.domain.village_groups import VillageGroup
from village_desk.services.finding import Only
from village_desk.words import _


class Kind(Enum):
    """A kind of register; the value is its word on the command line."""

    PEOPLE = "people"
    POCKET = "pocket"
    DAY_BOOK = "day-book"
    HANDOUT = "handout"
    HOUSEHOLDS = "households"

    def in_words(self) -> str:
        """Its name."""
        words = {
            "people": _("人员名单"),
            "pocket": _("催缴入户名单"),
            "day-book": _("缴费收入日记"),
            "handout": _("发放签收表"),
            "households": _("住户登记单"),
        }
        return words[self.value]

    def use(self) -> str:
        """What it is for."""
        words = {
            "people": _("序、姓名、性别年龄、组户、身份证（遮住）、电话、档次、今年、备注"),
            "pocket": _("按组按户，今年还没缴的；带电话、打勾的格子、写字的地方"),
            "day-book": _("凭条一张一行，按天、按页合计；作废的也在，不计金额"),
            "handout": _("发东西签收用：姓名、身份证（遮住）、发什么、签字"),
            "households": _("按组按户：姓名、与户主关系、身份证（遮住）、电话、档次、今年"),
        }
        return words[self.value]

    @property
    def is_of_people(self) -> bool:
        """Whether it shows people, who can be narrowed; else receipts of days."""
        return self is not Kind.DAY_BOOK


@value
class Narrowed:
    """Whom a register shows: by default everybody on the roster. ``houses_of``: who lives with these people (ids)."""

    group: VillageGroup | None = None
    standing: Standing | None = None
    only: Only | None = None
    houses_of: tuple[str, ...] = ()

    @classmethod
    def read(cls, place: str) -> Narrowed:
        """The same from the words of ``place``."""
        number, name, standing, only, houses = (*place.split("\t"), "", "", "", "", "")[:5]
        group = VillageGroup(int(number), name) if number else None
        people = tuple(filter(None, houses.split(" ")))
        return cls(group, Standing(standing) if standing else None, Only(only) if only else None, people)

    def place(self) -> str:
        """Whom it shows as a text, for the way to a page."""
        group = (str(self.group.number), self.group.name) if self.group is not None else ("", "")
        more = (self.standing.value if self.standing else "", self.only.value if self.only else "")
        return "\t".join((*group, *more, " ".join(self.houses_of)))

    def in_words(self, count: int) -> str:
        """第 3 组 · 今年未缴 · 41 人."""
        chosen = [each.in_words() for each in (self.group, self.standing, self.only) if each is not None]
        return " · ".join([*chosen, _("{count} 人").format(count=count)])
