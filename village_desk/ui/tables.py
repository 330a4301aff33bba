"""The one table: columns over a list of dataclasses, with headings between groups. Shows; decides nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from village_desk.ui import painting, style

Index = QModelIndex | QPersistentModelIndex
_PAD = 12
_STRETCH_LEAST = 120


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the text of a row, its width in px (0 takes what is left).

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


@dataclass(frozen=True, slots=True)
class Heading:
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
        """What stands in a cell."""
        found = self.rows[row]
        if isinstance(found, Heading):
            return found.text if column == 0 else ""
        return self.columns[column].text(found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell, also as what a screen reader says."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(index.row(), index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The heading of a column; it stands where its cells stand."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Cells(QStyledItemDelegate):
    """Draws cells in the tokens' sizes: text, amounts, pills and headings."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, Rows)
        place, found = option.rect, model.rows[index.row()]
        if isinstance(found, Heading):
            painter.fillRect(place, style.colour("paper"))
            painting.ground(painter, place, chosen=False)
            painting.words(painter, place.adjusted(_PAD, 0, -_PAD, 0), found.text, "muted", "small", bold=True)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painting.ground(painter, place, chosen, edge=index.column() == 0)
        _draw(painter, place.adjusted(_PAD, 0, -_PAD, 0), model.columns[index.column()], found)


def _draw(painter: QPainter, inside: QRect, column: Column, found: Any) -> None:
    text = column.text(found)
    if not text:
        return
    if column.tone is not None:
        painting.pill(painter, inside.left(), inside, text, column.tone(found))
    elif column.right:
        painting.words_right(painter, inside, text, bold=column.strong)
    elif column.under is not None:
        _draw_two_lines(painter, inside, text, column.under(found))
    else:
        painting.words(painter, inside, text, "muted" if column.muted else "ink", bold=column.strong)


def _measured(column: Column, found: Any) -> list[tuple[str, int]]:
    """The texts of a cell with the widths that they take."""
    text = column.text(found)
    if column.tone is not None:
        return [(text, painting.pill_width(text))]
    bold = column.strong or column.under is not None
    above = (text, QFontMetrics(style.font(bold=bold)).horizontalAdvance(text))
    if column.under is None:
        return [above]
    under = column.under(found)
    return [above, (under, QFontMetrics(style.font("small")).horizontalAdvance(under))]


def _draw_two_lines(painter: QPainter, inside: QRect, text: str, under: str) -> None:
    half = inside.height() // 2
    painting.words(painter, inside.adjusted(0, 6, 0, -half), text, bold=True)
    painting.words(painter, inside.adjusted(0, half, 0, -8), under, "muted", "small")


class Table(QTableView):
    """A table whose rows are chosen with a click or with Enter. Typing is left to the search box."""

    chosen = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], fits: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._model = Rows(columns)
        self._fits = fits
        self.setModel(self._model)
        self.setItemDelegate(_Cells(self))
        self._behave()
        self._measure()
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the place in the list is kept."""
        place = self.currentIndex().row()
        self.clearSpans()
        self._model.show_rows(rows)
        for row, found in enumerate(rows):
            if isinstance(found, Heading):
                self.setSpan(row, 0, 1, len(self._model.columns))
        if 0 <= place < len(rows):
            self.setCurrentIndex(self._model.index(place, 0))
        if self._fits:
            self.setFixedHeight(self.horizontalHeader().sizeHint().height() + len(rows) * self._row_height)

    def rows(self) -> Sequence[Any]:
        """What is shown now."""
        return self._model.rows

    def cut(self) -> list[str]:
        """The texts that do not fit their columns."""
        found = []
        for number, column in enumerate(self._model.columns):
            if self.isColumnHidden(number):
                continue
            room = self.columnWidth(number) - 2 * _PAD
            for each in self._model.rows:
                texts = [] if isinstance(each, Heading) else _measured(column, each)
                found += [text for text, width in texts if text and width > room]
        return found

    def _behave(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self._fits:
            self.setProperty("inner", True)
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _measure(self) -> None:
        self.verticalHeader().hide()
        self._row_height = style.size("double_row" if any(each.under for each in self._model.columns) else "row")
        self.verticalHeader().setDefaultSectionSize(self._row_height)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for number, column in enumerate(self._model.columns):
            resize = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, resize)
            if column.width:
                self.setColumnWidth(number, column.width)

    def _fit_columns(self) -> None:
        """Without room for all, the spare columns go: what is left is never cut."""
        wanted = sum(column.width or _STRETCH_LEAST for column in self._model.columns)
        tight = wanted > self.viewport().width()
        for number, column in enumerate(self._model.columns):
            self.setColumnHidden(number, tight and column.spare)

    def _choose(self, index: QModelIndex) -> None:
        found = self._model.rows[index.row()] if index.isValid() else None
        if found is not None and not isinstance(found, Heading):
            self.chosen.emit(found)

    def focus_place(self) -> QRect:
        """The row that the keyboard is on; the whole table when it is on none."""
        index = self.currentIndex()
        if not index.isValid():
            return self.rect()
        line = self.visualRect(index)
        line.setLeft(0)
        line.setRight(self.viewport().width())
        return line.intersected(self.viewport().rect()).translated(self.viewport().pos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns find their place again."""
        self._fit_columns()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses the row; letters go on to the window, which gives them to the search box."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)
