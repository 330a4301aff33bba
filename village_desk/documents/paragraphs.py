"""Words in as many lines as they need, at a size that never shrinks: for papers that old people read."""

import re
from dataclasses import replace

from sync.agreement.values import value
from village_desk.documents.fitting import LEADING, wrapped
from village_desk.documents.fonts import chain
from village_desk.documents.paper import MM, PADDING, Box, Sheet, Style

_BESIDE_A_NUMBER = re.compile(r"(?<=[0-9]) | (?=[0-9])")
_IN_A_DATE = re.compile(r"(?<=[0-9])-(?=[0-9])")
_SPACE, _HYPHEN = "\N{NO-BREAK SPACE}", "\N{NON-BREAKING HYPHEN}"


@value
class Paragraph:
    """Words broken for a width; ``height`` is the room that they take, both in millimetres.

    ``lead`` is how many characters of the first line stand out in bold.
    """

    lines: tuple[str, ...]
    width: float
    style: Style
    lead: int = 0

    @property
    def height(self) -> float:
        """All lines one below the other."""
        return len(self.lines) * self._step

    @property
    def _step(self) -> float:
        return LEADING * self.style.size / MM

    def put(self, sheet: Sheet, x: float, y: float) -> float:
        """Draw it with its left upper corner at a place; returns where the next item may begin, in millimetres."""
        for place, line in enumerate(self.lines):
            lead = 0 if place else self.lead
            start = x + self._put(sheet, x, y, line[:lead], replace(self.style, bold=True))
            self._put(sheet, start, y, line[lead:], self.style)
            y += self._step
        return y

    def _put(self, sheet: Sheet, x: float, y: float, words: str, style: Style) -> float:
        """Draw a part of a line; its width."""
        sheet.put(Box(x - PADDING, y, self.width + 2 * PADDING, self._step), words, style)
        return chain(style.bold).width(words) * style.size / MM


def paragraph(words: str, width: float, style: Style, lead: str = "") -> Paragraph:
    """The words after their lead, in lines of at most ``width`` millimetres; a number stays with its unit.

    The lead must be Chinese: only then it is as wide in bold.
    """
    bound = _BESIDE_A_NUMBER.sub(_SPACE, _IN_A_DATE.sub(_HYPHEN, lead + words))
    lines = wrapped(bound, width * MM / style.size, chain(style.bold).width)
    return Paragraph(tuple(map(_unbound, lines)), width, style, len(lead))


def _unbound(line: str) -> str:
    return line.replace(_SPACE, " ").replace(_HYPHEN, "-")
