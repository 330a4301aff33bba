"""The code of an Excel number format taken apart: its sections and their pieces (ECMA-376 part 1, 18.8.31)."""

import re
from collections.abc import Sequence
from functools import lru_cache

from sync.agreement.values import value
from village_desk.documents.lettering import Ink
from village_desk.domain.basics.errors import Refused
from village_desk.words import _

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<blank>.)|\*(?P<filler>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<half>AM/PM|A/P|上午/下午)|(?P<exponent>[Ee][+-](?=[0#?]))|(?P<general>General|G/通用格式)"
    r"|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4}|[eE]+)|(?P<digit>[0#?])|(?P<text>@)|(?P<plain>.)",
    re.DOTALL,
)
_ELAPSED = re.compile(r"[hH]+|[mM]+|[sS]+")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)")
_COLOURS: dict[str, Ink] = {
    **dict.fromkeys(("black", "黑色"), (0.0, 0.0, 0.0)),
    **dict.fromkeys(("red", "红色"), (1.0, 0.0, 0.0)),
    **dict.fromkeys(("green", "绿色"), (0.0, 0.6, 0.0)),
    **dict.fromkeys(("blue", "蓝色"), (0.0, 0.0, 1.0)),
    **dict.fromkeys(("yellow", "黄色"), (0.8, 0.7, 0.0)),
    **dict.fromkeys(("magenta", "洋红"), (1.0, 0.0, 1.0)),
    **dict.fromkeys(("cyan", "蓝绿色"), (0.0, 0.7, 0.7)),
    **dict.fromkeys(("white", "白色"), (1.0, 1.0, 1.0)),
}

Token = tuple[str, str]
"""What a piece of a format is (a name of ``_TOKEN``'s groups) and the piece itself."""


@value
class Section:
    """One of the parts between semicolons: for numbers above zero, below it, for zero, for text."""

    tokens: tuple[Token, ...]
    ink: Ink | None
    condition: tuple[str, float] | None

    def has(self, *kinds: str) -> bool:
        """Whether a token is of one of the kinds."""
        return any(kind in kinds for kind, _piece in self.tokens)


@lru_cache(256)
def sections_of(code: str) -> tuple[Section, ...]:
    """The parts of a format's code."""
    parts: list[list[Token]] = [[]]
    for found in _TOKEN.finditer(code):
        kind, piece = str(found.lastgroup), found[str(found.lastgroup)]
        if kind == "plain" and piece == ";":
            parts.append([])
        else:
            parts[-1].append((kind, piece))
    return tuple(map(_section, parts))


def _section(tokens: Sequence[Token]) -> Section:
    kept: list[Token] = []
    ink, condition = None, None
    for kind, piece in tokens:
        if kind != "bracket":
            kept.append((kind, piece))
        elif piece.lower().startswith("dbnum"):
            kept.append(("numerals", piece))
        elif piece.startswith("$"):
            kept.append(("quoted", piece[1:].partition("-")[0]))
        elif _ELAPSED.fullmatch(piece):
            kept.append(("elapsed", piece))
        elif found := _CONDITION.fullmatch(piece):
            condition = (found[1], float(found[2]))
        else:
            ink = _COLOURS.get(piece.lower(), ink)
    return Section(tuple(_with_minutes(kept)), ink, condition)


def _with_minutes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with m for minutes told from m for months: beside hours or seconds it is minutes."""
    times = [place for place, (kind, _piece) in enumerate(tokens) if kind in ("date", "elapsed")]
    found = list(tokens)
    for number, place in enumerate(times):
        if tokens[place][1][0] in "mM" and len(tokens[place][1]) <= 2 and tokens[place][0] == "date":
            before = tokens[times[number - 1]][1][0] if number else ""
            after = tokens[times[number + 1]][1][0] if number + 1 < len(times) else ""
            if before in ("h", "H") or after in ("s", "S"):
                found[place] = ("minutes", tokens[place][1])
    return [("date", f"'{piece}") if kind == "minutes" else (kind, piece) for kind, piece in found]


def literal(token: Token) -> str:
    """What a token writes that stands for no figure."""
    kind, piece = token
    return {"blank": " ", "filler": "", "bracket": "", "numerals": ""}.get(kind, piece)


def require(code: str, cell: str) -> None:
    """Refused ``number_format``, naming the cell, for a format that writes Chinese numerals."""
    for section in sections_of(code):
        for kind, piece in section.tokens:
            if kind == "numerals":
                raise _refused(piece, cell)


def _refused(piece: str, cell: str) -> Refused:
    return Refused(
        _("{cell} 的数字格式 [{piece}] 印不出来").format(cell=cell, piece=piece),
        _("请在 Excel 里换一种格式；金额的大写请写成 {金额:大写}"),
        "number_format",
    )
