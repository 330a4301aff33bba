"""Where the pictures of a sheet stand, by their anchors and never by their pixels, and in their own proportions."""

import io
import math
from collections.abc import Callable

from sync.agreement.values import value
from village_desk.documents import photos
from village_desk.documents.sheets.anchors import Anchor, Corner
from village_desk.documents.sheets.filled_sheet import FilledSheet
from village_desk.documents.sheets.measures import Measures
from village_desk.documents.sheets.references import Span, letters


@value
class Picture:
    """A picture in the frame of its anchor: the cell it begins in, points into it, and the frame's size in points."""

    cell: str
    start: Corner
    width: float
    height: float
    content: bytes


def pictures(sheet: FilledSheet, measures: Measures) -> tuple[list[Picture], list[str]]:
    """The pictures that can be drawn, and the cells of those that cannot (drawings of Windows, a damaged file)."""
    found, lost = [], []
    for anchor in sheet.pictures:
        cell = f"{letters(anchor.start.column)}{anchor.start.row}"
        width, height = _frame(anchor, measures)
        content = photos.as_drawn(sheet.container.content(anchor.member) if sheet.container.has(anchor.member) else b"")
        if not content:
            lost.append(cell)
        elif width > 0 and height > 0:
            found.append(_in_proportion(cell, anchor.start, (width, height), content))
    return found, lost


def reach(sheet: FilledSheet, measures: Measures) -> Span | None:
    """The cells that pictures cover, from A1; None without a picture."""
    if not sheet.pictures:
        return None
    ends = [_end(anchor, measures) for anchor in sheet.pictures]
    return Span(1, 1, max(end.row for end in ends), max(end.column for end in ends))


def _end(anchor: Anchor, measures: Measures) -> Corner:
    """The last cell that a picture covers; one that ends on a border does not reach beyond it."""
    if anchor.end is not None:
        end = anchor.end
        row = end.row if end.down > 0 or end.row == 1 else end.row - 1
        return Corner(row, end.column if end.across > 0 or end.column == 1 else end.column - 1, end.down, end.across)
    width, height = anchor.size
    row = _passed(anchor.start.row, anchor.start.down + height, measures.height)
    return Corner(row, _passed(anchor.start.column, anchor.start.across + width, measures.width), 0.0, 0.0)


def _frame(anchor: Anchor, measures: Measures) -> tuple[float, float]:
    if anchor.end is None:
        return anchor.size
    start, end = anchor.start, anchor.end
    width = measures.widths(start.column, end.column - 1) - min(start.across, measures.width(start.column))
    height = measures.heights(start.row, end.row - 1) - min(start.down, measures.height(start.row))
    return width + min(end.across, measures.width(end.column)), height + min(end.down, measures.height(end.row))


def _passed(place: int, left: float, size: Callable[[int], float]) -> int:
    """The row or column in which so many points from the start of ``place`` end."""
    for _each in range(_FARTHEST):
        left -= size(place)
        if left <= 0:
            break
        place += 1
    return place


_FINEST = 300 / 72
"""Dots in a point: no printer of an office shows more of a photo."""
_FARTHEST = 1_000
"""Rows or columns: no picture of a form is larger."""


def _in_proportion(cell: str, start: Corner, frame: tuple[float, float], content: bytes) -> Picture:
    """The picture as large as its frame allows, in the middle of it."""
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
        wide, high = image.size
    scale = min(frame[0] / wide, frame[1] / high)
    width, height = wide * scale, high * scale
    down, across = start.down + (frame[1] - height) / 2, start.across + (frame[0] - width) / 2
    dots = (math.ceil(width * _FINEST), math.ceil(height * _FINEST))
    return Picture(cell, Corner(start.row, start.column, down, across), width, height, photos.no_finer(content, *dots))
