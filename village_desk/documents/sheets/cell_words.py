"""The words of a cell as they go onto paper: numbers in their format, without what no font can draw."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from village_desk.documents import fonts
from village_desk.documents.sheets import format_codes
from village_desk.documents.sheets.breaking import Faced
from village_desk.documents.sheets.filled_sheet import FilledCell, FilledSheet
from village_desk.documents.sheets.number_formats import text_written, written
from village_desk.documents.sheets.references import letters
from village_desk.domain.basics import characters

_UNSEEN = ("Cc", "Cf")
"""Unicode's categories of what has no picture of its own and is passed over."""


def require_formats(sheet: FilledSheet) -> None:
    """Refused ``number_format``, naming the first cell, when a number is to be written in Chinese numerals."""
    seen: set[int] = set()
    for row, cells in sheet.cells.items():
        for column, cell in cells.items():
            if cell.number is not None and cell.style not in seen:
                seen.add(cell.style)
                format_codes.require(sheet.look(cell).number_format, f"{letters(column)}{row}")


def words_of(sheet: FilledSheet, cell: FilledCell) -> tuple[tuple[Faced, ...], str]:
    """The cell's words by typeface, and the characters of it that no font can draw: those are left blank."""
    look = sheet.look(cell)
    if cell.number is not None:
        words, ink = written(cell.number, look.number_format, sheet.starts_1904)
        face = look.face if ink is None else replace(look.face, ink=ink)
        return _printable([(words, face)])
    runs = [(words, face or look.face) for words, face in cell.runs]
    if len(runs) == 1 and look.number_format not in ("General", "@"):
        runs = [(text_written(runs[0][0], look.number_format), runs[0][1])]
    return _printable(runs)


def _printable(runs: Sequence[Faced]) -> tuple[tuple[Faced, ...], str]:
    drawn = [(printable(words), face) for words, face in runs]
    return tuple((words, face) for (words, _lost), face in drawn if words), "".join(
        lost for (_words, lost), _face in drawn
    )


@lru_cache(8192)
def printable(words: str) -> tuple[str, str]:
    """The words with every character in its one form, and the characters that no font has.

    In place of such a character stands a blank of its width, to be written by hand.
    """
    if fonts.chain().is_plain(words) and fonts.chain(bold=True).is_plain(words):
        return words, ""
    kept = [each for each in characters.normal(words.replace("\t", "    ")) if each == "\n" or _is_seen(each)]
    lost = fonts.missing("".join(kept).replace("\n", ""))
    return "".join("\u3000" if each in lost else each for each in kept), lost


def _is_seen(character: str) -> bool:
    return unicodedata.category(character) not in _UNSEEN
