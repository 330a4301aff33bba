"""Where the pictures of a sheet are fastened, as its drawing says (ECMA-376 part 1, 20.5). Opens no picture."""

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from sync.agreement.values import value
from village_desk.documents.sheets.container import Container, relation_of
from village_desk.documents.sheets.references import MOST_COLUMNS, MOST_ROWS


@value
class Corner:
    """A place on the sheet: a cell, counted from 1, and points into it."""

    row: int
    column: int
    down: float
    across: float


@value
class Anchor:
    """A picture's member and its corners; ``size`` in points where the lower one is not given."""

    member: str
    start: Corner
    end: Corner | None
    size: tuple[float, float] = (0.0, 0.0)


_EMU = 12700
"""Units of a drawing in a point."""


def anchors(container: Container, member: str, root: Element) -> Iterator[Anchor]:
    """The anchors of all pictures of a sheet, ``member`` and ``root`` being its own member and tree."""
    drawing = root.find("{*}drawing")
    targets = container.related(member)
    target = "" if drawing is None else targets.get(relation_of(drawing), ("", ""))[0]
    if not target or not container.has(target):
        return
    media = container.related(target)
    for anchor in container.tree(target):
        for picture in anchor.iterfind("{*}pic/{*}blipFill/{*}blip"):
            content = media.get(relation_of(picture, "embed"), ("", ""))[0]
            if content:
                yield _anchor(anchor, content)


def _anchor(anchor: Element, content: str) -> Anchor:
    start, end, size = anchor.find("{*}from"), anchor.find("{*}to"), anchor.find("{*}ext")
    place = anchor.find("{*}pos")
    corner = Corner(1, 1, 0.0, 0.0) if start is None else _corner(start)
    if place is not None:
        corner = Corner(1, 1, _points(place, "y"), _points(place, "x"))
    measured = (0.0, 0.0) if size is None else (_points(size, "cx"), _points(size, "cy"))
    return Anchor(content, corner, None if end is None else _corner(end), measured)


def _corner(element: Element) -> Corner:
    """A corner; raises ValueError for one that lies on no sheet."""
    given: Mapping[str, int] = {each.tag.rpartition("}")[2]: int(each.text or "0") for each in element}
    row, column = given["row"] + 1, given["col"] + 1
    if not (1 <= row <= MOST_ROWS and 1 <= column <= MOST_COLUMNS):
        raise ValueError(given)
    return Corner(row, column, given["rowOff"] / _EMU, given["colOff"] / _EMU)


def _points(element: Element, name: str) -> float:
    return int(element.get(name, "0")) / _EMU
