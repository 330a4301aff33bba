"""The words of one cell taken apart: fixed words, places between braces, boxes to tick. Knows no fields, no sheets.

The convention is the one that clerks know from EasyExcel: ``{姓名}``, ``{.姓名}`` in a line that repeats, ``\\{`` for a
brace that is only a brace. What Chinese input methods write instead counts as well: ｛姓名｝ ： ＃ ． 。 within braces.
"""

import re
from collections.abc import Callable
from enum import Enum

from sync.agreement.values import value
from village_desk.domain.basics import text as texts


class Band(Enum):
    """To which rows a place belongs; the words are those before the point in its braces."""

    NONE = ""
    RECORD = "."
    GROUP = "组"
    GROUP_SUM = "小计"
    PAGE_SUM = "本页"
    WHOLE_SUM = "合计"


@value
class Place:
    """One ``{…}``: ``{list.field#digit:way}``. ``digit`` counts from 1, 0 is the whole value; ``way`` may be "".

    ``list`` is the name of a list beside the main one, "" for that. ``written`` is what stands in the cell.
    """

    field: str
    band: Band = Band.NONE
    list: str = ""
    digit: int = 0
    way: str = ""
    written: str = ""


@value
class Box:
    """A box to tick with its label. ``before`` and ``after``: the words as they stand around the box."""

    label: str
    before: str
    after: str


@value
class Ticks:
    """A place that is followed by boxes: it vanishes, and the box that says its value is ticked."""

    place: Place
    boxes: tuple[Box, ...]


Piece = str | Place | Ticks
Pieces = tuple[Piece, ...]


class BracesAmiss(ValueError):
    """The braces of a cell do not come in pairs, or nothing stands between them."""


OPEN_BOX, TICKED_BOX = "□", "☑"
_BOXES = "□☐"
_APART = "、，；;。：:＿_"
"""Signs that end a label and stand between two boxes."""
_TOKEN = re.compile(r"[\\＼]([{}｛｝])|([{｛])([^{}｛｝]*)([}｝])|([{}｛｝])")
_INSIDE = re.compile(r"(?:([^.#:]*)\.)?([^.#:]*)(?:#([0-9]{1,2}))?(?::(.*))?")
_LABEL = rf"(?P<label>[^{_BOXES}\s{_APART}]+)"
_BOX_BEFORE = re.compile(rf"[\s{_APART}]*(?P<box>[{_BOXES}])(?:[^\S\n]*{_LABEL})?")
_BOX_BEHIND = re.compile(rf"[\s{_APART}]*{_LABEL}[^\S\n]*(?P<box>[{_BOXES}])")
_BANDS = {each.value: each for each in (Band.GROUP, Band.GROUP_SUM, Band.PAGE_SUM, Band.WHOLE_SUM)}


def parse(words: str, is_choice: Callable[[str], bool] = lambda field: True) -> Pieces:
    """The pieces of a cell's words, in their order. BracesAmiss where braces do not come in pairs.

    ``is_choice``: whether a field of that name is one of a few words: only behind such a place may boxes stand behind
    their labels (``{性别}男□ 女□``), since ``{姓名}（签字）□`` has another meaning.
    """
    pieces: list[Piece] = []
    at = 0
    for found in _TOKEN.finditer(words):
        pieces.append(words[at : found.start()])
        pieces.append(_meant(found))
        at = found.end()
    return _with_ticks(_joined([*pieces, words[at:]]), is_choice)


def has_places(words: str) -> bool:
    """Whether a brace of any kind stands in the words, so that they must be parsed."""
    return any(brace in words for brace in "{}｛｝")


def places(pieces: Pieces) -> tuple[Place, ...]:
    """The places among the pieces, those before boxes too."""
    return tuple(each.place if isinstance(each, Ticks) else each for each in pieces if not isinstance(each, str))


def lone(pieces: Pieces) -> Place | None:
    """The place that fills a cell by itself, if the cell holds nothing else but blanks."""
    rest = [each for each in pieces if not isinstance(each, str) or each.strip()]
    return rest[0] if len(rest) == 1 and isinstance(rest[0], Place) else None


def _meant(found: re.Match[str]) -> str | Place:
    if found[1]:
        return found[1]
    if found[5] or not found[3].strip():
        raise BracesAmiss(found[0])
    return _place(found[3], found[0])


def _place(inside: str, written: str) -> Place:
    narrow = texts.plain(inside.replace("。", ".")).replace(" ", "")
    parts = _INSIDE.fullmatch(narrow)
    if parts is None:
        return Place(narrow, written=written)
    before, name, digit, way = parts.groups()
    band, lines = _band(before)
    return Place(name, band, lines, int(digit or 0), way or "", written)


def _band(before: str | None) -> tuple[Band, str]:
    """The band, and the list's name. ``未到账合计`` is the whole sum of the list 未到账."""
    if before is None:
        return Band.NONE, ""
    if before in _BANDS:
        return _BANDS[before], ""
    if before.endswith(Band.WHOLE_SUM.value):
        return Band.WHOLE_SUM, before.removesuffix(Band.WHOLE_SUM.value)
    return Band.RECORD, before


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring words made one, empty ones left out."""
    found: list[Piece] = []
    for each in pieces:
        if isinstance(each, str) and found and isinstance(found[-1], str):
            found[-1] += each
        elif each != "":
            found.append(each)
    return found


def _with_ticks(pieces: list[Piece], is_choice: Callable[[str], bool]) -> Pieces:
    found: list[Piece] = []
    for each in pieces:
        before = found[-1] if found else ""
        if isinstance(each, str) and isinstance(before, Place):
            boxes, rest = _boxes(each, _BOX_BEFORE)
            if not boxes and is_choice(before.field):
                boxes, rest = _boxes(each, _BOX_BEHIND)
            if boxes:
                found[-1] = Ticks(before, boxes)
            each = rest
        if each != "":
            found.append(each)
    return tuple(found)


def _boxes(words: str, pattern: re.Pattern[str]) -> tuple[tuple[Box, ...], str]:
    """The boxes that words begin with, □低保 □特困 or 男□ 女□, and the words after the last of them."""
    boxes, at = [], 0
    while found := pattern.match(words, at):
        start = found.start("box")
        label = (found["label"] or "").rstrip(",.")
        boxes.append(Box(label, words[at:start], words[start + 1 : found.end()]))
        at = found.end()
    return tuple(boxes), words[at:]
