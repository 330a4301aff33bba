"""The words above and below every page, between the margins. Reads their codes through ``heading_codes``."""

from village_desk.documents.paper import MM, Sheet
from village_desk.documents.sheets.breaking import width_of
from village_desk.documents.sheets.cell_words import printable
from village_desk.documents.sheets.filled_sheet import FilledSheet
from village_desk.documents.sheets.heading_codes import Facts, Third, thirds
from village_desk.documents.sheets.page_drawing import put

_LEADING = 1.2
_FROM_TOP, _FROM_BOTTOM = 0.9, 0.25
"""How far a baseline lies below the upper and above the lower edge of its line, in sizes."""
_UNALIGNED = 0.7 * 72
"""Points of the side margins of heads that do not follow those of the sheet."""


def draw(paper: Sheet, sheet: FilledSheet, facts: Facts, place: int, scale: float) -> None:
    """The head and the foot of the page at ``place``, counted from 1, made smaller with the sheet if it says so."""
    setup = sheet.setup
    head, foot = setup.headings.of(place)
    factor = scale if setup.headings.scaled else 1.0
    left, right = setup.margins.left, setup.size[0] - setup.margins.right
    if not setup.headings.aligned:
        left, right = _UNALIGNED, setup.size[0] - _UNALIGNED
    for share, third in zip((0.0, 0.5, 1.0), thirds(head, sheet.looks.normal, facts), strict=True):
        _third(paper, third, (left, right, share), setup.margins.head, factor)
    for share, third in zip((0.0, 0.5, 1.0), thirds(foot, sheet.looks.normal, facts), strict=True):
        deep = sum(_sizes(third)) * _LEADING * factor
        _third(paper, third, (left, right, share), setup.size[1] - setup.margins.foot - deep, factor)


def _third(paper: Sheet, third: Third, side: tuple[float, float, float], top: float, factor: float) -> None:
    left, right, share = side
    for line, size in zip(third.lines, _sizes(third), strict=True):
        pieces = [(printable(words)[0], face) for words, face in line]
        wide = sum(width_of(words, face) for words, face in pieces) * factor
        fitting = factor * min(1.0, (right - left) / wide) if wide else factor
        x = left + max(right - left - wide, 0.0) * share
        baseline = top + size * factor * _FROM_TOP
        for words, face in pieces:
            put(paper, (x / MM, baseline / MM), words, face, face.size * fitting)
            x += width_of(words, face) * fitting
        top += size * factor * _LEADING


def _sizes(third: Third) -> list[float]:
    """The largest type of each line; an empty line is as high as the one before it."""
    sizes: list[float] = []
    for line in third.lines:
        sizes.append(max((face.size for _words, face in line), default=sizes[-1] if sizes else 10.0))
    return sizes
