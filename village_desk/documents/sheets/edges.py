"""The borders of a page: edges collected from the cells, the stronger pen of two neighbours, joined to long strokes.

Edges are named by the places of a page's columns and rows, so that what lies on one line meets exactly. Pure.
"""

from collections.abc import Iterator

from sync.agreement.values import value
from village_desk.documents.sheets.looks import Pen

Edge = tuple[int, int]
"""Which line it lies on, and which piece of the line it is; both are places on the page, counted from 0."""


@value
class Run:
    """Edges of one pen in a row: along the line ``line`` from the place ``start`` to ``end``."""

    line: int
    start: int
    end: int
    pen: Pen


class Edges:
    """The edges of one page."""

    def __init__(self) -> None:
        self._level: dict[Edge, Pen] = {}
        self._upright: dict[Edge, Pen] = {}

    def level(self, line: int, piece: int, pen: Pen | None) -> None:
        """The edge above the row at place ``line``, along the column at place ``piece``."""
        _add(self._level, (line, piece), pen)

    def upright(self, line: int, piece: int, pen: Pen | None) -> None:
        """The edge left of the column at place ``line``, along the row at place ``piece``."""
        _add(self._upright, (line, piece), pen)

    def levels(self) -> Iterator[Run]:
        """The level strokes, joined."""
        return _joined(self._level)

    def uprights(self) -> Iterator[Run]:
        """The upright strokes, joined."""
        return _joined(self._upright)


def _add(edges: dict[Edge, Pen], edge: Edge, pen: Pen | None) -> None:
    if pen is not None:
        known = edges.get(edge)
        if known is None or known.stroke < pen.stroke:
            edges[edge] = pen


def _joined(edges: dict[Edge, Pen]) -> Iterator[Run]:
    run: Run | None = None
    for (line, piece), pen in sorted(edges.items(), key=lambda item: item[0]):
        if run is not None and run.line == line and run.end == piece and run.pen == pen:
            run = Run(line, run.start, piece + 1, pen)
            continue
        if run is not None:
            yield run
        run = Run(line, piece, piece + 1, pen)
    if run is not None:
        yield run
