"""The codes of heads and feet: ``&L&"宋体"&9第 &P 页`` in words with typefaces for the left, the middle and the right.

ECMA-376 part 1, 18.3.1.46. Pictures (&G) and paths are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sync.agreement.values import value
from village_desk.documents.sheets.breaking import Faced
from village_desk.documents.sheets.looks import Typeface

_CODE = re.compile(
    r'&(?:"(?P<font>[^"]*)"|(?P<size>[0-9]{1,3})|K(?P<colour>[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|(?P<sign>.))'
)
_ADDED = re.compile(r"([+-][0-9]+)(?![0-9])")
USUAL_SIZE = 10.0


@value
class Facts:
    """What codes stand for: the page's number, how many there are, the sheet's name, and the time if it is known."""

    page: int
    pages: int
    sheet: str
    now: datetime | None = None


@value
class Third:
    """One of the three parts of a head or foot: its lines, each in pieces."""

    lines: tuple[tuple[Faced, ...], ...]


def thirds(code: str, normal: Typeface, facts: Facts) -> tuple[Third, Third, Third]:
    """Left, middle and right of a head or foot. What stands before any of the three marks is in the middle."""
    reader = _Reader(normal, facts)
    place = 0
    for found in _CODE.finditer(code):
        reader.words(code[place : found.start()])
        place = found.end()
        place += reader.code(found, code[place:])
    reader.words(code[place:])
    left, middle, right = (Third(_lines(reader.parts[each])) for each in "LCR")
    return left, middle, right


class _Reader:
    """The codes read so far."""

    def __init__(self, normal: Typeface, facts: Facts) -> None:
        self._usual = Typeface(normal.name, USUAL_SIZE)
        self._face, self._part = self._usual, "C"
        self._facts = facts
        self.parts: dict[str, list[Faced]] = {"L": [], "C": [], "R": []}

    def words(self, words: str) -> None:
        """Plain words."""
        if words:
            self.parts[self._part].append((words, self._face))

    def code(self, found: re.Match[str], after: str) -> int:
        """One code; returns how many characters after it belong to it."""
        if found["font"] is not None:
            self._font(found["font"])
        elif found["size"]:
            self._face = replace(self._face, size=float(found["size"]))
        elif found["sign"]:
            return self._sign(found["sign"].upper(), after)
        elif len(found["colour"]) == 6:
            red, green, blue = (int(found["colour"][place : place + 2], 16) / 255 for place in (0, 2, 4))
            self._face = replace(self._face, ink=(red, green, blue))
        return 0

    def _font(self, words: str) -> None:
        name, _comma, style = words.partition(",")
        bold = any(each in style.lower() for each in ("bold", "加粗", "粗体"))
        italic = any(each in style.lower() for each in ("italic", "倾斜", "斜体"))
        self._face = replace(
            self._face, name=name if name not in ("", "-") else self._face.name, bold=bold, italic=italic
        )

    def _sign(self, sign: str, after: str) -> int:
        if sign in self.parts:
            self._part, self._face = sign, self._usual
        elif sign in "BIUESXY":
            self._style(sign)
        elif sign in "PN":
            return self._number(self._facts.page if sign == "P" else self._facts.pages, after)
        else:
            self.words(self._word(sign))
        return 0

    def _style(self, sign: str) -> None:
        match sign:
            case "B":
                self._face = replace(self._face, bold=not self._face.bold)
            case "I":
                self._face = replace(self._face, italic=not self._face.italic)
            case "S":
                self._face = replace(self._face, struck=not self._face.struck)
            case "X" | "Y":
                raised = 1 if sign == "X" else -1
                self._face = replace(self._face, raised=0 if self._face.raised == raised else raised)
            case _:
                self._face = replace(self._face, underline=not self._face.underline)

    def _number(self, number: int, after: str) -> int:
        """The page's number, to which ``&P+1`` adds."""
        added = _ADDED.match(after)
        self.words(str(number + int(added[1]) if added else number))
        return added.end() if added else 0

    def _word(self, sign: str) -> str:
        now = self._facts.now
        words = {"&": "&", "A": self._facts.sheet}
        if now is not None:
            words |= {"D": f"{now.year}/{now.month}/{now.day}", "T": f"{now.hour}:{now.minute:02d}"}
        return words.get(sign, "")


def _lines(parts: Sequence[Faced]) -> tuple[tuple[Faced, ...], ...]:
    lines: list[list[Faced]] = [[]]
    for words, face in parts:
        first, *others = words.replace("\r\n", "\n").split("\n")
        lines[-1].append((first, face))
        lines += [[(each, face)] for each in others]
    kept = [tuple(part for part in line if part[0]) for line in lines]
    return tuple(kept) if any(kept) else ()
