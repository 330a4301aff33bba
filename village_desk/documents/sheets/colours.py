"""The colours of a workbook: given outright, by index, or by theme and tint. Knows no cells."""

import colorsys
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from village_desk.documents.lettering import BLACK, Ink
from village_desk.documents.sheets.references import number_of

WHITE: Ink = (1.0, 1.0, 1.0)

_FIRST = "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF"
_PALETTE = (
    f"{_FIRST} {_FIRST} "
    "800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF "
    "000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"
).split()
"""ECMA-376 part 1, 18.8.27: the indexed colours of old workbooks."""

_OFFICE = [
    "FFFFFF",
    "000000",
    "E7E6E6",
    "44546A",
    "4472C4",
    "ED7D31",
    "A5A5A5",
    "FFC000",
    "5B9BD5",
    "70AD47",
    "0563C1",
    "954F72",
]
"""The theme of a workbook that has none, in the order of the index: light and dark stand the other way round there."""


class Colours:
    """What the colours of one workbook mean: its theme's, and its own palette if it has one."""

    def __init__(self, theme: Element | None, palette: Sequence[str] = ()) -> None:
        self._theme = _scheme(theme) if theme is not None else _OFFICE
        self._palette = [*palette, *_PALETTE[len(palette) :]]

    def of(self, element: Element | None, automatic: Ink | None = None) -> Ink | None:
        """The colour that an element with rgb, indexed, theme or auto stands for; ``automatic`` where it says none."""
        plain = None if element is None else self._plain(element)
        if element is None or plain is None:
            return automatic
        return _tinted(_ink(plain), number_of(element.get("tint", "0") or "0"))

    def _plain(self, element: Element) -> str | None:
        rgb, theme, index = element.get("rgb"), element.get("theme"), element.get("indexed")
        if rgb:
            return rgb[-6:]
        if theme and theme.isdigit() and int(theme) < len(self._theme):
            return self._theme[int(theme)]
        if index and index.isdigit() and int(index) < len(self._palette):
            return self._palette[int(index)]
        return None


def mixed(over: Ink, under: Ink, part: float) -> Ink:
    """Two colours mixed: ``part`` of the first, as the dots of a pattern do on paper."""
    red, green, blue = (part * a + (1 - part) * b for a, b in zip(over, under, strict=True))
    return red, green, blue


def _scheme(theme: Element) -> list[str]:
    entries = theme.find(".//{*}clrScheme")
    found = [_of_scheme(entry) for entry in entries] if entries is not None else []
    if len(found) < len(_OFFICE):
        return _OFFICE
    return [found[1], found[0], found[3], found[2], *found[4:]]


def _of_scheme(entry: Element) -> str:
    colour = entry[0] if len(entry) else entry
    return str(colour.get("lastClr") or colour.get("val", "000000"))


def _ink(rgb: str) -> Ink:
    try:
        red, green, blue = (int(rgb[place : place + 2], 16) / 255 for place in (0, 2, 4))
    except ValueError:
        return BLACK
    return red, green, blue


def _tinted(colour: Ink, tint: float) -> Ink:
    """ECMA-376 part 1, 18.8.19: the tint changes the luminance alone."""
    if not tint:
        return colour
    hue, light, strength = colorsys.rgb_to_hls(*colour)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), strength)
