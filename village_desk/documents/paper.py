"""A paper and the sheet it is drawn on: millimetres from the top left corner, type in points. Knows no form.

Drawn directly on reportlab's canvas; the same content gives the same bytes.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import Enum
from functools import cache
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.rl_accel import fp_str
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from sync.agreement.values import value
from village_desk.documents.fitting import LEADING, fitted
from village_desk.documents.fonts import Chain, chain, missing
from village_desk.documents.lettering import BLACK, UPRIGHT, Encoder, Ink, Lettering
from village_desk.domain.basics import moments

rl_config.useA85 = 0  # bytes as they are: half the time and four fifths of the size

MM = 72 / 25.4
"""Points in a millimetre."""

BEIJING = moments.BEIJING
"""The time of all China: what stands on paper, whatever the clock of the computer keeps."""

A4 = (210.0, 297.0)
A4_ACROSS = (297.0, 210.0)
A5 = (148.0, 210.0)
A5_ACROSS = (210.0, 148.0)

_MIDDLE = 0.36
"""How far the middle of a character lies above its baseline, in sizes."""

_LEAN = 0.21
"""How far slanted words lean to the right, in their height."""

_PICTURES = 4
"""Decoded pictures that are kept."""

_STAMP_INK = (0.65, 0.1, 0.1)
"""Red on a screen, and dark enough to come out black on a printer without colour."""

_SLANT = 10
"""Degrees that a stamp is turned to the left."""

PADDING = 1.4
"""Millimetres between the edge of a box and what stands in it."""


@value
class ByHand:
    """Words that no font can draw: their place was left blank. ``where`` says which line or part of the paper it is."""

    where: str
    words: str
    missing: str


@value
class Paper:
    """A finished document. Made from stored facts, never from the fields of a form.

    ``by_hand``: what must be written into it with a pen.
    """

    pdf: bytes
    pages: int
    by_hand: tuple[ByHand, ...] = ()


def minute(at: datetime) -> str:
    """A time in the form of papers, to the minute: ``2026-11-03 09:41``."""
    return moments.full(at)


@cache
def turned(degrees: float, slanted: bool = False, wide: float = 1.0) -> str:
    """The four figures for words that are turned to the left by so many degrees; ``slanted`` ones lean to the right.

    ``wide`` is how much wider than usual each character is drawn.
    """
    cosine, sine = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    lean = _LEAN if slanted else 0.0
    return " ".join(map(fp_str, (wide * cosine, wide * sine, lean * cosine - sine, lean * sine + cosine)))


class Align(Enum):
    """Where words stand in their box."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@value
class Style:
    """How words look: size in points, weight, place in the box; ``red``: in the ink of red entries and stamps."""

    size: float
    bold: bool = False
    align: Align = Align.LEFT
    red: bool = False

    @property
    def ink(self) -> Ink:
        """The colour."""
        return _STAMP_INK if self.red else BLACK


@value
class Box:
    """A rectangle on the sheet, in millimetres from the top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


Line = tuple[float, float, float, float]
"""x1, y1, x2, y2 in millimetres."""


@value
class Slot:
    """The place of a column's words, ready for many rows: millimetres as a box has them, points as they are drawn."""

    x: float
    width: float
    style: Style
    weight: Chain
    left: float
    room: float
    align: float


class Sheet:
    """One document being drawn, page by page. ``finish`` returns the paper."""

    def __init__(self, size: tuple[float, float], title: str) -> None:
        self._size = size
        self._pages = 0
        self._bytes = BytesIO()
        self._weights: dict[bool, Chain] = {False: chain(), True: chain(bold=True)}
        self._canvas = Canvas(
            self._bytes,
            (size[0] * MM, size[1] * MM),
            invariant=True,
            lang="zh-CN",
            initialFontName=self._weights[False].first.name,  # type: ignore[arg-type]  # the stubs say float
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("village_desk")
        self._encoder = Encoder(self._canvas)
        self._letters = Lettering(self._encoder)
        self._forms: dict[str, str] = {}
        self._images: dict[bytes, ImageReader] = {}

    def put(self, box: Box, words: str, style: Style) -> None:
        """The words in the box, in the middle of its height; made smaller or broken when they are too long.

        Refused ``no_glyph`` when a character cannot be drawn.
        """
        if not words:
            return
        weight = self._weights[style.bold]
        room, width = (box.width - 2 * PADDING) * MM, weight.width(words) * style.size
        if width > room:
            self._put_fitted(box, " ".join(words.split()), style)
            return
        x = (box.x + PADDING) * MM + (room - width) * style.align.value
        self._draw(x, self._up(box.y + box.height / 2) - _MIDDLE * style.size, words, style.size, weight, style.ink)

    def slot(self, x: float, width: float, style: Style) -> Slot:
        """The place of a column from ``x`` on, so many millimetres wide."""
        left, room = (x + PADDING) * MM, (width - 2 * PADDING) * MM
        return Slot(x, width, style, self._weights[style.bold], left, room, style.align.value)

    def row(self, y: float, height: float, cells: Iterable[tuple[Slot, str]]) -> list[Slot]:
        """Words in their slots as ``put`` draws them, for a paper of many rows.

        Words with a character that no font has are left out; the slots that stay blank for them are given back.
        """
        blank = []
        middle = self._up(y + height / 2)
        for slot, words in cells:
            weight, size = slot.weight, slot.style.size
            plain = weight.is_plain(words)
            if not plain and missing(words):
                blank.append(slot)
                continue
            width = weight.width(words) * size
            if width > slot.room:
                self._put_fitted(Box(slot.x, y, slot.width, height), " ".join(words.split()), slot.style)
                continue
            x, baseline = slot.left + (slot.room - width) * slot.align, middle - _MIDDLE * size
            if plain:
                self._letters.add(x, baseline, words, size, weight.first)
            else:
                self._draw(x, baseline, words, size, weight)
        return blank

    def words(
        self, x: float, baseline: float, words: str, style: Style, ink: Ink = BLACK, matrix: str = UPRIGHT
    ) -> None:
        """Words from ``x`` on a baseline, as they are: nothing is measured, made smaller or broken.

        ``matrix`` are the four figures that turn or slant them (``turned``). Refused ``no_glyph`` when a character
        cannot be drawn.
        """
        weight, left, up = self._weights[style.bold], x * MM, self._up(baseline)
        if weight.is_plain(words):
            self._letters.add(left, up, words, style.size, weight.first, ink, matrix)
            return
        along, rise = (float(each) for each in matrix.split()[:2])
        for font, run in weight.runs(words):
            self._letters.add(left, up, run, style.size, font, ink, matrix)
            step = font.width(run) * style.size
            left, up = left + step * along, up + step * rise

    def _put_fitted(self, box: Box, words: str, style: Style) -> None:
        room, height = (box.width - 2 * PADDING) * MM, (box.height - 0.6) * MM
        weight = self._weights[style.bold]
        fit = fitted(words, room, height, style.size, weight.width)
        step = LEADING * fit.size
        baseline = self._up(box.y + box.height / 2) + (len(fit.lines) - 1) * step / 2 - _MIDDLE * fit.size
        for place, line in enumerate(fit.lines):
            x = (box.x + PADDING) * MM + (room - weight.width(line) * fit.size) * style.align.value
            self._draw(x, baseline - place * step, line, fit.size, weight, style.ink)

    def _draw(self, x: float, baseline: float, words: str, size: float, weight: Chain, ink: Ink = BLACK) -> None:
        """Draw words; those of one page go into one text object: half the bytes and half the time."""
        if weight.is_plain(words):
            self._letters.add(x, baseline, words, size, weight.first, ink)
            return
        for font, run in weight.runs(words):
            self._letters.add(x, baseline, run, size, font, ink)
            x += font.width(run) * size

    def end_words(self) -> None:
        """Draw the text written so far, so that later drawing lies over it."""
        operators = self._letters.taken()
        if operators:
            self._canvas.addLiteral(operators)

    def repeat(self, name: str, draw: Callable[[], None], down: float = 0.0) -> None:
        """What ``draw`` draws, ``down`` millimetres lower: drawn the first time, from then on only referred to.

        It lies under the words that the page itself has.
        """
        if name not in self._forms:
            self._keep(name, draw)
        self._canvas.saveState()
        self._canvas.translate(0, -down * MM)
        self._canvas.doForm(self._forms[name])
        self._canvas.restoreState()

    def _keep(self, name: str, draw: Callable[[], None]) -> None:
        """Keep the drawing as a Form XObject of the file."""
        outside, self._letters = self._letters, Lettering(self._encoder)
        self._forms[name] = f"form{len(self._forms) + 1}"
        self._canvas.beginForm(self._forms[name])
        draw()
        self.end_words()
        self._canvas.endForm()
        self._letters = outside

    def down(self, box: Box, words: str, style: Style) -> None:
        """The words one character below the other, spread over the height of the box."""
        step = box.height / max(len(words), 1)
        for place, character in enumerate(words):
            self.put(Box(box.x, box.y + place * step, box.width, step), character, style)

    def lines(self, lines: Iterable[Line], width: float = 0.5) -> None:
        """Straight black lines, ``width`` points thick."""
        self._canvas.setLineWidth(width)
        self._canvas.lines([(x1 * MM, self._up(y1), x2 * MM, self._up(y2)) for x1, y1, x2, y2 in lines])

    def strokes(self, lines: Iterable[Line], width: float, ink: Ink = BLACK, dash: Sequence[float] = ()) -> None:
        """Lines of any colour that reach half their width beyond their ends, so that corners are whole.

        ``dash`` are the points drawn and left out in turn; dashed lines end where they are said to.
        """
        self._canvas.saveState()
        self._canvas.setStrokeColorRGB(*ink)
        self._canvas.setDash(list(dash))
        self._canvas.setLineCap(0 if dash else 2)
        self.lines(lines, width)
        self._canvas.restoreState()

    def shade(self, boxes: Iterable[Box], ink: Ink) -> None:
        """Rectangles of one colour, without seams between them."""
        self._canvas.saveState()
        self._canvas.setFillColorRGB(*ink)
        self.blocks(boxes)
        self._canvas.restoreState()

    def picture(self, box: Box, content: bytes) -> None:
        """A JPEG or PNG that fills the box; it lies over what was drawn before."""
        self.end_words()
        self._canvas.drawImage(
            self._image(content),
            box.x * MM,
            self._up(box.bottom),
            box.width * MM,
            box.height * MM,
            mask="auto",
        )

    def _image(self, content: bytes) -> ImageReader:
        """The picture decoded; a few are kept, since one of every page is the same, and photos of many are not."""
        if content not in self._images:
            if len(self._images) >= _PICTURES:
                self._images.clear()
            self._images[content] = ImageReader(BytesIO(content))
        return self._images[content]

    def dashes(self, line: Line) -> None:
        """A dashed line to cut along."""
        self._canvas.setDash(3, 2.5)
        self.lines([line], 0.4)
        self._canvas.setDash()

    def frame(self, box: Box, width: float = 1.0) -> None:
        """The outline of a box."""
        self._canvas.setLineWidth(width)
        self._canvas.rect(box.x * MM, self._up(box.bottom), box.width * MM, box.height * MM)

    def blocks(self, boxes: Iterable[Box]) -> None:
        """Solid black rectangles as one shape, without seams between them."""
        path = self._canvas.beginPath()
        for box in boxes:
            path.rect(box.x * MM, self._up(box.bottom), box.width * MM, box.height * MM)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def stamp(self, x: float, y: float, words: str, size: float) -> None:
        """A stamp across what is drawn: framed words in outline, a little turned, with their middle at the place."""
        self.end_words()
        canvas, font = self._canvas, self._weights[True].first
        half, padding = font.width(words) * size / 2, size * 0.22
        canvas.saveState()
        canvas.translate(x * MM, self._up(y))
        canvas.rotate(_SLANT)
        canvas.setStrokeColorRGB(*_STAMP_INK)
        for grown, thickness in ((0.0, 1.0), (3.0, 2.2)):
            reach, rise = half + padding + grown, size * 0.58 + grown
            canvas.setLineWidth(thickness)
            canvas.roundRect(-reach, -rise, 2 * reach, 2 * rise, 4)
        canvas.setLineWidth(1.2)
        canvas.setFont(font.name, size)
        canvas.drawString(-half, -_MIDDLE * size, words, mode=1)
        canvas.restoreState()

    def move(self, right: float, down: float) -> None:
        """All that this page shows from here on stands so many millimetres further right and down."""
        if right or down:
            self.end_words()
            self._canvas.translate(right * MM, -down * MM)

    def end_page(self) -> None:
        """End the page; the next drawing begins a new one."""
        self.end_words()
        self._canvas.showPage()
        self._pages += 1

    def finish(self) -> Paper:
        """The paper, once every page was ended."""
        self._canvas.save()
        return Paper(self._bytes.getvalue(), self._pages)

    def _up(self, y: float) -> float:
        return (self._size[1] - y) * MM
