"""Lists of dataclasses seen through columns: the one model behind every table. Draws nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class GroupHeading:
    """A line over the rows of one group."""

    text: str


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
