"""Where the words of a cell stand in it: alignment, wrapping, turning, spreading. Pure: points in, places out.

Places are points from the top left corner of the cell's box, downwards.
"""

import math
from collections.abc import Iterator, Sequence

from sync.agreement.values import value
from village_desk.documents.sheets import breaking
from village_desk.documents.sheets.breaking import Broken, Faced, Line, Unit
from village_desk.documents.sheets.looks import Look, Typeface
from village_desk.documents.sheets.measures import leading as leading_of

PADDING = 2.0
"""Points between a cell's side and its words."""
_ABOVE = 0.5
"""Points that a cell's upper or lower edge keeps free of words in any case."""
_EDGE = 1.0
"""Points between the edge and words that stand at it, where there is room."""
_TIGHT, _EASY = 1.08, 1.22
"""From line to line in sizes of the type: the least, and what is taken where there is room."""
_MIDDLE = 0.36
"""How far the middle of a character lies above its baseline, in sizes."""
_STACKED, _STACKED_LEAST = 1.12, 1.06
"""From one character to the next that stands below it, in sizes; the least where there is little room."""
STACKED = 255


@value
class Placed:
    """Words at their place: where the baseline begins, the size, and how they are turned, in degrees to the left."""

    x: float
    y: float
    words: str
    face: Typeface
    size: float
    turn: int = 0


@value
class Arranged:
    """The words of a cell at their places. ``scale`` is how much smaller they are set, ``whole`` whether all fit."""

    placed: tuple[Placed, ...]
    scale: float = 1.0
    whole: bool = True


@value
class Room:
    """A cell's box in points, what one step of an indent takes, and where words stand that say nothing of it."""

    width: float
    height: float
    indent: float
    usual: str = "left"


def arranged(runs: Sequence[Faced], look: Look, room: Room) -> Arranged:
    """The words in the room as the look wants them, made smaller when they do not fit."""
    if not any(words for words, _face in runs) or room.width <= 0 or room.height <= 0:
        return Arranged(())
    if look.turn == STACKED:
        return _stacked(runs, look, room)
    turn = look.turn if look.turn <= 90 else 90 - look.turn
    if abs(turn) == 90:
        lying = _level(runs, look, Room(room.height, room.width, room.indent, "left"), _ends(look))
        return _turned(lying, turn, room)
    if turn:
        return _aslant(runs, look, room, turn)
    return _level(runs, look, room, (look.horizontal if look.horizontal != "general" else room.usual, look.vertical))


def natural_depth(runs: Sequence[Faced], look: Look, width: float, indent: float, leading: float) -> float:
    """How high a row must be for the words: Excel's own measure.

    ``leading`` is from line to line in sizes where there are several; one line takes what its own typeface does.
    """
    single = max((face.size * leading_of(face) for _words, face in runs), default=look.face.size)
    if not wraps(look) or look.turn:
        return single
    room = _clear(look, Room(width, math.inf, indent))
    found = breaking.broken(breaking.paragraphs(runs), room, math.inf, _TIGHT, look.face.size)
    if len(found.lines) == 1:
        return single
    return sum(breaking.height(line, look.face.size) for line in found.lines) * leading


def wraps(look: Look) -> bool:
    """Whether the look breaks words into lines."""
    return look.wrap or look.horizontal in _SPREAD or look.vertical in _SPREAD


_SPREAD = ("justify", "distributed")


def _ends(look: Look) -> tuple[str, str]:
    """Alignment along and across words that are turned upright: the cell's own upright and level one."""
    along = {"top": "right", "bottom": "left", "center": "center"}.get(look.vertical, look.vertical)
    if look.turn > 90:
        along = {"left": "right", "right": "left"}.get(along, along)
    across = {"left": "top", "right": "bottom", "general": "bottom"}.get(look.horizontal, "center")
    if look.turn > 90:
        across = {"top": "bottom", "bottom": "top"}.get(across, across)
    return along, across


def _clear(look: Look, room: Room) -> float:
    """The width that words may take."""
    sides = 2 if look.horizontal == "distributed" else 1
    return max(room.width - 2 * PADDING - sides * look.indent * room.indent, 1.0)


def _level(runs: Sequence[Faced], look: Look, room: Room, alignment: tuple[str, str]) -> Arranged:
    across, down = alignment
    clear, most = _clear(look, room), max(room.height - 2 * _ABOVE, 1.0)
    found = _lines(runs, look, clear, most)
    left = PADDING + (look.indent * room.indent if across in ("left", "distributed") else 0.0)
    placed: list[Placed] = []
    for place, (line, middle) in enumerate(zip(found.lines, _middles(found, look, room.height, down), strict=True)):
        is_last = place == len(found.lines) - 1
        placed += _line(line, found.scale, left, middle, clear, _of_last(across, is_last))
    return Arranged(tuple(placed), found.scale, found.whole)


def _of_last(across: str, is_last: bool) -> str:
    """Text set to both sides leaves its last line at the left."""
    return "left" if across == "justify" and is_last else across


def _lines(runs: Sequence[Faced], look: Look, clear: float, most: float) -> Broken:
    if wraps(look):
        return breaking.broken(breaking.paragraphs(runs), clear, most, _TIGHT, look.face.size)
    line = [unit for paragraph in breaking.paragraphs(runs) for unit in paragraph]
    if look.horizontal == "fill":
        line = line * max(1, int(clear / max(breaking.width(line), 1.0)))
    wide, high = breaking.width(line), breaking.height(line, look.face.size)
    needed = min(1.0, clear / wide if wide > clear else 1.0, most / high)
    scale = max(math.floor(needed * 100) / 100, breaking.SMALLEST)
    return Broken(scale, (tuple(line),), needed >= breaking.SMALLEST)


def _middles(found: Broken, look: Look, height: float, down: str) -> list[float]:
    """Where the middles of the lines stand, from the top of the cell."""
    sizes = [breaking.height(line, look.face.size) * found.scale for line in found.lines]
    most, solid = height - 2 * _ABOVE, sum(sizes)
    between = solid - (sizes[0] + sizes[-1]) / 2
    free = most - (sizes[0] + sizes[-1]) / 2
    leading = min(_EASY, max(1.0 + (most - solid) / solid, _TIGHT))
    if down in _SPREAD and between > 0:
        leading = max(free / between, _TIGHT)
    spare = max(most - between * leading - (sizes[0] + sizes[-1]) / 2, 0.0)
    edge = min(_EDGE - _ABOVE, spare / 2)
    top = _ABOVE + {"top": edge, "justify": 0.0, "center": spare / 2, "distributed": spare / 2}.get(down, spare - edge)
    middles, place = [], top + sizes[0] / 2
    for size, after in zip(sizes, [*sizes[1:], 0.0], strict=True):
        middles.append(place)
        place += (size + after) / 2 * leading
    return middles


def _line(line: Line, scale: float, left: float, middle: float, clear: float, across: str) -> Iterator[Placed]:
    size = breaking.height(line, 0.0) * scale
    baseline = middle + _MIDDLE * size
    used = breaking.width(line) * scale
    if across in _SPREAD and len(line) > 1:
        yield from _spread(line, scale, left, baseline, clear)
        return
    share = {"center": 0.5, "centerContinuous": 0.5, "distributed": 0.5, "right": 1.0}.get(across, 0.0)
    yield from _in_a_row(line, scale, left + max(clear - used, 0.0) * share, baseline)


def _spread(line: Line, scale: float, left: float, baseline: float, clear: float) -> Iterator[Placed]:
    """The units with equal blanks between them, from the left side to the right one."""
    units = [unit for unit in line if not unit.is_blank]
    gap = (clear - breaking.width(units) * scale) / max(len(units) - 1, 1)
    x = left
    for unit in units:
        yield from _in_a_row((unit,), scale, x, baseline)
        x += unit.width * scale + gap


def _in_a_row(line: Line, scale: float, x: float, baseline: float) -> Iterator[Placed]:
    for words, face in _joined(line):
        size = breaking.size_of(face) * scale
        raised = {1: -0.4, -1: 0.12}.get(face.raised, 0.0) * face.size * scale
        yield Placed(x, baseline + raised, words, face, size)
        x += breaking.width_of(words, face) * scale


def _joined(line: Line) -> list[Faced]:
    """The line's words with one piece for each typeface."""
    parts: list[Faced] = []
    for unit in line:
        for words, face in unit.parts:
            if parts and parts[-1][1] == face:
                parts[-1] = (parts[-1][0] + words, face)
            else:
                parts.append((words, face))
    return parts


def _turned(lying: Arranged, turn: int, room: Room) -> Arranged:
    """What was arranged in a box that lies on its side, put upright: to the left for 90, to the right for -90."""
    if turn > 0:
        places = [(each, each.y, room.height - each.x) for each in lying.placed]
    else:
        places = [(each, room.width - each.y, each.x) for each in lying.placed]
    placed = tuple(Placed(x, y, each.words, each.face, each.size, turn) for each, x, y in places)
    return Arranged(placed, lying.scale, lying.whole)


def _aslant(runs: Sequence[Faced], look: Look, room: Room, turn: int) -> Arranged:
    """One line through the middle of the cell, as long as the cell allows."""
    line = tuple(unit for paragraph in breaking.paragraphs(runs) for unit in paragraph)
    cosine, sine = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    longest = min(room.width / max(abs(cosine), 0.01), room.height / max(abs(sine), 0.01))
    needed = min(1.0, longest / breaking.width(line))
    scale = max(needed, breaking.SMALLEST)
    along, size = -breaking.width(line) * scale / 2, breaking.height(line, look.face.size) * scale
    placed = []
    for each in _in_a_row(line, scale, along, _MIDDLE * size):
        x = room.width / 2 + each.x * cosine + each.y * sine
        y = room.height / 2 - each.x * sine + each.y * cosine
        placed.append(Placed(x, y, each.words, each.face, each.size, turn))
    return Arranged(tuple(placed), scale, needed >= breaking.SMALLEST)


def _stacked(runs: Sequence[Faced], look: Look, room: Room) -> Arranged:
    """Characters one below the other, in as few columns as the height allows."""
    columns: list[list[Unit]] = [[]]
    for words, face in runs:
        for character in words:
            if character == "\n":
                columns.append([])
            elif character not in " \u3000":
                columns[-1] += breaking.paragraphs([(character, face)])[0]
    columns = [column for column in columns if column] or [[]]
    most = max(room.height - 2 * _ABOVE, 1.0)
    tallest = max(sum(breaking.height((unit,), 0) for unit in column) for column in columns) or 1.0
    widest = sum(max((unit.width for unit in column), default=0.0) for column in columns) or 1.0
    needed = min(1.0, most / (tallest * _STACKED_LEAST), (room.width - 2 * _ABOVE) / widest)
    scale = max(math.floor(needed * 100) / 100, breaking.SMALLEST)
    placed = _columns(columns, look, room, scale)
    return Arranged(tuple(placed), scale, needed >= breaking.SMALLEST)


def _columns(columns: Sequence[Sequence[Unit]], look: Look, room: Room, scale: float) -> Iterator[Placed]:
    wide = [max((unit.width for unit in column), default=0.0) * scale for column in columns]
    share = {"left": 0.0, "right": 1.0}.get(look.horizontal, 0.5)
    x = PADDING * (1 - 2 * share) + (room.width - sum(wide)) * share
    for column, width in zip(columns, wide, strict=True):
        sizes = [breaking.height((unit,), 0) * scale for unit in column]
        most = room.height - 2 * _ABOVE
        pitch = min(_STACKED, most / max(sum(sizes), 1.0))
        if look.vertical in _SPREAD and len(sizes) > 1:
            pitch = (most - sizes[-1]) / sum(sizes[:-1])
        used = sum(sizes[:-1]) * pitch + sizes[-1] if sizes else 0.0
        top = _ABOVE + max(most - used, 0.0) * {"top": 0.0, "bottom": 1.0}.get(look.vertical, 0.5)
        for unit, size in zip(column, sizes, strict=True):
            yield from _in_a_row((unit,), scale, x + (width - unit.width * scale) / 2, top + (0.5 + _MIDDLE) * size)
            top += size * pitch
        x += width
