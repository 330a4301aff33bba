"""How a result explains itself across the table: reasons with their cure, and the parts of a sum. Values only."""

from collections.abc import Iterable
from dataclasses import dataclass

from village_desk.domain.basics import money
from village_desk.domain.basics.sources import Source
from village_desk.words import _


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a stable code, a sentence for the person, and what would change it."""

    code: str
    words: str
    cure: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a sum, in fen; ``source`` is the document that its figure comes from, where there is one.

    ``once``: paid in one month only, such as a birthday subsidy; it must not enter what somebody gets each month.
    """

    code: str
    words: str
    fen: int
    source: Source | None = None
    once: bool = False

    def in_words(self) -> str:
        """``基础养老金（中央） 143 元``."""
        return _("{words} {amount} 元").format(words=self.words, amount=money.short(self.fen))


def total(parts: Iterable[Part]) -> int:
    """What the parts make together, in fen."""
    return sum(part.fen for part in parts)
