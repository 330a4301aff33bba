"""The strokes of a page: what each kind of border is drawn with. Knows no cells."""

from collections.abc import Iterable

from sync.agreement.values import value
from village_desk.documents.lettering import Ink
from village_desk.documents.paper import Line, Sheet
from village_desk.documents.sheets.colours import WHITE
from village_desk.documents.sheets.looks import Pen, Stroke


@value
class Nib:
    """Points of a stroke's thickness and of its dashes: drawn and left out in turn."""

    width: float
    dash: tuple[float, ...] = ()


_NIBS = {
    Stroke.hair: Nib(0.25, (0.75, 0.75)),
    Stroke.dotted: Nib(0.5, (1.0, 1.0)),
    Stroke.dashDotDot: Nib(0.5, (5.0, 1.5, 1.5, 1.5, 1.5, 1.5)),
    Stroke.dashDot: Nib(0.5, (5.0, 1.5, 1.5, 1.5)),
    Stroke.dashed: Nib(0.5, (3.0, 1.5)),
    Stroke.thin: Nib(0.5),
    Stroke.mediumDashDotDot: Nib(1.25, (7.0, 2.0, 2.0, 2.0, 2.0, 2.0)),
    Stroke.slantDashDot: Nib(1.25, (7.0, 2.0, 2.0, 2.0)),
    Stroke.mediumDashDot: Nib(1.25, (7.0, 2.0, 2.0, 2.0)),
    Stroke.mediumDashed: Nib(1.25, (6.0, 2.5)),
    Stroke.medium: Nib(1.25),
    Stroke.double: Nib(2.0),
    Stroke.thick: Nib(2.25),
}
_INSIDE = 0.9
"""Points between the two lines of a double stroke."""


def draw(sheet: Sheet, lines: Iterable[tuple[Pen, Line]]) -> None:
    """All strokes of a page, the weaker ones under the stronger.

    A double one is a thick line and a white one in it, so that its corners and crossings are open as in print.
    """
    by_pen: dict[tuple[Stroke, Ink], list[Line]] = {}
    for pen, line in lines:
        by_pen.setdefault((pen.stroke, pen.ink), []).append(line)
    for (stroke, ink), strokes in sorted(by_pen.items()):
        sheet.strokes(strokes, _NIBS[stroke].width, ink, _NIBS[stroke].dash)
    for (stroke, _ink), strokes in sorted(by_pen.items()):
        if stroke is Stroke.double:
            sheet.strokes(strokes, _INSIDE, WHITE)
