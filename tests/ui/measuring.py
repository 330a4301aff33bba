"""Measures of what is in sight: the smallest type, the smallest target, text that is cut, sideways scrolling."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from tests.widgets import children
from village_desk.ui.kit.table_views import Table

_TEXT = (QLabel, QAbstractButton, QLineEdit, QComboBox)
_TARGETS = (QAbstractButton, QLineEdit, QComboBox)


class StrayWindows(QObject):
    """Notes every window that shows itself: a widget made visible before it has a parent flashes up as one."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self.seen: list[str] = []
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """A window showed itself."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return super().eventFilter(watched, event)


def in_sight(root: QWidget) -> Iterator[QWidget]:
    """Every widget that is shown."""
    for each in children(root, QWidget):
        if each.isVisible():
            yield each


def smallest_type(root: QWidget) -> tuple[int, str]:
    """The smallest size of type in px, and where it is."""
    sizes = [(each.font().pixelSize(), each.objectName()) for each in in_sight(root) if isinstance(each, _TEXT)]
    return min(sizes)


def small_targets(root: QWidget, least: int) -> list[str]:
    """What can be pressed or filled in and is smaller than it may be."""
    return [
        f"{each.objectName()} {each.width()}x{each.height()}"
        for each in in_sight(root)
        if isinstance(each, _TARGETS) and min(each.width(), each.height()) < least
    ]


def cut(root: QWidget) -> list[str]:
    """The texts that do not fit where they stand."""
    found: list[str] = []
    for each in in_sight(root):
        if isinstance(each, Table):
            found += each.cut()
        elif isinstance(each, QComboBox):
            found += [each.currentText()] * _box_is_cut(each)
        elif isinstance(each, QAbstractButton):
            least = each.sizeHint()
            found += [each.text()] * (each.width() < least.width() or each.height() < least.height())
        elif isinstance(each, QLabel) and each.text():
            found += [each.text()] * _is_cut(each)
    return found


def sideways(root: QWidget) -> list[str]:
    """The areas that would have to be scrolled to the side."""
    return [
        each.objectName() or type(each).__name__
        for each in in_sight(root)
        if isinstance(each, QAbstractScrollArea) and each.horizontalScrollBar().maximum() > 0
    ]


def _is_cut(label: QLabel) -> bool:
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height()
    return label.sizeHint().width() > label.width() or label.sizeHint().height() > label.height()


def _box_is_cut(box: QComboBox) -> bool:
    """12 px before the words and 36 px for the arrow, as the style sheet has it."""
    return box.fontMetrics().horizontalAdvance(box.currentText()) > box.width() - 12 - 36
