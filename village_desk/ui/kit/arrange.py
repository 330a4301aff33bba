"""Layouts in one line each: widgets in a column, a row or a grid. Knows nothing of pages or services."""

from functools import partial
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from village_desk.ui.kit import style

_Box = TypeVar("_Box", bound=QBoxLayout)

Item = QWidget | QLayout | None
"""An item of a row; ``None`` is the space that stretches."""


def column(*items: Item, gap: int | None = None, margin: int = 0) -> QVBoxLayout:
    """The items under each other, ``gap`` px apart (default: the tokens' gap)."""
    return _fill(QVBoxLayout(), items, gap, margin)


def row(*items: Item, gap: int | None = None, margin: int = 0) -> QHBoxLayout:
    """The items beside each other, ``gap`` px apart (default: the tokens' gap)."""
    return _fill(QHBoxLayout(), items, gap, margin)


def grid(*items: QWidget, columns: int, gap: int | None = None) -> QGridLayout:
    """The items in rows of ``columns``, all columns equally wide."""
    layout = QGridLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(style.size("gap") if gap is None else gap)
    for place, item in enumerate(items):
        layout.addWidget(item, place // columns, place % columns)
    for each in range(columns):
        layout.setColumnStretch(each, 1)
    return layout


def held(layout: QLayout, name: str = "") -> QWidget:
    """A plain widget around a layout, to show and hide its items as one."""
    widget = QWidget()
    widget.setObjectName(name)
    widget.setLayout(layout)
    return widget


def empty(layout: QLayout) -> None:
    """Take everything out of a layout; the widgets are deleted."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            _let_go(widget)
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


def _let_go(widget: QWidget) -> None:
    """Take the keyboard from a widget that is about to go: otherwise its window would lose it."""
    focused = QApplication.focusWidget()
    if focused is not None and (focused is widget or widget.isAncestorOf(focused)):
        focused.clearFocus()


def scroll_area_of(widget: QWidget) -> QScrollArea | None:
    """The area that a widget is scrolled in, if any."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    return area


def into_sight(*widgets: QWidget) -> QTimer:
    """A timer of the first widget: started with 0, it scrolls the widgets into sight once they are laid out."""
    timer = QTimer(widgets[0])
    timer.setSingleShot(True)
    for each in widgets:
        timer.timeout.connect(partial(_scroll_to, each))
    return timer


def _scroll_to(widget: QWidget) -> None:
    area = scroll_area_of(widget)
    if area is not None:
        area.ensureWidgetVisible(widget)


def _fill(layout: _Box, items: tuple[Item, ...], gap: int | None, margin: int) -> _Box:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(style.size("gap") if gap is None else gap)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout
