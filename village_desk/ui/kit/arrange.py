"""Layouts in one line each: widgets in a column, a row or a grid. Knows nothing of pages or services."""

from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
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
    for each in range(columns):
        layout.setColumnStretch(each, 1)
    fill_grid(layout, *items, columns=columns)
    return layout


def fill_grid(layout: QGridLayout, *items: QWidget, columns: int) -> None:
    """Let the grid hold these items instead of its own, without a hole where one of its own is hidden."""
    while layout.takeAt(0) is not None:
        pass
    for place, item in enumerate(items):
        layout.addWidget(item, place // columns, place % columns)


def held(layout: QLayout, name: str = "") -> QWidget:
    """A plain widget around a layout, to show and hide its items as one."""
    widget = QWidget()
    widget.setObjectName(name)
    widget.setLayout(layout)
    return widget


class Kept:
    """A layout whose items are made anew only when what they show has changed: most changes are about something else.

    ``forget`` it when an item was changed by hand, such as a number that is shown whole.
    """

    def __init__(self, layout: QLayout) -> None:
        self._layout = layout
        self._shown: object = None

    def differs(self, shown: object) -> bool:
        """Whether this is not what the layout shows: then the layout is empty now, to be filled with it."""
        if shown == self._shown:
            return False
        self._shown = shown
        empty(self._layout)
        return True

    def forget(self) -> None:
        """What is shown next differs in any case."""
        self._shown = None


class Scrolled(QScrollArea):
    """A widget that is scrolled where there is no room for it, without a frame.

    Its viewport is made here: to say what Qt's own one is, PySide6 makes the enums of fifty classes, which takes 4 ms.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setViewport(QWidget(self))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


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


def put_in_tab_order(inside: QWidget) -> None:
    """Let Tab reach what was made late inside a widget where it stands: else it would come last on the page."""
    before = inside.previousInFocusChain()
    while before is not None and before is not inside and not _is_tabbed(before):
        before = before.previousInFocusChain()
    found: list[QWidget] = list(inside.findChildren(QWidget))
    for each in found:
        if before is not None and _is_tabbed(each) and each.window() is inside.window():
            QWidget.setTabOrder(before, each)
            before = each


def _is_tabbed(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _scroll_to(widget: QWidget) -> None:
    area = scroll_area_of(widget)
    if area is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # a layout within others takes turns
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
