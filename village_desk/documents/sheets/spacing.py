"""Figures, letters and blanks as wide as in the form's own font, which this computer may not have.

In 宋体 and its like they are half as wide as a character; the desk's font has wider figures and narrower blanks. Drawn
in the width that the clerk saw, the words break and end where they do in Excel. Draws nothing.
"""

import re
from functools import lru_cache

from village_desk.documents.fonts import chain
from village_desk.documents.sheets.looks import Typeface
from village_desk.documents.sheets.measures import family

_WIDTHS = {
    "宋体": (0.5, 0.5),
    "calibri": (0.507, 0.226),
    "arial": (0.556, 0.278),
    "times new roman": (0.5, 0.25),
    "等线": (0.545, 0.26),
}
"""A figure and a blank in sizes of the type, by family; of any other family they are as in the desk's font."""
_PIECE = re.compile("[!-~]+|[ \u00a0]+|[^ -~\u00a0]+")

Piece = tuple[str, float, float]
"""Words, how much wider than in the desk's font they are drawn, and their width then, in sizes of the type."""


def pieces(words: str, face: Typeface) -> tuple[Piece, ...]:
    """The words in pieces of one spacing each."""
    return _pieces(words, family(face), face.bold)


def width(words: str, face: Typeface) -> float:
    """How wide the words are, in sizes of the type."""
    return sum(wide for _words, _factor, wide in _pieces(words, family(face), face.bold))


@lru_cache(2**13)
def _pieces(words: str, family_name: str, bold: bool) -> tuple[Piece, ...]:
    own = chain(bold)
    known = _WIDTHS.get(family_name)
    if known is None or own.is_plain(words) and not _has_ascii(words):
        return ((words, 1.0, own.width(words)),)
    figure, blank = known[0] / own.width("0"), known[1] / own.width(" ")
    found = []
    for piece in _PIECE.findall(words):
        factor = figure if "!" <= piece[0] <= "~" else blank if piece[0] in " \u00a0" else 1.0
        found.append((piece, factor, own.width(piece) * factor))
    return tuple(found)


def _has_ascii(words: str) -> bool:
    return any(" " <= each <= "~" for each in words)
