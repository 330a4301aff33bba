"""Which lines of a register stand on which page. Pure: heights in millimetres, nothing is drawn."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import accumulate, groupby
from typing import Generic

from sync.agreement.values import value
from village_desk.documents.registers.register import L, Register, Sums


@value
class GroupStart:
    """A group begins, or goes on after a page break."""

    group: Hashable
    count: int
    goes_on: bool


@value
class Subtotal:
    """A group ends."""

    group: Hashable
    sums: Sums


@value
class Page(Generic[L]):
    """The items of one page, their sums, and the running sums of all pages up to it."""

    number: int
    items: tuple[GroupStart | Subtotal | L, ...]
    sums: Sums
    running: Sums


class _Book(Generic[L]):
    """Pages being filled from the top down: with so many lines each as ``breaks`` says, else as they fit."""

    def __init__(self, room: float, breaks: Sequence[int]) -> None:
        self._room = room
        self._left = room
        self._breaks = breaks
        self.pages: list[list[GroupStart | Subtotal | L]] = [[]]
        self.lines: list[list[L]] = [[]]

    def has_room(self, height: float) -> bool:
        if self._breaks:
            return len(self.lines[-1]) < self._breaks[min(len(self.pages), len(self._breaks)) - 1]
        return self._left >= height

    def turn(self) -> None:
        self.pages.append([])
        self.lines.append([])
        self._left = self._room

    def add(self, item: GroupStart | Subtotal, height: float) -> None:
        self.pages[-1].append(item)
        self._left -= height

    def add_line(self, line: L, height: float) -> None:
        self.pages[-1].append(line)
        self.lines[-1].append(line)
        self._left -= height


def pages(register: Register[L]) -> list[Page[L]]:
    """The lines on pages that have room for them, or with so many lines each as they were printed.

    A heading never stands alone at the foot of a page, a subtotal never alone at the head of one; the last page has
    room for the sum of the whole. A register of one group, or without amounts, needs no subtotal.
    """
    book: _Book[L] = _Book(register.room, register.breaks)
    groups = _groups(register)
    has_subtotals = len(groups) > 1 and bool(register.amounts)
    for group, members in groups:
        closing = register.closing if members is groups[-1][1] else 0.0
        _add_group(book, register, group, members, has_subtotals, closing)
    amounts = register.amounts
    sums = [Sums.of(lines, amounts) for lines in book.lines]
    return [
        Page(number, tuple(items), own, so_far)
        for number, (items, own, so_far) in enumerate(zip(book.pages, sums, accumulate(sums), strict=True), 1)
    ]


def _groups(register: Register[L]) -> list[tuple[Hashable, tuple[L, ...]]]:
    if register.group is None:
        return [(None, tuple(register.lines))]
    return [(group, tuple(members)) for group, members in groupby(register.lines, key=register.group)]


def _add_group(
    book: _Book[L],
    register: Register[L],
    group: Hashable,
    members: tuple[L, ...],
    has_subtotal: bool,
    closing: float,
) -> None:
    layout = register.layout
    heading = layout.heading if register.group is not None else 0.0
    after, last = (layout.subtotal if has_subtotal else 0.0) + closing, len(members) - 1
    for place, line in enumerate(members):
        begins = place == 0
        turned = not book.has_room(layout.row + (after if place == last else 0.0) + (heading if begins else 0.0))
        if turned:
            book.turn()
        if heading and (begins or turned):
            book.add(GroupStart(group, len(members), goes_on=not begins), heading)
        book.add_line(line, layout.row)
    if has_subtotal:
        book.add(Subtotal(group, Sums.of(members, register.amounts)), layout.subtotal)
