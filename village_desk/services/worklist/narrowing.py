"""A part of what waits: of one village group, one house, or what one cadre answers for; said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sync.agreement.values import value
from village_desk.domain.village_groups import NotedGroup, VillageGroup
from village_desk.domain.waiting import Whom
from village_desk.words import _

House = tuple[VillageGroup, str, str]
"""A house, as ``Whom.house``."""


@value
class TodoFilter:
    """Whose things are wanted; by default everybody's, and what concerns nobody. ``cadre``: a name, or ""."""

    group: VillageGroup | None = None
    household: str = ""
    cadre: str = ""

    def takes(self, whom: Whom | None, cadre: str) -> bool:
        """Whether a thing is one of these: for whom it waits, and which cadre answers for their group."""
        if self == TodoFilter():
            return True
        if whom is None:
            return False
        right_house = not self.household or whom.household == self.household
        return right_house and self.group in (None, whom.group) and self.cadre in ("", cadre)

    def in_words(self) -> str:
        """第 3 组 · 户 0052 · 包组 王秀英."""
        house = _("户 {number}").format(number=self.household) if self.household else ""
        cadre = _("包组 {name}").format(name=self.cadre) if self.cadre else ""
        return " · ".join(filter(None, (self.group.in_words() if self.group else "", house, cadre)))


class Cadres:
    """Which cadre answers for whom, by the groups that were noted."""

    def __init__(self, noted: Mapping[VillageGroup, NotedGroup]) -> None:
        self._noted = noted

    def of(self, whom: Whom | None) -> str:
        """The name of the cadre, "" where none is noted."""
        found = self._noted.get(whom.group) if whom else None
        return found.cadre if found else ""

    def names(self, people: Iterable[Whom | None]) -> list[str]:
        """Those who answer for any of these people, in the order of lists."""
        return list(dict.fromkeys(filter(None, (self.of(each) for each in people))))
