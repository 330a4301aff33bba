"""The widgets under a widget, with their types: PySide6 6.8 tells mypy nothing of what findChildren finds."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def children(root: QWidget, kind: type[W], name: str = "") -> list[W]:
    """All of that kind, and of that name when one is given, at any depth."""
    found: list[W] = list(root.findChildren(kind, name) if name else root.findChildren(kind))
    return found
