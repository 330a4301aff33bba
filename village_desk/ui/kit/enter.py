"""Whose Enter it is: that of the one button which shows it, wherever on its page the keyboard is."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@runtime_checkable
class HasEnter(Protocol):
    """A page, or the window around it, with the one button that shows Enter."""

    def enter_button(self) -> QPushButton | None:
        """That button while it is in sight."""


def is_of_another(widget: QWidget) -> bool:
    """Whether Enter, pressed while the widget has the keyboard, belongs to another: then the widget lets it pass."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, HasEnter):
        above = above.parentWidget()
    button = above.enter_button() if isinstance(above, HasEnter) else None
    return button is not None and button is not widget
