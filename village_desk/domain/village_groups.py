"""A villagers' group (村民小组): most have a number, some only a name. How one is read, ordered and called."""

import re
from functools import lru_cache

from sync.agreement.values import value
from village_desk.domain.basics import numerals
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

LONGEST_NAME = 20
MOST = 9999
"""The largest number that a township takes."""

_NUMERAL = rf"([0-9]{{1,4}}|[{numerals.CHARACTERS}]{{1,3}})"
_NUMBERED = rf"(?:第|组)?{_NUMERAL}号?|.*?{_NUMERAL}号?(?:村民|居民)?小?(?:组|队|社|屯)"
_SEVERAL = rf"[0-9{numerals.CHARACTERS}][组队社]?[、,/;~—–-]+第?[0-9{numerals.CHARACTERS}]"
_BRACKETS = r"\([^)]*\)?"
_NAMED = r"[一-鿿㐀-䶿][^、,/;:。0-9]*"
_NO_NAME = r"组|队|社|屯|村|同上|〃|不详|未知|其他"
"""Patterns of many characters take milliseconds to compile, and no start needs these."""
_ENDS = ("组", "队", "社", "屯")


@value
class VillageGroup:
    """A group of a village; number 0 and name "" where nobody wrote down any. A numbered one has no name."""

    number: int = 0
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.name)

    @property
    def rank(self) -> tuple[bool, bool, int, str]:
        """The order of lists: by number, then those with names, then none."""
        return not self, not self.number, self.number, self.name

    def in_words(self) -> str:
        """第 3 组, 王家湾组, 未分组."""
        if self.number:
            return _("第 {number} 组").format(number=self.number)
        return self.name or _("未分组")


@value
class NotedGroup:
    """What is noted of a group: what a numbered one is called besides, and the cadre who answers for it (包组干部)."""

    group: VillageGroup
    called: str = ""
    cadre: str = ""
    phone: str = ""
    term: str = ""

    def in_words(self) -> str:
        """第 3 组（东湾）."""
        words = self.group.in_words()
        return _("{group}（{called}）").format(group=words, called=self.called) if self.called else words

    def cadre_words(self) -> str:
        """包组干部 张三 13800000001; "" where nobody answers for it."""
        return _("包组干部 {name} {phone}").format(name=self.cadre, phone=self.phone).strip() if self.cadre else ""

    def heading(self) -> str:
        """The two together, as lists have it."""
        return "　".join(filter(None, (self.in_words(), self.cadre_words())))


@lru_cache(maxsize=512)  # a village has a dozen, and every row of its roster names one
def read(written: str) -> VillageGroup:
    """The group that is written: 3, 第3组, 三组, 组3, 3組, 3组(东湾), 王家湾组; 王家湾 is 王家湾组.

    Refused with ``group_several`` for more than one (1-2组), ``group_unreadable`` for none.
    """
    whole = texts.plain(written).replace(" ", "").replace("組", "组").replace("隊", "队")
    if not whole:
        return VillageGroup()
    bare = re.sub(_BRACKETS, "", whole)
    within = "".join(re.findall(_BRACKETS, whole)).strip("()")
    if re.search(_SEVERAL, whole):
        cure = _("请一人只写一个小组，如“3组”")
        raise Refused(_("“{written}”里不止一个小组").format(written=written), cure, "group_several", "group")
    number = _number(bare) or (_number(within) if within.endswith(_ENDS) else 0)
    if 0 < number <= MOST:
        return VillageGroup(number)
    if number or not re.fullmatch(_NAMED, bare) or re.fullmatch(_NO_NAME, bare) or len(bare) > LONGEST_NAME:
        cure = _("请写成“3组”或“王家湾组”这样")
        raise Refused(_("组别“{written}”看不懂").format(written=written), cure, "group_unreadable", "group")
    return VillageGroup(name=bare if bare.endswith(_ENDS) else _("{name}组").format(name=bare))


def _number(words: str) -> int:
    found = re.fullmatch(_NUMBERED, words)
    numeral = found[1] or found[2] if found else ""
    return int(numeral) if numeral.isascii() and numeral else numerals.read(numeral) or 0
