"""The fonts of the papers: for each weight a chain that is asked character by character, loaded once a process.

No character is ever left out in silence: if no font has a character, the paper is refused with the word it is in, or,
in a register, says where it left room to write.
"""

import threading
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources
from sync.agreement.values import value
from village_desk.domain.basics import characters
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_WIDTHS = 2**13
"""Strings of each weight whose width is remembered: the names and words of a long roster, in a megabyte."""

_loading = threading.RLock()
_embedding = threading.Lock()


class _Outlines:
    """The outlines in a font's file, which are cut out of it one by one: to copy them all takes 5 ms a paper."""

    def __init__(self, face: Any) -> None:
        self._file, self._start = face._ttf_data, face.get_table_pos("glyf")[0]

    def __getitem__(self, part: slice) -> bytes:
        return bytes(self._file[self._start + part.start : self._start + part.stop])


class _SearchableFont(TTFont):
    """reportlab's font with two faults corrected, and faster.

    Its map back to Unicode is wrong beyond the basic plane, so that 𬱖 is drawn but cannot be found; and a font reads
    its file through one cursor, so that two papers must not embed it at the same time.
    """

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file)
        whole, outlines = self.face.get_table, _Outlines(self.face)
        self.face.get_table = lambda tag: outlines if tag == "glyf" else whole(tag)  # type: ignore[method-assign, no-untyped-call]

    def addObjects(self, doc: Any) -> None:  # noqa: N802  reportlab's name
        """Embed the characters that ``doc`` drew with this font."""
        state = self.state[doc]
        with _embedding:
            super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for number, subset in enumerate(state.subsets):
            reference = fonts[f"{state.internalName}+{number}"].ToUnicode
            doc.idToObject[reference.name].content = to_unicode(subset)


def to_unicode(characters: Sequence[int]) -> str:
    """The ToUnicode CMap of a one-byte font whose codes stand for these characters, in UTF-16 as PDF wants it."""
    pairs = [
        f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>"
        for code, character in enumerate(characters)
        if character
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@value
class LoadedFont:
    """A font file ready to draw with. ``name`` is its name in reportlab."""

    name: str
    font: TTFont
    characters: frozenset[str]

    def width(self, words: str) -> float:
        """How wide the words are at size 1."""
        return float(self.font.stringWidth(words, 1))


class Chain:
    """The fonts of one weight, best first; the later ones are loaded only when a character needs them."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self.first = _load(files[0])
        self.width = lru_cache(_WIDTHS)(self._width)
        """How wide words are at size 1; words that come again on page after page are measured once."""

    def is_plain(self, words: str) -> bool:
        """Whether the first font has every character, as nearly always."""
        return self.first.characters.issuperset(words)

    def runs(self, words: str) -> Iterator[tuple[LoadedFont, str]]:
        """The words cut where the font changes, every character in its one form; as they are drawn.

        Refused ``no_glyph`` for a character that no font has.
        """
        for font, run in groupby(characters.normal(words), self.font_of):
            yield font, "".join(run)

    def _width(self, words: str) -> float:
        if self.is_plain(words):
            return self.first.width(words)
        return sum(font.width(run) for font, run in self.runs(words))

    def has(self, character: str) -> bool:
        """Whether some font has the character."""
        return any(character in _load(file).characters for file in self._files)

    def font_of(self, character: str, whose: str = "") -> LoadedFont:
        """The first font that has the character; Refused ``no_glyph`` when none has."""
        for file in self._files:
            font = _load(file)
            if character in font.characters:
                return font
        raise _no_glyph(character, whose)


@cache
def _chain_of(bold: bool) -> Chain:
    return Chain(tuple(resources.fonts(bold)))


def chain(bold: bool = False) -> Chain:
    """The fonts of a weight."""
    with _loading:
        return _chain_of(bold)


def is_plain(words: str) -> bool:
    """Whether the first font of either weight has every character, as nearly always."""
    return chain().is_plain(words) and chain(bold=True).is_plain(words)


def missing(words: str) -> str:
    """The characters of the words that no font has, in either weight; each once."""
    odd = dict.fromkeys(characters.normal(words))
    return "".join(each for each in odd if not all(weight.has(each) for weight in (chain(), chain(bold=True))))


def require(whose: str, *words: str) -> None:
    """Refused ``no_glyph``, naming the person and the character, when something of theirs cannot be drawn.

    Asked before the first line is drawn: a paper comes out whole or not at all.
    """
    for weight in (chain(), chain(bold=True)):
        for each in words:
            if not weight.is_plain(each):
                for character in characters.normal(each):
                    weight.font_of(character, whose)


@cache
def _load_once(file: Path) -> LoadedFont:
    font = _SearchableFont(file.stem, str(file))
    pdfmetrics.registerFont(font)
    return LoadedFont(file.stem, font, frozenset(map(chr, font.face.charToGlyph)))


def _load(file: Path) -> LoadedFont:
    with _loading:
        return _load_once(file)


def _no_glyph(character: str, whose: str) -> Refused:
    return Refused(
        _("打不出“{whose}”的一个字：{character}（{code}），没有字体有它").format(
            whose=whose or character, character=character, code=f"U+{ord(character):04X}"
        ),
        _("请核对这个字有没有输错；没有错就先不要打印，请镇所技术人员装上有这个字的字体"),
        "no_glyph",
    )
