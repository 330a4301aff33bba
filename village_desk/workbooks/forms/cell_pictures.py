"""A picture put into a cell of a form, kept in proportion and in the middle. Knows no people."""

import hashlib
import io
from collections.abc import Callable, Iterator

from lxml import etree
from lxml.etree import _Element

from sync.agreement.values import value
from village_desk.domain.basics.errors import Refused
from village_desk.domain.form_fields import Picture
from village_desk.words import _
from village_desk.workbooks.forms.form_sheet import Area, FormSheet
from village_desk.workbooks.forms.parts import CONTENT_TYPES, Parts, parsed

_EMU = 12_700
"""The format's units in a point."""
_PIXEL = 0.75
_SEVEN = ("calibri", "arial", "aptos narrow", "times new roman")
"""Default fonts whose digits are 7 pixels wide at their usual size; those of Chinese ones are 8."""
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 13.5
_MARGIN = 2.0
"""Points that stay free between the picture and the frame of its cell."""
_MOST_PIXELS = 100_000_000
_TYPES = {"PNG": ("png", "image/png"), "JPEG": ("jpeg", "image/jpeg")}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/content-types"
_SPREADSHEET = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_ANCHOR = """<xdr:twoCellAnchor xmlns:xdr="{spreadsheet}" editAs="oneCell">
<xdr:from><xdr:col>{from_column}</xdr:col><xdr:colOff>{from_across}</xdr:colOff><xdr:row>{from_row}</xdr:row>\
<xdr:rowOff>{from_down}</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>{to_column}</xdr:col><xdr:colOff>{to_across}</xdr:colOff><xdr:row>{to_row}</xdr:row>\
<xdr:rowOff>{to_down}</xdr:rowOff></xdr:to>
<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="照片 {number}"/><xdr:cNvPicPr>\
<a:picLocks xmlns:a="{main}" noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>
<xdr:blipFill><a:blip xmlns:a="{main}" xmlns:r="{office}" r:embed="{relation}"/><a:stretch xmlns:a="{main}">\
<a:fillRect/></a:stretch></xdr:blipFill>
<xdr:spPr><a:xfrm xmlns:a="{main}"><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>\
<a:prstGeom xmlns:a="{main}" prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/>
</xdr:twoCellAnchor>"""


@value
class _Size:
    width: float
    height: float


class CellPictures:
    """Puts pictures over areas of the form; the sheet's drawing is made when there is none."""

    def __init__(self, sheet: FormSheet) -> None:
        self._sheet, self._parts = sheet, sheet.parts
        self._geometry = _Geometry(sheet)

    def put(self, picture: Picture, cells: Area) -> None:
        """Puts a picture into cells. Refused ``picture`` when it is no whole PNG or JPEG."""
        sort, size = _measured(picture.data)
        drawing = self._drawing()
        tree = self._parts.tree(drawing)
        ending, content_type = _TYPES[sort]
        media = f"xl/media/{hashlib.sha256(picture.data).hexdigest()[:16]}.{ending}"
        self._parts.change(media, picture.data)
        _declare(self._parts, "Default", "Extension", ending, content_type)
        relation = self._parts.add_relation(drawing, f"{_OFFICE}/image", media)
        tree.append(self._anchor(size, cells, relation, len(tree) + 1))
        self._parts.change_tree(drawing, tree)

    def _drawing(self) -> str:
        known = next((each.target for each in self._parts.relations(self._sheet.member) if each.kind == "drawing"), "")
        if known:
            return known
        name = next(each for each in _names() if not self._parts.has(each))
        self._parts.change(name, f'<xdr:wsDr xmlns:xdr="{_SPREADSHEET}"/>'.encode())
        _declare(self._parts, "Override", "PartName", f"/{name}", _DRAWING_TYPE)
        relation = self._parts.add_relation(self._sheet.member, f"{_OFFICE}/drawing", name)
        self._sheet.insert("drawing").set(f"{{{_OFFICE}}}id", relation)
        return name

    def _anchor(self, size: _Size, cells: Area, relation: str, number: int) -> _Element:
        top, left, bottom, right = cells
        wide = sum(map(self._geometry.width, range(left, right + 1)))
        high = sum(map(self._geometry.height, range(top, bottom + 1)))
        scale = min(max(1.0, wide - 2 * _MARGIN) / size.width, max(1.0, high - 2 * _MARGIN) / size.height)
        width, height = size.width * scale, size.height * scale
        across, down = (wide - width) / 2, (high - height) / 2
        from_column, from_across = _walked(across, left, self._geometry.width)
        from_row, from_down = _walked(down, top, self._geometry.height)
        to_column, to_across = _walked(across + width, left, self._geometry.width)
        to_row, to_down = _walked(down + height, top, self._geometry.height)
        words = _ANCHOR.format(
            spreadsheet=_SPREADSHEET,
            main="http://schemas.openxmlformats.org/drawingml/2006/main",
            office=_OFFICE,
            **{"from_column": from_column - 1, "from_across": from_across, "from_row": from_row - 1},
            **{"from_down": from_down, "to_column": to_column - 1, "to_across": to_across, "to_row": to_row - 1},
            **{"to_down": to_down, "relation": relation, "number": number},
            **{"width": int(width * _EMU), "height": int(height * _EMU)},
        )
        return parsed(words.encode())


class _Geometry:
    """Widths and heights in points, near enough to keep a picture within its cell."""

    def __init__(self, sheet: FormSheet) -> None:
        self._digit = _digit(sheet)
        usual = sheet.tree.find("{*}sheetFormatPr")
        self._height = float((usual.get("defaultRowHeight") if usual is not None else "") or _USUAL_HEIGHT)
        self._width = float((usual.get("defaultColWidth") if usual is not None else "") or _USUAL_WIDTH)
        self._widths: dict[int, float] = {}
        for each in sheet.tree.iterfind("{*}cols/{*}col"):
            span = range(int(each.get("min") or 1), min(int(each.get("max") or 1), 500) + 1)
            self._widths.update(dict.fromkeys(span, _shown(each, "width", self._width)))
        self._heights = {number: _shown(row, "ht", self._height) for number, row in sheet.rows()}

    def width(self, column: int) -> float:
        """Of a column."""
        pixels = int((256 * self._widths.get(column, self._width) + int(128 / self._digit)) / 256 * self._digit)
        return pixels * _PIXEL

    def height(self, row: int) -> float:
        """Of a row."""
        return self._heights.get(row, self._height)


def _shown(element: _Element, name: str, usual: float) -> float:
    return 0.0 if element.get("hidden") in ("1", "true") else float(element.get(name) or usual)


def _digit(sheet: FormSheet) -> int:
    member = sheet.part_of_book("styles")
    name = sheet.parts.tree(member).find("{*}fonts/{*}font/{*}name") if member else None
    return 7 if name is not None and (name.get("val") or "").lower() in _SEVEN else 8


def _walked(points: float, start: int, size: Callable[[int], float]) -> tuple[int, int]:
    """The row or column in which one stands after so many points, and how far into it, in the format's units."""
    place, left = start, points
    while (here := size(place)) < left:
        left -= here
        place += 1
        if place > start + 5_000:
            break
    return place, int(left * _EMU)


def _measured(data: bytes) -> tuple[str, _Size]:
    from PIL import Image  # loaded with the first picture

    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise _no_picture()
            image.load()
            return str(image.format), _Size(image.width, image.height)
    except Refused:
        raise
    except Exception:  # noqa: BLE001 - Pillow raises whatever its decoders do; what it cannot draw nobody can see
        raise _no_picture() from None


def _no_picture() -> Refused:
    return Refused(_("照片打不开"), _("请换一张 JPG 或 PNG 照片"), "picture")


def _names() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"xl/drawings/drawing{number}.xml"


def _declare(parts: Parts, sort: str, name: str, value: str, content_type: str) -> None:
    """Says in the list of content types what the part is, unless it stands there."""
    tree = parts.tree(CONTENT_TYPES)
    if not any((each.get(name) or "").lower() == value.lower() for each in tree.iterfind(f"{{*}}{sort}")):
        element = etree.SubElement(tree, f"{{{_PACKAGE}}}{sort}")
        element.set(name, value)
        element.set("ContentType", content_type)
        parts.change_tree(CONTENT_TYPES, tree)
