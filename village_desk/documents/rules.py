"""The thin lines of a form, collected while it is filled: uprights that touch become one."""

from village_desk.documents.paper import Line


class Rules:
    """Lines in millimetres from the top left corner of the sheet."""

    def __init__(self) -> None:
        self._across: list[Line] = []
        self._ended: list[Line] = []
        self._open: dict[float, tuple[float, float]] = {}

    def across(self, left: float, right: float, y: float) -> None:
        """A level line."""
        self._across.append((left, y, right, y))

    def down(self, x: float, top: float, bottom: float) -> None:
        """An upright line; it extends the line above when that ends where this one begins."""
        before = self._open.get(x)
        if before and before[1] == top:
            top = before[0]
        elif before:
            self._ended.append((x, before[0], x, before[1]))
        self._open[x] = (top, bottom)

    def lines(self) -> list[Line]:
        """All lines."""
        return self._across + self._ended + [(x, top, x, bottom) for x, (top, bottom) in self._open.items()]
