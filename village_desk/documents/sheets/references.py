"""How the format writes cells, rectangles of cells and odd characters: ``AB12``, ``B2:C4``, ``_x000A_``."""

import math
import re

from sync.agreement.values import value

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""The rows and columns of every sheet."""


@value
class Span:
    """A rectangle of cells, counted from 1, both ends within it."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def column_of(reference: str) -> int:
    """The column of ``AB12``, counted from 1; 0 where there is none."""
    number = 0
    for character in reference:
        if not character.isalpha():
            break
        number = number * 26 + ord(character.upper()) - 64
    return number


def span_of(reference: str) -> Span:
    """The rectangle that ``B2:C4`` or ``B2`` names; raises ValueError for anything else."""
    places = _PLACE.findall(reference)
    if not places:
        raise ValueError(reference)
    (left, top), (right, bottom) = places[0], places[-1]
    return Span(int(top), column_of(left), int(bottom), column_of(right))


def letters(column: int) -> str:
    """The letters of a column: 28 is ``AB``."""
    words = ""
    while column:
        column, rest = divmod(column - 1, 26)
        words = chr(65 + rest) + words
    return words


def number_of(words: str) -> float:
    """A number of the file; raises ValueError for what is none, or has no end."""
    number = float(words)
    if not math.isfinite(number):
        raise ValueError(words)
    return number


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(words: str) -> str:
    """The words without the format's escapes of control characters, and with one kind of line end."""
    if "_x" in words:
        words = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words)
    return words.replace("\r\n", "\n").replace("\r", "\n") if "\r" in words else words
