"""Words as the text operators of a PDF page: each distinct string is encoded once a document. Measures nothing.

reportlab's own text object splits every string by the 256 characters of its font's subsets each time that it stands on
a page; a roster says most of its words on every page, and the rest of it are figures, which are in the first subset.
"""

from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfgen.canvas import Canvas

from village_desk.documents.fonts import LoadedFont

Ink = tuple[float, float, float]
"""A colour: red, green and blue, each from 0 to 1."""

BLACK: Ink = (0.0, 0.0, 0.0)

UPRIGHT = "1 0 0 1"
"""Four figures of a text matrix: words that are neither turned nor slanted."""


class Encoder:
    """The strings of one document in the bytes of its fonts' subsets."""

    def __init__(self, canvas: Canvas) -> None:
        self._document = canvas._doc  # type: ignore[attr-defined]  # the stubs leave it out
        self._first: dict[str, str] = {}
        self._known: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}

    def encoded(self, words: str, font: LoadedFont) -> tuple[tuple[str, str], ...]:
        """The words in pieces, each with the PDF's name of the font subset that has it, as a PDF string."""
        if words.isascii() and words.isprintable():  # the first subset has every one of them, under its own number
            return ((self._first_of(font), escapePDF(words)),)
        found = self._known.get((font.name, words))
        if found is None:
            found = self._known[font.name, words] = tuple(self._split(words, font))
        return found

    def _split(self, words: str, font: LoadedFont) -> list[tuple[str, str]]:
        pieces = font.font.splitString(words, self._document)
        return [(font.font.getSubsetInternalName(subset, self._document), escapePDF(piece)) for subset, piece in pieces]

    def _first_of(self, font: LoadedFont) -> str:
        if font.name not in self._first:
            font.font.splitString(" ", self._document)  # the document knows the font from now on
            self._first[font.name] = str(font.font.getSubsetInternalName(0, self._document))
        return self._first[font.name]


class Lettering:
    """The words of one page or form in the order in which they are put, as one text object."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._operators: list[str] = []
        self._type = ("", 0.0)
        self._ink = BLACK

    def add(
        self,
        x: float,
        baseline: float,
        words: str,
        size: float,
        font: LoadedFont,
        ink: Ink = BLACK,
        matrix: str = UPRIGHT,
    ) -> None:
        """Words of one font, from ``x`` on the baseline, both in points from the lower left corner.

        ``matrix`` are the four figures of a text matrix that turn or slant them.
        """
        if ink != self._ink:
            self._ink = ink
            self._operators.append(f"{fp_str(*ink)} rg")
        self._operators.append(f"{matrix} {fp_str(x, baseline)} Tm")
        for subset, piece in self._encoder.encoded(words, font):
            if self._type != (subset, size):
                self._type = (subset, size)
                self._operators.append(f"{subset} {fp_str(size)} Tf")
            self._operators.append(f"({piece}) Tj")

    def taken(self) -> str:
        """The operators so far, which are written once; empty when there are none."""
        if not self._operators:
            return ""
        if self._ink != BLACK:
            self._operators.append(f"{fp_str(*BLACK)} rg")
        operators = " ".join(("BT", *self._operators, "ET"))
        self._operators, self._type, self._ink = [], ("", 0.0), BLACK
        return operators
