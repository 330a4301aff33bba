"""Where the words of a cell break into lines: as Chinese print does, and never within a number. Draws nothing.

A closing sign never begins a line, an opening one never ends it. Before a last line of one or two characters the words
are made a little smaller.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from sync.agreement.values import value
from village_desk.documents.sheets import spacing
from village_desk.documents.sheets.looks import Typeface

Faced = tuple[str, Typeface]
"""Words of one typeface."""

_OPEN = "“‘（《〈「『【〔［｛￥¥＄□☐☑☒■(\\[{"
_CLOSE = "、。，．；：？！”’）》〉」』】〕］｝％‰℃…—～·々ー)\\]},.;:?!%"
_COUNTED = "元角分年月日时岁人户组号页次个"
"""What a number counts stands on its line: 1500元, 12号."""
_UNIT = re.compile(
    f"[ \u3000]+|[{_OPEN}]*(?:[^\x00-\x20\u3000\x7f-\U0010ffff(\\[{{]+(?:(?<=[0-9])[{_COUNTED}])?|＿+|—+|…+|－+|.)"
    f"[{_CLOSE}]*",
    re.DOTALL,
)
"""What no line end may part: blanks, a run of ASCII such as a number with its hyphens, or a character and its signs."""

SMALLER = (1.0, 0.97, 0.94, 0.91)
"""How much smaller words may be made so that a line is not needed."""
_MUCH_SMALLER = (0.88, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5)
SMALLEST = 0.5
_WIDOW = 2
"""Units of a last line that looks left over: a character or two, a number, a place to sign."""
_SLACK = 0.01
_RAISED = 0.65
"""The size of superscript in that of its line."""


@value
class Unit:
    """What no line end may part: its words by typeface, and its width in points."""

    parts: tuple[Faced, ...]
    width: float
    is_blank: bool

    @property
    def is_number(self) -> bool:
        """Whether most of it are figures: it is rather made smaller than broken."""
        words = "".join(words for words, _face in self.parts)
        return 2 * sum(each.isdigit() for each in words) >= len(words)


Line = tuple[Unit, ...]


@value
class Broken:
    """The lines of words and how much smaller they are set. ``whole`` is false when even the smallest do not fit."""

    scale: float
    lines: tuple[Line, ...]
    whole: bool = True


def size_of(face: Typeface) -> float:
    """The size that words are drawn in: raised ones are smaller."""
    return face.size * _RAISED if face.raised else face.size


def width_of(words: str, face: Typeface) -> float:
    """Points that words take in a line; line ends in them take nothing."""
    return spacing.width(words.replace("\n", ""), face) * size_of(face)


def width(line: Sequence[Unit]) -> float:
    """Points that a line takes, with blanks at its end."""
    return sum(unit.width for unit in line)


def height(line: Sequence[Unit], empty: float) -> float:
    """The size of a line's largest type, ``empty`` where it has no words."""
    return max((face.size for unit in line for _words, face in unit.parts), default=empty)


def paragraphs(runs: Sequence[Faced]) -> list[list[Unit]]:
    """The words in units, one list for each line that was ended by hand."""
    if len(runs) == 1:
        words, face = runs[0]
        return [_units(line, face) for line in words.split("\n")]
    ended: list[list[Faced]] = [[]]
    for words, face in runs:
        first, *others = words.split("\n")
        ended[-1].append((first, face))
        ended += [[(each, face)] for each in others]
    return [_units_of_many([run for run in line if run[0]]) for line in ended]


def _units(words: str, face: Typeface) -> list[Unit]:
    return [_unit(piece, face) for piece in _UNIT.findall(words)]


@lru_cache(8192)
def _unit(words: str, face: Typeface) -> Unit:
    return Unit(((words, face),), width_of(words, face), not words.strip(" \u3000"))


def _units_of_many(runs: Sequence[Faced]) -> list[Unit]:
    """As ``_units``, with units that lie across the border of two typefaces."""
    faces = [face for words, face in runs for _each in words]
    whole, place, units = "".join(words for words, _face in runs), 0, []
    for piece in _UNIT.findall(whole):
        units.append(_mixed(piece, faces[place : place + len(piece)]))
        place += len(piece)
    return units


def _mixed(words: str, faces: Sequence[Typeface]) -> Unit:
    if faces.count(faces[0]) == len(faces):
        return _unit(words, faces[0])
    parts: list[Faced] = []
    for character, face in zip(words, faces, strict=True):
        if parts and parts[-1][1] == face:
            parts[-1] = (parts[-1][0] + character, face)
        else:
            parts.append((character, face))
    return Unit(tuple(parts), sum(width_of(*part) for part in parts), False)


def wrapped(paragraph: Sequence[Unit], room: float) -> list[Line]:
    """The units in lines of at most ``room`` points; blanks at a line's end vanish, except in the last."""
    lines: list[Line] = []
    line: list[Unit] = []
    used = 0.0
    for unit in _short_enough(paragraph, room):
        if used + unit.width > room + _SLACK and line and not unit.is_blank:
            lines.append(_without_blanks(line))
            line, used = [], 0.0
        if not (unit.is_blank and not line and lines):
            line.append(unit)
            used += unit.width
    return [*lines, tuple(line)]


def _without_blanks(line: list[Unit]) -> Line:
    while len(line) > 1 and line[-1].is_blank:
        line.pop()
    return tuple(line)


def _short_enough(paragraph: Sequence[Unit], room: float) -> Sequence[Unit]:
    """Units that are wider than a line are parted into characters: nothing else can be done."""
    if all(unit.width <= room or unit.is_blank for unit in paragraph):
        return paragraph
    return [part for unit in paragraph for part in ([unit] if unit.width <= room or unit.is_blank else _parted(unit))]


def _parted(unit: Unit) -> list[Unit]:
    return [_unit(character, face) for words, face in unit.parts for character in words]


def broken(text: Sequence[Sequence[Unit]], room: float, most: float, leading: float, empty: float) -> Broken:
    """The paragraphs in lines that fit ``room`` across and ``most`` down, as large as can be.

    ``leading`` is the least from line to line in sizes of the type, ``empty`` the size of a line without words.
    """
    widest = _widest_number(text, room)
    fits: list[Broken] = []
    for scale in SMALLER:
        found = _at(text, room, scale)
        if widest * scale > room + _SLACK or depth(found, leading, empty) > most + _SLACK:
            continue
        if not _has_widow(found) and not (fits and len(found.lines) == len(fits[0].lines)):
            return found
        fits.append(found)
    return fits[0] if fits else _much_smaller(text, room, most, leading, empty)


def _much_smaller(text: Sequence[Sequence[Unit]], room: float, most: float, leading: float, empty: float) -> Broken:
    widest = _widest_number(text, room)
    for scale in _MUCH_SMALLER:
        found = _at(text, room, scale)
        if widest * scale <= room + _SLACK and depth(found, leading, empty) <= most + _SLACK:
            return found
    found = _at(text, room, SMALLEST)
    return Broken(found.scale, found.lines, depth(found, leading, empty) <= most + _SLACK)


def _widest_number(text: Sequence[Sequence[Unit]], room: float) -> float:
    """Points of the widest number that is wider than the room; 0 when each has room, as nearly always."""
    wide = [unit for paragraph in text for unit in paragraph if unit.width > room and not unit.is_blank]
    return max((unit.width for unit in wide if unit.is_number), default=0.0)


def _at(text: Sequence[Sequence[Unit]], room: float, scale: float) -> Broken:
    lines = [line for paragraph in text for line in wrapped(paragraph, room / scale)]
    return Broken(scale, tuple(lines))


def depth(found: Broken, leading: float, empty: float) -> float:
    """Points from the top of the first line's type to the bottom of the last one's."""
    sizes = [height(line, empty) for line in found.lines]
    return (sum(sizes) * leading - sizes[-1] * (leading - 1)) * found.scale


def _has_widow(found: Broken) -> bool:
    """Whether the last line looks left over."""
    if len(found.lines) < 2 or not found.lines[-1]:
        return False
    return sum(1 for unit in found.lines[-1] if not unit.is_blank) <= _WIDOW
