"""What is wrong with a workbook that is to be a form, and where. A value; nothing is found here."""

from collections.abc import Iterable, Sequence

from sync.agreement.values import value
from village_desk.words import _

_NAMED = 3
"""Cells named where many have the same trouble."""


@value
class Problem:
    """One thing amiss. ``cell`` is its name as Excel shows it, "" for the whole file; ``refuses``: it is no form so."""

    cell: str
    words: str
    cure: str = ""
    refuses: bool = True

    def in_words(self) -> str:
        """``A5 没有“身份正号”这个字段。是不是“身份证号”？``"""
        where = f"{self.cell} " if self.cell else ""
        cure = _("。{cure}").format(cure=self.cure) if self.cure else ""
        return showable(where + self.words + cure)


def together(problems: Iterable[Problem]) -> list[Problem]:
    """Those that say the same of several cells as one: ``C4、D4、E4 等 18 格``."""
    cells: dict[tuple[str, str, bool], list[str]] = {}
    for each in problems:
        cells.setdefault((each.words, each.cure, each.refuses), []).append(each.cell)
    return [Problem(few_cells(where), *same) for same, where in cells.items()]


def showable(words: str) -> str:
    """Words with what a file brought along and no screen shows, or obeys as a command, said by its number: U+001B."""
    return "".join(each if each.isprintable() or each == "\u3000" else f"U+{ord(each):04X}" for each in words)


def few_cells(cells: Sequence[str]) -> str:
    """Each cell once; of many the first ones and how many there are: ``C4、D4、E4 等 18 格``."""
    once = list(dict.fromkeys(cells))
    first = _("、").join(once[:_NAMED])
    return first if len(once) <= _NAMED else _("{first} 等 {n} 格").format(first=first, n=len(once))
