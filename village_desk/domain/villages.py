"""The village a desk stands in, and the name of the desk itself."""

from sync.agreement.values import value
from village_desk.domain.basics import identity
from village_desk.domain.basics import text as texts
from village_desk.domain.basics.errors import Refused
from village_desk.words import _


@value
class Village:
    """A village or neighbourhood: 12-digit division code, name, and the letter of this PC within it."""

    code: str
    name: str
    letter: str

    @classmethod
    def read(cls, code: str, name: str, letter: str) -> "Village":
        """The village as typed; Refused beside the field that is wrong."""
        division = identity.division_code(code)
        called = texts.name(name)
        if not called:
            raise Refused(_("没有填村（社区）名称"), _("请填全称，如 沟二社区"), "village_name", "village_name")
        mark = texts.plain(letter).upper()
        if len(mark) != 1 or not "A" <= mark <= "Z":
            raise Refused(_("电脑字母应为一个 A 到 Z 的字母"), _("第一台电脑用 A"), "letter", "letter")
        return cls(division, called, mark)

    @property
    def desk(self) -> str:
        """The desk's name everywhere: ``429004103002-A``."""
        return f"{self.code}-{self.letter}"
