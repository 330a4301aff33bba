"""Which lines of the payout roster stand on which page. Pure: heights in millimetres, nothing is drawn."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby

from sync.agreement.values import value
from village_desk.documents.roster_lines import Group, RosterLine, Sums, in_groups, of

ROW = 11.0
"""Tall enough for a signature or a fingerprint."""

HEADING = 6.5
SUBTOTAL = 6.5
WORDS = 8.0
"""The grand total in words, on the last page."""


@value
class GroupStart:
    """A group begins, or goes on after a page break."""

    group: Group
    people: int
    goes_on: bool


@value
class Subtotal:
    """A group ends."""

    group: Group
    sums: Sums


Item = GroupStart | Subtotal | RosterLine


@value
class Page:
    """The items of one page, their sums, and the running sums of all pages up to it."""

    number: int
    items: tuple[Item, ...]
    sums: Sums
    running: Sums


class _Book:
    """Pages being filled from the top down: with so many lines each as ``breaks`` says, else as they fit."""

    def __init__(self, room: float, breaks: Sequence[int]) -> None:
        self._room = room
        self._left = room
        self._breaks = breaks
        self._lines = 0
        self.pages: list[list[Item]] = [[]]

    def has_room(self, height: float) -> bool:
        if self._breaks:
            return self._lines < self._breaks[min(len(self.pages), len(self._breaks)) - 1]
        return self._left >= height

    def turn(self) -> None:
        self.pages.append([])
        self._left, self._lines = self._room, 0

    def add(self, item: Item, height: float) -> None:
        self.pages[-1].append(item)
        self._left -= height
        self._lines += isinstance(item, RosterLine)


def pages(lines: Iterable[RosterLine], room: float, breaks: Sequence[int] = ()) -> list[Page]:
    """The lines on pages that have ``room`` millimetres for them, or with so many lines each as they were printed.

    A heading never stands alone at the foot of a page, a subtotal never alone at the head of one; the last page has
    room for the grand total in words. A roster of one group needs no subtotal.
    """
    book = _Book(room, breaks)
    groups = [tuple(members) for _, members in groupby(lines if breaks else in_groups(lines), key=of)]
    for members in groups:
        after = SUBTOTAL if len(groups) > 1 else 0.0
        _add_group(book, members, after, WORDS if members is groups[-1] else 0.0)
    sums = [Sums.of(item for item in items if isinstance(item, RosterLine)) for items in book.pages]
    running = accumulate(sums)
    return [
        Page(number, tuple(items), own, so_far)
        for number, (items, own, so_far) in enumerate(zip(book.pages, sums, running, strict=True), 1)
    ]


def _add_group(book: _Book, members: tuple[RosterLine, ...], subtotal: float, words: float) -> None:
    group = of(members[0])
    for place, line in enumerate(members):
        begins = place == 0
        follows = subtotal + words if line is members[-1] else 0.0
        turned = not book.has_room(ROW + follows + (HEADING if begins else 0.0))
        if turned:
            book.turn()
        if begins or turned:
            book.add(GroupStart(group, len(members), goes_on=not begins), HEADING)
        book.add(line, ROW)
    if subtotal:
        book.add(Subtotal(group, Sums.of(members)), SUBTOTAL)
