"""Words into a space they may be too long for: smaller type first, then more lines, never over the edge."""

from collections.abc import Callable
from functools import partial

from sync.agreement.values import value

LEADING = 1.2
"""From one baseline to the next, in sizes of the type."""

_STEP = 0.25
_MOST_LINES = 8
_ONE_LINE_IS_WORTH = 0.75
"""Words on one line can be searched for and are read at a glance: so much smaller may they be than on several."""

_BREAK_AFTER = frozenset("· ，。；、：）/-")
_BREAK_BEFORE = frozenset("（“")
_NOT_FIRST = frozenset("，。；、：）”·")

Measure = Callable[[str], float]
"""How wide words are at size 1."""


@value
class Fitted:
    """The size of type and the lines that fill a space."""

    size: float
    lines: tuple[str, ...]


def fitted(words: str, width: float, height: float, size: float, measure: Measure) -> Fitted:
    """The words as large as ``width`` and ``height`` allow, at most ``size``; on one line if that costs little."""
    one_line = min(size, width / measure(words)) if words else size
    if one_line >= _ONE_LINE_IS_WORTH * size:  # no number of lines can make up for that
        return Fitted(one_line, (words,))
    tries = map(partial(_in_lines, words, width, height, size, measure), range(2, _MOST_LINES + 1))
    broken = max(tries, key=lambda each: each.size)
    return Fitted(one_line, (words,)) if one_line >= _ONE_LINE_IS_WORTH * broken.size else broken


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
