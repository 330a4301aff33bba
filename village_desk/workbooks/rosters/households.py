"""Group, house number and head are often written only on the first row they hold for: carries them down."""

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.village_groups import VillageGroup
from village_desk.workbooks.columns import fields
from village_desk.workbooks.columns.lines import Line

_OF_HEAD = {"户主", "本人", "户主本人", "本人(户主)", "本人或户主", "01", "02", "0"}
"""How the relation column names the head (GB/T 4761: 01 本人, 02 户主)."""


@value
class Home:
    """Where a person lives: no group, house "" and head "" when the workbook does not say."""

    group: VillageGroup = VillageGroup()
    household: str = ""
    head: str = ""

    def fields(self) -> dict[str, str | int]:
        """The fields that everybody who lives there shares."""
        group: dict[str, str | int] = {"group": self.group.number, "group_name": self.group.name}
        return group | {"household": self.household, "head": self.head}


class Households:
    """Goes down a sheet, row by row, held rows too, and knows the home of each."""

    def __init__(self, sheet: str) -> None:
        self._home = Home(_group_named(sheet))

    def home(self, line: Line, name: str) -> Home:
        """The home of the person on the next line; ``name`` is theirs, "" when it could not be read."""
        group = (
            line.read("group", fields.group, VillageGroup(), holds=False) if line.text("group") else self._home.group
        )
        household = line.read("household", fields.household, "", holds=False)
        head = line.read("head", fields.name, "", holds=False) if line.text("head") else ""
        if self._begins(line, household, head):
            self._home = Home(group, household, head or (name if _is_head(line) else ""))
        else:
            self._home = Home(group, household or self._home.household, self._home.head)
        return self._home

    def heading(self, words: str) -> None:
        """A heading between the rows: 第3组 says where the following rows are."""
        if _group_named(words):
            self._home = Home(_group_named(words))

    def end(self) -> None:
        """A subtotal ends group and household: the rows after it state their own."""
        self._home = Home()

    def _begins(self, line: Line, household: str, head: str) -> bool:
        """Whether a household begins here: a head of household, another head's name, or another house number."""
        new_number = household not in ("", self._home.household)
        return _is_head(line) or new_number or head not in ("", self._home.head)


def _is_head(line: Line) -> bool:
    return line.text("relation") in _OF_HEAD


def _group_named(words: str) -> VillageGroup:
    """The group in the name of a sheet or in a heading; none when there is no group in it."""
    try:
        return fields.group(words) if words.endswith(("组", "队", "社", "組", "隊")) else VillageGroup()
    except Refused:
        return VillageGroup()
