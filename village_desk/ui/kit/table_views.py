"""The one table: rows that are chosen with a click or with Enter. Shows; decides nothing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from village_desk.ui.kit import style
from village_desk.ui.kit.cells import PAD, Cells, measured
from village_desk.ui.kit.enter import ENTER, is_of_another
from village_desk.ui.kit.table_columns import Column, GroupHeading, Index, Rows, headings
from village_desk.words import _


class Table(QTableView):
    """A table whose rows are chosen with a click or with Enter. ``pointed``: another row is in hand, None for none."""

    chosen = Signal(object)
    pointed = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], fits: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._model = Rows(columns)
        self._fits = fits
        self.setModel(self._model)
        self.setItemDelegate(Cells(self))
        self.setAccessibleName(_("表：{columns}").format(columns=_("、").join(each.title for each in columns)))
        self._behave()
        self._measure()
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the place in the list is kept."""
        place = self.currentIndex().row()
        self.clearSpans()
        self._model.show_rows(rows)
        for row in headings(rows):
            self.setSpan(row, 0, 1, len(self._model.columns))
        self._go_to(place if 0 <= place < len(rows) else 0)
        if self._fits:
            self.setFixedHeight(self.horizontalHeader().height() + len(rows) * self._row_height)

    def _go_to(self, place: int) -> None:
        """Make a row the current one; for a group heading the row after it."""
        rows = self._model.rows
        place += place + 1 < len(rows) and isinstance(rows[place], GroupHeading)
        if place < len(rows):
            self.setCurrentIndex(self._model.index(place, 0))

    def choose_current(self) -> None:
        """Choose the row in hand."""
        self._choose(self.currentIndex())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another row is in hand."""
        super().currentChanged(current, previous)
        self.pointed.emit(self._model.rows[current.row()] if current.isValid() else None)

    def rows(self) -> Sequence[Any]:
        """The rows shown now."""
        return self._model.rows

    def cut(self) -> list[str]:
        """The texts that do not fit their columns."""
        found = []
        for number, column in enumerate(self._model.columns):
            if self.isColumnHidden(number):
                continue
            room = self.columnWidth(number) - 2 * PAD
            for each in self._model.rows:
                texts = [] if isinstance(each, GroupHeading) else measured(column, each)
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
        header.setFixedHeight(style.size("row"))
        for number, column in enumerate(self._model.columns):
            resize = QHeaderView.ResizeMode.Fixed if column.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(number, resize)
            if column.width:
                self.setColumnWidth(number, column.width)

    def _fit_columns(self) -> None:
        """Hide the spare columns when the room is too narrow, so that the others are never cut."""
        wanted = sum(column.width or column.least for column in self._model.columns)
        tight = wanted > self.viewport().width()
        for number, column in enumerate(self._model.columns):
            self.setColumnHidden(number, tight and column.spare)

    def _choose(self, index: QModelIndex) -> None:
        found = self._model.rows[index.row()] if index.isValid() else None
        if found is not None and not isinstance(found, GroupHeading):
            self.chosen.emit(found)

    def focus_place(self) -> QRect:
        """The current row; the whole table when there is none."""
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
        """Space chooses the row, and Enter where no button shows it; letters go on to the search box."""
        if event.key() == Qt.Key.Key_Space or (event.key() in ENTER and not is_of_another(self)):
            self._choose(self.currentIndex())
        elif event.key() in ENTER or event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)
