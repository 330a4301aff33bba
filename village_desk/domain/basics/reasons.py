"""How a result explains itself across the table: reasons with their cure, and the parts of a sum. Values only."""

from collections.abc import Iterable

from sync.agreement.values import value
from village_desk.domain.basics import money
from village_desk.domain.basics.sources import Source
from village_desk.words import _


@value
class Reason:
    """A reason for a result: a stable code, a sentence for the person, and the cure."""

    code: str
    words: str
    cure: str = ""


@value
class Part:
    """One line of a sum, in fen; ``source`` is the document of the figure, where there is one.

    ``once``: paid in one month only, such as a birthday subsidy; such a part must not enter a monthly figure.
    """

    code: str
    words: str
    fen: int
    source: Source | None = None
    once: bool = False

    def in_words(self) -> str:
        """``基础养老金（中央） 143 元``, with a mark where the document is doubtful."""
        words = _("{words} {amount} 元").format(words=self.words, amount=money.short(self.fen))
        doubt = self.source.doubt() if self.source else ""
        return words + (_("（{doubt}）").format(doubt=doubt) if doubt else "")


def total(parts: Iterable[Part]) -> int:
    """The sum of the parts, in fen."""
    return sum(part.fen for part in parts)
