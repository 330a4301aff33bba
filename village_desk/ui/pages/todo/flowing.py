"""A layout whose items stand in as many lines as they need, and beside the last line the next thing to do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from village_desk.ui.kit import style

_Lines = list[list[QLayoutItem]]


class Flow(QLayout):
    """Buttons from left to right, then in the next line; ``last`` stands at the right end of the last line."""

    def __init__(self, last: QWidget) -> None:
        super().__init__()
        self._gap = style.size("gap_small")
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self._last = last
        self.addWidget(last)

    def show_widgets(self, widgets: list[QWidget]) -> None:
        """Let these stand before the last one instead of those that stood there."""
        for item in self._items[1:]:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        del self._items[1:]
        for each in widgets:
            self.addWidget(each)
        self.invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's own: one more item."""
        self._items.append(item)

    def count(self) -> int:
        """Qt's own: how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt's own: an item, the last widget at 0."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        """Qt's own: an item goes."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """The narrower, the more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines, in px."""
        lines = self._lines(width)
        return sum(_height(each) for each in lines) + self._gap * (len(lines) - 1)

    def sizeHint(self) -> QSize:
        """As narrow as the widest item; the height follows."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """As the widest and the highest item."""
        hints = [each.sizeHint() for each in self._items]
        return QSize(max(each.width() for each in hints), max(each.height() for each in hints))

    def setGeometry(self, rect: QRect) -> None:
        """Put every item where it belongs, in the middle of its line."""
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            left, height = rect.left(), _height(line)
            for each in line:
                size = each.sizeHint()
                if each is self._items[0]:
                    left = rect.left() + rect.width() - size.width()
                each.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self._gap
            top += height + self._gap

    def _lines(self, width: int) -> _Lines:
        lines: _Lines = [[]]
        for each in [*self._items[1:], self._items[0]]:
            if lines[-1] and sum(one.sizeHint().width() + self._gap for one in [*lines[-1], each]) - self._gap > width:
                lines.append([])
            lines[-1].append(each)
        return lines


def _height(line: list[QLayoutItem]) -> int:
    return max(each.sizeHint().height() for each in line)
