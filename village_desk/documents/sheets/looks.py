"""How cells look: typeface, ground, pens, alignment and number format of each style of a workbook, read once.

Reads ``xl/styles.xml`` (ECMA-376 part 1, 18.8); measures nothing and draws nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from functools import cache
from typing import Generic, TypeVar
from xml.etree.ElementTree import Element

from sync.agreement.values import value
from village_desk.documents.lettering import BLACK, Ink
from village_desk.documents.sheets.colours import WHITE, Colours, mixed
from village_desk.documents.sheets.container import Container, damaged
from village_desk.documents.sheets.references import number_of

T = TypeVar("T")

DEFAULT_SIZE = 11.0


@value
class Typeface:
    """How words look. ``raised`` is 1 for superscript and -1 for subscript."""

    name: str = "宋体"
    size: float = DEFAULT_SIZE
    bold: bool = False
    italic: bool = False
    underline: bool = False
    struck: bool = False
    ink: Ink = BLACK
    raised: int = 0


class Stroke(IntEnum):
    """The kinds of border, the weakest first: between two cells the stronger one is drawn."""

    hair = 1
    dotted = 2
    dashDotDot = 3  # noqa: N815  the names are the format's
    dashDot = 4  # noqa: N815
    dashed = 5
    thin = 6
    mediumDashDotDot = 7  # noqa: N815
    slantDashDot = 8  # noqa: N815
    mediumDashDot = 9  # noqa: N815
    mediumDashed = 10  # noqa: N815
    medium = 11
    double = 12
    thick = 13


@value
class Pen:
    """What a border is drawn with."""

    stroke: Stroke
    ink: Ink = BLACK


@value
class Border:
    """The pens of a cell's sides. ``slant`` crosses it, ``rising`` and ``falling`` say from which corner."""

    left: Pen | None = None
    right: Pen | None = None
    top: Pen | None = None
    bottom: Pen | None = None
    slant: Pen | None = None
    rising: bool = False
    falling: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether anything is drawn."""
        return any((self.left, self.right, self.top, self.bottom, self.slant))


@value
class Look:
    """How a cell looks. ``turn`` is in degrees to the left, 255 for characters one below the other."""

    face: Typeface
    ground: Ink | None = None
    border: Border = Border()
    number_format: str = "General"
    horizontal: str = "general"
    vertical: str = "bottom"
    wrap: bool = False
    shrink: bool = False
    indent: int = 0
    turn: int = 0

    @property
    def is_seen(self) -> bool:
        """Whether a cell without words shows on paper."""
        return self.ground is not None or self.border.is_seen


class _OnDemand(Generic[T]):
    """Parts of styles, each read when the first style with it is asked for: most of a file's are never used."""

    def __init__(self, elements: Sequence[Element], read: Callable[[Element], T]) -> None:
        self._elements, self._read = elements, read
        self._known: dict[int, T] = {}

    def at(self, number: str | None) -> T | None:
        """The part of that number, the first for none; None where there is no such part."""
        place = int(number or "0")
        if not 0 <= place < len(self._elements):
            return None
        if place not in self._known:
            self._known[place] = self._read(self._elements[place])
        return self._known[place]


class Looks:
    """The looks of one workbook by the number of their style."""

    def __init__(self, container: Container, styles: str, theme: str) -> None:
        root = container.tree(styles) if styles else Element("styleSheet")
        own = [each.get("rgb", "")[-6:] for each in root.iterfind(".//{*}indexedColors/{*}rgbColor")]
        self._colours = Colours(container.tree(theme) if container.has(theme) else None, own)
        self._faces = _OnDemand(root.findall("{*}fonts/{*}font"), self.face)
        self._grounds = _OnDemand(root.findall("{*}fills/{*}fill"), self._ground)
        self._borders = _OnDemand(root.findall("{*}borders/{*}border"), self._border)
        self._formats = {
            each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter(_tag(root, "numFmt"))
        }
        self._styles = root.findall("{*}cellXfs/{*}xf")
        self.normal = self._normal(root)
        """The default typeface, by whose digits all columns are measured."""
        self.of = cache(self._of)
        """The look of a style's number; an unknown one looks like the first."""

    def face(self, element: Element, like: Typeface | None = None) -> Typeface:
        """A typeface as ``<font>`` or ``<rPr>`` tells it; what that leaves out is as in ``like``."""
        base = like or Typeface()
        parts = {each.tag.rpartition("}")[2]: each for each in element}
        name = parts.get("name", parts.get("rFont"))
        return Typeface(
            name=base.name if name is None else name.get("val", ""),
            size=number_of(parts["sz"].get("val", "11")) if "sz" in parts else base.size,
            bold=_is_on(parts.get("b")),
            italic=_is_on(parts.get("i")),
            underline="u" in parts and parts["u"].get("val", "single") != "none",
            struck=_is_on(parts.get("strike")),
            ink=self._colours.of(parts.get("color"), BLACK) or BLACK,
            raised=_raised(parts.get("vertAlign")),
        )

    def _of(self, style: int) -> Look:
        try:
            return self._read(style)
        except ValueError:  # a number that is none
            raise damaged() from None

    def _read(self, style: int) -> Look:
        if not self._styles:
            return Look(self.normal)
        xf = self._styles[style if 0 <= style < len(self._styles) else 0]
        alignment = xf.find("{*}alignment")
        plain = Look(
            face=self._faces.at(xf.get("fontId")) or self.normal,
            ground=self._grounds.at(xf.get("fillId")),
            border=self._borders.at(xf.get("borderId")) or Border(),
            number_format=self._format(xf.get("numFmtId", "0")),
        )
        return plain if alignment is None else _aligned(plain, alignment)

    def _format(self, number: str) -> str:
        return self._formats.get(number) or _BUILT_IN.get(int(number), "General")

    def _normal(self, root: Element) -> Typeface:
        """The typeface of the style with builtinId 0, whatever it is called."""
        named = next(
            (each for each in root.iterfind("{*}cellStyles/{*}cellStyle") if each.get("builtinId") == "0"), None
        )
        bases = root.findall("{*}cellStyleXfs/{*}xf")
        place = int(named.get("xfId", "0")) if named is not None else 0
        base = bases[place] if place < len(bases) else None
        return self._faces.at(None if base is None else base.get("fontId")) or Typeface()

    def _ground(self, fill: Element) -> Ink | None:
        gradient = fill.find("{*}gradientFill/{*}stop/{*}color")
        if gradient is not None:
            return self._colours.of(gradient)
        pattern = fill.find("{*}patternFill")
        kind = "none" if pattern is None else pattern.get("patternType", "none")
        if pattern is None or kind == "none":
            return None
        over = self._colours.of(pattern.find("{*}fgColor"), BLACK if kind != "solid" else None)
        under = self._colours.of(pattern.find("{*}bgColor"), WHITE) or WHITE
        return over if over is None else mixed(over, under, _DENSITY.get(kind, 0.5))

    def _border(self, element: Element) -> Border:
        pens = {each.tag.rpartition("}")[2]: self._pen(each) for each in element}
        return Border(
            left=pens.get("left", pens.get("start")),
            right=pens.get("right", pens.get("end")),
            top=pens.get("top"),
            bottom=pens.get("bottom"),
            slant=pens.get("diagonal"),
            rising=element.get("diagonalUp") in _YES,
            falling=element.get("diagonalDown") in _YES,
        )

    def _pen(self, side: Element) -> Pen | None:
        style = side.get("style", "none")
        if style not in Stroke.__members__:
            return None
        return Pen(Stroke[style], self._colours.of(side.find("{*}color"), BLACK) or BLACK)


_YES = ("1", "true", "on")
_DENSITY = {"solid": 1.0, "darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125, "gray0625": 0.0625}
"""How much of a pattern is ink."""


def _is_on(element: Element | None) -> bool:
    return element is not None and element.get("val", "1") in _YES


def _raised(element: Element | None) -> int:
    return {"superscript": 1, "subscript": -1}.get("" if element is None else element.get("val", ""), 0)


def _tag(root: Element, name: str) -> str:
    return f"{root.tag.rpartition('}')[0]}}}{name}" if "}" in root.tag else name


def _aligned(look: Look, alignment: Element) -> Look:
    return replace(
        look,
        horizontal=alignment.get("horizontal", "general"),
        vertical=alignment.get("vertical", "bottom"),
        wrap=alignment.get("wrapText") in _YES,
        shrink=alignment.get("shrinkToFit") in _YES,
        indent=int(alignment.get("indent", "0")),
        turn=int(alignment.get("textRotation", "0")),
    )


_YEAR_MONTH, _MONTH_DAY, _WHOLE_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_HALF, _HALF_EXACT = '上午/下午h"时"mm"分"', '上午/下午h"时"mm"分"ss"秒"'
_BUILT_IN = {
    **dict(enumerate(("General", "0", "0.00", "#,##0", "#,##0.00"))),
    **{5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;[Red]"¥"-#,##0'},
    **{7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;[Red]"¥"-#,##0.00'},
    **{9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **{14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM"},
    **{20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm"},
    **{27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _WHOLE_DAY},
    **{32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: _HALF, 35: _HALF_EXACT, 36: _YEAR_MONTH},
    **{37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00"},
    **{41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ '},
    **{43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '},
    **{44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ '},
    **{45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"},
    **{50: _YEAR_MONTH, 51: _MONTH_DAY, 52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: _HALF, 56: _HALF_EXACT},
    **{57: _YEAR_MONTH, 58: _MONTH_DAY},
}
"""The formats that have a number and no words, as a Chinese Excel understands them (ECMA-376 part 1, 18.8.30)."""
