"""The words of one cell taken apart: places between braces, boxes to tick. Knows no fields, no sheets.

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

    ``list`` is the name of a list beside the main one, "" for that. ``written`` stands in the words from ``at`` on.
    """

    field: str
    band: Band = Band.NONE
    list: str = ""
    digit: int = 0
    way: str = ""
    written: str = ""
    at: int = 0


@value
class Box:
    """A box to tick, and the words beside it that it stands for. ``at``: its place in the words.

    ``empty``: as it stands there, ``ticked``: what takes its place.
    """

    label: str
    at: int
    empty: str = "□"
    ticked: str = "☑"


@value
class Ticks:
    """A place with boxes beside it: it vanishes, and the box that says its value is ticked."""

    place: Place
    boxes: tuple[Box, ...]


@value
class Escaped:
    """A brace that is meant as one, written with a stroke before it at ``at``."""

    sign: str
    at: int


Mark = Place | Ticks | Escaped


@value
class Marked:
    """The words of a cell and what is to be put into them; all between the marks is fixed."""

    words: str
    marks: tuple[Mark, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The places, those before boxes too."""
        found = (each.place if isinstance(each, Ticks) else each for each in self.marks)
        return tuple(each for each in found if isinstance(each, Place))

    @property
    def lone(self) -> Place | None:
        """The place that fills the cell by itself, if nothing else but blanks stands there."""
        one = self.marks[0] if len(self.marks) == 1 else None
        return one if isinstance(one, Place) and one.written == self.words.strip() else None

    @property
    def fixed(self) -> str:
        """The words without the places."""
        return put(self.words, [edit for mark in self.marks for edit in _cleared(mark)])


Edit = tuple[int, int, str]
"""From where to where other words are put into a text."""


class BracesAmiss(ValueError):
    """The braces of a cell do not come in pairs, or nothing stands between them."""


EMPTY, TICKED = "□", "☑"
_BOXES = "□☐"
_APART = "、，；;。：:＿_"
"""Signs that end a label and stand between two boxes."""
_TOKEN = re.compile(r"[\\＼]([{}｛｝])|([{｛])([^{}｛｝]*)([}｝])|([{}｛｝])")
_INSIDE = re.compile(r"(?:([^.#:]*)\.)?([^.#:]*)(?:#([0-9]{1,2}))?(?::(.*))?")
_TURNED = re.compile(r"([^#]+)#([0-9]{1,2})")
"""The way before the digit, as clerks write it too: {公民身份号码:全#3}."""
_LABEL = rf"(?P<label>[^{_BOXES}\s{_APART}]+)"
_BOX_BEFORE = re.compile(rf"[\s{_APART}]*(?P<box>[{_BOXES}])(?:[^\S\n]*{_LABEL})?")
_BOX_BEHIND = re.compile(rf"[\s{_APART}]*{_LABEL}[^\S\n]*(?P<box>[{_BOXES}])")
_BRACKETS = r"[（(][^\S\n]*[）)]"
_BRACKET_BEHIND = re.compile(
    rf"[\s{_APART}]*(?P<label>(?:(?!{_BRACKETS})[^{_BOXES}\s{_APART}])+)[^\S\n]*(?P<box>{_BRACKETS})"
)
_BRACKET_BEFORE = re.compile(
    rf"[\s{_APART}]*(?P<box>{_BRACKETS})[^\S\n]*(?P<label>(?:(?!{_BRACKETS})[^{_BOXES}\s{_APART}])+)"
)
"""Empty brackets do for boxes, where there are two or more: 男（ ）女（ ）."""
_BANDS = {each.value: each for each in (Band.GROUP, Band.GROUP_SUM, Band.PAGE_SUM, Band.WHOLE_SUM)}


def has_braces(words: str) -> bool:
    """Whether a brace of any kind stands in the words, so that they must be parsed."""
    return any(brace in words for brace in "{}｛｝")


def parse(words: str, is_choice: Callable[[str], bool] = lambda field: True) -> Marked:
    """The words with their marks, in their order. BracesAmiss where braces do not come in pairs.

    ``is_choice``: whether a field of that name is one of a few words: only behind such a place may boxes stand behind
    their labels (``{性别}男□ 女□``), since ``{姓名}（签字）□`` has another meaning.
    """
    tokens = list(_TOKEN.finditer(words))
    ends = [*(each.start() for each in tokens[1:]), len(words)]
    marks = [_mark(words[:end], found, is_choice) for found, end in zip(tokens, ends, strict=True)]
    return Marked(words, tuple(marks))


def boxes_of(words: str) -> tuple[Box, ...]:
    """The boxes that words begin with, each before its label."""
    return _boxes(words, 0, _BOX_BEFORE)


def put(words: str, edits: list[Edit]) -> str:
    """The words with the edits made; edits stand in their order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += (words[at:start], new)
        at = end
    return "".join((*pieces, words[at:]))


def _cleared(mark: Mark) -> list[Edit]:
    if isinstance(mark, Escaped):
        return [(mark.at, mark.at + 2, mark.sign)]
    place = mark.place if isinstance(mark, Ticks) else mark
    return [(place.at, place.at + len(place.written), "")]


def _mark(words: str, found: re.Match[str], is_choice: Callable[[str], bool]) -> Mark:
    """The mark of one token; ``words`` end where the next one begins."""
    if found[1]:
        return Escaped(found[1], found.start())
    if found[5] or not found[3].strip():
        raise BracesAmiss(found[0])
    place = _place(found[3], found[0], found.start())
    boxes = _boxes(words, found.end(), _BOX_BEFORE)
    if not boxes and is_choice(place.field):
        boxes = _boxes(words, found.end(), _BOX_BEHIND) or _brackets(words, found.end())
    return Ticks(place, boxes) if boxes else place


def _place(inside: str, written: str, at: int) -> Place:
    narrow = texts.plain(inside.replace("。", ".")).replace(" ", "")
    parts = _INSIDE.fullmatch(narrow)
    if parts is None:
        return Place(narrow, written=written, at=at)
    before, name, digit, way = parts.groups()
    turned = _TURNED.fullmatch(way or "") if not digit else None
    if turned is not None:
        way, digit = turned.groups()
    band, lines = _band(before)
    return Place(name, band, lines, int(digit or 0), (way or "").lower(), written, at)


def _band(before: str | None) -> tuple[Band, str]:
    """The band, and the list's name. ``未到账合计`` is the whole sum of the list 未到账."""
    if before is None:
        return Band.NONE, ""
    if before in _BANDS:
        return _BANDS[before], ""
    if before.endswith(Band.WHOLE_SUM.value):
        return Band.WHOLE_SUM, before.removesuffix(Band.WHOLE_SUM.value)
    return Band.RECORD, before


def _boxes(words: str, at: int, pattern: re.Pattern[str]) -> tuple[Box, ...]:
    """The boxes from there on, □低保 □特困 or 男□ 女□."""
    boxes = []
    while found := pattern.match(words, at):
        box = found["box"]
        tick = TICKED if len(box) == 1 else f"{box[0]}√{box[-1]}"
        boxes.append(Box((found["label"] or "").rstrip(",."), found.start("box"), box, tick))
        at = found.end()
    return tuple(boxes)


def _brackets(words: str, at: int) -> tuple[Box, ...]:
    """The empty brackets from there on; a single pair is no choice."""
    behind, before = (_boxes(words, at, each) for each in (_BRACKET_BEHIND, _BRACKET_BEFORE))
    boxes = max(behind, before, key=len)
    return boxes if len(boxes) > 1 else ()
