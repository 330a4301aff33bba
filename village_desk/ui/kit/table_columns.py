"""Lists of dataclasses, whole or read by pages, seen through columns: the one model behind every table."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from sync.agreement.values import value

Index = QModelIndex | QPersistentModelIndex


@value
class Column:
    """One column: its heading, the text of a row, its width in px (0 takes what is left, but ``least`` px).

    ``under`` gives a second, smaller line. ``spare`` columns go where the room is narrow. ``tone`` makes the text a
    pill: it gives ``done``, ``attention``, ``now`` or ``plain`` for a row.
    """

    title: str
    text: Callable[[Any], str]
    width: int = 0
    right: bool = False
    strong: bool = False
    muted: bool = False
    spare: bool = False
    under: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    least: int = 120


@value
class GroupHeading:
    """A line over the rows of one group."""

    text: str


class Paged(Sequence[Any]):
    """Rows under headings that are read a page at a time, when the table first shows one of them.

    A row that could not be read is an empty heading: nobody can choose it, and it is asked for again.
    """

    PAGE = 64
    _KEPT = 16

    def __init__(self, parts: Sequence[tuple[GroupHeading, int]], read: Callable[[int, int], Sequence[Any]]) -> None:
        """``parts``: each heading with the number of its rows; ``read``: so many rows, from one on, headings apart."""
        self._heads = [heading for heading, _count in parts]
        self.headings = [place + at for place, at in enumerate(accumulate([0, *(count for _head, count in parts)]))]
        """The places of the headings, and behind the last row that of none."""
        self._read = read
        self._pages: dict[int, Sequence[Any]] = {}

    def __len__(self) -> int:
        return self.headings[-1]

    @overload
    def __getitem__(self, at: int) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Any]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        place = range(len(self))[at]
        before = bisect_right(self.headings, place)
        return self._heads[before - 1] if self.headings[before - 1] == place else self._row(place - before)

    def _row(self, at: int) -> Any:
        page, within = divmod(at, self.PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(page * self.PAGE, self.PAGE)
            if len(self._pages) > self._KEPT:
                del self._pages[next(iter(self._pages))]
        rows = self._pages[page]
        if within < len(rows):
            return rows[within]
        del self._pages[page]
        return GroupHeading("")


def headings(rows: Sequence[Any]) -> Sequence[int]:
    """The places of the headings among rows; of pages, without reading any."""
    if isinstance(rows, Paged):
        return rows.headings[:-1]
    return [place for place, each in enumerate(rows) if isinstance(each, GroupHeading)]


class Rows(QAbstractTableModel):
    """Rows of dataclasses seen through columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns
        self.rows: Sequence[Any] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def text(self, row: int, column: int) -> str:
        """The text of a cell."""
        found = self.rows[row]
        if isinstance(found, GroupHeading):
            return found.text if column == 0 else ""
        return self.columns[column].text(found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, for the screen and for screen readers."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column, aligned like its cells."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if isinstance(self.rows[index.row()], GroupHeading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
