"""Long lists in pages: the requested part of a list, and the links to the others."""

from __future__ import annotations

from collections.abc import Mapping

from sync.agreement.values import value

_FAR = 1_000_000


@value
class ListPart:
    """A part of a list: ``number`` from 1, ``most`` lines in each."""

    number: int
    most: int

    @property
    def skip(self) -> int:
        """How many lines come before."""
        return (self.number - 1) * self.most

    def of(self, total: int) -> Parts:
        """This part among all parts, once the number of lines is known."""
        return Parts(self.number, max(-(-total // self.most), 1), total)


@value
class Parts:
    """Where we are in a list of ``total`` lines."""

    number: int
    last: int
    total: int


def asked(query: Mapping[str, str], most: int) -> ListPart:
    """The part that an address asks for; the first one for what is no number."""
    text = query.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1
    return ListPart(min(max(number, 1), _FAR), most)
