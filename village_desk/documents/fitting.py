"""Words into a space they may be too long for: smaller type first, then more lines, never over the edge."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

LEADING = 1.2
"""From one baseline to the next, in sizes of the type."""

_STEP = 0.25
_MOST_LINES = 8
_GOOD_ENOUGH = 0.7
_BREAK_AFTER = frozenset("· ，。；、：）/-")
_BREAK_BEFORE = frozenset("（“")
_NOT_FIRST = frozenset("，。；、：）”·")

Measure = Callable[[str], float]
"""How wide words are at size 1."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """The size of type and the lines that fill a space."""

    size: float
    lines: tuple[str, ...]


def fitted(words: str, width: float, height: float, size: float, measure: Measure) -> Fitted:
    """The words as large as ``width`` and ``height`` allow, at most ``size``; one line if that costs little."""
    if (one := measure(words)) * size <= width:
        return Fitted(size, (words,))
    if width / one >= _GOOD_ENOUGH * size:
        return Fitted(width / one, (words,))
    tries = map(partial(_in_lines, words, width, height, size, measure), range(1, _MOST_LINES + 1))
    return max(tries, key=lambda each: each.size)


def wrapped(words: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The words in lines of at most ``width`` (at size 1), broken at a dot, space or comma where one is near."""
    lines = []
    while measure(words) > width and len(words) > 1:
        cut = _cut(words, width, measure)
        lines.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return (*lines, words)


def _in_lines(words: str, width: float, height: float, size: float, measure: Measure, count: int) -> Fitted:
    tried = min(size, height / (count * LEADING))
    while len(lines := wrapped(words, width / tried, measure)) > count or _too_wide(lines, width / tried, measure):
        tried = max(tried - _STEP, tried * 0.9)
    return Fitted(tried, lines)


def _too_wide(lines: tuple[str, ...], width: float, measure: Measure) -> bool:
    return any(measure(line) > width for line in lines)


def _cut(words: str, width: float, measure: Measure) -> int:
    """Where the first line ends: a good place in its second half, else between two characters, never in a number."""
    most = 1
    while most < len(words) and measure(words[: most + 1]) <= width:
        most += 1
    places = [place for place in range(most, 0, -1) if words[place : place + 1] not in _NOT_FIRST]
    good = (place for place in places if words[place - 1] in _BREAK_AFTER or words[place] in _BREAK_BEFORE)
    fair = (place for place in places if not words[place - 1 : place + 1].isascii())
    return next((place for place in good if place > most // 2), next(fair, most))
